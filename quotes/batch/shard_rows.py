"""A row of a shard: an article with its quotations, all that is known of both, and where it stands in the order.

Offsets are code points into `text`, the end exclusive. Ids are not in it: which article a row is of, its archive
decides, which may hold an earlier version of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from typing import Any

from quotes.export import SCHEMAS, arrow_type
from quotes.model import Article, Quotation

ARTICLE = tuple(field.name for field in fields(Article))
# In which order articles come into an archive: by date, undated ones last; on one day, the version that was changed or
# fetched later after the earlier one; else as they stood in what was read.
ORDER = {
    "published_at": "nulls last",
    "modified_at": "nulls first",
    "fetched": "nulls first",
    **dict.fromkeys(("file", "unit", "entry", "added", "extraction"), ""),
}

Row = dict[str, Any]


@cache
def schema() -> Any:
    """The columns of a shard; its quotations are as `quotes.model.Quotation.to_dict` gives them.

    added: when the run began. extraction: what found the quotations. file, unit, entry: the path that was read, which
    unit of it (`quotes.readers.Unit`) and which article of that this is, from 0. published_at, modified_at: UTC.
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
        | {"added": pa.string(), "extraction": pa.string(), "published_at": moment, "modified_at": moment}
        | {"file": pa.string(), "unit": pa.int64(), "entry": pa.int64(), "quotations": pa.list_(quotation)}
    )


def row(article: Article, quotations: Sequence[Quotation], **known: str | int) -> Row:
    """The row of `article`. known: the columns that say neither what it is nor what is quoted in it.

    Raises ValueError where something in it is no Unicode text, which nothing could store.
    """
    said = {field: getattr(article, field) for field in ARTICLE}
    "".join(filter(None, said.values())).encode()
    moments = {"published_at": moment(article.published), "modified_at": moment(article.modified)}
    return said | known | moments | {"quotations": [each.to_dict() for each in quotations]}


def article(row: Mapping[str, Any]) -> Article:
    """The article of a row."""
    return Article(**{field: row[field] for field in ARTICLE})


def quotations(row: Mapping[str, Any]) -> list[Quotation]:
    """The quotations of a row."""
    return [Quotation.from_dict(each) for each in row["quotations"]]


def moment(date: str | None) -> datetime | None:
    """When an ISO 8601 date begins, in UTC, as which one without an offset is taken; None where it is no date."""
    try:
        found = datetime.fromisoformat(date or "")
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
