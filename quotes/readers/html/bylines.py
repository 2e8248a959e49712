"""Who wrote an article, out of what pages have in the place of that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from quotes.readers.metadata import line
from quotes.text import lexicon

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Characters. An element with more holds a sentence.
_LONGEST = 150
_LONGEST_NAMES = 80

_BY = re.compile(
    r"^(?:(?:words|story|text|report|article|written|reported|posted|published|analysis|opinion|commentary|review)\s+)?"
    r"by\b[:\s]+",
    re.I,
)
_ADDRESS = re.compile(r"\(?\b[\w.+-]+@[\w-]+\.[\w.-]+\)?|https?://\S+|www\.\S+|(?<!\w)@\w+")
_EMPTY = re.compile(r"\(\s*\)")
# The place of a page on its site; no name is written so.
_PATH = re.compile(r"[./]*(?:[a-z0-9_.~%+-]*/)+[a-z0-9_.~%+-]*")
# What stands beside a name to be clicked, and when the article was printed or changed; nothing after it is a name.
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
# A body, where no writer is named.
_BODY = re.compile(r"\b(?:staff|bureau|chief)$", re.I)
# Before a role that is set after a name without a comma: "Jo Marsh News reporter".
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
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:\w*by-?line(?:__?names?)?|author(?:s|-?name|_name)?|contributor-?name|reporter|writer)(?:$|[\s_-])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|responses?|repl(?:y|ies)|discussion|disqus|related|card|teaser|bio|sidebar|promo|footer|widget|recommended|events?|vevent"
    r"|(?:block|pull)?-?quotes?|statements?|claims?|claimant|testimonials?|latest|popular|trending)(?:$|[\s_-])"
)
_HOLDING = ("span", "div", "p", "a", "address", "li", "b", "strong")
_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?: [\w.’'-]+){0,6}")


def byline(value: object) -> str | None:
    """The names in `value` (a text, an object with a name, or a list of those) joined by ", ", or None.

    "By", addresses, handles, the writer's place and post are left out: "By Jane Doe in Rome, Health Editor,
    jane@paper.example" is "Jane Doe".
    """
    names = [name for given in _given(value) for name in _names(given)]
    return line(", ".join(dict.fromkeys(names)))


def names_in(root: HtmlElement) -> str | None:
    """The names in the elements of a page that are marked as those of its writers, or None."""
    linked = [each for each in root.iter("a") if "author" in each.get("rel", "").split() and not is_elsewhere(each)]
    found = byline([each.text_content() for each in linked[:10]])
    if found is not None:
        return found
    headline = next(root.iter("h1"), None)
    for element in root.iter(*_HOLDING):
        if _is_marked(element) and not is_elsewhere(element) and not is_apart(element, headline):
            inner = [each for each in element.iterdescendants(*_HOLDING) if _is_marked(each)]
            found_in = [byline(said) for each in inner[:10] if not _ROLE.search(said := _said(each))]
            names = [name for name in found_in if name and _are_names(name)]
            words = _said(element)
            if names or (len(words) <= _LONGEST and (name := byline(words)) and _are_names(name)):
                return byline(names) if names else name
    return None


def _said(element: HtmlElement) -> str:
    return (line(" ".join(element.itertext())) or "").replace(" ,", ",")


def is_elsewhere(element: HtmlElement) -> bool:
    """Whether an element stands in a part of the page that is about something else: a comment, a teaser, a claim."""
    return any(
        each.tag in ("aside", "footer", "nav", "blockquote", "figure")
        or _ELSEWHERE.search(_CAMEL.sub("-", each.get("class", "")).lower())
        for each in (element, *element.iterancestors())
        if each.tag not in ("body", "html", "main", "article")
    )


def is_apart(element: HtmlElement, headline: HtmlElement | None) -> bool:
    """Whether an element stands before the headline, and in no part of the page with it but the whole."""
    if headline is None:
        return False
    around = set(headline.iterancestors())
    shared = next((each for each in element.iterancestors() if each in around), None)
    if shared is None or shared.tag != "body":
        return False
    above = {headline, *around}
    branch = next(each for each in (element, *element.iterancestors()) if each.getparent() is shared)
    return any(each in above for each in branch.itersiblings())


def _given(value: object) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for each in value[:50]:
            if not isinstance(each, list | tuple):
                yield from _given(each)
    elif isinstance(value, Mapping):
        name = value.get("name")
        yield from _given(name if not isinstance(name, Mapping) else None)
    elif (words := line(value)) is not None:
        yield words


def _names(words: str) -> Iterator[str]:
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
    """`name` without the role after it, where that begins after the second word or later."""
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


def _is_marked(element: HtmlElement) -> bool:
    return _CLASS.search(_CAMEL.sub("-", element.get("class", "")).lower()) is not None


def _are_names(found: str) -> bool:
    return len(found) <= _LONGEST_NAMES and all(_NAME.fullmatch(name) for name in found.split(", "))
