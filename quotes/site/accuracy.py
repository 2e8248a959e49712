"""How right the program is, as measured for this version, for the page about it; `benchmarks.open_sets` measures it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

MEASURED = Path(__file__).with_name("accuracy.json")


class Result(NamedTuple):
    """Shares, from 0 to 1, over `rows` quotations annotated by hand."""

    texts: str
    rows: int
    found: float
    speaker: float
    precision: float
    paraphrase: float


_MEASURED = json.loads(MEASURED.read_text(encoding="utf-8"))
RESULTS = tuple(Result(**result) for result in _MEASURED["results"])
# From which confidence, and how many of the speakers so sure were right in the political news.
CONFIDENCE = tuple((row["confidence"], row["right"]) for row in _MEASURED["confidence"])
