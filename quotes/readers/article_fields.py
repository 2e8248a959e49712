"""A record of named fields, and what an article has of them: the names that people use for the same things."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from quotes.readers import metadata
from quotes.text import dates


class Field(NamedTuple):
    """A field of an article: what others call it, the surest first, and what makes a value of theirs one of ours.

    Capitals, spaces, hyphens and underscores make no difference in a name. `clean` gives None for what is no value.
    """

    names: tuple[str, ...]
    clean: Callable[[object], str | None]


def _field(names: str, clean: Callable[[object], str | None]) -> Field:
    return Field(tuple(names.split()), clean)


# The text, and every field of `quotes.model.METADATA`.
FIELDS = {
    "text": _field(
        "articlebody body bodyhtml bodyxhtml bodytext contenthtml content contenttext fulltext maintext articletext "
        "text article story",
        metadata.text,
    ),
    "title": _field("headline title", metadata.line),
    "byline": _field("byline bylines author authors creator writer by", metadata.byline),
    "outlet": _field("outlet publication publisher newspaper sitename site source", metadata.outlet),
    "published": _field(
        "published datepublished publishedat publisheddate publishdate publicationdate firstpublished "
        "webpublicationdate pubdate date",
        dates.iso,
    ),
    "modified": _field(
        "modified datemodified modifiedat updated updatedat dateupdated lastmodified lastmodifiedat lastmod", dates.iso
    ),
    "language": _field("language lang inlanguage locale", metadata.language),
    "url": _field("canonical canonicalurl url link permalink weburl articleurl", metadata.address),
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
    for ours, (names, clean) in FIELDS.items():
        named = (_at(record, name) for name, meant in fields.items() if meant == ours)
        mapped = [value for value in named if value is not None]
        values = mapped or [usual[name] for name in names if name in usual]
        said[ours] = next((words for value in values if (words := clean(value)) is not None), None)
    return Found(said.pop("text"), said)


def meant(names: list[str], fields: Mapping[str, str]) -> set[str]:
    """What of an article (`FIELDS`) a table with columns of these names has."""
    usual = {_SEPARATORS.sub("", name).lower() for name in names}
    mapped = {meant for name, meant in fields.items() if name in names}
    return mapped | {ours for ours, (theirs, _) in FIELDS.items() if not usual.isdisjoint(theirs)}


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
