"""Who speaks in invented passages in the manner of many kinds of papers.

In `data/many_papers.txt`, the speaker stands in braces behind each quotation: `{Ada Byrd & Ivo Lund}` are two, and
`{Ada Byrd|Ivo Lund}` is Ada Byrd, quoting Ivo Lund. Behind `~` are words of a description.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

import quotes
from quotes.extraction.coref.entities import key_tokens
from quotes.model import Kind, Quotation

FILE = Path(__file__).parent / "data" / "many_papers.txt"
SMALL = frozenset("a an the of for s".split())


class Row(NamedTuple):
    """A speaker, and where the marks of the quotation end."""

    end: int
    speaker: str
    quoting: str


class Passage(NamedTuple):
    """An invented passage with the speakers of its quotations."""

    name: str
    text: str
    rows: list[Row]


def read_passages() -> list[Passage]:
    """The passages of the file, without their annotations."""
    found = []
    for block in re.split(r"^=== ", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, body = block.partition("\n")
        text, rows, at = "", [], 0
        for match in re.finditer(r"\{([^}]*)\}", body):
            text += body[at : match.start()]
            speaker, _, quoting = match[1].partition("|")
            rows.append(Row(len(text), speaker, quoting))
            at = match.end()
        found.append(Passage(name, text + body[at:], rows))
    return found


PASSAGES = read_passages()


def quotation_before(end: int, found: list[Quotation]) -> Quotation:
    """The quotation whose marks end at an offset, or the one of several paragraphs that goes on there."""
    marked = [each for each in found if each.kind is not Kind.PARAPHRASE]
    return next(each for each in marked if each.start < end and (each.end >= end or end - each.end < 4))


def words(name: str) -> frozenset[str]:
    """The words of a name or description that tell something."""
    return frozenset(key_tokens(name)) - SMALL


def agrees(told: str, given: str) -> bool:
    """Whether a speaker is the one that the passage tells."""
    return words(told[1:]) <= words(given) if told[0] == "~" else words(told) == words(given)


@pytest.mark.parametrize("passage", PASSAGES, ids=[passage.name for passage in PASSAGES])
def test_every_quotation_has_its_speaker(passage: Passage) -> None:
    found = quotes.extract(passage.text)
    for row in passage.rows:
        quotation = quotation_before(row.end, sorted(found, key=lambda each: -each.start))
        given = [speaker.name for speaker in quotation.speakers]
        told = row.speaker.split(" & ")
        assert len(given) == len(told), quotation.text
        assert all(any(agrees(a, b) for b in given) for a in told), quotation.text
        quoting = quotation.quoting.of(passage.text) if quotation.quoting is not None else ""
        assert bool(row.quoting) == bool(quoting), quotation.text
        assert words(row.quoting) <= words(quoting), quotation.text


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param(
            "Ada Byrd and Ivo Lund run the mill.\n\nA spokesman for Byrd and Lund said: “They are away.”",
            "a spokesman for Byrd",
            id="a spokesman for two is one",
        ),
        pytest.param(
            "Ada Byrd met Ivo Lund at the mill. “It is closed,” she said.\n\nLund was fined in May for the weir.\n\n"
            "“It leaks.”",
            "Ada Byrd",
            id="no gesture: the last speaker goes on",
        ),
        pytest.param(
            "Trump accused the judges of malice at the rally, saying, “They are late.”",
            "Trump",
            id="a participle after a comma",
        ),
    ],
)
def test_the_rules_stop_where_they_should(text: str, speaker: str) -> None:
    last = quotes.extract(text)[-1]
    assert last.speaker == speaker
    assert last.quoting is None
