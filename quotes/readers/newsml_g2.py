"""NewsML-G2, versions 2.0 to 2.34: https://iptc.org/standards/newsml-g2/."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from quotes.readers import metadata
from quotes.readers.markup import LANGUAGE
from quotes.readers.news_markup import children, every, line
from quotes.readers.newsml_item import Content, Story, content
from quotes.text import bylines

if TYPE_CHECKING:
    from lxml.etree import _Element

# `itemClass`, http://cv.iptc.org/newscodes/ninature/, of items without a text.
_OTHER_CLASSES = frozenset("animation audio component composite graphic photo picture planning video".split())
_TEXT_TYPE = re.compile(r"text/|.*(?:html|nitf|xml)", re.I)
# `role` of creators who did not write the text.
_OTHER_ROLES = re.compile("artist|camera|copy|descr|desk|edit|graphic|illustrat|photo|produc|rev|transl|video", re.I)
# Additional headlines.
_OTHER_HEADLINE = re.compile("sub|short|kicker|over|slug|seo|social|mobile", re.I)


def stories(root: _Element) -> Iterator[Story | ValueError]:
    """The article in each `newsItem` that has or should have a text, or a ValueError with what is wrong with it."""
    for item in every(root, "newsItem"):
        classes = [_code(each).lower() for meta in children(item, "itemMeta") for each in children(meta, "itemClass")]
        if not any(each in _OTHER_CLASSES for each in classes):
            try:
                yield _story(item)
            except ValueError as error:
                yield error


def _story(item: _Element) -> Story:
    about = children(item, "itemMeta") + children(item, "contentMeta") + children(item, "rightsInfo")

    def found(wanted: str) -> list[_Element]:
        return [each for part in about for each in children(part, wanted)]

    def lines(wanted: str) -> list[str | None]:
        return [line(each) for each in found(wanted)]

    held = _content(item)
    outlet = _outlet(found)
    headlines = sorted(found("headline"), key=lambda each: bool(_OTHER_HEADLINE.search(each.get("role") or "")))
    titles = [*map(line, headlines), held.title, *lines("title")]
    tags = [*(each.get("tag") for each in found("language")), item.get(LANGUAGE)]
    return Story(
        text=held.text,
        title=next(filter(None, map(metadata.line, titles)), None),
        byline=metadata.byline(lines("by")) or held.byline or _creators(found("creator"), outlet),
        outlet=outlet,
        published=[*lines("firstCreated"), *lines("contentCreated")],
        modified=[*lines("contentModified"), *lines("versionCreated")],
        url=_address(item, found("link")),
        language=next(filter(None, map(metadata.language, tags)), None),
        status=next(map(_code, found("pubStatus")), "usable").lower(),
    )


def _content(item: _Element) -> Content:
    """The text of an item: a rendition with markup if there is one, of these the longest."""
    best = Content("")
    for wanted in ("inlineXML", "inlineData"):
        for element in (each for held in children(item, "contentSet") for each in children(held, wanted)):
            if _TEXT_TYPE.match(element.get("contenttype") or "text/plain") and not element.get("encoding"):
                best = max(best, content(element), key=lambda each: len(each.text))
        if best.text:
            break
    return best


def _outlet(found: Callable[[str], list[_Element]]) -> str | None:
    providers, holders = found("provider"), found("copyrightHolder")
    names = [
        *map(_named, providers),
        *map(line, found("creditline")),
        *map(_named, found("infoSource")),
        *map(_named, holders),
        *(each.get("literal") for each in (*holders, *providers)),
        *(each.get("qcode") and _code(each) for each in providers),
    ]
    return next(filter(None, map(metadata.outlet, names)), None)


def _creators(creators: list[_Element], outlet: str | None) -> str | None:
    """The people among the creators, by their full names; short user names are left out."""
    people = [
        each
        for each in creators
        if not (each.get("type") or "").endswith("organisation") and not _OTHER_ROLES.match(_last(each.get("role")))
    ]
    names = [metadata.byline(_named(each)) for each in people]
    return metadata.byline([each for each in names if each and each != outlet and bylines.is_person(each)])


def _address(item: _Element, links: list[_Element]) -> str | None:
    canonical = [each.get("href") for each in links if (each.get("rel") or "").rpartition(":")[2] == "canonical"]
    return next(filter(None, map(metadata.address, [*canonical, item.get("guid")])), None)


def _named(element: _Element) -> str | None:
    return next(filter(None, map(line, children(element, "name"))), None)


def _code(element: _Element) -> str:
    """The code in a controlled value: "usable" in "stat:usable", or the last part of a URL."""
    return _last(element.get("qcode") or element.get("uri"))


def _last(value: str | None) -> str:
    return re.split("[:/]", value or "")[-1]
