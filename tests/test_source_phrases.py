"""Phrases and grammar that name the source of marked words, whatever the ranker chooses."""

from __future__ import annotations

import pytest

import quotes


def speakers(text: str) -> list[str | None]:
    return [each.speaker for each in quotes.extract(text) if each.kind != "paraphrase"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "The studio sat in a yard. His hands, his coat and his years at the college of Foxton had kept him from "
            "being seen, as The Harbour Review put it in a lengthy piece, “the operator.”",
            ["Harbour Review"],
            id="as somebody put it",
        ),
        pytest.param(
            "On Monday the Foxton Courier did a review of Olaf Lund’s claim that there have been “thousands of wrecks” "
            "in the bay this year alone.",
            ["Olaf Lund"],
            id="somebody's claim that",
        ),
        pytest.param(
            "The film ends with footage of Ida Lund saying during the debate last week, “That makes me smart,” when "
            "Byrd asked about the tax.",
            ["Ida Lund"],
            id="footage of somebody saying",
        ),
        pytest.param(
            "Ida Lund, research director of harbours and tides at the port consultancy IDC, sees the new pier as its "
            "“Achilles heel.”",
            ["Ida Lund"],
            id="the end of an apposition is no subject",
        ),
        pytest.param(
            "TIDES: The water rose on Monday.\n\nANALYST’S TAKE: “Will it hold? If it does, the quay goes "
            "first,” Karim "
            "Daoud, a surveyor at Foxton, said in a note.",
            ["Karim Daoud"],
            id="a label is no source",
        ),
        pytest.param(
            "From the desk of Jonah Dowd, vice president, Harlow Analytics.\n\n“The importance of clean rivers "
            "to towns "
            "like this one has become ever clearer.”",
            ["Jonah Dowd"],
            id="sender",
        ),
        pytest.param(
            "Peter Byrd said nothing.\n\nFerryWatch\u00a0 claimed “Byrd exaggerates” the age of the boats through a "
            "“misleading use of figures.”",
            ["FerryWatch", "FerryWatch"],
            id="blanks in a row",
        ),
        pytest.param(
            "Norland accused the club's chairman, Kim Byrd, of “fanatic recklessness.” Foxton Mayor Park Lund "
            "said Byrd "
            "is “out of control.”",
            ["Norland", "Park Lund"],
            id="a fragment that ends a sentence",
        ),
    ],
)
def test_source_of_marked_words(text: str, names: list[str]) -> None:
    assert speakers(text) == names


def test_names_behind_bars_that_touch_the_marks() -> None:
    text = (
        "”Mr. Lund embodies the harbour. He represents our shame.” ― Sonya Herridge\n"
        "“During the debate Lund said sailors live in hell. He is ignorant of our lives.”― Pamela Padilla \n"
        "“I am ashamed to be here. How did we get this low?” ― Jacklyn Ashley"
    )
    assert speakers(text)[1:] == ["Pamela Padilla", "Jacklyn Ashley"]


def test_a_pull_quote_is_of_whoever_says_the_words_in_the_article() -> None:
    text = (
        "“The quay is closed,” said Ada Byrd.\n\n“My fears have been realised”\n\nPeter Lang told the board, “I feared "
        "in May how it would end. My fears have been realised.”"
    )
    assert speakers(text) == ["Ada Byrd", "Peter Lang", "Peter Lang"]
