"""An HTML page becomes its article: all of its body, nothing of what stands around it, each quotation once."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import pages as benchmark
from quotes.installation import install_command
from quotes.model import Article
from quotes.readers.base import Read, ReadError, Resource, sha256
from quotes.readers.html import article_page
from quotes.readers.html.boilerplate import is_boilerplate
from quotes.text.paragraphs import paragraphs

PAGES = sorted(benchmark.FOLDER.glob("*.html"))
BODY = "".join(
    f"<p>{each}</p>"
    for each in (
        "The bridge will close on Monday, the council said, and nobody knows when it will open again.",
        "“We were not asked,” said Ada Byrd, who runs the ferry. “We were told, and by post.”",
        "The work is to cost £2m, of which half has been found in a drawer.",
    )
)


def read(page: str | bytes, **known: Any) -> Read:
    data = page if isinstance(page, bytes) else page.encode()
    (found,) = article_page.read(Resource("page.html", io.BytesIO(data), "page.html", **known), {})
    return found


def text(page: str | bytes, **known: Any) -> str:
    found = read(page, **known)
    assert isinstance(found, Article), found
    return found.text


def test_there_are_enough_pages() -> None:
    assert len(PAGES) >= 34
    assert all(path.with_suffix(".json").exists() for path in PAGES)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_saved_pages(path: Path) -> None:
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    score = benchmark.score(path, gold, benchmark.read(path, gold))
    assert score.f >= 0.85
    assert (score.lost, score.doubled) == ((), ())


@pytest.mark.slow
def test_saved_pages_on_the_whole() -> None:
    scores = list(benchmark.scores())
    assert sum(each.f for each in scores) / len(scores) >= 0.98


def test_paragraphs_stay_apart() -> None:
    article = text(f"<h1>Bridge to close</h1><ul><li>No end mark, but long enough to look wrapped</li></ul>{BODY}")
    assert article.count("\n\n") == 2
    assert len(paragraphs(article)) == 3


def test_a_line_break_is_one() -> None:
    assert "Ask?\nAnswer, at some length, that nobody can be sure." in text(
        f"<p>Ask?<br>Answer, at some length, that nobody can be sure.</p>{BODY}"
    )


def test_what_is_known_of_the_file() -> None:
    page = f"<title>Bridge to close</title><link rel=canonical href=/bridge>{BODY}".encode()
    found = read(
        page, url="https://paper.example/b?id=1", asked="http://paper.example/b", fetched_at="2024-01-02T03:04:05Z"
    )
    assert isinstance(found, Article)
    assert found.url == "https://paper.example/bridge"
    assert found.fetched_url == "http://paper.example/b"
    assert found.fetched_at == "2024-01-02T03:04:05Z"
    assert found.raw_sha256 == sha256(page)
    assert found.extractor is not None
    assert found.extractor.startswith("trafilatura 2")


def test_the_address_asked_for_is_kept_only_where_it_differs() -> None:
    found = read(BODY, url="https://paper.example/b")
    assert isinstance(found, Article)
    assert (found.url, found.fetched_url) == ("https://paper.example/b", None)


@pytest.mark.parametrize(
    "page",
    [
        "<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>",
        "<ul><li><a href=/a>Bridge to close</a></li><li><a href=/b>Bridge opens</a></li></ul>",
        "<form><p>Sign in to read on.</p><input name=email></form>",
        "<h1>Bridge to close</h1>",
    ],
)
def test_a_page_without_an_article(page: str) -> None:
    found = read(page)
    assert isinstance(found, ReadError)
    assert "no article text" in found.reason


@pytest.mark.parametrize("page", ["", "  \n", "<!-- nothing -->"])
def test_an_empty_page(page: str) -> None:
    found = read(page)
    assert isinstance(found, ReadError)
    assert found.reason == "is empty"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ("<meta charset=iso-8859-1>", "utf-8"),
        ("<meta charset=utf-8>", "utf-8-sig"),
        ("<meta charset=utf-8>", "cp1252"),
        ("<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>", "cp1252"),
        ("<meta charset='windows-1250'>", "cp1250"),
        ("", "cp1252"),
        ("", "utf-16"),
        ("", "utf-16-le"),
        ("", "utf-16-be"),
    ],
)
def test_characters_are_read_by_evidence(declared: str, encoding: str) -> None:
    page = f"<html><head>{declared}</head><body>{BODY.replace('£', '€')}</body></html>".encode(encoding)
    assert "“We were not asked,” said Ada Byrd" in text(page)
    assert "€2m" in text(page)


def test_the_media_type_names_the_encoding() -> None:
    page = f"<p>Маја Ћосић, the mayor, was asked.</p>{BODY}".replace("£", "").encode("cp1251")
    assert "Маја Ћосић" in text(page, content_type="text/html; charset=windows-1251")


def test_damaged_characters_in_the_article_are_refused() -> None:
    found = read(BODY.replace("Ada", "Ad\ue000").encode().replace("\ue000".encode(), b"\xff\x81\xfe"))
    assert isinstance(found, ReadError)
    assert "damaged" in found.reason


def test_damaged_characters_elsewhere_do_no_harm() -> None:
    assert "Ada Byrd" in text(f"<nav>\ue000</nav>{BODY}".encode().replace("\ue000".encode(), b"\xff\x81\xfe"))


@pytest.mark.parametrize(
    "notice",
    [
        "Read more: “We were told by post”",
        "ALSO READ: Bridge opens",
        "Advertisement",
        "Share this article",
        "Sign up to our newsletter for more",
        "Photograph: Ada Byrd/The Paper",
        "(Reporting by Ada Byrd in Stoke; Editing by Jo Kite)",
        "© 2024 The Paper. All rights reserved.",
        "https://paper.example/bridge",
        "Updated: 23 October 2024 10:15",
    ],
)
def test_notices_are_none_of_the_article(notice: str) -> None:
    assert is_boilerplate(notice)
    assert notice not in text(f"<h1>Bridge</h1>{BODY}<p>{notice}</p>{BODY.replace('bridge', 'tunnel')}")


@pytest.mark.parametrize(
    "line",
    [
        "“Listen – we were not asked,” said Ada Byrd.",
        "“Read more: that is my advice,” she said.",
        "Copyright lawyers say “nobody knows”.",
        "Credit, however, must go to Ada Byrd.",
        "Sign in the window: “Closed”, it said.",
        "Published in 2019, the report said “nothing new”.",
        "Support our troops, the mayor said.",
        "Report by report, the council learnt of the bridge.",
        "Comments such as “never” do not help, she said.",
        "Watch how she does it, they said, and they did.",
        "More than 300 people came.",
    ],
)
def test_sentences_are_no_notices(line: str) -> None:
    assert not is_boilerplate(line)


def test_a_pull_quote_is_not_read_twice() -> None:
    pulled = (
        "<blockquote class=big><p>We were not asked. We were told, and by post.</p><cite>Ada Byrd</cite></blockquote>"
    )
    assert text(f"<h1>Bridge</h1><div>{BODY}{pulled}{BODY.replace('bridge', 'tunnel')}</div>").count("by post") == 2


def test_a_quotation_that_stands_alone_is_kept() -> None:
    quoted = "<blockquote class=big><p>I have never seen a drawer like it.</p></blockquote>"
    assert "I have never seen" in text(f"<h1>Bridge</h1><div>{BODY}{quoted}{BODY.replace('bridge', 'tunnel')}</div>")


class TestFragments:
    """`text_of`: the words of HTML that lies inside other formats."""

    @pytest.mark.parametrize(
        ("fragment", "words"),
        [
            ("", ""),
            ("plain words", "plain words"),
            ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
            ("One.<br><br>Two.<br>Three.", "One.\n\nTwo.\nThree."),
            ("<div>One<div>Two</div>Three</div>", "One\n\nTwo\n\nThree"),
            ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
            ("<p>It’s&nbsp;5&#160;p.m., &ldquo;sharp&rdquo; &amp;c.</p>", "It’s 5 p.m., “sharp” &c."),
            ("<p>She <em>said</em> so<b>,</b> <a href=x>twice</a>.</p>", "She said so, twice."),
            ("<p>He called it <q>a <q>gift</q></q>.</p>", "He called it “a ‘gift’”."),
            ("<p>Ten <del>nine</del> <time>today</time></p>", "Ten today"),
            ("<p>kind&shy;ness every&#8203;where</p>", "kindness everywhere"),
            ("<script>x()</script><style>p{}</style><p>One.</p><!-- two -->", "One."),
            ("<figure><img><figcaption>A view</figcaption></figure><p>One.</p>", "One."),
            ("<figure><blockquote>One.</blockquote><figcaption>Ada</figcaption></figure>", "One.\n\nAda"),
            ("<p>One.</p><aside><p>Two.</p></aside>", "One."),
            (
                "<dl><dt>ADA BYRD:</dt><dd>No.</dd><dt>Term</dt><dd>Meaning</dd></dl>",
                "ADA BYRD: No.\n\nTerm\n\nMeaning",
            ),
            ("<pre>One\nTwo\n\nThree</pre>", "One\nTwo\n\nThree"),
            ("<table><tr><td>One</td><td>Two</td></tr></table>", "One\n\nTwo"),
            ("<p>1 < 2 & 3", "1 < 2 & 3"),
        ],
    )
    def test_words(self, fragment: str, words: str) -> None:
        assert article_page.text_of(fragment) == words


@pytest.mark.parametrize(
    ("head", "name", "html"),
    [
        (b"<!DOCTYPE html><html>", "", True),
        (b"\xef\xbb\xbf\n <!-- saved --> <HTML lang=en>", "", True),
        ("<html>".encode("utf-16"), "", True),
        (b"<p>Words</p>", "", True),
        (b'<?xml version="1.0"?><!DOCTYPE html><html>', "", True),
        (b"<custom-page>", "a.html", True),
        (b'<?xml version="1.0"?><rss version="2.0">', "feed.xml", False),
        (b"He wrote <p> on the wall.", "a.txt", False),
        (b'{"a": "<p>"}', "a.json", False),
        (b"Plain words", "a.html", False),
    ],
)
def test_html_is_told_by_its_first_bytes(head: bytes, name: str, html: bool) -> None:
    assert article_page.recognise(head, name) is html


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    found = read(BODY)
    assert isinstance(found, ReadError)
    assert str(found) == f"page.html: needs the extra html; install it with: {install_command('html')}"


@pytest.mark.slow
def test_nothing_is_printed() -> None:
    code = (
        "import io; from quotes.readers.html import article_page; from quotes.readers.base import Resource;"
        "print(*article_page.read(Resource('a.html', io.BytesIO(b'<p>x')), {}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.startswith("a.html: has no article text")


def test_nothing_heavy_is_loaded_before_a_page_is_read() -> None:
    code = "import sys, quotes.readers.html.article_page; print({'lxml', 'trafilatura', 'dateutil'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
