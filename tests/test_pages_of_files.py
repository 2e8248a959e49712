"""A quotation in a PDF file has the number of its page, wherever the quotation goes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from quotes import store
from quotes.model import Article, page_of
from quotes.readers import pdf as reader
from quotes.readers.normalization import tidy
from tests.builders import create, plain
from tests.conftest import Run
from tests.pdfs import column, pdf
from tests.resources import article, resource
from tests.site import id_of, serve, text_of

FIRST = ["The council met on Monday evening to decide what to do", "about the old swing bridge over the river Ellery."]
SECOND = ["“We reported the rust two win\u00adters ago,” said Dora Pell,", "who keeps the shop on the island."]
WORDS = "We reported the rust two winters ago,"


def printed(*pages: list[str]) -> Article:
    return tidy(article(reader.read, resource(pdf([column(page) for page in pages]))))


def test_pages_are_counted_in_the_text_as_it_is_stored() -> None:
    found = printed(FIRST, [], SECOND)
    assert [page.split(" ", 1)[0] for page in found.pages] == ["The", "", "“We"]
    assert "".join(found.pages) == found.text
    assert page_of(found.page_starts, found.text.index(WORDS)) == 3
    assert page_of(found.page_starts, found.text.index("council")) == 1


def test_other_formats_have_no_pages() -> None:
    assert page_of((), 5) is None
    assert Article("Nothing.", "a.txt").pages == ["Nothing."]
    assert tidy(Article("Nothing.", "a.txt")).page_starts == ()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with a quotation on page 3 of a file."""
    path = tmp_path / "quotes.db"
    with create(path) as db:
        report, found = plain("We reported the rust two winters ago", outlet="The Ellery Courier", title="Rust")
        store.ingest(db, replace(report, page_starts=(0, 0, 0), published="2031-02-04"), found)
        assert list(store.verify(db.conn)) == []
    return path


def test_it_is_in_the_record_and_in_the_exports(archive: Path, run: Run) -> None:
    id = id_of(archive, "We reported")
    shown = json.loads(run("show", id, "--format", "jsonl", "--db", archive).stdout)
    assert shown["page"] == 3
    assert "Page         3\n" in run("show", id, "--db", archive).stdout
    head, row = run("export", "quotations", "--format", "csv", "--db", archive).stdout.splitlines()
    assert row.split(",")[head.split(",").index("page")] == "3"
    assert serve(archive)(f"/q/{id}.json").json()["page"] == 3


def test_it_is_on_the_page_and_in_citations(archive: Path) -> None:
    get = serve(archive)
    id = id_of(archive, "We reported")
    text = text_of(get(f"/q/{id}"))
    assert "Rust, p. 3" in text
    for citation in (
        "“Rust,” The Ellery Courier, Feb. 4, 2031, p. 3 (read",
        "“Rust,” Ellery Courier, February 4, 2031, p. 3,",
        "2031, p. 3)",
        "The Ellery Courier, 4 Feb. 2031, p. 3,",
        "4 February, p. 3. Available at",
        "pages = {3}",
    ):
        assert citation in text, citation
    assert get(f"/q/{id}.csl.json").json()[0]["page"] == "3"
    assert "\r\nSP  - 3\r\n" in get(f"/q/{id}.ris").content.decode()


def test_a_text_has_none_anywhere(database: Path) -> None:
    id = id_of(database, "painful")
    assert ", p. " not in text_of(serve(database)(f"/q/{id}"))


def test_extract_gives_it(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([column(FIRST), column(SECOND)]))
    (record,) = map(json.loads, run("extract", tmp_path / "a.pdf", "--format", "jsonl").stdout.splitlines())
    assert (record["text"], record["page"]) == (WORDS, 2)


def test_pages_stay_as_the_text_of_a_version_was_read_first(archive: Path, run: Run) -> None:
    report, found = plain("We reported the rust two winters ago", outlet="The Ellery Courier", title="Rust again")
    with store.create(archive) as db:
        store.ingest(db, replace(report, page_starts=(0, 0), published="2031-02-04"), found)
        assert list(store.verify(db.conn)) == []
        assert db.execute("select page from quotations").fetchall() == [(3,)]
