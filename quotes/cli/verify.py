"""`quotes verify`: the errors of a database."""

from __future__ import annotations

import typer

from quotes import store
from quotes.cli.options import (
    DATABASE,
    DatabaseOption,
    TextFormatOption,
)
from quotes.cli.output import TextFormat, line, print_result
from quotes.cli.records import print_held


def verify(form: TextFormatOption = TextFormat.text, db: DatabaseOption = DATABASE) -> None:
    """Compare every quotation with its article, and check the rest of the database.

    Each problem is one line, and the exit status is then 1. Nothing is changed.
    """
    with store.opened(db) as connection, store.explained(db):
        problems = 0
        for problem in store.verify(connection):
            print_result(form, {"database": str(db), "problem": problem}, line(problem))
            problems += 1
        if problems:
            raise typer.Exit(1)
        held = store.coverage(connection)
    print_held(form, db, held, ": nothing wrong")
