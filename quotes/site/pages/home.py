"""The first page: what there is, and how it came about."""

from __future__ import annotations

import sqlite3

from quotes import store
from quotes.model import UNVERIFIED
from quotes.site.accuracy import CONFIDENCE, RESULTS
from quotes.site.page_content import SITE, Page, Visit
from quotes.site.result_rows import entries
from quotes.store import listings


def front(connection: sqlite3.Connection, visit: Visit) -> Page:
    """What there is, the newest, and who is quoted most."""
    return Page(
        "front.html",
        f"{SITE}: who said what, when, and where it was printed",
        {
            "coverage": store.coverage(connection),
            "newest": entries(connection, listings.newest(connection, limit=8), counted=True),
            "speakers": listings.most_quoted(connection, limit=12),
            "path": "/",
        },
    )


def about(connection: sqlite3.Connection, visit: Visit) -> Page:
    """How it works, how accurate it is, and how to report a mistake."""
    return Page(
        "about.html",
        f"About – {SITE}",
        {
            "coverage": store.coverage(connection),
            "results": RESULTS,
            "confidence": CONFIDENCE,
            "unverified": round(UNVERIFIED * 100),
            "path": "/about",
        },
    )
