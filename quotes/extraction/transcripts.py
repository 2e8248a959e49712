"""Transcripts and interviews: words that a label before them gives to a speaker (``Q:``, ``MR. ABRAMS:``)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from operator import attrgetter, itemgetter
from typing import NamedTuple

from quotes.extraction.quotation_marks import Marked
from quotes.model import Span
from quotes.names.keys import fold, fold_each, initials
from quotes.text import states
from quotes.text.countries import code_of
from quotes.text.paragraphs import paragraphs

_QUESTION_ANSWER = re.compile(r"(?P<label>Q|A|QUESTION|ANSWER|Question|Answer)\s?[:.]\s+(?=\S)")
_CAPITALS = re.compile(
    r"(?P<label>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]*){0,4})(?:,[^:\n]{0,60}|\s\([^)\n]{0,40}\))?:\s+(?=\S)"
)
_NAMED = re.compile(
    r"(?P<label>[A-Z][\w.’'-]+(?: (?:[A-Z][\w.’'-]*|de|da|van|von|der|al|el|bin)){0,4})(?:,[^:\n]{0,60})?:\s+(?=\S)"
)
_STAGE_DIRECTION = re.compile(r"[(\[][A-Z][A-Z ,.;]*[)\]]?")
_OPENING = frozenset("“\"‘'«„`")
_SPOKEN_END = frozenset(".?!…—–-)]\"”’'")
_FEWEST = 3
_LONGEST_INITIALS = 3


class Turn(NamedTuple):
    """Words spoken in a transcript, and the label that names their speaker."""

    stretch: Marked
    label: Span


def find_turns(text: str, marked: Sequence[Marked]) -> tuple[list[Marked], dict[int, Span]]:
    """Marked stretches and the turns of transcripts together, in order, and the label of each turn by its number.

    A paragraph is a turn when a label opens it and at least three paragraphs of the text are labelled in that way
    by two labels or more, or by one whose turns answer questions without a label. Where labels are initials, the full
    name is one too. A marked stretch that itself begins with a label in capitals is a turn too.
    """
    spoken = [stretch for stretch in marked if not _STAGE_DIRECTION.fullmatch(text, stretch.start, stretch.end)]
    stretches = [_relabelled(text, stretch) for stretch in spoken]
    turns = {turn.stretch.start: turn for turn in _unmarked_turns(text)}
    edges = sorted((turn.stretch.outer_start, turn.stretch.outer_end) for turn in turns.values())
    kept: list[tuple[Marked, Span | None]] = [(turn.stretch, turn.label) for turn in turns.values()]
    k = 0
    for stretch, label in stretches:
        while k < len(edges) and edges[k][1] <= stretch.outer_start:
            k += 1
        if k == len(edges) or edges[k][0] >= stretch.outer_end:
            kept.append((stretch, label))
    kept.sort(key=lambda pair: pair[0])
    return [stretch for stretch, _ in kept], {i: label for i, (_, label) in enumerate(kept) if label is not None}


def _relabelled(text: str, stretch: Marked) -> tuple[Marked, Span | None]:
    label = _CAPITALS.match(text, stretch.start, stretch.end)
    attributed = text[stretch.end - 1] == ","  # "BREAKING: It is over," she wrote
    if label is None or len(label["label"]) < 2 or attributed:
        return stretch, None
    return stretch._replace(start=label.end()), Span(label.start("label"), label.end("label"))


def _unmarked_turns(text: str) -> list[Turn]:
    paras = paragraphs(text)
    for pattern in (_QUESTION_ANSWER, _CAPITALS, _NAMED):
        labelled = [(para, match) for para in paras if (match := pattern.match(text, para.start, para.end))]
        unmarked = [(p, m) for p, m in labelled if text[m.end()] not in _OPENING]
        labels = {m["label"] for _, m in unmarked}
        asked = sum(_follows_question(text, paras, para) for para, _ in unmarked)
        repeated = len(unmarked) > len(labels)
        spoken = sum(text[para.end - 1] in _SPOKEN_END for para, _ in unmarked)
        if (
            len(unmarked) >= _FEWEST
            and (len(labels) >= 2 or asked * 2 > len(unmarked))
            and spoken * 2 > len(unmarked)
            and (repeated or pattern is _QUESTION_ANSWER)
            and sum(map(_is_place, labels)) * 2 <= len(labels)
        ):
            if pattern is _CAPITALS:
                unmarked += _in_full(text, paras, labels)
            return [
                Turn(
                    Marked(match.end(), para.end, match.end(), para.end),
                    Span(match.start("label"), match.end("label")),
                )
                for para, match in sorted(unmarked, key=itemgetter(0))
            ]
    return []


def _in_full(text: str, paras: Sequence[Span], labels: Collection[str]) -> list[tuple[Span, re.Match[str]]]:
    """The turns whose label is the full name of a label in initials: Ada Byrd before the first AB."""
    short = set(map(fold, labels))
    matches = ((para, match) for para in paras if (match := _NAMED.match(text, para.start, para.end)))
    return [
        (para, match)
        for para, match in matches
        if initials(fold_each(match["label"])) in short and text[match.end()] not in _OPENING
    ]


def _is_place(label: str) -> bool:
    """Whether a label names a state or country, as in a list of what is new in each."""
    return len(label) > _LONGEST_INITIALS and (bool(code_of(label)) or label in states.named_in(label))


def _follows_question(text: str, paras: Sequence[Span], para: Span) -> bool:
    before = bisect_left(paras, para.start, key=attrgetter("start")) - 1
    return before >= 0 and text[paras[before].end - 1] == "?"
