"""An export of WordPress gives its published posts and pages, and nothing else of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import pytest

from quotes.model import Article
from quotes.readers import feeds, wordpress, xml_stream
from quotes.readers.base import ReadError
from quotes.readers.wordpress import html_of
from tests.test_readers_feeds import articles, read, refusal, resource

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file. -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
  <title>The Harbour Post</title><link>https://post.example</link><language>en-GB</language>
  <wp:wxr_version>1.2</wp:wxr_version>
  <wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[abyrd]]></wp:author_login>
    <wp:author_email><![CDATA[ada@post.example]]></wp:author_email>
    <wp:author_display_name><![CDATA[Ada Byrd]]></wp:author_display_name></wp:author>
  <wp:author><wp:author_login>tom</wp:author_login>
    <wp:author_display_name>Tom Marsh</wp:author_display_name></wp:author>
"""
TAIL = "</channel></rss>"


def post(
    content: str = "<p>Words.</p>",
    *,
    number: int = 1,
    kind: str = "post",
    status: str = "publish",
    password: str = "",
    gmt: str = "2024-10-23 09:00:00",
    more: str = "",
) -> str:
    return f"""<item><title><![CDATA[Quay & harbour]]></title><link>https://post.example/?p={number}</link>
    <pubDate>Wed, 23 Oct 2024 09:00:00 +0000</pubDate><dc:creator><![CDATA[abyrd]]></dc:creator>
    <guid isPermaLink="false">https://post.example/?p={number}</guid><description></description>
    <content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[In short.]]></excerpt:encoded>
    <wp:post_id>{number}</wp:post_id><wp:post_date>2024-10-23 10:00:00</wp:post_date>
    <wp:post_date_gmt>{gmt}</wp:post_date_gmt><wp:post_modified_gmt>2024-10-24 08:00:00</wp:post_modified_gmt>
    <wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type><wp:post_password>{password}</wp:post_password>
    {more}</item>"""


def export(*posts: str) -> str:
    return HEAD + "".join(posts) + TAIL


COMMENT = """<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_author>Somebody</wp:comment_author>
<wp:comment_content><![CDATA[“Rubbish,” I say.]]></wp:comment_content></wp:comment>"""


def test_a_post() -> None:
    (article,) = articles(export(post(more=COMMENT)), fetched_at="2024-10-25T00:00:00+00:00")
    assert article.text == "Words."
    assert article.title == "Quay & harbour"
    assert article.byline == "Ada Byrd"
    assert article.outlet == "The Harbour Post"
    assert article.language == "en-GB"
    assert article.url == "https://post.example/?p=1"
    assert article.source == "feed.xml, https://post.example/?p=1"
    assert article.published == "2024-10-23T09:00:00+00:00"
    assert article.modified == "2024-10-24T08:00:00+00:00"
    assert article.fetched_at == "2024-10-25T00:00:00+00:00"


def test_only_published_posts_and_pages_are_read() -> None:
    posts = [
        post(number=1),
        post(number=2, status="draft", gmt="0000-00-00 00:00:00"),
        post(number=3, status="private"),
        post(number=4, status="future"),
        post(number=5, status="inherit", kind="attachment"),
        post(number=6, kind="nav_menu_item"),
        post(number=7, kind="revision"),
        post(number=8, password="secret"),
        post(number=9, kind="page"),
    ]
    assert [article.url for article in articles(export(*posts))] == [
        "https://post.example/?p=1",
        "https://post.example/?p=9",
    ]


def test_an_export_without_posts_says_so() -> None:
    assert refusal(export(post(status="draft"))) == "has no published post or page"


def test_an_export_has_no_links() -> None:
    assert feeds.links(resource(export(post("")))) == []


def test_without_utc_the_time_has_no_zone() -> None:
    (article,) = articles(export(post(gmt="0000-00-00 00:00:00")))
    assert article.published == "2024-10-23T10:00:00"


def test_a_post_without_text_is_an_error_of_its_own() -> None:
    error, article = read(export(post('[gallery ids="1,2"]', number=1), post(number=2)))
    assert str(error) == "feed.xml, https://post.example/?p=1: has no text"
    assert isinstance(article, Article)


def test_posts_before_a_fault_are_read() -> None:
    article, error = read(HEAD + post() + "<item><title>broken</item>")
    assert isinstance(article, Article)
    assert isinstance(error, ReadError)
    assert error.reason.startswith("is not well-formed XML")


def test_control_characters_and_lines_before_the_start_do_no_harm() -> None:
    (article,) = articles("\n\n" + export(post("<p>One\x0b\x08 two.</p>")))
    assert article.text == "One two."


def test_entities_are_refused() -> None:
    laughs = "<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"
    said = refusal(export(post()).replace("<rss ", f"{laughs}<rss "))
    assert said == "is refused: its XML declares entities"


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("One.\r\n\r\nTwo\r\nlines.", "<p>One.</p>\n<p>Two<br>lines.</p>"),
        ("One.\n \n\n<h2>Two</h2>\n\nThree.", "<p>One.</p>\n<h2>Two</h2>\n<p>Three.</p>"),
        ("<!-- wp:paragraph -->\n<p>One.</p>\n\n<!-- /wp:paragraph -->", None),
        ('[caption id="a" width="3"]<img src="x">The quay[/caption]One.', "<p>One.</p>"),
        ("One [embed]https://video.example/1[/embed] two.", "<p>One  two.</p>"),
        ('One [gallery ids="1,2"] two [audio src="a.mp3"][/audio]three.', "<p>One  two three.</p>"),
        (
            "“[And] their caption [sic] is [video-like],” he said.",
            "<p>“[And] their caption [sic] is [video-like],” he said.</p>",
        ),
        ("[caption]Never closed.", "<p>Never closed.</p>"),
        ("[caption]One[gallery]two[/caption]", "<p>Onetwo</p>"),
    ],
)
def test_shortcodes_go_and_paragraphs_come(content: str, html: str | None) -> None:
    assert html_of(content) == (content if html is None else html)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["[caption]", "[caption ", "[/caption]", "\n", "\n ", "[", "[caption][/embed]"])
def test_hostile_contents_take_no_longer_than_their_length(piece: str) -> None:
    # Were it quadratic, this would take hours.
    html_of(piece * (1_000_000 // len(piece)))


def test_what_was_read_of_an_export_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []

    def watched(stream: BinaryIO) -> Iterator[tuple[str, Any]]:
        for event, element in xml_stream.elements(stream):
            yield event, element
            parent = element.getparent()
            if event == "end" and parent is not None and parent.tag == "channel":
                kept.append(sum(1 for _ in element.getroottree().iter()))

    monkeypatch.setattr(wordpress, "elements", watched)
    assert len(articles(export(*(post(number=number) for number in range(200))))) == 200
    # The root, the channel, the item in hand and what has been read ahead of the next; never all 200.
    assert max(kept) < 1000
    assert len(kept) > 200
