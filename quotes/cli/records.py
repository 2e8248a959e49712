"""Quotations as rows, fresh from an article or out of the archive: the same fields under the same names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from quotes.cli.output import Format, print_csv, print_jsonl, print_table, quoted
from quotes.ids import article_key, quotation_ids
from quotes.model import Article, Quotation, Span
from quotes.store import Mark, StoredQuotation

COLUMNS = (
    *("id", "article", "kind", "start", "end", "text", "cue", "mention"),
    *("speaker", "speaker_kind", "confidence", "step"),
)
STORED_COLUMNS = (*COLUMNS, "published", "title", "outlet", "url")

Record = dict[str, Any]


def extracted_records(article: Article, quotations: Sequence[Quotation]) -> Iterator[Record]:
    """A record for each of an article's quotations."""
    ids = quotation_ids(article_key(article), quotations)
    for identity, quotation in zip(ids, quotations, strict=True):
        step = quotation.evidence.step if quotation.evidence else None
        spans = quotation.cue, quotation.mention, quotation.quoting
        cue, mention, quoting = (_marked(article, span) for span in spans)
        yield _record(quotation, identity, article.source, cue, mention, step) | {
            "polarity": quotation.polarity,
            "statement": quotation.statement,
            "statement_spans": [list(span) for span in quotation.statement_spans],
            "quoting": quoting and quoting._asdict(),
        }


def stored_record(quotation: StoredQuotation) -> Record:
    """The record of a quotation in the archive, with where and when it was printed."""
    printed = quotation.article
    record = _record(quotation, quotation.id, printed.source, quotation.cue, quotation.mention, quotation.step)
    return record | {field: getattr(printed, field) for field in ("published", "title", "outlet", "url")}


def print_records(records: Iterable[Record], form: Format, columns: Sequence[str]) -> None:
    """Print every field as JSON lines, or `columns` as CSV, in which spans are a start and an end."""
    if form is Format.csv:
        print_csv(columns, map(_flat, records))
    else:
        print_jsonl(records)


def print_stored(quotations: Iterable[StoredQuotation]) -> None:
    """Print quotations of the archive for people."""
    print_table(
        ("Id", "Published", "Speaker", "Kind", "Quotation"),
        (
            (
                each.id,
                each.article.published or "undated",
                each.speaker or "unknown",
                each.kind,
                quoted(each.text, each.kind),
            )
            for each in quotations
        ),
    )


def _record(
    quotation: Quotation | StoredQuotation,
    identity: str,
    source: str,
    cue: Mark | None,
    mention: Mark | None,
    step: str | None,
) -> Record:
    return {
        "id": identity,
        "article": source,
        "kind": quotation.kind,
        "spans": [list(span) for span in quotation.spans],
        "text": quotation.text,
        "cue": cue and cue._asdict(),
        "mention": mention and mention._asdict(),
        "speaker": quotation.speaker,
        "speaker_kind": quotation.speakers[0].kind if quotation.speakers else None,
        "confidence": round(quotation.confidence, 3),
        "step": step,
    }


def _marked(article: Article, span: Span | None) -> Mark | None:
    return span and Mark(span.start, span.end, span.of(article.text))


def _flat(record: Record) -> Record:
    words = {field: record[field] and record[field]["text"] for field in ("cue", "mention")}
    return record | words | {"start": record["spans"][0][0], "end": record["spans"][-1][1]}
