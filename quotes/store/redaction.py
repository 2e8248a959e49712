"""Redacts the words of withdrawn quotations in a copy for publication.

Each character is replaced by `MASK`, so the offsets of other quotations stay valid. What a published quotation shows
is not redacted, even if withdrawn words overlap it.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from quotes.ids import normalise
from quotes.model import Span
from quotes.store.queries import SHOWN, parsed_spans, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

MASK = "█"
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # kept, so that paragraphs stay
# A word for `ids.normalise`, with the apostrophes, hyphens and invisible characters that it removes.
_WORD = re.compile("[\\w\u0300-\u036f]+(?:['’‘ʼ`´\\-‐‑\u00ad\u200b-\u200d\u2060\ufeff][\\w\u0300-\u036f]+)*")
# Fewer words are redacted only where they were quoted and in other versions: elsewhere they may be about anything.
_FEW = 3

_Words = tuple[str, ...]


def redact(db: Database) -> None:
    """Redact the words of all withdrawn quotations, in a copy that still has its `withdrawn_texts`.

    They are redacted in all versions of their article and in its titles. `versions.redacted_spans` says where, and
    `sha256` is that of the redacted text. What could confirm a guess of the words is removed: the hash of what was
    read, the original, and in all articles the fingerprint.
    """
    connection = db.conn
    connection.execute("update articles set fingerprint = ''")
    articles = connection.execute("select distinct article_id from quotations where status = 'withdrawn'").fetchall()
    for (article_id,) in articles:
        _redact_article(connection, article_id)
    connection.execute(
        "delete from originals where id not in (select original_id from versions where original_id is not null)"
    )
    # The triggers of this index expect that a text never changes.
    db.table("articles_fts").rebuild_fts()


def is_redacted(text: str, span: Span) -> bool:
    """Whether nothing but masks and line ends stands at `span`."""
    return span.end <= len(text) and set(span.of(text)) <= {MASK, *_LINE_ENDS}


def _redact_article(connection: sqlite3.Connection, article_id: int) -> None:
    withdrawn = rows(
        connection,
        """
        select w.version_id, w.spans, v.text from quotations q join withdrawn_texts w on w.quotation_id = q.id
        join versions v on v.id = w.version_id where q.article_id = ? and q.status = 'withdrawn'
        """,
        [article_id],
    )
    quoted: dict[int, list[Span]] = {}
    sought: set[_Words] = set()
    for version_id, spans, text in withdrawn:
        for span in parsed_spans(spans):
            quoted.setdefault(version_id, []).append(span)
            sought.add(tuple(word for word, _ in _words(span.of(text))))
    phrases = {words for words in sought if len(words) >= _FEW}
    # Before the texts: a trigger removes the old title from the index, with the text that it was indexed with.
    _redact_titles(connection, article_id, phrases)
    texts = rows(connection, "select id, text from versions where article_id = ?", [article_id])
    redactions = {}
    for version_id, text in texts:
        here = quoted.get(version_id, [])
        found = [*here, *_occurrences(text, phrases if here else sought)]
        redactions[version_id] = _masked(text, found, _shown(connection, version_id))
    if not any(spans for _, spans in redactions.values()):
        return
    # A file may have several articles, and this one in several versions.
    connection.execute(
        """
        update versions set original_id = null where original_id in (
            select original_id from versions where article_id = ?
        )
        """,
        [article_id],
    )
    connection.executemany(
        "update versions set text = ?, sha256 = ?, redacted_spans = ?, raw_sha256 = null where id = ?",
        [
            (text, hashlib.sha256(text.encode()).hexdigest(), json.dumps(spans), id)
            for id, (text, spans) in redactions.items()
            if spans
        ],
    )


def _redact_titles(connection: sqlite3.Connection, article_id: int, phrases: set[_Words]) -> None:
    """Redact the titles of an article: the current one, those that were read, and those that people set."""

    def redacted(title: str | None) -> str | None:
        return title and _masked(title, _occurrences(title, phrases), ())[0]

    def redacted_metadata(metadata: str) -> str:
        read = json.loads(metadata)
        return json.dumps(read | {"title": redacted(read.get("title"))}, ensure_ascii=False)

    connection.create_function("redacted", 1, redacted, deterministic=True)
    connection.create_function("redacted_metadata", 1, redacted_metadata, deterministic=True)
    connection.execute("update articles set title = redacted(title) where id = ?", [article_id])
    connection.execute("update versions set metadata = redacted_metadata(metadata) where article_id = ?", [article_id])
    connection.execute(
        """
        update decisions set value = redacted(value)
        where kind = 'described' and field = 'title' and article_uid = (select uid from articles where id = ?)
        """,
        [article_id],
    )


def _shown(connection: sqlite3.Connection, version_id: int) -> Iterator[Span]:
    """What published quotations show of a version: words, statement, cue and mentions."""
    for row in rows(
        connection,
        "select * from quotations where version_id = ? and status in (select value from json_each(?))",
        [version_id, json.dumps(SHOWN)],
    ):
        for column in ("spans", "statement_spans", "attribution_chain"):
            yield from parsed_spans(row[column])
        for part in ("cue", "mention", "quoting"):
            if row[part] is not None:
                yield Span(row[f"{part}_start_char"], row[f"{part}_end_char"])


def _words(text: str) -> list[tuple[str, Span]]:
    """The words of a text as ids compare them, with their places."""
    return [(normalise(found[0]), Span(*found.span())) for found in _WORD.finditer(text)]


def _occurrences(text: str, phrases: Iterable[_Words]) -> Iterator[Span]:
    """Where any of `phrases` stands in `text`."""
    words = _words(text)
    places: dict[str, list[int]] = {}
    for number, (word, _) in enumerate(words):
        places.setdefault(word, []).append(number)
    for phrase in phrases:
        for first in places.get(phrase[0], ()) if phrase else ():
            found = words[first : first + len(phrase)]
            if tuple(word for word, _ in found) == phrase:
                yield Span(found[0][1].start, found[-1][1].end)


def _masked(text: str, spans: Iterable[Span], shown: Iterable[Span]) -> tuple[str, list[Span]]:
    """The text with masks at `spans`, except where it is `shown`; and where the masks are."""
    hidden = bytearray(len(text))
    for start, end in spans:
        hidden[start:end] = b"\1" * (end - start)
    for start, end in shown:
        hidden[start:end] = bytes(end - start)
    masked = "".join(
        MASK if is_hidden and character not in _LINE_ENDS else character
        for character, is_hidden in zip(text, hidden, strict=True)
    )
    edges = [at for at, (before, here) in enumerate(pairwise((0, *hidden, 0))) if before != here]
    return masked, [Span(*edge) for edge in zip(edges[::2], edges[1::2], strict=True)]
