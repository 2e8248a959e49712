"""Where the paragraphs of an article are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotes.article import Span

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_WRAPPED = range(40, 101)
_ENDS = frozenset(".?!:;…\"”’'»“‘)]")


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of `text` in order, without the white space around them.

    A line is a paragraph, unless the text is wrapped by hand: then the lines of a block (lines with no
    blank line between them) are one paragraph.
    """
    return list(each_paragraph(text))


def each_paragraph(text: str) -> Iterator[Span]:
    """As `paragraphs`, one after another: those of a text of nothing but short lines would fill the memory."""
    block: list[Span] = []  # the lines of a block, as long as it may be wrapped
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
        elif block and block[-1].end - block[-1].start not in _WRAPPED:
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
    if not inner or any(span.end - span.start not in _WRAPPED for span in inner):
        return False
    unfinished = sum(text[span.end - 1] not in _ENDS for span in inner)
    return unfinished * 2 > len(inner)
