"""What a page says of its article is taken in a stated order, made clean, and never guessed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quotes.readers.html import page_metadata, tree
from quotes.readers.html.author_elements import byline
from quotes.readers.html.page_metadata import Metadata

NOTHING = Metadata(None, None, None, None, None, None, None)
JSON_LD = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Bridge to close",
    "author": {"@type": "Person", "name": "Ada Byrd"},
    "publisher": {"@type": "Organization", "name": "The Paper"},
    "datePublished": "2024-10-23T10:05:00+01:00",
    "dateModified": "2024-10-24T08:00:00Z",
    "inLanguage": "en-GB",
    "url": "https://paper.example/bridge",
}


def of(page: str, fetched: str | None = None) -> Metadata:
    return page_metadata.of(tree.tree(f"<html>{page}</html>"), fetched)


def script(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{text}</script>'


def article(**known: Any) -> str:
    return script(JSON_LD | known)


def test_a_page_that_says_nothing() -> None:
    page = "<p>By Ada Byrd, 23 October 2024, for The Paper. © 2024 The Paper, https://paper.example/</p>"
    assert of(page) == NOTHING
    assert of(page, "https://paper.example/a") == NOTHING._replace(url="https://paper.example/a")


def test_json_ld() -> None:
    assert of(article()) == Metadata(
        "Bridge to close", "Ada Byrd", "The Paper", "2024-10-23T10:05:00+01:00", "2024-10-24T08:00:00+00:00", "en-GB",
        "https://paper.example/bridge",
    )  # fmt: skip


@pytest.mark.parametrize(
    "wrapped",
    [
        [JSON_LD],
        {"@graph": [{"@type": "WebPage"}, JSON_LD]},
        {"@type": "WebPage", "mainEntity": JSON_LD},
        [[JSON_LD]],
        JSON_LD | {"@type": ["Article", "http://schema.org/OpinionNewsArticle"]},
        "<!-- " + json.dumps(JSON_LD) + " -->",
        "/*<![CDATA[*/" + json.dumps(JSON_LD) + "/*]]>*/",
        json.dumps(JSON_LD) + ";",
        json.dumps(JSON_LD)[:-1] + ",}",
        json.dumps(JSON_LD).replace("Bridge to close", "Bridge\nto close"),
    ],
)
def test_json_ld_however_it_is_wrapped(wrapped: object) -> None:
    assert of(script(wrapped)) == of(article())


@pytest.mark.parametrize(
    "broken", ["{", "null", "3", "[]", '"words"', "{'a': 1}", '{"@type": "NewsArticle"', "[" * 9999]
)
def test_json_ld_that_is_none_does_no_harm(broken: str) -> None:
    assert of(script(broken) + article()) == of(article())


def test_json_ld_by_reference() -> None:
    graph = [
        JSON_LD | {"author": {"@id": "#ada"}, "publisher": {"@id": "#paper"}},
        {"@id": "#ada", "@type": "Person", "name": "Ada Byrd"},
        {"@id": "#paper", "@type": "Organization", "name": "The Paper"},
    ]
    assert of(script({"@graph": graph})) == of(article())


def test_the_article_of_the_page_and_no_other() -> None:
    other = JSON_LD | {"headline": "Tunnel opens", "url": "https://paper.example/tunnel"}
    listed = {"@type": "ItemList", "itemListElement": [other]}
    assert of(script(other) + article(), "https://www.paper.example/bridge?x=1").title == "Bridge to close"
    assert of(script(other) + article() + "<h1>Bridge to close</h1>").title == "Bridge to close"
    assert of(script(listed) + article()).title == "Bridge to close"
    assert of(script(listed)).title is None


@pytest.mark.parametrize("kind", ["JobPosting", "Product", "Organization", "BreadcrumbList"])
def test_json_ld_of_something_else(kind: str) -> None:
    assert of(article(**{"@type": kind})) == NOTHING


def test_microdata() -> None:
    page = """<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Bridge to close</h1>
    <span itemprop="author" itemscope><b itemprop="name">Ada Byrd</b></span>
    <span itemprop="author" itemscope><b itemprop="name">Jo Kite</b></span>
    <div itemprop="image" itemscope><meta itemprop="datePublished" content="1999-01-01"></div>
    <time itemprop="datePublished" datetime="2024-10-23">yesterday</time>
    <div itemprop="publisher" itemscope><meta itemprop="name" content="The Paper"></div></div>"""
    assert of(page) == Metadata("Bridge to close", "Ada Byrd, Jo Kite", "The Paper", "2024-10-23", None, None, None)


def test_open_graph() -> None:
    page = """<meta property="og:title" content="Bridge to close | The Paper">
    <meta property="og:site_name" content="The Paper">
    <meta property="og:url" content="https://paper.example/bridge"><meta property="og:locale" content="en_GB">
    <meta property="article:author" content="https://social.example/ada">
    <meta property="article:author" content="Ada Byrd">
    <meta property="article:published_time" content="2024-10-23T10:05:00.000Z">
    <meta property="article:modified_time" content="2024-10-24">"""
    assert of(page) == Metadata(
        "Bridge to close", "Ada Byrd", "The Paper", "2024-10-23T10:05:00+00:00", "2024-10-24", "en-GB",
        "https://paper.example/bridge",
    )  # fmt: skip


def test_dublin_core() -> None:
    page = """<meta name="DC.title" content="Bridge to close"><meta name="DC.creator" content="Ada Byrd">
    <meta name="DC.publisher" content="The Paper"><meta name="DC.date.issued" content="2024-10-23">
    <meta name="DCTERMS.modified" content="2024-10-24"><meta name="DC.language" content="en">"""
    assert of(page) == Metadata("Bridge to close", "Ada Byrd", "The Paper", "2024-10-23", "2024-10-24", "en", None)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<h1>Bridge</h1><title>Bridge - Paper</title>", "Bridge"),
        ("<h1>Paper</h1><h1>Bridge</h1><title>Bridge - Paper</title>", "Bridge - Paper"),
        ("<title>\n Bridge\tto \n close </title>", "Bridge to close"),
        ("<meta property=og:title content='Bridge &amp;amp; tunnel'>", "Bridge & tunnel"),
        ("<title>Bridge – The Paper</title><meta property=og:site_name content='The Paper'>", "Bridge"),
        ("<title>The Paper</title><meta property=og:site_name content='The Paper'>", "The Paper"),
        ("<title> </title><h1></h1>", None),
        # The site beside the headline, however it is spelled.
        (
            "<title>Bridge to close | ThePaper</title><meta property=og:site_name content='The Paper'>",
            "Bridge to close",
        ),
        ("<title>Bridge to close - PaperPolitics</title><meta property=og:site_name content=Paper>", "Bridge to close"),
        ("<title>Bridge to close - Paper News</title><meta property=og:site_name content=Paper>", "Bridge to close"),
        ("<title>Bridge to close - @thepaper</title><meta name=twitter:site content=@thepaper>", "Bridge to close"),
        ("<title>Bridge to close » Paper</title><link rel=canonical href=https://paper.example/b>", "Bridge to close"),
        ("<title>Bridge to close - Paper.com</title><link rel=canonical href=https://paper.com/b>", "Bridge to close"),
        (
            "<title>The Paper | Bridge to close</title><meta property=og:site_name content='The Paper'>",
            "Bridge to close",
        ),
        (
            "<meta property=og:title content='Bridge to close | Town | Paper'><h1>Bridge to close</h1>"
            "<meta property=og:site_name content=Paper>",
            "Bridge to close",
        ),
        ("<title>Bridge to close :: Paper</title><meta property=og:site_name content=Paper>", "Bridge to close"),
        ("<title>Bridge to close | News | Paper</title><meta property=og:site_name content=Paper>", "Bridge to close"),
        # A headline of its own.
        ("<title>Bridge to close | News</title><meta property=og:site_name content=Paper>", "Bridge to close | News"),
        (
            "<title>Half-time - a bridge closes</title><meta property=og:site_name content=Paper>",
            "Half-time - a bridge closes",
        ),
        (
            "<title>Bridge - Paperwork is done</title><meta property=og:site_name content=Paper>",
            "Bridge - Paperwork is done",
        ),
        ("<title>Spider-Man | Review</title><meta property=og:site_name content=Paper>", "Spider-Man | Review"),
        # A heading that names a section, or the site.
        ("<h1>Politics</h1><title>Bridge to close on Monday - Paper</title>", "Bridge to close on Monday - Paper"),
        ("<h1>Town</h1><title>Bridge to close | Town | Paper</title>", "Bridge to close | Town | Paper"),
        ("<h1>Bridge to close</h1><title>Old bridge shuts on Monday - Paper</title>", "Bridge to close"),
        (
            "<h1>The Paper</h1><h1>Bridge to close</h1><meta property=og:site_name content='The Paper'>",
            "Bridge to close",
        ),
    ],
)
def test_titles(page: str, expected: str | None) -> None:
    assert of(page).title == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("By Ada Byrd", "Ada Byrd"),
        ("BY: Ada Byrd", "Ada Byrd"),
        ("Words by Ada Byrd. Photographs by Jo Kite", "Ada Byrd"),
        ("Ada Byrd and Jo Kite", "Ada Byrd, Jo Kite"),
        ("By Ada Byrd, Jo Kite & Bo Lee", "Ada Byrd, Jo Kite, Bo Lee"),
        ("Ada Byrd; Jo Kite", "Ada Byrd, Jo Kite"),
        ("Byrd, Ada; van der Berg, Jan; Doe, J.", "Ada Byrd, Jan van der Berg, J. Doe"),
        ("Byrd, Reuters; Kite, Reuters", "Byrd, Reuters, Kite, Reuters"),
        ("Ada Byrd, Health Correspondent", "Ada Byrd"),
        ("Ada Byrd in Rome", "Ada Byrd"),
        ("Ada Byrd ada@paper.example", "Ada Byrd"),
        ("Ada Byrd @adabyrd https://paper.example/ada", "Ada Byrd"),
        ("Ada Byrd for The Paper", "Ada Byrd"),
        ("Byron Land", "Byron Land"),
        ("Sandy Andrews", "Sandy Andrews"),
        ("Małgorzata de la Wójcik-O’Neill Jr.", "Małgorzata de la Wójcik-O’Neill Jr."),
        (["Ada Byrd", "Ada Byrd", {"name": "Jo Kite"}], "Ada Byrd, Jo Kite"),
        ({"name": ["Ada Byrd", "Jo Kite"]}, "Ada Byrd, Jo Kite"),
        ("https://social.example/ada", None),
        ("ada@paper.example", None),
        ("admin", None),
        ("", None),
        (None, None),
        (7.5, None),
        ({"@type": "Person"}, None),
        ([[["Ada"]]], None),
        # What is to be clicked, dates, roles, paths.
        ("By Ada Byrd | Email the author | ada@paper.example", "Ada Byrd"),
        ("By Ada Byrd Follow Email", "Ada Byrd"),
        ("Follow Ada Byrd", "Ada Byrd"),
        ("Ada Byrd View all posts by Ada Byrd", "Ada Byrd"),
        ("Ada Byrd ()", "Ada Byrd"),
        ("Ada Byrd (@adabyrd)", "Ada Byrd"),
        ("By Ada Byrd | Updated February 6, 2031 at 4:16 p.m.", "Ada Byrd"),
        ("By Ada Byrd Published 3 Feb 2031", "Ada Byrd"),
        ("Ada Byrd, March 5, 2031", "Ada Byrd"),
        ("Ada Byrd 10.30am", "Ada Byrd"),
        ("Ada Byrd • 5 min read", "Ada Byrd"),
        ("Ada Byrd News reporter", "Ada Byrd"),
        ("Ada Byrd Harbour reporter", "Ada Byrd"),
        ("Ada J. Byrd chief political correspondent", "Ada J. Byrd"),
        ("Ada van der Byrd Business reporter", "Ada van der Byrd"),
        ("Mary Ada Byrd Staff Writer", "Mary Ada Byrd"),
        ("Analysis by Ada Byrd, Paper Editor-at-large", "Ada Byrd"),
        ("/authors/ada-byrd", None),
        ("Staff writer", None),
        ("By", None),
        ("April May June", "April May June"),
        ("Ada Marsh", "Ada Marsh"),
        ("Sun Li", "Sun Li"),
    ],
)
def test_bylines(given: object, expected: str | None) -> None:
    assert byline(given) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<a rel=author href=mailto:a@b.example>Ada Byrd</a>", "Ada Byrd"),
        ("<a rel='author nofollow'>Ada Byrd</a> and <a rel=author>Jo Kite</a>", "Ada Byrd, Jo Kite"),
        ("<p class=byline>By Ada Byrd</p>", "Ada Byrd"),
        ("<div class=ArticleByline><span>By Ada Byrd</span></div>", "Ada Byrd"),
        ("<div class=story__byline>Posted at ten by nobody in particular, it seems.</div>", None),
        ("<div class=comment><b class=author>Ada Byrd</b></div>", None),
        ("<aside><b class=author>Ada Byrd</b></aside>", None),
        ("<meta name=author content='The Paper'><meta property=og:site_name content='The Paper'>", None),
        ("<meta name=author content='Ada Byrd'><meta name=author content='Jo Kite'>", "Ada Byrd, Jo Kite"),
        ("<meta name=article_author content='Ada Byrd | ada@paper.example'>", "Ada Byrd"),
        ("<p class=byline>By <b class=author>Ada Byrd</b> <a href=#>Follow</a> <a href=#>Email</a></p>", "Ada Byrd"),
        ("<p class=byline><b class=author>Ada Byrd</b><b class=author>Jo Kite</b></p>", "Ada Byrd, Jo Kite"),
        ("<p class=byline><span>By</span><a>Ada Byrd</a><a>Follow</a></p>", "Ada Byrd"),
        ("<span class=byline>By</span>", None),
        ("<div><b class=author>The Pilots and Carters</b></div><article><h1>Bridge</h1></article>", None),
        ("<article><h1>Bridge</h1><div class=claim><b class=author>The Pilots</b></div></article>", None),
        ("<h1>Bridge</h1><blockquote>No.<b class=author>Jo Kite</b></blockquote>", None),
        ("<header><b class=author>Ada Byrd</b><h1>Bridge</h1></header>", "Ada Byrd"),
        (
            "<div itemscope itemtype=http://schema.org/Article><link itemprop=author href=/a/ada></div>"
            "<meta name=author content='Ada Byrd'>",
            "Ada Byrd",
        ),
    ],
)
def test_bylines_on_the_page(page: str, expected: str | None) -> None:
    assert of(f"<body>{page}</body>").byline == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            article(publisher={"name": "Associated Press"}) + "<meta property=og:site_name content='The Paper'>",
            "The Paper",
        ),
        (
            article(publisher={"name": "Paper Holdings"}) + "<meta property=og:site_name content='The Paper'>",
            "The Paper",
        ),
        (article() + "<meta property=og:site_name content=thepaper>", "The Paper"),
        (article() + "<meta property=og:site_name content=@thepaper>", "The Paper"),
        (article(publisher={"name": "@paper"}) + "<meta property=og:site_name content=Paper>", "Paper"),
        (article(publisher={"name": "Reuters"}) + "<meta name=application-name content='The Paper'>", "The Paper"),
        (article(publisher={"name": "Reuters"}), "Reuters"),
        ("<meta property=og:site_name content='The Paper | News of the town'>", "The Paper"),
        ("<meta property=og:site_name content=@thepaper>", None),
    ],
)
def test_outlets(page: str, expected: str | None) -> None:
    assert of(page).outlet == expected


def test_the_writer_stands_before_the_outlet() -> None:
    authors = [{"@type": "NewsMediaOrganization", "name": "The Paper"}, {"@type": "Person", "name": "Ada Byrd"}]
    assert of(article(author=authors)).byline == "Ada Byrd"
    assert of(
        article(author={"@type": "Organization", "name": "Paper desk"}) + "<a rel=author>Ada Byrd</a>"
    ).byline == ("Ada Byrd")
    assert of(article(author={"@type": "Organization", "name": "Town Desk"})).byline == "Town Desk"


REVIEW = {
    "@type": "ClaimReview",
    "url": "https://paper.example/bridge",
    "datePublished": "2031-02-04",
    "author": {"@type": "Person", "name": "Ada Byrd"},
    "itemReviewed": {"author": {"@type": "Person", "name": "Ian Goss"}, "datePublished": "2029-06-20"},
}
CANONICAL = "<link rel=canonical href=https://paper.example/bridge>"


def test_a_fact_check_is_by_its_reviewer() -> None:
    found = of(script(REVIEW) + CANONICAL)
    assert (found.byline, found.published) == ("Ada Byrd", "2031-02-04")
    found = of(script({"@graph": [REVIEW | {"datePublished": "2029-06-21"}, JSON_LD]}) + CANONICAL)
    assert (found.byline, found.published) == ("Ada Byrd", "2024-10-23T10:05:00+01:00")


@pytest.mark.parametrize("kind", ["WebPage", "MedicalWebPage", ["WebPage", "FAQPage"]])
def test_the_dates_of_the_page(kind: object) -> None:
    node = {
        "@type": kind,
        "url": "https://paper.example/bridge",
        "datePublished": "2031-02-04",
        "dateModified": "2031-03-01",
    }
    found = of(script({"@graph": [node]}) + CANONICAL)
    assert (found.published, found.modified) == ("2031-02-04", "2031-03-01")
    assert of(script(node | {"url": "https://paper.example/"}) + CANONICAL).published is None


def test_an_outlet_named_as_the_author_gives_way_to_the_writer() -> None:
    page = article(author={"@type": "Organization", "name": "The Paper"}) + "<p class=byline>By Ada Byrd</p>"
    assert of(page).byline == "Ada Byrd"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<time datetime=2024-10-23>yesterday</time>", "2024-10-23"),
        ("<time datetime=2024-10-23>a</time><time datetime=2024-10-22>b</time>", None),
        ("<time datetime=2024-10-23>a</time><time class=entry-date datetime=2024-10-22>b</time>", "2024-10-22"),
        ("<time class=updated datetime=2024-10-23>a</time>", None),
        ("<time>23 October 2024</time>", None),
        ("<meta name=date content='October 23, 2024'>", "2024-10-23"),
        ("<meta name=date content=03/04/2024>", None),
        ("<meta name=pubdate content='Wed, 23 Oct 2024 10:05:00 -0400'>", "2024-10-23T10:05:00-04:00"),
        ("<meta name=article:published_time content=0001-01-01T00:00:00Z>", None),
        ("<meta name=article:published_time content=soon><meta name=date content=2024-10-23>", "2024-10-23"),
        ("<p>Published on 23 October 2024</p>", None),
        (article(datePublished=["2024-10-23"]), "2024-10-23"),
        ("<meta name=article_date_original content='Monday, February 03, 2031,  2:48 PM'>", "2031-02-03T14:48:00"),
        ("<meta name=date content='Tues, 4 Feb 2031'>", "2031-02-04"),
        (
            "<meta name=date content='Tue Mar 05 2019 10:00:00 GMT+0000 (Coordinated Universal Time)'>",
            "2019-03-05T10:00:00+00:00",
        ),
        # The only <time>, and of what it is.
        ("<h1>Bridge</h1><p><time datetime=2024-10-23>then</time></p>", "2024-10-23"),
        ("<h1>Bridge</h1><p>Published <time datetime=2024-10-23>then</time></p>", "2024-10-23"),
        ("<h1>Bridge</h1><p>By <a rel=author>Ada Byrd</a> <time datetime=2024-10-23>then</time></p>", "2024-10-23"),
        ("<div><time datetime=2024-10-23>then</time><h1>Bridge</h1></div>", "2024-10-23"),
        (
            "<h1>Bridge</h1><p>Updated <time datetime=2024-10-24>a</time></p><p><time datetime=2024-10-23>b</time></p>",
            "2024-10-23",
        ),
        ("<h1>Bridge</h1><p>Updated <time datetime=2024-10-23>then</time></p>", None),
        ("<h1>Bridge</h1><time datetime=2024-10-23>Updated 23 October</time>", None),
        ("<h1>Bridge</h1><time itemprop=dateModified datetime=2024-10-23>then</time>", None),
        ("<h1>Bridge</h1><time itemprop=startDate datetime=2024-10-23>then</time>", None),
        ("<h1>Bridge</h1><aside><time datetime=2024-10-23>then</time></aside>", None),
        ("<h1>Bridge</h1><p>The fair opens on <time datetime=2024-10-23>23 October</time>.</p>", None),
        ("<h1>Bridge</h1><p>Posted by Ada Byrd on <time datetime=2024-10-23>then</time></p>", "2024-10-23"),
        ("<h1>Bridge</h1><section class=responses><time datetime=2024-10-23>then</time></section>", None),
        ("<h1>Bridge</h1><ol class=disqus-thread><li><time datetime=2024-10-23>then</time></ol>", None),
        ("<h1>Bridge</h1><p class=changed>Correction appended <time datetime=2024-10-23>then</time></p>", None),
        ("<h1>Bridge</h1><p class=last-change><time datetime=2024-10-23>then</time></p>", None),
        # Marked dates in other elements.
        ("<h1>Bridge</h1><p class=dateline>Wed., October 23, 2024</p>", "2024-10-23"),
        ("<h1>Bridge</h1><span class=published-date>23rd Oct. 2024</span>", "2024-10-23"),
        ("<h1>Bridge</h1><span class=published-date>Sept. 3, 2024</span>", "2024-09-03"),
        (
            "<h1>Bridge</h1><span itemprop=datePublished content=2024-10-23T19:30>Yesterday</span>",
            "2024-10-23T19:30:00",
        ),
        ("<h1>Bridge</h1><p class=dateline>Updated October 23, 2024</p>", None),
        ("<h1>Bridge</h1><p class=dateline>HOLLIN (NWA)</p>", None),
        ("<h1>Bridge</h1><div class=related><p class=dateline>October 23, 2024</p></div>", None),
        ("<h1>Bridge</h1><div><h3>Tunnel</h3><p class=dateline>October 23, 2024</p></div>", None),
        ("<header><time datetime=2024-10-23>Today</time></header><main><h1>Bridge</h1></main>", None),
        ("<h1>Bridge</h1><footer><time datetime=2024-10-23>then</time></footer>", None),
        ("<h1>Bridge</h1><li class=comment><time datetime=2024-10-23>then</time></li>", None),
        ("<h1>Bridge</h1><div class=event><time datetime=2024-10-23>then</time></div>", None),
        ("<h1>Bridge</h1><div><h3><a href=/x>Tunnel</a></h3><time datetime=2024-10-23>then</time></div>", None),
        (
            "<h1>Bridge</h1><div><a href=/x>Tunnel is to open at last</a><time datetime=2024-10-23>then</time></div>",
            None,
        ),
        (
            "<h1>Bridge</h1><p>The council met in the hall on <time datetime=2024-10-23>23 October</time> and "
            "could not say what was to be done about the bridge.</p>",
            None,
        ),
        (f"<h1>Bridge</h1><p>{'word ' * 200}</p><p><time datetime=2024-10-23>then</time></p>", None),
    ],
)
def test_dates_of_publication(page: str, expected: str | None) -> None:
    assert of(page).published == expected


@pytest.mark.parametrize(
    ("declared", "fetched", "expected"),
    [
        ("https://paper.example/b", "https://paper.example/b?utm=1", "https://paper.example/b"),
        ("/b", "https://paper.example/b?utm=1", "https://paper.example/b"),
        ("//paper.example/b", "https://paper.example/b?utm=1", "https://paper.example/b"),
        ("/b", None, None),
        ("https://agency.example/story", "https://paper.example/b", "https://agency.example/story"),
        ("https://paper.example/b#comments", "https://paper.example/b", "https://paper.example/b"),
        ("https://paper.example/", "https://paper.example/b", "https://paper.example/b"),
        ("https://agency.example", "https://paper.example/b", "https://paper.example/b"),
        ("https://paper.example/", "https://paper.example/", "https://paper.example/"),
        ("javascript:alert(1)", "https://paper.example/b", "https://paper.example/b"),
        ("data:text/html,x", "https://paper.example/b", "https://paper.example/b"),
        ("file:///etc/passwd", "https://paper.example/b", "https://paper.example/b"),
        ("https://user:word@paper.example/c", "https://paper.example/b", "https://paper.example/b"),
        ("http://localhost:8000/b", "https://paper.example/b", "https://paper.example/b"),
        ("http://127.0.0.1/b", "https://paper.example/b", "https://paper.example/b"),
        ("http://10.0.0.7/b", None, None),
        ("http://[::1]/b", "https://paper.example/b", "https://paper.example/b"),
        ("http://[bad/b", "https://paper.example/b", "https://paper.example/b"),
        ("", "https://paper.example/b", "https://paper.example/b"),
    ],
)
def test_canonical_addresses(declared: str, fetched: str | None, expected: str | None) -> None:
    assert of(f'<link rel="canonical" href="{declared}">', fetched).url == expected


def test_addresses_are_seen_from_the_base() -> None:
    page = "<base href=/news/><link rel=canonical href=bridge>"
    assert of(page, "https://paper.example/x").url == "https://paper.example/news/bridge"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<html lang=en-gb>", "en-GB"),
        ("<html xml:lang=en>", "en"),
        ("<html lang=zh-hant-tw>", "zh-Hant-TW"),
        ("<html lang=en><meta property=og:locale content=en_US>", "en"),
        ("<html lang=English><meta http-equiv=Content-Language content=en-AU>", "en-AU"),
        (article(inLanguage={"@type": "Language", "name": "English", "alternateName": "en"}), "en"),
        ("<html lang='en\"><b>'>", None),
    ],
)
def test_languages(page: str, expected: str | None) -> None:
    assert page_metadata.of(tree.tree(page)).language == expected
