"""A row of a shard is the article and its quotations, and nothing of them is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.batch import shard_rows
from quotes.model import Article, Evidence, Kind, Quotation, Span, Speaker, Step
from tests import shards
from tests.builders import ALL

pytestmark = pytest.mark.batch

words = st.text(st.characters(exclude_categories=["Cs"]))
spans = st.builds(Span, st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))
speakers = st.builds(
    Speaker,
    words,
    st.sampled_from(["person", "organisation", "anonymous"]),
    st.lists(words).map(tuple),
    st.none() | words,
)
quotations = st.builds(
    Quotation,
    st.sampled_from(Kind),
    st.lists(spans, min_size=1).map(tuple),
    words,
    st.none() | spans,
    st.none() | spans,
    st.lists(speakers).map(tuple),
    st.floats(0, 1),
    st.none() | st.builds(Evidence, st.sampled_from(Step), st.lists(spans).map(tuple)),
)
articles = st.builds(Article, words, words, *[st.none() | words] * 11)


def restored(folder: Path) -> list[tuple[Article, list[Quotation]]]:
    """What is in the shards."""
    return [
        (shard_rows.article(row), shard_rows.quotations(row))
        for row in sorted(shards.read(folder), key=lambda row: row["unit"])
    ]


@given(st.lists(st.tuples(articles, st.lists(quotations, max_size=3)), max_size=3), st.integers(1, 3))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[Article, list[Quotation]]], tasks: int
) -> None:
    folder = shards.record(tmp_path_factory.mktemp("runs") / "run", pairs, tasks)
    assert restored(folder) == pairs
    # Fingerprints are of how they are written.
    assert repr(restored(folder)) == repr(pairs)


def test_hand_made_articles(tmp_path: Path) -> None:
    assert repr(restored(shards.record(tmp_path / "run", ALL, 2))) == repr(ALL)


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2024-10-23", datetime(2024, 10, 23, tzinfo=UTC)),
        ("2024-10-23T14:05:00", datetime(2024, 10, 23, 14, 5, tzinfo=UTC)),
        ("2024-10-23T23:05:00-05:00", datetime(2024, 10, 24, 4, 5, tzinfo=UTC)),
        ("9999-12-31T23:00:00-05:00", None),
        ("a Tuesday", None),
        (None, None),
    ],
)
def test_moments(date: str | None, moment: datetime | None) -> None:
    assert shard_rows.moment(date) == moment


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates not allowed"):
        shard_rows.row(Article("\ud800", "a.txt"), [])
