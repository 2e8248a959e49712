"""A damaged archive: a page that says so, and data that say so, in the place of a bare error."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quotes.site import damage
from tests.builders import fill
from tests.site import id_of, serve, text_of


@pytest.fixture
def database(tmp_path: Path) -> Path:
    with fill(tmp_path / "quotes.db") as db:
        db.execute("pragma wal_checkpoint(truncate)")
    return tmp_path / "quotes.db"


def overwrite(database: Path, table: str) -> None:
    """Fills the page on which a table begins with junk."""
    with closing(sqlite3.connect(database)) as connection:
        ((size,),) = connection.execute("pragma page_size")
        ((root,),) = connection.execute("select rootpage from sqlite_schema where name = ?", [table])
    data = bytearray(database.read_bytes())
    data[(root - 1) * size : root * size] = b"\xab" * size
    database.write_bytes(data)


def test_pages_say_that_the_archive_is_damaged(database: Path, caplog: pytest.LogCaptureFixture) -> None:
    id = id_of(database, "painful")
    overwrite(database, "quotations")
    get = serve(database)
    for path in ("/", f"/q/{id}", "/search?q=crews", "/search.csv?q=crews", "/quotes/quotations", "/sitemap.xml"):
        page = get(path)
        assert page.status_code == 503, path
        assert "This archive is damaged" in text_of(page)
        assert "restore the file from a backup" in text_of(page)
        assert page.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in page.headers["content-security-policy"]
    assert get("/quotes/speakers").status_code == 200
    assert f"/q/{id} cannot be shown: database disk image is malformed" in caplog.text


def test_programs_are_told_too(database: Path) -> None:
    overwrite(database, "quotations")
    get = serve(database)
    for path in ("/search.json?q=crews", "/quotes/quotations.json"):
        answer = get(path)
        assert (answer.status_code, answer.json()["error"]) == (503, "This archive is damaged")


def test_what_does_not_parse_is_a_page_too(database: Path, caplog: pytest.LogCaptureFixture) -> None:
    id = id_of(database, "painful")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("update quotations set spans = '[[1, 2'")
        connection.commit()
    get = serve(database)
    for path in ("/", f"/q/{id}", "/search?q=crews", "/search.csv?q=crews"):
        page = get(path)
        assert page.status_code == 500, path
        assert "This page cannot be shown" in text_of(page)
        assert "quotes verify" in text_of(page)
        assert page.headers["cache-control"] == "no-store"
    assert get(f"/q/{id}.json").json()["error"] == "This page cannot be shown"
    assert "JSONDecodeError" in caplog.text


def test_damage_is_found_in_the_whole_file(database: Path) -> None:
    assert damage.found(database) is None
    overwrite(database, "decisions")
    found = damage.found(database)
    assert found is not None
    assert "\n" not in found
