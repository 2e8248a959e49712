"""Which mention is the source: a small network over features, trained on attributions annotated by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

WEIGHTS = Path(__file__).parent / "model" / "ranker.npz"


@cache
def shipped_weights() -> dict[str, np.ndarray]:
    """The ranker's weights that come with the package."""
    with np.load(WEIGHTS) as stored:
        return {name: stored[name] for name in stored.files}


def probabilities(rows: np.ndarray, weights: dict[str, np.ndarray]) -> np.ndarray:
    """The probability of each row (a mention; the last: none of them) to be the source.

    rows: shape (mentions + 1, features). weights: mean, scale, and for each layer i `W{i}` (out, in) and `b{i}`.
    Returns shape (mentions + 1,), adding up to one.
    """
    hidden = (rows - weights["mean"]) / weights["scale"]
    layers = sum(name.startswith("W") for name in weights)
    for i in range(layers):
        hidden = hidden @ weights[f"W{i}"].T + weights[f"b{i}"]
        if i < layers - 1:
            hidden = np.maximum(hidden, 0.0)
    scores = hidden[:, 0] / weights.get("temperature", np.float32(1.0))
    scores = np.exp(scores - scores.max())
    return scores / scores.sum()
