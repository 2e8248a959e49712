"""`quotes speakers …`, `review`, `attribute`, `withdraw`, `decisions`: corrections from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quotes import store
from quotes.cli import app
from tests.builders import person, plain
from tests.conftest import Run


@pytest.fixture(autouse=True)
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder whose quotes.db has four speakers, three of whom may be one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUOTES_WHO", "Jo Editor")
    with closing(store.create("quotes.db")) as database:
        names = {"Ann Marsh": "mayor", "Ann B. Marsh": "coach", "Marsh": None, "Ben Okonkwo": None}
        for number, (name, role) in enumerate(names.items()):
            store.ingest(database, *plain(f"These are words {number}", person(name, role=role)))


def listed(run: Run, *arguments: str) -> set[str]:
    return {row.split("\t")[0] for row in run("speakers", *arguments).stdout.splitlines()[1:]}


def id_of(run: Run, words: str) -> str:
    (row,) = map(json.loads, run("search", words, "--format", "jsonl").stdout.splitlines())
    return str(row["id"])


@pytest.mark.slow
def test_speakers_lists_as_before(run: Run) -> None:
    assert listed(run) == {"Ann Marsh", "Ann B. Marsh", "Marsh", "Ben Okonkwo"} == listed(run, "list")
    assert len(listed(run, "--limit", "2")) == 2
    assert "Ben Okonkwo" in run("speakers", "okonkwo").stdout
    assert run("speakers", "list", "merge").stderr == "Note: no speaker found\n"


@pytest.mark.slow
def test_suggest_and_merge(run: Run) -> None:
    header, *rows = run("speakers", "suggest").stdout.splitlines()
    assert header.split("\t")[:5] == ["quotations", "score", "speaker", "may be", "because"]
    assert rows[0].split("\t")[2:5] == ["Ann B. Marsh", "Ann Marsh", "a middle initial more"] or len(rows) == 3
    result = run("speakers", "merge", "Ann Marsh", "Ann B. Marsh", "--note", "asked her")
    assert result.stdout.splitlines()[1] == "Ann Marsh\tperson\t2 quoted, 0 paraphrased\tann-marsh"
    history = run("speakers", "history", "ann-b-marsh").stdout
    assert "Jo Editor\tsame\tann-marsh\tann-b-marsh\tasked her" in history
    assert listed(run) == {"Ann Marsh", "Marsh", "Ben Okonkwo"}
    followed = run("speakers", "ann-b-marsh")
    assert followed.stdout == run("speakers", "list", "ann-marsh").stdout
    assert "Id           ann-marsh" in followed.stdout
    assert followed.stderr == "Note: 'ann-b-marsh' is now 'ann-marsh'\n"
    found = run("search", "--speaker", "ann-b-marsh")
    assert found.stdout == run("search", "--speaker", "ann-marsh").stdout
    assert "Ann Marsh" in found.stdout
    assert found.stderr == "Note: 'ann-b-marsh' is now 'ann-marsh'\n"
    undone = run("undo", "--format", "jsonl").stdout
    assert json.loads(undone)["undone_at"]
    assert undone in run("judgements").stdout
    assert "Ann B. Marsh" in listed(run)


@pytest.mark.slow
def test_what_rules_joined_is_shown_and_split(run: Run) -> None:
    with closing(store.create("quotes.db")) as database:
        store.ingest(database, *plain("These are more words", person("Ben C. Okonkwo")))
    assert "Ben C. Okonkwo" not in listed(run)
    reason = "because the names differ in a middle name only"
    assert f"Ben C. Okonkwo (ben-c-okonkwo), {reason}" in run("speakers", "ben-okonkwo").stdout
    assert f"rule\tsame\tben-okonkwo\tben-c-okonkwo\t{reason}" in run("speakers", "history", "ben-okonkwo").stdout
    assert run("speakers", "history", "ben-okonkwo", "--format", "jsonl").stdout == ""
    record = json.loads(run("speakers", "ben-okonkwo", "--limit", "1", "--format", "jsonl").stdout)
    assert [each["id"] for each in record["joined"]] == ["ben-c-okonkwo"]
    assert run("speakers", "split", "Ben C. Okonkwo").exit_code == 0
    assert "Ben C. Okonkwo" in listed(run)
    assert "rule" not in run("speakers", "history", "ben-okonkwo").stdout


@pytest.mark.slow
def test_the_other_corrections(run: Run) -> None:
    assert run("speakers", "rename", "okonkwo", "Sir Ben").stdout.splitlines()[1].startswith("Sir Ben\t")
    assert run("speakers", "alias", "add", "ben-okonkwo", "Benjamin Okonkwo").exit_code == 0
    assert run("speakers", "link", "ben-okonkwo", "Q42").exit_code == 0
    assert run("speakers", "split", "Benjamin Okonkwo").stderr == "Note: no quotation has a speaker of that name\n"
    words = id_of(run, "words 0")
    assert run("attribute", words, "ben-okonkwo").stdout == f"{words}: Sir Ben\n"
    assert "Sir Ben" in run("show", words).stdout
    assert run("withdraw", words, "--reason", "misquoted").stdout == f"{words}: withdrawn\n"
    assert run("show", words).stderr == f"Error: {words} is no longer published: misquoted\n"
    assert run("withdraw", words).exit_code == 2
    assert run("verify").exit_code == 0


@pytest.mark.slow
def test_decisions_move_to_another_database(run: Run) -> None:
    run("speakers", "merge", "ann-marsh", "ann-b-marsh")
    Path("decisions.jsonl").write_text(run("judgements").stdout)
    with closing(store.create("other.db")) as database:
        store.ingest(database, *plain("Something else", person("Ann B. Marsh")))
    loaded = run("judgements", "--load", "decisions.jsonl", "--db", "other.db")
    assert loaded.stdout == "other.db: 1 decision loaded\n"
    assert run("judgements", "--load", "decisions.jsonl", "--db", "other.db").stdout == "other.db: 0 decisions loaded\n"
    assert run("judgements", "--db", "other.db").stdout == Path("decisions.jsonl").read_text()
    Path("decisions.jsonl").write_text("{}")
    assert run("judgements", "--load", "decisions.jsonl").stderr.startswith("Error: decisions.jsonl: line 1 is not")


@pytest.fixture
def review() -> Callable[[str], str]:
    """Runs `quotes review`, answering with a letter a question."""

    def answering(letters: str) -> str:
        result = CliRunner().invoke(app, ["review"], input="".join(f"{letter}\n" for letter in letters))
        assert result.exit_code == 0, result.output
        return result.output

    return answering


@pytest.mark.slow
def test_review_asks_once_about_everybody_who_may_be_one(run: Run, review: Callable[[str], str]) -> None:
    first = review("q")
    assert first.count("Same?") == 1
    assert "said Ann" in first
    assert "\n2. " in first
    assert "nothing left to review" in review("s")
    assert len(listed(run)) == 2
    run("undo")
    assert len(listed(run)) == 4, "an answer is one action"


def test_review_goes_on_where_it_stopped(run: Run, review: Callable[[str], str]) -> None:
    assert review("d").count("Same?") == 2, "the others may still be one"
    assert "1 postponed" in review("l")
    assert "nothing left to review" in review("u")
    assert "nothing left to review" in review("")
    assert len(listed(run)) == 4


def test_review_takes_the_numbers_of_those_who_are_the_same(run: Run, review: Callable[[str], str]) -> None:
    assert "nothing left to review" in review("91")
    assert [json.loads(each)["kind"] for each in run("judgements").stdout.splitlines()] == ["same", "different"]


def test_review_goes_back(run: Run, review: Callable[[str], str]) -> None:
    printed = review("bdbq")
    assert "there is no answer to go back to" in printed
    assert all(json.loads(each)["undone_at"] for each in run("judgements").stdout.splitlines())
    assert review("lbq").count("\n2. ") == 2, "what was postponed is asked again"


def test_review_shows_three_articles(run: Run, review: Callable[[str], str]) -> None:
    with closing(store.create("quotes.db")) as database:
        for number in range(5):
            store.ingest(database, *plain(f"Again, number {number}", person("Ann Marsh", role="mayor")))
    assert review("q").split("1. ")[0].count("    undated") == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["speakers", "merge", "ann-marsh", "Nobody Atall"],
        ["speakers", "merge", "marsh", "ben-okonkwo"],
        ["speakers", "split", "ann-marsh"],
        ["speakers", "split", "ann-marsh", "--article", "nowhere"],
        ["speakers", "link", "ann-marsh", "42"],
        ["speakers", "rename", "ann-marsh", " "],
        ["undo"],
        ["speakers", "history", "nobody"],
        ["attribute", "0" * 16, "ann-marsh"],
        ["attribute", "0" * 16, "Al", "--new", "person"],
        ["withdraw", "0" * 16, "--reason", "why"],
        ["speakers", "merge", "a", "b", "--db", "nowhere.db"],
        ["undo", "--db", "nowhere.db"],
        ["judgements", "--db", "nowhere.db"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_one_line(run: Run, arguments: list[str]) -> None:
    before = run("judgements").stdout
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert run("judgements").stdout == before
    assert not Path("nowhere.db").exists()


@pytest.mark.slow
def test_review_goes_back_after_the_last_answer(run: Run, review: Callable[[str], str]) -> None:
    printed = review("sbq")
    assert printed.count("Same?") == 2
    assert "nothing left to review" in printed
    assert all(json.loads(each)["undone_at"] for each in run("judgements").stdout.splitlines())


@pytest.mark.slow
def test_a_decision_that_changes_nothing_is_no_error(run: Run) -> None:
    (id,) = [json.loads(row)["id"] for row in run("search", "0", "--format", "jsonl").stdout.splitlines()]
    for arguments in (
        ["speakers", "merge", "Ann Marsh", "Ann B. Marsh"],
        ["speakers", "role", "Ann Marsh", "mayor"],
        ["attribute", id, "Ben Okonkwo"],
        ["withdraw", id, "--reason", "misquoted"],
    ):
        run(*arguments)
        before = run("judgements").stdout
        again = run(*arguments)
        assert (again.exit_code, again.stdout) == (0, "")
        assert again.stderr.startswith("Note: ")
        assert " already " in again.stderr
        assert run("judgements").stdout == before


@pytest.mark.slow
def test_the_history_has_the_words_of_the_commands(run: Run) -> None:
    run("speakers", "role", "Ann Marsh", "harbour master")
    run("speakers", "kind", "Ann Marsh", "organisation")
    run("speakers", "rename", "Ann Marsh", "Dame Ann Marsh")
    header, *rows = run("speakers", "history", "ann-marsh").stdout.splitlines()
    assert header.startswith("number\twhen\twho\tdecision\t")
    assert [row.split("\t")[3:6] for row in rows] == [
        ["role", "ann-marsh", "harbour master"],
        ["kind", "ann-marsh", "organisation"],
        ["rename", "ann-marsh", "Dame Ann Marsh"],
    ]
