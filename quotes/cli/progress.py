"""The progress of a run on standard error: a bar on a terminal, or else a line every few seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from quotes.cli.output import counted, line, note
from quotes.cli.tally import Tally

_EVERY = 10.0  # seconds between two lines

Step = Callable[[int], None]  # takes a number of bytes that are done


@contextmanager
def following(tally: Tally, total: int, *, quiet: bool) -> Iterator[Step]:
    """Shows the progress of a run.

    Args:
        tally: The counts to show.
        total: The number of bytes to read, 0 if unknown.
        quiet: Whether to show nothing.

    Yields:
        A function to call after each article, with the number of bytes that were read.
    """
    if quiet:
        yield lambda size: None
    elif sys.stderr.isatty():
        yield from _bar(tally, total)
    else:
        yield _lines(tally, total)


def _lines(tally: Tally, total: int) -> Step:
    last = tally.began
    done = 0

    def step(size: int) -> None:
        nonlocal last, done
        done += size
        if time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            share = f", {done / total:.0%} of the input" if total else ""
            note(f"{_state(tally)}{share}")

    return step


def _bar(tally: Tally, total: int) -> Iterator[Step]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TextColumn("{task.description}", markup=False), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(line(_state(tally)), total=total or None)
        yield lambda size: progress.update(task, advance=size, description=line(_state(tally)))


def _state(tally: Tally) -> str:
    refused = tally.outcomes["failed"] + tally.outcomes["skipped"]
    rate = _rate(tally.articles / max(time.monotonic() - tally.began, 0.001))
    return (
        f"{counted(tally.articles, 'article')}, {counted(tally.kinds.total(), 'quotation')}, "
        f"{counted(refused, 'reject')}, {rate}"
    )


def _rate(a_second: float) -> str:
    return f"{a_second:.1f} a second" if a_second >= 1 else f"{a_second * 60:.1f} a minute"
