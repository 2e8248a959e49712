"""Checks the integrity of an archive."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import cache
from typing import Any

from quotes import ids
from quotes.model import METADATA, Article, Kind, Quotation, Span, page_of
from quotes.names import is_local, mention
from quotes.names.authority import keys_of_name
from quotes.names.resolver import components, conflict
from quotes.store import columns, originals, overrides, utterances
from quotes.store.database import is_published
from quotes.store.identity import evidence
from quotes.store.identity.resolution import everybody, pairs
from quotes.store.queries import SHOWN, Version, retired, rows, versions
from quotes.store.redaction import is_redacted
from quotes.store.schema import FIRST_PRINTING, INDEXED, IS_EXACT, SAID_AS, TEXT_COLUMNS, create_tables
from quotes.store.status import SHOWN_COLUMNS

_QUOTING = re.compile('["`\\[\\]]')
_REQUIRED = (
    *("version_id", "kind", "text", "start_char", "end_char", "spans", "named_keys", "confidence"),
    *("attribution_chain", "polarity", "statement", "statement_spans"),
)
_ORPHANS = {
    "a speaker whom nothing in the archive names": """
        select 'speaker ' || slug from speakers
        where id not in (select speaker_id from speaker_keys where speaker_id is not null) or (
            id not in (select speaker_id from speaker_names) and id not in (select speaker_id from quotation_speakers)
        )
    """,
    "a speaker at another URL than that of their name": """
        select 'speaker ' || slug from speakers
        where slug not in (select slug from speaker_keys where speaker_id = speakers.id)
    """,
    "not one of its versions is the current one, or not the last": """
        select 'article ' || uid from articles a where (
            select max(number) from versions where article_id = a.id
        ) is not (select number from versions where article_id = a.id and is_current)
    """,
    "no version of an article was read from it": """
        select 'original ' || sha256 from originals
        where id not in (select original_id from versions where original_id is not null)
    """,
    "the speakers of a quotation disagree": """
        select 'article ' || a.uid || ', quotation ' || q.uid from quotations q join articles a on a.id = q.article_id
        where q.speaker_id is not (
            select speaker_id from quotation_speakers where quotation_id = q.id order by position limit 1
        ) or q.said_by is not (
            select group_concat(name, ' & ') from (
                select s.name from quotation_speakers qs join speakers s on s.id = qs.speaker_id
                where qs.quotation_id = q.id order by position
            )
        )
    """,
    "it does not describe its speakers as its article does": f"""
        select 'quotation ' || q.uid from quotations q
        where q.status in ('published', 'gone') and q.said_as is not ({SAID_AS})
    """,
    "the quotations of a speaker are not counted right": """
        select 'speaker ' || slug from speakers where quotation_count <> (
            select count(*) from quotation_speakers where speaker_id = speakers.id and is_exact = 1
        ) or paraphrase_count <> (
            select count(*) from quotation_speakers where speaker_id = speakers.id and is_exact = 0
        )
    """,
    "the date or kind of a quotation is not that beside its speaker": f"""
        select 'quotation ' || q.uid from quotation_speakers qs join quotations q on q.id = qs.quotation_id
        where qs.published is not q.published or qs.is_exact is not ({IS_EXACT})
    """,
    "the printings of its words are not those of its utterance": f"""
        select 'quotation ' || q.uid from quotation_speakers s join quotations q on q.id = s.quotation_id
        where s.utterance is not q.utterance or s.is_first is not case
            when s.is_exact is null then 0 when s.utterance is null then 1
            else s.quotation_id = {FIRST_PRINTING} end
    """,
    "it does not stand in the paraphrase that it is a part of": """
        select 'quotation ' || q.uid from quotations q left join quotations holder on holder.id = q.part_of_id
        where q.part_of_id is not null and (
            q.kind is null or q.kind = 'paraphrase' or holder.kind is not 'paraphrase'
            or holder.version_id is not q.version_id or holder.start_char > q.start_char
            or holder.end_char < q.end_char
        )
    """,
    "the date of a name is not that of its article": """
        select 'article ' || a.uid || ', name ' || n.name from speaker_names n join articles a on a.id = n.article_id
        where n.published is not a.published
    """,
    "the articles that use it are not counted right": """
        select 'name ' || name || ' of ' || speaker_key from (
            select speaker_key, name, role, sum(used) as used from (
                select speaker_key, name, coalesce(role, '') as role, 1 as used from speaker_names
                where speaker_key not like 'anonymous:%'
                union all select speaker_key, name, role, -article_count from name_uses
            ) group by speaker_key, name, role
        ) where used <> 0
    """,
    "the articles with these traits are not counted right": """
        select 'traits of ' || speaker_key from (
            select speaker_key, traits, 1 as used from name_traits
            union all select speaker_key, traits, -article_count from trait_uses
        ) group by speaker_key, traits having sum(used) <> 0
    """,
    "the traits of a name that its article does not give": """
        select 'article ' || t.article_uid || ', traits of ' || t.speaker_key from name_traits t where not exists (
            select 1 from articles a join speaker_names n on n.article_id = a.id
            where a.uid = t.article_uid and n.speaker_key = t.speaker_key
        )
    """,
    "the articles that give it are not counted right": """
        with counted as (
            select speaker_id, role, count(*), min(published), max(published) from speaker_names
            where role is not null group by speaker_id, role
        )
        select 'role ' || w.role || ' of ' || slug from (
            select * from (select * from counted except select * from role_uses)
            union select * from (select * from role_uses except select * from counted)
        ) w join speakers s on s.id = w.speaker_id group by s.id, w.role
    """,
    "an URL whose key is of another kind": """
        select 'speaker ' || slug from speaker_keys where kind <> substr(speaker_key, 1, instr(speaker_key, ':') - 1)
    """,
    "several decisions hold where one can": """
        select 'quotation ' || quotation_uid from decisions
        where undone_at is null and kind in ('attributed', 'withdrawn')
        group by quotation_uid, kind having count(*) > 1
    """,
    "its words do not stand where its status says": f"""
        select 'quotation ' || q.uid from quotations q left join withdrawn_texts w on w.quotation_id = q.id
        where case when q.status in ('published', 'gone') then
            w.quotation_id is not null or q.target_id is not null
            or {" or ".join(f"q.{column} is null" for column in _REQUIRED)}
        else
            coalesce({", ".join(f"q.{column}" for column in (*TEXT_COLUMNS, *SHOWN_COLUMNS))})
                is not null
        end
    """,
    "its status is not that which its versions and decisions say": """
        select 'quotation ' || q.uid from quotations q left join versions v on v.id = q.gone_version_id
        left join decisions d on d.quotation_uid = q.uid and d.kind = 'withdrawn' and d.undone_at is null
        where (q.status = 'withdrawn') <> (d.id is not null) or case q.status
            when 'published' then q.gone_version_id is not null or coalesce(q.status_reason, q.status_at) is not null
            when 'gone' then q.status_reason is null or q.status_at is not v.added_at
            when 'withdrawn' then (q.status_reason, q.status_at, q.target_id) is not (d.note, d.made_at, null)
            else q.status_reason is null or q.status_at is null
        end
    """,
}


def verify(connection: sqlite3.Connection) -> Iterator[str]:
    """Check an archive. It is only read.

    Checked are the structure of the SQLite file, the schema and the full-text indexes; every value; foreign keys and
    orphans; the hash of each version and of each original; each quotation of any status, with its id, against the text
    of its version; redirects; and contradictions between decisions. If a check fails, checks that depend on it are
    skipped. The missing withdrawn texts of a published copy are not a problem. All checks see the archive at one
    moment, even if others write to it.

    Returns:
        The problems, one line each.

    Raises:
        sqlite3.DatabaseError: The file is too damaged to be read.
    """
    if connection.in_transaction:
        yield from _verify(connection)
        return
    connection.execute("begin")
    try:
        yield from _verify(connection)
    finally:
        connection.rollback()


def _verify(connection: sqlite3.Connection) -> Iterator[str]:
    for look in (_structure, _made_of, _indexes, columns.problems):
        wrong = False
        for problem in look(connection):
            wrong = True
            yield problem
        if wrong and look is not _indexes:  # no other check depends on it
            return
    for table, row, parent, _ in connection.execute("pragma foreign_key_check"):
        yield f"{table}: row {row} refers to a row of {parent} that does not exist"
    for problem, sql in _ORPHANS.items():
        yield from (f"{row[0]}: {problem}" for row in connection.execute(sql))
    for sha256 in originals.damaged(connection):
        yield f"original {sha256}: its bytes do not match its hash"
    given = _given(connection)
    (texts,) = connection.execute("select count(*) from withdrawn_texts").fetchone()
    for id, uid in connection.execute("select id, uid from articles order by id").fetchall():
        yield from _article(connection, id, uid, given.get(uid, {}), is_copy=not texts)
    for uid, article in connection.execute(
        """
        select q.uid, a.uid from quotations q join articles a on a.id = q.article_id
        where q.target_id is not null order by a.id, q.uid
        """
    ):
        gone = retired(connection, uid)
        if gone and gone.target is None and not connection.execute(_WITHDRAWN_TARGET, [uid]).fetchone():
            yield f"{_named(article, uid)}: its redirect has no target"
    held = pairs(connection)
    if contradiction := conflict(held, components(held)):
        yield f"{contradiction.left} and {contradiction.right} are decided to be both same and different"
    yield from _joins(connection)
    yield from _people(connection)


def _joins(connection: sqlite3.Connection) -> Iterator[str]:
    """Joins that do not follow from the names in the articles."""
    for name, *keys in connection.execute("select name, speaker_key, family_name from authority_names"):
        if tuple(keys) != keys_of_name(name):
            yield f"authority file, name {name}: its keys do not follow from the name"
    blocks, joins = evidence.expected(connection)
    for slug, key, block in connection.execute("select slug, speaker_key, name_block from speaker_keys order by id"):
        if block != blocks.get(key):
            yield f"speaker {slug}: its block does not follow from the names"
    held = evidence.stored(connection)
    for lead, node, *_ in sorted(held ^ joins):
        state = "is missing" if (lead, node) not in {row[:2] for row in held} else "does not follow from the names"
        yield f"join of {lead} and {node}: {state}"


def _people(connection: sqlite3.Connection) -> Iterator[str]:
    """Names whose speaker is not the one of the decisions and joins."""
    people = everybody(connection)
    found = connection.execute(
        """
        select k.speaker_key, k.slug, s.slug, s.id from speaker_keys k left join speakers s on s.id = k.speaker_id
        """
    )
    known = {key: (slug, speaker, id) for key, slug, speaker, id in found}
    for key, (slug, speaker, _) in known.items():
        lead = next(node for node in people.get(key, (key,)) if node in known)
        if speaker not in (None, known[lead][0]):
            yield f"speaker {slug}: belongs to {speaker}, but by decisions and joins to {known[lead][0]}"
    alone = {node for pair in pairs(connection) if pair.kind != "unsure" for node in (pair.left, pair.right)}
    alone |= {node for _, node, *_ in evidence.stored(connection) if is_local(node)}
    for key, article, name, id in connection.execute(
        "select speaker_key, a.uid, name, speaker_id from speaker_names n join articles a on a.id = n.article_id"
    ):
        node = mention(key, article) if mention(key, article) in alone else key
        if node not in known or known[node][2] != id:
            yield f"article {article}, name {name}: has the wrong speaker"


_WITHDRAWN_TARGET = """
    with recursive chain(id, target_id) as (
        select id, target_id from quotations where uid = ? union
        select q.id, q.target_id from chain join quotations q on q.id = chain.target_id
    ) select 1 from chain where target_id is null
"""


def _named(article: str, quotation: str) -> str:
    return f"article {article}, quotation {quotation}"


def _structure(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute("pragma integrity_check"):
        if line != "ok":
            yield f"damaged: {' '.join(str(line).split())}"


def _made_of(connection: sqlite3.Connection) -> Iterator[str]:
    """The tables, indexes and triggers that differ from those of a new archive. Additional ones are ignored."""
    found = _definitions(connection)
    for (kind, name), sql in _new().items():
        if found.get((kind, name)) != sql:
            yield f"damaged: the {kind} {name} is {'changed' if (kind, name) in found else 'missing'}"


@cache
def _new() -> dict[tuple[str, str], str]:
    """The schema of a new archive."""
    from sqlite_utils import Database

    db = Database(memory=True)
    with closing(db.conn):
        create_tables(db)
        return _definitions(db.conn)


def _definitions(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    found = connection.execute(
        """
        select cast(type as blob), cast(name as blob), cast(coalesce(sql, '') as blob) from sqlite_schema
        where name not like 'sqlite_%'
        """
    )
    texts = ((each.decode(errors="replace") for each in row) for row in found)
    # Other releases of sqlite-utils may quote names differently.
    return {(kind, name): " ".join(_QUOTING.sub("", sql).split()) for kind, name, sql in texts}


def _indexes(connection: sqlite3.Connection) -> Iterator[str]:
    """Check the full-text indexes in a copy, since FTS5 checks itself with a command that writes (section 6.4 of its
    manual).

    The copy is a temporary database of SQLite, so it is removed even if the process is killed.
    """
    with closing(sqlite3.connect("")) as copy:
        connection.backup(copy)
        for table in INDEXED:
            try:
                copy.execute(f"insert into {table}_fts({table}_fts, rank) values ('integrity-check', 1)")
            except sqlite3.DatabaseError as error:
                yield f"{table}_fts: the full-text index does not match its table ({error})"


def _given(connection: sqlite3.Connection) -> dict[str, dict[str, str | None]]:
    """The metadata that people set, by article; see `overrides.given`."""
    found = connection.execute(
        "select distinct article_uid from decisions where kind = 'described' and undone_at is null"
    )
    return {article: overrides.given(connection, article) for (article,) in found.fetchall()}


def _article(
    connection: sqlite3.Connection, id: int, uid: str, given: Mapping[str, str | None], *, is_copy: bool
) -> Iterator[str]:
    (article,) = rows(connection, "select * from articles where id = ?", [id])
    texts = {version.number: version for version in versions(connection, uid)}
    may_redact = is_published(connection)
    numbers = dict(connection.execute("select id, number from versions where article_id = ?", [id]).fetchall())
    for version in texts.values():
        if hashlib.sha256(version.text.encode()).hexdigest() != version.sha256:
            yield f"article {uid}: the text of version {version.number} does not match its hash"
        if not all(may_redact and is_redacted(version.text, span) for span in version.redacted_spans):
            yield f"article {uid}: the text of version {version.number} is not redacted where it should be"
    first, now = texts.get(1), max(texts, default=0)
    if first is None or now != len(texts):
        yield f"article {uid}: version {now} of its text is the last, but {len(texts)} are stored"
        return
    latest = texts[now]
    url = first.metadata.get("url")
    if (url or not first.redacted_spans) and uid != ids.article_key(Article(first.text, "", url=url)):
        yield f"article {uid}: is not the id for the URL or the text of this article"
    if article["added_at"] != first.added:
        yield f"article {uid}: its time of adding is not that of its first version"
    for field in METADATA:
        if article[field] != given.get(field, latest.metadata.get(field)):
            yield f"article {uid}: its {field} is neither the value that was read nor one that people set"
    quotations = rows(connection, "select * from quotations where article_id = ?", [id])
    shown = [dict(row) for row in quotations if row["status"] in SHOWN and _has_words(dict(row))]
    hidden = {row["id"]: row["uid"] for row in quotations if row["status"] not in SHOWN}
    kept = [
        dict(row) | {"uid": hidden[row["quotation_id"]]}
        for row in rows(
            connection,
            "select * from withdrawn_texts where quotation_id in (select value from json_each(?))",
            [json.dumps(list(hidden))],
        )
    ]
    if not is_copy:
        for lost in sorted(set(hidden.values()) - {quotation["uid"] for quotation in kept}):
            yield f"{_named(uid, lost)}: its words are missing"
    # In a copy, unknown withdrawn words may come before the same published ones, which are then numbered after them.
    expected = _expected_ids(uid, shown * (1 + len(hidden)) if is_copy else [*shown, *kept])
    for quotation in [*shown, *kept]:
        name = _named(uid, quotation["uid"])
        number = numbers.get(quotation["version_id"])
        for problem in _quotation(quotation, texts[number] if number else None):
            yield f"{name}: {problem}"
        if quotation["uid"] not in expected:
            yield f"{name}: is not the id for its article and words"
        if quotation.get("published", article["published"]) != article["published"]:
            yield f"{name}: its date is not that of its article"
    for quotation in shown:
        number, since = numbers.get(quotation["version_id"], 0), numbers.get(quotation["gone_version_id"])
        if (quotation["status"] == "gone") != (since is not None) or (
            number != now if since is None else not number < since <= now
        ):
            yield f"{_named(uid, quotation['uid'])}: of version {number}, but gone since {since} of {now}"


def _has_words(row: Mapping[str, Any]) -> bool:
    return all(row[column] is not None for column in _REQUIRED)


def _quotation(row: dict[str, Any], version: Version | None) -> Iterator[str]:
    if version is None:
        yield "its article has no such version"
        return
    text = version.text
    spans, chain = json.loads(row["spans"]), json.loads(row["attribution_chain"])
    words = (row["kind"], row["text"], row["statement"], json.loads(row["named_keys"]))
    between = utterances.interrupting(row["kind"], row["polarity"], len(spans), row["cue"])
    if row["utterance"] != utterances.key(*words, between):
        yield "its utterance does not follow from its words"
    exact = row["kind"] != "paraphrase"
    if row["text"] != " ".join(text[start:end] for start, end in spans) or (exact and len(spans) != 1):
        yield "its words do not match its spans"
    if [row["start_char"], row["end_char"]] != [spans[0][0], spans[-1][1]]:
        yield "its start and end do not match its spans"
    if row["page"] != page_of(version.page_starts, row["start_char"]):
        yield "its page does not match its start"
    statement_spans = json.loads(row["statement_spans"])
    if row["statement"] != " ".join(text[start:end] for start, end in statement_spans):
        yield "its statement does not match its spans"
    for part in ("cue", "mention", "quoting"):
        words, start, end = (row[part + column] for column in ("", "_start_char", "_end_char"))
        known = {each is not None for each in (words, start, end)}
        if len(known) > 1 or (words is not None and not (0 <= start < end and text[start:end] == words)):
            yield f"its {part} does not match its offsets"
    if any(end > len(text) for _, end in chain):
        yield "its chain is outside of the text"


def _expected_ids(article: str, quotations: list[dict[str, Any]]) -> set[str]:
    """All ids that these quotations may have; repeated words have one for each occurrence."""
    spans = [Quotation(Kind.DIRECT, (Span(start, start + 1),), each["text"]) for start, each in enumerate(quotations)]
    return set(ids.quotation_ids(article, spans))
