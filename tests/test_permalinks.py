"""The examples in docs/permalinks.md, which never change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quotes.ids import article_key, quotation_ids
from quotes.model import Article, Kind, Quotation, Span

PAGE = (Path(__file__).parent.parent / "docs/permalinks.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\| `(.+)` \| `([0-9a-z]{16})` \|$", PAGE, re.MULTILINE)
ARTICLES = [example for example in EXAMPLES if "://" in example[0]]
QUOTATIONS = [example for example in EXAMPLES if "://" not in example[0]]


@pytest.mark.parametrize(("url", "key"), ARTICLES)
def test_keys_of_articles(url: str, key: str) -> None:
    assert article_key(Article("any text", "any file", url=url)) == key


def test_ids_of_quotations() -> None:
    said = [Quotation(Kind.DIRECT, (Span(n, n + 1),), words) for n, (words, _) in enumerate(QUOTATIONS)]
    assert quotation_ids("ravqt34y9y1dak2p", said) == [id for _, id in QUOTATIONS]


def test_the_page_has_its_examples() -> None:
    assert (len(ARTICLES), len(QUOTATIONS)) == (3, 5)
