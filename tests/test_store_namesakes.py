"""Two people of one name with one office in two states are two speakers, in whatever order their articles come."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from sqlite_utils import Database

from quotes import store
from quotes.names.offices import are_namesakes
from quotes.store import corrections, decisions, listings
from quotes.store.identity import evidence
from tests.builders import person, plain
from tests.site import serve, text_of

ME = "an editor"
OHIO = person("Ada Byrd", "Byrd", role="Representative (Democrat, Ohio)")
UTAH = person("Ada Byrd", "Byrd", role="Representative (Republican, Utah)")
BARE = person("Ada Byrd", "Byrd")
CAST = [OHIO, OHIO, BARE, UTAH, UTAH]


def fill(db: Database, numbers: tuple[int, ...] = (0, 1, 2, 3, 4)) -> None:
    for number in numbers:
        article, found = plain(f"These are words {number}", CAST[number])
        store.ingest(db, replace(article, published=f"2031-01-1{number}"), found)


def people(db: Database) -> set[frozenset[str]]:
    """The words that each speaker said."""
    said: dict[int, set[str]] = {}
    for text, speaker in db.execute("select text, speaker_id from quotations"):
        said.setdefault(speaker, set()).add(text[-1])
    return {frozenset(each) for each in said.values()}


APART = {frozenset("012"), frozenset("34")}


def other(db: Database) -> str:
    """The slug of the one from Utah."""
    (found,) = {each.slug for each in store.speakers(db.conn)} - {"ada-byrd"}
    return found


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Senator (Democrat, Ohio)", "Utah Senator", True),
        ("Governor (Ohio)", "Governor (Utah)", True),
        ("Governor (Ohio)", "Governor (Republican, Ohio)", False),
        ("the sheriff of Polk County", "Marin County Sheriff", True),
        ("the sheriff of Polk County", "Polk County Sheriff", False),
        ("the sheriff of Polk County", "Sheriff", False),
        ("Senator (Democrat, Ohio)", "Republican, Utah", True),
        ("Republican, Utah", "Democrat of Ohio", True),
        ("Senator (Democrat, Ohio)", "Ohio Senator", False),
        ("Ohio Senator", "Ohio Governor", False),
        ("former Massachusetts Governor", "Senator (Republican, Utah)", False),
        ("Virginia Governor", "West Virginia lobbyist", False),
        ("Senator from Ohio and Utah", "Utah Senator", False),
        ("Norwegian Trade Minister", "Minister of Trade of Canada", True),
        ("Norwegian Trade Minister", "Norway's prime minister", False),
        ("Canadian Minister of Indian Affairs", "Canadian Prime Minister", False),
        ("Russian President", "ambassador to Norway", False),
        ("mayor of Grimsby", "Ostrelle Mayor", True),
        ("mayor of New York City", "New York Mayor", False),
        ("mayor of the city", "Mayor of Ostrelle", False),
    ],
)
def test_one_office_in_two_places(one: str, other: str, expected: bool) -> None:
    assert are_namesakes([one], [other]) == are_namesakes([other], [one]) == expected


@pytest.mark.slow
def test_the_order_of_articles_changes_nobody() -> None:
    for order in list(permutations(range(len(CAST))))[::7]:
        with store.create(":memory:") as db:
            fill(db, order)
            assert people(db) == APART
            assert list(store.verify(db.conn)) == []


def test_they_are_merged_and_the_merge_is_undone(db: Database) -> None:
    fill(db)
    slug = other(db)
    corrections.merge(db, "ada-byrd", slug, who=ME)
    assert people(db) == {frozenset("01234")}
    assert store.former_speaker(db.conn, slug) is not None
    corrections.undo(db, who=ME)
    assert people(db) == APART
    assert store.speaker(db.conn, slug) is not None
    assert list(store.verify(db.conn)) == []


def test_one_alone_has_nothing_to_split(db: Database) -> None:
    fill(db, (0, 3))
    with pytest.raises(ValueError, match="no merged names"):
        corrections.split(db, other(db), who=ME)


def test_an_article_that_is_edited_belongs_to_the_other_one(db: Database) -> None:
    fill(db)
    slug = other(db)
    for number in (3, 4):
        store.ingest(db, *plain(f"These are words {number}", OHIO), extraction="a later one")
    assert people(db) == {frozenset("01234")}
    assert store.speaker(db.conn, slug) or store.former_speaker(db.conn, slug)
    assert list(store.verify(db.conn)) == []


def test_an_alias_comes_first(db: Database) -> None:
    fill(db)
    store.ingest(db, *plain("These are words 5", person("Una Moor")))
    first = next(each for each in sorted(evidence.stored(db.conn)))[0]
    day = db.execute("select published from articles where uid = ?", [first.partition("@")[2]]).fetchone()[0]
    corrections.add_alias(db, "una-moor", "Ada Byrd", start=day, end=day, who=ME)
    moved = day[-1]
    assert people(db) == {frozenset("012"), frozenset("34") - {moved}, frozenset({moved, "5"})}
    assert list(store.verify(db.conn)) == []
    corrections.undo(db, who=ME)
    assert people(db) == APART | {frozenset("5")}
    assert list(store.verify(db.conn)) == []


def test_a_family_name_with_the_office_is_neither(db: Database) -> None:
    fill(db)
    store.ingest(db, *plain("These are words 5", person("Byrd", role="Representative")))
    assert people(db) == APART | {frozenset("5")}


def test_other_names_are_joined_as_before(db: Database) -> None:
    others = [person("Joseph R. Elmore", "Elmore", role="Governor"), person("Joseph Elmore", "Elmore")]
    others.append(person("Elmore", role="Governor"))
    fill(db)
    for number, who in enumerate(others, start=5):
        store.ingest(db, *plain(f"These are words {number}", who))
    assert people(db) == APART | {frozenset("567")}
    assert list(store.verify(db.conn)) == []


def test_decisions_about_them_are_exchanged(db: Database) -> None:
    fill(db)
    corrections.merge(db, "ada-byrd", other(db), who=ME)
    with store.create(":memory:") as copy:
        fill(copy, (4, 2, 3, 1, 0))
        decisions.load(copy, decisions.dump(db.conn))
        assert people(copy) == people(db)
        assert list(store.verify(copy.conn)) == []


def test_their_joins_are_those_of_a_new_archive(db: Database) -> None:
    fill(db)
    held = evidence.stored(db.conn)
    assert evidence.rejoin_all(db.conn) == set()
    assert evidence.stored(db.conn) == held != set()


@pytest.mark.slow
def test_their_pages_name_each_other(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with store.create(path) as db:
        fill(db)
        slug = other(db)
        assert [each.slug for each in listings.distinct(db.conn, "ada-byrd")] == [slug]
        assert [each.slug for each in listings.distinct(db.conn, slug)] == ["ada-byrd"]
        for one, another in (("ada-byrd", slug), (slug, "ada-byrd")):
            (found,) = listings.namesakes(db.conn, one)
            assert (found.slug, found.name) == (another, "Ada Byrd")
            assert found.reason.startswith("articles give this name the office in another place (compare the articles ")
    get = serve(path)
    assert "Not the same as" in text_of(get("/speakers/ada-byrd"))
    assert "parted because articles give this name the office in another place" in text_of(get("/speakers/ada-byrd"))
    assert "Representative (Republican, Utah)" in text_of(get(f"/speakers/{slug}"))
