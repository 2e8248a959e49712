"""`quotes show`: one quotation and what is known of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Annotated

import typer

from quotes import archive
from quotes.cli.options import DATABASE, DatabaseOption
from quotes.cli.output import note, print_fields, quoted

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The quotation's id, as quotes search gives it.")]
KINDS = {
    "direct": "direct (exact words)",
    "partial": "partial (exact words, part of a sentence)",
    "paraphrase": "paraphrase (reported speech, nobody's exact words)",
}


def show(identity: IdArgument, db: DatabaseOption = DATABASE) -> None:
    """Print one quotation: the words, who said them, where they were printed, how the speaker was found."""
    with closing(archive.open(db)) as connection:
        found = _found(connection, identity.strip().lower())
        version = archive.version(connection, found.article.id, found.version)
    chain = [span.of(version.text) for span in found.chain] if version else []
    gone = f"no longer in the article since version {found.gone_since}" if found.gone_since else None
    mention = [found.mention.text] if found.mention else []
    print(quoted(found.text, found.kind), end="\n\n")
    print_fields(
        {
            "Speaker": found.speaker or "unknown",
            "Kind": KINDS[found.kind],
            "Note": gone,
            "Published": found.article.published,
            "Title": found.article.title,
            "Byline": found.article.byline,
            "Outlet": found.article.outlet,
            "Address": found.article.url,
            "Source": found.article.source,
            "Cue": found.cue and found.cue.text,
            "Named by": " → ".join(dict.fromkeys(mention + chain)) or None,
            "Confidence": f"{found.confidence:.2f}",
            "Decided by": found.step,
            "Id": found.id,
        }
    )


def _found(connection: sqlite3.Connection, identity: str) -> archive.StoredQuotation:
    """The quotation with this id, or the one that answers for it."""
    gone = archive.retired(connection, identity)
    if gone and gone.target:
        note(f"Note: {identity} is now {gone.target}: {gone.reason}")
    found = archive.quotation(connection, gone.target if gone and gone.target else identity)
    if found is None:
        raise ValueError(
            f"{identity} is no longer published: {gone.reason}"
            if gone
            else f"no quotation has the id {identity}; quotes search gives ids"
        )
    return found
