"""Normalises every article after reading, in whatever format it was."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate
from typing import Any
from urllib.parse import urlsplit

from quotes.installation import DISTRIBUTION
from quotes.model import METADATA, Article
from quotes.readers import extras
from quotes.readers.base import ReadError, printable, reported_for, without_password
from quotes.readers.mojibake import repaired
from quotes.text.characters import UNSTORABLE, visible

_LONGEST = 500  # characters of a title or a name
_ADDRESS = re.compile(r"https?://[^\s\"<>\\^`{|}]+", re.IGNORECASE)


def tidy(article: Article) -> Article:
    """Normalise an article.

    Wrongly decoded or twice escaped characters are repaired. Invisible characters are removed, except from a text that
    is exactly as in its file, so that offsets hold for the file. Characters that cannot be stored become U+FFFD.
    Metadata is on one line without control and direction characters. URLs that are not http or https are removed, as
    are user names and passwords in URLs.

    Raises:
        ReadError: There is no visible text, or characters cannot be repaired.
    """
    with reported_for(article.source):
        pages = [repaired(page) for page in article.pages]
    if article.extractor or pages != article.pages:
        pages = [visible(page) for page in pages]
    text = "".join(pages)
    if not visible(text).strip():
        raise ReadError(article.source, "has no text")
    known: dict[str, Any] = {field: _line(getattr(article, field)) for field in METADATA}
    for field in ("url", "fetched_url"):
        known[field] = _address(getattr(article, field))
    return replace(
        article,
        text=UNSTORABLE.sub("\ufffd", text),
        page_starts=tuple(accumulate(map(len, pages[:-1]), initial=0)) if article.page_starts else (),
        extractor=article.extractor if text == article.text else _and_ours(article.extractor),
        source=printable(article.source),
        **known,
    )


def _line(value: str | None) -> str | None:
    try:
        words = printable(visible(repaired(value or "")))
    except ValueError:
        return None
    return " ".join(words.split())[:_LONGEST].strip() or None


def _and_ours(extractor: str | None) -> str:
    return ", ".join(filter(None, (extractor, extras.extractor(DISTRIBUTION))))


def _address(value: str | None) -> str | None:
    url = without_password((value or "").strip())
    if not _ADDRESS.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.hostname else None
