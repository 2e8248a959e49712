"""How right Quotes is on the open sets: the tables of docs/evaluation.md and docs/model-card.md.

    python -m benchmarks.open_sets SHARED

SHARED has the annotations in gold, the texts in corpora and seeds. The tables are written between the marks of both
pages (`<!-- name -->` to `<!-- end -->`), and the figures that the site shows into quotes/site/accuracy.json.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import exp, floor, lgamma, log, log1p
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from benchmarks import speaker_scores
from quotes.evaluation import AnnotatedArticle, Annotation, Band, Evaluation, Prediction, Share, evaluate
from quotes.site.accuracy import MEASURED

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "docs" / "evaluation.md", ROOT / "docs" / "model-card.md")
BANDS = (("0.9 to 1", 0.9, 1.01), ("0.8 to 0.9", 0.8, 0.9), ("0.7 to 0.8", 0.7, 0.8), ("0.6 to 0.7", 0.6, 0.7),
         ("under 0.6", 0.0, 0.6))  # fmt: skip
END = "<!-- end -->"
RANGES = ("90% and over", "80 to 90%", "70 to 80%", "60 to 70%", "under 60%")
TEXTS = {
    "PolNeAR dev": "84 articles of US political news, not invented",
    "web": "40 articles of 34 news sites, not invented",
    "hard": "80 invented passages, one hard case each",
}
SETS = (
    ("PolNeAR dev", "gold/polnear-dev.json", "corpora/polnear/dev"),
    ("web", "gold/web-open.json", "corpora/web"),
    ("hard", "gold/hard-open.json", "corpora/hard"),
    ("seeds", "gold/seeds.json", "seeds"),
)
READ = 20  # of the web articles by file name; nobody reads the others
_PERSONAL = frozenset("he she him her his hers".split())
_PRONOUNS = _PERSONAL | frozenset("it its they their them we i who which that one some many others both".split())
FORMS = ("name", "he or she", "other pronoun", "description", "no mention")


class Set(NamedTuple):
    """Annotated articles with what was found in them; texts: what they are, file name by file name."""

    title: str
    gold: Mapping[str, AnnotatedArticle]
    texts: Mapping[str, str]
    found: Mapping[str, list[Prediction]]

    def judged(self, keep: Callable[[str], bool] = lambda name: True) -> Evaluation:
        """The figures of the articles whose file name is to be kept."""
        return evaluate({n: a for n, a in self.gold.items() if keep(n)}, self.found)


def read(title: str, gold_file: Path, folder: Path) -> Set:
    """A set, with what Quotes finds in it now."""
    gold, texts = speaker_scores.annotated(gold_file, folder)
    return Set(
        title, gold, dict(zip(gold, texts, strict=True)), dict(zip(gold, speaker_scores.found(texts), strict=True))
    )


def halves(web: Set) -> tuple[frozenset[str], frozenset[str]]:
    """The web articles that were read, and those that nobody reads."""
    names = sorted(web.gold)
    return frozenset(names[:READ]), frozenset(names[READ:])


def figures(sets: Sequence[tuple[str, Evaluation]]) -> Iterator[list[str]]:
    yield ["", "rows", "found", "mention", "speaker", "precision", "scare", "paraphrase precision", "paraphrase F1"]
    for title, result in sets:
        shares = (result.found, result.mention, result.speaker, result.precision, result.scare)
        yield [title, str(result.found.total), *(number(share.value) for share in shares),
               number(result.paraphrase_precision.value), number(result.paraphrase_f1)]  # fmt: skip


def gap(read: Evaluation, unread: Evaluation) -> Iterator[list[str]]:
    """How far the figures of articles that were read exceed those of articles that nobody read."""
    yield ["", "web, read", "web, not read", "difference"]
    for title in ("found", "mention", "speaker", "precision", "scare", "paraphrase_precision", "paraphrase_f1"):
        values = [value.value if isinstance(value, Share) else value
                  for value in (getattr(read, title), getattr(unread, title))]  # fmt: skip
        first, second = (value or 0.0 for value in values)
        yield [title.replace("_", " ").replace("f1", "F1"), *map(number, values), f"{first - second:+.3f}"]


def reliability(sets: Sequence[tuple[str, Evaluation]]) -> Iterator[list[str]]:
    """The share of right speakers by confidence, and how many predictions that is."""
    yield ["confidence", *(cell for title, _ in sets for cell in (title, "of"))]
    for title, low, high in BANDS:
        shares = [within(result, low, high) for _, result in sets]
        yield [title, *(cell for share in shares for cell in (number(share.value), str(share.total)))]
    totals = [within(result, 0.0, 1.01).total for _, result in sets]
    for title, low, high in (("share at 0.9 and over", 0.9, 1.01), ("share under 0.6", 0.0, 0.6)):
        parts = [within(result, low, high).total for _, result in sets]
        yield [
            title,
            *(c for part, total in zip(parts, totals, strict=True) for c in (number(part / total), str(total))),
        ]
    errors = zip((result.calibration_error for _, result in sets), totals, strict=True)
    yield ["expected calibration error", *(cell for error, total in errors for cell in (number(error), str(total)))]
    by_chance = zip((error_by_chance(result.reliability) for _, result in sets), totals, strict=True)
    yield ["the same by chance", *(cell for error, total in by_chance for cell in (number(error), str(total)))]


def error_by_chance(bands: Sequence[Band]) -> float:
    """The calibration error to expect of so many predictions although every confidence is right.

    It is the mean deviation of a binomial distribution in each band (de Moivre).
    """
    total = sum(band.share.total for band in bands)
    return sum(_mean_deviation(band.share.total, band.mean) for band in bands) / total


def _mean_deviation(trials: int, chance: float) -> float:
    """How far the number of successes is from the expected one, on average."""
    if not 0 < chance < 1:
        return 0.0
    least = floor(trials * chance) + 1
    ways = lgamma(trials + 1) - lgamma(least + 1) - lgamma(trials - least + 1)
    return 2 * least * exp(ways + least * log(chance) + (trials - least + 1) * log1p(-chance))


def within(result: Evaluation, low: float, high: float) -> Share:
    """The right ones of the predictions whose confidence is in a range of whole bands."""
    bands = [band.share for band in result.reliability if low <= band.low < high]
    return Share(sum(band.right for band in bands), sum(band.total for band in bands))


def form_of(row: Annotation, text: str) -> str:
    """The form of the first annotated mention of a row: one of `FORMS`."""
    if not row.mentions:
        return "no mention"
    words = re.findall(r"\w+", row.mentions[0].of(text).casefold())
    if not set(words) - _PRONOUNS:
        return "he or she" if set(words) <= _PERSONAL else "other pronoun"
    name = re.findall(r"\w+", (row.speaker or "").casefold())
    is_name = row.speaker_kind != "anonymous" and not set(words).isdisjoint(word for word in name if len(word) > 2)
    return "name" if is_name and row.mentions[0].of(text)[:1].isupper() else "description"


def by_form(sets: Sequence[Set]) -> Iterator[list[str]]:
    """The share of right speakers by the form of the mention."""
    yield ["mention", *(cell for each in sets for cell in (each.title, "of"))]
    for form in FORMS:
        cells = []
        for each in sets:
            rows = {
                name: replace(a, quotes=tuple(row for row in a.quotes if form_of(row, each.texts[name]) == form))
                for name, a in each.gold.items()
            }
            share = each._replace(gold=rows).judged().speaker
            cells += [number(share.value), str(share.total)]
        yield [form, *cells]


def by_outlet(one: Set) -> Iterator[list[str]]:
    """The figures of each outlet, whose name begins the file names."""
    yield ["outlet", "articles", "rows", "found", "speaker", "precision", "paraphrase precision"]
    for outlet in sorted({outlet_of(name) for name in one.gold}):
        own = {name for name in one.gold if outlet_of(name) == outlet}
        result = one.judged(own.__contains__)
        shares = (result.found, result.speaker, result.precision, result.paraphrase_precision)
        yield [outlet, str(len(own)), str(result.found.total), *(number(share.value) for share in shares)]


def outlet_of(name: str) -> str:
    return name.partition("_")[0]


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def table(rows: Iterable[list[str]]) -> str:
    """Rows as a Markdown table, the first of them its head; figures to the right."""
    head, *body = rows
    lines = [head, ["---", *("---:" for _ in head[1:])], *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def written(page: str, tables: Mapping[str, str]) -> str:
    """A page with each table between its marks."""
    for name, lines in tables.items():
        before, mark, rest = page.partition(f"<!-- {name} -->\n")
        if mark:
            page = f"{before}{mark}\n{lines}\n\n{END}{rest.partition(END)[2]}"
    return page


def for_the_site(results: Mapping[str, Evaluation]) -> str:
    """What the site says of how right the program is, as JSON; results: by the keys of `TEXTS`."""
    shown = [
        {
            "texts": texts,
            "rows": result.found.total,
            "found": rounded(result.found),
            "speaker": rounded(result.speaker),
            "precision": rounded(result.precision),
            "paraphrase": rounded(result.paraphrase_precision),
        }
        for title, texts in TEXTS.items()
        for result in (results[title],)
    ]
    sure = [
        {"confidence": shown, "right": rounded(within(results["PolNeAR dev"], low, high))}
        for shown, (_, low, high) in zip(RANGES, BANDS, strict=True)
    ]
    return json.dumps({"results": shown, "confidence": sure}, indent=2) + "\n"


def rounded(share: Share) -> float:
    return round(share.value or 0.0, 3)


def main(shared: Annotated[Path, typer.Argument(help="Folder with gold, corpora and seeds.", exists=True)]) -> None:
    """Measure every open set; write the tables into the pages and the figures for the site."""
    dev, web, hard, seeds = (read(title, shared / gold, shared / folder) for title, gold, folder in SETS)
    seen, unseen = halves(web)
    web_parts = [("web, read", web.judged(seen.__contains__)), ("web, not read", web.judged(unseen.__contains__))]
    results = {each.title: each.judged() for each in (dev, web, hard, seeds)}
    tables = {
        "sets": table(figures([*list(results.items())[:2], *web_parts, *list(results.items())[2:]])),
        "gap": table(gap(*(result for _, result in web_parts))),
        "confidence": table(reliability([*list(results.items())[:3]])),
        "forms": table(by_form([dev, web, hard])),
        "outlets of PolNeAR dev": table(by_outlet(dev)),
        "outlets of web": table(by_outlet(web)),
    }
    for page in PAGES:
        page.write_text(written(page.read_text(encoding="utf-8"), tables), encoding="utf-8")
    MEASURED.write_text(for_the_site(results), encoding="utf-8")
    for name, lines in tables.items():
        typer.echo(f"{name}\n\n{lines}\n")


if __name__ == "__main__":
    typer.run(main)
