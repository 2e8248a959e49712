"""`quotes ingest`: articles and their quotations into the database."""

from __future__ import annotations

import sqlite3
from contextlib import closing, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from quotes import ingest as ingestion
from quotes import store
from quotes.cli.authority import known_genders
from quotes.cli.inputs import Inputs, MapOption, PrivateOption, mapped, opened, size
from quotes.cli.interruption import exit_status, interruptible
from quotes.cli.options import (
    DATABASE,
    TIME_LIMIT,
    AuthorityOption,
    DatabaseOption,
    KeepOriginalsOption,
    PipelineOption,
    TextFormatOption,
    TimeLimitOption,
)
from quotes.cli.output import TextFormat, line, note, print_result
from quotes.cli.progress import following
from quotes.cli.reports import reporting
from quotes.cli.tally import Tally
from quotes.ingest import REFUSED, Task
from quotes.readers import STDIN, is_url
from quotes.store.run_log import rejects
from quotes.store.schema import merge_indexes
from quotes.text import dates

_LARGE = 10  # a run that adds a tenth of the archive is worth the time to merge the indexes


def _date(value: str | None) -> str | None:
    if value is not None:
        try:
            datetime.fromisoformat(value)
        except ValueError:
            raise typer.BadParameter(f"{value!r} is not a date such as 2024-10-23 or 2024-10-23T14:05+02:00") from None
    return value


def _pattern(value: str | None) -> str | None:
    if value is not None:
        try:
            dates.in_name("", value)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
    return value


def ingest(
    inputs: Inputs = [],  # noqa: B006
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Override the outlet of these articles.")] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", callback=_date, help="Override the date of publication of these articles."),
    ] = None,
    dated: Annotated[
        str | None,
        typer.Option(
            "--published-from-name",
            metavar="PATTERN",
            callback=_pattern,
            help="Take the date of publication from the file name, such as %Y-%m-%d, if the name has one.",
        ),
    ] = None,
    fields: MapOption = [],  # noqa: B006
    rejected: Annotated[bool, typer.Option("--rejected", help="Read the rejects again.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be done with each article, and store nothing.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="Number of processes that find quotations.")] = 1,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only errors.")] = False,
    form: TextFormatOption = TextFormat.text,
    keep_originals: KeepOriginalsOption = False,
    time_limit: TimeLimitOption = TIME_LIMIT,
    private: PrivateOption = False,
    no_authority: AuthorityOption = False,
    db: DatabaseOption = DATABASE,
    pipeline: PipelineOption = None,
) -> None:
    """Store articles with their quotations and speakers in the database.

    Unchanged articles are skipped, and edited ones are updated. An article that cannot be read is reported and
    stored as a reject (`quotes rejects`). The rest of the run continues, and the exit status is 1. Ctrl-C, SIGTERM and
    SIGHUP stop after the current article. The same command then continues from there.
    """
    if not inputs and not rejected:
        raise typer.BadParameter("name files, folders or URLs, or use --rejected", param_hint="INPUT")
    task = Task(
        mapped(fields), outlet, published, dated, pipeline, time_limit=time_limit, keep_originals=keep_originals
    )
    if dry_run:
        _preview(inputs, rejected, task, db, private, form)
        return
    tally = Tally()
    with closing(store.create(db)) as database, interruptible() as stopped:
        genders = known_genders(database, no_authority=no_authority)
        given = [*inputs, *(_origins(database.conn) if rejected else ())]
        task = task._replace(known=db, genders=genders, extraction=ingestion.extraction(pipeline, genders))
        total = 0 if quiet else size(given)
        with (
            opened(given, task, private=private, db=db) as units,
            following(tally, total, quiet=quiet) as step,
            reporting(quiet=quiet) as report,
        ):
            for event in ingestion.ingest(database, units, task, workers=workers, stopped=lambda: stopped() > 0):
                tally.count(event)
                report(event)
                step(event.size)
        interrupted = stopped()
        held = store.coverage(database.conn)
        if not interrupted and tally.outcomes["added"] * _LARGE > held.articles:
            merge_indexes(database)
    if not quiet or form is TextFormat.jsonl:
        print_result(form, tally.record(db, interrupted=interrupted > 0), tally.sentence(db, held.quotations))
    if interrupted:
        note("Note: stopped before the end; run the same command to continue")
        raise typer.Exit(exit_status(interrupted))
    if tally.outcomes["failed"]:
        raise typer.Exit(1)


def _preview(inputs: list[str], rejected: bool, task: Task, db: Path, private: bool, form: TextFormat) -> None:
    tally = Tally()
    with store.opened(db) if db.exists() else nullcontext() as connection:
        given = [*inputs, *(_origins(connection) if rejected and connection else ())]
        with opened(given, task, private=private, db=db) as units, reporting(quiet=False) as report:
            for event in ingestion.preview(connection, units, task):
                tally.count(event)
                if event.outcome in REFUSED:
                    report(event)
                elif event.outcome is not None:
                    record = {"outcome": event.outcome, "source": event.source}
                    print_result(form, record, f"{event.outcome}\t{line(event.source)}")
    note(f"Note: nothing was stored; {tally.sentence(db)}")
    if tally.outcomes["failed"]:
        raise typer.Exit(1)


def _origins(connection: sqlite3.Connection) -> list[str]:
    """The inputs from which articles were rejected, each once. Skipped articles are not read again.

    Links are left out because they may have been refused. Standard input is left out because it is a new stream now.
    """
    origins = dict.fromkeys(each.origin for each in rejects(connection) if not each.skipped)
    again = [each for each in origins if is_url(each) or not (each == STDIN or Path(each).is_symlink())]
    for each in sorted(origins.keys() - again):
        note(f"Note: {'standard input' if each == STDIN else each}: name it as an input to read it again")
    return again
