"""`quotes extract`: articles in, quotations out, no database."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from quotes import ingest
from quotes.cli.inputs import Inputs, MapOption, PrivateOption, mapped, opened
from quotes.cli.options import TIME_LIMIT, AuthorityOption, FormatOption, PipelineOption, TimeLimitOption
from quotes.cli.output import Format, note, sort_of, speaker_of
from quotes.cli.records import print_records
from quotes.cli.reports import refused
from quotes.export import extracted_quotations
from quotes.ingest import Done, Task
from quotes.model import Article, Quotation
from quotes.readers import ReadError
from quotes.text.wording import words


def extract(
    inputs: Inputs,
    form: FormatOption = Format.table,
    fields: MapOption = [],  # noqa: B006
    time_limit: TimeLimitOption = TIME_LIMIT,
    private: PrivateOption = False,
    no_authority: AuthorityOption = False,
    pipeline: PipelineOption = None,
) -> None:
    """Print the quotations in articles, and who said them. Nothing is stored.

    Exact words stand in quotation marks. A paraphrase is reported speech, nobody's exact words. It is shown with its
    cue ("denied that …"), to be read after the name of the speaker. Offsets in jsonl and csv count Unicode characters
    from the start of the article.
    """
    failed: list[ReadError] = []
    task = Task(mapped(fields), pipeline=pipeline, time_limit=time_limit)
    if no_authority:
        task = task._replace(genders={})
    with opened(inputs, task, private=private) as units:
        found = (each for done in ingest.extracted(units, task) for each in _read(done, failed))
        print_records(
            form,
            "quotation",
            (record for each in found for record in extracted_quotations(*each)),
            ("Article", "Speaker", "Kind", "Quotation"),
            (
                (
                    article.source,
                    speaker_of(each, each.quoting and each.quoting.of(article.text)),
                    sort_of(each),
                    words(each),
                )
                for article, quotations in found
                for each in quotations
            ),
        )
    if failed:
        raise typer.Exit(1)


def _read(done: Done, failed: list[ReadError]) -> Iterator[tuple[Article, list[Quotation]]]:
    for each in done.read:
        if isinstance(each, ReadError):
            if refused(each):
                failed.append(each)
        else:
            article, quotations = each
            if not quotations:
                note(f"Note: {article.source}: no quotation found")
            yield article, quotations or []
