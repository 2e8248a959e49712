"""Rebuilt from the same articles and judgements, an archive says the same, byte for byte."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from quotes import archive
from quotes.archive import judging
from quotes.article import Article, Quotation
from tests.builders import ALL, CRANES, CRANES_QUOTATIONS, HARBOUR, HARBOUR_QUOTATIONS, fill, person, plain
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
        judging.merge(db, "ruth-achterberg", "tomas-brandvold", who=ME)
        judging.attribute(db, id_of(path, "no plan B"), "ines-okafor", who=ME)
        judging.attribute(db, id_of(path, "It will reopen,"), "Una Newcomb", kind="person", who=ME)
        judging.withdraw(db, id_of(path, "painful"), "misquoted", who=ME)
        judging.rename(db, "ines-okafor", "Inès Okafor", who=ME)
        judging.undo(db, who=ME)
        archive.ingest(db, EDITED, EDITED_QUOTATIONS)
    return path


def dump(path: Path) -> list[str]:
    with closing(archive.open(path)) as connection:
        assert list(archive.verify(connection)) == []
        return list(archive.dump(connection))


def test_the_same_in_the_same_out(path: Path) -> None:
    before = dump(path)
    old = archive.rebuild_in_place(path, extract)
    assert dump(path) == before == dump(old)
    assert sorted(each.name for each in path.parent.iterdir()) == ["quotes.db", "quotes.db.old"]
    archive.rebuild_in_place(path, extract)
    assert dump(path) == before


def test_every_address_outlives_a_reading_that_finds_less(path: Path) -> None:
    with closing(archive.open(path)) as connection:
        ids = [row[0] for row in connection.execute("select id from quotations union select id from retired")]
        slugs = [row[0] for row in connection.execute("select slug from keys")]
    archive.rebuild_in_place(path, lambda article: extract(article)[:1])
    with closing(archive.open(path)) as connection:
        assert list(archive.verify(connection)) == []
        for id in ids:
            assert archive.quotation(connection, id) or archive.retired(connection, id)
        for slug in slugs:
            assert archive.speaker(connection, slug) or archive.former_speaker(connection, slug)
    archive.rebuild_in_place(path, extract)
    with closing(archive.open(path)) as connection:
        assert list(archive.verify(connection)) == []


def test_what_fails_leaves_it_as_it_was(path: Path) -> None:
    before = dump(path)

    def failing(article: Article) -> list[Quotation]:
        if article.source == "undated.txt":
            raise ValueError("too much of it")
        return extract(article)

    with pytest.raises(ValueError, match="too much of it"):
        archive.rebuild_in_place(path, failing)
    assert dump(path) == before
    assert list(path.parent.iterdir()) == [path]


def test_rebuild_and_backup_from_the_command_line(quay: Path, run: Run) -> None:
    run("ingest", "quay.txt")
    before = dump(quay / "quotes.db")
    assert run("rebuild").stdout == "quotes.db: 1 article, 3 quotations; before: quotes.db.old\n"
    assert dump(quay / "quotes.db") == before == dump(quay / "quotes.db.old")
    assert run("backup", "copy.db").stdout == "copy.db: 1 article, 3 quotations: nothing wrong\n"
    assert dump(quay / "copy.db") == before
    again = run("backup", "copy.db")
    assert (again.exit_code, again.stderr) == (1, "Error: copy.db: this file exists; name another one for the copy\n")
    assert run("backup", "new.db", "--db", "nowhere.db").exit_code == 1
    assert not (quay / "new.db").exists()


def test_a_backup_while_writing_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with fill(path, [(HARBOUR, HARBOUR_QUOTATIONS)]) as db:
        db.execute("begin immediate")
        db.execute("update articles set title = 'half-way'")
        archive.copy(path, tmp_path / "copy.db")
        db.rollback()
        archive.ingest(db, *plain("Later", person("Ann Marsh")))
    with closing(archive.open(tmp_path / "copy.db")) as connection:
        assert list(archive.verify(connection)) == []
        assert [each[0] for each in connection.execute("select title from articles")] == [HARBOUR.title]
