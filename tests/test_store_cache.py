"""What is kept of an archive is never older than the archive."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quotes.store.cache import until_changed


class _Counted:
    """Counts the rows of a table, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, connection: sqlite3.Connection, least: int = 0) -> int:
        self.asked += 1
        return int(connection.execute("select count(*) from words where number >= ?", [least]).fetchone()[0])


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_read_again_after_a_commit_of_another_connection(tmp_path: Path, mode: str) -> None:
    read = _Counted()
    kept = until_changed(read)
    with closing(sqlite3.connect(tmp_path / "a.db")) as writer, closing(sqlite3.connect(tmp_path / "a.db")) as reader:
        writer.execute(f"pragma journal_mode = {mode}")
        writer.execute("create table words (number)")
        for number in range(20):
            writer.execute("insert into words values (?)", [number])
            writer.commit()
            assert [kept(reader), kept(reader)] == [number + 1] * 2
        assert read.asked == 20
        assert [kept(reader, 5), kept(reader, 5), kept(reader)] == [15, 15, 20]
        assert read.asked == 21


def test_nothing_is_kept_of_a_transaction(tmp_path: Path) -> None:
    kept = until_changed(_Counted())
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("create table words (number)")
        assert kept(connection) == 0
        connection.execute("insert into words values (1)")
        assert kept(connection) == 1
        connection.rollback()
        assert kept(connection) == 0


def test_databases_in_memory_are_not_mixed_up() -> None:
    kept = until_changed(_Counted())
    for number in range(2):
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            connection.execute("create table words (number)")
            connection.executemany("insert into words values (?)", [[1]] * number)
            assert kept(connection) == number


def test_a_connection_to_a_replaced_file_keeps_nothing_for_others(tmp_path: Path) -> None:
    kept = until_changed(_Counted())
    for name, words in (("a.db", 1), ("b.db", 2)):
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            connection.execute("create table words (number)")
            connection.executemany("insert into words values (?)", [[number] for number in range(words)])
            connection.commit()
    with closing(sqlite3.connect(tmp_path / "a.db")) as old:
        old.execute("select count(*) from words").fetchall()
        (tmp_path / "b.db").replace(tmp_path / "a.db")
        assert kept(old) == 1
        with closing(sqlite3.connect(tmp_path / "a.db")) as new:
            assert [kept(new), kept(old)] == [2, 1]
