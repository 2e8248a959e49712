"""Plain text is kept as it stands; front matter and Markdown say what they say and lie in no quotation."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes import readers
from quotes.readers import base, markdown, plain_text
from quotes.readers.base import Resource
from tests.resources import article, refusal, resource

KNOWN = ("title", "byline", "outlet", "published", "modified", "url", "language")


def test_text_is_kept_as_it_stands() -> None:
    text = "  One “two”\r\n\r\nthree\rfour\n*five* &amp; <b>six</b>\n"
    found = article(plain_text.read, resource(text, "a.txt"))
    assert found.text == text
    assert found.source == "a.txt"
    assert all(getattr(found, name) is None for name in KNOWN if name != "title")
    assert found.extractor is None
    assert found.raw_sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (" date 2024-10-23 Ada Byrd at the harbour (Photo)\n\nWords.", "2024-10-23"),
        (" date 2024-13-45 Ada Byrd\n\nWords.", None),
        ("Words.\n date 2024-10-23 Ada Byrd", None),
        ("candidate 2024-10-23", None),
    ],
)
def test_a_leading_date_line_gives_the_date_and_stays(text: str, published: str | None) -> None:
    found = article(plain_text.read, resource(text))
    assert (found.text, found.published) == (text, published)


FRONT_MATTER = {
    "yaml": (
        "---\ntitle: 'The quay: closed'\nauthors:\n  - Ada Byrd\n  - name: Bo Li\ndate: 2024-10-23 14:05:00 +0100\n"
        "lastmod: 2024-10-24\ncanonical_url: https://post.example/quay\npublication: The Post\nlang: en_GB\n"
        "tags: [a, b]\ndraft: false\n---\n\n"
    ),
    "toml": (
        '+++\ntitle = "The quay: closed"\nauthors = ["Ada Byrd", "Bo Li"]\ndate = 2024-10-23T14:05:00+01:00\n'
        'lastmod = 2024-10-24\nurl = "https://post.example/quay"\noutlet = "The Post"\nlanguage = "en-GB"\n+++\n'
    ),
}


@pytest.mark.parametrize("form", FRONT_MATTER)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter_says_what_it_says_and_is_no_text(form: str, end: str) -> None:
    body = f"“No,” he said.{end}---{end}More.{end}"
    found = article(plain_text.read, resource(FRONT_MATTER[form].replace("\n", end) + body, "a.txt"))
    assert found.text == body
    assert [getattr(found, name) for name in KNOWN] == [
        "The quay: closed",
        "Ada Byrd, Bo Li",
        "The Post",
        "2024-10-23T14:05:00+01:00",
        "2024-10-24",
        "https://post.example/quay",
        "en-GB",
    ]


def test_names_can_be_told() -> None:
    text = "---\nkicker: The quay\n---\nWords.\n"
    found = article(plain_text.read, resource(text), {"kicker": "title"})
    assert (found.title, found.text) == ("The quay", "Words.\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "---\nMinister: We will not.\nReporter: Why?\n---\nWords.\n",
        "---\njust words\n---\nMore.\n",
        "---\ntitle: [unclosed\n---\nMore.\n",
        "---\ntitle: never closed\nMore.\n",
        "+++\nnot toml\n+++\nMore.\n",
        "+++\na = " + "[" * 5000 + "\n+++\nMore.\n",
        "---\na: " + "[" * 5000 + "\n---\nMore.\n",
        "---\ntitle: x\n" + "a: b\n" * 10_000 + "---\nMore.\n",
        "Words.\n---\ntitle: x\n---\n",
    ],
)
def test_what_only_looks_like_front_matter_is_text(text: str) -> None:
    found = article(plain_text.read, resource(text))
    assert (found.text, found.title) == (text, None)


def test_front_matter_cannot_make_objects_or_grow() -> None:
    laughs = "".join(f"b{number}: &b{number} [{', '.join([f'*b{number - 1}'] * 9)}]\n" for number in range(1, 12))
    text = f"---\ntitle: !!python/object/apply:os.getcwd []\nb0: &b0 [Ada]\n{laughs}author: *b11\n---\nWords.\n"
    found = article(plain_text.read, resource(text))
    assert (found.text, found.title, found.byline) == ("Words.\n", None, None)


def test_titles_are_one_clean_line() -> None:
    found = article(plain_text.read, resource('---\ntitle: "The\\nquay \\u202eclosed"\nauthor: ~\n---\nWords.\n'))
    assert (found.title, found.byline) == ("The quay closed", None)


MARKDOWN = """# The *quay* &amp; us

> “The **quay** is [closed](https://post.example/a_b 'x'),” said Ada\\* Byrd.
> It was `final`, she
> added.

- One “item
  over lines”
- Two

| who | what |
|---|---|
| Ada | “No” |

![A picture](quay.jpg)

<!-- not printed -->

Line one\\
line two<br>three <b>snake_case_word</b>.

***
Second
======
"""


@pytest.mark.parametrize(
    ("name", "media"), [("a.md", None), ("a.markdown", None), ("", "text/markdown; charset=utf-8")]
)
def test_markdown_gives_its_words(name: str, media: str | None) -> None:
    found = article(plain_text.read, resource(MARKDOWN, name, media))
    assert found.text == (
        "The quay & us\n\n"
        "“The quay is closed,” said Ada* Byrd. It was final, she added.\n\n"
        "One “item over lines”\n\nTwo\n\nwho | what\n\nAda | “No”\n\n"
        "Line one\nline two\nthree snake_case_word.\n\nSecond\n"
    )
    assert found.title == "The quay & us"
    assert found.extractor is not None
    assert found.extractor.startswith("markdown-it-py ")


def test_the_title_of_front_matter_wins() -> None:
    found = article(plain_text.read, resource("---\ntitle: Ours\n---\n# Theirs\n\nWords.\n", "a.md"))
    assert (found.title, found.text) == ("Ours", "Theirs\n\nWords.\n")


def test_html_in_markdown_is_read_as_html() -> None:
    found = article(plain_text.read, resource("<div>\n<p>“One”</p>\n<script>bad()</script>\n</div>\n\nTwo.\n", "a.md"))
    assert found.text == "“One”\n\nTwo.\n"


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        (
            "He wrote:\n\n> We asked in May and\n> no one wrote back.",
            ["He wrote:", "“We asked in May and no one wrote back.”"],
        ),
        (
            "In a letter Dora Quist wrote.\n\n> We asked in May.\n>\n> No one wrote back.\n\nIt rains.",
            ["In a letter Dora Quist wrote.", "“We asked in May.", "“No one wrote back.”", "It rains."],
        ),
        ("> We asked in May.\n>\n> — Dora Quist", ["“We asked in May.”", "— Dora Quist"]),
        ("> We asked in May.\n> — Dora Quist, baker", ["“We asked in May.”", "— Dora Quist, baker"]),
        (
            "He wrote:\n\n> They called us “gulls” in May.\n>\n> We will stay.",
            ["He wrote:", "“They called us ‘gulls’ in May.", "“We will stay.”"],
        ),
        ("> “Gulls” is what they said.\n>\n> — Dora Quist", ["“‘Gulls’ is what they said.”", "— Dora Quist"]),
        ("He wrote:\n\n> “We asked in May,” she said.", ["He wrote:", "“We asked in May,” she said."]),
        ("It rains.\n\n> We asked in May and June.", ["It rains.", "We asked in May and June."]),
        ("He wrote:\n\n> Yes, we will.", ["He wrote:", "Yes, we will."]),
        ("> - one\n> - two\n\nIt rains.", ["one", "two", "It rains."]),
    ],
)
def test_a_block_quotation_that_is_announced_or_signed_is_marked(source: str, blocks: list[str]) -> None:
    assert markdown.read(source)[1] == "\n\n".join(blocks) + "\n"


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12), min_size=1, max_size=20))
def test_words_without_markup_are_not_changed(words: list[str]) -> None:
    assert markdown.read("A " + " ".join(words))[1] == "A " + " ".join(words) + "\n"


@given(st.text(max_size=300))
def test_any_text_is_read_as_markdown_or_refused(text: str) -> None:
    try:
        title, read = markdown.read(text)
    except ValueError:
        return
    assert title is None or "\n" not in title
    read.encode()


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "", "has no text"),
        (b" \r\n\t\n", "", "has no text"),
        (b"---\ntitle: x\n---\n", "", "has no text"),
        (b"<!-- -->\n", "a.md", "has no text"),
        (b"\x00\x01\x02", "", "binary"),
        (b"\x81\x8d", "", "unknown encoding"),
        (b"x" * (base.LARGEST + 1), "", "larger than 1,000,000 bytes"),
        (b"> " * 5000 + b"x", "a.md", "nested deeper than 60"),
        (b"\xef\xbb\xbfcaf\xc3", "", "damaged"),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(data: bytes, name: str, reason: str) -> None:
    assert reason in refusal(plain_text.read, resource(data, name))


def test_an_address_it_came_from_is_kept() -> None:
    given_ = Resource(
        "https://post.example/b", BytesIO(b"Words."), url="https://post.example/b", asked="https://post.example/a"
    )
    found = article(plain_text.read, given_)
    assert (found.url, found.fetched_url) == ("https://post.example/b", "https://post.example/a")


@pytest.mark.parametrize(
    ("head", "text"),
    [("Words “é”".encode(), True), ("Words".encode("utf-16"), True), (b"\x89PNG\r\n\x1a\n\0", False), (b"", True)],
)
def test_text_is_told_by_its_bytes(head: bytes, text: bool) -> None:
    assert plain_text.recognise(head, "a.bin") is text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_numbers_of_a_text_that_numbers_every_line_are_left_out(tmp_path: Path, end: str) -> None:
    lines = [
        "The council met on Monday and",
        "shut the quay.",
        "",
        "“We will not open it,” said",
        "Ada Byrd.",
        "It rains.",
    ]
    path = tmp_path / "a.txt"
    path.write_bytes(end.join(f"{number:3}  {line}" for number, line in enumerate(lines, 7)).encode())
    found = readers.read(path)
    assert found.text == end.join(lines)
    assert "quotes" in str(found.extractor), "the text is not what the file holds"
    path.write_bytes(end.join([*(f"{number} {line}" for number, line in enumerate(lines)), "Words."]).encode())
    assert readers.read(path).text.startswith("0 The council")


@pytest.mark.parametrize(
    ("text", "title", "published"),
    [
        (
            "Ferry will stop for six weeks.\n\nFriday, July 21, 2017\n\nThe boat stays.",
            "Ferry will stop for six weeks",
            "2017-07-21",
        ),
        (
            "Ferry will stop\nBy Ada Byrd\n21 July 2017, 14:05\n\nThe boat stays.",
            "Ferry will stop",
            "2017-07-21T14:05:00",
        ),
        ("July 21, 2017\n\nThe boat stays in the harbour.", None, "2017-07-21"),
        ("By Ada Byrd\n\nThe boat stays.", None, None),
        (" date 2031-02-03 The quay (AP)\n\nThe boat stays.", None, "2031-02-03"),
        ("“The boat stays.”\n\nAda Byrd said so.", None, None),
        ("The boat stays. Nobody knows why.\n\nIt is late.", None, None),
        ("The boat that has come to the harbour since\nthe spring stays.\n\nIt is late.", None, None),
        ("The boat stays.", None, None),
        ("Ferry will stop\n\nUpdated July 21, 2017\n\nThe boat stays.", "Ferry will stop", None),
        ("Ferry will stop\n\nOn July 21, 2017 the boat came.\n\nIt stays.", "Ferry will stop", None),
        ("x" * 121 + "\n\nThe boat stays.", None, None),
        ("EMBARGOED UNTIL 1 March 2024\n\nFerry will stop\n\nThe boat stays.", "Ferry will stop", None),
        ("FOR IMMEDIATE RELEASE\nFerry will stop\n\nThe boat stays.", "Ferry will stop", None),
    ],
)
def test_opening_lines_give_the_title_and_the_date(text: str, title: str | None, published: str | None) -> None:
    found = article(plain_text.read, resource(text, "a.txt"))
    assert (found.title, found.published, found.text) == (title, published, text)


def test_front_matter_comes_before_opening_lines() -> None:
    text = "---\ntitle: The ferry\ndate: 2031-02-03\n---\nFerry will stop\n\nJuly 21, 2017\n\nIt stays."
    found = article(plain_text.read, resource(text, "a.txt"))
    assert (found.title, found.published) == ("The ferry", "2031-02-03")
