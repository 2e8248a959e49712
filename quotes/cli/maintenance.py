"""`quotes verify`, `backup`, `rebuild`: check, copy and rebuild the database."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from quotes import ingest, store
from quotes.cli.authority_people import known_genders
from quotes.cli.options import (
    DATABASE,
    TIME_LIMIT,
    AuthorityOption,
    DatabaseOption,
    TextFormatOption,
    TimeLimitOption,
)
from quotes.cli.output import TextFormat, complain, counted, line, print_result
from quotes.cli.reports import failure
from quotes.ingest import Task
from quotes.model import Article, Quotation
from quotes.readers import ReadError

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The copy to make. The file must not exist yet.")]


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


def rebuild(
    time_limit: TimeLimitOption = TIME_LIMIT,
    no_authority: AuthorityOption = False,
    form: TextFormatOption = TextFormat.text,
    db: DatabaseOption = DATABASE,
) -> None:
    """Rebuild the database from its articles and decisions. All quotations are extracted again.

    Use this after an upgrade that finds more. Ids, decisions and speakers stay the same. The old database is kept, with
    `.old` after its name. An article that cannot be searched again keeps its quotations and is reported. `quotes
    rejects` lists it, and the exit status is 1. With --no-authority, no authority file is copied.
    """
    failed = 0

    def report(refusal: ReadError) -> None:
        nonlocal failed
        failed += 1
        complain(failure(refusal.source, f"{refusal.reason}; it keeps its quotations", refusal.kind))

    def extract(article: Article) -> list[Quotation]:
        return ingest.searched([article], task)[0]

    with store.changing(db) as database:
        genders = known_genders(database, no_authority=no_authority)
    task = Task({}, genders=genders, extraction=ingest.extraction(genders=genders), time_limit=time_limit)
    old = store.rebuild_in_place(db, extract, extraction=task.extraction, report=report, authority=not no_authority)
    with store.opened(db) as connection:
        held = store.coverage(connection)
    print_held(form, db, held, f"; before: {line(str(old))}", before=str(old))
    if failed:
        raise typer.Exit(1)


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


def print_held(form: TextFormat, db: Path, held: store.Coverage, end: str, **more: str | int) -> None:
    """Print how much a database holds.

    Args:
        form: The form.
        db: The database file.
        held: What it holds.
        end: The end of the sentence for people.
        more: More fields of the record for programs.
    """
    record = {"database": str(db), "articles": held.articles, "quotations": held.quotations, **more}
    counts = f"{counted(held.articles, 'article')}, {counted(held.quotations, 'quotation')}"
    print_result(form, record, f"{line(str(db))}: {counts}{end}")
