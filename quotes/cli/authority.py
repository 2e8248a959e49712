"""`quotes authority load`: people of authority files."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quotes import store
from quotes.cli.options import DATABASE, DatabaseOption, TextFormatOption
from quotes.cli.output import TextFormat, line, print_result
from quotes.names import authority
from quotes.store.identity import authority_files, evidence

if TYPE_CHECKING:
    from sqlite_utils import Database

app = typer.Typer(rich_markup_mode=None)


@app.callback()
def main() -> None:
    """Load lists of people in public office, such as a parliament.

    An authority file has the full names of people and the dates of their offices. The package contains a file with
    presidents, heads of state and government, and members of the Congress of the United States.
    """


def known_genders(database: Database, *, no_authority: bool) -> dict[str, str]:
    """The genders in the authority files of an archive, with the packaged one loaded; none with --no-authority."""
    if no_authority:
        return {}
    evidence.load_packaged(database)
    return authority_files.genders(database.conn)


@app.command()
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The authority file.", exists=True, dir_okay=False)],
    form: TextFormatOption = TextFormat.text,
    db: DatabaseOption = DATABASE,
) -> None:
    """Load an authority file into the database: Popolo JSON, FollowTheMoney entities, CSV, or JSON lines.

    A person with the same id as one of an earlier file replaces that one. docs/corrections.md describes the formats.
    """
    try:
        people = authority.read(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{file}: cannot be read as an authority file: {error}") from error
    with closing(store.create(db)) as database:
        loaded = evidence.load(database, people, file.name)
    people_loaded = f"{loaded:,} {'person' if loaded == 1 else 'people'}"
    print_result(
        form,
        {"database": str(db), "file": str(file), "people": loaded},
        f"{line(str(db))}: {people_loaded} of {line(str(file))} loaded",
    )
