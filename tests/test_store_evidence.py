"""Rules join names in the archive: whatever the order of articles, below decisions, and touching only what moves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from sqlite_utils import Database

from quotes import store
from quotes.ids import article_key
from quotes.model import Article, Quotation, Speaker
from quotes.store import corrections, decisions, listings
from quotes.store.publication import publish
from tests.builders import organisation, person, quotation, without_paths

ME = "an editor"
Printed = tuple[Article, list[Quotation]]


def printed(number: int, *speakers: Speaker) -> Printed:
    words = [f"These are words {number} {place}," for place in range(len(speakers))]
    text = "".join(f"“{said}” said {who.name}.\n" for said, who in zip(words, speakers, strict=True))
    article = Article(text, f"{number}.txt", url=f"https://news.example/{number}")
    return article, [quotation(article, said, by=[who]) for said, who in zip(words, speakers, strict=True)]


ADA = person("Ada Byrd", "Byrd", role="President")
MIDDLE = person("Ada M. Byrd", "Byrd", role="the president")
ALONE = person("Byrd", role="President")
TRUST = organisation("Port Ellery Trust", "PET")
CAST = [
    *(ADA, MIDDLE, ALONE, ALONE, person("Byrd")),
    *(person("Ben Byrd", role="a plumber"), person("Byrd", role="a plumber")),
    *(TRUST, organisation("PET"), organisation("Pilots of Ellery Tide", "PET")),
    person("Leonard K. Moor", role="head of the Quay Tax Institute"),
    person("Len Moor", role="head, Quay Tax Institute"),
    *(person("Bernard Sund", role="Senator"), person("Bernrad Sund", role="Senator"), person("Bernard Sund")),
    *(person("Cora D. Quill"), person("Cora E. Quill"), person("Cora Quill"), person("Cora Dee Quill")),
]  # fmt: skip
ARTICLES = [printed(number, who) for number, who in enumerate(CAST)]


def fill(db: Database, articles: list[Printed]) -> None:
    for article, found in articles:
        store.ingest(db, article, found)


def people(db: Database) -> set[frozenset[str]]:
    """The words that each speaker said."""
    found = db.execute("select json_group_array(text) from quotations group by speaker_id")
    return {frozenset(json.loads(words)) for (words,) in found}


def slugs(db: Database) -> set[str]:
    return {speaker.slug for speaker in store.speakers(db.conn)}


@contextmanager
def counted(db: Database) -> Iterator[list[str]]:
    """The statements that SQLite runs in the block, those of triggers and full-text indexes too."""
    statements: list[str] = []
    db.conn.set_trace_callback(statements.append)
    yield statements
    db.conn.set_trace_callback(None)


def test_names_are_joined_as_they_come(db: Database) -> None:
    fill(db, [printed(0, ALONE), printed(1, MIDDLE)])
    assert slugs(db) == {"ada-m-byrd"}
    fill(db, [printed(2, ADA)])
    assert slugs(db) == {"ada-byrd"}
    assert store.search(db.conn, speaker="Ada M. Byrd").total == 3
    for former in ("ada-m-byrd", f"byrd-{article_key(ARTICLES[0][0])[:8]}"):
        gone = store.former_speaker(db.conn, former)
        assert gone is not None
        assert gone.target == "ada-byrd"
    assert [(each.name, each.reason) for each in listings.joined(db.conn, "ada-byrd")] == [
        ("Ada M. Byrd", "the names differ in a middle name only"),
        ("Byrd", "one person alone has the family name and the office"),
    ]


def test_a_second_holder_parts_what_was_joined(db: Database) -> None:
    fill(db, [printed(0, ALONE), printed(1, ADA)])
    assert slugs(db) == {"ada-byrd"}
    fill(db, [printed(2, person("Ben Byrd", role="President"))])
    assert len(slugs(db)) == 3
    fill(db, [printed(2, person("Ben Byrd", role="a plumber"))])
    assert slugs(db) == {"ada-byrd", "ben-byrd"}


def test_an_article_that_takes_its_words_back_takes_the_join_back(db: Database) -> None:
    fill(db, [printed(0, ADA), printed(1, MIDDLE), printed(2, person("Cora Quill"))])
    assert slugs(db) == {"ada-byrd", "cora-quill"}
    article, found = printed(1, person("Cora Quill"))
    store.ingest(db, article, [quotation(article, found[0].text, by=[person("Cora Quill")])])
    assert listings.joined(db.conn, "ada-byrd") == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_articles_changes_nobody(seed: int) -> None:
    shuffled = ARTICLES.copy()
    Random(seed).shuffle(shuffled)
    found = []
    for order in (ARTICLES, shuffled):
        with store.create(":memory:") as db:
            fill(db, order)
            assert list(store.verify(db.conn)) == []
            joins = db.execute("select speaker_key, other_key, reason from joins").fetchall()
            found.append((people(db), sorted(joins)))
    assert found[0] == found[1]
    assert len(found[0][1]) >= 6


@pytest.mark.slow
def test_in_every_order_of_three_names(tmp_path: Path) -> None:
    for order in permutations([printed(0, ADA), printed(1, MIDDLE), printed(2, ALONE)]):
        with store.create(":memory:") as db:
            fill(db, list(order))
            assert slugs(db) == {"ada-byrd"}
            assert len(people(db)) == 1


@pytest.mark.parametrize("name", ["Ada M. Byrd", "ada-m-byrd"])
def test_a_joined_name_is_split_and_stays_split(db: Database, name: str) -> None:
    fill(db, [printed(0, ADA), printed(1, MIDDLE)])
    before = list(store.dump(db.conn))
    other = corrections.split(db, name, who=ME)
    assert other is not None
    assert (other.slug, other.quoted) == ("ada-m-byrd", 1)
    assert listings.joined(db.conn, "ada-byrd") == []
    fill(db, [printed(2, MIDDLE), printed(3, ADA), printed(4, person("Ada Marie Byrd"))])
    assert store.speaker(db.conn, "ada-m-byrd") is not None
    corrections.undo(db, who=ME)
    assert slugs(db) == {"ada-byrd"}
    assert set(before) - set(store.dump(db.conn)) == set()


def test_a_family_name_that_was_joined_in_one_article_is_split(db: Database) -> None:
    fill(db, [printed(0, ADA), printed(1, ALONE), printed(2, ALONE)])
    one, two = (article_key(printed(number, ALONE)[0]) for number in (1, 2))
    corrections.split(db, "ada-byrd", [one], who=ME)
    corrections.split(db, f"byrd-{two[:8]}", who=ME)
    assert slugs(db) == {"ada-byrd", f"byrd-{one[:8]}", f"byrd-{two[:8]}"}
    corrections.merge(db, f"byrd-{one[:8]}", f"byrd-{two[:8]}", who=ME)
    assert slugs(db) == {"ada-byrd", f"byrd-{one[:8]}"}


def test_a_decision_gives_the_name_and_a_rule_adds_to_it(db: Database) -> None:
    fill(db, [printed(0, ADA), printed(1, MIDDLE), printed(2, ALONE), printed(3, person("Cora Quill"))])
    corrections.merge(db, "ada-m-byrd", "ada-byrd", who=ME)
    assert slugs(db) == {"ada-m-byrd", "cora-quill"}
    with pytest.raises(ValueError, match="already one speaker"):
        corrections.merge(db, "ada-m-byrd", "ada-byrd", who=ME)
    corrections.merge(db, "cora-quill", "ada-m-byrd", who=ME)
    assert slugs(db) == {"cora-quill"}


def test_a_rename_holds_for_a_name_that_joins_later(db: Database) -> None:
    fill(db, [printed(0, MIDDLE)])
    corrections.rename(db, "ada-m-byrd", "Dame Ada", who=ME)
    fill(db, [printed(1, ADA)])
    (dame,) = store.speakers(db.conn)
    assert (dame.slug, dame.name, dame.quoted) == ("ada-byrd", "Dame Ada", 2)
    assert store.search(db.conn, speaker="Dame Ada").total == 2


def test_who_were_judged_different_are_not_joined(db: Database) -> None:
    fill(db, [printed(0, ADA), printed(1, person("Ben Okonkwo"))])
    decision = decisions.Decision(
        action_number=1,
        kind="different",
        speaker_key="person:ada byrd",
        other_key="person:ada byrd m",
        author=ME,
        made_at="2031-01-01T00:00:00+00:00",
    )
    decisions.load(db, [json.dumps(asdict(decision))])
    fill(db, [printed(2, MIDDLE)])
    assert slugs(db) == {"ada-byrd", "ada-m-byrd", "ben-okonkwo"}


@pytest.mark.slow
def test_rebuilt_published_and_verified(db: Database, tmp_path: Path) -> None:
    found = {article.text: said for article, said in ARTICLES}
    fill(db, ARTICLES)
    corrections.split(db, "ada-m-byrd", who=ME)
    store.rebuild(db.conn, tmp_path / "again.db", lambda article: found[article.text])
    publish(tmp_path / "quotes.db", tmp_path / "copy.db")
    for name in ("again.db", "copy.db"):
        with closing(store.open(tmp_path / name)) as connection:
            assert without_paths(store.dump(connection)) == without_paths(store.dump(db.conn))
            assert list(store.verify(connection)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("delete from joins where other_key = 'person:ada byrd m'", "is missing"),
        ("update joins set reason = 'of a whim'", "does not follow from the names"),
        ("update speaker_keys set name_block = null", "its block does not follow from the names"),
        ("update trait_uses set article_count = 7", "the articles with these traits are not counted right"),
        ("update name_uses set article_count = 7", "the articles that use it are not counted right"),
        ("update role_uses set article_count = 7", "the articles that give it are not counted right"),
        ("update role_uses set last_published = '2030-01-01'", "the articles that give it are not counted right"),
        ("update speaker_keys set speaker_id = 1 where slug = 'ben-byrd'", "by decisions and joins to"),
    ],
)
def test_verify_finds_joins_that_do_not_follow(tmp_path: Path, damage: str, problem: str) -> None:
    with closing(store.create(tmp_path / "a.db").conn) as connection:
        fill(Database(connection), ARTICLES)
        assert list(store.verify(connection)) == []
        connection.execute(damage)
        connection.commit()
        assert any(problem in line for line in store.verify(connection))


@pytest.mark.slow
@pytest.mark.parametrize("moved", [40, 160])
def test_a_merge_and_its_undo_touch_only_the_moved_names(db: Database, moved: int) -> None:
    for number in range(100):
        fill(db, [printed(number, person("Ann Marsh"), person("Ann Marsh"))])
    for number in range(moved):
        fill(db, [printed(1000 + number, person("Ben Okonkwo"), person("Ben Okonkwo"))])
    with counted(db) as merging:
        corrections.merge(db, "ann-marsh", "ben-okonkwo", who=ME)
    with counted(db) as undoing:
        corrections.undo(db, who=ME)
    for statements in (merging, undoing):
        assert len(statements) <= 200 + 20 * moved  # two quotations each, with the steps of triggers


@pytest.mark.slow
def test_an_article_with_a_known_name_costs_as_many_statements_in_a_larger_archive() -> None:
    costs = []
    for size in (20, 200):
        with store.create(":memory:") as db:
            fill(db, [printed(number, ADA, ALONE, MIDDLE) for number in range(size)])
            with counted(db) as statements:
                fill(db, [printed(size, ADA, person("Byrd", role="President"))])
            costs.append(len(statements))
    assert costs[1] <= costs[0] + 10
