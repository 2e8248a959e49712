"""NewsML 1.0 to 1.2: https://iptc.org/standards/newsml-1/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from quotes.readers import metadata
from quotes.readers.markup import LANGUAGE
from quotes.readers.news_markup import children, every, line, name
from quotes.readers.newsml_item import Content, Story, content

if TYPE_CHECKING:
    from lxml.etree import _Element

# `Role` of a component that is not the article, http://cv.iptc.org/newscodes/role/.
_BESIDE = frozenset("caption supporting supplementary thumbnail preview quicklook".split())
_OTHER_MEDIA = frozenset("photo picture graphic video audio animation complexdata".split())


def stories(root: _Element) -> Iterator[Story | ValueError]:
    """The articles in each `NewsItem`, or a ValueError with what is wrong with a text.

    Components with one headline together are one article.
    """
    for item in every(root, "NewsItem"):
        try:
            yield from _stories(item)
        except ValueError as error:
            yield error


def _stories(item: _Element) -> Iterator[Story]:
    articles: dict[_Element, tuple[_Element, Content]] = {}
    for component in every(item, "NewsComponent"):
        held = _content(component)
        if held is None:
            continue
        headed = next((each for each in _upwards(component) if _lines(each, "HeadLine")), item)
        if headed not in articles or len(articles[headed][1].text) < len(held.text):
            articles[headed] = component, held
    for component, held in articles.values():
        yield _story(item, component, held)


def _content(component: _Element) -> Content | None:
    """The longest text of a component's own content items; None if it has none."""
    if not _BESIDE.isdisjoint(each.lower() for each in _formal(component, "Role")):
        return None
    texts = []
    for held in children(component, "ContentItem"):
        if _OTHER_MEDIA.isdisjoint(each.lower() for each in _formal(held, "MediaType")):
            texts += [content(each) for each in every(held, "DataContent")]
    return max(texts, key=lambda each: len(each.text), default=None)


def _story(item: _Element, component: _Element, held: Content) -> Story:
    around = list(_upwards(component))

    def above(wanted: str) -> list[str]:
        return [words for each in around for words in _lines(each, wanted)]

    parties = [
        party
        for wanted in ("Provider", "Source")
        for each in around
        for metadata_of in children(each, "AdministrativeMetadata")
        for role in children(metadata_of, wanted)
        for party in _formal(role, "Party")
    ]
    tags = [
        tag.lower() if tag.isupper() else tag
        for each in around
        for described in children(each, "DescriptiveMetadata")
        for tag in _formal(described, "Language")
    ]
    tags += [tag for each in (*around, item) if (tag := each.get(LANGUAGE))]
    outlets = [*above("CreditLine"), *parties, *_texts(item, "ProviderId")]
    titles = [*above("HeadLine"), held.title]
    bylines = [*map(metadata.byline, above("ByLine")), held.byline]
    status = [each.lower() for management in children(item, "NewsManagement") for each in _formal(management, "Status")]
    return Story(
        text=held.text,
        title=next(filter(None, map(metadata.line, titles)), None),
        byline=next(filter(None, bylines), None),
        outlet=next(filter(None, map(metadata.outlet, outlets)), None),
        published=[*_texts(item, "FirstCreated"), *_texts(item, "DateId")],
        modified=[*_texts(item, "ThisRevisionCreated")],
        url=next(filter(None, map(metadata.address, _texts(item, "PublicIdentifier"))), None),
        language=next(filter(None, map(metadata.language, tags)), None),
        status=next(iter(status), "usable"),
    )


def _upwards(component: _Element) -> Iterator[_Element]:
    """A component and its ancestors, the nearest first."""
    yield component
    yield from (each for each in component.iterancestors() if name(each) == "NewsComponent")


def _lines(component: _Element, wanted: str) -> list[str]:
    return [
        words for lines in children(component, "NewsLines") for each in children(lines, wanted) if (words := line(each))
    ]


def _formal(element: _Element, wanted: str) -> list[str]:
    return [value for each in children(element, wanted) if (value := each.get("FormalName"))]


def _texts(item: _Element, wanted: str) -> list[str]:
    return [words for each in every(item, wanted) if (words := line(each))]
