"""The stretches of a passage that somebody may have said: marked words, and clauses of reported speech."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc, Token

from quotes.extraction.features import CONTENT, CUE, Unit
from quotes.extraction.masking import CLAUSE, FRAGMENT, is_utterance
from quotes.extraction.parsing import Passage

_LIKELY = 0.5
_LIKELY_CUE = 0.3
_LIKELY_CLAUSE = 0.3
_OPENING_WORDS = 6
_LONGEST_GAP = 2
_SHORTEST = 3
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_LEADING = frozenset(("that", ",", ":", ";", "—", "–", "-", "―", "and", "but"))


class Wording(NamedTuple):
    """What is known of marked words: length in characters, number of words, and as `Unit` has it."""

    length: int
    words: int
    utterance: bool
    capitals: float


def wording(said: str) -> Wording:
    """What is known of the words of a marked stretch, which may stand in many passages."""
    words = said.split()
    capitals = sum(word[:1].isupper() for word in words[1:]) / max(1, len(words) - 1)
    return Wording(len(said), len(words), is_utterance(said), capitals)


def marked_units(passage: Passage, said: Sequence[Wording]) -> dict[int, Unit]:
    """The unit of each marked stretch of a passage, by the stretch's number; `said` is what all stretches say."""
    found = {}
    for number, (start, end) in passage.places.items():
        its = said[number]
        found[number] = Unit(start, end, its.words, True, its.utterance, its.capitals)
    return found


def reported_units(passage: Passage) -> list[Unit]:
    """What may be reported speech: clauses that a cue governs, and other runs of words taken for content.

    Clauses come from the parse, whole to their last word; runs from the roles alone. None overlaps another.
    """
    doc = passage.doc
    content = doc._.roles[:, CONTENT]
    spans = [_trimmed(doc, start, end) for start, end in _clauses(doc)]
    starts = np.array([bool(token.is_sent_start) for token in doc])
    spans += [_trimmed(doc, start, end) for start, end in _runs(content > _LIKELY, starts)]
    placeholders = {i for start, end in passage.places.values() for i in range(start, end) if _is_folded(doc[i])}
    found: list[Unit] = []
    for start, end in spans:
        words = sum(i not in placeholders and not doc[i].is_punct for i in range(start, end))
        if words >= _SHORTEST and not any(start < unit.end and unit.start < end for unit in found):
            found.append(Unit(start, end, words, False, False))
    return sorted(found, key=lambda unit: unit.start)


def is_finite(doc: Doc, unit: Unit) -> bool:
    """Whether a unit is a clause: after "that", or with a finite verb and its subject; an infinitive is none."""
    if unit.start > 0 and doc[unit.start - 1].lower_ == "that":
        return True
    return any(
        token.tag_ in _FINITE
        and any(
            other.dep_ in ("nsubj", "nsubjpass") and unit.start <= other.i < unit.end
            for verb in (token, token.head)
            for other in verb.children
        )
        for token in doc[unit.start : unit.end]
    )


def _is_folded(token: Token) -> bool:
    return token.text in (CLAUSE, FRAGMENT)


def _clauses(doc: Doc) -> Iterator[tuple[int, int]]:
    """Clauses that a cue governs, the outermost first, and sentences that a cue interrupts or follows."""
    content, cue = doc._.roles[:, CONTENT], doc._.roles[:, CUE]
    found: list[tuple[int, int]] = []
    for token in doc:
        governor = token.head
        if token.dep_ == "ccomp" and cue[governor.i] > _LIKELY_CUE and governor.i != token.i:
            start, end = token.left_edge.i, token.right_edge.i + 1
            if start <= governor.i < end:
                continue
            found.append((start, end))
        elif token.dep_ == "parataxis" and cue[token.i] > _LIKELY_CUE and _has_subject(token):
            found.extend(_around(doc, token.left_edge.i, token.right_edge.i + 1))
        elif token.lower_ == "according":
            end = token.right_edge.i + 1
            if token.head.dep_ == "nmod" and token.i < token.head.i:
                end = token.head.right_edge.i + 1
            found.extend(_around(doc, token.i, end))
    yield from _before_cues(doc)
    for start, end in sorted(found, key=lambda span: (span[0] - span[1], span)):
        start, end = _trimmed(doc, start, end)
        if end > start and content[start : min(end, start + _OPENING_WORDS)].mean() > _LIKELY_CLAUSE:
            yield start, end


def _before_cues(doc: Doc) -> Iterator[tuple[int, int]]:
    """Clauses that a cue with its source follows after a comma: The worst is over, the minister insisted."""
    cue = doc._.roles[:, CUE]
    for token in doc:
        if cue[token.i] <= _LIKELY or token.tag_ not in _FINITE:
            continue
        subjects = [c.left_edge.i for c in token.lefts if c.dep_ in ("nsubj", "nsubjpass")]
        first = min([token.i, *subjects])
        start = token.sent.start
        comma = first - 1
        if comma - start < _SHORTEST or doc[comma].text != ",":
            continue
        goes_on = any(c.dep_ == "ccomp" and c.i > token.i for c in token.children)
        if any(t.tag_ in _FINITE for t in doc[start:comma]) and not goes_on:
            yield start, comma


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)


def _around(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The longer part of a sentence outside an attribution in it."""
    sentence = doc[start].sent
    parts = [(sentence.start, start), (end, sentence.end)]
    yield max(parts, key=lambda part: part[1] - part[0])


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and (doc[start].lower_ in _LEADING or doc[start].is_punct and not doc[start].is_quote):
        start += 1
    while end > start and doc[end - 1].is_punct and not doc[end - 1].is_quote:
        end -= 1
    inside = doc[start:end]
    if sum(token.is_quote for token in inside) % 2:
        if inside[0].is_quote:
            start += 1
        elif inside[-1].is_quote:
            end -= 1
    return start, end


def _runs(likely: np.ndarray, sentence_starts: np.ndarray) -> Iterator[tuple[int, int]]:
    start = None
    last = -1
    for i in range(len(likely)):
        if start is not None and (sentence_starts[i] or i - last > _LONGEST_GAP):
            yield start, last + 1
            start = None
        if likely[i]:
            start = i if start is None else start
            last = i
    if start is not None:
        yield start, last + 1
