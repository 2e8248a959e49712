"""ninjs items of every version give the same article; one that was withdrawn gives none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.model import Article
from quotes.readers import ninjs
from quotes.readers.formats import recognise
from tests.resources import article, everything, refusal, resource

HTML = "<p>“No,” he said.</p><p>He left &amp; went.</p>"
TEXT = "“No,” he said.\n\nHe left & went."
V1 = {
    "uri": "https://agency.example/items/1",
    "type": "text",
    "pubstatus": "usable",
    "firstcreated": "2024-10-23T14:05:00Z",
    "versioncreated": "2024-10-23T15:00:00+01:00",
    "language": "en-GB",
    "source": "The Agency",
    "byline": "By Ada Byrd",
    "headline": "The quay",
    "body_text": "“No,” he said. He left & went.",
    "body_html": HTML,
}
V2 = {
    "uri": "urn:agency:1",
    "altids": [{"role": "web", "value": "https://agency.example/items/1"}, "odd"],
    "firstcreated": "2024-10-23T14:05:00Z",
    "versioncreated": "2024-10-23T15:00:00+01:00",
    "language": "en-GB",
    "source": "The Agency",
    "by": "Ada Byrd",
    "headlines": [{"role": "short", "value": "Quay"}, {"role": "main", "value": "The quay"}],
    "bodies": [
        {"role": "main", "contenttype": "text/plain", "value": "“No,” he said. He left & went."},
        {"role": "richtext", "contenttype": "application/xhtml+xml", "value": HTML},
    ],
}
V3 = {
    {"firstcreated": "firstCreated", "versioncreated": "versionCreated", "altids": "altIds"}.get(name, name): value
    for name, value in V2.items()
} | {"bodies": [{"role": "richtext", "contentType": "application/xhtml+xml", "value": HTML}]}


@pytest.mark.parametrize("item", [V1, V2, V3], ids=["1.x", "2.x", "3.x"])
def test_every_version_gives_the_article(item: dict[str, Any]) -> None:
    data = json.dumps(item, ensure_ascii=False, indent=1)
    assert ninjs.recognise(data.encode()[:4096], "a.json")
    found = article(ninjs.read, resource(data, "a.json"))
    assert (found.title, found.byline, found.outlet, found.language) == ("The quay", "Ada Byrd", "The Agency", "en-GB")
    assert found.text == TEXT
    assert found.url == "https://agency.example/items/1"
    assert (found.published, found.modified) == ("2024-10-23T14:05:00+00:00", "2024-10-23T15:00:00+01:00")


@pytest.mark.parametrize(
    "around", ['{{"item": {}}}', '{{"items": {}}}', '{{"_meta": {{"total": 3}}, "_items": {}}}', "{}", "\ufeff \n{}"]
)
def test_a_list_of_items_of_every_version_is_read(around: str) -> None:
    data = around.format(json.dumps([V1, V2, V3 | {"uri": "urn:x:3"}], ensure_ascii=False, indent=1))
    given = resource(data, "a.json")
    form = recognise(given)
    assert form is not None
    assert form.name == "ninjs"
    found = everything(ninjs.read, given)
    assert [each.source for each in found] == ["a.json, item 1", "a.json, item 2", "a.json, item 3"]
    assert {each.text for each in found if isinstance(each, Article)} == {TEXT}


@pytest.mark.parametrize("around", ['{{"item": [{}]}}', '{{"data": {{"total": 1, "items": [{}]}}}}', "[{}]", "{}"])
def test_an_item_in_an_object_of_its_own_is_read(around: str) -> None:
    data = around.format(json.dumps({"item": V1}, ensure_ascii=False))
    given = resource(data, "a.json")
    form = recognise(given)
    assert form is not None
    assert form.name == "ninjs"
    assert article(ninjs.read, given).text == TEXT


def test_of_a_list_pictures_are_passed_over_and_bad_items_said() -> None:
    data = json.dumps({"item": [V1 | {"type": "picture"}, V1 | {"pubstatus": "withheld"}, V2]})
    bad, good = everything(ninjs.read, resource(data, "a.json"))
    assert str(bad) == "a.json, item 2: is withheld by its publisher"
    assert isinstance(good, Article)
    assert good.source == "a.json, item 3"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (json.dumps([V1 | {"type": "picture"}]), "has no ninjs item with a text"),
        ('[{"uri": "x", "body_text": "y"}, {"uri": ', "item 2: is not valid JSON"),
        ('[{"uri": "x", "body_text": "' + "y" * 5_000_000 + '"}]', "is larger than 5,000,000 bytes"),
    ],
)
def test_a_list_that_cannot_be_read_is_said(data: str, reason: str) -> None:
    assert reason in str(everything(ninjs.read, resource(data, "a.json"))[-1])


def test_a_body_in_nitf_is_read_as_nitf() -> None:
    paragraphs = "<p>“No,” he said.</p><p>He left &amp; went.</p>"
    head = "<head><title>Slug</title></head>"
    body = f"<body><body.content>{paragraphs}</body.content></body>"
    item = f"<?xml version='1.0' encoding='utf-16'?><nitf>{head}{body}</nitf>"
    bodies = [
        {"role": "text", "contentType": "text/plain", "value": "Short."},
        {"role": "nitf", "contentType": "text/vnd.IPTC.NITF", "value": item},
    ]
    assert article(ninjs.read, resource(json.dumps(V3 | {"bodies": bodies}))).text == TEXT


def test_of_an_item_without_a_source_the_first_source_of_information_is_the_outlet() -> None:
    item = {name: value for name, value in V3.items() if name != "source"}
    found = article(ninjs.read, resource(json.dumps(item | {"infoSources": [{"name": "The Agency"}]})))
    assert found.outlet == "The Agency"


def test_a_plain_body_is_kept_and_a_lone_date_is_that_of_publication() -> None:
    item = {
        "uri": "urn:x:1",
        "versioncreated": "2024-10-23T14:05:00Z",
        "headline": "A\nB",
        "body_text": " One\n\n Two ",
    }
    found = article(ninjs.read, resource(json.dumps(item)))
    assert (found.text, found.title, found.url, found.extractor) == (" One\n\n Two ", "A B", None, None)
    assert (found.published, found.modified) == ("2024-10-23T14:05:00+00:00", None)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"pubstatus": "canceled"}, "was cancelled by its publisher"),
        ({"pubstatus": "withheld"}, "is withheld by its publisher"),
        ({"body_html": "", "body_text": " ", "bodies": None}, "has no text"),
        ({"body_html": "<script>x</script>", "body_text": ""}, "has no text"),
        ({"body_text": "x" * 1_000_001, "body_html": None}, "has a text of more than 1,000,000 characters"),
        ({"body_text": "x" * 5_000_000, "body_html": None}, "is larger than 5,000,000 bytes"),
    ],
)
def test_what_is_no_article_is_said(item: dict[str, Any], reason: str) -> None:
    assert reason in refusal(ninjs.read, resource(json.dumps(V1 | item)))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"uri": "x", "headline": ', "is not valid JSON: expecting value (line 1)"),
        (b"[1]", "is not a ninjs item"),
        (b'{"versioncreated": ' + b"[" * 200_000, "nested too deeply"),
        (b'{"uri": "\x81\x8d"}', "unknown encoding"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "Exceeds the limit"),
    ],
)
def test_hostile_json_is_one_line(data: bytes, reason: str) -> None:
    assert reason in refusal(ninjs.read, resource(data))


def test_what_cannot_be_stored_or_printed_is_made_harmless() -> None:
    item = V1 | {
        "headline": "a\u202e\nb\0",
        "body_html": None,
        "body_text": "half \ud83d nul \0",
        "uri": "javascript:x",
    }
    found = article(ninjs.read, resource(json.dumps(item)))
    assert (found.title, found.text, found.url) == ("a b", "half \ufffd nul \ufffd", None)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["role", "value", "name"]), inner),
    max_leaves=6,
)


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(sorted({*V1, *V2, *V3})), JSON))
def test_members_of_any_type_are_read_or_refused(item: dict[str, Any]) -> None:
    assert len(everything(ninjs.read, resource(json.dumps(item)))) == 1


@pytest.mark.parametrize(
    "head", ['{"title": "x", "body": "y"}', '[{"uri": "x", "headline": "y"}]', "Words", '{"uri": "x"}']
)
def test_other_json_is_not_taken(head: str) -> None:
    assert not ninjs.recognise(head.encode(), "a.json")
