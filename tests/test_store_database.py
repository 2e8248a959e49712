"""Opening and making archives: what is not ours is refused, in one line, and left as it is."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils

from quotes import store
from quotes.store.database import SCHEMA
from tests.builders import ALL, HARBOUR, HARBOUR_QUOTATIONS, fill


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a folder" / "100% ours? #1.db"


@pytest.fixture
def ours(path: Path) -> Path:
    path.parent.mkdir()
    fill(path).close()
    return path


def other_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table articles (id text primary key, text text)")


def other_application(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma application_id = 1")


def newer(path: Path) -> None:
    fill(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"pragma user_version = {SCHEMA + 1}")


def cut_short(path: Path) -> None:
    fill(path).close()
    os.truncate(path, 50)


REFUSED: list[tuple[Callable[[Path], object], str]] = [
    (lambda path: path.write_text("Not a database, but an article.\n"), "not a SQLite database"),
    (lambda path: path.write_bytes(b"SQLite"), "not a SQLite database"),
    (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 16), "not a SQLite database"),
    (cut_short, "this database is damaged; restore it from a backup"),
    (other_program, "a database of another program"),
    (other_application, "a database of another program"),
    (newer, "made by a newer version of Quotes"),
]


@pytest.mark.parametrize("function", [store.open, store.create])
@pytest.mark.parametrize(("make", "reason"), REFUSED)
def test_refused_and_untouched(
    tmp_path: Path, make: Callable[[Path], object], reason: str, function: Callable[[Path], object]
) -> None:
    path = tmp_path / "other.db"
    make(path)
    before = path.read_bytes()
    with pytest.raises(store.ArchiveError, match=reason) as raised:
        function(path)
    assert str(raised.value).startswith(f"{path}: ")
    assert "\n" not in str(raised.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("function", [store.open, store.create])
def test_a_folder_is_refused(tmp_path: Path, function: Callable[[Path], object]) -> None:
    with pytest.raises(store.ArchiveError, match="this is a folder"):
        function(tmp_path)


def test_no_such_database(path: Path) -> None:
    with pytest.raises(store.ArchiveError, match="no such database; `quotes ingest` creates one"):
        store.open(path)
    with pytest.raises(store.ArchiveError, match=r"the folder .* does not exist"):
        store.create(path)
    assert not path.parent.exists()


def test_an_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    path.touch()
    with pytest.raises(store.ArchiveError, match="this database is empty"):
        store.open(path)
    store.create(path).close()
    with closing(store.open(path)) as connection:
        assert store.coverage(connection).articles == 0


def test_the_version_of_the_schema_stands_in_the_header(ours: Path) -> None:
    db = sqlite_utils.Database(ours)
    assert db.execute("pragma user_version").fetchone() == (SCHEMA,)
    assert db.execute("pragma application_id").fetchone() == (int.from_bytes(b"Qtes", "big"),)


def test_opening_for_writing_writes_nothing_by_itself(ours: Path) -> None:
    before = ours.read_bytes()
    store.create(ours).close()
    assert ours.read_bytes() == before


def test_opened_to_read_cannot_write(ours: Path) -> None:
    with (
        closing(store.open(ours)) as connection,
        pytest.raises(sqlite3.OperationalError, match="readonly database"),
    ):
        connection.execute("delete from articles")


def test_reading_leaves_nothing_behind(ours: Path) -> None:
    before = ours.read_bytes()
    with closing(store.open(ours)) as connection:
        store.coverage(connection)
    assert list(ours.parent.iterdir()) == [ours]
    assert ours.read_bytes() == before


def test_writing_through_a_read_only_connection_is_explained(ours: Path) -> None:
    connection = sqlite3.connect(f"{ours.as_uri()}?mode=ro", uri=True)
    with closing(connection), pytest.raises(store.ArchiveError, match="read-only; allow writing"):
        store.ingest(sqlite_utils.Database(connection), HARBOUR, [])


def test_damage_is_explained(ours: Path) -> None:
    db = store.create(ours)
    (page,) = db.execute("select rootpage from sqlite_schema where name = 'articles'").fetchone()
    db.close()
    whole = bytearray(ours.read_bytes())
    whole[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    ours.write_bytes(whole)
    db = store.create(ours)
    with closing(db.conn), pytest.raises(store.ArchiveError, match="damaged; restore it from a backup"):
        store.ingest(db, HARBOUR, HARBOUR_QUOTATIONS[:1])


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder with an archive, that another user may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        fill(Path(folder) / "quotes.db").close()
        yield Path(folder)


def as_ordinary_user(action: Callable[[], object]) -> str:
    """What `action` says when permissions count, as they do not for the superuser."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            said = f"done: {action()}"
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def test_a_file_that_may_not_be_read(public_folder: Path) -> None:
    path = public_folder / "quotes.db"
    path.chmod(0)
    for function in (store.open, store.create):
        assert as_ordinary_user(lambda function=function: function(path)) == (  # type: ignore[misc]
            f"ArchiveError: {path}: cannot be read (Permission denied)"
        )


def test_a_file_that_may_not_be_written(public_folder: Path) -> None:
    path = public_folder / "quotes.db"
    path.chmod(0o444)
    public_folder.chmod(0o777)
    said = as_ordinary_user(lambda: store.create(path))
    assert said == f"ArchiveError: {path}: this database is read-only; allow writing or choose another file"


def test_a_folder_that_may_not_be_written(public_folder: Path) -> None:
    path = public_folder / "quotes.db"
    path.chmod(0o444)
    assert as_ordinary_user(lambda: store.create(path)).startswith(f"ArchiveError: {path}: ")
    assert as_ordinary_user(lambda: store.create(public_folder / "new.db")) == (
        f"ArchiveError: {public_folder / 'new.db'}: cannot be opened; "
        "check that the file and its folder may be read and written"
    )
    assert as_ordinary_user(lambda: store.coverage(store.open(path)).articles) == f"done: {len(ALL)}"


def test_reading_needs_the_standard_library_only() -> None:
    heavy = "'sqlite_utils', 'numpy', 'spacy', 'datasette'"
    code = f"import sys; from quotes import store; sys.exit(str([m for m in ({heavy}) if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == "[]\n"
