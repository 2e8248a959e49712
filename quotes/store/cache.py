"""Keeps what is slow to read from an archive until the archive changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from functools import wraps
from itertools import count
from typing import Concatenate, ParamSpec, TypeVar

_MOST = 4096  # results of one function

P = ParamSpec("P")
R = TypeVar("R")

_numbers = count()


def until_changed(
    read: Callable[Concatenate[sqlite3.Connection, P], R],
) -> Callable[Concatenate[sqlite3.Connection, P], R]:
    """`read` of a connection and other arguments, whose results are kept until the archive changes.

    Each connection has its own results: it may still read a file that another one has replaced. Within a transaction
    nothing is kept, because it may be undone, and may not see what others have written.
    """
    known: dict[Hashable, R] = {}

    @wraps(read)
    def look_up(connection: sqlite3.Connection, /, *args: P.args, **given: P.kwargs) -> R:
        if connection.in_transaction:
            return read(connection, *args, **given)
        (by_others,) = connection.execute("pragma data_version").fetchone()
        key = (_number(connection), by_others, connection.total_changes, args, tuple(given.items()))
        if key in known:
            return known[key]
        found = read(connection, *args, **given)
        if len(known) >= _MOST:
            known.clear()
        known[key] = found
        return found

    return look_up


def _number(connection: sqlite3.Connection) -> int:
    """The number of a connection, which no other has; a function of the connection keeps it."""
    try:
        (number,) = connection.execute("select quotes_connection_number()").fetchone()
    except sqlite3.OperationalError:
        number = next(_numbers)
        connection.create_function("quotes_connection_number", 0, lambda: number)
    return int(number)
