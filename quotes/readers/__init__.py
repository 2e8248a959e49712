"""From whatever somebody has to `Article`s. The text is kept as it was read: every later offset points into it."""

from __future__ import annotations

from pathlib import Path

from quotes.model import METADATA, Article
from quotes.readers.base import LARGEST, InternalError, LimitReached, NotForUs, ReadError, Resource, refusal
from quotes.readers.discovery import STDIN, find, is_url, name
from quotes.readers.dispatch import Unit, read_unit, units
from quotes.readers.formats import FORMATS, Format

FIELDS = ("text", *METADATA)

__all__ = [
    "FIELDS",
    "FORMATS",
    "LARGEST",
    "STDIN",
    "Format",
    "InternalError",
    "LimitReached",
    "NotForUs",
    "ReadError",
    "Resource",
    "Unit",
    "find",
    "is_url",
    "name",
    "read",
    "read_unit",
    "refusal",
    "units",
]


def read(path: Path) -> Article:
    """The one article in a file of any format.

    Raises ReadError where it cannot be read, is not in English, or holds several.
    """
    read = [article for unit in units([path], {}) for article in read_unit(unit, {})]
    for each in read:
        if isinstance(each, ReadError):
            raise each
        if len(read) == 1:
            return each
    raise ReadError(name(path), f"holds {len(read)} articles; one is wanted")
