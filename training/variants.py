"""What the pipeline's parts cost and give: ``python -m training.variants CORPORA GOLD WORK``.

Pipelines that differ in one thing from one of width 96 and depth 4 are trained for the same number of steps, on the
same data and seed, and measured: size, words a second, right speakers and paraphrases on PolNeAR's dev part. The small
networks over the pipeline (`training.ranker_weights`) are the shipped ones for all of them, so that these figures
compare with each other alone. What is in WORK already is not done again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import numpy as np
import spacy
import typer
from spacy.cli.train import train
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops

import training.tokenization  # noqa: F401  (registers the callback that the configuration names)
from benchmarks import speaker_scores
from benchmarks.ratios import by_turns, quotients
from quotes.evaluation import AnnotatedArticle
from quotes.extraction.parsing import load_pipeline
from training.package import package
from training.prepare import prepare

CONFIG = Path(__file__).parent / "config.cfg"
TOK2VEC, ROLES = "components.tok2vec.model", "components.quotes_roles.model.tok2vec.encode"
ROWS = (6000, 1000, 2500, 2500)
BASE: dict[str, Any] = {f"{TOK2VEC}.encode.width": 96}
VARIANTS: dict[str, dict[str, Any]] = {
    "width 96, depth 4": {},
    "roles: depth 2": {f"{ROLES}.depth": 2},
    "roles: window 1": {f"{ROLES}.window_size": 1},
    "roles: window 2, depth 2": {f"{ROLES}.window_size": 2, f"{ROLES}.depth": 2},
    "width 64": {f"{TOK2VEC}.encode.width": 64},
    "width 128": {f"{TOK2VEC}.encode.width": 128},
    "depth 2": {f"{TOK2VEC}.encode.depth": 2},
    "depth 6": {f"{TOK2VEC}.encode.depth": 6},
    "half the rows": {f"{TOK2VEC}.embed.rows": [each // 2 for each in ROWS]},
    "twice the rows": {f"{TOK2VEC}.embed.rows": [each * 2 for each in ROWS]},
    "trees and names: hidden width 32": {f"components.{each}.model.hidden_width": 32 for each in ("parser", "ner")},
}
TIMED = 60  # articles

Gold = tuple[dict[str, AnnotatedArticle], list[str]]


def made(folder: Path, changes: dict[str, Any], data: Path, steps: int) -> Path:
    """Trains a variant, if that was not done yet, and gives the folder of its pipeline."""
    pipeline = folder / "pipeline"
    if not pipeline.exists():
        paths = {"paths.train": str(data / "train.spacy"), "paths.dev": str(data / "dev.spacy")}
        often = {"training.max_steps": steps, "training.eval_frequency": steps}
        train(CONFIG, folder / "trained", overrides=paths | often | BASE | changes)
        package(folder / "trained" / "model-last", pipeline, {"name": "quotes"})
    return pipeline


def figures(gold: Gold, pipeline: Path | None = None) -> str:
    """The share of right speakers and F1 of paraphrases, as cells of a table."""
    annotations, texts = gold
    result = speaker_scores.judged(annotations, speaker_scores.found(texts, str(pipeline) if pipeline else None))
    return f"{result.speaker.value:.3f} | {result.paraphrase_f1:.3f}"


def times(pipelines: list[Language], texts: list[str]) -> list[list[float]]:
    """The seconds that each pipeline takes for the texts, run by run."""
    return by_turns([partial(_piped, nlp, texts) for nlp in pipelines])


def _piped(nlp: Language, texts: list[str]) -> None:
    for _ in nlp.pipe(texts):
        pass


def shares(nlp: Language, texts: list[str]) -> dict[str, float]:
    """The share of a pipeline's time that each component takes, beside the layers that all of them listen to."""
    shared, *others = nlp.pipe_names
    enabled = {"tokenizer": [], shared: [shared]} | {name: [shared, name] for name in others}
    taken: dict[str, float] = {}
    for name, names in enabled.items():
        with nlp.select_pipes(enable=names):
            taken[name] = median(by_turns([partial(_piped, nlp, texts)])[0])
    whole = median(by_turns([partial(_piped, nlp, texts)])[0])
    below = {shared: taken["tokenizer"]} | dict.fromkeys(others, taken[shared])
    return {name: (seconds - below.get(name, 0.0)) / whole for name, seconds in taken.items()}


@Language.factory("forgetful")
def forgetful(nlp: Language, name: str, what: str) -> Callable[[Doc], Doc]:
    """A component that leaves nothing of what another has found."""

    def forget(doc: Doc) -> Doc:
        known: dict[str, dict[str, Any]] = {
            "tagger": {"tags": [token.tag_ for token in doc]},
            "parser": {"heads": [token.head.i for token in doc], "deps": [token.dep_ for token in doc]},
            "ner": {"ents": [f"{token.ent_iob_}-{token.ent_type_}".rstrip("-") or "O" for token in doc]},
        }
        forgotten: dict[str, dict[str, Any]] = {
            "tagger": {"tags": ["NN"] * len(doc)},
            "parser": {"sent_starts": [bool(token.is_sent_start) for token in doc]},
            "ner": {},
            "quotes_roles": {},
        }
        known[what] = forgotten[what]
        words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
        less = Doc(doc.vocab, words, spaces, **{key: value for part in known.values() for key, value in part.items()})
        less._.roles = np.full_like(doc._.roles, 0.25) if what == "quotes_roles" else doc._.roles
        return less

    return forget


def without(name: str, gold: Gold) -> str:
    """`figures` of the shipped pipeline without what a component finds."""
    nlp = load_pipeline(None)  # as `extract_many` calls it
    nlp.add_pipe("forgetful", config={"what": name}, last=True)
    try:
        return figures(gold)
    finally:
        nlp.remove_pipe("forgetful")


def size(folder: Path) -> float:
    """In MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main(
    corpora: Annotated[Path, typer.Argument(help="Folder with polnear, ewt, uner and gum.", exists=True)],
    gold: Annotated[Path, typer.Argument(help="The speakers of PolNeAR's dev part, as quotes evaluate reads them.")],
    work: Annotated[Path, typer.Argument(help="Where prepared data and pipelines go.")],
    steps: Annotated[int, typer.Option(help="Batches to train each on.", min=1)] = 600,
) -> None:
    """Train the variants and print the tables."""
    set_current_ops(NumpyOps(use_blis=False))
    data = work / "data"
    if not data.exists():
        prepare(corpora, data)
    folders = {name: made(work / name, changes, data, steps) for name, changes in VARIANTS.items()}
    annotated = speaker_scores.annotated(gold, corpora / "polnear" / "dev")
    texts = [path.read_text(encoding="utf-8") for path in sorted((corpora / "polnear" / "train").glob("*.txt"))[:TIMED]]
    words = sum(len(text.split()) for text in texts)
    taken = dict(zip(folders, times([spacy.load(folder) for folder in folders.values()], texts), strict=True))
    base = next(iter(taken.values()))
    print(f"| after {steps} steps | MB | words a second | times as fast | speaker | paraphrase F1 |")
    print(f"| --- |{' ---: |' * 5}")
    for name, folder in folders.items():
        ratio, speed = median(quotients(base, taken[name])), words / median(taken[name])
        cells = f"{size(folder):.1f} | {speed:,.0f} | {ratio:.2f} | {figures(annotated, folder)}"
        print(f"| {name} | {cells} |", flush=True)
    print("\n| component of the shipped pipeline | share of its time | without it: speaker | paraphrase F1 |")
    print(f"| --- |{' ---: |' * 3}")
    for name, share in shares(load_pipeline(), texts).items():
        given = without(name, annotated) if name not in ("tokenizer", "tok2vec") else " | "
        print(f"| {name} | {share:.2f} | {given} |", flush=True)


if __name__ == "__main__":
    typer.run(main)
