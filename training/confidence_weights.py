"""Fit how sure a speaker is: `python -m training.confidence_weights CORPORA SPEAKERS`, after all other training.

SPEAKERS says who the sources of PolNeAR's held-out articles are. Half of these articles are reserved: nothing learns
from them, and they tell how good the fit is. Coreference learns from the other half, and is surer of them than of any
other article. So each of them is read by networks that were trained without it (cross-fitting).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice
from math import log
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import typer

from quotes.evaluation.figures import same_speaker
from quotes.evaluation.rows import Annotation
from quotes.extraction import one_thread
from quotes.extraction.attribution import attribute
from quotes.extraction.confidence import FEATURES, WEIGHTS, Grounds, confidence
from quotes.extraction.coref.cast import Weigh, likely
from quotes.extraction.ranker import Network
from quotes.extraction.spans import wordings
from quotes.model import Kind, Span, SpeakerKind
from training.antecedent_weights import by, read_chains, read_gap, read_sources, train
from training.chains import chains_of_gum
from training.polnear import fold_of, reserved
from training.ranker_weights import Attributions, parsed, read_articles, save_arrays

_PENALTY = 0.02
_STEPS = 20
_PARTS = 10  # of the articles, for cross-validation
_ORDERS = 4  # in which the articles are divided
_LEAST_SPREAD = 0.1  # by which a feature is divided: what is rare in these articles is not trusted for much
_BINS = 10
_FOLDS = 3
_SNIPPETS = 2000  # of GAP, from which the networks of a fold learn
_HALF = 0.5
_KINDS: dict[object, SpeakerKind] = {"person": "person", "org": "organisation", "anon": "anonymous"}


class Told(NamedTuple):
    """A quotation of an article with what its speaker was given for, and whether that speaker is right."""

    article: str
    grounds: Grounds
    right: bool
    marked: bool


def cross_fitted(corpora: Path, speakers: Path) -> Iterator[Told]:
    """The quotations of the articles that are not reserved, each read by coreference that never saw its article."""
    own = list(read_sources(corpora, speakers, lambda name: not reserved(name)))
    gap = list(islice(read_gap(corpora), _SNIPPETS))
    gum = list(read_chains(chains_of_gum(corpora / "gum" / "train.conllu")))
    for fold in range(_FOLDS):
        rest = [each for each in own if fold_of(each.name, _FOLDS) != fold]
        kept = {each.name for each in own} - {each.name for each in rest}
        yield from read(corpora, speakers, kept.__contains__, by(train(rest, gap, gum)))


def read(corpora: Path, speakers: Path, keep: Callable[[str], bool], weigh: Weigh = likely) -> Iterator[Told]:
    """The quotations of the articles whose file name is to be kept, as far as it is known who speaks."""
    gold = json.loads(speakers.read_text(encoding="utf-8"))
    for name, text, attributions in read_articles(corpora / "polnear", "train"):
        if name in gold and keep(name):
            sources, attributed = _sources(text, attributions, gold[name]), _attributed(text, attributions)
            yield from _told(name, text, sources, attributed, weigh)


def _sources(text: str, attributions: Attributions, gold: list[dict[str, object]]) -> list[Annotation | None]:
    """For each character of a text, who is annotated to have said it."""
    by_span = {(row["start"], row["end"]): row for row in gold}
    found: list[Annotation | None] = [None] * (len(text) + 1)
    for attribution in sorted(attributions, key=lambda a: -sum(e - s for s, e in a.get("content", []))):
        row = next((by_span[s, e] for s, e in attribution.get("source", []) if (s, e) in by_span), None)
        if row is None or not row["speaker"]:
            continue
        for start, end in attribution.get("content", []):
            span = Span(start, end)
            note = Annotation(span, (span,), str(row["speaker"]), _KINDS[row["speaker_kind"]])
            found[start:end] = [note] * (end - start)
    return found


def _attributed(text: str, attributions: Attributions) -> np.ndarray:
    """For each character of a text, whether anybody is annotated to have said it."""
    found = np.zeros(len(text) + 1, dtype=bool)
    for attribution in attributions:
        for start, end in attribution.get("content", []):
            found[start:end] = True
    return found


def _told(
    name: str, text: str, sources: list[Annotation | None], attributed: np.ndarray, weigh: Weigh
) -> Iterator[Told]:
    """What nobody is annotated to have said is no quotation, and wrong; what somebody unknown said is left out."""
    noted: list[Grounds] = []

    def note(grounds: Grounds) -> float:
        noted.append(grounds)
        return float(len(noted) - 1)

    marked, passages = parsed(text)
    said = wordings(text, marked)
    for quotation in attribute(text, marked, said, {}, passages, judge=note, weigh=weigh):
        letters = [at for span in quotation.spans for at in range(span.start, span.end)]
        inside = [each for at in letters if (each := sources[at]) is not None]
        known = len(inside) >= _HALF * len(letters)
        if not quotation.speakers or not known and attributed[letters].any():
            continue
        names = " & ".join(speaker.name for speaker in quotation.speakers)
        right = known and same_speaker(max(inside, key=inside.count), names)
        yield Told(name, noted[int(quotation.confidence)], right, quotation.kind is not Kind.PARAPHRASE)


def fit(told: list[Told]) -> Network:
    """A logistic regression by Newton's method, the weights of the scaled features penalised."""
    x = np.array([each.grounds.row() for each in told])
    y = np.array([each.right for each in told], dtype=float)
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), _LEAST_SPREAD)
    x = np.column_stack([(x - mean) / scale, np.ones(len(x))])
    weights, penalties = np.zeros(x.shape[1]), np.full(x.shape[1], _PENALTY)
    penalties[-1] = 0.0
    for _ in range(_STEPS):
        sure = 1 / (1 + np.exp(-(x @ weights)))
        slope = x.T @ (sure - y) / len(x) + penalties * weights
        curvature = (x.T * (sure * (1 - sure))) @ x / len(x) + np.diag(penalties)
        weights -= np.linalg.solve(curvature, slope)
    return {key: np.asarray(value, "f") for key, value in
            (("mean", mean), ("scale", scale), ("W0", weights[None, :-1]), ("b0", weights[-1:]))}  # fmt: skip


def loss(told: list[Told]) -> float:
    """The log loss of direct and partial quotations in cross-validation by article, the mean of several divisions."""
    articles = sorted({each.article for each in told})
    found = []
    for order in range(_ORDERS):
        shuffled = np.random.default_rng(order).permutation(articles).tolist()
        for part in range(_PARTS):
            left_out = set(shuffled[part::_PARTS])
            weights = fit([each for each in told if each.article not in left_out])
            for each in told:
                if each.article in left_out and each.marked:
                    sure = confidence(each.grounds, weights)
                    found.append(-log(sure if each.right else 1 - sure))
    return float(np.mean(found))


def figures(told: list[Told], weights: Network) -> dict[str, float]:
    """Shares and accuracy by confidence, and the expected calibration error over ten bins."""
    sure = np.array([confidence(each.grounds, weights) for each in told])
    right = np.array([each.right for each in told], dtype=float)
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    error = sum(abs((sure - right)[bins == i].sum()) for i in range(_BINS)) / len(told)
    parts = {"0.9 and over": sure >= 0.9, "0.8 to 0.9": (sure >= 0.8) & (sure < 0.9), "under 0.6": sure < 0.6}
    shares = {f"share {name}": float(part.mean()) for name, part in parts.items()}
    return shares | {f"right {name}": float(right[part].mean()) for name, part in parts.items() if part.any()} | {
        "calibration error": float(error)
    }  # fmt: skip


def main(
    corpora: Annotated[Path, typer.Argument(help="Folder with polnear.", exists=True)],
    speakers: Annotated[Path, typer.Argument(help="Who the sources of PolNeAR's articles are.", exists=True)],
) -> None:
    """Fit the confidence; write the weights into the package; print the loss, and the figures on reserved articles."""
    with one_thread():
        told = list(cross_fitted(corpora, speakers))
        weights = fit(told)
        layers = {f"confidence.{key}": value for key, value in weights.items()}
        save_arrays(WEIGHTS, {"features": np.array(FEATURES), **layers})
        typer.echo(f"{'loss, cross-validated':24} {loss(told):.4f}")
        kept = [each for each in read(corpora, speakers, reserved) if each.marked]
        for name, value in figures(kept, weights).items():
            typer.echo(f"{name:24} {value:.3f}")


if __name__ == "__main__":
    typer.run(main)
