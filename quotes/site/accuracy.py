"""How right the program is, as measured for this version: the figures of docs/evaluation.md, for the page about it."""

from __future__ import annotations

from typing import NamedTuple


class Result(NamedTuple):
    """Shares, from 0 to 1, over `rows` quotations annotated by hand."""

    texts: str
    rows: int
    found: float
    speaker: float
    precision: float
    paraphrase: float


RESULTS = (
    Result("84 articles of US political news, not invented", 878, 0.975, 0.883, 0.955, 0.634),
    Result("80 invented passages, one hard case each", 266, 0.977, 0.880, 0.992, 0.805),
)
# From which confidence, and how many of the speakers so sure were right in the political news.
CONFIDENCE = (
    ("90% and over", 0.985),
    ("80 to 90%", 0.861),
    ("70 to 80%", 0.844),
    ("60 to 70%", 0.647),
    ("under 60%", 0.447),
)
