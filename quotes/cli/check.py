"""`quotes check`: the quotations of a draft, compared with the archive."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from textwrap import shorten
from typing import Annotated

import typer

from quotes import ingest, store
from quotes.checker import rendering
from quotes.checker.disagreements import disagreements
from quotes.checker.drafts import Checked, Report, report
from quotes.checker.findings import Checker
from quotes.checker.verdicts import Verdict
from quotes.cli.inputs import MapOption, PrivateOption, mapped, opened
from quotes.cli.options import DATABASE, TIME_LIMIT, DatabaseOption, PipelineOption, TimeLimitOption
from quotes.cli.output import note, print_jsonl, print_table, safe, speaker_of
from quotes.cli.reports import refused
from quotes.export import disagreement, finding
from quotes.ingest import Done, Task
from quotes.model import Article, Kind, Quotation
from quotes.readers import ReadError
from quotes.store.identity import authority_files

_FAILED = 3  # exit status of --fail-on
_SHOWN = 26  # characters of a quotation on a terminal


class Form(StrEnum):
    """How findings are printed."""

    table = "table"
    jsonl = "jsonl"
    html = "html"
    markdown = "markdown"


def verdicts_of(given: str) -> frozenset[Verdict]:
    """Parse the value of --fail-on.

    Args:
        given: Verdicts, separated by commas.

    Returns:
        The verdicts.

    Raises:
        typer.BadParameter: One of them is not a verdict.
    """
    names = [each.strip().lower() for each in given.split(",") if each.strip()]
    unknown = [each for each in names if each not in list(Verdict)]
    if unknown or not names:
        raise typer.BadParameter(f"{', '.join(unknown) or given!r} is not a verdict; it is {', '.join(Verdict)}")
    return frozenset(map(Verdict, names))


Drafts = Annotated[
    list[str],
    typer.Argument(metavar="DRAFT", help="Files, folders and URLs, in any format of `quotes formats`; - for stdin."),
]


def check(
    drafts: Drafts = [],  # noqa: B006
    db: DatabaseOption = DATABASE,
    form: Annotated[
        Form, typer.Option("--format", help="table for people; jsonl for programs; html or markdown for a report.")
    ] = Form.table,
    fail_on: Annotated[
        frozenset[Verdict] | None,
        typer.Option(
            "--fail-on",
            metavar="VERDICT,…",
            parser=verdicts_of,
            help="End with exit status 3 if a quotation has one of these verdicts, such as altered,misattributed.",
        ),
    ] = None,
    against_itself: Annotated[
        bool, typer.Option("--against-itself", help="List printings in the archive that disagree with each other.")
    ] = False,
    fields: MapOption = [],  # noqa: B006
    time_limit: TimeLimitOption = TIME_LIMIT,
    private: PrivateOption = False,
    pipeline: PipelineOption = None,
) -> None:
    """Check the quotations in a draft: are they what the archive has printed, and of the same speaker?

    Nothing is stored. Each quotation in marks gets a verdict: verbatim, shortened, altered, misattributed, variant or
    unknown. A paraphrase that may reverse a printed statement gets a question. docs/check.md explains them.
    """
    if against_itself == bool(drafts):
        raise typer.BadParameter("name drafts, or --against-itself without drafts")
    if against_itself and fail_on:
        raise typer.BadParameter("--against-itself gives no verdicts", param_hint="--fail-on")
    if against_itself:
        _against_itself(db, form)
        return
    failed: list[ReadError] = []
    kept: list[Report] = []
    verdicts: Counter[Verdict | None] = Counter()
    task = Task(mapped(fields), pipeline=pipeline, time_limit=time_limit)
    with store.opened(db) as connection, opened(drafts, task, private=private, db=db) as units:
        checker, coverage = Checker(connection), store.coverage(connection)
        task = task._replace(genders=authority_files.genders(connection))
        for done in ingest.extracted(units, task):
            for each in _reports(done, checker, coverage, failed):
                verdicts += each.verdicts
                if form is Form.jsonl:
                    print_jsonl(finding(each, one) for one in each.checked)
                elif form is Form.markdown:
                    print(safe(rendering.markdown(each)))
                else:
                    kept.append(each)
    if kept and form is Form.table:
        _print_table(kept)
    elif kept and form is Form.html:
        print(safe(rendering.page(kept)), end="")
    if verdicts:
        note(f"{rendering.summary(verdicts)}; {rendering.covered(coverage)}")
    if failed:
        raise typer.Exit(1)
    if fail_on and fail_on & verdicts.keys():
        raise typer.Exit(_FAILED)


def _against_itself(db: Path, form: Form) -> None:
    if form in (Form.html, Form.markdown):
        raise typer.BadParameter("--against-itself prints table or jsonl", param_hint="--format")
    with store.opened(db) as connection:
        found = disagreements(connection)
    if form is Form.jsonl:
        print_jsonl(map(disagreement, found))
    else:
        print_table(
            ("Disagreement", "First", "Id", "Second", "Id"),
            (
                (
                    each.sentence,
                    rendering.place(each.first),
                    each.first.id,
                    rendering.place(each.second),
                    each.second.id,
                )
                for each in found
            ),
        )
    if not found:
        note("Note: no printings disagree")


def _reports(done: Done, checker: Checker, coverage: store.Coverage, failed: list[ReadError]) -> Iterator[Report]:
    for each in done.read:
        if isinstance(each, ReadError):
            if refused(each):
                failed.append(each)
            continue
        draft, found = each
        if not found:
            note(f"Note: {draft.source}: no quotation found")
        yield report(checker, draft, found or [], coverage, _written(draft))


def _written(draft: Article) -> str | None:
    """The file of a draft in Markdown, which has other lines than its text."""
    path = Path(draft.source)
    if path.suffix.lower() not in (".md", ".markdown") or not path.is_file():
        return None
    return path.read_text(encoding="utf-8", errors="replace")


def _compared(quotation: Quotation) -> str:
    """The words that are compared with the archive, without their cue; exact words in quotation marks."""
    return quotation.text if quotation.kind == Kind.PARAPHRASE else f"“{quotation.text}”"


def _print_table(reports: list[Report]) -> None:
    """Prints a line for each quotation. On a terminal its beginning tells which it is, so that the finding fits."""
    rows = (
        {
            "Place": f"{f'{each.draft.source}:' if len(reports) > 1 else ''}{one.line} ¶{one.paragraph}",
            "Verdict": str(one.finding.verdict) if one.finding else "question",
            "Speaker": speaker_of(one.quotation, one.quotation.quoting and one.quotation.quoting.of(each.draft.text)),
            "Quotation": _compared(one.quotation),
            "Finding": one.sentence,
            "Printed": _printed(one),
        }
        for each in reports
        for one in each.checked
    )
    columns = ["Place", "Verdict", "Speaker", "Quotation", "Finding", "Printed"]
    if sys.stdout.isatty():
        columns.remove("Speaker")
        rows = (row | {"Quotation": shorten(row["Quotation"], _SHOWN, placeholder="…")} for row in rows)
    print_table(columns, ([row[column] for column in columns] for row in rows))


def _printed(checked: Checked) -> str:
    """The id of the nearest printing, and how many more there are."""
    if checked.question:
        return checked.question.printed.id
    printings = checked.finding.printings if checked.finding else ()
    if not printings:
        return ""
    more = len(printings) - 1
    return printings[0].quotation.id + (f" +{more}" if more else "")
