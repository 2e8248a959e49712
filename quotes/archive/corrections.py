"""What people decided about one quotation, for its page: the history of its correction."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from quotes.archive.reading import rows


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
