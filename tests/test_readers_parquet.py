"""Parquet gives an article a row; what has no text is one line, and the rest is read."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from quotes.model import Article
from quotes.readers import parquet
from tests.resources import article, everything, refusal, resource


def table(rows: list[dict[str, Any]], **options: Any) -> bytes:
    written = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), written, **options)
    return written.getvalue()


def test_a_row_is_an_article_with_what_its_columns_say() -> None:
    row = {
        "headline": "The\nquay",
        "body": "“No,” she said.",
        "author": [{"name": "Ada Byrd"}],
        "published_at": datetime(2024, 10, 23, 14, 5, tzinfo=UTC),
        "updated": date(2024, 10, 24),
        "url": "https://post.example/quay",
        "embedding": [0.5, 0.25],
    }
    found = article(parquet.read, resource(table([row]), "a.parquet"))
    assert (found.title, found.text, found.byline) == ("The quay", "“No,” she said.", "Ada Byrd")
    assert (found.published, found.modified) == ("2024-10-23T14:05:00+00:00", "2024-10-24")
    assert (found.url, found.source) == ("https://post.example/quay", "a.parquet, row 1")


def test_rows_come_in_order_over_groups_and_one_without_text_is_one_line() -> None:
    rows = [{"text": None if number == 150 else f"Words {number}."} for number in range(1, 301)]
    found = everything(parquet.read, resource(table(rows, row_group_size=70), "a.parquet"))
    assert [each.text if isinstance(each, Article) else str(each) for each in found] == [
        "a.parquet, row 150: has no text; name its field with --map NAME=text (it has: text)"
        if number == 150
        else f"Words {number}."
        for number in range(1, 301)
    ]


def test_columns_may_be_named() -> None:
    data = table([{"inhalt": {"wort": "“No,” she said."}, "ueber": "The quay"}])
    found = article(parquet.read, resource(data, "a"), {"inhalt.wort": "text", "ueber": "title"})
    assert (found.text, found.title) == ("“No,” she said.", "The quay")


def test_no_column_for_the_text() -> None:
    assert refusal(parquet.read, resource(table([{"id": 1, "title": "a"}]), "a")) == (
        "a: has no column for the text; name it with --map NAME=text (it has: id, title)"
    )


def test_damage_ends_it() -> None:
    data = table([{"text": "Words."}])
    assert refusal(parquet.read, resource(data[:-20], "a")).startswith("a: is damaged: ")
