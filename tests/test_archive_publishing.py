"""A copy to publish: compact, checked, immutable, and put in place at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quotes import archive
from quotes.archive.publishing import publish
from tests.builders import ALL, fill, plain
from tests.conftest import Run


@pytest.fixture
def database(tmp_path: Path) -> Path:
    fill(tmp_path / "quotes.db").conn.close()
    return tmp_path / "quotes.db"


def test_the_copy_says_the_same_and_has_no_log(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public.db"
    publish(database, copy)
    with closing(archive.open(database)) as old, closing(archive.open(copy)) as new:
        assert list(archive.dump(old)) == list(archive.dump(new))
    with closing(sqlite3.connect(f"{copy.as_uri()}?immutable=1", uri=True)) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("delete",)
        assert connection.execute("pragma freelist_count").fetchone() == (0,)
        assert connection.execute("select count(*) from sqlite_stat1").fetchone()[0] > 0
        assert connection.execute("select count(*) from quotations_fts('nobody')").fetchone() == (2,)
    assert copy.stat().st_mode & 0o777 == 0o444
    assert sorted(path.name for path in tmp_path.iterdir()) == ["public.db", "quotes.db"]


def test_what_is_being_written_is_in_it_as_far_as_it_is_finished(database: Path, tmp_path: Path) -> None:
    with archive.create(database) as db:
        archive.ingest(db, *plain("One more"))
        db.execute("begin immediate")
        db.execute("delete from quotation_speakers")
        publish(database, tmp_path / "public.db")
        db.conn.rollback()
    with closing(archive.open(tmp_path / "public.db")) as connection:
        assert archive.coverage(connection).articles == len(ALL) + 1
        assert list(archive.verify(connection)) == []


def test_a_newer_copy_takes_the_place_of_an_older_one_that_is_being_read(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public.db"
    publish(database, copy)
    with closing(archive.open(copy)) as reading:
        with archive.create(database) as db:
            archive.ingest(db, *plain("One more"))
        publish(database, copy)
        assert archive.coverage(reading).articles == len(ALL)
    with closing(archive.open(copy)) as reading:
        assert archive.coverage(reading).articles == len(ALL) + 1


def test_what_is_wrong_is_not_published(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public.db"
    publish(database, copy)
    before = copy.read_bytes()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("update articles set text = text || '!' where number = 1")
        connection.commit()
    with pytest.raises(archive.ArchiveError, match="has something wrong"):
        publish(database, copy)
    assert copy.read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if "part" in path.name]


@pytest.mark.parametrize("target", ["quotes.db", "nowhere/public.db", "."])
def test_places_that_will_not_do(database: Path, tmp_path: Path, target: str) -> None:
    before = database.read_bytes()
    with pytest.raises(archive.ArchiveError):
        publish(database, tmp_path / target)
    assert database.read_bytes() == before


def test_on_the_command_line(database: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("publish-copy", "public.db", "--db", database)
    assert result.exit_code == 0
    assert result.stdout.startswith("public.db: 4 articles, 13 quotations, 0.")
    result = run("publish-copy", database, "--db", database)
    assert result.exit_code == 1
    assert "this is the database itself" in result.stderr
