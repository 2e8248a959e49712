"""The part that each word of a paragraph plays in an attribution: source, cue, content or none.

A trainable spaCy component, ``quotes_roles``: a softmax over four labels on each token, learnt from PolNeAR's
attributions (Newell, Margolin and Ruths 2018). What it foretells is kept whole, as probabilities in
``doc._.roles``, for what follows weighs them against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.scorer import PRFScore
from spacy.tokens import Doc
from spacy.training import Example, validate_get_examples
from spacy.util import load_config_from_str
from spacy.vocab import Vocab
from thinc.api import Model

LABELS = ("O", "SOURCE", "CUE", "CONTENT")
SPANS_KEY = "roles"

DEFAULT_CONFIG = """
[model]
@architectures = "spacy.Tagger.v2"
normalize = true

[model.tok2vec]
@architectures = "spacy.Tok2Vec.v2"

[model.tok2vec.embed]
@architectures = "spacy.Tok2VecListener.v1"
width = 96
upstream = "*"

[model.tok2vec.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
window_size = 3
maxout_pieces = 3
depth = 4
"""

if not Doc.has_extension("roles"):
    Doc.set_extension("roles", default=None)


@Language.factory(
    "quotes_roles",
    assigns=["doc._.roles"],
    default_config=load_config_from_str(DEFAULT_CONFIG),
    default_score_weights={"roles_source_f": 0.5, "roles_cue_f": 0.5, "roles_content_f": 0.0},
)
def make_roles(nlp: Language, name: str, model: Model[list[Doc], list[Any]]) -> Roles:
    return Roles(nlp.vocab, model, name)


class Roles(TrainablePipe):
    """Give every token of a Doc the probability of each of `LABELS`.

    Sets ``doc._.roles``: float32, shape (tokens, 4), each row adding up to one. Gold roles are spans labelled
    SOURCE, CUE or CONTENT in ``doc.spans["roles"]``; a Doc without that key teaches nothing and is not scored.
    """

    def __init__(self, vocab: Vocab, model: Model[list[Doc], list[Any]], name: str = "quotes_roles") -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {}

    @property
    def labels(self) -> tuple[str, ...]:
        return LABELS

    def predict(self, docs: Iterable[Doc]) -> list[np.ndarray]:
        """Probabilities for each Doc, shape (tokens, 4). Changes nothing."""
        docs = list(docs)
        if not any(len(doc) for doc in docs):
            return [np.zeros((0, len(LABELS)), dtype="f") for _ in docs]
        return [self.model.ops.to_numpy(scores) for scores in self.model.predict(docs)]

    def set_annotations(self, docs: Iterable[Doc], scores: Iterable[np.ndarray]) -> None:
        """Keep what `predict` gave in ``doc._.roles``."""
        for doc, doc_scores in zip(docs, scores, strict=True):
            doc._.roles = doc_scores

    def get_loss(self, examples: Iterable[Example], scores: list[Any]) -> tuple[float, list[Any]]:
        """Squared gradient of the cross entropy, and the gradient, zero for what is not annotated."""
        gradients = []
        loss = 0.0
        for example, guesses in zip(examples, scores, strict=True):
            truth = gold_labels(example)
            if truth is None:
                gradients.append(self.model.ops.alloc2f(*guesses.shape))
                continue
            rows = np.arange(len(truth))
            gradient = guesses.copy()
            gradient[rows, np.maximum(truth, 0)] -= 1.0
            gradient[truth < 0] = 0.0
            gradients.append(gradient)
            loss += float((gradient**2).sum())
        return loss, gradients

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None, labels: Any = None
    ) -> None:
        """Set the shapes of the model from a few examples. The labels are fixed."""
        validate_get_examples(get_examples, "Roles.initialize")
        docs = [example.reference for example in islice(get_examples(), 10)]
        sample = [self.model.ops.alloc2f(len(doc), len(LABELS)) for doc in docs]
        self.model.initialize(X=docs, Y=sample)

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, float]:
        """Precision, recall and F of exact spans (runs of equal labels), and F of tokens, each label apart.

        Empty where no example has gold roles.
        """
        examples = [example for example in examples if SPANS_KEY in example.reference.spans]
        if not examples:
            return {}
        spans = {label: PRFScore() for label in LABELS[1:]}
        tokens = {label: PRFScore() for label in LABELS[1:]}
        for example in examples:
            truth = gold_labels(example)
            if truth is None or example.predicted._.roles is None:
                continue
            guess = example.predicted._.roles.argmax(axis=1)
            guess[truth < 0] = 0
            for number, label in enumerate(LABELS[1:], 1):
                tokens[label].score_set(set(np.flatnonzero(guess == number)), set(np.flatnonzero(truth == number)))
                spans[label].score_set(set(runs(guess, number)), set(runs(truth, number)))
        scores: dict[str, float] = {}
        for label in LABELS[1:]:
            key = f"roles_{label.lower()}"
            scores |= {f"{key}_p": spans[label].precision, f"{key}_r": spans[label].recall}
            scores |= {f"{key}_f": spans[label].fscore, f"{key}_token_f": tokens[label].fscore}
        return scores


def gold_labels(example: Example) -> np.ndarray | None:
    """The label number of each predicted token, -1 where tokens do not match; None without gold roles."""
    if SPANS_KEY not in example.reference.spans:
        return None
    reference = np.zeros(len(example.reference), dtype="i")
    for span in example.reference.spans[SPANS_KEY]:
        reference[span.start : span.end] = LABELS.index(span.label_)
    aligned = np.full(len(example.predicted), -1, dtype="i")
    to_reference = example.alignment.x2y
    for i in range(len(example.predicted)):
        labels = {int(reference[j]) for j in to_reference[i]}
        if len(labels) == 1:
            aligned[i] = labels.pop()
    return aligned


def runs(labels: np.ndarray, number: int) -> Iterator[tuple[int, int]]:
    """Where runs of a label begin and end (end exclusive)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (labels == number).astype("i"), [0]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
