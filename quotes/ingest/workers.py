"""What a worker does with units: read them and find their quotations, in this process or in others."""

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
from pathlib import Path, PurePath
from threading import Thread
from typing import Any, NamedTuple

import quotes
from quotes import limits, readers, store
from quotes.model import Article, Quotation
from quotes.readers import InternalError, LimitReached, ReadError, Unit, refusal
from quotes.text import dates

_GIVEN = ("outlet", "published")
TOGETHER = 8  # units that are extracted together, which is faster for short articles
_AHEAD = 2  # how many times as many may wait for each worker, to limit memory
# Ctrl-C, and the end of a terminal, are for the process that started the run; its workers ignore them.
_NOT_FOR_WORKERS = {signal.SIGINT, signal.SIGHUP}


class Task(NamedTuple):
    """How to read and extract.

    Attributes:
        fields: The mapping of columns to article fields.
        outlet, published: Override those of every article.
        dated: How a file name has the date of its article (`quotes.text.dates.in_name`), or None.
        pipeline: The name of an installed spaCy pipeline to parse with.
        genders: As for `quotes.extract`.
        known: An archive whose unchanged articles are not extracted again.
        extraction: The version of the extractor.
        time_limit: Seconds of processor time to read an article, and again to find its quotations.
        keep_originals: Whether each article has the file or page that it was read from.
    """

    fields: dict[str, str]
    outlet: str | None = None
    published: str | None = None
    dated: str | None = None
    pipeline: str | None = None
    known: Path | None = None
    extraction: str = ""
    time_limit: float = limits.SECONDS
    genders: Mapping[str, str] | None = None
    keep_originals: bool = False


class Done(NamedTuple):
    """The result of a unit: the quotations of each article in it, None if the archive has it already, or the error.

    Attributes:
        origin, size: As in the unit.
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
    """The result of each unit, in order, for any number of `workers`.

    Args:
        units: What to read.
        task: How to read and extract it.
        workers: The number of processes; 1 is this process.
        together: The number of units that a worker takes at once. With one worker and 1, a unit is requested only after
            all results of the one before were taken.
        stopped: When it returns True, no more units are started.

    Raises:
        ValueError: The pipeline of `task` cannot be used.
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
    """The results of units of which one ended its process, one at a time, which shows the one."""
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
    """The error for an article that ended the process that read it. `exit_status` is negative for a signal."""
    if exit_status == -signal.SIGVTALRM:
        return LimitReached(source, str(limits.TimeLimitReached(task.time_limit)))
    if exit_status == -signal.SIGKILL:
        return LimitReached(source, "ended the process that read it, which may not have had enough memory")
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
    """Start processes inside the block with these signals blocked: workers and their resource tracker."""
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
    """End this process when its parent ends, since a killed parent cannot say that there are no more units."""
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

    load_pipeline(task.pipeline)  # not counted as time of an article
    with limits.limited(task.time_limit):
        return list(quotes.extract_many(some, pipeline=task.pipeline, genders=task.genders))


def articles(unit: Unit, task: Task) -> Iterator[Article | ReadError]:
    """The articles of a unit, with the metadata that `task` overrides."""
    given: dict[str, Any] = {field: value for field in _GIVEN if (value := getattr(task, field))}
    read = readers.read_unit(unit, task.fields, time_limit=task.time_limit, keep_original=task.keep_originals)
    for each in read:
        if isinstance(each, ReadError):
            yield each
        elif task.dated and (day := dates.in_name(PurePath(each.source).name, task.dated)):
            yield replace(each, **{"published": day, **given})
        else:
            yield replace(each, **given)


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
        return False  # storing it will report the error


def _with(
    article: Article | ReadError, found: Mapping[int, list[Quotation] | ReadError]
) -> tuple[Article, list[Quotation] | None] | ReadError:
    if isinstance(article, ReadError):
        return article
    quotations = found.get(id(article))
    return quotations if isinstance(quotations, ReadError) else (article, quotations)


def _found(new: Sequence[Article], task: Task) -> list[list[Quotation] | ReadError]:
    """The quotations of each article, or the error: one article never ends a run."""
    if not new:
        return []
    try:
        return list[list[Quotation] | ReadError](searched(new, task))
    except (Exception, limits.TimeLimitReached) as error:
        if len(new) == 1:
            return [refusal(new[0].source, error, "searched")]
    return [found for article in new for found in _found([article], task)]
