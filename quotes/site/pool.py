"""Reads of the archive: a few at a time, the others wait, and each under a limit of processor time."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

QUEUE = 500  # requests that may wait
_STEPS = 20_000  # of SQLite's virtual machine between two looks at the clock; each look needs Python's lock

T = TypeVar("T")


class Busy(Exception):
    """Too many requests wait already, or the one who asked is gone."""


class TooSlow(Exception):
    """The limit of processor time was reached."""


async def read(datasette: Any, request: Any, name: str, work: Callable[[sqlite3.Connection], T]) -> T:
    """What `work` makes from the attached database called `name`, in one of Datasette's threads.

    One thread is left to what Datasette itself asks its databases. The limit is `sql_time_limit_ms`, but of processor
    time: a query is not ended because others are busy.

    Raises Busy, or TooSlow.
    """
    limit = datasette.setting("sql_time_limit_ms")

    def limited(connection: sqlite3.Connection) -> T:
        with processor_limit(connection, limit):
            return work(connection)

    async with _turn(request, max(1, datasette.setting("num_sql_threads") - 1)):
        found: T = await datasette.get_database(name).execute_fn(limited)
        return found


@contextmanager
def processor_limit(connection: sqlite3.Connection, milliseconds: float) -> Iterator[None]:
    """Ends the query that `connection` runs once this thread has used so much of the processor.

    Raises TooSlow.
    """
    end = time.thread_time() + milliseconds / 1000
    connection.set_progress_handler(lambda: time.thread_time() > end, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        raise TooSlow from error
    finally:
        connection.set_progress_handler(None, _STEPS)


class _Turns:
    """waiting: how many wait for `free`."""

    def __init__(self, at_once: int) -> None:
        self.free = asyncio.Semaphore(at_once)
        self.waiting = 0


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, _Turns] = WeakKeyDictionary()


@asynccontextmanager
async def _turn(request: Any, at_once: int) -> AsyncIterator[None]:
    turns = _turns.setdefault(asyncio.get_running_loop(), _Turns(at_once))
    if turns.free.locked():
        if turns.waiting >= QUEUE:
            raise Busy
        turns.waiting += 1
        turn = asyncio.ensure_future(turns.free.acquire())
        try:
            await _unless_gone(request, turn)
        except BaseException:
            if not turn.cancel():  # it came in the same moment
                turns.free.release()
            raise
        finally:
            turns.waiting -= 1
    else:
        await turns.free.acquire()
    try:
        yield
    finally:
        turns.free.release()


async def _unless_gone(request: Any, turn: asyncio.Future[Any]) -> None:
    """Waits for `turn`. Raises Busy where the client closes its connection before."""
    gone = asyncio.ensure_future(disconnected(request))
    try:
        await asyncio.wait({turn, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not turn.done():
            raise Busy
    finally:
        gone.cancel()


async def disconnected(request: Any) -> None:
    """Waits until the client closes its connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
