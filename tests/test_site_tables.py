"""Datasette's tables look like the site, and say in one sentence what is wrong with a URL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from quotes.site import metadata
from tests.chromium import chromium
from tests.site import Get, serve, text_of
from tests.test_site_browser import serving, tab

TABLES = metadata()["databases"]["quotes"]["tables"]


@pytest.mark.parametrize("path", ["/quotes", "/quotes/quotations", "/quotes/quotations/1", "/quotes/by_speaker?name=x"])
def test_pages_of_datasette_have_our_look_and_footer(get: Get, path: str) -> None:
    page = get(path)
    assert page.status_code == 200
    assert '<a class="wordmark" href="/">Quotes</a>' in page.text
    assert "how accurate it is, and how to report a mistake" in page.text
    assert "Powered by" in page.text
    sheets = [part.split('"')[0] for part in page.text.split('<link rel="stylesheet" href="')[1:]]
    ours = [sheet for sheet in sheets if sheet.startswith("/-/quotes/")]
    assert [sheet.rsplit("/", 1)[1] for sheet in ours] == ["quotes.css", "datasette.css"]
    assert all(get(sheet).status_code == 200 for sheet in ours)


def test_what_columns_mean_is_folded(get: Get) -> None:
    page = get("/quotes/speakers").text
    assert '<details class="folded"><summary>What the columns mean</summary><dl class="column-descriptions">' in page
    assert page.count("<details") == page.count("</details>")
    assert "&lt;dl" not in page
    assert "Narrow by kind" in text_of(page, "body")
    assert "<details open" not in page.replace(' class="folded"', "")
    requested = get("/quotes/speakers?_facet=kind").text
    assert '<details class="folded" open><summary>Narrow by kind' in requested


def test_cells_stay_below_the_names_of_their_columns(get: Get) -> None:
    for path in (
        "/quotes/quotations",
        "/quotes/quotations/1",
        "/quotes/articles",
        "/quotes/speakers",
        "/quotes/name_uses",
    ):
        page = get(path).text
        columns = re.findall(r'<th [^>]*class="(col-\S+)"', page)
        cells = re.findall(r'<td class="(col-\S+)', page.partition("</tr>")[2].partition("</tr>")[0])
        assert columns, path
        assert cells == columns, path


def test_our_pages_have_our_style_sheet_once(get: Get) -> None:
    assert get("/").text.count("quotes.css") == 1
    assert "datasette.css" not in get("/").text


def test_descriptions_are_short() -> None:
    for name, table in TABLES.items():
        described = table.get("description_html") or table.get("description") or ""
        assert len(described) < 250, name


def test_other_sites_keep_the_look_of_datasette(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("create table things (id integer primary key, kind text)")
        other.execute("insert into things (kind) values ('a'), ('b')")
        other.commit()
    get = serve(tmp_path / "other.db")
    for path in ("/", "/other", "/other/things?_facet=kind"):
        page = get(path).text
        assert "/-/quotes/" not in page
        assert "wordmark" not in page
        assert "folded" not in page
        assert "report a mistake" not in page


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("_sort=nosuch", "Cannot sort table by nosuch"),
        ("_sort_desc=nosuch", "Cannot sort table by nosuch"),
        ("_facet=nosuch", "no such column: nosuch"),
        ("_col=nosuch", "invalid columns"),
        ("_size=x", "_size must be a positive integer"),
        ("_search=%22", "fts5: syntax error"),
    ],
)
def test_a_parameter_that_makes_no_sense(get: Get, asked: str, reason: str, capfd: pytest.CaptureFixture[str]) -> None:
    page = get(f"/quotes/quotations?{asked}")
    assert page.status_code == 400
    assert reason in text_of(page)
    answer = get(f"/quotes/quotations.json?{asked}")
    assert (answer.status_code, answer.json()["ok"]) == (400, False)
    assert reason in answer.json()["error"]
    printed = capfd.readouterr()
    assert "Traceback" not in printed.out + printed.err


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.browser
def test_the_first_row_is_on_the_screen(browser: Browser, database: Path) -> None:
    with serving(database) as address:
        for width in (390, 1280):
            for night in (False, True):
                with tab(browser, address, width=width, night=night) as page:
                    for table in ("quotations", "speakers", "articles", "versions", "speaker_names"):
                        page.goto(f"/quotes/{table}")
                        row = page.locator(".rows-and-columns tbody tr").first.bounding_box()
                        assert row is not None
                        assert row["y"] < 844, (table, width)
                        assert page.evaluate("document.documentElement.scrollWidth") <= width
                    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 21, 18)"
                    assert dark == night


@pytest.mark.browser
def test_the_words_are_on_the_screen(browser: Browser, database: Path) -> None:
    with serving(database) as address, tab(browser, address) as page:
        page.goto("/quotes/quotations")
        for column in ("said_by", "statement", "text", "kind", "polarity"):
            box = page.locator(f"tbody tr:first-child td.col-{column}").bounding_box()
            assert box
            assert box["x"] + box["width"] <= 1280, column
