"""The same words in several articles: once in lists, and on a page of all their printings."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from quotes import store
from quotes.store import corrections
from tests.builders import fill, person, plain
from tests.site import Get, id_of, serve, text_of

ANN, BO = person("Ann Ferrier"), person("Bo Lindqvist")
BRIDGE = "There will be no new bridge before the winter, and the old one stays closed"
PRINTED = [
    (BRIDGE, ANN, "2031-05-12", "The Evening Quay"),
    (BRIDGE.replace("There", "there"), ANN, "2031-05-10", "Tides Weekly"),
    (f"{BRIDGE}!", BO, "2031-05-10", "The Ellery Courier"),
    ("There will be no new bridge before this winter, and the old one", ANN, "2031-05-09", "The Harbour Post"),
    ("Nothing else was said about the tunnel", ANN, "2030-02-01", "Tides Weekly"),
]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    articles = [
        plain(words, by, published=day, outlet=outlet, title=f"Story {number}", url=f"https://a.example/{number}")
        for number, (words, by, day, outlet) in enumerate(PRINTED)
    ]
    fill(path, articles).conn.close()
    return path


@pytest.fixture(scope="module")
def get(database: Path) -> Get:
    return serve(database)


def ids(database: Path) -> list[str]:
    with store.open(database) as connection:
        return [row[0] for row in connection.execute("select uid from quotations order by id")]


def test_the_front_page_has_an_utterance_once(get: Get) -> None:
    shown = text_of(get("/"))
    assert shown.casefold().count(BRIDGE.casefold()) == 1
    assert "Printed in 3 articles, and in 1 other wording · elsewhere attributed to" in shown


def test_a_search_lists_and_counts_an_utterance_once(get: Get) -> None:
    shown = text_of(get("/search?q=%22stays+closed%22"))
    assert "1 result" in shown
    assert "Printed in 3 articles" in shown
    assert get("/search.json?q=%22stays+closed%22").json()["total"] == 3, "a file has every printing"


def test_a_speaker_has_an_utterance_once(get: Get) -> None:
    shown = text_of(get("/speakers/ann-ferrier"))
    assert shown.casefold().count(BRIDGE.casefold()) == 1
    assert "In their own words 3, each statement once" in shown
    assert "Tides Weekly, 10 May 2031" in shown, "the first printing"
    assert "elsewhere attributed to Bo Lindqvist" in shown
    assert "In their own words 1 " in text_of(get("/speakers/bo-lindqvist"))


def test_all_printings_by_date(get: Get, database: Path) -> None:
    known = ids(database)
    for id in known[:3]:
        page = get(f"/q/{id}/printings")
        shown = text_of(page)
        assert "Printed in 3 articles, and in 1 other wording" in shown
        days = re.findall(r"<strong>(?:<bdi>([^<]+)</bdi>, )?<time", page.text)
        assert days[0] == "The Harbour Post"
        assert days[3] == "The Evening Quay"
        assert re.search("First printed 10 May 2031 by .* and .* on the same day; in another wording 9 May 2031", shown)
        assert "The articles do not agree who said it: Ann Ferrier (2 articles), Bo Lindqvist (1 article)." in shown
        (canonical,) = re.findall(r'<link rel="canonical" href="http://localhost(/q/\w+/printings)">', page.text)
        assert text_of(get(canonical)) == shown, "one page, whichever printing it is asked for by"


def test_other_wordings_are_marked_word_by_word(get: Get, database: Path) -> None:
    page = get(f"/q/{ids(database)[0]}/printings").text
    assert "bridge before <del>the </del><ins>this </ins>winter, and the old one […]”" in html.unescape(page)


def test_words_of_one_article_alone(get: Get, database: Path) -> None:
    page = get(f"/q/{id_of(database, 'Nothing else')}/printings")
    assert page.status_code == 200
    assert "Printed in 1 article" in text_of(page)
    assert "/printings" not in get(f"/q/{id_of(database, 'Nothing else')}").text


def test_a_withdrawn_printing_is_gone_and_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    articles = [
        plain(words, by, published=day, outlet=outlet, url=f"https://a.example/{number}")
        for number, (words, by, day, outlet) in enumerate(PRINTED)
    ]
    with fill(path, articles) as db:
        last, first = ids(path)[:2]
        corrections.withdraw(db, first, who="an editor", reason="on request")
        assert list(store.verify(db.conn)) == []
    get = serve(path)
    assert get(f"/q/{first}/printings").status_code == 410
    assert "Printed in 2 articles" in text_of(get(f"/q/{last}/printings"))
    assert "The Evening Quay, 12 May 2031" in text_of(get("/speakers/ann-ferrier"))


@pytest.mark.parametrize("path", ["/q/0000000000000000/printings", "/speakers/ann-ferrier?page=2"])
def test_what_is_not_there(get: Get, path: str) -> None:
    assert get(path).status_code == 404


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Get:
    """A speaker with fifty utterances, each printed in both outlets, the second time a year later."""
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    articles = [
        plain(
            f"This is answer number {number} of fifty",
            ANN,
            published=f"{year}-0{1 + number % 5}-01",
            outlet=outlet,
            url=f"https://{year}.example/{number}",
        )
        for number in range(50)
        for year, outlet in ((2031, "Tides Weekly"), (2032, "The Evening Quay"))
    ]
    fill(path, articles).conn.close()
    return serve(path)


def test_a_list_has_pages(many: Get) -> None:
    seen: list[str] = []
    path: str | None = "/speakers/ann-ferrier"
    while path:
        page = many(path)
        assert "In their own words 50" in text_of(page)
        seen += re.findall(r"“(This is answer number \d+ of fifty)”", text_of(page))
        following = re.search(r'rel="next" href="([^"]+)"', page.text)
        path = html.unescape(following[1]) if following else None
    assert len(seen) == len(set(seen)) == 50


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        pytest.param("date=2031", 50, id="when they were first printed"),
        pytest.param("date=2032", 0, id="not when they were printed again"),
        pytest.param("date=2031-02", 10, id="a month"),
        pytest.param("outlet=The+Evening+Quay", 50, id="an outlet"),
        pytest.param("outlet=The+Evening+Quay&date=2032-02", 10, id="an outlet and its dates"),
        pytest.param("outlet=Nobody", 0, id="no outlet"),
    ],
)
def test_lists_are_narrowed(many: Get, asked: str, total: int) -> None:
    assert f"In their own words {total} " in text_of(many(f"/speakers/ann-ferrier?{asked}"))


def test_filters_say_what_they_leave(many: Get) -> None:
    page = many("/speakers/ann-ferrier").text
    found = re.findall(r'<a href="([^"]+)"><bdi>([^<]+)</bdi></a> <span class="figure">(\d+)<', page)
    assert {name for _, name, _ in found} >= {"Tides Weekly", "The Evening Quay"}
    for path, _, number in found:
        if "?" in path:
            assert f"In their own words {number} " in text_of(many(html.unescape(path)))
    assert "Tides Weekly remove" in text_of(many("/speakers/ann-ferrier?outlet=Tides+Weekly"))


def test_a_list_is_sorted(many: Get) -> None:
    first = text_of(many("/speakers/ann-ferrier?sort=oldest")).index("1 January 2031")
    assert first < text_of(many("/speakers/ann-ferrier?sort=oldest")).rindex("1 February 2031")
    newest = text_of(many("/speakers/ann-ferrier")).partition("In their own words")[2]
    assert newest.index("1 May 2031") < newest.index("1 April 2031")
