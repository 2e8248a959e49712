"""Finds copies of one story, such as a wire story in many papers.

Two articles are copies if their runs of five words have a Jaccard similarity of at least 0.75 (shingles: Broder, "On
the resemblance and containment of documents", 1997). Candidates are found with bands of a MinHash (Leskovec et al.,
"Mining of Massive Datasets", section 3.4): with 12 bands of four, two articles at 0.75 share one in 99 of 100 cases.

Archives keep bands for years, so the hash functions must never change. They are implemented here, because libraries
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
from quotes.store.database import insert

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COPY = 0.75
EDITED = 0.5  # for two texts from the same source, which are versions of one article
_RUN = 5
_FEWEST = 20  # shingles; shorter texts are similar by chance
_BANDS = 12
_ROWS = 4
_CANDIDATES = 20
_AT_ONCE = 10_000  # shingles at a time; each needs a number for each permutation
_BASE = 0x9E3779B97F4A7C15

Shingles = frozenset[str]


def shingles(text: str) -> Shingles:
    """The runs of five words of `text`, normalised as for ids."""
    words = normalise(text).split()
    return frozenset(" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))


def similarity(one: Shingles, other: Shingles) -> float:
    """The Jaccard similarity of the shingles of two texts, 0 to 1."""
    return len(one & other) / len(one | other)


def are_copies(one: Shingles, other: Shingles) -> bool:
    """Whether two texts are copies of one story; short ones only if they have the same words."""
    return similarity(one, other) >= COPY if min(len(one), len(other)) >= _FEWEST else one == other


def bands(text: str) -> list[int]:
    """A number for each band of the MinHash of `text`; empty for a text that is too short."""
    import numpy as np

    words = normalise(text).split()
    if len(words) - _RUN + 1 < _FEWEST:
        return []
    numbers = np.array([crc32(word.encode("utf-8", "surrogatepass")) for word in words], np.uint64)
    # A number for each shingle, from those of its words (Rabin-Karp).
    runs = np.zeros(len(words) - _RUN + 1, np.uint64)
    for place in range(_RUN):
        runs = runs * np.uint64(_BASE) + numbers[place : place + len(runs)]
    minhash = _minhash((runs >> np.uint64(32)).astype(np.uint32))
    return [
        int.from_bytes(sha256(bytes([band]) + values.astype("<u4").tobytes()).digest()[:8], "big", signed=True)
        for band, values in enumerate(minhash.reshape(_BANDS, _ROWS))
    ]


def _minhash(numbers: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The minimum of the numbers under each permutation."""
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
    """The factors and the terms of the permutations."""
    import numpy as np

    # NumPy promises that this generator never gives other numbers (NEP 19).
    chance = np.random.RandomState(1)
    factors = chance.randint(0, 1 << 31, (_BANDS * _ROWS, 1), np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, chance.randint(0, 1 << 32, (_BANDS * _ROWS, 1), np.uint32)


def story_of(connection: sqlite3.Connection, text: str, its_bands: list[int], article_id: int) -> int | None:
    """The first article of the story that the article `article_id` is a copy of (its id), or None."""
    candidates = connection.execute(
        f"""
        select a.story_id, v.text from (
            select article_id, count(*) as shared from minhash_bands
            where band_hash in ({", ".join("?" * len(its_bands))}) and article_id <> ?
            group by article_id order by shared desc, article_id limit {_CANDIDATES}
        ) found join articles a on a.id = found.article_id join versions v on v.article_id = a.id and v.is_current
        order by shared desc, a.id
        """,
        [*its_bands, article_id],
    ).fetchall()
    if not candidates:
        return None
    runs = shingles(text)
    found = [(similarity(runs, shingles(other)), int(story)) for story, other in candidates]
    alike = [each for each in found if each[0] >= COPY]
    return max(alike, key=lambda each: each[0])[1] if alike else None


def store_bands(
    connection: sqlite3.Connection, article_id: int, its_bands: list[int], former: str | None = None
) -> None:
    """Store the bands of an article. `former` is its previous text, None if it is new."""
    if former is not None:
        connection.executemany(
            "delete from minhash_bands where band_hash = ? and article_id = ?",
            [(band, article_id) for band in bands(former)],
        )
    rows = [(band, article_id) for band in its_bands]
    insert(connection, "minhash_bands", ("band_hash", "article_id"), rows, "on conflict do nothing")
