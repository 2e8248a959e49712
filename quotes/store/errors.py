"""Why an archive cannot be opened, read or written, in one line for people."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DAMAGED = "this database is damaged; restore it from a backup"


class ArchiveError(ValueError):
    """An archive cannot be opened, read or written; the message says which, why, and what to do."""


@contextmanager
def explained(path: str | Path, source: str | Path | None = None) -> Iterator[None]:
    """Turns what SQLite raises inside into an ArchiveError that a person understands.

    Not what is the fault of a statement and its values, which say nothing of the file.

    Args:
        path: The file that the message names.
        source: The file that is read inside where `path` is written: it is the one that can be damaged.
    """
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError):
        raise
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"{source if source and is_damage(error) else path}: {_reason(error)}") from error
    except UnicodeDecodeError as error:
        # What SQLite says of its schema, where that is no text.
        raise ArchiveError(f"{path}: {DAMAGED}") from error


def is_damage(error: BaseException) -> bool:
    """Whether SQLite raised `error` because the file is damaged or is no database."""
    name = getattr(error, "sqlite_errorname", "")
    # A connection that cannot decode a text as UTF-8 raises an error without a code.
    undecodable = isinstance(error, sqlite3.OperationalError) and str(error).startswith("Could not decode to UTF-8")
    return undecodable or name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def _reason(error: sqlite3.DatabaseError) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "another program is writing to this database; try again when it has finished"
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return "this database is read-only; allow writing or choose another file"
    if name.startswith("SQLITE_CANTOPEN"):
        return "cannot be opened; check that the file and its folder may be read and written"
    if name.startswith("SQLITE_FULL"):
        return "no room is left on the disk; what was being written was not stored"
    if name.startswith("SQLITE_IOERR"):
        return "the disk failed or is full; what was being written was not stored"
    if name.startswith("SQLITE_NOTADB"):
        return "not a SQLite database; choose another file"
    if is_damage(error):
        return DAMAGED
    return str(error)
