"""`quotes ingest` stores what it can read, says what it cannot, and changes nothing the second time."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from quotes import store
from tests.conftest import QUAY, Run


def dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())


@pytest.mark.slow
def test_a_folder_is_stored_and_counted(quay: Path, run: Run) -> None:
    result = run("ingest", ".")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == ("quotes.db: 1 article (1 added); 3 quotations (1 direct, 1 partial, 1 paraphrase)\n")
    connection = store.open("quotes.db")
    (stored,) = connection.execute(
        "select text, published, a.source from articles a join versions on article_id = a.id"
    ).fetchall()
    assert stored == (QUAY, "2024-10-23", "quay.txt")
    assert [hit.quotation.speaker for hit in store.search(connection, "quay").hits] == ["Ada Byrd"]


@pytest.mark.slow
def test_a_second_time_changes_nothing(quay: Path, run: Run) -> None:
    run("ingest", ".")
    before = dump(quay / "quotes.db")
    result = run("ingest", ".")
    assert "1 article (1 unchanged)" in result.stdout
    assert dump(quay / "quotes.db") == before


def parts_of_index(path: Path) -> int:
    """How many parts a search of quotations reads."""
    with sqlite3.connect(path) as connection:
        (number,) = connection.execute("select count(distinct segid) from quotations_fts_idx").fetchone()
    return int(number)


@pytest.mark.slow
def test_a_run_that_adds_much_merges_the_indexes(quay: Path, run: Run) -> None:
    for number in range(12):
        Path(f"{number}.txt").write_text(QUAY.replace("quay", f"quay number {number}"), encoding="utf-8")
    run("ingest", ".")
    assert parts_of_index(quay / "quotes.db") == 1


@pytest.mark.slow
def test_db_option_wins_over_the_environment(quay: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTES_DB", "environment.db")
    run("ingest", "quay.txt")
    run("ingest", "quay.txt", "--db", "option.db")
    assert sorted(path.name for path in quay.glob("*.db")) == ["environment.db", "option.db"]
    assert run("search", "quay").stdout.count("Ada Byrd") == 1


@pytest.mark.slow
def test_what_cannot_be_read_is_said_and_the_rest_stored(quay: Path, run: Run) -> None:
    Path("empty.txt").touch()
    result = run("ingest", "nowhere", ".")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "Error: nowhere: no such file or folder",
        "Error: empty.txt: is empty",
    ]
    assert result.stdout.startswith("quotes.db: 3 articles (2 failed, 1 added); 3 quotations")


@pytest.mark.slow
def test_an_article_that_the_extractor_refuses_leaves_no_trace(quay: Path, run: Run, refusing_extractor: None) -> None:
    Path("a.txt").write_text("refuse me")
    result = run("ingest", "a.txt", "quay.txt")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("Error: a.txt: cannot be searched (ValueError: too much of it")
    assert store.coverage(store.open("quotes.db")).articles == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"No database at all, but long enough to be one." * 40, "not a SQLite database"),
        (None, "a database of another program"),
    ],
)
def test_a_database_that_is_not_ours_is_left_alone(quay: Path, run: Run, content: bytes | None, reason: str) -> None:
    other = Path("other.db")
    if content is None:
        with sqlite3.connect(other) as connection:
            connection.execute("create table things (id)")
        connection.close()
    else:
        other.write_bytes(content)
    before = other.read_bytes()
    for command in (["ingest", "quay.txt"], ["search", "quay"], ["show", "0" * 16], ["speakers"], ["serve"]):
        result = run(*command, "--db", "other.db")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("Error: other.db: ")
        assert reason in result.stderr
        assert result.stderr.count("\n") == 1
    assert other.read_bytes() == before


def test_a_database_in_a_folder_that_does_not_exist(quay: Path, run: Run) -> None:
    result = run("ingest", "quay.txt", "--db", "nowhere/quotes.db")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: nowhere/quotes.db: ")
