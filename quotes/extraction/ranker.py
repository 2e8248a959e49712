"""Small networks over features: which mention is the source, and what is a quotation at all.

Trained on attributions annotated by hand; they need numpy only.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from quotes.extraction.features import SOURCE_FEATURES, STANDING_FEATURES
from quotes.extraction.quoted_words import QUOTED_FEATURES

WEIGHTS = Path(__file__).parent / "ranker.npz"

Network = dict[str, np.ndarray]
"""mean and scale of the features, and for each layer i its weights W{i} (out, in) and bias b{i}."""


FEATURES = {"source": SOURCE_FEATURES, "quoted": QUOTED_FEATURES, "reported": STANDING_FEATURES}
"""The names of the features of each network that comes with the package."""


def network(name: str) -> Network:
    """A network that comes with the package: source, quoted or reported.

    Raises ValueError where it was trained on other features than `FEATURES` names.
    """
    return named_network(WEIGHTS, name, FEATURES[name])


# The modules of `training` that fit a network, where they are not called as its file is.
_TRAINED_BY = {"quoted": "quoted", "coreference": "antecedent"}


@cache
def named_network(path: Path, name: str, features: tuple[str, ...]) -> Network:
    """A network of a file that also holds the names of the features.

    Raises ValueError where they are not `features`.
    """
    with np.load(path) as stored:
        key = f"features.{name}" if f"features.{name}" in stored.files else "features"
        if tuple(stored[key].tolist()) != features:
            module = f"{_TRAINED_BY.get(name) or _TRAINED_BY.get(path.stem, path.stem)}_weights"
            raise ValueError(f"{path.name} was trained on other features; run `python -m training.{module}`")
        return _layers(stored, name)


def _layers(stored: Any, name: str) -> Network:
    """The arrays of one network of a file that holds several."""
    return {key.partition(".")[2]: stored[key] for key in stored.files if key.startswith(f"{name}.")}


def scores(rows: np.ndarray, weights: Network) -> np.ndarray:
    """The network's score of each row. rows: shape (n, features); returns shape (n,)."""
    hidden = (rows - weights["mean"]) / weights["scale"]
    hidden = hidden @ weights["W0"].T + weights["b0"]
    layer = 1
    while (matrix := weights.get(f"W{layer}")) is not None:
        hidden = np.maximum(hidden, 0.0) @ matrix.T + weights[f"b{layer}"]
        layer += 1
    result: np.ndarray = hidden[:, 0]
    return result


def shares(rows: np.ndarray, weights: Network) -> np.ndarray:
    """The probability of each row to be the right one of them all; shape (n,), adding up to one."""
    odds = scores(rows, weights)
    odds = np.exp(odds - odds.max())
    result: np.ndarray = odds / odds.sum()
    return result


def likelihood(row: np.ndarray, weights: Network) -> float:
    """The probability that what a single row (shape (1, features)) describes is so."""
    return float(1.0 / (1.0 + np.exp(-scores(row, weights)[0])))
