"""Searches articles by the words of their text, title, byline and outlet."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from quotes.store.queries import PRINTED_COLUMNS, Printed, printed, rows
from quotes.store.schema import HOLDS_PARTS
from quotes.store.search.fulltext import FIELDS, Query, Term, all_of, checked, either, parse
from quotes.store.search.quotations import CLOSE, OPEN, REACH

_WEIGHTS = "8, 4, 2, 1"  # of a word in the title, the byline, the outlet and the text
_PASSAGE = 28  # words
_WHERE = ("since", "until", "outlet")
_ORDERS = {
    "relevance": "score, published desc, id desc",
    "newest": "published desc, id desc",
    "oldest": "published is null, published, id",
}


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article found, with its number of quotations (exact words) and paraphrases.

    Attributes:
        pieces: Words of its text around the search words, each piece with whether it is a search word.
    """

    article: Printed
    quoted: int
    paraphrased: int
    pieces: tuple[tuple[str, bool], ...]

    @property
    def passage(self) -> str:
        """The words of its text around the search words."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class ArticleResults:
    """One page of articles. total: at most `REACH`; more: whether only the last `REACH` stored were examined."""

    hits: tuple[ArticleHit, ...]
    total: int
    more: bool


def search_articles(
    connection: sqlite3.Connection,
    words: str,
    *,
    since: str | None = None,
    until: str | None = None,
    outlet: str | None = None,
    sort: str = "relevance",
    limit: int = 20,
    offset: int = 0,
) -> ArticleResults:
    """The articles that have all words of a query (`quotes.store.search.fulltext.parse`) in their current version.

    Without words, all articles with these dates and this outlet.

    Args:
        connection: The archive.
        words: The query, with operators and ``from:``, ``to:`` and ``outlet:``; may be empty.
        since: A year, month or day, inclusive. Undated articles are then left out.
        until: The same.
        outlet: Its name, in any letter case.
        sort: "relevance", "newest" or "oldest".
        limit: The most articles.
        offset: How many to skip.

    Raises:
        ValueError: There is nothing to search for, or a field is one of quotations only.
    """
    if sort not in _ORDERS:
        raise ValueError(f"{sort!r} is not a sort order; use relevance, newest or oldest")
    query = asked_of_articles(words, since=since, until=until, outlet=outlet)
    # By the row id of the index: ordered by that of the table, all matches would be ranked before the last are taken.
    matched, number = "articles a", "a.id"
    if query.wanted:
        matched, number = "articles_fts f cross join articles a on a.id = f.rowid", "f.rowid"
    conditions = ["f.articles_fts match :match"] if query.wanted else []
    conditions += ["a.outlet = :outlet collate nocase"] if query.outlet else []
    conditions += ["a.published >= :since and a.published < :until"] if query.since or query.until else []
    found = rows(
        connection,
        f"""
        with found as materialized (
            select a.id, a.published, {f"bm25(articles_fts, {_WEIGHTS})" if query.wanted else 0} as score
            from {matched} where {" and ".join(conditions)} order by {number} desc limit :limit
        ) select id from found order by {_ORDERS[sort]}
        """,
        values := {
            "match": all_of(query.wanted, query.unwanted, _expression) if query.wanted else "",
            "outlet": query.outlet,
            "since": query.since or "",
            "until": f"{query.until or ''}~",
            "limit": REACH + 1,
        },
    )
    ids = [row[0] for row in found]
    if more := len(ids) > REACH:
        ids.remove(min(ids))
    return ArticleResults(_hits(connection, ids[offset : offset + limit], str(values["match"])), len(ids), more)


def asked_of_articles(
    words: str, *, since: str | None = None, until: str | None = None, outlet: str | None = None
) -> Query:
    """The parsed query of a search for articles.

    Raises:
        ValueError: As in `search_articles`.
    """
    query = parse(words)
    given = any((since, until, outlet)) or any(getattr(query, name) for name in FIELDS)
    if not (query.wanted or query.unwanted or given):
        raise ValueError("nothing to search for; give a word, a phrase in quotation marks, a date or an outlet")
    query = checked(query, since=since, until=until, outlet=outlet)
    for name in FIELDS:
        if name not in _WHERE and getattr(query, name):
            raise ValueError(f"{name}: is a field of quotations; articles have from:, to: and outlet:")
    if query.unwanted and not query.wanted:
        raise ValueError("the query only excludes words; add a word or a phrase to search for")
    return query


def _expression(term: Term) -> str:
    if term.about:
        raise ValueError(f"{term.about}: is a field of quotations; articles have from:, to: and outlet:")
    return either(term)


def _hits(connection: sqlite3.Connection, ids: list[int], match: str) -> tuple[ArticleHit, ...]:
    """The articles with these row ids, in this order. Without `match`, they have no passage."""
    passage = f"""
        select snippet(articles_fts, 3, :open, :close, '…', {_PASSAGE}) from articles_fts
        where articles_fts match :match and rowid = a.id
    """
    found = rows(
        connection,
        f"""
        select {PRINTED_COLUMNS}, (
            {passage if match else "select ''"}
        ) as passage, (
            select count(*) from quotations q where q.article_id = a.id and q.status = 'published'
            and q.part_of_id is null and (q.kind <> 'paraphrase' or {HOLDS_PARTS})
        ) as quoted, (
            select count(*) from quotations q where q.article_id = a.id and q.status = 'published'
            and q.part_of_id is null and q.kind = 'paraphrase' and not {HOLDS_PARTS}
        ) as paraphrased
        from json_each(:ids) page cross join articles a on a.id = page.value order by page.key
        """,
        {"open": OPEN, "close": CLOSE, "match": match, "ids": json.dumps(ids)},
    )
    return tuple(ArticleHit(printed(row), row["quoted"], row["paraphrased"], _pieces(row["passage"])) for row in found)


def _pieces(marked: str) -> tuple[tuple[str, bool], ...]:
    """`marked` cut at the control characters in it; white space becomes single spaces."""
    pieces: list[tuple[str, bool]] = []
    for number, part in enumerate(" ".join(marked.split()).split(OPEN)):
        found, _, rest = part.partition(CLOSE) if number else ("", "", part)
        pieces += [(text, is_found) for text, is_found in ((found, True), (rest, False)) if text]
    return tuple(pieces)
