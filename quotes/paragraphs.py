"""Where the paragraphs of an article are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from quotes.article import Span

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_WRAPPED = range(40, 101)
# Characters of the narrowest column that is told by its lines alone, and of the widest.
_COLUMN = range(20, 201)
_NARROWEST_LINE = 30
_LONGEST_BLOCK = 10_000  # lines; a longer one is no paragraph, and is not kept to find out
_LONGEST_NAME = 200
_ENDS = frozenset(".?!:;…\"”’'»“‘)]")
_QUOTED_BEFORE_END = re.compile(r"[,.?!][\"”’']\s+\w[^\"“”‘]*$")


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of `text` in order, without the white space around them.

    A line is a paragraph, unless the text is wrapped by hand: then the lines of a block (lines with no
    blank line between them) are one paragraph.
    """
    return list(each_paragraph(text))


def each_paragraph(text: str) -> Iterator[Span]:
    """As `paragraphs`, one after another: those of a text of nothing but short lines would fill the memory."""
    block: list[Span] = []
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
            yield from _of_block(text, block)
            block, loose = [], False
        elif len(block) == _LONGEST_BLOCK:
            yield from block
            block, loose = [], True
        if loose:
            yield span
        else:
            block.append(span)
        last_end = span.end
    yield from _of_block(text, block)


def _of_block(text: str, lines: list[Span]) -> list[Span]:
    return [Span(lines[0].start, lines[-1].end)] if _is_wrapped(text, lines) else lines


def _is_wrapped(text: str, block: list[Span]) -> bool:
    """Whether the lines of a block were broken by width, not by the writer."""
    inner = block[:-1]
    unfinished = sum(text[span.end - 1] not in _ENDS for span in inner)
    if unfinished * 2 <= len(inner):
        return False
    if all(span.end - span.start in _WRAPPED for span in inner):
        return True
    if text[block[-1].end - 1] not in _ENDS:
        return False
    lines = [span.of(text) for span in block]
    return _fill_a_column(lines) or _go_on(lines)


def _fill_a_column(lines: list[str]) -> bool:
    """Whether lines end where their next word did not fit, as the lines of a column do, and those of a list do not."""
    breaks = list(pairwise(lines))
    width = max(map(len, lines[:-1]))
    full = sum(len(line) + 1 + len(following.split(maxsplit=1)[0]) > width for line, following in breaks)
    small = sum(following[0].islower() for _, following in breaks)
    return len(breaks) > 1 and width in _COLUMN and full >= 0.8 * len(breaks) and small * 4 >= len(breaks)


def _go_on(lines: list[str]) -> bool:
    """Whether every line is in the middle of its sentence: the next goes on with a small letter, or says whose the
    quotation is.
    """
    return all(
        len(line) >= _NARROWEST_LINE
        and (following[0].islower() or _QUOTED_BEFORE_END.search(line[-_LONGEST_NAME:]) is not None)
        for line, following in pairwise(lines)
    )
