"""Searches quotations by words, speaker, date, outlet and kind.

Results are counted by kind, speaker, outlet, year and more (`counted`).
What few searches need is imported when it is used, so that `quotes search` starts faster.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from heapq import nlargest
from itertools import compress
from typing import Any, Literal, NamedTuple, TypeVar, cast, get_args

from quotes.model import UNVERIFIED, Kind, Polarity, Span, SpeakerKind
from quotes.store.cache import until_changed
from quotes.store.queries import IS_VERIFIED, IS_WHOLE_VERIFIED, StoredQuotation, present_slug, quotations, rows
from quotes.store.schema import HOLDS_PARTS, IS_FORMER_PART, TOKENIZE
from quotes.store.search import fulltext
from quotes.store.search.fulltext import (
    AnyOf,
    Part,
    Query,
    Term,
    checked,
    is_searchable,
    parse,
)
from quotes.text.folding import places

REACH = 5000
Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
RANKED = 1000  # the most results that are ranked unless it is asked for
_SAMPLE = 4  # matches from which their number is estimated
_FEW = 20_000  # the most quotations that are read one by one, not by their words
_DATES = 1000  # of quotations, which are looked up one by one
_MOST = 8
# A paraphrase with exact words in it is a partial quotation.
_KIND = f"""
    case when q.kind = 'paraphrase' and (
        {HOLDS_PARTS} or q.status = 'gone' and exists (select 1 from quotations part where {IS_FORMER_PART})
    ) then 'partial' else q.kind end
"""
# What every search reads of a quotation q, and what facets are counted from besides. Each column takes its time.
_LISTED = {"id": "q.id", "utterance": "coalesce(q.utterance, -q.id)", "polarity": "q.polarity"}
_COUNTED = {
    "kind_unverified": f"{_KIND} || iif({IS_VERIFIED}, ' no', ' yes')",
    "outlet": "(select outlet from articles where articles.id = q.article_id)",
    "month": "substr(q.published, 1, 7)",
    "said_as": "q.said_as",
    "speaker": "q.speaker_id",
    "joint": "iif(instr(q.said_by, ' & '), 1, 0)",
}
_OTHER_SPEAKERS = """
    select json_group_array(quotation_id), json_group_array(speaker_id)
    from json_each(:found) row cross join quotation_speakers on quotation_id = row.value where position > 0
"""
_KINDS = """
    select json_group_array(id), json_group_array(kind)
    from speakers where id in (select value from json_each(:speakers))
"""
_NOT_ASSERTED = "q.polarity = :polarity and q.polarity <> 'asserted'"
OPEN, CLOSE = "\x02", "\x03"  # around search words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hit:
    """A quotation found. `matches` are the spans of the search words in ``quotation.text``."""

    quotation: StoredQuotation
    matches: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results.

    Attributes:
        total: The number of results, at most `REACH`; with `once`, of utterances.
        more: Whether there are more; then only the last `REACH` stored were examined.
        rows: The row ids of all examined results.
        sort: How they are sorted, one of `SORTS`.
        columns: By name, a value of each row, in the order of storing; more columns if facets are to be `counted`.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool
    rows: tuple[int, ...] = field(repr=False)
    sort: Sort = "relevance"
    columns: Mapping[str, list[Any]] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The full-text query, empty for none, and SQL conditions; the first of them need only the row id."""

    match: str
    numbered: tuple[str, ...]
    others: tuple[str, ...]
    values: dict[str, object]

    @property
    def has_subqueries(self) -> bool:
        """Whether every statement first reads row ids from other tables."""
        return any("select" in each for each in self.numbered)


def search(
    connection: sqlite3.Connection,
    words: str = "",
    *,
    speaker: str | None = None,
    since: str | None = None,
    until: str | None = None,
    kind: str | None = None,
    outlet: str | None = None,
    polarity: str | None = None,
    unverified: str | None = None,
    role: str | None = None,
    party: str | None = None,
    country: str | None = None,
    office: str | None = None,
    speaker_kind: str | None = None,
    sort: str | None = "relevance",
    similar: bool = False,
    once: bool = False,
    limit: int = 20,
    offset: int = 0,
    reach: int | None = None,
    known: Sequence[int] | None = None,
    facets: bool = False,
) -> Results:
    """The quotations that match, by relevance; without search words, the newest first.

    Args:
        connection: The archive.
        words: A query for `quotes.store.search.fulltext.parse`. Words may be in the quotation or in the speaker's name.
        speaker: A slug, a name in any known form, or words of it.
        since: A year, month or day, inclusive. Undated quotations are then left out.
        until: The same.
        kind: direct, partial or paraphrase.
        polarity: A `quotes.model.Polarity`.
        unverified: "no" for attributions that are sure, "yes" for the others (`quotes.model.UNVERIFIED`).
        outlet: Its name, in any letter case.
        role: Words of the role that the article gives to the speaker, or of the name of an organisation.
        party: Words of a party, in the role or in an authority file.
        country: Its ISO 3166 code, name or nationality; in the role, in an authority file or in the name.
        office: Words of an office, in the role or in an authority file.
        speaker_kind: A `quotes.model.SpeakerKind`.
        sort: One of `SORTS`; None for relevance, or for the newest first if there are more than `RANKED` results.
        similar: Search other forms of the words, or the words of a phrase in another order, without exact matches.
        once: Whether to list and count several printings of one utterance as one result, the best or first of them.
        limit: The most results.
        offset: How many to skip.
        reach: The most quotations that are examined, `REACH` by default.
        known: With `similar`, the row ids of all exact matches, if they were searched before.
        facets: Whether the results are to be `counted`.

    The arguments override the same fields in `words`.

    Raises:
        ValueError: There is nothing to search for, or a date or kind is not valid. The message is one line for people.
    """
    given = {"speaker": speaker, "since": since, "until": until, "kind": kind, "outlet": outlet}
    given |= {"polarity": polarity, "unverified": unverified, "role": role, "party": party, "country": country}
    given |= {"office": office, "speaker_kind": speaker_kind}
    query: Query | None = checked(parse(words), **given)
    if sort not in (*SORTS, None):
        raise ValueError(f"{sort!r} is not a sort order; use {', '.join(SORTS[:-1])} or {SORTS[-1]}")
    if similar:
        query = fulltext.similar(connection, query, exact=known is not None) if query else None
    if query is None:
        return Results((), 0, False, (), columns={name: [] for name in (*_LISTED, *_COUNTED)})
    without = known if similar and known else ()
    return find(
        connection,
        query,
        sort=sort,
        once=once,
        limit=limit,
        offset=offset,
        reach=reach,
        without=without,
        facets=facets,
    )


def find(
    connection: sqlite3.Connection,
    query: Query,
    *,
    sort: str | None = "relevance",
    once: bool = False,
    limit: int = 20,
    offset: int = 0,
    reach: int | None = None,
    without: Sequence[int] = (),
    facets: bool = False,
) -> Results:
    """`search` for a parsed query, except for the quotations with the row ids `without`.

    reach: the most quotations that are examined, `REACH` by default.
    """
    reach = REACH if reach is None else reach
    plan = _plan(connection, query, oldest=sort == "oldest")
    if without:
        numbered = ("{number} not in (select value from json_each(:without))", *plan.numbered)
        plan = replace(plan, numbered=numbered, values=plan.values | {"without": json.dumps(without)})
    if sort != "oldest" and not fulltext.has_words(query.wanted):
        sort = "newest"
    most_ranked = 0 if sort in ("newest", "oldest") else RANKED if sort is None else reach + 1
    examined = partial(_examined, connection, plan, facets=facets, oldest=sort == "oldest")
    if sort or not most_ranked or plan.has_subqueries:
        ids, columns = examined(limit=reach + 1, most_ranked=most_ranked)
    else:
        # To rank, SQLite reads all rows of every word. This is not done for one result, or for too many.
        ids, columns = examined(limit=_SAMPLE)
        if len(ids) > 1:
            many = _estimated(connection, plan, ids) > most_ranked
            ids, columns = examined(limit=reach + 1, most_ranked=0 if many else most_ranked)
            if many and len(ids) <= most_ranked:
                ids = _ranked(connection, plan, ids)
    if sort is None:
        sort = "newest" if len(ids) > RANKED else "relevance"
    more = len(ids) > reach
    if more:
        ids.remove(columns["id"][-1])
        for column in columns.values():
            del column[-1]
    listed = ids
    if once:
        printed = zip(columns["utterance"], columns["polarity"], strict=True)
        utterance = dict(zip(columns["id"], printed, strict=True))
        listed = list({utterance[id]: id for id in reversed(ids)}.values())[::-1]
    hits = _hits(connection, listed[offset : offset + limit], plan.match)
    return Results(hits, len(listed), more, tuple(ids), cast("Sort", sort), columns)


def _examined(
    connection: sqlite3.Connection, plan: _Plan, *, limit: int, facets: bool, oldest: bool, most_ranked: int = 0
) -> tuple[list[int], dict[str, list[Any]]]:
    """The row ids of the last stored matches, the newest first, and `Results.columns`.

    Args:
        connection: The archive.
        plan: What is searched.
        limit: The most matches.
        facets: Whether they are to be `counted`.
        oldest: Whether to take the first stored matches, the oldest first.
        most_ranked: They are sorted by relevance if there are not more than this number.
    """
    selected = _LISTED | (_COUNTED if facets else {})
    order = {"published": "q.published", "article_id": "q.article_id", "start_char": "q.start_char"}
    dated = "published is null, published" if oldest else "published desc"
    by = f"{dated}, article_id, start_char"
    if most_ranked:
        order["score"] = "bm25(quotations_fts)"
        by = f"iif((select count(*) from found) > :most_ranked, 0, score), {by}"
    chosen = _chosen(plan, ", ".join(f"{sql} as {name}" for name, sql in {**selected, **order}.items()), oldest=oldest)
    # It is one row, so SQLite needs Python's lock only once. To sort all columns takes three times as long.
    ids, *columns = _columns(
        connection,
        f"""
        with found as materialized ({chosen})
        select (select json_group_array(id) from (select id from found order by {by})),
            {", ".join(f"json_group_array({name})" for name in selected)}
        from found
        """,
        plan.values | {"limit": limit, "sure": UNVERIFIED, "most_ranked": most_ranked},
    )
    return ids, dict(zip(selected, columns, strict=True))


def _estimated(connection: sqlite3.Connection, plan: _Plan, last: Sequence[int]) -> float:
    """About how many matches there are, from the row ids of the last ones: the closer they are, the more."""
    if len(last) < _SAMPLE:
        return len(last)
    ((highest,),) = rows(connection, "select max(id) from quotations")
    first, end = cast("int", plan.values.get("first", 1)), cast("int", plan.values.get("last", highest))
    return _SAMPLE * (end - first) / (max(last) - min(last))


def _ranked(connection: sqlite3.Connection, plan: _Plan, ids: Sequence[int]) -> list[int]:
    """These row ids of matches by relevance, those of the same relevance in their order."""
    (ranked,) = _columns(
        connection,
        """
        with scored as materialized (
            select f.rowid as id, bm25(quotations_fts) as score from quotations_fts f
            where f.quotations_fts match :match and f.rowid between :first and :last
            and +f.rowid in (select value from json_each(:ids))
        )
        select json_group_array(id) from (
            select scored.id from json_each(:ids) row join scored on scored.id = row.value order by score, row.key
        )
        """,
        {"match": plan.match, "ids": json.dumps(ids), "first": min(ids), "last": max(ids)},
    )
    return ranked


def count(connection: sqlite3.Connection, query: Query) -> int:
    """The number of matching quotations, at most `REACH`."""
    plan = _plan(connection, query)
    chosen = _chosen(plan, "1")
    ((number,),) = rows(connection, f"select count(*) from ({chosen})", plan.values | {"limit": REACH})
    return int(number)


def every(connection: sqlite3.Connection, query: Query) -> list[str]:
    """The ids of all quotations that match, in the order of storing."""
    plan = _plan(connection, query, oldest=True)
    found = rows(connection, _chosen(plan, "q.uid", oldest=True), plan.values | {"limit": -1})
    return [row[0] for row in found]


def stored(connection: sqlite3.Connection, ids: Sequence[int]) -> list[StoredQuotation]:
    """The quotations with these row ids, in this order."""
    if not ids:
        return []
    return quotations(connection, "join json_each(?) page on page.value = q.id order by page.key", [json.dumps(ids)])


def _chosen(plan: _Plan, columns: str, *, oldest: bool = False) -> str:
    """A statement for the last stored matches, or with `oldest` the first; its value `limit` is their number."""
    number, source = "q.id", "quotations q"
    # Retired and withdrawn ones have no words, so full-text indexes do not have them.
    conditions = [*plan.numbered, *plan.others]
    conditions += ["q.status in ('published', 'gone')"] if not plan.match else []
    if plan.match:
        number, source = "f.rowid", "quotations_fts f cross join quotations q on q.id = f.rowid"
        conditions.insert(0, "f.quotations_fts match :match")
    where = " and ".join(conditions).replace("{number}", number)
    order = "asc" if oldest else "desc"
    return f"select {columns} from {source} where {where} order by {number} {order} limit :limit"


def _plan(connection: sqlite3.Connection, query: Query, *, oldest: bool = False) -> _Plan:
    def of(term: Term) -> str:
        return _expression(connection, query, term)

    wanted: list[Part] = list(query.wanted)
    wanted += [
        Term(value, about=name) for name in ("role", "party", "country", "office") if (value := getattr(query, name))
    ]
    numbered: list[str] = []
    others: list[str] = []
    values: dict[str, object] = {}
    if query.speaker:
        wanted.append(Term(query.speaker, about="speaker"))
        slug = present_slug(connection, query.speaker)
        if slug:
            numbered.append("{number} in (select quotation_id from quotation_speakers where speaker_id = :speaker)")
            ((values["speaker"],),) = rows(connection, "select id from speakers where slug = ?", [slug])
    match = fulltext.all_of(wanted, query.unwanted, of) if wanted else ""
    if query.unwanted and not wanted:
        numbered.append("{number} not in (select rowid from quotations_fts where quotations_fts match :unwanted)")
        values["unwanted"] = fulltext.expression(AnyOf(query.unwanted), of)
    if query.speaker_kind:
        others.append("(select kind from speakers where speakers.id = q.speaker_id) = :speaker_kind")
        values["speaker_kind"] = query.speaker_kind
    if query.outlet:
        values["outlet"] = query.outlet
        printed = "q.article_id in (select id from articles where outlet = :outlet collate nocase)"
        theirs = f"select q.id from quotations q where {printed}"
        if _is_few(connection, theirs, values):
            numbered.append(f"{{number}} in ({theirs})")
        else:
            others.append(f"+{printed}")
    if query.since or query.until:
        values |= {"since": query.since or "", "until": f"{query.until or ''}~"}
        dated = "+q.published >= :since and +q.published < :until"
        then = f"from quotations q where {dated.replace('+', '')}"
        if _is_few(connection, f"select id {then}", values):
            numbered.append(f"{{number}} in (select id {then})")
        else:
            others.append(dated)
            if query.until or oldest:
                # Dates and row ids mostly have the same order. Otherwise, those in question are read first.
                first, last = _printed_between(connection, str(values["since"]), str(values["until"]))
                numbered.append("{number} between :first and :last")
                values |= {"first": first, "last": last}
    if query.kind:
        others.append(f"{_KIND} = :kind")
        values["kind"] = query.kind
    if query.polarity:
        # The second condition is that of the index, which has only the few that are not asserted.
        others.append(_NOT_ASSERTED if query.polarity != Polarity.ASSERTED else "+q.polarity = :polarity")
        values["polarity"] = query.polarity
    if query.unverified:
        others.append(IS_VERIFIED if query.unverified == "no" else f"not {IS_VERIFIED}")
        values["sure"] = UNVERIFIED
    others.append(IS_WHOLE_VERIFIED if query.unverified == "no" else "q.part_of_id is null")
    # A plus sign prevents SQLite from querying the full-text index for each row id.
    asked = tuple(each.replace("{number} in", "+{number} in") if match else each for each in numbered)
    return _Plan(match, asked, tuple(others), values | {"match": match})


@until_changed
def _printed_between(connection: sqlite3.Connection, since: str, until: str) -> tuple[int | None, int | None]:
    """The first and the last row id of the quotations with these dates."""
    values = {"since": since, "until": until, "most": _DATES}
    # The index of dates has the row ids of each date in order.
    ((dates, first, last),) = rows(
        connection,
        """
        with recursive dates(published) as (
            select min(published) from quotations where published >= :since and published < :until
            union all
            select (select min(published) from quotations where published > dates.published and published < :until)
            from dates where published is not null limit :most
        )
        select count(*), min((select min(id) from quotations q where q.published = dates.published)),
            max((select max(id) from quotations q where q.published = dates.published))
        from dates where published is not null
        """,
        values,
    )
    if dates == _DATES:
        which = "where published >= :since and published < :until"
        ((first, last),) = rows(connection, f"select min(id), max(id) from quotations {which}", values)
    return first, last


def _is_few(connection: sqlite3.Connection, selected: str, values: dict[str, object]) -> bool:
    return not rows(connection, f"{selected} limit 1 offset :few", values | {"few": _FEW})


def _expression(connection: sqlite3.Connection, query: Query, term: Term) -> str:
    """The FTS5 expression of a word, a phrase, or what is asked of a speaker."""
    match term.about:
        case "speaker":
            return _of_speaker(connection, term.words)
        case "role":
            return f"said_as : {fulltext.either(term)}"
        case "country":
            return _of_country(connection, term.words)
        case "party" | "office":
            return _of_office(connection, query, term)
        case _:
            return f"{{text said_by}} : {fulltext.either(term)}"


def _of_country(connection: sqlite3.Connection, name: str) -> str:
    from quotes.store.identity import authority_files
    from quotes.text import countries

    code = countries.code_of(name)
    if code is None:
        raise ValueError(f"{name!r} is not a country; write it like russia, russian or ru")
    written = [row[0] for row in rows(connection, "select distinct country from authority_people") if row[0]]
    theirs = [each for each in written if countries.code_of(each) == code]
    values = {"values": json.dumps(theirs)}
    people = authority_files.speakers_of(connection, "p.country in (select value from json_each(:values))", values)
    own, longer = countries.names(code)
    places, dealings = countries.dealings(code)
    # "Russia" is not meant by "ambassador to Russia", but it is by "adviser to Russia's president".
    others = [*(each for each in own if each not in places), *(f"to {place} s" for place in places)]
    said = f"{_any(others)} OR (({_any(places)}) NOT ({_any(dealings)}))"
    # "Guinea" is not meant by "Equatorial Guinea".
    beside = f" NOT ({_any(longer)})" if longer else ""
    return _said_as(f"(({said}){beside})", people)


def _any(phrases: Iterable[str]) -> str:
    return " OR ".join(fulltext.either(Term(each)) for each in phrases)


def _of_office(connection: sqlite3.Connection, query: Query, term: Term) -> str:
    from quotes.store.identity import authority_files

    column = "party" if term.about == "party" else "role"
    written = [row[0] for row in rows(connection, f"select distinct {column} from authority_offices") if row[0]]
    people = authority_files.speakers_of(
        connection,
        f"""
        o.{column} in (select value from json_each(:values))
        and (:since is null or o.end_date is null or o.end_date >= :since)
        and (:until is null or o.start_date is null or o.start_date <= :until || '~')
        """,
        {
            "values": json.dumps(fulltext.holds(written, term.words)),
            "since": query.since,
            "until": query.until,
        },
    )
    words = [term, *map(Term, fulltext.forms(connection, term.words))]
    return _said_as(f"({' OR '.join(dict.fromkeys(map(fulltext.either, words)))})", people)


def _said_as(expression: str, people: Sequence[str]) -> str:
    """Who is described so, or is one of `people`."""
    named = f" OR (said_by : ({' OR '.join(map(fulltext.quoted, people))}))" if people else ""
    return f"((said_as : {expression}){named})"


def _of_speaker(connection: sqlite3.Connection, name: str) -> str:
    slug = rows(connection, "select name from speakers where slug = ?", [present_slug(connection, name)])
    named = [row["name"] for row in slug] or [name, *_known_as(connection, name)]
    alternatives = [words for each in named if (words := _all_of(each))]
    if not alternatives:
        raise ValueError(f"{name!r} is not a name to search for")
    return f"said_by : ({' OR '.join(alternatives)})"


def _known_as(connection: sqlite3.Connection, name: str) -> list[str]:
    """The names in the archive of the speakers whom articles call by the full name `name`."""
    from quotes.names import keys_of

    found = rows(
        connection,
        """
        select distinct s.name from speaker_keys k join speakers s on s.id = k.speaker_id
        where speaker_key in (select value from json_each(?))
        """,
        [json.dumps(keys_of(name))],
    )
    return [row["name"] for row in found]


def _all_of(name: str) -> str:
    words = " AND ".join(fulltext.either(Term(word)) for word in name.split() if is_searchable(word))
    return f"({words})" if words else ""


def _hits(connection: sqlite3.Connection, ids: list[int], match: str) -> tuple[Hit, ...]:
    """The quotations with these row ids, in this order, with the matches of `match` in them."""
    if not ids:
        return ()
    marked = _marked(connection, ids, match) if match else {}
    found = stored(connection, ids)
    return tuple(Hit(each, _matches(marked.get(pk, ""), each.text)) for pk, each in zip(ids, found, strict=True))


def _marked(connection: sqlite3.Connection, ids: Sequence[int], match: str) -> dict[int, str]:
    """By row id, the folded text of quotations with `OPEN` and `CLOSE` around the matches of `match`.

    They have an index of their own: that of the archive would look up the words for each row id.
    """
    words = rows(
        connection,
        "select id, text, said_by, said_as from quotation_words where id in (select value from json_each(?))",
        [json.dumps(ids)],
    )
    with closing(sqlite3.connect(":memory:")) as memory:
        columns = "text, said_by, said_as"
        memory.execute(f"create virtual table quotations_fts using fts5({columns}, tokenize='{TOKENIZE}')")
        memory.executemany(f"insert into quotations_fts(rowid, {columns}) values (?, ?, ?, ?)", words)
        marked = "select rowid, highlight(quotations_fts, 0, ?, ?) from quotations_fts where quotations_fts match ?"
        return dict(memory.execute(marked, [OPEN, CLOSE, match]).fetchall())


def _matches(marked: str, text: str) -> tuple[Span, ...]:
    """The spans in `text` that are between the two control characters in `marked`, which is folded."""
    spans: list[Span] = []
    position = start = 0
    for character in marked:
        if character == OPEN:
            start = position
        elif character == CLOSE:
            spans.append(Span(start, position))
        else:
            position += 1
    if position == len(text):
        return tuple(spans)
    place = places(text)
    return tuple(Span(place[start], place[end - 1] + 1) for start, end in spans)


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that some results have. `value` is for a search, `name` for people."""

    value: str
    name: str
    count: int


class Month(NamedTuple):
    """The number of utterances in a month, as exact words or paraphrased; `month` is YYYY-MM, None for undated.

    For a year, `month` is YYYY.
    """

    month: str | None
    quoted: int
    paraphrased: int


def counted(
    connection: sqlite3.Connection, columns: Mapping[str, list[Any]]
) -> tuple[dict[str, list[Facet]], list[Month], list[Month]]:
    """The facets of results, from their columns, their months in order, undated ones first, and their years.

    Utterances are counted, of each facet the most frequent eight values, but all years, the latest first. Speakers are
    counted by slug. An utterance that is printed in two months of a year is one of that year.
    """
    printed = columns["utterance"]
    tally = _tally_of(printed)
    both = {each: each.split() for each in set(columns["kind_unverified"])}
    kinds, unverified = ([both[each][place] for each in columns["kind_unverified"]] for place in (0, 1))
    facets = {
        name: [Facet(value, value, number) for value, number in _most(tally(column))]
        for name, column in (("kind", kinds), ("polarity", columns["polarity"]), ("outlet", columns["outlet"]))
    }
    sure = tally(unverified)
    facets["unverified"] = [Facet(value, value, sure[value]) for value in sorted(sure)]
    joint = dict(compress(zip(columns["id"], printed, strict=True), columns["joint"]))
    said, by = _columns(connection, _OTHER_SPEAKERS, {"found": json.dumps(list(joint))}) if joint else ([], [])
    facets["speaker"] = _named(
        connection, _most(_tally_of([*printed, *(joint[id] for id in said)])([*columns["speaker"], *by]))
    )
    speakers = json.dumps(sorted(set(columns["speaker"]) - {None}))
    kinds_of = dict(zip(*_columns(connection, _KINDS, {"speakers": speakers}), strict=True))
    said_by: list[Any] = [kinds_of.get(id) for id in columns["speaker"]]
    facets["speaker_kind"] = [Facet(value, value, number) for value, number in _most(tally(said_by))]
    described = tally(list(zip(columns["said_as"], columns["speaker"], strict=True)))
    facets |= _facets_of_speakers(
        connection, kinds_of, [(words, id, number) for (words, id), number in described.items() if id is not None]
    )
    is_reported = {kind: kind == Kind.PARAPHRASE for kind in set(kinds)}
    in_month = [(month, is_reported[kind]) for month, kind in zip(columns["month"], kinds, strict=True)]
    months = _over_time(tally(in_month))
    year_of = {each: (each[0] and each[0][:4], each[1]) for each in set(in_month)}
    years = [each for each in _over_time(tally([year_of[each] for each in in_month])) if each.month]
    facets["year"] = [Facet(str(each.month), str(each.month), each.quoted + each.paraphrased) for each in years[::-1]]
    return facets, months, years


def _over_time(counts: Mapping[tuple[str | None, bool], int]) -> list[Month]:
    """Months or years in order, from the number of each, paraphrased or not."""
    return [
        Month(when, counts.get((when, False), 0), counts.get((when, True), 0))
        for when in sorted({when for when, _ in counts}, key=lambda when: when or "")
    ]


def _columns(connection: sqlite3.Connection, sql: str, values: Mapping[str, object]) -> list[list[Any]]:
    """The columns of one row of JSON arrays."""
    (row,) = rows(connection, sql, values)
    return [json.loads(column) for column in row]


def _tally_of(printed: Sequence[int]) -> Callable[[Sequence[T]], Counter[T]]:
    """What counts, for each value in a column, the different numbers of `printed` beside it.

    Most numbers occur only once, and a set of pairs takes several times as long as a plain count.
    """
    times = Counter(printed)
    alone = [times[number] == 1 for number in printed]
    repeated = [not each for each in alone]
    numbers = list(compress(printed, repeated))

    def tally(column: Sequence[T]) -> Counter[T]:
        counts = Counter(compress(column, alone))
        counts.update(value for _, value in set(zip(numbers, compress(column, repeated), strict=True)))
        return counts

    return tally


def _most(counts: Mapping[T, int]) -> list[tuple[T, int]]:
    """The most frequent values that are not None, with their numbers."""
    least = min(nlargest(_MOST + 1, counts.values()), default=0)  # one of them may be that of None
    held = [(value, number) for value, number in counts.items() if number >= least and value is not None]
    return sorted(held, key=lambda each: (-each[1], each[0]))[:_MOST]


def _named(connection: sqlite3.Connection, counts: Sequence[tuple[int, int]]) -> list[Facet]:
    """The facet of these speakers, by row id with their numbers. Namesakes are shown with their roles."""
    number_of = dict(counts)
    found = rows(
        connection,
        "select id, slug, name, role from speakers where id in (select value from json_each(?))",
        [json.dumps(list(number_of))],
    )
    shared = {name for name, number in Counter(row["name"] for row in found).items() if number > 1}
    named = [
        Facet(
            row["slug"],
            f"{row['name']}, {row['role']}" if row["name"] in shared and row["role"] else row["name"],
            number_of[row["id"]],
        )
        for row in found
    ]
    return sorted(named, key=lambda each: (-each.count, each.name))


def _facets_of_speakers(
    connection: sqlite3.Connection, kinds: Mapping[int, SpeakerKind], described: Sequence[tuple[str | None, int, int]]
) -> dict[str, list[Facet]]:
    """The roles, countries, parties and offices of speakers.

    Args:
        connection: To the archive.
        kinds: By row id, the kind of each speaker.
        described: What articles say of a speaker, the row id of the speaker, and in how many quotations.
    """
    from quotes.store.identity import authority_files
    from quotes.text import countries

    known = authority_files.entries_of(connection, set(kinds))
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("role", "country", "party", "office")}
    # Few speakers have an entry. The others are counted together if articles say the same of them.
    together: Counter[tuple[str | None, SpeakerKind, int | None]] = Counter()
    for said_as, speaker, number in described:
        together[said_as, kinds[speaker], speaker if speaker in known else None] += number
    for (said_as, kind, entered), number in together.items():
        nations = countries.named_in(said_as) if said_as else frozenset[str]()
        if said_as and kind == "person":
            counts["role"][said_as] += number
        if entered is not None:
            entry = known[entered]
            code = countries.code_of(entry.country or "")
            nations |= {code} if code else set()
            for facet, values in (
                ("party", {held.party for held in entry.offices if held.party}),
                ("office", {held.role for held in entry.offices}),
            ):
                for value in values:
                    counts[facet][value] += number
        for nation in nations:
            counts["country"][nation] += number
    return {
        facet: [
            Facet(value, countries.name_of(value) if facet == "country" else value, number)
            for value, number in sorted(values.items(), key=lambda each: (-each[1], each[0]))[:_MOST]
        ]
        for facet, values in counts.items()
    }
