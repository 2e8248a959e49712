"""Many rejects of one file are counted, not printed one by one; all are listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.mark.slow
def test_many_of_one_file_are_summed_up(quay: Path, run: Run) -> None:
    Path("many.jsonl").write_text("{broken\n" * 300)
    Path("other.jsonl").write_text("{broken\n" * 2)
    result = run("ingest", "many.jsonl", "other.jsonl", "quay.txt")
    errors = [each for each in result.stderr.splitlines() if each.startswith("Error: ")]
    assert (result.exit_code, len(errors)) == (1, 23)
    assert errors[0].startswith("Error: many.jsonl, line 1: is not valid JSON")
    assert errors[20] == "Error: many.jsonl: 280 more could not be read; quotes rejects lists them"
    assert errors[21].startswith("Error: other.jsonl, line 1: ")
    assert result.stdout.startswith("quotes.db: 303 articles (302 failed, 1 added)")
    listed = run("rejects")
    assert (listed.stdout.count("\n"), listed.stderr) == (303, "")


@pytest.mark.slow
def test_rejects_may_be_listed_in_part(quay: Path, run: Run) -> None:
    Path("many.jsonl").write_text("{broken\n" * 5)
    Path("empty.txt").touch()
    run("ingest", "many.jsonl", "empty.txt")
    listed = run("rejects", "--limit", "2")
    assert (listed.stdout.count("\n"), listed.stderr) == (
        3,
        "Note: these are the first 2 of 6 (6 input); --limit shows more\n",
    )


@pytest.mark.slow
def test_articles_without_quotations_are_summed_up_too(quay: Path, run: Run) -> None:
    Path("many.jsonl").write_text("".join(f'{{"text": "Nothing is said on day {number}."}}\n' for number in range(25)))
    errors = [each for each in run("ingest", "many.jsonl").stderr.splitlines() if each.startswith("Note: ")]
    assert (len(errors), errors[-1]) == (21, "Note: many.jsonl: no quotation found in 5 more")
