"""What one worker does with one unit: read it, find its quotations. Alike in this process and in others."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, nullcontext
from dataclasses import replace
from functools import cache
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import quotes
from quotes import archive, reading
from quotes.article import Article, Quotation
from quotes.reading import ReadError, Unit

_GIVEN = ("outlet", "published")
_AHEAD = 8  # units that each worker may have waiting, so that memory stays bounded


class Task(NamedTuple):
    """How to read and extract.

    fields: which of a table's columns are which of an article's. outlet, published: of every article, whatever it
    says itself. pipeline: the name of an installed spaCy pipeline to parse with. known: an archive whose articles
    need not be extracted again where nothing changed. extraction: what finds the quotations (`quotes.extraction`).
    """

    fields: dict[str, str]
    outlet: str | None = None
    published: str | None = None
    pipeline: str | None = None
    known: Path | None = None
    extraction: str = ""


class Done(NamedTuple):
    """What became of a unit: of each article in it the quotations, None where the archive has it already; or why not.

    origin, size: as the unit's.
    """

    origin: str
    size: int
    read: list[tuple[Article, list[Quotation] | None] | ReadError]


def extracted(
    units: Iterable[Unit], task: Task, *, workers: int = 1, stopped: Callable[[], bool] = lambda: False
) -> Iterator[Done]:
    """What became of each unit, in their order, which is the same for any number of `workers`.

    More than one are processes of their own. Where `stopped` says so, no more units are begun. Raises ValueError
    where the pipeline of `task` cannot be used.
    """
    if task.pipeline is not None:
        quotes.extract("", pipeline=task.pipeline)
    return _here(units, task, stopped) if workers == 1 else _in_processes(units, task, workers, stopped)


def _here(units: Iterable[Unit], task: Task, stopped: Callable[[], bool]) -> Iterator[Done]:
    with closing(archive.open(task.known)) if task.known else nullcontext() as known:
        for unit in units:
            if stopped():
                return
            yield _work(unit, task, known)


def _in_processes(units: Iterable[Unit], task: Task, workers: int, stopped: Callable[[], bool]) -> Iterator[Done]:
    stream = iter(units)
    waiting: deque[tuple[Unit, Future[Done]]] = deque()
    pool = _pool(task, workers)
    try:
        while not stopped():
            for unit in islice(stream, workers * _AHEAD - len(waiting)):
                waiting.append((unit, _submit(pool, unit)))
            if not waiting:
                return
            unit, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                pool.shutdown()
                yield from _one_by_one([(unit, future), *waiting], task, stopped)
                waiting.clear()
                pool = _pool(task, workers)
    finally:
        pool.shutdown(cancel_futures=True)


def _one_by_one(
    waiting: Iterable[tuple[Unit, Future[Done]]], task: Task, stopped: Callable[[], bool]
) -> Iterator[Done]:
    """What became of units of which one ended a process; with one at a time in hand it shows which."""
    pool = _pool(task, 1)
    try:
        for unit, future in waiting:
            if stopped():
                return
            try:
                yield (_submit(pool, unit) if future.exception() else future).result()
            except BrokenProcessPool:
                pool.shutdown()
                pool = _pool(task, 1)
                source = reading.name(unit.what) if isinstance(unit.what, Path) else unit.what.source
                reason = "ended the process that read it, which may have had too little memory"
                yield Done(unit.origin, unit.size, [ReadError(source, reason)])
    finally:
        pool.shutdown()


def _pool(task: Task, workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin, initargs=(task,))


def _submit(pool: ProcessPoolExecutor, unit: Unit) -> Future[Done]:
    # Ctrl-C is for the process that began the run; one that is started here never sees it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(_next, unit)
    except BrokenProcessPool as error:
        broken: Future[Done] = Future()
        broken.set_exception(error)
        return broken
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_task: Task  # in a worker's own process


def _begin(task: Task) -> None:
    global _task
    _task = task
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """One that was killed could not say that no more units come."""
    parent = parent_process()
    assert parent is not None, "a worker has one"
    parent.join()
    os._exit(1)


@cache
def _known() -> sqlite3.Connection | None:
    return archive.open(_task.known) if _task.known else None


def _next(unit: Unit) -> Done:
    return _work(unit, _task, _known())


def articles(unit: Unit, task: Task) -> Iterator[Article | ReadError]:
    """The articles of a unit, with what `task` says of every article."""
    given: dict[str, Any] = {field: value for field in _GIVEN if (value := getattr(task, field))}
    for each in reading.read_unit(unit, task.fields):
        yield each if isinstance(each, ReadError) else replace(each, **given)


def _work(unit: Unit, task: Task, known: sqlite3.Connection | None) -> Done:
    done = Done(unit.origin, unit.size, [])
    for article in articles(unit, task):
        if isinstance(article, ReadError):
            done.read.append(article)
            continue
        try:
            current = known is not None and archive.is_current(known, article, task.extraction)
            done.read.append((article, None if current else quotes.extract(article, pipeline=task.pipeline)))
        except Exception as error:
            # A run goes on whatever is wrong with one article.
            words = str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
            done.read.append(ReadError(article.source, words.removeprefix(f"{article.source}: ")))
    return done
