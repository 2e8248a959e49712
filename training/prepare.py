"""Corpora in, spaCy's training files out: folded paragraphs with everything that is known of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from training.augmentation import retold
from training.gold import Gold
from training.phrases import lines
from training.polnear import read_polnear
from training.projection import folded_doc
from training.tokenization import keep_hyphenated_words
from training.treebanks import read_entities, read_treebank

SEED = 7
COPIES = 40


def prepare(corpora: Path, folder: Path, polnear: bool = True) -> None:
    """Write `train.spacy`, `dev.spacy` (PolNeAR's), `ewt.spacy` and `gum.spacy` into a folder.

    polnear: whether to train on PolNeAR; without it, roles are learnt from invented lines alone. The measuring
        files are the same either way.
    """
    nlp = spacy.blank("en")
    keep_hyphenated_words(nlp)
    folder.mkdir(parents=True, exist_ok=True)
    news = list(read_polnear(corpora / "polnear", "train")) if polnear else []
    once = [paragraph for _, paragraphs in news for paragraph in paragraphs]
    again = [p for name, paragraphs in news for p in retold(paragraphs, random.Random(f"{SEED} {name}"))]
    invented = lines(random.Random(SEED), COPIES)
    treebanks = chain(
        read_treebank(corpora / "ewt" / "train.conllu"),
        read_treebank(corpora / "ewt" / "dev.conllu", read_entities(corpora / "uner" / "ewt-dev.iob2")),
        read_treebank(corpora / "gum" / "train.conllu"),
    )
    train = list(_docs(chain(once, again, invented, treebanks), nlp))
    random.Random(SEED).shuffle(train)
    _write(train, folder / "train.spacy")
    dev = (paragraph for _, paragraphs in read_polnear(corpora / "polnear", "dev", False) for paragraph in paragraphs)
    _write(_docs(dev, nlp), folder / "dev.spacy")
    ewt = read_treebank(corpora / "ewt" / "test.conllu", read_entities(corpora / "uner" / "ewt-test.iob2"))
    _write(_docs(ewt, nlp), folder / "ewt.spacy")
    _write(_docs(read_treebank(corpora / "gum" / "dev.conllu"), nlp), folder / "gum.spacy")


def _docs(paragraphs: Iterable[Gold], nlp: Language) -> Iterator[Doc]:
    for paragraph in paragraphs:
        doc = folded_doc(paragraph, nlp)
        if any(token.is_alpha for token in doc):
            yield doc


def _write(docs: Iterable[Doc], path: Path) -> None:
    DocBin(docs=docs).to_disk(path)
