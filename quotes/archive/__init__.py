"""The archive: articles, quotations and speakers in one SQLite file.

`create` and `ingest` write; `open` and everything else read, from any `sqlite3.Connection`. Nothing here
needs the extractor, and reading needs no more than the standard library.
"""

from __future__ import annotations

from quotes.archive.files import ArchiveError, create, open
from quotes.archive.finding import Hit, Results, search
from quotes.archive.reading import (
    Coverage,
    Mark,
    Named,
    Portrait,
    Printed,
    Role,
    StoredArticle,
    StoredQuotation,
    StoredSpeaker,
    article,
    coverage,
    quotation,
    speaker,
    speakers,
)
from quotes.archive.writing import Outcome, ingest

__all__ = [
    "ArchiveError",
    "Coverage",
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
    "article",
    "coverage",
    "create",
    "ingest",
    "open",
    "quotation",
    "search",
    "speaker",
    "speakers",
]
