"""`quotes rebuild`: the database again, from its articles and decisions."""

from __future__ import annotations

import typer

from quotes import ingest, store
from quotes.cli.authority import known_genders
from quotes.cli.options import (
    DATABASE,
    TIME_LIMIT,
    AuthorityOption,
    DatabaseOption,
    TextFormatOption,
    TimeLimitOption,
)
from quotes.cli.output import TextFormat, complain, line
from quotes.cli.records import print_held
from quotes.cli.reports import failure
from quotes.ingest import Task
from quotes.model import Article, Quotation
from quotes.readers import ReadError


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
