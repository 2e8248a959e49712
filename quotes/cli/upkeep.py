"""`quotes verify`, `backup`, `rebuild`: the database checked, copied, and made again."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

import quotes
from quotes import archive, ingestion
from quotes.cli.options import DATABASE, DatabaseOption
from quotes.cli.output import counted, line

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The copy to make; there must be none yet.")]


def verify(db: DatabaseOption = DATABASE) -> None:
    """Check every quotation against the text it was printed in, and everything else that the database promises.

    One line for each thing that is wrong, and then the exit status is 1. Nothing is changed.
    """
    with closing(archive.open(db)) as connection, archive.explained(db):
        problems = 0
        for problem in archive.verify(connection):
            print(line(problem))
            problems += 1
        if problems:
            raise typer.Exit(1)
        held = archive.coverage(connection)
    print(f"{line(str(db))}: {_held(held)}: nothing wrong")


def rebuild(db: DatabaseOption = DATABASE) -> None:
    """Make the database again from its articles and judgements, finding the quotations anew.

    For when a new version of Quotes finds more. Same articles, same judgements: same ids, same people. The old
    database is kept beside it, with `.old` after its name.
    """
    old = archive.rebuild_in_place(db, quotes.extract, extraction=ingestion.extraction())
    with closing(archive.open(db)) as connection:
        held = archive.coverage(connection)
    print(f"{line(str(db))}: {_held(held)}; before: {line(str(old))}")


def backup(file: FileArgument, db: DatabaseOption = DATABASE) -> None:
    """Copy the database as it is at this moment, while others may be writing to it, and check the copy."""
    archive.open(db).close()
    archive.copy(db, file)
    with closing(archive.open(file)) as connection, archive.explained(file):
        problem = next(iter(archive.verify(connection)), None)
        held = archive.coverage(connection)
    if problem:
        raise ValueError(f"{file}: the copy has what {db} has wrong; quotes verify --db {db} lists it: {problem}")
    print(f"{line(str(file))}: {_held(held)}: nothing wrong")


def _held(coverage: archive.Coverage) -> str:
    return f"{counted(coverage.articles, 'article')}, {counted(coverage.quotations, 'quotation')}"
