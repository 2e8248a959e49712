"""Which results are ranked, and what a search reads to find, sort and count them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from quotes import store
from quotes.model import Article
from quotes.store.queries import rows
from quotes.store.schema import merge_indexes
from quotes.store.search import articles, quotations
from quotes.store.search.articles import search_articles
from quotes.store.search.quotations import Results, counted
from tests.builders import fill, person, plain, quotation
from tests.site import serve, text_of

pytestmark = pytest.mark.slow

ANN, BO = person("Ann Ferrier"), person("Bo Lindqvist")
FERRIES = 30
STEP = 10  # of SQLite's virtual machine, the smallest unit that is counted


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty quotations about ferries, of different lengths, the last four of which are about trams too."""
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    said = [
        plain(
            f"Ferry {'and ferry ' * (n % 7)}number {n} is late{' for trams' * (n > FERRIES - 4)}",
            ANN if n % 3 else BO,
            published=f"2030-01-{n:02}",
        )
        for n in range(1, FERRIES + 1)
    ]
    both = Article(
        "“The bridge is open to ferries and walkers,” said Ann Ferrier and Bo Lindqvist.",
        "b.txt",
        published="2030-02-01",
    )
    said.append((both, [quotation(both, "The bridge is open to ferries and walkers,", by=[ANN, BO])]))
    fill(path, said).close()
    return path


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(store.open(path)) as opened:
        yield opened


def traced(connection: sqlite3.Connection, work: Callable[[], Results]) -> tuple[Results, bool]:
    """What `work` returns, and whether one of its statements ranks."""
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    found = work()
    connection.set_trace_callback(None)
    return found, any("bm25" in each for each in statements)


def steps(connection: sqlite3.Connection, work: Callable[[], object]) -> int:
    """The steps of SQLite's virtual machine that `work` takes."""
    taken = 0

    def count() -> None:
        nonlocal taken
        taken += STEP

    connection.set_progress_handler(count, STEP)
    work()
    connection.set_progress_handler(None, 0)
    return taken


@pytest.mark.parametrize("words", ["bridge", '"is open"', "zebra"])
def test_one_result_is_not_ranked(connection: sqlite3.Connection, words: str) -> None:
    found, ranks = traced(connection, lambda: store.search(connection, words, sort=None))
    assert (found.total, found.sort, ranks) == (words != "zebra", "relevance", False)


def test_few_results_are_ranked_as_if_it_were_asked_for(connection: sqlite3.Connection) -> None:
    found, ranks = traced(connection, lambda: store.search(connection, "ferry", sort=None))
    assert (found.sort, ranks) == ("relevance", True)
    assert found.rows == store.search(connection, "ferry", sort="relevance").rows
    assert found.rows != store.search(connection, "ferry", sort="newest").rows


@pytest.mark.parametrize("fields", [{}, {"since": "2030-01-02"}, {"until": "2030-01-30"}, {"speaker": "ann-ferrier"}])
def test_many_results_are_the_newest_first_unless_they_are_sorted_by_relevance(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str]
) -> None:
    monkeypatch.setattr(quotations, "RANKED", 15)
    monkeypatch.setattr(quotations, "_FEW", 0)  # so that dates are conditions, not lists of row ids
    found, ranks = traced(connection, lambda: store.search(connection, "ferry", sort=None, **fields))  # type: ignore[arg-type]
    newest = store.search(connection, "ferry", sort="newest", **fields)  # type: ignore[arg-type]
    assert (found.sort, found.total, found.rows) == ("newest", newest.total, newest.rows)
    assert ranks == ("speaker" in fields), "the row ids of a speaker are read only once"
    asked, ranks = traced(connection, lambda: store.search(connection, "ferry", **fields))  # type: ignore[arg-type]
    assert (asked.sort, ranks, sorted(asked.rows)) == ("relevance", True, sorted(newest.rows))
    assert asked.rows != newest.rows


def test_results_that_seem_too_many_are_ranked_if_they_are_not(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotations, "RANKED", 5)
    monkeypatch.setattr(quotations, "_SAMPLE", 3)
    # The last three of the archive but one, so that there seem to be about thirty.
    found = store.search(connection, "trams", sort=None)
    assert (found.total, found.sort) == (4, "relevance")
    assert found.rows == store.search(connection, "trams", sort="relevance").rows


@pytest.mark.parametrize(("words", "fields"), [("", {"speaker": "ann-ferrier"}), ("speaker:ferrier", {})])
def test_without_words_the_newest_are_first_and_nothing_can_be_ranked(
    connection: sqlite3.Connection, path: Path, words: str, fields: dict[str, str]
) -> None:
    newest = store.search(connection, words, sort="newest", **fields)  # type: ignore[arg-type]
    for sort in (None, "relevance"):
        asked = partial(store.search, connection, words, sort=sort, **fields)  # type: ignore[arg-type]
        found, ranks = traced(connection, asked)
        assert (found.sort, found.rows, ranks) == ("newest", newest.rows, False)
    page = text_of(serve(path)("/search", params={"q": words, **fields}))
    assert "Sort by newest, oldest" in page


def test_the_page_says_that_it_does_not_rank(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotations, "RANKED", 15)
    monkeypatch.setattr("quotes.site.pages.search.RANKED", 15)
    get = serve(path)
    said = "More than 15 results are not ranked unless you sort them by relevance."

    def sorts(**asked: str) -> tuple[bool, str]:
        page = get("/search", params=asked)
        (current,) = (each for each in page.text.split("<a ") if 'aria-current="true"' in each and "sort=" in each)
        return said in text_of(page), current.partition(">")[2].partition("<")[0]

    assert sorts(q="ferry") == (True, "newest")
    assert sorts(q="ferry", sort="relevance") == (False, "relevance")
    assert sorts(q="ferry", sort="newest") == (False, "newest")
    assert sorts(q="trams") == (False, "relevance")
    assert said not in text_of(get("/search", params={"speaker": "ann-ferrier"}))
    relevance = [each["id"] for each in get("/search.json", params={"q": "ferry"}).json()["quotations"]]
    with closing(store.open(path)) as connection:
        assert relevance == [hit.quotation.id for hit in store.search(connection, "ferry", limit=99).hits]


def test_the_other_forms_are_the_newest_first(path: Path) -> None:
    page = serve(path)("/search", params={"q": "ferries"}).text
    assert "ferries" in page
    _, _, others = page.partition('class="section second"')
    assert [others.index(f"number {n} is late") for n in range(30, 25, -1)] == sorted(
        others.index(f"number {n} is late") for n in range(26, 31)
    )


def test_facets_count_each_of_several_speakers(connection: sqlite3.Connection) -> None:
    facets, *_ = counted(connection, store.search(connection, "late OR bridge", facets=True).columns)
    assert [(each.name, each.count) for each in facets["speaker"]] == [("Ann Ferrier", 21), ("Bo Lindqvist", 11)]


def test_facets_need_no_second_reading_of_the_quotations(connection: sqlite3.Connection) -> None:
    found = store.search(connection, "number", facets=True)
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    facets, months, _ = counted(connection, found.columns)
    connection.set_trace_callback(None)
    assert not [each for each in statements if "quotations" in each]
    assert [(each.month, each.quoted) for each in months] == [("2030-01", 30)]
    assert [(each.value, each.count) for each in facets["kind"]] == [("direct", 30)]


@pytest.mark.parametrize("dates", [3, 1000])
def test_the_rows_of_some_dates(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, dates: int) -> None:
    monkeypatch.setattr(quotations, "_DATES", dates)
    between = quotations._printed_between.__wrapped__  # type: ignore[attr-defined]
    for since, until in (("2030-01-03", "2030-01-09~"), ("2030-01-30", "2030~"), ("2031", "2032~")):
        expected = connection.execute(
            "select min(id), max(id) from quotations where published >= ? and published < ?", [since, until]
        ).fetchone()
        assert between(connection, since, until) == expected


def test_only_the_last_articles_are_ranked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "REACH", 5)
    taken = []
    for number in (20, 120):
        with closing(fill(tmp_path / f"{number}.db", [plain(f"Ferry {n}", ANN) for n in range(number)])) as db:
            merge_indexes(db)
            search = partial(search_articles, db.conn, "ferry", limit=2)
            assert (search().total, search().more) == (5, True)
            taken.append(steps(db.conn, search))
    few, many = taken
    assert many < 1.2 * few


def test_text_that_is_not_utf_8_is_replaced_where_the_connection_replaces_it(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "damaged.db")) as connection:
        select = "select cast(x'41ff' as text)"
        with pytest.raises(sqlite3.OperationalError, match="decode"):
            rows(connection, select)
        connection.text_factory = replacing = lambda value: str(value, "utf-8", "replace")
        assert [tuple(row) for row in rows(connection, select)] == [("A\ufffd",)]
        with pytest.raises(sqlite3.OperationalError, match="syntax"):
            rows(connection, "select select")
        assert connection.text_factory is replacing
