"""Whom an office means: by its initials (the CM), its place (Ohio’s governor) or the name beside it."""

from __future__ import annotations

import pytest

import quotes

TWO = "Deputy Chief Minister Meera Joshi met farmers. Chief Minister Suresh Pillai was in Delhi.\n\n"
ONE = "Kerala Chief Minister Suresh Pillai met farmers on Monday.\n\n"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"{ONE}“They will be paid,” said Kerala CM in response to the report.", "Suresh Pillai"),
        (f"{ONE}“They did nothing,” asked the CM of the southern state.", "Suresh Pillai"),
        (f"{ONE}“They will be paid,” the Bihar CM said.", "Bihar CM"),
        (f"{TWO}“They will be paid,” the CM said.", "Suresh Pillai"),
        (f"{TWO}“They will be paid,” the Deputy CM said.", "Meera Joshi"),
    ],
)
def test_initials_of_an_office_mean_its_holder(text: str, speaker: str) -> None:
    assert [each.speaker for each in quotes.extract(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param(
            "Ontario’s health minister has accused the union of “hiding behind patients”.\n\nUnion secretary Jill Tran "
            "said her members would protest.\n\nBut Health Minister Lloyd Spence said the plan was sound.",
            "Lloyd Spence",
            id="named later without the place",
        ),
        pytest.param(
            "Norway’s foreign minister called the ruling “a mistake”.\n\nThe opposition leader, Kim Oakes, said it was "
            "fair.\n\nDefence Minister Ivan Marsh said he would appeal.",
            "Norway’s foreign minister",
            id="of another ministry",
        ),
    ],
)
def test_an_office_of_a_place_means_who_is_named_with_it_later(text: str, speaker: str) -> None:
    assert quotes.extract(text)[0].speaker == speaker


@pytest.mark.parametrize("office", ["Secretary of State", "Lord Mayor", "Foreign Minister"])
def test_an_office_with_a_name_beside_it_is_who_bears_the_name(office: str) -> None:
    assert {each.speaker for each in quotes.extract(f"The {office}, Anna Holm, said it was “late”.")} == {"Anna Holm"}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param(
            "Manitoba Premier Al Stone spoke on Thursday.\n\nThe Progressive Conservative premier told a crowd in "
            "Brandon that governing was “not easy work”.",
            "Al Stone",
            id="a party is no country",
        ),
        pytest.param(
            "Harbour Alliance (HA) leader Ivo Marsh said the president’s “child of the sea” had drowned.",
            "Ivo Marsh",
            id="behind a body with its initials",
        ),
    ],
)
def test_an_office_means_the_only_one_of_whom_the_rest_may_be_said(text: str, speaker: str) -> None:
    assert {each.speaker for each in quotes.extract(text)} == {speaker}
