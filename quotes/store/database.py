"""The file of an archive: opening, creating, copying, and creating in a hidden folder until it is complete."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.store.errors import ArchiveError, explained

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x51746573  # "Qtes", in the header of every archive
PUBLISHED_ID = 0x51747075  # "Qtpu", in the header of a copy for publication
_FORMER_APPLICATION_ID = 0x51756F74  # "Quot", in the header of archives made before schema version 1
SCHEMA = 1  # the version of the schema, kept as user_version
WAIT = 10.0
COMPANIONS = ("-wal", "-shm", "-journal")  # the suffixes of files that SQLite keeps next to a database
_LOCK = "quotes.lock"  # in the folder of an incomplete database
_MOST_VALUES = 32766  # in one statement, as SQLite is compiled by default
_TRIES = 20
_PAUSE = 0.02


def open(path: str | Path) -> sqlite3.Connection:
    """A read-only connection to the archive at `path`.

    Raises:
        ArchiveError: There is no such file, it is not an archive, or it has another schema version.
    """
    path = Path(path)
    connection = _connect(path)
    try:
        if _version(connection, path) == 0:
            raise ArchiveError(f"{path}: this database is empty; `quotes ingest` fills it")
        connection.execute("pragma query_only = on")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def opened(path: str | Path) -> Iterator[sqlite3.Connection]:
    """As `open`, closed when the block ends. SQLite errors inside become an ArchiveError with the name of the file."""
    with explained(path), closing(open(path)) as connection:
        yield connection


@contextmanager
def changing(path: str | Path, *, wait: float = WAIT) -> Iterator[Database]:
    """The existing archive at `path`, open for writing and closed when the block ends. wait: as in `create`.

    Raises:
        ArchiveError: As from `open` and `create`.
    """
    open(path).close()
    with closing(create(path, wait=wait)) as database:
        yield database


def create(path: str | Path, *, wait: float = WAIT) -> Database:
    """The archive at `path`, open for writing. It is created if it does not exist.

    Args:
        path: The file.
        wait: Seconds to wait for another program that is writing, now and in every later write.

    Raises:
        ArchiveError: The file is not an archive or has another schema version (it is not changed), cannot be written,
            or stays locked.
    """
    from sqlite_utils import Database

    from quotes.store.schema import create_tables

    path = Path(path)
    if path.exists():
        _check_readable(path)
    elif not path.parent.is_dir():
        raise ArchiveError(f"{path}: the folder {path.parent} does not exist")
    with explained(path):
        connection = sqlite3.connect(path, timeout=wait)
        try:
            _version(connection, path)
            if is_published(connection):
                raise ArchiveError(
                    f"{path}: this is a published copy, which nobody may change; change the database that it was made"
                    " from, and publish that again"
                )
            _log_ahead(connection, wait)
            connection.execute("pragma synchronous = normal")
            connection.execute("pragma foreign_keys = on")
            db = Database(connection)
            connection.execute("begin immediate")
            # Written even if nothing changes, to find out now whether the file is read-only.
            connection.execute(f"pragma application_id = {APPLICATION_ID}")
            connection.execute(f"pragma user_version = {SCHEMA}")
            # Checked again: another program may have created it while this one waited.
            if connection.execute("select 1 from sqlite_schema limit 1").fetchone():
                db.rollback()
            else:
                create_tables(db)
                db.commit()
        except BaseException:
            connection.close()
            raise
    return db


def _log_ahead(connection: sqlite3.Connection, wait: float) -> None:
    """Switch to write-ahead logging. Waits for other programs, since SQLite itself gives up at once here."""
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
    """Copy the archive at `path` as it is at one moment, even if others write to it. `target` is complete or does not
    exist.

    The copy has the same read permissions.

    Raises:
        ArchiveError: There is a file at `target`, or it cannot be written.
    """
    with draft(target) as part:
        check_free(target)
        with closing(_connect(path)) as source, explained(target, path), closing(sqlite3.connect(part)) as written:
            source.backup(written)
            written.execute("pragma journal_mode = delete")
        part.chmod(stat.S_IMODE(path.stat().st_mode))
        part.rename(target)


def unused(path: Path) -> Path:
    """`path`, or if that exists, the same with a number after it."""
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def insert(
    connection: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    conflict: str = "",
) -> None:
    """Insert rows, very many in one statement.

    After each statement, FTS5 writes what it has indexed to disk as a segment of its own, which has to be merged later.
    The `insert_all` of sqlite-utils has few statements too, but reads the schema before them, for each article again.

    Args:
        connection: The archive.
        table: The table.
        columns: Its columns.
        rows: The values of these columns.
        conflict: The clause "on conflict", if any.
    """
    values = f"({', '.join('?' * len(columns))})"
    rest = list(rows)
    most = _MOST_VALUES // len(columns)
    for batch in (rest[start : start + most] for start in range(0, len(rest), most)):
        connection.execute(
            f"insert into {table}({', '.join(columns)}) values {', '.join([values] * len(batch))} {conflict}",
            [value for row in batch for value in row],
        )


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Write everything in the block or, if it raises, nothing.

    The write lock is taken at once, so waiting for another writer happens here and not half-way. A transaction inside
    another one is a part of it, and is rolled back alone if it raises.
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
        # If the disk failed, SQLite may have rolled back already.
        if connection.in_transaction:
            connection.execute("rollback to part")
            connection.execute("release part")
        raise
    connection.execute("release part")


def file_of(connection: sqlite3.Connection) -> str:
    """The file of `connection`, or ":memory:"."""
    (file,) = connection.execute("select file from pragma_database_list where name = 'main'").fetchone()
    return file or ":memory:"


def is_part_of(path: Path, database: Path) -> bool:
    """Whether `path` is the file of `database`, under any name, or one that SQLite keeps next to it.

    A process with an open database must not open any of them: when it closes a descriptor of a file, POSIX removes all
    its locks on the file (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    return any(_is_same(path, database.with_name(database.name + ending)) for ending in ("", *COMPANIONS))


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def is_published(connection: sqlite3.Connection) -> bool:
    """Whether this is a copy for publication (`quotes.store.publication.publish`), whatever the mode of its file."""
    (application,) = connection.execute("pragma application_id").fetchone()
    return bool(application == PUBLISHED_ID)


def _is_published_file(path: Path) -> bool:
    """Whether the header of a file says so. SQLite is not asked, as the file may be anything."""
    with path.open("rb") as file:
        header = file.read(72)
    return header.startswith(b"SQLite format 3\0") and int.from_bytes(header[68:], "big") == PUBLISHED_ID


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of the file, 0 for an empty one. Raises ArchiveError if it cannot be used."""
    with explained(path):
        application, version, tables = connection.execute(
            """
            select application_id, user_version, (select count(*) from sqlite_schema)
            from pragma_application_id, pragma_user_version
            """
        ).fetchone()
    if application == 0 and version == 0 and tables == 0:
        return 0
    if application == _FORMER_APPLICATION_ID:
        raise ArchiveError(
            f"{path}: made by an earlier version of Quotes; ingest the articles again into a new database. To keep"
            " your decisions, print them with that version (quotes judgements > decisions.jsonl) and load them into"
            " the new database (quotes judgements --load decisions.jsonl)"
        )
    if application not in (APPLICATION_ID, PUBLISHED_ID):
        raise ArchiveError(f"{path}: this is a database of another program; name another file")
    if version != SCHEMA:
        raise ArchiveError(f"{path}: made by a newer version of Quotes; upgrade Quotes to open it")
    return int(version)


def _check_readable(path: Path) -> None:
    if path.is_dir():
        raise ArchiveError(f"{path}: this is a folder; name a database file")
    if not path.is_file():
        raise ArchiveError(f"{path}: this is a pipe or a device; name a database file")
    if not os.access(path, os.R_OK):
        raise ArchiveError(f"{path}: cannot be read ({os.strerror(errno.EACCES)})")


def _connect(path: Path) -> sqlite3.Connection:
    """A connection that does not create a file. With "ro", SQLite would leave -wal and -shm files behind."""
    if not path.exists():
        raise ArchiveError(f"{path}: there is no such database; `quotes ingest` creates one")
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
            # SQLite may not write its shared memory to this folder; without a log it needs none.
            connection = sqlite3.connect(f"{uri}?immutable=1", uri=True)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def draft(target: Path) -> Iterator[Path]:
    """A path to create a database at. It is moved to `target` when it is complete; what remains is removed.

    It is in a hidden folder next to `target`, `.NAME.part`, that only its owner may enter. The folder is locked, and
    the kernel releases the lock of a process that is killed. The next process that creates a database there removes
    what was left.

    Raises:
        ArchiveError: `target` cannot be written, or another program is creating it.
    """
    if target.is_dir():
        raise ArchiveError(f"{target}: this is a folder; name a database file")
    if not target.parent.is_dir():
        raise ArchiveError(f"{target}: the folder {target.parent} does not exist")
    folder = target.with_name(f".{target.name}.part")
    try:
        _remove_abandoned(target)
        lock = _locked(folder)
    except OSError as error:
        raise ArchiveError(f"{target}: cannot be written ({error.strerror})") from error
    if lock is None:
        raise ArchiveError(f"{target}: another program is creating this file; try again when it has finished")
    try:
        yield folder / target.name
    finally:
        try:
            _remove(folder)
        finally:
            os.close(lock)


def check_free(target: Path, *, replace: bool = False) -> None:
    """Check that a database may be moved to `target`.

    Args:
        target: The path.
        replace: Whether it may replace a copy for publication. An empty file is replaced, too.

    Raises:
        ArchiveError: It may not.
    """
    if target.exists():
        if not replace:
            raise ArchiveError(f"{target}: this file exists; name another one")
        if target.stat().st_size and not _is_published_file(target):
            raise ArchiveError(f"{target}: this file exists, and is not a published copy; name another one")
    for ending in COMPANIONS:
        # SQLite would use it as a part of the new database.
        beside = target.with_name(target.name + ending)
        if beside.exists():
            raise ArchiveError(
                f"{target}: {beside.name} belongs to a database that is in use or was removed;"
                " name another file, or remove that one if no program uses it"
            )


def _locked(folder: Path) -> int | None:
    """Create `folder`, empty except its lock. Returns the descriptor of the lock; None if another process has it."""
    for _ in range(_TRIES):
        folder.mkdir(mode=0o700, exist_ok=True)
        # The process that had it last may remove the folder at this moment.
        with suppress(FileNotFoundError):
            if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
                raise PermissionError(errno.EPERM, f"{folder.name} next to it belongs to another user")
            folder.chmod(0o700)
            descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            if _is_taken(folder, descriptor):
                _empty(folder)
                return descriptor
            os.close(descriptor)
        time.sleep(_PAUSE)
    return None


def _is_taken(folder: Path, descriptor: int) -> bool:
    """Whether this process has the lock of `folder` with this descriptor."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(descriptor), (folder / _LOCK).stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _remove_abandoned(target: Path) -> None:
    """Remove what killed processes left next to `target`."""
    for lock in target.parent.glob(f".*.part/{_LOCK}"):
        with suppress(OSError):
            descriptor = os.open(lock, os.O_RDWR)
            try:
                if _is_taken(lock.parent, descriptor):
                    _remove(lock.parent)
            finally:
                os.close(descriptor)


def _empty(folder: Path) -> None:
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each, ignore_errors=True)
        elif each.name != _LOCK:
            each.unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    """Remove a locked folder, the lock last: after that, another process may create it."""
    _empty(folder)
    (folder / _LOCK).unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()
