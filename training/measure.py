"""How good a pipeline is on paragraphs it has not seen."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import DocBin
from spacy.training import Example

SETS = {
    "PolNeAR dev (silver tags, trees, names; gold roles)": "dev.spacy",
    "EWT test (gold; names from Universal NER)": "ewt.spacy",
    "GUM dev and test (gold)": "gum.spacy",
}
_FIGURES = {
    "tags": "tag_acc",
    "sentences": "sents_f",
    "names": "ents_f",
    "source": "roles_source_f",
    "cue": "roles_cue_f",
    "content": "roles_content_f",
    "source words": "roles_source_token_f",
    "cue words": "roles_cue_token_f",
    "content words": "roles_content_token_f",
}


def measure(nlp: Language, folder: Path) -> dict[str, dict[str, float]]:
    """The figures of a pipeline on the files that `prepare` wrote, by set, each between 0 and 1.

    `words a second` is one core's, and no share.
    """
    figures: dict[str, dict[str, float]] = {}
    for title, file in SETS.items():
        docs = list(DocBin().from_disk(folder / file).get_docs(nlp.vocab))
        began = time.perf_counter()
        predicted = list(nlp.pipe(doc.text for doc in docs))
        seconds = time.perf_counter() - began
        examples = [Example(guess, truth) for guess, truth in zip(predicted, docs, strict=True)]
        scores = Scorer(nlp).score(examples)
        row = {name: scores[key] for name, key in _FIGURES.items() if scores.get(key) is not None}
        annotated = {entity.label_ for doc in docs for entity in doc.ents}
        per_type = {name: scored for name, scored in (scores.get("ents_per_type") or {}).items() if name in annotated}
        if set(nlp.get_pipe("ner").labels) - annotated:  # type: ignore[attr-defined]
            row.pop("names", None)
        row |= attachment(examples)
        row |= {name: scored["f"] for name, scored in sorted(per_type.items())}
        row["words a second"] = sum(map(len, docs)) / seconds
        figures[title] = row
    return figures


def attachment(examples: Iterable[Example]) -> dict[str, float]:
    """Unlabelled and labelled attachment scores, marks of punctuation and words of unknown head left out.

    spaCy's own scorer takes words for unknown that stand where an earlier paragraph had an unknown head.
    """
    words = heads = labels = 0
    for example in examples:
        for guess, truth in zip(example.predicted, example.reference, strict=True):
            if truth.has_head() and truth.dep_ != "punct":
                words += 1
                heads += guess.head.i == truth.head.i
                labels += guess.head.i == truth.head.i and guess.dep_ == truth.dep_
    return {"UAS": heads / words, "LAS": labels / words} if words else {}


def as_table(figures: dict[str, dict[str, float]]) -> str:
    """The figures as a Markdown table, one row a figure, one column a set."""
    names = list(dict.fromkeys(name for row in figures.values() for name in row))
    lines = ["| | " + " | ".join(figures) + " |", "| --- |" + " ---: |" * len(figures)]
    for name in names:
        cells = [_cell(name, row[name]) if name in row else "" for row in figures.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(name: str, figure: float) -> str:
    return f"{figure:,.0f}" if name == "words a second" else f"{figure:.3f}"
