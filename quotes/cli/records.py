"""Records on standard output, for programs and for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from quotes.cli.output import (
    TextFormat,
    counted,
    day,
    line,
    print_csv,
    print_jsonl,
    print_result,
    print_table,
    sort_of,
    speaker_of,
)
from quotes.export import SCHEMAS, Record, columns, flat
from quotes.store import Coverage, StoredQuotation
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
        f"{sort_of(quotation, bool(quotation.parts))}{', gone' * (quotation.gone_since is not None)}",
        words(quotation),
    )


def print_held(form: TextFormat, db: Path, held: Coverage, end: str, **more: str | int) -> None:
    """Print how much a database holds.

    Args:
        form: The form.
        db: The database file.
        held: What it holds.
        end: The end of the sentence for people.
        more: More fields of the record for programs.
    """
    record = {"database": str(db), "articles": held.articles, "quotations": held.quotations, **more}
    counts = f"{counted(held.articles, 'article')}, {counted(held.quotations, 'quotation')}"
    print_result(form, record, f"{line(str(db))}: {counts}{end}")
