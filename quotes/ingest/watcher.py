"""Finds what is new at a feed, a page or a folder since the last check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from quotes import readers
from quotes.ingest.pipeline import find
from quotes.ingest.workers import Task
from quotes.readers import ReadError, Resource, Unit
from quotes.store import run_log
from quotes.store.database import file_of

if TYPE_CHECKING:
    from sqlite_utils import Database

    from quotes.http import Fetcher

AGAIN = timedelta(
    days=1
)  # after which an article that a feed still links to is requested again, since it may be edited

Seen = dict[Path, tuple[int, int]]  # the modification time and size of a file at the last check


def news(db: Database, target: str, task: Task, fetcher: Fetcher | None, seen: Seen) -> Iterator[Unit]:
    """The units at `target` that may be new. Unchanged files and pages are not read.

    The validators of a page (ETag, Last-Modified) are stored when the next unit is requested, since its own units are
    stored by then. Those of a feed are not stored if one of its pages failed, so that the page is requested again.

    Args:
        db: The archive.
        target: A URL or a path.
        task: How to read.
        fetcher: Needed for a URL.
        seen: The state of files, which the caller keeps from one check to the next.
    """
    if readers.is_url(target):
        assert fetcher is not None, "a URL needs a fetcher"
        yield from _at_address(db, target, task, fetcher)
    else:
        found = (each for each in find([target], Path(file_of(db.conn))) if _is_new(each, seen))
        yield from readers.units(found, task.fields, time_limit=task.time_limit)


def _at_address(db: Database, target: str, task: Task, fetcher: Fetcher) -> Iterator[Unit]:
    answers: dict[str, tuple[str | None, str | None]] = {}

    def fetch(url: str) -> Resource | None:
        known = run_log.fetched(db.conn, url)
        if known and url != target and datetime.now(UTC) - datetime.fromisoformat(known.at) < AGAIN:
            return None
        try:
            fetched = fetcher.fetch(url, etag=known and known.etag, last_modified=known and known.last_modified)
        except ReadError:
            answers.pop(target, None)
            raise
        if fetched is None:
            return None
        answers[url] = fetched.etag, fetched.last_modified
        return fetched.resource

    for unit in readers.units([target], task.fields, fetch, time_limit=task.time_limit):
        yield unit
        if unit.origin != target and unit.origin in answers:
            run_log.remember(db, unit.origin, *answers.pop(unit.origin))
    if target in answers:
        run_log.remember(db, target, *answers[target])


def _is_new(found: Path | str | ReadError, seen: Seen) -> bool:
    if not isinstance(found, Path):
        return True
    try:
        status = found.stat()
    except OSError:
        return True
    now = status.st_mtime_ns, status.st_size
    before, seen[found] = seen.get(found), now
    return before != now
