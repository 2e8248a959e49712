"""The same story in two papers, the same text in two places, and an edited version: told apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes import store
from quotes.ids import article_key
from quotes.model import Article
from quotes.store import corrections, near_duplicates

WORDS = "bridge harbour council money winter engineer report river closed safe lorry inspector cable deck".split()


def story(seed: int, length: int = 200) -> str:
    chance = Random(seed)
    return " ".join(f"{chance.choice(WORDS)}{chance.randrange(40)}" for _ in range(length))


WIRE = story(1)
FIRST = Article(WIRE, "first.txt", outlet="The First", published="2031-01-01", url="https://first.example/a")
SECOND = replace(FIRST, text=WIRE + " it said", outlet="The Second", published="2031-01-02", url="https://b.example/a")
FILE = Article(WIRE, "desk/wire.txt", outlet="The Desk")


def printings(db: Database, article: Article) -> list[tuple[str, str | None]]:
    return [(each.id, each.outlet) for each in store.printings(db.conn, article_key(article))]


def test_a_wire_story_in_two_papers(db: Database) -> None:
    for article in (FIRST, SECOND, replace(FIRST, text=story(2), url="https://first.example/b")):
        assert store.ingest(db, article, []) == "added"
    assert printings(db, FIRST) == [(article_key(SECOND), "The Second")]
    assert printings(db, SECOND) == [(article_key(FIRST), "The First")]


def test_an_edited_article_is_a_version_and_no_copy(db: Database) -> None:
    store.ingest(db, FIRST, [])
    assert store.ingest(db, replace(FIRST, text=WIRE + " corrected"), []) == "updated"
    assert printings(db, FIRST) == []
    assert len(store.versions(db.conn, article_key(FIRST))) == 2


def test_a_rewritten_article_leaves_the_story(db: Database) -> None:
    store.ingest(db, FIRST, [])
    store.ingest(db, SECOND, [])
    store.ingest(db, replace(SECOND, text=story(3)), [])
    store.ingest(db, replace(FIRST, text=story(3), url="https://third.example/"), [])
    assert db["minhash_bands"].count == 3 * 12


def test_an_edited_file_is_a_version(db: Database) -> None:
    store.ingest(db, FILE, [])
    assert store.ingest(db, replace(FILE, text=WIRE + " corrected"), []) == "updated"
    assert [each.text for each in store.versions(db.conn, article_key(FILE))] == [WIRE, WIRE + " corrected"]
    assert store.ingest(db, FILE, []) == "updated"
    assert store.ingest(db, replace(FILE, text=story(4)), []) == "added"


def test_an_edited_file_elsewhere_is_a_copy(db: Database) -> None:
    store.ingest(db, FILE, [])
    moved = replace(FILE, text=WIRE + " corrected", source="other/wire.txt")
    assert store.ingest(db, moved, []) == "added"
    assert printings(db, FILE) == [(article_key(moved), "The Desk")]


def test_one_text_in_two_outlets(db: Database) -> None:
    other = replace(FILE, source="gazette/wire.txt", outlet="The Gazette", published="2031-01-03")
    assert store.ingest(db, FILE, []) == "added"
    assert store.ingest(db, other, []) == "copied"
    assert store.ingest(db, other, []) == "unchanged"
    assert store.ingest(db, FILE, []) == "unchanged"
    assert printings(db, FILE) == [(article_key(FILE), "The Gazette")]
    stored = store.article(db.conn, article_key(FILE))
    assert stored is not None
    assert (stored.outlet, stored.published) == ("The Desk", None)


def test_one_text_in_two_places_of_which_one_says_more(db: Database) -> None:
    store.ingest(db, replace(FILE, outlet=None), [])
    assert store.ingest(db, replace(FILE, source="again.txt", published="2031-01-03"), []) == "updated"
    assert store.ingest(db, replace(FILE, source="third.txt"), []) == "unchanged"
    stored = store.article(db.conn, article_key(FILE))
    assert stored is not None
    assert (stored.outlet, stored.published, stored.source) == ("The Desk", "2031-01-03", "desk/wire.txt")


def test_a_file_that_was_moved_is_not_printed_twice(db: Database) -> None:
    store.ingest(db, FILE, [])
    assert store.ingest(db, replace(FILE, source="moved/wire.txt"), []) == "unchanged"
    assert printings(db, FILE) == []


def test_a_row_put_in_before_others_is_no_version_of_one(db: Database) -> None:
    def row(line: int, day: int) -> Article:
        text = WIRE + f" and on day {day} it closed"
        return Article(text, f"days.csv, line {line}", title="The bridge today", published=f"2031-01-0{day}")

    for line, day in ((2, 2), (3, 1)):
        assert store.ingest(db, row(line, day), []) == "added"
    outcomes = [store.ingest(db, row(line, day), []) for line, day in ((2, 3), (3, 2), (4, 1))]
    assert outcomes == ["added", "unchanged", "unchanged"]
    for day in (1, 2, 3):
        (version,) = store.versions(db.conn, article_key(row(0, day)))
        assert version.text == row(0, day).text


def test_a_row_that_was_edited_is_a_version_whatever_people_set(db: Database) -> None:
    row = Article(WIRE, "days.csv, line 2", title="The bridge", published="2031-01-01")
    store.ingest(db, row, [])
    settings = {"published": "2031-02-02", "title": "The bridges", "url": "https://days.example/2"}
    corrections.describe(db, article_key(row), settings, who="Ada")
    assert store.ingest(db, replace(row, text=WIRE + " corrected"), []) == "updated"
    assert store.ingest(db, replace(row, text=WIRE + " corrected again", title="Another"), []) == "added"


def test_short_texts_are_no_copies(db: Database) -> None:
    for number in range(2):
        store.ingest(db, Article("The council met on Monday.", "a.txt", url=f"https://news.example/{number}"), [])
    assert store.printings(db.conn, article_key(Article("", "", url="https://news.example/0"))) == []


def test_a_rebuild_keeps_copies_and_places(db: Database, tmp_path: Path) -> None:
    texts = [FIRST, SECOND, FILE, replace(FILE, source="x.txt", outlet="X"), replace(FILE, text=WIRE + " corrected")]
    for article in texts:
        store.ingest(db, article, [])
    store.rebuild(db.conn, tmp_path / "again.db", lambda article: [])
    with store.create(tmp_path / "again.db") as again:
        assert list(store.dump(again.conn)) == list(store.dump(db.conn))
        assert list(store.verify(again.conn)) == []


def test_bands_never_change() -> None:
    """Archives keep them. These are of the MinHash of datasketch 2.0.0, with scheme "affine32" and seed 1."""
    assert near_duplicates.bands(WIRE) == [
        *(-2791370102495355194, 8375755306723602439, -1395218800635755395, 2491713098027349892),
        *(1902255914175279304, -5308713421949036997, 65632821198476326, 1347640358154528731),
        *(1818131959493029001, -9151094486905409609, -8175118226831374544, 5451577714919370144),
    ]


@given(st.integers(0, 1000), st.integers(0, 6))
def test_a_few_edits_leave_a_story_findable(seed: int, edits: int) -> None:
    chance = Random(seed)
    words = story(seed).split()
    edited = list(words)
    for _ in range(edits):
        edited[chance.randrange(len(edited))] = "edited"
    one, other = near_duplicates.shingles(" ".join(words)), near_duplicates.shingles(" ".join(edited))
    if near_duplicates.similarity(one, other) >= 0.8:
        assert set(near_duplicates.bands(" ".join(words))) & set(near_duplicates.bands(" ".join(edited)))


@given(st.text(), st.text())
def test_similarity_is_a_share(one: str, other: str) -> None:
    first, second = near_duplicates.shingles(one), near_duplicates.shingles(other)
    assert 0 <= near_duplicates.similarity(first, second) == near_duplicates.similarity(second, first) <= 1
    assert near_duplicates.similarity(first, first) == 1
