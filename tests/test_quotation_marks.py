"""Quotation marks of every style are found on characters, and nothing else is taken for one."""

from __future__ import annotations

import gc
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotes.extraction.quotation_marks import find_marked


def found(text: str) -> list[str]:
    return [text[m.start : m.end] for m in find_marked(text)]


STYLES = {
    "curly": "“ ”",
    "straight": '" "',
    "wide": "＂ ＂",
    "LaTeX": "`` ''",
    "two apostrophes": "'' ''",
    "low-high": "„ “",
    "low-right": "„ ”",
    "high-reversed": "‟ ”",
    "guillemets": "« »",
    "guillemets pointing in": "» «",
    "single guillemets": "‹ ›",
    "single guillemets pointing in": "› ‹",
    "single curly": "‘ ’",
    "single straight": "' '",
    "single low-high": "‚ ‘",
    "single high-reversed": "‛ ’",
    "mixed, straight to curly": '" ”',
    "mixed, curly to straight": '“ "',
}
EVERY_STYLE = pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)


def mark(style: str, words: str) -> str:
    opening, closing = style.split()
    return f"{opening}{words}{closing}"


@EVERY_STYLE
def test_every_style_is_read(style: str) -> None:
    text = f"{mark(style, 'It rains,')} said Byrd. Then: {mark(style, 'It pours.')}"
    assert found(text) == ["It rains,", "It pours."]
    first, second = find_marked(text)
    opening, closing = style.split()
    assert text[first.outer_start : first.outer_end] == mark(style, "It rains,")
    assert (second.start - second.outer_start, second.outer_end - second.end) == (len(opening), len(closing))


@EVERY_STYLE
@pytest.mark.parametrize(
    ("before", "after"),
    [("(", ")"), ("[", "]"), ("—", "—"), ("-- ", " --"), ("said:", ""), ("… ", "…"), ("", "; so he said"), ("", "?")],
)
def test_punctuation_may_stand_against_a_mark(style: str, before: str, after: str) -> None:
    assert found(f"Byrd {before}{mark(style, 'it rains')}{after}") == ["it rains"]


@EVERY_STYLE
def test_a_contraction_inside_is_no_mark(style: str) -> None:
    apostrophe = "’" if "’" in style or "‘" in style else "'"
    words = f"I don{apostrophe}t think it{apostrophe}s Byrd{apostrophe}s,"
    assert found(f"{mark(style, words)} she said.") == [words]


def test_space_inside_the_marks_is_left_out() -> None:
    text = "Byrd : « Il pleut. »"
    (stretch,) = find_marked(text)
    assert text[stretch.start : stretch.end] == "Il pleut."
    assert text[stretch.outer_start : stretch.outer_end] == "« Il pleut. »"


@pytest.mark.parametrize(
    "text",
    [
        "“She told me ‘stay’ and I did,” said Byrd.",
        "\"She told me 'stay' and I did,\" said Byrd.",
        "‘She told me “stay” and I did,’ said Byrd.",
        "'She told me \"stay\" and I did,' said Byrd.",
        "“She told me “stay” and I did,” said Byrd.",
        '"She told me “stay” and I did," said Byrd.',
        "«She told me “stay” and I did,» said Byrd.",
        "``She told me `stay' and I did,'' said Byrd.",
    ],
)
def test_a_quotation_inside_another_is_part_of_it(text: str) -> None:
    (words,) = found(text)
    assert words.startswith("She told me ")
    assert words.endswith("stay" + text[text.index("stay") + 4] + " and I did,")


def test_a_nested_quotation_may_end_with_the_outer_one() -> None:
    assert found("“She said ‘stay’,” said Byrd.") == ["She said ‘stay’,"]
    assert found("“She said ‘stay.’” Byrd left.") == ["She said ‘stay.’"]
    assert found("‘She said “stay”,’ said Byrd.") == ["She said “stay”,"]


@pytest.mark.parametrize(
    "text",
    [
        "The ministers' plan and the dogs' leads were James's idea.",
        "The ministers’ plan and the dogs’ leads were Chris’ idea.",
        "O'Neill and D’Arcy won't go, and they're right, y'all.",
        "Back in the '90s and the ’80s, '84 and ’68, rock 'n' roll and fish ’n’ chips.",
        "Get 'em while they're hot, 'cause 'tis the season, ’twas ever thus, 'til dawn.",
        "He stands 5'11\" and she 6' 2\"; the plank is 2′ 4″ and 5’10” long.",
        'A 12" pipe and a 14" one.',
        "The 1990's fashions, the 80's hair.",
        "She lives at 51°28'38\" north.",
        '<a href="index.html" title="Byrd says hello">Ada Byrd</a> wrote <em class=\'x y\'>Rain</em>.',
        "'",
        '"',
        '“”, "", ‘’ and «».',
        '“…” and “ ” and "..."',
    ],
)
def test_what_is_no_mark(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The ministers' plan is 'dead', said the dogs' home.", ["dead"]),
        ("The ministers’ plan is ‘dead’, said the dogs’ home.", ["dead"]),
        ("‘The ministers’ plan is dead,’ said Byrd.", ["The ministers’ plan is dead,"]),
        ('He is 5\'11" and "very tall", says Byrd.', ["very tall"]),
        ("“It’s 5’10” tall,” said Byrd. “Yes.”", ["It’s 5’10” tall,", "Yes."]),
        ("“He is 5’10”,” said Byrd. “Yes.”", ["He is 5’10”,", "Yes."]),
        ("“I was born in '84,” said Byrd. “I like '90s pop.”", ["I was born in '84,", "I like '90s pop."]),
        ("“Get 'em,” said Byrd.", ["Get 'em,"]),
        ("<p class=\"lead\">“It rains,” said <a href='byrd'>Byrd</a>.</p>", ["It rains,"]),
        ('If 3 < 4 and "it rains", 5 > 4.', ["it rains"]),
        ("He said 'I don't know' and ‘I can’t’.", ["I don't know", "I can’t"]),
    ],
)
def test_marks_beside_what_is_none(text: str, words: list[str]) -> None:
    assert found(text) == words


@pytest.mark.parametrize("style", [style for style in STYLES.values() if style[0] not in "‚‛"])
def test_paragraphs_opened_afresh_are_one_quotation(style: str) -> None:
    opening, closing = style.split()
    text = f"{opening}One.\n\n{opening}Two.\n\n{opening}Three,{closing} said Byrd. {mark(style, 'Four.')}"
    assert found(text) == [f"One.\n\n{opening}Two.\n\n{opening}Three,", "Four."]


def test_french_paragraphs_are_opened_afresh_with_the_closing_mark() -> None:
    assert found("« Un.\n\n» Deux.\n\n» Trois. »\n\nByrd s’en va.") == ["Un.\n\n» Deux.\n\n» Trois."]


def test_a_quotation_that_ends_like_a_possessive_is_not_opened_afresh() -> None:
    assert found("'It falls' said Byrd.\n\n'It rains,' she said.") == ["It falls", "It rains,"]


def test_a_headline_in_single_marks_is_not_opened_afresh() -> None:
    assert found("'Dangerous dogs' plan dropped\n\n'It is over,' said Byrd.") == ["Dangerous dogs", "It is over,"]


def test_a_label_in_the_next_paragraph_is_another_speaker() -> None:
    assert found("“It rains.\n\n“BYRD: It pours.”") == ["It rains.", "BYRD: It pours."]


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("``", "''")])
class TestStrayMark:
    def test_a_missing_close_ends_the_quotation_with_its_paragraph(self, opening: str, closing: str) -> None:
        text = f"{opening}It rains.\n\nByrd left. {opening}It pours,{closing} she said."
        assert found(text) == ["It rains.", "It pours,"]

    def test_a_missing_close_ends_the_quotation_with_the_text(self, opening: str, closing: str) -> None:
        text = f"Byrd said: {opening}It rains"
        (stretch,) = find_marked(text)
        assert text[stretch.start : stretch.end] == "It rains"
        assert stretch.end == stretch.outer_end == len(text)

    def test_one_paragraph_spoils_no_other(self, opening: str, closing: str) -> None:
        good = f"{opening}It rains,{closing} said Byrd."
        rest = "Byrd left."
        text = "\n\n".join([good, f"A stray {closing} here.", rest, good, f"A stray {opening} there.", rest, good])
        assert found(text).count("It rains,") == 3


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("«", "»"), ("„", "”"), ("``", "''")])
def test_a_missing_opening_begins_the_quotation_with_its_paragraph(opening: str, closing: str) -> None:
    text = f"Byrd left.\n\nIt rains,{closing} she said. {opening}It pours,{closing} she added."
    assert found(text) == ["It rains,", "It pours,"]
    assert find_marked(text)[0].outer_start == text.index("It rains")


def test_a_stray_apostrophe_is_no_missing_close() -> None:
    assert found("'Ere we go again, thought Byrd.\n\nIt rains.") == []
    assert found("She saw the 'bus and left.\n\n'It rains,' said Byrd.") == ["It rains,"]


def test_a_curly_single_mark_that_opens_a_paragraph_may_miss_its_close() -> None:
    assert found("‘It rains.\n\nByrd left.") == ["It rains."]


def test_words_wrapped_by_hand_are_one_paragraph() -> None:
    text = (
        "The harbour master of Port Ellery said on a grey Tuesday that “it rains\n"
        "and pours all through the night and all through the long day, and the\n"
        "quay is under water,” and then she went home.\n"
    )
    (words,) = found(text)
    assert words.startswith("it rains\nand pours")
    assert words.endswith("\nquay is under water,")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\u2029", "\n\n\n \t\n"])
def test_every_line_end_ends_a_paragraph(end: str) -> None:
    assert found(f"“It rains.{end}Byrd left.{end}“It pours,” she said.") == ["It rains.", "It pours,"]


def test_offsets_count_code_points() -> None:
    text = "\N{GRINNING FACE} Ça va \N{FAMILY}: “Tre\u0301s bien \N{PARTY POPPER},” said Zoë."
    assert found(text) == ["Tre\u0301s bien \N{PARTY POPPER},"]


@pytest.mark.parametrize("text", ["", " \n", "Nobody said a word."])
def test_a_text_without_marks_has_none(text: str) -> None:
    assert find_marked(text) == []


MARKS = st.sampled_from(["“", "”", '"', "„", "‟", "``", "''", "'", "‘", "’", "‚", "‛", "«", "»", "‹", "›", "＂", "`"])
PIECES = st.sampled_from(
    [
        *(
            "a",
            "A",
            "rains",
            "Rain. ",
            ", ",
            ". ",
            " ",
            "  ",
            "\n",
            "\n\n",
            "\r\n",
            "\u2028",
            "(",
            ")",
            "—",
            "…",
            ":",
            "s",
        ),
        *("5", "BYRD: ", "Q: ", "<a href='", ">", "<", "it is long " * 7, "é", "\u0301", "\N{GRINNING FACE}", "\x00"),
    ]
)
TEXTS = st.text() | st.lists(MARKS | PIECES, max_size=60).map("".join)


@given(TEXTS)
@example("“‘”’")
@example("''\n''a")
@example("‘a\n‘b\n\n“c’")
def test_of_any_text_the_stretches_are_true_disjoint_and_in_order(text: str) -> None:
    end = 0
    for stretch in find_marked(text):
        assert end <= stretch.outer_start <= stretch.start < stretch.end <= stretch.outer_end <= len(text)
        words = text[stretch.start : stretch.end]
        assert words == words.strip()
        assert any(c.isalnum() for c in words)
        end = stretch.outer_end


@given(TEXTS)
def test_what_is_between_the_words_and_the_outside_is_marks_and_space(text: str) -> None:
    for stretch in find_marked(text):
        before, after = text[stretch.outer_start : stretch.start], text[stretch.end : stretch.outer_end]
        for between in (before, after):
            assert not any(c.isalnum() for c in between)
            assert len(between.split()) <= 1


WORDS = st.lists(st.sampled_from("rain falls on the old quay now".split()), min_size=1, max_size=8).map(" ".join)
NARRATIVE = st.sampled_from([" Byrd said. ", " she said.\n\nThen ", ".\n", " — so Byrd — "])


@pytest.mark.slow
@given(st.sampled_from(list(STYLES.values())), st.lists(st.tuples(NARRATIVE, WORDS), min_size=1, max_size=8))
def test_well_formed_quotations_are_all_found_whatever_the_style(style: str, parts: list[tuple[str, str]]) -> None:
    text = "".join(narrative + mark(style, words) for narrative, words in parts) + " said Byrd."
    assert found(text) == [words for _, words in parts]


POINTING_IN = {"» «", "› ‹"}


@given(st.lists(st.tuples(st.sampled_from(sorted({*STYLES.values()} - POINTING_IN)), WORDS), min_size=1, max_size=8))
def test_every_paragraph_may_have_a_style_of_its_own(parts: list[tuple[str, str]]) -> None:
    text = "\n\n".join(f"{mark(style, words)} said Byrd." for style, words in parts)
    assert found(text) == [words for _, words in parts]


def seconds(text: str) -> float:
    """Seconds of processor time to read a text, the least of three, collecting no garbage."""
    times = []
    gc.disable()
    try:
        for _ in range(3):
            start = time.process_time()
            find_marked(text)
            times.append(time.process_time() - start)
    finally:
        gc.enable()
    return min(times)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ['"', "“", "' ", "‘a\n\n", '"a\n', "“a", "‘", "«", "“‘a’ ”", "<a "])
def test_time_grows_linearly_with_a_text_of_marks(unit: str) -> None:
    text = unit * (1_500 // len(unit))
    # Eight times the text takes eight times as long; were it quadratic, 64 times.
    assert seconds(text * 8) < 25 * max(seconds(text), 0.0005)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("‘’Who cares who wins. We all lose.” He left.", ["Who cares who wins. We all lose."]),
        ("‘‘We all lose,’’ he said. ‘‘No,’’ she said. It’s ’90s music.", ["We all lose,", "No,"]),
        ("(‘’We lose,’’ he said.)", ["We lose,"]),
        ("the view (”This man lands rockets. You do not.”) of it", ["This man lands rockets. You do not."]),
        ("He said:”We will go” today.", ["We will go"]),
        ("‘I want ’em all,’ he said.", ["I want ’em all,"]),
        ("the boys’ “no” (“yes”).", ["no", "yes"]),
    ],
)
def test_marks_that_are_the_wrong_ones_of_their_kind(text: str, words: list[str]) -> None:
    assert found(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("″It rains,″ she said.", ["It rains,"]),
        ("「It rains,」 she said.", ["It rains,"]),
        ("『It rains,』 she said.", ["It rains,"]),
        ("`It rains,' she said.", ["It rains,"]),
        ("“It rains,’’ she said.", ["It rains,"]),
        ("The board is 6′2″ long.", []),
        ("Type `make` to build.", []),
    ],
)
def test_rarer_marks(text: str, words: list[str]) -> None:
    assert found(text) == words


def test_single_marks_are_opened_afresh_after_a_colon() -> None:
    text = "She said: ‘It’s the farmers’ land.\n\n‘We will ask.’\n\nHe left."
    assert found(text) == ["It’s the farmers’ land.\n\n‘We will ask."]
