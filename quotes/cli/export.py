"""`quotes export`: everything in the archive, for programs."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Generator
from contextlib import closing
from enum import StrEnum
from importlib import util
from typing import Annotated

import typer

from quotes import export as records
from quotes import store
from quotes.cli.options import DATABASE, DatabaseOption
from quotes.cli.records import print_records
from quotes.export import SCHEMAS, Record
from quotes.installation import install_command


class Table(StrEnum):
    """What is exported."""

    quotations = "quotations"
    articles = "articles"
    speakers = "speakers"


class ExportFormat(StrEnum):
    """One JSON object a line, comma-separated with a header, or Apache Parquet."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


def export(
    table: Annotated[
        Table, typer.Argument(metavar="TABLE", help="quotations, articles or speakers.", show_choices=False)
    ],
    form: Annotated[
        ExportFormat, typer.Option("--format", help="jsonl, csv, or parquet, which needs PyArrow.")
    ] = ExportFormat.jsonl,
    db: DatabaseOption = DATABASE,
) -> None:
    """Print everything in the archive, one record each. docs/output.md describes the records.

    Records are written as they are read, so that an archive of any size can be exported. All of them are of one
    moment, even while another program writes. Parquet is binary: redirect it to a file.
    """
    name = table.removesuffix("s")
    if form is ExportFormat.parquet:
        _check_parquet()
    # A reader that stops early, such as head, must not leave the records open when the connection is closed.
    with store.opened(db) as connection, closing(_records(connection, table)) as found:
        if form is ExportFormat.parquet:
            records.write_parquet(found, SCHEMAS[name], sys.stdout.buffer)
        else:
            print_records(form, name, found)


def _records(connection: sqlite3.Connection, table: Table) -> Generator[Record, None, None]:
    from quotes.store import streams

    with streams.snapshot(connection):
        if table is Table.quotations:
            yield from (records.stored_quotation(*each) for each in streams.quotations(connection))
        elif table is Table.articles:
            yield from (records.stored_article(*each) for each in streams.articles(connection))
        else:
            yield from map(records.stored_speaker, streams.speakers(connection))


def _check_parquet() -> None:
    if sys.stdout.isatty():
        raise typer.BadParameter("Parquet is binary; redirect it to a file, as in > FILE", param_hint="--format")
    if util.find_spec("pyarrow") is None:
        raise ValueError(f"--format parquet needs the extra parquet; install it with: {install_command('parquet')}")
