"""Columns drawn row by row, initials, numbers of lines and wide spacing: the words come in the order of reading."""

from __future__ import annotations

import textwrap
from itertools import chain, zip_longest
from typing import Any

import pytest

from quotes.readers import pdf as reader
from tests.pdfs import Line, column, drawn, pdf, text_object, text_objects
from tests.resources import article, refusal, resource

LEFT = [
    "The council met on Monday",
    "evening to decide what to do",
    "about the old swing bridge.",
    "“We reported the rust two",
    "winters ago,” said Dora Pell,",
    "who keeps the island shop.",
]
MIDDLE = [
    "Hal Brandt, the pilot, rang",
    "the bell of the church and",
    "said: “No one rang back when",
    "I told them of the fog.” He",
    "lives in the tower above the",
    "harbour with his two dogs.",
]
RIGHT = [
    "“Nobody came to look at it",
    "then,” she added.",
    "Walter Grice, the ferryman,",
    "said: “They will pay for every",
    "day that we lose.”",
    "The council meets in May.",
]


def rows(*columns: list[Line]) -> list[Line]:
    """The lines of columns, drawn row by row."""
    return [line for line in chain(*zip_longest(*columns)) if line]


def text(data: bytes) -> str:
    return " ".join(article(reader.read, resource(data)).text.split())


def at(lines: list[str], x: float, **where: Any) -> list[Line]:
    return column(lines, x=x, **where)


@pytest.mark.parametrize("offset", [0, 3, -3])
def test_two_columns_drawn_row_by_row_are_read_one_after_the_other(offset: float) -> None:
    assert text(pdf([rows(at(LEFT, 72), at(RIGHT, 320, top=700 + offset))])) == " ".join([*LEFT, *RIGHT])


def test_three_columns_drawn_row_by_row() -> None:
    lines = rows(at(LEFT, 40), at(MIDDLE, 220), at(RIGHT, 400))
    assert text(pdf([lines])) == " ".join([*LEFT, *MIDDLE, *RIGHT])


def test_columns_drawn_from_the_right() -> None:
    assert text(pdf([rows(at(RIGHT, 320), at(LEFT, 72))])) == " ".join([*LEFT, *RIGHT])


def test_columns_of_unequal_length() -> None:
    assert text(pdf([rows(at(LEFT, 72), at(RIGHT[:4], 320))])) == " ".join([*LEFT, *RIGHT[:4]])
    assert text(pdf([rows(at(LEFT[:4], 72), at(RIGHT, 320))])) == " ".join([*LEFT[:4], *RIGHT])


def test_a_headline_over_all_columns_parts_what_is_above_from_what_is_below() -> None:
    head = "A headline that runs over both columns of the page, from left to right, and no further"
    lines = [
        (72, 740, 10, head),
        *rows(at(LEFT, 72), at(RIGHT, 320)),
        (72, 560, 10, head.upper()),
        *rows(at(MIDDLE, 72, top=540), at(LEFT, 320, top=540)),
    ]
    assert text(pdf([lines])) == " ".join([head, *LEFT, *RIGHT, head.upper(), *MIDDLE, *LEFT])


def test_columns_drawn_one_after_the_other_stay_as_they_are_drawn() -> None:
    lower = at(MIDDLE, 72, top=500), at(LEFT, 320, top=500)
    lines = [*at(LEFT, 72), *at(RIGHT, 320), *lower[0], *lower[1]]
    assert text(pdf([lines])) == " ".join([*LEFT, *RIGHT, *MIDDLE, *LEFT])


def test_columns_whose_rows_are_padded_with_blanks_are_read_one_after_the_other() -> None:
    lines = [f"{left:<40}{right}" for left, right in zip(LEFT, RIGHT, strict=True)]
    assert text(pdf([at(lines, 50)])) == " ".join([*LEFT, *RIGHT])


def test_a_box_whose_lines_stand_between_those_of_the_text_is_read_after_it() -> None:
    box = at(RIGHT[:2] + LEFT[:2], 430, top=693)
    body = at([*LEFT, *MIDDLE], 50)
    lines = sorted([*body, *box], key=lambda line: -line[1])
    assert text(pdf([lines])) == " ".join([*LEFT, *MIDDLE, *RIGHT[:2], *LEFT[:2]])


def test_two_numbers_in_the_margin_count_lines() -> None:
    body = at([*LEFT, *MIDDLE], 80)
    lines = [
        line
        for number, each in enumerate(body, 1)
        for line in ([(50, each[1], 8, str(number))] * (number % 5 == 0) + [each])
    ]
    assert text(pdf([lines])) == " ".join([*LEFT, *MIDDLE])


def test_columns_that_cannot_be_told_apart_are_refused() -> None:
    lines = rows(at(LEFT, 72), at(RIGHT, 320))
    reason = refusal(reader.read, resource(drawn([text_object(lines)]), "a.pdf"))
    assert reason == "a.pdf: has columns in an uncertain order; save it as text"


def test_a_table_is_read_row_by_row() -> None:
    cells = [("Ellery", "3"), ("Brandvik", "2"), ("Leith", "0"), ("Nairn", "4"), ("Oban", "1")]
    lines = rows(at([name for name, _ in cells], 72), at([goals for _, goals in cells], 320))
    for content in (text_objects(lines), text_object(lines)):
        assert text(drawn([content])) == "Ellery 3 Brandvik 2 Leith 0 Nairn 4 Oban 1"


def test_a_line_drawn_in_pieces_is_one_line() -> None:
    lines: list[Line] = []
    for number, words in enumerate(LEFT):
        place = 72.0
        for word in words.split():
            lines.append((place, 700 - 14 * number, 10, f"{word} "))
            place += 5 * len(word) + 3
    for content in (text_objects(lines), text_object(lines)):
        assert text(drawn([content])) == " ".join(LEFT)


BESIDE = ["e reported the rust two winters ago,” said Dora", "Pell, who keeps the island shop of Ellery Point."]
BELOW = ["The council of the county meets in May, and until", "then the bridge is shut to all traffic."]


@pytest.mark.parametrize("foot", [712, 698, 690, 700])
@pytest.mark.parametrize("last", [False, True], ids=["drawn first", "drawn last"])
def test_an_initial_belongs_to_its_word(foot: float, last: bool) -> None:
    initial: Line = (72, foot, 36, "“W")
    beside = at(BESIDE, 112, top=712)
    lines = [*beside, *at(BELOW, 72, top=684)]
    assert text(pdf([[*lines, initial] if last else [initial, *lines]])) == f"“W{' '.join([*BESIDE, *BELOW])}"


def test_the_lines_beside_an_initial_are_no_paragraphs_of_their_own() -> None:
    lines = [(72, 684, 36, "W"), *at(BESIDE, 112, top=712), *at(BELOW, 72, top=684)]
    found = article(reader.read, resource(pdf([lines]))).text
    assert "\n\n" not in found.strip()


@pytest.mark.parametrize(
    ("initial", "beside", "first"),
    [
        ("A", "fter the storm", "After the storm"),
        ("A", "ferryman said", "A ferryman said"),
        ("A", "ustralia won", "Australia won"),
        ("A", "cross the bay", "Across the bay"),
        ("A", "n island", "An island"),
        ("I", "n the harbour", "In the harbour"),
        ("I", "remember it", "I remember it"),
        ("“I", "t is shut", "“It is shut"),
        ("O", "nly one", "Only one"),
        ("“N", "o,” she said", "“No,” she said"),
    ],
)
def test_an_initial_that_is_a_word_stands_apart(initial: str, beside: str, first: str) -> None:
    lines: list[Line] = [(72, 690, 36, initial), (112, 712, 11, beside), (72, 676, 11, "The council met.")]
    assert text(pdf([lines])) == f"{first} The council met."


def test_a_heading_of_one_letter_is_no_initial() -> None:
    lines: list[Line] = [
        (72, 740, 36, "A"),
        (72, 700, 11, "The council met."),
        (72, 640, 36, "B"),
        (72, 600, 11, "Yes."),
    ]
    assert text(pdf([lines])) == "A The council met. B Yes."


def numbered(lines: list[str], step: int, where: str, gap: float) -> list[Line]:
    numbers: list[Line] = [(50, 700 - gap * at, 8, str(at + 1)) for at in range(len(lines)) if (at + 1) % step == 0]
    words = at(lines, 72, leading=gap)
    return {"rows": sorted([*numbers, *words], key=lambda line: -line[1]), "first": [*numbers, *words]}.get(
        where, [*words, *numbers]
    )


@pytest.mark.parametrize("gap", [14, 24, 30])
@pytest.mark.parametrize("where", ["rows", "first", "last"])
@pytest.mark.parametrize("step", [1, 5])
def test_numbers_of_lines_are_left_out(step: int, where: str, gap: float) -> None:
    lines = [*LEFT, *RIGHT, *MIDDLE]
    assert text(pdf([numbered(lines, step, where, gap)])) == " ".join(lines)
    assert text(drawn([text_object(numbered(lines, step, where, gap))])) == " ".join(lines)


def test_numbers_in_the_text_stay() -> None:
    lines = ["The bridge was built in", "1871 and has carried", "40 trains a day since then."]
    assert text(pdf([at(lines, 72)])) == " ".join(lines)


@pytest.mark.parametrize("leading", [22, 28, 36])
@pytest.mark.parametrize("indent", [0, 36])
def test_paragraphs_of_wide_lines(leading: float, indent: float) -> None:
    paragraphs = [" ".join(LEFT), " ".join(RIGHT)]
    lines, height = [], 760.0
    for paragraph in paragraphs:
        for number, words in enumerate(textwrap.wrap(paragraph, 60)):
            lines.append((72 + (0 if number else indent), height, 12.0, words))
            height -= leading
        height -= 0 if indent else leading
    assert article(reader.read, resource(pdf([lines]))).text.strip().split("\n\n") == paragraphs


@pytest.mark.parametrize(
    "title",
    [
        "10811.exe",
        "Microsoft Word - draft.doc",
        "C:\\\\Users\\\\jo\\\\quay",
        "/var/spool/print/1",
        "file:///home/jo/quay",
        "Layout 1",
        "Document2",
        "untitled",
        "PowerPoint Presentation",
        "20310204",
        "quay_final_v3",
        "A quay.indd",
    ],
)
def test_the_name_of_a_file_is_no_title(title: str) -> None:
    assert article(reader.read, resource(pdf([at(LEFT, 72)], {"Title": title}))).title is None


@pytest.mark.parametrize(
    "title", ["The quay is closed", "1984: a year", "Untitled works of a painter", "Mr. Word - a life"]
)
def test_a_title_is_one(title: str) -> None:
    assert article(reader.read, resource(pdf([at(LEFT, 72)], {"Title": title}))).title == title


@pytest.mark.slow
def test_many_pieces_take_little_time() -> None:
    crowded: list[Line] = [(10.0 + at % 500, 800 - at // 20, 6, str(at % 97)) for at in range(12_000)]
    assert article(reader.read, resource(pdf([crowded]))).text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1", ""),
        ("", "2"),
        ("Page 1 of 2", ""),
        ("12 | The Courier", "The Courier | 13"),
        ("Continued on page 2", ""),
        ("", "Continued from A1"),
    ],
)
def test_a_foot_does_not_part_the_paragraph_that_goes_on_overleaf(first: str, second: str) -> None:
    pages = [
        [(72.0, 760.0 - 14 * number, 11, words) for number, words in enumerate(lines)]
        for lines in (
            ["The pier closed on Friday after a long winter", "of storms, and the crews who had mended it went"],
            ["home with their tools in the rain. Nobody knew", "when they would be called again by the council."],
        )
    ]
    feet = [[(250.0, 30.0, 9, words)] if words else [] for words in (first, second)]
    found = text(pdf([page + foot for page, foot in zip(pages, feet, strict=True)]))
    assert "went home with their tools" in found
    assert "ourier" not in found
    assert not any(each.isdigit() for each in found)


def test_a_number_in_the_margin_of_a_single_page_stays() -> None:
    assert "30" in text(pdf([[(72.0, 760.0, 11, "Crews at the pier:"), (72.0, 50.0, 11, "30")]]))


def test_a_line_with_the_date_gives_the_date() -> None:
    lines = [(18, "The pier closes"), (9, "Friday, 4 February 2031"), (11, "Nobody in Ostrelle was surprised.")]
    page = [(72.0, 760.0 - 40 * number, size, words) for number, (size, words) in enumerate(lines)]
    assert article(reader.read, resource(pdf([page]), "pier.pdf")).published == "2031-02-04"
