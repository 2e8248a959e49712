"""Train the small networks over the pipeline's output: `python -m training.ranker_weights CORPORA`, after the pipeline.

The pipeline never saw the roles of the held-out articles of PolNeAR, so what it says of them is as good as what it
says of any other. It says little more of the rest than it should (the ranker is right on 0.9516 of their marked units
when it has learnt from held-out ones only, on 0.9452 of those), and they are four times as many: the ranker and the
network for quotations learn from all but the reserved ones. The network for reported speech leans on the roles most
and learns from the held-out ones alone, which measured better on held-out units.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from thinc.api import Adam, Linear, Model, Relu, chain, fix_random_seed

from quotes.extraction import one_thread
from quotes.extraction.features import Unit, View, rows, standing_features
from quotes.extraction.mentions import Mention, all_mentions
from quotes.extraction.parsing import Passage, load_pipeline, parse
from quotes.extraction.quotation_marks import Marked, find_marked
from quotes.extraction.ranker import FEATURES, WEIGHTS, Network, shares
from quotes.extraction.reported_speech import reported_units
from quotes.extraction.spans import Wording, marked_units, wordings
from quotes.extraction.transcripts import find_turns
from quotes.model import Span
from training.marked_words import corrections
from training.polnear import held_out, reserved

_TOGETHER = 5
Attributions = list[dict[str, list[list[int]]]]


class Case(NamedTuple):
    """One unit of a passage.

    rows: of its mentions and of none of them; right: which of them are (all 0 where the gold does not say).
    attributed: whether the gold attributes its words at all, None where that is debatable.
    """

    rows: np.ndarray
    right: np.ndarray
    attributed: bool | None
    view: View
    unit: Unit


def read_articles(folder: Path, part: str) -> Iterator[tuple[str, str, Attributions]]:
    """File name, text and attributions of each article of a part."""
    gold = json.loads((folder / f"{part}.attributions.json").read_text(encoding="utf-8"))
    for path in sorted((folder / part).glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            yield path.name, file.read(), gold.get(path.name, [])


def cases(
    text: str,
    attributions: Attributions,
    passages: list[Passage],
    said: list[Wording],
    quoted: Mapping[int | None, bool | None] = MappingProxyType({}),
) -> Iterator[Case]:
    """The units of an article with their right answers.

    quoted: whether marked stretches are quoted, by number, where the attributions do not tell.
    """
    content_of = np.full(len(text) + 1, -1)
    for k, attribution in enumerate(attributions):
        for start, end in attribution.get("content", []):
            content_of[start:end] = k
    found = all_mentions(passages)
    for passage, mentions in zip(passages, found, strict=True):
        if passage.doc.roles is None or not len(passage.doc):
            continue
        marked = marked_units(passage, said)
        units = [*marked.values(), *reported_units(passage)]
        units.sort(key=lambda unit: unit.start)
        view = View(passage, mentions, units)
        chosen: int | None = None
        for unit in units:
            span = passage.original(unit.start, unit.end)
            number = next((k for k, u in marked.items() if u is unit), None)
            if number is not None:
                span = Span(span.start, max(span.end, span.start + said[number].length))
            inside = content_of[span.start : span.end]
            owners = inside[inside >= 0]
            if number not in quoted and 0 < len(owners) < 0.5 * len(inside):
                continue
            owner = int(np.bincount(owners).argmax()) if len(owners) else None
            sources = attributions[owner].get("source", []) if owner is not None else []
            right = np.zeros(len(mentions) + 1, dtype="f")
            right[:-1] = _right(mentions, sources, passage)
            if not right.any() and not any(passage.span.start <= s < passage.span.end for s, _ in sources):
                right[-1] = 1.0
            attributed = quoted.get(number, owner is not None)
            if owner is not None and not unit.marked:
                told = sum(end - start for start, end in attributions[owner]["content"])
                attributed = len(owners) >= 0.5 * told
            yield Case(rows(view, unit, chosen), right, attributed, view, unit)
            picked = np.flatnonzero(right[:-1])
            chosen = mentions[int(picked[0])].head if len(picked) else chosen


def _right(mentions: Sequence[Mention], sources: list[list[int]], passage: Passage) -> np.ndarray:
    """Mentions inside the gold source, those whose head leads out of it before all others."""
    inside = [any(s < m.span.end and m.span.start < e for s, e in sources) for m in mentions]
    heads = {m.head for m, is_in in zip(mentions, inside, strict=True) if is_in}
    leading = [
        is_in and not any(a.i in heads for a in passage.doc[m.head].ancestors)
        for m, is_in in zip(mentions, inside, strict=True)
    ]
    return np.array(leading if any(leading) else inside, dtype="f")


def all_cases(folder: Path, part: str, keep: bool | None = None) -> list[Case]:
    """The cases of a part; `keep` chooses held out articles (True), the others (False) or all (None).

    No reserved article is among them.
    """
    found: list[Case] = []
    corrected = corrections()
    for name, text, attributions in read_articles(folder, part):
        if reserved(name) or keep is not None and held_out(name) != keep:
            continue
        marked, passages = parsed(text)
        rows = corrected.get(name, {})
        quoted: dict[int | None, bool | None] = {
            n: rows[m.start, m.end] for n, m in enumerate(marked) if (m.start, m.end) in rows
        }
        found.extend(cases(text, attributions, passages, wordings(text, marked), quoted))
    return found


def parsed(text: str) -> tuple[list[Marked], list[Passage]]:
    """The marked stretches of a text, and its passages as the shipped pipeline parses them."""
    marked, _ = find_turns(text, find_marked(text))
    return marked, [passage for _, part in parse([(text, marked)], load_pipeline()) for passage in part]


def train_source(found: list[Case], epochs: int = 10, seed: int = 5, together: int = _TOGETHER) -> Network:
    """Fit the network that ranks sources; the loss is the cross entropy of the right rows of each case.

    together: how many are fitted and joined.
    """
    told = [(case.rows, case.right) for case in found if case.right.any()]
    return joined([fit(told, listwise, epochs, seed + i) for i in range(together)])


def joined(networks: Sequence[Network]) -> Network:
    """The network that says what several of equal shape say on average; chance tells less in it than in one."""
    first, *_ = networks
    last = sum(key.startswith("W") for key in first) - 1
    result = {"mean": first["mean"], "scale": first["scale"]}
    for i in range(last + 1):
        layers = [network[f"W{i}"] for network in networks]
        biases = [network[f"b{i}"] for network in networks]
        if i == 0:
            weights = np.concatenate(layers)
        elif i < last:
            weights = _block_diagonal(layers)
        else:
            weights = np.concatenate(layers, axis=1) / len(networks)
        bias = np.mean(biases, axis=0) if i == last else np.concatenate(biases)
        result |= {f"W{i}": weights, f"b{i}": bias}
    return result


def _block_diagonal(layers: Sequence[np.ndarray]) -> np.ndarray:
    whole = np.zeros(np.sum([layer.shape for layer in layers], axis=0), "f")
    row = column = 0
    for layer in layers:
        rows_of, columns_of = layer.shape
        whole[row : row + rows_of, column : column + columns_of] = layer
        row, column = row + rows_of, column + columns_of
    return whole


def train_reported(found: list[Case], source: Network, epochs: int = 10, seed: int = 5) -> Network:
    """Fit the network that tells reported speech from other words."""
    told = []
    for case in found:
        if case.unit.marked:
            continue
        ranked = shares(case.rows, source)
        right = bool(case.attributed)
        if right and len(ranked) > 1 and case.right[:-1].any():
            right = bool(case.right[int(np.argmax(ranked[:-1]))])
        told.append((standing_features(case.view, case.unit, ranked), np.array([float(right)], dtype="f")))
    return fit(told, binary, epochs, seed)


def listwise(scores: np.ndarray, right: np.ndarray) -> np.ndarray:
    p = np.exp(scores - scores.max())
    p /= p.sum()
    wanted = p * right
    return np.asarray(p - wanted / max(float(wanted.sum()), 1e-9))


def binary(scores: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-scores)) - right)


Gradient = Callable[[np.ndarray, np.ndarray], np.ndarray]


def fit(
    told: list[tuple[np.ndarray, np.ndarray]],
    gradient_of: Gradient,
    epochs: int,
    seed: int,
    hidden: Sequence[int] = (48, 24),
) -> Network:
    """Fit a network to rows and which of them are right. hidden: the widths of its layers."""
    fix_random_seed(seed)
    stacked = np.concatenate([x for x, _ in told])
    mean, scale = stacked.mean(axis=0), stacked.std(axis=0) + 1e-2
    width = stacked.shape[1]
    widths = [width, *hidden]
    dropouts = [0.25, *([0.1] * (len(hidden) - 1))]
    layers = [Relu(n, m, dropout=rate) for m, n, rate in zip(widths, hidden, dropouts, strict=False)]
    model: Model[Any, Any] = chain(*layers, Linear(1, widths[-1]))
    model.initialize()
    optimizer = Adam(0.002, L2=1e-5)
    order = list(range(len(told)))
    for epoch in range(epochs):
        random.Random(seed + epoch).shuffle(order)
        optimizer.learn_rate = 0.002 * (1 - epoch / epochs) + 0.0001
        for at in range(0, len(order), 32):
            batch = [told[i] for i in order[at : at + 32]]
            x = ((np.concatenate([x for x, _ in batch]) - mean) / scale).astype("f")
            scores, backprop = model.begin_update(x)
            ends = np.cumsum([len(right) for _, right in batch])
            parts = zip(np.split(scores[:, 0], ends[:-1]), batch, strict=True)
            gradient = np.concatenate([gradient_of(part, right) for part, (_, right) in parts])
            backprop((gradient / len(batch)).astype("f").reshape(-1, 1))
            model.finish_update(optimizer)
    trained = [layer for layer in model.walk(order="dfs_pre") if layer.has_param("W")]
    weights = {"mean": mean.astype("f"), "scale": scale.astype("f")}
    for i, layer in enumerate(trained):
        weights |= {f"W{i}": layer.get_param("W"), f"b{i}": layer.get_param("b")}
    return weights


def save_arrays(target: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write named arrays to a .npz file."""
    np.savez(target, allow_pickle=False, **arrays)


def main(corpora: Path) -> None:
    """Train the networks for sources and reported speech on PolNeAR's training part, and put them into the package."""
    held = all_cases(corpora / "polnear", "train", keep=True)
    found = held + all_cases(corpora / "polnear", "train", keep=False)
    source = train_source(found)
    networks = {
        "source": source,
        "reported": train_reported(held, train_source(held, together=1)),
    }
    update(networks)


def update(networks: Mapping[str, Network]) -> None:
    """Put networks into the weights of the package, in place of those of the same name."""
    with np.load(WEIGHTS) as stored:
        kept = {key: stored[key] for key in stored.files if not set(key.split(".")) & set(networks)}
    layers = {f"{name}.{key}": value for name, net in networks.items() for key, value in net.items()}
    names = {f"features.{name}": np.array(FEATURES[name]) for name in networks}
    save_arrays(WEIGHTS, kept | names | layers)


if __name__ == "__main__":
    with one_thread():
        main(Path(sys.argv[1]))
