"""A database in the making, which nobody else can read and nothing leaves behind."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from quotes.store.errors import ArchiveError

COMPANIONS = ("-wal", "-shm", "-journal")  # after the name of a database, what SQLite keeps beside it
_LOCK = "quotes.lock"
_TRIES = 20
_PAUSE = 0.02


@contextmanager
def draft(target: Path) -> Iterator[Path]:
    """A path to make a database at, to be moved to `target` when it is finished; what is left there is removed.

    It is in a hidden folder beside `target` that only its owner may enter, `.NAME.part`, so that nobody else reads what
    is in the making, whatever SQLite puts beside it. The folder is locked, and the kernel ends the lock of a process
    that is killed; whoever makes the next database in the same place removes what it left, of whatever name.

    Raises:
        ArchiveError: `target` cannot be written, or another program is making it.
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
        raise ArchiveError(f"{target}: another program is making this file; try again when it has finished")
    try:
        yield folder / target.name
    finally:
        try:
            _remove(folder)
        finally:
            os.close(lock)


def check_free(target: Path, *, replace: bool = False) -> None:
    """Raises ArchiveError where a database may not be moved to `target`.

    Args:
        target: Where it is to be.
        replace: Whether it may take the place of a file.
    """
    if target.exists() and not replace:
        raise ArchiveError(f"{target}: this file exists; name another one")
    for ending in COMPANIONS:
        # SQLite would take it for a part of the new one.
        beside = target.with_name(target.name + ending)
        if beside.exists():
            raise ArchiveError(
                f"{target}: {beside.name} lies beside it, of a database that is in use or was removed;"
                " name another file, or remove that one if no program uses it"
            )


def _locked(folder: Path) -> int | None:
    """Makes `folder`, empty but for its lock, and gives the descriptor of that; None where another process has it."""
    for _ in range(_TRIES):
        folder.mkdir(mode=0o700, exist_ok=True)
        # Whoever had it last may remove the folder right now.
        with suppress(FileNotFoundError):
            if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
                raise PermissionError(errno.EPERM, f"{folder.name} beside it is another user's")
            folder.chmod(0o700)
            descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            if _is_taken(folder, descriptor):
                _empty(folder)
                return descriptor
            os.close(descriptor)
        time.sleep(_PAUSE)
    return None


def _is_taken(folder: Path, descriptor: int) -> bool:
    """Whether this process has the lock of `folder` now, through this descriptor."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(descriptor), (folder / _LOCK).stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _remove_abandoned(target: Path) -> None:
    """Removes what processes that were killed left beside `target`."""
    for lock in target.parent.glob(f".*.part/{_LOCK}"):
        with suppress(OSError):
            descriptor = os.open(lock, os.O_RDWR)
            try:
                if _is_taken(lock.parent, descriptor):
                    _remove(lock.parent)
            finally:
                os.close(descriptor)
    # As Quotes 0.1.0 named it.
    former = re.compile(rf"\.{re.escape(target.name)}\.(part|new)(-\d+)?({'|'.join(COMPANIONS)})?")
    for each in target.parent.glob(".*"):
        if former.fullmatch(each.name) and each.is_file():
            each.unlink(missing_ok=True)


def _empty(folder: Path) -> None:
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each, ignore_errors=True)
        elif each.name != _LOCK:
            each.unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    """Removes a folder that is locked, the lock last: what comes after that is another's."""
    _empty(folder)
    (folder / _LOCK).unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()
