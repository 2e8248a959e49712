"""From corpora to weights: ``python -m training CORPORA``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import spacy
import typer
from spacy.cli.train import train
from thinc.api import NumpyOps, set_current_ops

import training.tokenization  # noqa: F401  (registers the callback that the configuration names)
from training.measure import as_table, measure
from training.package import package
from training.prepare import prepare

HERE = Path(__file__).parent
MODEL = HERE.parent / "quotes" / "extraction" / "model"
LICENCE = "CC BY-SA 4.0"


def main(
    corpora: Annotated[Path, typer.Argument(help="Folder with polnear, ewt, uner and gum.", exists=True)],
    output: Annotated[Path, typer.Option(help="Where the pipeline goes.")] = MODEL,
    build: Annotated[Path, typer.Option(help="Where prepared data and checkpoints go.")] = HERE / "build",
    polnear: Annotated[bool, typer.Option(help="Train on PolNeAR; without it roles come from invented lines.")] = True,
    steps: Annotated[int, typer.Option(help="Batches to train on.", min=1)] = 0,
) -> None:
    """Prepare the corpora, train the pipeline, measure it and put it where the package loads it."""
    set_current_ops(NumpyOps(use_blis=False))  # numpy's own multiplies matrices three times as fast as BLIS
    data, trained = build / "data", build / "trained"
    prepare(corpora, data, polnear)
    overrides: dict[str, object] = {"paths.train": str(data / "train.spacy"), "paths.dev": str(data / "dev.spacy")}
    if steps:
        overrides["training.max_steps"] = steps
    train(HERE / "config.cfg", trained, overrides=overrides)
    figures = measure(spacy.load(trained / "model-best"), data)
    package(
        trained / "model-best",
        output,
        {
            "name": "quotes",
            "version": "0.1.0",
            "description": "Tags, trees, names and the roles of words in attributions, on folded English news.",
            "license": LICENCE,
            "performance": figures,
        },
    )
    (build / "figures.json").write_text(json.dumps(figures, indent=2), encoding="utf-8")
    print(as_table(figures))


if __name__ == "__main__":
    typer.run(main)
