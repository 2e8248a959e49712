"""What is new at a feed, a page or a folder since the last look."""

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

AGAIN = timedelta(days=1)  # after which an article that a feed still leads to is asked for again, as it may be edited

Seen = dict[Path, tuple[int, int]]  # when a file was last written and its size, as they were at the last look


def news(db: Database, target: str, task: Task, fetcher: Fetcher | None, seen: Seen) -> Iterator[Unit]:
    """The units at `target`, an address or a path, that may be new; those of unchanged files and pages are not read.

    What a server says of a page is kept in the archive, so that it is asked only for what changed; each page's when
    the next unit is wanted, its own units being stored by then. That of a feed to a page that did not come is not, so
    that the page is asked for again though the feed is the same. fetcher: needed for an address. seen: of files, kept
    by the caller from one look to the next.
    """
    if readers.is_address(target):
        assert fetcher is not None, "addresses need something that fetches"
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
