"""From a path to an `Article`. The text is kept as it stands: every later offset points into it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from quotes.article import Article
from quotes.reading.encoding import decode
from quotes.reading.resource import ReadError

__all__ = ["LARGEST", "ReadError", "find", "read"]

# Bytes. A book has that many; anything larger is many articles in one file.
LARGEST = 1_000_000

DATE_LINE = re.compile(r"\s*date (\d{4}-\d{2}-\d{2})\b")


def find(paths: Iterable[Path]) -> Iterator[Path | ReadError]:
    """The files to read: each path that is a file, and all text files (.txt) below each that is a folder.

    Those of a folder come sorted; hidden ones are left out. A path that is missing, and a folder that cannot
    be listed or has no text file, is given as the ReadError that says so.
    """
    for path in paths:
        if path.is_dir():
            yield from _text_files(path)
        elif os.path.lexists(path):
            yield path
        else:
            yield ReadError(name(path), "no such file or folder")


def read(path: Path) -> Article:
    """The article in one plain text file, line ends and all.

    `published` is the date of a leading line such as " date 2024-10-23 …"; nothing else is known of a plain
    text, and nothing is guessed. The line itself stays in the text.

    Raises ReadError for a file that cannot be opened, is empty, is larger than LARGEST bytes, or is not text
    in an encoding that `quotes.reading.encoding.decode` reads.
    """
    source = name(path)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise ReadError(source, _reason(error)) from error
    if len(data) > LARGEST:
        raise ReadError(source, f"is larger than {LARGEST:,} bytes; split it into one file an article")
    try:
        text = decode(data)
    except ValueError as error:
        raise ReadError(source, str(error)) from error
    if not text.strip():
        raise ReadError(source, "is empty")
    return Article(text=text, source=source, published=_published(text))


def name(path: Path) -> str:
    """The path as given, as Unicode that can be printed and stored whatever bytes the system allows in it."""
    return os.fsencode(path).decode("utf-8", "replace")


def _text_files(folder: Path) -> Iterator[Path | ReadError]:
    errors: list[OSError] = []
    files: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = [each for each in folders if not each.startswith(".")]
        files += [Path(parent, each) for each in names if each.lower().endswith(".txt") and each[0] != "."]
    files.sort()
    yield from files
    for error in errors:
        yield ReadError(name(Path(error.filename)), _reason(error))
    if not files and not errors:
        yield ReadError(name(folder), "has no text files (.txt)")


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _published(text: str) -> str | None:
    match = DATE_LINE.match(text)
    if match is None:
        return None
    try:
        return date.fromisoformat(match[1]).isoformat()
    except ValueError:
        return None
