"""Opening and making the file of an archive, and saying in one line why that cannot be done."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.store.drafts import COMPANIONS, check_free, draft
from quotes.store.errors import ArchiveError, explained

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x51756F74  # "Quot", in the header of every file that is ours
SCHEMA = 5  # migrations that a file of this version has had, kept as its user_version
WAIT = 10.0


def open(path: str | Path) -> sqlite3.Connection:
    """A read-only connection to the archive at `path`, which stays as it is.

    Raises ArchiveError where there is no such file, it is not an archive of ours, or it was made by a newer
    or an older version.
    """
    path = Path(path)
    connection = _connect(path)
    try:
        version = _version(connection, path)
        if version == 0:
            raise ArchiveError(f"{path}: this database is empty; `quotes ingest` fills it")
        if version < SCHEMA:
            raise ArchiveError(f"{path}: made by an older version of Quotes; `quotes ingest` brings it up to date")
        connection.execute("pragma query_only = on")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def opened(path: str | Path) -> Iterator[sqlite3.Connection]:
    """As `open`, closed as the block ends. What SQLite raises inside is an ArchiveError that names the file."""
    with explained(path), closing(open(path)) as connection:
        yield connection


@contextmanager
def changing(path: str | Path) -> Iterator[Database]:
    """The archive at `path`, which must be there, open for writing, and closed as the block ends.

    Raises ArchiveError as `open` and `create` do.
    """
    open(path).close()
    with closing(create(path)) as database:
        yield database


def create(path: str | Path, *, wait: float = WAIT) -> Database:
    """The archive at `path`, open for writing; made where there is none, brought up to date where it is old.

    wait: seconds to wait for another program that is writing, here and in every later write.
    An old one is brought up to date in one transaction; a copy is kept first, beside it, with ".v" and the
    number of its version after its name.

    Raises ArchiveError where the file is not an archive of ours (it is left as it is), was made by a newer
    version, cannot be written, or stays locked.
    """
    from sqlite_utils import Database

    from quotes.store.schema import migrations

    path = Path(path)
    if path.exists():
        _check_readable(path)
    elif not path.parent.is_dir():
        raise ArchiveError(f"{path}: the folder {path.parent} does not exist")
    with explained(path):
        connection = sqlite3.connect(path, timeout=wait)
        try:
            version = _version(connection, path)
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

    Whoever may read the one may read the other. Raises ArchiveError where there is a file at `target`, or it cannot be
    written.
    """
    with draft(target) as part:
        check_free(target)
        with closing(_connect(path)) as source, explained(target, path), closing(sqlite3.connect(part)) as written:
            source.backup(written)
            written.execute("pragma journal_mode = delete")
        part.chmod(stat.S_IMODE(path.stat().st_mode))
        part.rename(target)


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


def file_of(connection: sqlite3.Connection) -> str:
    """The file that `connection` has open, or ":memory:"."""
    (file,) = connection.execute("select file from pragma_database_list where name = 'main'").fetchone()
    return file or ":memory:"


def is_part_of(path: Path, database: Path) -> bool:
    """Whether `path` is the file of `database`, by whatever name, or one that SQLite keeps beside it.

    A process that has the database open may open none of them: POSIX takes all locks of a process on a file away when
    it closes any descriptor of that file (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    return any(_is_same(path, database.with_name(database.name + ending)) for ending in ("", *COMPANIONS))


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """How many migrations the file has had, 0 for an empty one. Raises ArchiveError for a file not ours."""
    with explained(path):
        application, version, tables = connection.execute(
            """
            select application_id, user_version, (select count(*) from sqlite_schema)
            from pragma_application_id, pragma_user_version
            """
        ).fetchone()
    if application == 0 and version == 0 and tables == 0:
        return 0
    if application != APPLICATION_ID:
        raise ArchiveError(f"{path}: a database of another program; choose another file")
    if version > SCHEMA:
        raise ArchiveError(f"{path}: made by a newer version of Quotes; upgrade to open it")
    return int(version)


def _check_readable(path: Path) -> None:
    if path.is_dir():
        raise ArchiveError(f"{path}: this is a folder; name a database file")
    if not path.is_file():
        raise ArchiveError(f"{path}: this is a pipe or a device; name a database file")
    if not os.access(path, os.R_OK):
        raise ArchiveError(f"{path}: cannot be read ({os.strerror(errno.EACCES)})")


def _connect(path: Path) -> sqlite3.Connection:
    """A connection that makes no file. Not "ro", which would leave SQLite's -wal and -shm lying beside it."""
    if not path.exists():
        raise ArchiveError(f"{path}: there is no such database; `quotes ingest` makes one")
    _check_readable(path)
    uri = path.absolute().as_uri()
    with explained(path):
        connection = sqlite3.connect(f"{uri}?mode=rw", uri=True, timeout=WAIT)
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
