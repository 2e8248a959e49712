"""The benchmarks run and show what they measured; how fast anything is, no test asks."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import archive, batch_timing, load, open_sets, ratios, site_timing
from benchmarks.ratios import Ratio
from quotes.evaluation import Band, Share


def test_works_are_timed_by_turns() -> None:
    done: list[str] = []
    times = ratios.by_turns([lambda: done.append("one"), lambda: done.append("two")], runs=3)
    assert done == ["one", "two"] * 4
    assert [len(each) for each in times] == [3, 3]


def test_a_row_has_the_median_and_the_range() -> None:
    shown = ratios.show([Ratio("this", "that", [3.0, 1.0, 2.0], "≥ 1", "7 of 9"), Ratio("a", "b", [0.5], "", "")])
    assert shown.splitlines()[2:] == ["| this | that | 2.00 | 1.00–3.00 | ≥ 1 | 7 of 9 |", "| a | b | 0.50 |  |  |  |"]


@pytest.mark.slow
def test_storing_is_compared_on_the_very_same_rows() -> None:
    each, at_once = archive.measure(3)
    assert each.note.partition(";")[2] == at_once.note.partition(";")[2] == " 3 articles, 222 rows"
    assert min(each.runs) > 0


@pytest.mark.slow
def test_made_up_articles_are_of_both_forms_and_some_are_broken(tmp_path: Path) -> None:
    batch_timing.write(tmp_path / "news", 2000)
    lines = (tmp_path / "news/0001.jsonl").read_text().splitlines()
    assert len(lines) == 1000
    assert sum(line == "{broken" for line in lines) == batch_timing.BROKEN
    assert json.loads(lines[-1])["url"] == "https://courier.example/999"
    assert (tmp_path / "news/0002.warc.gz").stat().st_size > 100_000


@pytest.mark.slow
def test_clients_are_answered_with_every_kind_of_page(tmp_path: Path) -> None:
    site_timing.make(tmp_path / "quotes.db", 300)
    measured = load.measure(tmp_path / "quotes.db", clients=8, seconds=3)
    assert {each.kind for each in measured.answers} == set(load.MIX)
    assert {each.status for each in measured.answers} == {200}
    assert measured.processor > 0
    *rows, _, last = load.show(measured).splitlines()
    assert [row.split("|")[1].strip() for row in rows[2:]] == [*load.MIX, "all"]
    assert last.startswith(f"{measured.rate:.1f} pages a second; ")


def test_calibration_error_by_chance_is_that_of_drawn_outcomes() -> None:
    bands = [Band(0.9, 1.0, Share(0, 40), 0.96), Band(0.5, 0.6, Share(0, 10), 0.5), Band(0.0, 0.1, Share(0, 1), 0.05)]
    drawn = np.random.default_rng(3)
    off = [
        sum(abs(drawn.binomial(band.share.total, band.mean) - band.share.total * band.mean) for band in bands)
        for _ in range(5000)
    ]
    assert open_sets.error_by_chance(bands) == pytest.approx(np.mean(off) / 51, rel=0.03)
