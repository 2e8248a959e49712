"""Authority files: lists of people in public office, with their names and the dates of their offices.

`read` takes Popolo JSON (EveryPolitician, mySociety), FollowTheMoney entities (OpenSanctions), CSV, and the JSON lines
of the packaged file. A full name can match any entry. A family name alone matches an entry only if the article gives an
office, exactly one entry with that family name held it on the date of the article, and the file lists all holders of
the office on that date. A name that is not in a file proves nothing.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from quotes.names.keys import fold, fold_each, person_key, person_name
from quotes.names.name_words import ARTICLES, OFFICES
from quotes.names.offices import SINGLE, public_office

PACKAGED = "officeholders"
_FILE = Path(__file__).with_name("officeholders.jsonl.gz")
# The first and last day on which the packaged file lists all holders of these offices.
_COMPLETE_US = ("1789-04-21", "2026-06-30")
_COMPLETE_WORLD = ("2017-01-01", "2022-12-31")
_US_OFFICES = ("President of the United States", "Vice President of the United States")
_GENDERS = {"m": "M", "male": "M", "f": "F", "female": "F"}
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?!\d))?)?(?![\d-])")
_RECENT = "1960"  # a full name never identifies somebody who left office before
_ALIKE = {"congressman": "representative", "congresswoman": "representative", "rep": "representative"} | {
    "sen": "senator",
    "gov": "governor",
    "lawmaker": "representative",
    "legislator": "representative",
}


class Office(NamedTuple):
    """An office that somebody held.

    Attributes:
        role: The office.
        party: The party for which it was held.
        area: The country, state or constituency.
        start: The first day or year.
        end: The last day or year; None if the source gives none.
        complete: The first and last day on which the source lists all holders of the office, or None.
    """

    role: str
    party: str | None = None
    area: str | None = None
    start: str | None = None
    end: str | None = None
    complete: tuple[str, str] | None = None


class Entry(NamedTuple):
    """A person.

    Attributes:
        id: Permanent; the item of Wikidata if there is one.
        name: The full name.
        aliases: Other full names.
        gender: M, F or None.
        wikidata: The item of Wikidata.
        country: As the file writes it.
        offices: The offices.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    gender: str | None = None
    wikidata: str | None = None
    country: str | None = None
    offices: tuple[Office, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The full names, also with initials instead of middle names ("Lyndon B. Johnson")."""
        given = (self.name, *self.aliases)
        return tuple(dict.fromkeys((*given, *map(_with_initials, given))))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys (`quotes.names.key`) of the full names."""
        found = (keys_of_name(name)[0] for name in self.names)
        return tuple(dict.fromkeys(key for key in found if key))

    @property
    def families(self) -> frozenset[str]:
        """The folded family names."""
        found = (keys_of_name(name)[1] for name in self.names)
        return frozenset(family for family in found if family)

    @property
    def party(self) -> str | None:
        """The party of the office that began last."""
        held = sorted((each for each in self.offices if each.party), key=lambda each: each.start or "")
        return held[-1].party if held else None

    @property
    def is_recent(self) -> bool:
        """Whether a full name in any article may be theirs: they were in office after 1959, or have no office."""
        return not self.offices or any(each.end is None or each.end >= _RECENT for each in self.offices)


@lru_cache(maxsize=65536)
def keys_of_name(name: str) -> tuple[str | None, str | None]:
    """The key of a full name and its folded family name, or two None if the name cannot identify anybody."""
    key, parts = person_key(name), person_name(name)
    return (f"person:{key}" if key else None), parts and parts.family


def holder(entries: Iterable[Entry], family: str, roles: Iterable[str], date: str | None) -> Entry | None:
    """The only one of `entries` with this folded family name and one of these offices on this date, or None.

    Args:
        entries: The people.
        family: The folded family name in an article.
        roles: The roles that the article gives.
        date: The date of the article, ISO 8601, with or without a time.
    """
    titles = {title for title in map(public_office, roles) if title in SINGLE}
    if not date or len(date) < len("2016-10-23") or not titles:
        return None
    day = date[:10]
    found = [
        each
        for each in entries
        if family in each.families and any(_title(held.role) in titles and _held(held, day) for held in each.offices)
    ]
    return found[0] if len(found) == 1 else None


def is_contested(entries: Iterable[Entry], family: str, roles: Iterable[str]) -> bool:
    """Whether several of `entries` with a folded family name held an office of `roles`, on any date."""
    titles = {title for title in map(public_office, roles) if title}
    namesakes = (each for each in entries if family in each.families)
    return sum(any(_title(held.role) in titles for held in each.offices) for each in namesakes) > 1


def fits(entry: Entry, roles: Iterable[str]) -> bool:
    """Whether the roles in articles do not conflict with the offices of `entry`."""
    given, held = _office_words(roles), _office_words(each.role for each in entry.offices)
    return not given or not held or not given.isdisjoint(held)


def genders(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The gender of the people with each full name: m or f.

    Args:
        named: The keys of full names (`Entry.keys`), each with the gender M or F of a person of that name. Names of
            people of both genders are left out.
    """
    known: dict[str, set[str]] = {}
    for key, gender in named:
        known.setdefault(key, set()).add(gender.lower())
    return {key: gender for key, (gender, *others) in known.items() if not others}


@cache
def packaged_genders() -> Mapping[str, str]:
    """`genders` of the people of the packaged file."""
    return genders((key, each.gender) for each in _packaged() if each.gender for key in each.keys)


def packaged() -> list[Entry]:
    """The entries of the packaged file."""
    return [each._replace(offices=tuple(map(_with_years, each.offices))) for each in _packaged()]


def packaged_hash() -> str:
    """The SHA-256 of the packaged file, hexadecimal."""
    return hashlib.sha256(_FILE.read_bytes()).hexdigest()


def _packaged() -> list[Entry]:
    return read(gzip.decompress(_FILE.read_bytes()).decode())


def read(text: str) -> list[Entry]:
    """The entries of an authority file. Raises ValueError for another format."""
    start = text.lstrip("\ufeff \t\r\n")
    if not start.startswith(("{", "[")):
        return _from_csv(start)
    try:
        whole = json.loads(start)
    except ValueError:
        whole = None
    if isinstance(whole, dict) and isinstance(whole.get("persons"), list):
        return _from_popolo(whole)
    try:
        items = whole if isinstance(whole, list) else [json.loads(line) for line in start.splitlines() if line.strip()]
    except ValueError as error:
        raise ValueError(f"this is neither JSON nor JSON lines ({error})") from error
    if not items or not all(isinstance(each, dict) for each in items):
        raise ValueError("there is no list of people in it")
    if all("schema" in each for each in items):
        return _from_follow_the_money(items)
    if all(isinstance(each.get("name"), str) for each in items):
        return [_from_line(each) for each in items]
    raise ValueError("it is not Popolo, FollowTheMoney, CSV or JSON lines with a name each")


def _from_line(item: Mapping[str, Any]) -> Entry:
    name, wikidata = _text(item.get("name")), _text(item.get("wikidata"))
    if name is None:
        raise ValueError("a person in it has no name")
    offices = tuple(office for each in _objects(item.get("offices")) if (office := _office(each)))
    gender = _GENDERS.get(str(item.get("gender")).lower())
    identity = wikidata or _text(item.get("id")) or _made_up(name, offices)
    aliases = item.get("aliases")
    others = filter(None, map(_text, aliases if isinstance(aliases, list | tuple) else [aliases]))
    return Entry(identity, name, tuple(others), gender, wikidata, _text(item.get("country")), offices)


def _office(item: Mapping[str, Any]) -> Office | None:
    """An office, or None if one of its dates cannot be read."""
    start, end = (_text(item.get(field)) for field in ("start", "end"))
    if not all(date is None or _DATE.match(date) for date in (start, end)):
        return None
    return Office(_text(item.get("role")) or "", _text(item.get("party")), _text(item.get("area")), start, end)


def _text(value: object) -> str | None:
    """A value of a file without the spaces around it, or None if it is empty or neither text nor a number."""
    return str(value).strip() or None if isinstance(value, str | int) else None


def _objects(value: object) -> list[Mapping[str, Any]]:
    """The objects in a list, or none if `value` is not a list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _from_csv(text: str) -> list[Entry]:
    """Read CSV with one row for each office. Only the name is required.

    The columns are those of the JSON lines, with semicolons between aliases.
    """
    lines = text.splitlines()
    rows = csv.DictReader(lines, delimiter=max(",;\t", key=lines[0].count) if lines else ",")
    columns = [(each or "").strip().lower() for each in rows.fieldnames or ()]
    if "name" not in columns:
        raise ValueError("a CSV file needs a header with a column called name")
    people: defaultdict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        values = {str(key).strip().lower(): value.strip() for key, value in row.items() if isinstance(value, str)}
        if values.get("name"):
            people[values["name"], values.get("wikidata") or values.get("id") or ""].append(values)
    return [
        _from_line(
            {
                **{field: its[0].get(field) or None for field in ("name", "gender", "wikidata", "id", "country")},
                "aliases": [alias for each in (its[0].get("aliases") or "").split(";") if (alias := each.strip())],
                "offices": [{key: value or None for key, value in each.items()} for each in its if each.get("role")],
            }
        )
        for its in people.values()
    ]


def _from_popolo(whole: Mapping[str, Any]) -> list[Entry]:
    def by_id(name: str) -> dict[str, Mapping[str, Any]]:
        return {id: each for each in _objects(whole.get(name)) if (id := _text(each.get("id")))}

    def named(each: Mapping[str, Any], field: str, among: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
        return among.get(_text(each.get(field)) or "", {})

    organisations, areas, events = by_id("organizations"), by_id("areas"), by_id("events")
    held: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for each in _objects(whole.get("memberships")):
        period = named(each, "legislative_period_id", events)
        body = _text(named(each, "organization_id", organisations).get("name"))
        role = _text(each.get("role")) or _text(each.get("label")) or "member"
        held[_text(each.get("person_id")) or ""].append(
            {
                "role": f"{role} of {body}" if body and body not in role else role,
                "party": named(each, "on_behalf_of_id", organisations).get("name"),
                "area": named(each, "area_id", areas).get("name"),
                "start": each.get("start_date") or period.get("start_date"),
                "end": each.get("end_date") or period.get("end_date"),
            }
        )
    found = []
    for each in whole["persons"]:
        if not isinstance(each, dict):
            raise ValueError("a person in it has no name")
        items = {_text(one.get("scheme")): one.get("identifier") for one in _objects(each.get("identifiers"))}
        aliases = [one.get("name") for one in _objects(each.get("other_names"))]
        offices = held[_text(each.get("id")) or ""] if each.get("id") else []
        about = {"aliases": aliases, "wikidata": items.get("wikidata"), "offices": offices}
        found.append(_from_line({**each, "country": each.get("country_code"), **about}))
    return found


def _from_follow_the_money(items: Iterable[Mapping[str, Any]]) -> list[Entry]:
    def given(each: Mapping[str, Any], name: str) -> list[str]:
        properties = each.get("properties")
        values = properties.get(name) if isinstance(properties, dict) else None
        return [text for value in values if (text := _text(value))] if isinstance(values, list) else []

    def first(each: Mapping[str, Any], name: str) -> str | None:
        return next(iter(given(each, name)), None)

    items = list(items)
    posts = {_text(each.get("id")): each for each in items if each["schema"] == "Position"}
    held: defaultdict[str | None, list[Mapping[str, Any]]] = defaultdict(list)
    for each in items:
        if each["schema"] == "Occupancy":
            post = posts.get(first(each, "post"), {})
            when = {"start": first(each, "startDate"), "end": first(each, "endDate")}
            held[first(each, "holder")].append({"role": first(post, "name"), "area": first(post, "country"), **when})
    found = []
    for each in items:
        if each["schema"] != "Person" or not first(each, "name"):
            continue
        name, *aliases = [*given(each, "name"), *given(each, "alias")]
        offices = held[_text(each.get("id"))] or [{"role": role} for role in given(each, "position")]
        party = first(each, "political")
        found.append(
            _from_line(
                {
                    **{"id": each.get("id"), "name": name, "aliases": aliases, "gender": first(each, "gender")},
                    **{"wikidata": first(each, "wikidataId"), "country": first(each, "country")},
                    "offices": [{"party": party, **office} for office in offices],
                }
            )
        )
    return found


def _with_initials(name: str) -> str:
    parts = person_name(name)
    middles = parts.middles if parts else ()
    first, *rest = name.split()
    return " ".join([first, *(f"{word[0]}." if len(word) > 2 and fold(word) in middles else word for word in rest)])


def _made_up(name: str, offices: Iterable[Office]) -> str:
    start = next((each.start for each in offices if each.start), "")
    return " ".join([*fold_each(name), start]).strip()


def _with_years(held: Office) -> Office:
    if held.role in _US_OFFICES:
        return held._replace(complete=_COMPLETE_US)
    return held._replace(complete=_COMPLETE_WORLD) if _title(held.role) in SINGLE else held


def _title(role: str) -> str:
    """The title in a role: "Prime Minister of Albania" is "prime minister"."""
    return public_office(role.partition(" of ")[0])


def _held(held: Office, day: str) -> bool:
    """Whether the office was held on `day`, and the source lists all holders on it. A year means the whole year."""
    if not held.complete or not held.start or not held.complete[0] <= day <= held.complete[1]:
        return False
    return day[: len(held.start)] >= held.start and (held.end is None or day[: len(held.end)] <= held.end)


def _office_words(roles: Iterable[str]) -> set[str]:
    words = (_ALIKE.get(word, word) for role in roles for word in fold_each(role) if word not in ARTICLES)
    return {word for word in words if word in OFFICES}
