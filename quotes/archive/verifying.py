"""Whether an archive holds what it promises: every word where it says, every link leading somewhere."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from quotes import ids
from quotes.archive.people import pairs
from quotes.archive.reading import retired, rows, versions
from quotes.article import Article, Quotation, Span
from quotes.identity.judgements import components, conflict

_INDEXED = ("articles", "quotations", "names")
_ORPHANS = {
    "a speaker whom nothing in the archive names": """
        select slug from speakers where id not in (select speaker from keys where speaker is not null)
        or (id not in (select speaker from names) and id not in (select speaker from quotation_speakers))
    """,
    "a speaker at another address than that of their name": """
        select slug from speakers where slug not in (select slug from keys where speaker = speakers.id)
    """,
    "a version without its text": """
        select v.article from versions v join articles a on a.id = v.article
        where (v.text is null) <> (v.number = a.version)
    """,
    "the speakers of a quotation disagree": """
        select q.id from quotations q where q.speaker is not (
            select speaker from quotation_speakers where quotation = q.pk order by position limit 1
        ) or q.said_by is not (
            select group_concat(name, ' & ') from (
                select s.name from quotation_speakers qs join speakers s on s.id = qs.speaker
                where qs.quotation = q.pk order by position
            )
        )
    """,
    "the quotations of a speaker are not counted right": """
        select slug from speakers where quoted <> (
            select count(*) from quotation_speakers qs join quotations q on q.pk = qs.quotation
            where qs.speaker = speakers.id and q.kind <> 'paraphrase'
        ) or quoted + paraphrased <> (select count(*) from quotation_speakers where speaker = speakers.id)
    """,
    "the date or kind of a quotation is not that beside its speaker": """
        select q.id from quotation_speakers qs join quotations q on q.pk = qs.quotation
        where qs.published is not q.published or qs.exact is not (q.kind <> 'paraphrase')
    """,
    "a copy of a story that is not here": "select id from articles where story not in (select id from articles)",
    "several decisions hold where one can": """
        select left from judgements where undone is null and judgement in ('attributed', 'withdrawn')
        group by left, judgement having count(*) > 1
    """,
    "a quotation that is both published and retired": "select id from retired where id in (select id from quotations)",
}


def verify(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with the archive, a line each; nothing where all is well. It is only read.

    Looks at: SQLite's own structure and the full-text indexes, foreign keys and orphans; each version's hash;
    each quotation, published or retired, against the text of its version, and its id; redirects; judgements
    that contradict each other. Raises sqlite3.DatabaseError where the file is too damaged to be read.
    """
    damage = [row[0] for row in connection.execute("pragma integrity_check") if row[0] != "ok"]
    yield from (f"damaged: {line}" for line in damage)
    if damage:
        return
    yield from _indexes(connection)
    for table, row, parent, _ in connection.execute("pragma foreign_key_check"):
        yield f"{table}: row {row} leads to a row of {parent} that does not exist"
    for problem, sql in _ORPHANS.items():
        yield from (f"{row[0]}: {problem}" for row in connection.execute(sql))
    for (article,) in connection.execute("select id from articles order by number").fetchall():
        yield from _article(connection, article)
    for (id,) in connection.execute("select id from retired where target is not null order by id").fetchall():
        gone = retired(connection, id)
        if gone and gone.target is None and not connection.execute(_WITHDRAWN_TARGET, [id]).fetchone():
            yield f"{id}: its redirect leads nowhere"
    held = pairs(connection)
    if contradiction := conflict(held, components(held)):
        yield f"{contradiction.left} and {contradiction.right} are judged both same and different"


_WITHDRAWN_TARGET = """
    with recursive chain(id, target) as (
        select id, target from retired where id = ? union
        select r.id, r.target from chain join retired r on r.id = chain.target
    ) select 1 from chain where target is null
"""


def _indexes(connection: sqlite3.Connection) -> Iterator[str]:
    """FTS5 checks itself by a command that writes (section 6.4 of its manual), so a copy is checked."""
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "copy.db")) as copy:
        connection.backup(copy)
        for table in _INDEXED:
            try:
                copy.execute(f"insert into {table}_fts({table}_fts, rank) values ('integrity-check', 1)")
            except sqlite3.DatabaseError as error:
                yield f"{table}_fts: the full-text index does not fit its table ({error})"


def _article(connection: sqlite3.Connection, id: str) -> Iterator[str]:
    (article,) = rows(connection, "select * from articles where id = ?", [id])
    texts = {version.number: version for version in versions(connection, id)}
    for version in texts.values():
        if hashlib.sha256(version.text.encode()).hexdigest() != version.sha256:
            yield f"{id}: the text of version {version.number} is not the one that was read"
    if texts.keys() != set(range(1, article["version"] + 1)):
        yield f"{id}: version {article['version']} of its text, but {len(texts)} are stored"
    first = texts.get(1)
    if first and id != ids.article_key(Article(first.text, "", url=first.metadata.get("url"))):
        yield f"{id}: does not follow from the address or the text of this article"
    published = [dict(row) for row in rows(connection, "select * from quotations where article = ?", [id])]
    kept = [json.loads(row["kept"]) for row in rows(connection, "select kept from retired where article = ?", [id])]
    expected = _expected_ids(id, [*published, *kept])
    for quotation in [*published, *kept]:
        text = texts[quotation["version"]].text if quotation["version"] in texts else None
        for problem in _quotation(quotation, text):
            yield f"{quotation['id']}: {problem}"
        if quotation["id"] not in expected:
            yield f"{quotation['id']}: does not follow from its article and words"
    for quotation in published:
        latest, gone = article["version"], quotation["gone_since"]
        if quotation["version"] != latest if gone is None else not quotation["version"] < gone <= latest:
            yield f"{quotation['id']}: of version {quotation['version']}, but gone since {gone} of {latest}"


def _quotation(row: dict[str, Any], text: str | None) -> Iterator[str]:
    if text is None:
        yield f"its article has no version {row['version']}"
        return
    spans = json.loads(row["spans"])
    exact = row["kind"] != "paraphrase"
    if row["text"] != " ".join(text[start:end] for start, end in spans) or (exact and len(spans) != 1):
        yield "its words do not stand where it says"
    if [row["start"], row["end"]] != [spans[0][0], spans[-1][1]]:
        yield "its start and end are not those of its spans"
    for part in ("cue", "mention"):
        if row[part] is not None and text[row[f"{part}_start"] : row[f"{part}_end"]] != row[part]:
            yield f"its {part} does not stand where it says"


def _expected_ids(article: str, quotations: list[dict[str, Any]]) -> set[str]:
    """Every id that the words of these quotations may have, the same words as often as they are there."""
    spans = [
        Quotation("direct", (Span(place, place + 1),), quotation["text"]) for place, quotation in enumerate(quotations)
    ]
    return set(ids.quotation_ids(article, spans))
