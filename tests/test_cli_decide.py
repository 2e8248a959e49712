"""Many decisions at once, from a table: all of them, or none."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from quotes import store
from tests.builders import person, plain
from tests.conftest import Run

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> list[str]:
    """The ids of three quotations in quotes.db, said by Ann Marsh, Ann B. Marsh and Ben Okonkwo."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUOTES_WHO", "Harbour desk")
    with closing(store.create("quotes.db")) as database:
        for number, name in enumerate(("Ann Marsh", "Ann B. Marsh", "Ben Okonkwo")):
            store.ingest(database, *plain(f"These are words {number}", person(name, role="a clerk")))
    found = map(json.loads, run("search", "words", "--sort", "oldest", "--format", "jsonl").stdout.splitlines())
    return [each["id"] for each in sorted(found, key=lambda each: str(each["text"]))]


def speakers(run: Run) -> dict[str, dict[str, object]]:
    found = map(json.loads, run("speakers", "--format", "jsonl").stdout.splitlines())
    return {each["name"]: each for each in found}


@pytest.mark.slow
def test_every_row_is_a_decision_of_the_author(run: Run, ids: list[str]) -> None:
    Path("decisions.csv").write_text(
        "decision,of,value,new,note\n"
        f"attribute,{ids[0]},a dock worker,anonymous,she asked not to be named\n"
        f"withdraw,https://quotes.example/q/{ids[1]},,,not a quotation\n"
        "role,Ben Okonkwo,the harbour master,,\n"
        "kind,ben-okonkwo,organisation,,\n"
        "rename,ben-okonkwo,Okonkwo & Sons,,\n"
    )
    assert run("decide", "--from", "decisions.csv").stdout == "quotes.db: 5 decisions made\n"
    known = speakers(run)
    assert known["a dock worker"]["kind"] == "anonymous"
    assert known["Okonkwo & Sons"]["kind"] == "organisation"
    assert known["Okonkwo & Sons"]["role"] == "the harbour master"
    assert "Ann B. Marsh" not in known
    made = [json.loads(each) for each in run("judgements").stdout.splitlines()]
    assert {each["author"] for each in made} == {"Harbour desk"}
    assert run("verify").exit_code == 0


@pytest.mark.slow
def test_an_alias_with_its_conditions(run: Run, ids: list[str]) -> None:
    with closing(store.create("quotes.db")) as database:
        for number, outlet in enumerate(("The Quay", "The Ellery Post")):
            article, found = plain(f"More words {number}", person("Okonkwo", "Mr. Okonkwo"))
            store.ingest(database, replace(article, outlet=outlet, published="2031-02-03"), found)
    Path("decisions.csv").write_text(
        "decision,of,value,outlet,from,to\nalias,Ben Okonkwo,Mr. Okonkwo,The Quay,2031-02,\n"
    )
    assert run("decide", "--from", "decisions.csv").exit_code == 0
    assert speakers(run)["Ben Okonkwo"]["quoted"] == 2
    Path("kept.jsonl").write_text(run("judgements").stdout)
    assert "Mr. Okonkwo; from=2031-02; outlet=The Quay" in run("undo").stdout
    assert speakers(run)["Ben Okonkwo"]["quoted"] == 1
    same = ("speakers", "alias", "add", "ben-okonkwo", "Mr. Okonkwo", "--outlet", "The Quay", "--from", "2031-02")
    assert "2 quoted" in run(*same).stdout
    assert "already has this alias" in run(*same).stderr
    assert "an editor gave the name “Mr. Okonkwo” to this speaker" in run("speakers", "ben-okonkwo").stdout
    assert run("verify").exit_code == 0


@pytest.mark.slow
def test_the_decisions_hold_after_undo_and_in_another_database(run: Run, ids: list[str]) -> None:
    rows = [
        {"decision": "role", "of": "Ben Okonkwo", "value": "the harbour master"},
        {"decision": "attribute", "of": ids[0], "value": "a dock worker", "new": "anonymous"},
    ]
    Path("decisions.jsonl").write_text("".join(json.dumps(each) + "\n" for each in rows))
    run("decide", "--from", "decisions.jsonl")
    before = speakers(run)
    Path("kept.jsonl").write_text(run("judgements").stdout)
    for _ in rows:
        run("undo")
    assert speakers(run)["Ben Okonkwo"]["role"] == "a clerk"
    assert "a dock worker" not in speakers(run)
    with closing(store.create("other.db")) as database:
        for number, name in enumerate(("Ann Marsh", "Ann B. Marsh", "Ben Okonkwo")):
            store.ingest(database, *plain(f"These are words {number}", person(name, role="a clerk")))
    run("judgements", "--load", "kept.jsonl", "--db", "other.db")
    assert {each: value["role"] for each, value in before.items()} == {
        each["name"]: each["role"]
        for each in map(json.loads, run("speakers", "--format", "jsonl", "--db", "other.db").stdout.splitlines())
    }
    assert run("verify", "--db", "other.db").exit_code == 0


def test_one_faulty_row_changes_nothing(run: Run, ids: list[str]) -> None:
    Path("decisions.csv").write_text(
        "decision,of,value,new\n"
        "rename,Ben Okonkwo,Benjamin Okonkwo,\n"
        "rename,Nobody Known,Somebody,\n"
        f"attribute,{ids[0]},Una,person\n"
        "kind,ben-okonkwo,council,\n"
        "praise,ben-okonkwo,much,\n"
        "role,ben-okonkwo,,\n"
    )
    result = run("decide", "--from", "decisions.csv")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "Error: decisions.csv, line 3: no speaker is named 'Nobody Known'; `quotes speakers` lists all speakers",
        "Error: decisions.csv, line 4: 'Una' does not identify a person; give a full name",
        "Error: decisions.csv, line 5: 'council' is not a kind of speaker; these are person, organisation, anonymous",
        "Error: decisions.csv, line 6: 'praise' is not a decision; these are attribute, withdraw, merge, split, "
        "rename, role, kind, alias, link",
        "Error: decisions.csv, line 7: role needs the column value",
        "Error: decisions.csv: 5 rows of 6 cannot be used; nothing was changed",
    ]
    assert "Benjamin Okonkwo" not in speakers(run)
    assert run("judgements").stdout == ""


def test_nobody_decides_without_a_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUOTES_WHO")
    result = run("speakers", "rename", "ben-okonkwo", "Benjamin Okonkwo")
    assert result.exit_code == 2
    assert "QUOTES_WHO" in result.stderr
    assert run("judgements").stdout == ""


@pytest.mark.slow
def test_what_is_already_so_is_said_and_the_rest_is_done(run: Run, ids: list[str]) -> None:
    rows = (
        "decision,of,value,new,note\n"
        "merge,Ann Marsh,Ann B. Marsh,,\n"
        f"withdraw,{ids[2]},,,not a quotation\n"
        "role,Ann Marsh,mayor,,\n"
        f"attribute,{ids[0]},Ann Marsh,,\n"
    )
    Path("decisions.csv").write_text(rows)
    assert run("decide", "--from", "decisions.csv").stdout == "quotes.db: 4 decisions made\n"
    before = run("judgements").stdout
    Path("decisions.csv").write_text(rows + "rename,Ann Marsh,Dame Ann Marsh,,\n")
    again = run("decide", "--from", "decisions.csv")
    assert again.exit_code == 0
    assert again.stdout == "quotes.db: 1 decision made, 4 already so\n"
    assert again.stderr.count(": already so: ") == 4
    assert "already one speaker" in again.stderr
    assert run("judgements").stdout.startswith(before)
    assert run("judgements").stdout.count("\n") == before.count("\n") + 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("attribute,{0},Ann Marsh,", "attribute,{0},Ben Okonkwo,"),
        ("attribute,{0},Ann Marsh,", "attribute,{0},unknown,"),
        ("rename,Ben Okonkwo,Benjamin Okonkwo,", "rename,ben-okonkwo,Benny Okonkwo,"),
        ("role,Ben Okonkwo,mayor,", "role,ben-okonkwo,former mayor,"),
        ("kind,Ben Okonkwo,organisation,", "kind,ben-okonkwo,anonymous,"),
        ("link,Ben Okonkwo,Q1,", "link,ben-okonkwo,Q2,"),
        ("alias,Ben Okonkwo,Mr. O.,", "alias,Ann Marsh,Mr. O.,"),
        ("merge,Ann Marsh,Ben Okonkwo,", "split,ben-okonkwo,,"),
    ],
)
def test_rows_that_contradict_each_other_are_refused(run: Run, ids: list[str], first: str, second: str) -> None:
    Path("decisions.csv").write_text(
        "decision,of,value,new\n" + "\n".join(each.format(*ids) for each in (first, "role,Una Quill,dean,", second))
    )
    before = speakers(run)
    result = run("decide", "--from", "decisions.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert [each for each in result.stderr.splitlines() if "line 4" in each] == [
        "Error: decisions.csv, line 4: contradicts decisions.csv, line 2; keep one of these rows"
    ]
    assert speakers(run) == before
    assert run("judgements").stdout == ""


def test_what_was_decided_before_may_be_decided_otherwise(run: Run) -> None:
    run("speakers", "rename", "ben-okonkwo", "Benjamin Okonkwo")
    Path("decisions.csv").write_text("decision,of,value\nrename,ben-okonkwo,Benny Okonkwo\n")
    assert run("decide", "--from", "decisions.csv").stdout == "quotes.db: 1 decision made\n"


def test_a_line_that_is_no_object_is_a_faulty_row_like_others(run: Run) -> None:
    Path("decisions.jsonl").write_text(
        '{"decision": "rename", "of": "ben-okonkwo", "value": "Benjamin Okonkwo"}\n[1]\n{"decision": \n'
        '{"decision": "praise"}\n'
    )
    result = run("decide", "--from", "decisions.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    faults = [each.partition(": ")[2] for each in result.stderr.splitlines()]
    assert [each.partition(":")[0] for each in faults] == [
        "decisions.jsonl, line 2",
        "decisions.jsonl, line 3",
        "decisions.jsonl, line 4",
        "decisions.jsonl",
    ]
    assert faults[0] == "decisions.jsonl, line 2: is not an object with named fields"
    assert faults[3] == "decisions.jsonl: 3 rows of 4 cannot be used; nothing was changed"
    assert run("judgements").stdout == ""


@pytest.mark.slow
def test_two_reasons_to_withdraw_contradict_each_other(run: Run, ids: list[str]) -> None:
    rows = f"withdraw,{ids[0]},no quotation\nwithdraw,{ids[0]},misquoted\n"
    Path("decisions.csv").write_text(f"decision,of,note\n{rows}")
    refused = run("decide", "--from", "decisions.csv")
    assert refused.exit_code == 1
    assert "decisions.csv, line 3:" in refused.stderr
    assert "The reason is “no quotation”" in refused.stderr
    assert run("judgements").stdout == ""
