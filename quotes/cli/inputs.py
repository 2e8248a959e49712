"""The articles that a command is given, in whatever they lie."""

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
        metavar="INPUT", help="Files, folders and addresses, in any format of `quotes formats`; - for standard input."
    ),
]
MapOption = Annotated[
    list[str],
    typer.Option("--map", metavar="THEIRS=OURS", help="Their column or field THEIRS is our OURS, as headline=title."),
]
PrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Fetch from this machine and private networks too.")
]


def mapped(pairs: Iterable[str]) -> dict[str, str]:
    """Which of their columns are which of ours. Raises a usage error for what is no such pair."""
    fields = {}
    for pair in pairs:
        theirs, _, ours = pair.partition("=")
        if not theirs or ours not in readers.FIELDS:
            raise typer.BadParameter(f"{pair!r} is not THEIRS=OURS; ours are {', '.join(readers.FIELDS)}")
        fields[theirs] = ours
    return fields


@contextmanager
def opened(
    given: Iterable[str], task: Task, *, private: bool = False, db: Path | None = None
) -> Iterator[Iterator[Unit]]:
    """The units in what a command was given. db: the database that it has open, if it has one."""
    found = ingest.find(given, db) if db else readers.find(given)
    if any(readers.is_address(each) for each in given):
        from quotes.http import Fetcher

        with Fetcher(allow_private=private) as fetcher:
            yield readers.units(found, task.fields, partial(_fetch, fetcher), time_limit=task.time_limit)
    else:
        yield readers.units(found, task.fields, time_limit=task.time_limit)


def _fetch(fetcher: Fetcher, url: str) -> readers.Resource:
    fetched = fetcher.fetch(url)
    assert fetched is not None, "nothing is unchanged where no condition was given"
    return fetched.resource


def size(given: Iterable[str]) -> int:
    """How many bytes there are to read in the files among what a command was given."""
    return sum(_size(each) for each in readers.find(given) if isinstance(each, Path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
