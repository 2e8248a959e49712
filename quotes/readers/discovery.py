"""Finds what to read in the paths and URLs on the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from quotes.readers.base import ReadError, os_reason
from quotes.readers.formats import ENDINGS

STDIN = "-"


def is_url(given: str) -> bool:
    """Whether `given` is a URL to fetch, not a path."""
    return given.lower().startswith(("http://", "https://"))


def find(given: Iterable[str | Path]) -> Iterator[Path | str | ReadError]:
    """Find what to read.

    Args:
        given: Paths, URLs, or "-" for standard input. A file is always read. In a folder, all files with the extension
            of a format are read, in the order of their paths, except hidden ones.

    Yields:
        Files as paths; URLs and "-" unchanged; a ReadError for a missing path, a folder that cannot be listed or has no
        files to read, and a link out of the folder, a pipe or a device in it.
    """
    for each in given:
        if isinstance(each, str) and (each == STDIN or is_url(each)):
            yield each
            continue
        path = Path(each)
        if path.is_dir():
            yield from _below(path)
        elif os.path.lexists(path):
            yield path
        elif isinstance(each, str) and "://" in each:
            yield ReadError(each, "only http:// and https:// URLs are fetched; give a path for a file")
        else:
            yield ReadError(name(path), "no such file or folder")


def name(path: Path) -> str:
    """The path as Unicode that can be printed and stored, even if its bytes are not UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")


def _below(folder: Path) -> Iterator[Path | ReadError]:
    found = False
    for each in _walk(folder):
        found = True
        yield each
    if not found:
        yield ReadError(name(folder), "has no file in a known format; `quotes formats` lists the formats")


def _walk(top: Path) -> Iterator[Path | ReadError]:
    # Not recursive: folders may be nested more deeply than calls.
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
            yield ReadError(name(path), "is a link to a file outside the folder; give the path of that file to read it")
        elif entry.name.lower().endswith(ENDINGS) and not (is_link and path.is_dir()):
            yield path if not there or entry.is_file() else ReadError(name(path), "is a pipe or a device, not a file")
    except OSError as error:
        yield ReadError(name(path), os_reason(error))
