"""Who is quoted at second hand is named beside the speaker in every place."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from quotes.ids import article_key
from quotes.model import Article, Kind
from tests.builders import fill, person, quotation
from tests.conftest import Run
from tests.site import Get, id_of_text, serve, text_of

MOSS = person("Dana Moss", role="auditor")
VAULT = Article(
    text=(
        "Moss said the bank had told her the vault was sealed.\n"
        "Quoting a letter from the bank, Dana Moss said it read: “The key is lost.”\n"
        "“He will pay,” Moss said he had promised.\n"
    ),
    source="vault.txt",
    title="The vault",
    published="2031-05-06",
)
TOLD = quotation(
    VAULT,
    "the vault was sealed",
    kind=Kind.PARAPHRASE,
    by=[MOSS],
    mention="Moss",
    statement=("said the bank had told her the vault was sealed",),
    quoting="the bank",
)
READ = quotation(VAULT, "The key is lost.", by=[MOSS], quoting="a letter from the bank")
PRONOUN = quotation(VAULT, "He will pay,", by=[MOSS], quoting="he", near="said", confidence=0.7)
SENTENCE = "Dana Moss, quoting the bank, said the bank had told her the vault was sealed"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vault") / "quotes.db"
    fill(path, [(VAULT, [TOLD, READ, PRONOUN])]).close()
    return path


@pytest.fixture(scope="module")
def ask(vault: Path) -> Get:
    return serve(vault)


def page_of(path: Path, text: str) -> str:
    return f"/q/{id_of_text(path, text)}"


def test_pages_and_lists(ask: Get, vault: Path) -> None:
    told, read = page_of(vault, TOLD.text), page_of(vault, READ.text)
    for path in (told, "/search?q=sealed", "/speakers/dana-moss"):
        assert SENTENCE in text_of(ask(path)), path
    for path in (read, "/search?q=key", "/"):
        assert "Dana Moss, auditor, quoting a letter from the bank" in text_of(ask(path)), path
    assert "“The key is lost.” auditor quoting a letter from the bank" in text_of(ask("/speakers/dana-moss"))
    shown = text_of(ask(f"/articles/{article_key(VAULT)}"))
    assert "Dana Moss, quoting the bank" in shown
    assert "Dana Moss, quoting a letter from the bank" in shown
    assert "Dana Moss, auditor, quoting him unverified" in text_of(ask("/search?q=pay"))
    assert f"<title>{SENTENCE}" in ask(told).text
    assert '<meta name="description" content="Dana Moss, quoting a letter from the bank: “The key' in ask(read).text


@pytest.mark.parametrize("ending", ["txt", "bib", "ris", "csl.json"])
def test_citations(ask: Get, vault: Path, ending: str) -> None:
    told = ask(f"{page_of(vault, TOLD.text)}.{ending}").text
    read = ask(f"{page_of(vault, READ.text)}.{ending}").text
    role = ", auditor" if ending == "txt" else ""
    assert f"Dana Moss{role}, quoting the bank, said the bank had told her" in told
    assert f"Dana Moss{role}, quoting a letter from the bank: “The key is lost.”" in read


def test_every_citation_to_copy(ask: Get, vault: Path) -> None:
    cites = html.unescape(ask(page_of(vault, READ.text)).text).split('<pre class="citation"')[1:]
    assert len(cites) == 11
    for cite in cites:
        assert "quoting a letter from the bank" in cite.partition("</pre>")[0]


def test_feeds(ask: Get) -> None:
    feed = ask("/speakers/dana-moss.atom").text
    assert f"<title>{SENTENCE}</title>" in feed
    assert "<title>Dana Moss, quoting a letter from the bank: “The key is lost.”</title>" in feed
    assert "<title>Dana Moss [unverified], quoting him: “He will pay,”</title>" in feed


def test_the_command_line(vault: Path, run: Run) -> None:
    rows = [line.split("\t")[2] for line in run("search", "speaker:moss", "--db", vault).stdout.splitlines()[1:]]
    assert sorted(rows) == [
        "Dana Moss (unverified), quoting him",
        "Dana Moss, quoting a letter from the bank",
        "Dana Moss, quoting the bank",
    ]
    shown = run("show", page_of(vault, TOLD.text)[3:], "--db", vault).stdout
    assert shown.startswith(f"{SENTENCE}\n")
    assert "Speaker      Dana Moss, quoting the bank\n" in shown
