"""Which articles are copies of one story, as a wire story in many papers is.

Two articles are copies where their runs of five words have a Jaccard similarity of at least 0.75 (shingles: Broder,
"On the resemblance and containment of documents", 1997). Candidates come from bands of a MinHash (Leskovec et al.,
"Mining of Massive Datasets", section 3.4): with 12 bands of four, two articles at 0.75 share one in 99 cases of 100.

Archives keep bands for years, so the hash functions must never change. They are written out here, because libraries
change theirs (datasketch 2.0, rensa 0.5). They are those of datasketch 2.0, scheme "affine32": the finalizer of
MurmurHash3, then a * x + b modulo 2**32 with an odd a, which permutes 32-bit numbers.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING
from zlib import crc32

from quotes.ids import normalise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COPY = 0.75
EDITED = 0.5  # of a file at the same place, which is one article that was worked on
_RUN = 5
_FEWEST = 20  # shingles; shorter texts are alike by chance
_BANDS = 12
_ROWS = 4
_CANDIDATES = 20
_AT_ONCE = 10_000  # runs; each takes as many numbers as there are permutations
_BASE = 0x9E3779B97F4A7C15

Shingles = frozenset[str]


def shingles(text: str) -> Shingles:
    """The runs of five words of `text`, normalised as ids are."""
    words = normalise(text).split()
    return frozenset(" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))


def similarity(one: Shingles, other: Shingles) -> float:
    """The share of their runs of words that two texts have in common (Jaccard), 0 to 1."""
    return len(one & other) / len(one | other)


def bands(text: str) -> list[int]:
    """A number for each band of the MinHash of the runs of words of `text`; none for a text too short to compare."""
    import numpy as np

    words = normalise(text).split()
    if len(words) - _RUN + 1 < _FEWEST:
        return []
    numbers = np.array([crc32(word.encode("utf-8", "surrogatepass")) for word in words], np.uint64)
    # A number for each run, from those of its words (Rabin and Karp).
    runs = np.zeros(len(words) - _RUN + 1, np.uint64)
    for place in range(_RUN):
        runs = runs * np.uint64(_BASE) + numbers[place : place + len(runs)]
    minhash = _minhash((runs >> np.uint64(32)).astype(np.uint32))
    return [
        int.from_bytes(sha256(bytes([band]) + values.astype("<u4").tobytes()).digest()[:8], "big", signed=True)
        for band, values in enumerate(minhash.reshape(_BANDS, _ROWS))
    ]


def _minhash(numbers: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The smallest number under each of the permutations."""
    import numpy as np

    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        numbers = (numbers ^ (numbers >> np.uint32(shift))) * np.uint32(factor)
    numbers ^= numbers >> np.uint32(16)
    factors, terms = _permutations()
    smallest = np.full(len(factors), 0xFFFFFFFF, np.uint32)
    for start in range(0, len(numbers), _AT_ONCE):
        np.minimum(smallest, (factors * numbers[start : start + _AT_ONCE] + terms).min(axis=1), out=smallest)
    return smallest


@cache
def _permutations() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The factor and the term of each permutation, a column of each."""
    import numpy as np

    # NumPy promises that this generator never gives other numbers (NEP 19).
    chance = np.random.RandomState(1)
    factors = chance.randint(0, 1 << 31, (_BANDS * _ROWS, 1), np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, chance.randint(0, 1 << 32, (_BANDS * _ROWS, 1), np.uint32)


def story_of(connection: sqlite3.Connection, text: str, its_bands: list[int], number: int | None) -> str | None:
    """The story that an article with this text is a copy of, or None.

    number: of the article, which is no copy of itself; None where it is not here yet.
    """
    candidates = connection.execute(
        f"""
        select a.story, a.text from bands b join articles a on a.number = b.number
        where b.hash in ({", ".join("?" * len(its_bands))}) and b.number is not ?
        group by b.number order by count(*) desc, b.number limit {_CANDIDATES}
        """,
        [*its_bands, number],
    ).fetchall()
    if not candidates:
        return None
    runs = shingles(text)
    found = [(similarity(runs, shingles(other)), str(story)) for story, other in candidates]
    alike = [each for each in found if each[0] >= COPY]
    return max(alike, key=lambda each: each[0])[1] if alike else None


def place(connection: sqlite3.Connection, number: int, its_bands: list[int], former: str | None = None) -> None:
    """Keeps the bands of the article with this number. former: the text that it had until now, None if it is new."""
    if former is not None:
        connection.executemany(
            "delete from bands where hash = ? and number = ?", [(band, number) for band in bands(former)]
        )
    connection.executemany("insert or ignore into bands values (?, ?)", [(band, number) for band in its_bands])
