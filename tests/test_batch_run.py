"""Tasks read what `quotes ingest` reads, write it whole, and go on where they were cut off, wherever they run."""

from __future__ import annotations

import gzip
import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from importlib import util
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from loguru import logger
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from quotes import store
from quotes.batch import builder, executors, plan, shard_rows
from quotes.installation import install_command
from quotes.model import Kind
from quotes.store.run_log import rejects
from quotes.text import containment
from tests import shards
from tests.conftest import QUAY, Run
from tests.test_batch_builder import dump

pytestmark = pytest.mark.batch

QUOTES = [sys.executable, "-c", "from quotes.cli import app; app()"]
WORDS = "crane rope gull boat shed lamp tide wall road bell sail mast net crate hill".split()
NAMES = ("Ada Byrd", "Bo Okafor", "Cy Marsh", "Di Newcomb")


def text(number: int) -> str:
    """A short article, one of a kind."""
    one, other = NAMES[number % 4], NAMES[(number + 1) % 4]
    seen = " ".join(Random(number).choices(WORDS, k=60))
    return (
        f"“The quay number {number} is closed for the whole of the winter,” said {one}, the harbour master.\n\n"
        f"{other} of the dockers’ union said that ships would wait outside, and called it “hard”.\n\n"
        f"On the shore a visitor could see {seen}.\n"
    )


def records(first: int, number: int) -> list[dict[str, str]]:
    return [
        {
            "headline": f"Quay {each}",
            "body": text(each),
            "url": f"https://courier.example/{each}",
            "date": f"2031-01-{31 - each % 30:02}",
        }
        for each in range(first, first + number)
    ]


def warc(first: int, number: int) -> bytes:
    written = BytesIO()
    writer = WARCWriter(written, gzip=True)
    for each in records(first, number):
        paragraphs = "".join(f"<p>{line}</p>" for line in each["body"].splitlines() if line)
        head = f"<head><title>{each['headline']}</title></head>"
        page = f"<!doctype html><html lang='en'>{head}<body><article>{paragraphs}</article></body></html>"
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        payload = BytesIO(page.encode())
        record = writer.create_warc_record(
            each["url"],
            "response",
            payload=payload,
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2031-02-01T12:00:00Z"},
        )
        writer.write_record(record)
    return written.getvalue()


def lines(first: int, number: int) -> str:
    return "".join(json.dumps(each) + "\n" for each in records(first, number))


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has `run` begin no other processes."""
    monkeypatch.setattr("quotes.batch.executors._processors", lambda: 1)


@pytest.fixture
def mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with articles in many forms, some of which cannot be read or are not in English."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "quay.txt").write_bytes(QUAY.encode())
    (folder / "empty.txt").touch()
    (folder / "foreign.txt").write_text(
        "Der Hafen bleibt den ganzen Winter über geschlossen, sagte die Hafenmeisterin. " * 9
    )
    (folder / "pages.warc.gz").write_bytes(warc(0, 6))
    (folder / "lines.jsonl").write_text(lines(10, 6) + "{broken\n" + lines(16, 3))
    (folder / "table.csv").write_text("headline,body,url\n" + 'Quay 30,"' + text(30) + '",https://courier.example/30\n')
    pq.write_table(pa.Table.from_pylist(records(40, 5)), folder / "rows.parquet")
    (folder / "packed.jsonl.gz").write_bytes(gzip.compress(lines(50, 4).encode()))
    return folder


def without_cost(said: str) -> str:
    return re.sub("; [0-9,]+ s of processor time, [0-9,]+ MiB at most", "", said)


def of(run: Path) -> list[str]:
    """All rows of a run but when it began, in a fixed order."""
    return sorted(repr(row | {"added": None}) for row in shards.read(run))


@pytest.mark.parametrize("tasks", [1, 3, 20])
def test_the_same_as_ingest_whatever_the_number_of_tasks(mixed: Path, run: Run, tasks: int) -> None:
    result = run("batch", "run", "in", "out", "--tasks", tasks)
    assert (result.exit_code, result.stderr) == (0, "")
    kinds = sum((containment.kinds(shard_rows.quotations(row)) for row in shards.read(Path("out"))), Counter[Kind]())
    said = ", ".join(f"{kinds[kind]} {kind}" for kind in Kind)
    assert without_cost(result.stdout) == (
        f"out: {tasks} of {tasks} task{'s' * (tasks > 1)}; 26 articles; {kinds.total()} quotations ({said}); "
        "2 failed, 1 skipped\n"
    )
    assert run("batch", "build", "out", "built.db").exit_code == 0
    assert run("ingest", "in").exit_code == 1
    assert dump(Path("built.db")) == dump(Path("quotes.db"))
    assert refused("built.db") == refused("quotes.db")


def refused(db: str) -> list[tuple[str, str, str, bool]]:
    with closing(store.open(db)) as connection:
        return sorted((each.source, each.origin, each.reason, each.skipped) for each in rejects(connection))


def test_columns_and_outlet_may_be_given(mixed: Path, run: Run) -> None:
    Path("one.jsonl").write_text(json.dumps({"inhalt": text(1), "wo": "Ellery"}) + "\n")
    run("batch", "run", "one.jsonl", "out", "--map", "inhalt=text", "--map", "wo=title", "--outlet", "The Post")
    (row,) = shards.read(Path("out"))
    assert (row["text"], row["title"], row["outlet"]) == (text(1), "Ellery", "The Post")


def test_an_article_that_the_extractor_refuses_is_a_reject(
    quay: Path, run: Run, refusing_extractor: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (quay / "in").mkdir()
    (quay / "in/a.txt").write_text("refuse me")
    (quay / "quay.txt").rename("in/quay.txt")
    result = run("batch", "run", "in", "out")
    assert "1 article; 3 quotations (1 direct, 1 partial, 1 paraphrase); 1 failed" in result.stdout
    refused = json.loads((quay / "out/rejects/00000.jsonl").read_text())
    assert refused.pop("reason").startswith("cannot be searched (ValueError: too much of it")
    assert refused == {"source": "in/a.txt", "origin": "in/a.txt", "kind": "internal"}
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def write_many(folder: Path) -> None:
    """Two files of each sort with sixty articles in all, in `folder`/in."""
    (folder / "in").mkdir()
    for each in range(2):
        (folder / f"in/{each}.warc.gz").write_bytes(warc(100 * each, 15))
        (folder / f"in/{each}.jsonl").write_text(lines(100 * each + 50, 15))


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `write_many`'s articles."""
    monkeypatch.chdir(tmp_path)
    write_many(tmp_path)
    return tmp_path


class Undisturbed(NamedTuple):
    """What a run that nothing disturbed says of `write_many`'s articles, after the tasks, and its rows."""

    said: str
    rows: list[str]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Undisturbed:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("undisturbed"))
        patch.setattr("quotes.batch.executors._processors", lambda: 1)
        write_many(Path.cwd())
        said = without_cost(run("batch", "run", "in", "out").stdout)
        assert said.startswith("out: 1 of 1 task; 60 articles; ")
        return Undisturbed(said.partition("; ")[2], of(Path("out")))


def begin(*arguments: str) -> subprocess.Popen[str]:
    """`quotes batch run in killed`, in a group of processes of its own."""
    command = [*QUOTES, "batch", "run", "in", "killed", *arguments]
    return subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def when_one_is_done(process: subprocess.Popen[str], then: Callable[[], None]) -> set[int]:
    """Calls `then` when the first task is done, and waits for the end. Returns which were done."""
    until = time.monotonic() + 120
    while not (done := plan.done(Path("killed"))):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until, "no task is ever done"
        time.sleep(0.01)
    then()
    process.wait(timeout=120)
    return done


def check_that_it_goes_on(done: set[int], undisturbed: Undisturbed, tasks: int, *arguments: str) -> None:
    """Runs it again: what was done stays as it is, and the end is that of a run that nothing disturbed."""
    before = {task: stamp(task) for task in done}
    again = begin("--tasks", str(tasks), *arguments)
    out, errors = again.communicate()
    assert (again.returncode, re.sub(rf"\d of {tasks} tasks done\n", "", errors)) == (0, "")
    assert without_cost(out) == f"killed: {tasks} of {tasks} tasks; {undisturbed.said}"
    assert {task: stamp(task) for task in done} == before
    assert list(Path("killed").glob("*/.*")) == []
    assert of(Path("killed")) == undisturbed.rows


def stamp(task: int) -> tuple[int, int]:
    status = (Path("killed") / plan.ARTICLES.format(task)).stat()
    return status.st_ino, status.st_mtime_ns


def test_killed_it_goes_on_where_it_was(many: Path, undisturbed: Undisturbed) -> None:
    process = begin("--tasks", "6")
    done = when_one_is_done(process, lambda: os.killpg(process.pid, signal.SIGKILL))
    assert len(plan.done(Path("killed"))) < 6
    with pytest.raises(ValueError, match="of 6 tasks are done; run the same `quotes batch run` again for the rest"):
        builder.total([Path("killed")])
    check_that_it_goes_on(done, undisturbed, 6)


def test_those_who_outlive_the_one_that_was_killed_do_no_harm_and_end(many: Path, undisturbed: Undisturbed) -> None:
    process = begin("--tasks", "6")
    done = when_one_is_done(process, process.kill)
    check_that_it_goes_on(done, undisturbed, 6)
    until = time.monotonic() + 60
    with suppress(ProcessLookupError):
        while time.monotonic() < until:
            os.killpg(process.pid, 0)
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
        pytest.fail("they never end")


def test_a_task_that_another_has_done_meanwhile_is_left_as_it_is(mixed: Path, run: Run) -> None:
    """A run that was killed and one that goes on may be at each other's tasks."""
    run("batch", "run", "in/quay.txt", "out")
    before = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")}
    executors.run_task(Path("out"), Path.cwd(), 1, 0)
    assert {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")} == before


def test_log_handlers_stay_and_a_failed_task_has_a_log(
    mixed: Path, run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []
    identity = logger.add(heard.append, format="{message}")

    def units(*_: Any, **__: Any) -> None:
        logging.getLogger("somebody").warning("a strange file")
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr("quotes.readers.units", units)
    root = logging.getLogger().handlers[:]
    result = run("batch", "run", "in/quay.txt", "out")
    assert result.stderr == "Error: out: a task failed: the disk is gone (log: out/logs)\n"
    log = Path("out/logs/logs/task_00000.log").read_text()
    assert "WARNING somebody: a strange file" in log
    assert log.endswith("RuntimeError: the disk is gone\n")
    assert logging.getLogger().handlers == root
    logger.info("still here")
    assert heard == ["still here\n"]
    logger.remove(identity)


def test_ctrl_c_says_what_to_do(many: Path, run: Run) -> None:
    (many / "in/9.jsonl").write_text(lines(1000, 30000))
    process = begin("--tasks", "5")
    when_one_is_done(process, lambda: process.send_signal(signal.SIGINT))
    _, errors = process.communicate()
    assert (process.returncode, errors) == (
        130,
        "Note: stopped before the end; run the same command to continue with the missing tasks\n",
    )


def test_another_number_of_tasks_is_refused(mixed: Path, run: Run) -> None:
    run("batch", "run", "in/quay.txt", "out")
    again = run("batch", "run", "in/quay.txt", "out", "--tasks", "2")
    assert (again.exit_code, again.stderr) == (
        1,
        "Error: out: was started with --tasks 1; continue with that, or use another folder\n",
    )


def test_a_task_that_fails_is_one_line_and_not_done(mixed: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("batch", "run", "in/quay.txt", "out")
    Path("out/logs/completions/00000").unlink()
    Path("out/articles/00000.parquet").unlink()
    Path("out/articles").rmdir()
    Path("out/articles").write_text("in the way")
    failed = run("batch", "run", "in/quay.txt", "out")
    assert (failed.exit_code, failed.stdout, failed.stderr.count("\n")) == (1, "", 1)
    assert failed.stderr.startswith("Error: out: a task failed: [Errno 17] File exists")
    Path("out/articles").unlink()
    assert run("batch", "run", "in/quay.txt", "out").stdout.startswith("out: 1 of 1 task; 1 article;")


@pytest.mark.parametrize("command", [["run", "in", "out"], ["build", "in", "new.db"]])
def test_without_the_extra_one_line_says_what_to_install(
    mixed: Path, run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = run("batch", *command)
    assert (result.exit_code, result.stderr) == (
        1,
        f"Error: quotes batch needs the extra batch; install it with: {install_command('batch')}\n",
    )
    assert not Path("out").exists()


def test_without_ray_one_line_says_what_to_install(mixed: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    find = util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *rest: None if name == "ray" else find(name, *rest))
    result = run("batch", "run", "in", "out", "--executor", "ray")
    assert (result.exit_code, result.stderr) == (
        1,
        f"Error: --executor ray needs the extra ray; install it with: {install_command('ray')}\n",
    )


def test_on_ray(many: Path, undisturbed: Undisturbed) -> None:
    process = begin("--tasks", "3", "--executor", "ray")
    done = when_one_is_done(process, lambda: os.killpg(process.pid, signal.SIGKILL))
    check_that_it_goes_on(done, undisturbed, 3, "--executor", "ray")


SBATCH = """#!/bin/sh
# Stands for Slurm's command: runs each task of the array here, one after another.
for last; do :; done
cp "$last" "$0.script.$$"
echo "Submitted batch job $$"
grep -q merge_stats "$last" && exit
tasks=$(sed -n 's/^#SBATCH --array=0-//p' "$last")
for task in $(seq 0 "$tasks"); do
    [ "$task" = "$SKIP" ] || SLURM_ARRAY_TASK_ID=$task SLURM_NODELIST=here sh "$0.script.$$" >"$0.log.$task" 2>&1
done
"""


@pytest.fixture
def slurm(many: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with commands in the place of Slurm's."""
    folder = many / "bin"
    folder.mkdir()
    for name, script in (
        ("sbatch", SBATCH),
        ("srun", '#!/bin/sh\nshift 3\nexec "$@"\n'),
        ("scontrol", "#!/bin/sh\necho here\n"),
    ):
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{Path(sys.executable).parent}:{os.environ['PATH']}")
    return folder


def test_on_slurm(slurm: Path, run: Run, monkeypatch: pytest.MonkeyPatch, undisturbed: Undisturbed) -> None:
    options: list[Any] = ["--tasks", "3", "--executor", "slurm", "--partition", "news", "--time", "1:00:00"]
    monkeypatch.setenv("SKIP", "1")
    first = run("batch", "run", "in", "out", *options)
    assert (first.exit_code, first.stderr.splitlines()[-1:]) == (
        0,
        ["Note: Slurm runs the remaining tasks; run the same command later to see the result"],
    )
    assert first.stdout.startswith("out: 2 of 3 tasks; ")
    script = next(path.read_text() for path in slurm.glob("*.script.*") if "merge_stats" not in path.read_text())
    assert {"#SBATCH --partition=news", "#SBATCH --time=1:00:00", "#SBATCH --array=0-2"} <= set(script.splitlines())
    monkeypatch.setenv("SKIP", "")
    assert without_cost(run("batch", "run", "in", "out", *options).stdout) == f"out: 3 of 3 tasks; {undisturbed.said}"
    assert of(Path("out")) == undisturbed.rows


def test_slurm_wants_a_partition(mixed: Path, run: Run) -> None:
    result = run("batch", "run", "in", "out", "--executor", "slurm")
    assert result.exit_code == 2
    assert "--partition" in result.stderr
