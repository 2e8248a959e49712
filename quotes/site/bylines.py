"""Who wrote an article, as citations want the names: family name first where that is plain, else as printed."""

from __future__ import annotations

import re
from typing import NamedTuple

_BY = re.compile(r"^\s*(?:by|from)\s+", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:,|;|&|\band\b)\s*", re.IGNORECASE)
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
        initials = "-".join(f"{part[0].upper()}." for part in self.given.split("-") if part)
        return f"{self.family}, {initials}"


def authors(byline: str | None) -> list[Author]:
    """Those whom a byline names; a name of two words, and no office, is taken for a given and a family name."""
    names = [name for name in _PARTS.split(_BY.sub("", byline or "")) if name.strip()]
    return [_author(" ".join(name.split())) for name in names]


def _author(name: str) -> Author:
    words = name.split()
    person = (
        len(words) == 2
        and all(_NAME.fullmatch(word) and word[0].isupper() for word in words)
        and not any(word.lower() in _OFFICES or (word.isupper() and len(word) > 2) for word in words)
    )
    return Author(words[1], words[0]) if person else Author(name)
