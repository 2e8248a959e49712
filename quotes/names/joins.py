"""Rules that join names of one speaker if the articles give the evidence.

A join is the decision of a rule, with a reason. Decisions of people override it. It depends on the current articles and
not on their order. Pairs with less evidence are suggestions (`quotes.names.suggestions`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations, permutations, product, starmap
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from quotes.names import home, is_local, keys_of
from quotes.names.keys import PersonName, family_name, fold_each, person_name
from quotes.names.name_words import ARTICLES, CONCERNS, OFFICES, ROYAL
from quotes.text import states

if TYPE_CHECKING:
    from nicknames import NickNamer

_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to"})
_SHORTEST_ACRONYM = 3
_SHARED_WORDS = 2  # that two roles share, so that a given name and its short form are one person
_SHORTEST_MISPRINT = 5  # letters of a given name
_LONGEST_INITIALS = 2  # letters of initials that are written as one word
_PARTY = re.compile(r"(?:Democrat|Republican|Independent)(?:,| of)")
_MIDDLE = "the names differ in a middle name only"

# Offices that identify a person by the family name. A country has one holder of the first ones at a time. The others
# have many holders, so nobody else in the archive may have the family name.
SINGLE = frozenset({"president", "vice president", "prime minister", "chancellor", "premier", *ROYAL})
_MANY = frozenset({"governor", "senator", "representative", "secretary", "minister", "mayor", "speaker", "justice"})
_LEGISLATORS = frozenset({"", "senator", "representative"})  # whom a party and a state alone describe
_ABBREVIATIONS = {"gov": "governor", "sen": "senator", "rep": "representative", "pm": "prime minister"}


class Use(NamedTuple):
    """A name that articles give to one node, with one role. `articles` is their number."""

    name: str
    role: str | None = None
    articles: int = 1


class Bearer(NamedTuple):
    """The names and roles of one node (`quotes.names.resolver`) in the archive.

    Attributes:
        node: The node.
        name: A full name. It depends only on the forms.
        forms: All names that articles give to the node.
        roles: All roles that articles give to it.
        articles: The number of articles with a full name.
    """

    node: str
    name: str
    forms: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    articles: int = 1


def bearer(node: str, uses: Collection[Use]) -> Bearer:
    """The bearer of a node with these uses. Their order does not matter."""
    is_name = family_name if is_local(node) else lambda name: node in _keys_of(name)
    full = [use for use in uses if is_name(use.name)] or list(uses)
    return Bearer(
        node,
        min((use.name for use in full), key=lambda name: (len(name.split()), -len(name), name)),
        tuple(sorted({use.name for use in uses})),
        tuple(sorted({use.role for use in uses if use.role})),
        sum(use.articles for use in full),
    )


class Join(NamedTuple):
    """Two nodes of one speaker. `lead` gives the name. `reason` follows "because"."""

    lead: str
    node: str
    reason: str


def blocks(bearer: Bearer) -> frozenset[str]:
    """The blocks of a bearer. Whether two bearers are joined depends only on bearers in the blocks that they share."""
    kind = bearer.node.partition(":")[0]
    if kind == "person" and (not is_local(bearer.node) or any(map(public_office, bearer.roles))):
        family = family_of(bearer)
        return frozenset({f"person {family.split()[-1]}"} if family else ())
    if kind == "organisation" and not is_local(bearer.node):
        return frozenset({f"organisation {_acronym_of(bearer)}"})
    return frozenset()


def related(block: str, nodes: Collection[str], start: Iterable[str]) -> set[str]:
    """The nodes whose joins may depend on those of `start`. `nodes` are all nodes of one block except local ones."""
    if not block.startswith("person"):
        return set(nodes)
    family = block.split()[-1]
    words = {node: {word for word in _words_of(node) if word != family and word[0] != "."} for node in nodes}
    found = set(start)
    waiting = list(found)
    while waiting:
        node = waiting.pop()
        own = words.get(node) or _words_of(node)
        more = [
            other
            for other, theirs in words.items()
            if other not in found and any(starmap(_may_be, product(own, theirs)))
        ]
        found.update(more)
        waiting += more
    return found & words.keys()


@lru_cache(maxsize=65536)
def _may_be(one: str, other: str) -> bool:
    """Whether two given names may be forms of one."""
    return (
        one == other
        or one in _short_forms(other)
        or other in _short_forms(one)
        or (min(len(one), len(other)) >= _SHORTEST_MISPRINT and _one_letter_apart(one, other))
    )


def plainest(bearers: Iterable[Bearer]) -> list[Bearer]:
    """People by their names, the plainest form first."""
    named = [(each, name) for each in bearers if (name := _name(each))]
    return [each for each, _ in sorted(named, key=_rank)]


def joins(bearers: Iterable[Bearer]) -> list[Join]:
    """The joins within one or more complete blocks, sorted."""
    shared: defaultdict[str, list[Bearer]] = defaultdict(list)
    for bearer in sorted(bearers):
        for block in blocks(bearer):
            shared[block].append(bearer)
    return sorted({join for block, members in shared.items() if len(members) > 1 for join in _joined(block, members)})


def _joined(block: str, members: Sequence[Bearer]) -> Iterator[Join]:
    if block.startswith("organisation"):
        yield from _acronyms(members)
        return
    reasons: dict[frozenset[str], str] = {}
    people = _people(members, reasons)
    for (lead, _), *others in people:
        for other, _ in others:
            yield Join(lead.node, other.node, reasons.get(frozenset({lead.node, other.node}), _MIDDLE))
    yield from _offices([bearer for bearer in members if is_local(bearer.node)], people)


def _people(members: Iterable[Bearer], reasons: dict[frozenset[str], str]) -> list[list[tuple[Bearer, PersonName]]]:
    """The people among the members of a block, the leading name of each first. `reasons` receives why."""
    named = [(bearer, name) for bearer in members if (name := _name(bearer))]
    people: list[list[tuple[Bearer, PersonName]]] = []
    for group in _grouped(named, lambda each: (each[1].given, each[1].family, each[1].suffix)):
        people += _by_middle_name(group)
    people = _with_short_forms([sorted(person, key=_rank) for person in people], reasons)
    return _without_misprints([sorted(person, key=_rank) for person in people], reasons)


class Holder(NamedTuple):
    """What decides whether a family name with an office means a person.

    Attributes:
        lead: The node that gives the name.
        offices: The public offices in the roles.
        seats: Those of them in one state.
    """

    lead: str
    offices: frozenset[str]
    seats: frozenset[tuple[str, str]]


def holders(bearers: Iterable[Bearer]) -> dict[str, list[Holder]]:
    """The people of each family name in a block, sorted."""
    found: defaultdict[str, list[Holder]] = defaultdict(list)
    for person in _people(sorted(bearers), {}):
        holder = Holder(person[0][0].node, frozenset(_held(person)), frozenset(_seats(_roles(person))))
        found[person[0][1].family].append(holder)
    return {family: sorted(people, key=itemgetter(0)) for family, people in found.items()}


def _by_middle_name(group: list[tuple[Bearer, PersonName]]) -> list[list[tuple[Bearer, PersonName]]]:
    """Group people of one given and one family name; different middle names separate ("George W.", "George H. W.")."""
    bare = [each for each in group if not each[1].middles]
    people: list[list[tuple[Bearer, PersonName]]] = []
    for each in sorted((each for each in group if each[1].middles), key=lambda each: -len("".join(each[1].middles))):
        fitting = [
            person
            for person in people
            if all(_agree(each[1].middles, other.middles) for _, other in person) and not _clash([each], person)
        ]
        if len(fitting) == 1:
            fitting[0].append(each)
        else:
            people.append([each])
    if len(people) == 1 and not _clash(bare, people[0]):
        return [people[0] + bare]
    return people + [[each] for each in bare]


def _clash(one: Collection[tuple[Bearer, PersonName]], other: Collection[tuple[Bearer, PersonName]]) -> bool:
    """Whether the roles of two bearers conflict: "coach" and "general" do, "head" and "director" of one body do not.

    If one has a whole name more, which may be a part of the family name ("Ana Ruiz Marsh", "Ana Marsh"), so do all
    roles without a common word.
    """
    words = [{word for role in _roles(person) for word in fold_each(role)} for person in (one, other)]
    held = [each & OFFICES for each in words]
    unlike = held[0].isdisjoint(held[1]) and _role_words(one).isdisjoint(_role_words(other))
    whole = any(len(middle) > _LONGEST_INITIALS for _, name in (*one, *other) for middle in name.middles)
    return (unlike and all(words if whole else held)) or are_namesakes(_roles(one), _roles(other))


def are_namesakes(ones: Iterable[str], others: Iterable[str]) -> bool:
    """Whether the roles are one office in different states: "Senator (Democrat, Ohio)" and "Utah Senator".

    So they are if those of one side alone are (`is_contested`), because nobody knows which of the two it is.
    """
    ones, others = list(ones), list(others)
    if is_contested(ones) or is_contested(others):
        return True
    seats = [(one, other) for one in _seats(ones) for other in _seats(others) if _is_one_office(one[0], other[0])]
    return bool(seats) and all(one != other for (_, one), (_, other) in seats)


def is_contested(roles: Iterable[str]) -> bool:
    """Whether roles that articles give to one name are one office in several states, so that two people have it."""
    return any(
        one[1] != other[1] and _is_one_office(one[0], other[0]) for one, other in combinations(sorted(_seats(roles)), 2)
    )


def by_state(given: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The articles that give one name an office in a state, sorted, by the state (`state_of`).

    Args:
        given: Articles, each with a role that it gives to the name. Their order does not matter.
    """
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for article, role in given:
        roles[article].add(role)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for article in sorted(roles):
        state = state_of(roles[article])
        if state is not None:
            groups[state].append(article)
    return dict(groups)


def state_of(roles: Iterable[str]) -> str | None:
    """The state of the offices in roles; "" for several states, None for no office."""
    found = {state for _, state in _seats(roles)}
    return None if not found else found.pop() if len(found) == 1 else ""


def home_state(articles: Mapping[str, int]) -> str | None:
    """The state with which a contested name stays: that of most articles, by their numbers.

    Numbers are rounded down to two binary digits (4, 6, 8, 12, 16 …). Otherwise two people with about as many articles
    would exchange the name, with all their articles, again and again.
    """
    return min(
        (state for state in articles if state), key=lambda state: (-_rounded(articles[state]), state), default=None
    )


def _rounded(number: int) -> int:
    shift = max(0, number.bit_length() - 2)
    return number >> shift << shift


def _is_one_office(one: str, other: str) -> bool:
    return one == other or ("" in (one, other) and {one, other} <= _LEGISLATORS)


def _seats(roles: Iterable[str]) -> set[tuple[str, str]]:
    """The offices in roles that name one state, each with it. A party and a state alone are the office ""."""
    return {seat for role in roles if (seat := seat_of(role))}


@lru_cache(maxsize=65536)
def seat_of(role: str) -> tuple[str, str] | None:
    """The office and the state in a role: "Senator (Democrat, Ohio)" and "Ohio Senator" are a senator from Ohio."""
    named = states.named_in(role)
    if len(named) != 1:
        return None
    (state,) = named
    rest = " ".join(role.replace(state, " ").split())
    held = (_ABBREVIATIONS.get(word, word) for word in fold_each(rest.partition(" (")[0]))
    office = next((word for word in held if word in _MANY), "")
    return (office, state) if office or _PARTY.fullmatch(rest) else None


def _agree(ones: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two middle names may be one: each word of the shorter one equals that of the longer, or its initial."""
    return all(one.startswith(other) or other.startswith(one) for one, other in zip(ones, others, strict=False))


def _with_short_forms(
    people: list[list[tuple[Bearer, PersonName]]], reasons: dict[frozenset[str], str]
) -> list[list[tuple[Bearer, PersonName]]]:
    """Join people with one role if one given name is a short form of the other, or if only one has "Jr.".

    Ambiguous pairs are not joined.
    """
    fitting: list[tuple[int, int]] = []
    by_given: defaultdict[str, set[int]] = defaultdict(set)
    for number, person in enumerate(people):
        for given in {name.given for _, name in person}:
            by_given[given].add(number)
    for number, person in enumerate(people):
        forms = {form for _, name in person for form in (name.given, *_short_forms(name.given))}
        short = {other for form in forms for other in by_given.get(form, ())}
        for other in short - {number}:
            one, two = person, people[other]
            if _short_form(one, two) and _same_role(one, two):
                fitting.append((min(number, other), max(number, other)))
    return _merged(people, sorted(set(fitting)), reasons, "one is another form of the name, and the role is the same")


def _without_misprints(
    people: list[list[tuple[Bearer, PersonName]]], reasons: dict[frozenset[str], str]
) -> list[list[tuple[Bearer, PersonName]]]:
    """Join people with one office if one letter of the given name differs.

    If both forms are in two or more articles, neither is a misprint. Ambiguous pairs are not joined. The form in more
    articles leads.
    """
    by_office: defaultdict[str, list[int]] = defaultdict(list)
    for number, person in enumerate(people):
        for office in _held(person):
            by_office[office].append(number)
    fitting = {
        (one, other)
        for numbers in by_office.values()
        for one, other in combinations(sorted(numbers, key=lambda each: _rarity(people[each])), 2)
        if _misprinted(people[one], people[other])
    }
    return _merged(people, sorted(fitting), reasons, "one letter of the name is different, and the office is the same")


def _misprinted(one: Collection[tuple[Bearer, PersonName]], other: Collection[tuple[Bearer, PersonName]]) -> bool:
    if min(_printed(one), _printed(other)) > 1 or are_namesakes(_roles(one), _roles(other)):
        return False
    return all(
        (first.family, first.suffix) == (second.family, second.suffix)
        and _agree(first.middles, second.middles)
        and min(len(first.given), len(second.given)) >= _SHORTEST_MISPRINT
        and _one_letter_apart(first.given, second.given)
        and not _are_two_names(first.given, second.given)
        for _, first in one
        for _, second in other
    )


def _rarity(person: Sequence[tuple[Bearer, PersonName]]) -> tuple[bool, tuple[int, int, int, str]]:
    """The order of two forms: those in several articles first, then the plainest."""
    return _printed(person) == 1, _rank(person[0])


def _printed(person: Iterable[tuple[Bearer, PersonName]]) -> int:
    """The number of articles with a full name."""
    return sum(bearer.articles for bearer, _ in person)


def _are_two_names(one: str, other: str) -> bool:
    """Whether two given names that differ in a letter are two: "Martin" and "Marvin", "Daniel" and "Daniela"."""
    gendered = any(
        name.endswith("a") and each in (name[:-1], f"{name[:-1]}o") for name, each in permutations((one, other))
    )
    return gendered or all(_short_forms(name) or _long_forms(name) for name in (one, other))


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter differs, is missing or is added, or two adjacent ones are swapped."""
    from rapidfuzz.distance import OSA  # slow to import

    return (one + other).isalpha() and OSA.distance(one, other, score_cutoff=1) == 1


def _merged(
    people: list[list[tuple[Bearer, PersonName]]],
    pairs: Sequence[tuple[int, int]],
    reasons: dict[frozenset[str], str],
    reason: str,
) -> list[list[tuple[Bearer, PersonName]]]:
    """Merge the two people of each pair, if neither is in another pair."""
    taken = [number for pair in pairs for number in pair]
    people, gone = people.copy(), set()
    for i, j in pairs:
        if taken.count(i) == taken.count(j) == 1:
            reasons |= {frozenset({one.node, other.node}): reason for one, _ in people[i] for other, _ in people[j]}
            people[i] = people[i] + people[j]
            gone.add(j)
    return [person for number, person in enumerate(people) if number not in gone]


def _short_form(one: Collection[tuple[Bearer, PersonName]], other: Collection[tuple[Bearer, PersonName]]) -> bool:
    single = not _held(one).isdisjoint(_held(other) & SINGLE)
    return all(
        first.family == second.family
        and (first.suffix == second.suffix or (single and "" in (first.suffix, second.suffix)))
        and _agree(first.middles, second.middles)
        and first.given != second.given  # "Jr." alone tells a son from his father
        and (first.given in _short_forms(second.given) or second.given in _short_forms(first.given))
        for _, first in one
        for _, second in other
    )


def _same_role(one: Collection[tuple[Bearer, PersonName]], other: Collection[tuple[Bearer, PersonName]]) -> bool:
    if are_namesakes(_roles(one), _roles(other)):
        return False
    shared = _role_words(one) & _role_words(other)
    return len(shared) >= _SHARED_WORDS or not _held(one).isdisjoint(_held(other))


def _offices(local: Iterable[Bearer], people: Sequence[Sequence[tuple[Bearer, PersonName]]]) -> Iterator[Join]:
    """Join a family name with an office to the only person who has both in the articles."""
    by_family: defaultdict[str, list[Sequence[tuple[Bearer, PersonName]]]] = defaultdict(list)
    for person in people:
        by_family[person[0][1].family].append(person)
    for bearer in local:
        named = by_family[family_of(bearer) or ""]
        offices = {office for office in map(public_office, bearer.roles) if office}
        single = any(office.removeprefix("former ") in SINGLE for office in offices)
        candidates = [
            person
            for person in named
            if not offices.isdisjoint(_held(person)) and not are_namesakes(bearer.roles, _roles(person))
        ]
        if len(candidates) == 1 and (single or len(named) == 1):
            lead, _ = candidates[0][0]
            yield Join(lead.node, bearer.node, "one person alone has the family name and the office")


def _acronyms(members: Sequence[Bearer]) -> Iterator[Join]:
    """Join an acronym to the body that has it in an article, if no other body has it or these initials."""
    for short in members:
        words = _words(short)
        if len(words) != 1 or len(words[0]) < _SHORTEST_ACRONYM or not short.name.replace(".", "").isupper():
            continue
        given = [
            each
            for each in members
            if each is not short and any("".join(fold_each(form)) == words[0] for form in each.forms)
        ]
        fitting = [each for each in members if len(_words(each)) > 1 and _initials(_words(each)) == words[0]]
        if given == fitting and len(given) == 1:
            yield Join(given[0].node, short.node, "an article explains the acronym")


def _rank(each: tuple[Bearer, PersonName]) -> tuple[int, int, int, str]:
    """The order of bearers of one person, the plainest name first. It does not depend on frequency."""
    bearer, name = each
    return len(name.middles), len("".join(name.middles)), -len(name.given), bearer.node


def _name(bearer: Bearer) -> PersonName | None:
    return None if is_local(bearer.node) else _person_name(bearer.name)


def family_of(bearer: Bearer) -> str | None:
    """The folded family name, or None if it is unknown."""
    if is_local(bearer.node):
        return family_name(bearer.name)
    name = _person_name(bearer.name)
    return name and name.family


@lru_cache(maxsize=65536)
def public_office(role: str) -> str:
    """The public office in a role, in one spelling ("president", "former president"), or ""."""
    words = [
        _ABBREVIATIONS.get(word, word)
        for word in fold_each(role.partition(" (")[0])
        if word not in ARTICLES and word != "us"
    ]
    office = " ".join("former" if word == "ex" else word for word in words)
    held = office.removeprefix("former ")
    return office if held in SINGLE or not _MANY.isdisjoint(held.split()) else ""


def _held(person: Iterable[tuple[Bearer, PersonName]]) -> set[str]:
    return {held for role in _roles(person) if (held := public_office(role))}


def _roles(person: Iterable[tuple[Bearer, PersonName]]) -> list[str]:
    return [role for bearer, _ in person for role in bearer.roles]


def _role_words(person: Iterable[tuple[Bearer, PersonName]]) -> set[str]:
    """The topics of roles: their words without words for offices and words that are in every role."""
    words = {word for role in _roles(person) for word in fold_each(role)}
    return words - OFFICES - CONCERNS - ARTICLES - _SMALL


def _acronym_of(bearer: Bearer) -> str:
    words = _words(bearer)
    return words[0] if len(words) == 1 else _initials(words)


def _words(bearer: Bearer) -> list[str]:
    return _words_of(bearer.node)


def _words_of(node: str) -> list[str]:
    return home(node)[0].partition(":")[2].split()


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words if word not in _SMALL)


def _grouped(
    items: Iterable[tuple[Bearer, PersonName]], key: Callable[[tuple[Bearer, PersonName]], object]
) -> list[list[tuple[Bearer, PersonName]]]:
    groups: defaultdict[object, list[tuple[Bearer, PersonName]]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return list(groups.values())


@lru_cache(maxsize=65536)
def _person_name(name: str) -> PersonName | None:
    return person_name(name)


@lru_cache(maxsize=65536)
def _keys_of(name: str) -> tuple[str, ...]:
    return tuple(keys_of(name))


@cache
def _short_forms(name: str) -> set[str]:
    return _nicknames().nicknames_of(name)


@cache
def _long_forms(name: str) -> set[str]:
    return _nicknames().canonicals_of(name)


@cache
def _nicknames() -> NickNamer:
    from nicknames import NickNamer

    return NickNamer()
