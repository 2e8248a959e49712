"""From paths, URLs and standard input to articles, through all containers."""

from __future__ import annotations

import io
import math
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple, TypeVar, cast

from quotes import limits
from quotes.model import Article, Original
from quotes.readers import language
from quotes.readers.base import DEEPEST, ReadError, Resource, all_bytes, printable, refusal
from quotes.readers.discovery import STDIN, name
from quotes.readers.formats import Format, recognise
from quotes.readers.normalization import tidy

_LARGEST = 50_000_000  # bytes of a file inside a container; each format has a lower limit of its own
_IN_MEMORY = 10_000_000
LARGEST_ORIGINAL = 100_000_000  # bytes of a file that is kept

Fetch = Callable[[str], Resource | None]
T = TypeVar("T")


class Unit(NamedTuple):
    """What is read at once: one article, or a file that holds one. Small enough to send to another process.

    Attributes:
        origin: The path or URL on the command line.
        what: The article, the file, its bytes, or the error.
        size: Its bytes, for the progress display.
    """

    origin: str
    what: Path | Resource | Article | ReadError
    size: int = 0


def units(
    found: Iterable[Path | str | ReadError],
    fields: Mapping[str, str],
    fetch: Fetch | None = None,
    *,
    time_limit: float = math.inf,
) -> Iterator[Unit]:
    """All units in what `quotes.readers.find` found, in order. Files with several articles are streamed.

    Args:
        found: Paths, URLs and errors.
        fields: The mapping of columns to article fields.
        fetch: Fetches a URL; None if it is unchanged. Articles that a fetched feed links to are fetched too.
        time_limit: Seconds of processor time to find one unit. After that, the rest of the file is not read.
    """
    for each in found:
        if isinstance(each, ReadError):
            yield Unit(each.source, each)
            continue
        origin = name(each) if isinstance(each, Path) else printable(each)
        source = "standard input" if each == STDIN else origin
        for unit in _within(time_limit, source, _units_of(each, origin, fields, fetch)):
            yield Unit(origin, unit) if isinstance(unit, ReadError) else unit


def read_unit(
    unit: Unit, fields: Mapping[str, str], *, time_limit: float = math.inf, keep_original: bool = False
) -> Iterator[Article | ReadError]:
    """The articles in `unit`, normalised, and an error for each that cannot be read or is not in English.

    Args:
        unit: What to read.
        fields: The mapping of columns to article fields.
        time_limit: Seconds of processor time to read one article.
        keep_original: Whether an article has its file or page. An entry of a feed or a row of a table has none, nor has
            a file larger than `LARGEST_ORIGINAL`.
    """
    source = name(unit.what) if isinstance(unit.what, Path) else unit.what.source
    return _within(time_limit, source, _tidied(unit.what, fields, keep_original))


def open_file(path: Path) -> Resource:
    """The file at `path`, which the caller must close. Raises OSError."""
    return Resource(name(path), cast(BinaryIO, path.open("rb")), path.name)


def _within(time_limit: float, source: str, stream: Iterator[T]) -> Iterator[T | ReadError]:
    """The items of `stream`, with a limit of processor seconds for each; last the error that stopped it, if any."""
    while True:
        try:
            with limits.limited(time_limit):
                each = next(stream, None)
        except (Exception, limits.TimeLimitReached) as error:
            yield refusal(source, error, "read")
            return
        if each is None:
            return
        yield each


def _units_of(found: Path | str, origin: str, fields: Mapping[str, str], fetch: Fetch | None) -> Iterator[Unit]:
    if isinstance(found, Path) and found.is_fifo():
        with found.open("rb") as piped, _spooled(piped) as stream:
            yield from _of_resource(Resource(origin, stream, found.name), origin, fields)
    elif isinstance(found, Path):
        yield from _of_file(found, origin, fields)
    elif found == STDIN:
        with _spooled(sys.stdin.buffer) as stream:
            yield from _of_resource(Resource("standard input", stream), origin, fields)
    else:
        assert fetch is not None, "URLs need a function that fetches"
        yield from _fetched(found, fields, fetch)


def _tidied(
    what: Path | Resource | Article | ReadError, fields: Mapping[str, str], keep_original: bool
) -> Iterator[Article | ReadError]:
    for each in _read(what, fields, keep_original):
        try:
            if not isinstance(each, ReadError):
                each = tidy(each)
                language.require_english(each.text, each.source)
            yield each
        except (Exception, limits.TimeLimitReached) as error:
            yield refusal(each.source, error, "read")


def _read(
    what: Path | Resource | Article | ReadError, fields: Mapping[str, str], keep_original: bool
) -> Iterator[Article | ReadError]:
    if isinstance(what, Article | ReadError):
        yield what
        return
    resource = open_file(what) if isinstance(what, Path) else what
    with closing(resource.stream):
        form = recognise(resource)
        assert form is not None, "a unit was recognised when it was made"
        original = _original(resource, form) if keep_original else None
        for each in form.reader.read(resource, fields):
            yield replace(each, original=original) if isinstance(each, Article) else each


def _original(resource: Resource, form: Format) -> Original | None:
    """The file itself, and the ending of its name; that of its format if it has no name."""
    data = resource.stream.read(LARGEST_ORIGINAL + 1)
    resource.stream.seek(0)
    endings = (each for each in form.endings if resource.name.lower().endswith(each))
    return Original(data, next(endings, form.endings[0])) if len(data) <= LARGEST_ORIGINAL else None


def _of_file(path: Path, origin: str, fields: Mapping[str, str]) -> Iterator[Unit]:
    with closing((resource := open_file(path)).stream):
        size = os.fstat(resource.stream.fileno()).st_size
        form = _recognised(resource)
        if not form.many:
            yield Unit(origin, path, size)
            return
        done = units = 0
        for what in _inside(resource, form, fields):
            at = max(done, min(size, resource.stream.tell()))
            yield Unit(origin, what, at - done)
            done, units = at, units + 1
        if form.links and not units:
            yield Unit(origin, ReadError(origin, "has only links to articles; give the URL of the feed to fetch them"))


def _of_resource(resource: Resource, origin: str, fields: Mapping[str, str]) -> Iterator[Unit]:
    for what in _expanded(resource, fields):
        yield Unit(origin, what)


def _fetched(url: str, fields: Mapping[str, str], fetch: Fetch) -> Iterator[Unit]:
    """The units at a URL; for a feed, its articles and those that it links to."""
    resource = fetch(url)
    if resource is None:
        return
    yield from _of_resource(resource, url, fields)
    resource.stream.seek(0)
    form = _recognised(resource)
    if form.links:
        for link in form.reader.links(resource):
            try:
                page = fetch(link.url)
                if page is not None:
                    yield from _of_resource(page, link.url, fields)
            except ReadError as error:
                yield Unit(error.source, error)


def _expanded(resource: Resource, fields: Mapping[str, str]) -> Iterator[Resource | Article | ReadError]:
    form = _recognised(resource)
    if form.many:
        yield from _inside(resource, form, fields)
    else:
        # In memory: the stream may close with its container.
        yield replace(resource, stream=io.BytesIO(all_bytes(resource, _LARGEST)))


def _inside(resource: Resource, form: Format, fields: Mapping[str, str]) -> Iterator[Resource | Article | ReadError]:
    """The contents of a file that holds several articles, and of the containers inside it."""
    if resource.depth >= DEEPEST:
        raise ReadError(resource.source, f"is refused: it is inside {DEEPEST} nested containers")
    for each in form.reader.read(resource, fields):
        if not isinstance(each, Resource):
            yield each
            continue
        try:
            yield from _expanded(each, fields)
        except (Exception, limits.TimeLimitReached) as error:
            yield refusal(each.source, error, "read")


def _recognised(resource: Resource) -> Format:
    form = recognise(resource)
    if not resource.stream.read(1):
        raise ReadError(resource.source, "is empty")
    resource.stream.seek(0)
    if form is None:
        raise ReadError(resource.source, "is not in a known format; `quotes formats` lists the formats")
    return form


def _spooled(stream: IO[bytes]) -> BinaryIO:
    """All bytes of a pipe, as a seekable stream."""
    spooled = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    while chunk := stream.read(1 << 20):
        spooled.write(chunk)
    spooled.seek(0)
    return cast(BinaryIO, spooled)
