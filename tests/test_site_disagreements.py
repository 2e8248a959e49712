"""/disagreements: utterances that the archive has with different words, or under different names."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from datasette.app import Datasette

from quotes import store
from quotes.site import child_process, disagreement_list, page_content
from quotes.store import corrections
from tests.builders import fill, person, plain
from tests.site import attached, id_of_text, text_of

SAID = "The council will not close the bridge before the winter, whatever it may cost the town"
ANN, BO = person("Ann Ferrier"), person("Bo Lindqvist")

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disagreement_list, "WAIT", 60)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "quotes.db"
    other = "Nobody in the harbour has seen a ship of that size in forty years, and nobody wants to"
    printed = [
        (other, ANN, "2031-05-10"),
        (other.replace("a ship", "a boat"), ANN, "2031-05-11"),
        (SAID, ANN, "2031-05-10"),
        (SAID.replace(" not", ""), ANN, "2031-05-12"),
        (SAID, BO, "2031-05-12"),
    ]
    fill(
        path,
        [plain(text, by, published=day, url=f"https://a.example/{n}") for n, (text, by, day) in enumerate(printed)],
    ).close()
    return path


def ask(datasette: Datasette, *paths: str) -> list[httpx.Response]:
    async def get() -> list[httpx.Response]:
        return [await datasette.client.get(path) for path in paths]

    return asyncio.run(get())


def test_the_most_consequential_come_first(database: Path) -> None:
    (page,) = ask(attached(database), "/disagreements")
    assert page.status_code == 200
    shown = text_of(page)
    assert "3 disagreements" in shown
    assert shown.index("Negation: ") < shown.index("Speaker: ") < shown.index("Word: ")
    assert "<del>not</del>" in page.text or "<ins>not</ins>" in page.text
    assert f'href="/q/{id_of_text(database, SAID.replace(" not", ""))}"' in page.text


def test_it_has_pages(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_content, "PAGE", 2)
    first, second, third = ask(attached(database), *(f"/disagreements?page={number}" for number in (1, 2, 3)))
    assert (first.text.count("First printing"), second.text.count("First printing")) == (2, 1)
    assert 'rel="next"' in first.text
    assert 'rel="next"' not in second.text
    assert third.status_code == 404


def test_quotations_are_compared_once_until_the_archive_changes(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    run = child_process.run

    async def counted(*arguments: str) -> tuple[int, bytes]:
        made.append(arguments)
        return await run(*arguments)

    monkeypatch.setattr(child_process, "run", counted)
    monkeypatch.setattr(disagreement_list, "_REST", 0)
    datasette = attached(database)

    async def visits() -> tuple[httpx.Response, httpx.Response]:
        for path in ("/disagreements", "/disagreements?page=1", "/disagreements"):
            await datasette.client.get(path)
        assert len(made) == 1
        with closing(store.create(database)) as db:
            corrections.withdraw(db, id_of_text(database, SAID.replace(" not", "")), "misquoted", who="an editor")
        old = page = await datasette.client.get("/disagreements")
        async with asyncio.timeout(60):
            while "is being compared again" in page.text:
                await asyncio.sleep(0.1)
                page = await datasette.client.get("/disagreements")
        return old, page

    old, new = asyncio.run(visits())
    assert "is being compared again" in text_of(old)
    assert "Negation: " not in text_of(old), "a withdrawn quotation is not shown"
    assert old.headers["cache-control"] == "private, no-store"
    assert "2 disagreements" in text_of(new)


def test_a_visitor_does_not_wait_long(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disagreement_list, "WAIT", 0)
    (page,) = ask(attached(database), "/disagreements")
    assert page.status_code == 503
    assert page.headers["cache-control"] == "private, no-store"
    assert "being compared" in text_of(page)


def test_an_archive_in_agreement(tmp_path: Path) -> None:
    fill(tmp_path / "quotes.db", [plain(SAID, ANN)]).close()
    (page,) = ask(attached(tmp_path / "quotes.db"), "/disagreements")
    assert "No printings disagree." in text_of(page)


def test_a_failure_is_said(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*arguments: str) -> tuple[int, bytes]:
        return 1, b""

    monkeypatch.setattr(child_process, "run", broken)
    (page,) = ask(attached(database), "/disagreements")
    assert page.status_code == 500
    assert "could not be compared" in text_of(page)


def test_the_process_ends_with_the_site(database: Path) -> None:
    program = """
import time
from quotes.checker import disagreement_process as it
it.listed = lambda _: time.sleep(60)
it.main()
"""
    process = subprocess.Popen([sys.executable, "-c", program, str(database)], stdin=subprocess.PIPE)
    assert process.stdin
    process.stdin.close()
    assert process.wait(timeout=30) == 1
