"""What is for the newsroom alone is in no answer, however it is asked for, with SQL open to everybody."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from quotes.store import corrections, run_log
from quotes.store.schema import PRIVATE
from tests.builders import fill
from tests.site import Get, id_of, serve

WORDS = "painful"
TABLES = (*PRIVATE, "retired")
ALLOWED = {"databases": {"quotes": {"tables": {table: {"allow": True} for table in TABLES}}}}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a withdrawn quotation, a reject and a fetch."""
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    with fill(path) as db:
        corrections.withdraw(db, id_of(path, WORDS), "misquoted", who="an editor")
        run_log.reject(db, "secret.txt", "/home/desk/secret.txt", "cannot be read", "input")
        run_log.remember(db, "https://courier.example/secret-feed", '"etag"', None)
        assert WORDS in db.execute("select kept from retired").fetchone()[0]
    return path


@pytest.fixture(scope="module")
def get(database: Path) -> Get:
    return serve(database, default_allow_sql=True)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("actor", [None, "root"])
def test_private_tables_are_nobodys_to_see(get: Get, table: str, actor: str | None) -> None:
    for path in (
        f"/quotes/{table}",
        f"/quotes/{table}.json",
        f"/quotes/{table}.csv",
        f"/quotes/{table}.json?_facet=rowid&_search=secret",
        f"/quotes/{table}/1.json",
    ):
        response = get(path, actor=actor)
        assert response.status_code == 403, path
    assert get(f"/quotes/{table.upper()}", actor=actor).status_code in (403, 404)
    assert f"/quotes/{table}" not in get("/quotes", actor=actor).text


@pytest.mark.parametrize("index", ["articles_fts", "quotations_fts", "names_fts"])
def test_full_text_indexes_do_not_show_the_words_of_closed_tables(get: Get, index: str) -> None:
    same = (index, index.upper(), index.replace("_", "~5F"), f"{index}_data")
    for path in (*same, f"{index}.json", f"{index}.csv", f"{index}/1.json", f"{index}_data.json"):
        assert get(f"/quotes/{path}").status_code == 403, path
    assert get("/quotes/quotations.json?_search=painful").status_code == 200


def test_metadata_cannot_open_them(database: Path) -> None:
    get = serve(database, allow=ALLOWED)
    for table in TABLES:
        assert get(f"/quotes/{table}.json").status_code == 403


@pytest.mark.parametrize(
    "sql",
    [
        "select kept from retired",
        "select * from retired",
        "select KEPT from RETIRED",
        'select "kept" from main.retired',
        "select substr(kept, 1) from retired",
        "select id from retired where kept like '%painful%'",
        "with r as (select * from retired) select r.kept from r",
        "select (select kept from retired limit 1)",
        "select id from retired group by kept having max(kept) > 'a'",
        "select id from retired where exists (select 1 from json_each(kept))",
        "select group_concat(kept), min(kept), max(kept) from retired",
        "select value from retired, json_each(kept)",
        "select origin from rejects",
        "select * from rejects",
        "select url from fetches",
    ],
)
def test_no_statement_reads_them(get: Get, sql: str, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        ((id,),) = connection.execute("select id from retired")
    for path in (f"/quotes.json?sql={quote(sql)}", f"/quotes/-/query.json?sql={quote(sql)}"):
        response = get(path)
        rows = str(response.json().get("rows", [])) if response.status_code == 200 else ""
        assert WORDS not in rows
        assert "secret" not in rows
        assert id not in rows or "*" in sql


def test_sql_reads_the_rest(get: Get) -> None:
    for sql in ("select text from quotations", "select id, reason from retired", "select count(*) from rejects"):
        answers = [get(f"{path}.json?sql={quote(sql)}&_shape=array") for path in ("/quotes", "/quotes/-/query")]
        assert any(answer.status_code == 200 and answer.json() for answer in answers), sql


def test_not_by_way_of_several_databases_either(database: Path) -> None:
    get = serve(database, crossdb=True)
    for path in ("/_memory.json?sql=", "/_memory/-/query.json?sql="):
        assert WORDS not in get(path + quote("select kept from quotes.retired")).text


def test_every_archive_is_closed_not_the_one_that_is_shown_alone(database: Path, tmp_path: Path) -> None:
    (tmp_path / "second.db").write_bytes(database.read_bytes())
    get = serve(database, tmp_path / "second.db", default_allow_sql=True)
    assert get("/second/retired.json").status_code == 403
    for path in ("/second.json?sql=", "/second/-/query.json?sql="):
        assert WORDS not in get(path + quote("select group_concat(kept) as words from retired")).text


def test_the_file_is_not_given_away(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "quotes.db"
    copy.write_bytes(database.read_bytes())
    get = serve(immutables=[copy], allow_download=True)
    assert get("/quotes.db").status_code == 403


def test_pages_still_say_why_a_quotation_is_gone(get: Get, database: Path) -> None:
    gone = get("/quotes/-/query.json?sql=select+id+from+retired&_shape=array")
    if gone.status_code != 200:
        gone = get("/quotes.json?sql=select+id+from+retired&_shape=array")
    page = get(f"/q/{gone.json()[0]['id']}")
    assert page.status_code == 410
    assert "misquoted" in page.text
