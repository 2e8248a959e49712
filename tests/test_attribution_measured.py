"""Extraction from end to end is as good as it is said to be, on the seeds and on 80 invented passages.

Each passage holds one hard case, in 16 families: apposition, pronouns, descriptions, paragraphs opened afresh,
transcripts, marks that are none … The figures are those of docs/evaluation.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import quotes
from quotes import readers
from quotes.evaluation import Evaluation, Prediction, evaluate, read_gold

DATA = Path(__file__).parent / "data"
TEXTS = {"seeds": Path(__file__).parents[1] / "seeds", "hard": DATA / "hard"}

FLOORS: Mapping[str, Mapping[str, float]] = {
    "seeds": {"found": 1.0, "mention": 1.0, "speaker": 1.0, "precision": 1.0, "scare": 1.0, "paraphrase_f1": 0.85},
    "hard": {"found": 0.97, "mention": 0.92, "speaker": 0.86, "precision": 0.98, "scare": 0.85, "paraphrase_f1": 0.79},
}
SURE = 0.9
"""Of the speakers given with this confidence or more …"""
SURE_FLOOR = 0.95
"""… this share must be right, over both sets together."""


@pytest.fixture(scope="module")
def results() -> dict[str, Evaluation]:
    measured = {}
    for name, folder in TEXTS.items():
        path = DATA / f"{name}.json"
        gold = read_gold(path.read_text(encoding="utf-8"), path.name)
        articles = [readers.read(folder / article) for article in gold]
        found = zip(gold, quotes.extract_many(articles), strict=True)
        measured[name] = evaluate(
            gold,
            {
                article: [
                    Prediction(each.kind, each.spans, each.mention, each.speaker, each.confidence, each.text)
                    for each in quotations
                ]
                for article, quotations in found
            },
        )
    return measured


@pytest.mark.slow
@pytest.mark.parametrize(("name", "figure"), [(name, figure) for name in FLOORS for figure in FLOORS[name]])
def test_figures_are_no_worse_than_they_were(results: dict[str, Evaluation], name: str, figure: str) -> None:
    result = results[name]
    measured = getattr(result, figure)
    value = measured if figure == "paraphrase_f1" else measured.value
    faults = "\n".join(f"{each.what}: {each.article} {each.text!r}: {each.got}" for each in result.faults)
    assert value >= FLOORS[name][figure], faults


@pytest.mark.slow
def test_confidence_can_be_trusted(results: dict[str, Evaluation]) -> None:
    bands = [band.share for result in results.values() for band in result.reliability if band.low >= SURE]
    right, total = sum(share.right for share in bands), sum(share.total for share in bands)
    assert total > 50
    assert right / total >= SURE_FLOOR


@pytest.mark.slow
def test_every_annotated_word_is_where_it_is_said_to_be() -> None:
    for name, folder in TEXTS.items():
        path = DATA / f"{name}.json"
        for article, gold in read_gold(path.read_text(encoding="utf-8"), path.name).items():
            text = readers.read(folder / article).text
            for row in (*gold.quotes, *gold.paraphrases, *gold.not_quotes, *gold.optional):
                assert row.span.of(text) == row.text, (article, row)
