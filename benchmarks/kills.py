"""Whether an archive survives kills: of a running `quotes ingest`, readers and another writer beside it.

    python -m benchmarks.kills [--kills 300] [--texts FOLDER] [--seed 1]

Each kill is SIGKILL at a random moment. Beside the ingest two processes open the archive, read it and close it, and
one renames a speaker, again and again. After each kill `quotes verify` must find nothing wrong, no article and no
correction that was stored may be missing, and the write-ahead log of the ingest must still have been in its folder. An
ingest that comes to its end must have stored every article; then the next archive begins. Exits with 1 where anything
was wrong.

All processes are forks of this one, which has loaded what they need and has no database open.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.ingest_timing import articles
from quotes.cli import app

FEW, MANY = 3, 600  # articles that are stored before, and those that are being stored when the kills come
MORE = 20  # articles that an ingest may store before its kill, at most
EARLY, LATE = 1.0, 30.0  # seconds: every fourth is killed before the one, however far it is, all before the other
READERS = 2
PAUSE = 0.3  # seconds after which a reader or the other writer opens the archive again


def in_fork(action: Callable[[], object], errors: Path | None = None) -> int:
    """The process that does `action`, silently; it exits with what `action` returns, 0 for None, 3 where it raises."""
    child = os.fork()
    if child:
        return child
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(os.open(errors or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 2)
        status = action() or 0
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(str(status)))
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(3)


def exit_of(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def command(*arguments: object) -> int:
    """What `quotes ARGUMENTS…` exits with."""
    return app([str(each) for each in arguments], standalone_mode=False) or 0


def read_again_and_again(db: Path) -> None:
    while True:
        command("search", "the", "--limit", "1", "--db", db)
        time.sleep(PAUSE)


def count_again_and_again(db: Path, progress: Path) -> None:
    while True:
        with closing(sqlite3.connect(db, timeout=60)) as connection:
            (stored,) = connection.execute("select count(*) from articles").fetchone()
        part = progress.with_suffix(".new")
        part.write_text(str(stored))
        part.rename(progress)
        time.sleep(0.02)


def wait(progress: Path, before: int, chance: random.Random) -> None:
    """Waits for a random moment of an ingest into an archive that had `before` articles."""
    if not chance.randrange(4):
        time.sleep(chance.uniform(0.01, EARLY))
        return
    wanted, until = before + chance.randrange(MORE), time.monotonic() + LATE
    while int(progress.read_text()) <= wanted and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(chance.uniform(0, 0.05))


def rename_again_and_again(db: Path, speaker: str, done: Path) -> None:
    number = 0
    log = os.open(done, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    while True:
        number += 1
        command("speakers", "rename", speaker, f"Renamed {os.getpid()} {number}", "--who", "An Editor", "--db", db)
        os.write(log, b".")
        time.sleep(PAUSE)


@contextmanager
def beside(db: Path, speaker: str, done: Path, progress: Path) -> Iterator[None]:
    """Readers and another writer at the archive.

    done: grows by a byte with each rename. progress: says how many articles there are.
    """
    others = [in_fork(lambda: read_again_and_again(db)) for _ in range(READERS - 1)]
    others.append(in_fork(lambda: count_again_and_again(db, progress)))
    others.append(in_fork(lambda: rename_again_and_again(db, speaker, done)))
    try:
        yield
        for each in others:
            ended, status = os.waitpid(each, os.WNOHANG)
            if ended:
                raise SystemExit(f"a reader or the other writer ended with {os.waitstatus_to_exitcode(status)}")
    finally:
        for each in others:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(each, signal.SIGKILL)
                os.waitpid(each, 0)


def asked(db: Path, sql: str) -> str:
    """A value out of the archive, read in a fork."""
    reading, writing = os.pipe()

    def read() -> None:
        with closing(sqlite3.connect(db, timeout=60)) as connection:
            os.write(writing, str(connection.execute(sql).fetchone()[0]).encode())

    child = in_fork(read)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        found = pipe.read()
    exit_of(child)
    return found


def has_lost_its_log(process: int) -> bool:
    """Whether the process writes to a log that is in no folder any more; False where the system cannot tell."""
    with suppress(OSError):
        for each in Path(f"/proc/{process}/fd").iterdir():
            with suppress(OSError):
                if str(each.readlink()).endswith("-wal (deleted)"):
                    return True
    return False


def load(folder: Path) -> None:
    """Runs every command once, so that the forks have loaded what they need; closes all that it opens."""
    db = folder / "loaded.db"
    (folder / "texts").mkdir(parents=True)
    articles(folder / "texts", 1, 12)
    with Path(os.devnull).open("w") as nothing, redirect_stdout(nothing), redirect_stderr(nothing):
        command("ingest", folder / "texts", "--db", db)
        with closing(sqlite3.connect(db)) as connection:
            (speaker,) = connection.execute("select slug from speakers limit 1").fetchone()
        command("speakers", "rename", speaker, "Renamed", "--who", "An Editor", "--db", db)
        command("search", "the", "--db", db)
        command("verify", "--db", db)


def problems(folder: Path, texts: Path, kills: int, chance: random.Random) -> Iterator[str]:
    """Kills so many ingests; gives what was wrong, and says how far it is."""
    (folder / "few").mkdir()
    articles(folder / "few", FEW, 12)
    killed = archives = renames = 0
    while killed < kills:
        archives += 1
        db, done, progress = (folder / f"{archives}.{ending}" for ending in ("db", "done", "progress"))
        done.touch()
        progress.write_text(str(FEW))
        assert exit_of(in_fork(lambda: command("ingest", folder / "few", "--db", db, "--quiet"))) == 0  # noqa: B023
        speaker = asked(db, "select slug from speakers order by quotation_count desc limit 1")
        stored = FEW
        with beside(db, speaker, done, progress):
            while killed < kills:
                ingest = in_fork(lambda: command("ingest", texts, "--db", db, "--quiet"), folder / "errors")  # noqa: B023
                wait(progress, stored, chance)
                if has_lost_its_log(ingest):
                    yield f"kill {killed + 1}: the log was deleted under the ingest"
                os.kill(ingest, signal.SIGKILL)
                status = exit_of(ingest)
                renamed = done.stat().st_size
                if exit_of(in_fork(lambda: command("verify", "--db", db), folder / "errors")):  # noqa: B023
                    yield f"kill {killed + 1}: {(folder / 'errors').read_text()}"
                now = int(asked(db, "select count(*) from articles"))
                if now < stored:
                    yield f"kill {killed + 1}: {stored - now} articles are gone"
                stored = now
                kept = int(asked(db, "select count(*) from decisions where kind = 'named'"))
                if kept < renamed:
                    yield f"kill {killed + 1}: {renamed - kept} renames are gone"
                if status == 0:
                    break
                if status != -signal.SIGKILL:
                    yield f"an ingest ended with {status}: {(folder / 'errors').read_text()}"
                killed += 1
                print(f"\r{killed} kills, {archives} archives, {stored} articles ", end="", file=sys.stderr)
            renames += done.stat().st_size
        wanted = FEW + sum(1 for each in texts.iterdir() if each.suffix == ".txt")
        if status == 0 and stored != wanted:
            yield f"archive {archives}: {stored} articles of {wanted}"
    print(f"\n{killed} kills of ingests into {archives} archives, {renames:,} renames beside them", file=sys.stderr)


def main(
    kills: Annotated[int, typer.Option(min=1)] = 300,
    texts: Annotated[Path | None, typer.Option(help="Folder of articles (.txt) in the place of made-up ones.")] = None,
    seed: int = 1,
) -> None:
    """Kill a running ingest again and again."""
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        load(Path(name) / "loaded")
        if texts is None:
            texts = Path(name) / "texts"
            texts.mkdir()
            articles(texts, MANY, 1)
        for problem in problems(Path(name), texts, kills, random.Random(seed)):
            print(f"\n{problem}", flush=True)
            wrong += 1
    print("nothing wrong" if not wrong else f"{wrong} wrong")
    raise typer.Exit(wrong > 0)


if __name__ == "__main__":
    typer.run(main)
