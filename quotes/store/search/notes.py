"""What the reader of a list of results must know: how the query was understood, and what is left out."""

from __future__ import annotations

import sqlite3
from typing import Literal, NamedTuple

from quotes.store.queries import present_slug, rows, speakers
from quotes.store.search.fulltext import Query, repairs, typed


class Note(NamedTuple):
    """A clause, without a full stop. `about` is the part of the search that it concerns."""

    about: Literal["words", "speaker", "merged", "outlet", "dates", "order"]
    text: str


def notes(connection: sqlite3.Connection, words: str, query: Query, *, found: bool) -> list[Note]:
    """What is to be said of a search.

    Args:
        connection: The archive.
        words: The query as it was typed.
        query: The same, parsed, with the fields that were given beside it.
        found: Whether there are results.
    """
    said = []
    if changes := repairs(words):
        understood = f"understood as {form}: " if (form := typed(query)) else ""
        said.append(Note("words", understood + "; ".join(changes)))
    if query.speaker and (slug := present_slug(connection, query.speaker)) not in (None, query.speaker):
        said.append(Note("merged", f"{query.speaker!r} is now {slug!r}"))
    elif query.speaker and not found and not speakers(connection, query.speaker, limit=1):
        said.append(Note("speaker", f"no speaker is named {query.speaker!r}"))
    if not found:
        said += outlet_notes(connection, query.outlet)
    if query.since or query.until:
        ((undated,),) = rows(connection, "select count(*) from articles where published is null")
        if undated:
            are = "article without a date is" if undated == 1 else "articles without a date are"
            said.append(Note("dates", f"{undated:,} {are} left out"))
    return said


def outlet_notes(connection: sqlite3.Connection, name: str | None) -> list[Note]:
    """What is to be said of a list that has only one outlet: nothing, or that no outlet has this name."""
    if not name or rows(connection, "select 1 from articles where outlet = ? collate nocase limit 1", [name]):
        return []
    return [Note("outlet", f"no outlet is named {name!r}")]
