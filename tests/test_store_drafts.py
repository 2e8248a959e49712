"""Copies in the making: nobody else reads them, two programs do not meet at one, and no kill leaves one behind."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest

from quotes import store
from quotes.store import integrity, maintenance, publication
from quotes.store.bulk_load import loading
from quotes.store.database import draft, file_of
from quotes.store.publication import publish
from tests.builders import ALL, fill
from tests.conftest import Run
from tests.test_store_faults import exit_of, in_child

KNOWN = {article.text: found for article, found in ALL}


def kill(*_: object, **__: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def killed_backup(path: Path) -> None:
    Path.rename = kill  # type: ignore[method-assign]
    store.copy(path, path.with_name("copy.db"))


def killed_publish(path: Path) -> None:
    publication.verify = kill  # type: ignore[attr-defined]
    publish(path, path.with_name("public.db"))


def killed_before_it_is_published(path: Path) -> None:
    Path.replace = kill  # type: ignore[method-assign]
    publish(path, path.with_name("public.db"))


def killed_rebuild(path: Path) -> None:
    store.rebuild_in_place(path, kill)


def killed_before_it_is_put_in_place(path: Path) -> None:
    maintenance.copy = kill  # type: ignore[attr-defined]
    store.rebuild_in_place(path, lambda article: KNOWN[article.text])


def killed_build(path: Path) -> None:
    with loading(path.with_name("built.db")) as db:
        store.ingest(db, *ALL[0])
        (Path(file_of(db.conn)).parent / "rows").mkdir()
        kill()


KILLED: list[Callable[[Path], None]] = [
    killed_backup,
    killed_publish,
    killed_before_it_is_published,
    killed_rebuild,
    killed_before_it_is_put_in_place,
    killed_build,
]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    fill(tmp_path / "quotes.db").close()
    return tmp_path / "quotes.db"


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def made(path: Path) -> list[str]:
    """What is in the folder after a backup and what is published."""
    store.copy(path, path.with_name("other copy.db"))
    return names(path.parent)


@pytest.mark.slow
@pytest.mark.parametrize("killed", KILLED)
def test_what_a_kill_leaves_the_next_run_removes(database: Path, killed: Callable[[Path], None]) -> None:
    os.umask(0o022)
    assert exit_of(in_child(lambda: killed(database))) == -signal.SIGKILL
    copies = [each for each in database.parent.glob(".*.part/*") if each.name != "quotes.lock"]
    assert copies, "it was killed in the middle"
    for each in copies:
        assert each.parent.stat().st_mode & 0o077 == 0, "nobody else may enter"
    assert made(database) == ["other copy.db", "quotes.db"]
    with closing(store.open(database)) as connection:
        assert list(store.verify(connection)) == []


@pytest.mark.slow
def test_killed_at_many_moments(database: Path, tmp_path: Path) -> None:
    """Whatever is killed when, the next run of anything finds and leaves nothing."""
    random = Random(7)
    again: list[Callable[[], object]] = [
        lambda: publish(database, tmp_path / "public.db"),
        lambda: store.copy(database, tmp_path / "copy.db"),
        lambda: store.rebuild_in_place(database, lambda article: KNOWN[article.text]),
    ]
    for _ in range(15):
        child = in_child(random.choice(again))
        time.sleep(random.uniform(0.001, 0.15))
        os.kill(child, signal.SIGKILL)
        exit_of(child)
        for kept in ("copy.db", "quotes.db.old"):
            (tmp_path / kept).unlink(missing_ok=True)
    publish(database, tmp_path / "public.db")
    assert names(tmp_path) == ["public.db", "quotes.db"]
    with closing(store.open(database)) as connection:
        assert list(store.verify(connection)) == []


def test_two_programs_do_not_make_one_file(database: Path) -> None:
    target = database.with_name("copy.db")
    reading, writing = os.pipe()
    go, going = os.pipe()

    def slow() -> None:
        with draft(target) as part:
            part.write_text("the first one's")
            os.write(writing, b".")
            os.read(go, 1)
            assert part.read_text() == "the first one's"
            part.rename(target)

    child = in_child(slow)
    os.read(reading, 1)
    with pytest.raises(store.ArchiveError) as raised:
        store.copy(database, target)
    assert str(raised.value) == f"{target}: another program is creating this file; try again when it has finished"
    store.copy(database, database.with_name("another.db"))
    os.write(going, b".")
    assert exit_of(child) == 0
    assert target.read_text() == "the first one's"
    assert names(database.parent) == ["another.db", "copy.db", "quotes.db"]


@pytest.mark.slow
def test_many_begin_at_once_and_one_at_a_time_makes_it(database: Path) -> None:
    target = database.with_name("public.db")

    def publish_patiently() -> None:
        while True:
            try:
                return publish(database, target)
            except store.ArchiveError as error:
                if "another program" not in str(error):
                    raise

    children = [in_child(publish_patiently) for _ in range(6)]
    assert [exit_of(child) for child in children] == [0] * 6
    assert names(database.parent) == ["public.db", "quotes.db"]


def test_a_folder_that_lay_there_is_closed_to_others(database: Path) -> None:
    folder = database.with_name(".copy.db.part")
    folder.mkdir()
    folder.chmod(0o777)
    with draft(database.with_name("copy.db")) as part:
        assert part.parent == folder
        assert folder.stat().st_mode & 0o777 == 0o700


def test_the_folder_of_another_is_not_used(database: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    database.with_name(".copy.db.part").symlink_to(elsewhere)
    with pytest.raises(store.ArchiveError, match=r"cannot be written \(\.copy\.db\.part next to it belongs to another"):
        store.copy(database, database.with_name("copy.db"))
    assert names(elsewhere) == []


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_who_may_read_the_database_may_read_its_backup(database: Path, mode: int) -> None:
    database.chmod(mode)
    store.copy(database, database.with_name("copy.db"))
    assert database.with_name("copy.db").stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_the_log_of_another_database_is_not_taken_for_that_of_the_copy(database: Path, ending: str) -> None:
    beside = database.with_name(f"copy.db{ending}")
    beside.write_bytes(b"left")
    for make in (store.copy, publish):
        with pytest.raises(store.ArchiveError, match=f"copy.db{ending} belongs to a database"):
            make(database, database.with_name("copy.db"))
    assert names(database.parent) == [beside.name, "quotes.db"]


@pytest.fixture
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("SQLITE_TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_killed_check_leaves_no_copy(database: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killing:
        def __iter__(self) -> NoReturn:
            kill()

    def verify() -> None:
        with closing(store.open(database)) as connection:
            list(store.verify(connection))

    monkeypatch.setattr(integrity, "INDEXED", Killing())
    assert exit_of(in_child(verify)) == -signal.SIGKILL
    assert names(temporary) == []


def test_a_folder_where_nothing_may_be_written(database: Path, run: Run) -> None:
    result = run("backup", "/proc/copy.db", "--db", database)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("Error: /proc/copy.db: cannot be written (")
