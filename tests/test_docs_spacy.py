"""What docs/spacy.md shows is what Python prints."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.mark.slow
def test_examples_print_what_the_page_says() -> None:
    page = Path(__file__).parents[1] / "docs" / "spacy.md"
    text = page.read_text(encoding="utf-8").replace("```", "")
    examples = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    assert len(examples.examples) > 10
    assert doctest.DocTestRunner(optionflags=FLAGS).run(examples).failed == 0
