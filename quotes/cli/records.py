"""Records on standard output, for programs and for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotes.cli.output import day, print_csv, print_jsonl, print_table, sort_of, speaker_of
from quotes.export import SCHEMAS, Record, columns, flat
from quotes.store import StoredQuotation
from quotes.text.wording import words

QUOTATION_HEADINGS = ("Id", "Published", "Speaker", "Kind", "Quotation")


def print_records(
    form: str, name: str, records: Iterable[Record], headings: Sequence[str] = (), rows: Iterable[Sequence[str]] = ()
) -> None:
    """Print a list in a form.

    Args:
        form: "table", "jsonl" or "csv".
        name: The schema of the records, a key of `quotes.export.SCHEMAS`.
        records: What programs get.
        headings: The columns of the table that people get.
        rows: The rows of this table. Only one of `records` and `rows` is read.
    """
    if form == "csv":
        schema = SCHEMAS[name]
        print_csv(columns(schema), (flat(each, schema) for each in records))
    elif form == "jsonl":
        print_jsonl(records)
    else:
        print_table(headings, rows)


def quotation_row(quotation: StoredQuotation) -> tuple[str, ...]:
    """The row of a quotation in a table with `QUOTATION_HEADINGS`."""
    return (
        quotation.id,
        day(quotation.article.published),
        speaker_of(quotation, quotation.quoting and quotation.quoting.text),
        "partly exact" if quotation.parts else sort_of(quotation),
        words(quotation),
    )
