"""Libraries that only some formats need, imported when the first such article is read."""

from __future__ import annotations

from functools import cache
from importlib import import_module, metadata
from typing import Any

from quotes.installation import install_command
from quotes.readers.base import ReadError


def need(module: str, extra: str, source: str) -> Any:
    """Import a library that belongs to an extra.

    Args:
        module: The full name of the module.
        extra: The extra that installs it.
        source: The article that needs it, for the error.

    Raises:
        ReadError: The library is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise ReadError(source, f"needs the extra {extra}; install it with: {install_command(extra)}") from error


@cache
def extractor(distribution: str) -> str:
    """The name and version of an installed library ("pypdf 7.1.1"), which is stored with the article."""
    return f"{distribution} {metadata.version(distribution)}"
