"""Putting one article and its quotations into the archive, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from quotes import ids
from quotes.model import Article, Quotation, Span, Speaker
from quotes.names import keys as speaker_keys
from quotes.store import matching, near_duplicates, overrides, speaker_resolution, status
from quotes.store.database import file_of, transaction
from quotes.store.errors import explained
from quotes.store.status import WRITE_QUOTATION

if TYPE_CHECKING:
    from sqlite_utils import Database

Outcome = Literal["added", "unchanged", "updated", "copied"]


def ingest(
    db: Database,
    article: Article,
    quotations: Sequence[Quotation],
    *,
    extraction: str | None = None,
    added: str | None = None,
    key: str | None = None,
) -> Outcome:
    """Store `article` with its `quotations`, in one transaction.

    Which article it is, `quotes.store.matching.recognise` says, unless `key` does. Where text, metadata and
    quotations are all as they were, nothing is written. Where the text changed, it becomes a new version and the
    old text is kept: quotations that stayed keep their ids, those whose words left are marked, and those that are
    found no more though their words are there are retired. What people corrected stays corrected. The source first
    given stays; where the same text is at another place too, with another outlet or date, that is kept beside it
    ("copied"). extraction: what found the quotations. added: when it was read, ISO 8601, if that is not now.

    Raises ValueError where a quotation's words are not those of its spans, and ArchiveError where the
    database cannot be written; either way nothing has changed.
    """
    for quotation in quotations:
        _check(article, quotation)
    added = added or datetime.now(UTC).isoformat(timespec="seconds")
    with explained(file_of(db.conn)):
        if _is_stored(db.conn, key or ids.article_key(article), _fingerprint(article, quotations)):
            return _seen_again(db, _known(db.conn, article, quotations, key)[0], extraction)
        with transaction(db):
            # Another may have written it while this waited for its turn.
            known, fingerprint = _known(db.conn, article, quotations, key)
            if fingerprint is None:
                return _seen_again(db, known, extraction)
            _write(db.conn, known, quotations, fingerprint, extraction, added)
    return "updated" if known.stored else "added"


def _known(
    connection: sqlite3.Connection, article: Article, quotations: Sequence[Quotation], key: str | None
) -> tuple[matching.Known, str | None]:
    """What the archive knows of `article`, and the fingerprint of what is new in it, None where nothing is."""
    if key is None:
        known = matching.recognise(connection, article)
    else:
        stored = connection.execute("select 1 from articles where id = ?", [key]).fetchone()
        known = matching.Known(key, stored is not None, article)
    if known.elsewhere:
        return known, None
    fingerprint = _fingerprint(known.article, quotations)
    return known, None if _is_stored(connection, known.key, fingerprint) else fingerprint


def _is_stored(connection: sqlite3.Connection, key: str, fingerprint: str) -> bool:
    row = connection.execute("select fingerprint from articles where id = ?", [key]).fetchone()
    return row is not None and row[0] == fingerprint


def _write(
    connection: sqlite3.Connection,
    known: matching.Known,
    quotations: Sequence[Quotation],
    fingerprint: str,
    extraction: str | None,
    added: str,
) -> None:
    key, article = known.key, known.article
    shown = replace(article, **overrides.given(connection, key))
    version = _write_article(connection, key, article, shown, fingerprint, added, extraction)
    before = _speakers_of(connection, key) if known.stored else set()
    speakers = speaker_keys((who for quotation in quotations for who in quotation.speakers), key)
    fullest: dict[str, Speaker] = {}
    for who, who_key in speakers.items():
        fullest.setdefault(who_key, who)
    rows, touched = speaker_resolution.resolve(connection, key, fullest)
    quotation_ids = ids.quotation_ids(key, quotations)
    corrected = speaker_resolution.corrections(connection, quotation_ids)
    touched |= speaker_resolution.wake(connection, corrected) if corrected else set()
    keys = [list(dict.fromkeys(speakers[who] for who in quotation.speakers)) for quotation in quotations]
    found = zip(quotation_ids, quotations, keys, strict=True)
    written = _write_quotations(connection, key, version, shown, found, rows, corrected)
    if known.stored:
        status.part(connection, key, version, article.text, written, added)
    _write_names(connection, key, shown, speakers, rows, known=known.stored)
    if known.stored:
        overrides.show(connection, key, matching.metadata_of(shown))
    speaker_resolution.refresh(connection, before | touched)


def revisit(db: Database, article: Article, extraction: str) -> Outcome | None:
    """What `ingest` would return for an article that `is_current`, else None, with no quotations to be found again.

    Raises ArchiveError where the database cannot be written.
    """
    with explained(file_of(db.conn)):
        known = matching.recognise(db.conn, article)
        return _seen_again(db, known, extraction) if matching.is_current(db.conn, known, extraction) else None


def is_current(connection: sqlite3.Connection, article: Article, extraction: str | None) -> bool:
    """Whether the archive has `article` as it is, with the quotations that this `extraction` finds in it.

    extraction: None where it does not matter.
    """
    return matching.is_current(connection, matching.recognise(connection, article), extraction)


def foresee(connection: sqlite3.Connection, article: Article) -> Outcome:
    """What `ingest` would do with `article`, if the same quotations are found where nothing else is new."""
    known = matching.recognise(connection, article)
    if known.elsewhere:
        return "unchanged" if _place_is_kept(connection, known) else "copied"
    if not known.stored:
        return "added"
    return "unchanged" if matching.is_current(connection, known, None) else "updated"


def _place(known: matching.Known) -> tuple[str, str, str | None, str | None]:
    return known.key, known.article.source, known.article.outlet, known.article.published


def _place_is_kept(connection: sqlite3.Connection, known: matching.Known) -> bool:
    row = connection.execute(
        "select 1 from places where article = ? and source = ? and outlet is ? and published is ?", _place(known)
    ).fetchone()
    return row is not None


def _seen_again(db: Database, known: matching.Known, extraction: str | None) -> Outcome:
    """Keeps where else the text of a known article was found, and what found nothing new in it."""
    (stored,) = db.conn.execute("select extraction from articles where id = ?", [known.key]).fetchone()
    new_place = known.elsewhere and not _place_is_kept(db.conn, known)
    new_extraction = not known.elsewhere and extraction is not None and stored != extraction
    if new_place or new_extraction:
        with nullcontext() if db.conn.in_transaction else transaction(db):
            if new_place:
                db.conn.execute("insert or replace into places values (?, ?, ?, ?)", _place(known))
            if new_extraction:
                db.conn.execute("update articles set extraction = ? where id = ?", [extraction, known.key])
    return "copied" if new_place else "unchanged"


def _check(article: Article, quotation: Quotation) -> None:
    spans = quotation.spans
    inside = all(0 <= span.start < span.end <= len(article.text) for span in spans)
    if not spans or not inside or quotation.text != " ".join(span.of(article.text) for span in spans):
        raise ValueError(f"{article.source}: the quotation {quotation.text[:60]!r} does not stand where its spans say")
    if quotation.kind != "paraphrase" and len(spans) > 1:
        raise ValueError(f"{article.source}: the {quotation.kind} quotation {quotation.text[:60]!r} has several spans")


def _fingerprint(article: Article, quotations: Sequence[Quotation]) -> str:
    """The hash of ``repr((text, metadata, [quotation, …]))``, which may be large."""
    digest = hashlib.sha256(f"({article.text!r}, {matching.metadata_of(article)!r}, [".encode())
    for number, quotation in enumerate(quotations):
        digest.update(f"{', ' if number else ''}{quotation!r}".encode())
    digest.update(b"])")
    return digest.hexdigest()


def _write_article(
    connection: sqlite3.Connection,
    key: str,
    article: Article,
    shown: Article,
    fingerprint: str,
    added: str,
    extraction: str | None,
) -> int:
    """Returns the number of the version that `article` is. shown: the same, with what people know better."""
    sha256 = matching.sha256(article.text)
    stored = connection.execute(
        "select version, sha256, text, number, story from articles where id = ?", [key]
    ).fetchone()
    version: int = stored[0] if stored else 1
    number: int = stored[3] if stored else _number(connection)
    changed = stored is not None and stored[1] != sha256
    if changed:
        connection.execute("update versions set text = ? where article = ? and number = ?", [stored[2], key, version])
        version += 1
    bands = near_duplicates.bands(article.text) if stored is None or changed else []
    copied = near_duplicates.story_of(connection, article.text, bands, number) if bands else None
    values = asdict(shown) | {
        "number": number,
        "story": copied or (stored[4] if stored else key),
        "id": key,
        "sha256": sha256,
        "fingerprint": fingerprint,
        "added": added,
        "version": version,
        "extraction": extraction,
        "metadata": json.dumps(matching.metadata_of(article), ensure_ascii=False),
    }
    connection.execute(
        """
        insert into articles(
            id, number, title, byline, outlet, published, modified, language, url, source, text, sha256, fingerprint,
            added, version, extraction, story
        ) values (
            :id, :number, :title, :byline, :outlet, :published, :modified,
            :language, :url, :source, :text, :sha256, :fingerprint, :added, :version, :extraction,
            :story
        ) on conflict(id) do update set title = excluded.title, text = excluded.text, sha256 = excluded.sha256,
            fingerprint = excluded.fingerprint, version = excluded.version, extraction = excluded.extraction,
            story = excluded.story
        """,
        values,
    )
    connection.execute(
        """
        insert into versions(
            article, number, sha256, added, source, metadata, fetched_url, fetched, raw_sha256, extractor
        ) values (
            :id, :version, :sha256, :added, :source, :metadata, :fetched_url, :fetched, :raw_sha256, :extractor
        ) on conflict do update set metadata = excluded.metadata
        """,
        values,
    )
    if stored is None or changed:
        near_duplicates.place(connection, number, bands, stored[2] if stored else None)
    return version


def _number(connection: sqlite3.Connection) -> int:
    (number,) = connection.execute("select coalesce(max(number), 0) + 1 from articles").fetchone()
    return int(number)


def _write_quotations(
    connection: sqlite3.Connection,
    article_key: str,
    version: int,
    article: Article,
    quotations: Iterable[tuple[str, Quotation, list[str]]],
    rows: dict[str, speaker_resolution.Row],
    corrected: dict[str, dict[str, str]],
) -> dict[str, str]:
    """Writes the quotations that are found now, each with its id and keys. Returns the words of each by id."""
    said: list[tuple[int, list[speaker_resolution.Row]]] = []
    words: dict[str, str] = {}
    for quotation_id, quotation, keys in quotations:
        words[quotation_id] = quotation.text
        correction = corrected.get(quotation_id, {})
        said_by = speaker_resolution.who_said(connection, keys, rows, correction)
        values = _values(article, quotation) | {
            "id": quotation_id,
            "article": article_key,
            "version": version,
            "gone_since": None,
            "keys": json.dumps(keys, ensure_ascii=False),
            "speaker": said_by[0].id if said_by else None,
            "said_by": speaker_resolution.names_of(said_by),
        }
        if "withdrawn" in correction:
            status.keep(connection, values)
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
    rows: dict[str, speaker_resolution.Row],
    *,
    known: bool,
) -> None:
    """Replaces the names that the article gives; of speakers whose words left it, the names stay."""
    names: dict[tuple[str, str], dict[str, object]] = {}
    for speaker, key in speakers.items():
        fullest, *shorter = dict.fromkeys(map(speaker_resolution.tidy, (speaker.name, *speaker.names)))
        seen = {"speaker": rows[key].id, "article": article_key, "published": article.published, "key": key}
        names[key, fullest] = {"role": speaker.role} | seen | {"name": fullest}
        for name in shorter:
            names.setdefault((key, name), seen | {"name": name, "role": None})
    if known:
        speaker_resolution.forget_names(connection, article_key, rows)
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
