"""An entry with its full text becomes an article, one without is a link; hostile XML is one line."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.model import Article
from quotes.readers import feeds, xml_stream
from quotes.readers.base import Read, ReadError, Resource
from quotes.readers.feeds import Link, links, recognise
from quotes.text import characters

WORDS = "“The quay is closed,” said Ada Byrd."

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="feed.xsl"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
  <title>The Harbour Post &amp; Echo</title>
  <link>https://post.example/</link>
  <atom:link rel="self" href="https://post.example/feed"/>
  <language>en-gb</language>
  <managingEditor>editor@post.example (Tom Marsh)</managingEditor>
  <item>
    <title><![CDATA[Quay &#8216;closed&#8217; for <em>good</em>]]></title>
    <link>https://post.example/quay</link>
    <guid isPermaLink="false">post-1</guid>
    <dc:creator>Ada Byrd</dc:creator>
    <dc:creator>Tom Marsh</dc:creator>
    <pubDate>Wed, 23 Oct 2024 10:00:00 +0100</pubDate>
    <atom:updated>2024-10-23T12:30:00Z</atom:updated>
    <description>The quay is closed.</description>
    <content:encoded><![CDATA[<p>“The quay is closed,” said Ada Byrd.</p><p>It was &amp; is.</p>]]></content:encoded>
  </item>
  <item>
    <title>Only a summary</title>
    <link>https://post.example/summary</link>
    <pubDate>Wed, 23 Oct 2024 11:00:00 GMT</pubDate>
    <description>&lt;p&gt;Read on.&lt;/p&gt;</description>
    <content:encoded>  </content:encoded>
  </item>
  <item>
    <description>&lt;p&gt;Complete in itself.&lt;/p&gt;</description>
    <author>ada@post.example (Ada Byrd)</author>
  </item>
  <item><title>Nothing at all</title></item>
</channel>
</rss>
"""

RSS_1 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://post.example/rdf"><title>Old Post</title><dc:language>en</dc:language></channel>
<item rdf:about="https://post.example/a">
  <title>Old news</title><link>https://post.example/a</link>
  <dc:date>2004-10-23T09:00:00-05:00</dc:date>
  <content:encoded>&lt;p&gt;Old words.&lt;/p&gt;</content:encoded>
</item>
<item rdf:about="https://post.example/b"><title>Older</title><link>https://post.example/b</link></item>
</rdf:RDF>
"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-US" xml:base="https://echo.example/news/">
  <title type="text">The Echo</title>
  <author><name>The Echo's desk</name></author>
  <entry xml:lang="en-GB">
    <title type="html">Fish &amp;amp; &lt;b&gt;chips&lt;/b&gt;</title>
    <link rel="edit" href="edit/1"/><link href="1.html"/>
    <id>tag:echo.example,2024:1</id>
    <published>2024-10-23T09:00:00.25+02:00</published><updated>2024-10-24T00:00:00Z</updated>
    <author><name>Ada Byrd</name><email>ada@echo.example</email></author>
    <content type="html">&lt;p&gt;One.&lt;/p&gt;</content>
  </entry>
  <entry>
    <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">An <i>XHTML</i> entry</div></title>
    <link rel="alternate" href="/2.html"/>
    <updated>2024-10-24T00:00:00Z</updated>
    <source><title>Elsewhere Times</title><author><name>Tom Marsh</name></author></source>
    <content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml">
      <x:p>Two &amp; <x:em>a</x:em> half.</x:p></x:div></content>
  </entry>
  <entry>
    <title>Plain</title><link href="3.html"/>
    <content>Three &lt;b&gt; and
more.</content>
  </entry>
  <entry><title>Elsewhere</title><link href="4.html"/><content type="text/html" src="https://echo.example/4"/></entry>
  <entry><title>A picture</title><link href="5.html"/><content type="image/png">aGVsbG8=</content></entry>
</feed>
"""


def resource(feed: str | bytes, **known: str) -> Resource:
    data = feed.encode() if isinstance(feed, str) else feed
    return Resource(source="feed.xml", stream=io.BytesIO(data), name="feed.xml", **known)  # type: ignore[arg-type]


def read(feed: str | bytes, **known: str) -> list[Read]:
    return list(feeds.read(resource(feed, **known), {}))


def articles(feed: str | bytes, **known: str) -> list[Article]:
    found = read(feed, **known)
    assert all(isinstance(each, Article) for each in found), found
    return [each for each in found if isinstance(each, Article)]


def refusal(feed: str | bytes, **known: str) -> str:
    (error,) = read(feed, **known)
    assert isinstance(error, ReadError)
    assert len(str(error).splitlines()) == 1
    return error.reason


def rss(items: str, head: str = "") -> str:
    return f"{head}<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>"


def item(content: str, link: str = "https://post.example/a") -> str:
    namespace = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    return f"<item {namespace}><link>{link}</link><content:encoded>{content}</content:encoded></item>"


def test_rss_2() -> None:
    first, complete, nothing = read(RSS, url="https://post.example/feed", fetched_at="2024-10-24T00:00:00+00:00")
    assert isinstance(first, Article)
    assert first.text == "“The quay is closed,” said Ada Byrd.\n\nIt was & is."
    assert first.source == "feed.xml, https://post.example/quay"
    assert first.title == "Quay ‘closed’ for good"
    assert first.byline == "Ada Byrd, Tom Marsh"
    assert first.outlet == "The Harbour Post & Echo"
    assert first.published == "2024-10-23T10:00:00+01:00"
    assert first.modified == "2024-10-23T12:30:00+00:00"
    assert first.url == "https://post.example/quay"
    assert first.language == "en-gb"
    assert first.fetched_url == "https://post.example/feed"
    assert first.fetched_at == "2024-10-24T00:00:00+00:00"
    assert first.raw_sha256
    assert first.extractor
    assert first.extractor.startswith("lxml ")
    assert isinstance(complete, Article)
    assert (complete.text, complete.byline, complete.url) == ("Complete in itself.", "Ada Byrd", None)
    assert complete.source == "feed.xml, entry 3"
    assert str(nothing) == "feed.xml, entry 4: has neither text nor a link"


def test_entries_without_their_text_are_links() -> None:
    assert links(resource(RSS)) == [
        Link("https://post.example/summary", "Only a summary", "2024-10-23T11:00:00+00:00"),
    ]
    assert [link.url for link in links(resource(ATOM))] == [
        "https://echo.example/news/4.html",
        "https://echo.example/news/5.html",
    ]


def test_a_feed_can_be_read_for_both() -> None:
    both = resource(RSS)
    assert len(links(both)) == 1
    assert len(list(feeds.read(both, {}))) == 3
    assert len(links(both)) == 1


def test_rss_1() -> None:
    (article,) = articles(RSS_1)
    assert (article.text, article.title, article.outlet, article.language) == (
        "Old words.",
        "Old news",
        "Old Post",
        "en",
    )
    assert article.published == "2004-10-23T09:00:00-05:00"
    assert links(resource(RSS_1)) == [Link("https://post.example/b", "Older", None)]


def test_rss_0_91_with_its_document_type() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss-0.91.dtd">\n'
    feed = "<rss version='0.91'><channel><title>Post</title><item><title>A&eacute;</title>"
    feed += "<link>https://post.example/a</link></item></channel></rss>"
    assert links(resource(doctype + feed)) == [Link("https://post.example/a", "Aé", None)]


def test_atom() -> None:
    first, second, third = articles(ATOM, url="https://feeds.example/atom", asked="http://feeds.example/atom")
    assert first.text == "One."
    assert first.title == "Fish & chips"
    assert first.url == "https://echo.example/news/1.html"
    assert first.published == "2024-10-23T09:00:00+02:00"
    assert first.modified == "2024-10-24T00:00:00+00:00"
    assert (first.byline, first.outlet, first.language) == ("Ada Byrd", "The Echo", "en-GB")
    assert first.fetched_url == "http://feeds.example/atom"
    assert second.text == "Two & a half."
    assert second.title == "An XHTML entry"
    assert second.url == "https://echo.example/2.html"
    assert (second.byline, second.outlet, second.language) == ("Tom Marsh", "Elsewhere Times", "en-US")
    assert (second.published, second.modified) == (None, "2024-10-24T00:00:00+00:00")
    assert third.text == "Three <b> and\nmore."
    assert third.byline == "The Echo's desk"


def test_atom_0_3() -> None:
    feed = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old Echo</title><entry><title>A</title>
    <link rel="alternate" type="text/html" href="https://echo.example/a"/><issued>2003-12-13T08:29:29-04:00</issued>
    <modified>2003-12-14T08:29:29-04:00</modified>
    <content type="text/html" mode="escaped">&lt;p&gt;Words.&lt;/p&gt;</content></entry></feed>"""
    (article,) = articles(feed)
    assert (article.text, article.outlet) == ("Words.", "Old Echo")
    assert (article.published, article.modified) == ("2003-12-13T08:29:29-04:00", "2003-12-14T08:29:29-04:00")


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("Wed, 23 Oct 2024 10:00:00 EST", "2024-10-23T10:00:00-05:00"),
        ("23 Oct 2024 10:00 GMT", "2024-10-23T10:00:00+00:00"),
        ("Wed, 23 Oct 2024 10:00:00", "2024-10-23T10:00:00"),
        ("2024-10-23", "2024-10-23"),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_keep_their_zone_and_none_is_guessed(written: str, published: str | None) -> None:
    (article,) = articles(rss(item("Words.").replace("</link>", f"</link><pubDate>{written}</pubDate>")))
    assert article.published == published


@pytest.mark.parametrize(
    ("links_of_entry", "url"),
    [
        ("<link/><guid>https://post.example/g</guid>", "https://post.example/g"),
        ("<guid>1234</guid>", None),
        ("<guid isPermaLink='false'>https://post.example/g</guid>", None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>http://[</link>", None),
        ("<link>/relative</link>", "https://feeds.example/relative"),
        (
            "<link>https://proxy.example/1</link><origLink xmlns='http://rssnamespace.org/feedburner/ext/1.0'>"
            "https://post.example/o</origLink>",
            "https://post.example/o",
        ),
    ],
)
def test_which_address_is_an_article_s_own(links_of_entry: str, url: str | None) -> None:
    entry = item("Words.").replace("<link>https://post.example/a</link>", links_of_entry)
    (article,) = articles(rss(entry), url="https://feeds.example/rss")
    assert article.url == url


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("Ada Byrd", "Ada Byrd"),
        ("By Ada Byrd", "Ada Byrd"),
        ("ada@post.example (Ada Byrd)", "Ada Byrd"),
        ("Ada Byrd &lt;ada@post.example&gt;", "Ada Byrd"),
        ("ada@post.example", None),
        ("@" + "(" * 900, "@" + "(" * 900),
    ],
)
def test_bylines_are_names_and_not_addresses(author: str, byline: str | None) -> None:
    (article,) = articles(rss(item("Words.").replace("</link>", f"</link><author>{author}</author>")))
    assert article.byline == byline


def test_the_same_entry_has_the_same_hash_whatever_else_the_feed_has() -> None:
    (alone,) = articles(rss(item("<![CDATA[<p>Words.</p>]]>")))
    _, later = articles(rss(item("Other words.", "https://post.example/b") + item("<![CDATA[<p>Words.</p>]]>")))
    assert alone == later


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252", "iso-8859-1", "iso-8859-15"])
def test_encodings(encoding: str) -> None:
    words = "The café is closed, it’s over." if encoding not in ("iso-8859-1", "iso-8859-15") else "The café is closed."
    label = encoding.removesuffix("-sig")
    feed = rss(item(words), f"<?xml version='1.0' encoding='{label}'?>\n")
    (article,) = articles(feed.encode(encoding))
    assert article.text == words


def test_the_charset_of_the_media_type_comes_first() -> None:
    feed = rss(item("It costs 5 €, she said."), "<?xml version='1.0' encoding='utf-8'?>").encode("iso-8859-15")
    (article,) = articles(feed, content_type="application/rss+xml; charset=ISO-8859-15")
    assert article.text == "It costs 5 €, she said."


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Marks &amp; Spencer", "Marks & Spencer"),
        ("Marks & Spencer", "Marks & Spencer"),
        ("AT&T", "AT&T"),
        ("It&rsquo;s over", "It’s over"),
        ("It&#8217;s &#x2019;over", "It’s ’over"),
        ("<![CDATA[It&rsquo;s AT&T]]>", "It’s AT&T"),
        ("one\x0b\x1ftwo", "onetwo"),
        ("one&#11;two&#0;three", "one\ufffdtwo\ufffdthree"),
        ("one &unknown; two", "one &unknown; two"),
        ("<!-- & -->one", "one"),
    ],
)
def test_faults_that_feeds_are_known_for_are_mended(written: str, text: str) -> None:
    (article,) = articles(rss(item(written)))
    assert article.text == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_mended_can_be_read(text: str) -> None:
    text = text.replace("<", "").replace("]]>", "")
    document = f"<a>{xml_stream.mended(text)}</a>".encode()
    ended = [element for event, element in xml_stream.elements(io.BytesIO(document)) if event == "end"]
    assert len(ended) == 1


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="&\r")))
def test_what_needs_no_mending_stays_as_it_is(text: str) -> None:
    text = characters.NOT_XML.sub("", text)
    assert xml_stream.mended(text) == text


def test_a_prefix_without_its_namespace_is_passed_over() -> None:
    (article,) = articles(rss(item("Words.") + "<media:title>x</media:title>"))
    assert article.text == "Words."


def test_what_comes_before_a_fault_is_read() -> None:
    feed = rss(item("One.") + item("Two.") + "<item><title>broken</item>")
    first, second, error = read(feed)
    assert [each.text for each in (first, second) if isinstance(each, Article)] == ["One.", "Two."]
    assert isinstance(error, ReadError)
    assert error.source == "feed.xml"
    assert error.reason.startswith("is not well-formed XML: ")
    assert error.reason.endswith("; only the 2 entries before that were read")


def test_a_bad_entry_is_an_error_of_its_own() -> None:
    feed = rss(item("<![CDATA[<p> </p>]]>", "https://post.example/empty") + item("Words."))
    error, article = read(feed)
    assert str(error) == "feed.xml, https://post.example/empty: has no text"
    assert isinstance(article, Article)


@pytest.mark.parametrize(
    ("feed", "said"),
    [
        ("", "is not well-formed XML"),
        ("   ", "is not well-formed XML"),
        ("Words.", "is not well-formed XML"),
        ("<html><body><p>Words.</p></body></html>", "is not a feed: its root element is 'html'"),
        ("<rss><channel>", "is not well-formed XML"),
        (b"\x00\x01\x02", "is a binary file"),
        ("<?xml version='1.0' encoding='klingon'?><rss/>", "is in an unknown encoding (klingon)"),
        (rss(item("x" * 10_100_000)), "is not well-formed XML"),
        (rss(item("x" * 1_000_001)), "has a text of more than 1,000,000 characters"),
        ("<rss>" + "<a>" * 100_000, "is not well-formed XML: Excessive depth"),
        (b"<rss>" + b" " * 20_000_000, "is larger than 20,000,000 bytes"),
    ],
)
def test_what_is_no_feed_is_one_line(feed: str | bytes, said: str) -> None:
    assert refusal(feed).startswith(said)


LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))


@pytest.mark.parametrize(
    "subset",
    [
        f"<!ENTITY l0 'lol'>{LAUGHS}",
        "<!ENTITY l9 SYSTEM 'file:///etc/passwd'>",
        "<!ENTITY l9 SYSTEM 'http://127.0.0.1:9/secret'>",
        "<!ENTITY % l8 SYSTEM 'file:///etc/passwd'> %l8; <!ENTITY l9 'x'>",
        "<!ENTITY l9 '" + "x" * 100_000 + "'>",
    ],
)
def test_entities_are_refused(subset: str) -> None:
    said = refusal(rss(item("&l9;" * 10_000), f"<?xml version='1.0'?><!DOCTYPE rss [{subset}]>"))
    assert said == "is refused: its XML declares entities"


def test_an_external_document_type_is_not_fetched() -> None:
    (article,) = articles(rss(item("one &l9; two"), "<!DOCTYPE rss SYSTEM 'file:///etc/passwd'>"))
    assert article.text == "one &l9; two"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (RSS[:500], True),
        (RSS_1[:300], True),
        (ATOM[:300], True),
        ("\ufeff\n<feed xmlns='http://www.w3.org/2005/Atom'/>", True),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", True),
        ("<a:feed xmlns:a='http://www.w3.org/2005/Atom'>", True),
        ("<!DOCTYPE html><html><body>&lt;rss&gt; <rss>", False),
        ("<nitf>", False),
        ("Words about <rss>", False),
        ("<!-- <rss> -->", False),
        ("<?" * 2000, False),
        ("", False),
    ],
)
def test_feeds_are_told_by_their_root(head: str, expected: bool) -> None:
    assert recognise(head.encode(), "feed.xml") is expected
    assert recognise(head.encode("utf-16"), "feed.xml") is expected
