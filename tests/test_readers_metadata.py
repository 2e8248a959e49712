"""Names, addresses and language tags are made clean, and what is none is left out."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.export import SCHEMAS
from quotes.model import METADATA, PROVENANCE, Article
from quotes.readers import FIELDS, article_fields, metadata

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  The\nharbour\tat  dawn ", "The harbour at dawn"),
        ("Ten &amp; <em>one</em>", "Ten & one"),
        ("One<br/>two", "One two"),
        ("a < b", "a < b"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("a\u200bb\ufeff\x1b[31m", "ab [31m"),
        ("half \ud83d", "half \ufffd"),
        ("nul\0", "nul"),
        (1984, "1984"),
        ({"rendered": "Words"}, "Words"),
        ("", None),
        (" \u202e ", None),
        (True, None),
        (["a"], None),
        ("x" * 1001, None),
        ("x" * 1_000_000, None),
    ],
)
def test_a_line(value: object, expected: str | None) -> None:
    assert metadata.line(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("By Ada Byrd", "Ada Byrd"),
        ("BY: ADA BYRD", "ADA BYRD"),
        ("Byron Ada", "Byron Ada"),
        (["Ada Byrd", "Bo Li", "Ada Byrd"], "Ada Byrd, Bo Li"),
        ([{"@type": "Person", "name": "Ada Byrd"}, {"name": "By Bo Li"}], "Ada Byrd, Bo Li"),
        ([[["Ada"]]], None),
        ([], None),
    ],
)
def test_bylines(value: object, expected: str | None) -> None:
    assert metadata.byline(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (" https://post.example/a?b=c#d ", "https://post.example/a?b=c#d"),
        ({"@id": "https://post.example/a"}, "https://post.example/a"),
        ("/2024/10/story", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("https://post.example/a\nb", None),
        ("https://post.example/\u202egpj", None),
        ("https://[bad", None),
        ("https://post.example/" + "x" * 5000, None),
        (5, None),
    ],
)
def test_addresses(value: object, expected: str | None) -> None:
    assert metadata.address(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("en", "en"),
        ("en_GB", "en-GB"),
        ("en_US.UTF-8", "en-US"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("English", None),
        ("", None),
    ],
)
def test_languages(value: object, expected: str | None) -> None:
    assert metadata.language(value) == expected


@given(ANYTHING)
def test_whatever_comes_is_one_printable_line_or_nothing(value: object) -> None:
    for _, clean in article_fields.FIELDS.values():
        found = clean(value)
        assert found is None or found.encode()
        if clean is not metadata.text and found is not None:
            assert found.strip() == found != ""
            assert found.isprintable() or not any(ord(character) < 32 for character in found)


def test_the_usual_names_are_found_and_a_map_wins() -> None:
    record = {
        "Headline": "Ours",
        "pub-date": "2024-10-23",
        "Last Modified": "2024-10-24",
        "x": {"y": ["no", "Jo"]},
        "by": "Al",
    }
    assert article_fields.found(record, {}).known == {
        "title": "Ours",
        "byline": "Al",
        "outlet": None,
        "published": "2024-10-23",
        "modified": "2024-10-24",
        "url": None,
        "language": None,
    }
    assert article_fields.found(record, {"x.y.1": "byline", "nowhere.0": "outlet"}).known["byline"] == "Jo"


def test_what_is_no_value_leaves_the_next_name_its_turn() -> None:
    record = {"published": "soon", "date": "2024-10-23", "url": "/a", "link": "https://post.example/a"}
    known = article_fields.found(record, {}).known
    assert (known["published"], known["url"]) == ("2024-10-23", "https://post.example/a")


def test_every_field_of_an_article_can_be_mapped_and_exported() -> None:
    assert list(article_fields.FIELDS) == list(FIELDS) == ["text", *METADATA]
    described = SCHEMAS["article"]["properties"]
    assert {"source", *FIELDS, *PROVENANCE} <= described.keys()
    known = {"source", *FIELDS, *PROVENANCE, "page_starts", "original"}
    assert known == {each.name for each in dataclasses.fields(Article)}
