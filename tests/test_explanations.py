"""Kinds and steps are explained in the same words wherever they are explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotes.model import Kind, Step

ROOT = Path(__file__).parent.parent
EXPLAINED = [
    *(("docs/output.md", each) for each in (*Kind, *Step)),
    *(("docs/attribution.md", each) for each in Step),
    *(("metadata.yml", each) for each in (*Kind, *Step) if each is not Step.NEWSROOM),
]


@pytest.mark.parametrize(("file", "each"), EXPLAINED)
def test_files_explain_kinds_and_steps_as_the_model_does(file: str, each: Kind | Step) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert f"{each}: {each.meaning}" in text or f"| `{each}` | {each.meaning} |" in text


def test_a_step_of_another_version_is_shown_as_it_is() -> None:
    assert Step.explain("name line") == Step.NAME_LINE.meaning
    assert Step.explain("oracle") == "oracle"
    assert Step.explain(None) is None
