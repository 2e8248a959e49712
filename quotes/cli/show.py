"""`quotes show`: one quotation and what is known of it."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from quotes import archive
from quotes.cli.options import DATABASE, DatabaseOption
from quotes.cli.output import print_fields, quoted

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The quotation's id, as quotes search gives it.")]
KINDS = {
    "direct": "direct (exact words)",
    "partial": "partial (exact words, part of a sentence)",
    "paraphrase": "paraphrase (reported speech, nobody's exact words)",
}


def show(identity: IdArgument, db: DatabaseOption = DATABASE) -> None:
    """Print one quotation: the words, who said them, where they were printed, how the speaker was found."""
    with closing(archive.open(db)) as connection:
        found = archive.quotation(connection, identity.strip().lower())
        if found is None:
            raise ValueError(f"no quotation has the id {identity}; quotes search gives ids")
        article = archive.article(connection, found.article.id)
    chain = [span.of(article.text) for span in found.chain] if article else []
    mention = [found.mention.text] if found.mention else []
    print(quoted(found.text, found.kind), end="\n\n")
    print_fields(
        {
            "Speaker": found.speaker or "unknown",
            "Kind": KINDS[found.kind],
            "Published": found.article.published,
            "Title": found.article.title,
            "Byline": found.article.byline,
            "Outlet": found.article.outlet,
            "Address": found.article.url,
            "Source": found.article.source,
            "Cue": found.cue and found.cue.text,
            "Named by": " → ".join(mention + chain) or None,
            "Confidence": f"{found.confidence:.2f}",
            "Decided by": found.step,
            "Id": found.id,
        }
    )
