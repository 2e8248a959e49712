"""The named features of each candidate antecedent of a pronoun or a description.

A small network, trained on annotated mentions, compares the candidates of each mention with each other and with "none
of them" (`training.antecedent_weights`). The features follow Hobbs and centering (Grosz, Joshi and Weinstein 1995): how
near a candidate was mentioned, in which grammatical role, whether it spoke, and whether its properties agree.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log1p
from typing import NamedTuple

import numpy as np

from quotes.extraction.coref.entities import Entity
from quotes.extraction.features import CONTENT, SOURCE
from quotes.extraction.parsing import Passage
from quotes.extraction.syntax import Token
from quotes.extraction.word_classes import DOCUMENTS

Place = tuple[int, int]
"""A mention's passage and head token."""

SUBJECTS = ("nsubj", "nsubjpass")

OF_MENTION = (
    "he_or_she", "it", "they", "description", "possessive", "subject", "source", "person_noun", "body_noun",
    "document_noun", "common_noun", "gendered_noun", "definite", "demonstrative", "bare", "of_pronoun", "of_name",
    "complement", "modifiers",
)  # fmt: skip
OF_CANDIDATE = (
    "none", "candidates", "later", "same_sentence", "one_sentence", "two_sentences", "sentences", "paragraphs",
    "rank", "nearest", "earlier_mentions", "mentions", "last_subject", "last_object", "last_oblique",
    "last_possessive", "last_named", "of_main_clause", "last_source", "sentence_subject", "sentence_first",
    "sentence_source", "same_verb", "both_subjects", "first_in_article", "last_source_of_all", "person", "body",
    "place", "unnamed", "one_word", "gender_agrees", "gender_unknown", "gender_differs", "noun_said",
    "noun_in_name", "noun_of_unnamed", "age_said", "words_known", "words_unknown", "country_said",
    "other_noun_said", "nothing_said", "its_document", "any_document", "last_in_content", "matches", "one_match",
    "only_match", "agreeing", "only_agreeing", "nearest_subject", "nearest_source", "share_of_mentions",
)  # fmt: skip
FEATURES = OF_MENTION + OF_CANDIDATE
COLUMN = {name: number for number, name in enumerate(FEATURES)}

_SAID = [COLUMN[name] for name in ("noun_said", "noun_in_name", "age_said", "its_document")]

_RECENT = 8
_ADDRESSED = DOCUMENTS | {"interview", "conversation", "comment", "comments", "remarks", "call"}
_DASHES = ("—", "–", "-", "--", "―")


class Use(NamedTuple):
    """How a mention stands in its sentence."""

    sentence: int
    verb: int
    subject: bool
    object: bool
    oblique: bool
    possessive: bool
    named: bool
    main: bool
    source: float
    content: float


@dataclass(frozen=True)
class Anaphor:
    """A pronoun or description whose antecedent is sought.

    noun: the words that its head may be said by; others: the other words of a description; country: those of them that
    name a country. gender: m, f or "". features: in the order of `OF_MENTION`.
    """

    place: Place
    features: tuple[float, ...]
    gender: str = ""
    noun: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()
    country: frozenset[str] = frozenset()
    age: str = ""


class Discourse:
    """The sentences of an article in order, and how each mention stands in its own."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self._uses: dict[Place, Use] = {}
        self.leading: set[Place] = set()

    @cached_property
    def _sentences(self) -> list[list[int]]:
        count = 0
        found = []
        for passage in self.passages:
            numbers = []
            for token in passage.doc:
                count += bool(token.is_sent_start)
                numbers.append(count)
            found.append(numbers)
            count += 1
        return found

    def sentence(self, place: Place) -> int:
        """The number of the sentence of a place."""
        return self._sentences[place[0]][place[1]]

    def token(self, place: Place) -> Token:
        """The head of the mention at a place."""
        return self.passages[place[0]].doc[place[1]]

    def source(self, place: Place) -> float:
        """How likely the mention at a place is the source of an attribution."""
        return 1.0 if place in self.leading else float(self.passages[place[0]].doc.roles[place[1], SOURCE])

    def beside(self, entity: Entity, place: Place) -> bool:
        """Whether an entity is an object of the verb whose subject stands at a place, or the subject of its clause.

        It is another: the clerk told her, the clerk said Lorimer was late. So is the subject of the verb whose object
        stands there.
        """
        here = self.use(place)
        if not (here.subject or here.object):
            return False
        at = bisect_left(entity.seen, place)
        near = entity.seen[max(0, at - _RECENT) : at + _RECENT]
        uses = [(each, self.use(each)) for each in near if each[0] == place[0] and each != place]
        if here.object:
            own = _may_be_of_subject(self.token(place))
            return not own and any(use.verb == here.verb and use.subject for _, use in uses)
        if any(use.verb == here.verb and (use.object or use.oblique) for _, use in uses):
            return True
        if any(each < place and self._is_addressed(each, here.verb) for each, _ in uses):
            return True
        if any(use.named and use.subject and each > place and self._is_below(each, here.verb) for each, use in uses):
            return True
        # Lorimer, he said, never forgets.
        comma = place[1] > 1 and self.passages[place[0]].doc[place[1] - 1].text == ","
        return comma and any(each[1] == place[1] - 2 and use.subject for each, use in uses)

    def _is_addressed(self, place: Place, verb: int) -> bool:
        """Whether the subject of a verb speaks or writes to somebody: in a statement to the [Echo], the firm said."""
        token = self.token(place)
        to = token.dep_ == "nmod" and any(c.dep_ == "case" and c.lower_ in ("to", "with") for c in token.lefts)
        return to and token.head.lower_ in _ADDRESSED and token.head.head.i == verb

    def _is_below(self, place: Place, verb: int) -> bool:
        """Whether the mention at a place stands in a clause that completes a verb of its passage."""
        token = self.token(place)
        clause = False
        for above in (token, *token.ancestors):
            clause |= above.dep_ == "ccomp" and above.head.i == verb and above.i > verb
        return clause

    def use(self, place: Place) -> Use:
        """How the mention at a place stands in its sentence."""
        if place not in self._uses:
            token = self.token(place)
            standing = _standing(token)
            dep = standing.dep_
            possessive = token.tag_ == "PRP$" or any(child.tag_ == "POS" for child in token.rights)
            self._uses[place] = Use(
                sentence=self.sentence(place),
                verb=standing.head.i,
                subject=dep in SUBJECTS or place in self.leading,
                object=dep in ("dobj", "iobj"),
                oblique=dep == "nmod" and not possessive,
                possessive=possessive,
                named=token.tag_ in ("NNP", "NNPS"),
                main=standing.head.dep_ == "ROOT",
                source=self.source(place),
                content=float(self.passages[place[0]].doc.roles[place[1], CONTENT]),
            )
        return self._uses[place]


def _may_be_of_subject(token: Token) -> bool:
    """Whether what was parsed as an object may mean the subject: hurt herself, turned her back."""
    after = token.doc[token.i + 1 : token.i + 2]
    possessive = token.lower_ == "her" and bool(after) and after[0].tag_[0] in "NJR"
    return possessive or token.lower_.endswith(("self", "selves"))


def _standing(token: Token) -> Token:
    """The word whose place in the sentence a name has in apposition or behind a dateline: her [daughter], Ada, says."""
    while token.dep_ == "appos" and token.head.i < token.i:
        token = token.head
    place = token.head
    if token.dep_ == "dep" and place.i == 0 and place.is_upper and place.nbor().text in _DASHES:
        return place  # OTTAWA — Ada Byrd left
    return token


def is_said(found: np.ndarray) -> np.ndarray:
    """Which of the candidates of these rows the article says what the description says; shape (candidates,)."""
    result: np.ndarray = np.any(found[:-1, _SAID], axis=1)
    return result


def rows(
    anaphor: Anaphor, candidates: Sequence[Entity], discourse: Discourse, last_source: Entity | None
) -> np.ndarray:
    """The features of each candidate, the nearest first, and of none of them, last.

    last_source: who was mentioned last as a source. Shape (candidates + 1, features), float32.
    """
    count = len(candidates) / 10
    found = np.zeros((len(candidates) + 1, len(FEATURES)), dtype="f")
    found[:, : len(OF_MENTION)] = anaphor.features
    for rank, entity in enumerate(candidates):
        told = _of_candidate(anaphor, entity, rank, count, discourse, last_source)
        found[rank, len(OF_MENTION) : len(OF_MENTION) + len(told)] = told
    found[-1, len(OF_MENTION) : len(OF_MENTION) + 2] = 1.0, count
    _compare(found)
    return found


def _compare(found: np.ndarray) -> None:
    """Fill in what tells a candidate from the others."""

    def column(name: str) -> np.ndarray:
        one: np.ndarray = found[:, COLUMN[name]]
        return one

    match = column("noun_said") + column("noun_in_name") > 0
    agrees = column("gender_agrees") > 0
    matches, agreeing = int(match.sum()), int(agrees.sum())
    column("matches")[:] = min(matches, 3) / 3
    column("one_match")[:] = matches == 1
    column("only_match")[:] = match & (matches == 1)
    column("agreeing")[:] = min(agreeing, 3) / 3
    column("only_agreeing")[:] = agrees & (agreeing == 1)
    for name, of in (("nearest_subject", "last_subject"), ("nearest_source", "last_source")):
        nearest = np.flatnonzero((column(of) > 0.5) & (column("later") == 0))
        column(name)[nearest[:1]] = 1.0
    mentions = column("earlier_mentions")
    column("share_of_mentions")[:] = mentions / max(float(mentions.max()), 1.0)


def _of_candidate(
    anaphor: Anaphor, entity: Entity, rank: int, count: float, discourse: Discourse, last_source: Entity | None
) -> list[float]:
    place, seen = anaphor.place, entity.seen
    here = discourse.use(place)
    earlier = bisect_left(seen, place)
    last = seen[earlier - 1] if earlier else seen[0]
    use = discourse.use(last)
    beside = [use]
    for at in range(earlier - 2, max(-1, earlier - _RECENT), -1):
        other = discourse.use(seen[at])
        if other.sentence != use.sentence:
            break
        beside.append(other)
    apart = abs(here.sentence - use.sentence)
    same_verb = apart == 0 and last[0] == place[0] and use.verb == here.verb
    noun, said = anaphor.noun, entity.nouns
    noun_said = not noun.isdisjoint(said)
    person, label, gender = entity.is_person, entity.label, entity.gender
    known = sum(word in entity.described or word in entity.tokens for word in anaphor.others)
    return [
        0.0,
        count,
        not earlier,
        apart == 0,
        apart == 1,
        apart == 2,
        min(apart, 12) / 4,
        min(abs(place[0] - last[0]), 6) / 3,
        min(rank, 8) / 4,
        rank == 0,
        log1p(earlier),
        log1p(len(seen)),
        use.subject,
        use.object,
        use.oblique,
        use.possessive,
        use.named,
        use.main,
        use.source,
        any(each.subject for each in beside),
        earlier > 0 and discourse.use(seen[0]).sentence == use.sentence,
        max(each.source for each in beside),
        same_verb and (use.object or use.oblique),
        use.subject and here.subject,
        seen[0][0] == 0,
        entity is last_source,
        person,
        label == "ORG",
        label == "LOC",
        entity.unnamed,
        len(entity.tokens) == 1,
        bool(anaphor.gender) and gender == anaphor.gender,
        bool(anaphor.gender) and not gender,
        bool(anaphor.gender and gender) and gender != anaphor.gender,
        noun_said,
        not person and not noun.isdisjoint(entity.tokens),
        entity.unnamed and noun_said,
        bool(anaphor.age) and anaphor.age in entity.described,
        known,
        len(anaphor.others) - known,
        not anaphor.country.isdisjoint(entity.described),
        bool(noun) and bool(said) and not noun_said,
        bool(noun) and not said,
        not noun.isdisjoint(entity.documents),
        bool(entity.documents),
        min(each.content for each in beside),
    ]
