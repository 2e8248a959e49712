"""Rebuilt from the same articles and decisions, an archive says the same, byte for byte."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from quotes import store
from quotes.ids import article_key, quotation_ids
from quotes.model import Article, Quotation
from quotes.readers import ReadError
from quotes.store import corrections, maintenance, status
from quotes.store.run_log import rejects
from tests.builders import (
    ALL,
    CRANES,
    CRANES_QUOTATIONS,
    HARBOUR,
    HARBOUR_QUOTATIONS,
    SILENT,
    fill,
    person,
    plain,
    quotation,
)
from tests.conftest import Run
from tests.site import id_of

EDITED = replace(CRANES, text=CRANES.text.replace("is dead", "is alive"))
EDITED_QUOTATIONS = CRANES_QUOTATIONS[:-1]
KNOWN = {article.text: found for article, found in [*ALL, (EDITED, EDITED_QUOTATIONS)]}
ME = "an editor"


def extract(article: Article) -> list[Quotation]:
    return KNOWN[article.text]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive with a history: an edit, and decisions of every kind, one undone."""
    path = tmp_path / "quotes.db"
    with fill(path) as db:
        corrections.merge(db, "ruth-achterberg", "tomas-brandvold", who=ME)
        corrections.attribute(db, id_of(path, "no plan B"), "ines-okafor", who=ME)
        corrections.attribute(db, id_of(path, "It will reopen,"), "Una Newcomb", kind="person", who=ME)
        corrections.withdraw(db, id_of(path, "painful"), "misquoted", who=ME)
        corrections.rename(db, "ines-okafor", "Inès Okafor", who=ME)
        corrections.undo(db, who=ME)
        store.ingest(db, EDITED, EDITED_QUOTATIONS)
    return path


def dump(path: Path) -> list[str]:
    with closing(store.open(path)) as connection:
        assert list(store.verify(connection)) == []
        return list(store.dump(connection))


@pytest.mark.slow
def test_the_same_in_the_same_out(path: Path) -> None:
    before = dump(path)
    old = store.rebuild_in_place(path, extract)
    assert dump(path) == before == dump(old)
    assert sorted(each.name for each in path.parent.iterdir()) == ["quotes.db", "quotes.db.old"]
    store.rebuild_in_place(path, extract)
    assert dump(path) == before


@pytest.mark.slow
def test_every_address_outlives_a_reading_that_finds_less(path: Path) -> None:
    with closing(store.open(path)) as connection:
        ids = [row[0] for row in connection.execute("select uid from quotations")]
        slugs = [row[0] for row in connection.execute("select slug from speaker_keys")]
    store.rebuild_in_place(path, lambda article: extract(article)[:1])
    with closing(store.open(path)) as connection:
        assert list(store.verify(connection)) == []
        for id in ids:
            assert store.quotation(connection, id) or store.retired(connection, id)
        for slug in slugs:
            assert store.speaker(connection, slug) or store.former_speaker(connection, slug)
    store.rebuild_in_place(path, extract)
    with closing(store.open(path)) as connection:
        assert list(store.verify(connection)) == []


@pytest.mark.slow
def test_what_fails_leaves_it_as_it_was(path: Path) -> None:
    before = dump(path)

    def failing(article: Article) -> list[Quotation]:
        if article.source == "undated.txt":
            raise ValueError("too much of it")
        return extract(article)

    with pytest.raises(ValueError, match="too much of it"):
        store.rebuild_in_place(path, failing)
    assert dump(path) == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.slow
def test_what_fails_keeps_what_it_has_where_that_is_wanted(path: Path) -> None:
    before = dump(path)
    refused: list[ReadError] = []

    def failing(article: Article) -> list[Quotation]:
        raise KeyError("too much of it")

    store.rebuild_in_place(path, failing, extraction="newer", report=refused.append)
    assert dump(path) == before
    assert {each.kind for each in refused} == {"internal"}
    with closing(store.open(path)) as connection:
        assert {each.source for each in rejects(connection)} == {each.source for each in refused}
        assert connection.execute("select count(*) from articles where extraction_version = 'newer'").fetchone() == (0,)
    store.rebuild_in_place(path, extract, report=refused.append)
    assert dump(path) == before


@pytest.mark.slow
def test_words_that_the_new_reading_has_in_a_longer_quotation_lead_there(tmp_path: Path) -> None:
    article, (whole,) = plain("It is safe, and it will be", person("Ann Marsh"))
    part = quotation(article, "It is safe", by=[person("Ann Marsh")])
    with fill(tmp_path / "quotes.db", [(article, [part])]):
        pass
    store.rebuild_in_place(tmp_path / "quotes.db", lambda _: [whole])
    with closing(store.open(tmp_path / "quotes.db")) as connection:
        key = article_key(article)
        (old,), (new,) = quotation_ids(key, [part]), quotation_ids(key, [whole])
        assert store.retired(connection, old) == store.Gone(new, status.MOVED)


@pytest.mark.slow
def test_those_who_have_it_open_go_on(path: Path) -> None:
    later = plain("Later words", person("Ann Late"))
    with closing(store.open(path)) as reader, closing(store.create(path)) as writer:
        reader.execute("begin")
        (before,) = reader.execute("select count(*) from quotations where status = 'published'").fetchone()
        store.ingest(writer, SILENT, [], added="2031-01-01")
        store.rebuild_in_place(path, lambda article: extract(article)[:1])
        assert reader.execute("select count(*) from quotations where status = 'published'").fetchone() == (before,), (
            "in one transaction"
        )
        reader.rollback()
        assert reader.execute("select count(*) from quotations where status = 'published'").fetchone() < (before,)
        assert store.ingest(writer, *later) == "added"
    with closing(store.open(path)) as connection:
        assert store.speakers(connection, "Ann Late")
        assert list(store.verify(connection)) == []


@pytest.mark.slow
def test_what_is_written_before_the_new_one_is_there_is_not_lost(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = plain("Later words", person("Ann Late"))

    class Hasty(sqlite3.Connection):
        """Another writer is quicker: it writes as soon as the lock is given up."""

        def rollback(self) -> None:
            super().rollback()
            with closing(store.create(path)) as writer:
                store.ingest(writer, *later)

    def hasty(target: Path) -> Database:
        db = store.create(target)
        if target == path:
            db.conn.close()
            db.conn = sqlite3.connect(path, factory=Hasty)
        return db

    monkeypatch.setattr(maintenance, "create", hasty)
    with pytest.raises(store.ArchiveError, match="since another program wrote to it"):
        store.rebuild_in_place(path, extract)
    with closing(store.open(path)) as connection:
        assert store.speakers(connection, "Ann Late")
        assert list(store.verify(connection)) == []
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.slow
def test_a_new_date_is_that_of_the_quotations_that_left_too(tmp_path: Path) -> None:
    article, found = plain("It is safe", person("Ann Marsh"), url="https://a.example/1", published="2031-01-01")
    withdrawn = plain("It is not", person("Ben Okonkwo"), url="https://a.example/1", published="2031-01-02")
    edited = replace(article, text="Nothing was said.", published="2031-01-03")
    texts = {article.text: found, withdrawn[0].text: withdrawn[1], edited.text: []}
    with fill(tmp_path / "quotes.db", [(article, found), withdrawn]) as db:
        corrections.withdraw(db, id_of(tmp_path / "quotes.db", "It is not"), "misquoted", who=ME)
        store.ingest(db, edited, [])
    before = dump(tmp_path / "quotes.db")
    assert not [line for line in before if "2031-01-02" in line and not line.startswith('["versions"')]
    store.rebuild_in_place(tmp_path / "quotes.db", lambda article: texts[article.text])
    assert dump(tmp_path / "quotes.db") == before


def test_there_is_nothing_to_rebuild(quay: Path, run: Run) -> None:
    result = run("rebuild", "--db", "nowhere.db")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "there is no such database" in result.stderr
    assert list(quay.glob("nowhere*")) == []


@pytest.mark.slow
def test_rebuild_and_backup_from_the_command_line(quay: Path, run: Run) -> None:
    run("ingest", "quay.txt")
    before = dump(quay / "quotes.db")
    assert run("rebuild").stdout == "quotes.db: 1 article, 3 quotations; before: quotes.db.old\n"
    assert dump(quay / "quotes.db") == before == dump(quay / "quotes.db.old")
    assert run("backup", "copy.db").stdout == "copy.db: 1 article, 3 quotations: nothing wrong\n"
    assert dump(quay / "copy.db") == before
    again = run("backup", "copy.db")
    assert (again.exit_code, again.stderr) == (1, "Error: copy.db: this file exists; name another one\n")
    assert run("backup", "new.db", "--db", "nowhere.db").exit_code == 1
    assert not (quay / "new.db").exists()


def test_a_backup_while_writing_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with fill(path, [(HARBOUR, HARBOUR_QUOTATIONS)]) as db:
        db.execute("begin immediate")
        db.execute("update articles set title = 'half-way'")
        store.copy(path, tmp_path / "copy.db")
        db.rollback()
        store.ingest(db, *plain("Later", person("Ann Marsh")))
    with closing(store.open(tmp_path / "copy.db")) as connection:
        assert list(store.verify(connection)) == []
        assert [each[0] for each in connection.execute("select title from articles")] == [HARBOUR.title]
