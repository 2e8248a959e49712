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
from thinc.api import NumpyOps, get_current_ops, set_current_ops

from quotes.article import Span
from quotes.extraction.folding import Folded, fold
from quotes.extraction.marks import Marked
from quotes.paragraphs import paragraphs

_LONGEST = 2000
_BATCH = 64  # paragraphs; what the layers hand on of more does not fit into a processor's cache
_NEEDED = {
    "token.tag": "a tagger",
    "token.dep": "a parser",
    "doc.ents": "an entity recogniser",
    "doc._.roles": "a quotes_roles component",
}
_LINE_END = re.compile(r"[\r\n\u2028\u2029]")
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
            self.folded.to_original(self.doc[start].idx), self.folded.end_in_original(last.idx + len(last.text) - 1)
        )


@cache
def load_pipeline(name: str | None = None) -> Language:
    """A language pipeline: the one that comes with the package (no network needed), or an installed one.

    name: of an installed spaCy pipeline, or its path. It must tag (Penn Treebank), parse (Universal Dependencies),
        find names and, by a component of the factory `quotes_roles`, tell the roles of attribution.
    Raises ValueError where there is no such pipeline or it lacks one of these.
    """
    from quotes.extraction import roles  # noqa: F401  registers the component

    ours = get_current_ops()
    set_current_ops(NumpyOps(use_blis=False))  # numpy multiplies these matrices three times as fast as BLIS
    try:
        nlp = spacy.load(name or Path(__file__).parent / "model")
    except OSError:
        raise ValueError(f"no spaCy pipeline {name!r} is installed; name none to use the one shipped") from None
    finally:
        set_current_ops(ours)
    given = {assigned for pipe in nlp.pipe_names for assigned in nlp.get_pipe_meta(pipe).assigns}
    missing = [what for attribute, what in _NEEDED.items() if attribute not in given]
    if missing:
        raise ValueError(f"the spaCy pipeline {name!r} lacks {', '.join(missing)}, which attribution needs")
    return nlp


def parse(texts: Sequence[tuple[str, Sequence[Marked]]], nlp: Language) -> Iterator[list[Passage]]:
    """Fold and parse articles, each a text with its marked stretches; yields the passages of each in order."""
    folded_articles = [_fold_article(text, marked) for text, marked in texts]
    # A name may stand in two lines; a space for each line end keeps every offset.
    folded_texts = (_LINE_END.sub(" ", folded.text) for article in folded_articles for _, _, folded, _ in article)
    docs = nlp.pipe(folded_texts, batch_size=_BATCH)
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
