"""How well quotations and their speakers were found, measured against articles that a person annotated."""

from quotes.evaluation.figures import Band, Confusion, Evaluation, Fault, Share, evaluate, same_speaker
from quotes.evaluation.rows import (
    AnnotatedArticle,
    AnnotatedStatement,
    Annotation,
    Prediction,
    read_gold,
    read_predictions,
)

__all__ = [
    "AnnotatedArticle",
    "AnnotatedStatement",
    "Annotation",
    "Band",
    "Confusion",
    "Evaluation",
    "Fault",
    "Prediction",
    "Share",
    "evaluate",
    "read_gold",
    "read_predictions",
    "same_speaker",
]
