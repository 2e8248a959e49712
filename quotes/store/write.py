"""Writes one article with its quotations in one transaction."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, replace
from datetime import UTC, datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal

from quotes import ids
from quotes.model import METADATA, PROVENANCE, Article, Quotation, Span, Speaker, page_of
from quotes.names import keys as speaker_keys
from quotes.store import matching, near_duplicates, originals, overrides, parts, status, utterances
from quotes.store.database import file_of, insert, transaction
from quotes.store.errors import explained
from quotes.store.identity import evidence, name_uses, resolution

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

    `quotes.store.matching.recognise` identifies the article, unless `key` does. If text, metadata and quotations are
    unchanged, nothing is written. A changed text becomes a new version and the old one is kept: quotations that stay
    keep their ids, those whose words left are marked as gone, and those that are no longer found are retired.
    Corrections by people stay. The first source stays. If the same text has another source with another outlet or date,
    that is stored too ("copied").

    Args:
        db: The archive.
        article: The article.
        quotations: Its quotations.
        extraction: The version of the extractor.
        added: When it was read, ISO 8601, if not now.
        key: The key of the article.

    Raises:
        ValueError: The words of a quotation are not those of its spans. Nothing is changed.
        ArchiveError: The database cannot be written. Nothing is changed.
    """
    for quotation in quotations:
        _check(article, quotation)
    added = added or datetime.now(UTC).isoformat(timespec="seconds")
    with explained(file_of(db.conn)):
        fingerprint = _fingerprint(article, quotations)
        if _is_stored(db.conn, key or ids.article_key(article), fingerprint):
            return _seen_again(db, _known(db.conn, article, key), extraction)
        with transaction(db):
            # Another program may have written it while this one waited.
            known = _known(db.conn, article, key)
            if known.article is not article:
                fingerprint = _fingerprint(known.article, quotations)
            if known.elsewhere or _is_stored(db.conn, known.key, fingerprint):
                return _seen_again(db, known, extraction)
            _write(db.conn, known, quotations, fingerprint, extraction, added)
    return "updated" if known.stored else "added"


def _known(connection: sqlite3.Connection, article: Article, key: str | None) -> matching.Known:
    """The matched article."""
    if key is None:
        return matching.recognise(connection, article)
    stored = connection.execute("select 1 from articles where uid = ?", [key]).fetchone()
    return matching.Known(key, stored is not None, article)


def _is_stored(connection: sqlite3.Connection, key: str, fingerprint: str) -> bool:
    row = connection.execute("select fingerprint from articles where uid = ?", [key]).fetchone()
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
    article_id, version_id, page_starts = _write_article(
        connection, key, article, shown, fingerprint, added, extraction
    )
    article = replace(article, page_starts=page_starts)
    before = _speakers_of(connection, article_id) if known.stored else set()
    named_before = name_uses.names_in(connection, article_id) if known.stored else name_uses.NO_NAMES
    speakers = speaker_keys((who for quotation in quotations for who in quotation.speakers), key)
    fullest: dict[str, Speaker] = {}
    for who, who_key in speakers.items():
        fullest.setdefault(who_key, who)
    rows, touched = resolution.resolve(connection, key, fullest)
    quotation_ids = ids.quotation_ids(key, quotations)
    corrected = resolution.corrections(connection, quotation_ids)
    touched |= resolution.create_corrected(connection, corrected) if corrected else set()
    keys = [list(dict.fromkeys(speakers[who] for who in quotation.speakers)) for quotation in quotations]
    found = zip(quotation_ids, quotations, keys, strict=True)
    here = {"article_id": article_id, "version_id": version_id, "gone_version_id": None, "published": shown.published}
    names = _names(article_id, shown, speakers, rows)
    written = _write_quotations(connection, here, article, found, rows, corrected, _descriptions(names))
    if known.stored:
        status.mark_missing(connection, article_id, version_id, article.text, written, added)
    parts.update(connection, [article_id])
    _write_names(connection, article_id, shown, names, rows, known=known.stored)
    if known.stored:
        overrides.show(connection, article_id, matching.metadata_of(shown))
    named = name_uses.names_in(connection, article_id)
    joined = evidence.rejoin(connection, [article_id], before=named_before, after=named)
    touched |= resolution.update(connection, joined)
    resolution.refresh(connection, before | touched)


def revisit(db: Database, article: Article, extraction: str) -> Outcome | None:
    """The result of `ingest` for an unchanged article (`is_current`), else None, without extracting its quotations.

    Raises:
        ArchiveError: The database cannot be written.
    """
    with explained(file_of(db.conn)):
        known = matching.recognise(db.conn, article)
        return _seen_again(db, known, extraction) if matching.is_current(db.conn, known, extraction) else None


def is_current(connection: sqlite3.Connection, article: Article, extraction: str | None) -> bool:
    """Whether the archive has `article` unchanged, with the quotations of this version of the extractor.

    Args:
        connection: The archive.
        article: The article.
        extraction: The version of the extractor, None to ignore it.
    """
    return matching.is_current(connection, matching.recognise(connection, article), extraction)


def preview(connection: sqlite3.Connection, article: Article) -> Outcome:
    """The result that `ingest` would have for `article`, if unchanged articles have unchanged quotations."""
    known = matching.recognise(connection, article)
    if known.elsewhere:
        return "unchanged" if _source_is_kept(connection, known) else "copied"
    if not known.stored:
        return "added"
    return "unchanged" if matching.is_current(connection, known, None) else "updated"


def _source_is_kept(connection: sqlite3.Connection, known: matching.Known) -> bool:
    row = connection.execute(
        """
        select 1 from article_sources where article_id = (select id from articles where uid = ?)
        and source = ? and outlet is ? and published is ?
        """,
        [known.key, known.article.source, known.article.outlet, known.article.published],
    ).fetchone()
    return row is not None


def _seen_again(db: Database, known: matching.Known, extraction: str | None) -> Outcome:
    """Store what is new of a known article: another source, its original, the version of the extractor."""
    article_id, stored = db.conn.execute(
        "select id, extraction_version from articles where uid = ?", [known.key]
    ).fetchone()
    new_source = known.elsewhere and not _source_is_kept(db.conn, known)
    new_extraction = not known.elsewhere and extraction is not None and stored != extraction
    original = None if known.elsewhere else known.article.original
    version_id = originals.version_without(db.conn, known.key) if original else None
    if new_source or new_extraction or version_id:
        with nullcontext() if db.conn.in_transaction else transaction(db):
            if new_source:
                read = {field: getattr(known.article, field) for field in ("source", "outlet", "published")}
                db.table("article_sources").insert({"article_id": article_id, **read}, replace=True)
            if new_extraction:
                db.table("articles").update(article_id, {"extraction_version": extraction})
            if version_id and original:
                originals.keep(db.conn, version_id, original)
    return "copied" if new_source else "unchanged"


def _check(article: Article, quotation: Quotation) -> None:
    spans = quotation.spans
    if not spans or not _inside(article.text, spans) or quotation.text != " ".join(s.of(article.text) for s in spans):
        raise ValueError(f"{article.source}: the quotation {quotation.text[:60]!r} does not match its spans")
    statement_spans = quotation.statement_spans
    if not _inside(article.text, statement_spans) or quotation.statement != " ".join(
        span.of(article.text) for span in statement_spans
    ):
        raise ValueError(f"{article.source}: the statement {quotation.statement[:60]!r} does not match its spans")
    if quotation.kind != "paraphrase" and len(spans) > 1:
        raise ValueError(f"{article.source}: the {quotation.kind} quotation {quotation.text[:60]!r} has several spans")
    if not 0 <= quotation.confidence <= 1:
        raise ValueError(f"{article.source}: the confidence {quotation.confidence} is not between 0 and 1")


def _inside(text: str, spans: Iterable[Span]) -> bool:
    return all(0 <= span.start < span.end <= len(text) for span in spans)


def _fingerprint(article: Article, quotations: Sequence[Quotation]) -> str:
    """The SHA-256 of ``repr((text, metadata, [quotation, …]))``, which may be large."""
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
) -> tuple[int, int, tuple[int, ...]]:
    """Write the article and its version. `shown` is the article with the values that people set.

    Returns their row ids, and where the pages of the version begin.

    The statements here and below are SQL, not the `upsert` of sqlite-utils, for speed: that reads the schema before
    every row, and an ingest writes hundreds of thousands.
    """
    sha256 = matching.sha256(article.text)
    stored = connection.execute(
        """
        select a.id, a.story_id, v.sha256, v.text, v.number, v.id
        from articles a join versions v on v.article_id = a.id and v.is_current where a.uid = ?
        """,
        [key],
    ).fetchone()
    id, story, former_sha256, former, number, _ = stored or (_next_id(connection), None, None, None, 0, None)
    changed = former_sha256 != sha256
    bands = near_duplicates.bands(article.text) if changed else []
    copied = near_duplicates.story_of(connection, article.text, bands, id) if bands else None
    if stored and changed:
        connection.execute("update versions set is_current = 0 where id = ?", [stored[5]])
    values = asdict(shown) | {
        "id": id,
        "uid": key,
        "story_id": copied or story or id,
        "number": number + changed,
        "sha256": sha256,
        "fingerprint": fingerprint,
        "added_at": added,
        "extraction_version": extraction,
        "metadata": json.dumps(matching.metadata_of(article), ensure_ascii=False),
        "page_starts": json.dumps(article.page_starts) if article.page_starts else None,
    }
    connection.execute(_WRITE_ARTICLE, values)
    version_id, page_starts = connection.execute(_WRITE_VERSION, values).fetchone()
    if article.original:
        originals.keep(connection, version_id, article.original)
    if changed:
        near_duplicates.store_bands(connection, id, bands, former)
    return id, version_id, tuple(json.loads(page_starts or "[]"))


_ARTICLE = ("id", "uid", *METADATA, "source", "story_id", "extraction_version", "added_at", "fingerprint")
_WRITE_ARTICLE = f"""
    insert into articles({", ".join(_ARTICLE)}) values ({", ".join(f":{column}" for column in _ARTICLE)})
    on conflict(uid) do update set title = excluded.title, story_id = excluded.story_id,
        extraction_version = excluded.extraction_version, fingerprint = excluded.fingerprint
"""
_WRITE_VERSION = f"""
    insert into versions(
        article_id, number, is_current, sha256, added_at, metadata, {", ".join(PROVENANCE)}, text, page_starts
    ) values (
        :id, :number, 1, :sha256, :added_at, :metadata, {", ".join(f":{field}" for field in PROVENANCE)}, :text,
        :page_starts
    )
    on conflict(article_id, number) do update set metadata = excluded.metadata returning id, page_starts
"""


def _next_id(connection: sqlite3.Connection) -> int:
    (id,) = connection.execute("select coalesce(max(id), 0) + 1 from articles").fetchone()
    return int(id)


def _write_quotations(
    connection: sqlite3.Connection,
    here: Mapping[str, object],
    article: Article,
    quotations: Iterable[tuple[str, Quotation, list[str]]],
    rows: dict[str, resolution.Row],
    corrected: dict[str, dict[str, str]],
    descriptions: Mapping[str, str],
) -> dict[str, str]:
    """Write the quotations of a version, each with its uid and keys. Returns the words of each by uid.

    Args:
        connection: The archive.
        here: The columns that all of them share.
        article: Their article.
        quotations: The quotations.
        rows: The speakers by key.
        corrected: The corrections by uid.
        descriptions: How the article describes the speakers, by key.
    """
    published: list[dict[str, Any]] = []
    speakers: list[list[resolution.Row]] = []
    words: dict[str, str] = {}
    for uid, quotation, keys in quotations:
        words[uid] = quotation.text
        correction = corrected.get(uid, {})
        said_by = resolution.who_said(connection, keys, rows, correction)
        cue = quotation.cue.of(article.text) if quotation.cue else None
        between = utterances.interrupting(quotation.kind, quotation.polarity, len(quotation.spans), cue)
        values = {
            **here,
            **_values(article, quotation),
            "uid": uid,
            "named_keys": json.dumps(keys, ensure_ascii=False),
            "utterance": utterances.key(quotation.kind, quotation.text, quotation.statement, keys, between),
            "speaker_id": said_by[0].id if said_by else None,
            "said_by": resolution.names_of(said_by),
            "said_as": None if "attributed" in correction else resolution.described(keys, descriptions),
        }
        if "withdrawn" in correction:
            status.store_withdrawn(connection, values)
        else:
            published.append(values)
            speakers.append(said_by)
    written = status.publish(connection, published)
    connection.execute(
        "delete from quotation_speakers where quotation_id in (select value from json_each(?))", [json.dumps(written)]
    )
    resolution.write_speakers(connection, zip(written, speakers, strict=True))
    return words


def _names(
    article_id: int, article: Article, speakers: dict[Speaker, str], rows: dict[str, resolution.Row]
) -> list[dict[str, Any]]:
    """The names that the article gives, as rows of `speaker_names`."""
    names: dict[tuple[str, str], dict[str, Any]] = {}
    for speaker, key in speakers.items():
        fullest, *shorter = dict.fromkeys(map(resolution.tidy, (speaker.name, *speaker.names)))
        seen: dict[str, Any] = {
            "speaker_id": rows[key].id,
            "article_id": article_id,
            "published": article.published,
            "speaker_key": key,
        }
        names[key, fullest] = {"role": speaker.role} | seen | {"name": fullest}
        for name in shorter:
            names.setdefault((key, name), seen | {"name": name, "role": None})
    return [*names.values()]


def _write_names(
    connection: sqlite3.Connection,
    article_id: int,
    article: Article,
    names: Sequence[Mapping[str, Any]],
    keys: Iterable[str],
    *,
    known: bool,
) -> None:
    """Replace the names that the article gives. Names of speakers whose words left it stay."""
    if known:
        resolution.forget_names(connection, article_id, keys)
    columns = ("speaker_id", "article_id", "name", "role", "published", "speaker_key")
    insert(connection, "speaker_names", columns, map(itemgetter(*columns), names))
    if known:
        resolution.describe(connection, "q.article_id = ?", article_id)


def _descriptions(names: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """How the article describes the speaker of each key, as `schema.SAID_AS` does."""
    found: dict[str, str] = {}
    for each in names:
        key, role = each["speaker_key"], each["role"]
        said = role if key.startswith("person:") else each["name"] + (f", {role}" if role is not None else "")
        if said is not None:
            found[key] = max(said, found.get(key, ""))
    return found


def _values(article: Article, quotation: Quotation) -> dict[str, object]:
    """The columns of `quotation` that depend only on it and its article."""
    evidence = quotation.evidence
    values: dict[str, object] = {
        "kind": quotation.kind,
        "text": quotation.text,
        "start_char": quotation.start,
        "end_char": quotation.end,
        "spans": _json(quotation.spans),
        "page": page_of(article.page_starts, quotation.start),
        "confidence": quotation.confidence,
        "attribution_step": evidence.step if evidence else None,
        "attribution_chain": _json(evidence.chain if evidence else ()),
        "polarity": quotation.polarity,
        "statement": quotation.statement,
        "statement_spans": _json(quotation.statement_spans),
    }
    for part in ("cue", "mention", "quoting"):
        where = getattr(quotation, part)
        values[part] = where.of(article.text) if where else None
        values[f"{part}_start_char"] = where.start if where else None
        values[f"{part}_end_char"] = where.end if where else None
    return values


def _speakers_of(connection: sqlite3.Connection, article_id: int) -> set[int]:
    rows = connection.execute(
        """
        select speaker_id from speaker_names where article_id = ?1
        union select s.speaker_id from quotation_speakers s join quotations q on q.id = s.quotation_id
        where q.article_id = ?1
        """,
        [article_id],
    )
    return {row[0] for row in rows}


# `json.dumps` makes an encoder at each call.
_json = json.JSONEncoder(separators=(",", ":")).encode
