"""Countries and nationalities in the roles of speakers, from ``countries.txt``."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("countries.txt")
_NONE = "-"
_ALIASES = {"uk": "gb", "usa": "us", "uae": "ae"}
_STOPS = re.compile(r"(?<=[^\W\d_])\.")
_LONGEST = 5  # words of a name


def code_of(name: str) -> str | None:
    """The ISO 3166 code of a country, from its code, name or nationality; None if there is no such country."""
    words = _words(name)
    short = "".join(words)
    if len(words) == 1 and (code := _ALIASES.get(short, short)) in _names():
        return code
    found = _codes().get(words)
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


@lru_cache(maxsize=65536)
def named_in(role: str) -> frozenset[str]:
    """The codes of the countries that a role or the name of an organisation mentions."""
    words = _words(role)
    found = set()
    start = 0
    while start < len(words):
        for size in range(min(_LONGEST, len(words) - start), 0, -1):
            run = words[start : start + size]
            code = _codes().get(run) or _codes().get((*run[:-1], run[-1].removesuffix("s")))
            if code:
                found.add(code)
                start += size - 1
                break
        start += 1
    return frozenset(found - {_NONE})


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return len(short) < len(long) and any(
        long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1)
    )


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", _STOPS.sub("", text))
    return tuple(re.findall(r"\w+", "".join(each for each in plain if not unicodedata.combining(each)).lower()))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    found = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith(("#", _NONE)):
            code, _, its = line.partition(" ")
            found[code] = tuple(its.split(", "))
    return found


@cache
def _codes() -> dict[tuple[str, ...], str]:
    (others,) = [line for line in _FILE.read_text(encoding="utf-8").splitlines() if line.startswith(_NONE)]
    codes = {_words(name): _NONE for name in others.removeprefix(_NONE).split(", ")}
    for code, its in _names().items():
        for name in its:
            codes.setdefault(_words(name), code)
    return codes
