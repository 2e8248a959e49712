"""Finds the paragraphs of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from quotes.model import Span
from quotes.text.characters import LINE_ENDS

_LINE = re.compile(f"[^{LINE_ENDS}]+")
_WRAPPED = range(40, 101)
# Characters of the narrowest and the widest column that are recognised by their lines.
_COLUMN = range(20, 201)
# The largest difference between the longest lines of two blocks in the same column.
_RAGGED = 1.15
_NARROWEST_LINE = 30
_LONGEST_BLOCK = 10_000  # the most lines of a block that may be a paragraph
_LONGEST_NAME = 200
_ENDS = frozenset(".?!:;…\"”’'»“‘)]")
_UNFINISHED_QUOTATION = re.compile(r"[,—–][\"”’']$")
_BLANKS = " \t\u00a0\u3000"
_INDENTS = ("  ", "\u00a0\u00a0")
_QUOTED_BEFORE_END = re.compile(r"[,.?!][\"”’']\s+\w[^\"“”‘]*$")


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of `text` in order, without the white space around them.

    A line is a paragraph. In hard-wrapped text, a block of lines without blank lines between them is one paragraph, or
    several if an indented line begins each.
    """
    return list(each_paragraph(text))


def each_paragraph(text: str) -> Iterator[Span]:
    """As `paragraphs`, but one at a time, to save memory in a text with very many lines."""
    block: list[Span] = []
    width = 0
    loose = False
    last_end = 0
    for line in _LINE.finditer(text):
        words = line.group()
        stripped = words.strip()
        if not stripped:
            continue
        start = line.start() + len(words) - len(words.lstrip())
        span = Span(start, start + len(stripped))
        gap = text[last_end : span.start]
        if gap.count("\n") != 1 or "\r\r" in gap:
            found, width = _of_block(text, block, width)
            yield from found
            block, loose = [], False
        elif len(block) == _LONGEST_BLOCK:
            yield from block
            block, loose = [], True
        if loose:
            yield span
        else:
            block.append(span)
        last_end = span.end
    yield from _of_block(text, block, width)[0]


def _of_block(text: str, lines: list[Span], width: int) -> tuple[list[Span], int]:
    """The paragraphs of a block, and the column width: `width` is that of the blocks before it, or 0."""
    if len(lines) < 2:
        return lines, width
    blocks = _from_indents(text, lines)
    breaks = [pair for block in blocks for pair in pairwise(block)]
    words = [(_with_indent(text, line), following.of(text)) for line, following in breaks]
    own = max(len(line) for line, _ in words)
    alike = own <= _RAGGED * width and _full(words, max(own, width)) == len(words)
    if not alike and not _are_wrapped(text, breaks, words, lines[-1]):
        return lines, width
    if own in _COLUMN and _full(words, own) == len(words):
        width = max(width, own)
    return [Span(block[0].start, block[-1].end) for block in blocks], width


def _from_indents(text: str, lines: list[Span]) -> list[list[Span]]:
    """The lines of a block in parts, each starting at an indented line; one part if indents are not paragraphs."""
    begins = [at for at in range(1, len(lines)) if _is_indented(text, lines[at])]
    finished = sum(text[lines[at - 1].end - 1] in _ENDS for at in begins)
    if not begins or len(begins) == len(lines) - 1 or finished < 0.75 * len(begins):
        return [lines]
    return [lines[start:end] for start, end in pairwise([0, *begins, len(lines)])]


def _is_indented(text: str, line: Span) -> bool:
    before = text[max(0, line.start - 2) : line.start]
    return before.endswith(("\t", "\u3000")) or before in _INDENTS


def _with_indent(text: str, line: Span) -> str:
    start = line.start
    while start and text[start - 1] in _BLANKS:
        start -= 1
    return text[start : line.end]


def _are_wrapped(text: str, breaks: list[tuple[Span, Span]], words: list[tuple[str, str]], last: Span) -> bool:
    """Whether the lines are hard-wrapped."""
    unfinished = sum(
        text[line.end - 1] not in _ENDS
        or text[following.start].islower()
        or _UNFINISHED_QUOTATION.search(text, max(line.start, line.end - 2), line.end) is not None
        for line, following in breaks
    )
    if unfinished * 2 <= len(breaks):
        return False
    if all(line.end - line.start in _WRAPPED for line, _ in breaks):
        return True
    if text[last.end - 1] not in _ENDS:
        return False
    return _fill_a_column(words) or _go_on(words)


def _fill_a_column(breaks: list[tuple[str, str]]) -> bool:
    """Whether lines end where the next word did not fit, as in a column and unlike in a list."""
    width = max(len(line) for line, _ in breaks)
    small = sum(following[0].islower() for _, following in breaks)
    full = _full(breaks, width)
    return len(breaks) > 1 and width in _COLUMN and full >= 0.8 * len(breaks) and small * 4 >= len(breaks)


def _full(breaks: list[tuple[str, str]], width: int) -> int:
    """The number of lines that end where the next word did not fit."""
    return sum(len(line) + 1 + len(following.split(maxsplit=1)[0]) > width for line, following in breaks)


def _go_on(breaks: list[tuple[str, str]]) -> bool:
    """Whether every line ends inside a sentence: the next one begins in lower case, or names the speaker of a
    quotation.
    """
    return all(
        len(line) >= _NARROWEST_LINE
        and (following[0].islower() or _QUOTED_BEFORE_END.search(line[-_LONGEST_NAME:]) is not None)
        for line, following in breaks
    )
