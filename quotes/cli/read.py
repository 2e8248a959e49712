"""`quotes read`: the text and metadata of articles, before quotations are extracted."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from quotes import readers
from quotes.cli.inputs import Inputs, MapOption, PrivateOption, mapped, opened
from quotes.cli.options import TIME_LIMIT, TextFormatOption, TimeLimitOption
from quotes.cli.output import TextFormat, print_fields, print_jsonl, safe
from quotes.cli.reports import refused
from quotes.export import read_article
from quotes.ingest import Task
from quotes.model import METADATA, Article

_SHOWN = ("source", *METADATA, "extractor")


def read(
    inputs: Inputs,
    form: TextFormatOption = TextFormat.text,
    fields: MapOption = [],  # noqa: B006
    private: PrivateOption = False,
    time_limit: TimeLimitOption = TIME_LIMIT,
) -> None:
    """Print the text and metadata that are read from articles. Nothing is stored.

    This shows why an article came out as it did: `quotes extract` and `quotes ingest` find quotations in exactly
    this text. The reason why an article is not read goes to standard error.
    """
    failed: list[readers.ReadError] = []
    task = Task(mapped(fields), time_limit=time_limit)
    with opened(inputs, task, private=private) as units:
        articles = (article for unit in units for article in _read(unit, task, failed))
        if form is TextFormat.jsonl:
            print_jsonl(map(read_article, articles))
        else:
            for number, article in enumerate(articles):
                _print(article, first=number == 0)
    if failed:
        raise typer.Exit(1)


def _read(unit: readers.Unit, task: Task, failed: list[readers.ReadError]) -> Iterator[Article]:
    for each in readers.read_unit(unit, task.fields, time_limit=task.time_limit):
        if isinstance(each, Article):
            yield each
        elif refused(each):
            failed.append(each)


def _print(article: Article, *, first: bool) -> None:
    if not first:
        print()
    print_fields({field.capitalize(): getattr(article, field) for field in _SHOWN})
    print()
    print(safe(article.text).strip("\n"))
