"""Parts the people of one full name, if what articles say of them conflicts (`quotes.names.traits`).

An article without such words stays with the person whom most articles mean. So does one that fits several
people. Nothing depends on the order of the articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from quotes.names.occupations import YOUNGEST, are_exclusive, describe, may_follow
from quotes.names.offices import are_elsewhere
from quotes.names.traits import Traits

_MISTAKE = 3  # years by which ages in articles may be wrong
_MANY = 10  # articles, against which the description of a single one is an error

Kinds = frozenset[frozenset[str]]  # pairs of occupations


class Namesake(NamedTuple):
    """One of the people of a name.

    Attributes:
        traits: What articles say of them.
        reason: Why they are not the person of most articles, to follow "because". Empty for that person.
        own, others: Of the traits, and of those of the person of most articles, those that conflict for this reason.
    """

    traits: tuple[Traits, ...]
    reason: str = ""
    own: tuple[Traits, ...] = ()
    others: tuple[Traits, ...] = ()


def namesakes(given: Mapping[Traits, int], decided: Collection[Traits] = ()) -> list[Namesake]:
    """The people of one name, the person of most articles first.

    Args:
        given: What articles say, with the number of the articles.
        decided: Those of people whom an editor gave to another speaker. They are never the person of most articles.
    """
    exclusive = _exclusive(given)
    ages = any(each.born or each.died for each in given)
    groups: list[list[Traits]] = []
    alike: defaultdict[Traits, list[Traits]] = defaultdict(list)
    for each in given:
        alike[each if ages else each._replace(month="", beside=(), before=())].append(each)
    if not given:
        return []
    if not exclusive and not ages and len({each.gender for each in given} - {""}) < 2:
        seats = {seat for each in given for seat in each.seats}
        if not any(are_elsewhere([one], [other]) for one, other in combinations(seats, 2)):
            return [Namesake(tuple(sorted(given, key=_order)))]
    counts = {one: sum(given[each] for each in all) for one, all in alike.items()}
    unclear: list[Traits] = []
    for one in sorted(counts, key=lambda each: (-_weight(each), -counts[each], _order(each))):
        fitting = _fitting(one, groups, exclusive)
        shared = [max(_shared(one, each) for each in group) for group in fitting]
        if shared.count(max(shared, default=0)) > 1:
            unclear.append(one)
        elif fitting:
            fitting[shared.index(max(shared))].append(one)
        else:
            groups.append([one])
    groups.sort(
        key=lambda group: (
            not set(decided).isdisjoint(_given(group, alike)),
            -_rounded(sum(counts[one] for one in group)),
            min(map(_order, group)),
        )
    )
    if sum(counts[one] for one in groups[0]) >= _MANY:
        errors = [group for group in groups[1:] if sum(counts[one] for one in group) == 1]
        groups = [[*groups[0], *(one for group in errors for one in group)]] + [
            group for group in groups[1:] if group not in errors
        ]
    for one in unclear:
        fitting = _fitting(one, groups, exclusive)
        if fitting:
            fitting[0].append(one)
        else:
            groups.append([one])
    return [Namesake(_given(groups[0], alike))] + [
        Namesake(_given(group, alike), *_conflicting(group, groups[0], exclusive, alike)) for group in groups[1:]
    ]


def _rounded(number: int) -> int:
    """A number of articles rounded down to two binary digits: 1, 2, 3, 4, 6, 8, 12, 16 and so on.

    Otherwise two people with about as many articles would exchange the name, with all their articles, again and again.
    """
    shift = max(0, number.bit_length() - 2)
    return number >> shift << shift


def _fitting(one: Traits, groups: Collection[list[Traits]], exclusive: Kinds) -> list[list[Traits]]:
    """The groups in which nothing conflicts."""
    return [group for group in groups if not any(_conflict(one, each, exclusive) for each in group)]


def _given(group: Collection[Traits], alike: Mapping[Traits, Sequence[Traits]]) -> tuple[Traits, ...]:
    """All traits of a group, as articles give them."""
    return tuple(sorted((each for one in group for each in alike[one]), key=_order))


def _order(traits: Traits) -> str:
    return repr(traits)


def _weight(traits: Traits) -> int:
    """The number of facts. Those who are described best are the first members of groups."""
    return sum(map(bool, (traits.gender, traits.now, traits.seats, traits.born or traits.died)))


def _shared(one: Traits, other: Traits) -> int:
    return sum(
        (
            2 * (not set(one.seats).isdisjoint(other.seats)),
            2 * (not set(one.now).isdisjoint(other.now)),
            one.gender == other.gender != "",
        )
    )


def _exclusive(given: Collection[Traits]) -> Kinds:
    """The pairs of occupations that show two people.

    They exclude each other, no article has both for this name, none is a former one, and they do not follow each other.
    """
    months: defaultdict[str, set[str]] = defaultdict(set)
    bound: set[frozenset[str]] = set()
    former: set[str] = set()
    for each in given:
        for kind in each.now:
            months[kind].add(each.month)
        bound |= {frozenset(pair) for pair in product(each.now, (*each.now, *each.beside))}
        former.update(each.before)
    return frozenset(
        pair
        for one, other in combinations(sorted(months), 2)
        if are_exclusive(one, other)
        and (pair := frozenset({one, other})) not in bound
        and former.isdisjoint(pair)
        and not _follow(one, months[one], other, months[other])
    )


def _follow(one: str, ones: Collection[str], other: str, others: Collection[str]) -> bool:
    """Whether somebody may have had one occupation and then the other in these months."""
    if "" in (*ones, *others):
        return False
    return may_follow(one, max(ones), other, min(others)) or may_follow(other, max(others), one, min(ones))


def _conflict(one: Traits, other: Traits, exclusive: Kinds) -> str | None:
    """Why two descriptions are of two people, or None."""
    if one.gender and other.gender and one.gender != other.gender:
        return "articles call one of them he and the other she"
    if are_elsewhere(one.seats, other.seats):
        return "articles give this name the office in another place"
    pairs = (pair for pair in product(one.now, other.now) if frozenset(pair) in exclusive)
    if pair := next(pairs, None):
        return f"one is {describe(pair[0])} and the other {describe(pair[1])}"
    if any(
        first.died is not None and second.alive is not None and first.died < second.alive
        for first, second in ((one, other), (other, one))
    ):
        return "one died before the other is quoted"
    (low, high), (first, last) = _born(one), _born(other)
    if low - last > _MISTAKE or first - high > _MISTAKE:
        return "articles give them different ages"
    return None


def _born(traits: Traits) -> tuple[float, float]:
    low, high = traits.born or (float("-inf"), float("inf"))
    if traits.month:
        year = int(traits.month[:4])
        high = min([high, *(year - YOUNGEST[kind] for kind in traits.now if kind in YOUNGEST)])
    return low, high


def _conflicting(
    group: Collection[Traits], main: Collection[Traits], exclusive: Kinds, alike: Mapping[Traits, Sequence[Traits]]
) -> tuple[str, tuple[Traits, ...], tuple[Traits, ...]]:
    """The first conflict of two people, with their conflicting traits."""
    found = ((reason, one, each) for one in group for each in main if (reason := _conflict(one, each, exclusive)))
    reason, own, other = min(found, key=lambda each: (each[0], _order(each[1]), _order(each[2])))
    return reason, _given([own], alike), _given([other], alike)
