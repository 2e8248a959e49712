"""What there is to read in the paths and addresses that somebody gave."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from quotes.readers.base import ReadError, os_reason
from quotes.readers.formats import ENDINGS

STDIN = "-"


def is_address(given: str) -> bool:
    """Whether `given` is to be fetched and is no path."""
    return given.lower().startswith(("http://", "https://"))


def find(given: Iterable[str | Path]) -> Iterator[Path | str | ReadError]:
    """What to read: files as paths; addresses, and "-" for standard input, as they are.

    Each path that is a file is read whatever it is called; of one that is a folder, all files below it whose name
    ends as one of the formats does, in order of their paths. Hidden ones are left out. A ReadError are a link that
    leads out of the folder, a pipe and a device in it, a path that is missing, and a folder that cannot be listed or
    has none.
    """
    for each in given:
        if isinstance(each, str) and (each == STDIN or is_address(each)):
            yield each
            continue
        path = Path(each)
        if path.is_dir():
            yield from _below(path)
        elif os.path.lexists(path):
            yield path
        elif isinstance(each, str) and "://" in each:
            yield ReadError(each, "only http:// and https:// addresses are fetched; give a path for a file")
        else:
            yield ReadError(name(path), "no such file or folder")


def name(path: Path) -> str:
    """The path as given, as Unicode that can be printed and stored whatever bytes the system allows in it."""
    return os.fsencode(path).decode("utf-8", "replace")


def _below(folder: Path) -> Iterator[Path | ReadError]:
    found = False
    for each in _walk(folder):
        found = True
        yield each
    if not found:
        yield ReadError(name(folder), "has no file in a format that is read; quotes formats lists them")


def _walk(top: Path) -> Iterator[Path | ReadError]:
    # Not by recursion, as folders may lie deeper in one another than calls.
    open_folders = [_entries(top)]
    while open_folders:
        entry = next(open_folders[-1], None)
        if entry is None:
            open_folders.pop()
        elif isinstance(entry, ReadError):
            yield entry
        elif entry.is_dir(follow_symlinks=False):
            open_folders.append(_entries(Path(entry.path)))
        else:
            yield from _file(entry, top)


def _entries(folder: Path) -> Iterator[os.DirEntry[str] | ReadError]:
    try:
        with os.scandir(folder) as scanned:
            entries = sorted(scanned, key=lambda entry: entry.name)
    except OSError as error:
        yield ReadError(name(folder), os_reason(error))
        return
    yield from (entry for entry in entries if not entry.name.startswith("."))


def _file(entry: os.DirEntry[str], top: Path) -> Iterator[Path | ReadError]:
    path = Path(entry.path)
    try:
        is_link = entry.is_symlink()
        there = not is_link or path.exists()
        if is_link and there and not path.resolve().is_relative_to(top.resolve()):
            yield ReadError(name(path), "is a link that leads out of the folder; name the file itself to read it")
        elif entry.name.lower().endswith(ENDINGS) and not (is_link and path.is_dir()):
            yield path if not there or entry.is_file() else ReadError(name(path), "is a pipe or a device, and no file")
    except OSError as error:
        yield ReadError(name(path), os_reason(error))
