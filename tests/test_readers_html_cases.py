"""Pages that were once read wrongly: the text, and what is known of the article, are right."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from benchmarks import pages as benchmark
from quotes.model import Article
from quotes.readers.base import Resource
from quotes.readers.html import article_page

CASES = sorted((benchmark.FOLDER / "cases").glob("*.html"))


def test_there_are_cases() -> None:
    assert len(CASES) >= 22


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    (found,) = article_page.read(Resource(path.name, io.BytesIO(path.read_bytes()), path.name), {})
    assert isinstance(found, Article), found
    wanted.pop("note", None)
    assert {field: getattr(found, field) for field in wanted} == wanted
