"""`quotes judgements`: all decisions, to keep or to load."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from quotes import store
from quotes.cli.decision_records import print_decisions
from quotes.cli.options import DATABASE, DatabaseOption, FormatOption
from quotes.cli.output import Format, line
from quotes.store import corrections, decisions


def judgements(
    load: Annotated[
        Path | None, typer.Option("--load", metavar="FILE", help="Load the decisions in this file.", exists=True)
    ] = None,
    form: FormatOption = Format.jsonl,
    db: DatabaseOption = DATABASE,
) -> None:
    """Print all decisions as JSON lines, or load them into a database.

    Loading twice changes nothing. You can load decisions before or after you ingest the articles. Only JSON lines can
    be loaded.
    """
    if load is None:
        with store.opened(db) as connection:
            print_decisions(form, decisions.decisions(connection), corrections.slugs(connection))
        return
    try:
        # Read first, because the database could be this same file.
        with load.open(encoding="utf-8") as file:
            lines = list(file)
        with closing(store.create(db)) as database:
            count = decisions.load(database, lines)
    except store.ArchiveError:
        raise
    except ValueError as error:
        raise ValueError(f"{load}: {error}") from error
    print(f"{line(str(db))}: {count:,} decision{'' if count == 1 else 's'} loaded")
