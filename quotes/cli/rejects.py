"""`quotes rejects`: the articles that were not read."""

from __future__ import annotations

from quotes import store
from quotes.cli.options import DATABASE, DatabaseOption, FormatOption, LimitOption
from quotes.cli.output import Format, counted, day, note
from quotes.cli.records import print_records
from quotes.store.run_log import counts as kinds_of_rejects
from quotes.store.run_log import rejects as kept_rejects


def rejects(limit: LimitOption = 1000, form: FormatOption = Format.table, db: DatabaseOption = DATABASE) -> None:
    """List the articles that could not be read or were skipped, and why.

    `quotes ingest --rejected` reads them again. The kind is the cause: input (the file or the server), language (not
    English), limit (too much time or memory), or internal. Please report internal errors.
    """
    with store.opened(db) as connection:
        found = kept_rejects(connection, limit=limit)
        counts = kinds_of_rejects(connection)
    print_records(
        form,
        "reject",
        (each._asdict() for each in found),
        ("When", "Article", "Reason", "Kind"),
        ((day(each.at), each.source, each.reason, each.kind) for each in found),
    )
    if len(found) < sum(counts.values()):
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(counts.items()))
        note(f"Note: these are the first {limit:,} of {sum(counts.values()):,} ({kinds}); --limit shows more")
    if counts.get("internal"):
        note(f"Note: {counted(counts['internal'], 'reject')} of kind internal; please report these errors in Quotes")
