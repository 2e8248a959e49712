"""Questions about the paraphrases of a draft: does the archive say the opposite?

A paraphrase has no exact words that could be right or wrong. So this only asks, and gives no verdict.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass

from quotes.checker import draft_speakers
from quotes.checker.candidates import Rarity, candidates
from quotes.checker.draft_speakers import DraftSpeaker
from quotes.checker.tokens import words
from quotes.checker.verdicts import Relation
from quotes.checker.word_forms import FUNCTION, are_forms, is_negative
from quotes.model import Polarity, Quotation
from quotes.store.queries import StoredQuotation

_FEWEST = 3  # telling words
_ENOUGH = 0.6  # of the telling words of the draft, which the printing has


@dataclass(frozen=True, slots=True)
class Question:
    """What to look at: the printed statement that is nearest to a paraphrase of the draft, and says something else."""

    printed: StoredQuotation

    @property
    def sentence(self) -> str:
        """The question in words."""
        who = self.printed.speaker or "The source"
        statement = " ".join(self.printed.statement.split())
        if self.printed.polarity == Polarity.ASSERTED or statement == " ".join(self.printed.text.split()):
            return f"is this the opposite? The nearest printing of {who}: {statement}"
        return f"is this the opposite? The nearest printing: {who} {statement}"


def question(
    connection: sqlite3.Connection,
    draft: Quotation,
    rarity: Rarity,
    is_own: Callable[[StoredQuotation], bool] = lambda _: False,
) -> Question | None:
    """The question about a paraphrase of a draft, or None if the nearest printings say the same, or none is near.

    Args:
        connection: The archive.
        draft: The paraphrase.
        rarity: Of words.
        is_own: Whether a printing is in an article that is the draft itself. It is left out.
    """
    if not draft.speakers:
        return None
    said = words(draft.text)
    telling = _telling(said.keys)
    if len(telling) < _FEWEST:
        return None
    speakers = draft_speakers.resolved(connection, draft.speakers)
    near = sorted(
        (
            (share, each)
            for each in candidates(connection, said, rarity)
            if _is_theirs(speakers, each)
            and not is_own(each)
            and (share := _shared(telling, words(each.text).keys)) >= _ENOUGH
        ),
        key=lambda pair: -pair[0],
    )
    own = _sense(draft.polarity, said.keys)
    if not near or any(_sense(each.polarity, words(each.text).keys) == own for _, each in near):
        return None
    return Question(near[0][1])


def _is_theirs(speakers: tuple[DraftSpeaker, ...], printed: StoredQuotation) -> bool:
    return draft_speakers.relation(speakers, printed.speakers) in (Relation.SAME, Relation.JOINT)


def _telling(keys: Collection[str]) -> set[str]:
    return {key for key in keys if key not in FUNCTION}


def _shared(telling: set[str], printed: Collection[str]) -> float:
    found = sum(any(are_forms(key, other) for other in printed) for key in telling)
    return found / len(telling)


def _sense(polarity: Polarity, keys: Collection[str]) -> str:
    """Whether a statement says yes or no; or what else was done with the words."""
    if polarity in (Polarity.ASSERTED, Polarity.DENIED):
        negations = sum(map(is_negative, keys)) + (polarity == Polarity.DENIED)
        return "no" if negations % 2 else "yes"
    return str(polarity)
