"""Where the paragraphs of an article are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from quotes.model import Span
from quotes.text.characters import LINE_ENDS

_LINE = re.compile(f"[^{LINE_ENDS}]+")
_WRAPPED = range(40, 101)
# Characters of the narrowest column that is told by its lines alone, and of the widest.
_COLUMN = range(20, 201)
# How much longer the longest line of a block may be than that of another in the same column.
_RAGGED = 1.15
_NARROWEST_LINE = 30
_LONGEST_BLOCK = 10_000  # lines; a longer one is no paragraph, and is not kept to find out
_LONGEST_NAME = 200
_ENDS = frozenset(".?!:;…\"”’'»“‘)]")
_UNFINISHED_QUOTATION = re.compile(r"[,—–][\"”’']$")
_BLANKS = " \t\u00a0\u3000"
_INDENTS = ("  ", "\u00a0\u00a0")
_QUOTED_BEFORE_END = re.compile(r"[,.?!][\"”’']\s+\w[^\"“”‘]*$")


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of `text` in order, without the white space around them.

    A line is a paragraph, unless the text is wrapped by hand: then the lines of a block (lines with no
    blank line between them) are one paragraph, or several where an indented line begins each.
    """
    return list(each_paragraph(text))


def each_paragraph(text: str) -> Iterator[Span]:
    """As `paragraphs`, one after another: those of a text of nothing but short lines would fill the memory."""
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
    """The paragraphs of a block, and the width of the column: `width` is that of the blocks before it, or 0."""
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
    """The lines of a block in parts, each from an indented line on; one part where indents begin no paragraphs."""
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
    """Whether lines were broken by width, not by the writer."""
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
    """Whether lines end where their next word did not fit, as the lines of a column do, and those of a list do not."""
    width = max(len(line) for line, _ in breaks)
    small = sum(following[0].islower() for _, following in breaks)
    full = _full(breaks, width)
    return len(breaks) > 1 and width in _COLUMN and full >= 0.8 * len(breaks) and small * 4 >= len(breaks)


def _full(breaks: list[tuple[str, str]], width: int) -> int:
    """How many lines end where their next word did not fit in a column."""
    return sum(len(line) + 1 + len(following.split(maxsplit=1)[0]) > width for line, following in breaks)


def _go_on(breaks: list[tuple[str, str]]) -> bool:
    """Whether every line is in the middle of its sentence: the next goes on with a small letter, or says whose the
    quotation is.
    """
    return all(
        len(line) >= _NARROWEST_LINE
        and (following[0].islower() or _QUOTED_BEFORE_END.search(line[-_LONGEST_NAME:]) is not None)
        for line, following in breaks
    )
