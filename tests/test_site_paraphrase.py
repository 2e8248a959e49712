"""A paraphrase cannot be taken for exact words, on any page or by any machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quotes.ids import article_key
from quotes.model import Kind
from tests.builders import CRANES
from tests.site import Get, id_of, linked_data, text_of

WORDS = "Work on the cranes could start in May if parliament agrees"


@pytest.mark.parametrize("path", ["/q/{id}", "/search?q=cranes+parliament", "/speakers/ines-okafor"])
def test_is_labelled_and_is_no_block_quotation(get: Get, database: Path, path: str) -> None:
    page = get(path.format(id=id_of(database, WORDS)))
    label, words = re.split(r"words-reported", page.text, maxsplit=1)
    assert label.rstrip().endswith('<p class="')
    assert "Paraphrase</strong>: reported speech, not exact words" in label[-400:]
    unmarked = re.sub(r"</?mark>", "", words)
    shown = words.partition("</p>")[0].partition(">")[2]
    assert text_of(f"<p>{shown}</p>", "p") == f"Ines Okafor, paraphrased: {WORDS}"
    assert not re.search(rf"[“\"‘']{WORDS}", unmarked)
    for quoted in re.findall(r"<blockquote.*?</blockquote>", page.text, re.DOTALL):
        assert "cranes could start" not in quoted


def test_head_of_the_page_says_so(get: Get, database: Path) -> None:
    page = get(f"/q/{id_of(database, WORDS)}").text
    assert f'<meta property="og:title" content="Ines Okafor [unverified], paraphrased: {WORDS}">' in page
    assert '<meta property="og:description" content="Paraphrase: reported speech, not exact words.' in page
    assert f'<meta name="description" content="Ines Okafor [unverified], paraphrased: {WORDS}">' in page


def test_machines_read_a_claim(get: Get, database: Path) -> None:
    data = linked_data(get(f"/q/{id_of(database, WORDS)}"))
    assert data["@type"] == "Claim"
    assert data["appearance"]["headline"] == CRANES.title
    assert "isBasedOn" not in data


def test_citation_says_so(get: Get, database: Path) -> None:
    shown = text_of(get(f"/q/{id_of(database, WORDS)}"))
    assert (
        f"[paraphrase, not exact words] Ines Okafor, harbour mistress [unverified], paraphrased: {WORDS}. In: " in shown
    )


def test_it_is_marked_apart_in_its_article(get: Get) -> None:
    page = get(f"/articles/{article_key(CRANES)}").text
    assert re.search(r'class="reported">Work on the cranes could start in May</a>, according to', page)
    assert not re.search(r'class="quoted"[^>]*>Work on', page)


def test_front_page_has_none(get: Get) -> None:
    assert "cranes could start" not in get("/").text


def test_partial_quotation_is_labelled(get: Get, database: Path) -> None:
    shown = text_of(get(f"/q/{id_of(database, 'painful')}"))
    assert shown.startswith(f"Partial quotation: {Kind.PARTIAL.meaning} “painful”")
    assert "[partial quotation] “painful.”" in shown
