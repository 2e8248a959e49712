"""Quotes against textacy's `direct_quotations`, under the same pipeline on the same texts.

    python -m benchmarks.textacy [GOLD FOLDER]

textacy wants parts of speech and lemmas; they come from the tags of our pipeline by a table, and from spaCy's rules.
It gives up a text whose marks are odd in number, so it is given each paragraph by itself, which suits it best.
Accuracy is that of `quotes evaluate`: the direct and partial quotations of GOLD (FOLDER has its texts) that are found,
and of those whose speaker is known, the ones that are found with the right speaker; without GOLD, of the passages in
tests/data. Needs textacy and spacy-lookups-data.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import cast

from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc
from textacy.extract.triples import direct_quotations

from benchmarks import speaker_scores
from benchmarks.ratios import Ratio, by_turns, quotients, show
from quotes.evaluation import Prediction
from quotes.extraction.parsing import load_pipeline
from quotes.model import Kind, Span
from quotes.text.paragraphs import paragraphs

DATA = Path(__file__).parent.parent / "tests" / "data"
MARKS = "\"“”'‘’«»"
PARTS = {"": "X", "NN": "NOUN", "NNP": "PROPN", "JJ": "ADJ", "RB": "ADV", "VB": "VERB", "MD": "AUX"}  # how tags begin


def pipeline() -> Language:
    """The shipped pipeline, with parts of speech and lemmas added."""
    nlp = load_pipeline.__wrapped__()
    ruler = cast(AttributeRuler, nlp.add_pipe("attribute_ruler"))
    for tag, part in PARTS.items():
        ruler.add(patterns=[[{"TAG": {"REGEX": f"^{tag}"}}]], attrs={"POS": part})
    cast(Lemmatizer, nlp.add_pipe("lemmatizer", config={"mode": "rule"})).initialize()
    return nlp


def found_by_textacy(texts: list[str], nlp: Language) -> list[list[Prediction]]:
    """What textacy finds in each text."""
    pieces = [[(span, text[span.start : span.end]) for span in paragraphs(text)] for text in texts]
    docs = nlp.pipe(piece for each in pieces for _, piece in each)
    return [[found for span, _ in each for found in _predictions(next(docs), span.start)] for each in pieces]


def _predictions(doc: Doc, offset: int) -> Iterator[Prediction]:
    try:
        triples = list(direct_quotations(doc))
    except ValueError:
        return
    for speaker, _, content in triples:
        inside = content.text.strip(MARKS)
        start = offset + content.start_char + content.text.index(inside)
        mention = Span(offset + speaker[0].idx, offset + speaker[-1].idx + len(speaker[-1]))
        name = " ".join(token.text for token in speaker)
        yield Prediction(Kind.DIRECT, (Span(start, start + len(inside)),), mention, name, None)


def measure(gold_file: Path = DATA / "hard.json", folder: Path = DATA / "hard") -> Iterator[Ratio]:
    gold, texts = speaker_scores.annotated(gold_file, folder)
    nlp = pipeline()
    theirs, ours = by_turns([lambda: found_by_textacy(texts, nlp), lambda: speaker_scores.found(texts)])
    figures = []
    for predictions in (speaker_scores.found(texts), found_by_textacy(texts, nlp)):
        result = speaker_scores.judged(gold, predictions)
        figures.append((result.speaker.value or 0.0, result.found.value or 0.0))
    (right, all_found), (their_right, their_found) = figures
    words = sum(len(text.split()) for text in texts)
    yield Ratio(
        f"finding quotations, words a second, {gold_file.stem}",
        "textacy's `direct_quotations`, same pipeline",
        quotients(theirs, ours),
        "> 1",
        f"{words / median(ours):,.0f} against {words / median(theirs):,.0f}",
    )
    yield Ratio(
        f"right speakers, {gold_file.stem}",
        "textacy's `direct_quotations`, same pipeline",
        [right / their_right],
        "several times",
        f"{right:.3f} against {their_right:.3f}; quotations found {all_found:.3f} against {their_found:.3f}",
    )


if __name__ == "__main__":
    print(show(measure(*map(Path, sys.argv[1:]))))
