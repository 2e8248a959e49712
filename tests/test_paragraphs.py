"""Where paragraphs begin and end, whatever the line ends, and in text that was wrapped by hand."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.text.paragraphs import paragraphs

WRAPPED = (
    "The harbour master of Port Ellery said on a grey Tuesday that the quay\n"
    "would close at noon, and that nobody knew when it would be open again\n"
    "for the ferry to the islands, which has not sailed since the first of\n"
    "March."
)


def read(text: str) -> list[str]:
    return [span.of(text) for span in paragraphs(text)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\n \t\n", "\n\n\n\n", "\u2028", "\u2029"])
def test_a_line_is_a_paragraph_whatever_ends_it(end: str) -> None:
    assert read(f"It rains.{end}Byrd left.{end}The quay is closed.") == [
        "It rains.",
        "Byrd left.",
        "The quay is closed.",
    ]


def test_white_space_around_a_paragraph_is_left_out() -> None:
    assert read(" \n\t It rains. \u00a0\n  \nByrd  left.\t") == ["It rains.", "Byrd  left."]


@pytest.mark.parametrize("text", ["", " ", "\n\r\n \u2028"])
def test_nothing_has_no_paragraphs(text: str) -> None:
    assert paragraphs(text) == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_wrapped_by_hand_are_one_paragraph(end: str) -> None:
    text = (WRAPPED + "\n\n" + WRAPPED + "\n").replace("\n", end)
    assert read(text) == [WRAPPED.replace("\n", end)] * 2


def test_indented_lines_wrapped_by_hand_are_one_paragraph() -> None:
    text = "    " + WRAPPED.replace("\n", "\n    ")
    assert len(paragraphs(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        # Short lines: a list or a poem.
        "The quay is closed\nand the ferry is gone\nand nobody knows why",
        # Long lines: paragraphs with no blank line between them.
        f"{'The harbour master said that the quay would close ' * 4}\n{'She left ' * 15}\nNobody knows",
        # Lines of middling length that each end a sentence.
        "The harbour master of Port Ellery said so on a grey Tuesday.\n"
        "The ferry to the islands has not sailed since the first of March.\n"
        "Nobody knows when the quay will be open again, if it ever will.",
    ],
    ids=["short", "long", "sentences"],
)
def test_lines_that_were_not_wrapped_stay_apart(text: str) -> None:
    assert read(text) == [line.strip() for line in text.split("\n")]


NARROW = (
    "The harbour master of Port\nEllery said on a grey Tuesday\nthat the quay would close at\n"
    "noon. “Nobody knows when it\nwill be open again,” said Ada\nByrd, who keeps the light."
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("width", [28, 36, 66, 72, 120])
def test_lines_wrapped_to_any_width_are_one_paragraph(width: int, end: str) -> None:
    wrapped = textwrap.fill(" ".join((NARROW * 2).split()), width).replace("\n", end)
    assert read(f"It rains.{end}{end}{wrapped}{end}{end}It rains.") == ["It rains.", wrapped, "It rains."]


@pytest.mark.parametrize(
    "block",
    [
        "“The hose was dry when we came,” Walter\nGregg said.",
        "“The hose was dry when we came, and nobody\nknew why,” said Gregg.",
        "The chief of the fire brigade of the\nold town shook her head.",
    ],
)
def test_a_sentence_that_goes_on_in_the_next_line_is_one_paragraph(block: str) -> None:
    assert read(f"It rains.\n\n{block}\n\nByrd left.") == ["It rains.", block, "Byrd left."]


PROSE = [
    "The council of Port Ellery met on Monday to talk about the quay, which has been shut to the public since March.",
    "“We will not close the school as long as I am the mayor of this town,” said Kari Holm, who has led the town "
    "since 2011. Nobody answered her.",
    "Those who keep shops along the quay said that they would lose most of their summer trade. “Nobody asked us "
    "once,” said Tom Orbeck, who has sold ice cream there for 31 years.",
    "The council will meet again on 12 June to choose a contractor. Holm said the work “will be finished before the "
    "herring festival, not a day later.”",
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("width", range(40, 101))
def test_lines_that_end_in_marks_by_chance_are_wrapped_too(width: int, end: str) -> None:
    wrapped = [textwrap.fill(words, width).replace("\n", end) for words in PROSE]
    assert read(f"{end}{end}".join(wrapped)) == wrapped


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("indent", ["  ", "    ", "\t", "\u3000"])
@pytest.mark.parametrize("width", range(40, 101, 3))
def test_an_indented_line_begins_a_paragraph_of_a_wrapped_text(width: int, indent: str, end: str) -> None:
    wrapped = [textwrap.fill(words, width, initial_indent=indent).replace("\n", end) for words in PROSE]
    assert read(end.join(wrapped)) == [words.strip() for words in wrapped]


def test_a_hanging_indent_begins_no_paragraph() -> None:
    hanging = textwrap.fill(PROSE[1].replace(",”", ""), 60, subsequent_indent="    ")
    assert read(hanging) == [hanging]


@pytest.mark.parametrize(
    "block",
    [
        "Bridge shut for the winter, says mayor\nThe council met on Monday.",
        "Dora Pell, who keeps the island shop\n“We reported the rust.”",
        "Dora Pell, shopkeeper of Ellery\nWalter Grice, engineer of the north\nHal Brandt, ferryman of Leith.",
        "Ellery 3 Brandvik 2 after extra time\nLeith 0 Dunmore 0, abandoned in fog\nNairn 4 Oban 1.",
    ],
    ids=["headline", "name line", "list", "results"],
)
def test_lines_that_only_look_alike_stay_apart(block: str) -> None:
    assert read(block) == block.split("\n")


def test_one_short_line_between_shows_that_a_block_was_not_wrapped() -> None:
    lines = WRAPPED.split("\n")
    text = "\n".join([lines[0], "By Jo Marsh", *lines[1:]])
    assert len(paragraphs(text)) == 5


@given(
    st.text()
    | st.lists(st.sampled_from(["a", "rain ", ". ", "\n", "\r", "\r\n", "\u2028", " ", "x" * 45])).map("".join)
)
def test_of_any_text_the_paragraphs_hold_every_word_once_and_in_order(text: str) -> None:
    spans = paragraphs(text)
    end = 0
    for span in spans:
        assert not text[end : span.start].strip()
        assert span.start < span.end
        assert span.of(text) == span.of(text).strip()
        end = span.end
    assert not text[end:].strip()


@given(st.lists(st.sampled_from(["It rains.", "Byrd left.", WRAPPED]), max_size=6))
def test_blank_lines_part_paragraphs(blocks: list[str]) -> None:
    assert read("\n\n".join(blocks)) == blocks
