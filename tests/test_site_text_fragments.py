"""Links to the source: only to the web, and to the very words."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.model import Span
from quotes.site.text_fragments import LONG, link_to_words, web_url
from quotes.text.paragraphs import paragraphs

PAGE = "https://news.example/a"
TEXT = (
    "The mayor called it “fine”. Nobody – not even the co-op, or Smith & Sons – agreed with this at all.\n"
    "“We will build the bridge, whatever it costs us, before the year is out,” she said.\n"
    "“" + "It is a very long story that goes on and on. " * 10 + "The end,” he said. It was “fine”, she said.\n"
)


def link(words: str, *more: str, after: str = "") -> str:
    start = TEXT.index(words, TEXT.index(after) + len(after))
    spans = [Span(start, start + len(words))]
    spans += [Span(TEXT.index(each), TEXT.index(each) + len(each)) for each in more]
    made = link_to_words(PAGE, TEXT, spans, paragraphs(TEXT))
    assert made is not None
    assert made.startswith(f"{PAGE}#:~:")
    return made.removeprefix(f"{PAGE}#:~:")


@pytest.mark.parametrize("url", ["http://a.example", "https://a.example/b?c=d#e", "HTTPS://a.example/%20"])
def test_web_urls(url: str) -> None:
    assert web_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://a.example",
        "data:text/html,x",
        "file:///etc/passwd",
        "//a.example/x",
        "/x",
        "https:",
        "https:///x",
        "https://[bad",
        " https://a.example",
        "https://a.example/\n",
        "java\tscript:alert(1)",
        "https://a.example/\u202egpj",
    ],
)
def test_nothing_else_is_linked(url: str | None) -> None:
    assert web_url(url) is None
    assert link_to_words(url, TEXT, [Span(0, 3)], paragraphs(TEXT)) is None


def test_words_are_given_whole() -> None:
    assert link("We will build the bridge, whatever it costs us") == (
        "text=We%20will%20build%20the%20bridge%2C%20whatever%20it%20costs%20us"
    )


def test_characters_with_a_meaning_are_escaped() -> None:
    assert link("not even the co-op, or Smith & Sons") == "text=not%20even%20the%20co%2Dop%2C%20or%20Smith%20%26%20Sons"


def test_short_words_come_with_those_around_them() -> None:
    assert unquote(link("fine")) == "text=mayor called it “-,fine,-”. Nobody – not"


def test_context_stays_in_the_paragraph() -> None:
    assert unquote(link("said", after="the year is out")) == "text=year is out,” she-,said,-."


def test_words_that_occur_twice_come_with_those_around_them() -> None:
    twice = "It is a very long story that goes on and on."
    assert unquote(link(twice, after=twice)) == f"text=goes on and on.-,{twice},-It is a very"


def test_long_words_are_given_by_their_ends() -> None:
    long = TEXT[TEXT.index("is a very") : TEXT.index(",” he said")]
    assert len(long) > LONG
    assert unquote(link(long)) == "text=“It-,is a very long story that,goes on and on. The end,-,” he said. It"


def test_words_over_two_paragraphs_are_given_by_their_ends() -> None:
    words = TEXT[TEXT.index("with this at all.") : TEXT.index(", whatever")]
    assert unquote(link(words)) == (
        "text=& Sons – agreed-,with this at all.,“We will build the bridge,-, whatever it costs"
    )


def test_each_part_has_a_directive() -> None:
    assert link("We will build the bridge, whatever", "before the year is out, ".strip(" ,")).count("text=") == 2


@pytest.mark.parametrize("fragment", ["", "#:~:text=x"])
def test_another_directive_is_replaced(fragment: str) -> None:
    made = link_to_words(PAGE + fragment, "Alone.", [Span(0, 5)], [Span(0, 6)])
    assert made == f"{PAGE}#:~:text=Alone,-."


def test_address_keeps_its_own_fragment() -> None:
    made = link_to_words(f"{PAGE}#top", "Alone.", [Span(0, 5)], [Span(0, 6)])
    assert made == f"{PAGE}#top:~:text=Alone,-."


@given(st.data(), st.text(alphabet="ab -,&“”é\n", max_size=80))
def test_any_span_makes_an_address_of_the_text_s_own_words(data: st.DataObject, text: str) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    made = link_to_words(PAGE, text, [Span(start, end)], paragraphs(text))
    assert made is not None
    assert made.isascii()
    if "text=" in made:
        parts = made.split("text=")[1].split(",")
        for part in parts:
            words = unquote(part.removeprefix("-") if part == parts[-1] else part.removesuffix("-"))
            assert words
            assert words in " ".join(text.split())
