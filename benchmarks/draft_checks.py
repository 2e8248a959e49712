"""How well `quotes check` tells what a draft changed, and how fast.

    python -m benchmarks.draft_checks FOLDER-OR-ARCHIVE... [--million FILE]

Quotations of each archive are copied into drafts: some as they are, with other marks and final punctuation, and some
changed by the rules of `benchmarks.edits`. Others are taken from articles that are left out of the archive. A folder of
articles is ingested first. A made-up archive of 10,000 quotations is added, and sentences of seeds/ that were changed
by hand. --million names an archive of `benchmarks.site_timing` for the speed; it is made if it does not exist.

The result, in Markdown, goes to standard output: benchmarks/draft_checks.md.
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from benchmarks import edits, one_source, site_timing
from benchmarks.one_source import Located
from quotes import store
from quotes.checker.findings import LIKELY_SPEAKER, SHORTEST, Checker, Finding
from quotes.checker.tokens import words
from quotes.checker.verdicts import Change, Verdict
from quotes.ids import normalise
from quotes.model import Kind, Quotation, Span, Speaker
from quotes.store import listings
from quotes.store.queries import StoredQuotation, quotations

HEAD = """# How often findings are right

`python -m benchmarks.draft_checks` writes this page. Quotations of an archive are copied into drafts. Some copies have
other marks and another final punctuation, others are changed by rules. All rules were written before the checker. It
was developed with the results of the open rules, and of the held ones only totals were looked at. There is one
exception: a held negation in square brackets passed as verbatim, was looked at, and is now called unknown: it is
too short.

`kind right` means that the verdict and the first change are right. Quotations from articles that are left out share no
six words in a row with the archive."""
BESIDE = """## Beside tools that compare with one source

[gtrex](https://pypi.org/project/gtrex/) and [Quid](https://pypi.org/project/Quid/) compare a quotation with one source.
Here each is given the right article, and Quotes is not. *Right place* means that the place they found touches the
quotation. Quid finds places only. gtrex says whether the words are unchanged. It does not say what was changed, except
for some negations and numbers. Neither looks at speakers. Both have their default settings; what gtrex does not accept
is located by its repairer. They get some of the cases above."""
VERBATIM, ALTERED, ABSENT = 1010, 2250, 1600
OTHERS = 150  # cases of each archive that the other tools get; Quid takes up to a second for one
KINDS = (
    *("punctuation", "omission", "ellipsis", "word", "negation", "number", "inflection"),
    *("stitched", "wrong speaker"),
)
_FIRST = {
    "punctuation": Change.PUNCTUATION,
    "omission": Change.OMISSION,
    "ellipsis": Change.OMISSION,
    "word": Change.WORD,
    "negation": Change.NEGATION,
    "number": Change.NUMBER,
    "inflection": Change.INFLECTION,
    "stitched": Change.STITCHED,
}
_VERDICTS = {
    "punctuation": {Verdict.ALTERED},
    "omission": {Verdict.SHORTENED},
    "ellipsis": {Verdict.SHORTENED},
    "word": {Verdict.ALTERED},
    "negation": {Verdict.ALTERED},
    "number": {Verdict.ALTERED},
    "inflection": {Verdict.ALTERED},
    "stitched": {Verdict.SHORTENED, Verdict.ALTERED},
    "wrong speaker": {Verdict.MISATTRIBUTED},
    "verbatim": {Verdict.VERBATIM, Verdict.VARIANT},
}
_SHARED = 6  # words in a row that a quotation from an article that is left out may not have in the archive
_DRAFT = 15  # quotations


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation of a draft. kind: what was done to it. held: whether by a rule that was held back."""

    kind: str
    rule: str
    held: bool
    source: StoredQuotation
    draft: Quotation


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the checker said about a case."""

    case: Case
    finding: Finding
    seconds: float

    @property
    def right_first(self) -> bool:
        """Whether the first printing is the one that the draft was made from, or has the same words."""
        number = 2 if self.case.kind == "stitched" else 1
        return any(
            _is_same(each.quotation, self.case.source)
            for each in self.finding.printings[:number] or self.finding.nearest[:1]
        )

    @property
    def right_kind(self) -> bool:
        """Whether the verdict and the first change are those of the case."""
        kind = self.case.kind
        if self.finding.verdict not in _VERDICTS[kind]:
            return False
        return kind not in _FIRST or self.finding.changes[:1] == (_FIRST[kind],)

    @property
    def is_missed(self) -> bool:
        """Whether the draft would pass as unchanged but for punctuation."""
        return self.finding.verdict is Verdict.VERBATIM or self.finding.changes == (Change.PUNCTUATION,)


@dataclass(frozen=True, slots=True)
class Compared:
    """What other tools said about a case, by name."""

    case: Case
    said: dict[str, Located]


def _is_same(found: StoredQuotation, source: StoredQuotation) -> bool:
    """Whether this is the printing, or has the same words."""
    words, others = normalise(found.text), normalise(source.text)
    return found.id == source.id or others in words or words in others


def sources(connection: sqlite3.Connection) -> list[StoredQuotation]:
    """The exact words of an archive that are long enough to be judged."""
    found = quotations(connection, "where q.status = 'published' and q.kind <> 'paraphrase' order by q.id")
    return [each for each in found if len(words(each.text)) >= SHORTEST]


def draft_of(source: StoredQuotation, text: str, speakers: Sequence[Speaker] | None = None) -> Quotation:
    """A draft's quotation with this text."""
    if speakers is None:
        speakers = [Speaker(each.name, each.kind) for each in source.speakers]
    quoting = Span(0, 1) if source.quoting else None
    return Quotation(
        Kind.DIRECT, (Span(0, len(text)),), text, speakers=tuple(speakers), confidence=1.0, quoting=quoting
    )


def cases(connection: sqlite3.Connection, verbatim: int, altered: int, seed: int = 1) -> Iterator[Case]:
    """Drafts made from the quotations of an archive, half of them by held rules."""
    chance = random.Random(seed)
    known = sources(connection)
    for held, rules in ((False, edits.OPEN), (True, edits.HELD)):
        yield from _edited(known, "verbatim", rules["verbatim"], held, verbatim // 2, chance)
        share = altered // 2 // len(KINDS)
        for kind in KINDS[:-2]:
            yield from _edited(known, kind, rules[kind], held, share, chance)  # type: ignore[index]
        yield from _stitched(known, held, share, chance)
        yield from _misattributed(known, held, share, chance)


def _edited(
    known: Sequence[StoredQuotation],
    kind: str,
    rules: Sequence[edits.Rule],
    held: bool,
    number: int,
    chance: random.Random,
) -> Iterator[Case]:
    made, seen = 0, set[tuple[str, str]]()
    for _ in range(number * 60):
        if made == number:
            return
        source, rule = chance.choice(known), chance.choice(rules)
        text = rule(source.text, chance)
        if text is None or (source.id, text) in seen or kind != "verbatim" and len(words(text)) < SHORTEST:
            continue
        seen.add((source.id, text))
        made += 1
        yield Case(kind, getattr(rule, "__name__", "swap"), held, source, draft_of(source, text))


def _stitched(known: Sequence[StoredQuotation], held: bool, number: int, chance: random.Random) -> Iterator[Case]:
    by_article: defaultdict[str, list[StoredQuotation]] = defaultdict(list)
    for each in known:
        if each.speakers and len(words(each.text)) >= 12:
            by_article[each.article.id].append(each)
    several = [each for each in by_article.values() if len(each) > 1]
    made = 0
    for _ in range(number * 60 if several else 0):
        if made == number:
            return
        one, other = chance.sample(chance.choice(several), 2)
        if {each.slug for each in one.speakers} != {each.slug for each in other.speakers}:
            continue
        text = edits.stitch(one.text, other.text, reverse=held, mark=held and chance.random() < 0.5)
        if text:
            made += 1
            yield Case("stitched", "stitch", held, one, draft_of(one, text))


def _misattributed(known: Sequence[StoredQuotation], held: bool, number: int, chance: random.Random) -> Iterator[Case]:
    named = [each for each in known if each.speakers and not each.quoting and each.confidence >= LIKELY_SPEAKER]
    by_article: defaultdict[str, list[StoredQuotation]] = defaultdict(list)
    for each in named:
        by_article[each.article.id].append(each)
    made = 0
    for _ in range(number * 60 if named else 0):
        if made == number:
            return
        source = chance.choice(named)
        other = chance.choice(named if held else by_article[source.article.id])
        who, whom = source.speakers[0], other.speakers[0]
        if "anonymous" in (who.kind, whom.kind) or set(who.name.split()) & set(whom.name.split()):
            continue
        if any(each.slug == whom.slug for each in source.speakers):
            continue
        made += 1
        draft = draft_of(source, source.text, [Speaker(whom.name, whom.kind)])
        yield Case("wrong speaker", "other speaker", held, source, draft)


def absent(path: Path, number: int) -> tuple[list[Case], Path]:
    """Quotations of every second article, and a copy of the archive at `path` without those."""
    chance = random.Random(2)
    copy = path.with_suffix(".half.db")
    shutil.copyfile(path, copy)
    with closing(store.open(path)) as connection:
        left_out = quotations(
            connection, "where q.status = 'published' and q.kind <> 'paraphrase' and a.id % 2 order by q.id"
        )
    with closing(store.create(copy)) as db, db.atomic():
        its = "select id from quotations where article_id % 2"
        db.execute(f"delete from quotation_speakers where quotation_id in ({its})")
        db.execute("delete from quotations where article_id % 2")
    with closing(store.open(copy)) as connection:
        texts = connection.execute("select text from versions where is_current and article_id % 2 = 0").fetchall()
    runs = {run for (text,) in texts for run in _runs(text)}
    found = [
        Case("absent", "absent", False, each, draft_of(each, each.text))
        for each in left_out
        if len(words(each.text)) >= SHORTEST and not runs & set(_runs(each.text))
    ]
    return chance.sample(found, min(number, len(found))), copy


def _runs(text: str) -> Iterator[str]:
    its = normalise(text).split()
    return (" ".join(its[at : at + _SHARED]) for at in range(max(1, len(its) - _SHARED + 1)))


def outcomes(path: Path, made: Iterable[Case]) -> Iterator[Outcome]:
    """What the checker says about each case."""
    with closing(store.open(path)) as connection:
        checker = Checker(connection)
        for case in made:
            start = time.process_time()
            finding = checker.check(case.draft)
            yield Outcome(case, finding, time.process_time() - start)


def beside(path: Path, made: Sequence[Case]) -> list[Compared]:
    """What other tools say about cases; each is given the article that the quotation was taken from."""
    with closing(store.open(path)) as connection:
        texts = listings.texts(connection, [case.source for case in made])
    return [
        Compared(
            case,
            {
                name: locate(texts[case.source.article.id, case.source.version], case.draft.text)
                for name, locate in one_source.TOOLS.items()
            },
        )
        for case in made
    ]


def side_by_side(found: Sequence[Outcome], others: Sequence[Compared]) -> str:
    """The results of other tools on the same cases, open and held rules together."""
    lines = [
        "| kind | cases | right printing first | right place: gtrex | Quid | taken for unchanged: Quotes | gtrex |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    ours = {id(each.case): each for each in found}
    for kind in ("verbatim", *KINDS):
        its = [each for each in others if each.case.kind == kind]
        if not its:
            continue
        mine = [ours[id(each.case)] for each in its]
        cells = [
            statistics.mean(each.right_first for each in mine),
            *(
                statistics.mean(each.said[name].is_at(each.case.source.spans) for each in its)
                for name in one_source.TOOLS
            ),
            statistics.mean(each.finding.verdict in _SAME for each in mine),
            statistics.mean(bool(each.said["gtrex"].unchanged) for each in its),
        ]
        lines.append(f"| {kind} | {len(its)} | {' | '.join(f'{cell:.3f}' for cell in cells)} |")
    return "\n".join(lines)


def table(found: Sequence[Outcome]) -> str:
    """Results of each kind of case, open and held rules apart."""
    lines = [
        "| kind | rules | cases | right printing first | kind right | passed as unchanged |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for held in (False, True):
        for kind in ("verbatim", *KINDS, "all altered"):
            its = [
                each
                for each in found
                if each.case.held == held
                and (each.case.kind == kind or kind == "all altered" and each.case.kind in KINDS)
            ]
            if not its:
                continue
            first = statistics.mean(each.right_first for each in its)
            right = statistics.mean(each.right_kind for each in its)
            missed = "" if kind == "verbatim" else str(sum(each.is_missed for each in its if kind in _SERIOUS))
            rules = "held" if held else "open"
            lines.append(f"| {kind} | {rules} | {len(its)} | {first:.3f} | {right:.3f} | {missed} |")
    gone = [each for each in found if each.case.kind == "absent"]
    if gone:
        said = Counter(str(each.finding.verdict) for each in gone)
        counted = ", ".join(f"{verdict} {number}" for verdict, number in said.most_common())
        share = said["altered"] / len(gone)
        lines += ["", f"{len(gone)} quotations from articles left out: {counted}. Called altered: {share:.1%}."]
    return "\n".join(lines)


_SERIOUS = ("negation", "number")
_SAME = (Verdict.VERBATIM, Verdict.VARIANT)


def by_hand(path: Path) -> str:
    """The results of the sentences of seeds/ that were changed by hand: how many are right, and which are not."""
    made = json.loads(Path(__file__).with_name("draft_checks_by_hand.json").read_text(encoding="utf-8"))
    wrong = []
    with closing(store.open(path)) as connection:
        checker = Checker(connection)
        for text, name, verdict, expected in made:
            speakers = (Speaker(name, "person"),)
            finding = checker.check(
                Quotation(Kind.DIRECT, (Span(0, len(text)),), text, speakers=speakers, confidence=1.0)
            )
            first = str(finding.changes[0]) if finding.changes else ""
            if finding.verdict != verdict or first not in expected.split() and first != expected:
                wrong.append(f"- “{text}”: {finding.verdict} {first}, expected {verdict} {expected}")
    lines = [f"{len(made) - len(wrong)} of {len(made)} sentences have the right verdict and the right first change."]
    return "\n".join([*lines, "", *wrong] if wrong else lines)


def speed(path: Path) -> str:
    """The processor time of a draft of 15 quotations and of single ones, in an archive."""
    with closing(store.open(path)) as connection:
        (number,) = connection.execute("select max(id) from quotations").fetchone()
        chance = random.Random(3)
        ids = sorted({chance.randrange(1, number) for _ in range(400)})
        known = quotations(connection, f"where q.id in ({', '.join(map(str, ids))})")
    known = [each for each in known if len(words(each.text)) >= SHORTEST]
    made = list(_mixed(known, chance))
    taken, drafts = [], []
    with closing(store.open(path)) as connection:
        for start in range(0, len(made) - _DRAFT + 1, _DRAFT):
            begin = time.process_time()
            checker = Checker(connection)
            for case in made[start : start + _DRAFT]:
                one = time.process_time()
                checker.check(case.draft)
                taken.append(time.process_time() - one)
            drafts.append(time.process_time() - begin)
    p50, p95 = site_timing.percentiles(taken)
    return (
        f"{number:,} quotations, {len(drafts)} drafts of {_DRAFT}: median {statistics.median(drafts):.2f} s of "
        f"processor a draft, at most {max(drafts):.2f} s; one quotation {p50:.0f} ms, 95 of 100 within {p95:.0f} ms."
    )


def _mixed(known: Sequence[StoredQuotation], chance: random.Random) -> Iterator[Case]:
    rules = [*edits.OPEN["verbatim"], *edits.OPEN["omission"], *edits.OPEN["word"], *edits.OPEN["ellipsis"]]
    for source in known:
        rule = chance.choice(rules)
        text = rule(source.text, chance) or source.text
        yield Case("mixed", "", False, source, draft_of(source, text))


def main(
    given: Annotated[list[Path], typer.Argument(metavar="FOLDER", help="Folders of articles, or archives.")],
    million: Annotated[Path | None, typer.Option(help="A large archive, for the speed.")] = None,
    wrong: Annotated[str | None, typer.Option(help="Print the wrong results of a kind, or all; of open rules.")] = None,
) -> None:
    """Measure the checker."""
    found: list[Outcome] = []
    others: list[Compared] = []
    print(HEAD)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [_archive(each, folder) for each in given]
        site_timing.make(folder / "generated.db", 10_000)
        paths.append(folder / "generated.db")
        sizes = [_size(each) for each in paths]
        for path, size in zip(paths, sizes, strict=True):
            share = size / sum(sizes)
            with closing(store.open(path)) as connection:
                made = list(cases(connection, round(VERBATIM * share), round(ALTERED * share)))
            its = list(outcomes(path, made))
            others += beside(path, made[:: max(1, len(made) // OTHERS)])
            gone, half = absent(path, round(ABSENT * share))
            its += outcomes(half, gone)
            print(f"\n## {path.stem}\n\n{table(its)}", flush=True)
            found += its
        print(f"\n## All\n\n{table(found)}")
        print(f"\n{BESIDE}\n\n{side_by_side(found, others)}")
        seeds = _archive(Path(__file__).parent.parent / "seeds", folder)
        print(f"\n## Changed by hand\n\n{by_hand(seeds)}")
    if wrong:
        _show_wrong(found, wrong)
    if million:
        if not million.exists():
            site_timing.make(million, 1_000_000)
        print(f"\n## Speed\n\n{speed(million)}")


def _show_wrong(found: Iterable[Outcome], kind: str) -> None:
    for each in found:
        case, finding = each.case, each.finding
        if case.held or kind not in (case.kind, "all"):
            continue
        if finding.verdict is not Verdict.ALTERED if case.kind == "absent" else each.right_kind and each.right_first:
            continue
        printed = [one.quotation.text for one in finding.printings[:1]]
        print(
            f"{case.rule}: {finding.verdict} {list(map(str, finding.changes))}\n  draft:  {case.draft.text}\n"
            f"  source: {case.source.text}\n  found:  {printed}\n  said:   {finding.sentence}",
            file=sys.stderr,
        )


def _size(path: Path) -> int:
    """At most 2,000 of a made-up archive, so that real words count more."""
    with closing(store.open(path)) as connection:
        return min(500, len(sources(connection))) if path.stem == "generated" else len(sources(connection))


def _archive(given: Path, folder: Path) -> Path:
    path = folder / f"{given.stem}.db"
    if given.is_file():
        shutil.copyfile(given, path)
    else:
        quotes = Path(sys.executable).with_name("quotes")
        command = [str(quotes), "ingest", str(given), "--db", str(path)]
        subprocess.run(command, check=True, stdout=sys.stderr)
    return path


if __name__ == "__main__":
    typer.run(main)
