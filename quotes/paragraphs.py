"""Where the paragraphs of an article are."""

from __future__ import annotations

import re

from quotes.article import Span

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_WRAPPED = range(40, 101)
_ENDS = frozenset(".?!:;…\"”’'»“‘)]")


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of `text` in order, without the white space around them.

    A line is a paragraph, unless the text is wrapped by hand: then the lines of a block (lines with no
    blank line between them) are one paragraph.
    """
    blocks: list[list[Span]] = []
    last_end = 0
    for line in _LINE.finditer(text):
        words = line.group()
        stripped = words.strip()
        if not stripped:
            continue
        start = line.start() + len(words) - len(words.lstrip())
        span = Span(start, start + len(stripped))
        gap = text[last_end : span.start]
        if blocks and gap.count("\n") == 1 and "\r\r" not in gap:
            blocks[-1].append(span)
        else:
            blocks.append([span])
        last_end = span.end
    found: list[Span] = []
    for block in blocks:
        if _is_wrapped(text, block):
            found.append(Span(block[0].start, block[-1].end))
        else:
            found.extend(block)
    return found


def _is_wrapped(text: str, block: list[Span]) -> bool:
    """Whether the lines of a block were broken by width, not by the writer."""
    inner = block[:-1]
    if not inner or any(span.end - span.start not in _WRAPPED for span in inner):
        return False
    unfinished = sum(text[span.end - 1] not in _ENDS for span in inner)
    return unfinished * 2 > len(inner)
