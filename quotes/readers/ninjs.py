"""ninjs, the JSON news format of the IPTC: versions 1.x (`headline`, `body_html`), 2.x (`headlines`, `bodies`) and 3.x
(2.x in camel case).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from quotes.model import Article
from quotes.readers import line_stream, markup, metadata, nitf
from quotes.readers.base import (
    Read,
    ReadError,
    Resource,
    all_bytes,
    article_or_error,
    build_article,
    reported_for,
    sha256,
)
from quotes.readers.encoding import decode
from quotes.readers.extras import extractor
from quotes.readers.json_stream import items
from quotes.readers.newsml_item import NOT_FOR_USE
from quotes.text import dates

# Bytes. An item may contain picture data and several renditions of its text.
LARGEST_ITEM = 5_000_000

# `type`, http://cv.iptc.org/newscodes/ninature/, of items without a text.
OTHER_TYPES = frozenset("audio composite component event graphic picture planning video".split())

_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"")
_OWN = re.compile(rb'"(?:versionc|firstc|contentc|versionC|firstC|contentC)reated"\s*:')
# A list of items, alone or in an object: `item` in the feeds of agencies, `_items` in Superdesk's.
_LIST = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*\{\s*"|\{(?:[^\[]{0,1000}[,{])?\s*"_?items?"\s*:\s*\[\s*\{\s*")')
_TEXT = re.compile(rb'"(?:bodies|body_[a-z]+)"\s*:')
_MARKED_UP = re.compile("html|nitf")
_HEAD = 4096
_URI = re.compile(rb'"uri"\s*:')
_BODY = re.compile(rb'"(?:headlines?|bodies|body_[a-z]+)"\s*:')


def recognise(head: bytes, name: str) -> bool:
    """Whether this is JSON with the members of a ninjs item, or of a list of them."""
    if _LIST.match(head):
        return bool(_OWN.search(head) or _URI.search(head) and _TEXT.search(head))
    return bool(_OBJECT.match(head) and (_OWN.search(head) or _URI.search(head) and _BODY.search(head)))


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """The article in a ninjs item, or in each item of a list, without associated items.

    The text is the HTML or NITF body if there is one, since it has paragraphs, else the plain one. `published` is when
    the first version was created, `modified` when this one was; a single date is `published`. `url` is the first
    identifier that is a URL. An item that its publisher withheld or cancelled is a ReadError. In a list, pictures and
    other media are skipped.
    """
    try:
        if _LIST.match(resource.stream.read(_HEAD)):
            resource.stream.seek(0)
            yield from _list(resource)
            return
        resource.stream.seek(0)
        data = all_bytes(resource, LARGEST_ITEM)
        yield _article(json.loads(decode(data)), resource.source, sha256(data), resource)
    except ReadError as error:
        yield error
    except json.JSONDecodeError as error:
        yield ReadError(resource.source, f"is not valid JSON: {error.msg.lower()} (line {error.lineno})")
    except RecursionError:
        yield ReadError(resource.source, "is not valid JSON: nested too deeply")
    except ValueError as error:
        yield ReadError(resource.source, str(error))


def _list(resource: Resource) -> Iterator[Read]:
    number, none = 0, True
    try:
        for number, item in items(line_stream.utf8(resource.stream), LARGEST_ITEM):
            item = _unwrapped(item)
            if isinstance(item, dict) and str(item.get("type")).lower() in OTHER_TYPES:
                continue
            none = False
            digest = sha256(json.dumps(item, sort_keys=True, default=str).encode())
            yield article_or_error(_article, item, f"{resource.source}, item {number}", digest, resource)
    except ValueError as error:
        yield ReadError(f"{resource.source}, item {number + 1}", f"{error}; nothing after it was read")
    else:
        if none:
            yield ReadError(resource.source, "has no ninjs item with a text")


def _unwrapped(item: Any) -> Any:
    """An item without the object around it that contains only the item: `{"item": {…}, "meta": {…}}`."""
    inner = item.get("item") if isinstance(item, dict) and "uri" not in item else None
    return inner if isinstance(inner, dict) else item


def _article(given: object, source: str, digest: str, resource: Resource) -> Article:
    loaded = _unwrapped(given)
    if not isinstance(loaded, dict):
        raise ReadError(source, "is not a ninjs item")
    # 3.x differs from 2.x only in the case of names.
    item = {str(name).lower(): value for name, value in loaded.items()}
    status = str(item.get("pubstatus")).lower()
    if status in NOT_FOR_USE:
        raise ReadError(source, NOT_FOR_USE[status])
    with reported_for(source):
        text, text_extractor = _words(_body(item) or "")
    first, version = (dates.iso(item.get(name)) for name in ("firstcreated", "versioncreated"))
    first = first or dates.iso(item.get("contentcreated"))
    return build_article(
        resource,
        text,
        raw=digest,
        extractor=text_extractor,
        source=source,
        title=metadata.line(_main(item.get("headlines")) or item.get("headline") or item.get("title")),
        byline=metadata.byline(item.get("by") or item.get("byline")),
        outlet=_outlet(item),
        published=first or version,
        modified=version if first and version != first else None,
        url=_address(item),
        language=metadata.language(item.get("language")),
    )


def _words(body: str) -> tuple[str, str | None]:
    item = nitf.embedded(body)
    return markup.words(body) if item is None else ("\n\n".join(nitf.paragraphs(item)), extractor("lxml"))


def _outlet(item: Mapping[str, Any]) -> str | None:
    sources = [each.get("name") for each in _objects(item.get("infosources"))]
    named = (metadata.outlet(each) for each in (item.get("source"), *sources, item.get("provider")))
    return next(filter(None, named), None)


def _body(item: Mapping[str, Any]) -> str | None:
    bodies = [(_form(each), each.get("value")) for each in _objects(item.get("bodies"))]
    bodies += [(name, value) for name, value in item.items() if name.startswith("body_")]
    texts = [(form, words) for form, value in bodies if (words := metadata.text(value))]
    return min(texts, key=lambda each: (not _MARKED_UP.search(each[0]), "main" not in each[0]), default=("", None))[1]


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
