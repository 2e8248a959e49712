"""Searching on the site: what is understood, what is found, and how it is shown."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from quotes.model import Article, Kind
from tests.builders import anonymous, fill, person, plain, quotation
from tests.site import Get, serve, text_of
from tests.test_partly_exact import FOUND, LEDGERS


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Get:
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    ann = person("Ann Ferrier")
    fill(path, [plain(f"Ferry {n} is late", ann, published=f"2030-01-{n:02}") for n in range(1, 32)]).conn.close()
    return serve(path)


def words_found(get: Get, **asked: str) -> list[str]:
    page = get("/search", params=asked)
    assert page.status_code == 200
    exact, _, _ = page.text.partition('class="section second"')
    found = re.findall(r'<a class="words".*?>(.*?)</a>', exact, re.DOTALL)
    return [text_of(f"<p>{each}</p>", "p") for each in found]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({"q": "cafe"}, ["“The café on the quay stays open,”"], id="accents"),
        pytest.param({"q": '"no plan"'}, ["“no plan B”"], id="phrase"),
        pytest.param({"q": "“no plan”"}, ["“no plan B”"], id="curly phrase"),
        pytest.param({"q": '"plan no"'}, [], id="phrase in another order"),
        pytest.param({"q": "crews -brandvold"}, ["“Nobody asked the crews,”"], id="without a word"),
        pytest.param({"q": "nobody -crews"}, [], id="without the word that is there"),
        pytest.param({"q": "reop*"}, ["“It will reopen,”"], id="beginning of a word"),
        pytest.param({"q": "reop"}, [], id="whole words only"),
        pytest.param({"q": "plan", "speaker": "okafor"}, [], id="another speaker"),
        pytest.param({"speaker": "brandvold"}, ["“Nobody asked the crews. Nobody,”"], id="speaker alone"),
        pytest.param({"speaker": "tomas-brandvold"}, ["“Nobody asked the crews. Nobody,”"], id="slug"),
        pytest.param({"q": "open", "from": "2031-03"}, ["“The café on the quay stays open,”"], id="from"),
        pytest.param({"q": "open", "to": "2031-02-28"}, [], id="to"),
        pytest.param({"q": "dead", "outlet": "tides weekly"}, ["“is dead”"], id="outlet"),
        pytest.param({"q": "dead", "outlet": "The Ellery Courier"}, [], id="other outlet"),
        pytest.param(
            {"q": "cranes", "kind": "direct", "speaker": "okafor"},
            ["“We have no money left, and the cranes are not safe,”"],
            id="kind and speaker",
        ),
        pytest.param(
            {"q": "cranes", "kind": "paraphrase"},
            ["Work on the cranes could start in May if parliament agrees"],
            id="kind",
        ),
    ],
)
def test_what_is_asked_is_found(get: Get, asked: dict[str, str], found: list[str]) -> None:
    assert words_found(get, **asked) == found


def test_words_are_marked_where_they_stand(get: Get) -> None:
    page = get("/search", params={"q": "CAFE quay"}).text
    assert "“The <mark>café</mark> on the <mark>quay</mark> stays open,”" in page


def test_form_keeps_what_was_asked(get: Get) -> None:
    asked = {
        "q": '"no plan" -x',
        "speaker": "senior",
        "from": "2031",
        "to": "2031-12",
        "kind": "partial",
        "outlet": "The Ellery Courier",
        "polarity": "denied",
        "unverified": "no",
        "role": "harbour master",
        "country": "ru",
        "party": "Labour",
        "office": "senator",
        "speaker_kind": "person",
        "compare": "2030",
    }
    page = get("/search", params=asked).text
    kept = dict(re.findall(r'<input [^>]*name="(\w+)"[^>]* value="([^"]*)"', page))
    selected = re.findall(r'<option value="(\w+)" selected>', page)
    kept |= dict(zip(("speaker_kind", "kind", "polarity", "unverified"), selected, strict=True))
    assert {name: html.unescape(value) for name, value in kept.items()} == asked


def test_outlets_are_offered(get: Get) -> None:
    assert '<option value="Tides Weekly">' in get("/search").text


def test_nothing_asked_shows_the_form_and_what_is_covered(get: Get) -> None:
    shown = text_of(get("/search", params={"q": " ", "speaker": ""}))
    assert "Searches 4 articles from 2 outlets" in shown
    assert "Nothing found" not in shown


def test_nothing_found_says_what_was_covered(get: Get) -> None:
    shown = text_of(get("/search?q=zebra&from=2031"))
    assert "Nothing found" in shown
    assert "4 articles from 2 outlets, 4 February 2031 to 11 March 2031, 2 undated" in shown
    assert "2 articles without a date are left out" in shown


@pytest.mark.parametrize(
    ("asked", "explained"),
    [
        ({"q": "-harbour"}, "only excludes words"),
        ({"q": '""'}, "nothing to search for"),
        ({"q": "ferry", "from": "last year"}, "'last year' is not a date"),
        ({"q": "ferry", "kind": "song"}, "'song' is not a kind of quotation"),
        ({"q": "a " * 60}, "too many words"),
    ],
)
def test_bad_query_is_explained(get: Get, asked: dict[str, str], explained: str) -> None:
    response = get("/search", params=asked)
    assert response.status_code == 400
    assert "This search was not understood" in text_of(response)
    assert explained in text_of(response)


@pytest.mark.parametrize(
    "text", ["NEAR(a b)", "text:x", "a AND", "(", "*", "^a", "a OR b", "'; drop table x", "\0", "a\x02b"]
)
def test_no_query_breaks_the_page(get: Get, text: str) -> None:
    assert get("/search", params={"q": text}).status_code in (200, 400)


def test_pages_keep_their_address(many: Get) -> None:
    seen: list[str] = []
    at: str | None = "/search?q=ferry&speaker=ann-ferrier&from=2030"
    addresses = []
    while at:
        addresses.append(at)
        page = many(at).text
        seen += re.findall(r'<a class="words" href="([^"]+)"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        at = html.unescape(following[1]) if following else None
    assert len(seen) == len(set(seen)) == 31
    assert addresses[1] == "/search?q=ferry&speaker=ann-ferrier&from=2030&page=2"
    assert f'rel="prev" href="{html.escape(addresses[0])}&amp;page=1"' in many(addresses[1]).text


def test_page_beyond_the_last(many: Get) -> None:
    beyond = many("/search?q=ferry&page=9")
    assert beyond.status_code == 404
    assert "There is no page 9" in text_of(beyond)


def test_a_long_quotation_is_shown_around_what_was_found(tmp_path: Path) -> None:
    words = "word " * 400 + "kestrel " + "word " * 400 + "end"
    fill(tmp_path / "quotes.db", [plain(words)]).conn.close()
    get = serve(tmp_path / "quotes.db")
    (shown,) = words_found(get, q="kestrel")
    assert shown.startswith("“[…] word")
    assert shown.endswith("word […]”")
    assert "kestrel" in shown
    assert len(shown) < 1000


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Get:
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    olga, tom = person("Olga Sorokina", role="Russian minister"), person("Tom Hale", role="mayor")
    said = [
        plain("The tariffs will stay", olga, published="2030-03-01", title="Tariffs", outlet="The Courier"),
        plain("The tariffs will go", olga, published="2031-03-01", title="No tariffs", byline="Jo Marsh"),
        plain("The tariffs are wrong", tom, published="2031-04-01", title="Mayor speaks"),
    ]
    fill(path, said).conn.close()
    return serve(path)


@pytest.mark.parametrize(
    ("query", "link", "difference", "words"),
    [
        ("speaker=Olga+Sorokinna", "speaker=olga-sorokina", "“Olga Sorokina” instead of “Olga Sorokinna”", "go"),
        ("speaker=Vera+Sorokina", "speaker=olga-sorokina", "“Olga Sorokina” instead of “Vera Sorokina”", "go"),
        ("speaker=olga-sorokinna", "speaker=olga-sorokina", "“Olga Sorokina” instead of “olga-sorokinna”", "go"),
        ("outlet=Courier", "outlet=The+Courier", "“The Courier” instead of “Courier”", "stay"),
        ("outlet=The+Currier", "outlet=The+Courier", "“The Courier” instead of “The Currier”", "stay"),
        ("role=ministre", "role=minister", "“minister” instead of “ministre”", "go"),
        ("speaker=tom-hale&from=2030-03&to=2030", "speaker=tom-hale", "without “from:2030-03 to:2030”", "wrong"),
        ("speaker=tom-hale&outlet=The+Courier", "speaker=tom-hale", "without “The Courier”", "wrong"),
        (
            "speaker=tom-hale&kind=paraphrase&polarity=denied&to=2030",
            "speaker=tom-hale",
            "without “polarity:denied kind:paraphrase to:2030”",
            "wrong",
        ),
    ],
)
def test_nothing_found_by_fields_alone_offers_the_nearest(
    dated: Get, query: str, link: str, difference: str, words: str
) -> None:
    page = dated(f"/search?{query}")
    suggested, _, nearest = text_of(page).partition(f"Nearest quotations {difference}")
    (number,) = re.findall(rf"Similar searches: {re.escape(difference)}: (\d) result", suggested)
    assert f"The tariffs {'are' if words == 'wrong' else 'will'} {words}" in nearest
    assert f'<a href="/search?{link}">' in page.text
    assert dated(f"/search.json?{link}").json()["total"] == int(number)
    assert "fewer words" not in suggested


def test_nothing_is_listed_as_similar_and_as_nearest(tmp_path: Path) -> None:
    fill(
        tmp_path / "quotes.db", [plain("He sent an email to the office", person("Olga Sorokina"), title="Mail")]
    ).close()
    page = serve(tmp_path / "quotes.db")("/search?q=emails&kind=direct")
    assert "Nothing found in just these words" in text_of(page)
    assert page.text.count('<a class="words"') == 1


def test_a_search_of_an_empty_archive_says_so(tmp_path: Path) -> None:
    fill(tmp_path / "quotes.db", []).close()
    shown = text_of(serve(tmp_path / "quotes.db")("/search?q=emails"))
    assert "No articles have been read yet" in shown
    assert "It may still be in articles that are not here" not in shown
    assert "fewer words" not in shown


@pytest.mark.parametrize(
    ("query", "link", "offered"),
    [
        ("q=tarifs", "q=tariffs", "“tariffs” instead of “tarifs”: 3 articles"),
        ("outlet=Courier", "outlet=The+Courier", "“The Courier” instead of “Courier”: 1 article"),
        ("q=mayor&from=2030&to=2030", "q=mayor", "without “from:2030 to:2030”: 1 article"),
        ("q=mayor+zebra", "q=mayor", "without “zebra”: 1 article"),
    ],
)
def test_no_article_found_offers_similar_searches(dated: Get, query: str, link: str, offered: str) -> None:
    page = dated(f"/articles?{query}")
    assert "Nothing found" in text_of(page)
    assert offered in text_of(page).partition("Similar searches:")[2]
    assert f'<a href="/articles?{link}">' in page.text
    assert offered.rpartition(": ")[2] in text_of(dated(f"/articles?{link}"))


def test_an_unknown_outlet_offers_those_that_are_here(dated: Get) -> None:
    page = dated("/search?outlet=Zzz")
    assert "Outlets here: The Courier: 1 article" in text_of(page)
    assert '<a href="/search?outlet=The%20Courier">' in page.text
    assert "1 result" in text_of(dated("/search?outlet=The%20Courier"))


def test_a_search_has_a_chart_of_its_months(dated: Get) -> None:
    page = dated("/search?q=tariffs").text
    chart = page.partition('<svg class="timeline"')[2].partition("</svg>")[0]
    bars = re.findall(r'<a href="([^"]+-\d\d)" aria-label="([^"]+)"', chart)
    assert [html.unescape(path) for path, _ in bars] == [
        f"/search?q=tariffs&from={month}&to={month}" for month in ("2031-04", "2031-03", "2030-03")
    ]
    assert bars[0][1] == "April 2031: 1 quotation"
    for path, _ in bars:
        assert "1 result" in text_of(dated(html.unescape(path)))


def test_two_speakers_side_by_side(dated: Get) -> None:
    page = dated("/search?q=tariffs&speaker=olga-sorokina&compare=tom-hale")
    sides = page.text.partition('class="columns sides"')[2].split("<section")[1:]
    assert [re.findall(r'<h2 .*?href="([^"]+)"', side) for side in sides] == [
        ["/search?q=tariffs&amp;speaker=olga-sorokina"],
        ["/search?q=tariffs&amp;speaker=tom-hale"],
    ]
    assert [len(re.findall("<li>", side)) for side in sides] == [2, 1]
    assert all('<svg class="timeline"' in side for side in sides)
    assert "Olga Sorokina 2 results" in text_of(page)
    assert "Tom Hale 1 result" in text_of(page)


def test_an_utterance_of_two_months_is_one_of_their_year(tmp_path: Path) -> None:
    olga = person("Olga Sorokina")
    months = ("2031-03-01", "2031-05-01", "2032-05-01")
    said = [
        plain("The tariffs will stay until May", olga, published=day, url=f"https://{day}.example/") for day in months
    ]
    fill(tmp_path / "quotes.db", said).close()
    get = serve(tmp_path / "quotes.db")
    page = get("/search?q=tariffs").text
    facets = page.partition('class="section facets"')[2]
    counted = r'<a href="[^"]+"><bdi>(\d{4})</bdi></a> <span class="figure">(\d+)</span>'
    assert re.findall(counted, facets) == [("2032", "1"), ("2031", "1")]
    assert re.findall(r'aria-label="(\d{4}: [^"]+)"', facets) == ["2032: 1 quotation", "2031: 1 quotation"]
    assert "1 result" in text_of(get("/search?q=tariffs&from=2031&to=2031"))


@pytest.mark.parametrize("asked", ["q=tariffs&from=2031-03-20&to=2031", "q=tariffs+from:2031-03-20+to:2031"])
def test_the_chart_of_a_search_with_dates_leads_to_what_it_counts(tmp_path: Path, asked: str) -> None:
    hale = person("Tom Hale")
    days = ("2031-02-01", "2031-03-10", "2031-03-28", "2031-04-01")
    said = [plain(f"The tariffs of {day} stay", hale, published=day, source=day) for day in days]
    fill(tmp_path / "quotes.db", said).close()
    get = serve(tmp_path / "quotes.db")
    chart = get(f"/search?{asked}").text.partition('<svg class="timeline"')[2].partition("</svg>")[0]
    links = {label: html.unescape(path) for path, label in re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', chart)}
    assert links == {
        "2031: 2 quotations": "/search?q=tariffs&from=2031-03-20&to=2031",
        "March 2031: 1 quotation": "/search?q=tariffs&from=2031-03-20&to=2031-03",
        "April 2031: 1 quotation": "/search?q=tariffs&from=2031-04&to=2031-04",
    }


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ("from=2030", "from 2030"),
        ("to=2031-03", "to March 2031"),
        ("from=2031&to=2031", "2031"),
        ("from=2030-03-01&to=2031", "1 March 2030 to 2031"),
    ],
)
def test_open_dates_are_not_shown_as_a_year(dated: Get, dates: str, said: str) -> None:
    page = dated(f"/search?q=tariffs&{dates}").text
    assert re.findall(r'<a class="chosen" [^>]*><bdi>([^<]+)', page) == [said]
    compared = dated(f"/search?q=tariffs&{dates}&compare=2029").text.partition('class="columns sides"')[2]
    assert re.findall(r"<h2 [^>]*><a [^>]*><bdi>([^<]+)", compared) == [said, "2029"]


def test_the_second_of_two_sides_is_one_link_away(dated: Get) -> None:
    page = dated("/search?q=tariffs&speaker=olga-sorokina&compare=tom-hale").text
    assert '<a href="#side-2"><bdi>Tom Hale</bdi>, 1 result</a>' in page
    assert 'id="side-2"' in page


def test_similar_wording_below_two_sides_says_whose_it_is(tmp_path: Path) -> None:
    olga, tom = person("Olga Sorokina"), person("Tom Hale")
    said = [("The tariffs will stay", olga), ("One tariff is enough", olga), ("The tariffs will go", tom)]
    fill(tmp_path / "quotes.db", [plain(words, by) for words, by in said]).close()
    get = serve(tmp_path / "quotes.db")
    shown = text_of(get("/search?q=tariffs&speaker=olga-sorokina&compare=tom-hale"))
    assert "Similar wording Olga Sorokina: other forms of the words" in shown
    assert "Similar wording other forms" in text_of(get("/search?q=tariffs&speaker=olga-sorokina"))


def test_fields_among_the_words_can_be_changed_by_links(dated: Get) -> None:
    page = dated("/search?q=tariffs+speaker:olga-sorokina+from:2030+to:2031")
    facets = page.text.partition('id="narrow"')[2]
    assert re.findall(r'<a class="chosen" href="([^"]+)"><bdi>([^<]+)', facets) == [
        ("/search?q=tariffs&amp;from=2030&amp;to=2031", "Olga Sorokina"),
        ("/search?q=tariffs&amp;speaker=olga-sorokina", "2030 to 2031"),
    ]
    sides = dated("/search?q=tariffs+speaker:olga-sorokina&compare=tom-hale").text.partition('class="columns sides"')[2]
    assert re.findall(r"<h2 [^>]*><a [^>]*><bdi>([^<]+)", sides) == ["Olga Sorokina", "Tom Hale"]


def test_a_search_without_dates_leaves_out_typed_ones(tmp_path: Path) -> None:
    said = [plain("The tariffs will stay", person("Olga Sorokina"), title="Tariffs")]
    fill(tmp_path / "quotes.db", said).close()
    page = serve(tmp_path / "quotes.db")("/search?q=tariffs+from:2031")
    assert '<a href="/search?q=tariffs">Search without dates</a>' in page.text


def test_similar_searches_count_an_utterance_once(tmp_path: Path) -> None:
    olga = person("Olga Sorokina")
    said = [plain("The tariffs will stay until May", olga, url=f"https://{at}.example/1") for at in "ab"]
    fill(tmp_path / "quotes.db", said).close()
    get = serve(tmp_path / "quotes.db")
    assert "without “kind:paraphrase”: 1 result" in text_of(get("/search?speaker=olga-sorokina&kind=paraphrase"))
    assert "1 result" in text_of(get("/search?speaker=olga-sorokina"))
    assert "Printed in 2 articles" in text_of(get("/search?speaker=olga-sorokina"))


def test_two_years_side_by_side(dated: Get) -> None:
    shown = text_of(dated("/search?q=tariffs&from=2030&to=2030&compare=2031"))
    assert "2030 1 result" in shown
    assert "2031 2 results" in shown
    assert "2032 0 results" in text_of(dated("/search?q=tariffs&from=2031&to=2031&compare=2032"))
    assert "2031 2 results" in text_of(dated("/search?q=tariffs&from=2032&to=2032&compare=2031"))


def test_country_role_and_kind_of_speaker_are_facets(dated: Get) -> None:
    page = dated("/search?q=tariffs").text
    facets = html.unescape(page.partition('class="section facets"')[2])
    assert "/search?q=tariffs&role=Russian+minister" in facets
    assert "Russian minister" in text_of(dated("/search?q=tariffs&country=russia"))
    assert "2 results" in text_of(dated("/search?q=tariffs&country=ru"))
    assert "2 results" in text_of(dated("/search?q=country:russian+tariffs"))


def test_a_number_beside_a_filter_is_what_the_filter_leaves(tmp_path: Path) -> None:
    hale, sorokina = person("Tom Hale", role="president"), person("Olga Sorokina", role="president of the senate")
    said = [
        plain("The tariffs will stay", hale, published="2030-03-01", outlet="The Courier"),
        plain("The tariffs will go", sorokina, published="2031-03-01", outlet="The Herald"),
    ]
    fill(tmp_path / "quotes.db", said).conn.close()
    get = serve(tmp_path / "quotes.db")
    facets = get("/search?q=tariffs").text.partition('class="section facets"')[2]
    filters = re.findall(r'<li><a href="([^"]+)"><bdi>([^<]+)</bdi></a>(?: <span class="figure">(\d+)</span>)?', facets)
    numbers = {name: number for _, name, number in filters}
    assert (numbers["president"], numbers["The Courier"]) == ("", "1"), "a role is also found in longer ones"
    assert "2 results" in text_of(get("/search?q=tariffs&role=president"))
    for path, _, number in filters:
        assert not number or f"{number} result" in text_of(get(html.unescape(path)))


def test_numbers_beside_filters_where_sentences_and_speakers_are_joint(tmp_path: Path) -> None:
    unsure = [replace(each, confidence=0.7) if each.kind == Kind.PARAPHRASE else each for each in FOUND]
    joint = Article("“The vault was not empty,” said a clerk and a teller.", "joint.txt", published="2031-05-07")
    both = quotation(joint, "The vault was not empty,", by=[anonymous("a clerk"), anonymous("a teller")])
    fill(tmp_path / "quotes.db", [(LEDGERS, unsure), (joint, [both])]).close()
    get = serve(tmp_path / "quotes.db")
    seen = set()
    for search in ("/search?from=2031&to=2031", "/search?q=vault", "/search?unverified=yes", "/search?kind=partial"):
        facets = get(search).text.partition('class="section facets"')[2]
        filters = re.findall(
            r'<li><a href="([^"]+)"><bdi>([^<]+)</bdi></a>(?: <span class="figure">([\d,]+)</span>)?', facets
        )
        for path, name, number in filters:
            found = text_of(get(html.unescape(path)))
            assert not number or f" {number} result" in found, (search, name)
            seen.add(name)
    assert {"Verified", "Unverified", "Paraphrases", "Ada Byrd"} <= seen


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("tarifs+wrong", "The tariffs are wrong"),
        ('"tariffs+stay"', "The tariffs will stay"),
        ("tariffs+zebra", "The tariffs are wrong"),
        ("wrong+speaker:olga-sorokina", "The tariffs are wrong"),
    ],
)
def test_nothing_found_shows_the_nearest_quotations(dated: Get, words: str, nearest: str) -> None:
    _, _, offered = text_of(dated(f"/search?q={words}")).partition("Nothing found")
    similar, heading, others = offered.partition("Nearest quotations")
    assert nearest in (others if heading else similar.partition("Similar wording")[2])


def test_nothing_found_shows_the_articles_with_the_words(dated: Get) -> None:
    shown = text_of(dated("/search?q=marsh+tariffs"))
    assert "Articles with these words" in shown
    assert "No tariffs" in shown.partition("Articles with these words")[2]
    shown = text_of(dated("/search?q=marsh+zebra"))
    assert "Articles with some of these words" in shown


def test_nothing_found_shows_the_articles_with_the_words_spelt_otherwise(tmp_path: Path) -> None:
    told = Article("The tariffs on timber fell.\n“The timber is here,” said Tom Hale.", "a.txt", title="Timber")
    other = Article("Nobody here spoke of anything.", "b.txt", title="Here")
    said = [quotation(told, "The timber is here,", by=[person("Tom Hale")])]
    fill(tmp_path / "quotes.db", [(told, said), (other, []), plain("The tariffs stay", person("Tom Hale"))]).close()
    page = serve(tmp_path / "quotes.db")("/search?q=tarrifs+timbre+here")
    assert "Articles with these words, spelt otherwise" in text_of(page)
    assert re.findall(r'<a class="title".*?<bdi>(.*?)</bdi>', page.text) == ["Timber"]


def test_articles_without_a_title_are_offered_by_their_first_words(tmp_path: Path) -> None:
    fill(tmp_path / "quotes.db", [(Article('"The zebra is here," said Ada Byrd.', "zebra.txt"), [])]).close()
    shown = text_of(serve(tmp_path / "quotes.db")("/search?q=zebra+said+quokka"))
    assert "Untitled: “‘The zebra is here,’ said Ada Byrd.”" in shown.partition("Articles with some of these words")[2]
    assert "Untitled article" not in shown


def test_articles_with_some_of_the_words_have_more_than_an_article_or_a_preposition(dated: Get) -> None:
    assert "Articles with" not in text_of(dated('/search?q="zebra+of+the+quokka"'))


def test_articles_are_searched(dated: Get) -> None:
    page = dated("/articles?q=tariffs+-mayor")
    assert "2 articles" in text_of(page)
    assert "<mark>tariffs</mark>" in page.text
    assert re.findall(r'<a class="title".*?<bdi>(.*?)</bdi>', page.text) == ["Tariffs", "No tariffs"]
    for asked in ("q=marsh", "q=tariffs&from=2031-03&to=2031-03"):
        assert re.findall(r'<a class="title".*?<bdi>(.*?)</bdi>', dated(f"/articles?{asked}").text) == ["No tariffs"]
    assert 'value="tariffs -mayor"' in page.text
    assert "Nothing found" in text_of(dated("/articles?q=zebra"))


def test_a_bad_search_of_articles_is_explained(dated: Get) -> None:
    page = dated("/articles?q=speaker:hale")
    assert page.status_code == 400
    assert "speaker: is a field of quotations" in text_of(page)
