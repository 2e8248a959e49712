"""Every file is read by one task, every article once; a run ends as it began."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.batch import plan


@given(st.integers(0, 20), st.integers(1, 30), st.integers(0, 40))
def test_every_article_is_read_once(files: int, tasks: int, articles: int) -> None:
    names = [str(number) for number in range(files)]
    read: Counter[tuple[str, int]] = Counter()
    for task in range(tasks):
        for part in plan.share(names, task, tasks) if files else []:
            read.update((part.path, number) for number in range(articles) if number % part.of == part.number)
    assert read == Counter((name, number) for name in names for number in range(articles))


@given(st.integers(1, 20), st.integers(1, 30))
def test_no_task_is_without_work(files: int, tasks: int) -> None:
    shares = [plan.share([str(number) for number in range(files)], task, tasks) for task in range(tasks)]
    assert all(shares)
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


@pytest.fixture
def given_files(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("b.txt", "a.txt", "c.png"):
        (folder / name).write_text(name)
    (folder / "out.txt").symlink_to(tmp_path / "elsewhere.txt")
    (tmp_path / "elsewhere.txt").write_text("secret")
    return folder


def test_the_plan_lists_what_is_read(given_files: Path, tmp_path: Path) -> None:
    made = plan.make(given_files, tmp_path / "run", 3, {"body": "text"}, None)
    assert made.files == [(str(given_files / "a.txt"), 5), (str(given_files / "b.txt"), 5)]
    (refused,) = made.refused
    assert refused[0] == str(given_files / "out.txt")
    assert plan.begin(made, tmp_path / "run") == plan.read(tmp_path / "run") == made


def test_a_run_begun_before_keeps_its_time(given_files: Path, tmp_path: Path) -> None:
    first = plan.make(given_files, tmp_path / "run", 3, {}, None)._replace(begun="2031-01-01T00:00:00+00:00")
    plan.begin(first, tmp_path / "run")
    assert plan.begin(plan.make(given_files, tmp_path / "run", 3, {}, None), tmp_path / "run") == first


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tasks": 4}, "was started with --tasks 3"),
        ({"files": [("a.txt", 6)]}, "was started when other files, or files of other sizes, were in the input"),
        ({"refused": []}, "was started when other files were in the input"),
        ({"fields": {"body": "text"}}, "was started with another --map"),
        ({"outlet": "The Post"}, "was started with another --outlet"),
        ({"authority": False}, "was started with or without --no-authority"),
        ({"extraction": "9.9"}, "was started by another version of Quotes"),
    ],
)
def test_another_plan_is_refused(given_files: Path, tmp_path: Path, change: dict[str, object], said: str) -> None:
    run = tmp_path / "run"
    made = plan.begin(plan.make(given_files, run, 3, {}, None), run)
    with pytest.raises(ValueError, match=f"{run}: {said}.*; continue with that, or use another folder"):
        plan.begin(made._replace(**change), run)  # type: ignore[arg-type]
    assert plan.read(run) == made


def test_folders_that_cannot_be_used(given_files: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is inside the input"):
        plan.make(given_files, given_files / "run", 1, {}, None)
    with pytest.raises(ValueError, match="nowhere: no such file or folder"):
        plan.make(tmp_path / "nowhere", tmp_path / "run", 1, {}, None)
    with pytest.raises(ValueError, match="is not empty"):
        plan.begin(plan.make(given_files, tmp_path / "run", 1, {}, None), given_files)
    with pytest.raises(ValueError, match="has no shards"):
        plan.read(given_files)
    (given_files / plan.FILE).write_text("{}")
    with pytest.raises(ValueError, match=r"run\.json: is not in the form that `quotes batch run` writes"):
        plan.read(given_files)
