"""A copy to publish: compact, checked, immutable, and put in place at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quotes import store
from quotes.ids import article_key, quotation_ids
from quotes.model import Article, Kind, Quotation
from quotes.store import corrections, run_log
from quotes.store.maintenance import publish
from quotes.store.schema import PRIVATE
from tests.builders import ALL, HARBOUR, fill, plain, span, without_paths
from tests.conftest import Run
from tests.site import id_of, serve, text_of


@pytest.fixture
def database(tmp_path: Path) -> Path:
    fill(tmp_path / "quotes.db").conn.close()
    return tmp_path / "quotes.db"


def test_the_copy_says_the_same_and_has_no_log(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public.db"
    publish(database, copy)
    with closing(store.open(database)) as old, closing(store.open(copy)) as new:
        assert without_paths(store.dump(old)) == without_paths(store.dump(new))
    with closing(sqlite3.connect(f"{copy.as_uri()}?immutable=1", uri=True)) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("delete",)
        assert connection.execute("pragma freelist_count").fetchone() == (0,)
        assert connection.execute("select count(*) from sqlite_stat1").fetchone()[0] > 0
        assert connection.execute("select count(*) from quotations_fts('nobody')").fetchone() == (2,)
    assert copy.stat().st_mode & 0o777 == 0o444
    assert sorted(path.name for path in tmp_path.iterdir()) == ["public.db", "quotes.db"]


def test_what_is_being_written_is_in_it_as_far_as_it_is_finished(database: Path, tmp_path: Path) -> None:
    with store.create(database) as db:
        store.ingest(db, *plain("One more"))
        db.execute("begin immediate")
        db.execute("delete from quotation_speakers")
        publish(database, tmp_path / "public.db")
        db.conn.rollback()
    with closing(store.open(tmp_path / "public.db")) as connection:
        assert store.coverage(connection).articles == len(ALL) + 1
        assert list(store.verify(connection)) == []


@pytest.mark.parametrize("what", ["archive", "text", "database"])
def test_only_an_older_copy_is_replaced(database: Path, tmp_path: Path, what: str) -> None:
    target = tmp_path / "other.db"
    if what == "archive":
        fill(target, [plain("Of another desk")]).conn.close()
    elif what == "text":
        target.write_text("notes")
    else:
        with closing(sqlite3.connect(target)) as connection:
            connection.execute("create table notes (text)")
    before = target.read_bytes()
    with pytest.raises(store.ArchiveError, match=r"other\.db: this file exists, and is not a published copy"):
        publish(database, target)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.db", "quotes.db"]
    target.write_bytes(b"")
    publish(database, target)
    publish(database, target)


def test_a_newer_copy_takes_the_place_of_an_older_one_that_is_being_read(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public.db"
    publish(database, copy)
    with closing(store.open(copy)) as reading:
        with store.create(database) as db:
            store.ingest(db, *plain("One more"))
        publish(database, copy)
        assert store.coverage(reading).articles == len(ALL)
    with closing(store.open(copy)) as reading:
        assert store.coverage(reading).articles == len(ALL) + 1


def test_what_is_for_the_newsroom_alone_is_left_out(database: Path, tmp_path: Path) -> None:
    said = "Nobody was ever told of the third withdrawal"
    article = Article(f"“{said}.” And again: “{said}.”\n" + HARBOUR.text, "twice.txt")
    twice = [
        Quotation(Kind.DIRECT, (place,), said, None, None, (), 0.9)
        for place in (span(article.text, said), span(article.text, said, "again"))
    ]
    with store.create(database) as db:
        store.ingest(db, article, twice)
        first, second = quotation_ids(article_key(article), twice)
        run_log.reject(db, "secret.txt", "/home/desk/secret.txt", "cannot be read", "input")
        run_log.remember(db, "https://courier.example/secret-feed", '"etag"', None)
        corrections.withdraw(db, first, "misquoted", who="an editor")
        corrections.merge(db, "ines-okafor", "ruth-achterberg", who="an editor")
    copy = tmp_path / "public.db"
    publish(database, copy)
    with closing(store.open(database)) as old:
        assert said in old.execute("select text from withdrawn_texts").fetchone()[0]
        assert old.execute("select count(*) from minhash_bands").fetchone()[0]
    with closing(store.open(copy)) as new:
        assert new.execute("select text, spans from quotations where status = 'withdrawn'").fetchall() == [(None, None)]
        for table in PRIVATE:
            assert new.execute(f"select count(*) from {table}").fetchone() == (0,)
        assert list(store.verify(new)) == []
        assert store.quotation(new, second)
    for secret in (b"/home/desk", b"secret-feed"):
        assert secret not in copy.read_bytes()
    get = serve(copy)
    gone = get(f"/q/{first}")
    assert gone.status_code == 410
    assert "misquoted" in text_of(gone)
    assert get("/speakers/ruth-achterberg").headers["location"] == "/speakers/ines-okafor"


def test_what_is_wrong_is_not_published(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public.db"
    publish(database, copy)
    before = copy.read_bytes()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("update versions set text = text || '!' where id = 1")
        connection.commit()
    with pytest.raises(store.ArchiveError, match="has a problem"):
        publish(database, copy)
    assert copy.read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if "part" in path.name]


@pytest.mark.parametrize("target", ["quotes.db", "nowhere/public.db", "."])
def test_places_that_will_not_do(database: Path, tmp_path: Path, target: str) -> None:
    before = database.read_bytes()
    with pytest.raises(store.ArchiveError):
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


@pytest.mark.parametrize(
    "arguments",
    [
        ["ingest", "a.txt"],
        ["rebuild"],
        ["undo"],
        ["speakers", "rename", "ines-okafor", "Dame Ines"],
        ["judgements", "--load", "decisions.jsonl"],
        ["authority", "load", "people.csv"],
    ],
)
def test_nobody_changes_the_copy_whatever_its_mode(
    database: Path, run: Run, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(database.parent)
    monkeypatch.setenv("QUOTES_WHO", "An editor")
    for name, content in (
        ("a.txt", "“Yes,” said Ada Byrd."),
        ("decisions.jsonl", ""),
        ("people.csv", "name\nAda Byrd\n"),
    ):
        Path(name).write_text(content)
    copy = Path("public.db")
    assert run("withdraw", id_of(database, "painful"), "--reason", "misquoted").exit_code == 0
    publish(database, copy)
    copy.chmod(0o644)  # as a file that was copied to a server may have it
    before = copy.read_bytes()
    result = run(*arguments, "--db", "public.db")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: public.db: this is a published copy, which nobody may change")
    assert result.stderr.count("\n") == 1
    assert copy.read_bytes() == before
    assert not Path("public.db-wal").exists()
    get = serve(copy, allow={"plugins": {"quotes": {"editor": "Night desk"}}})
    assert get("/desk").status_code == 404
    assert get("/check").status_code == 403
    assert get("/").status_code == 200
    assert run("verify", "--db", "public.db").exit_code == 0
    publish(copy, Path("again.db"))
