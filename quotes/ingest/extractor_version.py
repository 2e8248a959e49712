"""The version of the extractor that found the quotations of an article, so that only a new one reads it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

import quotes
from quotes.names.authority import packaged_genders


def extraction(pipeline: str | None = None, genders: Mapping[str, str] | None = None) -> str:
    """The version of Quotes with a hash of its extractor, its model and the genders it knows ("0.1.0 1f3a9c02").

    Args:
        pipeline: The name or path of another spaCy pipeline, which is then part of the result.
        genders: As for `quotes.extract`.
    """
    known = packaged_genders() if genders is None else genders
    digest = hashlib.sha256(_hash_of_code() + json.dumps(sorted(known.items())).encode())
    name = f"{quotes.__version__} {digest.hexdigest()[:8]}"
    return name if pipeline is None else f"{name} with {pipeline} {_version(pipeline)}".strip()


@cache
def _hash_of_code() -> bytes:
    folder = Path(quotes.__file__).parent / "extraction"
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.digest()


def _version(pipeline: str) -> str:
    try:
        return metadata.version(pipeline)
    except metadata.PackageNotFoundError:
        return ""
