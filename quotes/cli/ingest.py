"""`quotes ingest`: articles and their quotations into the database."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import typer

from quotes import archive, reading
from quotes.cli.inputs import extracted
from quotes.cli.options import DATABASE, DatabaseOption, Paths, PipelineOption
from quotes.cli.output import complain, line
from quotes.reading import ReadError


def ingest(paths: Paths, db: DatabaseOption = DATABASE, pipeline: PipelineOption = None) -> None:
    """Store articles with their quotations and speakers in the database.

    An article that is there already is brought up to date; where nothing changed, nothing is written. One
    that cannot be read is reported and left out, and the exit status is 1.
    """
    failed: list[str] = []
    outcomes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    found = list(reading.find(paths))
    with closing(archive.create(db)) as database:
        for article, quotations in extracted(_progress(found), failed, pipeline):
            try:
                outcomes[archive.ingest(database, article, quotations)] += 1
            except archive.ArchiveError:
                raise
            except ValueError as error:
                complain(error)
                failed.append(str(error))
                continue
            kinds.update(quotation.kind for quotation in quotations)
    outcomes["failed"] = len(failed)
    print(f"{line(str(db))}: {_counted(outcomes, 'article')}; {_counted(kinds, 'quotation')}")
    if failed:
        raise typer.Exit(1)


def _counted(counts: Counter[str], noun: str) -> str:
    """ "3 articles (2 added, 1 unchanged)"."""
    total = counts.total()
    parts = ", ".join(f"{number} {name}" for name, number in counts.most_common() if number)
    return f"{total:,} {noun}{'' if total == 1 else 's'}" + (f" ({parts})" if parts else "")


def _progress(found: list[Path | ReadError]) -> Iterable[Path | ReadError]:
    """`found`, with a bar on standard error while it is consumed, if that is a terminal."""
    if not sys.stderr.isatty():
        return found
    from rich.console import Console
    from rich.progress import track

    return track(found, "Reading articles", console=Console(stderr=True), transient=True)
