"""What the site does under load: real clients, all at once, over HTTP.

    python -m benchmarks.load [QUOTATIONS] [FILE] [--clients 50] [--seconds 45]

Makes the archive that `benchmarks.site_timing` makes (100,000 quotations unless another number is given), or uses FILE
where it is there, and starts `quotes serve` on it. The clients are in this process, the server in its own. Each client
asks for a page, reads the answer and asks for the next one at once. Kinds of pages are drawn by the shares in `MIX`,
the page by chance. Shown are answers a second, the share of answers 503, and for each kind the 50th and 95th
percentile.
"""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, NamedTuple

import httpx
import typer

from benchmarks import site_timing
from quotes import store

MIX = {"front": 10, "search": 25, "quotation": 25, "article": 15, "speaker": 10, "list": 10, "export": 5}
_SERVE = [sys.executable, "-c", "from quotes.cli import app; app()", "serve", "--port", "0", "--db"]
_EXPORTS = ("quotation.json", "search.json", "speaker.atom", "sitemap")


class Answer(NamedTuple):
    """kind: of the page, as in `MIX`. status: 0 where none came. seconds: from asking to the last byte."""

    kind: str
    status: int
    seconds: float


class Load(NamedTuple):
    """All answers within so many seconds, and the processor time that the server took for them."""

    answers: list[Answer]
    seconds: float
    processor: float

    @property
    def rate(self) -> float:
        """Answers a second, without those that failed."""
        return sum(each.status == 200 for each in self.answers) / self.seconds

    @property
    def refused(self) -> float:
        """The share of answers 503."""
        return sum(each.status == 503 for each in self.answers) / len(self.answers)


def measure(path: Path, clients: int = 50, seconds: float = 45) -> Load:
    """What `clients` get from the archive at `path` in so many seconds."""
    with closing(store.open(path)) as connection:
        (number,) = connection.execute("select max(id) from quotations").fetchone()
        pages = _by_kind(site_timing.visits(connection, number))
    with _serving(path) as (address, process):
        answers = asyncio.run(_ask(address, pages, clients, seconds))
        return Load(answers, seconds, _processor(process))


def show(load: Load) -> str:
    """A Markdown table, one row a kind, with a last one of them all."""
    lines = ["| ms | answers | share 503 | other failures | p50 | p95 |", f"| --- |{' ---: |' * 5}"]
    for kind in [*MIX, "all"]:
        its = [each for each in load.answers if kind in (each.kind, "all")]
        if len(its) > 1:
            failed = sum(each.status not in (200, 503) for each in its)
            refused = sum(each.status == 503 for each in its) / len(its)
            p50, p95 = site_timing.percentiles([each.seconds for each in its])
            lines.append(f"| {kind} | {len(its):,} | {refused:.1%} | {failed} | {p50:.0f} | {p95:.0f} |")
    each = load.processor / len(load.answers) * 1000
    lines += ["", f"{load.rate:.1f} pages a second; {each:.1f} ms of the server's processor for each answer."]
    return "\n".join(lines)


def _by_kind(visits: Mapping[str, list[str]]) -> dict[str, list[str]]:
    pages: dict[str, list[str]] = {kind: [] for kind in MIX}
    for name, paths in visits.items():
        kind = name.split(":")[0].split(",")[0]
        if name in _EXPORTS:
            kind = "export"
        elif kind == "printings":
            kind = "quotation"
        elif kind in ("articles", "speakers", "speakers by letter"):
            kind = "list"
        pages[kind] += paths
    return pages


async def _ask(address: str, pages: dict[str, list[str]], clients: int, seconds: float) -> list[Answer]:
    answers: list[Answer] = []
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=120) as session:
        await session.get("/about")
        end = time.perf_counter() + seconds

        async def client(chance: random.Random) -> None:
            while time.perf_counter() < end:
                (kind,) = chance.choices(list(MIX), list(MIX.values()))
                begin = time.perf_counter()
                try:
                    status = (await session.get(chance.choice(pages[kind]))).status_code
                except httpx.TransportError:
                    status = 0
                answers.append(Answer(kind, status, time.perf_counter() - begin))

        await asyncio.gather(*(client(random.Random(number)) for number in range(clients)))
    return answers


@contextmanager
def _serving(path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    process = subprocess.Popen([*_SERVE, str(path)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        line = process.stdout.readline()
        yield next(word for word in line.split() if word.startswith("http://")), process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _processor(process: subprocess.Popen[str]) -> float:
    """Seconds of processor that a process took, starting included."""
    ticks = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / 100


def main(
    quotations: Annotated[int, typer.Argument()] = 100_000,
    file: Annotated[Path | None, typer.Argument()] = None,
    clients: Annotated[int, typer.Option()] = 50,
    seconds: Annotated[float, typer.Option()] = 45,
) -> None:
    """Measure the site under load."""
    with tempfile.TemporaryDirectory() as folder:
        path = file or Path(folder) / "quotes.db"
        if not path.exists():
            site_timing.make(path, quotations)
        print(show(measure(path, clients, seconds)))


if __name__ == "__main__":
    typer.run(main)
