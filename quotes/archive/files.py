"""Opening and making the file of an archive, and saying in one line why that cannot be done."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x51756F74  # "Quot", in the header of every file that is ours
SCHEMA = 5  # migrations that a file of this version has had, kept as its user_version
WAIT = 10.0
_MAGIC = b"SQLite format 3\x00"


class ArchiveError(ValueError):
    """An archive cannot be opened, read or written; the message says which, why, and what to do."""


def open(path: str | Path) -> sqlite3.Connection:
    """A read-only connection to the archive at `path`, which stays as it is.

    Raises ArchiveError where there is no such file, it is not an archive of ours, or it was made by a newer
    or an older version.
    """
    path = Path(path)
    if not path.exists():
        raise ArchiveError(f"{path}: there is no such database; `quotes ingest` makes one")
    version = _version(path)
    if version == 0:
        raise ArchiveError(f"{path}: this database is empty; `quotes ingest` fills it")
    if version < SCHEMA:
        raise ArchiveError(f"{path}: made by an older version of Quotes; `quotes ingest` brings it up to date")
    # Not "ro", which would leave SQLite's -wal and -shm files lying beside the archive.
    connection = _connect(path, "rw")
    connection.execute("pragma query_only = on")
    return connection


def create(path: str | Path, *, wait: float = WAIT) -> Database:
    """The archive at `path`, open for writing; made where there is none, brought up to date where it is old.

    wait: seconds to wait for another program that is writing, here and in every later write.
    An old one is brought up to date in one transaction; a copy is kept first, beside it, with ".v" and the
    number of its version after its name.

    Raises ArchiveError where the file is not an archive of ours (it is left as it is), was made by a newer
    version, cannot be written, or stays locked.
    """
    from sqlite_utils import Database

    from quotes.archive.schema import migrations

    path = Path(path)
    version = 0
    if path.exists():
        version = _version(path)
    elif not path.parent.is_dir():
        raise ArchiveError(f"{path}: the folder {path.parent} does not exist")
    with explained(path):
        connection = sqlite3.connect(path, timeout=wait)
        try:
            _log_ahead(connection, wait)
            connection.execute("pragma synchronous = normal")
            connection.execute("pragma foreign_keys = on")
            db = Database(connection)
            connection.execute("begin immediate")
            # Written even where nothing is new, to find out now whether the file is read-only.
            connection.execute(f"pragma application_id = {APPLICATION_ID}")
            connection.execute(f"pragma user_version = {SCHEMA}")
            if migrations.pending(db):
                if version:
                    copy(path, unused(path.with_name(f"{path.name}.v{version}")))
                migrations.apply(db)
                db.commit()
            else:
                db.rollback()
        except BaseException:
            connection.close()
            raise
    return db


def _log_ahead(connection: sqlite3.Connection, wait: float) -> None:
    """Switch to write-ahead logging, waiting for others who do the same: there SQLite gives up at once."""
    deadline = time.monotonic() + wait
    while True:
        try:
            connection.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(0.01)


def copy(path: Path, target: Path) -> None:
    """Copies the archive at `path` as it is at one moment, others writing or not; `target` is whole or not there.

    Raises ArchiveError where there is a file at `target`, or it cannot be written.
    """
    if target.exists():
        raise ArchiveError(f"{target}: this file exists; name another one for the copy")
    if not target.parent.is_dir():
        raise ArchiveError(f"{target}: the folder {target.parent} does not exist")
    part = unused(target.with_name(f".{target.name}.part"))
    try:
        with closing(_connect(path, "ro")) as source, explained(target), closing(sqlite3.connect(part)) as written:
            source.backup(written)
            written.execute("pragma journal_mode = delete")
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def unused(path: Path) -> Path:
    """`path`, or where there is a file of that name, the same with a number after it."""
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """All or nothing: what is written inside is kept when the block ends and undone when it raises.

    Takes the write lock at once, so that waiting for another writer happens here and not half-way. Inside another one
    it is a part of that, and undone by itself where it raises.
    """
    if db.conn.in_transaction:
        with _savepoint(db.conn):
            yield
        return
    db.conn.execute("begin immediate")
    try:
        yield
        db.conn.execute("commit")
    except BaseException:
        db.rollback()
        raise


@contextmanager
def _savepoint(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("savepoint part")
    try:
        yield
    except BaseException:
        # Where the disk failed, SQLite may have undone everything already.
        if connection.in_transaction:
            connection.execute("rollback to part")
            connection.execute("release part")
        raise
    connection.execute("release part")


@contextmanager
def explained(path: str | Path) -> Iterator[None]:
    """Turns what SQLite raises inside into an ArchiveError that a person understands.

    Not what is the fault of a statement and its values, which say nothing of the file.
    """
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError):
        raise
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"{path}: {_reason(error)}") from error


def file_of(connection: sqlite3.Connection) -> str:
    """The file that `connection` has open, or ":memory:"."""
    (file,) = connection.execute("select file from pragma_database_list where name = 'main'").fetchone()
    return file or ":memory:"


def _version(path: Path) -> int:
    """How many migrations the file has had, 0 for an empty one. Raises ArchiveError for a file not ours."""
    if path.is_dir():
        raise ArchiveError(f"{path}: this is a folder; name a database file")
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be read ({error.strerror})") from error
    if not head:
        return 0
    if head != _MAGIC:
        raise ArchiveError(f"{path}: not a SQLite database; choose another file")
    connection = _connect(path, "ro")
    try:
        with explained(path):
            application, version, tables = connection.execute(
                """
                select application_id, user_version, (select count(*) from sqlite_schema)
                from pragma_application_id, pragma_user_version
                """
            ).fetchone()
    finally:
        connection.close()
    if application == 0 and version == 0 and tables == 0:
        return 0
    if application != APPLICATION_ID:
        raise ArchiveError(f"{path}: a database of another program; choose another file")
    if version > SCHEMA:
        raise ArchiveError(f"{path}: made by a newer version of Quotes; upgrade to open it")
    return int(version)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    with explained(path):
        connection = sqlite3.connect(f"{uri}?mode={mode}", uri=True, timeout=WAIT)
        try:
            connection.execute("select 1 from sqlite_schema").fetchone()
        except sqlite3.OperationalError as error:
            connection.close()
            log = path.with_name(path.name + "-wal")
            forbidden = error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
            if not forbidden or (log.exists() and log.stat().st_size):
                raise
            # A folder where SQLite may not put its shared memory; without a log nothing is missed.
            connection = sqlite3.connect(f"{uri}?immutable=1", uri=True)
        except BaseException:
            connection.close()
            raise
    return connection


def _reason(error: sqlite3.DatabaseError) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "another program is writing to this database; try again when it has finished"
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return "this database is read-only; allow writing or choose another file"
    if name.startswith("SQLITE_CANTOPEN"):
        return "cannot be opened; check that the file and its folder may be read and written"
    if name.startswith("SQLITE_FULL"):
        return "no room is left on the disk; nothing of this article was stored"
    if name.startswith("SQLITE_IOERR"):
        return "the disk failed or is full; nothing of this article was stored"
    if name.startswith("SQLITE_NOTADB"):
        return "not a SQLite database; choose another file"
    if name.startswith("SQLITE_CORRUPT"):
        return "this database is damaged; restore it from a backup"
    return str(error)
