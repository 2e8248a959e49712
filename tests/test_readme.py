"""The README and the page on checking work as they are printed."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from docs import readme

TEXT = readme.README.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.batch
@pytest.mark.parametrize("path", readme.PAGES, ids=lambda path: path.name)
def test_the_commands_print_what_the_page_says(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert readme.page(text).splitlines() == text.splitlines(), "run: python -m docs.readme"


@pytest.mark.slow
def test_a_command_that_fails_is_reported() -> None:
    with pytest.raises(readme.Failed, match=r"(?s)\$ quotes show nothing.*no quotation has the id nothing.*status 1"):
        readme.page('```sh\nexport PATH="$PWD/.venv/bin:$PATH"\nquotes ingest seeds\nquotes show nothing\n```\n')


def test_every_block_is_run() -> None:
    fences = re.findall(r"(?m)^```(\w*)$", TEXT)
    assert set(fences[::2]) == {"console", "sh", "pycon"}
    assert set(fences[1::2]) == {""}


def test_python_prints_what_the_page_says() -> None:
    examples = doctest.DocTestParser().get_doctest(TEXT.replace("```", ""), {}, "README.md", None, 0)
    assert len(examples.examples) > 1
    assert doctest.DocTestRunner().run(examples).failed == 0
