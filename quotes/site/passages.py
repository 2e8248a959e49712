"""An article's text cut into pieces, so that a page can mark quotations in place."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from quotes.ids import normalise
from quotes.model import Span

T = TypeVar("T")


class Piece(NamedTuple, Generic[T]):
    """A piece of text that has the same marks throughout.

    Attributes:
        text: The words of the article.
        marks: The marks on it, the outermost first; empty for plain text.
        opens: Those of `marks` that begin here, at their first span.
    """

    text: str
    marks: tuple[T, ...] = ()
    opens: tuple[T, ...] = ()


def cut(text: str, paragraphs: Iterable[Span], marks: Iterable[tuple[Span, T]]) -> list[list[Piece[T]]]:
    """Each paragraph of `text` as pieces; joined, their texts are the paragraph.

    Args:
        text: The text.
        paragraphs: Spans in order, without overlap. Text outside them is left out.
        marks: Spans in any order, which may be nested and overlap. The shorter of two that overlap is the inner one.
            A mark may have several spans.
    """
    waiting = sorted((mark for mark in marks if mark[0].start < mark[0].end), key=lambda mark: mark[0])
    waiting.reverse()
    active: list[tuple[Span, T]] = []
    opened: set[int] = set()
    cuts = []
    for paragraph in paragraphs:
        while waiting and waiting[-1][0].start < paragraph.end:
            active.append(waiting.pop())
        active = [mark for mark in active if mark[0].end > paragraph.start]
        active.sort(key=lambda mark: mark[0].start - mark[0].end)
        edges = {edge for span, _ in active for edge in span if paragraph.start < edge < paragraph.end}
        bounds = [paragraph.start, *sorted(edges), paragraph.end]
        pieces = []
        for start, end in itertools.pairwise(bounds):
            covering = [mark for mark in active if mark[0].start <= start and end <= mark[0].end]
            values = tuple(value for _, value in covering)
            opens = tuple(value for value in values if id(value) not in opened)
            opened.update(map(id, opens))
            pieces.append(Piece(text[start:end], values, opens))
        cuts.append(pieces)
    return cuts


def excerpt(text: str, matches: Sequence[Span], width: int) -> Span:
    """Whole words of `text`, at most `width` characters of it, among them where the first of `matches` begins.

    All of `text` where it fits. A word longer than `width` is cut.
    """
    if len(text) <= width:
        return Span(0, len(text))
    shown = _words(text, 0, width)
    if matches and matches[0].end > shown.end:
        first = matches[0].start
        shown = _words(text, text.find(" ", max(0, first - width // 2), first) + 1 or first, width)
        if first >= shown.end:
            shown = _words(text, first, width)
    return shown


def _words(text: str, start: int, width: int) -> Span:
    if start + width >= len(text):
        return Span(start, len(text))
    end = text.rfind(" ", start + 1, start + width + 1)
    return Span(start, end if end > start else start + width)


def around(paragraphs: list[Span], spans: Iterable[Span], *, beside: int = 0) -> list[Span | None]:
    """The paragraphs that `spans` touch, in order, with None where paragraphs are left out between two.

    beside: so many paragraphs before and after each are shown too.
    """
    wanted = list(spans)
    touched = [
        number
        for number, paragraph in enumerate(paragraphs)
        if any(span.start < paragraph.end and paragraph.start < span.end for span in wanted)
    ]
    near = {number + step for number in touched for step in range(-beside, beside + 1)}
    shown: list[Span | None] = []
    last = None
    for number in sorted(near & set(range(len(paragraphs)))):
        if last is not None and number > last + 1:
            shown.append(None)
        shown.append(paragraphs[number])
        last = number
    return shown


def below_headline(text: str, paragraphs: Sequence[Span], title: str | None, spans: Iterable[Span]) -> list[Span]:
    """The paragraphs without a first one that repeats the title, unless one of `spans` is in it."""
    first = paragraphs[0] if paragraphs and title else None
    if first is None or normalise(first.of(text)) != normalise(title or ""):
        return list(paragraphs)
    holds = any(span.start < first.end for span in spans)
    return list(paragraphs) if holds else list(paragraphs[1:])
