"""The people and bodies in an article, their mentions, and the choice between them.

Known number and gender are hard limits: an entity that does not agree is not a candidate. Without evidence of gender,
any pronoun may refer to it. Small networks choose between the candidates (`quotes.extraction.coref.antecedents`).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain, islice, takewhile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from quotes.extraction.coref.antecedents import FEATURES, Anaphor, Discourse, Place, is_said, rows
from quotes.extraction.coref.entities import Entity, key_tokens
from quotes.extraction.features import CUE
from quotes.extraction.job_titles import role_of
from quotes.extraction.mentions import Mention
from quotes.extraction.parsing import Passage
from quotes.extraction.ranker import named_network, shares
from quotes.extraction.syntax import Token
from quotes.model import Span, Speaker, SpeakerKind

WEIGHTS = Path(__file__).parent.parent / "coreference.npz"

Weigh = Callable[[Anaphor, Sequence[Entity], np.ndarray], np.ndarray]
"""From the candidates of a mention and their rows to the probability of each, and of none of them, last."""

# Entities that one mention is weighed for: the nearest before it, and as many others. And how many mentions of them are
# looked at to find these.
_MOST_CANDIDATES = 12
_MOST_LOOKED_AT = 200
_MOST_LATER = 8
_MAIN = 3
_FAINT = 0.05  # probability below which an entity is not meant, although the article says so of it
_MOST_NAMES = 50  # forms of one name that are told, the fullest first
_GIVEN_NAME_ALONE = 1.0
_NEAR = 2  # passages
_PRONOUNS_ALONE = 0.6


def likely(anaphor: Anaphor, candidates: Sequence[Entity], found: np.ndarray) -> np.ndarray:
    """The probability of each candidate, and of none of them, to be meant."""
    return shares(found, named_network(WEIGHTS, "description" if anaphor.noun else "pronoun", FEATURES))


class Choice(NamedTuple):
    """Who was chosen among those that a mention may mean.

    entity: None for nobody who is known. share, second: the probability of the choice and of the second one, among
        those that the rules leave.
    """

    entity: Entity | None
    share: float
    second: float


@dataclass
class Cast:
    """The people and bodies of an article, and the entity that each mention means, as far as it is resolved.

    meant: who each mention that is settled means; certainty: how likely. choices: of each mention that may mean
    several. settled: whom a description means, None for nobody who is known. timeline, sources: in the order of the
    text, all mentions and those that are sources, with the number of the entity. documents: passage, token and noun of
    the documents that are said to be somebody's, and whose, in the order of the text. headlines: lines with a capital
    in each word.
    """

    text: str
    passages: Sequence[Passage]
    mentions: Sequence[Sequence[Mention]]
    weigh: Weigh = likely
    entities: list[Entity] = field(default_factory=list)
    meant: dict[Place, Entity] = field(default_factory=dict)
    first_named: dict[int, Span] = field(default_factory=dict)
    certainty: dict[Place, float] = field(default_factory=dict)
    choices: dict[Place, Choice] = field(default_factory=dict)
    settled: dict[Place, tuple[Entity | None, float]] = field(default_factory=dict)
    timeline: list[tuple[Place, int]] = field(default_factory=list)
    sources: list[tuple[Place, int]] = field(default_factory=list)
    documents: list[tuple[int, int, str, Mention]] = field(default_factory=list)
    speakers: dict[int, Speaker] = field(default_factory=dict)
    headlines: frozenset[Span] = frozenset()
    _numbers: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.discourse = Discourse(self.passages)

    def number_entities(self) -> None:
        """Number the entities that are named and put their mentions in order, once all names are settled."""
        for number, entity in enumerate(self.entities):
            self._numbers[id(entity)] = number
            self.timeline.extend((place, number) for place in entity.seen)
        self.timeline.sort()
        for place, number in self.timeline:
            self._note_source(place, number)

    def add(self, entity: Entity) -> None:
        """Add an entity that the article only describes."""
        self._numbers[id(entity)] = len(self.entities)
        for noun in entity.nouns:
            self._by_noun.setdefault(noun, []).append(len(self.entities))
        self.entities.append(entity)

    def before(self, place: Place) -> Iterator[Entity]:
        """Who was mentioned before a place, the last first, each as often as mentioned."""
        at = bisect_left(self.timeline, (place, 0))
        return (self.entities[number] for _, number in reversed(self.timeline[max(0, at - _MOST_LOOKED_AT) : at]))

    @property
    def main(self) -> list[Entity]:
        """The persons who are named most."""
        return [self.entities[number] for number in self._main]

    def sentence(self, place: Place) -> int:
        return self.discourse.sentence(place)

    def token(self, mention: Mention) -> Token:
        return self.passages[mention.passage].doc[mention.head]

    def cue(self, passage: int, token: int) -> float:
        return float(self.passages[passage].doc.roles[token, CUE])

    def note(self, entity: Entity, place: Place) -> None:
        """Note that an entity is mentioned at a place by other words than its name."""
        insort(entity.seen, place)
        number = self._numbers[id(entity)]
        insort(self.timeline, (place, number))
        self._note_source(place, number)

    def _note_source(self, place: Place, number: int) -> None:
        if self.discourse.source(place) > 0.5:
            insort(self.sources, (place, number))

    def last_source(self, place: Place) -> Entity | None:
        at = bisect_left(self.sources, (place, 0))
        return self.entities[self.sources[at - 1][1]] if at else None

    def antecedent(
        self, anaphor: Anaphor, may_be: Callable[[Entity], bool], nouns: Collection[str] = ()
    ) -> tuple[Entity | None, float]:
        """Whom a pronoun or description most likely means, or None, and how likely."""
        candidates = self._candidates(anaphor, may_be, nouns)
        if not candidates:
            return None, 1.0
        found = rows(anaphor, candidates, self.discourse, self.last_source(anaphor.place))
        ranked = self.weigh(anaphor, candidates, found)
        # A pronoun has an antecedent, wherever it is; a description has one where the article says so of somebody.
        told = is_said(found)
        # The former mayor is not the deputy mayor, where both are called mayor.
        whole = told & np.array([set(anaphor.others) <= entity.described for entity in candidates])
        told = whole if whole.any() else told
        may_be_nobody = bool(anaphor.noun) and not anaphor.age and not told.any()
        possible = np.append(told if told.any() else np.ones(len(candidates), bool), may_be_nobody)
        best = int(np.argmax(np.where(possible, ranked, -1.0)))
        aged = bool(anaphor.age) and told.any() and anaphor.age in candidates[best].described
        if told.any() and ranked[best] <= _FAINT and not aged:
            best = len(candidates)
        entity = candidates[best] if best < len(candidates) else None
        possible[best] = True
        left = np.where(possible, ranked, 0.0) / ranked[possible].sum()
        self.choices[anaphor.place] = Choice(entity, float(left[best]), float(np.delete(left, best).max()))
        return entity, float(left[best] if aged else ranked[best])

    def _candidates(self, anaphor: Anaphor, may_be: Callable[[Entity], bool], nouns: Collection[str]) -> list[Entity]:
        """Those mentioned nearest before a place, soon after it and most in the article, and those of such a noun."""
        place = anaphor.place

        @cache
        def is_one(number: int) -> bool:
            return may_be(self.entities[number])

        at = bisect_left(self.timeline, (place, 0))
        before = (number for _, number in reversed(self.timeline[max(0, at - _MOST_LOOKED_AT) : at]))
        after = takewhile(lambda each: each[0][0] <= place[0] + 1, self.timeline[at : at + _MOST_LATER])
        others = chain(
            (number for _, number in after),
            self._main,
            *(self._by_noun.get(noun, [])[:_MOST_LOOKED_AT] for noun in nouns),
        )
        near = islice((n for n in dict.fromkeys(before) if is_one(n)), _MOST_CANDIDATES)
        rest = islice((n for n in dict.fromkeys(others) if is_one(n)), _MOST_CANDIDATES)
        found = [self.entities[number] for number in dict.fromkeys(chain(near, rest)) if self.entities[number].seen]
        found = [entity for entity in found if not self.discourse.beside(entity, place)]
        agreeing = [
            entity
            for entity in found
            if not anaphor.gender
            or entity.gender in ("", anaphor.gender)
            or not entity.is_known_by_more(_PRONOUNS_ALONE)
        ]
        spoken_of = (entity for entity in agreeing if anaphor.gender == entity.gender)
        if anaphor.gender and any(
            self._is_near(entity, place) for entity in spoken_of
        ):  # somebody of unknown gender who is named later is not meant
            agreeing = [each for each in agreeing if each.gender or not each.is_first_seen_after(place[0])]
        return agreeing or [entity for entity in found if not entity.is_known_by_more(_GIVEN_NAME_ALONE)]

    def _is_near(self, entity: Entity, place: Place) -> bool:
        """Whether somebody was mentioned shortly before a place."""
        at = bisect_left(entity.seen, place)
        return at > 0 and place[0] - entity.seen[at - 1][0] <= _NEAR

    @cached_property
    def _main(self) -> list[int]:
        """The numbers of the persons who are named most."""
        people = [n for n, entity in enumerate(self.entities) if entity.is_person]
        return sorted(people, key=lambda n: -len(self.entities[n].seen))[:_MAIN]

    @cached_property
    def family_names(self) -> frozenset[str]:
        """The last words of the names of people."""
        return frozenset(entity.tokens[-1] for entity in self.entities if entity.is_person and not entity.unnamed)

    @cached_property
    def bodies(self) -> list[Entity]:
        """The bodies with a name, the first ones of very many."""
        named = (each for each in self.entities if each.label in ("ORG", "PERSON") and not each.unnamed)
        return list(islice((each for each in named if not (each.is_person or each.is_people)), _MOST_LOOKED_AT))

    def around(self, place: Place, before: int, after: int) -> Iterator[tuple[Place, Entity]]:
        """So many mentions before a place, and from it on, in order."""
        at = bisect_left(self.timeline, (place, 0))
        for where, number in self.timeline[max(0, at - before) : at + after]:
            yield where, self.entities[number]

    @cached_property
    def _by_noun(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, entity in enumerate(self.entities):
            for word in entity.nouns.union(() if entity.is_person else entity.tokens):
                found.setdefault(word, []).append(number)
        return found

    def mention_at(self, passage: int, head: int) -> Mention | None:
        return next((m for m in self.mentions[passage] if m.head == head), None)

    def speaker(self, entity: Entity) -> Speaker:
        """The speaker that an entity is, once all names are settled."""
        if id(entity) not in self.speakers:
            self.speakers[id(entity)] = speaker_of(entity)
        return self.speakers[id(entity)]

    def choice(self, mention: Mention) -> Choice | None:
        """How it was chosen whom a mention means, if it may mean several."""
        return self.choices.get((mention.passage, mention.head))


def speaker_of(entity: Entity) -> Speaker:
    """The speaker that an entity is, under the fullest name that the article gives."""
    names = sorted(dict.fromkeys(" ".join(n.split()) for n in entity.names), key=lambda n: (-len(key_tokens(n)), n))
    kind: SpeakerKind = "person" if entity.is_person else "anonymous" if entity.is_people else "organisation"
    shown = role_of(entity.roles, entity.name) if kind == "person" else None
    return Speaker(entity.name, kind, tuple(names[:_MOST_NAMES]), shown)
