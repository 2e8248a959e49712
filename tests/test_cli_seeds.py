"""The whole road, with the real extractor: the articles in seeds/, into a database, and answers out of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.test_cli_ingest import dump

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """The seeds, ingested."""
    path = tmp_path_factory.mktemp("seeds") / "quotes.db"
    result = run("ingest", SEEDS, "--db", path)
    assert (result.exit_code, result.stderr) == (0, "")
    return path


@pytest.mark.slow
def test_ingesting_again_changes_nothing(database: Path, run: Run) -> None:
    before = dump(database)
    result = run("ingest", SEEDS, "--db", database)
    assert result.stdout == f"{database}: 3 articles (3 unchanged); 68 quotations in the archive\n"
    assert dump(database) == before


@pytest.mark.slow
def test_offsets_point_into_the_files(run: Run) -> None:
    rows = [json.loads(row) for row in run("extract", SEEDS, "--format", "jsonl").stdout.splitlines()]
    assert {Path(row["article"]["source"]).parent for row in rows} == {SEEDS}
    for row in rows:
        text = Path(row["article"]["source"]).read_bytes().decode()
        assert " ".join(text[start:end] for start, end in row["spans"]) == row["text"]


def test_who_said_it(database: Path, run: Run) -> None:
    result = run("search", '"fair game"', "--db", database, "--format", "jsonl")
    rows = [json.loads(row) for row in result.stdout.splitlines()]
    assert {(row["kind"], row["speakers"][0]["name"]) for row in rows} == {("direct", "John Kirby")}


def test_a_speaker_who_is_only_paraphrased_has_no_exact_words(database: Path, run: Run) -> None:
    result = run("search", "--speaker", "Sydney Seiler", "--db", database, "--format", "jsonl")
    rows = [json.loads(row) for row in result.stdout.splitlines()]
    assert rows
    assert {row["kind"] for row in rows} == {"paraphrase"}


def test_the_name_of_a_treaty_is_nobodys_words(database: Path, run: Run) -> None:
    words = '"comprehensive strategic partnership"'
    result = run("search", words, "--db", database, "--format", "jsonl")
    assert {json.loads(row)["kind"] for row in result.stdout.splitlines()} <= {"paraphrase"}
