"""How well the article on real pages is read, beside other libraries that do the same work.

    python -m benchmarks.extractors FOLDER [--runs N] [--pages]

FOLDER has the form of Scrapinghub's article extraction benchmark
(https://github.com/scrapinghub/article-extraction-benchmark): `ground-truth.json`, which maps a key to
{"articleBody": TEXT, "url": URL}, and `html/KEY.html` or `html/KEY.html.gz`.

Pages whose article is not in English are left out. A page that is refused counts as empty. F1 is measured as in that
benchmark: on each page the true, the false and the missed runs of four words are counted as shares of their sum, and
the shares are summed over the pages. A marked quotation of the article is lost where its words are nowhere in the
text that was read; one of the text that was read is from outside where its words are nowhere in the article.
Pages a second are the median of N runs by turns (3), on one core.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import logging
import re
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.pages import quotations
from benchmarks.ratios import by_turns
from quotes.model import Article
from quotes.readers import language
from quotes.readers.base import Resource
from quotes.readers.html import article_page, tree
from quotes.readers.normalization import tidy

Extract = Callable[[bytes, str], str]


class Page(NamedTuple):
    """A saved page: the text of its article, and its bytes."""

    key: str
    url: str
    article: str
    data: bytes


class Result(NamedTuple):
    """What one extractor made of one page.

    true, false, missed: shares of the runs of four words. lost, outside: marked quotations.
    """

    key: str
    true: float
    false: float
    missed: float
    lost: tuple[str, ...]
    outside: tuple[str, ...]
    refused: bool


def corpus(folder: Path) -> list[Page]:
    """The pages of `folder` whose article is in English, by key."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    return [
        Page(key, known["url"], known["articleBody"], _bytes(folder / "html", key))
        for key, known in sorted(truth.items())
        if not language.foreign(known["articleBody"])
    ]


def result(page: Page, text: str) -> Result:
    """How far `text` is the article of `page`."""
    found, wanted = _grams(text), _grams(page.article)
    true = (found & wanted).total()
    false, missed = found.total() - true, wanted.total() - true
    whole = max(1, true + false + missed)
    read, article = _words(text), _words(page.article)
    lost = tuple(each for each in quotations(page.article).elements() if not _holds(read, each))
    outside = tuple(each for each in quotations(text).elements() if not _holds(article, each))
    return Result(page.key, true / whole, false / whole, missed / whole, lost, outside, not text.strip())


def f1(results: list[Result]) -> float:
    """The harmonic mean of precision and recall over all pages."""
    true = sum(each.true for each in results)
    return 2 * true / (2 * true + sum(each.false + each.missed for each in results))


def by_quotes(data: bytes, url: str) -> str:
    """The text that `quotes` reads; empty where it refuses the page."""
    found = next(article_page.read(Resource("page.html", io.BytesIO(data), "page.html", url=url), {}))
    return tidy(found).text if isinstance(found, Article) else ""


def by_trafilatura(data: bytes, url: str) -> str:
    """What Trafilatura extracts, without comments."""
    import trafilatura

    return trafilatura.extract(_decoded(data), url=url, include_comments=False) or ""


def by_readability(data: bytes, url: str) -> str:
    """What readability-lxml takes for the article, as text."""
    from lxml.html import document_fromstring
    from readability import Document

    try:
        return str(document_fromstring(Document(_decoded(data), url=url).summary()).xpath("string()"))
    except Exception:  # its own errors, lxml's and re's: what it cannot read is empty
        return ""


def by_newspaper(data: bytes, url: str) -> str:
    """What newspaper4k takes for the article."""
    import newspaper

    article = newspaper.Article(url, fetch_images=False, language="en")
    try:
        article.download(input_html=_decoded(data))
        article.parse()
    except Exception:  # as above
        return ""
    return str(article.text)


EXTRACTORS: dict[str, Extract] = {
    "quotes": by_quotes,
    "Trafilatura": by_trafilatura,
    "readability-lxml": by_readability,
    "newspaper4k": by_newspaper,
}


def _bytes(folder: Path, key: str) -> bytes:
    plain = folder / f"{key}.html"
    return plain.read_bytes() if plain.exists() else gzip.decompress((folder / f"{key}.html.gz").read_bytes())


def _decoded(data: bytes) -> str:
    return tree.decoded(data, None)[0]


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _grams(text: str) -> Counter[tuple[str, ...]]:
    tokens = _tokens(text)
    return Counter(tuple(tokens[at : at + 4]) for at in range(max(min(1, len(tokens)), len(tokens) - 3)))


def _words(text: str) -> str:
    return f" {' '.join(_tokens(text)).lower()} "


def _holds(words: str, quotation: str) -> bool:
    return _words(quotation) in words


def _texts(extract: Extract, pages: Sequence[Page]) -> list[str]:
    return [extract(page.data, page.url) for page in pages]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="runs that are timed [3]; 0: none")
    parser.add_argument("--only", choices=EXTRACTORS, action="append", help="only this one; may be given again")
    parser.add_argument("--pages", action="store_true", help="show each page that is not read as it should be")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    saved = corpus(options.folder)
    extractors = {name: EXTRACTORS[name] for name in options.only or EXTRACTORS}
    total = sum(quotations(page.article).total() for page in saved)
    print(f"{len(saved)} pages, {total:,} marked quotations")
    works = [partial(_texts, each, saved) for each in extractors.values()]
    times = by_turns(works, runs=options.runs) if options.runs else [[] for _ in works]
    print("| extractor | F1 | refused or empty | quotations lost | from outside | pages a second |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for (name, extract), seconds in zip(extractors.items(), times, strict=True):
        results = [result(page, extract(page.data, page.url)) for page in saved]
        lost, outside = (
            sum(len(each) for each in found) for found in zip(*((r.lost, r.outside) for r in results), strict=True)
        )
        speed = f"{len(saved) / median(seconds):.1f}" if seconds else ""
        print(f"| {name} | {f1(results):.3f} | {sum(r.refused for r in results)} | {lost} | {outside} | {speed} |")
        for each in sorted(results, key=lambda each: each.true) if options.pages else ():
            if each.true < 0.97 or each.lost or each.outside:
                print(f"{each.key[:12]} true {each.true:.3f} false {each.false:.3f} missed {each.missed:.3f}", end=" ")
                print(f"lost {[words[:40] for words in each.lost]} outside {[words[:40] for words in each.outside]}")


if __name__ == "__main__":
    main()
