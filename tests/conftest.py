"""An invented article, its quotations made by hand, and the command line to run on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import quotes
from quotes.article import Article, Evidence, Quotation, Span, Speaker
from quotes.cli import app

Run = Callable[..., Result]

HARBOUR = (
    " date 2024-10-23 The harbour at dawn (Photo)\r\n"
    "\r\n"
    "“The quay is closed,” said Ada Byrd, the harbour master. It was “very, very serious”, she added.\r\n"
    "Ms Byrd said that ships would wait outside.\r\n"
)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def harbour_quotations(article: Article) -> list[Quotation]:
    """The three quotations of HARBOUR: direct, partial and paraphrase; none in any other text."""
    text = article.text
    if text != HARBOUR:
        return []
    byrd = Speaker("Ada Byrd", "person", ("Ada Byrd", "Byrd"), "harbour master")
    rows = [
        ("direct", "The quay is closed,", "said", "Ada Byrd", Evidence("cue")),
        ("partial", "very, very serious", "added", "she", Evidence("cue", (span(text, "Ada Byrd"),))),
        ("paraphrase", "ships would wait outside", "Ms Byrd said", "Ms Byrd", Evidence("cue")),
    ]
    return [
        Quotation(
            kind=kind,
            spans=(span(text, words),),
            text=words,
            cue=span(text, cue),
            mention=span(text, mention),
            speakers=(byrd,),
            confidence=0.9,
            evidence=evidence,
        )
        for kind, words, cue, mention, evidence in rows
    ]


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the article as harbour.txt, where `quotes.extract` finds its quotations."""
    monkeypatch.setattr(quotes, "extract", harbour_quotations, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "harbour.txt").write_bytes(HARBOUR.encode())
    return tmp_path


@pytest.fixture
def refusing_extractor(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes `quotes.extract` refuse every text but HARBOUR."""

    def extract(article: Article) -> list[Quotation]:
        if article.text != HARBOUR:
            raise ValueError("too much of it")
        return harbour_quotations(article)

    monkeypatch.setattr(quotes, "extract", extract)


@pytest.fixture
def run() -> Run:
    """Runs `quotes ARGUMENTS…` in this process."""
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, [str(each) for each in arguments], catch_exceptions=False)
