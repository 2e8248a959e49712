"""What pages are also had as: feeds, CSV and JSON; and what machines ask for."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quotes.ids import article_key
from quotes.model import Article, Span
from quotes.site import downloads
from quotes.site.downloads import Listing
from quotes.site.page_content import Visit
from quotes.store.queries import Named, Printed
from tests.builders import CRANES, HARBOUR, fill, quotation, span, stored
from tests.site import Get, id_of, serve
from tests.test_site_escaping import NASTY

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def atom(response: httpx.Response) -> ElementTree.Element:
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def test_feed_of_a_search(get: Get, database: Path) -> None:
    feed = atom(get("/search.atom?q=nobody&sort=oldest"))
    assert feed.findtext("a:title", namespaces=ATOM) == "Quotes: nobody"
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links == {
        "self": "http://localhost/search.atom?q=nobody&sort=oldest",
        "alternate": "http://localhost/search?q=nobody&sort=newest",
    }
    first, second = feed.findall("a:entry", ATOM)
    assert first.findtext("a:id", namespaces=ATOM) == f"http://localhost/q/{id_of(database, 'crews. Nobody,')}"
    assert first.findtext("a:title", namespaces=ATOM) == (
        "Tomás Brandvold and Ruth Achterberg: “Nobody asked the crews. Nobody,”"
    )
    assert first.findtext("a:published", namespaces=ATOM) == "2031-02-04T00:00:00Z"
    assert second.find("a:published", ATOM) is None
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}\+00:00", second.findtext("a:updated", "", ATOM))


def test_feed_keeps_paraphrases_apart(get: Get) -> None:
    feed = atom(get("/speakers/ines-okafor.atom"))
    entries = {entry.findtext("a:title", "", ATOM): entry for entry in feed.findall("a:entry", ATOM)}
    assert len(entries) == 5
    (reported,) = (entry for title, entry in entries.items() if "paraphrased" in title)
    content = reported.findtext("a:content", "", ATOM)
    assert content.startswith("[paraphrase, not exact words] Ines Okafor [unverified], paraphrased: Work on the cranes")
    assert content.endswith(", Tides Weekly, 11 March 2031"), "a date for people"
    assert [link.get("href") for link in reported.findall("a:link[@rel='via']", ATOM)] == [CRANES.url]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/search.csv?q=cranes", 3),
        ("/search.csv?kind=paraphrase", 2),
        ("/search.csv?q=zebra", 0),
        ("/search.csv?q=crew&wording=similar", 2),
        ("/speakers/ines-okafor.csv", 5),
    ],
)
def test_tables(get: Get, path: str, words: int) -> None:
    response = get(path)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="[a-z-]+\.csv"', response.headers["content-disposition"])
    assert response.content.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by its mark"
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == words
    for row in rows:
        assert row["permalink"] == f"http://localhost/q/{row['id']}"
        assert row["kind"] in ("direct", "partial", "paraphrase")
        assert row["polarity"] == "asserted"
        assert row["context"]
        assert row["passage"].startswith(("https://", "http://localhost/articles/"))


def test_a_row_of_a_table_has_what_a_spreadsheet_needs(get: Get, database: Path) -> None:
    table = get("/search.csv?q=painful").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["speakers_role"], row["cue_text"], row["sentence"]) == (
        "harbour master",
        "called",
        "Ines Okafor: “painful”",
    )
    assert row["context"] == HARBOUR.text.splitlines()[1]
    assert row["passage"].startswith(f"{HARBOUR.url}#:~:text=")
    undated = get("/search.csv?q=quite").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(undated))
    assert row["passage"] == f"http://localhost/articles/{row['article_id']}#q-{row['id']}"


def test_a_cell_is_one_line(tmp_path: Path) -> None:
    article = Article(text="“One line\nand another,” said Bo Li.\n", source="lines.txt", title="A\ntitle")
    fill(tmp_path / "quotes.db", [(article, [quotation(article, "One line\nand another,")])]).close()
    table = serve(tmp_path / "quotes.db")("/search.csv?q=another").content.decode("utf-8-sig")
    assert len(table.splitlines()) == 2
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["text"], row["article_title"]) == ("One line and another,", "A title")


def test_json_of_a_search_is_the_search(get: Get, database: Path) -> None:
    data = get("/search.json?q=painful&speaker=okafor").json()
    assert (data["search"], data["total"], data["more"]) == ({"q": "painful", "speaker": "okafor"}, 1, False)
    assert data["quotations"] == [
        {
            "id": id_of(database, "painful"),
            "kind": "partial",
            "text": "painful",
            "spans": [list(span(HARBOUR.text, "painful"))],
            "page": None,
            "cue": span(HARBOUR.text, "called")._asdict() | {"text": "called"},
            "mention": span(HARBOUR.text, "Okafor", "reporters")._asdict() | {"text": "Okafor"},
            "speakers": [{"id": "ines-okafor", "name": "Ines Okafor", "kind": "person", "role": "harbour master"}],
            "confidence": 0.9,
            "step": "cue",
            "chain": [list(span(HARBOUR.text, "Ines Okafor"))],
            "article": {
                "id": article_key(HARBOUR),
                "source": "harbour.txt",
                "title": "Port Ellery harbour to close",
                "byline": "Jo Marsh",
                "outlet": "The Ellery Courier",
                "published": "2031-02-04",
                "url": HARBOUR.url,
            },
            "polarity": "asserted",
            "statement": "painful",
            "statement_spans": [list(span(HARBOUR.text, "painful"))],
            "quoting": None,
            "part_of": None,
            "version": 1,
            "gone_since": None,
            "permalink": f"http://localhost/q/{id_of(database, 'painful')}",
            "unverified": False,
        }
    ]  # fmt: skip


def test_json_of_a_speaker(get: Get) -> None:
    data = get("/speakers/ines-okafor.json").json()
    speaker = data["speaker"]
    assert (speaker["name"], speaker["quoted"], speaker["paraphrased"]) == ("Ines Okafor", 4, 1)
    assert speaker["permalink"] == "http://localhost/speakers/ines-okafor"
    assert [role["role"] for role in speaker["roles"]] == ["harbour mistress", "harbour master"]
    dates = [each["article"]["published"] or "" for each in data["quotations"]]
    assert len(dates) == 5
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize(
    ("ending", "kind", "begins"),
    [
        ("bib", "application/x-bibtex; charset=utf-8", "@online{"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "TY  - NEWS"),
        ("txt", "text/plain; charset=utf-8", "Ines Okafor, harbour master: [partial quotation] “painful.” In: "),
        ("json", "application/json", "{"),
        ("csl.json", "application/vnd.citationstyles.csl+json", "["),
        ("annotation.json", 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"', "{"),
    ],
)
def test_files_of_a_quotation(get: Get, database: Path, ending: str, kind: str, begins: str) -> None:
    address = f"/q/{id_of(database, 'painful')}"
    response = get(f"{address}.{ending}")
    assert (response.status_code, response.headers["content-type"]) == (200, kind)
    assert response.text.startswith(begins)
    assert get(f"{address}.{ending}", headers={"if-none-match": response.headers["etag"]}).status_code == 304
    assert ending == "txt" or f'href="http://localhost{address}.{ending}"' in get(address).text
    if ending.endswith("json"):
        json.loads(response.text)


def test_the_record_of_a_quotation_points_into_its_text(get: Get, database: Path) -> None:
    data = get(f"/q/{id_of(database, 'Work on the cranes')}.json").json()
    assert " ".join(CRANES.text[start:end] for start, end in data["spans"]) == data["text"]
    mention = data["mention"]
    assert CRANES.text[mention["start"] : mention["end"]] == mention["text"] == "Ms Okafor"
    annotation = get(f"/q/{id_of(database, 'Work on the cranes')}.annotation.json").json()
    for target in annotation["target"]:
        quote, position = target["selector"]
        assert CRANES.text[position["start"] : position["end"]] == quote["exact"]
        assert target["state"]["sha256"] == data["stored_text"]["sha256"]
        assert get(target["state"]["cached"].removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize("ending", ["bib", "json", "annotation.json"])
def test_files_of_what_never_was(get: Get, ending: str) -> None:
    assert get(f"/q/{'0' * 16}.{ending}").status_code == 404


def test_misread_ids_lead_to_the_file(get: Get, database: Path) -> None:
    id = id_of(database, "painful")
    response = get(f"/q/{id.upper()}.bib")
    assert (response.status_code, response.headers["location"]) == (301, f"/q/{id}.bib")


def test_a_feed_of_a_bad_search_is_explained(get: Get) -> None:
    for ending in ("atom", "csv", "json"):
        response = get(f"/search.{ending}?q=-x")
        assert response.status_code == 400
        assert "only excludes words" in response.text


@pytest.mark.slow
def test_robots_and_sitemap_list_every_page(get: Get, database: Path) -> None:
    robots = get("/robots.txt").text
    assert "Disallow: /search\n" in robots
    assert "Disallow: /api/\n" in robots
    assert "Disallow: /quotes/\n" in robots
    (found,) = re.findall("Sitemap: http://localhost(.*)", robots)
    files = [loc.text or "" for loc in ElementTree.fromstring(get(found).content).findall("s:sitemap/s:loc", MAP)]
    listed = []
    for file in files:
        response = get(file.removeprefix("http://localhost"))
        assert response.headers["content-type"] == "application/xml"
        listed += [loc.text or "" for loc in ElementTree.fromstring(response.content).findall("s:url/s:loc", MAP)]
    assert len(listed) == len(set(listed)) == 4 + 13 + 8 + 4
    for address in listed:
        assert get(address.removeprefix("http://localhost")).status_code == 200, address
    assert get("/sitemap-quotations-2.xml").status_code == get("/sitemap-pages-2.xml").status_code == 404


CONVERTED = "3-2|12/24|5 - 1|3/2/2031|March 3|Oct. 12|12 October 2031|May 5, 2031|1-may|12:30|9:05 pm|007|1e5|1.5E-3"
KEPT = "50-50-1 vote|2031|2031-05-06|1,000|10%|$5|May|3-2 win|179-261|march on|Mayor 5|Maybe 3|12:30 sharp|1.5|0"


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        *((each, f"'{each}") for each in CONVERTED.split("|")),
        *((each, each) for each in KEPT.split("|")),
    ],
)
def test_a_spreadsheet_shows_the_words_of_a_table(words: str, cell: str) -> None:
    article = Printed("a" * 16, words, None, None, "2031-05-06", None, "a.txt")
    found = stored(words, article, Named("s", "Ada Byrd", "person", None), spans=(Span(1, 12),))
    visit = Visit({}, {}, str, lambda path: f"http://localhost{path}")
    listing = Listing([found], {}, {}, visit, "x", words, "/search.atom", "/search", {})
    (row,) = csv.DictReader(io.StringIO(downloads.as_csv(listing).removeprefix("\ufeff")))
    assert (row["text"], row["article_title"], row["spans"]) == (cell, cell, "'1-12")
    assert row["article_published"] == "2031-05-06"


def test_browsers_can_search_from_the_address_bar(get: Get) -> None:
    assert '<link rel="search" type="application/opensearchdescription+xml"' in get("/").text
    response = get("/opensearch.xml")
    urls = ElementTree.fromstring(response.content).findall("{http://a9.com/-/spec/opensearch/1.1/}Url")
    template = urls[0].get("template") or ""
    path = template.replace("{searchTerms}", "painful").replace("{startPage?}", "1")
    assert "1 result" in get(path.removeprefix("http://localhost")).text


def test_favicon(get: Get) -> None:
    response = get("/favicon.ico")
    assert response.headers["content-type"] == "image/x-icon"
    assert response.content[:4] == b"\0\0\1\0"


@pytest.mark.slow
@given(NASTY | st.text(st.characters(exclude_categories=["Cs"])))
@example("\x00\x0b\ufffe")
@settings(max_examples=100, deadline=None)
def test_whatever_is_in_it_a_feed_is_xml_and_a_table_runs_nothing(words: str) -> None:
    article = Printed("a" * 16, words, words, words, words, f"https://a.example/{words}", words)
    found = stored(f"={words}", article, Named("s", words, "person", None))
    visit = Visit({}, {}, str, lambda path: f"http://localhost{path}")
    added = {article.id: "2031-02-04T10:00:00+00:00"}
    listing = Listing([found], {}, added, visit, "x", words, "/search.atom", f"/search?q={words}", {})
    feed = downloads.as_atom(listing)
    assert len(ElementTree.fromstring(feed).findall("a:entry", ATOM)) == 1
    (row,) = csv.DictReader(io.StringIO(downloads.as_csv(listing).removeprefix("\ufeff"), newline=""))
    assert row["text"] == " ".join(f"'={words}".split())
    assert all(not cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    assert json.loads(downloads.as_json(listing))["quotations"][0]["text"] == f"={words}"
