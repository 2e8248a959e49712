"""A citation names who, the exact words, where, when, and when that was read."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from quotes.model import Kind
from quotes.site import citations
from quotes.site.citations import Cited, plain
from quotes.store.queries import Named, Printed, StoredQuotation
from tests.builders import stored

ARTICLE = Printed(
    "a" * 16, "Harbour to close", "Jo Marsh", "The Courier", "2031-02-04", "https://courier.example/1", "h.txt"
)
OKAFOR = Named("ines-okafor", "Ines Okafor", "person", "minister")
QUOTATION = stored("We are done,", ARTICLE, OKAFOR)
LINK = "https://quotes.example/q/1"


def cite(quotation: StoredQuotation, **roles: str) -> str:
    by_slug = {slug.replace("_", "-"): role for slug, role in roles.items()}
    return plain(Cited(quotation, by_slug, "2031-03-01T10:00:00+00:00", LINK))


def test_direct() -> None:
    assert cite(QUOTATION, ines_okafor="harbour master") == (
        "Ines Okafor, harbour master: “We are done.” In: Jo Marsh, “Harbour to close,” The Courier, "
        f"Feb. 4, 2031, https://courier.example/1 (read March 1, 2031). Quotes, {LINK}"
    )


def test_by_is_no_part_of_a_name() -> None:
    assert "In: Jo Marsh, “" in cite(replace(QUOTATION, article=replace(ARTICLE, byline="By Jo Marsh")))


def test_role_is_that_day_s_and_not_the_latest() -> None:
    assert "minister" not in cite(QUOTATION)


@pytest.mark.parametrize("text", ["We are done.", "Are we done?", "Done!", "Done…"])
def test_words_that_end_a_sentence_get_no_second_stop(text: str) -> None:
    assert f"Ines Okafor: “{text}” In: " in cite(replace(QUOTATION, text=text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("We are done,", "“We are done.”"),
        ("We are done;", "“We are done.”"),
        ("done", "“done.”"),
        ("He said “go,”", "“He said ‘go.’”"),
        ("He said “go”", "“He said ‘go.’”"),
        ("It is the workers’", "“It is the workers’.”"),
        ("But I—", "“But I—”"),
    ],
)
def test_the_stop_of_a_sentence_is_within_the_marks(text: str, shown: str) -> None:
    assert f"Ines Okafor: {shown} In: " in cite(replace(QUOTATION, text=text))


def test_kinds_are_said() -> None:
    assert "Ines Okafor: [partial quotation] “done.” In" in cite(replace(QUOTATION, kind=Kind.PARTIAL, text="done"))
    paraphrase = cite(replace(QUOTATION, kind=Kind.PARAPHRASE, text="they were done", statement="said they were done"))
    assert "[paraphrase, not exact words] Ines Okafor said they were done. In" in paraphrase


def test_joint_and_unknown_speakers() -> None:
    other = Named("bo-li", "Bo Li", "person", None)
    assert cite(replace(QUOTATION, speakers=(OKAFOR, other))).startswith("Ines Okafor and Bo Li: “")
    both = cite(replace(QUOTATION, speakers=(OKAFOR, other)), ines_okafor="harbour master", bo_li="clerk")
    assert both.startswith("Ines Okafor, harbour master, and Bo Li, clerk: “")
    assert cite(replace(QUOTATION, speakers=())).startswith("Speaker not identified: “")


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2031-03-01", "March 1, 2031"),
        ("2031-09-30T10:00:00Z", "Sept. 30, 2031"),
        ("2031-12", "December 2031"),
        ("2031", "2031"),
        ("in spring", "in spring"),
    ],
)
def test_dates_are_as_the_associated_press_has_them(published: str, shown: str) -> None:
    assert f"The Courier, {shown}, https:" in cite(replace(QUOTATION, article=replace(ARTICLE, published=published)))


def test_an_article_of_which_little_is_known() -> None:
    bare = Printed("a" * 16, None, None, None, None, "javascript:alert(1)", "folder/h.txt")
    assert cite(replace(QUOTATION, article=bare)) == (
        f"Ines Okafor: “We are done.” In: Untitled article (read March 1, 2031). Quotes, {LINK}"
    )


@pytest.mark.parametrize(
    "title", ["He left.", "He left;", "He left:", "He left,", "He left!", "Did he leave?", "“Go,” he said."]
)
def test_no_stop_stands_before_a_comma(title: str) -> None:
    shown = replace(QUOTATION, text="Go", statement="Go", article=replace(ARTICLE, title=title))
    cited = Cited(shown, {}, "2031-03-01T10:00:00+00:00", LINK)
    for write in (plain, citations.markdown, citations.html, citations.chicago, citations.apa):
        text = html.unescape(write(cited))
        assert not re.search(r"[.;:,],|;\.|,\.", text), text
    assert not re.search("[?!],", plain(cited))


@pytest.mark.parametrize(
    "title", ["Mayor: ‘Don’t wait.’", "Mayor: ‘Don’t wait’", 'Mayor: "Don’t wait."', "Mayor: “Don’t wait”"]
)
def test_a_comma_and_a_stop_stand_within_the_marks_at_the_end_of_a_title(title: str) -> None:
    cited = Cited(replace(QUOTATION, article=replace(ARTICLE, title=title)), {}, "2031-03-01T10:00:00+00:00", LINK)
    for write in (plain, citations.chicago):
        assert "“Mayor: ‘Don’t wait,’” " in write(cited)
    assert "“Mayor: ‘Don’t wait.’” " in citations.mla(cited)
    assert re.search('Mayor: [‘“"]Don’t wait[.][’”"] ', citations.apa(cited))
    assert "‘Mayor: “Don’t wait”’" in citations.harvard(cited).replace("‘Don’t wait’", "“Don’t wait”")


def test_a_mark_that_is_not_closed_is_turned_too() -> None:
    assert citations.quoted('"We will go to the') == "“‘We will go to the”"
    assert citations.quoted("He is 6'2\" tall") == "“He is 6'2\" tall”"


def test_an_apostrophe_at_the_end_of_a_title_is_no_closing_mark() -> None:
    cited = Cited(replace(QUOTATION, article=replace(ARTICLE, title="‘No’ to the workers’")), {}, "2031-03-01", LINK)
    assert "“‘No’ to the workers’,” " in plain(cited)


def test_an_article_without_a_title_has_the_same_name_in_every_reference_in_the_text() -> None:
    bare = Printed("a" * 16, None, None, None, None, None, "h.txt")
    for write in (citations.mla, citations.apa, citations.harvard):
        assert "in untitled article" in write(Cited(replace(QUOTATION, article=bare), {}, "2031-03-01", LINK))


@pytest.mark.parametrize("inner", ["“Go now”", '"Go now"'])
def test_marks_inside_marks_are_turned(inner: str) -> None:
    words = f"He said {inner}, and we went."
    cited = Cited(replace(QUOTATION, text=words, statement=words), {}, "2031-03-01T10:00:00+00:00", LINK)
    for write in (plain, citations.markdown, citations.html):
        assert "“He said ‘Go now’, and we went.”" in html.unescape(write(cited))
