"""`quotes publish-copy`: a copy of the database for a server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quotes import store
from quotes.cli.options import DATABASE, DatabaseOption, TextFormatOption
from quotes.cli.output import TextFormat
from quotes.cli.records import print_held
from quotes.store.publication import publish

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The copy to make, or an older one to replace.")]


def publish_copy(
    file: FileArgument,
    keep_originals: Annotated[
        bool, typer.Option("--keep-originals", help="Also publish the files and pages that articles were read from.")
    ] = False,
    form: TextFormatOption = TextFormat.text,
    db: DatabaseOption = DATABASE,
) -> None:
    """Make a compact, checked, read-only copy of the database for a server.

    An older copy is replaced in one step, but no other file. If the database has an error, FILE is not changed.
    docs/publish.md shows how to serve the copy.
    """
    publish(db, file, keep_originals=keep_originals)
    with store.opened(file) as connection:
        held = store.coverage(connection)
    size = file.stat().st_size
    print_held(form, file, held, f", {size / 1e6:,.1f} MB: nothing wrong", bytes=size)
