"""What people decided about one quotation, or one article, for its page: the history of its correction."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from quotes.store.queries import rows


class Correction(NamedTuple):
    """A decision about a quotation. judgement: attributed or withdrawn.

    name, slug: who was said to be the speaker, None for nobody known. who: decided it. at, undone: when, ISO
    8601, UTC; undone is None while it holds. note: why, or None.
    """

    judgement: str
    name: str | None
    slug: str | None
    who: str
    at: str
    note: str | None
    undone: str | None


def corrections(connection: sqlite3.Connection, id: str) -> list[Correction]:
    """The decisions about the quotation with this id, the first one first."""
    return [
        Correction(*row)
        for row in rows(
            connection,
            """
            select j.judgement, coalesce(s.name, k.name), s.slug, j.who, j.at, j.note, j.undone
            from judgements j left join keys k on k.key = j.right left join speakers s on s.id = k.speaker
            where j.left = ? and j.judgement in ('attributed', 'withdrawn') order by j.id
            """,
            [id],
        )
    ]


class Description(NamedTuple):
    """A decision about an article. field: of `quotes.model.METADATA`. value: what it is, None for none.

    read: what the article says of itself, as it was read last, or None. who, at, note, undone: as of `Correction`.
    """

    field: str
    value: str | None
    read: str | None
    who: str
    at: str
    note: str | None
    undone: str | None


def descriptions(connection: sqlite3.Connection, article: str) -> list[Description]:
    """The decisions about the article with this key, the first one first."""
    found = rows(
        connection,
        """
        select j."right", v.metadata, j.who, j.at, j.note, j.undone from judgements j
        join articles a on a.id = j.left join versions v on v.article = a.id and v.number = a.version
        where j.left = ? and j.judgement = 'described' order by j.id
        """,
        [article],
    )
    described = []
    for right, metadata, *decided in found:
        field, _, value = right.partition("=")
        described.append(Description(field, value or None, json.loads(metadata).get(field), *decided))
    return described
