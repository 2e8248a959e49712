"""Libraries that only some formats need: loaded when one is read, and named in what was read with them."""

from __future__ import annotations

from functools import cache
from importlib import import_module, metadata
from typing import Any

from quotes.readers.base import ReadError


def need(module: str, extra: str, source: str) -> Any:
    """The library `module`, which comes with the extra `extra`. Raises ReadError for `source` where it is missing."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ReadError(source, f"needs the extra {extra}: pip install 'quotes[{extra}]'") from error


@cache
def extractor(distribution: str) -> str:
    """The name and version of an installed library, as an article keeps it ("pypdf 7.1.1")."""
    return f"{distribution} {metadata.version(distribution)}"
