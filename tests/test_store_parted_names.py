"""People of one name whom a rule parted: an editor's decision comes first, and later articles change nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from sqlite_utils import Database

from quotes import store
from quotes.ids import article_key
from quotes.model import Article, Quotation
from quotes.store import corrections, listings
from quotes.store.identity import evidence
from tests.builders import person, plain

ME = "an editor"
STEP = 10  # of SQLite's virtual machine, the smallest unit that is counted


def printed(number: int, role: str | None) -> tuple[Article, list[Quotation]]:
    article, found = plain(f"These are words {number}", person("Ada Byrd", "Byrd", role=role))
    return replace(article, published="2031-01-10"), found


def fill(db: Database, roles: Iterable[str | None], start: int = 0) -> None:
    for number, role in enumerate(roles, start):
        store.ingest(db, *printed(number, role))


def people(db: Database) -> list[int]:
    """The number of quotations of each speaker."""
    found = db.execute("select count(*) as said from quotations group by speaker_id order by said desc")
    return [said for (said,) in found]


def other(db: Database) -> str:
    """The slug of the speaker who does not have the slug of the name."""
    (found,) = {each.slug for each in store.speakers(db.conn)} - {"ada-byrd"}
    return found


def in_order_of_key(role: str, count: int, *, first: bool) -> list[int]:
    """Numbers of articles whose keys come before, or after, those of the others."""
    keyed = sorted(range(100, 140), key=lambda number: article_key(printed(number, role)[0]))
    return keyed[:count] if first else keyed[-count:]


def test_a_merge_holds_for_articles_to_come(db: Database) -> None:
    last, *_ = in_order_of_key("coach", 1, first=False)
    fill(db, ["Senator", "Senator", None])
    fill(db, ["coach"], last)
    assert people(db) == [3, 1]
    corrections.merge(db, "ada-byrd", other(db), who=ME)
    assert people(db) == [4]
    for number in in_order_of_key("coach", 4, first=True):  # now most articles mean the coach, and another one leads
        fill(db, ["coach"], number)
        assert people(db) == [db["quotations"].count]
        assert list(store.verify(db.conn)) == []
    corrections.undo(db, who=ME)
    assert len(people(db)) == 2
    assert list(store.verify(db.conn)) == []
    with store.create(":memory:") as anew:
        for number in [*in_order_of_key("coach", 4, first=True), last]:
            fill(anew, ["coach"], number)
        fill(anew, [None, "Senator", "Senator"])
        assert people(anew) == people(db)


def test_every_slug_answers_when_most_articles_mean_the_other_one(db: Database) -> None:
    fill(db, ["Senator", "Senator", "coach"])
    slugs = {"ada-byrd", other(db)}
    fill(db, ["coach", "coach", "coach"], 3)
    assert people(db) == [4, 2]
    slugs.add(other(db))
    for slug in slugs:
        assert store.speaker(db.conn, slug) or store.former_speaker(db.conn, slug)
    assert list(store.verify(db.conn)) == []


def test_an_article_with_both_roles_makes_them_one_again(db: Database) -> None:
    fill(db, ["Senator", "Senator", "coach"])
    assert people(db) == [2, 1]
    slug = other(db)
    fill(db, ["former coach"], 3)
    assert people(db) == [4]
    assert store.former_speaker(db.conn, slug) is not None
    assert evidence.stored(db.conn) == set()
    assert list(store.verify(db.conn)) == []


def test_nobody_else_is_joined_to_a_parted_name(db: Database) -> None:
    article, found = plain("These are words of Ada M", person("Ada M. Byrd", "Byrd", role="Senator"))
    store.ingest(db, article, found)
    fill(db, ["Senator", "Senator"])
    assert people(db) == [3]
    fill(db, ["coach"], 2)
    assert people(db) == [2, 1, 1]
    corrections.merge(db, "ada-byrd", "ada-m-byrd", who=ME)
    assert people(db) == [3, 1]
    assert list(store.verify(db.conn)) == []


def test_the_reason_names_an_article_of_each(db: Database) -> None:
    fill(db, ["Senator", "coach"])
    (found,) = listings.namesakes(db.conn, "ada-byrd")
    senator, coach = (article_key(printed(number, None)[0]) for number in (0, 1))
    assert "one is " in found.reason
    assert "in sport" in found.reason
    assert "in government" in found.reason
    assert senator in found.reason
    assert coach in found.reason
    assert {each.reason for each in listings.distinct(db.conn, "ada-byrd")} == {found.reason}


def test_storing_does_not_read_all_articles_of_a_parted_name(db: Database) -> None:
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += STEP

    costs = []
    for number in range(300):
        article, found = printed(number, "coach" if number % 3 else "Senator")
        steps = 0
        db.conn.set_progress_handler(count, STEP)
        store.ingest(db, article, found)
        db.conn.set_progress_handler(None, 0)
        costs.append(steps)
    few, many = (sorted(costs[at : at + 30])[15] for at in (30, 270))
    assert many < 1.2 * few


@pytest.mark.slow
def test_a_merge_touches_only_the_moved_names(db: Database) -> None:
    moved = 60
    fill(db, ["Senator"] * 100 + ["coach"] * moved)
    for change in (
        lambda: corrections.merge(db, "ada-byrd", other(db), who=ME),
        lambda: corrections.undo(db, who=ME),
    ):
        statements: list[str] = []
        db.conn.set_trace_callback(statements.append)
        change()
        db.conn.set_trace_callback(None)
        assert len(statements) <= 200 + 20 * moved
    assert people(db) == [100, moved]
