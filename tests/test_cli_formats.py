"""Every command that prints data has --format, and its records have the same fields in every release."""

from __future__ import annotations

import csv
import io
import json
import shlex
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from docs import commands
from quotes import store
from quotes.export import SCHEMAS, columns
from quotes.store import corrections, run_log
from tests.builders import person, plain
from tests.conftest import QUAY, Run, find_by, quay_quotations

RECORDS = {
    "quotation": "id kind polarity statement text spans page cue mention speakers confidence unverified step chain "
    "statement_spans quoting article part_of version gone_since",
    "article": "id source title byline outlet published modified language url text sha256"
    " fetched_url fetched_at raw_sha256 extractor version added",
    "speaker": "id name kind role names roles joined wikidata gender country party offices quoted paraphrased",
    "reject": "source origin reason at kind",
    "decision": "action_number kind quotation_uid article_uid speaker_key other_key field value outlet start_date"
    " end_date author made_at note undone_at undone_by_action",
    "suggestion": "speaker other quotations score reason",
    "format": "name endings gives needs",
}
LISTS = {
    "extract quay.txt": "quotation",
    "search words": "quotation",
    "export quotations": "quotation",
    "export articles": "article",
    "export speakers": "speaker",
    "rejects": "reject",
    "formats": "format",
    "undo": "decision",
    "decisions": "decision",
    "speakers": "speaker",
    "speakers Okonkwo": "speaker",
    "speakers list": "speaker",
    "speakers suggest": "suggestion",
    "speakers merge ann-marsh anne-marsh": "speaker",
    "speakers split ann-b-marsh": "speaker",
    "speakers rename ben-okonkwo Ben": "speaker",
    "speakers role ben-okonkwo clerk": "speaker",
    "speakers kind ben-okonkwo organisation": "speaker",
    "speakers link ben-okonkwo Q42": "speaker",
    "speakers alias add ben-okonkwo 'Benjamin Okonkwo'": "speaker",
    "speakers history ann-marsh": "decision",
    "articles": "article",
    "articles list": "article",
}
TALLY = "database articles quotations seconds interrupted"
HELD = "database articles quotations"
RESULTS = {
    "read quay.txt": RECORDS["article"],
    "show {id}": RECORDS["quotation"],
    "ingest quay.txt": TALLY,
    "ingest quay.txt --dry-run": "outcome source",
    "watch in --once": TALLY,
    "evaluate gold.json found.jsonl": "rows found mention speaker precision scare paraphrase_precision"
    " paraphrase_recall paraphrase_f1 calibration_error counts reliability errors",
    "verify": HELD,
    "backup copy.db": HELD,
    "publish-copy copy.db": f"{HELD} bytes",
    "rebuild": f"{HELD} before",
    "authority load people.csv": "database file people",
    "attribute {id} ben-okonkwo": "quotation speaker",
    "withdraw {id} --reason misquoted": "quotation reason",
    "decide --from decisions.csv": "database decisions already_so",
    "articles set {article} title=Quay": "article fields",
    "articles set --from titles.csv": "articles faults",
}
# Questions, confirmations and servers print no data. The others have tests of their own.
WITHOUT = {"serve", "mcp", "review"}
ELSEWHERE = {"alert", "articles original", "batch run", "batch build", "check"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with speakers of whom some may be one, decisions and a reject."""
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    with closing(store.create(path)) as database:
        for number, name in enumerate(["Ann Marsh", "Ann B. Marsh", "Marsh", "Anne Marsh", "Ben Okonkwo"]):
            store.ingest(database, *plain(f"These are words {number}", person(name)))
        run_log.reject(database, "empty.txt", "empty.txt", "is empty", "input")
        corrections.merge(database, "ann-marsh", "ann-b-marsh", who="Jo Editor", note="asked her")
    return path


@pytest.fixture
def folder(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a copy of this archive, an article and what `quotes evaluate` needs."""
    find_by(quay_quotations, monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUOTES_WHO", "Jo Editor")
    shutil.copy(filled, "quotes.db")
    Path("in").mkdir()
    for name in ("quay.txt", "in/quay.txt"):
        Path(name).write_bytes(QUAY.encode())
    Path("gold.json").write_text('{"quay.txt": {"quotes": []}}')
    Path("found.jsonl").touch()
    Path("people.csv").write_text("name\nRosalind Vance\n")
    Path("decisions.csv").write_text("decision,of,value\nrename,ben-okonkwo,Ben\n")
    return tmp_path


def jsonl(run: Run, command: str) -> list[dict[str, Any]]:
    result = run(*shlex.split(command), "--format", "jsonl")
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("name", RECORDS)
def test_the_schema_of_a_record_has_these_fields(name: str) -> None:
    assert SCHEMAS[name]["required"] == RECORDS[name].split()


@pytest.mark.slow
@pytest.mark.parametrize("command", LISTS)
def test_a_list_as_json_lines_csv_and_table(folder: Path, run: Run, command: str) -> None:
    schema = SCHEMAS[LISTS[command]]
    shutil.copy("quotes.db", "before.db")
    found = jsonl(run, command)
    assert found
    for record in found:
        assert list(record) == RECORDS[LISTS[command]].split()
        Draft202012Validator(schema).validate(record)
    shutil.copy("before.db", "quotes.db")
    header, *rows = csv.reader(io.StringIO(run(*shlex.split(command), "--format", "csv").stdout))
    assert header == columns(schema)
    assert len(rows) == len(found)
    if not command.startswith("export"):
        shutil.copy("before.db", "quotes.db")
        table = run(*shlex.split(command), "--format", "table").stdout
        assert table.count("\n") > len(found)
        assert not table.startswith("{")


@pytest.mark.slow
@pytest.mark.parametrize("command", RESULTS)
def test_a_result_as_json_line(folder: Path, run: Run, command: str) -> None:
    found = jsonl(run, "search words")[0]
    Path("titles.csv").write_text(f"id,title\n{found['article']['id']},The quay\n")
    (record,) = jsonl(run, command.format(id=found["id"], article=found["article"]["id"]))
    assert list(record) == RESULTS[command].split()


def test_problems_as_json_lines(folder: Path, run: Run) -> None:
    with closing(store.create("quotes.db")) as database:
        database.execute("update quotations set text = 'other words' where id = 1")
        database.conn.commit()
    result = run("verify", "--format", "jsonl")
    assert result.exit_code == 1
    problems = [json.loads(line) for line in result.stdout.splitlines()]
    assert problems
    assert all(list(each) == ["database", "problem"] for each in problems)


def test_every_command_that_prints_data_has_the_option() -> None:
    every = {name: command for name, command in commands.commands() if not hasattr(command, "commands")}
    having = {name for name, each in every.items() if any("--format" in param.opts for param in each.params)}
    assert every.keys() - having == WITHOUT
    covered = {name for name in every for command in (*LISTS, *RESULTS) if f"{command} ".startswith(f"{name} ")}
    assert having == covered | ELSEWHERE
    forms = {name: _choices(each) for name, each in every.items() if name in having}
    assert set(forms.values()) == {("table", "jsonl", "csv"), ("text", "jsonl"), ("jsonl", "csv", "parquet")} | {
        ("table", "jsonl", "html", "markdown"),
        ("text", "html", "email", "jsonl"),
    }
    assert not any("--json" in param.opts for each in every.values() for param in each.params)


def _choices(command: Any) -> tuple[str, ...]:
    (option,) = (each for each in command.params if "--format" in each.opts)
    return tuple(each.value for each in type(option.default))
