"""NITF gives the words of its body, a paragraph a line, and what its head says; no entity is resolved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.model import Article
from quotes.readers import nitf
from tests.resources import article, everything, refusal, resource

ITEM = """<nitf{namespace}>
<head><title>Slug</title>
<docdata><date.issue norm="20241022"/><date.release norm="20241023T140500+0100"/></docdata>
<pubdata name="The Post" {publication} ex-ref="https://post.example/quay"/></head>
<body xml:lang="en-GB"><body.head>
<hedline><hl1>The <em>quay</em>
 closed</hl1><hl2>A second line</hl2></hedline>
<byline class="print">By <person>Ada Byrd</person></byline>
<dateline><location>LEITH</location> <story.date>October 23</story.date></dateline>
</body.head><body.content>
<media media-type="image"><media-caption>A picture</media-caption></media>
<p>“No,” <person>Bo</person> said,
 <em>twice</em>.<br/>He left.</p>
<hl2>Later</hl2>
<ul><li>One</li><li>Two</li></ul>
<bq><block><p>“Never.”</p></block><credit>A credit</credit></bq>
<note><body.content><p>Not for print</p></body.content></note>
</body.content></body></nitf>"""
TEXT = "“No,” Bo said, twice.\n\nHe left.\n\nLater\n\nOne\n\nTwo\n\n“Never.”\n"
BODY = "<nitf><body><body.content><p>{words}</p></body.content></body></nitf>"
FORMS = {
    "plain": "{item}",
    "declared": '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE nitf SYSTEM "http://www.nitf.org/nitf-3-6.dtd">\n{item}',
    "around": "<nitf-doc>\n{item}</nitf-doc>",
}


def item(namespace: str = "", publication: str = "") -> str:
    return ITEM.format(namespace=namespace, publication=publication)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("namespace", ["", ' xmlns="http://iptc.org/std/NITF/2006-10-18/"'])
def test_an_item_gives_the_article(form: str, namespace: str) -> None:
    data = FORMS[form].format(item=item(namespace))
    assert nitf.recognise(data.encode()[:4096], "")
    found = article(nitf.read, resource(data, "a.xml"))
    assert found.text == TEXT
    assert (found.title, found.byline, found.outlet, found.language) == (
        "The quay closed",
        "Ada Byrd",
        "The Post",
        "en-GB",
    )
    assert (found.published, found.url) == ("2024-10-23T14:05:00+01:00", "https://post.example/quay")
    assert (found.source, found.modified) == ("a.xml", None)


def test_the_date_of_publication_counts_first() -> None:
    found = article(nitf.read, resource(item(publication='date.publication="20241024T000000"')))
    assert found.published == "2024-10-24"


def test_a_full_text_block_stands_for_those_that_repeat_it() -> None:
    blocks = '<block class="lead_paragraph"><p>One</p></block><block class="full_text"><p>One</p><p>Two</p></block>'
    data = f"<nitf><body><body.content>{blocks}</body.content></body></nitf>"
    assert article(nitf.read, resource(data)).text == "One\n\nTwo\n"


def test_many_items_are_many_articles() -> None:
    one, two = everything(nitf.read, resource(f"<nitf-doc>{item()}{item()}</nitf-doc>", "a.xml"))
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert (one.source, two.source, two.text) == ("a.xml, item 1", "a.xml, item 2", TEXT)


def test_only_a_single_item_has_the_url_of_its_file() -> None:
    text = BODY.format(words="It rains.")
    single = replace(resource(text), url="https://wire.example/latest.xml")
    several = replace(resource(f"<nitf-doc>{text}{text}</nitf-doc>"), url="https://wire.example/latest.xml")
    found = [*everything(nitf.read, single), *everything(nitf.read, several)]
    assert [(each.url, each.fetched_url) for each in found if isinstance(each, Article)] == [
        ("https://wire.example/latest.xml", None),
        (None, "https://wire.example/latest.xml"),
        (None, "https://wire.example/latest.xml"),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8-sig"])
def test_the_encoding_is_that_which_the_xml_declares(encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    data = f'<?xml version="1.0" encoding="{declared}"?>' + BODY.format(words="Café £3")
    assert article(nitf.read, resource(data.encode(encoding))).text == "Café £3\n"


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("By JO MARSH<byttl>NWA Harbour Writer</byttl>", "JO MARSH"),
        ("By<person>Jo Marsh</person><byttl>Business Desk</byttl>", "Jo Marsh"),
        ("<person>Jo Marsh</person>, <person>Ada Byrd</person>\n<byttl>Staff</byttl>", "Jo Marsh, Ada Byrd"),
        ("By <person>Jo <em>Mc</em>Marsh</person> <virtloc>jo@nwa.example</virtloc>", "Jo McMarsh"),
        ("By Jo Marsh<br/>and Ada Byrd", "Jo Marsh and Ada Byrd"),
        ("<byttl>The North Wire Agency</byttl>", None),
    ],
)
def test_the_byline_is_the_writer_without_what_they_are(byline: str, name: str | None) -> None:
    head = f"<body.head><byline>{byline}</byline></body.head>"
    data = f"<nitf><body>{head}<body.content><p>Words.</p></body.content></body></nitf>"
    assert article(nitf.read, resource(data)).byline == name


def test_a_second_byline_counts_where_the_first_names_nobody() -> None:
    head = "<body.head><byline><byttl>NWA</byttl></byline><byline>By Jo Marsh</byline></body.head>"
    data = f"<nitf><body>{head}<body.content><p>Words.</p></body.content></body></nitf>"
    assert article(nitf.read, resource(data)).byline == "Jo Marsh"


@pytest.mark.parametrize(
    ("words", "paragraphs"),
    [
        (
            "  The pier stays <br/>shut until spring.</p><p/><p>  “No,” Tilda<br/>Brock said. <br/>“Not yet.”",
            ["The pier stays shut until spring.", "“No,” Tilda Brock said. “Not yet.”"],
        ),
        ("The pier stays<br/>shut. She left.<br/><br/>He stayed.", ["The pier stays shut. She left.", "He stayed."]),
        ("“No,” she said.<br/>He left.", ["“No,” she said.", "He left."]),
        ("Ellery 3<br/>Brandvik 2<br/>Leith 0", ["Ellery 3", "Brandvik 2", "Leith 0"]),
        ("<br/>One.<br/> <br/>Two.<br/>", ["One.", "Two."]),
    ],
)
def test_line_breaks_set_by_width_are_spaces(words: str, paragraphs: list[str]) -> None:
    assert article(nitf.read, resource(BODY.format(words=words))).text == "\n\n".join(paragraphs) + "\n"


def test_who_holds_the_copyright_is_the_outlet_where_no_other_is_named() -> None:
    data = BODY.format(words="x").replace("<body>", "<head><doc.copyright holder='The Agency'/></head><body>", 1)
    assert article(nitf.read, resource(data)).outlet == "The Agency"


LAUGHS = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10))


@pytest.mark.parametrize(
    ("prolog", "words", "reason"),
    [
        (f'<!DOCTYPE nitf [<!ENTITY a0 "ha">{LAUGHS}]>', "&a9;", "entity amplification"),
        (f'<!DOCTYPE nitf [<!ENTITY a0 "ha">{LAUGHS}]>', "unused", "declares entities"),
        ('<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;", "declares entities"),
        ('<!DOCTYPE nitf [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>', "x", "declares entities"),
        ("", "&undeclared;", "is not well-formed XML"),
        ("", "<p>" * 300 + "x" + "</p>" * 300, "is not well-formed XML"),
        ("", "\0", "is not well-formed XML"),
        ("", "", "has no text"),
        ("", "x" * 1_000_001, "more than 1,000,000 characters"),
        ("", "x" * 20_000_000, "larger than 20,000,000 bytes"),
    ],
)
def test_hostile_xml_is_one_line(prolog: str, words: str, reason: str) -> None:
    assert reason in refusal(nitf.read, resource(prolog + BODY.format(words=words)))


@pytest.mark.parametrize(
    ("data", "reason"), [("", "not well-formed"), ("<x/>", "no nitf element"), (ITEM[:-20], "not well-formed")]
)
def test_what_is_no_item_is_said(data: str, reason: str) -> None:
    assert reason in refusal(nitf.read, resource(data))


def test_a_laugh_in_an_attribute_is_refused() -> None:
    prolog = f'<!DOCTYPE nitf [<!ENTITY a0 "ha">{LAUGHS}]>'
    refusal(nitf.read, resource(prolog + BODY.format(words='<em class="&a9;">x</em>')))


def test_characters_that_the_dtd_elsewhere_names() -> None:
    data = '<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">' + BODY.format(words="He left &mdash; and&nbsp;went")
    assert article(nitf.read, resource(data)).text == "He left — and went\n"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<&>\ufffe\uffff"), max_size=80))
def test_words_are_kept_but_for_white_space(words: str) -> None:
    found = article(nitf.read, resource(BODY.format(words="A" + words)))
    assert found.text.split() == ("A" + words).split()


@pytest.mark.parametrize("head", ["Words about <nitf>", "<html><body>", '{"nitf": 1}', ""])
def test_other_formats_are_not_taken(head: str) -> None:
    assert not nitf.recognise(head.encode(), "a.xml")
