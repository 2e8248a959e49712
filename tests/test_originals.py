"""The files and pages that articles were read from are kept, checked, handed out as they were, and not published."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from quotes import store
from quotes.ids import article_key
from quotes.model import Original
from quotes.readers import Unit
from quotes.readers.dispatch import read_unit, units
from quotes.store import originals
from quotes.store.publication import publish
from quotes.store.schema import PRIVATE
from tests.builders import HARBOUR, HARBOUR_QUOTATIONS, fill, plain
from tests.conftest import QUAY, Run
from tests.pdfs import column, pdf
from tests.site import id_of, serve, text_of

PAGE = b"<html><script>alert('kept')</script><p>The harbour will close.</p></html>"
KEPT = replace(HARBOUR, original=Original(PAGE, ".html"))
KEY = article_key(HARBOUR)
WORDS = "The ferry will not sail on Monday, and nobody knows when it will sail again, said Dora Pell of the harbour."


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive that has the original of one article."""
    path = tmp_path / "quotes.db"
    with fill(path) as db:
        assert store.ingest(db, KEPT, HARBOUR_QUOTATIONS) == "unchanged"
    return path


def read(path: Path, *, keep: bool = True) -> dict[str, Original | None]:
    """The original of each article in a file or folder, by source."""
    found = [each for unit in units([path], {}) for each in read_unit(unit, {}, keep_original=keep)]
    return {each.source.removeprefix(f"{path.parent}/"): getattr(each, "original", None) for each in found}


def test_files_of_one_article_are_kept_with_their_ending(tmp_path: Path) -> None:
    document = pdf([column([WORDS[:50], WORDS[50:]])])
    (tmp_path / "a.pdf").write_bytes(document)
    (tmp_path / "b.md").write_text(WORDS)
    (tmp_path / "c").write_text(f"<html><body><article><p>{WORDS}</p><p>{WORDS}</p></article></body></html>")
    assert read(tmp_path / "a.pdf") == {"a.pdf": Original(document, ".pdf")}
    assert read(tmp_path / "b.md") == {"b.md": Original(WORDS.encode(), ".md")}
    assert read(tmp_path / "c") == {"c": Original((tmp_path / "c").read_bytes(), ".html")}
    assert read(tmp_path / "a.pdf", keep=False) == {"a.pdf": None}


def test_a_file_in_an_archive_is_kept_and_a_row_of_a_table_has_none(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr("b.txt", WORDS)
    (tmp_path / "rows.jsonl").write_text(json.dumps({"text": WORDS}))
    assert read(tmp_path / "all.zip") == {"all.zip, b.txt": Original(WORDS.encode(), ".txt")}
    assert read(tmp_path / "rows.jsonl") == {"rows.jsonl, line 1": None}


def test_a_file_that_is_too_large_is_read_but_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.readers.dispatch.LARGEST_ORIGINAL", len(WORDS) - 1)
    (tmp_path / "a.txt").write_text(WORDS)
    (found,) = read_unit(Unit("a.txt", tmp_path / "a.txt"), {}, keep_original=True)
    assert not isinstance(found, Exception)
    assert (found.text, found.original) == (WORDS, None)


def test_each_version_has_its_own_and_the_first_one_stays(archive: Path) -> None:
    with store.create(archive) as db:
        again = replace(KEPT, original=Original(b"<html>another advertisement</html>", ".html"))
        assert store.ingest(db, again, HARBOUR_QUOTATIONS) == "unchanged"
        assert originals.original(db.conn, KEY, 1) == KEPT.original
        edited = replace(again, text=HARBOUR.text + "It rained.\n")
        assert store.ingest(db, edited, HARBOUR_QUOTATIONS) == "updated"
        assert originals.original(db.conn, KEY, 1) == KEPT.original
        assert originals.original(db.conn, KEY, 2) == again.original
        assert [each.has_original for each in store.versions(db.conn, KEY)] == [True, True]
        assert list(store.verify(db.conn)) == []


def test_of_a_version_with_new_metadata_the_first_one_stays_alone(archive: Path) -> None:
    with store.create(archive) as db:
        again = replace(KEPT, title="Another title", original=Original(b"<html>another title</html>", ".html"))
        assert store.ingest(db, again, HARBOUR_QUOTATIONS) == "updated"
        assert db["originals"].count == 1
        assert list(store.verify(db.conn)) == []


def test_a_file_with_several_articles_is_stored_once(archive: Path) -> None:
    with store.create(archive) as db:
        for number in range(3):
            other = replace(KEPT, text=f"Nothing was said, and that {number} times.", url=f"https://a.example/{number}")
            store.ingest(db, other, [])
        assert db["originals"].count == 1
        assert db.execute("select count(*) from versions where original_id = 1").fetchone() == (4,)
        assert list(store.verify(db.conn)) == []


def test_they_are_compressed(archive: Path) -> None:
    large = Original(PAGE * 1000, ".html")
    with store.create(archive) as db:
        store.ingest(db, replace(KEPT, text="Nothing.", url="https://a.example/", original=large), [])
        (size, stored) = db.execute("select max(byte_size), max(length(data)) from originals").fetchone()
    assert size == len(large.data) > 20 * stored


@pytest.mark.parametrize(
    "change", ["data = x'00'", "data = zeroblob(9)", "byte_size = 3", "sha256 = replace(sha256, 'a', 'b')"]
)
def test_verify_finds_changed_bytes(archive: Path, change: str, run: Run) -> None:
    with closing(sqlite3.connect(archive, isolation_level=None)) as connection:
        connection.execute(f"update originals set {change}")
    with closing(store.open(archive)) as connection:
        assert any(line.startswith("original ") and "hash" in line for line in store.verify(connection))
    result = run("articles", "original", KEY, archive.with_name("a.html"), "--db", archive)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "this database is damaged" in result.stderr
    assert not archive.with_name("a.html").exists()


def test_verify_finds_one_that_no_version_has(archive: Path) -> None:
    with closing(sqlite3.connect(archive, isolation_level=None)) as connection:
        connection.execute("update versions set original_id = null")
    with closing(store.open(archive)) as connection:
        assert [line.partition(": ")[2] for line in store.verify(connection)] == [
            "no version of an article was read from it"
        ]


def test_rebuild_keeps_them(archive: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    with closing(store.open(archive)) as connection:
        store.rebuild(connection, again, lambda article: HARBOUR_QUOTATIONS if article.text == HARBOUR.text else [])
    with closing(store.open(again)) as connection:
        assert originals.original(connection, KEY, 1) == KEPT.original
        assert list(store.verify(connection)) == []


def test_a_published_copy_has_them_only_if_asked(archive: Path, tmp_path: Path, run: Run) -> None:
    publish(archive, tmp_path / "public.db")
    with closing(store.open(tmp_path / "public.db")) as connection:
        assert connection.execute("select count(*) from originals").fetchone() == (0,)
        assert originals.original(connection, KEY, 1) is None
    get = serve(tmp_path / "public.db")
    assert "original" not in get(f"/articles/{KEY}").text.replace("Original article", "")
    assert get(f"/articles/{KEY}/versions/1/original").status_code == 404
    assert run("publish-copy", tmp_path / "public.db", "--keep-originals", "--db", archive).exit_code == 0
    with closing(store.open(tmp_path / "public.db")) as connection:
        for table in PRIVATE:
            assert (table == "originals") == bool(connection.execute(f"select count(*) from {table}").fetchone()[0])
    assert serve(tmp_path / "public.db")(f"/articles/{KEY}/versions/1/original").content == PAGE


@pytest.mark.slow
def test_the_site_hands_them_out_to_be_saved_and_never_shown(archive: Path) -> None:
    get = serve(archive, default_allow_sql=True)
    path = f"/articles/{KEY}/versions/1/original"
    quotation = id_of(archive, "painful")
    for page in (f"/articles/{KEY}", f"/articles/{KEY}/versions/1", f"/q/{quotation}"):
        assert f'href="{path}"' in get(page).text, page
    response = get(path)
    assert response.content == PAGE
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"] == f'attachment; filename="{KEY}.html"'
    assert response.headers["x-content-type-options"] == "nosniff"
    policy = response.headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "sandbox"} <= set(policy)
    assert get(f"/articles/{KEY}/versions/2/original").status_code == 404
    assert get(f"/articles/{KEY.upper()}/versions/1/original").headers["location"] == path
    assert "/quotes/originals" not in get("/quotes").text
    assert get("/quotes/originals").status_code == 403
    assert get("/quotes/versions").status_code == 200
    rows = get("/quotes.json?sql=select+sha256,+data+from+originals&_shape=arrays").json()["rows"]
    assert rows == [[None, None]]


def test_whoever_may_not_see_versions_gets_none(archive: Path) -> None:
    closed = {"databases": {"quotes": {"tables": {"versions": {"allow": {"id": "root"}}}}}}
    get = serve(archive, allow=closed)
    path = f"/articles/{KEY}/versions/1/original"
    assert get(path).status_code == 403
    assert path not in get(f"/articles/{KEY}").text
    assert get(path, actor="root").content == PAGE


@pytest.mark.slow
def test_a_command_writes_one_to_a_file(quay: Path, run: Run) -> None:
    assert run("ingest", "quay.txt", "--keep-originals").exit_code == 0
    (article,) = (json.loads(line) for line in run("articles", "--format", "jsonl").stdout.splitlines())
    result = run("articles", "original", article["id"])
    assert result.stdout == f"{article['id']}.txt: {len(QUAY.encode())} bytes\n"
    assert Path(f"{article['id']}.txt").read_bytes() == QUAY.encode()
    again = run("articles", "original", article["id"])
    assert (again.exit_code, again.stderr) == (1, f"Error: {article['id']}.txt: file exists\n")
    result = run("articles", "original", article["id"], "copy.txt", "--format", "jsonl")
    record = {"file": "copy.txt", "article": article["id"], "version": 1, "bytes": len(QUAY.encode())}
    assert json.loads(result.stdout) == record


@pytest.mark.slow
def test_what_is_not_kept_is_said(quay: Path, run: Run) -> None:
    run("ingest", "quay.txt")
    (article,) = (json.loads(line) for line in run("articles", "--format", "jsonl").stdout.splitlines())
    result = run("articles", "original", article["id"])
    assert result.exit_code == 1
    assert "the original of version 1 is not in this database; `quotes ingest --keep-originals`" in result.stderr
    assert "no article has the id" in run("articles", "original", "0" * 16).stderr
    assert "1 article (1 unchanged)" in run("ingest", "quay.txt", "--keep-originals").stdout
    assert run("articles", "original", article["id"]).exit_code == 0
    assert "of version 2 is not" in run("articles", "original", article["id"], "--version", "2").stderr
    assert run("verify").exit_code == 0


def test_the_page_of_an_article_without_one_has_no_link(archive: Path) -> None:
    with closing(store.open(archive)) as connection:
        (other,) = connection.execute("select uid from articles where uid <> ? limit 1", [KEY]).fetchone()
    assert "Archived file" not in text_of(serve(archive)(f"/articles/{other}"))


def test_another_file_with_the_same_text_is_not_kept_beside_the_first(tmp_path: Path) -> None:
    article, found = plain("The pier is closed", url="https://quay.example/pier")
    first, second = (replace(article, original=Original(data, ".html")) for data in (b"one", b"two"))
    with closing(store.create(tmp_path / "quotes.db")) as db:
        store.ingest(db, first, found)
        assert store.ingest(db, replace(second, published="2031-01-02"), found) == "updated"
        assert [row[0] for row in db.execute("select byte_size from originals")] == [3]
        assert list(store.verify(db.conn)) == []
