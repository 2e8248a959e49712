"""An article's paragraphs, folded and parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import spacy
from spacy.language import Language
from spacy.pipeline.tok2vec import Tok2VecListener
from spacy.tokens import Doc
from thinc.api import NumpyOps, get_current_ops, set_current_ops

from quotes.extraction import syntax
from quotes.extraction.datelines import after_dateline
from quotes.extraction.inference import annotate
from quotes.extraction.masking import Folded, fold
from quotes.extraction.quotation_marks import Marked
from quotes.model import Span
from quotes.text.paragraphs import each_paragraph

FOLDING, QUOTATIONS = "quotes_folding", "quotations"
"""The factories of the components that enclose, in a pipeline for users, what parses the folded text."""
# A passage. No paragraph of English has so many tokens in so many characters.
_LONGEST = 2000  # characters; twice as many where no white space comes before
_MOST_TOKENS = 1000
# What is parsed at once. What the layers hand on of more paragraphs does not fit into a processor's cache, and of more
# tokens it takes too much memory, 8 kB a token.
_BATCH = 64
_BATCH_TOKENS = 2500
# Tokens of the passages that are kept together, 500 bytes each with their mentions, and what the smallest passage takes
# in tokens. Only a text of more than half a book has more.
_MOST_TOGETHER = 180_000
_LEAST = 36
_NEEDED = {
    "token.tag": "a tagger",
    "token.dep": "a parser",
    "doc.ents": "an entity recogniser",
    "doc._.roles": "a quotes_roles component",
}
_SPACE = re.compile(r"\s+")
_NOTHING = np.zeros((0,), dtype="f")
_NO_SPACE = re.compile(r"[^\S ]")
# A sentence after one that ends in a fragment, unless it is the fragment's attribution.
_AFTER_FRAGMENT = re.compile(r"[.!?][\"”’] (?=[A-Z])(?!(?:[\w.’'-]+ ){1,4}\w+[.,])")
# A sentence after one that ends in a time of day: … at 7 a.m. Police arrived, but not 7 a.m. Monday, 7 a.m. Eastern.
_AFTER_TIME = re.compile(
    r"(?<!\w)[ap]\.m\. (?=[A-Z])(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|March|Apr|May|June|July|Aug"
    r"|Sep|Oct|Nov|Dec)|(?:Eastern|Central|Mountain|Pacific|Atlantic|Newfoundland|Greenwich|Moscow)\b|[A-Z]{2,5}\b)"
)
# Abbreviations before a name, and after a town, that the tokenizer would part from their full stop.
_ABBREVIATIONS = (
    "Adj. Ald. Alta. Amb. Asec. Asst. Atty. Brig. Capt. Cllr. Cmdr. Col. Const. Coun. Cpl. Cst. Dep. Det. Engr. Ens. "
    "Fr. Hon. Insp. Lieut. Lt. Maj. Msgr. Mx. Ofc. Ont. PBGen. PCol. PMGen. Pfc. Pres. Pte. Pvt. Que. Sask. Sec. Sgt. "
    "Smt. Spc. Sr. Supt. Usec."
).split()
# What must stand before them comes second, for Python finds a first character more quickly.
_BAR = re.compile(r"―(?:(?<=\w―)|(?=\w))")
_TAG_END = re.compile(r">(?<=[\"”]>)(?=\w)")
_TURNED_APOSTROPHE = re.compile(r"‘(?<=\w‘)(?=s\b)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph (or a part of a very long one), folded and parsed.

    number: of its paragraph in the article.
    span: where it stands in the article.
    parsed: the folded words as spaCy parsed them; doc: the same as plain values, with the roles of attribution.
    places: for each marked stretch that stands here, by its number, the tokens that stand for it (start, end
        exclusive): its placeholder, or its own words where it was not folded.
    """

    number: int
    span: Span
    folded: Folded
    parsed: Doc
    places: dict[int, tuple[int, int]]
    doc: syntax.Doc

    def original(self, start: int, end: int) -> Span:
        """Where the tokens from `start` to `end` (exclusive) stand in the article."""
        last = self.doc[end - 1]
        return Span(
            self.folded.to_original(self.doc[start].idx), self.folded.end_in_original(last.idx + len(last.text) - 1)
        )


@cache
def load_pipeline(name: str | None = None) -> Language:
    """A language pipeline for `parse`: the one that comes with the package (no network needed), or an installed one.

    name: see `open_pipeline`.
    Raises ValueError where there is no such pipeline or it lacks something that attribution needs.
    """
    nlp = open_pipeline(name)
    nlp.select_pipes(enable=parts(nlp))
    if missing := lacking(nlp, nlp.pipe_names):
        raise ValueError(f"the spaCy pipeline {name!r} lacks {', '.join(missing)}, which attribution needs")
    return nlp


def open_pipeline(name: str | None = None) -> Language:
    """Load a new copy of a language pipeline, which the caller may change.

    name: of an installed spaCy pipeline, or its path; None for the one that comes with the package. It must tag (Penn
        Treebank), parse (Universal Dependencies), find names and, by a component of the factory `quotes_roles`, tell
        the roles of attribution.
    Raises ValueError where there is no such pipeline.
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
    for abbreviation in _ABBREVIATIONS:
        nlp.tokenizer.add_special_case(abbreviation, [{"ORTH": abbreviation}])  # type: ignore[union-attr]
    return nlp


def parts(nlp: Language) -> list[str]:
    """The names of the active components that parse folded text.

    They are those between `quotes_folding` and `quotations`, or without these all.
    """
    names = list(nlp.pipe_names)
    factories = [nlp.get_pipe_meta(name).factory for name in names]
    start = factories.index(FOLDING) + 1 if FOLDING in factories else 0
    end = factories.index(QUOTATIONS) if QUOTATIONS in factories else len(names)
    return names[start:end]


def lacking(nlp: Language, names: Sequence[str]) -> list[str]:
    """What attribution needs and none of the components `names` gives, in words."""
    given = {assigned for name in names for assigned in nlp.get_pipe_meta(name).assigns}
    missing = [what for attribute, what in _NEEDED.items() if attribute not in given]
    models = [getattr(nlp.get_pipe(name), "model", None) for name in names]
    # Without the component they listen to, the others would read zeros and say nothing about it.
    if "doc.tensor" not in given and any(
        isinstance(layer, Tok2VecListener) for model in models if model is not None for layer in model.walk()
    ):
        missing.append("a tok2vec")
    return missing


def parse(
    texts: Sequence[tuple[str, Sequence[Marked]]], nlp: Language, names: Sequence[str] | None = None
) -> Iterator[tuple[int, list[Passage]]]:
    """Fold and parse articles, each a text with its marked stretches; yields the passages of each, by its number.

    An article comes in parts, one after another, where it has more than `_MOST_TOGETHER` tokens; one without passages
    does not come.

    names: the components of `nlp` that parse; None for all that are active.
    """
    pieces = ((at, piece) for at, (text, marked) in enumerate(texts) for piece in _pieces(text, marked, nlp))
    part: list[Passage] = []
    met = syntax.Met({}, {})
    number = size = 0
    for batch in _batches(pieces):
        docs = annotate([piece.doc for _, piece in batch], nlp, names)
        for (at, piece), doc in zip(batch, docs, strict=True):
            doc.tensor = _NOTHING  # the larger half of a parsed Doc, of use to the pipeline alone
            if part and (at != number or size > _MOST_TOGETHER):
                yield number, part
                part, size = [], 0
            number, size = at, size + len(doc) + _LEAST
            places, plain = _token_places(doc, piece), syntax.read(doc, met)
            part.append(Passage(piece.number, piece.span, piece.folded, doc, places, plain))
    if part:
        yield number, part


class _Piece(NamedTuple):
    """A passage before it is parsed. numbers, marked: of the marked stretches that stand in it."""

    number: int
    span: Span
    folded: Folded
    doc: Doc
    numbers: list[int]
    marked: list[Marked]


def _pieces(text: str, marked: Sequence[Marked], nlp: Language) -> Iterator[_Piece]:
    first = 0
    for number, paragraph in enumerate(each_paragraph(text)):
        waiting = list(_cut(text, paragraph))[::-1]
        while waiting:
            span = waiting.pop()
            while first < len(marked) and marked[first].outer_end <= span.start:
                first += 1
            last = first
            while last < len(marked) and marked[last].outer_start < span.end:
                last += 1
            inside = list(marked[first:last])
            folded = fold(text, inside, span)
            usual = _as_usual(folded.text)
            doc = nlp.make_doc(usual)
            _begin_sentences(doc, usual)
            if len(doc) > _MOST_TOKENS and span.end - span.start > 1:
                half = (span.start + span.end) // 2
                middle = _space_after(text, half, (half + span.end) // 2) or half
                waiting += [Span(middle, span.end), Span(span.start, middle)]
            else:
                yield _Piece(number, span, folded, doc, list(range(first, last)), inside)


def _as_usual(text: str) -> str:
    """A folded text with the usual one for some characters, so that offsets are kept.

    A name may stand in two lines or hold a no-break space, a possessive have the wrong mark, a bar touch
    a word, a tag leave its end.
    """
    return _BAR.sub("—", _TURNED_APOSTROPHE.sub("’", _TAG_END.sub(" ", _NO_SPACE.sub(" ", text))))


def _begin_sentences(doc: Doc, text: str) -> None:
    """Begin a sentence after a dateline, a time, and marks behind a full stop: called it “vile.” She left."""
    starts = {match.end() for pattern in (_AFTER_FRAGMENT, _AFTER_TIME) for match in pattern.finditer(text)}
    after = after_dateline(text)
    if after and text[:after].rstrip()[-1] != ")":  # the parser takes (CNN) for an insertion
        starts.add(after)
    for token in doc if starts else ():
        if token.idx in starts:
            token.is_sent_start = True


def _batches(pieces: Iterable[tuple[int, _Piece]]) -> Iterator[list[tuple[int, _Piece]]]:
    batch: list[tuple[int, _Piece]] = []
    size = 0
    for at, piece in pieces:
        if len(batch) == _BATCH or batch and size + len(piece.doc) > _BATCH_TOKENS:
            yield batch
            batch, size = [], 0
        batch.append((at, piece))
        size += len(piece.doc)
    if batch:
        yield batch


def _cut(text: str, paragraph: Span) -> Iterator[Span]:
    """A paragraph whole, or in pieces of about `_LONGEST` characters where it is longer."""
    start = paragraph.start
    while paragraph.end - start > 2 * _LONGEST:
        end = _space_after(text, start + _LONGEST, start + 2 * _LONGEST) or start + 2 * _LONGEST
        yield Span(start, end)
        start = end
    yield Span(start, paragraph.end)


def _space_after(text: str, start: int, end: int) -> int | None:
    """Where the white space that comes next after `start` ends, or None where there is none before `end`."""
    space = _SPACE.search(text, start, end)
    return space.end() if space else None


def _token_places(doc: Doc, piece: _Piece) -> dict[int, tuple[int, int]]:
    places: dict[int, tuple[int, int]] = {}
    for number, stretch, place in zip(piece.numbers, piece.marked, piece.folded.places, strict=True):
        if place is None:
            start, end = piece.folded.to_folded(stretch.start), piece.folded.to_folded(stretch.end - 1)
            if start is None or end is None:
                continue
            place = Span(start, end + 1)
        tokens = doc.char_span(place.start, place.end, alignment_mode="expand")
        if tokens is not None and len(tokens):
            places[number] = (tokens.start, tokens.end)
    return places
