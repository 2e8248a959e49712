"""Reported speech in invented passages in the manner of many papers: what is found, whose it is, and what is none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from quotes.extraction import extract_many
from quotes.model import Kind, Quotation

_TAG = re.compile(r"<(/?)([po])(?: ([^>]*))?>")
_ALIKE = 0.7  # share of the words of both that a row and a paraphrase must have in common


class Row(NamedTuple):
    start: int
    end: int
    source: str | None


class Passage(NamedTuple):
    name: str
    text: str
    paraphrases: list[Row]
    optional: list[Row]


def _passage(block: str) -> Passage:
    name, _, marked = block.partition("\n")
    text = ""
    at = start = 0
    source = None
    rows: dict[str, list[Row]] = {"p": [], "o": []}
    for tag in _TAG.finditer(marked := marked.strip()):
        text += marked[at : tag.start()]
        at = tag.end()
        if tag[1]:
            rows[tag[2]].append(Row(start, len(text), source))
        else:
            start, source = len(text), tag[3]
    return Passage(name.strip(), text + marked[at:], rows["p"], rows["o"])


def _alike(row: Row, quotation: Quotation) -> float:
    common = min(row.end, quotation.end) - max(row.start, quotation.start)
    return max(0, common) / (max(row.end, quotation.end) - min(row.start, quotation.start))


def _is_of(row: Row, quotation: Quotation) -> bool:
    last = (row.source or "").casefold().split()[-1]
    return any(last in speaker.name.casefold().split() for speaker in quotation.speakers)


@pytest.fixture(scope="module")
def found() -> list[tuple[Passage, list[Quotation]]]:
    text = (Path(__file__).parent / "data" / "reported_speech.txt").read_text(encoding="utf-8")
    passages = [_passage(block) for block in text.split("\n## ")[1:]]
    every = extract_many(passage.text for passage in passages)
    return [
        (passage, [each for each in quotations if each.kind is Kind.PARAPHRASE])
        for passage, quotations in zip(passages, every, strict=True)
    ]


def test_most_reported_speech_is_found_with_its_source(found: list[tuple[Passage, list[Quotation]]]) -> None:
    rows = [
        any(_alike(row, each) >= _ALIKE and _is_of(row, each) for each in quotations)
        for passage, quotations in found
        for row in passage.paraphrases
    ]
    assert len(rows) >= 150
    assert sum(rows) / len(rows) >= 0.9


def test_almost_nothing_else_is_taken_for_it(found: list[tuple[Passage, list[Quotation]]]) -> None:
    right = [
        any(_alike(row, each) >= _ALIKE for row in passage.paraphrases)
        for passage, quotations in found
        for each in quotations
        if not any(_alike(row, each) for row in passage.optional)
    ]
    assert sum(right) / len(right) >= 0.97


def test_thoughts_plans_and_objects_are_none(found: list[tuple[Passage, list[Quotation]]]) -> None:
    bare = [(passage, quotations) for passage, quotations in found if not passage.paraphrases + passage.optional]
    assert len(bare) >= 8
    assert [quotations for passage, quotations in bare if quotations and passage.name != "none-3"] == []
