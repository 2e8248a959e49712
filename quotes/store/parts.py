"""Stores which exact words are part of a paraphrase (`quotes.text.containment`). Lists only show the paraphrase."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from itertools import groupby
from operator import itemgetter
from typing import Any

from quotes.model import Kind
from quotes.store.queries import parsed_spans
from quotes.text.containment import Words, holders

_Row = tuple[Any, ...]  # as selected in `update`, without the article


def update(connection: sqlite3.Connection, articles: Collection[int]) -> None:
    """Update `part_of_id` of the quotations of articles."""
    rows = connection.execute(
        """
        select q.article_id, q.id, q.kind, q.version_id, q.gone_version_id, q.spans, q.part_of_id, (
            select group_concat(speaker_id) from (
                select speaker_id from quotation_speakers where quotation_id = q.id order by speaker_id
            )
        ) from json_each(?) article cross join quotations q on q.article_id = article.value
        where q.status in ('published', 'gone') or q.part_of_id is not null order by q.article_id, q.id
        """,
        [json.dumps(sorted(articles))],
    )
    changed = [change for _, found in groupby(rows, itemgetter(0)) for change in _changed([row[1:] for row in found])]
    connection.executemany("update quotations set part_of_id = ? where id = ?", changed)


def _changed(found: list[_Row]) -> list[tuple[int | None, int]]:
    """The new `part_of_id` and the id of each quotation of an article that needs another one."""
    if all(row[5] is None for row in found) and len({row[1] == Kind.PARAPHRASE for row in found}) < 2:
        return []
    shown = [row for row in found if row[4] is not None]
    words = [
        Words(parsed_spans(spans), kind != Kind.PARAPHRASE, (version, gone, speakers))
        for _, kind, version, gone, spans, _, speakers in shown
    ]
    held = {
        row[0]: None if position is None else shown[position][0]
        for row, position in zip(shown, holders(words), strict=True)
    }
    return [(held.get(row[0]), row[0]) for row in found if held.get(row[0]) != row[5]]
