"""Finds the fields of an article in a record, by the names that other programs use for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from quotes.readers import metadata
from quotes.text import dates


class Field(NamedTuple):
    """A field of an article.

    Attributes:
        names: What others call it, the most specific first; case, spaces, hyphens and underscores do not matter.
        clean: Normalises a value; None if the value is not valid.
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
    """The text of an article in a record, and its metadata by field."""

    text: str | None
    known: dict[str, Any]


def found(record: Mapping[str, object], fields: Mapping[str, str]) -> Found:
    """Find the text and the metadata in a record.

    Args:
        record: Values by name.
        fields: Names that are mapped to article fields ({"headline": "title", "meta.date": "published"}); a dot goes
            into an object. The other fields are found by their usual names. Values that are not valid are ignored.
    """
    usual = {_SEPARATORS.sub("", str(name)).lower(): value for name, value in reversed(list(record.items()))}
    values_by_field = {}
    for ours, (names, clean) in FIELDS.items():
        named = (_at(record, name) for name, meant in fields.items() if meant == ours)
        mapped = [value for value in named if value is not None]
        values = mapped or [usual[name] for name in names if name in usual]
        values_by_field[ours] = next((words for value in values if (words := clean(value)) is not None), None)
    return Found(values_by_field.pop("text"), values_by_field)


def meant(names: list[str], fields: Mapping[str, str]) -> set[str]:
    """The article fields (`FIELDS`) that a table with columns of these names has."""
    usual = {_SEPARATORS.sub("", name).lower() for name in names}
    mapped = {meant for name, meant in fields.items() if name in names}
    return mapped | {ours for ours, (theirs, _) in FIELDS.items() if not usual.isdisjoint(theirs)}


def _at(record: Mapping[str, object], path: str) -> object:
    """The value at `path`: a name, or names joined by dots; a number is an index into a list."""
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
