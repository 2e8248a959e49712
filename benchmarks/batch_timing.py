"""What many articles cost: to read in tasks, and to build an archive of.

    python -m benchmarks.batch_timing write FOLDER [ARTICLES]
    python -m benchmarks.batch_timing build

`write` makes short articles up, half in WARC and half in JSON lines, a thousand a file, dated over twenty years, with
copies, later versions and entries that cannot be read, for `quotes batch run FOLDER OUTPUT`. `build` makes archives
of articles whose quotations are given, through `quotes batch build` and one by one through `archive.ingest`, each in a
process of its own, and compares time and memory.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.archive import articles as with_quotations
from benchmarks.archive import store
from benchmarks.ratios import RUNS, Ratio, peak, quotients, show
from quotes.batch import builder, plan, shard_rows
from quotes.batch.plan import Plan
from quotes.batch.steps import Shards

SEEDS = Path(__file__).parent.parent / "seeds"
A_FILE = 1000
FIRST = date(2004, 1, 1)
DAYS = 20 * 365
SENTENCES = 6
FEW, MANY = 1_000, 10_000
# Of a thousand entries: the same story in another paper, a later version at the same address, and what is no article.
COPIES, EDITS, BROKEN = 20, 20, 5


def entries(number: int) -> Iterator[dict[str, str] | None]:
    """So many records of articles; None where one is to be broken. The seeds' sentences, with words exchanged."""
    chance = random.Random(number)
    text = "\n".join(path.read_text() for path in sorted(SEEDS.glob("*.txt")))
    sentences = [each for each in re.split(r"(?<=[.”])\s+", text) if 60 < len(each) < 300]
    words = sorted(set(re.findall(r"\b[a-z]{5,}\b", text)))
    former: list[dict[str, str]] = []
    for each in range(number):
        what = each % 1000
        if what < BROKEN:
            yield None
            continue
        if former and what < BROKEN + COPIES:
            entry = chance.choice(former) | {"url": f"https://other.example/{each}", "outlet": "The Other"}
        elif former and what < BROKEN + COPIES + EDITS:
            entry = chance.choice(former)
            entry = entry | {"body": f"{entry['body']}\n\nCorrected in the evening, number {each}."}
        else:
            body = [
                re.sub(r"\b[a-z]{5,}\b", lambda word: chance.choice(words) if chance.random() < 0.3 else word[0], said)
                for said in chance.sample(sentences, SENTENCES)
            ]
            entry = {
                "headline": f"Article {each}",
                "body": "\n\n".join(" ".join(body[at : at + 2]) for at in range(0, SENTENCES, 2)),
                "url": f"https://courier.example/{each}",
                "outlet": "The Courier",
                "published": str(FIRST + timedelta(chance.randrange(DAYS))),
            }
            former = [*former[-500:], entry]
        yield entry


def write(folder: Path, number: int) -> None:
    """Writes the files, by turns in each form."""
    folder.mkdir(parents=True)
    batch: list[dict[str, str] | None] = []
    for each, entry in enumerate(entries(number), 1):
        batch.append(entry)
        if len(batch) == A_FILE or each == number:
            name = f"{each // A_FILE:04}"
            if each // A_FILE % 2:
                (folder / f"{name}.jsonl").write_text("".join(map(_line, batch)))
            else:
                (folder / f"{name}.warc.gz").write_bytes(_warc(batch))
            batch = []


def _line(entry: dict[str, str] | None) -> str:
    return "{broken\n" if entry is None else json.dumps(entry, ensure_ascii=False) + "\n"


def _warc(batch: list[dict[str, str] | None]) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    written = BytesIO()
    writer = WARCWriter(written, gzip=True)
    for number, entry in enumerate(batch):
        page, url = "<!doctype html><html><body></body></html>", f"https://courier.example/empty/{number}"
        if entry is not None:
            paragraphs = "".join(f"<p>{each}</p>" for each in entry["body"].split("\n\n"))
            known = {
                "headline": entry["headline"],
                "datePublished": entry["published"],
                "publisher": {"name": entry["outlet"]},
            }
            about = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle"} | known)
            page = (
                f"<!doctype html><html lang='en'><head><title>{entry['headline']}</title>"
                f"<script type='application/ld+json'>{about}</script></head>"
                f"<body><article><h1>{entry['headline']}</h1>{paragraphs}</article></body></html>"
            )
            url = entry["url"]
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        payload = BytesIO(page.encode())
        writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=headers))
    return written.getvalue()


def measure() -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory() as name:
        few, many = Path(name) / str(FEW), Path(name) / str(MANY)
        for folder, number in ((few, FEW), (many, MANY)):
            _record(folder / "run", number)
        rounds = [[_apart(way, few, FEW) for way in ("build", "ingest")] for _ in range(RUNS)]
        large = _apart("build", many, MANY)
    built, stored = zip(*rounds, strict=True)
    yield Ratio(
        "`batch build`, articles a second",
        "`archive.ingest` one by one",
        quotients((each.seconds for each in stored), (each.seconds for each in built)),
        "",
        f"{FEW / median(each.seconds for each in built):,.0f} against "
        f"{FEW / median(each.seconds for each in stored):,.0f}; {FEW:,} articles, ten quotations each",
    )
    yield Ratio(
        f"peak memory of `batch build`, {MANY:,} articles",
        f"{FEW:,} articles",
        [large.peak / built[0].peak],
        "bounded",
        f"{large.peak} MiB against {built[0].peak} MiB; SQLite keeps up to 256 MiB of pages",
    )


class Cost(NamedTuple):
    """Seconds of the clock, and the most memory in MiB."""

    seconds: float
    peak: int


def _apart(way: str, folder: Path, number: int) -> Cost:
    most, printed = peak([sys.executable, "-m", "benchmarks.batch_timing", f"_{way}", str(folder), str(number)])
    return Cost(float(printed), most)


def _record(run: Path, number: int) -> None:
    plan.begin(Plan([("made up", 0)], [], 1, {}, None, "by hand", "2024-01-01T00:00:00+00:00"), run)
    step = Shards(run)
    for _ in step.run(_documents(number)):
        pass
    for each in ("logs/completions/00000", "rejects/00000.jsonl"):
        (run / each).parent.mkdir(parents=True)
        (run / each).touch()


def _documents(number: int) -> Iterator[object]:
    from datatrove.data import Document

    for unit, (article, found) in enumerate(with_quotations(number)):
        known: dict[str, str | int] = {
            "added": "",
            "extraction": "by hand",
            "file": "made up",
            "unit": unit,
            "entry": 0,
        }
        row = shard_rows.row(article, found, **known)
        yield Document(text=row.pop("text"), id="", metadata=row)


def _timed(way: str, folder: Path, number: int) -> None:
    path = folder / f"{way}.db"
    path.unlink(missing_ok=True)
    start = time.perf_counter()
    if way == "_build":
        for _ in builder.build([folder / "run"], path):
            pass
    else:
        store(path, with_quotations(number))
    print(time.perf_counter() - start)


def main() -> None:
    match sys.argv[1:]:
        case ["write", folder, *number]:
            write(Path(folder), int(number[0]) if number else 50_000)
        case ["build"]:
            print(show(measure()))
        case [("_build" | "_ingest") as way, folder, number]:
            _timed(way, Path(folder), int(number))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
