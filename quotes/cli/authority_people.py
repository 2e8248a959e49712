"""`quotes authority load`: people of authority files."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from quotes import store
from quotes.cli.options import DATABASE, DatabaseOption
from quotes.cli.output import counted, line
from quotes.names import authority
from quotes.store import evidence

app = typer.Typer(rich_markup_mode="markdown")


@app.callback()
def main() -> None:
    """Load lists of people in public office, such as a parliament.

    An authority file tells which full names are one person, and who held an office on a date. A file of presidents,
    heads of state and government, and members of the Congress of the United States is in the package.
    """


@app.command()
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The authority file.", exists=True, dir_okay=False)],
    db: DatabaseOption = DATABASE,
) -> None:
    """Load an authority file into the database: Popolo JSON, FollowTheMoney entities, CSV, or JSON lines.

    People with the same id as in an earlier file replace those. docs/corrections.md describes the formats.
    """
    try:
        people = authority.read(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{file}: cannot be read as an authority file: {error}") from error
    with closing(store.create(db)) as database:
        loaded = evidence.load(database, people, file.name)
    print(f"{line(str(db))}: {counted(loaded, 'person').replace('persons', 'people')} of {line(str(file))} loaded")
