"""What people know of an article better than what was read holds, whatever is ingested later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from quotes import store
from quotes.ids import article_key
from quotes.store import corrections, decisions
from tests.builders import HARBOUR, HARBOUR_QUOTATIONS, fill

KEY = article_key(HARBOUR)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = fill(tmp_path / "quotes.db")
    yield database
    assert list(store.verify(database.conn)) == []
    database.close()


def shown(db: Database) -> tuple[str | None, str | None, set[str | None]]:
    article = store.article(db.conn, KEY)
    assert article is not None
    dates = db.execute(
        "select q.published from quotations q join articles a on a.id = article_id where a.uid = ? "
        "union select n.published from speaker_names n join articles a on a.id = article_id where a.uid = ?",
        [KEY, KEY],
    )
    return article.outlet, article.published, {row[0] for row in dates}


def test_what_was_set_is_shown_everywhere_and_outlives_ingestion(db: Database) -> None:
    corrections.describe(db, KEY, {"outlet": "The Courier", "published": "2031-02-05"}, who="ed")
    assert shown(db) == ("The Courier", "2031-02-05", {"2031-02-05"})
    assert store.ingest(db, HARBOUR, HARBOUR_QUOTATIONS) == "unchanged"
    assert store.ingest(db, replace(HARBOUR, title="Another"), HARBOUR_QUOTATIONS) == "updated"
    assert store.ingest(db, replace(HARBOUR, text=HARBOUR.text + "\nAdded."), HARBOUR_QUOTATIONS) == "updated"
    assert shown(db) == ("The Courier", "2031-02-05", {"2031-02-05"})


def test_it_is_taken_back(db: Database) -> None:
    corrections.describe(db, KEY, {"outlet": "The Courier"}, who="ed")
    corrections.describe(db, KEY, {"outlet": "The Post", "published": ""}, who="ed")
    assert shown(db) == ("The Post", None, {None})
    corrections.undo(db, who="ed")
    assert shown(db)[:2] == ("The Courier", "2031-02-04")
    corrections.undo(db, who="ed")
    assert shown(db) == ("The Ellery Courier", "2031-02-04", {"2031-02-04"})


def test_it_outlives_a_rebuild(db: Database, tmp_path: Path) -> None:
    corrections.describe(db, KEY, {"published": "2031-02-05T10:00+01:00"}, who="ed")
    found = {HARBOUR.text: HARBOUR_QUOTATIONS}
    store.rebuild(db.conn, tmp_path / "again.db", lambda article: found.get(article.text, []))
    with store.create(tmp_path / "again.db") as again:
        assert shown(again) == shown(db)


def test_it_may_be_known_before_the_article(db: Database, tmp_path: Path) -> None:
    corrections.describe(db, KEY, {"outlet": "The Courier"}, who="ed")
    with store.create(tmp_path / "other.db") as other:
        decisions.load(other, decisions.dump(db.conn))
        store.ingest(other, HARBOUR, HARBOUR_QUOTATIONS)
        assert shown(other)[0] == "The Courier"


@pytest.mark.parametrize(
    ("field", "value"),
    [("colour", "red"), ("published", "yesterday"), ("url", "javascript:alert(1)"), ("modified", "2031-13-01")],
)
def test_what_cannot_be_is_refused(db: Database, field: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"no {field}|is no"):
        corrections.describe(db, KEY, {"outlet": "The Courier", field: value}, who="ed")
    assert shown(db)[0] == "The Ellery Courier"


def test_an_article_that_is_not_there(db: Database) -> None:
    with pytest.raises(ValueError, match="no article has the id nothing"):
        corrections.describe(db, "nothing", {"outlet": "The Courier"}, who="ed")


@pytest.mark.parametrize("text", [HARBOUR.text, HARBOUR.text + "\nAdded."], ids=["same text", "edited"])
def test_what_was_known_stays_known_where_a_later_reading_says_nothing(db: Database, text: str) -> None:
    later = replace(HARBOUR, text=text, outlet=None, byline=None, title="Another")
    assert store.ingest(db, later, HARBOUR_QUOTATIONS) == "updated"
    stored = store.article(db.conn, KEY)
    assert stored is not None
    assert (stored.outlet, stored.byline, stored.title) == (HARBOUR.outlet, HARBOUR.byline, "Another")
    assert store.is_current(db.conn, replace(later, title=None), None)
    assert store.ingest(db, replace(later, title=None), HARBOUR_QUOTATIONS) == "unchanged"
