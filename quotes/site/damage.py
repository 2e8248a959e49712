"""Archives that SQLite finds damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from quotes import store


def is_damage(error: BaseException | None) -> bool:
    """Whether SQLite raised `error`, or what led to it, because it found the file damaged."""
    while error is not None:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF == sqlite3.SQLITE_CORRUPT:
            return True
        error = error.__cause__
    return False


def found(path: Path) -> str | None:
    """What SQLite's `quick_check` finds wrong with the archive at `path` first, or None. It reads the whole file.

    Raises ArchiveError where the archive cannot be read for another reason.
    """
    try:
        with store.explained(path), closing(store.open(path)) as connection:
            (problem,) = connection.execute("pragma quick_check(1)").fetchone()
    except store.ArchiveError as error:
        if not is_damage(error):
            raise
        return str(error.__cause__)
    return None if problem == "ok" else " ".join(str(problem).removeprefix("*** in database main ***").split())


async def page(scope: Any, receive: Any, send: Any) -> None:
    """The ASGI application instead of Datasette, which does not start with a file that cannot be opened."""
    from quotes.site import responses

    if scope["type"] == "http":
        await responses.unopened(scope["path"]).asgi_send(send)
