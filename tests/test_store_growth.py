"""What storing an article costs does not depend on how many articles name its speakers."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

import pytest
from sqlite_utils import Database

from quotes import store
from quotes.model import Article, Speaker
from tests.builders import person, quotation

STEP = 10  # of SQLite's virtual machine, the smallest unit that is counted


MAYOR = person("Ann Marsh", "Marsh", role="the mayor")


def add(db: Database, number: int, words: str = "", by: Speaker = MAYOR) -> int:
    """Store an article with a quotation. Returns the steps of SQLite's virtual machine that it took."""
    said = f"{words or f'These are words {number}'},"
    article = Article(f"“{said}” said Ann Marsh. It was {number}.", f"{number}.txt", published="2031-02-03")
    article = replace(article, url=f"https://news.example/{number}")
    found = [quotation(article, said, by=[by])]
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += STEP

    db.conn.set_progress_handler(count, STEP)
    store.ingest(db, article, found)
    db.conn.set_progress_handler(None, 0)
    return steps


def test_storing_does_not_read_all_names_of_a_speaker(db: Database) -> None:
    steps = [add(db, number) for number in range(300)]
    few, many = (sorted(steps[at : at + 20])[10] for at in (20, 280))
    assert many < 1.2 * few


@pytest.mark.slow
def test_storing_does_not_read_all_articles_of_people_of_one_name(db: Database) -> None:
    roles = ("Ohio Senator", "Utah Senator", "Ohio Senator")
    steps = [add(db, number, by=person("Ann Marsh", "Marsh", role=roles[number % 3])) for number in range(180)]
    few, many = (median(steps[at + 1 : at + 40 : 3]) for at in (20, 140))  # of those that are parted
    assert db.execute("select count(*) from joins").fetchone() == (60,)
    assert many < 1.2 * few


@pytest.mark.slow
def test_storing_does_not_read_all_printings_of_an_utterance(db: Database) -> None:
    steps = [add(db, number, "We shall sail in the morning") for number in range(200)]
    few, many = (median(steps[at : at + 20]) for at in (20, 180))
    assert many < 1.2 * few


def test_no_statement_of_an_ingest_scans_a_table_that_grows(db: Database) -> None:
    for number, state in enumerate(("Ohio", "Utah", "Ohio")):
        add(db, number, by=person("Ann Marsh", "Marsh", role=f"{state} Senator"))
    statements: list[str] = []
    db.conn.set_trace_callback(statements.append)
    add(db, 3, by=person("Ann Marsh", "Marsh", role="Utah Senator"))
    add(db, 3, "These are other words", by=person("Marsh", role="Utah Senator"))
    db.conn.set_trace_callback(None)
    # The plan of an insert also has checks of foreign keys that do not run.
    own = {each for each in statements if each.split()[0] in ("select", "update", "delete", "with")}
    tables = {table.name for table in db.tables}
    plans = {each: db.execute(f"explain query plan {each}").fetchall() for each in own}
    scans = {each: step for each, plan in plans.items() for *_, step in plan if step.startswith("SCAN")}
    assert len(own) > 20
    assert {each: step for each, step in scans.items() if step.split()[1] in tables and "aliased" not in step} == {}


def test_the_role_with_its_dates_follows_the_articles(db: Database) -> None:
    dates = {1: "2031-02-01", 2: "2031-02-02", 3: None, 4: "2031-02-04"}
    articles = {}
    for number, published in dates.items():
        role = "the mayor" if number < 4 else "the former mayor"
        article = Article(
            f"“Words {number},” said Ann Marsh.",
            f"{number}.txt",
            published=published,
            url=f"https://a.example/{number}",
        )
        articles[number] = article, [quotation(article, f"Words {number},", by=[person("Ann Marsh", role=role)])]
        store.ingest(db, *articles[number])
    uses = "select role, article_count, first_published, last_published from role_uses order by role"
    assert db.execute(uses).fetchall() == [
        ("the former mayor", 1, "2031-02-04", "2031-02-04"),
        ("the mayor", 3, "2031-02-01", "2031-02-02"),
    ]
    store.ingest(db, articles[2][0], [])
    store.ingest(db, articles[4][0], [])
    assert db.execute(uses).fetchall() == [("the mayor", 2, "2031-02-01", "2031-02-01")]
    assert list(store.verify(db.conn)) == []
