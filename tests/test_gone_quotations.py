"""A quotation that is no longer in its article says so wherever it goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from quotes import store
from quotes.site import card
from tests.builders import OKAFOR, fill, plain
from tests.conftest import Run
from tests.site import Get, id_of, serve, text_of

WORDS = "Three hundred families live off that boat, and their children cross the water on it every day"
NOW = WORDS.replace("Three hundred", "Thirty")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with an article whose second version has another number in the words."""
    path = tmp_path / "quotes.db"
    known = {"outlet": "The Courier", "byline": "Jo Marsh", "title": "Ferry", "published": "2031-02-03", "source": "f"}
    with fill(path, [plain(WORDS, OKAFOR, **known)]) as db:
        store.ingest(db, *plain(NOW, OKAFOR, **known))
    return path


@pytest.fixture
def get(archive: Path) -> Get:
    return serve(archive)


def test_in_lists_and_on_its_page(get: Get, archive: Path) -> None:
    id = id_of(archive, WORDS)
    for path in ("/search?q=families", "/speakers/ines-okafor", f"/q/{id}", f"/q/{id}/embed", f"/q/{id}/printings"):
        assert text_of(get(path)).count("No longer in the article since version 2") == 1, path
    assert 'property="og:description" content="No longer in the article. Ferry' in get(f"/q/{id}").text
    other = id_of(archive, NOW)
    assert "Ferry · No longer in the article since version 2" in text_of(get(f"/q/{other}")), "as another wording"


def test_in_citations(get: Get, archive: Path) -> None:
    shown = text_of(get(f"/q/{id_of(archive, WORDS)}"))
    for said in (
        f"harbour master: [no longer in the article] “{WORDS}.” In: Jo Marsh",
        "Ines Okafor, quoted in an earlier version of Jo Marsh, “Ferry,” Courier,",
        "as cited in an earlier version of Marsh, 2031)",
        "qtd. in an earlier version of Marsh)",
        "quoted in an earlier version of Marsh, 2031)",
        "note = {Ines Okafor: [no longer in the article] “Three hundred",
        "N1 - Ines Okafor: [no longer in the article] “Three hundred",
    ):
        assert said in shown, said
    assert "earlier version" not in text_of(get(f"/q/{id_of(archive, NOW)}"))


def test_in_feeds(get: Get) -> None:
    old, new = sorted(get("/search.atom?q=families").text.split("<entry>")[1:], key=lambda each: "Thirty" in each)
    for entry, is_gone in ((old, True), (new, False)):
        assert ("[no longer in the article]" in entry, '<category term="gone"' in entry) == (is_gone, is_gone)


def test_on_its_picture(archive: Path) -> None:
    with store.opened(archive) as connection:
        found = store.quotation(connection, id_of(archive, WORDS))
    assert found
    assert card.lines(found)[0] == "No longer in the article"
    assert card.lines(replace(found, gone_since=None))[0] == ""


def test_in_the_table_of_a_search(archive: Path, run: Run) -> None:
    rows = run("search", "families", "--db", archive).stdout.splitlines()[1:]
    kinds = {row.split("\t")[4]: row.split("\t")[3] for row in rows}
    assert kinds == {f"“{WORDS}”": "direct, gone", f"“{NOW}”": "direct"}
