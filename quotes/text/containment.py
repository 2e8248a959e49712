"""Exact words that stand within a paraphrase of the same speakers. The two are one result for readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from quotes.model import Kind, Quotation, Span


class Words(NamedTuple):
    """What is quoted.

    Attributes:
        spans: Where it stands.
        is_exact: Whether these are exact words.
        group: The version of the text, and who said it; only words of one group are compared.
    """

    spans: Sequence[Span]
    is_exact: bool
    group: Hashable


def holders(found: Sequence[Words]) -> list[int | None]:
    """For each of the words, the position of the shortest paraphrase that holds them; None if there is none."""
    paraphrases: dict[Hashable, list[tuple[int, Sequence[Span]]]] = {}
    for position, each in enumerate(found):
        if not each.is_exact:
            paraphrases.setdefault(each.group, []).append((position, each.spans))
    return [_holder(each, paraphrases.get(each.group, ())) if each.is_exact else None for each in found]


def holders_of(quotations: Sequence[Quotation]) -> list[int | None]:
    """As `holders`, for the quotations of one article."""
    return holders([Words(each.spans, each.kind != Kind.PARAPHRASE, frozenset(each.speakers)) for each in quotations])


def kinds(quotations: Sequence[Quotation]) -> Counter[Kind]:
    """The number of results of each kind in an article: a paraphrase and the exact words in it are one partial one."""
    held = holders_of(quotations)
    return Counter(
        Kind.PARTIAL if position in held else each.kind
        for position, each in enumerate(quotations)
        if held[position] is None
    )


def _holder(words: Words, paraphrases: Sequence[tuple[int, Sequence[Span]]]) -> int | None:
    (start, end) = words.spans[0].start, words.spans[-1].end
    held = [
        (spans[-1].end - spans[0].start, position)
        for position, spans in paraphrases
        if any(span.start <= start and end <= span.end for span in spans)
    ]
    return min(held)[1] if held else None
