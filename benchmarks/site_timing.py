"""How fast the pages of a large archive are, against the bare SQL behind them.

    python -m benchmarks.site_timing [QUOTATIONS] [FILE]

Makes an archive of made-up quotations (1,000,000 unless another number is given; about 2 GB) in a temporary folder,
or uses FILE where it is there and makes it where it is not. Each page is asked for as a server asks Datasette, and then
the very statements that it sent to SQLite are run again by themselves. Shown are the 50th and 95th percentile of both,
in milliseconds of processor time, over many different speakers, articles, quotations and words.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from datasette.app import Datasette

from quotes import store
from quotes.model import Polarity
from quotes.site.table_descriptions import described
from quotes.site.views import prepare
from quotes.store import utterances
from quotes.store.queries import rows
from quotes.store.schema import FIRST_PRINTING, INDEXED, merge_indexes

PER_ARTICLE = 10
VISITS = 40
COMMON = "government"  # in four of ten quotations
RARE = "rare-speaker"
_COLUMNS = {
    "articles": "id uid title byline outlet published url source fingerprint added_at story_id",
    "versions": "id article_id number is_current sha256 added_at metadata source text",
    "quotations": """
        id uid article_id version_id kind text start_char end_char spans speaker_id said_by said_as cue cue_start_char
        cue_end_char mention mention_start_char mention_end_char confidence attribution_step attribution_chain
        polarity statement statement_spans published named_keys
    """,
    "quotation_speakers": "quotation_id speaker_id position is_exact published",
    "speaker_names": "speaker_id article_id name role published speaker_key",
}
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def make(path: Path, number: int) -> None:
    """An archive of `number` quotations in date order, written in bulk with its triggers off."""
    chance = random.Random(number)
    with store.create(path) as db:
        connection = db.conn
        triggers = connection.execute("select name, sql from sqlite_schema where type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"drop trigger {name}")
        connection.execute("pragma synchronous = off")
        connection.execute("pragma foreign_keys = off")
        speakers = _speakers(max(50, number // 40), chance)
        connection.executemany(
            "insert into speakers(id, slug, name, kind, role) values (?, ?, ?, ?, ?)",
            [(id, slug, name, kind, "councillor") for id, (slug, name, kind) in enumerate(speakers, 1)],
        )
        connection.executemany(
            "insert into speaker_keys(speaker_key, slug, name, kind, speaker_id) values (?, ?, ?, ?, ?)",
            [(f"{kind}:{name.lower()}", slug, name, kind, id) for id, (slug, name, kind) in enumerate(speakers, 1)],
        )
        for table, rows in _rows(number, speakers, chance):
            columns = ", ".join(f'"{column}"' for column in _COLUMNS[table].split())
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"insert into {table}({columns}) values ({marks})", rows)
        connection.execute(
            """
            update speakers set (quotation_count, paraphrase_count) = (
                select count(*) filter (where is_exact), count(*) filter (where not is_exact)
                from quotation_speakers where speaker_id = speakers.id
            )
            """
        )
        connection.create_function("utterance_key", 4, _utterance)
        connection.execute("update quotations set utterance = utterance_key(kind, text, statement, named_keys)")
        connection.execute(
            "update quotation_speakers set utterance = (select utterance from quotations q where q.id = quotation_id)"
        )
        connection.execute(
            f"update quotation_speakers as s set is_first = utterance is null or quotation_id = {FIRST_PRINTING}"
        )
        for table in INDEXED:
            connection.execute(f"insert into {table}_fts({table}_fts) values ('rebuild')")
        for _, sql in triggers:
            connection.execute(sql)
        merge_indexes(db)
        connection.execute("analyze")
        connection.commit()
        connection.execute("pragma wal_checkpoint(truncate)")


def _utterance(kind: str, text: str, statement: str, named_keys: str) -> int | None:
    return utterances.key(kind, text, statement, json.loads(named_keys))


def _speakers(number: int, chance: random.Random) -> list[tuple[str, str, str]]:
    """Slug, name and kind of so many speakers; the last one is quoted a few times only."""
    syllables = (
        "ba be bo da de do fa fe ga ge ha he ka ke la le ma me mo na ne no pa pe ra re ro sa se ta te to".split()
    )
    names: dict[str, tuple[str, str, str]] = {}
    while len(names) < number - 1:
        given, family = ("".join(chance.choices(syllables, k=k)).capitalize() for k in (2, 3))
        kind = "organisation" if chance.random() < 0.1 else "person"
        names.setdefault(f"{given}-{family}".lower(), (f"{given}-{family}".lower(), f"{given} {family}", kind))
    return [*names.values(), (RARE, "Rare Speaker", "person")]


def _rows(
    number: int, speakers: list[tuple[str, str, str]], chance: random.Random
) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Rows of each table, an armful of articles at a time."""
    vocabulary = [f"{a}{b}{c}" for a in "bcdfglmnprst" for b in ("a", "e", "i", "o", "ou") for c in _ENDINGS]
    weights = [1 / (rank + 5) for rank in range(len(vocabulary))]
    outlets = [f"The {place} Courier" for place in "Ellery Harrow Brand Tides Moor Quay Fenwick Ashby".split()]
    outlets += [f"Gazette {each}" for each in range(300)]
    first, articles = date(2015, 1, 1), number // PER_ARTICLE
    weight = [1 / (rank + 3) for rank in range(len(speakers) - 1)]
    who = chance.choices(range(1, len(speakers)), weight, k=number + PER_ARTICLE)
    outlet_of = chance.choices(outlets, [1 / (rank + 1) for rank in range(len(outlets))], k=articles + 1)
    pk, armful = 0, max(1, min(1000, articles))
    for begin in range(0, articles, armful):
        batch: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _COLUMNS}
        words = iter(chance.choices(vocabulary, weights, k=armful * PER_ARTICLE * 40))
        for each in range(begin, min(begin + armful, articles)):
            key = _id("article", each)
            day = (first + timedelta(days=each * 3650 // articles)).isoformat()
            pieces: list[str] = []
            length = 0
            named = set()
            for _ in range(PER_ARTICLE):
                pk += 1
                speaker = len(speakers) if pk % max(1, number // 7) == 0 else who[pk]
                _, name, _ = speakers[speaker - 1]
                role = _ROLES[speaker % len(_ROLES)]
                said = [next(words) for _ in range(chance.randrange(4, 36))]
                if chance.random() < 0.4:
                    said.insert(len(said) // 2, COMMON)
                text = " ".join(said)
                start = length + 1
                cue = start + len(text) + 3
                kind = chance.choices(("direct", "partial", "paraphrase"), (6, 2, 2))[0]
                spans = json.dumps([[start, start + len(text)]])
                polarity = chance.choices(tuple(Polarity), (94, 2, 2, 1, 1))[0]
                sure = chance.choices((0.95, 0.7), (8, 2))[0]
                batch["quotations"].append(
                    (
                        pk, _id("quotation", pk), each + 1, each + 1, kind, text, start, start + len(text), spans,
                        speaker, name, role, "said", cue, cue + 4, name, cue + 5, cue + 5 + len(name), sure, "cue",
                        "[]", polarity, text, spans, day, json.dumps([f"person:{name.lower()}"]),
                    )
                )  # fmt: skip
                batch["quotation_speakers"].append((pk, speaker, 0, int(kind != "paraphrase"), day))
                if speaker not in named:
                    shown = (speaker, each + 1, name, role, day, f"person:{name.lower()}")
                    batch["speaker_names"].append(shown)
                    named.add(speaker)
                piece = f"“{text},” said {name}. {' '.join(next(words) for _ in range(4))}.\n"
                pieces.append(piece)
                length += len(piece)
            text = "".join(pieces)
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            batch["articles"].append(
                (
                    each + 1, key, f"Council meets, day {each}", "Jo Marsh", outlet_of[each], day,
                    f"https://news.example/{each}", f"{each}.html", sha256, f"{day}T08:00:00+00:00", each + 1,
                )
            )  # fmt: skip
            batch["versions"].append(
                (each + 1, each + 1, 1, 1, sha256, f"{day}T08:00:00+00:00", "{}", f"{each}.html", text)
            )
        yield from batch.items()


_ROLES = (
    "councillor",
    "the Russian foreign minister",
    "a White House spokesman",
    "senator",
    "mayor",
    "lawyer",
)
_ENDINGS = ("l", "n", "r", "st", "ng", "ted", "ting", "ly", "ment", "tion", "s", "ck", "th", "rd", "x")


def _id(*parts: object) -> str:
    bits = int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:10], "big")
    return "".join(_ALPHABET[bits >> shift & 31] for shift in range(75, -1, -5))


def visits(connection: sqlite3.Connection, number: int) -> dict[str, list[str]]:
    """Addresses of each kind of page, the same for the same archive."""
    chance = random.Random(1)
    (speakers,) = connection.execute("select count(*) from speakers").fetchone()
    pks = [chance.randrange(1, number) for _ in range(VISITS)]
    ids = [connection.execute("select uid from quotations where id = ?", [pk]).fetchone()[0] for pk in pks]
    texts = [connection.execute("select text from quotations where id = ?", [pk]).fetchone()[0] for pk in pks]
    article = "select a.uid from quotations q join articles a on a.id = q.article_id where q.id = ?"
    articles = [connection.execute(article, [pk]).fetchone()[0] for pk in pks]
    order = "order by quotation_count + paraphrase_count desc"
    most = [row[0] for row in connection.execute(f"select slug from speakers {order} limit ?", [VISITS])]
    others = [row[0] for row in connection.execute(f"select slug from speakers {order} limit ? offset 1000", [VISITS])]
    years = [str(year) for year in range(2015, 2025)]
    # Pages that there are: a small archive has less than forty.
    some, few = ([1 + visit % max(1, number // each) for visit in range(VISITS)] for each in (75, 500))
    return {
        "front": ["/"] * VISITS,
        "quotation": [f"/q/{id}" for id in ids],
        "quotation.json": [f"/q/{id}.json" for id in ids],
        "article": [f"/articles/{key}" for key in articles],
        "articles": [f"/articles?page={page}" for page in range(1, max(2, number // 1250), max(1, number // 50_000))],
        "speakers": [f"/speakers?page={page}" for page in range(1, min(VISITS, speakers // 100) + 1)],
        "speakers by letter": [f"/speakers?letter={letter}" for letter in "bdfghklmnprst" * 3],
        "speaker, most quoted": [f"/speakers/{slug}" for slug in most],
        "speaker, others": [f"/speakers/{slug}" for slug in others],
        "speaker, one year": [f"/speakers/{slug}?date={year}" for slug, year in zip(most, years * 4, strict=False)],
        "speaker, an outlet": [f"/speakers/{slug}?outlet=The+Harrow+Courier" for slug in most],
        "speaker, a later page": [f"/speakers/{slug}?kind=exact&page={min(5, 1 + number // 10_000)}" for slug in most],
        "printings": [f"/q/{id}/printings" for id in ids],
        "search: rare words": [f"/search?q={'+'.join(text.split()[:3])}" for text in texts],
        "search: a phrase": [f"/search?q=%22{'+'.join(text.split()[1:4])}%22" for text in texts],
        "search: common word": [f"/search?q={COMMON}&page={page}" for page in some],
        "search: common word, oldest": [f"/search?q={COMMON}&sort=oldest&page={page}" for page in some],
        "search: common word, rare speaker": [f"/search?q={COMMON}&speaker={RARE}"] * VISITS,
        "search: common word, a speaker": [f"/search?q={COMMON}&speaker={slug}" for slug in most],
        "search: common word, rare outlet": [f"/search?q={COMMON}&outlet=Gazette+{each}" for each in range(260, 300)],
        "search: common word, one year": [f"/search?q={COMMON}&from={year}&to={year}" for year in years * 4],
        "search: common word, a country": [f"/search?q={COMMON}&country=russia&page={page}" for page in few],
        "search: common word, a role": [f"/search?q={COMMON}&role=foreign+minister&from={year}" for year in years * 4],
        "search: common word, near": [f"/search?q=NEAR({COMMON}+{text.split()[0]})" for text in texts],
        "search: common word, two years": [
            f"/search?q={COMMON}&from=2016&to=2016&compare={year}" for year in years * 4
        ],
        "articles: rare words": [f"/articles?q={'+'.join(text.split()[:3])}" for text in texts],
        "articles: common word": [f"/articles?q={COMMON}&page={page}" for page in few],
        "search: speaker alone": [f"/search?speaker={slug}" for slug in most],
        "search: one month": [f"/search?from={year}-03&to={year}-03" for year in years * 4],
        "search: nothing found": [f"/search?q={text.split()[0]}+zebrafish+{COMMON}" for text in texts],
        "search.json": [f"/search.json?q={'+'.join(text.split()[:2])}" for text in texts],
        "speaker.atom": [f"/speakers/{slug}.atom" for slug in most],
        "sitemap": [f"/sitemap-quotations-{each}.xml" for each in range(1, min(VISITS, number // 5000) + 1)],
    }


Times = tuple[float, float, float, float]
"""The 50th and 95th percentile of a page and of its SQL alone, in milliseconds of processor time."""


def times(path: Path) -> dict[str, Times]:
    """What each kind of page takes, and what SQLite alone takes."""
    found: dict[str, Times] = {}
    with closing(store.open(path)) as connection:
        (number,) = connection.execute("select max(id) from quotations").fetchone()
        for kind, paths in visits(connection, number).items():
            if len(paths) < 2:
                continue  # a small archive has none of these
            taken = asyncio.run(_pages(path, paths))
            bare = [_bare(connection, statements) for _, statements in taken]
            found[kind] = (*percentiles([seconds for seconds, _ in taken]), *percentiles(bare))
    return found


def show(found: dict[str, Times]) -> str:
    """The times as a Markdown table, with the ratio of their 95th percentiles."""
    lines = ["| ms | page p50 | p95 | SQL p50 | p95 | ratio |", f"| --- |{' ---: |' * 5}"]
    for kind, its in found.items():
        cells = [f"{each:.1f}" for each in its] + [f"{its[1] / its[3]:.2f}"]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


async def _pages(path: Path, paths: list[str]) -> list[tuple[float, list[tuple[str, Any]]]]:
    """For each page, how long it took, and the statements with their values that it sent to SQLite."""
    datasette = Datasette([], immutables=[str(path)], **described(), settings={"num_sql_threads": 1})
    await datasette.client.get("/about")
    prepare(datasette)  # as `quotes serve` does when it starts
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    recorded: list[tuple[str, Any]] = []
    taken = []
    app = datasette.app()
    for page in paths:
        begin = time.process_time()
        status = await _status(app, page)
        seconds = time.process_time() - begin
        assert status == 200, f"{page}: {status}"
        with _recording(recorded):
            await _status(app, page)
        taken.append((seconds, list(recorded)))
        recorded.clear()
    return taken


async def _status(app: Any, page: str) -> int:
    """The status of the answer to a page, asked for as a server asks: a client takes time of its own."""
    path, _, query = page.partition("?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost")],
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 50000),
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return int(sent[0]["status"])


class _recording:
    """While it lasts, keeps every statement that pages send to SQLite."""

    def __init__(self, into: list[tuple[str, Any]]) -> None:
        self.into = into

    def __enter__(self) -> None:
        self.modules = [module for name, module in sys.modules.items() if name.startswith("quotes.store")]
        self.real = rows
        self.swap(self.real, self.kept)

    def __exit__(self, *_: object) -> None:
        self.swap(self.kept, self.real)

    def kept(self, connection: sqlite3.Connection, sql: str, parameters: Any = ()) -> list[sqlite3.Row]:
        self.into.append((sql, parameters))
        return self.real(connection, sql, parameters)

    def swap(self, old: Callable[..., Any], new: Callable[..., Any]) -> None:
        for module in [*self.modules, sys.modules["quotes.site.pages.crawlers"]]:
            if vars(module).get("rows") in (old, self.real, self.kept):
                vars(module)["rows"] = new


def _bare(connection: sqlite3.Connection, statements: list[tuple[str, Any]]) -> float:
    begin = time.process_time()
    for sql, parameters in statements:
        connection.execute(sql, parameters).fetchall()
    return time.process_time() - begin


def percentiles(seconds: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    return cuts[9] * 1000, cuts[18] * 1000


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "quotes.db"
        if not path.exists():
            make(path, number)
        print(show(times(path)))


if __name__ == "__main__":
    main()
