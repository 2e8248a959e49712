"""What a person types into a search box, made into a full-text query (section 3 of SQLite's FTS5 manual)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

MOST_TERMS = 50
_DOUBLE_MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_FIELDS = {"speaker": "speaker", "from": "since", "to": "until", "kind": "kind", "outlet": "outlet"}
_EXAMPLES = {
    "speaker:": 'speaker:okafor or speaker:"Ines Okafor"', "from:": "from:2024-10", "to:": "to:2024-10-23",
    "kind:": "kind:direct", "outlet:": 'outlet:"The Courier"',
}  # fmt: skip
_TERM = re.compile(
    rf"""(?P<minus>-)?  (?:(?P<field>{"|".join(_FIELDS)}):(?=\S))?
    (?: "(?P<phrase>[^"]*)"?(?P<star>\*)? | (?P<word>[^\s"]+) )""",
    re.VERBOSE | re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_KINDS = ("direct", "partial", "paraphrase")


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for.

    wanted, unwanted: FTS5 strings. since, until: ISO 8601 dates or the beginning of one, inclusive.
    """

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    kind: str | None = None
    outlet: str | None = None


def parse(text: str) -> Query:
    """The query that `text` says.

    ``words`` that must all be there, ``"a phrase"`` (curly marks do as well), ``-without`` this word or
    phrase, ``begin*`` of a word, and ``speaker:``, ``from:``, ``to:``, ``kind:``, ``outlet:``, each with a
    word or a phrase. Everything else is text: no operator of FTS5 gets through.

    Raises ValueError for more than `MOST_TERMS` words, and for ``speaker:`` and the like with nothing after it.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    fields: dict[str, str] = {}
    for term in _TERM.finditer(text.translate(_DOUBLE_MARKS)):
        words = term["word"] if term["phrase"] is None else term["phrase"]
        if (term["word"] or "").lower() in _EXAMPLES:
            raise ValueError(f"nothing stands right after {words!r}; write it like {_EXAMPLES[words.lower()]}")
        if term["field"] and not term["minus"]:
            fields[_FIELDS[term["field"].lower()]] = words.strip()
        elif is_searchable(words):
            begins = bool(term["star"]) or words.endswith("*")
            (unwanted if term["minus"] else wanted).append(quoted(words) + " *" * begins)
    if len(wanted) + len(unwanted) > MOST_TERMS:
        raise ValueError(f"too many words to search for; give at most {MOST_TERMS}, or put them in quotation marks")
    return Query(tuple(wanted), tuple(unwanted), **fields)


def checked(query: Query, **given: str | None) -> Query:
    """`query` with the fields `given` (None or blank for not given) put over its own.

    Raises ValueError where a date or a kind is not one, or where there is nothing to search for.
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
        query = replace(query, kind=query.kind.lower())
    if query.kind and query.kind not in _KINDS:
        raise ValueError(f"{query.kind!r} is not a kind of quotation; it is {', '.join(_KINDS[:-1])} or {_KINDS[-1]}")
    if not (query.wanted or query.speaker or query.since or query.until or query.kind or query.outlet):
        if query.unwanted:
            raise ValueError("that only leaves out; give a word, a phrase or a speaker to look for as well")
        raise ValueError("nothing to search for; give a word, a phrase in quotation marks, or a speaker")
    return query


def _is_date(text: str) -> bool:
    """Whether `text` is a day, a month or a year that there is."""
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(f"{text}-01-01"[:10]))
    except ValueError:
        return False


def typed(query: Query) -> str:
    """The words of `query` as people type them: `parse` makes the same terms of it again."""
    return " ".join([*map(_typed, query.wanted), *(f"-{_typed(term)}" for term in query.unwanted)])


def words_of(term: str) -> str:
    """The words of one FTS5 string, without its marks and the star after it."""
    return term.removesuffix(" *")[1:-1].replace('""', '"')


def _typed(term: str) -> str:
    words = words_of(term)
    return (f'"{words}"' if " " in words or ":" in words else words.removesuffix("*")) + "*" * term.endswith(" *")


def quoted(words: str) -> str:
    """`words` as one FTS5 string, in which nothing is an operator."""
    return '"' + words.replace('"', '""').replace("\0", " ") + '"'


def is_searchable(words: str) -> bool:
    """Whether the index can hold any of `words`: letters or digits, not only punctuation."""
    return any(unicodedata.category(character)[0] in "LN" for character in words)
