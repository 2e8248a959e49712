"""The title and the date that stand on lines of their own where a plain text begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from quotes.readers import metadata
from quotes.text import dates

_LONGEST_TITLE = 120
_LONGEST_DATE = 60
_LINES = 10
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b", re.I)
_UPDATED = re.compile(r"\W*(?:last\s+)?(?:updated|modified)\b", re.I)
_NO_TITLE = re.compile(r"by\s+\w|date \d{4}-", re.I)
_RELEASE = re.compile(
    r"\W*(?:(?:strictly )?embargo(?:ed)?\b|(?:for|not for) (?:immediate )?(?:release|publication)\b)", re.I
)
_SENTENCES = re.compile(r"[.!?…][\"”’')]*\s+\S")


def title(text: str) -> str | None:
    """The first line if it is short and stands alone: no date, byline or quotation, and not part of a paragraph.

    A line that says when the text may be published is skipped.
    """
    lines = [line.strip() for line in text.strip().splitlines()[:_LINES]]
    while lines and (not lines[0] or _RELEASE.match(lines[0])):
        del lines[0]
    first, *rest = lines or [""]
    line = metadata.line(first)
    if line is None or len(line) > _LONGEST_TITLE or not any(rest) or len(line.split()) < 2:
        return None
    wrapped = rest[0] and rest[0][0].islower()
    if wrapped or line[0] in "\"“‘'„«" or _NO_TITLE.match(line) or _SENTENCES.search(line) or _date(line):
        return None
    return line.removesuffix(".") if not line.endswith("..") else line


def published(text: str) -> str | None:
    """The date of a line near the beginning that has nothing else: "Friday, July 21, 2017"."""
    return next(filter(None, map(_date, islice(_lines(text), _LINES))), None)


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _date(line: str) -> str | None:
    if len(line) > _LONGEST_DATE or not _MONTH.search(line) or _UPDATED.match(line):
        return None
    return dates.iso(line.strip(" .|–—-"))
