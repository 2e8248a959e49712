"""The authors of an article, from the elements and values that pages have for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from quotes.readers.metadata import line
from quotes.text import bylines

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Characters. An element with more holds a sentence.
_LONGEST = 150

_CLASS = re.compile(
    r"(?:^|[\s_-])(?:\w*by-?line(?:__?names?)?|author(?:s|-?name|_name)?|contributor-?name|reporter|writer)(?:$|[\s_-])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|responses?|repl(?:y|ies)|discussion|disqus|related|card|teaser|bio|sidebar|promo|footer|widget|recommended|events?|vevent"
    r"|(?:block|pull)?-?quotes?|statements?|claims?|claimant|testimonials?|latest|popular|trending)(?:$|[\s_-])"
)
_HOLDING = ("span", "div", "p", "a", "address", "li", "b", "strong")


def byline(value: object) -> str | None:
    """The names in `value` (a string, an object with a name, or a list of those), joined by ", ", or None.

    "By", e-mail addresses, handles, locations and job titles are left out: "By Jane Doe in Rome, Health Editor,
    jane@paper.example" becomes "Jane Doe".
    """
    names = [name for given in _given(value) for name in bylines.names(given)]
    return line(", ".join(dict.fromkeys(names)))


def names_in(root: HtmlElement) -> str | None:
    """The names in the elements that a page marks as its authors, or None."""
    linked = [each for each in root.iter("a") if "author" in each.get("rel", "").split() and not is_elsewhere(each)]
    found = byline([each.text_content() for each in linked[:10]])
    if found is not None:
        return found
    headline = next(root.iter("h1"), None)
    for element in root.iter(*_HOLDING):
        if _is_marked(element) and not is_elsewhere(element) and not is_apart(element, headline):
            inner = [each for each in element.iterdescendants(*_HOLDING) if _is_marked(each)]
            found_in = [byline(text) for each in inner[:10] if not bylines.has_role(text := _text_of(each))]
            names = [name for name in found_in if name and bylines.are_names(name)]
            words = _text_of(element)
            if names or (len(words) <= _LONGEST and (name := byline(words)) and bylines.are_names(name)):
                return byline(names) if names else name
    return None


def _text_of(element: HtmlElement) -> str:
    return (line(" ".join(element.itertext())) or "").replace(" ,", ",")


def is_elsewhere(element: HtmlElement) -> bool:
    """Whether an element is in a part of the page about something else: a comment, a teaser, a claim."""
    return any(
        each.tag in ("aside", "footer", "nav", "blockquote", "figure")
        or _ELSEWHERE.search(_CAMEL.sub("-", each.get("class", "")).lower())
        for each in (element, *element.iterancestors())
        if each.tag not in ("body", "html", "main", "article")
    )


def is_apart(element: HtmlElement, headline: HtmlElement | None) -> bool:
    """Whether an element is before the headline, in another part of the page."""
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


def _is_marked(element: HtmlElement) -> bool:
    return _CLASS.search(_CAMEL.sub("-", element.get("class", "")).lower()) is not None
