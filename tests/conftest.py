"""An invented article, its quotations made by hand, and the command line to run on them."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from typer.testing import CliRunner, Result

import quotes
from quotes import store
from quotes.cli import app
from quotes.model import Article, Kind, Quotation
from tests.builders import create, fill, person, quotation

if TYPE_CHECKING:
    from sqlite_utils import Database

    from tests.site import Get

# A busy machine is slow, not wrong.
settings.register_profile("no deadline", deadline=None)
settings.register_profile("fast", deadline=None, max_examples=30)  # for make check
settings.load_profile("no deadline")

Run = Callable[..., Result]


def pytest_collection_finish() -> None:
    """Exempts the imported modules from garbage collection, which would go through them again and again."""
    gc.collect()
    gc.freeze()


QUAY = (
    " date 2024-10-23 The harbour at dawn (Photo)\r\n"
    "\r\n"
    "“The quay is closed,” said Ada Byrd, the harbour master. It was “very, very serious”, she added.\r\n"
    "Ms Byrd said that ships would wait outside.\r\n"
)


def quay_quotations(article: Article, *, pipeline: str | None = None) -> list[Quotation]:
    """The three quotations of QUAY: direct, partial and paraphrase; none in any other text."""
    if article.text != QUAY:
        return []
    by = [person("Ada Byrd", "Byrd", role="harbour master")]
    return [
        quotation(article, "The quay is closed,", by=by, cue="said", mention="Ada Byrd"),
        quotation(
            article,
            "very, very serious",
            kind=Kind.PARTIAL,
            by=by,
            cue="added",
            mention="she",
            chain=("Ada Byrd",),
        ),
        quotation(article, "ships would wait outside", kind=Kind.PARAPHRASE, by=by, cue="said that", mention="Ms Byrd"),
    ]


def find_by(extract: Callable[..., list[Quotation]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes `extract` the one that finds quotations."""
    monkeypatch.setitem(vars(quotes), "extract", extract)
    monkeypatch.setitem(vars(quotes), "extract_many", lambda articles, **options: map(extract, articles))


@pytest.fixture
def quay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the article as quay.txt, where `quotes.extract` finds its quotations."""
    find_by(quay_quotations, monkeypatch)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "quay.txt").write_bytes(QUAY.encode())
    return tmp_path


@pytest.fixture
def refusing_extractor(quay: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes `quotes.extract` refuse every text but QUAY."""

    def extract(article: Article, *, pipeline: str | None = None) -> list[Quotation]:
        if article.text != QUAY:
            raise ValueError("too much of it")
        return quay_quotations(article)

    find_by(extract, monkeypatch)


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs `quotes ARGUMENTS…` in this process."""
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, [str(each) for each in arguments], catch_exceptions=False)


@pytest.fixture(autouse=True)
def author(monkeypatch: pytest.MonkeyPatch) -> None:
    """The author of decisions on the command line."""
    monkeypatch.setenv("QUOTES_WHO", "Test desk")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An empty archive, which must be sound at the end of the test."""
    database = create(tmp_path / "quotes.db")
    yield database
    assert list(store.verify(database.conn)) == []
    database.close()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with all articles of `tests.builders`, to be read only."""
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    fill(path).close()
    return path


@pytest.fixture(scope="module")
def connection(database: Path) -> Iterator[sqlite3.Connection]:
    """`database`, open for reading."""
    with closing(store.open(database)) as opened:
        yield opened


@pytest.fixture(scope="module")
def get(database: Path) -> Get:
    """Asks a Datasette that serves `database`."""
    from tests.site import serve

    return serve(database)
