"""How fast the archive is written, against sqlite-utils alone, and how much memory that takes.

    python -m benchmarks.archive [ARTICLES]

Articles are made up; their quotations are given, so that no model is timed. What is compared: `archive.ingest`,
one transaction an article, and `insert_all` of the very same rows into the same schema with the same indexes and
triggers, once with a transaction an article and once with everything in a single transaction.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from quotes import archive
from quotes.article import Article, Evidence, Quotation, Span, Speaker

TABLES = ("articles", "versions", "bands", "speakers", "keys", "names", "quotations", "quotation_speakers")
_ORDER = {"bands": "number, hash"}  # a table without rowid
WORDS = "the bridge harbour council nobody asked whether money would come again before winter and they said so".split()


def articles(number: int) -> Iterator[tuple[Article, list[Quotation]]]:
    """So many articles of about 3,000 characters with ten quotations each, by people of whom some recur."""
    chance = random.Random(number)
    for each in range(number):
        pieces: list[str] = []
        found: list[Quotation] = []
        length = 0
        for place in range(10):
            name = f"Given{chance.randrange(200)} Family{chance.randrange(200)}"
            said = " ".join([f"{each}", f"{place}", *chance.choices(WORDS, k=20)])
            piece = f"“{said},” said {name}. {' '.join(chance.choices(WORDS, k=25))}.\n"
            start = length + 1
            cue = start + len(said) + 3
            speaker = Speaker(name, "person", (name, name.split()[1]), "councillor")
            found.append(
                Quotation(
                    "direct", (Span(start, start + len(said)),), said, Span(cue, cue + 4),
                    Span(cue + 5, cue + 5 + len(name)), (speaker,), 0.9, Evidence("cue"),
                )
            )  # fmt: skip
            pieces.append(piece)
            length += len(piece)
        yield Article("".join(pieces), f"{each}.txt", f"Article {each}", published=f"20{each % 90 + 10}-01-01"), found


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quotes.db"
        db = archive.create(path)
        start, tenth, peaks = time.perf_counter(), max(1, number // 10), []
        for each, (article, found) in enumerate(articles(number)):
            archive.ingest(db, article, found)
            if each % tenth == tenth - 1:
                peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        seconds = time.perf_counter() - start
        made = time.perf_counter()
        for _ in articles(number):
            pass
        seconds -= time.perf_counter() - made
        count = sum(db[table].count for table in TABLES)
        print(f"{number:,} articles, {count:,} rows, {path.stat().st_size / 1e6:.0f} MB")
        print("peak memory in MiB after each tenth: " + ", ".join(f"{peak:.0f}" for peak in peaks))
        rows = {
            table: list(db.query(f"select * from {table} order by {_ORDER.get(table, 'rowid')}")) for table in TABLES
        }
        ours = count / seconds
        print(f"archive.ingest: {ours:,.0f} rows a second")
        for name, seconds in (
            ("insert_all, a transaction an article", _an_article_each(Path(folder) / "each.db", rows)),
            ("insert_all, one transaction", _at_once(Path(folder) / "once.db", rows)),
        ):
            print(f"{name}: {count / seconds:,.0f} rows a second; archive.ingest is {ours * seconds / count:.2f} of it")
        db.close()


def _at_once(path: Path, rows: dict[str, list[dict[str, Any]]]) -> float:
    with archive.create(path) as db:
        start = time.perf_counter()
        with db.atomic():
            for table in TABLES:
                db[table].insert_all(rows[table])
        return time.perf_counter() - start


def _an_article_each(path: Path, rows: dict[str, list[dict[str, Any]]]) -> float:
    """Each article's rows in a transaction of their own; speakers and keys come with the first that names them."""
    key_of = {row["number"]: row["id"] for row in rows["articles"]}
    article_of = {row["pk"]: row["article"] for row in rows["quotations"]}
    batches: dict[str, dict[str, list[dict[str, Any]]]] = {row["id"]: {} for row in rows["articles"]}
    first: dict[int, str] = {}
    for row in rows["names"]:
        first.setdefault(row["speaker"], row["article"])
    for table, article in {
        "articles": lambda row: row["id"],
        "versions": lambda row: row["article"],
        "bands": lambda row: key_of[row["number"]],
        "speakers": lambda row: first[row["id"]],
        "keys": lambda row: first[row["speaker"]],
        "names": lambda row: row["article"],
        "quotations": lambda row: row["article"],
        "quotation_speakers": lambda row: article_of[row["quotation"]],
    }.items():
        for key, its in groupby(sorted(rows[table], key=article), article):
            batches[key][table] = list(its)
    with archive.create(path) as db:
        start = time.perf_counter()
        for batch in batches.values():
            with db.atomic():
                for table in TABLES:
                    if table in batch:
                        db[table].insert_all(batch[table])
        return time.perf_counter() - start


if __name__ == "__main__":
    main()
