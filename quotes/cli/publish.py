"""`quotes publish-copy`: a copy of the database for a server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quotes import store
from quotes.cli.options import DATABASE, DatabaseOption
from quotes.cli.output import counted, line
from quotes.store.maintenance import publish

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The copy to make or to replace.")]


def publish_copy(file: FileArgument, db: DatabaseOption = DATABASE) -> None:
    """Make a compact, checked, read-only copy of the database for a server.

    An existing FILE is replaced in one step. If the database has an error, FILE is not changed. docs/publish.md shows
    how to serve the copy.
    """
    publish(db, file)
    with store.opened(file) as connection:
        held = store.coverage(connection)
    size = file.stat().st_size / 1e6
    print(
        f"{line(str(file))}: {counted(held.articles, 'article')}, {counted(held.quotations, 'quotation')},"
        f" {size:,.1f} MB: nothing wrong"
    )
