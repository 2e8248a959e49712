"""Utterances that an archive has with different words, or under different names: it proves the misquotation itself.

Two quotations are compared if they share one of their sampled runs of four words (a bottom-k sketch: Broder, "On the
resemblance and containment of documents", 1997), which are kept in a temporary file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from zlib import crc32

from quotes.checker.alignment import Alignment, align, with_ends
from quotes.checker.differences import Difference, changes, differences
from quotes.checker.draft_speakers import are_compatible
from quotes.checker.findings import UTTERANCE, is_near_in_time
from quotes.checker.tokens import words
from quotes.checker.verdicts import SERIOUS, Change
from quotes.checker.word_forms import FUNCTION
from quotes.store.queries import StoredQuotation
from quotes.store.search.quotations import stored

_RUN = 4  # words
_SAMPLED = 6  # runs of each quotation
_COMMON = 60  # quotations that share a run; a run of more is a phrase that everybody uses
_AT_ONCE = 200  # pairs
_ENOUGH = 0.85  # of the words, which both have


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two printings of one utterance. differences: of the first from the second; none if only the speakers differ."""

    first: StoredQuotation
    second: StoredQuotation
    alignment: Alignment
    differences: tuple[Difference, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The kinds of difference, the most consequential first."""
        return changes(self.differences)

    @property
    def sentence(self) -> str:
        """The disagreement in words."""
        if not self.differences:
            return f"said by {self.first.speaker} in the first printing, by {self.second.speaker} in the second"
        return "; ".join(dict.fromkeys(each.said("the first printing") for each in self.differences))

    @property
    def rank(self) -> int:
        """The lower, the more consequential: a negation, a number, the speaker, another word."""
        if not self.differences:
            return 2
        first = self.changes[0].rank
        return first if first < 2 else first + 1


def disagreements(connection: sqlite3.Connection) -> list[Disagreement]:
    """All disagreements of an archive, the most consequential first, then the newest first."""
    found = [each for pair in _pairs(connection) if (each := compared(*pair))]
    found.sort(key=lambda each: max(each.first.article.published or "", each.second.article.published or ""))
    found.reverse()
    return sorted(found, key=lambda each: each.rank)


def compared(one: StoredQuotation, other: StoredQuotation) -> Disagreement | None:
    """How two printings disagree, or None if they agree or are not of one utterance."""
    if one.article.id == other.article.id or not is_near_in_time(one.article, other.article):
        return None
    first, second = sorted((one, other), key=lambda each: (len(each.text), each.id))
    alignment = align(words(first.text), words(second.text), _weight)
    if alignment is None or min(alignment.score, alignment.shared) < _ENOUGH:
        return None
    alignment = with_ends(alignment)
    its = differences(alignment)
    serious = tuple(each for each in its if each.change in SERIOUS)
    if not one.speakers or not other.speakers:
        return None
    if are_compatible(one.speakers, other.speakers):
        return Disagreement(first, second, alignment, serious) if serious else None
    return None if its else Disagreement(first, second, alignment, ())


def _weight(key: str) -> float:
    return 0.3 if key in FUNCTION else 1.5


def _pairs(connection: sqlite3.Connection) -> Iterator[tuple[StoredQuotation, StoredQuotation]]:
    with closing(sqlite3.connect("")) as scratch:
        scratch.execute("create table runs (hash integer, id integer, primary key (hash, id)) without rowid")
        scratch.executemany("insert or ignore into runs values (?, ?)", _sampled(connection))
        pairs = scratch.execute(
            """
            select distinct one.id, other.id from (
                select hash from runs group by hash having count(*) between 2 and ?
            ) shared join runs one on one.hash = shared.hash join runs other on other.hash = shared.hash
            where one.id < other.id order by one.id, other.id
            """,
            [_COMMON],
        )
        while some := list(islice(pairs, _AT_ONCE)):
            ids = sorted({id for pair in some for id in pair})
            known = dict(zip(ids, stored(connection, ids), strict=True))
            yield from ((known[one], known[other]) for one, other in some)


def _sampled(connection: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """The hashes of some runs of words of each quotation, with its row id."""
    found = connection.execute("select id, text from quotations where status = 'published' and kind <> 'paraphrase'")
    for id, text in found:
        keys = words(text).keys
        if len(keys) >= UTTERANCE:
            runs = {crc32(" ".join(keys[at : at + _RUN]).encode()) for at in range(len(keys) - _RUN + 1)}
            yield from ((each, id) for each in sorted(runs)[:_SAMPLED])
