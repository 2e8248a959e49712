"""Lists the disagreements of an archive in a process of its own: `python -m quotes.checker.disagreement_process FILE`

The site starts it, because comparing all quotations of a large archive takes a while. Standard output has a list of
`Listed` as JSON, the most consequential first. The process ends when standard input is closed.
"""

from __future__ import annotations

import json
import os
import sys
from threading import Thread
from typing import TypedDict

from quotes import store
from quotes.checker import rendering
from quotes.checker.disagreements import disagreements

MOST = 5000  # disagreements


class Listed(TypedDict):
    """A disagreement.

    Attributes:
        first, second: The ids of the quotations.
        kind: The most consequential change, or "speaker".
        sentence: The disagreement in words.
        html: A word-by-word difference, empty if only the speakers differ.
    """

    first: str
    second: str
    kind: str
    sentence: str
    html: str


def listed(archive: str) -> list[Listed]:
    """The most consequential disagreements of an archive, at most `MOST`."""
    with store.opened(archive) as connection:
        return [
            {
                "first": each.first.id,
                "second": each.second.id,
                "kind": str(each.changes[0]) if each.changes else "speaker",
                "sentence": each.sentence,
                "html": rendering.difference(each.alignment) if each.changes else "",
            }
            for each in disagreements(connection)[:MOST]
        ]


def _end_with_parent() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def main() -> None:
    """Print the disagreements of the archive that is named on the command line."""
    os.nice(10)
    Thread(target=_end_with_parent, daemon=True).start()
    json.dump(listed(sys.argv[1]), sys.stdout)


if __name__ == "__main__":
    main()
