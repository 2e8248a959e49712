"""`quotes evaluate` prints how well quotations were found, for people and for programs."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from quotes.cli import app
from tests.conftest import QUAY, Run

GOLD: dict[str, Any] = {
    "quay.txt": {
        "quotes": [
            {"text": "The quay is closed,", "mentions": ["Ada Byrd"], "speaker": "Ada Byrd"},
            {"text": "very, very serious", "mentions": [" she "], "speaker": "Ines Okafor"},
        ],
        "paraphrases": [{"text": "that ships would wait outside", "mentions": ["Ms Byrd"], "speaker": "Ada Byrd"}],
        "not_quotes": [{"text": "Photo"}],
    }
}


def placed(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its offsets in QUAY."""

    def place(words: str) -> list[int]:
        start = QUAY.index(words)
        return [start, start + len(words)]

    start, end = place(row["text"])
    return row | {"start": start, "end": end, "mentions": [place(each) for each in row.get("mentions", [])]}


@pytest.fixture
def scored(quay: Path, run: Run) -> Path:
    """A folder with gold.json and found.jsonl, what `quotes extract` prints for quay.txt."""
    gold = {name: {kind: [placed(row) for row in rows] for kind, rows in lists.items()} for name, lists in GOLD.items()}
    Path("gold.json").write_text(json.dumps(gold))
    Path("found.jsonl").write_text(run("extract", "quay.txt", "--format", "jsonl").stdout)
    return quay


FIGURES = """\
figure\tshare\tright\tof
found\t1.000\t2\t2
mention\t1.000\t2\t2
speaker\t0.500\t1\t2
precision\t1.000\t2\t2
scare\t1.000\t1\t1
paraphrase precision\t1.000\t1\t1
paraphrase recall\t1.000\t1\t1
paraphrase F1\t1.000\t\t
calibration error\t0.400\t\t

confidence\tmean\tspeaker right\tright\tof
0.9–1.0\t0.900\t0.500\t1\t2
"""


def test_a_pipe_gets_plain_tables(scored: Path, run: Run) -> None:
    result = run("evaluate", "gold.json", "found.jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == FIGURES


def test_errors_follow_the_figures(scored: Path, run: Run) -> None:
    start = QUAY.index("very, very")
    assert run("evaluate", "gold.json", "found.jsonl", "--errors", "5").stdout == (
        f"{FIGURES}\narticle\tplace\terror\texpected\tgot\twords\n"
        f"quay.txt\t{start}–{start + 18}\tspeaker\tInes Okafor\tAda Byrd\tvery, very serious\n"
    )


def test_a_terminal_gets_tables_to_look_at(scored: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    from quotes.cli.evaluate import evaluate

    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setenv("TERM", "dumb")
    evaluate(Path("gold.json"), Path("found.jsonl"), errors=1)
    rows = [line.split() for line in terminal.getvalue().splitlines()]
    assert ["speaker", "0.500", "1", "2"] in rows
    assert ["0.9–1.0", "0.900", "0.500", "1", "2"] in rows
    assert "\t" not in terminal.getvalue()


def test_json_has_figures_counts_reliability_and_errors(scored: Path, run: Run) -> None:
    start = QUAY.index("very, very")
    assert json.loads(run("evaluate", "gold.json", "found.jsonl", "--format", "jsonl", "--errors", "1").stdout) == {
        "rows": 2,
        "found": 1.0,
        "mention": 1.0,
        "speaker": 0.5,
        "precision": 1.0,
        "scare": 1.0,
        "paraphrase_precision": 1.0,
        "paraphrase_recall": 1.0,
        "paraphrase_f1": 1.0,
        "calibration_error": pytest.approx(0.4),
        "counts": {
            "found": [2, 2],
            "mention": [2, 2],
            "speaker": [1, 2],
            "precision": [2, 2],
            "scare": [1, 1],
            "paraphrase_precision": [1, 1],
            "paraphrase_recall": [1, 1],
        },
        "reliability": [{"low": 0.9, "high": 1.0, "mean": 0.9, "right": 1, "total": 2}],
        "errors": [
            {
                "article": "quay.txt",
                "start": start,
                "end": start + 18,
                "error": "speaker",
                "expected": "Ines Okafor",
                "got": "Ada Byrd",
                "text": "very, very serious",
            }
        ],
    }


def test_what_was_done_with_the_words_is_scored_where_it_is_annotated(quay: Path, run: Run) -> None:
    found = {"article": {"source": "denial.txt"}, "kind": "paraphrase", "spans": [[21, 53]], "confidence": 0.9}
    found |= {"text": "she had closed the quay in March", "polarity": "denied", "quoting": None}
    Path("found.jsonl").write_text(json.dumps(found))
    row = {"start": 21, "end": 53, "polarity": "denied", "quoting": None}
    Path("gold.json").write_text(json.dumps({"denial.txt": {"statements": [row, row | {"polarity": "asserted"}]}}))
    printed = run("evaluate", "gold.json", "found.jsonl", "--errors", "1").stdout
    assert "precision\t–\t0\t0\n" in printed
    assert "polarity\t0.500\t1\t2\nquoting\t1.000\t2\t2\n" in printed
    assert "asserted\t0\t1\t0\t0\t0\t0\ndenied\t0\t1\t0\t0\t0\t0\n" in printed
    assert "denial.txt\t21–53\tpolarity\tasserted\tdenied\tshe had closed the quay in March\n" in printed
    record = json.loads(run("evaluate", "gold.json", "found.jsonl", "--format", "jsonl").stdout)
    assert record["counts"]["polarity"] == [1, 2]
    assert record["confusion"] == [
        {"expected": "asserted", "got": "denied", "number": 1},
        {"expected": "denied", "got": "denied", "number": 1},
    ]


def test_what_there_is_nothing_of_is_a_dash_and_null(scored: Path, run: Run) -> None:
    Path("gold.json").write_text('{"quay.txt": {"quotes": []}}')
    assert "found\t–\t0\t0\n" in run("evaluate", "gold.json", "found.jsonl").stdout
    assert json.loads(run("evaluate", "gold.json", "found.jsonl", "--format", "jsonl").stdout)["found"] is None


@pytest.mark.parametrize("name", ["gold.json", "found.jsonl"])
def test_either_file_may_come_from_standard_input(scored: Path, name: str) -> None:
    arguments = ["-" if each == name else each for each in ("gold.json", "found.jsonl")]
    result = CliRunner().invoke(app, ["evaluate", *arguments], input=b"\xef\xbb\xbf" + Path(name).read_bytes())
    assert (result.exit_code, result.stdout) == (0, FIGURES)


def test_both_from_standard_input_is_wrong_usage(run: Run) -> None:
    assert run("evaluate", "-", "-").exit_code == 2


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        (
            "gold.json",
            b"",
            "gold.json, column 1: is not JSON (expecting value);"
            " expected an object with the annotations of each article under its file name",
        ),
        ("gold.json", b'{"quay.txt":\n"\xe9"}', "gold.json, line 2: is not UTF-8"),
        (
            "found.jsonl",
            b"\n\nnone\n",
            "found.jsonl, line 3, column 1: is not JSON (expecting value);"
            " expected one object a line, as quotes extract --format jsonl prints them",
        ),
        (
            "found.jsonl",
            b"{}",
            'found.jsonl, line 1: "article" must be an object with "source", a file name, but is missing',
        ),
        (
            "found.jsonl",
            b'{"article": {"source": "x/quay.text"}, "kind": "direct", "spans": [[0, 1]]}',
            "found.jsonl: no article has a file name that is in gold.json, such as quay.txt",
        ),
    ],
)
def test_a_malformed_file_is_one_line(scored: Path, run: Run, name: str, data: bytes, message: str) -> None:
    Path(name).write_bytes(data)
    result = run("evaluate", "gold.json", "found.jsonl")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {message}\n")


@pytest.mark.parametrize(("name", "reason"), [("nowhere", "no such file or directory"), (".", "is a directory")])
def test_a_file_that_cannot_be_opened_is_one_line(scored: Path, run: Run, name: str, reason: str) -> None:
    for arguments in ((name, "found.jsonl"), ("gold.json", name)):
        result = run("evaluate", *arguments)
        assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {name}: {reason}\n")


def test_articles_on_one_side_only_are_noted(scored: Path, run: Run) -> None:
    gold = json.loads(Path("gold.json").read_text())
    Path("gold.json").write_text(json.dumps(gold | {f"{name}.txt": {"quotes": []} for name in "dcba"}))
    with Path("found.jsonl").open("a") as found:
        found.write('{"article": {"source": "z.txt"}, "kind": "direct", "spans": [[0, 1]]}\n')
    result = run("evaluate", "gold.json", "found.jsonl")
    assert (result.exit_code, result.stdout) == (0, FIGURES)
    assert result.stderr.splitlines() == [
        "Note: 1 article of found.jsonl not in gold.json and ignored: z.txt",
        "Note: 4 articles of gold.json without a quotation in found.jsonl: a.txt, b.txt, c.txt …",
    ]


def test_nothing_found_in_any_article_is_scored(scored: Path, run: Run) -> None:
    Path("found.jsonl").write_bytes(b"")
    result = run("evaluate", "gold.json", "found.jsonl")
    assert result.exit_code == 0
    assert "found\t0.000\t0\t2\n" in result.stdout
