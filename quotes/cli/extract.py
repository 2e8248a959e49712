"""`quotes extract`: articles in, quotations out, no database."""

from __future__ import annotations

import typer

from quotes import reading
from quotes.cli.inputs import extracted
from quotes.cli.options import FormatOption, Paths, PipelineOption
from quotes.cli.output import Format, print_table, quoted
from quotes.cli.records import COLUMNS, extracted_records, print_records


def extract(paths: Paths, form: FormatOption = Format.table, pipeline: PipelineOption = None) -> None:
    """Print the quotations in articles, and who said them. Nothing is stored.

    Exact words stand in quotation marks. A paraphrase is reported speech, nobody's exact words, and stands
    without marks. Offsets in jsonl and csv count Unicode characters from the start of the article.
    """
    failed: list[str] = []
    found = extracted(reading.find(paths), failed, pipeline)
    if form is Format.table:
        rows = (
            (article.source, each.speaker or "unknown", each.kind, quoted(each.text, each.kind))
            for article, quotations in found
            for each in quotations
        )
        print_table(("Article", "Speaker", "Kind", "Quotation"), rows)
    else:
        records = (record for each in found for record in extracted_records(*each))
        print_records(records, form, COLUMNS)
    if failed:
        raise typer.Exit(1)
