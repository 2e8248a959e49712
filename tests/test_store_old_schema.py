"""An archive of an earlier version is refused in one line that says what to do, and stays as it is."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quotes import store
from tests.conftest import Run

WHAT_TO_DO = (
    "quotes.db: made by an earlier version of Quotes; ingest the articles again into a new database. To keep your"
    " decisions, print them with that version (quotes judgements > decisions.jsonl) and load them into the new database"
    " (quotes judgements --load decisions.jsonl)"
)
# As the command `judgements` of 0.1.0 printed them.
DECISIONS = "".join(
    f"""{{"action": {number}, {what}, "who": "ed", "at": "2026-11-28T22:40:13.722156+00:00", {rest}}}\n"""
    for number, (what, rest) in enumerate(
        [
            (
                '"judgement": "named", "left": "person:austin lloyd", "right": "Lloyd J. Austin III"',
                '"note": null, "undone": null, "undone_by": null',
            ),
            (
                '"judgement": "withdrawn", "left": "kvrx4exjy7de5n2x", "right": ""',
                '"note": "misquoted", "undone": null, "undone_by": null',
            ),
            (
                '"judgement": "described", "left": "nzhtbkwn5ssay7s3", "right": "title=Hello"',
                '"note": null, "undone": null, "undone_by": null',
            ),
        ],
        1,
    )
)

BY = {"author": "ed", "made_at": "2026-11-28T22:40:13.722156+00:00"}


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "quotes.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            """
            pragma application_id = 0x51756F74; -- of every archive of 0.1.0
            pragma user_version = 14;
            create table articles(id text primary key, number integer, text text);
            insert into articles values ('x0kcjdsms4y5xmrp', 1, 'The quay is closed.');
            """
        )
    return path


@pytest.mark.parametrize(
    "arguments", [["search", "quay"], ["ingest", "."], ["verify"], ["speakers"], ["judgements"], ["serve"], ["rebuild"]]
)
def test_every_command_refuses_it(old: Path, run: Run, arguments: list[str]) -> None:
    before = old.read_bytes()
    result = run(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {WHAT_TO_DO}\n")
    assert old.read_bytes() == before


def test_decisions_of_an_earlier_version_are_loaded(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("decisions.jsonl").write_text(DECISIONS)
    assert run("judgements", "--load", "decisions.jsonl").stdout == "quotes.db: 3 decisions loaded\n"
    with closing(store.open("quotes.db")) as connection:
        assert list(store.verify(connection)) == []
    made = [json.loads(each) for each in run("judgements").stdout.splitlines()]
    assert [{name: value for name, value in each.items() if value is not None} for each in made] == [
        {"action_number": 1, "kind": "named", "speaker_key": "person:austin lloyd", "value": "Lloyd J. Austin III"}
        | BY,
        {"action_number": 2, "kind": "withdrawn", "quotation_uid": "kvrx4exjy7de5n2x", "note": "misquoted"} | BY,
        {"action_number": 3, "kind": "described", "article_uid": "nzhtbkwn5ssay7s3", "field": "title", "value": "Hello"}
        | BY,
    ]
