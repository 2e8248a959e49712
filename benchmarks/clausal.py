"""The Gender Gap Tracker's idea of the task, under our pipeline: a clause that a saying verb governs is its subject's.

Asr et al., "The Gender Gap Tracker", PLoS ONE 2021: reported speech is the clausal complement of a verb of saying, and
a quotation without such a verb belongs to the last speaker. Written from the article; their program is no package.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from quotes.evaluation import Prediction
from quotes.extraction.cues import SPEECH
from quotes.extraction.quotation_marks import Marked, find_marked
from quotes.model import Kind, Span
from quotes.text.paragraphs import paragraphs

_FEWEST_WORDS = 4  # of a quotation without a verb of saying


def found_by_clauses(texts: list[str], nlp: Language) -> list[list[Prediction]]:
    """What the clauses of each text say."""
    pieces = [[(span, text[span.start : span.end]) for span in paragraphs(text)] for text in texts]
    docs = nlp.pipe(piece for each in pieces for _, piece in each)
    found = []
    for text, each in zip(texts, pieces, strict=True):
        marked = find_marked(text)
        told = [one for span, _ in each for one in _reported(next(docs), span.start)]
        found.append(list(_quotations(text, marked, told)))
    return found


def _reported(doc: Doc, offset: int) -> Iterator[tuple[Span, Span]]:
    """The clauses that depend on a verb of saying, each with the subject of the verb."""
    for verb in doc:
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        if verb.lower_ not in SPEECH or subject is None:
            continue
        for child in verb.children:
            if child.dep_ in ("ccomp", "parataxis") and child.i != subject.i:
                yield _span(child, offset), _span(subject, offset)


def _span(token: Token, offset: int) -> Span:
    last = token.right_edge
    return Span(offset + token.left_edge.idx, offset + last.idx + len(last))


def _quotations(text: str, marked: list[Marked], told: list[tuple[Span, Span]]) -> Iterator[Prediction]:
    for words, source in told:
        name = source.of(text)
        inside = [m for m in marked if m.start < words.end and words.start < m.end]
        for stretch in inside:
            yield Prediction(Kind.DIRECT, (Span(stretch.start, stretch.end),), source, name)
        if not inside:
            yield Prediction(Kind.PARAPHRASE, (words,), source, name)
    for stretch in marked:
        last = next((source for words, source in reversed(told) if words.start < stretch.end), None)
        if any(stretch.start < words.end and words.start < stretch.end for words, _ in told):
            continue
        if len(text[stretch.start : stretch.end].split()) >= _FEWEST_WORDS:
            yield Prediction(Kind.DIRECT, (Span(stretch.start, stretch.end),), last, last and last.of(text))
