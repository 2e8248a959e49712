"""Which articles of the archive are the draft itself: it may have been stored, and would confirm its own words."""

from __future__ import annotations

import sqlite3

from quotes.store.near_duplicates import are_copies, shingles
from quotes.store.queries import StoredQuotation, rows

_SHORTER = 0.5  # of the characters; the texts of copies do not differ more in length


class Copies:
    """The articles with the text of one draft. Each article is compared once."""

    def __init__(self, connection: sqlite3.Connection, draft: str) -> None:
        self._connection = connection
        self._length = len(draft)
        self._shingles = shingles(draft)
        self._known: dict[tuple[str, int], bool] = {}

    def hold(self, printed: StoredQuotation) -> bool:
        """Whether a quotation is printed in such an article."""
        key = printed.article.id, printed.version
        if key not in self._known:
            self._known[key] = self._is_copy(*key)
        return self._known[key]

    def _is_copy(self, article: str, version: int) -> bool:
        found = rows(
            self._connection,
            """
            select v.text from versions v join articles a on a.id = v.article_id
            where a.uid = ? and v.number = ? and length(v.text) between ? and ?
            """,
            [article, version, _SHORTER * self._length, self._length / _SHORTER],
        )
        return bool(found) and are_copies(self._shingles, shingles(found[0]["text"]))
