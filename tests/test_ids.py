"""Ids are a promise: the same content gives the same id for ever."""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.ids import article_key, canonical_url, normalise, quotation_ids
from quotes.model import Article, Kind, Quotation, Span, Speaker

ID = re.compile("[0-9abcdefghjkmnpqrstvwxyz]{16}")


def said(words: str, start: int = 0) -> Quotation:
    return Quotation(Kind.DIRECT, (Span(start, start + len(words)),), words)


def test_vectors_that_never_change() -> None:
    printed = Article("“Nobody asked us.”", "a.txt", url="https://www.example.com/news/1?utm_source=x")
    unprinted = Article("“Nobody asked us.”", "a.txt")
    quotations = [said("Nobody asked us."), said("nobody asked us", 50), said("Don’t!", 90)]
    assert article_key(printed) == "ravqt34y9y1dak2p"
    assert article_key(unprinted) == "1rbpzw2dzpntb2yt"
    assert quotation_ids("ravqt34y9y1dak2p", quotations) == [
        "fmwjrwchnd6wzxzy",
        "q0ee2atgt2ak1b4c",
        "wx3w0dp5zxa76w64",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/news/1",
        "http://example.com/news/1",
        "https://www.example.com/news/1",
        "HTTPS://Example.COM:443/news/1/",
        "https://example.com./news/1#comments",
        "https://example.com/news/1?utm_source=feed&utm_campaign=x&fbclid=3",
        "https://example.com/news/1?at_medium=RSS&AT_CAMPAIGN=rss",
        "https://example.com/%6eews/1",
        "  https://example.com/news/1\n",
    ],
)
def test_one_page_one_address(url: str) -> None:
    assert canonical_url(url) == "example.com/news/1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("https://example.com/a", "https://example.com/A", id="letter case of the path"),
        pytest.param("https://example.com/a", "https://example.org/a", id="host"),
        pytest.param("https://example.com/a?id=1", "https://example.com/a?id=2", id="a parameter"),
        pytest.param("https://example.com/a?at_format=1", "https://example.com/a", id="a parameter much like others"),
        pytest.param("https://example.com/a%2Fb", "https://example.com/a/b", id="an escaped slash"),
        pytest.param("https://example.com:8080/a", "https://example.com/a", id="port"),
        pytest.param("https://news.example.com/a", "https://example.com/a", id="a subdomain"),
    ],
)
def test_two_pages_two_addresses(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_addresses_compare_by_what_they_mean() -> None:
    assert canonical_url("https://example.com/?b=2&a=1") == canonical_url("http://example.com?a=1&b=2")
    assert canonical_url("https://example.com/caf%c3%a9") == canonical_url("https://example.com/café")


@pytest.mark.parametrize("url", ["", "not an address", "file:///tmp/a.txt", "http://", "http://[", "http://a:b/"])
def test_what_is_no_web_address_is_kept(url: str) -> None:
    assert canonical_url(url) == url


@given(st.text())
def test_canonical_address_never_fails(url: str) -> None:
    assert ID.fullmatch(article_key(Article("text", "a.txt", url=url)))


@given(st.text(alphabet=string.ascii_letters + "%/?&=#+ é~", max_size=30))
def test_canonical_address_is_canonical(path: str) -> None:
    once = canonical_url("https://example.com/" + path)
    assert canonical_url("https://" + once) == once


def test_an_article_without_an_address_is_its_text() -> None:
    article = Article("Some words.", "a.txt")
    assert article_key(article) == article_key(replace(article, source="b.txt", title="Title"))
    assert article_key(article) != article_key(replace(article, text="Some words. "))
    assert article_key(article) != article_key(Article("other", "a.txt", url="Some words."))


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("“Don’t,” he said", "dont he said"),
        ("Don't  \n he said.", "dont he said"),
        ("CO-OPERATION", "cooperation"),
        ("stay—or go", "stay or go"),
        ("ﬁne ﬁgures", "fine figures"),
        ("Straße", "strasse"),
        ("soft\u00adhyphen and \u200bzero width", "softhyphen and zero width"),
        ("£5m, or 3½%", "£5m or 31⁄2"),
        ("“…”", ""),
    ],
)
def test_normalised(text: str, normal: str) -> None:
    assert normalise(text) == normal


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(st.sampled_from([*map(chr, range(128)), *"’‘“”—–…\N{NO-BREAK SPACE}"])))
def test_letters_of_ascii_are_normalised_as_next_to_other_letters(text: str) -> None:
    assert normalise(f"{text} é") == f"{normalise(text)} é".strip()


@given(st.text())
def test_composed_and_decomposed_letters_are_the_same(text: str) -> None:
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(unicodedata.normalize("NFC", text))


texts = st.sampled_from(["Yes.", "yes", "“Yes!”", "No.", "Nobody asked us.", "—"]) | st.text(min_size=1)


@given(st.lists(texts, max_size=12))
def test_ids_are_distinct_and_plain(words: list[str]) -> None:
    ids = quotation_ids("0123456789abcdef", [said(each, 1000 * i) for i, each in enumerate(words)])
    assert len(set(ids)) == len(words)
    assert all(map(ID.fullmatch, ids))


@given(st.lists(texts, max_size=8), st.randoms(use_true_random=False))
def test_ids_follow_the_text_not_the_order_given(words: list[str], random: Random) -> None:
    quotations = [said(each, 1000 * i) for i, each in enumerate(words)]
    ids = dict(zip(quotations, quotation_ids("k", quotations), strict=True))
    shuffled = quotations.copy()
    random.shuffle(shuffled)
    assert dict(zip(shuffled, quotation_ids("k", shuffled), strict=True)) == ids


@given(texts, st.integers(0, 10**6))
def test_corrections_break_no_link(words: str, start: int) -> None:
    before = said(words)
    after = Quotation(
        Kind.PARAPHRASE,
        (Span(start, start + len(words)),),
        words,
        speakers=(Speaker("Ann Marsh", "person"),),
        confidence=1.0,
    )
    assert quotation_ids("k", [before]) == quotation_ids("k", [after])
    assert quotation_ids("k", [before]) != quotation_ids("j", [before])
