"""What all readers share: their input, their errors and the making of an article."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from typing import Any, BinaryIO, ClassVar, Literal, ParamSpec

from quotes.limits import TimeLimitReached
from quotes.model import Article, RejectKind
from quotes.text import characters

# The largest text: bytes of the file, characters of the article. A book has about as many.
LARGEST = 1_000_000
# Nested containers.
DEEPEST = 3

# The user name and password in a URL.
_USERINFO = re.compile(r"(?<=://)[^/?#\s]*@")
Stage = Literal["read", "searched", "stored"]
_PACKAGE = Path(__file__).parent.parent
P = ParamSpec("P")


class ReadError(ValueError):
    """An article could not be read. The message is the source and the reason.

    Attributes:
        source: The file or URL, or an entry in one.
        reason: What is wrong and what to do, in one line without a subject ("is empty").
        kind: Who can correct it.
    """

    kind: ClassVar[RejectKind] = "input"

    def __init__(self, source: str, reason: str) -> None:
        self.source = printable(source)
        self.reason = printable(reason)
        super().__init__(f"{self.source}: {self.reason}")

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str]]:
        return type(self), (self.source, self.reason)


class NotForUs(ReadError):
    """The article is sound but does not belong in this archive: it is not in English."""

    kind = "language"


class LimitReached(ReadError):
    """The article takes more time or memory than the limits allow."""

    kind = "limit"


class InternalError(ReadError):
    """Quotes itself failed; this is a bug."""

    kind = "internal"


@dataclass(frozen=True, slots=True)
class Resource:
    """Bytes that hold one article or several.

    Attributes:
        source: Where they came from, for people; an entry of a file is "file, entry".
        stream: The bytes, seekable, at their start.
        name: The file name, which decides the format if the bytes do not; may be empty.
        url: The URL that they were fetched from, after redirects.
        asked: The requested URL, if it is another one.
        fetched_at: When they were fetched, ISO 8601, UTC.
        content_type: The media type in the response.
        depth: The number of containers (ZIP, WARC, gzip …) around them.
    """

    source: str
    stream: BinaryIO
    name: str = ""
    url: str | None = None
    asked: str | None = None
    fetched_at: str | None = None
    content_type: str | None = None
    depth: int = 0


Read = Article | Resource | ReadError
# Takes a resource and the mapping of its columns to article fields ({"headline": "title"}). Yields articles, errors,
# and resources inside this one that must be read next.
Reader = Callable[[Resource, Mapping[str, str]], Iterator[Read]]


def printable(text: str) -> str:
    """`text` on one line, without passwords. A space replaces each control, invisible or direction character."""
    return without_password(characters.UNPRINTABLE.sub(" ", text).strip())


def without_password(url: str) -> str:
    """`url`, or a text with URLs, without user names and passwords before the host."""
    return _USERINFO.sub("", url)


def refusal(source: str, error: BaseException, stage: Stage) -> ReadError:
    """The ReadError for an exception that the system or a library raised.

    Args:
        source: The article.
        error: The exception.
        stage: What failed.
    """
    if isinstance(error, ReadError):
        return error
    if isinstance(error, TimeLimitReached):
        return LimitReached(source, str(error))
    if isinstance(error, MemoryError):
        return LimitReached(source, f"cannot be {stage}: there is not enough memory")
    if isinstance(error, OSError) and stage == "read":
        return ReadError(source, os_reason(error))
    reason = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    return InternalError(source, f"cannot be {stage} ({reason}{_place(error)})")


def _place(error: BaseException) -> str:
    """Where in this package `error` was raised: ", store/write.py line 82"."""
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
    page_starts: tuple[int, ...] = (),
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
        page_starts: As in `Article`.
        **metadata: Other fields of `quotes.model.METADATA`, in the form that `quotes.readers.metadata` gives them.

    Raises:
        ReadError: The text is empty or longer than LARGEST characters.
    """
    source = source or resource.source
    if not text.strip():
        raise ReadError(source, "has no text")
    if len(text) > LARGEST:
        raise ReadError(source, f"has a text of more than {LARGEST:,} characters")
    requested = resource.asked or resource.url
    url = url or (resource.url if source == resource.source else None)
    known: dict[str, Any] = metadata
    return Article(
        text=text,
        source=source,
        url=url,
        fetched_url=requested if requested != url else None,
        fetched_at=resource.fetched_at,
        raw_sha256=sha256(raw) if isinstance(raw, bytes) else raw,
        extractor=extractor,
        page_starts=page_starts,
        **known,
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
    """The bytes of `resource`.

    Raises:
        ReadError: There are more than `largest`, or they cannot be read.
    """
    try:
        data = resource.stream.read(largest + 1)
    except OSError as error:
        raise ReadError(resource.source, os_reason(error)) from error
    if len(data) > largest:
        raise ReadError(resource.source, f"is larger than {largest:,} bytes; split it into one file an article")
    return data


def sha256(data: bytes) -> str:
    """The SHA-256 of the bytes that an article was read from."""
    return hashlib.sha256(data).hexdigest()
