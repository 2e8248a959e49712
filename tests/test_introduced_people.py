"""Whom pronouns, family names and descriptions mean by the form of the sentences around them, in invented articles."""

from __future__ import annotations

import pytest

import quotes


def speakers(text: str) -> list[str | None]:
    """The speaker of each quotation, in the order of the text."""
    return [each.speaker for each in quotes.extract(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param(
            "Retired baker Olaf Wren, 70, swims at dawn. “I sleep well,” he says. The cold water gave new strength to "
            "Ellery plumber Ivo Marsh, 44. “I was always tired,” he says.",
            "Ivo Marsh",
            id="as an object",
        ),
        pytest.param(
            "President Wren came to the school in June.\n\nThe head of the choir, a man of forty, had spoken to a "
            "woman at the gate. “I sang here as a child,” she said.",
            "a woman",
            id="unnamed, of the right gender",
        ),
    ],
)
def test_a_pronoun_means_who_was_just_brought_in(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


def test_a_pronoun_means_no_unnamed_person_without_a_gender() -> None:
    text = "“The pier is safe,” Ivo Marsh said.\n\nThe board would need a candidate. “It is late,” he said."
    assert speakers(text)[-1] == "Ivo Marsh"


def test_a_family_name_is_of_the_gender_of_the_pronoun_after_it() -> None:
    text = (
        "Ivo Marsh wrote the harbour law. His wife, Ada Marsh, praised it. In a lecture that month, Marsh called the "
        "fishermen “lazy gulls,” a remark for which she has apologised."
    )
    assert speakers(text) == ["Ada Marsh"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param(
            "Sailors marching through the harbour chanted “No more gulls!” and went on until midnight.",
            "Sailors",
            id="before a participle",
        ),
        pytest.param(
            "The feast was for singers like Ada Byrd, Ivo Marsh and Stevie Wren, who joked of the hall, “I have not "
            "seen it yet, but I will.”",
            "Stevie Wren",
            id="who, behind the last of several",
        ),
        pytest.param(
            "A High Court of Ellery judge scolded the board on Friday, saying it had been “hiding the keys.”\n\n"
            "Justice Ivo Marsh told the board to open its books.",
            "Ivo Marsh",
            id="a court before a judge",
        ),
        pytest.param(
            "A web video by the National Harbour Committee references four cases in which Ivo Marsh defended people. "
            "Marsh is a lawyer.\n\nThe clip says Marsh “has a love of smoke.”",
            "National Harbour Committee",
            id="the maker of a video",
        ),
    ],
)
def test_who_speaks_is_taken_whole(text: str, speaker: str) -> None:
    assert speaker in speakers(text)


def test_an_adverb_after_that_belongs_to_what_was_told() -> None:
    found = quotes.extract("The porter had told Marsh that only Mrs Wren was at home.")
    assert [each.text for each in found] == ["only Mrs Wren was at home"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param(
            "A party spokesman said Mr Cole would speak at the school on Sunday.\n\n“Much will be discussed,” he told "
            "the Herald.",
            "a party spokesman",
            id="he, not the man of whom he told",
        ),
        pytest.param(
            "A spokesperson for Kent Police said: “He was a fine officer.”\n\nThey added: “He will be missed.”",
            "a spokesperson for Kent Police",
            id="they, of one",
        ),
        pytest.param(
            "Ann Cole said a police spokesman had called her.\n\n“I was scared,” she said.",
            "Ann Cole",
            id="who told of a spokesman",
        ),
    ],
)
def test_an_unnamed_person_who_spoke_goes_on_speaking(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


def test_a_remark_is_of_whose_it_is_called() -> None:
    assert speakers("Olaf Lund apologised for Ada Byrd’s angry “sour milk” remark.") == ["Ada Byrd"]


@pytest.mark.parametrize(
    "told",
    [
        "Marsh said the car had turned by the mill.",
        "The car was found by the mill, said Marsh.",
    ],
)
def test_a_bare_quotation_is_of_who_was_reported_to_speak_right_before(told: str) -> None:
    text = (
        "“It was late,” Inspector Ivo Marsh said.\n\nThe road is closed. The bus takes another way.\n\n"
        f"{told}\n\n“The driver was not there.”"
    )
    found = [each for each in quotes.extract(text) if each.kind == "direct"][-1]
    assert found.speaker == "Ivo Marsh"
    assert found.mention is not None
    assert found.mention.of(text) == "Marsh"
    assert found.confidence > 0.8
