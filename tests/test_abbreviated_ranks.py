"""A rank, a province or a time of day with a full stop ends no sentence in its middle, and a time may end one."""

from __future__ import annotations

import pytest

import quotes
from quotes.extraction.parsing import load_pipeline


@pytest.mark.parametrize("rank", ["Supt.", "Sgt.", "Const.", "Insp.", "Capt.", "Lt.", "Cpl.", "Maj."])
def test_a_rank_is_one_word_before_a_name_and_no_part_of_it(rank: str) -> None:
    assert [token.text for token in load_pipeline().make_doc(f"said {rank} Lee")] == ["said", rank, "Lee"]
    (found,) = quotes.extract(f"The road was closed for six hours, said {rank} Gord Pelly of the force.")
    assert [speaker.name for speaker in found.speakers] == ["Gord Pelly"]
    assert found.text == "The road was closed for six hours"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Ada Byrd testified she saw him leave at about 2 a.m. Under cross-examination, she wept.",
            "she saw him leave at about 2 a.m.",
        ),
        ("Ada Byrd said the road had been closed since 7 a.m. Monday.", "the road had been closed since 7 a.m. Monday"),
        ("Ada Byrd said the ship would sail at 7 p.m. Eastern.", "the ship would sail at 7 p.m. Eastern"),
    ],
)
def test_a_time_of_day_ends_a_sentence_unless_a_day_or_a_zone_follows(text: str, words: str) -> None:
    assert [q.text for q in quotes.extract(text)] == [words]
