"""Apache Parquet (https://parquet.apache.org/docs/file-format/): a table with one article per row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from quotes.readers import article_fields, tabular
from quotes.readers.base import Read, ReadError, Resource, sha256
from quotes.readers.extras import need

_MAGIC = b"PAR1"
_ROWS = 64  # in memory at a time


def recognise(head: bytes, name: str) -> bool:
    """Whether the first bytes are those of Parquet."""
    return head.startswith(_MAGIC)


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """An article for each row. Columns are read like fields of JSON (`quotes.readers.tabular`).

    A row without text is a ReadError for "file, row N", counted from 1. A file without a column for the text is one
    too, and so is damage, where reading stops.
    """
    try:
        pyarrow, parquet = (need(each, "parquet", resource.source) for each in ("pyarrow", "pyarrow.parquet"))
        yield from _rows(parquet.ParquetFile(resource.stream), resource, fields)
    except ReadError as error:
        yield error
    except (pyarrow.ArrowException, OSError) as error:
        yield ReadError(resource.source, f"is damaged: {' '.join(str(error).split())[:200]}; nothing after it was read")


def _rows(file: Any, resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    names = file.schema_arrow.names
    mapped = {name.partition(".")[0] for name, meant in fields.items() if meant == "text"}
    if "text" not in article_fields.meant(names, fields) and mapped.isdisjoint(names):
        raise tabular.no_text_column(resource.source, names)
    number = 0
    # PyArrow keeps what it read until the next row group is requested.
    groups = (file.iter_batches(_ROWS, row_groups=[group]) for group in range(file.num_row_groups))
    for batch in chain.from_iterable(groups):
        for record in batch.to_pylist():
            number += 1
            digest = sha256(json.dumps(record, sort_keys=True, default=str).encode())
            yield tabular.article(record, f"{resource.source}, row {number}", digest, resource, fields)
