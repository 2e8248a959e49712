"""Turns the text in a search box into a full-text query (section 3 of SQLite's FTS5 manual).

Also finds other forms of its words: escalate, escalated, escalation. SQLite's own Porter stemmer decides which words
are forms of one. Only words in the archive are tried.
"""

from __future__ import annotations

import difflib
import itertools
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from quotes.model import Kind, Polarity, SpeakerKind
from quotes.store.cache import until_changed
from quotes.text.folding import folded

MOST_TERMS = 50
DISTANCE = 10  # the most other words between those of NEAR, without a number
_DOUBLE_MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_FILTERS = {"from": "since", "to": "until", "kind": "kind", "outlet": "outlet", "polarity": "polarity"}
_FILTERS |= {"unverified": "unverified", "speaker_kind": "speaker_kind"}
# What is asked of a speaker: other fields of a query, which may be excluded and stand beside OR.
ABOUT = ("speaker", "role", "party", "country", "office")
_EXAMPLES = {
    "speaker": 'speaker:okafor or speaker:"Ines Okafor"', "from": "from:2024-10", "to": "to:2024-10-23",
    "kind": "kind:direct", "outlet": 'outlet:"The Courier"', "polarity": "polarity:denied",
    "unverified": "unverified:no", "speaker_kind": "speaker_kind:organisation", "role": 'role:"foreign ministry"',
    "party": "party:republican", "country": "country:ru or country:russia", "office": "office:senator",
}  # fmt: skip
_TOKEN = re.compile(
    rf"""(?P<close>\)) | (?P<minus>-)?
    (?: (?P<near>(?-i:NEAR)\() | (?P<open>\() | (?:(?P<field>{"|".join(_EXAMPLES)}):(?=[^\s()]))?
    (?: "(?P<phrase>[^"]*)"?(?P<star>\*)? | (?P<word>[^\s"()]+) ) )""",
    re.VERBOSE | re.IGNORECASE,
)
_NEAR = re.compile(r"NEAR(?:/(\d{1,3}))?")
_DISTANCE_AFTER_COMMA = re.compile(r"(NEAR\([^()]*?(?<!\d)),(?=\d+\s*(?:\)|$))")  # NEAR(one other,5)
_NEAR_OF = "NEAR stands between words or phrases, without fields, parentheses, OR and excluded words"
_FIELD = re.compile(r"([^\W\d]\w*):[^/\s].*", re.DOTALL)  # not a URL, and not a time
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_TOKENIZER = "unicode61 remove_diacritics 2"
_MOST = 12  # different words of a query that are looked up
_SHORT = 3  # letters; of a stem this long, other forms begin with all of it, of a shorter one there are none
_TRIED = 2000  # words with the same beginning
_CLOSE = 0.75
_SPELT = 8  # spellings of a phrase
_INITIALS = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W\d_]))?")
_ABBREVIATION = re.compile(r"[^\W\d_]{2,5}")
_MARKED = re.compile(r"(?<=\w)[-'’‘\u2010\u2011](?=\w)")
_CONTRACTED = re.compile(
    "(?:ain|are|aren|can|couldn|didn|doesn|don|hadn|hasn|haven|isn|mustn|needn|shouldn|wasn|weren|won|wouldn)t", re.I
)
# In small letters, "us" is no abbreviation, nor is what has only letters that often stand alone: I, a, isn't, he'd.
_NO_ABBREVIATION = re.compile("us|[aidmst]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase.

    Attributes:
        words: As typed.
        begins: Whether it is the beginning of a word.
        about: One of `ABOUT`, if it is not searched in the words of quotations.
    """

    words: str
    begins: bool = False
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Words or phrases with at most `distance` other words between them."""

    terms: tuple[Term, ...]
    distance: int = DISTANCE


@dataclass(frozen=True, slots=True)
class Group:
    """What must be there and what must not."""

    wanted: tuple[Part, ...]
    unwanted: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Alternatives."""

    parts: tuple[Part, ...]


Part = Term | Near | Group | AnyOf


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query.

    Attributes:
        wanted, unwanted: What must be in a quotation and what must not.
        speaker, role, party, country, office: What is asked of the speaker.
        since, until: ISO 8601 dates or the beginning of one, inclusive.
        unverified: "yes" or "no".
    """

    wanted: tuple[Part, ...] = ()
    unwanted: tuple[Part, ...] = ()
    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    kind: str | None = None
    outlet: str | None = None
    polarity: str | None = None
    unverified: str | None = None
    role: str | None = None
    party: str | None = None
    country: str | None = None
    office: str | None = None
    speaker_kind: str | None = None


FIELDS = (*ABOUT, *_FILTERS.values())  # the attributes of a query with one value


def parse(text: str) -> Query:
    """Parse a query.

    ``words`` must all occur. There are also ``"a phrase"`` (also in curly marks), ``-without`` this word or phrase,
    ``begin*`` of a word, ``one OR other``, ``NEAR(one other, 5)`` or ``one NEAR/5 other``, and parentheses. OR and NEAR
    concern what stands next to them. ``speaker:``, ``role:``, ``party:``, ``country:``, ``office:`` and
    ``speaker_kind:``, ``from:``, ``to:``, ``kind:``, ``outlet:``, ``polarity:``, ``unverified:`` have a word or a
    phrase each. Everything else is text.

    Raises:
        ValueError: There are more than `MOST_TERMS` words, nothing after ``speaker:`` and the like, or a field stands
            where it cannot.
    """
    parser = _Parser(text)
    group = parser.whole()
    fields = parser.fields
    wanted = []
    for part in group.wanted:
        if isinstance(part, Term) and part.about and part.about not in fields:
            fields[part.about] = part.words.strip()
        else:
            wanted.append(part)
    if len([*terms((*wanted, *group.unwanted))]) > MOST_TERMS:
        raise ValueError(f"too many words to search for; give at most {MOST_TERMS}, or put them in quotation marks")
    return Query(tuple(wanted), group.unwanted, **fields)


def repairs(text: str) -> tuple[str, ...]:
    """What `parse` changes to understand a query, a clause each: "the parenthesis is closed at the end"."""
    parser = _Parser(text)
    parser.whole()
    return tuple(dict.fromkeys(parser.repairs))


class _Parser:
    """Reads a query from left to right.

    `fields` are the filters of the whole query, and `repairs` what was changed to understand it.
    """

    def __init__(self, text: str) -> None:
        self.fields: dict[str, str] = {}
        self.repairs: list[str] = []
        self._depth = 0
        text = text.translate(_DOUBLE_MARKS)
        self._tokens = list(_TOKEN.finditer(_DISTANCE_AFTER_COMMA.sub(r"\1, ", text)))
        self._next = 0
        if text.count('"') % 2:
            self.repairs.append("the phrase without a closing quotation mark goes to the end")

    def whole(self) -> Group:
        """The query."""
        return self.group(())

    def group(self, ends: Sequence[str]) -> Group:
        """What follows, up to one of `ends` (a closing bracket) or the end."""
        wanted: list[Part] = []
        unwanted: list[Part] = []
        joint: str | None = None  # OR or NEAR, before the next part
        excluding = False
        before = False  # whether the last part is wanted
        while self._next < len(self._tokens):
            token = self._tokens[self._next]
            self._next += 1
            if token["close"]:
                if ends:
                    return self._ended(wanted, unwanted, joint, excluding=excluding)
                self.repairs.append("the “)” without a “(” is ignored")
                continue
            word = token["word"] or ""
            operator = (
                not token["minus"] and not token["field"] and (word in ("OR", "AND", "NOT") or _NEAR.fullmatch(word))
            )
            if operator:
                excluding = excluding or word == "NOT"
                if word not in ("AND", "NOT") and not before:
                    self.repairs.append(f"the {word} with nothing before it is ignored")
                elif word not in ("AND", "NOT"):
                    joint = word
                continue
            part = self._part(token, joint)
            if part is None:
                continue
            if token["minus"] or excluding:
                if joint:
                    raise ValueError(f"{joint} cannot stand next to a word that is excluded; use parentheses")
                unwanted.append(part)
                before = False
            elif joint:
                wanted[-1] = _joined(joint, wanted[-1], part)
            else:
                wanted.append(part)
                before = True
            joint, excluding = None, False
        if ends:
            self.repairs.append("the “(” without a “)” goes to the end")
        return self._ended(wanted, unwanted, joint, excluding=excluding)

    def _ended(self, wanted: list[Part], unwanted: list[Part], joint: str | None, *, excluding: bool) -> Group:
        if operator := joint or ("NOT" if excluding else None):
            self.repairs.append(f"the {operator} with nothing after it is ignored")
        return Group(tuple(wanted), tuple(unwanted))

    def _part(self, token: re.Match[str], joint: str | None) -> Part | None:
        if token["near"]:
            return self._near()
        if token["open"]:
            return self._bracketed()
        words = token["word"] if token["phrase"] is None else token["phrase"]
        name = words.lower()[:-1]
        if token["word"] and words.endswith(":") and name in _EXAMPLES:
            raise ValueError(f"there is no value after {words!r}; write it like {_EXAMPLES[name]}")
        about = (token["field"] or "").lower()
        if about in _FILTERS:
            beside = self._next < len(self._tokens) and self._tokens[self._next]["word"] == "OR"
            if self._depth or joint or beside or token["minus"]:
                raise ValueError(
                    f"{about}: applies to the whole search; it cannot be in parentheses, excluded or with OR"
                )
            if self.fields.get(_FILTERS[about], words.strip()) != words.strip():
                raise ValueError(f"{about}: is given twice; give one value")
            self.fields[_FILTERS[about]] = words.strip()
            return None
        if not is_searchable(words) and not (about and words.strip()):
            return None
        if token["word"] and not about and (unknown := _FIELD.fullmatch(words)):
            self.repairs.append(f"“{unknown[1]}:” is not a field, so “{words}” is searched as words")
        if token["word"] and "*" in words.rstrip("*"):
            self.repairs.append(f"the “*” in “{words}” is ignored, because it does not end the word")
        begins = bool(token["star"]) or words.endswith("*")
        return Term(words.rstrip("*") if begins else words, begins, about or None)

    def _bracketed(self) -> Part | None:
        self._depth += 1
        if self._depth > MOST_TERMS:
            raise ValueError("too many parentheses")
        group = self.group(")")
        self._depth -= 1
        if not group.wanted:
            if group.unwanted:
                raise ValueError("there is only an excluded word in parentheses; add a word to search for")
            self.repairs.append("the parentheses without a word are ignored")
            return None
        return group.wanted[0] if len(group.wanted) == 1 and not group.unwanted else group

    def _near(self) -> Part | None:
        inside: list[Term] = []
        distance = DISTANCE
        comma = False  # before the next token
        while self._next < len(self._tokens):
            token = self._tokens[self._next]
            self._next += 1
            if token["close"]:
                return self._nearby(inside, distance)
            if comma and (token["word"] or "").isdecimal():
                distance = min(int(token["word"][:4]), 999)
                continue
            comma = token[0].endswith(",")
            part = self._part(token, "NEAR")
            if token["minus"] or token["word"] in ("OR", "AND", "NOT") or not isinstance(part, Term | None):
                raise ValueError(_NEAR_OF)
            if part:
                inside.append(replace(part, words=part.words.rstrip(",")))
        self.repairs.append("the “NEAR(” without a “)” goes to the end")
        return self._nearby(inside, distance)

    def _nearby(self, inside: list[Term], distance: int) -> Part | None:
        if len(inside) < 2:
            self.repairs.append("the NEAR with fewer than two words or phrases is ignored")
        return _near_of(inside, distance) if inside else None


def _joined(joint: str, left: Part, right: Part) -> Part:
    if joint == "OR":
        return AnyOf((*(left.parts if isinstance(left, AnyOf) else (left,)), right))
    near = _NEAR.fullmatch(joint)
    distance = int(near[1]) if near and near[1] else DISTANCE
    sides = (*(left.terms if isinstance(left, Near) else (left,)), right)
    return _near_of([each for each in sides if isinstance(each, Term)], distance, len(sides))


def _near_of(inside: Sequence[Term], distance: int, number: int | None = None) -> Part:
    if number not in (None, len(inside)) or any(each.about for each in inside):
        raise ValueError(_NEAR_OF)
    return Near(tuple(inside), distance) if len(inside) > 1 else inside[0]


def terms(parts: Iterable[Part]) -> Iterator[Term]:
    """All words and phrases in `parts`."""
    for part in parts:
        if isinstance(part, Term):
            yield part
        elif isinstance(part, Near):
            yield from part.terms
        else:
            yield from terms(part.parts if isinstance(part, AnyOf) else (*part.wanted, *part.unwanted))


def has_words(parts: Iterable[Part]) -> bool:
    """Whether a search for `parts` can be ranked: it has words of quotations, and not only of their speakers."""
    return any(not term.about for term in terms(parts))


Expression = Callable[[Term], str]


def expression(part: Part, of: Expression) -> str:
    """The FTS5 expression of `part`. `of`: makes that of a term."""
    if isinstance(part, Term):
        return of(part)
    if isinstance(part, Near):
        ways = itertools.islice(itertools.product(*map(phrases, part.terms)), _SPELT)
        return _either([f"NEAR({' '.join(way)}, {part.distance})" for way in ways])
    if isinstance(part, AnyOf):
        return _either([expression(each, of) for each in part.parts])
    return all_of(part.wanted, part.unwanted, of)


def all_of(wanted: Iterable[Part], unwanted: Iterable[Part], of: Expression) -> str:
    """The FTS5 expression for what must be there and what must not."""
    match = " AND ".join(expression(each, of) for each in wanted)
    without = " OR ".join(expression(each, of) for each in unwanted)
    return f"(({match}) NOT ({without}))" if without else f"({match})"


def _either(expressions: Sequence[str]) -> str:
    return f"({' OR '.join(expressions)})" if len(expressions) > 1 else expressions[0]


def either(term: Term) -> str:
    """The FTS5 expression for a word or phrase in any spelling."""
    return _either(phrases(term))


def phrases(term: Term) -> list[str]:
    """The FTS5 strings for a word or phrase: with and without stops and marks inside words.

    N.Y.P.D. is also NYPD, O'Connor also OConnor, and isnt also isn't.
    """
    words = _INITIALS.sub(lambda found: found[0].replace(".", ""), folded(term.words)).split()
    *first, last = words
    ways = [_spellings(word, alone=not first) for word in words]
    if term.begins:
        ways[-1] = [last]
    found = itertools.islice(itertools.product(*ways), _SPELT)
    return [quoted(" ".join(way)) + " *" * term.begins for way in dict.fromkeys(found)]


def _spellings(word: str, *, alone: bool) -> list[str]:
    """A word of a phrase, or `alone`, with and without stops and marks inside it."""
    bare = word.strip(".,;:!?()[]…")
    spelt = [word]
    if _MARKED.search(bare):
        spelt.append(_MARKED.sub("", bare))
    elif _CONTRACTED.fullmatch(bare):
        spelt.append(f"{bare[:-1]} t")
    elif _ABBREVIATION.fullmatch(bare) and (bare.isupper() or (alone and not _NO_ABBREVIATION.fullmatch(bare.lower()))):
        spelt.append(" ".join(bare))
    if len(bare) > 5 and bare[0] in "oO" and bare.isalpha():
        spelt.append(f"{bare[0]} {bare[1:]}")
    return spelt


def checked(query: Query, **given: str | None) -> Query:
    """`query` with the fields `given` (None or blank for not given) instead of its own.

    Raises:
        ValueError: A date or a kind is not valid, or there is nothing to search for.
    """
    for name, value in given.items():
        if value and value.strip():
            query = replace(query, **{name: value.strip()})  # type: ignore[arg-type]
    for each in filter(None, (query.since, query.until)):
        if not is_date(each):
            raise ValueError(f"{each!r} is not a date; write it like 2024-10-23, 2024-10 or 2024")
    if query.since and query.until and query.until + "~" < query.since:
        raise ValueError(f"the last date, {query.until}, is before the first, {query.since}")
    if query.kind:
        query = replace(query, kind=_one_of(map(str, Kind), query.kind, "a kind of quotation"))
    if query.polarity:
        query = replace(query, polarity=_one_of(map(str, Polarity), query.polarity, "a polarity"))
    if query.unverified:
        query = replace(query, unverified=_one_of(("yes", "no"), query.unverified, "an answer to unverified"))
    if query.speaker_kind:
        query = replace(query, speaker_kind=_one_of(get_args(SpeakerKind), query.speaker_kind, "a kind of speaker"))
    if not (query.wanted or any(getattr(query, each) for each in FIELDS)):
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


def is_date(text: str) -> bool:
    """Whether `text` is an existing day, month or year."""
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(f"{text}-01-01"[:10]))
    except ValueError:
        return False


def typed(query: Query) -> str:
    """The words of `query` as a person would type them, for `parse`."""
    return " ".join([*map(typed_part, query.wanted), *(f"-{typed_part(each)}" for each in query.unwanted)])


def typed_part(part: Part) -> str:
    """`part` as a person would type it."""
    if isinstance(part, Near):
        return f"NEAR({' '.join(map(typed_part, part.terms))}, {part.distance})"
    if isinstance(part, AnyOf):
        return f"({' OR '.join(map(typed_part, part.parts))})"
    if isinstance(part, Group):
        return f"({typed(Query(part.wanted, part.unwanted))})"
    simple = re.fullmatch(r"[^\s:()\"*-][^\s:()\"*]*", part.words) and part.words not in ("OR", "AND", "NOT")
    words = part.words if simple and not _NEAR.fullmatch(part.words) else f'"{part.words}"'
    return f"{part.about}:" * bool(part.about) + words + "*" * part.begins


def quoted(words: str) -> str:
    """`words` as one FTS5 string without operators."""
    return '"' + words.replace('"', '""').replace("\0", " ") + '"'


def is_searchable(words: str) -> bool:
    """Whether `words` have letters or digits, not only punctuation."""
    return any(unicodedata.category(character)[0] in "LN" for character in words)


def similar(connection: sqlite3.Connection, query: Query, *, exact: bool = False) -> Query | None:
    """A query for the words of `query` in any form and any order, without exact matches, or with them if `exact`.

    None if there is nothing to find: no word has another form, and there is no phrase.
    """
    if not all(isinstance(each, Term) for each in query.wanted):
        return None
    wanted: list[Part] = []
    for term in terms(query.wanted):
        if term.begins or term.about:
            wanted.append(term)
            continue
        for stem, word in _words(term.words).items():
            held = _forms(connection, stem, word)
            if not held:
                return None
            wanted.append(AnyOf(tuple(map(Term, held))) if len(held) > 1 else Term(held[0]))
    if (
        not wanted
        or len(wanted) > _MOST
        or wanted == [replace(each, words=each.words.lower()) for each in terms(query.wanted)]
    ):
        return None
    unwanted = query.unwanted if exact else (*query.unwanted, Group(query.wanted))
    return replace(query, wanted=tuple(wanted), unwanted=unwanted)


@until_changed
def spellings(connection: sqlite3.Connection, word: str) -> list[str]:
    """Words in the archive with a similar spelling to `word`, which is not in it; the closest first."""
    tokens = [token for stems in _tokens([folded(word)], _TOKENIZER) for token in stems]
    if len(tokens) != 1 or len(tokens[0]) <= _SHORT:
        return []
    (token,) = tokens
    held = "select 1 from quotations_fts where quotations_fts match ? limit 1"
    if connection.execute(held, [quoted(token)]).fetchone():
        return []
    # Also with the first two letters exchanged, or without the first or the second one.
    beginnings = (token[:3], token[:2], token[1] + token[0] + token[2], token[1:4], token[0] + token[2:4])
    near = dict.fromkeys(each for beginning in beginnings for each in _starting(connection, beginning))
    return difflib.get_close_matches(token, near, n=3, cutoff=_CLOSE)


def forms(connection: sqlite3.Connection, word: str) -> list[str]:
    """The words in the archive that are forms of `word`."""
    stems = _words(word)
    return _forms(connection, *next(iter(stems.items()))) if len(stems) == 1 else []


def holds(texts: Sequence[str], words: str) -> list[str]:
    """Those of `texts` that have all of `words`, in any form."""
    *stems, wanted = map(set, _stems([*texts, words]))
    return [text for text, its in zip(texts, stems, strict=True) if wanted and wanted <= its]


def by_rarity(connection: sqlite3.Connection, text: str) -> list[Part]:
    """Each word of `text` in any form, or else in a similar spelling, the rarest first; without unknown words."""
    found: list[tuple[int, Part]] = []
    for word in list(dict.fromkeys(_tokens([folded(text)], _TOKENIZER)[0]))[:_MOST]:
        held = forms(connection, word) or spellings(connection, word)
        if held:
            (number,) = connection.execute(
                "select count(*) from quotations_fts where quotations_fts match ?", [" OR ".join(map(quoted, held))]
            ).fetchone()
            found.append((number, AnyOf(tuple(map(Term, held)))))
    return [part for _, part in sorted(found, key=lambda each: each[0])]


def _words(text: str) -> dict[str, str]:
    """By stem, the first of the words in `text` that have it."""
    (words,), (stems,) = _tokens([folded(text)], _TOKENIZER), _stems([folded(text)])
    return dict(reversed([*zip(stems, words, strict=True)]))


@until_changed
def _forms(connection: sqlite3.Connection, stem: str, word: str) -> list[str]:
    """The words in the archive with the stem of `word`; only itself if the stem is short ("ar", of "are")."""
    if len(stem) < _SHORT:
        return [word]
    held = _starting(connection, stem if len(stem) == _SHORT else stem[:-1])  # "happi" is the stem of "happy"
    return [word for word, stems in zip(held, _stems(held), strict=True) if stems == [stem]]


# The list of words has a row for each place of a word, so each step looks up the first row of the next word.
_NEXT_WORDS = """
    with recursive held(term) as (
        select * from (select term from quotations_fts_words where term >= :first limit 1)
        union all
        select (select term from quotations_fts_words where term >= held.term || char(1) limit 1)
        from held where held.term < :last limit :most
    )
    select term from held where term < :last
"""


def _starting(connection: sqlite3.Connection, beginning: str) -> list[str]:
    values = {"first": beginning, "last": beginning + chr(0x10FFFF), "most": _TRIED}
    return [row[0] for row in connection.execute(_NEXT_WORDS, values)]


def _stems(texts: Sequence[str]) -> list[list[str]]:
    """The stems of each text, in order."""
    return _tokens(texts, f"porter {_TOKENIZER}")


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
