"""Bylines: the names in them, and their form in citations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from quotes.text import lexicon

_LONGEST_NAMES = 80  # characters

_LEADING_BY = re.compile(r"^by:?\s+", re.I)
_BY = re.compile(
    r"^(?:(?:words|story|text|report|article|written|reported|posted|published|analysis|opinion|commentary|review)\s+)?"
    r"by\b[:\s]+",
    re.I,
)
_ADDRESS = re.compile(r"\(?\b[\w.+-]+@[\w-]+\.[\w.-]+\)?|https?://\S+|www\.\S+|(?<!\w)@\w+")
_EMPTY = re.compile(r"\(\s*\)")
# The path of a page on its site, which is not a name.
_PATH = re.compile(r"[./]*(?:[a-z0-9_.~%+-]*/)+[a-z0-9_.~%+-]*")
# Link texts and dates next to a name; nothing after them is a name.
_WHEN = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:rs?|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_CLUTTER = re.compile(
    r"(?:^|\s+)(?:(?:last |first )?(?:updated|published|posted|modified|created)\b.*"
    rf"|(?:on |at )?(?:{_WHEN},? )+\d.*|(?:on |at )?\d{{1,2}}[:./ ](?:\d|{_WHEN}).*|\d+ \w+ (?:ago|read)\b.*"
    r"|(?:send |view |see |read |follow |e-?mail |contact |more |all |about )+(?:the |this |all |from |by |an? )*"
    r"(?:author|writer|reporter|posts?|articles|stories|profile|bio|e-?mail|me|us|him|her|them|on)\b.*"
    r"|(?:follow|e-?mail|contact|bio|profile|share|tweet|print|save|comments?|subscribe|website|facebook|twitter"
    r"|instagram|linkedin|rss)(?:ing)?)$",
    re.I,
)
_CLUTTER_BEFORE = re.compile(r"^(?:follow|contact|e-?mail|about)\s+(?=(?-i:[^\W\d_a-z]))", re.I)
_DATED = re.compile(rf"\d{{1,2}}:\d\d|\b\d{{4}}\b|^(?:{_WHEN} \d+|\d+ {_WHEN})", re.I)
_PLACE = re.compile(r"(?<=\w) in (?:[A-Z][\w’'-]+)(?:[ -][A-Z][\w’'-]+){0,2}$")
_BETWEEN = re.compile(
    r"\s*[;|/·•]\s*|,?\s+(?:[Aa]nd|&)\s+(?=[^\W\d_a-z])|[.,]?\s+(?:[Pp]hoto|[Pp]icture|[Ii]llustration)\w* by .*$"
    r"|,?\s+(?:(?:[Mm]edically |[Ff]act[- ])?(?:[Rr]eviewed|[Cc]hecked|[Ee]dited) by|[Aa]uthor at) .*$"
)
_FOR = re.compile(r"(?<=\w) (?:[Ff]or|[Oo]f) (?:[Tt]he )?[A-Z].*$")
_ROLE = re.compile(
    r"\b(?:correspondent|editor|reporter|writer|columnist|journalist|producer|critic|contributor|chief|staff|bureau|"
    r"analyst|photographer)s?(?:-in-chief|[- ]at[- ]large)?$",
    re.I,
)
# An organisation without an author.
_BODY = re.compile(r"\b(?:staff|bureau|chief)$", re.I)
# Before a job title that follows a name without a comma: "Jo Marsh News reporter".
_FIELD = re.compile(
    r"\b(?:arts|associate|assistant|business|chief|city|consumer|contributing|courts?|crime|culture|data|defen[cs]e|deputy"
    r"|digital|diplomatic|economics?|education|energy|entertainment|environment|europe|executive|features?|finance"
    r"|foreign|general|health|home|investigations?|investigative|legal|lifestyle|local|managing|media|money|national|news"
    r"|opinion|political|politics|religion|royal|science|senior|social|special|sports?|staff|technology|tech|transport"
    r"|travel|us|uk|washington|weather|world)(?: affairs)?$",
    re.I,
)
_NO_ONE = re.compile(
    r"(?:(?:our|a|the|news|senior|special|staff|local) ?)*(?:correspondent|editor|reporter|writer)s?", re.I
)
_PARTICLES = lexicon.words("byline-particle")
_NOBODY = frozenset(
    "admin administrator webmaster unknown anonymous none null undefined n/a author editor by staff".split()
)
_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?: [\w.’'-]+){0,6}")
_ORGANISATION = re.compile(
    r"\b(?:agency|agentur|associated|bureau|desk|editor|gmbh|group|inc|ltd|news|newsroom|press|staff|wire)\b", re.I
)
_WHOLE_NAME = re.compile(r"[^\W\d_][^\d@/:<>]* [^\d@/:<>]+")

# Names in citations.
_BY_OR_FROM = re.compile(r"^\s*(?:by|from)\s+", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:,|&|\band\b)\s*", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:;|&|\band\b)\s*", re.IGNORECASE)  # names with commas in them: Marsh, Jo; Li, Bo
_WORD_OF_NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
# Words in the names of desks and agencies.
_DESKS = frozenset(
    """
    agencies agency associated board bureau correspondent correspondents desk editor editorial editors herald journal
    magazine media news newspaper newsroom online post press reporter reporters reuters service services staff team
    television times tribune tv wire wires writer writers
    """.split()
)


def without_by(words: str) -> str:
    """`words` without a leading "By" or "by:"."""
    return _LEADING_BY.sub("", words)


def has_role(words: str) -> bool:
    """Whether `words` end with a job title: "News reporter"."""
    return _ROLE.search(words) is not None


def are_names(found: str) -> bool:
    """Whether all parts of `found` between commas look like names."""
    return len(found) <= _LONGEST_NAMES and all(_NAME.fullmatch(name) for name in found.split(", "))


def is_person(words: str) -> bool:
    """Whether `words` are the full name of a person, not of an organisation or a user."""
    return _WHOLE_NAME.fullmatch(words) is not None and _ORGANISATION.search(words) is None


def names(words: str) -> Iterator[str]:
    """The names in a byline.

    "By", e-mail addresses, handles, dates, links, locations and job titles are left out: "By Jane Doe in Rome, Health
    Editor, jane@paper.example" has the name "Jane Doe".
    """
    if _PATH.fullmatch(words):
        return
    words = _BY.sub("", _EMPTY.sub("", _ADDRESS.sub("", words)).strip(" ,;|"))
    for part in _BETWEEN.split(words):
        part = part.rstrip(" :")
        while part != (part := _CLUTTER.sub("", part)):
            pass
        pieces = [piece.strip(" .,:-–") if len(piece) < 4 else piece.strip(" ,:-–") for piece in part.split(",")]
        kept = [piece for at, piece in enumerate(pieces) if piece and not (at and _is_no_name(piece))]
        name = _PLACE.sub("", _FOR.sub("", _without_role(_start(", ".join(kept)))))
        if name and name.lower() not in _NOBODY and not _DATED.search(name) and any(map(str.isalpha, name)):
            yield name


def _start(name: str) -> str:
    return _CLUTTER_BEFORE.sub("", _BY.sub("", name))


def _is_no_name(piece: str) -> bool:
    return _ROLE.search(piece) is not None or _DATED.search(piece) is not None


def _without_role(name: str) -> str:
    """`name` without the job title after it, if that begins after the second word or later."""
    match = _ROLE.search(name)
    if _NO_ONE.fullmatch(name):
        return ""
    if match is None or _BODY.search(name) or len(name.split()) < 3:
        return name
    before = name[: match.start()].rstrip()
    while (role := _ROLE.search(before) or _FIELD.search(before)) and len(before[: role.start()].split()) > 1:
        before = before[: role.start()].rstrip()
    words = before.split()
    if len(words) > 2 and match[0].islower() and words[1].lower() not in _PARTICLES and len(words[1].strip(".")) > 1:
        words = words[:2]
    return " ".join(words)


class Author(NamedTuple):
    """An author.

    Attributes:
        family: The family name, or the whole name if it is not split.
        given: The given name, or None.
    """

    family: str
    given: str | None = None

    @property
    def spoken(self) -> str:
        """The name in spoken order."""
        return f"{self.given} {self.family}" if self.given else self.family

    @property
    def inverted(self) -> str:
        """`Marsh, J.`, or the whole name if it is not split."""
        if not self.given:
            return self.family
        initials = ("-".join(f"{part[0].upper()}." for part in name.split("-") if part) for name in self.given.split())
        return f"{self.family}, {' '.join(initials)}"


def named(byline: str | None) -> str:
    """A byline without a leading "by"."""
    return _BY_OR_FROM.sub("", byline or "").strip()


def authors(byline: str | None) -> list[Author]:
    """The authors in a byline. A name of two words that is not a desk or an agency is split into given and family name.

    Between semicolons a name may begin with the family name and a comma.
    """
    names = (_LISTED if ";" in (byline or "") else _PARTS).split(named(byline))
    return [_author(" ".join(name.split())) for name in names if name.strip(" ,")]


def _author(name: str) -> Author:
    family, comma, given = name.partition(", ")
    if family and comma and given:
        return Author(family, given)
    words = name.split()
    person = (
        len(words) == 2
        and all(_WORD_OF_NAME.fullmatch(word) and word[0].isupper() for word in words)
        and not any(word.lower() in _DESKS or (word.isupper() and len(word) > 2) for word in words)
    )
    return Author(words[1], words[0]) if person else Author(name)
