"""The page about the archive gives the figures that were measured, and says what to do about a mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quotes.site.accuracy import CONFIDENCE, RESULTS
from tests.site import Get, text_of

EVALUATION = Path(__file__).parent.parent / "docs/evaluation.md"
PAGES = [EVALUATION, EVALUATION.with_name("model-card.md")]
TEXTS = ["PolNeAR dev", "web", "hard"]


def cells(page: Path, table: str, beginning: str) -> list[str]:
    """The cells of a row of a generated table, without the first."""
    rows = page.read_text(encoding="utf-8").split(f"<!-- {table} -->")[1].split("<!-- end -->")[0]
    (line,) = re.findall(rf"(?m)^\| {re.escape(beginning)} \|.*$", rows)
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.parametrize(("result", "beginning"), list(zip(RESULTS, TEXTS, strict=True)))
def test_the_figures_are_the_measured_ones(result: tuple[object, ...], beginning: str, page: Path) -> None:
    rows, found, _mention, speaker, precision, _scare, paraphrase, _f1 = map(float, cells(page, "sets", beginning))
    assert list(result[1:]) == [rows, found, speaker, precision, paraphrase]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_confidence_is_the_measured_one(page: Path) -> None:
    rows = ["0.9 to 1", "0.8 to 0.9", "0.7 to 0.8", "0.6 to 0.7", "under 0.6"]
    assert [right for _, right in CONFIDENCE] == [float(cells(page, "confidence", row)[0]) for row in rows]


def test_about(get: Get) -> None:
    shown = text_of(get("/about"))
    assert "4 articles from 2 outlets" in shown
    for result in RESULTS:
        assert f"{result.speaker * 100:.1f}%" in shown
    assert "nobody said it in these words" in shown
    assert "When something is wrong" in shown
    assert 'href="/about"' in get("/").text
