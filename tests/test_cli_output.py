"""Nothing in an article can steer a terminal, and rows keep their shape whatever stands in them."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.cli.output import line, print_csv, print_jsonl, print_table, safe

STEERING = "\x1b]0;title\x07\x9b31m\u202edrawkcab\u2066\r\x7f"


@given(st.text())
def test_safe_text_has_no_control_character(text: str) -> None:
    for character in safe(text):
        assert character in "\t\n" or unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.bidirectional(character) not in (
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        )


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"])))
def test_safe_text_is_otherwise_unchanged(text: str) -> None:
    assert safe(text) == text


@given(st.text())
def test_a_line_is_one_line(text: str) -> None:
    assert len(line(text).splitlines()) <= 1
    assert "\t" not in line(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_lines_lose_nothing(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        printed: list[str] = []
        patch.setattr("builtins.print", printed.append)
        print_jsonl([{"text": text}])
    (row,) = printed
    assert json.loads(row) == {"text": text}
    assert safe(row) == row


def test_a_table_in_a_pipe_has_a_row_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("One", "Two"), [("a\tb", "c\r\nd"), (STEERING, "[bold]markup[/bold]")])
    assert [row.count("\t") for row in capsys.readouterr().out.splitlines()] == [1, 1, 1]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_table_on_a_terminal_shows_text_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setenv("TERM", "dumb")
    print_table(("One", "Two"), [(STEERING, "[bold]markup[/bold] " + "long " * 40)])
    printed = terminal.getvalue()
    assert "[bold]markup[/bold]" in printed
    assert printed.count("long") == 40
    assert max(map(len, printed.splitlines())) <= 80
    assert not set("\x1b\x07\x9b\u202e\u2066\r\x7f") & set(printed)


def test_csv_on_a_terminal_is_safe_and_in_a_pipe_exact(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    print_csv(["text"], [{"text": STEERING}])
    assert next(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))["text"] == STEERING
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    print_csv(["text"], [{"text": STEERING}])
    printed = terminal.getvalue().replace("\r\n", "\n")
    assert safe(printed) == printed
