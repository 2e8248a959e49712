"""The same words in other places: printed elsewhere as they are, or in another wording of the same utterance.

Nothing of this is stored: it is looked up, within bounds, for one quotation at a time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from quotes.ids import normalise
from quotes.store.queries import StoredQuotation, quotations, rows
from quotes.store.search_query import is_searchable, quoted

WORDS = 5  # fewer tell nothing: "very serious" is said by many
CONTAINED = 0.85  # of the shorter one's character 5-grams
DAYS = 14  # between two wordings of one utterance
_GRAM = 5
_LOOKED_AT = 300
_BEGINNING = 12  # words by which the same quotation is looked for


class Elsewhere(NamedTuple):
    """same: quotations with these words exactly, as `quotes.ids.normalise` compares them, the newest first.

    others: exact words of the same speaker at about the same time that contain these or are contained in them,
    but for little; the nearest in time first.
    """

    same: tuple[StoredQuotation, ...]
    others: tuple[StoredQuotation, ...]


def elsewhere(connection: sqlite3.Connection, found: StoredQuotation) -> Elsewhere:
    """Where else the words of a quotation are. Of short words only what the same speaker said counts."""
    key = normalise(found.text)
    if not is_searchable(found.text):
        return Elsewhere((), ())
    slugs = {speaker.slug for speaker in found.speakers}
    enough = len(key.split()) >= WORDS
    same = [
        each
        for each in _beginning_alike(connection, found.text)
        if each.id != found.id
        and normalise(each.text) == key
        and (enough or slugs & {speaker.slug for speaker in each.speakers})
    ]
    others: list[StoredQuotation] = []
    if enough and found.kind != "paraphrase":
        known = {found.id, *(each.id for each in same)}
        others = [
            each
            for each in _near_in_time(connection, found)
            if each.id not in known and is_wording(key, normalise(each.text))
        ]
    return Elsewhere(tuple(same), tuple(others))


def is_wording(one: str, other: str) -> bool:
    """Whether two normalised texts word one utterance: the shorter, of five words or more, is in the longer."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter.split()) < WORDS:
        return False
    grams = _grams(shorter)
    return len(grams & _grams(longer)) >= CONTAINED * len(grams)


def _grams(text: str) -> set[str]:
    return {text[start : start + _GRAM] for start in range(max(1, len(text) - _GRAM + 1))}


def _beginning_alike(connection: sqlite3.Connection, text: str) -> list[StoredQuotation]:
    phrase = quoted(" ".join(text.split()[:_BEGINNING]))
    found = rows(
        connection,
        "select rowid from quotations_fts where quotations_fts match ? order by rowid desc limit ?",
        [f"text : {phrase}", _LOOKED_AT],
    )
    return _numbered(connection, [row[0] for row in found], "q.published desc, q.pk desc")


def _near_in_time(connection: sqlite3.Connection, found: StoredQuotation) -> list[StoredQuotation]:
    try:
        day = date.fromisoformat((found.article.published or "")[:10])
        first, last = day - timedelta(days=DAYS), day + timedelta(days=DAYS + 1)
    except (ValueError, OverflowError):
        return []
    pks = [
        row[0]
        for speaker in found.speakers
        for row in rows(
            connection,
            """
            select quotation from quotation_speakers
            where speaker = (select id from speakers where slug = ?) and exact = 1 and published between ? and ?
            order by abs(julianday(published) - julianday(?)) limit ?
            """,
            [speaker.slug, first.isoformat(), last.isoformat(), day.isoformat(), _LOOKED_AT],
        )
    ]
    order = "abs(julianday(q.published) - julianday(:day)), q.pk"
    return _numbered(connection, list(dict.fromkeys(pks)), order, day=day.isoformat())


def _numbered(connection: sqlite3.Connection, pks: Iterable[int], order: str, **values: str) -> list[StoredQuotation]:
    listed = ", ".join(map(str, pks))
    return quotations(connection, f"where q.pk in ({listed}) order by {order}", values)
