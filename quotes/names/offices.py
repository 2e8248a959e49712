"""Public offices in the roles of people, and where they are held."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from quotes.names.keys import fold_each
from quotes.names.name_words import ARTICLES, ROYAL
from quotes.names.occupations import GOVERNMENT, occupations
from quotes.text import countries, states

_PARTY = re.compile(r"(?:Democrat|Republican|Independent)(?:,| of)")
# Offices that identify a person by the family name. A country has one holder of the first ones at a time. The others
# have many holders, so nobody else in the archive may have the family name.
SINGLE = frozenset({"president", "vice president", "prime minister", "chancellor", "premier", *ROYAL})
_MANY = frozenset({"governor", "senator", "representative", "secretary", "minister", "mayor", "speaker", "justice"})
_LEGISLATORS = frozenset({"", "senator", "representative"})  # whom a party and a state alone describe
_ABBREVIATIONS = {"gov": "governor", "sen": "senator", "rep": "representative", "pm": "prime minister"}
_COUNTRY = "an office of a country"
_TOWN = "the mayor of a town"
_COUNTY = "the sheriff of a county"
_OF = re.compile(r" of (?:the )?")
_MAYOR_OF = re.compile(r"\b[Mm]ayor of ((?:[A-Z][\w'’-]+ ?)+)")
_TOWN_MAYOR = re.compile(r"((?:[A-Z][\w'-]+ )+)Mayor\b")
_SHERIFF = re.compile(r"\b[Ss]heriff of ((?:[A-Z][\w'’-]+ )+)County\b|((?:[A-Z][\w'’-]+ )+)County Sheriff\b")
_NO_TOWN = frozenset(
    "city town village borough deputy former acting lord vice then current republican democratic".split()
)


class Seat(NamedTuple):
    """A public office, and where it is held: a state, the code of a country, or the words of a town or county."""

    office: str
    place: str


def are_namesakes(ones: Iterable[str], others: Iterable[str]) -> bool:
    """Whether the roles are one office in different places: "Senator (Democrat, Ohio)" and "Utah Senator"."""
    return are_elsewhere(seats_of(ones), seats_of(others))


def are_elsewhere(ones: Iterable[Seat], others: Iterable[Seat]) -> bool:
    """Whether two people hold one office in different places."""
    others = list(others)
    shared = [(one, other) for one in ones for other in others if _is_one_office(one.office, other.office)]
    return bool(shared) and not any(_is_one_place(one, other) for one, other in shared)


def _is_one_place(one: Seat, other: Seat) -> bool:
    """Whether two places may be one: "New York" and "New York City" may."""
    if one.office == other.office == _TOWN:
        return not set(one.place.split()).isdisjoint(other.place.split())
    return one.place == other.place


def _is_one_office(one: str, other: str) -> bool:
    return one == other or ("" in (one, other) and {one, other} <= _LEGISLATORS)


def seats_of(roles: Iterable[str]) -> set[Seat]:
    """The offices in roles with a place. A party and a state alone are the office ""."""
    return {seat for role in roles if (seat := seat_of(role))}


@lru_cache(maxsize=65536)
def seat_of(role: str) -> Seat | None:
    """The office in a role and its place.

    "Senator (Democrat, Ohio)" and "Ohio Senator" are a senator from Ohio, "Norwegian Trade Minister" holds an office of
    Norway, "mayor of Grimsby" that of a town, and "sheriff of Polk County" that of a county.
    """
    named = states.named_in(role)
    if len(named) != 1:
        return None if named else _seat_elsewhere(role.partition(" (")[0])
    (state,) = named
    rest = " ".join(role.replace(state, " ").split())
    held = (_ABBREVIATIONS.get(word, word) for word in fold_each(rest.partition(" (")[0]))
    office = next((word for word in held if word in _MANY), "")
    return Seat(office, state) if office or _PARTY.fullmatch(rest) else None


def _seat_elsewhere(role: str) -> Seat | None:
    """The office of a country, or that of a mayor or a sheriff."""
    if occupations(role).now == {GOVERNMENT}:
        head, *behind = _OF.split(role)
        codes = countries.named_in(head) | {code for each in behind if (code := countries.code_of(each))}
        return Seat(_COUNTRY, min(codes)) if len(codes) == 1 else None
    if county := _SHERIFF.search(role):
        return Seat(_COUNTY, " ".join(fold_each(county[1] or county[2])))
    town = _MAYOR_OF.search(role) or _TOWN_MAYOR.search(role)
    words = fold_each(town[1]) if town and not countries.named_in(role) else []
    return Seat(_TOWN, " ".join(words)) if words and _NO_TOWN.isdisjoint(words) else None


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
