"""Who wrote an article, as citations want the names: family name first where that is plain, else as printed."""

from __future__ import annotations

import re
from typing import NamedTuple

_BY = re.compile(r"^\s*(?:by|from)\s+", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:,|&|\band\b)\s*", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:;|&|\band\b)\s*", re.IGNORECASE)  # names with commas in them: Marsh, Jo; Li, Bo
_NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
# A word of these makes it the name of a desk or an agency.
_OFFICES = frozenset(
    """
    agencies agency associated board bureau correspondent correspondents desk editor editorial editors herald journal
    magazine media news newspaper newsroom online post press reporter reporters reuters service services staff team
    television times tribune tv wire wires writer writers
    """.split()
)


class Author(NamedTuple):
    """family: what the author is listed under. given: None where the name is not taken apart."""

    family: str
    given: str | None = None

    @property
    def spoken(self) -> str:
        """The name as it is said."""
        return f"{self.given} {self.family}" if self.given else self.family

    @property
    def inverted(self) -> str:
        """`Marsh, J.`, or the name as it is where it is not taken apart."""
        if not self.given:
            return self.family
        initials = ("-".join(f"{part[0].upper()}." for part in name.split("-") if part) for name in self.given.split())
        return f"{self.family}, {' '.join(initials)}"


def named(byline: str | None) -> str:
    """A byline without the "by" before it."""
    return _BY.sub("", byline or "").strip()


def authors(byline: str | None) -> list[Author]:
    """Those whom a byline names; a name of two words, and no office, is taken for a given and a family name.

    Between semicolons a name may begin with the family name and a comma.
    """
    names = (_LISTED if ";" in (byline or "") else _PARTS).split(named(byline))
    return [_author(" ".join(name.split())) for name in names if name.strip(" ,")]


def _author(name: str) -> Author:
    family, comma, given = name.partition(", ")
    if family and comma and given:
        return Author(family, given)
    words = name.split()
    person = (
        len(words) == 2
        and all(_NAME.fullmatch(word) and word[0].isupper() for word in words)
        and not any(word.lower() in _OFFICES or (word.isupper() and len(word) > 2) for word in words)
    )
    return Author(words[1], words[0]) if person else Author(name)
