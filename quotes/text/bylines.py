"""Bylines: the names in them, and their form in citations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
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

_WORD = r"[^\W\d_a-z][\w.’'-]*"
_INVERTED = re.compile(
    rf"\s*(?P<particles>(?:[^\W\d_]+ )*)(?P<family>[^\W\d_][\w’'-]*), (?P<given>{_WORD}(?: {_WORD})*)\s*"
)

# Names in citations.
_FROM = re.compile(r"^\s*from\s+", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:,|[&|·•]|\band\b)\s*", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:;|[&|·•]|\band\b)\s*", re.IGNORECASE)  # names with commas in them: Marsh, Jo; Li, Bo
# Who took the pictures or helped, who are no authors in a citation.
_CREDITS = re.compile(
    r"[\s,;.|/·•(–—-]*\b(?:(?:and |with )?(?:additional|further) (?:reporting|research)|with reporting (?:by|from)"
    r"|(?:edited|photograph(?:y|s|ed)|photos?|pictures?|illustrat(?:ions?|ed)|graphics?|video) by)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_STAFF = re.compile(r"(?<=\w) staff (?:correspondent|reporter|writer)s?$", re.IGNORECASE)
_WORD_OF_NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?)+")
_SUFFIX = re.compile(r"(?:Jr|Sr|JR|SR)\.?|II|III|IV")
_DEGREES = frozenset(
    """
    BA BSc CBE CPA DDS DNP DO DPhil DVM Esq EdD FACP FRCP JD LLB LLM MA MBA MBE MD MPH MS MSc OBE PharmD PhD PsyD RD
    RDN RN
    """.split()
)
_DOCTOR = re.compile(r"\s+(?:MD|M\.D\.|Ph\.?D\.?|PHD)$")  # also without a comma before it
_TITLE = re.compile(r"^(?:Dr|Prof|Professor)\b\.?\s+(?=\S+\s)", re.I)
_CONSONANTS = re.compile(r"[B-DF-HJ-NP-TV-XZ]+")
# Words in the names of desks and agencies.
_DESKS = frozenset(
    """
    abc afp agence agencies agency associated board bureau correspondent correspondents desk editor editorial editors
    espn herald itv journal magazine media news newspaper newsroom online post press reporter reporters reuters service
    services sport sports staff team television times tribune tv upi verify wire wires writer writers
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
    words = _spoken_order(_BY.sub("", _EMPTY.sub("", _ADDRESS.sub("", words)).strip(" ,;|")))
    for part in _BETWEEN.split(words):
        part = part.rstrip(" :")
        while part != (part := _CLUTTER.sub("", part)):
            pass
        pieces = [piece.strip(" .,:-–") if len(piece) < 4 else piece.strip(" ,:-–") for piece in part.split(",")]
        kept = [piece for at, piece in enumerate(pieces) if piece and not (at and _is_no_name(piece))]
        name = _PLACE.sub("", _FOR.sub("", _without_role(_start(", ".join(kept)))))
        if name and name.lower() not in _NOBODY and not _DATED.search(name) and any(map(str.isalpha, name)):
            yield name


def _spoken_order(words: str) -> str:
    """A list of names that all begin with the family name, "Marsh, Jo; de la Cruz, Ana", in spoken order."""
    inverted = [_INVERTED.fullmatch(part) for part in words.split(";")]
    if len(inverted) < 2 or not all(
        each
        and all(word.lower() in _PARTICLES for word in each["particles"].split())
        and not _is_no_name(each["given"])
        and _DESKS.isdisjoint(each["given"].lower().split())
        for each in inverted
    ):
        return words
    return "; ".join(f"{each['given']} {each['particles']}{each['family']}" for each in inverted if each)


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
        suffix: "Jr.", "III", or None.
    """

    family: str
    given: str | None = None
    suffix: str | None = None

    @property
    def spoken(self) -> str:
        """The name in spoken order: `Jo Marsh Jr.`"""
        return " ".join(filter(None, [self.given, self.family, self.suffix]))

    @property
    def inverted(self) -> str:
        """`Marsh, Jo, Jr.`, or the whole name if it is not split."""
        return ", ".join(filter(None, [self.family, self.given, self.suffix]))

    @property
    def abbreviated(self) -> str:
        """`Marsh, J. B., Jr.`, or the whole name if it is not split."""
        return self._replace(given=self.given and " ".join(map(_initials, self.given.split()))).inverted


def named(byline: str | None) -> str:
    """A byline without a leading "by", "story by" or "from"."""
    return _BY.sub("", _FROM.sub("", byline or "").strip()).strip()


def authors(byline: str | None) -> list[Author]:
    """The authors in a byline, without academic degrees, titles, jobs, places, dates and addresses.

    Names in capitals get small letters. Who took the pictures or helped is left out.

    A name of two words, or with initials between these, is split into given and family name, unless it is that of a
    desk or an agency. Between semicolons a name may begin with the family name and a comma.
    """
    whole = named(byline)
    credited = _CREDITS.sub("", whole) or whole
    is_listed = ";" in credited
    names: list[str] = []
    for part in (_LISTED if is_listed else _PARTS).split(credited):
        words = _CLUTTER.sub("", " ".join(_EMPTY.sub("", _ADDRESS.sub("", part)).split())).strip(" ,")
        if names and not is_listed and _is_no_name(words):
            continue
        name = _PLACE.sub("", _STAFF.sub("", words))
        if names and _SUFFIX.fullmatch(name):
            names[-1] += f" {name}"
        elif name and not _is_degree(name):
            names.append(name)
    return [_author(name) for name in names]


def _is_degree(words: str) -> bool:
    bare = words.replace(".", "")
    return bare in _DEGREES or bare.isupper() and bare in map(str.upper, _DEGREES)


@lru_cache(maxsize=1024)  # every style of citation asks for the same authors
def _author(name: str) -> Author:
    first, *others = [part for part in name.split(", ") if not _is_degree(part)] or [name]
    suffixes = [part for part in others if _SUFFIX.fullmatch(part)]
    given = ", ".join(part for part in others if part not in suffixes)
    *words, last = _DOCTOR.sub("", _TITLE.sub("", first)).split()
    if len(words) > 1 and _SUFFIX.fullmatch(last):
        suffixes.append(last)
    else:
        words.append(last)
    suffix = _ended(suffixes[0]) if suffixes else None
    if given:
        return Author(" ".join(words), given, suffix)
    is_desk = any(word.lower() in _DESKS or len(word) > 2 and _CONSONANTS.fullmatch(word) for word in words)
    if not is_desk and len(words) > 1 and all(word.replace("Mc", "MC").isupper() for word in words):
        words = [_lowered(word, is_first=word is words[0]) for word in words]
    is_person = (
        not is_desk
        and len(words) > 1
        and all(_WORD_OF_NAME.fullmatch(word) or _INITIALS.fullmatch(word) for word in words)
        and all(map(_INITIALS.fullmatch, words[1:-1]))
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and not any(word.isupper() and len(word) > 2 and "." not in word for word in words)
    )
    if is_person:
        return Author(words[-1], " ".join(words[:-1]), suffix)
    return Author(" ".join(filter(None, [*words, suffix])))


def _ended(suffix: str) -> str:
    """A suffix as it is written in American names: "Jr." with a stop, "III" without."""
    bare = suffix.rstrip(".").capitalize()
    return f"{bare}." if bare in ("Jr", "Sr") else suffix


def _lowered(word: str, *, is_first: bool) -> str:
    """A word of a name in capitals, as people write it. Initials ("JD", "AJ", "B.") stay."""
    if "." in word or is_first and len(word) == 2 and (_CONSONANTS.fullmatch(word) or word[1] == "J"):
        return word
    small = re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)
    return re.sub(r"\bMc([a-z])(?=[a-z]{2})", lambda part: f"Mc{part[1].upper()}", small)


def _initials(given: str) -> str:
    if "." in given or len(given) == 2 and given.isupper():
        return " ".join(f"{letter}." for letter in given if letter.isalpha())
    return "-".join(f"{part[0].upper()}." for part in given.split("-") if part)
