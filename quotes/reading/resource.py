"""What every reader is given, and what it says of what it cannot read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from quotes import characters
from quotes.article import Article

# Bytes of a text, characters of an article. A book has that many; anything larger is many articles in one file.
LARGEST = 1_000_000
# Containers within one another.
DEEPEST = 3


class ReadError(ValueError):
    """An article could not be read.

    source: which file, address or entry of one. reason: what is wrong and what to do, one line without a subject
    ("is empty"). The message is both.
    """

    def __init__(self, source: str, reason: str) -> None:
        self.source = printable(source)
        self.reason = printable(reason)
        super().__init__(f"{self.source}: {self.reason}")

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str]]:
        return type(self), (self.source, self.reason)


class NotForUs(ReadError):
    """Nothing is wrong with an article, but it is not one for this archive: it is not in English."""


@dataclass(frozen=True, slots=True)
class Resource:
    """Bytes that hold an article, or many.

    source: where they came from, as a person would recognise it; an entry of a file is "file, entry".
    stream: the bytes, seekable, at their start.
    name: the file name alone, which tells formats apart where the bytes do not; may be empty.
    url: the address they were fetched from, after redirects. asked: the address asked for, where it differs.
    fetched: when, ISO 8601, UTC. content_type: the media type that came with them.
    depth: in how many containers (ZIP, WARC, gzip …) they lay.
    """

    source: str
    stream: BinaryIO
    name: str = ""
    url: str | None = None
    asked: str | None = None
    fetched: str | None = None
    content_type: str | None = None
    depth: int = 0


Read = Article | Resource | ReadError
# A resource, and which of its columns or fields are which of an article's ({"headline": "title"}); what it gives are
# articles, what could not be read, and resources that lay inside and are to be read in their turn.
Reader = Callable[[Resource, Mapping[str, str]], Iterator[Read]]


def printable(text: str) -> str:
    """`text` on one line, with a space for whatever would break it, hide it or turn its direction."""
    return characters.UNPRINTABLE.sub(" ", text).strip()


def all_bytes(resource: Resource, largest: int) -> bytes:
    """The bytes of `resource`. Raises ReadError where there are more than `largest`, or they cannot be read."""
    try:
        data = resource.stream.read(largest + 1)
    except OSError as error:
        raise ReadError(resource.source, (error.strerror or str(error)).lower()) from error
    if len(data) > largest:
        raise ReadError(resource.source, f"is larger than {largest:,} bytes; split it into one file an article")
    return data


def sha256(data: bytes) -> str:
    """The hash of `data` that an article keeps of the bytes it was read from."""
    return hashlib.sha256(data).hexdigest()
