"""One run: what the workers read goes into the archive, by one writer, and what they could not read beside it."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
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

if TYPE_CHECKING:
    from sqlite_utils import Database


Refusal = Literal["failed", "skipped"]
REFUSED: tuple[Refusal, ...] = ("failed", "skipped")


class Event(NamedTuple):
    """What happened to one article.

    origin: the path or address that was given. source: of the article. outcome: None where there was no article in
    what was given. kinds: how many quotations of each kind were found. reason: why it failed or was skipped.
    fault: whose fault that is. size: how many bytes of what was given are done with it.
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
    """Stores what `units` hold, an article a transaction, in their order; gives what happened to each article.

    An article that cannot be read, extracted or stored, whatever the error, is kept among the rejects, and the run goes
    on. Rejects of which nothing is wrong any more, and those that are no longer in what they were in, are forgotten.
    Raises ArchiveError where the database cannot be written. workers, together, stopped: as of `extracted`.
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
            # A folder is one of which something was wrong, as that it had nothing to read.
            places = [origin, *map(str, Path(origin).parents)]
            run_log.clear(db, read.union(*(of_origin.pop(each, ()) for each in places)) - refused)


def find(given: Iterable[str], database: Path) -> Iterator[Path | str | ReadError]:
    """What `quotes.readers.find` finds, but for the files of `database`, which nothing but SQLite may open."""
    for each in readers.find(given):
        if isinstance(each, Path) and is_part_of(each, database):
            yield ReadError(readers.name(each), "is the database that the articles go into; name other files")
        else:
            yield each


def foresee(connection: sqlite3.Connection | None, units: Iterable[Unit], task: Task) -> Iterator[Event]:
    """What `ingest` would do with each article, as far as that can be told without extracting it.

    connection: to the archive, None where there is none yet.
    """
    for unit in units:
        for number, each in enumerate(articles(unit, task)):
            size = 0 if number else unit.size
            yield _foreseen(connection, unit.origin, each)._replace(size=size)


def _foreseen(connection: sqlite3.Connection | None, origin: str, read: Article | ReadError) -> Event:
    if isinstance(read, ReadError):
        return _refused(origin, read)
    try:
        return Event(origin, read.source, store.foresee(connection, read) if connection else "added")
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
            return Event(origin, article.source, outcome, Counter(each.kind for each in quotations or ()))
        except store.ArchiveError:
            raise
        except (Exception, limits.TimeLimitReached) as error:
            read = refusal(article.source, error, "stored")
    run_log.reject(db, read.source, origin, read.reason, read.kind)
    return _refused(origin, read)


def _refused(origin: str, error: ReadError) -> Event:
    outcome: Refusal = "skipped" if isinstance(error, NotForUs) else "failed"
    return Event(origin, error.source, outcome, reason=error.reason, fault=error.kind)
