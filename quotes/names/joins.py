"""Rules that join names of one speaker if the articles give the evidence.

A join is the decision of a rule, with a reason. Decisions of people override it. It depends on the current articles and
not on their order. Pairs with less evidence are suggestions (`quotes.names.suggestions`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations, permutations, product, starmap
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from quotes.names import home, is_local, keys_of
from quotes.names.keys import PersonName, family_name, fold_each, initials, person_name
from quotes.names.name_words import ARTICLES, CONCERNS, OFFICES, SMALL
from quotes.names.offices import SINGLE, Seat, are_namesakes, public_office, seats_of

if TYPE_CHECKING:
    from nicknames import NickNamer

_SHORTEST_ACRONYM = 3
_SHARED_WORDS = 2  # that two roles share, so that a given name and its short form are one person
_SHORTEST_MISPRINT = 5  # letters of a given name
_LONGEST_INITIALS = 2  # letters of initials that are written as one word
# Pairs of the table of nicknames that are two names, most of them one of a man and one of a woman.
_TWO_NAMES = frozenset(
    frozenset(pair.split("/"))
    for pair in """
    marian/marion marion/mary aaron/erin aron/erin andrea/andrew alexandria/alexander anselm/selma claudia/claud
    clementine/clement earnest/ernestine edwina/edwin emil/emily ernestine/ernest evangeline/evan felicia/felix
    frederica/frederick georgine/george julian/jule june/junius junior/june justin/justina laurinda/lawrence
    laverne/vernon louis/louise lucia/lucius paul/polly roberta/robert wilma/william
    """.split()
)
_MIDDLE = "the names differ in a middle name only"


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
        is_parted: Whether several people bear the name (`quotes.names.namesakes`). It is never joined to other names,
            because nobody knows which of them is meant.
    """

    node: str
    name: str
    forms: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    articles: int = 1
    is_parted: bool = False


def bearer(node: str, uses: Collection[Use], *, is_parted: bool = False) -> Bearer:
    """The bearer of a node with these uses. Their order does not matter."""
    is_name = family_name if is_local(node) else lambda name: node in _keys_of(name)
    full = [use for use in uses if is_name(use.name)] or list(uses)
    return Bearer(
        node,
        min((use.name for use in full), key=lambda name: (len(name.split()), -len(name), name)),
        tuple(sorted({use.name for use in uses})),
        tuple(sorted({use.role for use in uses if use.role})),
        sum(use.articles for use in full),
        is_parted,
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
        seats: Those of them in one place.
        is_parted: Whether several people bear the name.
    """

    lead: str
    offices: frozenset[str]
    seats: frozenset[Seat]
    is_parted: bool


def holders(bearers: Iterable[Bearer]) -> dict[str, list[Holder]]:
    """The people of each family name in a block, sorted."""
    found: defaultdict[str, list[Holder]] = defaultdict(list)
    for person in _people(sorted(bearers), {}):
        lead, name = person[0]
        seats = frozenset(seats_of(_roles(person)))
        found[name.family].append(Holder(lead.node, frozenset(_held(person)), seats, lead.is_parted))
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
    return (unlike and all(words if whole else held)) or _are_two(one, other)


def _are_two(one: Collection[tuple[Bearer, PersonName]], other: Collection[tuple[Bearer, PersonName]]) -> bool:
    """Whether one office in two places tells two people apart, or one name is that of several people."""
    return any(bearer.is_parted for bearer, _ in (*one, *other)) or are_namesakes(_roles(one), _roles(other))


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
    if min(_printed(one), _printed(other)) > 1 or _are_two(one, other):
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
    if _are_two(one, other):
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
            if lead.is_parted:
                continue
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
        fitting = [each for each in members if len(_words(each)) > 1 and initials(_words(each)) == words[0]]
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


def _held(person: Iterable[tuple[Bearer, PersonName]]) -> set[str]:
    return {held for role in _roles(person) if (held := public_office(role))}


def _roles(person: Iterable[tuple[Bearer, PersonName]]) -> list[str]:
    return [role for bearer, _ in person for role in bearer.roles]


def _role_words(person: Iterable[tuple[Bearer, PersonName]]) -> set[str]:
    """The topics of roles: their words without words for offices and words that are in every role."""
    words = {word for role in _roles(person) for word in fold_each(role)}
    return words - OFFICES - CONCERNS - ARTICLES - SMALL


def _acronym_of(bearer: Bearer) -> str:
    words = _words(bearer)
    return words[0] if len(words) == 1 else initials(words)


def _words(bearer: Bearer) -> list[str]:
    return _words_of(bearer.node)


def _words_of(node: str) -> list[str]:
    return home(node)[0].partition(":")[2].split()


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
    return {short for short in _nicknames().nicknames_of(name) if frozenset({name, short}) not in _TWO_NAMES}


@cache
def _long_forms(name: str) -> set[str]:
    return {long for long in _nicknames().canonicals_of(name) if frozenset({name, long}) not in _TWO_NAMES}


@cache
def _nicknames() -> NickNamer:
    from nicknames import NickNamer

    return NickNamer()
