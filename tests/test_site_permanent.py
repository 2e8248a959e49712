"""Every address that once worked answers for ever: with the page, 301 or 410, never 404."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from quotes import store
from quotes.ids import article_key
from quotes.model import Article
from quotes.store import corrections
from tests.builders import CRANES, CRANES_QUOTATIONS, HARBOUR, fill
from tests.site import Get, id_of, serve, text_of

EDITED = replace(CRANES, text=CRANES.text.replace("is dead", "is alive"))


@pytest.fixture(scope="module")
def ids(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    with fill(path) as db:
        words = ("is dead", "painful", "no plan B", "ropes")
        known = {each: id_of(path, each) for each in words} | {"": str(path)}
        corrections.withdraw(db, known["painful"], "misquoted, see <our> correction", who="an editor")
        corrections.merge(db, "ruth-achterberg", "tomas-brandvold", who="an editor")
        store.ingest(db, EDITED, [each for each in CRANES_QUOTATIONS[:-1] if "ropes" not in each.text])
    return known


@pytest.fixture(scope="module")
def get(ids: dict[str, str]) -> Get:
    return serve(Path(ids[""]))


def test_words_that_left_the_article_keep_their_page(get: Get, ids: dict[str, str]) -> None:
    page = get(f"/q/{ids['is dead']}")
    assert page.status_code == 200
    shown = text_of(page)
    assert "No longer in the article since version 2" in shown
    assert "said the bill “is dead”" in shown
    assert ":~:text" not in page.text
    assert "No longer in the article since version 2" in text_of(get("/search?q=dead"))


def test_a_withdrawn_quotation_gives_the_reason_and_not_the_words(get: Get, ids: dict[str, str]) -> None:
    page = get(f"/q/{ids['painful']}")
    assert page.status_code == 410
    assert "The reason: misquoted, see <our> correction. Its URL stays" in text_of(page)
    assert "painful" not in page.text
    assert get("/quotes/withdrawn_texts").status_code == 403


def test_what_is_found_no_more(get: Get, ids: dict[str, str]) -> None:
    page = get(f"/q/{ids['ropes']}")
    assert page.status_code == 410
    assert "no longer finds a quotation" in text_of(page)


@pytest.mark.parametrize(
    ("words", "article", "said"),
    [
        ("painful", HARBOUR, "is no longer published: misquoted, see <our> correction."),
        ("ropes", CRANES, "is no longer published: a later extraction no longer finds a quotation"),
    ],
)
def test_a_link_into_an_article_says_what_became_of_the_quotation(
    get: Get, ids: dict[str, str], words: str, article: Article, said: str
) -> None:
    page = get(f"/articles/{article_key(article)}")
    found = re.search(rf'<p class="notice former" id="q-{ids[words]}" role="status">.*?</p>', page.text)
    assert found
    assert f"The quotation that this link leads to {said}" in text_of(found[0], "p")


def test_a_link_into_an_article_finds_words_that_left_it(get: Get, ids: dict[str, str]) -> None:
    assert f'<li id="q-{ids["is dead"]}">' in get(f"/articles/{article_key(CRANES)}").text


def test_merged_speakers_are_found_at_both_addresses(get: Get) -> None:
    moved = get("/speakers/tomas-brandvold", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (301, "/speakers/ruth-achterberg")
    assert "Nobody asked the crews" in text_of(get("/speakers/ruth-achterberg"))


@pytest.mark.parametrize("query", ["speaker=tomas-brandvold", "q=speaker:tomas-brandvold"])
def test_searches_for_a_merged_speaker_follow(get: Get, query: str) -> None:
    now = get("/search.json?speaker=ruth-achterberg").json()
    then = get(f"/search.json?{query}").json()
    assert now["total"] > 0
    assert [each["id"] for each in then["quotations"]] == [each["id"] for each in now["quotations"]]
    assert then["notes"] == ["'tomas-brandvold' is now 'ruth-achterberg'"]
    page = get(f"/search?{query}&compare=tomas-brandvold")
    assert "'tomas-brandvold' is now 'ruth-achterberg'." in text_of(page)
    assert re.search(r"<h2 [^>]*><a [^>]*><bdi>Ruth Achterberg</bdi></a>", page.text)
    if query.startswith("speaker"):
        assert "Ruth Achterberg remove" in text_of(get(f"/search?{query}"))


def test_a_speaker_of_whom_nothing_is_left(get: Get) -> None:
    page = get("/speakers/thi-viet-le-moreau")
    assert page.status_code == 410
    assert "no article here quotes this speaker any more" in text_of(page)


def test_what_never_was_is_not_found(get: Get) -> None:
    assert get("/q/" + "0" * 16).status_code == get("/speakers/nobody").status_code == 404


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        (f"/articles/{article_key(CRANES).upper()}", f"/articles/{article_key(CRANES)}"),
        (f"/articles/{article_key(CRANES).upper()}/versions/1", f"/articles/{article_key(CRANES)}/versions/1"),
        ("/speakers/Ines-Okafor", "/speakers/ines-okafor"),
        ("/speakers/INES-OKAFOR.json", "/speakers/ines-okafor.json"),
        ("/speakers/Tomas-Brandvold", "/speakers/tomas-brandvold"),
    ],
)
def test_capitals_make_no_other_address(get: Get, asked: str, written: str) -> None:
    moved = get(asked, follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (301, written)
