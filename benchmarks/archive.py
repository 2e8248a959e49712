"""How fast the archive is written, against sqlite-utils alone.

    python -m benchmarks.archive [ARTICLES]

Articles are made up; their quotations are given, so that no model is timed. What is compared: `archive.ingest`,
one transaction an article, and `insert_all` of the very same rows into the same schema with the same indexes and
triggers, once with a transaction an article and once with everything in a single transaction.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import count, groupby
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.ratios import Ratio, by_turns, quotients, show
from quotes.model import Article, Evidence, Kind, Quotation, Span, Speaker, Step
from quotes.store import create, ingest

TABLES = (
    *("articles", "versions", "minhash_bands", "speakers", "speaker_keys", "speaker_names"),
    *("quotations", "quotation_speakers"),
)
_ORDER = {"minhash_bands": "article_id, band_hash"}  # a table without rowid
WORDS = "the bridge harbour council nobody asked whether money would come again before winter and they said so".split()


def articles(number: int, people: Sequence[str] = ()) -> Iterator[tuple[Article, list[Quotation]]]:
    """So many articles of about 3,000 characters with ten quotations each, by people of whom some recur.

    people: their names; of 40,000 people if it is empty.
    """
    chance = random.Random(number)
    for each in range(number):
        pieces: list[str] = []
        found: list[Quotation] = []
        length = 0
        for place in range(10):
            name = chance.choice(people) if people else f"Given{chance.randrange(200)} Family{chance.randrange(200)}"
            said = " ".join([f"{each}", f"{place}", *chance.choices(WORDS, k=20)])
            piece = f"“{said},” said {name}. {' '.join(chance.choices(WORDS, k=25))}.\n"
            start = length + 1
            cue = start + len(said) + 3
            speaker = Speaker(name, "person", (name, name.split()[1]), "councillor")
            found.append(
                Quotation(
                    Kind.DIRECT, (Span(start, start + len(said)),), said, Span(cue, cue + 4),
                    Span(cue + 5, cue + 5 + len(name)), (speaker,), 0.9, Evidence(Step.CUE),
                )
            )  # fmt: skip
            pieces.append(piece)
            length += len(piece)
        yield Article("".join(pieces), f"{each}.txt", f"Article {each}", published=f"20{each % 90 + 10}-01-01"), found


def measure(number: int = 2_000) -> Iterator[Ratio]:
    made = list(articles(number))
    with tempfile.TemporaryDirectory() as name:
        fresh = (Path(name) / f"{each}.db" for each in count())
        first = next(fresh)
        store(first, made)
        with closing(create(first)) as db:
            rows = {
                table: list(db.query(f"select * from {table} order by {_ORDER.get(table, 'rowid')}"))
                for table in TABLES
            }
        ours, each, at_once = by_turns(
            [
                lambda: store(next(fresh), made),
                lambda: _an_article_each(next(fresh), rows),
                lambda: _at_once(next(fresh), rows),
            ],
            time.perf_counter,
        )
    total = sum(map(len, rows.values()))
    for theirs, against in (
        (each, "`insert_all`, a transaction an article"),
        (at_once, "`insert_all`, one transaction"),
    ):
        yield Ratio(
            "storing, rows a second",
            f"{against}, of the same rows",
            quotients(theirs, ours),
            "",
            f"{total / median(ours):,.0f} against {total / median(theirs):,.0f}; {number:,} articles, {total:,} rows",
        )


def store(path: Path, made: Iterable[tuple[Article, list[Quotation]]]) -> None:
    """Stores articles one by one in the archive at `path`, which may be new."""
    with closing(create(path)) as db:
        for article, found in made:
            ingest(db, article, found)


def _at_once(path: Path, rows: dict[str, list[dict[str, Any]]]) -> None:
    with closing(create(path)) as db, db.atomic():
        for table in TABLES:
            db.table(table).insert_all(rows[table])


def _an_article_each(path: Path, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Each article's rows in a transaction of their own; speakers come with the first that names them."""
    article_of = {row["id"]: row["article_id"] for row in rows["quotations"]}
    batches: dict[int, dict[str, list[dict[str, Any]]]] = {row["id"]: {} for row in rows["articles"]}
    first: dict[int, int] = {}
    for row in rows["speaker_names"]:
        first.setdefault(row["speaker_id"], row["article_id"])
    for table, article in {
        "articles": lambda row: row["id"],
        "versions": lambda row: row["article_id"],
        "minhash_bands": lambda row: row["article_id"],
        "speakers": lambda row: first[row["id"]],
        "speaker_keys": lambda row: first[row["speaker_id"]],
        "speaker_names": lambda row: row["article_id"],
        "quotations": lambda row: row["article_id"],
        "quotation_speakers": lambda row: article_of[row["quotation_id"]],
    }.items():
        for key, its in groupby(sorted(rows[table], key=article), article):
            batches[key][table] = list(its)
    with closing(create(path)) as db:
        for batch in batches.values():
            with db.atomic():
                for table in TABLES:
                    if table in batch:
                        db.table(table).insert_all(batch[table])


if __name__ == "__main__":
    print(show(measure(*map(int, sys.argv[1:]))))
