"""Invented passages with marked words that are quotations, and others that are titles, terms, labels or nicknames.

In `marked_words.txt`, passages stand between lines of three hyphens. Words with their marks are in braces: `{“Wait,”}`
was said by somebody, `{-“Low Tide”}` is what something is called, `{?“Exit”}` may be either. `marked_polnear.json`
corrects PolNeAR, whose annotators left out quotations and took titles inside reported speech for quotations: by file
name, `[start, end, quoted]`, where `quoted` is null for what may be either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PASSAGES = Path(__file__).parent / "marked_words.txt"
CORRECTIONS = Path(__file__).parent / "marked_polnear.json"
_PART = re.compile(r"\{([-?]?)([^{}]*)\}")
_MARKS = "\"“”‘’'„"


class Row(NamedTuple):
    """Marked words without their marks; quoted: whether somebody said or wrote them, None where it is debatable."""

    start: int
    end: int
    quoted: bool | None


def marked_passages(annotated: str | None = None) -> Iterator[tuple[str, list[Row]]]:
    """The text of each passage, with its rows. annotated: other passages than those of the file."""
    whole = PASSAGES.read_text(encoding="utf-8") if annotated is None else annotated
    for passage in whole.split("\n---\n"):
        text, rows, at = "", [], 0
        for part in _PART.finditer(passage):
            text += passage[at : part.start()]
            words = part[2].strip(_MARKS)
            start = len(text) + part[2].index(words)
            rows.append(Row(start, start + len(words), {"": True, "-": False}.get(part[1])))
            text += part[2]
            at = part.end()
        yield text + passage[at:], rows


def corrections() -> dict[str, dict[tuple[int, int], bool | None]]:
    """By file name of PolNeAR's training part and by offsets, whether marked words are quoted."""
    found = json.loads(CORRECTIONS.read_text(encoding="utf-8"))
    return {name: {(start, end): quoted for start, end, quoted in rows} for name, rows in found.items()}
