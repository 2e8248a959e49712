"""An article's paragraphs, folded and parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from quotes.article import Span
from quotes.extraction.folding import Folded, fold
from quotes.extraction.marks import Marked
from quotes.paragraphs import paragraphs

_LONGEST = 4000
_CUT = re.compile(r"(?<=[.?!])\s+|\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph (or a part of a very long one), folded and parsed.

    number: of its paragraph in the article.
    span: where it stands in the article.
    doc: the folded words, with tags, heads, names and the roles of attribution.
    places: for each marked stretch that stands here, by its number, the tokens that stand for it (start, end
        exclusive): its placeholder, or its own words where it was not folded.
    """

    number: int
    span: Span
    folded: Folded
    doc: Doc
    places: dict[int, tuple[int, int]]

    def original(self, start: int, end: int) -> Span:
        """Where the tokens from `start` to `end` (exclusive) stand in the article."""
        last = self.doc[end - 1]
        return Span(
            self.folded.to_original(self.doc[start].idx), self.folded.to_original(last.idx + len(last.text) - 1) + 1
        )


@cache
def shipped_pipeline() -> Language:
    """The language pipeline that comes with the package. Needs no network."""
    from quotes.extraction import roles  # noqa: F401  registers the component

    return spacy.load(Path(__file__).parent / "model")


def parse(texts: Sequence[tuple[str, Sequence[Marked]]], nlp: Language) -> Iterator[list[Passage]]:
    """Fold and parse articles, each a text with its marked stretches; yields the passages of each in order."""
    folded_articles = [_fold_article(text, marked) for text, marked in texts]
    docs = nlp.pipe(folded.text for article in folded_articles for _, _, folded, _ in article)
    for article in folded_articles:
        yield [
            Passage(number, span, folded, doc, _token_places(doc, folded, numbers, texts_marked))
            for (number, span, folded, (numbers, texts_marked)), doc in zip(article, docs, strict=False)
        ]


_Foldings = list[tuple[int, Span, Folded, tuple[list[int], list[Marked]]]]


def _fold_article(text: str, marked: Sequence[Marked]) -> _Foldings:
    found: _Foldings = []
    first = 0
    for number, paragraph in enumerate(paragraphs(text)):
        for span in _pieces(text, paragraph, marked):
            while first < len(marked) and marked[first].outer_end <= span.start:
                first += 1
            last = first
            while last < len(marked) and marked[last].outer_start < span.end:
                last += 1
            numbers = list(range(first, last))
            inside = [marked[i] for i in numbers]
            found.append((number, span, fold(text, inside, span), (numbers, inside)))
    return found


def _pieces(text: str, paragraph: Span, marked: Sequence[Marked]) -> Iterator[Span]:
    """A paragraph whole, or in pieces of about `_LONGEST` characters where it is longer."""
    start = paragraph.start
    while paragraph.end - start > 2 * _LONGEST:
        cut = _CUT.search(text, start + _LONGEST, min(start + 2 * _LONGEST, paragraph.end))
        end = cut.end() if cut else start + 2 * _LONGEST
        yield Span(start, end)
        start = end
    yield Span(start, paragraph.end)


def _token_places(
    doc: Doc, folded: Folded, numbers: Sequence[int], marked: Sequence[Marked]
) -> dict[int, tuple[int, int]]:
    places: dict[int, tuple[int, int]] = {}
    for number, stretch, place in zip(numbers, marked, folded.places, strict=True):
        if place is None:
            start, end = folded.to_folded(stretch.start), folded.to_folded(stretch.end - 1)
            if start is None or end is None:
                continue
            place = Span(start, end + 1)
        tokens = doc.char_span(place.start, place.end, alignment_mode="expand")
        if tokens is not None and len(tokens):
            places[number] = (tokens.start, tokens.end)
    return places
