"""How well the articles on saved pages are read, against what a careful reader calls the article.

    python -m benchmarks.pages [FOLDER]

FOLDER holds pages (NAME.html) with what should be read of them (NAME.json), as tests/data/pages does.

The article is what its writers wrote below the headline: paragraphs, headings among them, lists, quotations set
apart with who said them, questions and answers, notes of correction. Not of it are headline, standfirst, byline and
date; summaries in points; captions; quotations printed a second time; links to other articles; boxes for
newsletters, adverts and requests for money; credits, notes on the writers, comments.

F is that of word 4-grams in multisets, as the article extraction benchmark of Scrapinghub has it
(https://github.com/scrapinghub/article-extraction-benchmark); a page's text that is missing or doubled lowers it.
Quotations are the stretches in quotation marks (not single ones) of the gold text; they are lost where the text
read has them less often, doubled where it has them more often. The last line says what Trafilatura alone gives for
the same pages.
"""

from __future__ import annotations

import io
import json
import logging
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import trafilatura

from quotes.model import Article
from quotes.readers.base import Resource
from quotes.readers.html import article_page, tree

FOLDER = Path(__file__).parent.parent / "tests" / "data" / "pages"
FIELDS = ("title", "byline", "outlet", "published", "modified", "language", "url")

_MARKED = re.compile(r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|\"([^\"\n]+)\"")


class Score(NamedTuple):
    """One page: its F, quotations lost and doubled of so many, and the fields that are wrong."""

    name: str
    f: float
    quotations: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    wrong: tuple[str, ...]


def scores(folder: Path = FOLDER) -> Iterator[Score]:
    """The score of each page in `folder`, by name."""
    for path in sorted(folder.glob("*.html")):
        gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        yield score(path, gold, read(path, gold))


def read(path: Path, gold: dict[str, Any]) -> Article | None:
    """The article on a saved page, None where there is said to be none."""
    resource = Resource(
        path.name, io.BytesIO(path.read_bytes()), path.name, url=gold["address"], content_type=gold["content_type"]
    )
    found = next(article_page.read(resource, {}))
    return found if isinstance(found, Article) else None


def score(path: Path, gold: dict[str, Any], article: Article | None) -> Score:
    """How far `article` is what `gold` says."""
    text = article.text if article else ""
    expected, given = quotations(gold["text"]), quotations(text)
    return Score(
        path.stem,
        f_score(text, gold["text"]),
        expected.total(),
        tuple((expected - given).elements()),
        tuple((given - expected).elements()),
        tuple(field for field in FIELDS if (getattr(article, field) if article else None) != gold[field]),
    )


def quotations(text: str) -> Counter[str]:
    """The stretches in quotation marks, white space made one."""
    return Counter(" ".join("".join(match.groups("")).split()) for match in _MARKED.finditer(text))


def f_score(text: str, gold: str) -> float:
    """The harmonic mean of precision and recall of word 4-grams, each as often as it stands."""
    ours, theirs = _grams(text), _grams(gold)
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0


def _grams(text: str) -> Counter[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text.lower())
    return Counter(tuple(tokens[at : at + 4]) for at in range(max(1, len(tokens) - 3)))


def main() -> None:
    logging.disable(logging.CRITICAL)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    found = list(scores(folder))
    print(f"{'page':28} {'F':>5}  {'lost':>4} {'doubled':>7} {'of':>3}  wrong")
    for each in found:
        print(
            f"{each.name:28} {each.f:5.3f}  {len(each.lost):4} {len(each.doubled):7} {each.quotations:3}  "
            f"{' '.join(each.wrong)}"
        )
    print(f"\n{len(found)} pages, mean F {_mean(each.f for each in found):.3f}")
    print(
        f"quotations: {sum(each.quotations for each in found)}, "
        f"lost {sum(len(each.lost) for each in found)}, doubled or not quotations of the article "
        f"{sum(len(each.doubled) for each in found)}"
    )
    for field in FIELDS:
        print(f"{field:10} {sum(field not in each.wrong for each in found)} of {len(found)} right")
    alone = []
    for path in sorted(folder.glob("*.html")):
        gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        page, _ = tree.decoded(path.read_bytes(), gold["content_type"])
        alone.append(f_score(trafilatura.extract(page, include_comments=False) or "", gold["text"]))
    print(f"Trafilatura {trafilatura.__version__} alone: mean F {_mean(alone):.3f}")


def _mean(values: Iterable[float]) -> float:
    return statistics.mean(values)


if __name__ == "__main__":
    main()
