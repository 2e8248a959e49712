"""The role of a speaker is what the article says of this one person, whole and as of its date."""

from __future__ import annotations

import pytest

import quotes


def role(passage: str, name: str) -> str | None:
    """The role of the speaker `name` where `passage` comes before words of theirs."""
    text = f"{passage}\n\n“The quay will open again,” {name} said on Monday."
    spoken = quotes.extract(text)[-1].speakers
    assert [each.name for each in spoken] == [name]
    return spoken[0].role


@pytest.mark.slow
@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        (
            "Helen Marsh, a fellow at the Northern Council on Foreign Relations, came to the meeting.",
            "a fellow at the Northern Council on Foreign Relations",
        ),
        (
            "The plan pleased Helen Marsh, director of the Institute for Harbour Research and a professor of history.",
            "director of the Institute for Harbour Research and a professor of history",
        ),
        ("The meeting was opened by Helen Marsh, 54, the mayor of Ellery.", "the mayor of Ellery"),
        ("Helen Marsh (D-Calif.), the chairwoman of the committee, came late.", "the chairwoman of the committee"),
        ("Sen. Helen Marsh (R-Tex.) came to the meeting.", "Senator (Republican, Texas)"),
        ("Gov. Helen Marsh came to the meeting.", "Governor"),
        ("Gov. Helen Marsh of Ohio came to the meeting.", "Governor (Ohio)"),
        ("Senator Helen Marsh of New Mexico, a doctor, came late.", "Senator (New Mexico)"),
        ("Former Gov. Helen Marsh came to the meeting.", "Former Governor"),
        ("Helen Marsh, who is the harbour master, came to the meeting.", "the harbour master"),
        ("Helen Marsh is the mayor of Ellery.", "the mayor of Ellery"),
        ("Peter Lang and Helen Marsh, the mayor of Ellery, came to the meeting.", "the mayor of Ellery"),
    ],
)
def test_a_role_is_whole(passage: str, expected: str) -> None:
    assert role(passage, "Helen Marsh") == expected


@pytest.mark.parametrize(
    "passage",
    [
        "Helen Marsh is not the mayor of Ellery.",
        "Is Helen Marsh the mayor of Ellery?",
        "Helen Marsh was like a captain in a storm.",
        "Helen Marsh, a partner at the time in a firm of brewers, came to the meeting.",
        "Helen Marsh, his doctor, came to the meeting.",
        "Critics said Helen Marsh is the mayor of nothing.",
        "Helen Marsh met Peter Lang, the mayor of Ellery, at the harbour.",
        "Helen Marsh and Peter Lang, both lawyers, came to the meeting.",
        "Helen Marsh, director until last May, came to the meeting.",
    ],
)
def test_what_is_not_said_of_somebody_is_no_role(passage: str) -> None:
    assert role(passage, "Helen Marsh") is None
