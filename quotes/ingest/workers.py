"""What one worker does with some units: read them, find their quotations. Alike in this process and in others."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from functools import cache
from itertools import islice
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import quotes
from quotes import limits, readers, store
from quotes.model import Article, Quotation
from quotes.readers import InternalError, LimitReached, ReadError, Unit, refusal

_GIVEN = ("outlet", "published")
TOGETHER = 8  # units that are searched together, which is faster where articles are short
_AHEAD = 2  # times as many that each worker may have waiting, so that memory stays bounded
# Ctrl-C, and the end of a terminal, are for the process that began the run; one that is started here never sees them.
_NOT_FOR_WORKERS = {signal.SIGINT, signal.SIGHUP}


class Task(NamedTuple):
    """How to read and extract.

    fields: which of a table's columns are which of an article's. outlet, published: of every article, whatever it
    says itself. pipeline: the name of an installed spaCy pipeline to parse with. known: an archive whose articles
    need not be extracted again where nothing changed. extraction: what finds the quotations (`quotes.extraction`).
    time_limit: seconds of processor that reading an article may take, and as many again for finding its quotations.
    """

    fields: dict[str, str]
    outlet: str | None = None
    published: str | None = None
    pipeline: str | None = None
    known: Path | None = None
    extraction: str = ""
    time_limit: float = limits.SECONDS


class Done(NamedTuple):
    """What became of a unit: of each article in it the quotations, None where the archive has it already; or why not.

    origin, size: as the unit's.
    """

    origin: str
    size: int
    read: list[tuple[Article, list[Quotation] | None] | ReadError]


def extracted(
    units: Iterable[Unit],
    task: Task,
    *,
    workers: int = 1,
    together: int = TOGETHER,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Done]:
    """What became of each unit, in their order, which is the same for any number of `workers`.

    More than one are processes of their own. together: how many units each takes at once; with a single worker and 1,
    a unit is not asked for before all that became of the one before was taken. Where `stopped` says so, no more units
    are begun. Raises ValueError where the pipeline of `task` cannot be used.
    """
    if task.pipeline is not None:
        quotes.extract("", pipeline=task.pipeline)
    some = _some(units, together)
    return _here(some, task, stopped) if workers == 1 else _in_processes(some, task, workers, stopped)


def _some(units: Iterable[Unit], together: int) -> Iterator[list[Unit]]:
    stream = iter(units)
    while some := list(islice(stream, together)):
        yield some


def _here(stream: Iterator[list[Unit]], task: Task, stopped: Callable[[], bool]) -> Iterator[Done]:
    with closing(store.open(task.known)) if task.known else nullcontext() as known:
        for some in stream:
            if stopped():
                return
            yield from _work(some, task, known)


def _in_processes(
    stream: Iterator[list[Unit]], task: Task, workers: int, stopped: Callable[[], bool]
) -> Iterator[Done]:
    waiting: deque[tuple[list[Unit], Future[list[Done]]]] = deque()
    pool = _pool(task, workers)
    try:
        while not stopped():
            for some in islice(stream, workers * _AHEAD - len(waiting)):
                waiting.append((some, _submit(pool, some)))
            if not waiting:
                return
            some, future = waiting.popleft()
            try:
                yield from future.result()
            except store.ArchiveError:
                raise
            except Exception:
                pool.shutdown()
                yield from _one_by_one([(some, future), *waiting], task, stopped)
                waiting.clear()
                pool = _pool(task, workers)
    finally:
        pool.shutdown(cancel_futures=True)


def _one_by_one(
    waiting: Iterable[tuple[list[Unit], Future[list[Done]]]], task: Task, stopped: Callable[[], bool]
) -> Iterator[Done]:
    """What became of units of which one ended a process; with one at a time in hand it shows which."""
    others = set(active_children())
    pool = _pool(task, 1)
    try:
        for units, future in waiting:
            if not stopped() and not future.exception():
                yield from future.result()
                continue
            for unit in units:
                if stopped():
                    return
                source = readers.name(unit.what) if isinstance(unit.what, Path) else unit.what.source
                waited = _submit(pool, [unit])
                workers = set(active_children()) - others
                try:
                    yield from waited.result()
                except store.ArchiveError:
                    raise
                except BrokenProcessPool:
                    pool.shutdown()
                    pool = _pool(task, 1)
                    ended = next((worker.exitcode for worker in workers if worker.exitcode), None)
                    yield Done(unit.origin, unit.size, [_fatal(source, ended, task)])
                except Exception as error:
                    yield Done(unit.origin, unit.size, [refusal(source, error, "read")])
    finally:
        pool.shutdown()


def _fatal(source: str, exit_status: int | None, task: Task) -> ReadError:
    """Why there is nothing of an article that ended the process that read it. exit_status: negative for a signal."""
    if exit_status == -signal.SIGVTALRM:
        return LimitReached(source, str(limits.TimeLimitReached(task.time_limit)))
    if exit_status == -signal.SIGKILL:
        return LimitReached(source, "ended the process that read it, which may have had too little memory")
    how = signal.Signals(-exit_status).name if exit_status and exit_status < 0 else f"exit status {exit_status}"
    return InternalError(source, f"ended the process that read it ({how})")


def _pool(task: Task, workers: int) -> ProcessPoolExecutor:
    with _signals_blocked():
        return ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin, initargs=(task,))


def _submit(pool: ProcessPoolExecutor, units: list[Unit]) -> Future[list[Done]]:
    try:
        with _signals_blocked():
            return pool.submit(_next, units)
    except BrokenProcessPool as error:
        broken: Future[list[Done]] = Future()
        broken.set_exception(error)
        return broken


@contextmanager
def _signals_blocked() -> Iterator[None]:
    """Has processes that are started inside never see these signals: workers, and the one that clears up after them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _NOT_FOR_WORKERS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_task: Task  # in a worker's own process


def _begin(task: Task) -> None:
    global _task
    _task = task
    limits.may_end()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """One that was killed could not say that no more units come."""
    parent = parent_process()
    assert parent is not None, "a worker has one"
    parent.join()
    os._exit(1)


@cache
def _known() -> sqlite3.Connection | None:
    return store.open(_task.known) if _task.known else None


def _next(units: list[Unit]) -> list[Done]:
    return _work(units, _task, _known())


def searched(some: Sequence[Article], task: Task) -> list[list[Quotation]]:
    """The quotations of each of these articles, found together.

    Raises what the extractor raises, and TimeLimitReached.
    """
    from quotes.extraction.parsing import load_pipeline

    load_pipeline(task.pipeline)  # takes time that is no article's
    with limits.limited(task.time_limit):
        return list(quotes.extract_many(some, pipeline=task.pipeline))


def articles(unit: Unit, task: Task) -> Iterator[Article | ReadError]:
    """The articles of a unit, with what `task` says of every article."""
    given: dict[str, Any] = {field: value for field in _GIVEN if (value := getattr(task, field))}
    for each in readers.read_unit(unit, task.fields, time_limit=task.time_limit):
        yield each if isinstance(each, ReadError) else replace(each, **given)


def _work(units: Iterable[Unit], task: Task, known: sqlite3.Connection | None) -> list[Done]:
    read = [(unit, list(articles(unit, task))) for unit in units]
    new = [
        article
        for _, those in read
        for article in those
        if not isinstance(article, ReadError) and not _is_current(article, task, known)
    ]
    found = {id(article): quotations for article, quotations in zip(new, _found(new, task), strict=True)}
    return [Done(unit.origin, unit.size, [_with(article, found) for article in those]) for unit, those in read]


def _is_current(article: Article, task: Task, known: sqlite3.Connection | None) -> bool:
    try:
        return known is not None and store.is_current(known, article, task.extraction)
    except Exception:
        return False  # who stores it will say what is wrong


def _with(
    article: Article | ReadError, found: Mapping[int, list[Quotation] | ReadError]
) -> tuple[Article, list[Quotation] | None] | ReadError:
    if isinstance(article, ReadError):
        return article
    quotations = found.get(id(article))
    return quotations if isinstance(quotations, ReadError) else (article, quotations)


def _found(new: Sequence[Article], task: Task) -> list[list[Quotation] | ReadError]:
    """The quotations of each article, or why there are none: a run goes on whatever is wrong with one."""
    if not new:
        return []
    try:
        return list[list[Quotation] | ReadError](searched(new, task))
    except (Exception, limits.TimeLimitReached) as error:
        if len(new) == 1:
            return [refusal(new[0].source, error, "searched")]
    return [found for article in new for found in _found([article], task)]
