"""Tools that compare a quotation with one source, which has to be named: gtrex and Quid.

Both are given the article that a quotation was taken from, and only have to find the place in it. Neither looks at
speakers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from quotes.model import Span


class Located(NamedTuple):
    """What a tool says. span: the place in the source, or None. unchanged: whether it takes the words for the same."""

    span: Span | None
    unchanged: bool | None

    def is_at(self, spans: Sequence[Span]) -> bool:
        """Whether the place touches one of the right ones."""
        found = self.span
        return found is not None and any(found.start < each.end and each.start < found.end for each in spans)


def by_gtrex(source: str, draft: str) -> Located:
    """With its default policy; what does not fit is located by its repairer."""
    found = _repairer(source).repair(draft)
    for place in (found.certificate, found.alignment):
        if place is not None and place.start is not None:
            return Located(Span(place.start, place.end), found.grounded)
    return Located(None, found.grounded)


@lru_cache(maxsize=8)
def _repairer(source: str) -> Any:
    from gtrex import DEFAULT_REPAIR_THRESHOLD, Policy, Repairer

    return Repairer(source, Policy(repair_mode="annotate", repair_threshold=DEFAULT_REPAIR_THRESHOLD))


def by_quid(source: str, draft: str) -> Located:
    """With its default settings. It finds places, and does not say whether words were changed."""
    from quid.core.Quid import Quid

    found = Quid().compare(source, draft)
    longest = max(found, key=lambda each: each.target_span.end - each.target_span.start, default=None)
    return Located(longest and Span(longest.source_span.start, longest.source_span.end), None)


TOOLS: dict[str, Callable[[str, str], Located]] = {"gtrex": by_gtrex, "Quid": by_quid}
