"""Putting one article and its quotations into the archive, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from quotes import identity, ids
from quotes.archive.files import explained, file_of, transaction
from quotes.article import Article, Quotation, Span, Speaker

if TYPE_CHECKING:
    from sqlite_utils import Database

Outcome = Literal["added", "unchanged", "updated"]


class Row(NamedTuple):
    """A speaker that the archive holds."""

    id: int
    name: str


def ingest(db: Database, article: Article, quotations: Sequence[Quotation]) -> Outcome:
    """Store `article` with its `quotations`, in one transaction.

    An article is known again by its key (`quotes.ids.article_key`). Where text, metadata and quotations are
    all as they were, nothing is written; where any differs, the article now holds `quotations` and no others,
    and those that stayed keep their ids. The source first given stays.

    Raises ValueError where a quotation's words are not those of its spans, and ArchiveError where the
    database cannot be written; either way nothing has changed.
    """
    for quotation in quotations:
        _check(article, quotation)
    key = ids.article_key(article)
    fingerprint = _fingerprint(article, quotations)
    with explained(file_of(db.conn)):
        stored = _fingerprint_stored(db.conn, key)
        if stored == fingerprint:
            return "unchanged"
        with transaction(db):
            _write_article(db.conn, key, article, fingerprint)
            before = _speakers_of(db.conn, key)
            speakers = _write_names(db.conn, key, article, quotations)
            _write_quotations(db.conn, key, article, quotations, speakers)
            _settle(db.conn, before | {row.id for row in speakers.values()})
    return "updated" if stored else "added"


def _check(article: Article, quotation: Quotation) -> None:
    spans = quotation.spans
    inside = all(0 <= span.start < span.end <= len(article.text) for span in spans)
    if not spans or not inside or quotation.text != " ".join(span.of(article.text) for span in spans):
        raise ValueError(f"{article.source}: the quotation {quotation.text[:60]!r} does not stand where its spans say")
    if quotation.kind != "paraphrase" and len(spans) > 1:
        raise ValueError(f"{article.source}: the {quotation.kind} quotation {quotation.text[:60]!r} has several spans")


def _fingerprint(article: Article, quotations: Sequence[Quotation]) -> str:
    state = repr((replace(article, source=""), list(quotations)))
    return hashlib.sha256(state.encode()).hexdigest()


def _fingerprint_stored(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("select fingerprint from articles where id = ?", [key]).fetchone()
    return row[0] if row else None


def _write_article(connection: sqlite3.Connection, key: str, article: Article, fingerprint: str) -> None:
    connection.execute(
        """
        insert into articles(
            id, number, title, byline, outlet, published, url, source, text, sha256, fingerprint, added
        ) values (
            :id, (select coalesce(max(number), 0) + 1 from articles), :title, :byline, :outlet, :published,
            :url, :source, :text, :sha256, :fingerprint, :added
        ) on conflict(id) do update set
            title = excluded.title, byline = excluded.byline, outlet = excluded.outlet,
            published = excluded.published, url = excluded.url, text = excluded.text,
            sha256 = excluded.sha256, fingerprint = excluded.fingerprint
        """,
        asdict(article)
        | {
            "id": key,
            "sha256": hashlib.sha256(article.text.encode()).hexdigest(),
            "fingerprint": fingerprint,
            "added": datetime.now(UTC).isoformat(timespec="seconds"),
        },
    )


def _write_names(
    connection: sqlite3.Connection, article_key: str, article: Article, quotations: Sequence[Quotation]
) -> dict[Speaker, Row]:
    """Replaces the names that the article gives. Returns everybody who speaks in it."""
    found: dict[str, Row] = {}
    speakers: dict[Speaker, Row] = {}
    names: dict[tuple[int, str], dict[str, object]] = {}
    for speaker in dict.fromkeys(speaker for quotation in quotations for speaker in quotation.speakers):
        key = identity.key(speaker, article_key)
        if key not in found:
            found[key] = _known(connection, key) or _new(connection, speaker, article_key)
        speakers[speaker] = found[key]
        row = found[key].id
        fullest, *shorter = dict.fromkeys(map(_tidy, (speaker.name, *speaker.names)))
        seen = {"speaker": row, "article": article_key, "published": article.published}
        names[row, fullest] = {"role": speaker.role} | seen | {"name": fullest, "key": key}
        for name in shorter:
            names.setdefault((row, name), seen | {"name": name, "key": None, "role": None})
    connection.execute("delete from names where article = ?", [article_key])
    connection.executemany(
        """
        insert into names(speaker, article, name, role, published, key)
        values (:speaker, :article, :name, :role, :published, :key)
        """,
        names.values(),
    )
    return speakers


def _known(connection: sqlite3.Connection, key: str) -> Row | None:
    row = connection.execute(
        "select s.id, s.name from names join speakers s on s.id = names.speaker where key = ?", [key]
    ).fetchone()
    return Row(*row) if row else None


def _new(connection: sqlite3.Connection, speaker: Speaker, article_key: str) -> Row:
    name = _tidy(speaker.name)
    wanted = slug = identity.slug(speaker, article_key)
    number = 1
    while connection.execute("select 1 from speakers where slug = ?", [slug]).fetchone():
        number += 1
        slug = f"{wanted}-{number}"
    cursor = connection.execute(
        "insert into speakers(slug, name, kind) values (?, ?, ?) returning id", [slug, name, speaker.kind]
    )
    return Row(cursor.fetchone()[0], name)


def _write_quotations(
    connection: sqlite3.Connection,
    article_key: str,
    article: Article,
    quotations: Sequence[Quotation],
    speakers: dict[Speaker, Row],
) -> None:
    gone = {row[0] for row in connection.execute("select id from quotations where article = ?", [article_key])}
    said: list[tuple[int, int, int]] = []
    for quotation_id, quotation in zip(ids.quotation_ids(article_key, quotations), quotations, strict=True):
        gone.discard(quotation_id)
        said_by = list(dict.fromkeys(speakers[speaker] for speaker in quotation.speakers))
        values = _values(article, quotation) | {
            "id": quotation_id,
            "article": article_key,
            "speaker": said_by[0].id if said_by else None,
            "said_by": " & ".join(row.name for row in said_by) or None,
        }
        (pk,) = connection.execute(_WRITE_QUOTATION, values).fetchone()
        said.extend((pk, row.id, position) for position, row in enumerate(said_by))
    connection.executemany("delete from quotations where id = ?", [(quotation_id,) for quotation_id in gone])
    connection.execute(
        "delete from quotation_speakers where quotation in (select pk from quotations where article = ?)", [article_key]
    )
    connection.executemany("insert into quotation_speakers(quotation, speaker, position) values (?, ?, ?)", said)


def _values(article: Article, quotation: Quotation) -> dict[str, object]:
    """The columns of `quotation` that follow from it and its article alone."""
    evidence = quotation.evidence
    values: dict[str, object] = {
        "kind": quotation.kind,
        "text": quotation.text,
        "start": quotation.start,
        "end": quotation.end,
        "spans": _json(quotation.spans),
        "confidence": quotation.confidence,
        "step": evidence.step if evidence else None,
        "chain": _json(evidence.chain if evidence else ()),
        "published": article.published,
    }
    for part, where in (("cue", quotation.cue), ("mention", quotation.mention)):
        values[part] = where.of(article.text) if where else None
        values[f"{part}_start"] = where.start if where else None
        values[f"{part}_end"] = where.end if where else None
    return values


_COLUMNS = (
    *("id", "article", "kind", "text", "start", "end", "spans", "speaker", "said_by"),
    *("cue", "cue_start", "cue_end", "mention", "mention_start", "mention_end"),
    *("confidence", "step", "chain", "published"),
)
_WRITE_QUOTATION = f"""
    insert into quotations({", ".join(f'"{column}"' for column in _COLUMNS)})
    values ({", ".join(f":{column}" for column in _COLUMNS)})
    on conflict(id) do update set {", ".join(f'"{column}" = excluded."{column}"' for column in _COLUMNS[1:])}
    returning pk
"""


def _speakers_of(connection: sqlite3.Connection, article_key: str) -> set[int]:
    rows = connection.execute("select distinct speaker from names where article = ?", [article_key])
    return {row[0] for row in rows}


def _settle(connection: sqlite3.Connection, speakers: set[int]) -> None:
    """Gives each of `speakers` the latest role an article gives them; forgets those whom no article names."""
    rows = [(speaker,) for speaker in sorted(speakers)]
    connection.executemany(
        "delete from speakers where id = ?1 and not exists (select 1 from names where speaker = ?1)", rows
    )
    connection.executemany(
        """
        update speakers set role = (
            select role from names where speaker = speakers.id and role is not null
            order by published desc, article desc, name limit 1
        ) where id = ?
        """,
        rows,
    )


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _json(spans: tuple[Span, ...]) -> str:
    return json.dumps(spans, separators=(",", ":"))
