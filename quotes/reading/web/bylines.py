"""Who wrote an article, out of what pages have in the place of that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from quotes.reading.metadata import line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Characters; a name in an element that is longer is a sentence.
LONGEST_NAME = 60

_BY = re.compile(r"^(?:(?:words|story|text|report|article|written|reported|posted|published)\s+)?by\b[:\s]+", re.I)
_ADDRESS = re.compile(r"\(?\b[\w.+-]+@[\w-]+\.[\w.-]+\)?|https?://\S+|www\.\S+|(?<!\w)@\w+")
_PLACE = re.compile(r"(?<=\w) in (?:[A-Z][\w’'-]+)(?:[ -][A-Z][\w’'-]+){0,2}$")
_BETWEEN = re.compile(
    r"\s*[;|/·•]\s*|,?\s+(?:[Aa]nd|&)\s+(?=[^\W\d_a-z])|[.,]?\s+(?:[Pp]hoto|[Pp]icture|[Ii]llustration)\w* by .*$"
)
_FOR = re.compile(r"(?<=\w) (?:[Ff]or|[Oo]f) (?:[Tt]he )?[A-Z].*$")
_ROLE = re.compile(
    r"\b(?:correspondent|editor|reporter|writer|columnist|journalist|producer|critic|contributor|chief|staff|bureau|"
    r"analyst|photographer)s?$",
    re.I,
)
_NOBODY = frozenset("admin administrator webmaster unknown anonymous none null undefined n/a author editor".split())
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:\w*by-?line(?:__?names?)?|author(?:s|-?name|_name)?|contributor-?name|reporter|writer)(?:$|[\s_-])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|card|teaser|bio|sidebar|promo|footer|widget|recommended)(?:$|[\s_-])"
)
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
    linked = [each for each in root.iter("a") if "author" in each.get("rel", "").split() and not _is_elsewhere(each)]
    found = byline([each.text_content() for each in linked[:10]])
    if found is not None:
        return found
    for element in root.iter("span", "div", "p", "a", "address", "li"):
        if _is_marked(element) and not _is_elsewhere(element):
            words = line(element.text_content())
            if words and len(words) <= LONGEST_NAME and (found := byline(words)) and _are_names(found):
                return found
    return None


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
    words = _BY.sub("", _ADDRESS.sub("", words).strip(" ,;|"))
    for part in _BETWEEN.split(words):
        pieces = [piece.strip(" .,-–") if len(piece) < 4 else piece.strip(" ,-–") for piece in part.split(",")]
        kept = [piece for at, piece in enumerate(pieces) if piece and not (at and _ROLE.search(piece))]
        name = _PLACE.sub("", _FOR.sub("", ", ".join(kept)))
        if name and name.lower() not in _NOBODY and any(letter.isalpha() for letter in name):
            yield name


def _is_marked(element: HtmlElement) -> bool:
    return _CLASS.search(_CAMEL.sub("-", element.get("class", "")).lower()) is not None


def _is_elsewhere(element: HtmlElement) -> bool:
    return any(
        each.tag in ("aside", "footer", "nav") or _ELSEWHERE.search(_CAMEL.sub("-", each.get("class", "")).lower())
        for each in (element, *element.iterancestors())
        if each.tag not in ("body", "html")
    )


def _are_names(found: str) -> bool:
    return all(_NAME.fullmatch(name) for name in found.split(", "))
