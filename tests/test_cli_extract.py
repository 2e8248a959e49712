"""`quotes extract` prints quotations as a table, JSON lines or CSV, and goes on past what it cannot read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from quotes.ids import article_key
from quotes.model import Article
from tests.conftest import QUAY, Run


def test_jsonl_is_the_contract(quay: Path, run: Run) -> None:
    result = run("extract", "quay.txt", "--format", "jsonl")
    assert result.exit_code == 0
    direct, partial, paraphrase = map(json.loads, result.stdout.splitlines())
    start = QUAY.index("The quay")
    assert len(direct.pop("id")) == 16
    assert direct == {
        "kind": "direct",
        "spans": [[start, start + 19]],
        "text": "The quay is closed,",
        "cue": {"start": start + 21, "end": start + 25, "text": "said"},
        "mention": {"start": start + 26, "end": start + 34, "text": "Ada Byrd"},
        "speakers": [{"id": None, "name": "Ada Byrd", "kind": "person", "role": "harbour master"}],
        "page": None,
        "confidence": 0.9,
        "step": "cue",
        "chain": [],
        "polarity": "asserted",
        "statement": "The quay is closed,",
        "statement_spans": [[start, start + 19]],
        "quoting": None,
        "article": {
            "id": article_key(Article(QUAY, "quay.txt")),
            "source": "quay.txt",
            "title": None,
            "byline": None,
            "outlet": None,
            "published": "2024-10-23",
            "url": None,
        },
        "version": None,
        "part_of": None,
        "unverified": False,
        "gone_since": None,
    }
    assert (partial["kind"], paraphrase["kind"]) == ("partial", "paraphrase")


def test_offsets_point_into_the_file(quay: Path, run: Run) -> None:
    text = Path("quay.txt").read_bytes().decode()
    for line in run("extract", "quay.txt", "--format", "jsonl").stdout.splitlines():
        row = json.loads(line)
        assert " ".join(text[start:end] for start, end in row["spans"]) == row["text"]
        for field in ("cue", "mention"):
            assert text[row[field]["start"] : row[field]["end"]] == row[field]["text"]


def test_csv_has_the_same_quotations(quay: Path, run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("extract", "quay.txt", "--format", "csv").stdout)))
    assert [row["text"] for row in rows] == [
        "The quay is closed,",
        "very, very serious",
        "ships would wait outside",
    ]
    assert rows[1]["mention_text"] == "she"
    start, end = map(int, rows[1]["spans"].split("-"))
    assert QUAY[start:end] == "very, very serious"


def test_a_pipe_gets_one_plain_line_a_quotation(quay: Path, run: Run) -> None:
    result = run("extract", "quay.txt")
    assert [line.split("\t") for line in result.stdout.splitlines()] == [
        ["article", "speaker", "kind", "quotation"],
        ["quay.txt", "Ada Byrd", "direct", "“The quay is closed,”"],
        ["quay.txt", "Ada Byrd", "partial", "“very, very serious”"],
        ["quay.txt", "Ada Byrd", "paraphrase", "ships would wait outside"],
    ]


def test_what_cannot_be_read_is_one_line_each_and_the_rest_is_done(quay: Path, run: Run) -> None:
    Path("empty.txt").touch()
    Path("picture.txt").write_bytes(b"\x89PNG\x00\x00")
    result = run("extract", "empty.txt", "nowhere.txt", "picture.txt", "quay.txt", "--format", "jsonl")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 3
    assert result.stderr.splitlines() == [
        "Error: empty.txt: is empty",
        "Error: nowhere.txt: no such file or folder",
        "Error: picture.txt: is a binary file, or UTF-16 without a byte order mark; save it as UTF-8 text",
    ]


def test_an_article_without_a_quotation_is_no_error(quay: Path, run: Run) -> None:
    Path("plain.txt").write_text("Nobody said a word.")
    result = run("extract", "plain.txt", "--format", "jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Note: plain.txt: no quotation found\n"


def test_an_article_that_the_extractor_refuses_does_not_stop_the_run(
    quay: Path, run: Run, refusing_extractor: None
) -> None:
    Path("a.txt").write_text("refuse me")
    result = run("extract", "a.txt", "quay.txt", "--format", "jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: a.txt: cannot be searched (ValueError: too much of it")
    assert result.stderr.count("\n") == 1
    assert len(result.stdout.splitlines()) == 3


def test_nothing_given_is_wrong_usage(run: Run) -> None:
    assert run("extract").exit_code == 2
    assert run("extract", "a.txt", "--format", "xml").exit_code == 2


def test_a_pipeline_that_cannot_be_used_is_one_line(tmp_path: Path, run: Run) -> None:
    (tmp_path / "one.txt").write_text(QUAY)
    (tmp_path / "two.txt").write_text(QUAY)
    result = run("extract", str(tmp_path), "--pipeline", "nowhere_at_all")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: no spaCy pipeline 'nowhere_at_all' is installed; name none to use the one shipped\n"
