"""Passages are small enough to parse, whatever the text, and together they are the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import quotes
from quotes import extraction
from quotes.extraction import parsing
from quotes.extraction.coref import cast
from quotes.extraction.parsing import Passage, load_pipeline, parse
from quotes.extraction.quotation_marks import find_marked
from quotes.text.paragraphs import paragraphs

REPORT = (
    "The harbour will close in March, the port authority said.\n\n"
    "“We have no money left, and the cranes are not safe,” harbour master Ines Okafor told reporters.\n\n"
    "“Nobody asked the crews. Nobody,” said Tomás Brandvold of the dockers’ union.\n\n"
)
pieces = st.sampled_from(
    ["[" * 700, "“a b c d e” ", '"', "word " * 300, "a" * 2500, "1 2 3 " * 200, "\n", "\n\n", "“", "”"]
)


def parsed(text: str) -> list[Passage]:
    return [passage for _, part in parse([(text, find_marked(text))], load_pipeline()) for passage in part]


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.lists(pieces, max_size=6).map("".join))
def test_passages_have_a_bounded_number_of_tokens_and_are_the_text(text: str) -> None:
    passages = parsed(text)
    assert all(len(passage.doc) <= 1000 for passage in passages)
    assert "".join(passage.span.of(text) for passage in passages) == "".join(p.of(text) for p in paragraphs(text))
    assert [passage.number for passage in passages] == sorted(passage.number for passage in passages)


@pytest.mark.slow
def test_a_long_paragraph_of_words_is_cut_between_them() -> None:
    first, *_ = parsed("word " * 3000)
    assert 2000 < first.span.end <= 4000
    assert first.span.end % len("word ") == 0


def test_articles_are_parsed_together_as_they_are_alone() -> None:
    texts = [REPORT, "", "The ferry runs again, officials said.\n", REPORT * 3]
    assert list(quotes.extract_many(texts)) == [quotes.extract(text) for text in texts]


def test_a_text_in_parts_has_every_quotation_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text = REPORT * 5 + "“It goes on,\n\n“and on,\n\n“and on,” said Ines Okafor."
    whole = quotes.extract(text)
    monkeypatch.setattr(parsing, "_MOST_TOGETHER", 60)
    in_parts = quotes.extract(text)
    assert len(in_parts) == len(whole)
    assert [(q.kind, q.spans) for q in in_parts] == [(q.kind, q.spans) for q in whole]


def test_evidence_of_words_that_go_on_and_on_is_bounded() -> None:
    text = "“We are late,” said Ines Okafor.\n\n" + "“And so it went on, for the whole of the night.”\n\n" * 80
    chains = [len(q.evidence.chain) for q in quotes.extract(text) if q.evidence]
    assert len(chains) == 81
    assert max(chains) == 20


def test_he_is_somebody_near_also_among_more_people_than_are_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "John Brandvold met Peter Lang.\n\nMark Achterberg met Paul Okafor.\n\n"
        "David Marsh came to the harbour. “We are late,” he said."
    )
    (whole,) = quotes.extract(text)
    monkeypatch.setattr(cast, "_MOST_CANDIDATES", 2)
    (weighed,) = quotes.extract(text)
    assert weighed.speaker == whole.speaker == "David Marsh"


@pytest.mark.slow
def test_the_words_of_all_texts_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    before = quotes.extract(REPORT)
    monkeypatch.setattr(extraction, "_MOST_STRINGS", 2000)
    quotes.extract(" ".join(f"word{number}" for number in range(2000)))
    assert len(load_pipeline().vocab.strings) < 2000
    assert quotes.extract(REPORT) == before
