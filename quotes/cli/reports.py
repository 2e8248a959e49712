"""Messages about the articles of a run, on standard error. Many messages of one sort are counted instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from quotes.cli.output import complain, note
from quotes.ingest import Event
from quotes.model import RejectKind
from quotes.readers import NotForUs, ReadError

MOST = 20  # lines of one sort about one file or URL
_REST = {
    "failed": "Error: {origin}: {number:,} more could not be read; quotes rejects lists them",
    "skipped": "Note: {origin}: {number:,} more were skipped; quotes rejects lists them",
    "silent": "Note: {origin}: no quotation found in {number:,} more",
}


@contextmanager
def reporting(*, quiet: bool) -> Iterator[Callable[[Event], None]]:
    """Yields a function that reports events. The events of one origin must be consecutive."""
    counts: Counter[str] = Counter()
    origin = ""

    def rest() -> None:
        for sort, number in counts.items():
            if number > MOST:
                note(_REST[sort].format(origin=origin, number=number - MOST))
        counts.clear()

    def report(event: Event) -> None:
        nonlocal origin
        if event.origin != origin:
            rest()
            origin = event.origin
        sort = _sort(event)
        if sort is None or quiet and sort != "failed":
            return
        counts[sort] += 1
        if counts[sort] <= MOST:
            _say(event)

    try:
        yield report
    finally:
        rest()


def refused(error: ReadError) -> bool:
    """Print on standard error why an article was not read.

    Returns:
        True if reading failed, False if the article was skipped.
    """
    if isinstance(error, NotForUs):
        note(f"Note: {error.source}: skipped, {error.reason}")
        return False
    complain(failure(error.source, error.reason, error.kind))
    return True


def failure(source: str, reason: str | None, fault: RejectKind | None) -> str:
    """The message for an article that could not be read."""
    asked = "; this is an error in Quotes, please report it" if fault == "internal" else ""
    return f"{source}: {reason}{asked}"


def _sort(event: Event) -> str | None:
    if event.outcome in ("failed", "skipped"):
        return event.outcome
    return "silent" if event.outcome in ("added", "updated") and not event.kinds else None


def _say(event: Event) -> None:
    if event.outcome == "failed":
        complain(failure(event.source, event.reason, event.fault))
    elif event.outcome == "skipped":
        note(f"Note: {event.source}: skipped, {event.reason}")
    else:
        note(f"Note: {event.source}: no quotation found")
