"""Keeps what is slow to read from an archive until the archive changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from quotes.store.database import IN_MEMORY, file_of

_MOST = 4096  # results of one function

P = ParamSpec("P")
R = TypeVar("R")


def until_changed(
    read: Callable[Concatenate[sqlite3.Connection, P], R],
) -> Callable[Concatenate[sqlite3.Connection, P], R]:
    """`read` of a connection and other arguments, whose results are kept until the archive changes.

    Within a transaction nothing is kept: it may be undone, and may not see what others have written.
    """
    known: dict[Hashable, R] = {}

    @wraps(read)
    def look_up(connection: sqlite3.Connection, /, *args: P.args, **given: P.kwargs) -> R:
        path = file_of(connection)
        if connection.in_transaction or path == IN_MEMORY:
            return read(connection, *args, **given)
        changes = connection.total_changes  # by this connection
        key = (path, changes, _stamp(path), _stamp(f"{path}-wal"), args, tuple(given.items()))
        if key in known:
            return known[key]
        found = read(connection, *args, **given)
        if len(known) >= _MOST:
            known.clear()
        known[key] = found
        return found

    return look_up


def _stamp(path: str) -> tuple[int, int, int] | None:
    """What differs after every commit to the file."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
