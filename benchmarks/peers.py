"""Quotes beside textacy and the Gender Gap Tracker's idea of the task, on the open sets.

    python -m benchmarks.peers SHARED

All three get the same pipeline. Writes the table between the marks of docs/evaluation.md. Needs textacy and
spacy-lookups-data.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmarks import speaker_scores
from benchmarks.clausal import found_by_clauses
from benchmarks.open_sets import SETS, number, table, written
from benchmarks.textacy import found_by_textacy, pipeline
from quotes.evaluation import Evaluation

PAGE = Path(__file__).parent.parent / "docs" / "evaluation.md"


def main(shared: Annotated[Path, typer.Argument(help="Folder with gold, corpora and seeds.", exists=True)]) -> None:
    """Measure each on every open set and write the table."""
    nlp = pipeline()
    rows = [["", "", "found", "mention", "speaker", "precision", "scare", "paraphrase F1"]]
    for title, gold_file, folder in SETS:
        gold, texts = speaker_scores.annotated(shared / gold_file, shared / folder)
        found = {
            "Quotes": speaker_scores.found(texts),
            "textacy": found_by_textacy(texts, nlp),
            "clauses": found_by_clauses(texts, nlp),
        }
        rows += [[title, name, *_cells(speaker_scores.judged(gold, each))] for name, each in found.items()]
    shown = table(rows)
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), {"peers": shown}), encoding="utf-8")
    typer.echo(shown)


def _cells(result: Evaluation) -> list[str]:
    shares = (result.found, result.mention, result.speaker, result.precision, result.scare)
    return [*(number(share.value) for share in shares), number(result.paraphrase_f1)]


if __name__ == "__main__":
    typer.run(main)
