"""Rebuilds an archive (`rebuild`), and prints it for comparison (`dump`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes import limits
from quotes.model import METADATA, PROVENANCE, Article, Evidence, Polarity, Quotation, Span, Speaker, Step
from quotes.names import key as speaker_key
from quotes.store import decisions, originals, run_log, status
from quotes.store.database import copy, create, draft, open, transaction, unused
from quotes.store.errors import ArchiveError, explained
from quotes.store.identity import authority_files, resolution
from quotes.store.integrity import verify
from quotes.store.queries import parsed_spans, rows
from quotes.store.schema import TEXT_COLUMNS, merge_indexes
from quotes.store.write import ingest

if TYPE_CHECKING:
    from sqlite_utils import Database

    from quotes.readers import ReadError
    from quotes.readers.base import Stage

Extract = Callable[[Article], Sequence[Quotation]]
Report = Callable[["ReadError"], None]


def rebuild(
    connection: sqlite3.Connection,
    target: Path,
    extract: Extract,
    *,
    extraction: str | None = None,
    report: Report | None = None,
    authority: bool = True,
) -> None:
    """Create a new archive at `target` from every version of every article in `connection`, in order.

    Decisions are copied, and permanent ids and slugs stay: a quotation that `extract` no longer finds is retired.

    Args:
        connection: The archive.
        target: The path of the new one.
        extract: Finds the quotations again.
        extraction: The version of `extract`.
        authority: Whether to copy authority files, too.
        report: Is called with each article for which `extract` fails or whose quotations cannot be stored. The article
            keeps its quotations, and the reason is stored with the rejects. Without it, the error is raised.

    Raises:
        ArchiveError: `target` cannot be written.
    """
    from quotes.readers import refusal

    refused: list[ReadError] = []
    db = create(target)
    try:
        with explained(target):
            _carry_addresses(connection, db)
            with transaction(db):
                _carry_authority(connection, db, authority=authority)
            decisions.load(db, decisions.dump(connection))
            versions = connection.cursor()
            versions.row_factory = sqlite3.Row
            for row in versions.execute(
                f"""
                select v.id, v.added_at, v.metadata, v.text, v.page_starts, a.uid, a.extraction_version,
                    {", ".join(f"v.{field}" for field in PROVENANCE)}
                from versions v join articles a on a.id = v.article_id order by v.id
                """,
            ):
                read = {field: row[field] for field in PROVENANCE}
                page_starts = tuple(json.loads(row["page_starts"] or "[]"))
                article = Article(row["text"], page_starts=page_starts, **read, **json.loads(row["metadata"]))
                known = {"added": row["added_at"], "key": row["uid"]}
                stage: Stage = "searched"
                try:
                    found = extract(article)
                    stage = "stored"
                    ingest(db, article, found, extraction=extraction, **known)
                except ArchiveError:
                    raise
                except (Exception, limits.TimeLimitReached) as error:
                    if report is None:
                        raise
                    refused.append(refusal(article.source, error, stage))
                    report(refused[-1])
                    held = _held(connection, row["id"])
                    _keep(db, article, held, extraction=row["extraction_version"], **known)
            with transaction(db):
                _carry_as_they_are(connection, db)
                originals.copy(connection, db.conn)
                for each in refused:
                    run_log.reject(db, each.source, each.source, each.reason, each.kind)
                _carry_retired(connection, db)
                resolution.refresh(db.conn, resolution.update(db.conn, _attributed(db.conn)))
            merge_indexes(db)
    finally:
        db.close()


def rebuild_in_place(
    path: Path,
    extract: Extract,
    *,
    extraction: str | None = None,
    report: Report | None = None,
    authority: bool = True,
) -> Path:
    """Replace the archive at `path` by a rebuilt one (see `rebuild`).

    Other programs can read meanwhile, but not write. If anything fails, the archive is unchanged.

    Returns:
        The path of the old archive.

    Raises:
        ArchiveError: The archive cannot be read or written, or the rebuilt one fails `verify`.
    """
    open(path).close()
    old = unused(path.with_name(f"{path.name}.old"))
    with draft(path) as new, closing(create(path).conn) as connection, explained(path):
        connection.execute("begin immediate")
        rebuild(connection, new, extract, extraction=extraction, report=report, authority=authority)
        with closing(open(new)) as made:
            problem = next(verify(made), None)
            if problem:
                raise ArchiveError(f"{path}: not changed: the rebuilt archive has a problem: {problem}")
            copy(path, old)
            try:
                _put_in_place(made, connection, path)
            except BaseException:
                old.unlink()
                raise
    return old


def _put_in_place(made: sqlite3.Connection, locking: sqlite3.Connection, path: Path) -> None:
    """Write the archive `made` over the one at `path`, in one transaction, even if others have it open.

    `locking` is a connection to `path` with the write lock, which is released here: SQLite starts a backup only without
    it. If another writer is faster, ArchiveError is raised and nothing is changed.
    """
    seen = "pragma data_version"
    before = locking.execute(seen).fetchone()
    locking.rollback()

    def check(_: int, remaining: int, __: int) -> None:
        if remaining and locking.execute(seen).fetchone() != before:
            raise ArchiveError(f"{path}: not changed, since another program wrote to it; rebuild it again")

    with closing(sqlite3.connect(path)) as written:
        # The lock is taken with the first page; if that were the last one too, this check would be too late.
        made.backup(written, pages=1, progress=check)


def dump(connection: sqlite3.Connection) -> Iterator[str]:
    """The contents of the archive as sorted lines of JSON, without row ids."""
    lines = []
    for table, sql in _DUMPED.items():
        lines += [json.dumps([table, dict(row)], ensure_ascii=False) for row in rows(connection, sql)]
    yield from sorted(lines)


_VERSION = "(select number from versions where versions.id = {})"
_WORDS = ", ".join(f"{{0}}.{column}" for column in TEXT_COLUMNS if column not in ("version_id", "gone_version_id"))
_DUMPED = {
    "articles": f"""
        select a.uid, {", ".join(f"a.{field}" for field in METADATA)}, a.source, a.added_at, s.uid as story
        from articles a join articles s on s.id = a.story_id
    """,
    "versions": f"""
        select uid, number, is_current, text, sha256, versions.added_at, metadata,
            {", ".join(f"versions.{field}" for field in PROVENANCE)}, page_starts,
            (select sha256 from originals where originals.id = original_id) as original
        from versions join articles on articles.id = article_id
    """,
    "article_sources": """
        select uid, s.source, s.outlet, s.published from article_sources s join articles a on a.id = s.article_id
    """,
    "quotations": f"""
        select q.uid, a.uid as article, q.status, q.status_reason, q.status_at, t.uid as target, q.said_by, q.published,
            (select uid from quotations holder where holder.id = q.part_of_id) as part_of,
            {_VERSION.format("q.version_id")} as version, {_VERSION.format("q.gone_version_id")} as gone_version,
            {_WORDS.format("q")}, (
                select json_group_array(slug) from (
                    select slug from quotation_speakers join speakers on id = speaker_id
                    where quotation_id = q.id order by position
                )
            ) as speakers
        from quotations q join articles a on a.id = q.article_id left join quotations t on t.id = q.target_id
    """,
    "withdrawn_texts": f"""
        select q.uid, {_VERSION.format("w.version_id")} as version,
            {_VERSION.format("w.gone_version_id")} as gone_version, {_WORDS.format("w")},
            w.retired_reason, w.retired_at, t.uid as retired_target
        from withdrawn_texts w join quotations q on q.id = w.quotation_id
        left join quotations t on t.id = w.retired_target_id
    """,
    "speakers": "select slug, name, kind, role, wikidata from speakers",
    "speaker_names": """
        select slug, uid, n.name, n.role, n.published, speaker_key
        from speaker_names n join speakers on speakers.id = speaker_id join articles on articles.id = article_id
    """,
    "speaker_keys": """
        select speaker_key, k.slug, k.name, speakers.slug as speaker
        from speaker_keys k join speakers on speakers.id = speaker_id
    """,
    "joins": "select speaker_key, other_key, reason from joins",
    "authority_people": "select uid, name, gender, country, wikidata, source from authority_people",
    "authority_names": """
        select uid, n.name, speaker_key, family_name
        from authority_names n join authority_people p on p.id = authority_person_id
    """,
    "authority_offices": """
        select uid, role, party, area, start_date, end_date, complete_from, complete_to
        from authority_offices o join authority_people p on p.id = authority_person_id
    """,
    "decisions": f"select {', '.join(decisions.COLUMNS)} from decisions",
}


def _keep(db: Database, article: Article, held: Sequence[Quotation], **known: Any) -> None:
    """Store an article with its previous quotations. Raises ArchiveError if it fails: nothing may be lost."""
    from quotes.readers import refusal

    try:
        ingest(db, article, held, **known)
    except ArchiveError:
        raise
    except Exception as error:
        raise ArchiveError(f"{refusal(article.source, error, 'stored')}; the database is unchanged") from error


def _held(connection: sqlite3.Connection, version_id: int) -> list[Quotation]:
    """The quotations of this version in `connection`, also withdrawn ones."""
    words = ", ".join(TEXT_COLUMNS)
    held = rows(
        connection,
        f"""
        select {words}, article_id from quotations where version_id = :version
        union all
        select {", ".join(f"w.{column}" for column in TEXT_COLUMNS)}, q.article_id
        from withdrawn_texts w join quotations q on q.id = w.quotation_id
        where q.status = 'withdrawn' and w.version_id = :version and w.retired_at is null
        """,
        {"version": version_id},
    )
    (article_id, article) = connection.execute(
        "select id, uid from articles where id = (select article_id from versions where id = ?)", [version_id]
    ).fetchone()
    speakers = _speakers(connection, article_id, article)
    found = [
        Quotation(
            values["kind"],
            parsed_spans(values["spans"]),
            values["text"],
            cue=_span(values["cue_start_char"], values["cue_end_char"]),
            mention=_span(values["mention_start_char"], values["mention_end_char"]),
            speakers=tuple(who for key in json.loads(values["named_keys"]) for who in speakers.get(key, ())),
            confidence=values["confidence"],
            evidence=_evidence(values["attribution_step"], values["attribution_chain"]),
            polarity=Polarity(values["polarity"]),
            statement_spans=parsed_spans(values["statement_spans"]),
            statement=values["statement"],
            quoting=_span(values["quoting_start_char"], values["quoting_end_char"]),
        )
        for values in held
    ]
    return sorted(found, key=lambda each: each.spans)


def _speakers(connection: sqlite3.Connection, article_id: int, article: str) -> dict[str, list[Speaker]]:
    """The speakers of an article by key: the one whose name gives the key, and others with a role."""
    named: dict[str, list[sqlite3.Row]] = {}
    for row in rows(
        connection, "select speaker_key, name, role from speaker_names where article_id = ? order by id", [article_id]
    ):
        named.setdefault(row["speaker_key"], []).append(row)
    speakers = {}
    for key, names in named.items():
        kind: Any = key.partition(":")[0]
        known = [row for row in names if speaker_key(Speaker(row["name"], kind), article) == key] or names
        first = next((row for row in known if row["role"]), known[0])
        others = tuple(row["name"] for row in names if not row["role"] and row is not first)
        also = [Speaker(row["name"], kind, (), row["role"]) for row in names if row["role"] and row is not first]
        speakers[key] = [Speaker(first["name"], kind, others, first["role"]), *also]
    return speakers


def _evidence(step: Step | None, chain: str) -> Evidence | None:
    return None if step is None else Evidence(step, parsed_spans(chain))


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _carry_addresses(connection: sqlite3.Connection, db: Database) -> None:
    found = rows(connection, "select speaker_key, slug, name, kind from speaker_keys order by id")
    db.table("speaker_keys").insert_all(map(dict, found))


def _carry_authority(connection: sqlite3.Connection, db: Database, *, authority: bool) -> None:
    sources = [row[0] for row in connection.execute("select distinct source from authority_people order by 1")]
    for source in sources if authority else ():
        uids = connection.execute("select uid from authority_people where source = ?", [source])
        known = authority_files.entries(connection, "uid", [row[0] for row in uids])
        authority_files.write(db.conn, known, source)


def _carry_as_they_are(connection: sqlite3.Connection, db: Database) -> None:
    for table in ("rejects", "fetches"):
        db.table(table).insert_all(map(dict, rows(connection, f"select * from {table} order by id")))
    here = dict(db.conn.execute("select uid, id from articles"))
    sources = rows(
        connection,
        "select a.uid, s.source, s.outlet, s.published from article_sources s join articles a on a.id = s.article_id"
        " order by s.id",
    )
    db.table("article_sources").insert_all(
        {"article_id": here[uid], "source": source, "outlet": outlet, "published": published}
        for uid, source, outlet, published in sources
    )


def _carry_retired(connection: sqlite3.Connection, db: Database) -> None:
    """Retire every quotation that was once published and was not found again, with its old reason."""
    sql = (
        "select a.uid, v.number, v.id, v.article_id, v.added_at from versions v join articles a on a.id = v.article_id"
    )
    place_of = {id: (uid, number) for uid, number, id, *_ in connection.execute(sql)}
    here = {(uid, number): (id, article_id) for uid, number, id, article_id, _ in db.conn.execute(sql)}
    last = {uid: added for uid, _, _, _, added in connection.execute(f"{sql} order by v.id")}
    known = {row[0] for row in db.conn.execute("select uid from quotations")}
    led: list[tuple[int, str, str]] = []
    for (uid,) in connection.execute("select uid from quotations order by uid").fetchall():
        if uid in known:
            continue
        values = status.values_of(connection, uid)
        assert values is not None, "it has just been found"
        article, number = place_of[values["version_id"]]
        gone = values["gone_version_id"]
        values["version_id"], values["article_id"] = here[article, number]
        values["gone_version_id"] = here[place_of[gone]][0] if gone else None
        had = {
            "retired": (values["status_reason"], values["status_at"], values["target_id"]),
            "withdrawn": tuple(values[column] for column in status.RETIREMENT),
        }.get(values["status"], (None, None, None))
        if had[2]:
            led.append((had[2], values["status"], uid))
        retirement = (*had[:2], None) if had[1] else status.successor(db.conn, values, last[article])
        if values["status"] == "withdrawn":
            status.store_withdrawn(db.conn, values | dict(zip(status.RETIREMENT, retirement, strict=True)))
        else:
            status.retire(db.conn, values, *retirement)
    # After all targets exist.
    for target, state, uid in led:
        (leads_to,) = connection.execute("select uid from quotations where id = ?", [target]).fetchone()
        status.redirect(db.conn, uid, leads_to, of=state)


def _attributed(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        """
        select speaker_key from decisions
        where kind = 'attributed' and undone_at is null and speaker_key is not null
        """
    )
    return [row[0] for row in found]
