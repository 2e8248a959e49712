"""From a path, an address or standard input to articles, through whatever they are packed in."""

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
from quotes.model import Article
from quotes.readers import language
from quotes.readers.base import DEEPEST, ReadError, Resource, all_bytes, printable, refusal
from quotes.readers.discovery import STDIN, name
from quotes.readers.formats import Format, recognise
from quotes.readers.normalization import tidy

_LARGEST = 50_000_000  # bytes of a file in a container that is one article; each format has its own limit below
_IN_MEMORY = 10_000_000

Fetch = Callable[[str], Resource | None]
T = TypeVar("T")


class Unit(NamedTuple):
    """What is read at one go: an article, or what holds just one; small enough to be sent to another process.

    origin: the path or address that was given. size: how many bytes of it this is, for those who wait.
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
    """All that is to be read in what `quotes.readers.find` found, in order; a file that holds many is read bit by bit.

    fields: which of a table's columns are which of an article's. fetch: gets an address, needed where there is one; it
    gives None for what need not be read. Of a feed at an address, the articles that it leads to are fetched too.
    time_limit: seconds of processor that finding one unit may take, after which the rest of a file is not read.
    """
    for each in found:
        if isinstance(each, ReadError):
            yield Unit(each.source, each)
            continue
        origin = name(each) if isinstance(each, Path) else printable(each)
        source = "standard input" if each == STDIN else origin
        for unit in _within(time_limit, source, _units_of(each, origin, fields, fetch)):
            yield Unit(origin, unit) if isinstance(unit, ReadError) else unit


def read_unit(unit: Unit, fields: Mapping[str, str], *, time_limit: float = math.inf) -> Iterator[Article | ReadError]:
    """The articles in `unit`, tidy and in English, and why others are not.

    time_limit: seconds of processor that reading one of them may take.
    """
    source = name(unit.what) if isinstance(unit.what, Path) else unit.what.source
    return _within(time_limit, source, _tidied(unit.what, fields))


def open_file(path: Path) -> Resource:
    """The file at `path`, to be closed by the caller. Raises OSError."""
    return Resource(name(path), cast(BinaryIO, path.open("rb")), path.name)


def _within(time_limit: float, source: str, stream: Iterator[T]) -> Iterator[T | ReadError]:
    """What `stream` gives, each found within so many seconds of processor; at the end, why it broke off, if it did."""
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
        assert fetch is not None, "addresses need something that fetches"
        yield from _fetched(found, fields, fetch)


def _tidied(what: Path | Resource | Article | ReadError, fields: Mapping[str, str]) -> Iterator[Article | ReadError]:
    for each in _read(what, fields):
        try:
            if not isinstance(each, ReadError):
                each = tidy(each)
                language.require_english(each.text, each.source)
            yield each
        except (Exception, limits.TimeLimitReached) as error:
            yield refusal(each.source, error, "read")


def _read(what: Path | Resource | Article | ReadError, fields: Mapping[str, str]) -> Iterator[Article | ReadError]:
    if isinstance(what, Article | ReadError):
        yield what
        return
    resource = open_file(what) if isinstance(what, Path) else what
    with closing(resource.stream):
        form = recognise(resource)
        assert form is not None, "a unit was recognised when it was made"
        yield from form.reader.read(resource, fields)


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
            yield Unit(origin, ReadError(origin, "has only links to articles; give its address, and they are fetched"))


def _of_resource(resource: Resource, origin: str, fields: Mapping[str, str]) -> Iterator[Unit]:
    for what in _expanded(resource, fields):
        yield Unit(origin, what)


def _fetched(url: str, fields: Mapping[str, str], fetch: Fetch) -> Iterator[Unit]:
    """What is at an address; where that is a feed, the articles in it and those that it leads to."""
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
        # In memory, as the stream may end with what it lies in.
        yield replace(resource, stream=io.BytesIO(all_bytes(resource, _LARGEST)))


def _inside(resource: Resource, form: Format, fields: Mapping[str, str]) -> Iterator[Resource | Article | ReadError]:
    """What lies in a file that holds many, and in those that it holds."""
    if resource.depth >= DEEPEST:
        raise ReadError(resource.source, f"is refused: it lies in {DEEPEST} containers already")
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
        raise ReadError(resource.source, "is in no format that is read; quotes formats lists them")
    return form


def _spooled(stream: IO[bytes]) -> BinaryIO:
    """All of what comes from a pipe, where it can be read again from its start."""
    spooled = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    while chunk := stream.read(1 << 20):
        spooled.write(chunk)
    spooled.seek(0)
    return cast(BinaryIO, spooled)
