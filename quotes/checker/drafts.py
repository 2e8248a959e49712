"""Checking a whole draft: all its quotations, with the place of each."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from quotes import store
from quotes.checker.findings import Checker, Finding
from quotes.checker.questions import Question, question
from quotes.checker.verdicts import Verdict
from quotes.model import Article, Kind, Quotation
from quotes.store.queries import Coverage
from quotes.text.paragraphs import paragraphs


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation of a draft with its finding, or a paraphrase with a question.

    line, paragraph: where it begins in the draft, from 1.
    """

    quotation: Quotation
    line: int
    paragraph: int
    finding: Finding | None = None
    question: Question | None = None

    @property
    def sentence(self) -> str:
        """The finding or the question in words."""
        return self.finding.sentence if self.finding else self.question.sentence if self.question else ""


@dataclass(frozen=True, slots=True)
class Report:
    """What the archive says about a draft. checked: in the order of the draft. coverage: what the archive has."""

    draft: Article
    checked: tuple[Checked, ...]
    coverage: Coverage

    @property
    def verdicts(self) -> dict[Verdict, int]:
        """How often each verdict was given, those that were given, in order of consequence."""
        counted = Counter(each.finding.verdict for each in self.checked if each.finding)
        return {verdict: counted[verdict] for verdict in Verdict if counted[verdict]}


def check(text: str, archive: str | Path | sqlite3.Connection) -> Report:
    """Compare the quotations of a draft with an archive.

    Args:
        text: The draft.
        archive: The database file that `quotes ingest` wrote, or a connection to it.

    Returns:
        The report: `report.checked` has a finding for every quotation in marks.

    Raises:
        quotes.store.ArchiveError: The file is not an archive, or is damaged.
    """
    from quotes.extraction import extract

    with nullcontext(archive) if isinstance(archive, sqlite3.Connection) else store.opened(Path(archive)) as connection:
        return report(Checker(connection), Article(text, "draft"), extract(text), store.coverage(connection))


def report(checker: Checker, draft: Article, found: Iterable[Quotation], coverage: Coverage) -> Report:
    """Check the quotations that were found in a draft."""
    lines = [0, *(at + 1 for at, character in enumerate(draft.text) if character == "\n")]
    starts = [each.start for each in paragraphs(draft.text)]
    checked = []
    for each in sorted(found, key=lambda quotation: (quotation.start, quotation.end)):
        line, paragraph = bisect_right(lines, each.start), max(1, bisect_right(starts, each.start))
        if each.kind == Kind.PARAPHRASE:
            asked = question(checker.connection, each, checker.rarity)
            if asked:
                checked.append(Checked(each, line, paragraph, question=asked))
        else:
            checked.append(Checked(each, line, paragraph, finding=checker.check(each)))
    return Report(draft, tuple(checked), coverage)


def counted(reports: Sequence[Report]) -> dict[Verdict, int]:
    """How often each verdict was given in several reports."""
    return {
        verdict: number for verdict in Verdict if (number := sum(each.verdicts.get(verdict, 0) for each in reports))
    }
