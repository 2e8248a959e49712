"""An article that a browser prints, in two justified columns with words broken, is read paragraph by paragraph."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from quotes.readers import pdf as reader
from tests.chromium import chromium
from tests.resources import article, resource

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
STYLES = {
    "one column": "body { font: 11pt sans-serif } p { margin: 1em 0 }",
    "two columns": "body { font: 10pt serif; columns: 2; text-align: justify; hyphens: auto } "
    "p { margin: 0; text-indent: 1em }",
}


@pytest.mark.browser
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_the_paragraphs_of_a_printed_page(seed: Path) -> None:
    paragraphs = [" ".join(line.split()) for line in seed.read_text(encoding="utf-8").splitlines() if line.strip()]
    words = " ".join(paragraphs).split()
    for style, data in printed(paragraphs).items():
        found = article(reader.read, resource(data)).text.rstrip("\n").split("\n\n")
        whole = sum(paragraph in found for paragraph in paragraphs)
        assert whole >= 0.9 * len(paragraphs), style
        assert len(" ".join(found).split()) == pytest.approx(len(words), rel=0.01), style


def printed(paragraphs: list[str]) -> dict[str, bytes]:
    """The paragraphs as PDF, in each style."""
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    with chromium() as browser:
        page = browser.new_page()
        pages = {}
        for name, style in STYLES.items():
            page.set_content(f"<html lang=en-GB><meta charset=utf-8><style>{style}</style>{text}")
            pages[name] = page.pdf(format="A4", margin={"top": "20mm", "bottom": "20mm"})
        return pages
