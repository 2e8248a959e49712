"""Train the ranker of sources on the held-out articles of PolNeAR: `python -m training.ranker CORPORA`.

The pipeline never saw the roles of these articles, so what it says of them is as good as what it says of any other.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from thinc.api import Adam, Linear, Model, Relu, chain, fix_random_seed

from quotes.article import Span
from quotes.extraction.features import Unit, View, rows
from quotes.extraction.marks import find_marked
from quotes.extraction.mentions import find_mentions
from quotes.extraction.parsing import Passage, parse, shipped_pipeline
from quotes.extraction.ranking import WEIGHTS
from quotes.extraction.units import marked_units, reported_units
from training.polnear import held_out

Attributions = list[dict[str, list[list[int]]]]


class Case(NamedTuple):
    """One unit: its rows, which of them are right (the last row: none), and whether it is marked."""

    rows: np.ndarray
    right: np.ndarray
    marked: bool


def read_articles(folder: Path, part: str) -> Iterator[tuple[str, str, Attributions]]:
    """File name, text and attributions of each article of a part."""
    gold = json.loads((folder / f"{part}.attributions.json").read_text(encoding="utf-8"))
    for path in sorted((folder / part).glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            yield path.name, file.read(), gold.get(path.name, [])


def cases(text: str, attributions: Attributions, passages: list[Passage], texts: dict[int, str]) -> Iterator[Case]:
    """The units of an article with their right answers."""
    content_of = np.full(len(text) + 1, -1)
    for k, attribution in enumerate(attributions):
        for start, end in attribution.get("content", []):
            content_of[start:end] = k
    for n, passage in enumerate(passages):
        if passage.doc._.roles is None or not len(passage.doc):
            continue
        mentions = find_mentions(passage, n)
        marked = marked_units(passage, texts)
        units = [*marked.values(), *reported_units(passage)]
        units.sort(key=lambda unit: unit.start)
        view = View(passage, mentions, units)
        chosen: int | None = None
        for unit in units:
            span = passage.original(unit.start, unit.end)
            if unit.marked:
                number = next(k for k, u in marked.items() if u is unit)
                span = Span(span.start, max(span.end, span.start + len(texts[number])))
            inside = content_of[span.start : span.end]
            owners = inside[inside >= 0]
            if unit.marked and 0 < len(owners) < 0.5 * len(inside):
                continue
            owner = int(np.bincount(owners).argmax()) if len(owners) >= 0.5 * len(inside) and len(owners) else None
            sources = attributions[owner].get("source", []) if owner is not None else []
            right = np.zeros(len(mentions) + 1, dtype="f")
            right[:-1] = _right(mentions, sources, passage)
            if not right.any():
                if sources and any(passage.span.start <= s < passage.span.end for s, _ in sources):
                    continue
                right[-1] = 1.0
            yield Case(rows(view, unit, chosen), right, unit.marked)
            picked = np.flatnonzero(right[:-1])
            chosen = mentions[int(picked[0])].head if len(picked) else chosen


def _right(mentions: list, sources: list[list[int]], passage: Passage) -> np.ndarray:
    """Mentions inside the gold source, those whose head leads out of it before all others."""
    inside = [any(s < m.span.end and m.span.start < e for s, e in sources) for m in mentions]
    heads = {m.head for m, is_in in zip(mentions, inside, strict=True) if is_in}
    leading = [
        is_in and not any(a.i in heads for a in passage.doc[m.head].ancestors)
        for m, is_in in zip(mentions, inside, strict=True)
    ]
    return np.array(leading if any(leading) else inside, dtype="f")


def all_cases(folder: Path, part: str, keep: bool | None = None) -> list[Case]:
    """The cases of a part; `keep` chooses held out articles (True), the others (False) or all (None)."""
    found: list[Case] = []
    nlp = shipped_pipeline()
    for name, text, attributions in read_articles(folder, part):
        if keep is not None and held_out(name) != keep:
            continue
        marked = find_marked(text)
        passages = next(parse([(text, marked)], nlp))
        found.extend(cases(text, attributions, passages, {i: text[m.start : m.end] for i, m in enumerate(marked)}))
    return found


def train(found: list[Case], epochs: int = 14, seed: int = 5) -> dict[str, np.ndarray]:
    """Fit the network; the loss is the cross entropy of the right rows of each case."""
    fix_random_seed(seed)
    stacked = np.concatenate([case.rows for case in found])
    mean, scale = stacked.mean(axis=0), stacked.std(axis=0) + 1e-2
    width = stacked.shape[1]
    model: Model = chain(Relu(48, width, dropout=0.25), Relu(24, 48, dropout=0.1), Linear(1, 24))
    model.initialize()
    optimizer = Adam(0.002, L2=1e-5)
    order = list(range(len(found)))
    for epoch in range(epochs):
        random.Random(seed + epoch).shuffle(order)
        optimizer.learn_rate = 0.002 * (1 - epoch / epochs) + 0.0001
        for at in range(0, len(order), 32):
            batch = [found[i] for i in order[at : at + 32]]
            x = ((np.concatenate([case.rows for case in batch]) - mean) / scale).astype("f")
            scores, backprop = model.begin_update(x)
            gradient = np.zeros_like(scores)
            start = 0
            for case in batch:
                end = start + len(case.rows)
                p = _softmax(scores[start:end, 0])
                wanted = p * case.right
                gradient[start:end, 0] = p - wanted / max(float(wanted.sum()), 1e-9)
                start = end
            backprop(gradient / len(batch))
            model.finish_update(optimizer)
    layers = [layer for layer in model.walk() if layer.has_param("W")]
    weights = {"mean": mean.astype("f"), "scale": scale.astype("f")}
    for i, layer in enumerate(layers):
        weights |= {f"W{i}": layer.get_param("W"), f"b{i}": layer.get_param("b")}
    return weights


def _softmax(scores: np.ndarray) -> np.ndarray:
    shifted = np.exp(scores - scores.max())
    return shifted / shifted.sum()


def main(corpora: Path) -> None:
    """Train on the held-out articles and write the weights into the package."""
    found = all_cases(corpora / "polnear", "train", keep=True)
    weights = train(found)
    np.savez(WEIGHTS, **weights)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
