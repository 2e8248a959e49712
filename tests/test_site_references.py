"""Citations for people, citation managers and machines: right, complete, and whole whatever is in them."""

from __future__ import annotations

import html as markup
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.model import Span
from quotes.site import citations, references
from quotes.site.citations import Cited
from quotes.store.queries import Named, Printed
from quotes.text.bylines import Author, authors
from tests.builders import stored
from tests.test_site_escaping import NASTY

ARTICLE = Printed(
    "a" * 16, "Harbour to close", "By Jo Marsh and Bo Li", "The Courier", "2031-02-04",
    "https://courier.example/1?a=b&c=d", "h.txt",
)  # fmt: skip
OKAFOR = Named("ines-okafor", "Ines Okafor", "person", "minister")
TEXT = "He said: “We are done,” and left."
SAID = stored("We are done,", ARTICLE, OKAFOR, spans=(Span(10, 22),))
CITED = Cited(SAID, {"ines-okafor": "harbour master"}, "2031-03-01T10:00:00+00:00", "https://quotes.example/q/1")
UNKNOWN = Printed("a" * 16, None, None, None, None, "javascript:alert(1)", "folder/h.txt")
BARE = Cited(replace(SAID, speakers=(), article=UNKNOWN), {}, CITED.read, CITED.permalink)


def kind(kind: Any, cited: Cited = CITED) -> Cited:
    return replace(cited, quotation=replace(cited.quotation, kind=kind))


@pytest.mark.parametrize(
    ("byline", "found"),
    [
        ("Story by Kim Lee | Photographs by Joe Roe", [Author("Lee", "Kim")]),
        ("By Jo Marsh, photos by Bo Li", [Author("Marsh", "Jo")]),
        ("Jo Marsh with additional reporting by Bo Li in London", [Author("Marsh", "Jo")]),
        ("Jo Marsh in Rome and Bo Li in York; further research by Al Ox", [Author("Marsh", "Jo"), Author("Li", "Bo")]),
        ("Jo Marsh (edited by Bo Li)", [Author("Marsh", "Jo")]),
        ("Jo Marsh | Bo Li", [Author("Marsh", "Jo"), Author("Li", "Bo")]),
        ("Photographs by Jo Marsh", [Author("Photographs by Jo Marsh")]),
        (None, []),
        ("Jo Marsh", [Author("Marsh", "Jo")]),
        ("By Jo Marsh and Bo Li", [Author("Marsh", "Jo"), Author("Li", "Bo")]),
        ("Anne-Marie O’Neill; Bo Li", [Author("O’Neill", "Anne-Marie"), Author("Li", "Bo")]),
        ("Jo Marsh, Bo Li & AFP", [Author("Marsh", "Jo"), Author("Li", "Bo"), Author("AFP")]),
        ("Reuters Staff", [Author("Reuters Staff")]),
        ("Courier newsroom", [Author("Courier newsroom")]),
        ("Ludwig van den Berg", [Author("Ludwig van den Berg")]),
        ("AFP", [Author("AFP")]),
        ("Van der Berg, Jan; Marsh, Jo and AFP", [Author("Van der Berg", "Jan"), Author("Marsh", "Jo"), Author("AFP")]),
        (" , ", []),
    ],
)  # fmt: skip
def test_bylines(byline: str | None, found: list[Author]) -> None:
    assert authors(byline) == found


def test_initials() -> None:
    assert Author("de la Cruz", "María-José Ana").abbreviated == "de la Cruz, M.-J. A."


def test_markdown() -> None:
    assert citations.markdown(CITED) == (
        "> “We are done,”\n>\n> — Ines Okafor (harbour master). [Harbour to close](https://courier.example/1?a=b&c=d),"
        " The Courier, 4 February 2031. [Quotes](https://quotes.example/q/1)"
    )
    assert not citations.markdown(kind("paraphrase")).startswith(">")
    assert citations.markdown(BARE).endswith(
        "— Speaker not identified. Untitled article. [Quotes](https://quotes.example/q/1)"
    )


def test_html() -> None:
    assert citations.html(CITED) == (
        '<blockquote cite="https://quotes.example/q/1">\n<p>“We are done,”</p>\n'
        "<footer>Ines Okafor (harbour master). "
        '<a href="https://courier.example/1?a=b&amp;c=d"><cite>Harbour to close</cite></a>, The Courier,'
        ' 4 February 2031. <a href="https://quotes.example/q/1">Quotes</a></footer>\n</blockquote>'
    )
    reported = citations.html(kind("paraphrase"))
    assert "<blockquote" not in reported
    assert "“" not in reported
    assert "javascript" not in citations.html(BARE)


def test_chicago() -> None:
    assert citations.chicago(CITED) == (
        "Ines Okafor, quoted in Jo Marsh and Bo Li, “Harbour to close,” Courier, February 4, 2031,"
        " https://courier.example/1?a=b&c=d."
    )
    assert "paraphrased in" in citations.chicago(kind("paraphrase"))
    assert citations.chicago(BARE) == (
        "Quoted in untitled article, accessed March 1, 2031, https://quotes.example/q/1."
    )


def test_apa() -> None:
    assert citations.apa(CITED) == (
        "Marsh, J., & Li, B. (2031, February 4). Harbour to close. The Courier. https://courier.example/1?a=b&c=d\n\n"
        "In the text: (Ines Okafor, as cited in Marsh & Li, 2031)"
    )
    assert citations.apa(BARE).startswith(
        "Untitled article. (n.d.). Retrieved March 1, 2031, from https://quotes.example/q/1"
    )
    assert citations.apa(BARE).endswith("In the text: (as cited in untitled article, n.d.)")
    assert citations.apa(kind("paraphrase")).endswith("(Ines Okafor, as paraphrased in Marsh & Li, 2031)")
    assert "(2031, February)." in citations.apa(
        replace(CITED, quotation=replace(SAID, article=replace_published("2031-02")))
    )


def replace_published(published: str) -> Printed:
    return replace(ARTICLE, published=published)


def test_bibtex() -> None:
    assert references.bibtex(CITED) == (
        "@online{qqqqqqqqqqqqqqqq,\n  author = {Marsh, Jo and Li, Bo},\n  title = {{Harbour to close}},\n"
        "  organization = {{The Courier}},\n  date = {2031-02-04},\n  url = {https://courier.example/1?a=b&c=d},\n"
        "  urldate = {2031-03-01},\n  note = {Ines Okafor: “We are done,” (https://quotes.example/q/1)}\n}\n"
    )


def test_addresses_are_verbatim_in_bibtex() -> None:
    at = replace(ARTICLE, url="https://a.example/a_b%20c~d?x={1}&y=#z")
    entry = references.bibtex(replace(CITED, quotation=replace(SAID, article=at)))
    assert "  url = {https://a.example/a_b%20c~d?x=%7B1%7D&y=#z},\n" in entry


def test_names_that_end_in_a_stop_get_no_second_one() -> None:
    junior = replace(CITED, quotation=replace(SAID, speakers=(replace(OKAFOR, name="Bo Li Jr."),)), roles={})
    assert "Bo Li Jr. <a href" in citations.html(junior)
    assert "— Bo Li Jr. [Harbour" in citations.markdown(junior)


def test_linked_data_names_each_writer() -> None:
    data = references.linked_data(SAID, lambda path: f"https://quotes.example{path}")
    assert data["isBasedOn"]["author"] == [{"@type": "Person", "name": name} for name in ("Jo Marsh", "Bo Li")]
    assert references.linked_data(BARE.quotation, lambda path: f"https://quotes.example{path}")["isBasedOn"] == {
        "@type": "NewsArticle", "url": f"https://quotes.example/articles/{ARTICLE.id}"
    }  # fmt: skip


def test_ris() -> None:
    assert references.ris(CITED).split("\r\n") == [
        "TY  - NEWS", "AU  - Marsh, Jo", "AU  - Li, Bo", "TI  - Harbour to close", "T2  - The Courier", "PY  - 2031",
        "DA  - 2031/02/04/", "UR  - https://courier.example/1?a=b&c=d", "Y2  - 2031/03/01",
        "N1  - Ines Okafor: “We are done,” (https://quotes.example/q/1)", "ID  - qqqqqqqqqqqqqqqq", "ER  - ", "",
    ]  # fmt: skip
    assert references.ris(BARE).split("\r\n")[:2] == ["TY  - ELEC", "TI  - Untitled article"], "no outlet, no date"
    article = replace(CITED.quotation.article, published=None)
    undated = replace(CITED, quotation=replace(CITED.quotation, article=article))
    tags = [line[:2] for line in references.ris(undated).splitlines()]
    assert tags == ["TY", "AU", "AU", "TI", "T2", "UR", "Y2", "N1", "ID", "ER"]


def test_csl() -> None:
    assert references.csl(CITED) == {
        "id": "q" * 16,
        "type": "article-newspaper",
        "title": "Harbour to close",
        "author": [{"family": "Marsh", "given": "Jo"}, {"family": "Li", "given": "Bo"}],
        "container-title": "The Courier",
        "issued": {"date-parts": [[2031, 2, 4]]},
        "accessed": {"date-parts": [[2031, 3, 1]]},
        "URL": "https://courier.example/1?a=b&c=d",
        "note": "Ines Okafor: “We are done,” (https://quotes.example/q/1)",
    }
    assert references.csl(BARE)["type"] == "webpage"
    assert "[paraphrase, not exact words]" in references.csl(kind("paraphrase"))["note"]


def test_annotation() -> None:
    data = references.annotation(CITED, TEXT, "5" * 64, "https://quotes.example/articles/a/versions/1")
    assert data["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert data["type"] == "Annotation"
    quote, position = data["target"]["selector"]
    assert quote == {
        "type": "TextQuoteSelector", "exact": "We are done,", "prefix": "He said: “", "suffix": "” and left."
    }  # fmt: skip
    assert TEXT[position["start"] : position["end"]] == quote["exact"]
    assert data["target"]["source"] == ARTICLE.url
    assert data["target"]["state"]["sha256"] == "5" * 64
    two = replace(CITED, quotation=replace(SAID, spans=(Span(0, 2), Span(10, 22))))
    targets = references.annotation(two, TEXT, "5" * 64, "https://quotes.example/articles/a")["target"]
    assert [target["selector"][0]["exact"] for target in targets] == ["He", "We are done,"]


def nasty(words: str) -> Cited:
    article = Printed(
        "a" * 16, f"t{words}t", f"b{words}b", f"o{words}o", f"p{words}p", f"https://a.example/{words}", "s"
    )
    speaker = Named("s", f"s{words}s", "person", None)
    quotation = replace(SAID, text=f"q{words}q", speakers=(speaker,), article=article)
    return Cited(quotation, {"s": f"r{words}r"}, CITED.read, CITED.permalink)


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append(" ".join([tag, *(name for name, _ in attributes)]))

    def handle_data(self, data: str) -> None:
        self.words += data


@given(NASTY | st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_in_an_article_citations_stay_whole(words: str) -> None:
    cited = nasty(words)
    page = Elements(citations.html(cited))
    assert set(page.found) <= {"blockquote cite", "p", "footer", "a href", "cite", "br"}
    entry = references.bibtex(cited)
    unescaped = re.sub(r"\\[\\{}&%$#_]|\\text\w+\{\}", "", entry)
    assert unescaped.count("{") == unescaped.count("}")
    assert unescaped.rstrip().endswith("}")
    assert len(re.findall(r"(?m)^  \w+ = \{", entry)) == entry.count("\n") - 2
    record = references.ris(cited)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in record.splitlines() if line.strip())
    assert record.count("TY  - ") >= 1
    assert record.endswith("ER  - \r\n")
    json.loads(json.dumps(references.csl(cited)))
    quoted = citations.markdown(cited)
    assert all(line.startswith(">") for line in quoted.splitlines())


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"“”'), min_size=1))
def test_words_are_not_altered_but_for_marks_and_the_last_comma(words: str) -> None:
    cited = replace(CITED, quotation=replace(SAID, text=words))
    said = words.rstrip(" ,;:") or words  # the stop of the citation replaces a comma
    for citation in (citations.plain(cited), markup.unescape(citations.html(cited))):
        assert f"“{said}" in citation
    data = references.csl(cited)
    assert f"“{words}”" in data["note"]
