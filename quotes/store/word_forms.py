"""Other forms of the words that were searched for: escalate, escalated, escalation.

SQLite's own Porter stemmer decides which words are forms of one; only words that the archive holds are tried.
"""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace

from quotes.store.queries import rows
from quotes.store.search_query import Query, quoted, words_of

_MOST = 12  # different words of a query that are looked up
_SHORT = 3  # letters; of a stem this long, other forms begin with all of it, of a shorter one there are none
_TRIED = 2000  # words with the same beginning
_CLOSE = 0.75


def similar(connection: sqlite3.Connection, query: Query) -> Query | None:
    """A query for the words of `query` in any of their forms and any order, but not as `query` has them.

    None where that could find nothing, since no word has another form and there is no phrase.
    """
    exact = f"({' AND '.join(query.wanted)})"
    wanted = []
    for term in query.wanted:
        if term.endswith(" *"):
            wanted.append(term)
            continue
        for stem in dict.fromkeys(_stems([words_of(term)])[0]):
            held = _forms(connection, stem)
            if not held:
                return None
            wanted.append(f"({' OR '.join(map(quoted, held))})" if len(held) > 1 else quoted(held[0]))
    if len(wanted) > _MOST or wanted == list(map(str.lower, query.wanted)):
        return None
    return replace(query, wanted=tuple(wanted), unwanted=(*query.unwanted, exact)) if wanted else None


def spellings(connection: sqlite3.Connection, word: str) -> list[str]:
    """Words of the archive that are spelt much like `word`, which it does not hold; the closest first."""
    tokens = [token for stems in _tokens([word], "unicode61 remove_diacritics 2") for token in stems]
    if len(tokens) != 1 or len(tokens[0]) <= _SHORT or _starting(connection, tokens[0], end=tokens[0] + "\0"):
        return []
    near = _starting(connection, tokens[0][:2])
    return difflib.get_close_matches(tokens[0], near, n=3, cutoff=_CLOSE)


def _forms(connection: sqlite3.Connection, stem: str) -> list[str]:
    """The words of the archive with this stem."""
    if len(stem) < _SHORT:
        return [stem]
    held = _starting(connection, stem if len(stem) == _SHORT else stem[:-1])  # "happi" is the stem of "happy"
    return [word for word, stems in zip(held, _stems(held), strict=True) if stems == [stem]]


def _starting(connection: sqlite3.Connection, beginning: str, end: str | None = None) -> list[str]:
    return [
        row["term"]
        for row in rows(
            connection,
            "select term from quotations_fts_words where term >= ? and term < ? limit ?",
            [beginning, end or beginning + chr(0x10FFFF), _TRIED],
        )
    ]


def _stems(texts: Sequence[str]) -> list[list[str]]:
    """The stems of each text, in order."""
    return _tokens(texts, "porter unicode61 remove_diacritics 2")


def _tokens(texts: Iterable[str], tokenizer: str) -> list[list[str]]:
    """Each text as FTS5 takes it apart: the words that an index would hold, in order."""
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"create virtual table texts using fts5(text, tokenize='{tokenizer}')")
        memory.execute("create virtual table tokens using fts5vocab(texts, instance)")
        memory.executemany("insert into texts(text) values (?)", [(text,) for text in texts])
        number = memory.execute("select count(*) from texts").fetchone()[0]
        found: list[list[str]] = [[] for _ in range(number)]
        for token, text in memory.execute('select term, doc from tokens order by doc, "offset"'):
            found[text - 1].append(token)
    return found
