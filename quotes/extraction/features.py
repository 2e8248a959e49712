"""What speaks for and against a mention being the source of a quotation, as numbers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from math import log1p
from typing import NamedTuple

import numpy as np

from quotes.extraction.mentions import Mention
from quotes.extraction.parsing import Passage
from quotes.extraction.syntax import Doc, Span, Token
from quotes.extraction.word_classes import FINITE, VERBS

SOURCE, CUE, CONTENT = 1, 2, 3
"""Columns of ``doc.roles``."""

_DEPS = ("nsubj", "nsubjpass", "dobj", "iobj", "nmod", "appos", "conj", "compound", "dep", "ROOT")
_CLAUSES = ("acl", "acl:relcl", "relcl")
_FORMS = ("name", "pronoun", "possessive", "relative", "description")
_LABELS = ("PERSON", "ORG", "LOC", "MISC")
_CASES = ("to", "by", "from", "for", "with", "of", "on", "in", "than", "as")
_PERSONAL = frozenset(("he", "she"))
_FIRST = frozenset(("i", "we", "me", "us"))
WORKS = frozenset(
    "book novel memoir film movie documentary show programme program series episode song album single play musical "
    "painting column blog podcast broadcast magazine newspaper site website app game exhibition poem essay article "
    "radio television tv channel network video trailer spot ad advert hymn anthem ballad opera report campaign "
    "ship boat trawler yacht restaurant pub bar cafe bill act law".split()
)
"""Nouns for what has a title or a name: a song, a ship, a bill."""

_NAMING = frozenset(
    "titled entitled called named dubbed nicknamed nickname known term terms word words phrase slogan so-called "
    "label labelled labeled headline headlined codenamed christened aka tagged hashtag acronym expression".split()
)
OF_UNIT = (
    "marked", "utterance", "words", "one_word", "few_words", "content", "most_content", "cue_in_sentence",
    "source_in_sentence", "cue_in_passage", "source_in_passage", "whole_sentence", "rest_of_sentence", "opens_passage",
    "closes_passage", "after_colon", "after_determiner", "after_nominal", "after_preposition", "after_verb",
    "cue_before", "before_nominal", "before_comma", "is_root", "is_clause", "is_modifier", "is_object", "units",
    "capitals",
)  # fmt: skip
OF_SOURCE = (
    *(f"form_{form}" for form in _FORMS), *(f"label_{label}" for label in _LABELS), "he_or_she", "they", "it",
    "first_person", "plural", *(f"dep_{dep}" for dep in _DEPS), *(f"case_{case}" for case in _CASES), "according_to",
    "source", "most_source", "source_of_head", "likeliest", "second_likeliest", "has_verb", "cue_of_verb",
    "in_content", "first_of_sentence", "before_own_colon", "verb_governs_unit", "verb_above_unit", "unit_above_mention",
    "head_is_root_of_unit", "verb_below_unit", "participle", "cue_of_governor", "governor_above_mention", "distance",
    "before_unit", "adjacent", "three_words_apart", "eight_words_apart", "units_between", "mentions_between",
    "sources_between", "cue_between", "cue_beside", "same_sentence", "sentence_before", "sentence_after",
    "sentences_before", "sentences_after", "in_relative_clause", "depth", "chosen_before", "any_chosen_before",
    "unit_after_colon", "has_apposition", "steps_up", "nearest_verb_above",
)  # fmt: skip
OF_STANDING = (
    "none", "best", "source_of_best", "cue_of_best", "best_is_name", "best_is_pronoun", "best_before_unit",
    "distance_of_best", "finite", "subject", "infinitive", "opens_with_nominal", "after_that", "work_before",
    "work_after", "naming_before", "after_possessive", "all_capitals", "most_capitals", "after_on_or_of",
    "between_names", "before_finite",
)  # fmt: skip
SOURCE_FEATURES = ("is_none", *OF_UNIT, *OF_SOURCE)
STANDING_FEATURES = (*OF_UNIT, *OF_STANDING)
_FARTHEST_WORD = 100  # tokens from a unit
_FARTHEST = 9.0  # steps up from a unit to a verb that is not above it
# Of one passage, considered for one unit, and for all its units together. A paragraph of news has a tenth of it.
_MOST_MENTIONS = 100
_MOST_PAIRS = 4000
_FEWEST_MENTIONS = 10
_FILLERS = frozenset(("that", ",", ":", "—", "–", "-", "―"))


@dataclass(frozen=True)
class Unit:
    """Words in a passage that somebody may have said: a quotation's placeholder or a run of reported words.

    start, end: its tokens in the passage's doc, end exclusive.
    words: how many words it stands for.
    marked: whether the words stand between marks.
    utterance: whether they look like an utterance rather than a fragment.
    capitals: share of its words after the first that begin with a capital.
    titled: whether they have the capitals of a title.
    asking: whether they end with a question mark.
    form: of marked words, what `marked_form.OF_FORM` names.
    source: the token that names its source, where the syntax of reported speech does.
    opening: the tokens of its clause before the attribution that interrupts it.
    """

    start: int
    end: int
    words: int
    marked: bool
    utterance: bool
    capitals: float = 0.0
    titled: bool = False
    asking: bool = False
    form: tuple[float, ...] = field(default=(), compare=False)
    source: int | None = None
    opening: tuple[int, int] | None = None


class Candidate(NamedTuple):
    """What is known of a mention, whichever unit it may be the source of.

    verb: the token that governs it, and head_of_verb that one's head, -1 where there is none. above: the tokens that
    its head depends on. sentence: its number in the passage. features: the first ones of `OF_SOURCE`; the rest are some
    of its others.
    """

    verb: int
    head_of_verb: int
    above: frozenset[int]
    sentence: int
    features: list[float]
    participle: float
    cue_beside: float
    relative: float
    apposed: float


class Surroundings(NamedTuple):
    """What is known of a unit, whichever mention may be its source.

    root: its topmost token; governor: that one's head, -1 where it has none. above: the tokens that it depends on.
    sentence: its number in the passage. steps: how many steps up each of them is; nearest: the fewest to the verb of
    a mention.
    """

    root: int
    governor: int
    above: frozenset[int]
    sentence: int
    governor_cue: float
    colon: bool
    features: list[float]
    steps: dict[int, float]
    nearest: float


class View:
    """A passage's doc, with what several features ask of it worked out once."""

    def __init__(self, passage: Passage, mentions: Sequence[Mention], units: Sequence[Unit]) -> None:
        self.doc: Doc = passage.doc
        self.roles: np.ndarray = self.doc.roles
        self.mentions = mentions
        self.units = units
        self.sentences = np.cumsum([bool(token.is_sent_start) for token in self.doc])
        self.cues: list[float] = self.roles[:, CUE].tolist()
        self.sources: list[float] = self.roles[:, SOURCE].tolist()
        self.mention_sources = [
            _mean(self.roles[m.start : m.end, SOURCE]) if m.end - m.start > 1 else self.sources[m.start]
            for m in mentions
        ]
        self.from_least = sorted(self.mention_sources)
        self.strongest = (max(self.cues, default=0.0), max(self.sources, default=0.0))
        self.heads = [m.head for m in mentions]
        self._candidates: dict[int, Candidate] = {}
        self._known: dict[tuple[int, ...], np.ndarray] = {}
        self._surroundings: dict[Unit, Surroundings] = {}
        strong = [m.head for m, s in zip(mentions, self.mention_sources, strict=True) if s > 0.3]
        self.mentions_before = _counts(self.heads, len(self.doc))
        self.sources_before = _counts(strong, len(self.doc))
        self.units_before = _counts([unit.start for unit in units], len(self.doc))

    @cached_property
    def words(self) -> list[int]:
        """How many tokens before each are no mark, punctuation or filler."""
        fillers = (token.lower_ in _FILLERS or token.is_quote or token.is_punct for token in self.doc)
        return list(accumulate((not filler for filler in fillers), initial=0))

    def candidate(self, i: int) -> Candidate:
        """What is known of mention number `i`."""
        if i not in self._candidates:
            self._candidates[i] = _candidate(self, i)
        return self._candidates[i]

    def known(self, numbers: Sequence[int]) -> np.ndarray:
        """The features of mentions that are the same for each unit; shape (numbers, features)."""
        key = tuple(numbers)
        if key not in self._known:
            self._known[key] = np.array([self.candidate(i).features for i in numbers], dtype="f")
        return self._known[key]

    def surroundings(self, unit: Unit) -> Surroundings:
        """What is known of a unit."""
        if unit not in self._surroundings:
            self._surroundings[unit] = _surroundings(self, unit)
        return self._surroundings[unit]

    def near(self, unit: Unit) -> list[int]:
        """The numbers of the mentions that may be the source of a unit: all, or the nearest where they are many."""
        most = min(_MOST_MENTIONS, max(_FEWEST_MENTIONS, _MOST_PAIRS // len(self.units)))
        if len(self.mentions) <= most:
            return list(range(len(self.mentions)))
        at = bisect_left(self.heads, unit.start)
        first = max(0, at - most)
        window = range(first, min(len(self.mentions), at + most))
        nearest = sorted(window, key=lambda i: (abs(self.heads[i] - unit.start), i))
        return sorted(nearest[:most])

    @cached_property
    def verbs(self) -> frozenset[int]:
        """The verbs that govern mentions as their subjects."""
        subjects = (self.doc[head] for head in self.heads)
        return frozenset(token.head.i for token in subjects if token.dep_ in ("nsubj", "nsubjpass"))

    @cached_property
    def firsts(self) -> frozenset[int]:
        """The head of the first mention of each sentence."""
        found: dict[int, int] = {}
        for head in self.heads:
            found.setdefault(int(self.sentences[head]), head)
        return frozenset(found.values())


def _mean(values: np.ndarray) -> float:
    """As `values.mean()`, in a third of the time for a few of them."""
    return float(np.add.reduce(values) / len(values))


def unit_root(doc: Doc, unit: Unit) -> Token:
    """The token of a unit whose governor stands outside it."""
    for token in doc[unit.start : unit.end]:
        if not unit.start <= token.head.i < unit.end or token.head.i == token.i:
            return token
    return doc[unit.start]


def sentence_around(doc: Doc, unit: Unit) -> Span:
    """The sentence of a unit, of one that is longer than any in news the part near the unit."""
    sentence = doc[unit.start].sent
    start, end = max(sentence.start, unit.start - _FARTHEST_WORD), min(sentence.end, unit.end + _FARTHEST_WORD)
    return Span(doc, start, end)


def governing_verb(token: Token) -> Token | None:
    """The verb that a mention's head depends on, directly or through conjuncts and appositions."""
    at = token
    for _ in range(8):
        if at.head.i == at.i:
            return None
        if at.head.tag_ in VERBS:
            return at.head
        if at.dep_ in ("nsubj", "nsubjpass") and at.head.tag_ not in ("NNP",):
            return at.head
        at = at.head
    return None


def _counts(tokens: Sequence[int], length: int) -> list[int]:
    """How many of some tokens stand before each token of a Doc and before its end."""
    return [0, *np.cumsum(np.bincount(np.array(tokens, dtype=int), minlength=length)).tolist()]


def _steps(root: Token) -> dict[int, float]:
    """The tokens above one, with how many steps up each is."""
    found: dict[int, float] = {}
    at = root
    while at.head.i != at.i and at.head.i not in found:
        at = at.head
        found[at.i] = len(found) + 1.0
    return found


def _surroundings(view: View, unit: Unit) -> Surroundings:
    doc = view.doc
    root = unit_root(doc, unit)
    governor = root.head.i if root.head.i != root.i else -1
    steps = _steps(root)
    return Surroundings(
        root=root.i,
        governor=governor,
        above=frozenset(steps),
        sentence=int(view.sentences[root.i]),
        governor_cue=view.cues[governor] if governor >= 0 else 0.0,
        colon=unit.start > 0 and doc[unit.start - 1].text == ":",
        features=_unit_features(view, unit, root),
        steps=steps,
        nearest=min((up for verb, up in steps.items() if verb in view.verbs), default=_FARTHEST),
    )


def _unit_features(view: View, unit: Unit, root: Token) -> list[float]:
    """What is known of the unit itself."""
    doc = view.doc
    sentence = sentence_around(doc, unit)
    others = [i for i in range(sentence.start, sentence.end) if not unit.start <= i < unit.end and not doc[i].is_punct]
    before = doc[unit.start - 1] if unit.start else None
    after = doc[unit.end] if unit.end < len(doc) else None
    quoted_before = before is not None and before.is_quote
    if quoted_before:
        before = doc[unit.start - 2] if unit.start > 1 else None
    if after is not None and after.is_quote:
        after = doc[unit.end + 1] if unit.end + 1 < len(doc) else None
    content = view.roles[unit.start : unit.end, CONTENT]
    return [
        1.0 if unit.marked else 0.0,
        1.0 if unit.utterance else 0.0,
        min(unit.words, 40) / 10,
        1.0 if unit.words <= 1 else 0.0,
        1.0 if unit.words <= 3 else 0.0,
        _mean(content),
        max(content.tolist()),
        max((view.cues[i] for i in others), default=0.0),
        max((view.sources[i] for i in others), default=0.0),
        *view.strongest,
        1.0 if not others else 0.0,
        min(len(others), 30) / 10,
        1.0 if unit.start == 0 or quoted_before and unit.start == 1 else 0.0,
        1.0 if after is None or after.is_punct and after.i == len(doc) - 1 else 0.0,
        1.0 if before is not None and before.text == ":" else 0.0,
        1.0 if before is not None and before.tag_ in ("DT", "PRP$", "POS") else 0.0,
        1.0 if before is not None and before.tag_ in ("JJ", "NN", "NNS", "NNP") else 0.0,
        1.0 if before is not None and before.tag_ == "IN" else 0.0,
        1.0 if before is not None and before.tag_ in VERBS else 0.0,
        view.cues[before.i] if before is not None else 0.0,
        1.0 if after is not None and after.tag_ in ("NN", "NNS", "NNP", "JJ") else 0.0,
        1.0 if after is not None and after.text == "," else 0.0,
        1.0 if root.dep_ == "ROOT" else 0.0,
        1.0 if root.dep_ in ("ccomp", "parataxis") else 0.0,
        1.0 if root.dep_ in ("amod", "compound", "appos") else 0.0,
        1.0 if root.dep_ in ("dobj", "xcomp", "nmod") else 0.0,
        min(len(view.units), 5) / 5,
        unit.capitals,
    ]


def standing_features(view: View, unit: Unit, shares: np.ndarray) -> np.ndarray:
    """What tells a quotation from a title, a term or a nickname, and reported speech from mere words.

    shares: the ranker's probabilities of the unit's sources. Shape (1, features), float32.
    """
    doc = view.doc
    best = int(np.argmax(shares[:-1])) if len(shares) > 1 else -1
    mention = view.mentions[best] if best >= 0 else None
    verb = governing_verb(doc[mention.head]) if mention is not None else None
    inside = doc[unit.start : unit.end]
    row = [
        *view.surroundings(unit).features,
        float(shares[-1]),
        float(shares[best]) if best >= 0 else 0.0,
        view.mention_sources[best] if best >= 0 else 0.0,
        view.cues[verb.i] if verb is not None else 0.0,
        1.0 if mention is not None and mention.form == "name" else 0.0,
        1.0 if mention is not None and mention.form == "pronoun" else 0.0,
        1.0 if mention is not None and mention.end <= unit.start else 0.0,
        float(np.log1p(abs(mention.head - unit.start))) if mention is not None else 4.0,
        1.0 if any(token.tag_ in FINITE for token in inside) else 0.0,
        1.0 if any(token.dep_ in ("nsubj", "nsubjpass") for token in inside) else 0.0,
        1.0 if inside[0].tag_ == "TO" else 0.0,
        1.0 if inside[0].tag_ in ("DT", "PRP", "NNP", "NN", "NNS") else 0.0,
        1.0 if unit.start and doc[unit.start - 1].lower_ == "that" else 0.0,
        *_naming_features(view, unit),
    ]
    return np.array([row], dtype="f")


def _naming_features(view: View, unit: Unit) -> list[float]:
    """What stands beside the title of a work, a term or a nickname."""
    doc = view.doc
    before = [token for token in doc[max(0, unit.start - 5) : unit.start] if not token.is_quote]
    after = [token for token in doc[unit.end : unit.end + 4] if not token.is_quote]
    nearest = before[-1] if before else None
    return [
        1.0 if any(token.lower_ in WORKS for token in before) else 0.0,
        1.0 if any(token.lower_ in WORKS for token in after) else 0.0,
        1.0 if any(token.lower_ in _NAMING for token in before[-3:]) else 0.0,
        1.0 if nearest is not None and nearest.tag_ == "POS" else 0.0,
        1.0 if unit.words > 1 and unit.capitals > 0.99 else 0.0,
        1.0 if unit.words > 1 and unit.capitals > 0.6 else 0.0,
        1.0 if nearest is not None and nearest.lower_ in ("on", "in", "of", "for") else 0.0,
        1.0 if nearest is not None and nearest.tag_ == "NNP" and after and after[0].tag_ == "NNP" else 0.0,
        1.0 if after and after[0].tag_ in ("VBZ", "VBD") else 0.0,
    ]


def _candidate(view: View, i: int) -> Candidate:
    doc, mention = view.doc, view.mentions[i]
    head = doc[mention.head]
    verb = governing_verb(head)
    case = next((child.lower_ for child in head.lefts if child.dep_ == "case"), "")
    according = case == "to" and any(t.lower_ == "according" for t in doc[max(0, mention.start - 3) : mention.start])
    rank = len(view.mentions) - bisect_right(view.from_least, view.mention_sources[i])
    above = frozenset(_steps(head))
    return Candidate(
        verb=verb.i if verb is not None else -1,
        head_of_verb=verb.head.i if verb is not None else -1,
        above=above,
        sentence=int(view.sentences[head.i]),
        features=[
            *_one_of(_FORMS, mention.form),
            *_one_of(_LABELS, mention.label),
            1.0 if head.lower_ in _PERSONAL else 0.0,
            1.0 if head.lower_ == "they" else 0.0,
            1.0 if head.lower_ == "it" else 0.0,
            1.0 if head.lower_ in _FIRST else 0.0,
            1.0 if head.tag_ in ("NNS", "NNPS") else 0.0,
            *_one_of(_DEPS, head.dep_),
            *_one_of(_CASES, case),
            1.0 if according else 0.0,
            view.mention_sources[i],
            max(view.sources[mention.start : mention.end]),
            view.sources[mention.head],
            1.0 if rank == 0 else 0.0,
            1.0 if rank == 1 else 0.0,
            1.0 if verb is not None else 0.0,
            view.cues[verb.i] if verb is not None else 0.0,
            float(view.roles[mention.head, CONTENT]),
            1.0 if mention.head in view.firsts else 0.0,
            1.0 if mention.end < len(doc) and doc[mention.end].text == ":" else 0.0,
        ],
        participle=1.0 if verb is not None and verb.tag_ == "VBG" else 0.0,
        cue_beside=max(view.cues[max(0, mention.start - 4) : mention.end + 4]),
        relative=1.0 if any(doc[token].dep_ in _CLAUSES for token in (head.i, *above)) else 0.0,
        apposed=1.0 if any(child.dep_ == "appos" for child in head.children) else 0.0,
    )


@lru_cache(maxsize=1000)
def _one_of(values: tuple[str, ...], value: str) -> tuple[float, ...]:
    """A one-hot encoding: 1 for the value, 0 for each other one."""
    return tuple(1.0 if value == each else 0.0 for each in values)


def mention_features(view: View, unit: Unit, around: Surroundings, i: int, chosen_before: int | None) -> list[float]:
    """What is known of mention number `i` of a passage as the source of a unit, besides its `Candidate.features`.

    chosen_before: head token of the source of the unit before in this passage, or None.
    """
    mention, candidate = view.mentions[i], view.candidate(i)
    verb, root, governor = candidate.verb, around.root, around.governor
    before = mention.end <= unit.start
    near, far = (mention.end, unit.start) if before else (unit.end, mention.start)
    gap = max(0, far - near)
    fillers = near < far and view.words[far] == view.words[near]
    units_between = abs(view.units_before[mention.start] - view.units_before[unit.start]) - (0 if before else 1)
    mentions_between = max(0, view.mentions_before[far] - view.mentions_before[near])
    sources_between = max(0, view.sources_before[far] - view.sources_before[near])
    sentences_apart = candidate.sentence - around.sentence
    steps = around.steps.get(verb, _FARTHEST)
    return [
        1.0 if verb >= 0 and verb == governor else 0.0,
        1.0 if verb in around.above else 0.0,
        1.0 if root in candidate.above else 0.0,
        1.0 if root == view.doc[mention.head].head.i else 0.0,
        1.0 if candidate.head_of_verb == root else 0.0,
        candidate.participle,
        around.governor_cue,
        1.0 if governor in candidate.above else 0.0,
        log1p(gap),
        1.0 if before else 0.0,
        1.0 if gap == 0 or fillers else 0.0,
        1.0 if gap <= 3 else 0.0,
        1.0 if gap <= 8 else 0.0,
        min(units_between, 3.0),
        min(mentions_between, 6) / 3,
        min(sources_between, 3.0),
        max(view.cues[near:far], default=0.0),
        candidate.cue_beside,
        1.0 if sentences_apart == 0 else 0.0,
        1.0 if sentences_apart == -1 else 0.0,
        1.0 if sentences_apart == 1 else 0.0,
        1.0 if sentences_apart < -1 else 0.0,
        1.0 if sentences_apart > 1 else 0.0,
        candidate.relative,
        min(len(candidate.above), 8) / 4,
        1.0 if chosen_before == mention.head else 0.0,
        1.0 if chosen_before is not None else 0.0,
        1.0 if around.colon and before else 0.0,
        candidate.apposed,
        min(steps, _FARTHEST) / 3,
        1.0 if steps < _FARTHEST and steps == around.nearest else 0.0,
    ]


def rows(view: View, unit: Unit, chosen_before: int | None, among: Sequence[int] | None = None) -> np.ndarray:
    """One row a mention and a last one for "none of these"; shape (mentions + 1, features), float32.

    among: the numbers of the mentions to have rows, None for all.
    """
    around = view.surroundings(unit)
    numbers = range(len(view.mentions)) if among is None else among
    found = np.zeros((len(numbers) + 1, len(SOURCE_FEATURES)), dtype="f")
    found[-1, 0] = 1.0
    found[:, 1 : 1 + len(OF_UNIT)] = around.features
    if numbers:
        known = view.known(numbers)
        begin = 1 + len(OF_UNIT)
        end = begin + known.shape[1]
        found[:-1, begin:end] = known
        found[:-1, end:] = [mention_features(view, unit, around, i, chosen_before) for i in numbers]
    return found
