"""What could not be read is kept with its reason until it is read."""

from __future__ import annotations

from pathlib import Path

from quotes import store
from quotes.store import run_log


def test_rejects_are_kept_once_and_cleared(tmp_path: Path) -> None:
    with store.create(tmp_path / "quotes.db") as db:
        run_log.reject(db, "a.zip, b.txt", "a.zip", "is empty", "input")
        run_log.reject(db, "c.txt", "c.txt", "is not in English", "language")
        run_log.reject(db, "a.zip, b.txt", "a.zip", "is a binary file", "input")
        kept = {each.source: each for each in run_log.rejects(db.conn)}
        assert kept["a.zip, b.txt"].reason == "is a binary file"
        assert (kept["a.zip, b.txt"].origin, kept["a.zip, b.txt"].skipped) == ("a.zip", False)
        assert kept["c.txt"].skipped
        run_log.clear(db, ["a.zip, b.txt", "never seen"])
        assert [each.source for each in run_log.rejects(db.conn)] == ["c.txt"]


def test_what_a_server_said_is_kept(tmp_path: Path) -> None:
    with store.create(tmp_path / "quotes.db") as db:
        assert run_log.fetched(db.conn, "https://news.example/feed") is None
        run_log.remember(db, "https://news.example/feed", '"1"', None)
        run_log.remember(db, "https://news.example/feed", '"2"', "Tue, 04 Feb 2031 10:00:00 GMT")
        kept = run_log.fetched(db.conn, "https://news.example/feed")
        assert kept is not None
        assert kept[:2] == ('"2"', "Tue, 04 Feb 2031 10:00:00 GMT")
