"""A record of named fields, and what an article has of them: the names that people use for the same things."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from quotes.readers import metadata
from quotes.text import dates

# Ours, and what others call it, the surest first; capitals, spaces, hyphens and underscores make no difference.
USUAL = {
    "text": (
        "articlebody body bodyhtml bodyxhtml bodytext contenthtml content contenttext fulltext maintext articletext "
        "text article story"
    ).split(),
    "title": "headline title".split(),
    "byline": "byline bylines author authors creator writer by".split(),
    "outlet": "outlet publication publisher newspaper sitename site source".split(),
    "published": (
        "published datepublished publishedat publisheddate publishdate publicationdate firstpublished "
        "webpublicationdate pubdate date"
    ).split(),
    "modified": (
        "modified datemodified modifiedat updated updatedat dateupdated lastmodified lastmodifiedat lastmod"
    ).split(),
    "url": "canonical canonicalurl url link permalink weburl articleurl".split(),
    "language": "language lang inlanguage locale".split(),
}

CLEAN: dict[str, Callable[[object], str | None]] = {
    "text": metadata.text,
    "title": metadata.line,
    "byline": metadata.byline,
    "outlet": metadata.outlet,
    "published": dates.iso,
    "modified": dates.iso,
    "url": metadata.address,
    "language": metadata.language,
}

_SEPARATORS = re.compile(r"[\s_-]+")


class Found(NamedTuple):
    """What a record says of an article: the words, and the fields of `Article` that are known of it."""

    text: str | None
    known: dict[str, Any]


def found(record: Mapping[str, object], fields: Mapping[str, str]) -> Found:
    """What `record` says: the fields that `fields` names ({"headline": "title", "meta.date": "published"}; a dot
    goes into an object), and for the rest those with a usual name. A value that is not one is passed over.
    """
    usual = {_SEPARATORS.sub("", str(name)).lower(): value for name, value in reversed(list(record.items()))}
    said = {}
    for ours, names in USUAL.items():
        named = (_at(record, name) for name, meant in fields.items() if meant == ours)
        mapped = [value for value in named if value is not None]
        values = mapped or [usual[name] for name in names if name in usual]
        said[ours] = next((clean for value in values if (clean := CLEAN[ours](value)) is not None), None)
    return Found(said.pop("text"), said)


def meant(names: list[str], fields: Mapping[str, str]) -> set[str]:
    """What of an article (`USUAL`) a table with columns of these names has."""
    usual = {_SEPARATORS.sub("", name).lower() for name in names}
    mapped = {meant for name, meant in fields.items() if name in names}
    return mapped | {ours for ours, theirs in USUAL.items() if not usual.isdisjoint(theirs)}


def _at(record: Mapping[str, object], path: str) -> object:
    """The value at `path`: a name as it stands, or names joined by dots; a number goes into a list."""
    if path in record:
        return record[path]
    value: object = record
    for name in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(name)
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return value
