"""What every reader is given, and what it says of what it cannot read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from typing import BinaryIO, ClassVar, Literal, ParamSpec

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
P = ParamSpec("P")


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
        return ReadError(source, os_reason(error))
    said = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    return InternalError(source, f"cannot be {stage} ({said}{_place(error)})")


def _place(error: BaseException) -> str:
    """Where in this package `error` was raised, or what it called: ", store/write.py line 82"."""
    for frame in reversed(extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(_PACKAGE) and path.name != Path(__file__).name:
            return f", {path.relative_to(_PACKAGE).as_posix()} line {frame.lineno}"
    return ""


def build_article(
    resource: Resource,
    text: str,
    *,
    raw: bytes | str,
    extractor: str | None,
    source: str | None = None,
    url: str | None = None,
    **metadata: str | None,
) -> Article:
    """Make the article that a reader found, with where it came from.

    Args:
        resource: What it was read from.
        text: Its text, as every offset counts it.
        raw: The bytes that it was read from, or their SHA-256.
        extractor: The program that took the text out of them, or None if they are the text.
        source: Its own name, if `resource` holds several articles.
        url: Its canonical URL. Without one, a resource of one article gives its own.
        **metadata: Other fields of `quotes.model.METADATA`, in the form that `quotes.readers.metadata` gives them.

    Raises:
        ReadError: There is no text, or more than LARGEST characters.
    """
    source = source or resource.source
    if not text.strip():
        raise ReadError(source, "has no text")
    if len(text) > LARGEST:
        raise ReadError(source, f"has a text of more than {LARGEST:,} characters")
    requested = resource.asked or resource.url
    url = url or (resource.url if source == resource.source else None)
    return Article(
        text=text,
        source=source,
        url=url,
        fetched_url=requested if requested != url else None,
        fetched=resource.fetched,
        raw_sha256=sha256(raw) if isinstance(raw, bytes) else raw,
        extractor=extractor,
        **metadata,
    )


@contextmanager
def reported_for(source: str) -> Iterator[None]:
    """Turn each ValueError inside the block into a ReadError for `source`, with the same reason."""
    try:
        yield
    except ReadError as error:
        raise type(error)(source, error.reason) from error
    except ValueError as error:
        raise ReadError(source, str(error)) from error


def article_or_error(read: Callable[P, Article], *args: P.args, **kwargs: P.kwargs) -> Read:
    """The article that `read` returns, or the ReadError that it raises."""
    try:
        return read(*args, **kwargs)
    except ReadError as error:
        return error


def read_document(resource: Resource, read: Callable[[Resource], Article]) -> Iterator[Read]:
    """The one article in a document. What a library raises for a damaged file becomes a ReadError."""
    try:
        yield article_or_error(read, resource)
    except RecursionError:
        yield ReadError(resource.source, "is nested too deeply")
    except Exception as error:
        yield ReadError(resource.source, f"is damaged: {' '.join(str(error).split())[:200] or type(error).__name__}")


def os_reason(error: OSError) -> str:
    """Why the system refused an operation on a file, as the reason of a ReadError."""
    return (error.strerror or str(error)).lower()


def all_bytes(resource: Resource, largest: int) -> bytes:
    """The bytes of `resource`. Raises ReadError where there are more than `largest`, or they cannot be read."""
    try:
        data = resource.stream.read(largest + 1)
    except OSError as error:
        raise ReadError(resource.source, os_reason(error)) from error
    if len(data) > largest:
        raise ReadError(resource.source, f"is larger than {largest:,} bytes; split it into one file an article")
    return data


def sha256(data: bytes) -> str:
    """The hash of `data` that an article keeps of the bytes it was read from."""
    return hashlib.sha256(data).hexdigest()
