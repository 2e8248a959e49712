"""How a quotation is worded for people: exact words in marks, anything else as a sentence about its speaker.

A paraphrase, and whatever a speaker did not assert, is shown as its statement ("Ada Byrd denied that …"), because the
words alone may say the opposite of what the speaker said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from quotes.model import Kind, Polarity, Span

UNIDENTIFIED = "Speaker not identified"
# Pronouns that are quoted, as the object of "quoting".
_OBJECTS = {"he": "him", "she": "her", "they": "them", "i": "me", "we": "us", "who": "somebody else"}
_CLITIC = re.compile(r"[’'](?:s|d|ll|ve|re|m)\b")


class _Named(Protocol):
    @property
    def name(self) -> str: ...


class _Place(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Worded(Protocol):
    """What a `quotes.model.Quotation` and a `quotes.store.StoredQuotation` have in common."""

    @property
    def kind(self) -> Kind: ...
    @property
    def text(self) -> str: ...
    @property
    def speakers(self) -> Sequence[_Named]: ...
    @property
    def mention(self) -> _Place | None: ...
    @property
    def polarity(self) -> Polarity: ...
    @property
    def statement(self) -> str: ...
    @property
    def statement_spans(self) -> Sequence[Span]: ...
    @property
    def quoting(self) -> _Place | None: ...


def is_reported(quotation: Worded) -> bool:
    """Whether the statement is shown in place of the words: a paraphrase, or words that were not asserted."""
    return quotation.kind == Kind.PARAPHRASE or quotation.polarity != Polarity.ASSERTED


def who(quotation: Worded) -> str:
    """The names of the speakers; empty if nobody is known."""
    return " and ".join(speaker.name for speaker in quotation.speakers)


def second_hand(words: str | None) -> str:
    """What follows the name of a speaker who quotes somebody else in these words: ", quoting the bank"."""
    return f", quoting {_OBJECTS.get(words.lower(), words)}" if words else ""


def words(quotation: Worded) -> str:
    """What is shown of a quotation after the name of its speaker: exact words in marks, or the statement."""
    if not is_reported(quotation):
        return f"“{quotation.text}”"
    if _is_announced(quotation):
        return quotation.statement
    return quotation.text if quotation.kind == Kind.PARAPHRASE else f"“{quotation.text}”"


def joint(quotation: Worded) -> str:
    """What stands between the names of the speakers and `words`, so that they read as a sentence."""
    if not is_reported(quotation):
        return ": "
    if not _is_announced(quotation):
        return ", paraphrased: " if quotation.polarity == Polarity.ASSERTED else f" ({quotation.polarity}): "
    if not quotation.speakers or quotation.statement[0].isupper() or _has_subject(quotation):
        return ": "
    if quotation.quoting is not None:
        return ", "
    return "" if _CLITIC.match(quotation.statement) else " "


def sentence(quotation: Worded, names: str | None = None) -> str:
    """Who said it, and what is shown of it: “Ada Byrd denied that …”, “Ada Byrd: “…””.

    Args:
        quotation: What was said.
        names: The names of the speakers as they are shown, if they are more than names.
    """
    return f"{names or who(quotation) or UNIDENTIFIED}{joint(quotation)}{words(quotation)}"


def located(places: Iterable[Span], inside: Sequence[Span], target: Sequence[Span]) -> tuple[Span, ...]:
    """Places in one text made of parts of an article, as places in another.

    Args:
        places: Spans in the parts `inside`, joined by one space.
        inside: Spans in the article.
        target: Spans in the article; their parts, joined by one space, are the other text.

    Returns:
        Spans in the other text, in its order. What `target` does not cover is left out.
    """
    return placed(in_article(places, inside), target)


def in_article(places: Iterable[Span], inside: Sequence[Span]) -> list[Span]:
    """Places in the parts `inside` of an article, joined by one space, as places in the article."""
    return [
        Span(part.start + start - offset, part.start + end - offset)
        for place in places
        for offset, part in _offsets(inside)
        if (start := max(place.start, offset)) < (end := min(place.end, offset + part.end - part.start))
    ]


def placed(found: Iterable[Span], target: Sequence[Span]) -> tuple[Span, ...]:
    """Spans of an article as spans of another text, which its parts `target`, joined by one space, are."""
    ordered = sorted(found)
    return tuple(
        Span(offset + start - part.start, offset + end - part.start)
        for offset, part in _offsets(target)
        for each in ordered
        if (start := max(each.start, part.start)) < (end := min(each.end, part.end))
    )


def _offsets(parts: Sequence[Span]) -> Iterable[tuple[int, Span]]:
    offset = 0
    for part in parts:
        yield offset, part
        offset += part.end - part.start + 1


def _is_announced(quotation: Worded) -> bool:
    """Whether the statement has more than the words."""
    return quotation.statement != quotation.text


def _has_subject(quotation: Worded) -> bool:
    """Whether the statement names its source itself ("None of the witnesses said …")."""
    mention = quotation.mention
    return mention is not None and any(
        part.start <= mention.start and mention.end <= part.end for part in quotation.statement_spans
    )
