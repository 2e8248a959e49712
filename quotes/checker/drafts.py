"""Checking a whole draft: all its quotations, with the place of each."""

from __future__ import annotations

import re
import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from quotes import store
from quotes.checker.copies import Copies
from quotes.checker.findings import Checker, Finding
from quotes.checker.questions import Question, question
from quotes.checker.tokens import words
from quotes.checker.verdicts import Verdict
from quotes.model import Article, Kind, Quotation
from quotes.store.identity import authority_files
from quotes.store.queries import Coverage
from quotes.text.paragraphs import paragraphs

_FIRST = 8  # words by which a quotation is found in the file


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
    def verdicts(self) -> Counter[Verdict | None]:
        """How often each verdict was given; under None, how many questions there are."""
        return Counter(each.finding.verdict if each.finding else None for each in self.checked)


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
        found = extract(text, genders=authority_files.genders(connection))
        return report(Checker(connection), Article(text, "draft"), found, store.coverage(connection))


def report(
    checker: Checker, draft: Article, found: Iterable[Quotation], coverage: Coverage, written: str | None = None
) -> Report:
    """Check the quotations that were found in a draft.

    Args:
        checker: It has the archive.
        draft: As it was read.
        found: Its quotations.
        coverage: Of the archive.
        written: The draft as its author sees it, if that has other lines than the text that was read, as Markdown has.
    """
    found = sorted(found, key=lambda quotation: (quotation.start, quotation.end))
    starts = [each.start for each in paragraphs(draft.text)]
    copies = Copies(checker.connection, draft.text)
    checked = []
    for each, line in zip(found, _lines(draft.text, found, written or draft.text), strict=True):
        paragraph = max(1, bisect_right(starts, each.start))
        if each.kind == Kind.PARAPHRASE:
            asked = question(checker.connection, each, checker.rarity, copies.hold)
            if asked:
                checked.append(Checked(each, line, paragraph, question=asked))
        else:
            checked.append(Checked(each, line, paragraph, finding=checker.check(each, copies.hold)))
    return Report(draft, tuple(checked), coverage)


def _lines(text: str, found: Sequence[Quotation], written: str) -> Iterator[int]:
    """The line of `written` in which each quotation begins; that of `text` if it is not found there."""
    read, lines = _line_starts(text), _line_starts(written)
    at = 0
    for each in found:
        said = words(each.text).tokens[:_FIRST]
        pattern = r"[\W_]*".join(re.escape(each.text[token.start : token.end]) for token in said)
        place = re.compile(pattern).search(written, at) if said else None
        if place:
            at = place.start()
        yield bisect_right(lines, at) if place else bisect_right(read, each.start)


def _line_starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]
