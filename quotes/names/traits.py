"""What an article says of a person that can tell namesakes apart: gender, work, office and years of life."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from quotes.names.keys import fold_each, person_key
from quotes.names.occupations import NOUN, SCHOOL, SCHOOL_AGES, are_exclusive, occupations
from quotes.names.offices import Seat, are_elsewhere, seats_of

_PRONOUNS = {"he": "m", "him": "m", "himself": "m", "she": "f", "her": "f", "herself": "f"}
_TITLES = {"mr": "m", "sir": "m", "lord": "m", "mrs": "f", "ms": "f", "miss": "f", "lady": "f", "dame": "f"}
_ROLES = {
    "m": frozenset("congressman businessman policeman schoolboy prince duke monk father husband".split()),
    "f": frozenset(
        """
        actress congresswoman businesswoman policewoman councilwoman chairwoman spokeswoman schoolgirl princess duchess
        nun ballerina waitress mother wife
        """.split()
    ),
}
_CLEAR = 3  # pronouns that tell a gender as a title or role does, if they are more than the names
_OLDEST = 110
_BEFORE = 60  # characters before a name
_AGE = re.compile(r",? (?:\(|aged |age |who is )?(\d{1,3})(?=[,;.:)”\"](?!\d)|,? years old)")
_AGE_BEFORE = re.compile(r"\b(\d{1,3})-year-old (?:[\w’'-]+ ){0,4}$")
_YEARS = re.compile(r" \((?:born )?(1[89]\d\d|20\d\d) ?[-–] ?(1[89]\d\d|20\d\d)\)")
_DIED = re.compile(r",? who died (?:[^.,;]{0,30} )?in (?:[A-Z]\w+ )?(1[89]\d\d|20\d\d)\b")
_LATE = re.compile(r"\b[Tt]he late (?:[\w.’'-]+ ){0,3}$")
_APPOSITION = re.compile(r", (?:an?|the) ([a-z][^.,;:()\n“”\"]{2,60})")
_SENTENCE_ENDS = ".!?\n"


class Traits(NamedTuple):
    """What one article says of a person. What it does not say is empty.

    Attributes:
        gender: m or f.
        now: Kinds of occupation that the person has (`quotes.names.occupations`).
        before: Kinds that they had.
        beside: Kinds that the article names in a sentence with the person, and that exclude one of `now`.
        seats: Offices with their places.
        month: The month of publication, if there is a kind in `now`.
        born: The first and the last year in which they may be born.
        died: The year of their death at the latest.
        alive: The year in which they were alive.
    """

    gender: str = ""
    now: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()
    month: str = ""
    born: tuple[int, int] | None = None
    died: int | None = None
    alive: int | None = None


NONE = Traits()


def dumped(traits: Traits) -> str:
    """The traits as JSON."""
    return json.dumps({name: value for name, value in traits._asdict().items() if value}, separators=(",", ":"))


@lru_cache(maxsize=65536)
def loaded(text: str) -> Traits:
    """The traits in JSON."""
    given: dict[str, Any] = json.loads(text)
    seats = tuple(Seat(*seat) for seat in given.pop("seats", ()))
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    return Traits(**values, seats=seats)


def read(
    names: Collection[str], roles: Collection[str], mentions: Iterable[str], text: str, published: str | None
) -> Traits:
    """The traits of a person in one article. Those that it contradicts are empty.

    Args:
        names: The forms of the name.
        roles: The roles.
        mentions: The words for the person beside each quotation, such as "she" and "Ms. Marsh".
        text: The article.
        published: Its date, ISO 8601, if it is known.
    """
    full = [name for name in names if person_key(name)]
    around = [(text[max(0, start - _BEFORE) : start], text[end : end + 90]) for start, end in _places(full, text)]
    roles = [*roles, *(found[1] for _, after in around if (found := _APPOSITION.match(after)))]
    held = [occupations(role) for role in roles]
    now = frozenset().union(*(each.now for each in held))
    before = frozenset().union(*(each.before for each in held))
    seats = seats_of(roles)
    year = int(published[:4]) if published else None
    born, died, alive = _life(around, year)
    if SCHOOL in now and year and born is None:
        born = (year - SCHOOL_AGES[1], year - SCHOOL_AGES[0])
    traits = Traits(
        gender=_gender(mentions, roles),
        now=tuple(sorted(now - before)),
        before=tuple(sorted(before)),
        beside=tuple(sorted(_beside(full, text, now) - now - before)),
        seats=() if any(are_elsewhere([one], [other]) for one in seats for other in seats) else tuple(sorted(seats)),
        born=born,
        died=died,
        alive=alive,
    )
    return traits._replace(month=(published or "")[:7]) if traits.now else traits._replace(beside=())


def _places(names: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Where `text` has these names, start and end."""
    for name in sorted(set(names)):
        start = text.find(name)
        while start >= 0:
            yield start, start + len(name)
            start = text.find(name, start + len(name))


def _gender(mentions: Iterable[str], roles: Iterable[str]) -> str:
    told, pronouns, names = {"m": 0, "f": 0}, {"m": 0, "f": 0}, 0
    for mention in mentions:
        first, *rest = fold_each(mention) or [""]
        if not rest and first in _PRONOUNS:
            pronouns[_PRONOUNS[first]] += 1
        elif rest and first in _TITLES:
            told[_TITLES[first]] += 1
        else:
            names += 1
    for role in roles:
        words = fold_each(role)
        for gender, nouns in _ROLES.items():
            told[gender] += bool(words) and words[-1] in nouns
    given = [gender for gender in told if told[gender] or pronouns[gender]]
    if len(given) != 1:
        return ""
    (gender,) = given
    return gender if told[gender] or pronouns[gender] >= max(_CLEAR, names + 1) else ""


def _life(around: Iterable[tuple[str, str]], year: int | None) -> tuple[tuple[int, int] | None, int | None, int | None]:
    """The years of birth, of death and of being alive, from the words before and behind each use of the full name."""
    born: set[tuple[int, int]] = set()
    died: set[int] = set()
    alive = None
    for before, after in around:
        if found := _YEARS.match(after):
            born.add((int(found[1]), int(found[1])))
            died.add(int(found[2]))
        elif found := _DIED.match(after):
            died.add(int(found[1]))
        elif year and _LATE.search(before):
            died.add(year)
        elif year and (found := _AGE.match(after) or _AGE_BEFORE.search(before)):
            age = int(found[1])
            if SCHOOL_AGES[0] < age < _OLDEST:
                born.add((year - age - 1, year - age))
                alive = year
    if died:
        return (min(born) if len(born) == 1 and alive is None else None), min(died), None
    return (min(born), None, alive) if len(born) == 1 else (None, None, None)


def _beside(names: Iterable[str], text: str, now: Collection[str]) -> set[str]:
    """The kinds of occupation that exclude one of `now`, in sentences with the last word of a name.

    The title of somebody else ("Governor Moor") is not one.
    """
    if not now:
        return set()
    found: set[str] = set()
    for family in {name.split()[-1] for name in names}:
        for start, end in _places([family], text):
            first = max(text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS) + 1
            last = min((at for mark in _SENTENCE_ENDS if (at := text.find(mark, end)) >= 0), default=len(text))
            for noun in NOUN.finditer(text, first, last):
                if not noun["title"]:
                    found |= {kind for kind in occupations(noun[0]).now if any(are_exclusive(kind, one) for one in now)}
    return found
