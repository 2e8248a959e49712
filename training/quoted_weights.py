"""Fit the network that tells quotations from other marked words: `python -m training.quoted_weights CORPORA`.

Run it after `training.ranker_weights`: the features include what the ranker says of sources. It learns from PolNeAR
with the corrections of `marked_words`, and from the invented passages.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from quotes.extraction import one_thread
from quotes.extraction.named_words import is_named
from quotes.extraction.quoted_words import quoted_features
from quotes.extraction.ranker import Network, network, shares
from quotes.extraction.spans import wordings
from training.marked_words import marked_passages
from training.ranker_weights import Case, all_cases, binary, cases, fit, joined, parsed, update

_TIMES = 4  # that each invented passage counts, for one of PolNeAR
_TOGETHER = 5
_HIDDEN = (32,)


def invented_cases() -> Iterator[Case]:
    """The marked words of the invented passages."""
    for text, rows in marked_passages():
        marked, parts = parsed(text)
        told = {(row.start, row.end): row.quoted for row in rows}
        quoted: dict[int | None, bool | None] = {
            number: told[stretch.start, stretch.end] for number, stretch in enumerate(marked)
        }
        yield from cases(text, [], parts, wordings(text, marked), quoted)


def train_quoted(found: Sequence[Case], source: Network, epochs: int = 8, seed: int = 5) -> Network:
    """Fit the network; the average of several. source: the network that ranks sources."""
    told = [
        (
            quoted_features(case.view, case.unit, shares(case.rows, source), is_named(case.view, case.unit)),
            np.array([float(case.attributed)], dtype="f"),
        )
        for case in found
        if case.unit.marked and case.attributed is not None
    ]
    return joined([fit(told, binary, epochs, seed + i, _HIDDEN) for i in range(_TOGETHER)])


def main(corpora: Path) -> None:
    """Train on PolNeAR's training part and the invented passages, and write the network into the package."""
    found = [*all_cases(corpora / "polnear", "train"), *_TIMES * list(invented_cases())]
    update({"quoted": train_quoted(found, network("source"))})


if __name__ == "__main__":
    with one_thread():
        main(Path(sys.argv[1]))
