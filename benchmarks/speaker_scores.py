"""What is found in annotated articles, as `quotes.evaluation` judges it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from quotes import evaluation
from quotes.evaluation import AnnotatedArticle, Evaluation, Prediction
from quotes.extraction import extract_many
from quotes.model import Quotation


def annotated(gold_file: Path, folder: Path) -> tuple[dict[str, AnnotatedArticle], list[str]]:
    """The articles of a file of annotations, and their texts, which are in the folder."""
    gold = evaluation.read_gold(gold_file.read_text(encoding="utf-8"), gold_file.name)
    texts = []
    for name in gold:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            texts.append(file.read())
    return gold, texts


def found(texts: Iterable[str], pipeline: str | None = None) -> list[list[Prediction]]:
    """What Quotes finds in each text."""
    return [
        [
            Prediction(each.kind, each.spans, each.mention, names_of(each), each.confidence, each.text)
            for each in quotations
        ]
        for quotations in extract_many(texts, pipeline=pipeline)
    ]


def names_of(quotation: Quotation) -> str | None:
    return " & ".join(speaker.name for speaker in quotation.speakers) or None


def judged(gold: dict[str, AnnotatedArticle], predictions: list[list[Prediction]]) -> Evaluation:
    return evaluation.evaluate(gold, dict(zip(gold, predictions, strict=True)))
