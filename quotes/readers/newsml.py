"""NewsML of the IPTC: NewsML-G2 (`newsItem`, alone or in a `newsMessage`) and NewsML 1.0 to 1.2 (`NewsML`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from quotes.model import Article
from quotes.readers import markup, newsml_1, newsml_g2
from quotes.readers.base import Read, ReadError, Resource, build_article
from quotes.readers.extras import extractor
from quotes.readers.newsml_item import NOT_FOR_USE, Story
from quotes.text import dates

if TYPE_CHECKING:
    from lxml.etree import _Element

_PROLOG = re.compile(rb"(?:\xef\xbb\xbf|\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)*", re.S)
_ROOT = re.compile(rb"<(?:[\w-]+:)?(?:newsMessage|newsItem|packageItem|NewsML)[\s>]")


def recognise(head: bytes, name: str) -> bool:
    """Whether the root element is one of NewsML-G2 or NewsML 1."""
    prolog = _PROLOG.match(head)
    return prolog is not None and _ROOT.match(head, prolog.end()) is not None


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """An article for each item with a text.

    The text is NITF or XHTML (`quotes.readers.news_markup`), else HTML or plain text. `title` is the headline. `byline`
    is the byline of the item or of its NITF, or a creator who is a person. `outlet` is the provider's name or the
    credit line, else the provider's code. `published` is when the item or its content was created, `modified` when this
    version was created, if that is later. An item that its publisher withheld or cancelled is a ReadError. Pictures and
    packages are skipped; a file with nothing else is a ReadError.
    """
    missing = "has no item with a text, only pictures or references to other items"
    return markup.read_items(resource, _stories, _article, missing)


def _stories(root: _Element) -> list[Story | ValueError]:
    return [*newsml_g2.stories(root), *newsml_1.stories(root)]


def _article(story: Story | ValueError, source: str, digest: str, resource: Resource) -> Article:
    if isinstance(story, ValueError):
        raise ReadError(source, str(story))
    if story.status in NOT_FOR_USE:
        raise ReadError(source, NOT_FOR_USE[story.status])
    published, modified = (
        next(filter(None, map(dates.iso, moments)), None) for moments in (story.published, story.modified)
    )
    return build_article(
        resource,
        story.text + "\n",
        raw=digest,
        extractor=extractor("lxml"),
        source=source,
        title=story.title,
        byline=story.byline,
        outlet=story.outlet,
        published=published or modified,
        modified=modified if published and modified and _is_later(modified, published) else None,
        url=story.url,
        language=story.language,
    )


def _is_later(moment: str, other: str) -> bool:
    try:
        return datetime.fromisoformat(moment) > datetime.fromisoformat(other)
    except TypeError:  # only one has an offset from UTC
        return moment[:19] > other[:19]
