"""`quotes check` reads a draft, compares it with the archive, and says so for people and for programs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import quotes
from quotes.checker.verdicts import Verdict
from quotes.export import SCHEMAS
from tests.builders import fill, person, plain
from tests.conftest import Run

ROOT = Path(__file__).parent.parent
OKAFOR = person("Ines Okafor", "Okafor")
BRANDVOLD = person("Tomás Brandvold")
DRAFT = """Harbour news

“The cranes of the old harbour will not be repaired this winter,” said Ines Okafor, the harbour master.

“We counted thirty broken lamps along the northern seawall,” said Ines Okafor.

Tomás Brandvold was angry. “Every ticket for the night ferry is sold by noon,” he said.

“This sentence was never printed by anybody in the town,” said Tomás Brandvold.
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with three articles."""
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    known = {"outlet": "The Ellery Courier", "published": "2031-02-04"}
    articles = [
        plain("The cranes of the old harbour will be repaired this winter", OKAFOR, **known),
        plain("We counted thirty broken lamps along the northern seawall", OKAFOR, **known),
        plain("Every ticket for the night ferry is sold by noon", OKAFOR, **known),
    ]
    fill(path, articles).close()
    return path


@pytest.fixture(autouse=True)
def filled(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a copy of the archive, and a draft."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUOTES_DB", raising=False)
    shutil.copy(archive, "quotes.db")
    Path("draft.md").write_text(DRAFT, encoding="utf-8")


def records(run: Run, *arguments: str) -> list[dict[str, Any]]:
    result = run("check", *arguments, "--format", "jsonl")
    assert result.exit_code == 0, result.stderr
    return [json.loads(row) for row in result.stdout.splitlines()]


def test_each_quotation_has_a_place_a_verdict_and_a_finding(run: Run) -> None:
    result = run("check", "draft.md")
    assert result.exit_code == 0
    rows = [row.split("\t") for row in result.stdout.splitlines()]
    assert rows[0] == ["place", "verdict", "speaker", "quotation", "finding", "printed"]
    assert [row[:3] for row in rows[1:]] == [
        ["3 ¶2", "altered", "Ines Okafor"],
        ["5 ¶3", "verbatim", "Ines Okafor"],
        ["7 ¶4", "misattributed", "Tomás Brandvold"],
        ["9 ¶5", "unknown", "Tomás Brandvold"],
    ]
    assert "the draft adds a negation: “not”" in rows[1][4]
    assert result.stderr.splitlines()[-1] == (
        "4 quotations: 1 misattributed, 1 altered, 1 unknown, 1 verbatim; the archive has 3 articles of 1 outlet, "
        "2031-02-04 to 2031-02-04"
    )


def test_records_fit_their_schema_and_spans_prove_the_words(run: Run) -> None:
    found = records(run, "draft.md")
    validator = Draft202012Validator(SCHEMAS["finding"])
    assert [list(validator.iter_errors(each)) for each in found] == [[], [], [], []]
    assert [each["verdict"] for each in found] == ["altered", "verbatim", "misattributed", "unknown"]
    ((start, end),) = found[1]["spans"]
    assert DRAFT[start:end] == found[1]["text"]
    ((start, end),) = found[1]["printings"][0]["matches"]
    article = f"“{found[1]['printings'][0]['text']},” said Ines Okafor."
    assert article[start:end] == "We counted thirty broken lamps along the northern seawall"


@pytest.mark.slow
def test_standard_input() -> None:
    command = [str(Path(sys.executable).with_name("quotes")), "check", "-", "--format", "jsonl"]
    result = subprocess.run(command, input=DRAFT.encode(), stdout=subprocess.PIPE, check=True)
    assert len(result.stdout.splitlines()) == 4


def test_lines_are_those_of_a_markdown_file(run: Run) -> None:
    wrapped = DRAFT.replace("old harbour will", "old *harbour*\nwill").replace(
        "We counted thirty", "We counted\nthirty"
    )
    Path("wrapped.md").write_text(wrapped, encoding="utf-8")
    found = records(run, "wrapped.md")
    assert [each["line"] for each in found] == [3, 6, 9, 11]
    assert [each["paragraph"] for each in found] == [2, 3, 4, 5]


def test_several_drafts(run: Run) -> None:
    Path("other.txt").write_text("“We counted thirty broken lamps along the northern seawall,” said Okafor.\n")
    result = run("check", "draft.md", "other.txt")
    assert [row.split("\t")[0] for row in result.stdout.splitlines()[-2:]] == ["draft.md:9 ¶5", "other.txt:1 ¶1"]


@pytest.mark.parametrize(
    ("given", "status"), [("altered", 3), ("Unknown, shortened", 3), ("shortened,variant", 0), ("mistaken", 2), ("", 2)]
)
def test_the_exit_status_of_a_verdict(run: Run, given: str, status: int) -> None:
    result = run("check", "draft.md", "--fail-on", given)
    assert result.exit_code == status
    if status == 2:
        assert "is not a verdict" in result.stderr


def test_input_that_cannot_be_read(run: Run) -> None:
    result = run("check", "draft.md", "missing.md", "--fail-on", "altered")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 5
    assert "missing.md" in result.stderr


@pytest.mark.parametrize("form", ["table", "jsonl", "html", "markdown"])
def test_nothing_is_printed_if_no_draft_can_be_read(run: Run, form: str) -> None:
    Path("draft.csv").write_text("a,b\n1,2\n")
    result = run("check", "draft.csv", "--format", form)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: draft.csv")


@pytest.mark.parametrize("arguments", [["--db", "none.db"], ["--db", "draft.md"]])
def test_a_database_that_is_none(run: Run, arguments: list[str]) -> None:
    result = run("check", "draft.md", *arguments)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["draft.md", "--against-itself"],
        ["--against-itself", "--format", "html"],
        ["--against-itself", "--fail-on", "altered"],
    ],
)
def test_wrong_usage(run: Run, arguments: list[str]) -> None:
    assert run("check", *arguments).exit_code == 2


@pytest.mark.parametrize("text", ["", "\n\n", "Nobody said anything in the harbour today, as usual.\n"])
@pytest.mark.parametrize("form", ["table", "jsonl", "html", "markdown"])
def test_a_draft_without_quotations(run: Run, text: str, form: str) -> None:
    Path("empty.txt").write_text(text)
    result = run("check", "empty.txt", "--format", form)
    assert result.exit_code == (0 if text.strip() else 1)
    assert "Traceback" not in result.stderr


def test_the_page_to_print_is_safe(run: Run) -> None:
    Path("<b>.txt").write_text(
        "“<script>alert(1)</script> We counted thirty broken lamps along the northern seawall,” said Ines Okafor.\n\n"
        "<img src=x onerror=alert(1)> “javascript: is a word that the harbour never printed,” said Ines Okafor.\n"
    )
    result = run("check", "<b>.txt", "--format", "html")
    assert result.exit_code == 0
    assert not re.search(r"<(script|img|b>\.)", result.stdout)
    assert result.stdout.count("<mark ") == 2
    assert "&lt;script&gt;" in result.stdout


def test_markdown_shows_the_difference(run: Run) -> None:
    result = run("check", "draft.md", "--format", "markdown")
    assert "will **not** be repaired" in result.stdout
    assert "3. **misattributed**, line 7, paragraph 4, Tomás Brandvold" in result.stdout


@pytest.mark.slow
def test_a_long_draft(run: Run) -> None:
    paragraph = "“We counted thirty broken lamps along the northern seawall,” said Ines Okafor. " + "Rain fell. " * 50
    Path("long.txt").write_text("\n\n".join([paragraph] * 60))
    found = records(run, "long.txt")
    assert len(found) == 60
    assert {each["verdict"] for each in found} == {"verbatim"}


def test_the_archive_against_itself(run: Run) -> None:
    fill(
        Path("twice.db"),
        [
            plain("We counted thirty broken lamps along the northern seawall", OKAFOR, published="2031-02-04"),
            plain("We counted thirteen broken lamps along the northern seawall", OKAFOR, published="2031-02-05"),
        ],
    ).close()
    result = run("check", "--against-itself", "--db", "twice.db", "--format", "jsonl")
    (found,) = map(json.loads, result.stdout.splitlines())
    assert list(Draft202012Validator(SCHEMAS["disagreement"]).iter_errors(found)) == []
    assert found["changes"] == ["number"]
    assert run("check", "--against-itself").stderr.splitlines() == ["Note: no printings disagree"]


def test_in_python(tmp_path: Path) -> None:
    report = quotes.check(DRAFT, tmp_path / "quotes.db")
    assert report.verdicts == {
        Verdict.MISATTRIBUTED: 1,
        Verdict.ALTERED: 1,
        Verdict.UNKNOWN: 1,
        Verdict.VERBATIM: 1,
    }
