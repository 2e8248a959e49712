"""What something is called is no quotation: titles of works, names of ships, terms, sub-headings."""

from __future__ import annotations

import pytest

import quotes


def marked(text: str) -> list[str]:
    return [q.text for q in quotes.extract(text) if q.kind != "paraphrase"]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Byrd starred in “The Wet Quay” and “Low Water”.\n\n“I was cold,” Byrd said.",
        "Ada Byrd sang “Out to Sea” at the fair.\n\n“I was cold,” Byrd said.",
        "In her first book, “How to Row a Boat,” Ada Byrd praised the bay.\n\n“I was cold,” Byrd said.",
        "Ada Byrd sailed the “Cormorant” to Oban.\n\n“I was cold,” Byrd said.",
        "Leo Tan, nicknamed “Salty Leo,” left.\n\n“I was cold,” Ada Byrd said.",
        "Ada Byrd was diagnosed with “gull lung,” a rare disease.\n\n“I was cold,” Byrd said.",
        "The word “sorry” is not in the report.\n\n“I was cold,” Ada Byrd said.",
        "Ada Byrd never used the term “salty trio”.\n\n“I was cold,” Byrd said.",
        "Ada Byrd opened a “warming hall” for the town.\n\n“I was cold,” Byrd said.",
        "The new ferry has an inverted “T” keel.\n\n“I was cold,” Ada Byrd said.",
        "The phrases that made the list are “salty joke,” “optics” and “low water.”\n\n“I was cold,” Ada Byrd said.",
        "“I was cold,” Ada Byrd said.\n\n‘Out in the Cold.’\n\nThe town slept.",
        "Ada Byrd's firm sells “mindful” oars and “smart” buoys.\n\n“I was cold,” Byrd said.",
        "The essay, headed “Who Owns the Tide,” angered Ada Byrd.\n\n“I was cold,” Byrd said.",
        "Net menders want a “living wage.” Ada Byrd pays less.\n\n“I was cold,” Byrd said.",
        "The council's “Quay to the Future” fund is empty, says Ada Byrd.\n\n“I was cold,” Byrd said.",
        "“I was cold,” said Ada Byrd, whom everyone in the port knows as “the Widow”.",
    ],
)
def test_a_name_is_no_quotation(text: str) -> None:
    assert marked(text) == ["I was cold,"]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Byrd called the plan “a salty joke” on Monday.",
        "Ada Byrd said: “The Port Is Dead”.",
        "Leo Tan has said that Ada Byrd used the term “salty joke” at the meeting.",
        "Asked about the plan, Ada Byrd said it was “A Disgrace” to the town.",
    ],
)
def test_what_somebody_calls_it_is_one(text: str) -> None:
    assert len(marked(text)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "To the clerk she was “a nuisance”; to the mayor, Leo Tan, “the tide itself”.",
            ["a nuisance", "the tide itself"],
        ),
        (
            "Ada Byrd called the mayor a “wet guy,” a “salt-water baby,” and “a joke”.",
            ["wet guy,", "salt-water baby,", "a joke"],
        ),
        (
            "Witnesses at the port spoke on Monday of “creaking, faint but regular” under the quay.",
            ["creaking, faint but regular"],
        ),
    ],
)
def test_what_somebody_says_of_it_is_one(text: str, expected: list[str]) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize("text", ["“The money” – she turned to the dock – “was never there,” Ada Byrd said."])
def test_an_aside_between_dashes_cuts_a_quotation_in_two(text: str) -> None:
    assert marked(text) == ["The money", "was never there,"]


def test_a_remark_that_is_described_by_its_words_is_its_owners() -> None:
    text = 'Unlike Dana Whit\'s "wall of fog" forecast, the ferry captain called the morning "as clear as gin".'
    fog, gin = quotes.extract(text)
    assert (fog.text, fog.speaker, fog.statement) == ("wall of fog", "Dana Whit", "wall of fog")
    assert gin.speaker == "the ferry captain"
