"""Writes docs/dependencies.md: what each dependency weighs in this environment, and why it stays.

python -m docs.dependencies
"""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from importlib.util import cache_from_source
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from quotes.installation import DISTRIBUTION

TARGET = Path(__file__).with_name("dependencies.md")
LEAST = 2.0  # MB, of what is listed though nothing is said of it
REASONS = {
    "datasette": "Serves the site.",
    "httpcore": "Lets us choose the IP address of a connection; httpx has no setting for it. httpx needs it too.",
    "httpx": "Fetches pages and feeds.",
    "ijson": "Reads JSON files of any size one record at a time.",
    "lxml": "Parses HTML and XML.",
    "markdown-it-py": "Reads Markdown articles. Rich needs it too.",
    "nicknames": "Knows that Bob may be Robert, for suggestions of one speaker under two names.",
    "numpy": "MinHash, the features and the ranker. spaCy needs it too.",
    "protego": "Reads robots.txt as RFC 9309 says; the parser of the standard library does not.",
    "py3langid": "Tells English articles from others.",
    "python-dateutil": "Reads dates as newspapers print them.",
    "PyYAML": "Reads front matter. Datasette needs it too.",
    "rapidfuzz": "Aligns the words of a draft with those of a printing, quickly even if they are made to be slow.",
    "spacy": "Parses sentences. Nearly all of it is compiled code.",
    "sqlite-utils": "Creates tables and indexes, and writes rows.",
    "threadpoolctl": "Keeps each worker process to one thread.",
    "typer": "The command line. Newer versions than 0.28 import Pydantic, which makes every command slower.",
    "python-multipart": "Reads the form with a draft. Datasette 0.65 needs it too.",
    "mcp": "The official SDK of the Model Context Protocol, for `quotes mcp`.",
    "mammoth": "Reads Word files.",
    "lxml_html_clean": "Needed by Trafilatura's jusText.",
    "trafilatura": "Finds the article in a web page.",
    "pypdf": "Reads PDF files.",
    "pillow": "Draws the picture of a quotation for posts that link to it.",
    "warcio": "Reads WARC files.",
    "ftfy": "Repairs text that another program read in the wrong encoding.",
    "brotli": "Decompresses pages in WARC files.",
    "wcwidth": "ftfy measures text with it.",
    "pyarrow": "Reads and writes Parquet files.",
    "datatrove": "Runs tasks on Slurm and Ray.",
    "ray": "Runs tasks on a Ray cluster.",
    "blis": "Multiplies matrices for Thinc. Two modules hold the same compiled code.",
    "thinc": "spaCy's neural networks.",
    "babel": "Courlan checks language codes in URLs with it, for Trafilatura. Courlan cannot do without.",
    "dateparser": "htmldate reads dates in many languages with it, for Trafilatura.",
    "Pygments": "Rich highlights code with it.",
    "pydantic_core": "spaCy checks its settings with it.",
    "srsly": "spaCy's serialisation.",
}
_TESTS = re.compile(r"/tests?/")
EXTRAS = ("formats", "card", "parquet", "mcp", "batch", "ray")
HEAD = """# Dependencies

What `make site` installs weighs {total:.0f} MB on {system} with Python {python}. `python -m docs.dependencies` writes
this page. It measures the environment that it runs in. A package counts with the space that its files take on the disk,
as `du -m` counts it. Most packages contain their tests, which `make site` does not compile.

A dependency stays as long as it does what we would otherwise write ourselves. Formats, Parquet, `quotes mcp` and
batch runs are extras.

## What was left out

Articles that are copies of one story are found with MinHash. Libraries for it were compared in November 2026:

- datasketch 2.0.0 (MIT, July 2026) requires SciPy, 142 MB, for functions that are not needed here.
- rensa 0.5.0 (MIT, September 2026) weighs 2 MB. It has wheels for Linux, macOS and Windows.

An archive keeps the MinHash of each article for years, so the same text must always give the same values. datasketch
2.0.0 and rensa 0.5.0 both changed their values, and ask for stored ones to be computed again. So
`quotes/store/near_duplicates.py` computes them with NumPy, in a dozen lines. The values are those of datasketch 2.0.0.
"""


def page() -> str:
    """The page in Markdown."""
    quotes = distribution(DISTRIBUTION)
    installed = _closure(quotes, ("formats",))
    weights = {name: _megabytes(distribution(name)) for name in installed}
    system = f"{platform.system()} ({platform.machine()})"
    total = sum(weights.values())
    parts = [HEAD.format(total=total, system=system, python=platform.python_version())]
    parts += ["## What `make site` installs\n", *_table(installed, weights)]
    small = [weight for name, weight in weights.items() if name not in REASONS and weight < LEAST]
    parts.append(f"\n{len(small)} more packages weigh {sum(small):.0f} MB together.\n")
    parts.append("## What other extras add\n")
    for extra in EXTRAS[1:]:
        added = {name: by for name, by in _closure(quotes, (extra,)).items() if name not in installed}
        weights = {name: _megabytes(distribution(name)) for name in added}
        parts += [f"### {extra}: {sum(weights.values()):.0f} MB\n", *_table(added, weights), ""]
    return "\n".join(parts).rstrip() + "\n"


def _closure(root: Distribution, extras: Iterable[str]) -> dict[str, set[str]]:
    """Every package that `root` with `extras` needs here, with those that require it."""
    needed: dict[str, set[str]] = {}
    seen: set[tuple[str, str]] = set()
    left = [(root, extra) for extra in ("", *extras)]
    while left:
        dist, extra = left.pop()
        for requirement in map(Requirement, dist.requires or []):
            if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
                continue
            found = distribution(requirement.name)
            if found.name != root.name:
                needed.setdefault(found.name, set()).add(dist.name)
            for each in ("", *requirement.extras):
                if (found.name, each) not in seen:
                    seen.add((found.name, each))
                    left.append((found, each))
    return needed


def _megabytes(dist: Distribution) -> float:
    """The space of its files and of their bytecode. `make site` does not compile tests."""
    files = [Path(str(dist.locate_file(file))) for file in dist.files or [] if file.suffix != ".pyc"]
    files += [Path(cache_from_source(file)) for file in files if file.suffix == ".py" and not _TESTS.search(str(file))]
    return sum(file.stat().st_blocks * 512 for file in files if file.is_file()) / 2**20


def _table(needed: dict[str, set[str]], weights: dict[str, float]) -> list[str]:
    reasons = {canonicalize_name(name): reason for name, reason in REASONS.items()}
    rows = ["| Package | MB | Required by | Why |", "| --- | ---: | --- | --- |"]
    for name in sorted(needed, key=lambda each: -weights[each]):
        reason = reasons.get(canonicalize_name(name), "")
        if reason or weights[name] >= LEAST:
            by = ", ".join(sorted(needed[name], key=str.lower))
            rows.append(f"| {name} | {weights[name]:.1f} | {by} | {reason} |")
    return rows


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
