"""Transcripts and interviews: the label before the words names who speaks them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.extraction.quotation_marks import find_marked
from quotes.extraction.transcripts import find_turns


def spoken(text: str) -> list[tuple[str | None, str]]:
    """The label, or None, and the words of each stretch."""
    stretches, labels = find_turns(text, find_marked(text))
    return [
        (labels[i].of(text) if i in labels else None, text[stretch.start : stretch.end])
        for i, stretch in enumerate(stretches)
    ]


def test_questions_and_answers() -> None:
    text = "Ada Byrd runs the quay.\n\nQ: Why is it closed?\n\nA: It rains.\n\nQ: For how long?\n\nA: Who knows? Not I."
    assert spoken(text) == [
        ("Q", "Why is it closed?"),
        ("A", "It rains."),
        ("Q", "For how long?"),
        ("A", "Who knows? Not I."),
    ]


@pytest.mark.parametrize(("question", "answer"), [("Q.", "A."), ("Q :", "A :"), ("Question:", "Answer:")])
def test_questions_and_answers_may_be_set_otherwise(question: str, answer: str) -> None:
    text = f"{question} Is it closed?\n{answer} It is.\n{question} Why?"
    assert [words for _, words in spoken(text)] == ["Is it closed?", "It is.", "Why?"]


def test_names_in_capitals() -> None:
    text = (
        "The court sat on Tuesday.\n\nMR. ABRAMS: Where were you?\nTHE WITNESS: On the quay.\n"
        "MR. ABRAMS: In the rain?\nDR. O’DOWD-BYRD, for the port: My client would rather not say.\n"
        "THE WITNESS (laughing): Yes."
    )
    assert spoken(text) == [
        ("MR. ABRAMS", "Where were you?"),
        ("THE WITNESS", "On the quay."),
        ("MR. ABRAMS", "In the rain?"),
        ("DR. O’DOWD-BYRD", "My client would rather not say."),
        ("THE WITNESS", "Yes."),
    ]


def test_full_names_before_initials() -> None:
    text = (
        "Ada Byrd: How long?\n\nEli Moss: Since May.\n\nAB: Why?\n\nEM: It rains.\n\nAB: And now?\n\nNote: it rained."
    )
    assert [label for label, _ in spoken(text)] == ["Ada Byrd", "Eli Moss", "AB", "EM", "AB"]


def test_names() -> None:
    text = "Jo Marsh: Is it closed?\n\nAda Byrd: It is.\n\nJo Marsh: Why?\n\nLudwig van der Meer, ferryman: Rain!"
    assert [label for label, _ in spoken(text)] == ["Jo Marsh", "Ada Byrd", "Jo Marsh", "Ludwig van der Meer"]


@pytest.mark.parametrize(
    "text",
    [
        # Too few.
        "Q: Is it closed?\n\nA: It is.",
        # One label only.
        "Byrd: It rains.\n\nByrd: It pours.\n\nByrd: It hails.",
        # No label comes again: a list of facts.
        "Time: Five in the afternoon.\nPlace: The old quay.\nPrice: Nothing at all.",
        # Not sentences.
        "Time: five\nPlace: the quay\nTime: six\nPlace: the hall",
        # A label is at the beginning of its paragraph, and a space follows.
        "On the quay Q: one. A: two. Q: three.\n\nIt was 17:30. At 18:30 rain fell. At 19:30 it stopped.",
        "",
    ],
)
def test_what_is_no_transcript(text: str) -> None:
    assert spoken(text) == []


def test_marked_words_after_a_label_are_a_quotation_as_anywhere() -> None:
    text = "Marsh: “Is it closed?”\n\nByrd: “It is.”\n\nMarsh: “Why?”"
    assert spoken(text) == [(None, "Is it closed?"), (None, "It is."), (None, "Why?")]


def test_marked_words_inside_a_turn_are_part_of_it_and_others_are_not() -> None:
    text = "“It rains,” said Byrd.\n\nQ: Why “closed”?\n\nA: It rains.\n\nQ: For how long?\n\n“It pours,” she added."
    assert spoken(text) == [
        (None, "It rains,"),
        ("Q", "Why “closed”?"),
        ("A", "It rains."),
        ("Q", "For how long?"),
        (None, "It pours,"),
    ]


def test_marked_words_may_begin_with_a_label() -> None:
    text = "Byrd was asked on air.\n\n“BYRD: It rains.\n\n“MARSH: It pours.”\n\n“A: It hails,” she said."
    assert spoken(text) == [("BYRD", "It rains."), ("MARSH", "It pours."), (None, "A: It hails,")]
    stretches, _ = find_turns(text, find_marked(text))
    assert text[stretches[0].outer_start] == "“"


@pytest.mark.parametrize("direction", ["(APPLAUSE)", "[CROSSTALK]", "(LAUGHTER; APPLAUSE)"])
def test_stage_directions_are_nobodys_words(direction: str) -> None:
    assert spoken(f"“It rains.”\n\n“{direction}”\n\n“It pours.”") == [(None, "It rains."), (None, "It pours.")]


PARTS = st.sampled_from(
    [
        *(
            "Q: ",
            "A: ",
            "Q.",
            "BYRD: ",
            "MR. MARSH, ",
            "Ada Byrd: ",
            "van ",
            "It rains. ",
            "It rains",
            "\N{GRINNING FACE}",
        ),
        *("“", "”", '"', "‘", "’", "(", ")", ": ", ",", " ", "\n", "\n\n", "\u2028"),
    ]
)


@given(st.lists(PARTS, max_size=60).map("".join))
def test_stretches_stay_disjoint_in_order_and_labelled_from_outside(text: str) -> None:
    marked = find_marked(text)
    stretches, labels = find_turns(text, marked)
    end = 0
    for number, stretch in enumerate(stretches):
        assert end <= stretch.outer_start <= stretch.start < stretch.end <= stretch.outer_end <= len(text)
        end = stretch.outer_end
        if number in labels:
            assert labels[number].end < stretch.start
            assert not text[stretch.start].isspace()
            assert labels[number].of(text).strip() == labels[number].of(text) != ""
    assert labels.keys() <= set(range(len(stretches)))


@given(st.lists(PARTS, max_size=60).map("".join))
def test_marked_words_are_lost_only_to_the_turn_that_holds_them(text: str) -> None:
    marked = find_marked(text)
    stretches, labels = find_turns(text, marked)
    kept = {stretch.outer_end for stretch in stretches}
    turns = [stretch for number, stretch in enumerate(stretches) if number in labels]
    for each in marked:
        if each.outer_end not in kept and not text[each.start : each.end].startswith(("(", "[")):
            assert any(turn.outer_start < each.outer_end and each.outer_start < turn.outer_end for turn in turns)


def test_one_label_whose_turns_answer_questions() -> None:
    text = "Why now?\n\nAda Byrd: It rained.\n\nWho pays?\n\nAda Byrd: The port.\n\nAnd then?\n\nAda Byrd: We wait."
    assert spoken(text) == [("Ada Byrd", "It rained."), ("Ada Byrd", "The port."), ("Ada Byrd", "We wait.")]


def test_one_label_without_questions_is_no_transcript() -> None:
    assert spoken("Note: It rained.\n\nNote: The port is shut.\n\nNote: We wait.") == []
