"""The whole road of an article: read, extracted, stored. What the commands that take articles are made of."""

from __future__ import annotations

from quotes.ingest.extractor_version import extraction
from quotes.ingest.pipeline import REFUSED, Event, find, foresee, ingest
from quotes.ingest.workers import Done, Task, articles, extracted, searched

__all__ = [
    "REFUSED",
    "Done",
    "Event",
    "Task",
    "articles",
    "extracted",
    "extraction",
    "find",
    "foresee",
    "ingest",
    "searched",
]
