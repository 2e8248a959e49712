"""Which articles are copies of one story, as a wire story in many papers is.

Two articles are copies where their runs of five words have a Jaccard similarity of at least 0.75 (shingles: Broder,
"On the resemblance and containment of documents", 1997). Candidates come from bands of a MinHash (Leskovec et al.,
"Mining of Massive Datasets", section 3.4): with 12 bands of four, two articles at 0.75 share one in 99 cases of 100.
"""

from __future__ import annotations

import hashlib
import sqlite3

from quotes.ids import normalise

COPY = 0.75
EDITED = 0.5  # of a file at the same place, which is one article that was worked on
_RUN = 5
_FEWEST = 20  # shingles; shorter texts are alike by chance
_BANDS = 12
_ROWS = 4
_CANDIDATES = 20

Shingles = frozenset[str]


def shingles(text: str) -> Shingles:
    """The runs of five words of `text`, normalised as ids are."""
    words = normalise(text).split()
    return frozenset(" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))


def similarity(one: Shingles, other: Shingles) -> float:
    """The share of their runs of words that two texts have in common (Jaccard), 0 to 1."""
    return len(one & other) / len(one | other)


def bands(runs: Shingles) -> list[int]:
    """A number for each band of the MinHash of `runs`; none for a text too short to compare."""
    if len(runs) < _FEWEST:
        return []
    from datasketch import MinHash

    minhash = MinHash(num_perm=_BANDS * _ROWS, seed=1, scheme="affine32")
    minhash.update_batch(run.encode("utf-8", "surrogatepass") for run in sorted(runs))
    return [
        int.from_bytes(hashlib.sha256(bytes([band]) + values.tobytes()).digest()[:8], "big", signed=True)
        for band, values in enumerate(minhash.digest().reshape(_BANDS, _ROWS))
    ]


def place(connection: sqlite3.Connection, key: str, text: str, former: str | None = None) -> None:
    """Puts an article that is written into the story that it is a copy of, or into one of its own.

    former: the text that it had until now, None where it is new.
    """
    (number, story) = connection.execute("select number, story from articles where id = ?", [key]).fetchone()
    if former is not None:
        connection.executemany(
            "delete from bands where hash = ? and number = ?", [(band, number) for band in bands(shingles(former))]
        )
    runs = shingles(text)
    its = bands(runs)
    candidates = connection.execute(
        f"""
        select a.story, a.text from bands b join articles a on a.number = b.number
        where b.hash in ({", ".join("?" * len(its))}) and b.number <> ?
        group by b.number order by count(*) desc, b.number limit {_CANDIDATES}
        """,
        [*its, number],
    ).fetchall()
    found = [(similarity(runs, shingles(other)), story) for story, other in candidates]
    best = max((each for each in found if each[0] >= COPY), default=None, key=lambda each: each[0])
    connection.execute("update articles set story = ? where id = ?", [best[1] if best else story or key, key])
    connection.executemany("insert or ignore into bands(hash, number) values (?, ?)", [(band, number) for band in its])
