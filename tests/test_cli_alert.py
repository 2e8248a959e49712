"""`quotes alert`: what is new in saved searches is sent once, also if a run is killed while it sends."""

from __future__ import annotations

import email
import email.policy
import fcntl
import json
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from quotes import store
from quotes.export import SCHEMAS
from quotes.model import Speaker
from quotes.store import corrections
from tests.builders import create, person, plain
from tests.conftest import Run

ANN, BO = person("Ann Ferrier"), person("Bo Stokes")
QUOTES = [sys.executable, "-c", "from quotes.cli import app; app()"]
ALERT = ["alert", "bridge", "speaker:Ferrier", "--db", "quotes.db", "--state", "state.json"]
BRIDGE = "There will be a bridge"
# A command that keeps what it is given as a mail server does that drops a message that it has already, and then, if
# a file "kill" is there, kills the process that started it.
MAILER = """
import email, os, signal, sys
from pathlib import Path
if Path("kill-before").exists(): os.kill(os.getppid(), signal.SIGKILL)
else:
    message = sys.stdin.read()
    with open("attempts", "a") as file: file.write("1")
    Path("box").mkdir(exist_ok=True)
    Path("box", email.message_from_string(message)["Message-ID"].strip("<>")).write_text(message)
    if Path("kill-after").exists(): os.kill(os.getppid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive with one quotation, and a state that knows it."""
    monkeypatch.chdir(tmp_path)
    create(Path("quotes.db")).conn.close()
    add("The old bridge is closed")


def add(words: str, speaker: Speaker = ANN) -> None:
    with store.changing(Path("quotes.db")) as db:
        store.ingest(db, *plain(words, speaker, source=f"{words}.txt", outlet="The Courier", published="2031-02-04"))


def process(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*QUOTES, *ALERT, *arguments], capture_output=True, text=True, check=False)


def test_an_error_names_the_state_file(run: Run) -> None:
    result = run(*ALERT[:-1], "nowhere/state.json")
    assert result.exit_code == 1
    assert result.stderr == "Error: nowhere/state.json: no such file or directory\n"


def test_the_first_run_remembers_and_later_runs_send_each_once(run: Run) -> None:
    first = run(*ALERT)
    assert (first.exit_code, first.stdout) == (0, "")
    assert first.stderr.splitlines() == [
        "Note: bridge: 1 quotation in the archive; new ones are sent from now on",
        "Note: speaker:Ferrier: 1 quotation in the archive; new ones are sent from now on",
    ]
    again = run(*ALERT)
    assert (again.exit_code, again.stdout, again.stderr) == (0, "", "")
    add(BRIDGE)
    add("It will cost nothing")
    add("No bridge for us", BO)
    add("I like fish", BO)
    sent = run(*ALERT, "--public-url", "https://quotes.example").stdout
    assert sent.startswith("3 new quotations: bridge, speaker:Ferrier\n\nbridge (2)\n\nAnn Ferrier: “There will be a")
    for words in (BRIDGE, "It will cost nothing", "No bridge for us"):
        assert sent.count(words) == 1
    assert "fish" not in sent
    assert sent.count("https://quotes.example/q/") == 3
    assert run(*ALERT).stdout == ""


def test_a_search_that_is_added_later_begins_then(run: Run) -> None:
    run("alert", "bridge", "--db", "quotes.db", "--state", "state.json")
    add(BRIDGE)
    result = run(*ALERT)
    assert "speaker:Ferrier: 2 quotations in the archive" in result.stderr
    assert BRIDGE in result.stdout


def test_formats(run: Run) -> None:
    from jsonschema import Draft202012Validator

    found = {}
    for form in ("text", "html", "email", "jsonl"):
        run(*ALERT, "--format", form)
        add(f"A bridge <b>&c</b> for {form}")
        found[form] = run(*ALERT, "--format", form, "--public-url", "https://quotes.example").stdout
    assert "“A bridge <b>&c</b> for text”" in found["text"]
    assert "“A bridge &lt;b&gt;&amp;c&lt;/b&gt; for html”" in found["html"]
    assert '<a href="https://quotes.example/q/' in found["html"]
    message = email.message_from_string(found["email"], policy=email.policy.default)
    assert message["Subject"] == "Quotes: 1 new quotation: bridge"
    assert str(message["Message-ID"]).endswith("@quotes.example>")
    plain_part, html_part = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain_part is not None
    assert html_part is not None
    assert "“A bridge <b>&c</b> for email”" in plain_part.get_content()
    assert "“A bridge &lt;b&gt;&amp;c&lt;/b&gt; for email”" in html_part.get_content()
    assert str(message["Message-ID"]) in plain_part.get_content()
    assert found["email"].isascii()
    (record,) = map(json.loads, found["jsonl"].splitlines())
    Draft202012Validator(SCHEMAS["quotation"]).validate(record)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["from:yesterday"], "'yesterday' is not a date"),
        (["--send", "false"], "'false' ended with status 1; the next run sends the digest again"),
        (["--send", "no-such-command"], "no-such-command: no such file or directory"),
        (["--send", 'sendmail "desk'], "--send: 'sendmail \"desk' is not a command: no closing quotation"),
        (["--public-url", "here"], "is not a public URL"),
    ],
)
def test_errors_are_one_line_and_lose_nothing(run: Run, arguments: list[str], reason: str) -> None:
    run(*ALERT)
    add(BRIDGE)
    result = run(*ALERT, *arguments)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert reason in result.stderr
    assert BRIDGE in run(*ALERT).stdout


@pytest.mark.parametrize("content", ["", "[]", "{}", "not JSON", '{"version": 2}', '{"version": 1, "seen": 1}'])
def test_another_file_is_not_overwritten(run: Run, content: str) -> None:
    Path("state.json").write_text(content, encoding="utf-8")
    result = run(*ALERT)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: state.json: this is not a state file of quotes alert; name another file\n"
    assert Path("state.json").read_text(encoding="utf-8") == content


def test_two_runs_at_once_do_not_both_send(run: Run) -> None:
    run(*ALERT)
    add(BRIDGE)
    with Path("state.json.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        result = run(*ALERT)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "another quotes alert is using this file" in result.stderr
    assert BRIDGE in run(*ALERT).stdout


def test_what_was_withdrawn_before_it_was_sent_is_left_out(run: Run) -> None:
    run(*ALERT)
    add(BRIDGE)
    add("Never a bridge")
    run(*ALERT, "--send", "false")
    with store.changing(Path("quotes.db")) as db:
        (row,) = db.conn.execute("select uid from quotations where text = ?", [BRIDGE]).fetchall()
        corrections.withdraw(db, row[0], "misquoted", who="an editor")
    sent = run(*ALERT).stdout
    assert BRIDGE not in sent
    assert sent.startswith("1 new quotation: bridge")


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_while_it_sends_nothing_is_lost_or_twice_in_the_box(when: str) -> None:
    send = ["--format", "email", "--send", shlex.join([sys.executable, "-c", MAILER])]
    assert process(*send).returncode == 0
    assert not Path("box").exists()
    add(BRIDGE)
    Path(f"kill-{when}").touch()
    assert process(*send).returncode == -signal.SIGKILL
    assert Path("box").exists() == (when == "after")
    Path(f"kill-{when}").unlink()
    add("A second bridge")
    for _ in range(3):
        done = process(*send)
        assert (done.returncode, done.stderr) == (0, "")
    messages = [path.read_text(encoding="utf-8") for path in Path("box").iterdir()]
    assert len(messages) == 2
    assert [sum(words in each for each in messages) for words in (BRIDGE, "A second bridge")] == [1, 1]
    assert len(Path("attempts").read_text(encoding="utf-8")) == (2 if when == "before" else 3)


@pytest.mark.slow
def test_a_reader_that_goes_away_gets_the_digest_next_time() -> None:
    assert process().returncode == 0
    add(BRIDGE)
    reading = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.close()"], stdin=subprocess.PIPE)
    reading.wait()
    assert reading.stdin
    broken = subprocess.run([*QUOTES, *ALERT], stdout=reading.stdin, stderr=subprocess.PIPE, text=True, check=False)
    assert broken.returncode != 0
    reading.stdin.close()
    assert BRIDGE in process().stdout
    assert process().stdout == ""
