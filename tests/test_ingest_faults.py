"""Whatever is raised while one article is read, searched or stored: one line, a reject, and the rest is done."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from quotes import store
from quotes.store.run_log import Reject, rejects
from tests import faulty

pytestmark = pytest.mark.slow

QUOTES = [str(Path(sys.executable).with_name("quotes"))]
FAULTY = [sys.executable, faulty.__file__]
STAGES = {"read": "read", "search": "searched", "store": "stored"}


def text(number: int, fault: str = "none none") -> str:
    return f"“We closed pier {number},” said Ada Byrd, the harbour master.\n\nThe board said FAULT {fault}.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder "in", in the one where the commands are run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.fixture
def faults(folder: Path) -> dict[str, str]:
    """Articles of which nothing is wrong among others with each fault in each stage, which are given by their names."""
    for number in range(3):
        (folder / f"{number}0.txt").write_text(text(number))
    given: dict[str, str] = {}
    for stage in STAGES:
        for error in faulty.ERRORS:
            name = f"{len(given):02}-{stage}.txt"
            (folder / name).write_text(text(100 + len(given), f"{stage} {error}"))
            given[f"in/{name}"] = error
    return given


def run(command: list[str], *arguments: str) -> tuple[int, str, list[str]]:
    """The exit status, what was printed, and the errors on standard error."""
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=1800)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, [each for each in done.stderr.splitlines() if each.startswith("Error: ")]


def kept(db: str = "quotes.db") -> dict[str, Reject]:
    with closing(store.open(db)) as connection:
        assert list(store.verify(connection)) == []
        return {each.source: each for each in rejects(connection)}


def stored(db: str = "quotes.db") -> int:
    with closing(store.open(db)) as connection:
        return store.coverage(connection).articles


def said(found: dict[str, Reject], *, more: str = "") -> list[str]:
    asked = {"internal": "; this is an error in Quotes, please report it"}
    return sorted(f"Error: {each.source}: {each.reason}{more}{asked.get(each.kind, '')}" for each in found.values())


def check(found: dict[str, Reject], faults: dict[str, str]) -> None:
    assert found.keys() == faults.keys()
    for source, error in faults.items():
        stage = STAGES[source[:-4].partition("-")[2]]
        if error == "MemoryError":
            assert (found[source].kind, found[source].reason) == (
                "limit",
                f"cannot be {stage}: there is not enough memory",
            )
        else:
            name = {"UnicodeError": "UnicodeEncodeError"}.get(error, error)
            assert found[source].kind == "internal"
            assert found[source].reason.startswith(f"cannot be {stage} ({name}: ")


@pytest.mark.parametrize("command", [["ingest"], ["ingest", "--workers", "2"], ["watch", "--once"]])
def test_of_every_command_that_stores(faults: dict[str, str], command: list[str]) -> None:
    status, _, errors = run(FAULTY, *command, "in")
    found = kept()
    check(found, faults)
    assert (status, sorted(errors), stored()) == (1, said(found), 3)
    assert run(QUOTES, "ingest", "--rejected", "--quiet")[0] == 0
    assert (kept(), stored()) == ({}, 3 + len(faults))


def test_of_a_batch(faults: dict[str, str]) -> None:
    status, _, errors = run(FAULTY, "batch", "run", "in", "out", "--tasks", "2")
    in_tasks = {source: error for source, error in faults.items() if not source.endswith("store.txt")}
    internal = {source for source, error in in_tasks.items() if error != "MemoryError"}
    assert (status, {line.split(": ")[1] for line in errors}) == (1, internal)
    status, _, errors = run(FAULTY, "batch", "build", "out", "built.db")
    found = kept("built.db")
    check(found, faults)
    in_build = {source: each for source, each in found.items() if source not in in_tasks}
    assert (status, sorted(errors), stored("built.db")) == (1, said(in_build), 3)


def test_of_a_rebuild_which_keeps_what_it_has(faults: dict[str, str]) -> None:
    for source in faults:
        if source.endswith("store.txt"):
            Path(source).unlink()
    assert run(QUOTES, "ingest", "in")[0] == 0
    before = dump()
    status, _, errors = run(FAULTY, "rebuild")
    found = kept()
    assert found.keys() == {source for source in faults if source.endswith("search.txt")}
    assert (status, sorted(errors)) == (1, said(found, more="; it keeps its quotations"))
    assert dump() == before


def test_a_rebuild_that_can_store_no_more_changes_nothing(folder: Path) -> None:
    (folder / "a.txt").write_text(text(1, "store KeyError"))
    run(QUOTES, "ingest", "in")
    before = dump()
    status, _, (_, last) = run(FAULTY, "rebuild")
    assert (status, dump()) == (1, before)
    assert last.startswith("Error: in/a.txt: cannot be stored (KeyError: 'organisation:new poll'")
    assert last.endswith("; the database is unchanged")
    assert sorted(each.name for each in Path().iterdir()) == ["in", "quotes.db"]


def dump() -> list[str]:
    with closing(store.open("quotes.db")) as connection:
        return list(store.dump(connection))


def test_a_dry_run_goes_on(folder: Path) -> None:
    (folder / "a.txt").write_text(text(1, "read KeyError"))
    (folder / "b.txt").write_text(text(2))
    status, output, (error,) = run(FAULTY, "ingest", "in", "--dry-run")
    assert (status, output) == (1, "added\tin/b.txt\n")
    assert error.startswith("Error: in/a.txt: cannot be read (KeyError: 'organisation:new poll'")


def test_rejects_say_whose_fault_it_is(folder: Path) -> None:
    (folder / "a.txt").write_text(text(1, "search KeyError"))
    (folder / "b.txt").touch()
    run(FAULTY, "ingest", "in")
    done = subprocess.run([*QUOTES, "rejects"], capture_output=True, text=True, check=True)
    assert [line.split("\t")[1::2] for line in done.stdout.splitlines()[1:]] == [
        ["in/a.txt", "internal"],
        ["in/b.txt", "input"],
    ]
    assert done.stderr == "Note: 1 reject of kind internal; please report these errors in Quotes\n"


@pytest.mark.parametrize("fault", ["read loop", "read expression", "search loop", "search expression", "search call"])
def test_what_takes_too_long_is_a_reject(folder: Path, fault: str) -> None:
    (folder / "a.txt").write_text(text(1))
    (folder / "b.txt").write_text(text(2, fault))
    (folder / "c.txt").write_text(text(3))
    status, _, errors = run(FAULTY, "ingest", "in", "--time-limit", "2")
    (found,) = kept().values()
    assert (found.source, found.kind) == ("in/b.txt", "limit")
    assert found.reason == "took longer than 2 s of processor; --time-limit raises the limit"
    assert (status, errors, stored()) == (1, said({"": found}), 2)


def test_code_that_never_returns_ends_with_its_process(folder: Path) -> None:
    faults = ["none none", "read endless", "none none", "search endless", "none none"]
    for number, fault in enumerate(faults):
        (folder / f"{number}.txt").write_text(text(number, fault))
    status, _, errors = run(FAULTY, "ingest", "in", "--time-limit", "2", "--workers", "2")
    found = kept()
    assert {each.source: each.kind for each in found.values()} == dict.fromkeys(["in/1.txt", "in/3.txt"], "limit")
    assert (status, sorted(errors), stored()) == (1, said(found), 3)


def test_a_file_of_many_that_takes_too_long_leaves_the_others(folder: Path) -> None:
    rows = [text(number, fault) for number, fault in enumerate(["none none", "record expression", "none none"])]
    quoted = [each.replace('"', '""').replace("\n", " ") for each in rows]
    (folder / "a.csv").write_text("title,text\n" + "".join(f'{n},"{each}"\n' for n, each in enumerate(quoted)))
    (folder / "b.txt").write_text(text(9))
    status, _, (error,) = run(FAULTY, "ingest", "in", "--time-limit", "2")
    assert error == "Error: in/a.csv: took longer than 2 s of processor; --time-limit raises the limit"
    assert (status, stored(), kept()["in/a.csv"].kind) == (1, 2, "limit")


def test_a_batch_and_a_rebuild_have_the_limit_too(folder: Path) -> None:
    (folder / "a.txt").write_text(text(1))
    (folder / "b.txt").write_text(text(2, "search loop"))
    assert run(QUOTES, "ingest", "in")[0] == 0
    status, _, (error,) = run(FAULTY, "rebuild", "--time-limit", "2")
    assert (status, error.partition(";")[0]) == (1, "Error: in/b.txt: took longer than 2 s of processor")
    assert stored() == 2
    assert run(FAULTY, "batch", "run", "in", "out", "--time-limit", "2")[0] == 0
    assert '"kind": "limit"' in Path("out/rejects/00000.jsonl").read_text()
