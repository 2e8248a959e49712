"""Which names belong to one speaker, where the articles themselves give the evidence.

A join is a rule's decision. It stands below every decision of a person, follows from what the archive holds at the
moment and not from the order in which articles came, and gives its reason. What has less evidence than this is a
suggestion (`quotes.names.suggestions`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

from nicknames import NickNamer

from quotes.names import home, is_local
from quotes.names.keys import PersonName, family_name, fold_each, person_name
from quotes.names.name_words import ARTICLES, CONCERNS, OFFICES

_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to"})
_SHORTEST_ACRONYM = 3
_SHARED_WORDS = 2  # of two roles, which make a short given name and a long one the same person's


class Bearer(NamedTuple):
    """What the archive knows of one node (`quotes.names.resolver`).

    name: the fullest one. forms: every name that articles give them. roles: every role. articles: how many name them.
    """

    node: str
    name: str
    forms: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    articles: int = 1


class Join(NamedTuple):
    """Two nodes that are one speaker. lead: the node that gives the name. reason: why, in words for people."""

    lead: str
    node: str
    reason: str


def blocks(bearer: Bearer) -> frozenset[str]:
    """The blocks of a bearer. Whether two bearers are joined depends on nobody outside the blocks that they share."""
    kind = bearer.node.partition(":")[0]
    if kind == "person":
        family = _family(bearer)
        return frozenset({f"person {family.split()[-1]}"} if family else ())
    if kind == "organisation" and not is_local(bearer.node):
        return frozenset({f"organisation {_acronym_of(bearer)}"})
    return frozenset()


def joins(bearers: Iterable[Bearer]) -> list[Join]:
    """The joins that the bearers of one or more whole blocks give evidence for, sorted."""
    shared: defaultdict[str, list[Bearer]] = defaultdict(list)
    for bearer in sorted(bearers):
        for block in blocks(bearer):
            shared[block].append(bearer)
    return sorted({join for block, members in shared.items() for join in _joined(block, members)})


def _joined(block: str, members: Sequence[Bearer]) -> Iterator[Join]:
    if block.startswith("organisation"):
        yield from _acronyms(members)
        return
    named = [(bearer, name) for bearer in members if (name := _name(bearer))]
    people: list[list[tuple[Bearer, PersonName]]] = []
    for group in _grouped(named, lambda each: (each[1].given, each[1].family, each[1].suffix)):
        people += _by_middle_name(group)
    reasons: dict[frozenset[str], str] = {}
    people = _with_short_forms(people, reasons)
    for person in people:
        lead, *others = sorted((bearer for bearer, _ in person), key=_fame)
        for other in others:
            yield Join(lead.node, other.node, reasons.get(frozenset({lead.node, other.node}), "a middle name more"))
    yield from _offices([bearer for bearer in members if is_local(bearer.node)], people)


def _by_middle_name(group: list[tuple[Bearer, PersonName]]) -> list[list[tuple[Bearer, PersonName]]]:
    """People of one given and one family name, apart where middle names differ ("George W.", "George H. W.")."""
    bare = [each for each in group if not each[1].middles]
    people: list[list[tuple[Bearer, PersonName]]] = []
    for each in sorted((each for each in group if each[1].middles), key=lambda each: -len("".join(each[1].middles))):
        fitting = [person for person in people if all(_agree(each[1].middles, other.middles) for _, other in person)]
        if len(fitting) == 1:
            fitting[0].append(each)
        else:
            people.append([each])
    if len(people) == 1:
        return [people[0] + bare]
    return people + [[each] for each in bare]


def _agree(ones: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two middle names may be one: each word of the shorter is that of the longer, or its initial."""
    return all(one.startswith(other) or other.startswith(one) for one, other in zip(ones, others, strict=False))


def _with_short_forms(
    people: list[list[tuple[Bearer, PersonName]]], reasons: dict[frozenset[str], str]
) -> list[list[tuple[Bearer, PersonName]]]:
    """People joined where one given name is a short form of the other and their roles share words.

    Nobody is joined who could be two.
    """
    pairs = [
        (i, j)
        for (i, one), (j, other) in combinations(enumerate(people), 2)
        if _short_form(one, other) and len(_role_words(one) & _role_words(other)) >= _SHARED_WORDS
    ]
    taken = [number for pair in pairs for number in pair]
    merged = set()
    for i, j in pairs:
        if taken.count(i) == taken.count(j) == 1:
            for one, _ in people[i]:
                for other, _ in people[j]:
                    reasons[frozenset({one.node, other.node})] = "a short form of the given name, and the same role"
            people[i] = people[i] + people[j]
            merged.add(j)
    return [person for number, person in enumerate(people) if number not in merged]


def _short_form(one: Collection[tuple[Bearer, PersonName]], other: Collection[tuple[Bearer, PersonName]]) -> bool:
    return all(
        (first.family, first.suffix) == (second.family, second.suffix)
        and _agree(first.middles, second.middles)
        and (first.given in _short_forms(second.given) or second.given in _short_forms(first.given))
        for _, first in one
        for _, second in other
    )


def _offices(local: Iterable[Bearer], people: Sequence[Sequence[tuple[Bearer, PersonName]]]) -> Iterator[Join]:
    """A family name with an office is whoever alone bears the name, where an article gives them that office."""
    by_family: defaultdict[str, list[Sequence[tuple[Bearer, PersonName]]]] = defaultdict(list)
    for person in people:
        by_family[person[0][1].family].append(person)
    for bearer in local:
        candidates = by_family[_family(bearer) or ""]
        if len(candidates) != 1:
            continue
        held = {office for each, _ in candidates[0] for office in map(_office, each.roles)}
        if {office for office in map(_office, bearer.roles) if office} & held:
            lead = min((each for each, _ in candidates[0]), key=_fame)
            yield Join(lead.node, bearer.node, "the family name and the office of one person alone")


def _acronyms(members: Sequence[Bearer]) -> Iterator[Join]:
    """An acronym is the body that an article gives it to, where articles give it to one body alone."""
    for short in members:
        words = _words(short)
        if len(words) != 1 or len(words[0]) < _SHORTEST_ACRONYM or not short.name.replace(".", "").isupper():
            continue
        given = [
            each
            for each in members
            if each is not short and any("".join(fold_each(form)) == words[0] for form in each.forms)
        ]
        if len(given) == 1 and _initials(_words(given[0])) == words[0]:
            yield Join(given[0].node, short.node, "an acronym that an article explains")


def _fame(bearer: Bearer) -> tuple[int, int, str]:
    return -bearer.articles, len(bearer.name), bearer.node


def _name(bearer: Bearer) -> PersonName | None:
    return None if is_local(bearer.node) else person_name(bearer.name)


def _family(bearer: Bearer) -> str | None:
    if is_local(bearer.node):
        return family_name(bearer.name)
    name = person_name(bearer.name)
    return name and name.family


def _office(role: str) -> str:
    """The office that a role begins or ends with ("president", "former president"), or ""."""
    words = [word for word in fold_each(role) if word not in ARTICLES]
    former = "former " if words[:1] in (["former"], ["ex"]) else ""
    return next((f"{former}{word}" for word in words if word in OFFICES), "")


def _role_words(person: Iterable[tuple[Bearer, PersonName]]) -> set[str]:
    """What roles concern: their words without those of offices and those that are in every role."""
    words = {word for bearer, _ in person for role in bearer.roles for word in fold_each(role)}
    return words - OFFICES - CONCERNS - ARTICLES - _SMALL


def _acronym_of(bearer: Bearer) -> str:
    words = _words(bearer)
    return words[0] if len(words) == 1 else _initials(words)


def _words(bearer: Bearer) -> list[str]:
    return home(bearer.node)[0].partition(":")[2].split()


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words if word not in _SMALL)


def _grouped(
    items: Iterable[tuple[Bearer, PersonName]], key: Callable[[tuple[Bearer, PersonName]], object]
) -> list[list[tuple[Bearer, PersonName]]]:
    groups: defaultdict[object, list[tuple[Bearer, PersonName]]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return list(groups.values())


@cache
def _short_forms(name: str) -> set[str]:
    return _nicknames().nicknames_of(name)


@cache
def _nicknames() -> NickNamer:
    return NickNamer()
