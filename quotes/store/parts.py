"""Which exact words are part of a paraphrase (`quotes.text.containment`). Lists and counts have that alone."""

from __future__ import annotations

import json
import sqlite3

from quotes.model import Kind, Span
from quotes.text.containment import Words, holders


def place(connection: sqlite3.Connection, article_id: int) -> None:
    """Brings `part_of_id` of the quotations of an article up to date."""
    found = connection.execute(
        """
        select id, kind, version_id, gone_version_id, spans, part_of_id, (
            select group_concat(speaker_id) from (
                select speaker_id from quotation_speakers where quotation_id = quotations.id order by speaker_id
            )
        ) from quotations where article_id = ? and (status in ('published', 'gone') or part_of_id is not null)
        """,
        [article_id],
    ).fetchall()
    if all(row[5] is None for row in found) and len({row[1] == Kind.PARAPHRASE for row in found}) < 2:
        return
    shown = [row for row in found if row[4] is not None]
    words = [
        Words([Span(*pair) for pair in json.loads(spans)], kind != Kind.PARAPHRASE, (version, gone, speakers))
        for _, kind, version, gone, spans, _, speakers in shown
    ]
    held = {
        row[0]: None if position is None else shown[position][0]
        for row, position in zip(shown, holders(words), strict=True)
    }
    connection.executemany(
        "update quotations set part_of_id = ? where id = ?",
        [(held.get(row[0]), row[0]) for row in found if held.get(row[0]) != row[5]],
    )
