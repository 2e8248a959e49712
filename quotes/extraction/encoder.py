"""Predict with spaCy's `MaxoutWindowEncoder` in less time. The numbers are the same.

spaCy puts rows of zeros between Docs and works out every row of every layer, for all Docs at once, with what training
needs. Here each layer works out the rows that the next one asks for, a part at a time that fits a processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from spacy.language import Language
from thinc.api import Model
from thinc.layers.with_array import forward as in_spacy

_BLOCK = "residual(expand_window>>maxout>>layernorm>>dropout)"
_TOGETHER = 400  # rows

Rows = np.ndarray
"""A vector for each token; shape (tokens, width), float32."""


def quicken(nlp: Language) -> None:
    """Let the encoders of a pipeline predict quickly. What it finds, learns and saves stays the same."""
    models = [getattr(component, "model", None) for _, component in nlp.pipeline]
    for model in filter(None, models):
        for node in list(_encoders(model)):
            model.replace_node(node, _quick(node))


def _encoders(model: Model[Any, Any]) -> Iterator[Model[Any, Any]]:
    """The encoders of a model that are not quick yet, each with its blocks as the layers of its only layer."""
    for node in model.walk():
        blocks = node.layers[0].layers if node.name.startswith("with_array") else ()
        if node._func is not _forward and len(blocks) > 1 and all(block.name == _BLOCK for block in blocks):
            yield node


def _quick(encoder: Model[Any, Any]) -> Model[Any, Any]:
    dims = {name: encoder.maybe_get_dim(name) for name in encoder.dim_names}
    return Model(encoder.name, _forward, dims=dims, layers=encoder.layers, attrs=encoder.attrs, ops=encoder.ops)


def _forward(model: Model[Any, Any], docs: Any, is_train: bool) -> tuple[Any, Callable[[Any], Any]]:
    if is_train or not (isinstance(docs, list) and docs and isinstance(docs[0], np.ndarray)):
        return in_spacy(model, docs, is_train)
    return _predict(model.layers[0].layers, docs, model.attrs["pad"]), _untrained


def _untrained(_: Any) -> Any:
    raise RuntimeError("only what was run for training can be trained")


def _predict(blocks: Sequence[Model[Any, Any]], docs: Sequence[Rows], reach: int) -> list[Rows]:
    """What an encoder makes of the rows of some Docs. reach: how far away a token may be to count."""
    ends = np.cumsum([reach + len(doc) for doc in docs]).tolist()
    places = [slice(end - len(doc), end) for doc, end in zip(docs, ends, strict=True)]
    rows = np.zeros((ends[-1] + reach, docs[0].shape[1]), "f")
    for place, doc in zip(places, docs, strict=True):
        rows[place] = doc
    for block in blocks:
        reach -= _layer(block, "expand_window").attrs["window_size"]
        asked = np.zeros(len(rows), bool)
        for place in places:
            asked[place.start - reach : place.stop + reach] = True
        rows = _follow(rows, np.flatnonzero(asked), block)
    return [rows[place] for place in places]


def _follow(rows: Rows, asked: np.ndarray, block: Model[Any, Any]) -> Rows:
    """The asked ones of the rows that a block makes of rows: the maxout of the window, normalised, added to the row."""
    maxout, norm = _layer(block, "maxout"), _layer(block, "layernorm")
    size, width = _layer(block, "expand_window").attrs["window_size"], rows.shape[1]
    windows = sliding_window_view(rows.ravel(), (2 * size + 1) * width)[::width]
    # First the first piece of all outputs, then the second of all, and so on.
    weights, bias = maxout.get_param("W").swapaxes(0, 1), maxout.get_param("b").T
    pieces = len(weights)
    weights, bias = weights.reshape(pieces * width, -1).T, bias.ravel()
    scale, shift = norm.get_param("G"), norm.get_param("b")
    found = np.zeros_like(rows)
    for at in range(0, len(asked), _TOGETHER):
        some = asked[at : at + _TOGETHER]
        best = (np.dot(windows[some - size], weights) + bias).reshape(-1, pieces, width).max(axis=1)
        best -= best.mean(axis=1, keepdims=True)
        best *= (np.square(best).mean(axis=1, keepdims=True) + 1e-08) ** -0.5
        found[some] = rows[some] + (best * scale + shift)
    return found


def _layer(block: Model[Any, Any], name: str) -> Any:
    return next(layer for layer in block.walk() if layer.name == name)
