"""Reads the archive: quotations, articles, speakers. Works with any connection, also read-only ones."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple, cast

from quotes.model import METADATA, PRINTED, PROVENANCE, Kind, Polarity, Span, SpeakerKind
from quotes.store.cache import until_changed
from quotes.store.database import file_of
from quotes.store.errors import DAMAGED, ArchiveError
from quotes.store.schema import IS_FORMER_PART, MARKS
from quotes.store.search.fulltext import is_searchable, quoted
from quotes.text.wording import in_article

Parameters = Sequence[object] | Mapping[str, object]

SHOWN = ("published", "gone")  # the statuses of quotations that pages show; for others there is only a notice
# Of a quotation q, with the value `sure` for `quotes.model.UNVERIFIED`. What an editor decided is sure.
IS_VERIFIED = """(
    q.confidence >= :sure or exists (
        select 1 from decisions
        where decisions.quotation_uid = q.uid and decisions.kind = 'attributed' and decisions.undone_at is null
    )
)"""
# Of a verified quotation q: whether it is a result of its own, and not found with a verified paraphrase around it.
IS_WHOLE_VERIFIED = f"""(
    q.part_of_id is null or not exists (
        select 1 from quotations holder where holder.id = q.part_of_id and {IS_VERIFIED.replace("q.", "holder.")}
    )
)"""
_UNDECODED = "Could not decode to UTF-8"  # how the error of Python's sqlite3 begins
UNTITLED = "Untitled article"
PRINTED_COLUMNS = ", ".join(f"a.{column}" for column in ("uid", *PRINTED))  # of an article a, for `printed`
# The same of a source s of the text of an article a. Other fields of the source are not stored.
_PRINTED_THERE = {"uid": "a.uid", "title": "a.title", "source": "s.source"} | {
    column: f"s.{column}" for column in ("outlet", "published")
}
SPEAKER_COLUMNS = "slug, name, kind, role, quotation_count as quoted, paraphrase_count as paraphrased"


class Mark(NamedTuple):
    """Words of an article with their offsets: code points, end exclusive."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """The speaker of a quotation. `slug` is permanent, ``[a-z0-9-]+``; `role` is the one that most articles give."""

    slug: str
    name: str
    kind: SpeakerKind
    role: str | None


@dataclass(frozen=True, slots=True)
class Printed:
    """The article of a quotation, without its text."""

    id: str
    title: str | None
    byline: str | None
    outlet: str | None
    published: str | None
    url: str | None
    source: str

    @property
    def headline(self) -> str:
        """The title, or "Untitled article". The source is no title, because it may be a path on somebody's computer."""
        return self.title or UNTITLED


class Part(NamedTuple):
    """Exact words within a paraphrase, which are a quotation of their own."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class StoredQuotation:
    """A `quotes.model.Quotation` in the archive, with its id, its article and its speakers.

    Attributes:
        speakers: In the order named; empty if unknown.
        step: The attribution step, "newsroom" if somebody corrected the speaker, or None.
        chain: The mentions that lead to the name, nearest first.
        version: The version that the offsets point into.
        part_of: The id of the paraphrase that these exact words are a part of, or None.
        parts: The quotations that are a part of this paraphrase, in the order of the text.
        utterance: The number that all printings of the same words have; None for few words.
        page: The page of the PDF file on which it begins, from 1; None for other formats.
        gone_since: The first version without these words, None while the article has them.
    """

    id: str
    kind: Kind
    text: str
    spans: tuple[Span, ...]
    speakers: tuple[Named, ...]
    cue: Mark | None
    mention: Mark | None
    confidence: float
    step: str | None
    chain: tuple[Span, ...]
    article: Printed
    polarity: Polarity
    statement: str
    statement_spans: tuple[Span, ...]
    quoting: Mark | None
    version: int = 1
    gone_since: int | None = None
    part_of: str | None = None
    parts: tuple[Part, ...] = ()
    utterance: int | None = None
    page: int | None = None

    @property
    def speaker(self) -> str | None:
        """The speaker's name, joint speakers joined by " & ", or None."""
        return " & ".join(speaker.name for speaker in self.speakers) or None


@dataclass(frozen=True, slots=True)
class StoredArticle(Printed):
    """An article with its latest text, and the quotations in it, in order.

    Attributes:
        sha256: Of the text in UTF-8, hexadecimal.
        added: When it was added to the archive, ISO 8601, UTC.
        version: The number of the text, from 1.
        has_original: Whether the file or page that it was read from is kept.
        is_redacted: Whether the text has masks instead of the words of withdrawn quotations.
    """

    text: str
    sha256: str
    added: str
    quotations: tuple[StoredQuotation, ...]
    version: int
    modified: str | None = None
    language: str | None = None
    has_original: bool = False
    is_redacted: bool = False


class Version(NamedTuple):
    """One version of the text of an article, and how it was read.

    Attributes:
        number: From 1.
        added: When it was read, ISO 8601, UTC.
        metadata: The fields of `quotes.model.METADATA` as they were read.
        page_starts: The offset at which each page begins; empty if it has no pages.
        redacted_spans: Where a published copy has masks instead of the words of withdrawn quotations.
        has_original: Whether the file or page that it was read from is kept.
    """

    number: int
    text: str
    sha256: str
    added: str
    metadata: dict[str, str | None]
    source: str
    fetched_url: str | None
    fetched_at: str | None
    raw_sha256: str | None
    extractor: str | None
    page_starts: tuple[int, ...]
    redacted_spans: tuple[Span, ...]
    has_original: bool


class Gone(NamedTuple):
    """An id or slug that was once in use.

    Attributes:
        target: The id or slug that replaces it, or None.
        reason: Why it is no longer in use, for people.
    """

    target: str | None
    reason: str


class Role(NamedTuple):
    """A role that an article gives to a speaker, with the date of the article."""

    role: str
    published: str | None
    article: str


@dataclass(frozen=True, slots=True)
class StoredSpeaker:
    """A speaker, with the number of quotations (exact words) and paraphrases (reported speech)."""

    slug: str
    name: str
    kind: SpeakerKind
    role: str | None
    quoted: int
    paraphrased: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """Everything about one speaker.

    Attributes:
        names: All forms of the name, the most used first.
        roles: Each with the date and the article that gave it, the latest first.
        quotations: The newest first.
    """

    speaker: StoredSpeaker
    names: tuple[str, ...]
    roles: tuple[Role, ...]
    quotations: tuple[StoredQuotation, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The contents of the archive in numbers.

    Attributes:
        quotations: Their number; a paraphrase and the exact words in it are one.
        outlets: Name and number of articles, the largest first.
        first, last: The dates of the oldest and the newest dated article.
        undated: The number of articles without a date.
    """

    articles: int
    quotations: int
    speakers: int
    outlets: tuple[tuple[str, int], ...]
    first: str | None
    last: str | None
    undated: int


def quotation(connection: sqlite3.Connection, id: str) -> StoredQuotation | None:
    """The quotation with this id, or None."""
    found = quotations(connection, "where q.uid = ?", [id])
    return found[0] if found else None


def with_ids(connection: sqlite3.Connection, ids: Sequence[str]) -> list[StoredQuotation]:
    """The quotations with these ids, in this order, without those that are no longer published."""
    return quotations(connection, "join json_each(?) page on page.value = q.uid order by page.key", [json.dumps(ids)])


def article(connection: sqlite3.Connection, id: str) -> StoredArticle | None:
    """The article with this key, with its quotations, or None."""
    found = rows(
        connection,
        f"""
        select a.uid as id, a.source, {", ".join(f"a.{field}" for field in METADATA)}, v.text, v.sha256,
            a.added_at as added, v.number as version, v.original_id is not null as has_original,
            v.redacted_spans is not null as is_redacted
        from articles a join versions v on v.article_id = a.id and v.is_current where a.uid = ?
        """,
        [id],
    )
    if not found:
        return None
    its = quotations(connection, "where a.uid = ? and q.status = 'published' order by q.start_char, q.end_char", [id])
    return StoredArticle(**dict(found[0]), quotations=tuple(its))


def versions(connection: sqlite3.Connection, article: str) -> list[Version]:
    """All versions of the article with this key, the first one first."""
    found = rows(
        connection,
        f"""
        select number, text, sha256, added_at as added, metadata, {", ".join(PROVENANCE)},
            page_starts, redacted_spans, original_id is not null as has_original
        from versions where article_id = (select id from articles where uid = ?) order by number
        """,
        [article],
    )
    with _parsing(connection):
        return [
            Version(
                **dict(row)
                | {
                    "metadata": json.loads(row["metadata"]),
                    "page_starts": tuple(json.loads(row["page_starts"] or "[]")),
                    "redacted_spans": parsed_spans(row["redacted_spans"] or "[]"),
                    "has_original": bool(row["has_original"]),
                }
            )
            for row in found
        ]


def version(connection: sqlite3.Connection, article: str, number: int) -> Version | None:
    """Version `number` of the article with this key, or None."""
    return next((each for each in versions(connection, article) if each.number == number), None)


def printings(connection: sqlite3.Connection, article: str) -> list[Printed]:
    """Where else the story of the article with this key was published, oldest first: copies of it, and other sources of
    the same text (these have its own key).
    """
    there = ", ".join(_PRINTED_THERE.get(column, "null") for column in ("uid", *PRINTED))
    found = rows(
        connection,
        f"""
        select * from (
            select {PRINTED_COLUMNS}, a.id
            from articles its join articles a on a.story_id = its.story_id where its.uid = :uid and a.uid <> :uid
            union all
            select {there}, a.id from article_sources s join articles a on a.id = s.article_id where a.uid = :uid
        ) order by published is null, published, id, source
        """,
        {"uid": article},
    )
    return [printed(row) for row in found]


def retired(connection: sqlite3.Connection, id: str) -> Gone | None:
    """What became of a quotation that is no longer published: the id that replaces it, or the reason.

    None if there never was a quotation with this id.
    """
    # The chain is short; "union" stops at a cycle.
    chain = rows(
        connection,
        """
        with recursive chain(id, uid, target_id, status, reason) as (
            select id, uid, target_id, status, status_reason from quotations where uid = ?
            union
            select q.id, q.uid, q.target_id, q.status, q.status_reason
            from chain join quotations q on q.id = chain.target_id
        )
        select uid, status, reason from chain
        """,
        [id],
    )
    if not chain or chain[0]["status"] in SHOWN:
        return None
    last = chain[-1]
    return Gone(last["uid"], chain[0]["reason"]) if last["status"] in SHOWN else Gone(None, last["reason"])


def former_speaker(connection: sqlite3.Connection, slug: str) -> Gone | None:
    """What became of a speaker's slug: the slug of the merged speaker, or the reason why there is none.

    None if there never was a speaker with this slug, or still is.
    """
    found = rows(
        connection,
        """
        select coalesce(s.slug, t.slug) as slug from speaker_keys k left join speakers s on s.id = k.speaker_id
        left join speaker_keys shared
            on shared.speaker_key = substr(k.speaker_key, 1, instr(k.speaker_key, '@') - 1)
        left join speakers t on t.id = shared.speaker_id
        where k.slug = ? and s.slug is not k.slug
        """,
        [slug],
    )
    if not found:
        return None
    target = found[0]["slug"]
    return Gone(target, "one speaker with another" if target else "no article here quotes this speaker any more")


def present_slug(connection: sqlite3.Connection, slug: str) -> str | None:
    """The slug of the speaker that `slug` leads to: itself, or that of the merged speaker. None if there is none."""
    if rows(connection, "select 1 from speakers where slug = ?", [slug]):
        return slug
    former = former_speaker(connection, slug)
    return former.target if former else None


def speaker(connection: sqlite3.Connection, slug: str, *, limit: int = 100, offset: int = 0) -> Portrait | None:
    """The speaker with this slug, with `limit` of their quotations after the first `offset`, or None."""
    found = _speakers(connection, "where slug = :slug", {"slug": slug}, limit=1)
    if not found:
        return None
    names = rows(
        connection,
        """
        select name from speaker_names where speaker_id = (select id from speakers where slug = ?)
        group by name order by count(*) desc, length(name) desc, name
        """,
        [slug],
    )
    roles = rows(
        connection,
        """
        select role, n.published, a.uid from speaker_names n join articles a on a.id = n.article_id
        where speaker_id = (select id from speakers where slug = ?) and role is not null
        order by n.published desc, a.uid desc, name
        """,
        [slug],
    )
    theirs = quotations(
        connection,
        """
        where q.id in (
            select quotation_id from quotation_speakers where speaker_id = (select id from speakers where slug = ?)
        )
        order by q.published desc, a.uid, q.start_char limit ? offset ?
        """,
        [slug, limit, offset],
    )
    return Portrait(found[0], tuple(row["name"] for row in names), tuple(Role(*row) for row in roles), tuple(theirs))


def speakers(
    connection: sqlite3.Connection, name: str = "", *, limit: int = 100, offset: int = 0
) -> list[StoredSpeaker]:
    """Speakers, those with most quotations first.

    Args:
        connection: The archive.
        name: A slug, a full name in any form, or words of a name (the last one may be incomplete). Empty for all.
        limit: The most speakers.
        offset: How many to skip.
    """
    from quotes.names import keys_of

    name = name.strip()
    if not name:
        return _speakers(connection, "", {}, limit=limit, offset=offset)
    where = """
        where slug = :name or id in (
            select speaker_id from speaker_keys where speaker_key in (select value from json_each(:keys))
        )
        """
    words = " ".join(map(quoted, filter(is_searchable, name.split())))
    if words:
        where += """or id in (
            select speaker_id from speaker_names
            where id in (select rowid from speaker_names_fts where speaker_names_fts match :words)
        )
        """
    values = {"name": name, "keys": json.dumps(keys_of(name)), "words": f"{words} *"}
    return _speakers(connection, where, values, limit=limit, offset=offset)


@until_changed
def coverage(connection: sqlite3.Connection) -> Coverage:
    """The contents of the archive in numbers."""
    (counted,) = rows(
        connection,
        """
        select (select count(*) from articles) as articles,
            (select count(*) from quotations) - (
                select count(*) from quotations where status in ('retired', 'withdrawn')
            ) - (select count(*) from quotations where part_of_id is not null) as quotations,
            (select count(*) from speakers) as speakers, (select min(published) from articles) as first,
            (select max(published) from articles) as last,
            (select count(*) from articles where published is null) as undated
        """,
    )
    outlets = rows(
        connection,
        """
        select outlet, count(*) from articles where outlet is not null
        group by outlet order by count(*) desc, outlet
        """,
    )
    return Coverage(**dict(counted), outlets=tuple((row[0], row[1]) for row in outlets))


def quotations(connection: sqlite3.Connection, which: str, parameters: Parameters = ()) -> list[StoredQuotation]:
    """The published quotations that an SQL clause selects; it follows ``from quotations q join articles a on …``.

    Retired and withdrawn quotations have no version, so they are never selected.
    """
    found = rows(
        connection,
        f"""
        select q.id as row_id, q.uid as id, q.kind, q.text, q.spans, q.cue, q.cue_start_char, q.cue_end_char, q.mention,
            q.mention_start_char, q.mention_end_char, q.attribution_chain, q.polarity, q.statement, q.statement_spans,
            q.quoting, q.quoting_start_char, q.quoting_end_char, q.utterance, q.page, v.number as version,
            (select number from versions where versions.id = q.gone_version_id) as gone_since,
            (select uid from quotations holder where holder.id = q.part_of_id) as part_of,
            case when d.id is null then q.confidence else 1.0 end as confidence,
            case when d.id is null then q.attribution_step else 'newsroom' end as step,
            {PRINTED_COLUMNS}
        from quotations q join articles a on a.id = q.article_id join versions v on v.id = q.version_id
        left join decisions d on d.quotation_uid = q.uid and d.kind = 'attributed' and d.undone_at is null {which}
        """,
        parameters,
    )
    if not found:
        return []
    who: dict[int, list[Named]] = {row["row_id"]: [] for row in found}
    for row in rows(
        connection,
        """
        select quotation_id, slug, name, kind, role
        from quotation_speakers join speakers on speakers.id = speaker_id
        where quotation_id in (select value from json_each(?)) order by quotation_id, position
        """,
        [json.dumps(list(who))],
    ):
        who[row["quotation_id"]].append(Named(row["slug"], row["name"], row["kind"], row["role"]))
    with _parsing(connection):
        parts = _parts(connection, found)
        return [_quotation(row, tuple(who[row["row_id"]]), tuple(parts.get(row["row_id"], ()))) for row in found]


def _parts(connection: sqlite3.Connection, found: Sequence[sqlite3.Row]) -> dict[int, list[Part]]:
    """By row id, the exact words in each of the paraphrases `found`, in the order of the text."""
    paraphrases = {row["row_id"]: row for row in found if row["kind"] == Kind.PARAPHRASE}
    parts: dict[int, list[Part]] = {}
    for row in rows(
        connection,
        """
        select part_of_id, uid, start_char, end_char from quotations
        where part_of_id in (select value from json_each(?)) order by part_of_id, start_char
        """,
        [json.dumps([*paraphrases])],
    ):
        parts.setdefault(row["part_of_id"], []).append(Part(row["uid"], Span(row["start_char"], row["end_char"])))
    gone = [id for id, row in paraphrases.items() if row["gone_since"] is not None]
    former = rows(
        connection,
        f"""
        select q.id as holder, part.uid, part.text from json_each(?) each
        join quotations q on q.id = each.value join quotations part on {IS_FORMER_PART}
        """,
        [json.dumps(gone)],
    )
    for row in former:
        text, words = paraphrases[row["holder"]]["text"], row["text"]
        start = max(text.find(f"{first}{words}{last}") for first, last in MARKS) + 1
        place = Span(start, start + len(words))
        (span, *_) = in_article([place], parsed_spans(paraphrases[row["holder"]]["spans"]))
        parts.setdefault(row["holder"], []).append(Part(row["uid"], span))
    return {holder: sorted(those, key=attrgetter("span")) for holder, those in parts.items()}


def rows(connection: sqlite3.Connection, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
    """All rows of `sql`, whatever the row factory of the connection."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    replacing = connection.text_factory
    connection.text_factory = str  # Datasette's own, which replaces invalid UTF-8, takes twice the time of all else
    try:
        return cast("list[sqlite3.Row]", cursor.execute(sql, parameters).fetchall())
    except sqlite3.OperationalError as error:
        if replacing is str or not str(error).startswith(_UNDECODED):
            raise
    finally:
        connection.text_factory = replacing
    return cast("list[sqlite3.Row]", cursor.execute(sql, parameters).fetchall())


def printed(row: sqlite3.Row) -> Printed:
    """The article in a row with `PRINTED_COLUMNS`."""
    return Printed(row["uid"], **{field: row[field] for field in PRINTED})


@contextmanager
def _parsing(connection: sqlite3.Connection) -> Iterator[None]:
    """Turn an error of parsing a value into an ArchiveError: the archive is damaged."""
    try:
        yield
    except (ValueError, TypeError, RecursionError) as error:
        raise ArchiveError(f"{file_of(connection)}: {DAMAGED}; `quotes verify` shows where") from error


def _quotation(row: sqlite3.Row, who: tuple[Named, ...], parts: tuple[Part, ...]) -> StoredQuotation:
    return StoredQuotation(
        id=row["id"],
        kind=Kind(row["kind"]),
        text=row["text"],
        spans=parsed_spans(row["spans"]),
        speakers=who,
        cue=_mark(row, "cue"),
        mention=_mark(row, "mention"),
        confidence=row["confidence"],
        step=row["step"],
        chain=parsed_spans(row["attribution_chain"]),
        article=printed(row),
        polarity=Polarity(row["polarity"]),
        statement=row["statement"],
        statement_spans=parsed_spans(row["statement_spans"]),
        quoting=_mark(row, "quoting"),
        version=row["version"],
        gone_since=row["gone_since"],
        part_of=row["part_of"],
        parts=parts,
        utterance=row["utterance"],
        page=row["page"],
    )


def _mark(row: sqlite3.Row, part: str) -> Mark | None:
    return None if row[part] is None else Mark(row[f"{part}_start_char"], row[f"{part}_end_char"], row[part])


@lru_cache(maxsize=1024)  # in a row, the spans of the text and those of the statement are mostly the same
def parsed_spans(stored: str) -> tuple[Span, ...]:
    """The spans in a column that has them as JSON: [[start, end], ...]."""
    return tuple(Span(*pair) for pair in json.loads(stored))


def _speakers(
    connection: sqlite3.Connection,
    where: str,
    parameters: Mapping[str, object],
    *,
    limit: int,
    offset: int = 0,
) -> list[StoredSpeaker]:
    return [
        StoredSpeaker(**dict(row))
        for row in rows(
            connection,
            f"""
            select {SPEAKER_COLUMNS} from speakers {where}
            order by quotation_count + paraphrase_count desc, name, slug limit :limit offset :offset
            """,
            {**parameters, "limit": limit, "offset": offset},
        )
    ]
