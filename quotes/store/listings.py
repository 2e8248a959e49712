"""Lists for pages: the newest quotations, all articles, all quotations of a speaker.

Counting is done in SQL.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from quotes.model import UNVERIFIED
from quotes.store.cache import until_changed
from quotes.store.queries import (
    IS_VERIFIED,
    IS_WHOLE_VERIFIED,
    PRINTED_COLUMNS,
    SPEAKER_COLUMNS,
    Gone,
    Printed,
    StoredQuotation,
    StoredSpeaker,
    printed,
    quotations,
    retired,
    rows,
)
from quotes.store.schema import HOLDS_PARTS
from quotes.store.search.quotations import REACH, Month, stored

if TYPE_CHECKING:
    from quotes.names.authority import Entry

LETTERS = tuple("0abcdefghijklmnopqrstuvwxyz")  # "0" stands for any digit
_LATEST_UNSURE = 500  # unverified quotations, of which the least certain are listed
_LOOKED_AT = 1000  # quotations, for the newest of several articles
_OF_ONE = 2  # article's
_FIRST_WORDS = 200  # characters of a text by which an article without a title is known
_NAMES = 12
_ROLES = 20
_COMPANY = 500  # articles that are searched for other speakers


@dataclass(frozen=True, slots=True)
class Listed:
    """An article with its number of quotations (exact words) and paraphrases (reported speech)."""

    article: Printed
    quoted: int
    paraphrased: int


def newest(connection: sqlite3.Connection, *, limit: int) -> list[StoredQuotation]:
    """The latest exact words with a verified speaker, each once, undated and very short ones last.

    Of one speaker only one and of one article only two, if there are enough others.
    """
    return quotations(
        connection,
        f"""
        where q.id in (
            select id from (
                select id, published, utterance,
                    row_number() over (partition by article_id order by utterance is null, id) as place,
                    row_number() over (
                        partition by coalesce(speaker_id, -id)
                        order by utterance is null, published desc, article_id desc, id
                    ) as turn
                from (
                    select *, row_number() over (
                        partition by coalesce(utterance, -id) order by published is null, published, id
                    ) as printing from (
                        select id, article_id, speaker_id, utterance, published from quotations q
                        where {IS_VERIFIED} and {IS_WHOLE_VERIFIED} and (kind <> 'paraphrase' or {HOLDS_PARTS})
                        order by published desc, id desc limit :looked_at
                    )
                ) where printing = 1
            ) order by utterance is null, turn > 1, place > :of_one, published desc, id desc limit :limit
        )
        order by q.published desc, a.id desc, q.start_char
        """,
        {"limit": limit, "looked_at": _LOOKED_AT, "of_one": _OF_ONE, "sure": UNVERIFIED},
    )


def unsure(connection: sqlite3.Connection, *, limit: int) -> list[StoredQuotation]:
    """The least certain of the latest quotations with an unverified speaker about whom nobody decided."""
    return quotations(
        connection,
        f"""
        where q.id in (
            select id from (
                select q.id, q.confidence from quotations q
                where q.status = 'published' and q.part_of_id is null and not {IS_VERIFIED}
                and exists (select 1 from quotation_speakers where quotation_id = q.id)
                order by q.published desc, q.id desc limit :latest
            )
            order by confidence, id desc limit :limit
        )
        order by q.confidence, q.id desc
        """,
        {"limit": limit, "latest": _LATEST_UNSURE, "sure": UNVERIFIED},
    )


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which quotations of a speaker are listed.

    Attributes:
        exact: Whether exact words or paraphrases, None for both.
        date: A year or a month: YYYY or YYYY-MM.
        outlet: Its name, in any letter case.
    """

    exact: bool | None = None
    date: str | None = None
    outlet: str | None = None

    @property
    def where(self) -> str:
        """A condition for a row s of quotation_speakers, with the values of `values`: each utterance once.

        It has the date of its first printing, or of the first one in the outlet.
        """
        return f"{self._theirs} and {_FIRST_IN_OUTLET if self.outlet else 's.is_first = 1'}"

    @property
    def printings(self) -> str:
        """The same condition for all printings."""
        return f"{self._theirs} and {_IN_OUTLET.format('s')}" if self.outlet else self._theirs

    @property
    def _theirs(self) -> str:
        conditions = ["s.speaker_id = (select id from speakers where slug = :slug)"]
        conditions.append("s.is_exact is not null" if self.exact is None else f"s.is_exact = {int(self.exact)}")
        if self.date:
            conditions.append("s.published >= :date and s.published < :date || '~'")
        return " and ".join(conditions)

    def values(self, slug: str) -> dict[str, object]:
        """The values for `where`."""
        return {"slug": slug, "date": self.date, "outlet": self.outlet}


_IN_OUTLET = """exists (
    select 1 from quotations q join articles a on a.id = q.article_id where q.id = {0}.quotation_id
    and a.outlet = :outlet collate nocase
)"""
_FIRST_IN_OUTLET = f"""{_IN_OUTLET.format("s")} and (s.is_first = 1 or not exists (
    select 1 from quotation_speakers e
    where e.speaker_id = s.speaker_id and e.utterance = s.utterance and e.is_exact = s.is_exact
    and (
        e.is_first = 1
        or (coalesce(e.published, '~'), e.quotation_id) < (coalesce(s.published, '~'), s.quotation_id)
    ) and {_IN_OUTLET.format("e")}
))"""


def said_by(connection: sqlite3.Connection, slug: str, narrowed: Narrowed, *, limit: int) -> list[StoredQuotation]:
    """The latest quotations of the speaker `slug`, all printings."""
    return quotations(
        connection,
        f"""
        where q.id in (
            select quotation_id from quotation_speakers s where {narrowed.printings}
            order by published desc, quotation_id desc limit :limit
        )
        order by q.published desc, a.uid, q.start_char
        """,
        narrowed.values(slug) | {"limit": limit},
    )


def utterances(
    connection: sqlite3.Connection,
    slug: str,
    narrowed: Narrowed,
    *,
    oldest: bool = False,
    limit: int,
    offset: int = 0,
) -> list[StoredQuotation]:
    """What the speaker `slug` said, each utterance once, the newest or the oldest first, undated ones last."""
    order = "published is null, published, quotation_id" if oldest else "published desc, quotation_id desc"
    ids = rows(
        connection,
        f"""
        select quotation_id from quotation_speakers s where {narrowed.where}
        order by {order} limit :limit offset :offset
        """,
        narrowed.values(slug) | {"limit": limit, "offset": offset},
    )
    return stored(connection, [row[0] for row in ids])


def outlets(connection: sqlite3.Connection, slug: str, narrowed: Narrowed, *, limit: int = 12) -> list[tuple[str, int]]:
    """The outlets that printed the newest words of the speaker `slug`, with the number of utterances."""
    everywhere = replace(narrowed, outlet=None)
    # Of each kind, SQLite finds the newest in the index, which has all columns. Of both together, it would sort all.
    newest = " union all ".join(
        f"""
        select * from (
            select quotation_id, published from quotation_speakers s
            where {replace(everywhere, exact=exact).where.replace("s.is_first = 1", "true")}
            order by published desc limit :looked_at
        )
        """
        for exact in ((True, False) if everywhere.exact is None else (everywhere.exact,))
    )
    return [
        (row["outlet"], row["number"])
        for row in rows(
            connection,
            f"""
            select outlet, count(distinct coalesce(q.utterance, -q.id)) as number
            from (select * from ({newest}) order by published desc limit :looked_at) s
            join quotations q on q.id = s.quotation_id join articles a on a.id = q.article_id
            where outlet is not null group by outlet order by number desc, outlet limit :limit
            """,
            everywhere.values(slug) | {"looked_at": REACH, "limit": limit},
        )
    ]


def articles(connection: sqlite3.Connection, *, limit: int, offset: int = 0) -> list[Listed]:
    """Articles, the newest first, undated ones last."""
    return [
        Listed(printed(row), row["quoted"], row["paraphrased"])
        for row in rows(
            connection,
            f"""
            select {PRINTED_COLUMNS},
                count(q.id) filter (where q.kind <> 'paraphrase' or {HOLDS_PARTS}) as quoted,
                count(q.id) filter (where q.kind = 'paraphrase' and not {HOLDS_PARTS}) as paraphrased
            from (
                select id from articles order by published desc, id desc limit :limit offset :offset
            ) as page cross join articles a using (id)
            left join quotations q on q.article_id = a.id and q.status = 'published' and q.part_of_id is null
            group by a.id order by a.published desc, a.id desc
            """,
            {"limit": limit, "offset": offset},
        )
    ]


def first_words(connection: sqlite3.Connection, articles: Iterable[str]) -> dict[str, str]:
    """By key, how the texts of these articles begin."""
    found = rows(
        connection,
        """
        select a.uid, substr(v.text, 1, :most) as begins
        from articles a join versions v on v.article_id = a.id and v.is_current
        where a.uid in (select value from json_each(:articles))
        """,
        {"articles": json.dumps(sorted(set(articles))), "most": _FIRST_WORDS},
    )
    return {row["uid"]: row["begins"] for row in found}


def former(connection: sqlite3.Connection, article: str) -> list[tuple[str, Gone]]:
    """The ids of the quotations that the article with this key no longer has here, and what became of each."""
    found = rows(
        connection,
        """
        select uid from quotations where article_id = (select id from articles where uid = ?)
        and status not in ('published', 'gone') order by uid
        """,
        [article],
    )
    return [(row["uid"], gone) for row in found if (gone := retired(connection, row["uid"]))]


def roles_then(connection: sqlite3.Connection, printed: Iterable[StoredQuotation]) -> dict[tuple[str, str], str]:
    """The roles of the speakers of these quotations by article and slug.

    It is the role of an editor's decision, or else the one that the article gives.

    Speakers without a role are left out.
    """
    printed = list(printed)
    decided = decided_roles(connection)
    given = {
        (row["article"], row["slug"]): row["role"]
        for row in rows(
            connection,
            """
            select a.uid as article, slug, max(n.role) as role
            from json_each(:articles) named cross join articles a on a.uid = named.value
            cross join speaker_names n on n.article_id = a.id cross join speakers on speakers.id = n.speaker_id
            where n.role is not null and +n.speaker_id in (
                select id from speakers where slug in (select value from json_each(:slugs))
            )
            group by a.id, n.speaker_id
            """,
            {
                "articles": json.dumps(sorted({each.article.id for each in printed})),
                "slugs": json.dumps(sorted({speaker.slug for each in printed for speaker in each.speakers})),
            },
        )
    }
    return given | {
        (quotation.article.id, speaker.slug): decided[speaker.slug]
        for quotation in printed
        for speaker in quotation.speakers
        if speaker.slug in decided
    }


def decided_roles(connection: sqlite3.Connection) -> dict[str, str]:
    """The roles that editors decided to show, by slug. `identity.resolution.refresh` stored them with the speakers."""
    found = rows(
        connection,
        """
        select slug, role from speakers where id in (
            select k.speaker_id from decisions d cross join speaker_keys k using (speaker_key)
            where d.kind = 'titled' and d.undone_at is null
        )
        """,
    )
    return {row["slug"]: row["role"] for row in found}


def texts(connection: sqlite3.Connection, printed: Iterable[StoredQuotation]) -> dict[tuple[str, int], str]:
    """By article and number, the versions into which the offsets of these quotations point."""
    wanted = sorted({(quotation.article.id, quotation.version) for quotation in printed})
    return {
        (row["uid"], row["number"]): row["text"]
        for row in rows(
            connection,
            """
            select a.uid, v.number, v.text from json_each(?) wanted join articles a on a.uid = wanted.value ->> 0
            join versions v on v.article_id = a.id and v.number = wanted.value ->> 1
            """,
            [json.dumps(wanted)],
        )
    }


def added(connection: sqlite3.Connection, printed: Iterable[StoredQuotation]) -> dict[str, str]:
    """When each article was added to the archive, ISO 8601, UTC."""
    return {
        row["uid"]: row["added_at"]
        for row in rows(
            connection,
            "select uid, added_at from articles where uid in (select value from json_each(?))",
            [json.dumps(sorted({quotation.article.id for quotation in printed}))],
        )
    }


class Held(NamedTuple):
    """A name or a role, with the dates of the first and last article that has it; None without a dated article."""

    words: str
    first: str | None
    last: str | None


class Joined(NamedTuple):
    """A name that a rule joined to a speaker, with its own slug. `reason` follows "because"."""

    slug: str
    name: str
    reason: str


class Beside(NamedTuple):
    """Another speaker, with the number of articles that quote both."""

    slug: str
    name: str
    articles: int


class Distinct(NamedTuple):
    """A speaker whom somebody decided to be a different one, or whom a rule parted, with its `reason`."""

    slug: str
    name: str
    role: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Sketch:
    """A speaker.

    Attributes:
        names: Forms of the name, the most used first.
        roles: The latest first.
        wikidata: An item that somebody linked.
        joined: Names that rules joined, those of one article last.
        entry: The entry in an authority file.
    """

    speaker: StoredSpeaker
    names: tuple[Held, ...]
    roles: tuple[Held, ...]
    wikidata: str | None
    joined: tuple[Joined, ...]
    entry: Entry | None


def sketch(connection: sqlite3.Connection, slug: str) -> Sketch | None:
    """The speaker with this slug, or None."""
    from quotes.store.identity import authority_files

    found = rows(
        connection,
        f"select id, wikidata, {SPEAKER_COLUMNS} from speakers where slug = ?",
        [slug],
    )
    if not found:
        return None
    id, wikidata, *known = found[0]
    names = rows(
        connection,
        """
        select name, min(published), max(published) from speaker_names where speaker_id = ?
        group by name order by count(*) desc, length(name) desc, name limit ?
        """,
        [id, _NAMES],
    )
    roles = rows(
        connection,
        """
        select role, first_published, last_published from role_uses where speaker_id = ?
        order by last_published desc, first_published desc, role limit ?
        """,
        [id, _ROLES],
    )
    decided = decided_roles(connection).get(slug)
    return Sketch(
        StoredSpeaker(*known),
        tuple(Held(*row) for row in names),
        (Held(decided, None, None),) if decided else tuple(Held(*row) for row in roles),
        wikidata,
        tuple(joined(connection, slug)),
        authority_files.entry_of(connection, slug),
    )


def joined(connection: sqlite3.Connection, slug: str) -> list[Joined]:
    """The names that rules joined to the speaker with this slug, each once, those of one article last."""
    from quotes.store.identity.resolution import FOLLOWED

    return [
        Joined(*row)
        for row in rows(
            connection,
            f"""
            select slug, name, group_concat(reason, ', and because ') from (
                select k.slug, k.name, j.reason, instr(j.other_key, '@') > 0 as is_local
                from speakers s join speaker_keys k on k.speaker_id = s.id
                join joins j on j.other_key = k.speaker_key
                join speaker_keys l on l.speaker_key = j.speaker_key and l.speaker_id = s.id
                where s.slug = ? and j.speaker_key <> j.other_key and {FOLLOWED} order by j.reason
            ) group by slug order by is_local, name, slug
            """,
            [slug],
        )
    ]


def namesakes(connection: sqlite3.Connection, slug: str) -> list[Joined]:
    """The speakers of the same name that a rule parted from the speaker with this slug."""
    return [
        Joined(*row)
        for row in rows(
            connection,
            """
            with parted as (
                select own.speaker_id as one, main.speaker_id as other, j.reason
                from joins j join speaker_keys own on own.speaker_key = j.other_key
                join speaker_keys main on main.speaker_key = substr(j.name_block, length('namesake ') + 1)
                where j.name_block like 'namesake %' and j.speaker_key = j.other_key
                and own.speaker_id <> main.speaker_id
            )
            select distinct s.slug, s.name, reason from parted
            join speakers here on here.slug = ? and here.id in (one, other)
            join speakers s on s.id = one + other - here.id order by s.slug
            """,
            [slug],
        )
    ]


def months(connection: sqlite3.Connection, slug: str, narrowed: Narrowed | None = None) -> list[Month]:
    """Each month with words of the speaker with this slug, in order; undated ones first. The date is not narrowed."""
    always = replace(narrowed or Narrowed(), date=None)
    return [
        Month(*row)
        for row in rows(
            connection,
            f"""
            select substr(published, 1, 7) as month, count(*) filter (where is_exact),
                count(*) filter (where not is_exact)
            from quotation_speakers s where {always.where} group by month order by month
            """,
            always.values(slug),
        )
    ]


def beside(connection: sqlite3.Connection, slug: str, *, limit: int = 12) -> list[Beside]:
    """Other speakers in the newest articles that quote the speaker with this slug, the most frequent first."""
    return [
        Beside(*row)
        for row in rows(
            connection,
            """
            with theirs as materialized (
                select distinct article_id from speaker_names
                where speaker_id = (select id from speakers where slug = :slug)
                order by published desc limit :company
            ), others as (
                select n.speaker_id, count(distinct article_id) as articles
                from theirs cross join speaker_names n using (article_id)
                where n.speaker_id <> (select id from speakers where slug = :slug)
                group by n.speaker_id order by articles desc, n.speaker_id limit :limit
            )
            select slug, name, articles from others join speakers on speakers.id = others.speaker_id
            order by articles desc, name
            """,
            {"slug": slug, "company": _COMPANY, "limit": limit},
        )
    ]


def distinct(connection: sqlite3.Connection, slug: str) -> list[Distinct]:
    """Speakers whom somebody or a rule decided to be different from the speaker with this slug."""
    return [
        Distinct(*row)
        for row in rows(
            connection,
            """
            with theirs as (
                select speaker_key from speaker_keys where speaker_id = (select id from speakers where slug = :slug)
            ), others(node, reason) as (
                select other_key, null from decisions
                where kind = 'different' and undone_at is null and speaker_key in theirs
                union select speaker_key, null from decisions
                where kind = 'different' and undone_at is null and other_key in theirs
                union select joins.speaker_key, reason from theirs
                join joins on name_block = 'namesake ' || theirs.speaker_key
                union select substr(name_block, length('namesake ') + 1), reason
                from theirs join joins using (speaker_key)
                where name_block like 'namesake %'
            )
            select speakers.slug, speakers.name, speakers.role, min(others.reason) from others
            cross join speaker_keys k on k.speaker_key = node cross join speakers on speakers.id = k.speaker_id
            where speakers.slug <> :slug group by speakers.id order by speakers.name
            """,
            {"slug": slug},
        )
    ]


def listed(
    connection: sqlite3.Connection,
    *,
    kind: str | None = None,
    letter: str | None = None,
    limit: int,
    offset: int = 0,
) -> list[StoredSpeaker]:
    """Speakers of one kind or all, the most quoted first.

    Args:
        connection: The archive.
        kind: Only this kind.
        letter: Only slugs that begin with it, in alphabetical order; "0" for all digits.
        limit: The most speakers.
        offset: How many to skip.
    """
    conditions, order = ["true"], "quotation_count + paraphrase_count desc, name, slug"
    if kind:
        conditions.append("kind = :kind")
    if letter:
        conditions.append("slug >= :first and slug < :last")
        order = "slug"
    first, last = ("0", ":") if letter == "0" else (letter, chr(ord(letter) + 1)) if letter else (None, None)
    return [
        StoredSpeaker(*row)
        for row in rows(
            connection,
            f"""
            select {SPEAKER_COLUMNS} from speakers where {" and ".join(conditions)}
            order by {order} limit :limit offset :offset
            """,
            {"kind": kind, "first": first, "last": last, "limit": limit, "offset": offset},
        )
    ]


def most_quoted(connection: sqlite3.Connection, *, limit: int) -> list[StoredSpeaker]:
    """The people and organisations that are quoted most."""
    return [
        StoredSpeaker(*row)
        for row in rows(
            connection,
            f"""
            select {SPEAKER_COLUMNS} from speakers where kind <> 'anonymous'
            order by quotation_count + paraphrase_count desc, name, slug limit ?
            """,
            [limit],
        )
    ]


def article_of(connection: sqlite3.Connection, speakers: Iterable[StoredSpeaker]) -> dict[str, Printed]:
    """The article of each unnamed source among speakers, by slug; it is valid there only."""
    return {
        row["slug"]: printed(row)
        for row in rows(
            connection,
            f"""
            select s.slug, {PRINTED_COLUMNS}, min(q.id)
            from json_each(?) wanted join speakers s on s.slug = wanted.value
            join quotation_speakers x on x.speaker_id = s.id
            join quotations q on q.id = x.quotation_id join articles a on a.id = q.article_id
            group by s.slug
            """,
            [json.dumps([each.slug for each in speakers if each.kind == "anonymous"])],
        )
    }


@until_changed
def letters(connection: sqlite3.Connection) -> Sequence[str]:
    """Those of `LETTERS` with which slugs begin."""
    return [letter for letter in LETTERS if listed(connection, letter=letter, limit=1)]


@until_changed
def kinds(connection: sqlite3.Connection) -> dict[str, int]:
    """The number of speakers of each kind."""
    return {row["kind"]: row[1] for row in rows(connection, "select kind, count(*) from speakers group by kind")}
