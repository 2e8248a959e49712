"""Records on standard output, for programs and for people."""

from __future__ import annotations

from collections.abc import Iterable

from quotes.cli.output import Format, day, print_csv, print_jsonl, print_table, sort_of, speaker_of
from quotes.export import SCHEMAS, Record, Schema, columns, flat
from quotes.store import StoredQuotation
from quotes.text.wording import words


def print_records(records: Iterable[Record], form: str, schema: Schema = SCHEMAS["quotation"]) -> None:
    """Print records as JSON lines, or as CSV where `form` is "csv". schema: of the records."""
    if form == Format.csv:
        print_csv(columns(schema), (flat(each, schema) for each in records))
    else:
        print_jsonl(records)


def print_stored(quotations: Iterable[StoredQuotation]) -> None:
    """Print quotations of the archive for people."""
    print_table(
        ("Id", "Published", "Speaker", "Kind", "Quotation"),
        (
            (
                each.id,
                day(each.article.published),
                speaker_of(each, each.quoting and each.quoting.text),
                "partly exact" if each.parts else sort_of(each),
                words(each),
            )
            for each in quotations
        ),
    )
