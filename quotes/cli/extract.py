"""`quotes extract`: articles in, quotations out, no database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from quotes import reading
from quotes.article import Article, Quotation, Span
from quotes.cli.inputs import extracted
from quotes.cli.options import FormatOption, Paths
from quotes.cli.output import Format, quoted, table, write

COLUMNS = (
    *("id", "article", "kind", "start", "end", "text", "cue", "mention"),
    *("speaker", "speaker_kind", "confidence", "step"),
)


def extract(paths: Paths, form: FormatOption = Format.table) -> None:
    """Print the quotations in articles, and who said them. Nothing is stored.

    Exact words stand in quotation marks. A paraphrase is reported speech, nobody's exact words, and stands
    without marks. Offsets in jsonl and csv count Unicode characters from the start of the article.
    """
    failed: list[str] = []
    found = extracted(reading.find(paths), failed)
    if form is Format.table:
        table(
            ("Article", "Speaker", "Kind", "Quotation"),
            (
                (article.source, each.speaker or "unknown", each.kind, quoted(each.text, each.kind))
                for article, quotations in found
                for each in quotations
            ),
        )
    else:
        rows = (row for article, quotations in found for row in records(article, quotations))
        write(rows if form is Format.jsonl else map(_flat, rows), form, COLUMNS)
    if failed:
        raise typer.Exit(1)


def records(article: Article, quotations: list[Quotation]) -> Iterator[dict[str, Any]]:
    """One plain dict a quotation, the fields of the jsonl format."""
    from quotes.ids import article_key, quotation_ids

    ids = quotation_ids(article_key(article), quotations)
    for identity, quotation in zip(ids, quotations, strict=True):
        yield {
            "id": identity,
            "article": article.source,
            "kind": quotation.kind,
            "spans": [list(span) for span in quotation.spans],
            "text": quotation.text,
            "cue": _words(article, quotation.cue),
            "mention": _words(article, quotation.mention),
            "speaker": quotation.speaker,
            "speaker_kind": quotation.speakers[0].kind if quotation.speakers else None,
            "confidence": round(quotation.confidence, 3),
            "step": quotation.evidence.step if quotation.evidence else None,
        }


def _words(article: Article, span: Span | None) -> dict[str, Any] | None:
    return span and {"start": span.start, "end": span.end, "text": span.of(article.text)}


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    words = {field: row[field]["text"] if row[field] else None for field in ("cue", "mention")}
    return {**row, **words, "start": row["spans"][0][0], "end": row["spans"][-1][1]}
