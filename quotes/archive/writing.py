"""Putting one article and its quotations into the archive, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from quotes import identity, ids
from quotes.archive import people, retiring
from quotes.archive.files import explained, file_of, transaction
from quotes.archive.retiring import WRITE_QUOTATION
from quotes.article import Article, Quotation, Span, Speaker

if TYPE_CHECKING:
    from sqlite_utils import Database

Outcome = Literal["added", "unchanged", "updated"]


def ingest(db: Database, article: Article, quotations: Sequence[Quotation], *, added: str | None = None) -> Outcome:
    """Store `article` with its `quotations`, in one transaction.

    An article is known again by its key (`quotes.ids.article_key`). Where text, metadata and quotations are
    all as they were, nothing is written. Where the text changed, it becomes a new version and the old text is
    kept: quotations that stayed keep their ids, those whose words left are marked, and those that are found no
    more though their words are there are retired. What people corrected stays corrected. The source first
    given stays. added: when it was read, ISO 8601, if that is not now.

    Raises ValueError where a quotation's words are not those of its spans, and ArchiveError where the
    database cannot be written; either way nothing has changed.
    """
    for quotation in quotations:
        _check(article, quotation)
    key = ids.article_key(article)
    fingerprint = _fingerprint(article, quotations)
    added = added or datetime.now(UTC).isoformat(timespec="seconds")
    with explained(file_of(db.conn)):
        if _fingerprint_stored(db.conn, key) == fingerprint:
            return "unchanged"
        with transaction(db):
            version, known = _write_article(db.conn, key, article, fingerprint, added)
            before = _speakers_of(db.conn, key) if known else set()
            speakers = {who: identity.key(who, key) for quotation in quotations for who in quotation.speakers}
            fullest: dict[str, Speaker] = {}
            for who, who_key in speakers.items():
                fullest.setdefault(who_key, who)
            rows, touched = people.resolve(db.conn, key, fullest)
            quotation_ids = ids.quotation_ids(key, quotations)
            corrected = people.corrections(db.conn, quotation_ids)
            touched |= people.wake(db.conn, corrected) if corrected else set()
            keys = [list(dict.fromkeys(speakers[who] for who in quotation.speakers)) for quotation in quotations]
            written = _write_quotations(
                db.conn, key, version, article, zip(quotation_ids, quotations, keys, strict=True), rows, corrected
            )
            if known:
                retiring.part(db.conn, key, version, article.text, written, added)
                retiring.date(db.conn, key, article.published)
            _write_names(db.conn, key, article, speakers, rows, known=known)
            people.refresh(db.conn, before | touched)
    return "updated" if known else "added"


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


def _write_article(
    connection: sqlite3.Connection, key: str, article: Article, fingerprint: str, added: str
) -> tuple[int, bool]:
    """Returns the number of the version that `article` is, and whether an earlier state of it was known."""
    sha256 = hashlib.sha256(article.text.encode()).hexdigest()
    stored = connection.execute("select version, sha256, text from articles where id = ?", [key]).fetchone()
    version: int = stored[0] if stored else 1
    if stored and stored[1] != sha256:
        connection.execute("update versions set text = ? where article = ? and number = ?", [stored[2], key, version])
        version += 1
    connection.execute(
        """
        insert into articles(
            id, number, title, byline, outlet, published, url, source, text, sha256, fingerprint, added, version
        ) values (
            :id, (select coalesce(max(number), 0) + 1 from articles), :title, :byline, :outlet, :published,
            :url, :source, :text, :sha256, :fingerprint, :added, :version
        ) on conflict(id) do update set
            title = excluded.title, byline = excluded.byline, outlet = excluded.outlet,
            published = excluded.published, url = excluded.url, text = excluded.text,
            sha256 = excluded.sha256, fingerprint = excluded.fingerprint, version = excluded.version
        """,
        asdict(article) | {"id": key, "sha256": sha256, "fingerprint": fingerprint, "added": added, "version": version},
    )
    connection.execute(
        "insert into versions(article, number, sha256, added) values (?, ?, ?, ?) on conflict do nothing",
        [key, version, sha256, added],
    )
    return version, stored is not None


def _write_quotations(
    connection: sqlite3.Connection,
    article_key: str,
    version: int,
    article: Article,
    quotations: Iterable[tuple[str, Quotation, list[str]]],
    rows: dict[str, people.Row],
    corrected: dict[str, dict[str, str]],
) -> dict[str, str]:
    """Writes the quotations that are found now, each with its id and keys. Returns the words of each by id."""
    said: list[tuple[int, list[people.Row]]] = []
    words: dict[str, str] = {}
    for quotation_id, quotation, keys in quotations:
        words[quotation_id] = quotation.text
        correction = corrected.get(quotation_id, {})
        said_by = people.who_said(connection, keys, rows, correction)
        values = _values(article, quotation) | {
            "id": quotation_id,
            "article": article_key,
            "version": version,
            "gone_since": None,
            "keys": json.dumps(keys, ensure_ascii=False),
            "speaker": said_by[0].id if said_by else None,
            "said_by": people.names_of(said_by),
        }
        if "withdrawn" in correction:
            retiring.keep(connection, values)
            continue
        (pk,) = connection.execute(WRITE_QUOTATION, values).fetchone()
        said.append((pk, said_by))
    connection.executemany("delete from quotation_speakers where quotation = ?", [(pk,) for pk, _ in said])
    connection.executemany(
        "insert into quotation_speakers(quotation, speaker, position) values (?, ?, ?)",
        [(pk, row.id, position) for pk, said_by in said for position, row in enumerate(said_by)],
    )
    return words


def _write_names(
    connection: sqlite3.Connection,
    article_key: str,
    article: Article,
    speakers: dict[Speaker, str],
    rows: dict[str, people.Row],
    *,
    known: bool,
) -> None:
    """Replaces the names that the article gives; of speakers whose words left it, the names stay."""
    names: dict[tuple[str, str], dict[str, object]] = {}
    for speaker, key in speakers.items():
        fullest, *shorter = dict.fromkeys(map(people.tidy, (speaker.name, *speaker.names)))
        seen = {"speaker": rows[key].id, "article": article_key, "published": article.published, "key": key}
        names[key, fullest] = {"role": speaker.role} | seen | {"name": fullest}
        for name in shorter:
            names.setdefault((key, name), seen | {"name": name, "role": None})
    if known:
        people.forget_names(connection, article_key, rows)
        connection.execute("update names set published = ? where article = ?", [article.published, article_key])
    connection.executemany(
        """
        insert into names(speaker, article, name, role, published, key)
        values (:speaker, :article, :name, :role, :published, :key)
        """,
        names.values(),
    )


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


def _speakers_of(connection: sqlite3.Connection, article_key: str) -> set[int]:
    rows = connection.execute(
        """
        select speaker from names where article = ?1
        union select s.speaker from quotation_speakers s join quotations q on q.pk = s.quotation where q.article = ?1
        """,
        [article_key],
    )
    return {row[0] for row in rows}


def _json(spans: tuple[Span, ...]) -> str:
    return json.dumps(spans, separators=(",", ":"))
