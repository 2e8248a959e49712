"""From a path, an address or standard input to articles, through whatever they are packed in."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple, cast

from quotes.article import Article
from quotes.reading import language
from quotes.reading.finding import STDIN, is_address, name, reason
from quotes.reading.formats import Format, recognise
from quotes.reading.resource import DEEPEST, ReadError, Resource, all_bytes
from quotes.reading.tidying import tidy

_LARGEST = 50_000_000  # bytes of a file in a container that is one article; each format has its own limit below
_IN_MEMORY = 10_000_000

Fetch = Callable[[str], Resource | None]


class Unit(NamedTuple):
    """What is read at one go: an article, or what holds just one; small enough to be sent to another process.

    origin: the path or address that was given. size: how many bytes of it this is, for those who wait.
    """

    origin: str
    what: Path | Resource | Article | ReadError
    size: int = 0


def units(
    found: Iterable[Path | str | ReadError], fields: Mapping[str, str], fetch: Fetch | None = None
) -> Iterator[Unit]:
    """All that is to be read in what `quotes.reading.find` found, in order; a file that holds many is read bit by bit.

    fields: which of a table's columns are which of an article's. fetch: gets an address, needed where there is one; it
    gives None for what need not be read. Of a feed at an address, the articles that it leads to are fetched too.
    """
    for each in found:
        if isinstance(each, ReadError):
            yield Unit(each.source, each)
            continue
        origin = name(each) if isinstance(each, Path) else each
        try:
            if isinstance(each, Path) and each.is_fifo():
                with each.open("rb") as piped, _spooled(piped) as stream:
                    yield from _of_resource(Resource(origin, stream, each.name), origin, fields)
            elif isinstance(each, Path):
                yield from _of_file(each, origin, fields)
            elif each == STDIN:
                with _spooled(sys.stdin.buffer) as stream:
                    yield from _of_resource(Resource("standard input", stream), origin, fields)
            else:
                assert fetch is not None, "addresses need something that fetches"
                yield from _fetched(each, fields, fetch)
        except ReadError as error:
            # An address with a password in it is not kept.
            yield Unit(error.source if is_address(origin) else origin, error)
        except Exception as error:
            yield Unit(origin, _unread(origin, error))


def read_unit(unit: Unit, fields: Mapping[str, str]) -> Iterator[Article | ReadError]:
    """The articles in `unit`, tidy and in English, and why others are not."""
    for each in _read(unit.what, fields):
        try:
            if not isinstance(each, ReadError):
                each = tidy(each)
                language.require_english(each.text, each.source)
            yield each
        except ReadError as error:
            yield error


def open_file(path: Path) -> Resource:
    """The file at `path`, to be closed by the caller. Raises OSError."""
    return Resource(name(path), cast(BinaryIO, path.open("rb")), path.name)


def _read(what: Path | Resource | Article | ReadError, fields: Mapping[str, str]) -> Iterator[Article | ReadError]:
    if isinstance(what, Article | ReadError):
        yield what
        return
    try:
        resource = open_file(what) if isinstance(what, Path) else what
        with closing(resource.stream):
            form = recognise(resource)
            assert form is not None, "a unit was recognised when it was made"
            yield from form.reader.read(resource, fields)
    except ReadError as error:
        yield error
    except Exception as error:
        yield _unread(name(what) if isinstance(what, Path) else what.source, error)


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
        except ReadError as error:
            yield error
        except Exception as error:
            yield _unread(each.source, error)


def _unread(source: str, error: Exception) -> ReadError:
    """What is said where the system, or a library that met what it does not expect, raises `error`: no run ends so."""
    if isinstance(error, OSError):
        return ReadError(source, reason(error))
    return ReadError(source, f"cannot be read ({type(error).__name__}: {' '.join(str(error).split())[:200]})")


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
