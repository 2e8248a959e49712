"""The stretches of a passage that somebody may have said: marked words, and runs of reported ones."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from quotes.extraction.features import CONTENT, Unit
from quotes.extraction.folding import is_utterance
from quotes.extraction.parsing import Passage

_LIKELY = 0.5
_LONGEST_GAP = 2
_SHORTEST = 3
_LEADING = frozenset(("that", ",", ":", ";", "—", "–", "-", "―", "“", "\"", "and", "but"))


def marked_units(passage: Passage, texts: dict[int, str]) -> dict[int, Unit]:
    """The unit of each marked stretch of a passage, by the stretch's number; `texts` are the marked words."""
    found = {}
    for number, (start, end) in passage.places.items():
        words = texts[number].split()
        capitals = sum(word[:1].isupper() for word in words[1:]) / max(1, len(words) - 1)
        found[number] = Unit(start, end, len(words), True, is_utterance(texts[number]), capitals)
    return found


def reported_units(passage: Passage) -> list[Unit]:
    """Runs of words that the pipeline takes for reported speech, a run within one sentence, unmarked."""
    doc = passage.doc
    content = doc._.roles[:, CONTENT]
    whole = {start for start, end in passage.places.values() if end - start == 1 and doc[start].text.isupper()}
    found = []
    for start, end in _runs(content > _LIKELY, np.array([bool(t.is_sent_start) for t in doc])):
        while start < end and (doc[start].lower_ in _LEADING or doc[start].is_punct):
            start += 1
        while end > start and doc[end - 1].is_punct:
            end -= 1
        own = [i for i in range(start, end) if i not in whole and not doc[i].is_punct]
        if len(own) >= _SHORTEST:
            found.append(Unit(start, end, len(own), False, False))
    return found


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
