"""Titles before a name are no part of it, two titles before one name are one person's, and captions end no name."""

from __future__ import annotations

import pytest

import quotes


def speakers(text: str) -> list[list[str]]:
    """The speakers of each quotation between marks, in the order of the text."""
    found = (each for each in quotes.extract(text) if each.kind != "paraphrase")
    return [[speaker.name for speaker in each.speakers] for each in found]


@pytest.mark.parametrize(
    "title",
    [
        "DCI", "ACP", "Tánaiste", "Taoiseach", "Undersheriff", "Councilmember", "PMGen.", "Usec.", "Sheik", "Critic",
        "Opposition Finance Critic", "Health Critic", "Corporal", "Firefighter", "Family Physician", "Harbour Master",
        "PC", "Garda", "Reeve",
    ],
)  # fmt: skip
def test_a_title_is_no_part_of_the_name_after_it(title: str) -> None:
    text = (
        "The road stays closed, the council heard.\n\n“We need more time,” said "
        f"{title} Matt Lowry, who led the work.\n\n“It is slow,” Lowry said."
    )
    assert speakers(text) == [["Matt Lowry"], ["Matt Lowry"]]


@pytest.mark.parametrize("name", ["DC Harbour Schools", "Garda Press Office", "Principal Harbour Fund"])
def test_the_name_of_a_body_keeps_its_first_word(name: str) -> None:
    assert speakers(f"“The pier is safe,” {name} said in a statement.") == [[name]]


@pytest.mark.parametrize(
    "titles",
    [
        "founder and chief executive", "club president and former mayor", "Chairman and CEO",
        "council leader and Labour group chair", "Owner and head chef", "Opposition Rural and Remote Health Critic",
    ],
)  # fmt: skip
def test_two_titles_without_an_article_are_of_one(titles: str) -> None:
    assert speakers(f"“The pier is safe,” {titles} Ida Lund said on Friday.") == [["Ida Lund"]]


@pytest.mark.parametrize(
    ("subject", "names"),
    [
        ("Mayor Ida Lund and councillor Olaf Brandt", ["Ida Lund", "Olaf Brandt"]),
        ("Tom Baker and spokesman Olaf Brandt", ["Tom Baker", "Olaf Brandt"]),
        ("Tom Baker and Peter Wren", ["Tom Baker", "Peter Wren"]),
        ("Ida Lund and her husband Olaf Brandt", ["Ida Lund", "Olaf Brandt"]),
    ],
)
def test_two_who_are_named_together_stay_two(subject: str, names: list[str]) -> None:
    assert speakers(f"{subject} said: “The pier is safe.”") == [names]


def test_another_of_whom_the_same_is_said_is_named_beside() -> None:
    text = (
        "Party spokesman Arun Nair said the vote was fair. Another Spokesperson, Kiran Shah, said, “It was won.”\n\n"
        "Shah said, “Nothing else counts.”"
    )
    assert speakers(text) == [["Kiran Shah"], ["Kiran Shah"]]


def test_a_caption_that_runs_into_the_text_is_no_part_of_a_name() -> None:
    text = "FILE PHOTO - Mayor Greta HolmMayor Greta Holm says the pier will open.\n\n“It is safe,” said Holm."
    assert speakers(text) == [["Greta Holm"]]


def test_a_body_with_its_initials_is_no_dateline() -> None:
    text = (
        "The National Farmers Alliance (NFA) said on Monday it would march.\n\n“The silence is telling,” the NFA said."
    )
    assert speakers(text) == [["National Farmers Alliance"]]


def test_the_place_of_a_dateline_speaks_for_nobody() -> None:
    text = (
        "REGINA - Opposition members are angry this week over what they call a lack of answers on the pier.\n\nCritic "
        "Ida Lund said they had asked about repairs, which she says are late.\n\n“People learn of it by chance.”"
    )
    assert speakers(text) == [["Ida Lund"]]
