"""Resources for the tests of readers, and what readers give of them."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from quotes.model import Article
from quotes.readers.base import Read, Reader, ReadError, Resource


def resource(data: bytes | str, name: str = "", content_type: str | None = None, depth: int = 0) -> Resource:
    """A resource that holds `data`, text as UTF-8; its source is its name."""
    data = data.encode() if isinstance(data, str) else data
    return Resource(name or "file", BytesIO(data), name, content_type=content_type, depth=depth)


def everything(read: Reader, given: Resource, fields: Mapping[str, str] | None = None) -> list[Read]:
    """All that `read` gives."""
    return list(read(given, fields or {}))


def article(read: Reader, given: Resource, fields: Mapping[str, str] | None = None) -> Article:
    """The one article that `read` gives."""
    (found,) = read(given, fields or {})
    assert isinstance(found, Article), found
    return found


def refusal(read: Reader, given: Resource) -> str:
    """The message of the one error that `read` gives: a single line."""
    (found,) = read(given, {})
    assert isinstance(found, ReadError), found
    assert "\n" not in str(found)
    return str(found)
