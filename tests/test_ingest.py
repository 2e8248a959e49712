"""A run: what is read is stored, what is known is passed by, what cannot be read is kept with its reason."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

import quotes
from quotes import ingest, store
from quotes.ingest import Task
from quotes.ingest.workers import _pool, _submit
from quotes.model import Article, Quotation
from quotes.readers import ReadError, Unit, find, units
from tests.conftest import QUAY, Run, find_by, quay_quotations

SEEDS = Path(__file__).parent.parent / "seeds"
FRENCH = "Le ministre a déclaré mardi que la situation au port était grave et que personne ne savait quoi faire. " * 3


@pytest.fixture
def calls(quay: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources of the articles that the extractor is asked about."""
    asked: list[str] = []

    def extract(article: Article, *, pipeline: str | None = None) -> list[Quotation]:
        asked.append(article.source)
        return quay_quotations(article)

    find_by(extract, monkeypatch)
    return asked


def dump(path: Path | str) -> list[str]:
    with closing(store.open(path)) as connection:
        lines = [json.loads(line) for line in store.dump(connection)]
    return [json.dumps([table, {k: v for k, v in row.items() if k != "added_at"}]) for table, row in lines]


def rejects(run: Run) -> list[list[str]]:
    return [line.split("\t")[1:] for line in run("rejects").stdout.splitlines()[1:]]


@pytest.mark.slow
def test_what_is_known_is_not_extracted_again(quay: Path, run: Run, calls: list[str]) -> None:
    run("ingest", ".")
    run("ingest", ".")
    assert calls == ["quay.txt"]
    (quay / "quay.txt").write_text(QUAY + "More.")
    assert "1 updated" in run("ingest", ".").stdout
    assert calls == ["quay.txt"] * 2


@pytest.mark.slow
def test_a_new_extractor_reads_all_again(
    quay: Path, run: Run, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("ingest", ".")
    monkeypatch.setattr(ingest, "extraction", lambda *_: "newer")
    assert "1 unchanged" in run("ingest", ".").stdout
    run("ingest", ".")
    assert calls == ["quay.txt"] * 2


@pytest.mark.slow
def test_other_metadata_is_taken_in_and_the_command_line_wins(quay: Path, run: Run, calls: list[str]) -> None:
    run("ingest", ".")
    run("ingest", ".", "--outlet", "The Quay", "--published", "2031-01-02")
    run("ingest", ".", "--outlet", "The Quay", "--published", "2031-01-02")
    with closing(store.open("quotes.db")) as connection:
        assert connection.execute("select outlet, published from articles").fetchall() == [("The Quay", "2031-01-02")]
    assert calls == ["quay.txt"] * 2


@pytest.mark.slow
def test_rejects_are_kept_retried_and_cleared(quay: Path, run: Run) -> None:
    Path("empty.txt").touch()
    Path("french.txt").write_text(FRENCH)
    result = run("ingest", ".")
    assert (result.exit_code, result.stderr.splitlines()) == (
        1,
        ["Error: empty.txt: is empty", "Note: french.txt: skipped, is not in English (fr)"],
    )
    assert sorted(rejects(run)) == [
        ["empty.txt", "is empty", "input"],
        ["french.txt", "is not in English (fr)", "language"],
    ]
    assert run("ingest", "--rejected").exit_code == 1
    Path("empty.txt").write_text("It is full now.")
    result = run("ingest", "--rejected")
    assert (result.exit_code, result.stdout.startswith("quotes.db: 1 article (1 added)")) == (0, True)
    assert [row[0] for row in rejects(run)] == ["french.txt"]
    assert run("ingest", "--rejected").stdout.startswith("quotes.db: 0 articles")


@pytest.mark.slow
def test_rejects_that_are_there_no_more_are_forgotten(quay: Path, run: Run) -> None:
    folder = quay / "in"
    folder.mkdir()
    run("ingest", "in")
    (folder / "a.csv").write_text("Inhalt,Tag\nNothing is said.,1\n")
    (folder / "b.jsonl").write_text('{"text": "Nothing is said here."}\n{"tex": 1}\n')
    run("ingest", "in")
    assert sorted(row[0] for row in rejects(run)) == ["in/a.csv", "in/b.jsonl, line 2"]
    run("ingest", "in", "--map", "Inhalt=text")
    assert [row[0] for row in rejects(run)] == ["in/b.jsonl, line 2"]
    (folder / "b.jsonl").write_text('{"text": "Nothing is said here."}\n')
    assert run("ingest", "--rejected").exit_code == 0
    assert rejects(run) == []


@pytest.mark.slow
def test_a_link_that_was_refused_is_not_followed_later(quay: Path, run: Run) -> None:
    folder = quay / "in"
    folder.mkdir()
    (folder / "out.txt").symlink_to(quay / "quay.txt")
    (folder / "later.txt").symlink_to(quay / "later.txt")
    assert run("ingest", "in").exit_code == 1
    (quay / "later.txt").write_text("Secret.")
    result = run("ingest", "--rejected")
    assert (result.exit_code, result.stderr.splitlines()) == (
        0,
        [f"Note: in/{name}.txt: name it as an input to read it again" for name in ("later", "out")],
    )
    assert result.stdout.startswith("quotes.db: 0 articles")
    assert len(rejects(run)) == 2
    assert run("ingest", "in/out.txt").exit_code == 0
    assert [row[0] for row in rejects(run)] == ["in/later.txt"]


@pytest.mark.slow
def test_standard_input_is_not_waited_for_again(quay: Path) -> None:
    command = [str(Path(sys.executable).with_name("quotes")), "ingest"]
    subprocess.run([*command, "-"], input=b"", capture_output=True, check=False)
    with subprocess.Popen([*command, "--rejected"], stdin=subprocess.PIPE, stderr=subprocess.PIPE) as again:
        try:
            again.wait(30)
        finally:
            again.kill()
        assert again.returncode == 0
        assert again.stderr is not None
        assert again.stderr.read() == b"Note: standard input: name it as an input to read it again\n"


@pytest.mark.slow
def test_skipped_articles_are_no_failure(quay: Path, run: Run) -> None:
    Path("french.txt").write_text(FRENCH)
    assert run("ingest", ".").exit_code == 0


@pytest.mark.slow
def test_a_dry_run_says_what_would_be_done_and_stores_nothing(quay: Path, run: Run, calls: list[str]) -> None:
    Path("empty.txt").touch()
    result = run("ingest", ".", "--dry-run")
    assert (result.exit_code, result.stdout) == (1, "added\tquay.txt\n")
    assert "nothing was stored" in result.stderr
    assert (calls, Path("quotes.db").exists()) == ([], False)
    run("ingest", ".")
    before = dump("quotes.db")
    assert run("ingest", "quay.txt", "--dry-run").stdout == "unchanged\tquay.txt\n"
    assert run("ingest", "quay.txt", "--dry-run", "--outlet", "X").stdout == "updated\tquay.txt\n"
    assert dump("quotes.db") == before


@pytest.mark.slow
def test_the_summary_as_json(quay: Path, run: Run) -> None:
    Path("empty.txt").touch()
    result = run("ingest", ".", "--format", "jsonl")
    summary = json.loads(result.stdout)
    assert summary["articles"] == {"added": 1, "failed": 1}
    assert summary["quotations"] == {"direct": 1, "partial": 1, "paraphrase": 1}
    assert (summary["database"], summary["interrupted"]) == ("quotes.db", False)


@pytest.mark.slow
def test_quiet_prints_errors_alone(quay: Path, run: Run) -> None:
    Path("empty.txt").touch()
    Path("plain.txt").write_text("Nothing is said.")
    result = run("ingest", ".", "--quiet")
    assert (result.stdout, result.stderr) == ("", "Error: empty.txt: is empty\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ingest"], "name files"),
        (["ingest", ".", "--published", "yesterday"], "'yesterday' is not a date"),
        (["ingest", ".", "--map", "headline"], "'headline' is not THEIRS=OURS"),
        (["ingest", ".", "--map", "a=colour"], "OURS is one of text"),
        (["articles", "set", "x", "published"], "'published' is not FIELD=VALUE"),
        (["articles", "--missing", "colour"], "'colour' is not a field of an article"),
    ],
)
def test_wrong_usage_is_said(quay: Path, run: Run, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())


@pytest.mark.slow
def test_articles_of_which_something_is_missing_are_listed_and_filled_in(quay: Path, run: Run) -> None:
    run("ingest", ".")
    Path("more.txt").write_text("More.")
    run("ingest", "more.txt")
    *_, identity = run("articles", "--missing", "published").stdout.splitlines()[1].split("\t")
    assert run("articles", "--missing", "published", "--missing", "outlet").stdout.count("\n") == 2
    assert run("articles").stdout.count("\n") == 3
    set_it = run("articles", "set", identity, "published=2031-01-01", "outlet=The Quay")
    assert (set_it.exit_code, set_it.stdout) == (0, f"{identity}: published, outlet set\n")
    assert run("articles", "--missing", "published").stdout.count("\n") == 1
    assert "2031-01-01\tThe Quay" in run("articles").stdout
    assert run("articles", "set", identity, "published=soon").stderr.startswith("Error: 'soon' is not a date")


@pytest.mark.slow
def test_more_workers_do_the_same_in_the_same_order(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for seed in sorted(SEEDS.glob("*.txt")):
        (folder / seed.name).write_bytes(seed.read_bytes())
    (folder / "001.txt").touch()
    (folder / "french.txt").write_text(FRENCH)
    outcomes = []
    for workers in (1, 2):
        path = tmp_path / f"{workers}.db"
        with closing(store.create(path)) as db:
            task = Task({}, known=path, extraction="test")
            events = ingest.ingest(db, units(find([folder]), {}), task, workers=workers)
            outcomes.append([event._replace(kinds=dict(event.kinds)) for event in events])
    assert outcomes[0] == outcomes[1]
    assert [event.outcome for event in outcomes[0]] == ["added", "failed", "added", "added", "skipped"]
    assert dump(tmp_path / "1.db") == dump(tmp_path / "2.db")


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_stops_after_the_article_in_hand_and_the_rerun_goes_on(tmp_path: Path, workers: str) -> None:
    for number in range(60):
        said = f"“We closed pier {number},” said Ada Byrd, the harbour master.\n"
        (tmp_path / f"{number:02}.txt").write_text(said * 5)
    command = [str(Path(sys.executable).with_name("quotes")), "ingest", ".", "--workers", workers]
    first = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while _stored(tmp_path / "quotes.db") < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(first.pid, signal.SIGINT)
    output, errors = first.communicate(timeout=60)
    stored = _stored(tmp_path / "quotes.db")
    assert (first.returncode, 2 <= stored < 60) == (130, True), (output, errors)
    assert errors.splitlines()[-1] == "Note: stopped before the end; run the same command to continue"
    assert output == f"quotes.db: {stored} articles ({stored} added); {_said(tmp_path / 'quotes.db')}\n"
    second = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert f"60 articles ({60 - stored} added, {stored} unchanged)" in second.stdout or (
        f"60 articles ({stored} unchanged, {60 - stored} added)" in second.stdout
    )


def _stored(path: Path) -> int:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return int(connection.execute("select count(*) from articles").fetchone()[0])
    except sqlite3.Error:
        return 0


def _said(path: Path) -> str:
    with closing(store.open(path)) as connection:
        kinds = connection.execute("select count(*), kind from quotations group by kind order by 1 desc").fetchall()
    total = sum(count for count, _ in kinds)
    return f"{total} quotations (" + ", ".join(f"{count} {kind}" for count, kind in kinds) + ")"


class _Deadly:
    """What ends the process that unpickles it."""

    source = "deadly.txt"

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (1,)


@pytest.mark.parametrize(("together", "asked"), [(4, [4, 4, 2]), (1, [1] * 10)])
def test_so_many_articles_are_searched_together(
    quay: Path, monkeypatch: pytest.MonkeyPatch, together: int, asked: list[int]
) -> None:
    sizes: list[int] = []

    def extract_many(articles: Sequence[Article], **options: object) -> list[list[Quotation]]:
        sizes.append(len(articles))
        return [quay_quotations(each) for each in articles]

    monkeypatch.setitem(vars(quotes), "extract_many", extract_many)
    given = [Unit(f"{number}.txt", Article(QUAY, f"{number}.txt")) for number in range(10)]
    found = list(ingest.extracted(given, Task({}), together=together))
    assert sizes == asked
    assert [done.origin for done in found] == [unit.origin for unit in given]
    assert all(len(quotations or []) == 3 for done in found for _, quotations in done.read)  # type: ignore[misc]


@pytest.mark.slow
def test_a_run_outlives_the_processes_of_its_workers(tmp_path: Path) -> None:
    given = [
        Unit("a.txt", Article(f"“We closed pier {number},” said Ada Byrd.", f"{number}.txt")) for number in range(9)
    ]
    given.insert(2, Unit("deadly.txt", _Deadly(), 5))  # type: ignore[arg-type]
    found = list(ingest.extracted(given, Task({}), workers=2))
    assert found[2].origin == "deadly.txt"
    assert found[2].size == 5
    assert [str(each) for each in found.pop(2).read] == ["deadly.txt: ended the process that read it (exit status 1)"]
    articles = [each for done in found for each in done.read]
    assert [each[0].source for each in articles if isinstance(each, tuple)] == [f"{number}.txt" for number in range(9)]


@pytest.mark.slow
def test_ctrl_c_never_reaches_the_processes_of_workers() -> None:
    with _pool(Task({}), 1) as pool:
        _submit(pool, [Unit("a.txt", ReadError("a.txt", "is empty"))]).result()
        blocked = pool.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ()).result()
        assert {signal.SIGINT, signal.SIGHUP} <= set(blocked)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_workers_end_with_a_run_that_is_killed(tmp_path: Path) -> None:
    program = (
        "from quotes.ingest import Task, workers\n"
        "import os, time\n"
        "if __name__ == '__main__':\n"
        "    pool = workers._pool(Task({}), 1)\n"
        "    print(pool.submit(os.getpid).result(), flush=True)\n"
        "    time.sleep(60)\n"
    )
    script = tmp_path / "run.py"
    script.write_text(program)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        worker = int(run.stdout.readline())
        run.kill()
        try:
            run.communicate(timeout=30)  # The worker holds the pipe open as long as it lives.
        except subprocess.TimeoutExpired:
            os.kill(worker, signal.SIGKILL)
            raise


@pytest.mark.slow
def test_a_password_in_an_address_is_not_kept(quay: Path, run: Run) -> None:
    assert run("ingest", "https://ada:secret@news.example/1").exit_code == 1
    with closing(store.open("quotes.db")) as connection:
        assert connection.execute("select source, origin from rejects").fetchall() == [("https://news.example/1",) * 2]


@pytest.mark.slow
def test_no_password_of_an_address_is_kept_anywhere(quay: Path, run: Run) -> None:
    with_password = "https://ada:hunter2@news.example/{}"
    Path("a.html").write_text(
        f"<html lang=en><head><link rel=canonical href='{with_password.format('a')}'><title>Quay</title></head>"
        f"<body><article><p>{'The quay is closed all winter long. ' * 20}</p></article></body></html>"
    )
    Path("b.txt").write_text(f"---\ntitle: Quay\nurl: {with_password.format('b')}\n---\nThe quay is closed.\n")
    Path("c.jsonl").write_text(
        json.dumps({"text": "The quay is shut.", "url": with_password.format("c"), "source": "ftp://ada:hunter2@x"})
        + "\n"
    )
    Path("d.rss").write_text(
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Quay</title>"
        f"<item><title>Shut</title><link>{with_password.format('d')}</link>"
        "<content:encoded>The quay is shut again, and for long.</content:encoded></item></channel></rss>"
    )
    given = ["a.html", "b.txt", "c.jsonl", "d.rss", with_password.format("e"), "ftp://ada:hunter2@news.example/f"]
    result = run("ingest", *given)
    watched = run("watch", with_password.format("g"), "--once", "--every", "1h")
    dry = run("ingest", *given, "--dry-run")
    said = "".join(each.stdout + each.stderr for each in (result, watched, dry, run("rejects"), run("articles")))
    assert ("news.example/e" in said, "news.example/f" in said, "news.example/g" in said) == (True, True, True)
    assert "hunter2" not in said
    with closing(store.open("quotes.db")) as connection:
        urls = {row[0] for row in connection.execute("select url from articles")}
        assert urls == {None, *(f"https://news.example/{each}" for each in "bcd")}
        assert "hunter2" not in "\n".join(connection.iterdump())


@pytest.mark.slow
def test_half_of_a_surrogate_pair_stops_nothing(quay: Path, run: Run) -> None:
    half = "The quay \ud83d is closed, the master said."
    Path("a.txt").write_bytes(half.encode("utf-8", "surrogatepass"))
    Path("b.txt").write_bytes(b"\xff\xfe" + half.encode("utf-16-le", "surrogatepass"))
    Path("c.jsonl").write_text(json.dumps({"text": half, "title": "\udc00 Quay", "author": "\ud800"}) + "\n")
    Path("d.json").write_text(json.dumps([{"text": half + "d", "title": "\udc00 Quay"}]))
    Path("e.html").write_text(
        "<html><head><title>&#xD83D; Quay</title></head><body><article>"
        f"<p>The quay &#xD83D; is closed. {'It is closed all winter long. ' * 20}</p></article></body></html>"
    )
    Path("f.rss").write_text(
        "<rss version='2.0'><channel><title>Quay</title><item><title>Q</title>"
        "<description>The quay &#xD83D; is closed &amp;#xD83D; again.</description></item></channel></rss>"
    )
    Path("g.csv").write_bytes(("title,text\nQuay," + half + "\n").encode("utf-8", "surrogatepass"))
    Path("h.md").write_text('---\ntitle: "\\ud83d Quay"\nauthor: "\\udc00"\n---\nThe quay &#xD83D; is closed.\n')
    Path("i.json").write_text(
        json.dumps({"uri": "x", "type": "text", "body_text": half + "i", "headline": "\udc00", "byline": "\ud800"})
    )
    Path("j.xml").write_text(
        "<nitf><body><body.content><p>The quay &#xD83D; is closed.</p></body.content></body></nitf>"
    )
    result = run("ingest", *sorted(each.name for each in Path().iterdir() if each.suffix != ".db"))
    assert "internal" not in run("rejects").stdout, run("rejects").stdout
    assert " failed" in result.stdout
    with closing(store.open("quotes.db")) as connection:
        assert list(store.verify(connection)) == []
        texts = dict(connection.execute("select a.source, text from articles a join versions on article_id = a.id"))
    assert "The quay \ufffd is closed" in texts["c.jsonl, line 1"]
    assert {"d.json, item 1", "e.html", "i.json"} <= texts.keys()
