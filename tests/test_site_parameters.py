"""What a URL asks for is done, or the answer says what was not understood."""

from __future__ import annotations

import csv
import html
import io
import re
from urllib.parse import urlencode

import pytest

from tests.builders import ALL, CRANES, HARBOUR, UNDATED
from tests.site import Get, text_of

pytestmark = pytest.mark.slow

LISTS = ["/search", "/speakers", "/speakers/ines-okafor", "/articles", "/disagreements"]
DATA = [
    *(f"/search.{ending}" for ending in ("json", "csv", "atom")),
    *(f"/speakers/ines-okafor.{ending}" for ending in ("json", "csv", "atom")),
    *(f"/api/v1/{name}" for name in ("quotations", "articles", "speakers", "speakers/ines-okafor")),
]


def asking(path: str, **asked: str) -> str:
    """`path` with a query that it needs, and these parameters."""
    needed = {"q": "crews"} if path.startswith(("/search", "/articles", "/api/v1/quotations")) else {}
    return f"{path}?{urlencode(needed | asked)}"


@pytest.mark.parametrize("path", LISTS)
def test_a_page_says_which_parameter_it_does_not_know(get: Get, path: str) -> None:
    answer = get(asking(path, bogus="1", kidn="direct"))
    assert answer.status_code == 200
    assert "Not understood: bogus, kidn. This page does not have these parameters; use " in text_of(answer)
    assert "Not understood" not in text_of(get(asking(path, utm_source="feed", fbclid="x")))


@pytest.mark.parametrize("path", DATA)
def test_data_with_an_unknown_parameter_are_refused(get: Get, path: str) -> None:
    answer = get(asking(path, bogus="1"))
    assert answer.status_code == 400
    assert "there is no parameter 'bogus'" in answer.text.replace("&#39;", "'")
    assert get(asking(path, utm_source="feed")).status_code == 200


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/speakers?kind=foo", "kind is person, organisation or anonymous, not 'foo'."),
        ("/speakers?letter=ab", "letter is one from a to z, or 0 for all digits, not 'ab'."),
        ("/speakers?q=okafor&kind=person", "q finds names of any kind and letter; leave out kind and letter."),
        ("/speakers?page=x", "page is a number from 1 to 999999, not 'x'."),
        ("/speakers/ines-okafor?kind=direct", "kind is exact or paraphrase, not 'direct'."),
        ("/speakers/ines-okafor?date=2019-99", "date is a year or a month, such as 2024 or 2024-10, not '2019-99'."),
        ("/speakers/ines-okafor?sort=foo", "sort is newest or oldest, not 'foo'."),
        ("/speakers/ines-okafor?page=0", "page is a number from 1 to 999999, not '0'."),
        ("/speakers/ines-okafor.csv?date=soon", "date is a year or a month, such as 2024 or 2024-10, not 'soon'."),
        ("/search?q=crews&sort=foo", "sort is relevance, newest or oldest, not 'foo'."),
        ("/search?sort=foo", "sort is relevance, newest or oldest, not 'foo'."),
        ("/search?q=crews&wording=loose", "wording is similar, not 'loose'."),
        ("/search?q=crews&compare=Nobody", "compare is a speaker or a year, and no speaker is named 'Nobody'."),
        ("/search?q=crews&compare=0000", "'0000' is not a date"),
        ("/search?compare=2031", "nothing to search for"),
        ("/search?q=NEAR(crews+(ropes+cranes))", "NEAR stands between words or phrases, without fields"),
        ("/search?q=NEAR(crews+-ropes)", "NEAR stands between words or phrases, without fields"),
        ("/search?q=crews&kind=direct&kind=partial", "kind is given twice; give one value."),
        ("/search?q=crews+kind:direct+kind:partial", "kind: is given twice; give one value."),
        ("/search.csv?q=crews&polarity=maybe", "'maybe' is not a polarity"),
        ("/articles?sort=foo", "'foo' is not a sort order; use relevance, newest or oldest."),
        ("/articles?sort=oldest", "give a word, a phrase in quotation marks, a date or an outlet."),
        ("/articles?q=(", "nothing to search for; give a word, a phrase in quotation marks, a date or an outlet."),
        ("/articles?q=crews&sort=foo", "'foo' is not a sort order; use relevance, newest or oldest."),
        ("/articles?from=2019-99", "'2019-99' is not a date"),
        *((f"/search?q=crews&page={each}", "page is a number from 1 to") for each in ("0", "-1", "x", "9" * 30, "²")),
    ],
)  # fmt: skip
def test_a_value_that_is_not_valid_is_refused_in_one_line(get: Get, path: str, reason: str) -> None:
    answer = get(path)
    assert answer.status_code == 400
    assert reason in text_of(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=crews",
        "/articles?",
        "/articles?q=crews",
        "/speakers?",
        "/speakers?letter=i",
        "/speakers?q=okafor",
        "/speakers/ines-okafor?",
        "/speakers/ines-okafor?kind=paraphrase",
        "/disagreements?",
    ],
)
def test_a_page_after_the_last_one_is_not_found_and_leads_to_the_last(get: Get, path: str) -> None:
    page = get(f"{path}&page=9".replace("?&", "?"))
    assert page.status_code == 404
    assert "There is no page 9" in text_of(page)
    (last,) = re.findall(r'href="([^"]+)">The last page</a>', page.text)
    assert get(html.unescape(last)).status_code == 200
    assert "page=8" not in page.text


@pytest.mark.parametrize("path", ["/search", "/articles", "/api/v1/quotations", "/api/v1/articles"])
def test_a_search_without_results_has_one_page(get: Get, path: str) -> None:
    assert get(f"{path}?q=zebraquux").status_code == 200
    page = get(f"{path}?q=zebraquux&page=9")
    assert page.status_code == 404
    assert "page=8" not in page.text


@pytest.mark.parametrize("kind", ["quotations", "articles"])
def test_the_api_says_how_many_pages_a_search_has(get: Get, kind: str) -> None:
    answer = get(f"/api/v1/{kind}?q=crews&size=1&page=9").json()
    pages = get(f"/api/v1/{kind}?q=crews&size=1").json()["total"]
    assert answer == {"ok": False, "error": f"There is no page 9. This list has {pages} pages.", "status": 404}


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("foo:crews", 'Understood as "foo:crews": “foo:” is not a field, so “foo:crews” is searched as words.'),
        ("(crews", "Understood as crews: the “(” without a “)” goes to the end."),
        ("crews OR", "Understood as crews: the OR with nothing after it is ignored."),
        ('"the crews', 'Understood as "the crews": the phrase without a closing quotation mark goes to the end.'),
        ("cr*ws", "the “*” in “cr*ws” is ignored, because it does not end the word."),
    ],
)
def test_a_search_says_how_it_was_understood(get: Get, words: str, understood: str) -> None:
    for path in ("/search", "/articles"):
        assert understood in text_of(get(path, params={"q": words}))
    told = get("/search.json", params={"q": words}).json()["notes"]
    for kind in ("quotations", "articles"):
        assert get(f"/api/v1/{kind}", params={"q": words}).json()["notes"] == told
    assert understood.lower() == f"{told[0]}.".lower() or understood in f"{told[0]}."


def test_a_search_that_needs_no_repair_has_no_note(get: Get) -> None:
    for words in (
        '"the crews" OR NEAR(ropes cranes, 3) -zebra speaker:okafor',
        "at 10:30 — he said: “crews” & co.",
        "crew*",
    ):
        assert get("/search.json", params={"q": words}).json()["notes"] == []


@pytest.mark.parametrize("path", ["/search", "/articles"])
def test_dates_leave_out_what_is_undated(get: Get, path: str) -> None:
    page = get(path, params={"q": "crews", "from": "2032"})
    assert "2 articles without a date are left out. Search without dates" in text_of(page)
    assert f'href="{path}?q=crews">Search without dates' in page.text
    assert "without a date" not in text_of(get(path, params={"q": "crews"})).partition("Search without dates")[0]


def test_a_name_that_nobody_has_is_said(get: Get) -> None:
    assert "No speaker is named 'Zebra'. All speakers" in text_of(get("/search?q=crews&speaker=Zebra"))
    assert "No outlet is named 'The Zebra'." in text_of(get("/search?q=crews&outlet=The+Zebra"))
    assert "No outlet is named 'The Zebra'." in text_of(get("/articles?outlet=The+Zebra"))
    assert "No speaker" not in text_of(get("/search?q=zebra&speaker=okafor"))


def test_an_outlet_that_there_is_not_is_said_of_a_speaker(get: Get) -> None:
    page = get("/speakers/ines-okafor?outlet=The+Zebra")
    assert "No outlet is named 'The Zebra'." in text_of(page)
    assert '<a href="/speakers/ines-okafor">Everything from this speaker</a>' in page.text
    assert get("/speakers/ines-okafor.json?outlet=The+Zebra").json()["notes"] == ["no outlet is named 'The Zebra'"]
    assert get("/speakers/ines-okafor.json?outlet=tides+weekly").json()["notes"] == []


@pytest.mark.parametrize("path", ["/speakers/ines-okafor.{}?outlet=", "/search.{}?q=crews&outlet="])
@pytest.mark.parametrize("extension", ["csv", "atom"])
def test_a_file_that_cannot_say_so_is_refused_for_an_outlet_that_there_is_not(
    get: Get, path: str, extension: str
) -> None:
    refused = get(f"{path.format(extension)}The+Zebra")
    assert refused.status_code == 400
    assert "no outlet is named 'The Zebra'" in text_of(refused).replace("No outlet", "no outlet")
    assert get(f"{path.format(extension)}tides+weekly").status_code == 200


def test_a_date_without_words_of_a_speaker_leads_to_all_of_them(get: Get) -> None:
    page = get("/speakers/ines-okafor?date=1850")
    assert "None here. Everything from this speaker" in text_of(page)
    assert "These articles have no exact words" not in text_of(page)
    assert "None here" not in text_of(get("/speakers/ines-okafor?date=2031"))


def test_an_outlet_is_found_in_any_letter_case(get: Get) -> None:
    for path in ("/speakers/ines-okafor", "/articles", "/search"):
        page, other = (text_of(get(f"{path}?outlet={name}")) for name in ("Tides+Weekly", "tides+weekly"))
        assert page == other.replace("tides weekly", "Tides Weekly")


@pytest.mark.parametrize(("dates", "left_out"), [("compare=2031", True), ("compare=okafor", False)])
def test_a_comparison_with_a_year_says_that_it_leaves_out_what_is_undated(get: Get, dates: str, left_out: bool) -> None:
    page = get(f"/search?q=crews&{dates}")
    assert ("2031: 2 articles without a date are left out" in text_of(page)) == left_out


def titles(get: Get, path: str) -> list[str | None]:
    return [each["title"] for each in get(path).json()["items"]]


def test_articles_are_listed_by_date_and_outlet(get: Get) -> None:
    for asked in ("from=2031-03", "outlet=tides+weekly", "q=from:2031-03"):
        assert titles(get, f"/api/v1/articles?{asked}") == [CRANES.title]
        assert "1 article" in text_of(get(f"/articles?{asked}"))
    assert titles(get, "/api/v1/articles?from=2031&sort=oldest") == [HARBOUR.title, CRANES.title]
    assert titles(get, "/api/v1/articles?from=2031") == [CRANES.title, HARBOUR.title]


def test_articles_in_the_api_are_searched_as_on_the_page(get: Get) -> None:
    answer = get("/api/v1/articles?q=crews&size=1").json()
    assert (answer["total"], answer["more"], len(answer["items"])) == (2, False, 1)
    following = get(answer["next"].removeprefix("http://localhost")).json()
    assert following["next"] is None
    texts = {each["text"] for each in (*answer["items"], *following["items"])}
    assert texts == {HARBOUR.text, UNDATED.text}
    assert get("/api/v1/articles").json()["total"] == len(ALL)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["I won’t", "The café", "Work on", "We have", "painful"]),
        ("?kind=paraphrase", ["Work on"]),
        ("?kind=exact", ["I won’t", "The café", "We have", "painful"]),
        ("?date=2031-03", ["I won’t", "The café", "Work on"]),
        ("?kind=exact&outlet=Tides+Weekly", ["I won’t", "The café"]),
    ],
)
def test_the_files_of_a_speaker_are_narrowed_as_the_page(get: Get, query: str, wanted: list[str]) -> None:
    file = f"/speakers/ines-okafor.csv{query}"
    found = [row["text"] for row in csv.DictReader(io.StringIO(get(file).text))]
    assert len(found) == len(wanted)
    assert all(any(text.startswith(words) for text in found) for words in wanted)
    assert f'href="{file}"' in get(f"/speakers/ines-okafor{query}").text.replace("&amp;", "&")
