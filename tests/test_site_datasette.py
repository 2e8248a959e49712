"""The plugin lives well with Datasette: its own pages, metadata.yml, other databases, other settings."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from quotes import store
from quotes.ids import article_key
from quotes.site import metadata
from quotes.store.schema import PRIVATE
from tests.builders import HARBOUR, UNDATED, fill, person, plain
from tests.site import Get, id_of, serve, text_of

pytestmark = pytest.mark.slow

DESCRIBED: dict[str, Any] = metadata()["databases"]["quotes"]
TABLES = {name: table for name, table in DESCRIBED["tables"].items() if not table.get("hidden")}
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    db = fill(path)
    for number, outlet in enumerate(["Day", "Night"]):
        url = f"https://a.example/{number}"
        store.ingest(db, *plain("There will be no new bridge", person("Ann Ferrier"), outlet=outlet, url=url))
    db.conn.close()
    return path


def tables(database: Path) -> dict[str, set[str]]:
    """The tables that people see, with their columns."""
    with closing(sqlite3.connect(database)) as connection:
        names = connection.execute("select name from sqlite_schema where type = 'table'").fetchall()
        return {
            name: {row[1] for row in connection.execute(f"pragma table_info([{name}])")}
            for (name,) in names
            if "_fts" not in name and not name.startswith("_") and not name.startswith("sqlite_")
        }


def test_metadata_describes_every_table_and_column(database: Path) -> None:
    there = tables(database)
    assert set(TABLES) == set(there) - set(PRIVATE)
    for name, table in TABLES.items():
        assert table["title"]
        assert set(table["columns"]) <= there[name], name
        explained = there[name] - set(table["columns"])
        assert explained <= {"id"}, f"{name}: {explained} not described"


@pytest.mark.parametrize("table", TABLES)
def test_table_pages_with_their_facets(get: Get, table: str) -> None:
    page = get(f"/quotes/{table}")
    assert page.status_code == 200
    assert "timed out" not in page.text
    results = get(f"/quotes/{table}.json", params={"_extra": "facet_results"}).json()["facet_results"]
    facets = {result["name"] for result in results.get("results", results).values()}
    wanted = {next(iter(each.values())) if isinstance(each, dict) else each for each in TABLES[table].get("facets", [])}
    assert facets == wanted


@pytest.mark.parametrize("table", [name for name, each in TABLES.items() if "fts_table" in each])
def test_table_search(get: Get, table: str) -> None:
    # The text of an article is in a table of its own.
    words, shown = {
        "quotations": ("painful", "painful"),
        "speaker_names": ("okafor", "okafor"),
        "articles": ("gate", "port ellery harbour to close"),
    }[table]
    rows = get(f"/quotes/{table}.json", params={"_search": words, "_shape": "array"}).json()
    assert rows
    assert all(shown in " ".join(map(str, row.values())).lower() for row in rows)


@pytest.mark.parametrize(
    ("query", "asked", "column", "expected"),
    [
        ("by_speaker", {"name": "Okafor"}, "statement", 5),
        ("by_speaker", {"name": "nobody"}, "statement", 0),
        ("paraphrases", {"name": ""}, "statement", 2),
        ("paraphrases", {"name": "Okafor"}, "statement", 1),
        ("unattributed", {}, "statement", 1),
        ("unsure", {}, "statement", 14),
        ("by_outlet_and_month", {}, "outlet", 5),
        ("speakers_by_outlet", {"outlet": "Tides Weekly"}, "speaker", 3),
        ("speakers_by_outlet", {"outlet": ""}, "speaker", 11),
        ("beside", {"name": "Okafor"}, "speaker", 6),
        ("roles", {"name": "Okafor"}, "role", 2),
        ("same_words", {}, "text", 1),
    ],
)
def test_named_queries(get: Get, query: str, asked: dict[str, str], column: str, expected: int) -> None:
    assert set(DESCRIBED["queries"]) == {
        "by_speaker", "paraphrases", "unattributed", "unsure", "by_outlet_and_month", "speakers_by_outlet", "beside",
        "roles", "same_words",
    }  # fmt: skip
    rows = get(f"/quotes/{query}.json", params={"_shape": "array", **asked}).json()
    assert len(rows) == expected
    assert all(row[column] for row in rows)
    page = get(f"/quotes/{query}", params=asked)
    assert page.status_code == 200
    assert DESCRIBED["queries"][query]["title"] in page.text


def test_ids_in_raw_rows_lead_to_our_pages(get: Get, database: Path) -> None:
    id = id_of(database, "painful")
    assert f'<a href="/q/{id}">{id}</a>' in get("/quotes/quotations").text
    assert '<a href="/speakers/ines-okafor">ines-okafor</a>' in get("/quotes/speakers").text
    assert (
        f'<a href="/articles/{article_key(HARBOUR)}">Port Ellery harbour to close</a>' in get("/quotes/articles").text
    )
    assert f'<a href="/articles/{article_key(UNDATED)}">untitled</a>' in get("/quotes/articles").text
    assert f'<a href="/q/{id}">{id}</a>' in get("/quotes/by_speaker?name=Okafor").text


def test_datasette_s_pages_lead_back(get: Get) -> None:
    menu = re.findall(r'<li><a href="([^"]+)">', get("/quotes/quotations").text)
    assert {"/", "/search", "/speakers", "/articles"} <= set(menu)
    assert 'href="/quotes">Data</a>' in get("/").text


@pytest.mark.slow
def test_missing_data_stay_json(get: Get) -> None:
    assert get("/quotes/no_such_table.json").json()["status"] == 404
    assert get("/quotes/quotations/9999.json").json()["status"] == 404


def test_addresses_that_fit_no_route_are_not_found(get: Get) -> None:
    for path in ("/-/none", "/a/b/c/d/e", "/a/b/c/d.json"):
        response = get(path)
        assert response.status_code == 404
        assert "There is no page at this URL." in text_of(response)


@pytest.mark.slow
def test_other_name_and_other_databases(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "first.db")) as other:
        other.execute("create table quotations (id, text)")
        other.execute("insert into quotations values ('x', 'y')")
        other.commit()
    fill(tmp_path / "my archive.db").conn.close()
    get = serve(tmp_path / "first.db", tmp_path / "my archive.db")
    assert "4 articles" in text_of(get("/"))
    assert 'href="/my+archive">Data</a>' in get("/").text
    assert '<a href="/q/x">' not in get("/first/quotations").text
    assert '<a href="/q/' in get("/my+archive/quotations").text


@pytest.mark.slow
def test_descriptions_are_applied_whatever_the_name(database: Path, get: Get, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("create table quotations (id integer primary key, text)")
        other.commit()
    for name in ("my archive.db", "second.db"):
        (tmp_path / name).write_bytes(database.read_bytes())
    elsewhere = serve(*(tmp_path / name for name in ("my archive.db", "other.db", "second.db")))
    for name in ("my+archive", "second"):
        assert DESCRIBED["title"] in elsewhere(f"/{name}").text
        for table, described in TABLES.items():
            page = text_of(elsewhere(f"/{name}/{table}"), "body")
            assert described["title"] in page
            for description in described["columns"].values():
                assert " ".join(description.split()) in page
            asked = {"_extra": "facet_results"}
            there, here = (
                ask(f"/{each}/{table}.json", params=asked).json() for ask, each in ((elsewhere, name), (get, "quotes"))
            )
            assert there["rows"] == here["rows"]
            assert _values(there) == _values(here)
        for query, described in DESCRIBED["queries"].items():
            assert described["title"] in elsewhere(f"/{name}/{query}").text
    assert "Quotations and paraphrases" not in elsewhere("/other/quotations").text
    assert elsewhere("/other/by_speaker").status_code == 404


def _values(answer: dict[str, Any]) -> dict[str, list[tuple[Any, int]]]:
    """The values of each facet, with their counts."""
    results = answer["facet_results"].get("results", answer["facet_results"])
    return {name: [(each["value"], each["count"]) for each in facet["results"]] for name, facet in results.items()}


@pytest.mark.slow
def test_datasette_without_an_archive_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("create table quotations (id, text)")
        other.commit()
    get = serve(tmp_path / "other.db")
    assert 'href="/other"' in get("/").text
    assert get("/search").status_code == 404
    assert "content-security-policy" not in get("/search").headers
    assert "/speakers" not in get("/other").text


def test_site_below_a_path(database: Path) -> None:
    get = serve(database, base_url="/archive/")
    page = get("/")
    for link in re.findall(r'(?:href|action)="([^"]+)"', page.text):
        assert link.startswith(("/archive/", "#")), link
    id = id_of(database, "painful")
    assert f'<link rel="canonical" href="http://localhost/archive/q/{id}">' in get(f"/q/{id}").text
    assert get(re.findall(r'stylesheet" href="/archive([^"]+)', page.text)[0]).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("how", [[], ["-i"]], ids=["as it is", "immutable"])
def test_plain_datasette(tmp_path: Path, unused_port: int, how: list[str]) -> None:
    fill(tmp_path / "quotes.db").conn.close()
    command = [sys.executable, "-m", "datasette", *how, "quotes.db", "-m", str(ROOT / "metadata.yml")]
    process = subprocess.Popen([*command, "--port", str(unused_port)], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    address = f"http://127.0.0.1:{unused_port}"
    try:
        assert "The café on the quay" in read(f"{address}/", process)
        assert "mark>painful</mark" in read(f"{address}/search?{urlencode({'q': 'painful'})}", process)
        assert "Quotations and paraphrases" in read(f"{address}/quotes/quotations", process)
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=10)
    assert "Traceback" not in errors


def read(address: str, process: subprocess.Popen[str]) -> str:
    """The page at `address`, waiting for the server to be there."""
    for _ in range(200):
        try:
            with urlopen(address, timeout=30) as response:
                return str(response.read().decode())
        except HTTPError:
            raise
        except OSError:
            assert process.poll() is None, process.communicate()
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/quotes", "/quotes?_show_hidden=1"])
def test_what_is_listed_may_be_opened(get: Get, path: str) -> None:
    links = set(re.findall(r'href="(/quotes/\w+)"', get(path).text))
    assert {each: status for each in links if (status := get(each).status_code) != 200} == {}
    assert "/quotes/article_texts" not in links
