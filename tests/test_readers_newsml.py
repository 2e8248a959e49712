"""NewsML-G2 and NewsML 1, as agencies send them, give the article and what is known of it. All of it is invented."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.model import Article
from quotes.readers import newsml, nitf
from quotes.readers.base import ReadError
from quotes.readers.formats import recognise
from tests.resources import article, everything, refusal, resource

TEXT = "BRANDVIK (NWA) - The pier stays shut, the harbour master said.\n\n“We counted the piles,” Tilda Brock said.\n"
PARAGRAPHS = "<p>BRANDVIK (NWA) - The pier stays shut, the harbour master said.</p>\n"
PARAGRAPHS += "<p>“We counted the piles,” <em>Tilda Brock</em> said.</p>"
NITF_HEAD = "<body.head><hedline><hl1>Pier stays shut</hl1></hedline><byline>By Jo Marsh<byttl>NWA</byttl></byline>"
NITF = f"<nitf><body>{NITF_HEAD}</body.head><body.content><block>{PARAGRAPHS}</block></body.content></body></nitf>"
G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/" standard="NewsML-G2" standardversion="2.30" conformance="power"'
XHTML = "http://www.w3.org/1999/xhtml"


def g2(
    meta: str = '<provider literal="nwa.example"><name>North Wire Agency</name></provider>',
    about: str = "<headline>Pier stays shut</headline><by>By Jo Marsh</by>",
    content: str = f'<inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>',
    item_class: str = "ninat:text",
    attributes: str = 'guid="urn:newsml:nwa.example:20310204:1" xml:lang="en-GB"',
) -> str:
    return (
        f'<newsItem {G2} {attributes}><itemMeta><itemClass qcode="{item_class}"/>{meta}'
        "<versionCreated>2031-02-04T11:30:00Z</versionCreated><firstCreated>2031-02-04T10:00:00Z</firstCreated>"
        f'<pubStatus qcode="stat:usable"/></itemMeta><contentMeta>{about}</contentMeta>'
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def message(*items: str) -> str:
    header = "<header><sent>2031-02-05T00:00:00Z</sent><sender>nwa.example</sender></header>"
    return f"<?xml version='1.0'?>\n<newsMessage {G2}>{header}<itemSet>{''.join(items)}</itemSet></newsMessage>"


def one(
    content: str = f'<Format FormalName="NITF3.1"/><DataContent>{NITF}</DataContent>',
    lines: str = "<HeadLine>Pier stays shut</HeadLine><ByLine>By Jo Marsh</ByLine>",
    parties: str = '<Provider><Party FormalName="NWA"/></Provider>',
    status: str = "Usable",
    inner: str = "",
) -> str:
    identified = "<ProviderId>nwa.example</ProviderId><DateId>20310204</DateId><NewsItemId>1</NewsItemId>"
    held = f'<ContentItem><MediaType FormalName="Text"/>{content}</ContentItem>' if content else ""
    return (
        f"<NewsItem><Identification><NewsIdentifier>{identified}</NewsIdentifier></Identification>"
        "<NewsManagement><FirstCreated>20310204T100000Z</FirstCreated>"
        f'<ThisRevisionCreated>20310204T113000Z</ThisRevisionCreated><Status FormalName="{status}"/></NewsManagement>'
        f"<NewsComponent><NewsLines>{lines}<DateLine>Brandvik, 4 Feb</DateLine></NewsLines>"
        f"<AdministrativeMetadata>{parties}</AdministrativeMetadata>"
        f'<DescriptiveMetadata><Language FormalName="EN"/></DescriptiveMetadata>'
        f"{held}{inner}</NewsComponent></NewsItem>"
    )


def envelope(*items: str, prolog: str = "<?xml version='1.0'?>\n") -> str:
    dated = "<DateAndTime>20310205T000000Z</DateAndTime>"
    return f"{prolog}<NewsML Version='1.2'><NewsEnvelope>{dated}</NewsEnvelope>{''.join(items)}</NewsML>"


DPA_BODY = f"""<inlineXML contenttype="application/xhtml+xml"><html xmlns="{XHTML}"><head><title>Pier</title></head>
<body><header><ul class="slugline"><li>Transport</li></ul><time class="publicationDate">04.02.2031 11:00</time>
<h1>Pier stays shut</h1><p class="byline">By Jo Marsh</p></header>
<section class="main"><p><span class="dateline">BRANDVIK <span class="credit">(NWA)</span> -</span>The pier stays shut,
the harbour master said.</p><p>“We counted the piles,” Tilda Brock said.</p></section>
<section class="notepad"><p>Contact: desk@nwa.example</p></section></body></html></inlineXML>"""
ANSA_BODY = """<remoteContent contenttype="image/jpeg" href="tag:nwa.example,2031:1.jpg"/>
<inlineData contenttype="text/plain" rendition="rnd:original"><![CDATA[
<p>
            BRANDVIK (NWA) - The pier stays shut, the
harbour master said.
   “We counted the piles,” Tilda Brock
said.
</p>]]></inlineData>"""
WIRE = {
    "AP: NITF with its own namespace": message(
        g2(
            content='<inlineXML contenttype="application/nitf+xml">'
            + NITF.replace("<nitf>", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/" version="3.4">')
            + "</inlineXML>",
            about="<contentCreated>2031-02-04T09:00:00Z</contentCreated><slugline>BC-EU--Pier</slugline>"
            "<headline>Pier stays shut</headline><dateline>BRANDVIK</dateline>",
        )
    ),
    "AP: XHTML, a slug for a title, who made it": message(
        g2(
            meta='<provider qcode="nprov:NWA"><name>North Wire Agency</name></provider><title>EU--Pier</title>',
            about="<creator><name>By Jo Marsh</name><related><name>North Wire Agency</name></related></creator>"
            "<headline>Pier stays shut</headline><creditline>NWA</creditline>",
            content=DPA_BODY.replace('<p class="byline">By Jo Marsh</p>', ""),
        )
    ),
    "dpa: XHTML with header and notepad": message(
        g2(
            meta='<edNote><section xmlns="http://www.w3.org/1999/xhtml"><h3>Not for print</h3></section></edNote>'
            '<provider qcode="nprov:nwa"><name xml:lang="en">North Wire Agency</name></provider>',
            about='<creator qcode="nwa-ad:marsh.jo"><name>marsh.jo</name></creator>'
            '<headline rank="1">Pier stays shut</headline><creditline>nwa</creditline><language tag="en-GB"/>',
            content=DPA_BODY,
        )
    ),
    "ANSA: indented lines in CDATA": message(
        g2(
            meta='<provider literal="nwa.example"/>',
            about='<creator literal="VRG"><name>VRG</name></creator><by>Jo Marsh</by>'
            '<headline role="hld:subHeadline">Rot in nine piles</headline><headline>Pier stays shut</headline>'
            "<creditline>North Wire Agency</creditline>",
            content=ANSA_BODY,
        )
    ),
    "an item alone, its headline in the NITF, in a prefix": g2(about="", attributes='xml:lang="en-GB"')
    .replace("<newsItem", "<n:newsItem")
    .replace("</newsItem", "</n:newsItem")
    .replace('xmlns="', 'xmlns:n="'),
    "escaped NITF as data": g2(
        content="<inlineData contenttype='application/nitf+xml'>"
        + f"<?xml version='1.0' encoding='utf-16'?>{NITF}".replace("&", "&amp;").replace("<", "&lt;")
        + "</inlineData>"
    ),
}
WIRE_1 = {
    "AFP: bare paragraphs": one(content=f'<Format FormalName="bcNITF2.5"/><DataContent>{PARAGRAPHS}</DataContent>'),
    "AFP, Kyodo: NITF": one(lines="<HeadLine>Pier stays shut</HeadLine>"),
    "ANA: HTML in CDATA, in a component of the component": one(
        content="",
        inner='<NewsComponent><Role FormalName="Main"/><ContentItem><MediaType FormalName="Text"/>'
        f"<DataContent><![CDATA[{PARAGRAPHS}]]></DataContent></ContentItem></NewsComponent>"
        '<NewsComponent><Role FormalName="Caption"/><ContentItem><DataContent>A long caption of a picture, longer than '
        "the article itself, in which Tilda Brock stands on the pier and looks out to sea, as she does on every day "
        "of the year, whatever the weather may be.</DataContent></ContentItem></NewsComponent>",
    ),
    "Ritzau: plain text": one(
        content="<DataContent>\n  BRANDVIK (NWA) - The pier stays shut, the harbour master said.\n\n"
        "  “We counted the piles,” Tilda Brock said.\n</DataContent>"
    ),
}


@pytest.mark.parametrize("style", WIRE)
def test_an_item_of_newsml_g2_gives_the_article(style: str) -> None:
    found = read(WIRE[style])
    assert found.text == TEXT
    assert (found.title, found.byline, found.outlet) == ("Pier stays shut", "Jo Marsh", "North Wire Agency")
    assert (found.published, found.modified) == ("2031-02-04T10:00:00+00:00", "2031-02-04T11:30:00+00:00")
    assert (found.source, found.language) == ("a.xml", "en-GB")


@pytest.mark.parametrize("style", WIRE_1)
def test_an_item_of_newsml_1_gives_the_article(style: str) -> None:
    found = read(envelope(WIRE_1[style]))
    assert found.text == TEXT
    assert (found.title, found.byline, found.outlet) == ("Pier stays shut", "Jo Marsh", "NWA")
    assert (found.published, found.modified) == ("2031-02-04T10:00:00+00:00", "2031-02-04T11:30:00+00:00")
    assert (found.source, found.language) == ("a.xml", "en")


def read(data: str) -> Article:
    given = resource(data, "a.xml")
    form = recognise(given)
    assert form is not None
    assert form.module == "newsml"
    return article(newsml.read, given)


@pytest.mark.parametrize(
    ("meta", "about", "outlet"),
    [
        ('<provider qcode="nprov:NWA"/>', "", "NWA"),
        ('<provider uri="http://cv.example/nwa"/>', "<creditline>N.W.A.</creditline>", "N.W.A."),
        ("", "<infoSource qcode='x:1'><name>The Source</name></infoSource>", "The Source"),
        ('<provider literal="nwa.example"/>', "", "nwa.example"),
        ("", "", None),
    ],
)
def test_the_outlet_is_the_provider(meta: str, about: str, outlet: str | None) -> None:
    assert read(g2(meta=meta, about=about)).outlet == outlet


@pytest.mark.parametrize(
    ("creator", "byline"),
    [
        ("<name>Jo Marsh</name>", "Jo Marsh"),
        ("<name>By JO MARSH and ADA BYRD</name>", "JO MARSH and ADA BYRD"),
        ("<name>North Wire Agency</name>", None),
        ("<name>Associated Wires</name>", None),
        ("<name>jmarsh</name>", None),
        ("<name>marsh jo@nwa.example</name>", None),
    ],
)
def test_a_creator_is_the_writer_where_it_is_a_person(creator: str, byline: str | None) -> None:
    plain = '<inlineData contenttype="text/plain">The pier stays shut.</inlineData>'
    found = read(g2(about=f"<creator>{creator}</creator>", content=plain))
    assert (found.byline, found.text) == (byline, "The pier stays shut.\n")


@pytest.mark.parametrize("role", ["crol:editor", "x:photographer", "http://agency.example/roles/editor"])
def test_who_edited_or_photographed_is_not_in_the_byline(role: str) -> None:
    creators = '<creator role="crol:author"><name>Ada Byrd</name></creator>'
    creators += f'<creator role="{role}"><name>Jo Marsh</name></creator>'
    plain = '<inlineData contenttype="text/plain">The pier stays shut.</inlineData>'
    assert read(g2(about=creators, content=plain)).byline == "Ada Byrd"


def test_a_canonical_address_is_the_articles() -> None:
    link = '<link rel="irel:seeAlso" href="https://nwa.example/other"/>'
    link += '<link rel="nwarel:canonical" href="https://nwa.example/pier"/>'
    assert read(g2(meta=link)).url == "https://nwa.example/pier"
    assert read(g2(attributes='guid="https://nwa.example/1"')).url == "https://nwa.example/1"
    assert read(g2()).url is None


def test_many_items_are_many_articles_and_pictures_are_passed_over() -> None:
    picture = g2(item_class="ninat:picture", content='<remoteContent href="x.jpg"/>')
    package = f'<packageItem {G2}><itemMeta><itemClass qcode="ninat:composite"/></itemMeta></packageItem>'
    found = everything(newsml.read, resource(message(picture, g2(), package, g2()), "a.xml"))
    assert [each.source for each in found if isinstance(each, Article)] == ["a.xml, item 1", "a.xml, item 2"]
    found = everything(newsml.read, resource(envelope(one(), one()), "a.xml"))
    assert [each.source for each in found if isinstance(each, Article)] == ["a.xml, item 1", "a.xml, item 2"]


def test_components_with_headlines_of_their_own_are_articles_of_their_own() -> None:
    inner = "".join(
        f"<NewsComponent><NewsLines><HeadLine>{title}</HeadLine></NewsLines><ContentItem><DataContent><p>{title}.</p>"
        "</DataContent></ContentItem></NewsComponent>"
        for title in ("One", "Two")
    )
    found = everything(newsml.read, resource(envelope(one(content="", inner=inner)), "a.xml"))
    assert [(each.title, each.text) for each in found if isinstance(each, Article)] == [
        ("One", "One.\n"),
        ("Two", "Two.\n"),
    ]


def test_a_version_that_is_not_later_is_no_change() -> None:
    data = g2().replace("<versionCreated>2031-02-04T11:30", "<versionCreated>2031-02-04T09:30")
    assert read(data).modified is None


BAD_NITF = "<inlineData contenttype='application/nitf+xml'>&lt;nitf>&lt;body></inlineData>"
DECLARES = '<!DOCTYPE NewsML [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (g2().replace("stat:usable", "stat:withheld"), "is withheld by its publisher"),
        (g2().replace('qcode="stat:usable"', 'uri="http://cv.iptc.org/x/canceled"'), "was cancelled by its publisher"),
        (envelope(one(status="Canceled")), "was cancelled by its publisher"),
        (g2(content='<remoteContent href="x.xml"/>'), "has no text"),
        (g2(content=""), "has no text"),
        (g2(item_class="ninat:picture"), "has no item with a text, only pictures"),
        (f"<packageItem {G2}><groupSet><itemRef/></groupSet></packageItem>", "references to other items"),
        (envelope(), "has no item with a text"),
        (g2(content=BAD_NITF), "is not well-formed XML"),
        (g2()[:-20], "is not well-formed XML"),
        (envelope(one(), prolog=DECLARES), "declares entities"),
        (g2(content=f"<inlineXML><p>{'x' * 1_000_001}</p></inlineXML>"), "more than 1,000,000 characters"),
        (g2(content="<p>" * 300), "is not well-formed XML"),
        ("<newsItem>" + " " * 20_000_000, "larger than 20,000,000 bytes"),
    ],
)
def test_what_is_no_article_is_one_line(data: str, reason: str) -> None:
    assert reason in refusal(newsml.read, resource(data))


def test_an_item_that_is_damaged_does_not_take_the_others_with_it() -> None:
    bad, good = everything(newsml.read, resource(message(g2(content=BAD_NITF), g2()), "a.xml"))
    assert isinstance(bad, ReadError)
    assert isinstance(good, Article)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "iso-8859-1", "utf-16"])
def test_the_encoding_is_that_which_the_xml_declares(encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    data = f'<?xml version="1.0" encoding="{declared}"?>' + g2(content="<inlineXML><p>Café £3.</p></inlineXML>")
    assert article(newsml.read, resource(data.encode(encoding))).text == "Café £3.\n"


@pytest.mark.parametrize(
    "head", ["<nitf><newsItem/></nitf>", "<rss><newsItem/></rss>", "words <newsItem>", "<newsItems>", "<html>", ""]
)
def test_other_formats_are_not_taken(head: str) -> None:
    assert not newsml.recognise(head.encode(), "a.xml")


@pytest.mark.parametrize(
    "prolog",
    [
        "",
        "\ufeff<?xml version='1.0'?>\n<!-- a -- b -->\n",
        '<!DOCTYPE NewsML PUBLIC "urn:x" "../NewsML.dtd" [\n<!ATTLIST x>\n]>\n',
    ],
)
def test_what_stands_before_the_root_does_not_matter(prolog: str) -> None:
    for data in (g2(), envelope(prolog=""), message()):
        assert newsml.recognise((prolog + data).encode()[:4096], "")
    assert not nitf.recognise(b"<NewsML>", "")


NAMES = (
    "newsItem itemMeta contentMeta headline by name provider inlineXML contentSet p br NewsItem NewsComponent NewsLines"
)
ELEMENTS: Any = st.recursive(
    st.text(st.sampled_from("ab <&"), max_size=5).map(lambda words: words.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.tuples(
        st.sampled_from([*NAMES.split(), "HeadLine", "ContentItem", "DataContent"]), st.lists(inner)
    ).map(lambda each: f"<{each[0]}>{''.join(each[1])}</{each[0]}>"),
    max_leaves=12,
)


@pytest.mark.slow
@given(st.sampled_from(["newsMessage", "NewsML"]), st.lists(ELEMENTS))
def test_elements_in_any_order_are_read_or_refused(root: str, inside: list[str]) -> None:
    assert everything(newsml.read, resource(f"<{root}>{''.join(inside)}</{root}>"))
