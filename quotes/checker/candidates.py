"""Which printings may be the source of a quotation: from the full-text index.

Probes are the whole quotation as a phrase, runs of a few words, and pairs of its rarest words. What is found is ranked
by the words that it shares with the quotation, weighted by rarity.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from quotes.checker.tokens import Words, words
from quotes.checker.word_forms import FUNCTION
from quotes.store.queries import StoredQuotation, rows
from quotes.store.search.fulltext import is_searchable, quoted
from quotes.store.search.quotations import stored

ALIGNED = 10  # printings
PRINTINGS = 60  # that are read
_COUNTED = 2000  # occurrences of a word; a more frequent one counts as common
_LEAST_COUNTED = 10
_SHARE = 20  # of the archive: a word in more quotations than one in so many counts as common
_FUNCTION_WEIGHT = 0.3
_WINDOWS = 6
_WINDOW = 4  # words
_RARE = 5  # words
_FOUND = 60  # by one query
_SEVERAL = 3  # runs of words in one printing, the first and the last among them, which make it the source
_NOTHING = 1e-6


class Rarity:
    """How much a word tells: from 0.3 for "the" to 2 for one that the archive does not have.

    Frequencies are looked up once and kept.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        ((last,),) = rows(connection, "select coalesce(max(id), 0) from quotations")
        self._most: int = min(_COUNTED, max(_LEAST_COUNTED, last // _SHARE))
        self._counts: dict[str, int] = {}

    def count(self, key: str) -> int:
        """In how many quotations a word is, at most the number from which it counts as common."""
        if key not in self._counts:
            self._counts[key] = self._counted(key)
        return self._counts[key]

    def __call__(self, key: str) -> float:
        if key in FUNCTION:
            return _FUNCTION_WEIGHT
        rarer = self._most / max(1, min(self._most, self.count(key)))
        return 1 + math.log(rarer) / math.log(self._most)

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
    """The printings that may be the source of `draft`, those that share most with it first, the newest first of equals.

    At most `PRINTINGS` that have all its words, and `ALIGNED` others.
    """
    worth: defaultdict[int, float] = defaultdict(float)
    hits: Counter[int] = Counter()
    for number, (probe, value) in enumerate(_windows(draft, rarity), start=1):
        for row in _matching(connection, probe):
            worth[row] += value
            hits[row] += 1
        if number == _SEVERAL and max(hits.values(), default=0) == number:
            break
    if max(hits.values(), default=0) < _SEVERAL:
        for probe, value in _rare_words(draft, rarity):
            for row in _matching(connection, probe):
                worth[row] += value
    return stored(
        connection, _ranked(connection, draft, sorted(worth, key=worth.__getitem__, reverse=True)[:PRINTINGS], rarity)
    )


def _ranked(connection: sqlite3.Connection, draft: Words, ids: Sequence[int], rarity: Rarity) -> list[int]:
    wanted = Counter(draft.keys)
    found = rows(
        connection,
        "select id, text, published from quotations where id in (select value from json_each(?))",
        [json.dumps(ids)],
    )
    order = {row: place for place, row in enumerate(ids)}
    newest = sorted((row for row in found if row["text"]), key=lambda row: row["published"] or "", reverse=True)
    shared = {row["id"]: _shared(wanted, row["text"], rarity) for row in newest}
    all_of_it = sum(rarity(key) * number for key, number in wanted.items()) - _NOTHING
    same = [row for row, value in shared.items() if value >= all_of_it]
    others = sorted(shared.keys() - set(same), key=lambda row: (-shared[row], order[row]))
    return [*same, *others[:ALIGNED]]


def _shared(wanted: Mapping[str, int], text: str, rarity: Rarity) -> float:
    common = Counter(words(text).keys) & Counter(wanted)
    return sum(rarity(key) * number for key, number in common.items())


def _matching(connection: sqlite3.Connection, match: str) -> list[int]:
    # In the order of the index, which is much faster than the newest first.
    found = rows(
        connection, "select rowid from quotations_fts where quotations_fts match ? limit ?", [f"text : {match}", _FOUND]
    )
    return [row[0] for row in found]


def _rare_words(draft: Words, rarity: Rarity) -> Iterable[tuple[str, float]]:
    """Full-text queries for the rarest words, alone or in pairs, with what a match is worth."""
    telling = dict.fromkeys(key for key in draft.keys if key not in FUNCTION and is_searchable(key))
    rare = sorted(telling, key=rarity.count)
    held = [key for key in rare if rarity.count(key)][:_RARE]
    for one, other in combinations(held, 2):
        yield f"({quoted(one)} AND {quoted(other)})", rarity(one) + rarity(other)
    if held and rarity.count(held[0]) <= _FOUND:
        yield quoted(held[0]), rarity(held[0])


def _windows(draft: Words, rarity: Rarity) -> Iterable[tuple[str, float]]:
    """Full-text queries for runs of words, with what a match is worth.

    They are spread over the quotation, the most telling run of each part. The first, the last and the one in the middle
    come first.
    """
    telling = [rarity(key) for key in draft.keys]
    length = len(draft)
    size = _WINDOW if length > 2 * _WINDOW else min(3, length)
    starts = [at for at in range(length - size + 1) if _is_phrase(draft, at, at + size)]
    part = max(1.0, len(starts) / _WINDOWS)
    chosen = [
        max(those, key=lambda at: sum(telling[at : at + size]))
        for number in range(min(_WINDOWS, len(starts)))
        if (those := starts[int(number * part) : max(int(number * part) + 1, int((number + 1) * part))])
    ]
    for start in dict.fromkeys([*chosen[:1], *chosen[-1:], *chosen[len(chosen) // 2 :], *chosen]):
        tokens = draft.tokens[start : start + size]
        yield quoted(draft.text[tokens[0].start : tokens[-1].end]), sum(telling[start : start + size])


def _is_phrase(draft: Words, start: int, end: int) -> bool:
    """Whether no ellipsis and nothing in brackets interrupts these words, and the index can hold them.

    The index has a contraction as it is written, so a phrase cannot begin or end inside one.
    """
    if _is_inside_word(draft, start) or _is_inside_word(draft, end):
        return False
    tokens = draft.tokens[start:end]
    if any(token.gap for token in tokens[1:]) or any(token.editorial for token in tokens):
        return False
    text = draft.text[tokens[0].start : tokens[-1].end]
    return "[" not in text and is_searchable(text)


def _is_inside_word(draft: Words, at: int) -> bool:
    """Whether the word with this number is the rest of another: "n’t" in "don’t", "kg" in "30kg"."""
    if not 0 < at < len(draft):
        return False
    before, token = draft.tokens[at - 1 : at + 1]
    return before.end == token.start and draft.text[token.start - 1].isalnum()
