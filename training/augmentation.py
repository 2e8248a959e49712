"""The same articles told of other people in other places.

PolNeAR is US politics of one election: without this the names themselves would be learnt. Every name of an
article is replaced by one name throughout, with its role, its tree and its tags; titles, parties, marks and
letter case vary a little as they do in other papers.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from training import names, phrases
from training.gold import Gold

_US_TITLES = frozenset("Sen. Rep. Gov. Mr. Mrs. Ms. Dr. President Senator Governor Congressman Congresswoman".split())
_TITLES = (
    "Mr Mrs Ms Dr Sir Dame Lord Lady Baroness Cllr Councillor Prof Professor Justice Judge Minister Ambassador "
    "Bishop Archbishop Rabbi Imam Sheikh Capt. Captain Maj. Brig. Gen. Lt. Col. Sgt. Inspector Supt. Chancellor "
    "Senator Deputy Taoiseach Premier Mayor Coach Sister Brother Don"
).split()
_PARTIES = frozenset("Republican Republicans Democrat Democrats Democratic GOP".split())
_OTHER_PARTIES = "Labour Conservative Tory Liberal Green Centrist Socialist Nationalist Unionist Communist".split()
_MARKS = {
    "straight": {"“": '"', "”": '"', "``": '"', "''": '"'},
    "curly": {"``": "“", "''": "”"},
    "latex": {"“": "``", "”": "''", '"': "''"},
    "single": {"“": "‘", "”": "’", "``": "‘", "''": "’"},
}

_DEPS = {"DT": "det", "JJ": "amod"}


class Edit(NamedTuple):
    """Words to put in place of the words start to end (exclusive); names unless tags are given."""

    start: int
    end: int
    words: tuple[str, ...]
    tags: tuple[str, ...] | None = None


def retold(paragraphs: Sequence[Gold], rng: random.Random) -> list[Gold]:
    """The paragraphs of one article with other names, and some with other marks or letter case."""
    cast = _Cast(rng)
    for paragraph in paragraphs:
        cast.meet(paragraph)
    marks = _MARKS[rng.choice(sorted(_MARKS))]
    return [_in_case(edited(paragraph, cast.edits(paragraph, marks)), rng) for paragraph in paragraphs]


def edited(gold: Gold, edits: Sequence[Edit]) -> Gold:
    """A paragraph with stretches of words replaced, in order and apart; new words join the stretch's last.

    An empty stretch (start == end) puts its words before the word at `start`, on which they hang.
    """
    made = Gold([], [], [], [], [], [], [], None if gold.roles is None else [])
    where = [0] * len(gold.words)
    hangs: list[tuple[int, bool]] = []  # for each new word the old word it stands for, or hangs on
    at = 0
    for start, end, words, tags in [*edits, Edit(len(gold.words), len(gold.words), ())]:
        for i in range(at, start):
            where[i] = len(made.words)
            _copy(gold, i, made, gold.words[i], gold.spaces[i])
            hangs.append((i, False))
        inside = range(start, end)
        head = next((i for i in inside if gold.heads[i] not in inside or gold.heads[i] == i), start)
        for k, word in enumerate(words):
            last = bool(inside) and k == len(words) - 1
            if last:
                where[start:end] = [len(made.words)] * (end - start)
            _copy(gold, head, made, word, gold.spaces[end - 1] if last else True)
            hangs.append((head, not last))
            if tags is not None:
                made.tags[-1], made.entities[-1] = tags[k], "O"
            elif not inside:
                made.tags[-1], made.entities[-1] = "NNP", "O"
            else:
                made.tags[-1] = "NNP" if gold.entities[start] != "B-MISC" else gold.tags[head]
                made.entities[-1] = ("B-" if k == 0 else "I-") + gold.entities[start][2:]
            made.starts[-1] = k == 0 and gold.starts[start]
        if words and not inside and start < len(gold.words):
            gold = replace(gold, starts=[s and i != start for i, s in enumerate(gold.starts)])
        at = end
    for new, (old, on_it) in enumerate(hangs):
        head_of_old = gold.heads[old]
        if head_of_old is None:
            made.heads[new] = None
        elif on_it:
            made.heads[new], made.deps[new] = where[old], _DEPS.get(made.tags[new], "compound")
        else:
            made.heads[new] = new if head_of_old == old else where[head_of_old]
    made.__post_init__()
    return made


def _copy(gold: Gold, i: int, made: Gold, word: str, space: bool) -> None:
    made.words.append(word)
    made.spaces.append(space)
    made.tags.append(gold.tags[i])
    made.heads.append(gold.heads[i])
    made.deps.append(gold.deps[i])
    made.entities.append(gold.entities[i])
    made.starts.append(gold.starts[i])
    if made.roles is not None and gold.roles is not None:
        made.roles.append(gold.roles[i])


class _Cast:
    """Who plays whom in one article."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.people: dict[tuple[str, ...], names.Name] = {}
        self.alone: dict[str, tuple[str, ...]] = {}
        self.others: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.descriptions: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self.title: dict[str, str] = {}
        self.parties = dict(zip(("R", "D", "G"), rng.sample(_OTHER_PARTIES, 3), strict=True))

    def meet(self, gold: Gold) -> None:
        for start, end, label in gold.entity_spans():
            words = tuple(gold.words[start:end])
            if label == "PERSON" and len(words) > 1 and words not in self.people:
                name = names.person(self.rng)
                self.people[words] = name
                self.alone.setdefault(words[-1], name.short)
                self.alone.setdefault(words[0], name.given)

    def edits(self, gold: Gold, marks: dict[str, str]) -> list[Edit]:
        edits: list[Edit] = []
        named = {start: (end, label) for start, end, label in gold.entity_spans()}
        i = 0
        while i < len(gold.words):
            if i in named:
                end, label = named[i]
                words = tuple(gold.words[i:end])
                free = i == 0 or not gold.tags[i - 1].startswith("NNP")
                if free and self._is_bare_source(gold, i, end) and self.rng.random() < 0.15:
                    edits.append(self._described(gold, i, end))
                    i = end
                    continue
                if free and label == "PERSON" and self.rng.random() < 0.12:
                    edits.append(Edit(i, i, (self._title(words[-1]),)))
                if (new := self._other(words, label)) is not None:
                    edits.append(Edit(i, end, new))
                i = end
                continue
            word = gold.words[i]
            if word in _US_TITLES and named.get(i + 1, (0, ""))[1] == "PERSON" and self.rng.random() < 0.6:
                edits.append(Edit(i, i + 1, (self._title(gold.words[i + 1]),), ("NNP",)))
            elif word in marks:
                edits.append(Edit(i, i + 1, (marks[word],), (gold.tags[i],)))
            elif word == "said" and gold.roles is not None and gold.roles[i] == "CUE" and self.rng.random() < 0.2:
                edits.append(Edit(i, i + 1, (self.rng.choice(phrases.VERBS),), ("VBD",)))
            i += 1
        return edits

    def _is_bare_source(self, gold: Gold, start: int, end: int) -> bool:
        """Whether a name alone is the source of a clause that has its cue beside it."""
        if gold.roles is None or end - start > 1 or gold.entities[start] != "B-PERSON":
            return False
        around = [gold.roles[i] if 0 <= i < len(gold.words) else "O" for i in (start - 1, start, end)]
        return around[1] == "SOURCE" and around[0] != "SOURCE" and around[2] != "SOURCE" and "CUE" in around

    def _described(self, gold: Gold, start: int, end: int) -> Edit:
        words, tags = self.descriptions.setdefault(gold.words[start], phrases.description(self.rng))
        if gold.starts[start] or start == 0:
            words = (words[0].capitalize(), *words[1:])
        return Edit(start, end, words, tags)

    def _title(self, bearer: str) -> str:
        return self.title.setdefault(bearer, self.rng.choice(_TITLES))

    def _other(self, words: tuple[str, ...], label: str) -> tuple[str, ...] | None:
        if label == "PERSON":
            if len(words) > 1:
                return self.people[words].full
            return self.alone.setdefault(words[0], names.person(self.rng).short)
        if label == "MISC":
            if len(words) > 1 or words[0] not in _PARTIES:
                return None
            return (self.parties[words[0][0]] + ("s" if words[0].endswith("s") else ""),)
        if words not in self.others:
            if self.rng.random() < 0.4:
                self.others[words] = words
            elif label == "LOC":
                self.others[words] = names.place(self.rng)
            elif words[0].isupper() and len(words) == 1:
                self.others[words] = names.acronym(self.rng)
            else:
                self.others[words] = names.body(self.rng)
        return self.others[words]


def _in_case(gold: Gold, rng: random.Random) -> Gold:
    """Now and then a paragraph in capitals, as some headlines and openings are, or without any."""
    drawn = rng.random()
    if drawn < 0.02:
        return replace(gold, words=[word.upper() for word in gold.words])
    if drawn < 0.03:
        return replace(gold, words=[word.lower() for word in gold.words])
    return gold
