"""Errors of opening, reading and writing archives, in one line for people."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DAMAGED = "this database is damaged; restore it from a backup"


class ArchiveError(ValueError):
    """An archive cannot be opened, read or written. The message says which one, why, and what to do."""


@contextmanager
def explained(path: str | Path, source: str | Path | None = None) -> Iterator[None]:
    """Turn SQLite errors about the file into an ArchiveError. Errors of a statement or its values are not changed.

    Args:
        path: The file that the message names.
        source: A file that is read while `path` is written, and that may be the damaged one.
    """
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError):
        raise
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"{source if source and is_damage(error) else path}: {_reason(error)}") from error
    except UnicodeDecodeError as error:
        # SQLite raises this for a schema that is not valid text.
        raise ArchiveError(f"{path}: {DAMAGED}") from error


def is_damage(error: BaseException) -> bool:
    """Whether SQLite raised `error` because the file is damaged or not a database."""
    name = getattr(error, "sqlite_errorname", "")
    # The error for text that is not UTF-8 has no code.
    undecodable = isinstance(error, sqlite3.OperationalError) and str(error).startswith("Could not decode to UTF-8")
    return undecodable or name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def is_busy(error: BaseException | None) -> bool:
    """Whether SQLite raised `error`, or what led to it, because another program is writing."""
    while error is not None:
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return True
        error = error.__cause__
    return False


def _reason(error: sqlite3.DatabaseError) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if is_busy(error):
        return "another program is writing to this database; try again when it has finished"
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return "this database is read-only; allow writing or choose another file"
    if name.startswith("SQLITE_CANTOPEN"):
        return "cannot be opened; check that the file and its folder may be read and written"
    if name.startswith("SQLITE_FULL"):
        return "the disk is full; the last change was not stored"
    if name.startswith("SQLITE_IOERR"):
        return "the disk failed or is full; the last change was not stored"
    if name.startswith("SQLITE_NOTADB"):
        return "not a SQLite database; choose another file"
    if is_damage(error):
        return DAMAGED
    return str(error)
