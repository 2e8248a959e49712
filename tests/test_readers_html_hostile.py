"""A page made to do harm is read without it, or refused in one line."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.model import Article
from quotes.readers.base import Read, ReadError, Resource
from quotes.readers.html import article_page

QUOTED = "“We were not asked,” said Ada Byrd, who runs the ferry, and sat down again."
BODY = f"<p>{QUOTED}</p>"
LD = '<script type="application/ld+json">'
TAGS = (
    "p div span b a q br h1 h2 ul li table td blockquote figure img form time del sup dl dt dd pre aside script".split()
)


def read(page: str | bytes) -> Read:
    data = page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass")
    (found,) = article_page.read(Resource("page.html", io.BytesIO(data)), {})
    return found


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        pytest.param("<div>" * 100_000 + BODY, "nested", id="divs"),
        pytest.param("<b>" * 100_000 + BODY + "</b>" * 100_000, "nested", id="inline elements"),
        pytest.param("<table><tr><td>" * 50_000 + BODY, "nested", id="tables"),
        pytest.param("<p>a</p>" * 50_000, "elements", id="many elements"),
        pytest.param("<br>" * 100_000 + BODY, "elements", id="line breaks"),
        pytest.param(
            "<p " + " ".join(f"a{each}=1" for each in range(100_000)) + ">" + BODY, "attributes", id="attributes"
        ),
        pytest.param("<p " + "a " * 100_000 + ">" + BODY, "attributes", id="the same attribute"),
        pytest.param(b" " * 10_000_001, "10,000,000 bytes", id="bytes"),
        pytest.param(BODY + "&amp;" * 1_100_000, "characters of text", id="entities"),
        pytest.param("<p>" + "word " * 300_000, "characters of text", id="text"),
        pytest.param("<" * 1_100_000, "characters of text", id="angle brackets"),
        pytest.param("<!--" * 100_000 + BODY, "empty", id="comments"),
        pytest.param(b"\0" * 1000, "empty", id="null bytes"),
    ],
)
def test_refused_in_one_line(page: str | bytes, reason: str) -> None:
    found = read(page)
    assert isinstance(found, ReadError)
    assert reason in found.reason
    assert "\n" not in str(found)


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div class=ad>" * 240 + BODY, id="deep, as deep as may be"),
        pytest.param(BODY + "<q>" * 240, id="quotations in quotations"),
        pytest.param(BODY + "<ul><li>" * 110, id="lists in lists"),
        pytest.param("<table><tr><td>" * 80 + BODY, id="tables in tables"),
        pytest.param(LD + "[" * 200_000 + "</script>" + BODY, id="arrays in JSON-LD"),
        pytest.param(LD + '{"@graph":' * 50_000 + "</script>" + BODY, id="graphs in JSON-LD"),
        pytest.param(LD + '{"author":[' * 300 + "]}" * 300 + "</script>" + BODY, id="authors of authors"),
        pytest.param('<!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]>' + BODY + "&a;", id="entities"),
        pytest.param(f"<p class='{'ad ' * 500_000}'></p>" + BODY, id="a class of 1.5 MB"),
        pytest.param(f"<p title='{'x' * 5_000_000}'></p>" + BODY, id="an attribute of 5 MB"),
        pytest.param(BODY + "<meta name=author content='Ada'>" * 15_000, id="metas"),
        pytest.param(
            "<div itemscope itemtype=//schema.org/Article>" + "<i itemprop=author itemscope>" * 240 + BODY, id="scopes"
        ),
        pytest.param("<![CDATA[" * 10_000 + BODY, id="sections"),
        pytest.param(BODY + "<p>" + " " * 3_000_000, id="spaces"),
        pytest.param(BODY + "<p>" + "- " * 200_000, id="dashes"),
        pytest.param(BODY.replace(" ", "\0 "), id="null bytes"),
        pytest.param(BODY + "</div></p></html></body>" * 10_000, id="ends without beginnings"),
        pytest.param("<html " + BODY, id="a tag without its end"),
        pytest.param(BODY + "<base href='http://[bad'><link rel=canonical href='x'>", id="a base that is no address"),
    ],
)
def test_read_without_harm(page: str) -> None:
    found = read(page)
    assert isinstance(found, Article)
    assert "We were not asked" in found.text


def test_characters_that_are_none_do_not_reach_the_text() -> None:
    page = BODY.replace("ferry", "fer\x01\x08\x1b\x7fry &#xD800; &#0; &#x110000; &#xFFFE; \ufdd0 x\u202e y\u200b z")
    found = read(page)
    assert isinstance(found, Article)
    found.text.encode()
    assert not {each for each in found.text if unicodedata.category(each) in ("Cc", "Cf", "Cs")} - {"\n"}


def test_half_a_pair_of_surrogates_in_a_fragment() -> None:
    assert article_page.text_of("<p>half\ud83d a \x00pair&#xDE8B;</p>") == "half a pair"


def test_a_title_is_one_line_that_reads_one_way() -> None:
    found = read(f"<title>Bridge\nto&#10;close \u202egnp.exe&#x202D;\x00\x1b[31m</title>{BODY}")
    assert isinstance(found, Article)
    assert found.title == "Bridge to close gnp.exe[31m"


def test_an_endless_title_is_none() -> None:
    found = read(f"<title>{'word ' * 100_000}</title>{BODY}")
    assert isinstance(found, Article)
    assert found.title is None


def test_an_author_made_of_markup() -> None:
    found = read(f"<meta name=author content='<script>alert(1)</script>Ada\nByrd\u202e'>{BODY}")
    assert isinstance(found, Article)
    assert found.byline == "alert(1)Ada Byrd"


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.one_of(st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]), st.text(max_size=20))
    )
)
def test_any_page_is_an_article_or_a_reason(pieces: list[str]) -> None:
    page = "".join(pieces)
    assert isinstance(read(page), Article | ReadError)
    assert isinstance(read(page + BODY), Article | ReadError)
    article_page.text_of(page).encode()


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300))
def test_any_bytes_are_an_article_or_a_reason(data: bytes) -> None:
    assert isinstance(read(data), Article | ReadError)
    assert isinstance(read(BODY.encode() + data), Article | ReadError)
