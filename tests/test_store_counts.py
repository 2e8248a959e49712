"""Counts and dates beside each speaker follow what is stored, whatever changes it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from quotes import store
from quotes.model import Article, Kind, Quotation
from quotes.store import corrections, listings
from quotes.store.listings import Narrowed, letters, listed, months, sketch
from quotes.store.search.quotations import Month
from tests.builders import BRANDVOLD, CRANES, CRANES_QUOTATIONS, HARBOUR, HARBOUR_QUOTATIONS, OKAFOR, fill, plain
from tests.site import id_of


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return fill(tmp_path / "quotes.db")


def counted(db: Database) -> dict[str, tuple[int, int]]:
    """What each speaker's quotations are, counted one by one."""
    counts: Counter[tuple[str, bool]] = Counter()
    for slug, kind in db.execute(
        """
        select s.slug, q.kind from quotation_speakers qs join speakers s on s.id = qs.speaker_id
        join quotations q on q.id = qs.quotation_id
        """
    ):
        counts[slug, kind == "paraphrase"] += 1
    return {slug: (counts[slug, False], counts[slug, True]) for slug, _ in counts}


def check(db: Database) -> None:
    found = {each.slug: (each.quoted, each.paraphrased) for each in store.speakers(db.conn)}
    assert found == counted(db)
    assert list(store.verify(db.conn)) == []
    for slug, (quoted, paraphrased) in found.items():
        by_month = months(db.conn, slug)
        assert (sum(each.quoted for each in by_month), sum(each.paraphrased for each in by_month)) == (
            quoted,
            paraphrased,
        )
        assert len(listings.said_by(db.conn, slug, Narrowed(exact=True), limit=100)) == quoted


def again(article: Article, quotations: list[Quotation], db: Database) -> None:
    store.ingest(db, article, quotations)
    check(db)


def test_ingesting_and_changing(db: Database) -> None:
    check(db)
    again(HARBOUR, HARBOUR_QUOTATIONS[:3], db)
    again(replace(HARBOUR, published="2031-03"), HARBOUR_QUOTATIONS, db)
    again(HARBOUR, [replace(each, kind=Kind.DIRECT) for each in HARBOUR_QUOTATIONS], db)
    again(HARBOUR, [replace(each, speakers=(BRANDVOLD,)) for each in HARBOUR_QUOTATIONS], db)
    again(replace(CRANES, text=CRANES.text.replace("is dead", "is alive")), CRANES_QUOTATIONS[:-1], db)
    again(*plain("A new word", OKAFOR), db)


def test_judging_and_undoing(db: Database, tmp_path: Path) -> None:
    corrections.merge(db, "ruth-achterberg", "tomas-brandvold", who="an editor")
    check(db)
    corrections.attribute(db, id_of(tmp_path / "quotes.db", "It will reopen"), "ines-okafor", who="an editor")
    check(db)
    corrections.withdraw(db, id_of(tmp_path / "quotes.db", "painful"), "misquoted", who="an editor")
    check(db)
    for _ in range(3):
        corrections.undo(db, who="an editor")
        check(db)


def test_an_article_that_is_quoted_is_not_deleted_by_hand(db: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed"):
        db.execute("delete from articles where id = 1")
    check(db)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("update speakers set quotation_count = 99 where slug = 'ines-okafor'", "ines-okafor: the quotations of a"),
        ("update quotation_speakers set published = '1999' where quotation_id = 1", "the date or kind of a quotation"),
    ],
)
def test_what_is_wrong_is_found(db: Database, change: str, problem: str) -> None:
    db.execute(change)
    assert problem in " ".join(store.verify(db.conn))


def test_a_sketch(db: Database) -> None:
    found = sketch(db.conn, "ines-okafor")
    assert found is not None
    assert {name.words for name in found.names} == {"Ines Okafor", "Okafor", "Ms Okafor"}
    assert [role.words for role in found.roles] == ["harbour mistress", "harbour master"]
    assert ("Okafor", "2031-02-04", "2031-02-04") in found.names
    assert sketch(db.conn, "nobody") is None
    assert months(db.conn, "ines-okafor") == [Month("2031-02", 2, 0), Month("2031-03", 2, 1)]
    assert months(db.conn, "nobody") == []


def test_lists_by_kind_and_letter(tmp_path: Path) -> None:
    with closing(fill(tmp_path / "quotes.db").conn) as connection:
        everybody = listed(connection, limit=100)
        assert everybody == store.speakers(connection)
        by_letter = [each for letter in letters(connection) for each in listed(connection, letter=letter, limit=100)]
        assert {each.slug for each in by_letter} == {each.slug for each in everybody}
        assert [each.slug for each in by_letter] == sorted(each.slug for each in everybody)
        people = listed(connection, kind="person", letter="i", limit=100)
        assert [each.name for each in people] == ["Ines Okafor"]
        assert listed(connection, limit=3, offset=2) == everybody[2:5]
