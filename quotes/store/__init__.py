"""The archive: articles, quotations and speakers in one SQLite file.

`create` and `ingest` write. `open` and the other functions read, from any `sqlite3.Connection`. Nothing here needs the
extractor, and reading needs only the standard library.

sqlite-utils creates the tables and indexes, and writes single rows: decisions, rejects, other sources. Statements that
run for every article, or that change many rows at once, are plain SQL. sqlite-utils reads the schema before each row,
and it cannot update several rows, nor a row by another key than its own.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from quotes.store.database import changing, copy, create, open, opened
from quotes.store.errors import ArchiveError, explained, is_damage
from quotes.store.queries import (
    Coverage,
    Gone,
    Mark,
    Named,
    Portrait,
    Printed,
    Role,
    StoredArticle,
    StoredQuotation,
    StoredSpeaker,
    Version,
    article,
    coverage,
    former_speaker,
    printings,
    quotation,
    retired,
    speaker,
    speakers,
    version,
    versions,
)
from quotes.store.search.quotations import Hit, Results, search

if TYPE_CHECKING:
    from quotes.store.integrity import verify
    from quotes.store.maintenance import dump, rebuild, rebuild_in_place
    from quotes.store.write import Outcome, ingest, is_current, preview, revisit

__all__ = [
    "ArchiveError",
    "Coverage",
    "Gone",
    "Hit",
    "Mark",
    "Named",
    "Outcome",
    "Portrait",
    "Printed",
    "Results",
    "Role",
    "StoredArticle",
    "StoredQuotation",
    "StoredSpeaker",
    "Version",
    "article",
    "changing",
    "copy",
    "coverage",
    "create",
    "dump",
    "explained",
    "former_speaker",
    "ingest",
    "is_current",
    "is_damage",
    "open",
    "opened",
    "preview",
    "printings",
    "quotation",
    "rebuild",
    "rebuild_in_place",
    "retired",
    "revisit",
    "search",
    "speaker",
    "speakers",
    "verify",
    "version",
    "versions",
]

# Imported when they are first used, so that commands that only read start faster.
_LATER = {
    "verify": "integrity",
    **dict.fromkeys(("dump", "rebuild", "rebuild_in_place"), "maintenance"),
    **dict.fromkeys(("Outcome", "ingest", "is_current", "preview", "revisit"), "write"),
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(f"quotes.store.{_LATER[name]}"), name)
    raise AttributeError(f"module 'quotes.store' has no attribute {name!r}")
