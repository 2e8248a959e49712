"""Joined names on the site: the page says why, their URLs redirect, and a name that is split has its own page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quotes import store
from quotes.ids import article_key
from quotes.names.authority import Entry, Office
from quotes.store import corrections
from quotes.store.identity import evidence
from tests.builders import fill, person, plain
from tests.site import serve, text_of


def archive(path: Path) -> Path:
    with store.create(path) as db:
        held = Office("President of Quayland", "Tide Party", "Quayland", "2030-01-01", None)
        evidence.load(
            db, [Entry("Q42", "Ada Byrd", gender="F", wikidata="Q42", country="Quayland", offices=(held,))], "a"
        )
        for number, who in enumerate(
            [person("Ada Byrd", role="President"), person("Ada M. Byrd"), *[person("Byrd", role="President")] * 14]
        ):
            store.ingest(db, *plain(f"These are words {number}", who))
    return path


@pytest.mark.slow
def test_the_page_of_a_speaker_says_what_was_joined_and_who_they_are(tmp_path: Path) -> None:
    get = serve(archive(tmp_path / "quotes.db"))
    shown = text_of(get("/speakers/ada-byrd"))
    assert "Ada M. Byrd (ada-m-byrd), joined because the names differ in a middle name only" in shown
    assert "and 2 more), joined because one person alone has the family name and the office" in shown
    assert "President of Quayland (from 1 January 2030)" in shown
    assert "Tide Party" in shown
    assert 'href="https://www.wikidata.org/wiki/Q42"' in get("/speakers/ada-byrd").text
    moved = get("/speakers/ada-m-byrd")
    assert (moved.status_code, moved.headers["location"]) == (301, "/speakers/ada-byrd")


@pytest.mark.slow
def test_namesakes_are_told_apart(tmp_path: Path) -> None:
    roles = ("Senator (Democrat, Ohio)", "Senator (Republican, Utah)")
    articles = [plain(f"The bill of a {role}", person("Ada Birch", role=role)) for role in roles]
    fill(tmp_path / "quotes.db", articles).close()
    get = serve(tmp_path / "quotes.db")
    found = text_of(get("/search?q=bill"))
    assert all(f"Ada Birch, {role} 1" in found for role in roles)
    page = get("/speakers/ada-birch").text
    articles_named = re.findall(
        r'parted because[^<]*<a href="(/articles/\w+)">\w{16}</a> and <a href="(/[^"]+)">', page
    )
    assert sorted(*articles_named) == sorted(f"/articles/{article_key(article)}" for article, _ in articles)


@pytest.mark.slow
def test_a_name_that_is_split_has_its_own_page(tmp_path: Path) -> None:
    path = archive(tmp_path / "quotes.db")
    with store.create(path) as db:
        corrections.split(db, "ada-m-byrd", who="an editor")
    get = serve(path)
    assert get("/speakers/ada-m-byrd").status_code == 200
    shown = text_of(get("/speakers/ada-byrd"))
    assert "Ada M. Byrd (ada-m-byrd), joined" not in shown
    assert "Not the same as" in shown
