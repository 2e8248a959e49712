"""`quotes evaluate`: compare extracted quotations with articles annotated by hand."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from quotes import evaluation, readers
from quotes.cli.options import TextFormatOption
from quotes.cli.output import TextFormat, note, print_jsonl, print_table
from quotes.evaluation import AnnotatedArticle, Evaluation, Fault, Prediction, Share
from quotes.model import Polarity

GoldArgument = Annotated[Path, typer.Argument(metavar="GOLD", help="The annotations, a JSON file.")]
PredictedArgument = Annotated[
    Path,
    typer.Argument(metavar="PREDICTED", help="The output of `quotes extract --format jsonl`; - for standard input."),
]
ErrorsOption = Annotated[int, typer.Option(min=0, help="Also print this many errors.")]

FIGURES = ("found", "mention", "speaker", "precision", "scare", "paraphrase_precision", "paraphrase_recall")
STATEMENT_FIGURES = ("polarity", "quoting")
STDIN = Path("-")


def evaluate(
    gold: GoldArgument,
    predicted: PredictedArgument,
    errors: ErrorsOption = 0,
    form: TextFormatOption = TextFormat.text,
) -> None:
    """Score extracted quotations against articles annotated by hand.

    The figures are shares. The first ones count annotated quotations that were found, with the right mention, and with
    the right speaker. Precision counts extracted quotations that are annotated, and scare counts scare quotes that were
    not extracted. If the annotations have statements, two more figures count those with the right polarity, and with
    the right source at second hand. A second table shows the share of right speakers by confidence. docs/evaluation.md
    defines all figures and the format of annotations.
    """
    if gold == STDIN == predicted:
        raise typer.BadParameter("only one of GOLD and PREDICTED can be standard input")
    annotated = evaluation.read_gold(_text(gold), _name(gold))
    found = evaluation.read_predictions(_text(predicted), _name(predicted))
    _compare_names(annotated, found, _name(gold), _name(predicted))
    result = evaluation.evaluate(annotated, found)
    if form is TextFormat.jsonl:
        print_jsonl([_record(result, errors)])
    else:
        _print(result, errors)


def _text(path: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise ValueError(f"{_name(path)}: {(error.strerror or str(error)).lower()}") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{_name(path)}, line {line}: is not UTF-8") from error


def _name(path: Path) -> str:
    return "standard input" if path == STDIN else readers.name(path)


def _compare_names(
    gold: Mapping[str, AnnotatedArticle], found: Mapping[str, list[Prediction]], gold_name: str, found_name: str
) -> None:
    """Report articles that are in one file only. If no article is in both, that is an error."""
    strange, without = found.keys() - gold.keys(), gold.keys() - found.keys()
    if found and not gold.keys() & found.keys():
        raise ValueError(f"{found_name}: no article has a file name that is in {gold_name}, such as {min(gold)}")
    if strange:
        note(f"Note: {_articles(len(strange))} of {found_name} not in {gold_name} and ignored: {_first(strange)}")
    if without:
        note(f"Note: {_articles(len(without))} of {gold_name} without a quotation in {found_name}: {_first(without)}")


def _articles(number: int) -> str:
    return f"{number:,} article{'' if number == 1 else 's'}"


def _first(names: set[str]) -> str:
    return ", ".join(sorted(names)[:3]) + (" …" if len(names) > 3 else "")


def _record(result: Evaluation, errors: int) -> dict[str, Any]:
    figures = (*FIGURES, *STATEMENT_FIGURES) if result.confusion else FIGURES
    shares = {figure: getattr(result, figure) for figure in figures}
    return (
        {"rows": result.found.total}
        | {figure: share.value for figure, share in shares.items()}
        | {"paraphrase_f1": result.paraphrase_f1, "calibration_error": result.calibration_error}
        | {
            "counts": {figure: list(share) for figure, share in shares.items()},
            "reliability": [
                {"low": low, "high": high, "mean": mean, "right": share.right, "total": share.total}
                for low, high, share, mean in result.reliability
            ],
            "errors": [
                {
                    "article": each.article,
                    "start": each.span.start,
                    "end": each.span.end,
                    "error": each.what,
                    "expected": each.expected,
                    "got": each.got,
                    "text": each.text,
                }
                for each in result.faults[:errors]
            ],
        }
        | ({"confusion": [each._asdict() for each in result.confusion]} if result.confusion else {})
    )


def _print(result: Evaluation, errors: int) -> None:
    figures = [_row(figure.replace("_", " "), getattr(result, figure)) for figure in FIGURES]
    figures.append(("paraphrase F1", _number(result.paraphrase_f1), "", ""))
    if result.reliability:
        figures.append(("calibration error", _number(result.calibration_error), "", ""))
    if result.confusion:
        figures += [_row(figure, getattr(result, figure)) for figure in STATEMENT_FIGURES]
    print_table(("Figure", "Share", "Right", "Of"), figures)
    if result.reliability:
        print()
        bands = [
            (f"{low:.1f}–{high:.1f}", _number(mean), *_row("", share)[1:])
            for low, high, share, mean in result.reliability
        ]
        print_table(("Confidence", "Mean", "Speaker right", "Right", "Of"), bands)
    if result.confusion:
        print()
        numbers = {(expected, got): str(number) for expected, got, number in result.confusion}
        print_table(
            ("Polarity", *(f"Found {each}" for each in Polarity), "Not found"),
            ((each, *(numbers.get((each, got), "0") for got in (*Polarity, None))) for each in Polarity),
        )
    if errors:
        print()
        print_table(("Article", "Place", "Error", "Expected", "Got", "Words"), map(_fault, result.faults[:errors]))


def _row(label: str, share: Share) -> tuple[str, str, str, str]:
    return label, _number(share.value), f"{share.right:,}", f"{share.total:,}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _fault(fault: Fault) -> tuple[str, ...]:
    words = fault.text if len(fault.text) <= 60 else f"{fault.text[:59]}…"
    place = f"{fault.span.start}–{fault.span.end}"
    return fault.article, place, fault.what, fault.expected or "unknown", fault.got or "unknown", words
