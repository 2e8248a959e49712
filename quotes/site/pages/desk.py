"""The desk of editors: what waits for a decision, and what was decided."""

from __future__ import annotations

import sqlite3

from quotes.names.resolver import is_node, words_of
from quotes.site.page_content import SITE, Page, Visit, missing
from quotes.site.result_rows import entries
from quotes.store import listings
from quotes.store.corrections import latest, slugs, suggestions

_UNSURE = 10
_SUGGESTED = 10
_LATEST = 30


def desk(connection: sqlite3.Connection, visit: Visit) -> Page:
    """Unverified attributions, possible duplicates, and the latest decisions."""
    if visit.editor is None:
        return missing("There is no page at this URL.")
    pairs = suggestions(connection)
    decided = latest(connection, limit=_LATEST) if "decisions" in visit.tables else []
    actions: dict[int, list[object]] = {}
    for each in decided:
        actions.setdefault(each.action_number, []).append(each._replace(name=_name(each.name), other=_name(each.other)))
    return Page(
        "desk.html",
        f"Desk – {SITE}",
        {
            "path": "/desk",
            "unsure": entries(connection, listings.unsure(connection, limit=_UNSURE)),
            "pairs": pairs[:_SUGGESTED],
            "pairs_total": len(pairs),
            "slugs": slugs(connection) if pairs else {},
            "actions": actions,
        },
    )


def _name(given: str | None) -> str | None:
    """A name as people write it. Nobody in the archive has the name of a key."""
    return words_of(given) if given and is_node(given) else given
