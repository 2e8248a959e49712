"""Printings of one utterance: the same words in several articles, and other wordings of them.

Each quotation stores the number of its utterance (`key`), which depends only on its words. Other wordings are not
stored: `elsewhere` finds them for one quotation.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from quotes.ids import normalise
from quotes.model import Kind
from quotes.store.queries import StoredQuotation, quotations, rows
from quotes.store.search import stored
from quotes.store.search_query import is_searchable, quoted

WORDS = 5  # words of a quotation; many people say "very serious"
CONTAINED = 0.85  # of the shorter one's character 5-grams
DAYS = 14  # between two wordings of one utterance
_GRAM = 5
_SHARED = 0.5  # of the shorter one's words, or their 5-grams are not compared
_LOOKED_AT = 300
_LOOKED_AT_IN_LIST = 60
_BEGINNING = 12  # words that the search for the same quotation uses


def key(kind: str, text: str, statement: str, named_keys: Sequence[str]) -> int | None:
    """The number of the utterance: of exact words the words, of a paraphrase the statement and who is named.

    Letter case, punctuation and spaces make no difference (`quotes.ids.normalise`). Archives keep it for years, so it
    must never change.

    Returns:
        A signed 64-bit number, or None for fewer than `WORDS` words.
    """
    is_paraphrase = kind == Kind.PARAPHRASE
    words = normalise(statement if is_paraphrase else text)
    if len(words.split()) < WORDS:
        return None
    parts = [words, *named_keys] if is_paraphrase else [words]
    digest = sha256("\n".join(parts).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


class Elsewhere(NamedTuple):
    """Other occurrences of the words of a quotation.

    Attributes:
        same: Quotations with exactly these words (`quotes.ids.normalise`), the newest first.
        others: Exact words of the same speaker at about the same time that contain these words or are contained in
            them, with small differences; the nearest in time first.
    """

    same: tuple[StoredQuotation, ...]
    others: tuple[StoredQuotation, ...]


def elsewhere(connection: sqlite3.Connection, found: StoredQuotation) -> Elsewhere:
    """Other occurrences of the words of a quotation. For short words, only those of the same speaker."""
    if not is_searchable(found.text):
        return Elsewhere((), ())
    if found.utterance is None:
        return Elsewhere(tuple(_same_short(connection, found)), ())
    same = [each for each in _printings(connection, found.utterance) if each.id != found.id]
    others: list[StoredQuotation] = []
    if found.kind != Kind.PARAPHRASE:
        words = normalise(found.text)
        others = [
            each
            for each in stored(connection, _near_in_time(connection, found, _LOOKED_AT))
            if each.utterance not in (None, found.utterance)
            and each.kind != Kind.PARAPHRASE
            and is_wording(words, normalise(each.text))
        ]
    return Elsewhere(tuple(same), tuple(others))


class Summary(NamedTuple):
    """The printings of an utterance in numbers.

    Attributes:
        articles: The number of articles that print the same words.
        names: The names under which other articles print them.
        wordings: The number of other wordings of the same speaker at about the same time.
    """

    articles: int
    names: tuple[str, ...]
    wordings: int


def summaries(connection: sqlite3.Connection, found: Iterable[StoredQuotation]) -> Mapping[str, Summary]:
    """By id, the printings of each quotation in a list, if there are any others."""
    summed: dict[str, Summary] = {}
    for each in found:
        if each.utterance is None:
            continue
        ((articles,),) = rows(
            connection, "select count(distinct article_id) from quotations where utterance = ?", [each.utterance]
        )
        names = rows(
            connection,
            """
            select distinct said_by from (select said_by from quotations where utterance = ? limit ?)
            where said_by is not null and said_by <> ? order by said_by
            """,
            [each.utterance, _LOOKED_AT, " & ".join(speaker.name for speaker in each.speakers)],
        )
        summary = Summary(articles, tuple(row[0] for row in names), _wordings(connection, each))
        if articles > 1 or summary.wordings:
            summed[each.id] = summary
    return summed


def is_wording(one: str, other: str) -> bool:
    """Whether two normalised texts are the same utterance: the shorter one, of five words or more, is in the longer."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter.split()) < WORDS:
        return False
    words = set(shorter.split())
    if len(words & set(longer.split())) < _SHARED * len(words):
        return False
    grams = _grams(shorter)
    return len(grams & _grams(longer)) >= CONTAINED * len(grams)


@lru_cache(maxsize=512)
def _grams(text: str) -> frozenset[str]:
    return frozenset(text[start : start + _GRAM] for start in range(max(1, len(text) - _GRAM + 1)))


def _printings(connection: sqlite3.Connection, utterance: int) -> list[StoredQuotation]:
    return quotations(
        connection,
        "where q.utterance = ? order by q.published desc, q.id desc limit ?",
        [utterance, _LOOKED_AT],
    )


def _same_short(connection: sqlite3.Connection, found: StoredQuotation) -> list[StoredQuotation]:
    """The same few words of the same speaker."""
    phrase = quoted(" ".join(found.text.split()[:_BEGINNING]))
    alike = rows(
        connection,
        "select rowid from quotations_fts where quotations_fts match ? order by rowid desc limit ?",
        [f"text : {phrase}", _LOOKED_AT],
    )
    words, slugs = normalise(found.text), {speaker.slug for speaker in found.speakers}
    same = [
        each
        for each in stored(connection, [row[0] for row in alike])
        if each.id != found.id and normalise(each.text) == words and slugs & {speaker.slug for speaker in each.speakers}
    ]
    return sorted(same, key=lambda each: each.article.published or "", reverse=True)


def _wordings(connection: sqlite3.Connection, found: StoredQuotation) -> int:
    """The number of other wordings of a quotation with an utterance, as lists say it."""
    if found.kind == Kind.PARAPHRASE:
        return 0
    words = normalise(found.text)
    near = rows(
        connection,
        """
        select text, utterance from quotations where id in (select value from json_each(?))
        and kind <> 'paraphrase' and utterance <> ?
        """,
        [json.dumps(_near_in_time(connection, found, _LOOKED_AT_IN_LIST)), found.utterance],
    )
    return len({row["utterance"] for row in near if is_wording(words, normalise(row["text"]))})


def _near_in_time(connection: sqlite3.Connection, found: StoredQuotation, most: int) -> list[int]:
    """The row ids of exact words of the same speakers within `DAYS`, the nearest first."""
    try:
        day = date.fromisoformat((found.article.published or "")[:10])
        first, last = day - timedelta(days=DAYS), day + timedelta(days=DAYS + 1)
    except (ValueError, OverflowError):
        return []
    near = [
        (abs(row["days"]), row["quotation_id"])
        for speaker in found.speakers
        for is_exact in (1, None)
        for row in rows(
            connection,
            """
            select quotation_id, julianday(published) - julianday(:day) as days from quotation_speakers
            where speaker_id = (select id from speakers where slug = :slug) and is_exact is :exact
            and published between :first and :last order by abs(days) limit :most
            """,
            {
                "slug": speaker.slug,
                "exact": is_exact,
                "day": day.isoformat(),
                "first": first.isoformat(),
                "last": last.isoformat(),
                "most": most,
            },
        )
    ]
    return list(dict.fromkeys(id for _, id in sorted(near)))
