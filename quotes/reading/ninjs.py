"""ninjs, the news item in JSON of the IPTC: versions 1.x (`headline`, `body_html`), 2.x (`headlines`, `bodies`) and
3.x (the same in camel case).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from quotes.article import Article
from quotes.reading import dates, markup, metadata
from quotes.reading.encoding import decode
from quotes.reading.plain import LARGEST
from quotes.reading.resource import Read, ReadError, Resource, all_bytes, sha256

# Bytes: an item carries its pictures' data and other renderings of its text.
LARGEST_ITEM = 5_000_000

# `pubstatus`, http://cv.iptc.org/newscodes/pubstatusg2/.
NOT_FOR_USE = {"withheld": "is withheld by its publisher", "canceled": "was cancelled by its publisher"}

_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"")
_OWN = re.compile(rb'"(?:versionc|firstc|contentc|versionC|firstC|contentC)reated"\s*:')
_URI = re.compile(rb'"uri"\s*:')
_BODY = re.compile(rb'"(?:headlines?|bodies|body_[a-z]+)"\s*:')


def recognise(head: bytes, name: str) -> bool:
    """Whether this is one JSON object with the members of a ninjs item."""
    return bool(_OBJECT.match(head) and (_OWN.search(head) or _URI.search(head) and _BODY.search(head)))


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """The article in a ninjs item; the items associated with it are left.

    The text is the HTML body where there is one, for it has the paragraphs, else the plain one. `published` is when
    the first version was made, `modified` this one; a lone date is `published`. `url` is the item's identifier or
    an alternative one that is a web address. An item that its publisher has withheld or cancelled is a ReadError.
    """
    try:
        yield _article(resource)
    except ReadError as error:
        yield error
    except json.JSONDecodeError as error:
        yield ReadError(resource.source, f"is not valid JSON: {error.msg.lower()} (line {error.lineno})")
    except RecursionError:
        yield ReadError(resource.source, "is not valid JSON: nested too deeply")
    except ValueError as error:
        yield ReadError(resource.source, str(error))


def _article(resource: Resource) -> Article:
    data = all_bytes(resource, LARGEST_ITEM)
    loaded = json.loads(decode(data))
    if not isinstance(loaded, dict):
        raise ReadError(resource.source, "is not a ninjs item")
    # 3.x differs from 2.x in the capitals of names alone.
    item = {name.lower(): value for name, value in loaded.items()}
    status = str(item.get("pubstatus")).lower()
    if status in NOT_FOR_USE:
        raise ReadError(resource.source, NOT_FOR_USE[status])
    words, took = markup.words(_body(item) or "")
    if not words.strip():
        raise ReadError(resource.source, "is a ninjs item without a text")
    if len(words) > LARGEST:
        raise ReadError(resource.source, f"has a text of more than {LARGEST:,} characters")
    first, version = (dates.iso(item.get(name)) for name in ("firstcreated", "versioncreated"))
    url = _address(item) or resource.url
    return Article(
        text=words,
        source=resource.source,
        title=metadata.line(_main(item.get("headlines")) or item.get("headline")),
        byline=metadata.byline(item.get("by") or item.get("byline")),
        outlet=metadata.outlet(item.get("source")),
        published=first or version,
        modified=version if first and version != first else None,
        url=url,
        language=metadata.language(item.get("language")),
        fetched_url=metadata.fetched_url(resource, url),
        fetched=resource.fetched,
        raw_sha256=sha256(data),
        extractor=took,
    )


def _body(item: Mapping[str, Any]) -> str | None:
    bodies = [(_form(each), each.get("value")) for each in _objects(item.get("bodies"))]
    bodies += [(name, value) for name, value in item.items() if name.startswith("body_")]
    texts = [(form, words) for form, value in bodies if (words := metadata.text(value))]
    return min(texts, key=lambda each: ("html" not in each[0], "main" not in each[0]), default=("", None))[1]


def _form(body: Mapping[str, Any]) -> str:
    return f"{body.get('role')} {body.get('contenttype') or body.get('contentType')}".lower()


def _main(headlines: object) -> object:
    found = sorted(_objects(headlines), key=lambda each: each.get("role") != "main")
    return found[0].get("value") if found else None


def _address(item: Mapping[str, Any]) -> str | None:
    others = item.get("altids")
    values = list(others.values()) if isinstance(others, dict) else [each.get("value") for each in _objects(others)]
    return next((url for each in [item.get("uri"), *values] if (url := metadata.address(each))), None)


def _objects(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
