"""`quotes read` prints what is read, and why something is not."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quotes.cli import app
from quotes.ids import article_key
from quotes.model import Article
from tests.conftest import QUAY, Run

ITEM = '{"uri": "urn:x:1", "headline": "The quay", "byline": "By Ada Byrd", "source": "The Post", "language": "en", '
ITEM += '"versioncreated": "2024-10-23T14:05:00Z", "body_html": "<p>“No,” he said.</p><p>He left.</p>"}'
JAPANESE = "港湾局は火曜日、東埠頭を春まで閉鎖すると発表した。修理費は二百万クローネに上る見通しである。"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_jsonl_is_one_record_an_article(folder: Path, run: Run) -> None:
    (folder / "item.json").write_text(ITEM)
    (folder / "quay.txt").write_bytes(QUAY.encode())
    result = run("read", "--format", "jsonl", ".")
    item, quay = map(json.loads, result.stdout.splitlines())
    assert item.pop("extractor").startswith("newsquotes ")
    assert item.pop("sha256") == hashlib.sha256(item["text"].encode()).hexdigest()
    assert item.pop("raw_sha256") == hashlib.sha256(ITEM.encode()).hexdigest()
    assert item == {
        "id": article_key(Article(item["text"], "item.json")),
        "source": "item.json",
        "title": "The quay",
        "byline": "Ada Byrd",
        "outlet": "The Post",
        "published": "2024-10-23T14:05:00+00:00",
        "modified": None,
        "url": None,
        "language": "en",
        "text": "“No,” he said.\n\nHe left.",
        "fetched_url": None,
        "fetched_at": None,
        "version": None,
        "added": None,
    }
    assert quay["text"] == QUAY
    assert (quay["published"], quay["extractor"]) == ("2024-10-23", None)


def test_text_is_what_is_known_and_then_the_words(folder: Path, run: Run) -> None:
    (folder / "item.json").write_text(ITEM)
    (folder / "b.txt").write_text("Words\x1b[31m.\n")
    result = run("read", "item.json", "b.txt")
    assert result.exit_code == 0
    head, body, last, second, words = result.stdout.split("\n\n")
    assert head.splitlines()[:4] == [
        "Source       item.json",
        "Title        The quay",
        "Byline       Ada Byrd",
        "Outlet       The Post",
    ]
    assert (body, last) == ("“No,” he said.", "He left.")
    assert second.startswith("Source       b.txt")
    assert words == "Words\ufffd[31m.\n"


def test_what_is_not_read_is_said_and_the_rest_is_read(folder: Path, run: Run) -> None:
    Path("empty.txt").touch()
    Path("pier.txt").write_text(JAPANESE)
    Path("words.txt").write_text("Words.")
    result = run("read", "--format", "jsonl", "empty.txt", "pier.txt", "nowhere.txt", "words.txt")
    assert result.exit_code == 1
    assert [json.loads(line)["source"] for line in result.stdout.splitlines()] == ["words.txt"]
    assert result.stderr.splitlines() == [
        "Error: empty.txt: is empty",
        "Note: pier.txt: skipped, is not in English (ja)",
        "Error: nowhere.txt: no such file or folder",
    ]


def test_a_skipped_article_is_no_failure(folder: Path, run: Run) -> None:
    Path("pier.txt").write_text(JAPANESE)
    result = run("read", "pier.txt")
    assert (result.exit_code, result.stdout) == (0, "")


def test_fields_are_named_and_standard_input_is_read(run: Run) -> None:
    given = ["read", "--format", "jsonl", "--map", "meldung=text", "-"]
    result = CliRunner().invoke(app, given, input='{"meldung": "“No,” he said."}\n')
    assert json.loads(result.stdout)["text"] == "“No,” he said."
    assert run("read", "--map", "nonsense", "-").exit_code == 2
