"""Who is a speaker at all, in invented articles: bodies under their whole names, and nobody for things and scraps."""

from __future__ import annotations

import pytest

import quotes


def sources(text: str) -> list[tuple[str, str]]:
    """The name and kind of each source, once, in the order of the text."""
    return list(dict.fromkeys((who.name, who.kind) for each in quotes.extract(text) for who in each.speakers))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(
            "The Committee for a Responsible Harbour Budget reported that the plan would cost a million.",
            "Committee for a Responsible Harbour Budget",
            id="after for",
        ),
        pytest.param(
            "The nonpartisan Commission on Harbour Safety says there was a problem with the microphone.",
            "Commission on Harbour Safety",
            id="after on",
        ),
        pytest.param(
            "The federal Securities and Exchange Commission said the sellers had lied.",
            "Securities and Exchange Commission",
            id="what it is concerned with",
        ),
        pytest.param(
            "The Conservative Party said it was sorry about the account.", "Conservative Party", id="a title within"
        ),
        pytest.param("Home Depot said it would open a shop in the harbour.", "Home Depot", id="a firm like a person"),
        pytest.param(
            "Nobody came. Pence was on every screen in the town, Twitter announced on Monday.",
            "Twitter",
            id="not recognised",
        ),
        pytest.param(
            "Nobody knew it. “The ferry is sold,” The Hill reported on Monday.", "The Hill", id="with its article"
        ),
    ],
)
def test_a_body_has_its_whole_name(text: str, name: str) -> None:
    assert (name, "organisation") in sources(text)


def test_a_firm_is_named_by_its_first_word() -> None:
    text = "The mine belongs to Brackwater Energy.\n\nIn a statement, Brackwater said: “The mine is safe.”"
    assert sources(text) == [("Brackwater Energy", "organisation")]


def test_two_bodies_stay_two() -> None:
    text = "The Harbour Council and the Ferry Board said the pier was safe."
    assert all("and" not in name for name, _ in sources(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Keeps saying he is the best and that he will win.", id="a verb without its subject"),
        pytest.param("Here are some of the highlights: “My fears have come true.”", id="a thing"),
    ],
)
def test_what_cannot_speak_is_no_speaker(text: str) -> None:
    assert sources(text) == []


def test_who_is_kept_from_something_says_nothing() -> None:
    text = "The rules keep lawyers from arguing cases if they “took part personally in the matter.”"
    assert "lawyers" not in dict(sources(text))


def test_who_stands_for_people_not_for_a_place() -> None:
    text = "The change may please nervous mayors in Ellery, who have argued that it helps the harbour."
    assert [kind for _, kind in sources(text)] == ["anonymous"]


def test_those_are_shown_with_what_is_said_of_them() -> None:
    assert ("those close to him", "anonymous") in sources("Those close to him say that the pier will be closed.")


def test_each_of_two_speaks() -> None:
    text = "Ada Byrd and Ivo Lane met on Monday, each saying the other was wrong about the pier."
    assert {name for name, _ in sources(text)} == {"Ada Byrd", "Ivo Lane"}


def test_a_headline_means_whom_the_text_names() -> None:
    text = "Senator from Ellery says he cannot allow it.\n\nSen. Ada Byrd, a senator from Ellery, is against it."
    assert sources(text) == [("Ada Byrd", "person")]


def test_a_mark_of_a_tag_is_no_part_of_a_name() -> None:
    text = 'Bernie Lindell spoke.\n\nIt is mostly true.">Lindell said that the pier was closed.'
    assert ("Bernie Lindell", "person") in sources(text)


def test_a_title_of_a_secretary_of_state_is_no_other_person() -> None:
    text = "Secretary of State John F. Lindell said the country would work with others."
    assert sources(text) == [("John F. Lindell", "person")]
