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
from quotes.model import Kind, Polarity
from quotes.store.queries import StoredQuotation, quotations, rows
from quotes.store.search.fulltext import is_searchable, quoted
from quotes.store.search.quotations import stored

WORDS = 5  # words of a quotation; many people say "very serious"
CONTAINED = 0.85  # of the shorter one's character 5-grams
DAYS = 14  # between two wordings of one utterance
_GRAM = 5
_SHARED = 0.5  # of the shorter one's words, or their 5-grams are not compared
_LOOKED_AT = 300
_LOOKED_AT_IN_LIST = 60
_DAYS_LOOKED_AT = 20
_BEGINNING = 12  # words that the search for the same quotation uses


def key(kind: str, text: str, statement: str, named_keys: Sequence[str], between: str | None = None) -> int | None:
    """The number of the utterance: of exact words the words, of a paraphrase the statement and who is named.

    Letter case, punctuation and spaces make no difference (`quotes.ids.normalise`). Archives keep it for years, so it
    must never change.

    Args:
        kind: A `quotes.model.Kind`.
        text: The words.
        statement: The cue with the words.
        named_keys: The keys of the speakers.
        between: The cue of a paraphrase that interrupts its words (`interrupting`). "The driver, police said, was
            unhurt" is the same utterance as "The driver was unhurt, police said".

    Returns:
        A signed 64-bit number, or None for fewer than `WORDS` words.
    """
    is_paraphrase = kind == Kind.PARAPHRASE
    if between is not None:
        statement = text if between.lower().startswith("according") else f"{between} {text}"
    words = normalise(statement if is_paraphrase else text)
    if len(words.split()) < WORDS:
        return None
    parts = [words, *named_keys] if is_paraphrase else [words]
    digest = sha256("\n".join(parts).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def interrupting(kind: str, polarity: str, parts: int, cue: str | None) -> str | None:
    """The cue of a paraphrase in several `parts`, for `key`; None for other words, and if more than the cue decides."""
    return cue if kind == Kind.PARAPHRASE and polarity == Polarity.ASSERTED and parts > 1 else None


class Elsewhere(NamedTuple):
    """Other occurrences of the words of a quotation.

    Attributes:
        same: Quotations with exactly these words (`quotes.ids.normalise`), the newest first.
        others: Exact words of the same speaker at about the same time that contain these words or are contained in
            them, with small differences; the nearest in time first.
        summary: The same in numbers; None if there are no other printings.
    """

    same: tuple[StoredQuotation, ...]
    others: tuple[StoredQuotation, ...]
    summary: Summary | None = None


def elsewhere(connection: sqlite3.Connection, found: StoredQuotation) -> Elsewhere:
    """Other occurrences of the words of a quotation. For short words, only those of the same speaker."""
    counts = _counts(connection, [found])
    is_alone = counts.get(found.utterance, (0, 0))[0] == 1
    same = sorted(
        (each for each in ([] if is_alone else _same(connection, found)) if each.id != found.id),
        key=lambda each: each.article.published or "",
        reverse=True,
    )
    wordings = _wordings(connection, found, _LOOKED_AT)
    others = stored(connection, [id for id, _ in wordings])
    return Elsewhere(tuple(same), tuple(others), _summary(connection, found, counts, wordings))


class Printings(NamedTuple):
    """Everything that prints the words of a quotation, the oldest first and undated ones last.

    Attributes:
        same: Quotations with exactly these words.
        others: Other wordings of the same speakers, at about the time of one of `same`.
        total: The number of quotations with these words; of very many, `same` has only the first.
    """

    same: tuple[StoredQuotation, ...]
    others: tuple[StoredQuotation, ...]
    total: int


def printings(connection: sqlite3.Connection, found: StoredQuotation) -> Printings:
    """All printings of the utterance that a quotation is a printing of; the same for each of them."""
    same = _same(connection, found)
    total = len(same)
    if found.utterance is not None:
        ((total,),) = rows(connection, "select count(*) from quotations where utterance = ?", [found.utterance])
    # One of each day is enough.
    days = {(each.article.published, each.speakers): each for each in same}
    near = [id for each in list(days.values())[:_DAYS_LOOKED_AT] for id, _ in _wordings(connection, each, _LOOKED_AT)]
    others = sorted(stored(connection, list(dict.fromkeys(near))), key=_by_date)
    return Printings(tuple(same), tuple(others), total)


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
    found = list(found)
    counts = _counts(connection, found)
    summed = {
        each.id: _summary(connection, each, counts, _wordings(connection, each, _LOOKED_AT_IN_LIST)) for each in found
    }
    return {id: summary for id, summary in summed.items() if summary}


def _counts(connection: sqlite3.Connection, found: Sequence[StoredQuotation]) -> dict[int | None, tuple[int, int]]:
    """By utterance, the number of quotations, and the number of articles that they are in."""
    counted = rows(
        connection,
        """
        select utterance, count(*) as number, count(distinct article_id) as articles from quotations
        where utterance in (select value from json_each(?)) group by utterance
        """,
        [json.dumps([each.utterance for each in found if each.utterance is not None])],
    )
    return {row["utterance"]: (row["number"], row["articles"]) for row in counted}


def _summary(
    connection: sqlite3.Connection,
    found: StoredQuotation,
    counts: Mapping[int | None, tuple[int, int]],
    wordings: Iterable[tuple[int, int]],
) -> Summary | None:
    """The printings of a quotation, from `_counts` and `_wordings`."""
    number, articles = counts.get(found.utterance, (0, 0))
    different = {utterance for _, utterance in wordings}
    if articles < 2 and not different:
        return None
    return Summary(articles, _other_names(connection, found) if number > 1 else (), len(different))


def _other_names(connection: sqlite3.Connection, found: StoredQuotation) -> tuple[str, ...]:
    """The other names under which the words of a quotation are printed."""
    names = rows(
        connection,
        """
        select distinct said_by from (select said_by from quotations where utterance = ? limit ?)
        where said_by is not null and said_by <> ? order by said_by
        """,
        [found.utterance, _LOOKED_AT, " & ".join(speaker.name for speaker in found.speakers)],
    )
    return tuple(row[0] for row in names)


def is_wording(one: str, other: str) -> bool:
    """Whether two texts are the same utterance: the shorter one, of five words or more, is in the longer."""
    a, b = _compared(one), _compared(other)
    shorter, longer = (a, b) if len(a.text) <= len(b.text) else (b, a)
    if len(shorter.words & longer.words) < _SHARED * len(shorter.words) or shorter.text.count(" ") + 1 < WORDS:
        return False
    grams = _grams(shorter.text)
    return len(grams & _grams(longer.text)) >= CONTAINED * len(grams)


class _Compared(NamedTuple):
    """A text as it is compared: normalised, and the words in that."""

    text: str
    words: frozenset[str]


@lru_cache(maxsize=2048)  # quotations in a list are compared with the same others again and again
def _compared(text: str) -> _Compared:
    normal = normalise(text)
    return _Compared(normal, frozenset(normal.split()))


@lru_cache(maxsize=512)
def _grams(text: str) -> frozenset[str]:
    return frozenset(text[start : start + _GRAM] for start in range(max(1, len(text) - _GRAM + 1)))


def _same(connection: sqlite3.Connection, found: StoredQuotation) -> list[StoredQuotation]:
    """A quotation and those with the same words, the oldest first; of few words, only those of the same speaker."""
    if found.utterance is not None:
        order = "q.published is null, q.published, q.uid"
        return quotations(connection, f"where q.utterance = ? order by {order} limit ?", [found.utterance, _LOOKED_AT])
    if not is_searchable(found.text):
        return [found]
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
        if each.id == found.id
        or (normalise(each.text) == words and slugs & {speaker.slug for speaker in each.speakers})
    ]
    return sorted(same, key=_by_date)


def _by_date(quotation: StoredQuotation) -> tuple[bool, str, str]:
    published = quotation.article.published
    return published is None, published or "", quotation.id


# The row ids of exact words of these speakers within some days, the nearest in time, and the distance. With "in" and
# subqueries instead of joins, SQLite would make six tables more, which can take ten times as long.
_NEAR = " union all ".join(
    f"""
    select * from (
        select quotation_id, abs(julianday(s.published) - julianday(:day)) as days
        from json_each(:slugs) named cross join speakers on speakers.slug = named.value
        cross join quotation_speakers s on s.speaker_id = speakers.id
        where s.is_exact is {exact} and s.published between :first and :last order by days limit :most
    )
    """
    for exact in ("1", "null")
)


def _wordings(connection: sqlite3.Connection, found: StoredQuotation, most: int) -> list[tuple[int, int]]:
    """The row ids and utterances of other wordings of a quotation, the nearest in time first.

    They are exact words of the same speakers within `DAYS`. most: of each sort that are compared.
    """
    if found.kind == Kind.PARAPHRASE or found.utterance is None or not found.speakers:
        return []
    try:
        day = date.fromisoformat((found.article.published or "")[:10])
        first, last = day - timedelta(days=DAYS), day + timedelta(days=DAYS + 1)
    except (ValueError, OverflowError):
        return []
    near = rows(
        connection,
        f"""
        select q.id, q.text, q.utterance from (
            select quotation_id, min(days) as days from ({_NEAR}) group by quotation_id
        ) near cross join quotations q on q.id = near.quotation_id
        where q.kind <> 'paraphrase' and q.utterance <> :utterance order by near.days, q.id
        """,
        {
            "slugs": json.dumps([speaker.slug for speaker in found.speakers]),
            "utterance": found.utterance,
            "day": day.isoformat(),
            "first": first.isoformat(),
            "last": last.isoformat(),
            "most": most,
        },
    )
    return [(row["id"], row["utterance"]) for row in near if is_wording(found.text, row["text"])]
