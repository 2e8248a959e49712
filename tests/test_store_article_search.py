"""Searching articles by their text, title, byline and outlet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from quotes import store
from quotes.store import corrections
from quotes.store.publication import publish
from quotes.store.search.articles import search_articles
from tests.builders import fill, person, plain

ANN = person("Ann Ferrier")
ARTICLES = [
    plain("The ferry is late", ANN, title="Ferries and ice", outlet="The Courier", published="2031-01-05"),
    plain("The N.Y.P.D. came over the quay", ANN, title="Police", byline="Jo Marsh", published="2031-02-05"),
    plain("It isn’t the o\ufb03ce of Mr. O’Connor", ANN, title="Office", outlet="Tides Weekly"),
]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with fill(tmp_path / "quotes.db", ARTICLES) as opened:
        yield opened


def titles(db: Database, words: str, **where: str) -> list[str | None]:
    found = search_articles(db.conn, words, **where)  # type: ignore[arg-type]
    assert found.total == len(found.hits)
    return [hit.article.title for hit in found.hits]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("late", ["Ferries and ice"], id="text"),
        pytest.param("ice", ["Ferries and ice"], id="title"),
        pytest.param("marsh", ["Police"], id="byline"),
        pytest.param("tides", ["Office"], id="outlet"),
        pytest.param("courier ferry", ["Ferries and ice"], id="words in different fields"),
        pytest.param('"over the quay"', ["Police"], id="phrase"),
        pytest.param("ferrier -late -quay", ["Office"], id="without"),
        pytest.param("late OR quay -marsh", ["Ferries and ice"], id="operators"),
        pytest.param("NYPD", ["Police"], id="stops left out"),
        pytest.param("office", ["Office"], id="ligature"),
        pytest.param("isn't oconnor", ["Office"], id="apostrophes"),
        pytest.param("ferrier from:2031-02", ["Police"], id="date"),
        pytest.param('ferrier outlet:"the courier"', ["Ferries and ice"], id="outlet as a field"),
        pytest.param("zebra", [], id="nothing"),
    ],
)
def test_found(db: Database, words: str, found: list[str]) -> None:
    assert titles(db, words) == found


def test_a_title_counts_more_than_the_text(db: Database) -> None:
    store.ingest(db, *plain("Ferries and more ferries, and some ice", ANN, title="Else", published="2031-03-01"))
    assert titles(db, "ferries ice") == ["Ferries and ice", "Else"]
    assert titles(db, "ferries ice", sort="newest") == ["Else", "Ferries and ice"]


def test_only_the_current_version_is_searched(db: Database) -> None:
    article, _ = plain("The ferry is early", ANN, title="Ferries and ice", outlet="The Courier")
    before = ARTICLES[0][0]
    changed = replace(article, source=before.source, url=before.url, published=before.published)
    assert store.ingest(db, changed, plain("The ferry is early", ANN)[1], key=article_id(db, "late")) == "updated"
    assert titles(db, "late") == []
    assert titles(db, "early") == ["Ferries and ice"]
    assert list(store.verify(db.conn)) == []


def test_metadata_that_people_set_is_searched(db: Database) -> None:
    corrections.describe(db, article_id(db, "late"), {"byline": "Bo Lindqvist", "outlet": ""}, who="an editor")
    assert titles(db, "lindqvist") == ["Ferries and ice"]
    assert titles(db, "courier") == []
    assert list(store.verify(db.conn)) == []
    corrections.undo(db, who="an editor")
    assert titles(db, "courier") == ["Ferries and ice"]
    assert list(store.verify(db.conn)) == []


def test_passages_show_what_was_found(db: Database) -> None:
    (hit,) = search_articles(db.conn, "quay").hits
    assert [text for text, is_found in hit.pieces if is_found] == ["quay"]
    assert "came over the quay" in hit.passage
    assert (hit.quoted, hit.paraphrased) == (1, 0)


def test_a_public_copy_and_a_rebuilt_archive_find_the_same(db: Database, tmp_path: Path) -> None:
    publish(tmp_path / "quotes.db", tmp_path / "public.db")
    with store.opened(tmp_path / "public.db") as connection:
        assert [hit.article.title for hit in search_articles(connection, "NYPD").hits] == ["Police"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "nothing to search for"),
        ("-ferry", "only excludes words"),
        ("speaker:ferrier ice", "speaker: is a field of quotations"),
        ("(role:mayor OR ice)", "role: is a field of quotations"),
        ("(", "nothing to search for; give a word, a phrase in quotation marks, a date or an outlet"),
    ],
)
def test_refused_in_one_line(db: Database, words: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        search_articles(db.conn, words)


def article_id(db: Database, words: str) -> str:
    return search_articles(db.conn, words).hits[0].article.id
