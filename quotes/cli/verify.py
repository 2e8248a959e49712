"""`quotes verify`: whether the database holds what it promises."""

from __future__ import annotations

from contextlib import closing

import typer

from quotes import archive
from quotes.cli.options import DATABASE, DatabaseOption
from quotes.cli.output import line


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
    print(f"{line(str(db))}: {held.articles:,} articles, {held.quotations:,} quotations: nothing wrong")
