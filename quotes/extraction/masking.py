"""Folding: each quotation becomes one word, so that what is parsed is short and regular.

Parsers trip over quotations; the narrative that is left when they are folded away ("QUOTATION Austin told
reporters.") is easy. A map leads from every character of the folded text back to the article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from quotes.extraction.quotation_marks import Marked
from quotes.model import Span

CLAUSE = "QUOTATION"
"""Stands for marked words that could be an utterance: they begin or end like a sentence."""
FRAGMENT = "QUOTE"
"""Stands for marked words that are a piece of the writer's sentence."""

_SHORT_WORDS = 3
_LOOKED_AT = 1000  # characters at each end of marked words
_LEAD_IN = re.compile(r",[\"”’')\]]*$")
_SENTENCE_END = re.compile(r"[.?!…][\"”’')\]]*$")
_STOPPED = re.compile(r"\s*[^\w\s\"“”‘’'(\[]|\s*\Z")
# Blanks after another, which would be a word to the parser, and the hyphen and line end within a word.
# Python finds their first character quickly, and what must stand before it only slowly, so that comes second.
_LEFT_OUT = re.compile(
    r"[\s-](?:(?<=[^\S\r\n]\s)\s*|(?<=\s[^\S\r\n])[^\S\r\n]*|(?<=[^\W\d_]-)[ \t]*\r?\n[ \t]*(?=[^\W\d_A-Z]))"
)
_DASHES = frozenset("—–―")
_SENTENCE_FOLLOWS = re.compile(r"\s*(?:[A-Z\"“‘(\[]|\Z)")


@dataclass(frozen=True, slots=True)
class Folded:
    """A stretch of an article with its quotations folded.

    text: the folded text.
    places: for each marked stretch, where its placeholder stands in `text`, or None where it was left unfolded.
    """

    text: str
    places: tuple[Span | None, ...]
    _folded_starts: tuple[int, ...]
    _original_starts: tuple[int, ...]
    _original_ends: tuple[int, ...]
    _literal: tuple[bool, ...]

    def to_original(self, offset: int) -> int:
        """The offset in the unfolded text of a folded offset; inside a placeholder, the start of its marks."""
        i = bisect_right(self._folded_starts, offset) - 1
        if self._literal[i]:
            return self._original_starts[i] + offset - self._folded_starts[i]
        return self._original_starts[i]

    def end_in_original(self, offset: int) -> int:
        """Where the character at a folded offset ends in the unfolded text; for a placeholder, after its marks."""
        i = bisect_right(self._folded_starts, offset) - 1
        if self._literal[i]:
            return self._original_starts[i] + offset - self._folded_starts[i] + 1
        return self._original_ends[i]

    def to_folded(self, offset: int) -> int | None:
        """The folded offset of an offset in the unfolded text; None where it is folded away or outside."""
        i = bisect_right(self._original_starts, offset) - 1
        if i < 0 or not self._literal[i]:
            return None
        folded = self._folded_starts[i] + offset - self._original_starts[i]
        limit = self._folded_starts[i + 1] if i + 1 < len(self._folded_starts) else len(self.text) + 1
        return folded if folded < limit else None


def is_utterance(words: str) -> bool:
    """Whether marked words look like an utterance rather than a piece of the writer's sentence."""
    if _LEAD_IN.search(words):
        return True
    starts_like_one = words[:1].isupper() or words[:1].isdigit()
    return starts_like_one and (len(words.split()) > _SHORT_WORDS or bool(_SENTENCE_END.search(words)))


def is_folded(words: str) -> bool:
    """Whether marked words are folded: short fragments (a nickname, “fake news”) stay in their sentence."""
    return is_utterance(words) or len(words.split()) > _SHORT_WORDS


def _shortened(text: str, start: int, end: int) -> str:
    """What is looked at of marked words: all, or the beginning and end of those that run over many paragraphs."""
    if end - start <= 2 * _LOOKED_AT:
        return text[start:end]
    return text[start : start + _LOOKED_AT] + text[end - _LOOKED_AT : end]


def _closing_stop(words: str, following: str) -> str:
    """The comma or full stop that a folded quotation leaves behind, so that the sentence around it stays one."""
    if _STOPPED.match(following) and following.strip():
        return ""
    if _LEAD_IN.search(words):
        return ","
    if _SENTENCE_END.search(words):
        return "." if _SENTENCE_FOLLOWS.match(following) else ","
    return ""


def fold(text: str, marked: Sequence[Marked], within: Span | None = None) -> Folded:
    """Fold the marked stretches of `text` (or of its part `within`).

    marked: disjoint stretches in order, offsets into `text`; only those that begin or end inside `within` count,
        and one that runs over its edge is folded as far as the edge.
    Offsets of the result's map are into `text`.
    """
    start, end = within or Span(0, len(text))
    pieces: list[str] = []
    folded_starts: list[int] = []
    original_starts: list[int] = []
    original_ends: list[int] = []
    literal: list[bool] = []
    places: list[Span | None] = []
    size = 0

    def add(piece: str, original: int, end: int, is_literal: bool) -> None:
        nonlocal size
        pieces.append(piece)
        folded_starts.append(size)
        original_starts.append(original)
        original_ends.append(end)
        literal.append(is_literal)
        size += len(piece)

    def add_literal(start: int, end: int) -> None:
        """Add the text between two offsets, without what the parser does not need."""
        for left_out in _LEFT_OUT.finditer(text, start, end):
            if start < left_out.start():
                add(text[start : left_out.start()], start, left_out.start(), True)
            start = left_out.end()
        if start < end:
            add(text[start:end], start, end, True)

    at = start
    for stretch in marked:
        outer_start, outer_end = max(stretch.outer_start, start), min(stretch.outer_end, end)
        words = _shortened(text, stretch.start, stretch.end)
        if outer_start >= outer_end or outer_start < at or not is_folded(words):
            places.append(None)
            continue
        add_literal(at, outer_start)
        if pieces and pieces[-1][-1].isalnum():
            add(" ", outer_start, outer_start, False)
        word = CLAUSE if is_utterance(words) else FRAGMENT
        places.append(Span(size, size + len(word)))
        add(word, outer_start, outer_end, False)
        stop = _closing_stop(words, text[outer_end : min(outer_end + 40, end)])
        if stop:
            add(stop, outer_start, outer_end, False)
        at = outer_end
        if text[at : at + 1].isalnum() or text[at : at + 1] in _DASHES:
            add(" ", at - 1, at, False)
    add_literal(at, end)
    add("", end, end, True)
    return Folded(
        "".join(pieces),
        tuple(places),
        tuple(folded_starts),
        tuple(original_starts),
        tuple(original_ends),
        tuple(literal),
    )
