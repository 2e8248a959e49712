"""Reads, extracts and stores articles, for the commands that take articles."""

from __future__ import annotations

from quotes.ingest.extractor_version import extraction
from quotes.ingest.pipeline import REFUSED, Event, find, ingest, preview
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
    "ingest",
    "preview",
    "searched",
]
