"""What is for the newsroom alone is in no answer, however it is asked for, with SQL open to everybody."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from quotes import store
from quotes.store import corrections, run_log
from quotes.store.publication import publish
from quotes.store.schema import PRIVATE
from tests.builders import HARBOUR, HARBOUR_QUOTATIONS, fill
from tests.site import Get, id_of, serve

WORDS = "painful"
RETIRED = "no plan B"
_UID = re.compile(r"\b[0-9a-z]{16}\b")
ALLOWED = {"databases": {"quotes": {"tables": {table: {"allow": True} for table in PRIVATE}}}}
# What has the text of the articles themselves, which stays public.
ARTICLES = frozenset({"versions", "article_texts", "article_words", "articles_fts"})


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a withdrawn quotation, a retired one, a reject and a fetch."""
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    with fill(path) as db:
        corrections.withdraw(db, id_of(path, WORDS), "misquoted", who="an editor")
        store.ingest(db, HARBOUR, [each for each in HARBOUR_QUOTATIONS if each.text != RETIRED])
        run_log.reject(db, "secret.txt", "/home/desk/secret.txt", "cannot be read", "input")
        run_log.remember(db, "https://courier.example/secret-feed", '"etag"', None)
        kept = db.execute("select text from withdrawn_texts order by text").fetchall()
        assert kept == [(RETIRED,), (WORDS,)]
    return path


@pytest.fixture(scope="module")
def published(database: Path) -> Path:
    """The copy of it that is made for the public."""
    publish(database, database.with_name("published.db"))
    return database.with_name("published.db")


@pytest.fixture(scope="module")
def get(database: Path) -> Get:
    return serve(database, default_allow_sql=True)


@pytest.mark.slow
@pytest.mark.parametrize("table", PRIVATE)
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


@pytest.mark.parametrize("index", ["articles_fts", "quotations_fts", "speaker_names_fts"])
def test_full_text_indexes_do_not_show_the_words_of_closed_tables(get: Get, index: str) -> None:
    views = ("article_texts", "article_words", "quotation_words")
    same = (*views, index, index.upper(), index.replace("_", "~5F"), f"{index}_data")
    for path in (*same, f"{index}.json", f"{index}.csv", f"{index}/1.json", f"{index}_data.json"):
        assert get(f"/quotes/{path}").status_code == 403, path
    assert get("/quotes/quotations.json?_search=painful").status_code == 200


def test_metadata_cannot_open_them(database: Path) -> None:
    get = serve(database, allow=ALLOWED)
    for table in PRIVATE:
        assert get(f"/quotes/{table}.json").status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize(
    "sql",
    [
        "select text from withdrawn_texts",
        "select * from withdrawn_texts",
        "select TEXT from WITHDRAWN_TEXTS",
        'select "text" from main.withdrawn_texts',
        "select substr(text, 1) from withdrawn_texts",
        "select uid from quotations where exists (select 1 from withdrawn_texts w where w.text like '%painful%')",
        "with w as (select * from withdrawn_texts) select w.text from w",
        "select (select text from withdrawn_texts limit 1)",
        "select uid from quotations where 1 in (select 1 from withdrawn_texts group by text having max(text) > 'a')",
        "select uid from quotations where exists (select 1 from withdrawn_texts w, json_each(w.spans))",
        "select group_concat(text), min(text), max(text) from withdrawn_texts",
        "select value from withdrawn_texts, json_each(json_array(text, mention, cue))",
        "select q.uid, w.text from quotations q left join withdrawn_texts w on w.quotation_id = q.id",
        "select uid from quotations where id in (select quotation_id from withdrawn_texts where text = 'painful')",
        "select w.* from withdrawn_texts w join quotations q on q.id = w.quotation_id where q.status = 'withdrawn'",
        "select text from quotations where status in ('retired', 'withdrawn')",
        "select * from quotations where quotations match 'painful'",
        "select * from quotations_fts where quotations_fts match 'painful'",
        "select snippet(quotations_fts, 0, '', '', '', 9) from quotations_fts('painful')",
        "select term from quotations_fts_words where term = 'painful'",
        "select data from sqlite_dbpage",
        "select origin from rejects",
        "select * from rejects",
        "select url from fetches",
    ],
)
def test_no_statement_reads_them(get: Get, sql: str) -> None:
    answers = _answers(get, sql)
    assert WORDS not in answers
    assert RETIRED not in answers
    assert "secret" not in answers
    assert not _UID.search(answers) or "left join" in sql


@pytest.mark.slow
def test_no_table_has_the_words(get: Get, database: Path, published: Path) -> None:
    """Every table and index is read whole, with SQL and as a download, in the archive and in its public copy."""
    public = serve(published, default_allow_sql=True)
    for name, ask in (("quotes", get), ("published", public)):
        for table in _tables(database):
            answers = _answers(ask, f'select * from "{table}"', name)
            answers += "".join(ask(f"/{name}/{table}{form}").text for form in (".json", ".csv?_stream=1"))
            if table not in ARTICLES:
                assert WORDS not in answers, table
                assert RETIRED not in answers, table
            assert "secret" not in answers, table


@pytest.mark.slow
def test_no_facet_or_search_counts_them(get: Get, published: Path) -> None:
    for name, ask in (("quotes", get), ("published", serve(published))):
        for query in ("_facet=text", "_facet=cue", "_facet=mention", "_facet_array=spans", "text__contains=ainfu"):
            shown = ask(f"/{name}/quotations.json?{query}&status__in=retired,withdrawn").text
            assert WORDS not in shown.replace("text__contains", "")
            assert RETIRED not in shown
        for words in (WORDS, "plan"):
            assert ask(f"/{name}/quotations.json?_search={words}").json()["rows"] == []
            for form in ("json", "csv"):
                assert "uid" not in ask(f"/search.{form}?q={words}").text.partition("\n")[2]


def test_a_public_copy_has_nothing_private(published: Path) -> None:
    with closing(sqlite3.connect(published)) as connection:
        for table in PRIVATE:
            assert connection.execute(f"select count(*) from {table}").fetchone() == (0,), table
        for (block,) in connection.execute("select block from quotations_fts_data"):
            assert WORDS.encode() not in block
        assert connection.execute("select count(*) from quotations_fts('painful OR plan')").fetchone() == (0,)
        statuses = connection.execute("select status from quotations where text is null order by status").fetchall()
    assert statuses == [("retired",), ("withdrawn",)]
    assert b"secret" not in published.read_bytes()


@pytest.mark.slow
def test_sql_reads_the_rest(get: Get) -> None:
    for sql in (
        "select text from quotations where text is not null",
        "select uid, status_reason from quotations where status = 'withdrawn'",
        "select count(*) from rejects",
    ):
        answers = [get(f"{path}.json?sql={quote(sql)}&_shape=array") for path in ("/quotes", "/quotes/-/query")]
        assert any(answer.status_code == 200 and answer.json() for answer in answers), sql


@pytest.mark.slow
def test_not_by_way_of_several_databases_either(database: Path) -> None:
    get = serve(database, crossdb=True)
    for path in ("/_memory.json?sql=", "/_memory/-/query.json?sql="):
        assert WORDS not in get(path + quote("select text from quotes.withdrawn_texts")).text


@pytest.mark.slow
def test_every_archive_is_closed_not_the_one_that_is_shown_alone(database: Path, tmp_path: Path) -> None:
    (tmp_path / "second.db").write_bytes(database.read_bytes())
    get = serve(database, tmp_path / "second.db", default_allow_sql=True)
    assert get("/second/withdrawn_texts.json").status_code == 403
    for path in ("/second.json?sql=", "/second/-/query.json?sql="):
        assert WORDS not in get(path + quote("select group_concat(text) as words from withdrawn_texts")).text


def test_the_file_is_not_given_away(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "quotes.db"
    copy.write_bytes(database.read_bytes())
    get = serve(immutables=[copy], allow_download=True)
    assert get("/quotes.db").status_code == 403


def test_pages_still_say_why_a_quotation_is_withdrawn(get: Get, database: Path, published: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        ((uid,),) = connection.execute("select uid from quotations where status = 'withdrawn'")
    for ask in (get, serve(published)):
        page = ask(f"/q/{uid}")
        assert page.status_code == 410
        assert "misquoted" in page.text
        assert WORDS not in page.text


def _answers(get: Get, sql: str, name: str = "quotes") -> str:
    """The rows that a statement gives, by each of Datasette's ways to send one."""
    responses = [get(f"{path}.json?sql={quote(sql)}") for path in (f"/{name}", f"/{name}/-/query")]
    return "".join(str(each.json().get("rows", [])) for each in responses if each.status_code == 200)


def _tables(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [
            name for (name,) in connection.execute("select name from sqlite_schema where type in ('table', 'view')")
        ]
