"""`quotes watch`: look for new articles in feeds and folders at regular intervals."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quotes import ingest, readers, store
from quotes.cli.authority import known_genders
from quotes.cli.inputs import MapOption, PrivateOption, mapped
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
from quotes.cli.output import TextFormat, print_result
from quotes.cli.reports import reporting
from quotes.cli.tally import Tally
from quotes.ingest import Task, watcher

if TYPE_CHECKING:
    from sqlite_utils import Database

    from quotes.http import Fetcher

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_POLITE = 60  # seconds, the shortest interval for a URL
_TICK = 0.2

Targets = Annotated[list[str], typer.Argument(metavar="TARGET", help="URLs of feeds or pages, and folders.")]


def watch(
    targets: Targets,
    every: Annotated[str, typer.Option(metavar="TIME", help="Time between two checks: 90s, 30m, 1h, 1d.")] = "1h",
    once: Annotated[bool, typer.Option("--once", help="Check once and exit, for example from cron.")] = False,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Override the outlet of these articles.")] = None,
    fields: MapOption = [],  # noqa: B006
    keep_originals: KeepOriginalsOption = False,
    time_limit: TimeLimitOption = TIME_LIMIT,
    private: PrivateOption = False,
    no_authority: AuthorityOption = False,
    form: TextFormatOption = TextFormat.text,
    db: DatabaseOption = DATABASE,
    pipeline: PipelineOption = None,
) -> None:
    """Look for new articles in feeds and folders at regular intervals, and store them.

    Ctrl-C, SIGTERM and SIGHUP stop it. A page is fetched again after a day at the earliest, and only if it changed.
    robots.txt is obeyed, and a host gets at most one request a second. A line is printed if something was found.
    """
    pause = seconds(every)
    urls = [each for each in targets if readers.is_url(each)]
    if urls and not once and pause < _POLITE:
        raise typer.BadParameter(f"the shortest time for a URL is {_POLITE}s", param_hint="--every")
    task = Task(
        mapped(fields),
        outlet,
        pipeline=pipeline,
        known=db,
        time_limit=time_limit,
        keep_originals=keep_originals,
    )
    seen: watcher.Seen = {}
    with ExitStack() as stack:
        database = stack.enter_context(closing(store.create(db)))
        genders = known_genders(database, no_authority=no_authority)
        task = task._replace(genders=genders, extraction=ingest.extraction(pipeline, genders))
        stopped = stack.enter_context(interruptible())
        fetcher = None
        if urls:
            from quotes.http import Fetcher

            fetcher = stack.enter_context(Fetcher(allow_private=private))
        while not stopped():
            failed = _look(database, targets, task, fetcher, seen, stopped, db, form)
            if once:
                raise typer.Exit(exit_status(stopped()) if stopped() else 1 if failed else 0)
            until = time.monotonic() + pause
            while not stopped() and time.monotonic() < until:
                time.sleep(min(_TICK, pause))


def seconds(given: str) -> int:
    """Parse a time.

    Args:
        given: Such as "90s", "30m", "1h" or "1d".

    Returns:
        The number of seconds.

    Raises:
        typer.BadParameter: It is anything else.
    """
    match = re.fullmatch(r"([1-9]\d{0,5})([smhd])", given.strip())
    if match is None:
        raise typer.BadParameter(f"{given!r} is not a time such as 90s, 30m, 1h or 1d", param_hint="--every")
    return int(match[1]) * _UNITS[match[2]]


def _look(
    database: Database,
    targets: list[str],
    task: Task,
    fetcher: Fetcher | None,
    seen: watcher.Seen,
    stopped: Callable[[], int],
    db: Path,
    form: TextFormat,
) -> bool:
    """Look at each target once. Returns whether an article failed."""
    tally = Tally()
    with reporting(quiet=False) as report:
        for target in targets:
            units = watcher.news(database, target, task, fetcher, seen)
            for event in ingest.ingest(database, units, task, together=1, stopped=lambda: stopped() > 0):
                tally.count(event)
                report(event)
    if tally.articles - tally.outcomes["unchanged"]:
        now = time.strftime("%Y-%m-%d %H:%M")
        print_result(form, tally.record(db, interrupted=stopped() > 0), f"{now} {tally.sentence(db)}")
        sys.stdout.flush()
    return tally.outcomes["failed"] > 0
