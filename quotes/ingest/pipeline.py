"""One run: workers read articles, one writer stores them, with a reject for each that fails."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from quotes import limits, readers, store
from quotes.ingest.workers import TOGETHER, Task, articles, extracted, searched
from quotes.model import Article, Kind, Quotation, RejectKind
from quotes.readers import NotForUs, ReadError, Unit, refusal
from quotes.store import run_log
from quotes.store.database import is_part_of
from quotes.text.containment import kinds

if TYPE_CHECKING:
    from sqlite_utils import Database


Refusal = Literal["failed", "skipped"]
REFUSED: tuple[Refusal, ...] = ("failed", "skipped")


class Event(NamedTuple):
    """What happened to one article.

    Attributes:
        origin: The path or URL on the command line.
        source: The article.
        outcome: None if there was no article.
        kinds: The number of quotations of each kind (`quotes.text.containment.kinds`).
        reason: Why it failed or was skipped.
        fault: Who can correct that.
        size: The bytes of the input that are done.
    """

    origin: str
    source: str = ""
    outcome: store.Outcome | Refusal | None = None
    kinds: Mapping[Kind, int] = MappingProxyType({})
    reason: str | None = None
    fault: RejectKind | None = None
    size: int = 0


def ingest(
    db: Database,
    units: Iterable[Unit],
    task: Task,
    *,
    workers: int = 1,
    together: int = TOGETHER,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Event]:
    """Store the articles in `units` in order, one transaction each.

    An article that cannot be read, extracted or stored is stored as a reject, and the run continues. Rejects that are
    now read, or that are no longer in their container, are deleted.

    Args:
        db: The archive.
        units: What to read.
        task: How to read and extract it.
        workers, together, stopped: As in `extracted`.

    Yields:
        What happened to each article.

    Raises:
        ArchiveError: The database cannot be written.
    """
    sources = set[str]()
    of_origin = defaultdict[str, set[str]](set)
    for origin, source in run_log.sources(db.conn):
        sources.add(source)
        of_origin[origin].add(source)
    stream = extracted(units, task, workers=workers, together=together, stopped=stopped)
    for origin, dones in groupby(stream, lambda done: done.origin):
        refused, read = set[str](), set[str]()
        for done in dones:
            events = [_event(db, origin, each, task) for each in done.read] or [Event(origin)]
            refused.update(each.source for each in events if each.outcome in REFUSED and each.source in sources)
            read.update(each.source for each in events if each.outcome not in REFUSED and each.source in sources)
            for number, event in enumerate(events):
                yield event._replace(size=0 if number else done.size)
        if of_origin and not stopped():
            # A folder is a reject if something was wrong with it, such as no files to read.
            places = [origin, *map(str, Path(origin).parents)]
            run_log.clear(db, read.union(*(of_origin.pop(each, ()) for each in places)) - refused)


def find(given: Iterable[str], database: Path) -> Iterator[Path | str | ReadError]:
    """As `quotes.readers.find`, without the files of `database`, which only SQLite may open."""
    for each in readers.find(given):
        if isinstance(each, Path) and is_part_of(each, database):
            yield ReadError(readers.name(each), "is the database that the articles are stored in; name other files")
        else:
            yield each


def preview(connection: sqlite3.Connection | None, units: Iterable[Unit], task: Task) -> Iterator[Event]:
    """The result that `ingest` would have for each article, without extracting it.

    Args:
        connection: To the archive, None if there is none yet.
        units: What to read.
        task: How to read it.
    """
    for unit in units:
        for number, each in enumerate(articles(unit, task)):
            size = 0 if number else unit.size
            yield _previewed(connection, unit.origin, each)._replace(size=size)


def _previewed(connection: sqlite3.Connection | None, origin: str, read: Article | ReadError) -> Event:
    if isinstance(read, ReadError):
        return _refused(origin, read)
    try:
        return Event(origin, read.source, store.preview(connection, read) if connection else "added")
    except Exception as error:
        return _refused(origin, refusal(read.source, error, "stored"))


def _event(db: Database, origin: str, read: tuple[Article, list[Quotation] | None] | ReadError, task: Task) -> Event:
    if not isinstance(read, ReadError):
        article, quotations = read
        try:
            outcome = store.revisit(db, article, task.extraction) if quotations is None else None
            if outcome is None:
                if quotations is None:
                    (quotations,) = searched([article], task)
                outcome = store.ingest(db, article, quotations, extraction=task.extraction)
            return Event(origin, article.source, outcome, kinds(quotations or ()))
        except store.ArchiveError:
            raise
        except (Exception, limits.TimeLimitReached) as error:
            read = refusal(article.source, error, "stored")
    run_log.reject(db, read.source, origin, read.reason, read.kind)
    return _refused(origin, read)


def _refused(origin: str, error: ReadError) -> Event:
    outcome: Refusal = "skipped" if isinstance(error, NotForUs) else "failed"
    return Event(origin, error.source, outcome, reason=error.reason, fault=error.kind)
