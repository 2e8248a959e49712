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
    Result("84 articles of US political news, not invented", 878, 0.981, 0.891, 0.960, 0.895),
    Result("40 articles of 34 news sites, not invented", 306, 0.977, 0.902, 0.951, 0.873),
    Result("80 invented passages, one hard case each", 266, 0.981, 0.902, 1.0, 0.911),
)
# From which confidence, and how many of the speakers so sure were right in the political news.
CONFIDENCE = (
    ("90% and over", 0.960),
    ("80 to 90%", 0.814),
    ("70 to 80%", 0.610),
    ("60 to 70%", 0.400),
    ("under 60%", 0.205),
)
