"""Turns the text in a search box into a full-text query (section 3 of SQLite's FTS5 manual).

Also finds other forms of its words: escalate, escalated, escalation. SQLite's own Porter stemmer decides which words
are forms of one. Only words in the archive are tried.
"""

from __future__ import annotations

import difflib
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date

from quotes.model import Kind, Polarity

MOST_TERMS = 50
_DOUBLE_MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_FIELDS = {"speaker": "speaker", "from": "since", "to": "until", "kind": "kind", "outlet": "outlet"}
_FIELDS |= {"polarity": "polarity", "unverified": "unverified"}
_EXAMPLES = {
    "speaker:": 'speaker:okafor or speaker:"Ines Okafor"', "from:": "from:2024-10", "to:": "to:2024-10-23",
    "kind:": "kind:direct", "outlet:": 'outlet:"The Courier"', "polarity:": "polarity:denied",
    "unverified:": "unverified:no",
}  # fmt: skip
_TERM = re.compile(
    rf"""(?P<minus>-)?  (?:(?P<field>{"|".join(_FIELDS)}):(?=\S))?
    (?: "(?P<phrase>[^"]*)"?(?P<star>\*)? | (?P<word>[^\s"]+) )""",
    re.VERBOSE | re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_MOST = 12  # different words of a query that are looked up
_SHORT = 3  # letters; of a stem this long, other forms begin with all of it, of a shorter one there are none
_TRIED = 2000  # words with the same beginning
_CLOSE = 0.75


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query.

    Attributes:
        wanted, unwanted: FTS5 strings.
        since, until: ISO 8601 dates or the beginning of one, inclusive.
        unverified: "yes" or "no".
    """

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    kind: str | None = None
    outlet: str | None = None
    polarity: str | None = None
    unverified: str | None = None


def parse(text: str) -> Query:
    """Parse a query.

    ``words`` must all occur. There are also ``"a phrase"`` (also in curly marks), ``-without`` this word or phrase,
    ``begin*`` of a word, and ``speaker:``, ``from:``, ``to:``, ``kind:``, ``outlet:``, ``polarity:``,
    ``unverified:``, each with a word or a phrase.
    Everything else is text, so FTS5 operators have no effect.

    Raises:
        ValueError: There are more than `MOST_TERMS` words, or nothing after ``speaker:`` and the like.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    fields: dict[str, str] = {}
    for term in _TERM.finditer(text.translate(_DOUBLE_MARKS)):
        words = term["word"] if term["phrase"] is None else term["phrase"]
        if (term["word"] or "").lower() in _EXAMPLES:
            raise ValueError(f"there is no value after {words!r}; write it like {_EXAMPLES[words.lower()]}")
        if term["field"] and not term["minus"]:
            fields[_FIELDS[term["field"].lower()]] = words.strip()
        elif is_searchable(words):
            begins = bool(term["star"]) or words.endswith("*")
            (unwanted if term["minus"] else wanted).append(quoted(words) + " *" * begins)
    if len(wanted) + len(unwanted) > MOST_TERMS:
        raise ValueError(f"too many words to search for; give at most {MOST_TERMS}, or put them in quotation marks")
    return Query(tuple(wanted), tuple(unwanted), **fields)


def checked(query: Query, **given: str | None) -> Query:
    """`query` with the fields `given` (None or blank for not given) instead of its own.

    Raises:
        ValueError: A date or a kind is not valid, or there is nothing to search for.
    """
    for field, value in given.items():
        if value and value.strip():
            query = replace(query, **{field: value.strip()})  # type: ignore[arg-type]
    for each in filter(None, (query.since, query.until)):
        if not _is_date(each):
            raise ValueError(f"{each!r} is not a date; write it like 2024-10-23, 2024-10 or 2024")
    if query.since and query.until and query.until + "~" < query.since:
        raise ValueError(f"the last date, {query.until}, is before the first, {query.since}")
    if query.kind:
        query = replace(query, kind=_one_of(map(str, Kind), query.kind, "a kind of quotation"))
    if query.polarity:
        query = replace(query, polarity=_one_of(map(str, Polarity), query.polarity, "a polarity"))
    if query.unverified:
        query = replace(query, unverified=_one_of(("yes", "no"), query.unverified, "an answer to unverified"))
    if not (query.wanted or any(getattr(query, field) for field in _FIELDS.values())):
        if query.unwanted:
            raise ValueError("the query only excludes words; add a word, a phrase or a speaker to search for")
        raise ValueError("nothing to search for; give a word, a phrase in quotation marks, or a speaker")
    return query


def _one_of(values: Iterable[str], given: str, noun: str) -> str:
    """The value that is `given` in any letter case. Raises ValueError where there is none."""
    known = list(values)
    if given.lower() not in known:
        raise ValueError(f"{given!r} is not {noun}; use {', '.join(known[:-1])} or {known[-1]}")
    return given.lower()


def _is_date(text: str) -> bool:
    """Whether `text` is an existing day, month or year."""
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(f"{text}-01-01"[:10]))
    except ValueError:
        return False


def typed(query: Query) -> str:
    """The words of `query` as a person would type them, for `parse`."""
    return " ".join([*map(_typed, query.wanted), *(f"-{_typed(term)}" for term in query.unwanted)])


def words_of(term: str) -> str:
    """The words of one FTS5 string, without its marks and the asterisk after it."""
    return term.removesuffix(" *")[1:-1].replace('""', '"')


def _typed(term: str) -> str:
    words = words_of(term)
    return (f'"{words}"' if " " in words or ":" in words else words.removesuffix("*")) + "*" * term.endswith(" *")


def quoted(words: str) -> str:
    """`words` as one FTS5 string without operators."""
    return '"' + words.replace('"', '""').replace("\0", " ") + '"'


def is_searchable(words: str) -> bool:
    """Whether `words` have letters or digits, not only punctuation."""
    return any(unicodedata.category(character)[0] in "LN" for character in words)


def similar(connection: sqlite3.Connection, query: Query) -> Query | None:
    """A query for the words of `query` in any form and any order, without exact matches.

    None if there is nothing to find: no word has another form, and there is no phrase.
    """
    exact = f"({' AND '.join(query.wanted)})"
    wanted = []
    for term in query.wanted:
        if term.endswith(" *"):
            wanted.append(term)
            continue
        for stem in dict.fromkeys(_stems([words_of(term)])[0]):
            held = _forms(connection, stem)
            if not held:
                return None
            wanted.append(f"({' OR '.join(map(quoted, held))})" if len(held) > 1 else quoted(held[0]))
    if len(wanted) > _MOST or wanted == list(map(str.lower, query.wanted)):
        return None
    return replace(query, wanted=tuple(wanted), unwanted=(*query.unwanted, exact)) if wanted else None


def spellings(connection: sqlite3.Connection, word: str) -> list[str]:
    """Words in the archive with a similar spelling to `word`, which is not in it; the closest first."""
    tokens = [token for stems in _tokens([word], "unicode61 remove_diacritics 2") for token in stems]
    if len(tokens) != 1 or len(tokens[0]) <= _SHORT or _starting(connection, tokens[0], end=tokens[0] + "\0"):
        return []
    near = _starting(connection, tokens[0][:2])
    return difflib.get_close_matches(tokens[0], near, n=3, cutoff=_CLOSE)


def _forms(connection: sqlite3.Connection, stem: str) -> list[str]:
    """The words in the archive with this stem."""
    if len(stem) < _SHORT:
        return [stem]
    held = _starting(connection, stem if len(stem) == _SHORT else stem[:-1])  # "happi" is the stem of "happy"
    return [word for word, stems in zip(held, _stems(held), strict=True) if stems == [stem]]


def _starting(connection: sqlite3.Connection, beginning: str, end: str | None = None) -> list[str]:
    found = connection.execute(
        "select term from quotations_fts_words where term >= ? and term < ? limit ?",
        [beginning, end or beginning + chr(0x10FFFF), _TRIED],
    )
    return [row[0] for row in found]


def _stems(texts: Sequence[str]) -> list[list[str]]:
    """The stems of each text, in order."""
    return _tokens(texts, "porter unicode61 remove_diacritics 2")


def _tokens(texts: Iterable[str], tokenizer: str) -> list[list[str]]:
    """The tokens of each text, in order, as FTS5 makes them."""
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"create virtual table texts using fts5(text, tokenize='{tokenizer}')")
        memory.execute("create virtual table tokens using fts5vocab(texts, instance)")
        memory.executemany("insert into texts(text) values (?)", [(text,) for text in texts])
        number = memory.execute("select count(*) from texts").fetchone()[0]
        found: list[list[str]] = [[] for _ in range(number)]
        for token, text in memory.execute('select term, doc from tokens order by doc, "offset"'):
            found[text - 1].append(token)
    return found
