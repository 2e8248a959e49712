"""The articles that a command reads: files, folders, URLs and standard input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quotes import ingest, readers
from quotes.ingest import Task
from quotes.readers import Unit

if TYPE_CHECKING:
    from quotes.http import Fetcher

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT", help="Files, folders and URLs, in any format of `quotes formats`; - for standard input."
    ),
]
MapOption = Annotated[
    list[str],
    typer.Option(
        "--map", metavar="THEIRS=OURS", help="Read the column or field THEIRS as OURS, for example headline=title."
    ),
]
PrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Also fetch from this machine and private networks.")
]


def mapped(pairs: Iterable[str]) -> dict[str, str]:
    """Parse the values of --map.

    Args:
        pairs: Strings such as "headline=title".

    Returns:
        Our field for each of their columns.

    Raises:
        typer.BadParameter: A string is not THEIRS=OURS.
    """
    fields = {}
    for pair in pairs:
        theirs, _, ours = pair.partition("=")
        if not theirs or ours not in readers.FIELDS:
            raise typer.BadParameter(f"{pair!r} is not THEIRS=OURS; OURS is one of {', '.join(readers.FIELDS)}")
        fields[theirs] = ours
    return fields


@contextmanager
def opened(
    given: Iterable[str], task: Task, *, private: bool = False, db: Path | None = None
) -> Iterator[Iterator[Unit]]:
    """Read the inputs of a command.

    Args:
        given: Paths and URLs.
        task: The settings of the run.
        private: Whether private networks may be read.
        db: The database that the command has open, which cannot be an input.

    Yields:
        The units of the inputs, one after another.
    """
    found = ingest.find(given, db) if db else readers.find(given)
    if any(readers.is_url(each) for each in given):
        from quotes.http import Fetcher

        with Fetcher(allow_private=private) as fetcher:
            yield readers.units(found, task.fields, partial(_fetch, fetcher), time_limit=task.time_limit)
    else:
        yield readers.units(found, task.fields, time_limit=task.time_limit)


def _fetch(fetcher: Fetcher, url: str) -> readers.Resource:
    fetched = fetcher.fetch(url)
    assert fetched is not None, "without a condition, no response is 'not modified'"
    return fetched.resource


def size(given: Iterable[str]) -> int:
    """The total size in bytes of the files among the inputs."""
    return sum(_size(each) for each in readers.find(given) if isinstance(each, Path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
