"""Whether an archive holds what it promises: every word where it says, every link leading somewhere."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import cache
from typing import Any

from quotes import ids
from quotes.model import METADATA, Article, Kind, Quotation, Span
from quotes.names.resolver import components, conflict
from quotes.store import columns, overrides
from quotes.store.queries import retired, rows, versions
from quotes.store.speaker_resolution import pairs
from quotes.store.status import UNKEPT

INDEXED = ("articles", "quotations", "names")
_ORPHANS = {
    "a speaker whom nothing in the archive names": """
        select 'speaker ' || slug from speakers where id not in (select speaker from keys where speaker is not null)
        or (id not in (select speaker from names) and id not in (select speaker from quotation_speakers))
    """,
    "a speaker at another address than that of their name": """
        select 'speaker ' || slug from speakers where slug not in (select slug from keys where speaker = speakers.id)
    """,
    "a version without its text": """
        select 'article ' || v.article from versions v join articles a on a.id = v.article
        where (v.text is null) <> (v.number = a.version)
    """,
    "the speakers of a quotation disagree": """
        select 'article ' || q.article || ', quotation ' || q.id from quotations q where q.speaker is not (
            select speaker from quotation_speakers where quotation = q.pk order by position limit 1
        ) or q.said_by is not (
            select group_concat(name, ' & ') from (
                select s.name from quotation_speakers qs join speakers s on s.id = qs.speaker
                where qs.quotation = q.pk order by position
            )
        )
    """,
    "the quotations of a speaker are not counted right": """
        select 'speaker ' || slug from speakers where quoted <> (
            select count(*) from quotation_speakers qs join quotations q on q.pk = qs.quotation
            where qs.speaker = speakers.id and q.kind <> 'paraphrase'
        ) or quoted + paraphrased <> (select count(*) from quotation_speakers where speaker = speakers.id)
    """,
    "the date or kind of a quotation is not that beside its speaker": """
        select 'article ' || q.article || ', quotation ' || q.id
        from quotation_speakers qs join quotations q on q.pk = qs.quotation
        where qs.published is not q.published or qs.exact is not (q.kind <> 'paraphrase')
    """,
    "a copy of a story that is not here": """
        select 'article ' || id from articles where story not in (select id from articles)
    """,
    "the date of a name is not that of its article": """
        select 'article ' || a.id || ', name ' || n.name from names n join articles a on a.id = n.article
        where n.published is not a.published
    """,
    "an address whose key is of another kind": """
        select 'speaker ' || slug from keys where kind <> substr(key, 1, instr(key, ':') - 1)
    """,
    "the MinHash of an article that is not here": """
        select 'number ' || number from bands where number not in (select number from articles)
    """,
    "several decisions hold where one can": """
        select 'quotation ' || left from judgements where undone is null and judgement in ('attributed', 'withdrawn')
        group by left, judgement having count(*) > 1
    """,
    "a quotation that is both published and retired": """
        select 'article ' || article || ', quotation ' || id from retired where id in (select id from quotations)
    """,
}


def verify(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with the archive, a line each; nothing where all is well. It is only read.

    Looks at: SQLite's own structure and the full-text indexes, what the database is made of; every value, whether the
    code that reads it can make sense of it; then foreign keys and orphans; each version's hash; each quotation,
    published or retired, against the text of its version, and its id; redirects; judgements that contradict each other.
    What depends on the others is not looked at where they are wrong. A published copy keeps nothing of retired
    quotations but their ids, which is no fault. All is of one moment, others writing or not.

    Raises sqlite3.DatabaseError where the file is too damaged to be read.
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
        if wrong:
            return
    for table, row, parent, _ in connection.execute("pragma foreign_key_check"):
        yield f"{table}: row {row} leads to a row of {parent} that does not exist"
    for problem, sql in _ORPHANS.items():
        yield from (f"{row[0]}: {problem}" for row in connection.execute(sql))
    given = _given(connection)
    (words_kept,) = connection.execute("select count(*) from retired where kept <> ?", [UNKEPT]).fetchone()
    for (article,) in connection.execute("select id from articles order by number").fetchall():
        yield from _article(connection, article, given.get(article, {}), is_copy=not words_kept)
    for article, id in connection.execute("select article, id from retired where target is not null order by id"):
        gone = retired(connection, id)
        if gone and gone.target is None and not connection.execute(_WITHDRAWN_TARGET, [id]).fetchone():
            yield f"{_named(article, id)}: its redirect leads nowhere"
    held = pairs(connection)
    if contradiction := conflict(held, components(held)):
        yield f"{contradiction.left} and {contradiction.right} are judged both same and different"


_WITHDRAWN_TARGET = """
    with recursive chain(id, target) as (
        select id, target from retired where id = ? union
        select r.id, r.target from chain join retired r on r.id = chain.target
    ) select 1 from chain where target is null
"""


def _named(article: str, quotation: str) -> str:
    return f"article {article}, quotation {quotation}"


def _structure(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute("pragma integrity_check"):
        if line != "ok":
            yield f"damaged: {' '.join(str(line).split())}"


def _made_of(connection: sqlite3.Connection) -> Iterator[str]:
    """Tables, indexes and triggers that are not those of a new archive; what others added is theirs."""
    wanted, names = _new()
    found = _definitions(connection)
    for (kind, name), sql in wanted.items():
        if found.get((kind, name)) != sql:
            yield f"damaged: the {kind} {name} is {'not what it was made as' if (kind, name) in found else 'missing'}"
    if _migrations(connection) != names:
        yield "damaged: it is not noted rightly which migrations the database has had"


@cache
def _new() -> tuple[dict[tuple[str, str], str], set[tuple[str, str]]]:
    """What a new archive is made of, and which migrations are noted in it."""
    from sqlite_utils import Database

    from quotes.store.schema import migrations

    db = Database(memory=True)
    with closing(db.conn):
        migrations.apply(db)
        return _definitions(db.conn), _migrations(db.conn)


def _definitions(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    found = connection.execute(
        """
        select cast(type as blob), cast(name as blob), cast(coalesce(sql, '') as blob) from sqlite_schema
        where name not like 'sqlite_%'
        """
    )
    texts = ((each.decode(errors="replace") for each in row) for row in found)
    return {(kind, name): " ".join(sql.split()) for kind, name, sql in texts}


def _migrations(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    return set(connection.execute("select migration_set, name from _sqlite_migrations"))


def _indexes(connection: sqlite3.Connection) -> Iterator[str]:
    """FTS5 checks itself by a command that writes (section 6.4 of its manual), so a copy is checked.

    The copy is a temporary database of SQLite, which no kill leaves behind.
    """
    with closing(sqlite3.connect("")) as copy:
        connection.backup(copy)
        for table in INDEXED:
            try:
                copy.execute(f"insert into {table}_fts({table}_fts, rank) values ('integrity-check', 1)")
            except sqlite3.DatabaseError as error:
                yield f"{table}_fts: the full-text index does not fit its table ({error})"


def _given(connection: sqlite3.Connection) -> dict[str, dict[str, str | None]]:
    """What people set of articles, by article; see `describing.given`."""
    found = connection.execute("select distinct left from judgements where judgement = 'described' and undone is null")
    return {article: overrides.given(connection, article) for (article,) in found.fetchall()}


def _article(
    connection: sqlite3.Connection, id: str, given: Mapping[str, str | None], *, is_copy: bool
) -> Iterator[str]:
    (article,) = rows(connection, "select * from articles where id = ?", [id])
    texts = {version.number: version for version in versions(connection, id)}
    for version in texts.values():
        if hashlib.sha256(version.text.encode()).hexdigest() != version.sha256:
            yield f"article {id}: the text of version {version.number} is not the one that was read"
    first, latest = texts.get(1), texts.get(article["version"])
    if first is None or latest is None or len(texts) != article["version"] or max(texts) != len(texts):
        yield f"article {id}: version {article['version']} of its text, but {len(texts)} are stored"
        return
    if id != ids.article_key(Article(first.text, "", url=first.metadata.get("url"))):
        yield f"article {id}: does not follow from the address or the text of this article"
    if (article["sha256"], article["added"]) != (latest.sha256, first.added):
        yield f"article {id}: its hash or when it was added is not that of its versions"
    for field in METADATA:
        if article[field] != given.get(field, latest.metadata.get(field)):
            yield f"article {id}: its {field} is neither what was read nor what people set"
    published = [dict(row) for row in rows(connection, "select * from quotations where article = ?", [id])]
    gone = connection.execute("select id, kept from retired where article = ?", [id]).fetchall()
    kept = [json.loads(row) for _, row in gone if row != UNKEPT or is_copy]
    yield from (f"{_named(id, lost)}: nothing is kept of it" for lost, row in gone if row == UNKEPT and not is_copy)
    if is_copy:
        # Whatever words they had may come before the same ones among those published, which then count from there.
        expected = _expected_ids(id, published * (1 + len(kept)))
        kept = []
    else:
        expected = _expected_ids(id, [*published, *kept])
    for quotation in [*published, *kept]:
        name = _named(id, quotation["id"])
        text = texts[quotation["version"]].text if quotation["version"] in texts else None
        for problem in _quotation(quotation, text):
            yield f"{name}: {problem}"
        if quotation["id"] not in expected:
            yield f"{name}: does not follow from its article and words"
        if quotation["published"] != article["published"]:
            yield f"{name}: its date is not that of its article"
    for quotation in published:
        now, since = article["version"], quotation["gone_since"]
        if quotation["version"] != now if since is None else not quotation["version"] < since <= now:
            yield f"{_named(id, quotation['id'])}: of version {quotation['version']}, but gone since {since} of {now}"


def _quotation(row: dict[str, Any], text: str | None) -> Iterator[str]:
    if text is None:
        yield f"its article has no version {row['version']}"
        return
    spans, chain = json.loads(row["spans"]), json.loads(row["chain"])
    exact = row["kind"] != "paraphrase"
    if row["text"] != " ".join(text[start:end] for start, end in spans) or (exact and len(spans) != 1):
        yield "its words do not stand where it says"
    if [row["start"], row["end"]] != [spans[0][0], spans[-1][1]]:
        yield "its start and end are not those of its spans"
    for part in ("cue", "mention"):
        words, start, end = (row[part + column] for column in ("", "_start", "_end"))
        known = {each is not None for each in (words, start, end)}
        if len(known) > 1 or (words is not None and not (0 <= start < end and text[start:end] == words)):
            yield f"its {part} does not stand where it says"
    if any(end > len(text) for _, end in chain):
        yield "its chain leads out of the text"


def _expected_ids(article: str, quotations: list[dict[str, Any]]) -> set[str]:
    """Every id that the words of these quotations may have, the same words as often as they are there."""
    spans = [Quotation(Kind.DIRECT, (Span(place, place + 1),), each["text"]) for place, each in enumerate(quotations)]
    return set(ids.quotation_ids(article, spans))
