"""Countries and nationalities in the roles of speakers, from ``countries.txt``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("countries.txt")
_NONE = "-"
_ALIASES = {"uk": "gb", "usa": "us", "uae": "ae"}
_STOPS = re.compile(r"(?<=[^\W\d_])\.")
_LONGEST = 5  # words of a name
# Before or after its name, the country is what a speaker deals with: ambassador to Russia, Korea scholar.
_DEALING = ("to", "on", "about", "toward", "towards")
_DEALERS = frozenset(
    each + plural
    for each in "adviser advisor analyst correspondent expert historian scholar specialist watcher".split()
    for plural in ("", "s")
) | {"policy", "relations"}


def code_of(name: str) -> str | None:
    """The ISO 3166 code of a country, from its code, name or nationality; None if there is no such country."""
    words = _words(name)
    if words[:1] == ("the",):
        words = words[1:]
    short = "".join(words)
    if len(words) == 1 and (code := _ALIASES.get(short, short)) in _names():
        return code
    found = _codes().get(words, _alone().get(words))
    return found if found != _NONE else None


def name_of(code: str) -> str:
    """The usual name of the country with this code."""
    return _names()[code][0]


def names(code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names and nationalities of a country, in the singular and plural, and longer ones of others with them."""
    own = _names()[code]
    words = [_words(name) for name in own]
    longer = [
        " ".join(other)
        for other, its in _codes().items()
        if its != code and any(_within(each, other) for each in words)
    ]
    plural = [f"{name}s" for name in own[1:] if name[-1] not in "seh" and not name.isupper()]
    return (*own, *plural), tuple(longer)


def dealings(code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of a country, and phrases with them in the roles of those who deal with it, from anywhere."""
    places = _places()[code]
    named = [" ".join(_words(place)) for place in places]
    before = [f"{word} {the}{name}" for name in named for word in _DEALING for the in ("", "the ")]
    after = [
        f"{name} {noun}"
        for place, name in zip(places, named, strict=True)
        if not place.isupper()
        for noun in sorted(_DEALERS)
    ]
    return places, (*before, *after)


@lru_cache(maxsize=65536)
def named_in(role: str) -> frozenset[str]:
    """The codes of the countries that a role or the name of an organisation mentions.

    A country that the speaker only deals with is left out: that of "ambassador to Russia" is not Russia.
    """
    words = _words(role)
    found = set()
    start = 0
    while start < len(words):
        for size in range(min(_LONGEST, len(words) - start), 0, -1):
            run = words[start : start + size]
            code = _codes().get(run) or _codes().get((*run[:-1], run[-1].removesuffix("s")))
            if code:
                if not _is_dealt_with(code, words[:start], run, words[start + size : start + size + 1]):
                    found.add(code)
                start += size - 1
                break
        start += 1
    return frozenset(found - {_NONE})


def _is_dealt_with(code: str, before: tuple[str, ...], run: tuple[str, ...], after: tuple[str, ...]) -> bool:
    if code == _NONE or run not in map(_words, _places()[code]):
        return False
    if before[-1:] == ("the",):
        before = before[:-1]
    if before[-1:] == ("to",) and after == ("s",):  # adviser to Russia's president
        return False
    is_dealer = not _DEALERS.isdisjoint(after) and run not in map(_words, filter(str.isupper, _places()[code]))
    return is_dealer or not set(before[-1:]).isdisjoint(_DEALING)


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return len(short) < len(long) and any(
        long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1)
    )


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", _STOPS.sub("", text))
    return tuple(re.findall(r"\w+", "".join(each for each in plain if not unicodedata.combining(each)).lower()))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """By code, the names and nationalities of a country."""
    return {code: tuple(name for part in its[:2] for name in part) for code, its in _lines()}


@cache
def _places() -> dict[str, tuple[str, ...]]:
    """By code, the names of a country."""
    return {code: its[0] for code, its in _lines()}


@cache
def _alone() -> dict[tuple[str, ...], str]:
    """The names that mean a country only by themselves: in the role of a speaker they are mostly something else."""
    return {_words(name): code for code, its in _lines() for part in its[2:] for name in part}


def _lines() -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """The code of each country, with its names in parts: places, nationalities, and those of `_alone`."""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith(("#", _NONE)):
            code, _, its = line.partition(" ")
            yield code, [tuple(filter(None, part.split(", "))) for part in re.split("; ?", its)]


@cache
def _codes() -> dict[tuple[str, ...], str]:
    (others,) = [line for line in _FILE.read_text(encoding="utf-8").splitlines() if line.startswith(_NONE)]
    codes = {_words(name): _NONE for name in others.removeprefix(_NONE).split(", ")}
    for code, its in _names().items():
        for name in its:
            codes.setdefault(_words(name), code)
    return codes
