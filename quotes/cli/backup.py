"""`quotes backup`: a checked copy of the database."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from quotes import store
from quotes.cli.options import DATABASE, DatabaseOption, TextFormatOption
from quotes.cli.output import TextFormat
from quotes.cli.records import print_held

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The copy to make. The file must not exist yet.")]


def backup(file: FileArgument, form: TextFormatOption = TextFormat.text, db: DatabaseOption = DATABASE) -> None:
    """Make a checked copy of the database, also while another process writes to it."""
    store.open(db).close()
    store.copy(db, file)
    with store.explained(file, db), closing(store.open(file)) as connection:
        problem = next(iter(store.verify(connection)), None)
        held = store.coverage(connection)
    if problem:
        raise ValueError(f"{file}: the copy has the errors of {db}, which quotes verify --db {db} lists: {problem}")
    print_held(form, file, held, ": nothing wrong")
