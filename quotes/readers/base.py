"""What every reader is given, and what it says of what it cannot read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from typing import BinaryIO, ClassVar, Literal

from quotes.limits import TimeLimitReached
from quotes.model import Article, RejectKind
from quotes.text import characters

# Bytes of a text, characters of an article. A book has that many; anything larger is many articles in one file.
LARGEST = 1_000_000
# Containers within one another.
DEEPEST = 3

# The user name and password in a URL.
_USERINFO = re.compile(r"(?<=://)[^/?#\s]*@")
Stage = Literal["read", "searched", "stored"]
_PACKAGE = Path(__file__).parent.parent


class ReadError(ValueError):
    """An article could not be read.

    source: which file, address or entry of one. reason: what is wrong and what to do, one line without a subject
    ("is empty"). The message is both. kind: whose fault it is.
    """

    kind: ClassVar[RejectKind] = "input"

    def __init__(self, source: str, reason: str) -> None:
        self.source = printable(source)
        self.reason = printable(reason)
        super().__init__(f"{self.source}: {self.reason}")

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str]]:
        return type(self), (self.source, self.reason)


class NotForUs(ReadError):
    """Nothing is wrong with an article, but it is not one for this archive: it is not in English."""

    kind = "language"


class LimitReached(ReadError):
    """An article took more time, or more memory, than there is for it."""

    kind = "limit"


class InternalError(ReadError):
    """Quotes met what it does not expect; somebody should repair it."""

    kind = "internal"


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
    """`text` on one line, with a space for whatever would break it, hide it or turn its direction; no passwords."""
    return without_password(characters.UNPRINTABLE.sub(" ", text).strip())


def without_password(url: str) -> str:
    """`url`, or all URLs in a text, without the user name and password that stand before the host."""
    return _USERINFO.sub("", url)


def refusal(source: str, error: BaseException, stage: Stage) -> ReadError:
    """Why `source` was not read, searched or stored, where the system or a library raised `error`: no run ends so."""
    if isinstance(error, ReadError):
        return error
    if isinstance(error, TimeLimitReached):
        return LimitReached(source, str(error))
    if isinstance(error, MemoryError):
        return LimitReached(source, f"cannot be {stage}: there is too little memory")
    if isinstance(error, OSError) and stage == "read":
        return ReadError(source, (error.strerror or str(error)).lower())
    said = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    return InternalError(source, f"cannot be {stage} ({said}{_place(error)})")


def _place(error: BaseException) -> str:
    """Where in this package `error` was raised, or what it called: ", store/write.py line 82"."""
    for frame in reversed(extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(_PACKAGE) and path.name != Path(__file__).name:
            return f", {path.relative_to(_PACKAGE).as_posix()} line {frame.lineno}"
    return ""


def read_document(resource: Resource, article: Callable[[Resource], Article]) -> Iterator[Read]:
    """The one article in a document, or why a library cannot read it: where a file is damaged it raises anything."""
    try:
        yield article(resource)
    except ReadError as error:
        yield error
    except RecursionError:
        yield ReadError(resource.source, "is nested too deeply")
    except Exception as error:
        yield ReadError(resource.source, f"is damaged: {' '.join(str(error).split())[:200] or type(error).__name__}")


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
