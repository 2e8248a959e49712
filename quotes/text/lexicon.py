"""Word lists of titles, offices, organisations and name particles, from ``lexicon.txt``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("lexicon.txt")


def words(name: str) -> frozenset[str]:
    """The words of one list. Raises KeyError if there is no list with this name."""
    return _lists()[name]


@cache
def _lists() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            word, *names = line.split()
            for each in names:
                found.setdefault(each, set()).add(word)
    return {name: frozenset(each) for name, each in found.items()}
