"""A row of a shard: an article with its quotations and its position in the input.

Offsets are code points into `text`, end exclusive. There are no ids: the archive decides which article a row is, since
it may have an earlier version.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from quotes.export import SCHEMAS, arrow_type
from quotes.model import METADATA, PROVENANCE, Article, Quotation

ARTICLE = ("text", *METADATA, *PROVENANCE)
# The order in which articles are stored: by date, undated ones last; on one day by the time of the last change or
# fetch; else as in the input.
ORDER = {
    "published_at": "nulls last",
    "modified_at": "nulls first",
    "fetched_at": "nulls first",
    **dict.fromkeys(("file", "unit", "entry", "added", "extraction"), ""),
}

Row = dict[str, Any]


@cache
def schema() -> Any:
    """The columns of a shard. Quotations have the form of `quotes.model.Quotation.to_dict`.

    `added` is when the run started, `extraction` the version of the extractor. `file`, `unit` and `entry` are the path,
    the number of the unit in it (`quotes.readers.Unit`) and the number of the article in the unit, from 0.
    `published_at` and `modified_at` are in UTC.
    """
    import pyarrow as pa

    fields = SCHEMAS["quotation"]["properties"]
    mark = pa.struct({"start": pa.int64(), "end": pa.int64()})
    speaker = pa.struct({"name": pa.string(), "kind": pa.string(), "names": pa.list_(pa.string()), "role": pa.string()})
    quotation = pa.struct(
        {name: arrow_type(fields[name]) for name in ("kind", "text", "spans", "confidence", "step", "chain")}
        | {name: arrow_type(fields[name]) for name in ("polarity", "statement", "statement_spans")}
        | {"cue": mark, "mention": mark, "quoting": mark, "speakers": pa.list_(speaker)}
    )
    moment = pa.timestamp("us", tz="UTC")
    return pa.schema(
        dict.fromkeys(ARTICLE, pa.string())
        | {"page_starts": pa.list_(pa.int64())}
        | {"added": pa.string(), "extraction": pa.string(), "published_at": moment, "modified_at": moment}
        | {"file": pa.string(), "unit": pa.int64(), "entry": pa.int64(), "quotations": pa.list_(quotation)}
    )


def row(article: Article, quotations: Sequence[Quotation], **known: str | int) -> Row:
    """The row of `article`.

    Args:
        article: The article.
        quotations: Its quotations.
        **known: The other columns.

    Raises:
        ValueError: Some text is not valid Unicode, which cannot be stored.
    """
    fields = {field: getattr(article, field) for field in ARTICLE}
    "".join(filter(None, fields.values())).encode()
    moments = {"published_at": moment(article.published), "modified_at": moment(article.modified)}
    found = {"page_starts": list(article.page_starts), "quotations": [each.to_dict() for each in quotations]}
    return fields | known | moments | found


def article(row: Mapping[str, Any]) -> Article:
    """The article of a row."""
    return Article(**{field: row[field] for field in ARTICLE}, page_starts=tuple(row["page_starts"]))


def quotations(row: Mapping[str, Any]) -> list[Quotation]:
    """The quotations of a row."""
    return [Quotation.from_dict(each) for each in row["quotations"]]


def moment(date: str | None) -> datetime | None:
    """When an ISO 8601 date begins, in UTC, which is also assumed without an offset; None if it is not a date."""
    try:
        found = datetime.fromisoformat(date or "")
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
