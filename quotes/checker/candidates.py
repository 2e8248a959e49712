"""Which printings may be the source of a quotation: from the full-text index.

Probes are the whole quotation as a phrase, runs of a few words, and pairs of its rarest words. What is found is ranked
by the words that it shares with the quotation, weighted by rarity.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from quotes.checker.tokens import Words, words
from quotes.checker.word_forms import FUNCTION
from quotes.store.queries import StoredQuotation, quotations, rows
from quotes.store.search_query import is_searchable, quoted

ALIGNED = 10  # printings
PRINTINGS = 100  # of the very words
_COUNTED = 2000  # occurrences of a word; a more frequent one counts as common
_LEAST_COUNTED = 10
_SHARE = 20  # of the archive: a word in more quotations than one in so many counts as common
_FUNCTION_WEIGHT = 0.3
_PHRASE = 40  # words of the longest phrase
_WINDOWS = 8
_WINDOW = 4  # words
_RARE = 5  # words
_FOUND = 40  # by one probe
_READ = 60  # texts that are ranked


class Rarity:
    """How much a word tells: from 0.3 for "the" to 2 for one that the archive does not have.

    Frequencies are looked up once and kept.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        ((last,),) = rows(connection, "select coalesce(max(id), 0) from quotations")
        self._most = min(_COUNTED, max(_LEAST_COUNTED, last // _SHARE))
        self._counts: dict[str, int] = {}

    def count(self, key: str) -> int:
        """In how many quotations a word is, at most the number from which it counts as common."""
        if key not in self._counts:
            self._counts[key] = self._counted(key)
        return self._counts[key]

    def __call__(self, key: str) -> float:
        if key in FUNCTION:
            return _FUNCTION_WEIGHT
        return 1 + math.log(self._most / max(1, min(self._most, self.count(key)))) / math.log(self._most)

    def _counted(self, key: str) -> int:
        if not is_searchable(key):
            return self._most
        ((number,),) = rows(
            self._connection,
            "select count(*) from (select 1 from quotations_fts where quotations_fts match ? limit ?)",
            [f"text : {quoted(key)}", self._most],
        )
        return int(number)


def candidates(connection: sqlite3.Connection, draft: Words, rarity: Rarity) -> list[StoredQuotation]:
    """The printings that may be the source of `draft`, the most probable first.

    First those that have all its words in a row, the newest first, at most `PRINTINGS`; then at most `ALIGNED` others.
    """
    exact = _matching(connection, _phrase(draft, 0, min(len(draft), _PHRASE)), PRINTINGS) if draft.tokens else []
    worth: Counter[int] = Counter()
    for probe, value in _probes(draft, rarity):
        for row in _matching(connection, probe, _FOUND):
            worth[row] += value
    for row in exact:
        del worth[row]
    ranked = _ranked(connection, draft, [row for row, _ in worth.most_common(_READ)], rarity)
    return stored(connection, [*exact, *ranked[:ALIGNED]])


def stored(connection: sqlite3.Connection, ids: Sequence[int]) -> list[StoredQuotation]:
    """The quotations with these row ids, in this order."""
    return quotations(connection, "join json_each(?) page on page.value = q.id order by page.key", [json.dumps(ids)])


def _ranked(connection: sqlite3.Connection, draft: Words, ids: Sequence[int], rarity: Rarity) -> list[int]:
    wanted = Counter(draft.keys)
    found = rows(
        connection,
        "select id, text from quotations where id in (select value from json_each(?))",
        [json.dumps(ids)],
    )
    order = {row: place for place, row in enumerate(ids)}
    shared = {row["id"]: _shared(wanted, row["text"], rarity) for row in found if row["text"]}
    return sorted(shared, key=lambda row: (-shared[row], order[row]))


def _shared(wanted: Mapping[str, int], text: str, rarity: Rarity) -> float:
    common = Counter(words(text).keys) & Counter(wanted)
    return sum(rarity(key) * number for key, number in common.items())


def _matching(connection: sqlite3.Connection, match: str | None, limit: int) -> list[int]:
    if match is None:
        return []
    found = rows(
        connection,
        "select rowid from quotations_fts where quotations_fts match ? order by rowid desc limit ?",
        [f"text : {match}", limit],
    )
    return [row[0] for row in found]


def _probes(draft: Words, rarity: Rarity) -> Iterable[tuple[str, float]]:
    """Full-text queries with what a match is worth."""
    keys = draft.keys
    telling = [rarity(key) for key in keys]
    for start, end in _windows(draft, telling):
        phrase = _phrase(draft, start, end)
        if phrase:
            yield phrase, sum(telling[start:end])
    rare = sorted({key for key in keys if key not in FUNCTION and is_searchable(key)}, key=rarity.count)
    held = [key for key in rare if rarity.count(key)][:_RARE]
    for one, other in combinations(held, 2):
        yield f"({quoted(one)} AND {quoted(other)})", rarity(one) + rarity(other)
    if held and rarity.count(held[0]) <= _FOUND:
        yield quoted(held[0]), rarity(held[0])


def _windows(draft: Words, telling: Sequence[float]) -> list[tuple[int, int]]:
    """Runs of words to look for, spread over the quotation, the most telling of each part."""
    length = len(draft)
    size = _WINDOW if length > 2 * _WINDOW else 3
    starts = range(max(0, length - size + 1))
    if not starts:
        return []
    part = max(1.0, len(starts) / _WINDOWS)
    found = []
    for number in range(min(_WINDOWS, len(starts))):
        those = starts[int(number * part) : max(int(number * part) + 1, int((number + 1) * part))]
        start = max(those, key=lambda at: sum(telling[at : at + size]))
        found.append((start, start + size))
    return found


def _phrase(draft: Words, start: int, end: int) -> str | None:
    """The words from one number to another as a phrase, as far as no ellipsis interrupts them."""
    tokens = draft.tokens[start:end]
    if any(token.gap or token.editorial for token in tokens[1:]):
        return None
    text = draft.text[tokens[0].start : tokens[-1].end]
    return quoted(text) if is_searchable(text) else None
