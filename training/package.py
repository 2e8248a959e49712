"""The trained pipeline made ready to ship: fewer strings, the figures beside it, swapped in whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.strings import StringStore

import quotes.extraction.roles  # noqa: F401  (registers the component)


def package(trained: Path, target: Path, meta: Mapping[str, Any]) -> None:
    """Put a trained pipeline where the product loads it, in one move: readers see the old or the new.

    trained: the folder that training wrote. target: replaced, its README.md kept.
    meta: written into the pipeline's meta.json (name, version, licence, figures).
    """
    nlp = spacy.load(trained)
    nlp.meta.update(meta)
    nlp.config["paths"] = dict.fromkeys(nlp.config.get("paths", {}))  # of the machine that trained
    nlp.config["initialize"]["components"] = {}
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        made, old = Path(scratch) / "new", Path(scratch) / "old"
        nlp.to_disk(made)
        _needed_strings(nlp).to_disk(made / "vocab" / "strings.json")
        if (target / "README.md").exists():
            shutil.copy2(target / "README.md", made / "README.md")
        if target.exists():
            target.rename(old)
        made.rename(target)


def _needed_strings(nlp: Language) -> StringStore:
    """The labels. Training leaves every word of the corpora in the store, which prediction has no use for."""
    labels = {label for _, pipe in nlp.pipeline for label in getattr(pipe, "labels", ())}
    return StringStore(sorted(labels | set(spacy.blank("en").vocab.strings)))
