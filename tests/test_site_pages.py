"""Every page shows what the archive holds."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path

import pytest

from quotes.ids import article_key, quotation_ids
from quotes.model import UNVERIFIED, Article, Kind
from quotes.site import page_content
from quotes.store import corrections
from tests.builders import (
    CRANES,
    HARBOUR,
    HARBOUR_QUOTATIONS,
    OFFICIAL,
    OKAFOR,
    SILENT,
    UNDATED,
    anonymous,
    fill,
    organisation,
    person,
    plain,
    quotation,
)
from tests.site import Get, id_of, linked_data, serve, text_of


def title_of(get: Get, path: str) -> str:
    found = re.search("<title>(.*?)</title>", get(path).text)
    assert found
    return html.unescape(found[1])


def test_front_page_says_what_is_covered(get: Get) -> None:
    shown = text_of(get("/"))
    assert "4 articles from 2 outlets, 4 February 2031 to 11 March 2031, 2 undated" in shown
    assert "13 quotations and paraphrases by 8 speakers" in shown


def test_front_page_shows_newest_exact_words_first(get: Get) -> None:
    shown = text_of(get("/"))
    assert shown.index("The café on the quay") < shown.index("We have no money left")
    assert "Work on the cranes" not in shown


def test_front_page_has_each_speaker_once_if_there_are_enough(tmp_path: Path) -> None:
    many = [plain(f"Answer {number} of the hearing", OKAFOR, source=f"{number}.txt") for number in range(9)]
    few = [plain(f"Question {who} of the hearing", person(f"Ann Number{who}")) for who in "abcdefg"]
    fill(tmp_path / "quotes.db", many + few).conn.close()
    shown = text_of(serve(tmp_path / "quotes.db")("/")).partition("Most quoted")[0]
    assert (shown.count("“Question"), shown.count("“Answer")) == (7, 1)


def test_front_page_shows_short_words_last(tmp_path: Path) -> None:
    many = [plain("No", person("Ada Short"), published="2031-05-01")]
    many += [plain(f"Question {who} of the long hearing", person(f"Ann Number{who}")) for who in "abcdefgh"]
    fill(tmp_path / "quotes.db", many).conn.close()
    shown = text_of(serve(tmp_path / "quotes.db")("/")).partition("Most quoted")[0]
    assert (shown.count("“Question"), shown.count("“No,”")) == (8, 0)


def test_most_quoted_are_named_and_unnamed_sources_have_their_article(tmp_path: Path) -> None:
    articles = [
        plain(f"The pier {number} is closed for good", anonymous("an official"), source=f"{number}.txt", title=title)
        for number, title in enumerate(["Pier closes", "Pier shuts"])
    ]
    fill(tmp_path / "quotes.db", [*articles, plain("The pier is open", person("Ada Byrd"))]).conn.close()
    get = serve(tmp_path / "quotes.db")
    assert "an official" not in text_of(get("/")).partition("Most quoted")[2]
    shown = text_of(get("/speakers?kind=anonymous"))
    assert (shown.count("an official"), shown.count("Pier closes"), shown.count("Pier shuts")) == (2, 1, 1)


def test_front_page_is_not_of_one_article_alone(tmp_path: Path) -> None:
    words = [f"Answer {number} of the hearing" for number in range(20)]
    hearing = Article(
        " said Bo Li. ".join(f"“{each},”" for each in words), "hearing.txt", title="A hearing", published="2032-01-01"
    )
    answers = [quotation(hearing, f"{each},") for each in words]
    fill(tmp_path / "quotes.db", [(HARBOUR, HARBOUR_QUOTATIONS), (hearing, answers)]).conn.close()
    shown = text_of(serve(tmp_path / "quotes.db")("/"))
    assert shown.index("Answer 0 ") < shown.index("Answer 1 ") < shown.index("We have no money left")
    assert shown.count("A hearing") == 6


def test_front_page_of_little(tmp_path: Path) -> None:
    fill(tmp_path / "quotes.db", [plain("Only this")]).conn.close()
    get = serve(tmp_path / "quotes.db")
    shown = text_of(get("/"))
    assert "Covers 1 article, 1 undated: 1 quotation or paraphrase." in shown
    assert "Most quoted" not in shown
    assert "No speakers have been identified yet" in text_of(get("/speakers"))


def test_front_page_ranks_speakers(get: Get) -> None:
    shown = text_of(get("/"))
    assert shown.index("Ines Okafor 4 quotations, 1 paraphrase") < shown.rindex("Ruth Achterberg 1 quotation")
    assert "Port Ellery Port Authority 1 paraphrase" in shown


def test_front_page_of_an_empty_archive(tmp_path: Path) -> None:
    fill(tmp_path / "quotes.db", []).conn.close()
    get = serve(tmp_path / "quotes.db")
    for path in ("/", "/articles"):
        shown = text_of(get(path))
        assert "No articles have been read yet" in shown
        assert "Covers" not in shown


def test_quotation_page(get: Get, database: Path) -> None:
    page = get(f"/q/{id_of(database, 'We have no money left')}")
    shown = text_of(page)
    words = "“We have no money left, and the cranes are not safe,”"
    assert shown.startswith(f"Direct quotation: {Kind.DIRECT.meaning} {words}")
    assert "Ines Okafor, harbour master" in shown
    assert "The Ellery Courier, 4 February 2031, by Jo Marsh" in shown
    assert "Confidence 90%" in shown
    assert f'<a href="/articles/{article_key(HARBOUR)}#q-' in page.text


def test_role_is_that_of_the_article(get: Get, database: Path) -> None:
    assert "Ines Okafor, harbour mistress" in text_of(get(f"/q/{id_of(database, 'café on the quay')}"))
    assert "Ines Okafor, harbour master" in text_of(get(f"/q/{id_of(database, 'painful')}"))


def test_passage_marks_words_cue_and_mention(get: Get, database: Path) -> None:
    page = get(f"/q/{id_of(database, 'painful')}").text
    assert '<span class="mention">Okafor</span> <span class="cue">called</span>' in page
    assert "the decision “<mark>painful</mark>”." in page


def test_chain_of_mentions_is_shown(get: Get, database: Path) -> None:
    shown = text_of(get(f"/q/{id_of(database, 'Quite so,')}"))
    assert "Source he → a senior official at the ministry" in shown


def test_joint_speakers(get: Get, database: Path) -> None:
    page = get(f"/q/{id_of(database, 'Nobody asked the crews. Nobody,')}")
    assert "Tomás Brandvold and Ruth Achterberg" in text_of(page)
    assert '"/speakers/tomas-brandvold"' in page.text
    assert '"/speakers/ruth-achterberg"' in page.text


def test_unknown_speaker_is_said(get: Get, database: Path) -> None:
    shown = text_of(get(f"/q/{id_of(database, 'It will reopen,')}"))
    assert "Speaker not identified unverified" in shown


@pytest.mark.parametrize(
    ("confidence", "unverified"),
    [(UNVERIFIED - 0.01, True), (UNVERIFIED, False), (0.95, False)],
)
def test_unsure_attribution_is_called_unverified(tmp_path: Path, confidence: float, unverified: bool) -> None:
    article, _ = plain("It is done", OKAFOR)
    unsure = quotation(article, "It is done", by=[OKAFOR], confidence=confidence)
    fill(tmp_path / "quotes.db", [(article, [unsure])]).conn.close()
    get = serve(tmp_path / "quotes.db")
    page = f"/q/{id_of(tmp_path / 'quotes.db', 'It is done')}"
    for path in (page, "/search?q=done", "/speakers/ines-okafor", f"/articles/{article_key(article)}"):
        assert ("unverified" in text_of(get(path))) == unverified, path
    assert ("It is done" in text_of(get("/"))) != unverified
    for path in (f"{page}.txt", f"{page}.bib", f"{page}.ris", f"{page}.csl.json", "/search.atom?q=done"):
        assert ("[unverified]" in get(path).text) == unverified, path
    (record,) = get("/search.json?q=done").json()["quotations"]
    assert get(f"{page}.json").json()["unverified"] == record["unverified"] == unverified
    (row,) = csv.DictReader(io.StringIO(get("/search.csv?q=done").text.removeprefix("\ufeff")))
    assert row["unverified"] == str(unverified).lower()
    for answer, fits in (("yes", unverified), ("no", not unverified)):
        assert get(f"/search.json?q=done&unverified={answer}").json()["total"] == fits
        assert get(f"/search.json?q=done+unverified:{answer}").json()["total"] == fits


def test_what_an_editor_decided_is_verified(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    article, _ = plain("It is done", OKAFOR)
    with fill(path, [(article, [quotation(article, "It is done", by=[OKAFOR], confidence=0.3)])]) as db:
        assert "It is done" not in text_of(serve(path)("/"))
        corrections.attribute(db, id_of(path, "It is done"), "ines-okafor", who="an editor")
    get = serve(path)
    assert "It is done" in text_of(get("/"))
    assert get("/search.json?unverified=no").json()["total"] == 1
    assert get("/search.json?unverified=yes").json()["total"] == 0


def test_verified_and_unverified_are_a_facet(get: Get) -> None:
    assert "Attribution Verified Unverified 2" in text_of(get("/search?q=speaker:okafor"))
    assert "Attribution Verified remove" in text_of(get("/search?q=speaker:okafor&unverified=no"))


def test_undated_quotation_without_outlet(get: Get, database: Path) -> None:
    shown = text_of(get(f"/q/{id_of(database, 'Quite so,')}"))
    assert "undated Untitled: “" in shown
    assert "None" not in shown


def test_id_misread_by_people_leads_to_the_page(get: Get, database: Path) -> None:
    id = id_of(database, "no plan B")
    misread = id.upper().replace("0", "O").replace("1", "l")
    assert misread != id
    response = get(f"/q/{misread}")
    assert (response.status_code, response.headers["location"]) == (301, f"/q/{id}")


def test_machines_read_who_said_what_where(get: Get, database: Path) -> None:
    id = id_of(database, "We have no money left")
    page = get(f"/q/{id}")
    data = linked_data(page)
    assert (data["@context"], data["@type"]) == ("https://schema.org", "Quotation")
    assert data["text"] == "We have no money left, and the cranes are not safe,"
    assert data["creator"] == {
        "@type": "Person",
        "name": "Ines Okafor",
        "url": "http://localhost/speakers/ines-okafor",
    }
    assert data["isBasedOn"] == {
        "@type": "NewsArticle",
        "headline": HARBOUR.title,
        "author": {"@type": "Person", "name": "Jo Marsh"},
        "publisher": {"@type": "Organization", "name": "The Ellery Courier"},
        "datePublished": "2031-02-04",
        "url": HARBOUR.url,
    }
    assert f'<link rel="canonical" href="http://localhost/q/{id}">' in page.text
    assert f'<meta property="og:url" content="http://localhost/q/{id}">' in page.text
    assert '<meta property="og:title" content="Ines Okafor: “We have no money' in page.text


def test_speaker_page_keeps_words_and_paraphrases_apart(get: Get) -> None:
    shown = text_of(get("/speakers/ines-okafor"))
    own, reported = shown.split("Paraphrases 1, reported speech, not their exact words")
    assert "“painful”" in own
    assert "Work on the cranes" not in own
    assert "Work on the cranes could start in May if parliament agrees" in reported
    assert "painful" not in reported


def test_speaker_page_gives_names_and_dated_roles(get: Get) -> None:
    shown = text_of(get("/speakers/ines-okafor"))
    assert "harbour mistress (11 March 2031) harbour master (4 February 2031)" in shown
    assert "Also named" in shown
    assert "Ms Okafor" in shown


@pytest.mark.parametrize(
    ("slug", "kind"),
    [("ministry-of-tides", "organisation"), ("ines-okafor", ""), ("port-ellery-port-authority", "organisation")],
)
def test_speaker_page_says_what_is_no_person(get: Get, slug: str, kind: str) -> None:
    shown = text_of(get(f"/speakers/{slug}"))
    assert ("organisation" in shown) == bool(kind)


def test_speakers_are_listed_most_quoted_first(get: Get) -> None:
    shown = text_of(get("/speakers"))
    assert shown.startswith("Speakers 8 speakers")
    assert shown.index("Ines Okafor") < shown.index("Ruth Achterberg")
    assert "a senior official at the ministry unnamed source" in shown


def test_long_lists_have_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_content, "INDEX", 2)
    said = [plain(f"Number {n} is here", person(f"Ann Number{'abcde'[n]}")) for n in range(5)]
    fill(tmp_path / "quotes.db", said).conn.close()
    get = serve(tmp_path / "quotes.db")
    for path, expected in [("/speakers", "Ann Number"), ("/articles", "Number ")]:
        seen: list[str] = []
        at: str | None = path
        while at:
            page = get(at).text
            seen += re.findall(rf'href="{path}/([^"#]+)"', page)
            following = re.search(r'rel="next" href="([^"]+)"', page)
            at = html.unescape(following[1]) if following else None
        assert len(seen) == len(set(seen)) == 5, expected
        assert get(f"{path}?page=4").status_code == 404
        assert get(f"{path}?page=x").status_code == 400


def test_articles_are_listed_newest_first(get: Get) -> None:
    shown = text_of(get("/articles"))
    assert shown.index("Cranes <first>") < shown.index("Port Ellery harbour to close") < shown.index("Silence")
    assert "Tides Weekly, 11 March 2031 · 4 quotations, 1 paraphrase" in shown
    assert "undated · 0 quotations" in shown


def test_article_page_is_the_article_with_links_in_place(get: Get, database: Path) -> None:
    page = get(f"/articles/{article_key(CRANES)}")
    for line in CRANES.text.splitlines():
        assert " ".join(line.split()) in text_of(page)
    id = id_of(database, "I won’t close it")
    assert f'<span id="q-{id}"></span><a href="/q/{id}" class="quoted">I won’t close it — ever!</a>' in page.text
    assert text_of(page).count("Ines Okafor") == 2 + CRANES.text.count("Ines Okafor"), "in two margins"


def test_article_without_quotations_or_title(get: Get) -> None:
    assert "Nothing was said at the harbour today." in text_of(get(f"/articles/{article_key(SILENT)}"))
    assert text_of(get(f"/articles/{article_key(UNDATED)}"), "h1") == "Untitled article"


def test_partial_quotation_inside_a_paraphrase(tmp_path: Path) -> None:
    article = Article("The ministry said that the plan was “quite dead” and would stay so.\n", "nested.txt")
    by = [organisation("The ministry")]
    inner = quotation(article, "quite dead", kind=Kind.PARTIAL, by=by)
    outer = quotation(article, "the plan was “quite dead” and would stay so", kind=Kind.PARAPHRASE, by=by)
    fill(tmp_path / "quotes.db", [(article, [inner, outer])]).conn.close()
    page = serve(tmp_path / "quotes.db")(f"/articles/{article_key(article)}").text
    dead, plan = quotation_ids(article_key(article), [inner, outer])
    linked = re.findall(r'<a href="/q/(\w+)" class="(\w+)"[^>]*>([^<]*)</a>', page)
    assert linked == [
        (plan, "reported", "the plan was “"),
        (dead, "quoted", "quite dead"),
        (plan, "reported", "” and would stay so"),
    ]
    assert re.findall(r'id="q-(\w+)"', page) == [plan, dead]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/q/0000000000000000", "No quotation here has the id 0000000000000000."),
        ("/q/what%20is%20this", "No quotation here has the id"),
        ("/speakers/nobody", "No speaker here has this URL."),
        ("/articles/0000000000000000", "No article here has the id"),
        ("/nowhere", "There is no page at this URL."),
        ("/quotes/no_such_table", "There is no page at this URL."),
    ],
)
def test_missing_pages_read_well_and_offer_search(get: Get, path: str, reason: str) -> None:
    response = get(path)
    assert response.status_code == 404
    assert reason in text_of(response)
    assert 'action="/search"' in response.text


def test_titles_for_tabs(get: Get, database: Path) -> None:
    assert title_of(get, "/") == "Quotes: who said what, when, and where it was printed"
    assert title_of(get, "/search") == "Search – Quotes"
    assert title_of(get, "/search?q=harbour") == "harbour – 1 result – Quotes"
    assert title_of(get, f"/q/{id_of(database, 'painful')}") == "Ines Okafor: “painful” – Quotes"
    assert title_of(get, f"/q/{id_of(database, 'Work on the')}") == (
        "Ines Okafor [unverified], paraphrased: Work on the cranes could start in May if parliament agrees – Quotes"
    )
    assert title_of(get, "/speakers/ines-okafor") == "Ines Okafor: quotations – Quotes"
    assert title_of(get, f"/articles/{article_key(HARBOUR)}") == (
        "Port Ellery harbour to close – The Ellery Courier, 4 February 2031 – Quotes"
    )
    assert title_of(get, "/nowhere") == "Page not found – Quotes"


def test_why_this_speaker_is_said_in_words(get: Get, database: Path) -> None:
    shown = text_of(get(f"/q/{id_of(database, 'painful')}"))
    assert "Why this speaker Reason the source is named next to the words Confidence 90% Cue called" in shown
    shown = text_of(get(f"/q/{id_of(database, 'It will reopen')}"))
    assert "Why no speaker Reason the article, or the program, does not tell who said it" in shown
    assert "Confidence" not in shown


def test_names_and_paragraphs_written_from_the_right_stand_by_themselves(tmp_path: Path) -> None:
    said = "לא נסגור את הנמל"
    article = Article(
        f"“{said},” said מרים לוי.\n“It is late,” said Bo Li.",
        "rtl.txt",
        "הנמל נסגר",
        "דנה כהן",
        "העיתון",
        "2031-06-01",
    )
    quotations = [quotation(article, f"{said},", by=[person("מרים לוי", role="שרת הנמלים")])]
    fill(tmp_path / "quotes.db", [(article, quotations)]).conn.close()
    get = serve(tmp_path / "quotes.db")
    page = get(f"/q/{quotation_ids(article_key(article), quotations)[0]}").text
    for words in ("מרים לוי", "העיתון", "הנמל נסגר", "דנה כהן"):
        assert f"<bdi>{words}</bdi>" in page
    assert '<bdi class="role">שרת הנמלים</bdi>' in page
    for path in (f"/articles/{article_key(article)}", "/", "/articles"):
        assert "<bdi>העיתון</bdi>, <time" in get(path).text
    assert get(f"/articles/{article_key(article)}").text.count('<p class="line" dir="auto">') == 2
    assert page.count('<p dir="auto">') == 2


def test_articles_without_a_title_are_known_by_their_first_words(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    said = "We will repair forty boats"
    other = "The lighthouse keeper has painted every single door of the village blue since the summer"
    fill(path, [plain(said, OKAFOR), plain(other, OFFICIAL), plain("A title is here", OKAFOR, title="Boats")]).close()
    get = serve(path)
    first = f"Untitled: “‘{said},’ said Ines Okafor.”"
    for page in ("/articles", "/articles?q=boats", "/search?q=boats", "/speakers/ines-okafor", "/"):
        assert first in text_of(get(page)), page
    assert "Untitled: “‘The lighthouse keeper has painted every single door of the…”" in text_of(get("/speakers"))
    assert "Boats" in text_of(get("/articles"))
    assert "Untitled article" not in text_of(get("/articles"))
