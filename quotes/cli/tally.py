"""Counts of the articles and quotations of a run."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quotes.cli.output import counted, line
from quotes.ingest import Event
from quotes.model import Kind


@dataclass
class Tally:
    """Counts of a run.

    Attributes:
        outcomes: Articles by outcome.
        kinds: Quotations by kind.
        began: The start time, as in `time.monotonic`.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[Kind] = field(default_factory=Counter)
    began: float = field(default_factory=time.monotonic)

    @property
    def articles(self) -> int:
        """The number of articles."""
        return self.outcomes.total()

    def count(self, event: Event) -> None:
        """Count the outcome of one article."""
        if event.outcome is not None:
            self.outcomes[event.outcome] += 1
            self.kinds.update(event.kinds)

    def sentence(self, db: Path, held: int | None = None) -> str:
        """The summary of a run, for people.

        Args:
            db: The database file.
            held: The number of quotations in the archive, shown if the run found none; None if it is not known.

        Returns:
            "quotes.db: 3 articles (2 added, 1 unchanged); 7 quotations (7 direct)", or
            "quotes.db: 3 articles (3 unchanged); 80 quotations in the archive".
        """
        found = _counted(self.kinds, "quotation")
        if held is not None and not self.kinds.total():
            found = f"{counted(held, 'quotation')} in the archive"
        return f"{line(str(db))}: {_counted(self.outcomes, 'article')}; {found}"

    def record(self, db: Path, *, interrupted: bool = False) -> dict[str, Any]:
        """The same for programs, with the duration."""
        return {
            "database": str(db),
            "articles": dict(self.outcomes),
            "quotations": dict(self.kinds),
            "seconds": round(time.monotonic() - self.began, 3),
            "interrupted": interrupted,
        }


def _counted(counts: Counter[str] | Counter[Kind], noun: str) -> str:
    total = counts.total()
    parts = ", ".join(f"{number:,} {name}" for name, number in counts.most_common() if number)
    return f"{total:,} {noun}{'' if total == 1 else 's'}" + (f" ({parts})" if parts else "")
