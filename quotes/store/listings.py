"""Going through the archive without a search: the newest, all of one speaker, all articles."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from quotes.store.queries import Printed, StoredQuotation, quotations, rows

_LOOKED_AT = 1000  # quotations, for the newest of several articles
_OF_ONE = 2  # article's


@dataclass(frozen=True, slots=True)
class Listed:
    """An article with how many quotations (exact words) and paraphrases (reported speech) it holds."""

    article: Printed
    quoted: int
    paraphrased: int


def newest(connection: sqlite3.Connection, *, limit: int) -> list[StoredQuotation]:
    """The exact words printed last, undated ones at the end; of one article only two, if there are enough others."""
    return quotations(
        connection,
        """
        where q.pk in (
            select pk from (
                select pk, published, row_number() over (partition by article order by pk) as place from (
                    select pk, article, published from quotations where kind <> 'paraphrase'
                    order by published desc, pk desc limit :looked_at
                )
            ) order by place > :of_one, published desc, pk desc limit :limit
        )
        order by q.published desc, a.number desc, q.start
        """,
        {"limit": limit, "looked_at": _LOOKED_AT, "of_one": _OF_ONE},
    )


def said_by(connection: sqlite3.Connection, slug: str, *, exact: bool, limit: int) -> list[StoredQuotation]:
    """The newest quotations of the speaker `slug`: their exact words, or else paraphrases."""
    return quotations(
        connection,
        """
        where q.pk in (
            select quotation from quotation_speakers
            where speaker = (select id from speakers where slug = :slug) and exact = :exact
            order by published desc, quotation desc limit :limit
        )
        order by q.published desc, q.article, q.start
        """,
        {"slug": slug, "exact": exact, "limit": limit},
    )


def articles(connection: sqlite3.Connection, *, limit: int, offset: int = 0) -> list[Listed]:
    """Articles, the newest first, undated ones at the end."""
    return [
        Listed(Printed(*tuple(row)[:7]), row["quoted"], row["paraphrased"])
        for row in rows(
            connection,
            """
            select a.id, a.title, a.byline, a.outlet, a.published, a.url, a.source,
                count(q.pk) filter (where q.kind <> 'paraphrase') as quoted,
                count(q.pk) filter (where q.kind = 'paraphrase') as paraphrased
            from (
                select number from articles order by published desc, number desc limit :limit offset :offset
            ) as page cross join articles a using (number)
            left join quotations q on q.article = a.id and q.gone_since is null
            group by a.id order by a.published desc, a.number desc
            """,
            {"limit": limit, "offset": offset},
        )
    ]


def roles_then(connection: sqlite3.Connection, printed: Iterable[StoredQuotation]) -> dict[tuple[str, str], str]:
    """By article and slug, the role that each article gives to those it quotes; none where it gives none."""
    return {
        (row["article"], row["slug"]): row["role"]
        for row in rows(
            connection,
            """
            select article, slug, max(names.role) as role from names join speakers on speakers.id = names.speaker
            where names.role is not null and article in (select value from json_each(?))
            group by article, slug
            """,
            [json.dumps(sorted({quotation.article.id for quotation in printed}))],
        )
    }


def added(connection: sqlite3.Connection, printed: Iterable[StoredQuotation]) -> dict[str, str]:
    """By article, when it came into the archive, ISO 8601, UTC."""
    return {
        row["id"]: row["added"]
        for row in rows(
            connection,
            "select id, added from articles where id in (select value from json_each(?))",
            [json.dumps(sorted({quotation.article.id for quotation in printed}))],
        )
    }
