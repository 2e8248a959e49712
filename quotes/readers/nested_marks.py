"""Quotation marks for a block quotation. Marks inside it become single ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DOUBLE = re.compile('[“”„«»"]')
_ENDS_SPEECH = frozenset(",.?!…—")
_BEFORE_OPENING = frozenset("([{‘'")


def quoted(paragraphs: Sequence[str]) -> list[str] | None:
    """`paragraphs` as one quotation: each begins with “, the last one ends with ”, double marks inside become ‘ and ’.

    None if the paragraphs have their own marks, as reported speech has ("“No,” she said."), or if the marks inside are
    not in pairs.
    """
    if not paragraphs or _has_own_marks(paragraphs[0]):
        return None
    inner = [_with_inner_marks(each) for each in paragraphs]
    if None in inner:
        return None
    return [f"“{each}" for each in inner[:-1]] + [f"“{inner[-1]}”"]


def _has_own_marks(paragraph: str) -> bool:
    """Whether a paragraph begins with a mark that closes at its end, after the end of speech, or never."""
    first = _DOUBLE.match(paragraph)
    if first is None:
        return False
    closing = _DOUBLE.search(paragraph, first.end())
    if closing is None or closing.end() == len(paragraph):
        return True
    return paragraph[closing.start() - 1] in _ENDS_SPEECH


def _with_inner_marks(paragraph: str) -> str | None:
    """`paragraph` with ‘ and ’ instead of double marks; None if they are not in pairs."""
    pieces: list[str] = []
    end = 0
    is_open = False
    for mark in _DOUBLE.finditer(paragraph):
        if _opens(paragraph, mark) == is_open:
            return None
        is_open = not is_open
        pieces += [paragraph[end : mark.start()], "‘" if is_open else "’"]
        end = mark.end()
    return None if is_open else "".join([*pieces, paragraph[end:]])


def _opens(text: str, mark: re.Match[str]) -> bool:
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    if not before or before.isspace() or before in _BEFORE_OPENING:
        return True
    return before in "—–-" and (mark[0] == "“" or mark[0] == '"' and after.isalnum())
