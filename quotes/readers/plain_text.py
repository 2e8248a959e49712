"""Plain text and Markdown, with what stands before it about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePath

from quotes.installation import DISTRIBUTION
from quotes.model import Article
from quotes.readers import article_fields, front_matter, line_numbers, markdown, metadata
from quotes.readers.base import Read, ReadError, Resource, all_bytes, sha256
from quotes.readers.encoding import decode
from quotes.readers.extras import extractor
from quotes.text import characters

# Bytes. A book has that many; anything larger is many articles in one file.
LARGEST = 1_000_000

NAMES = (".txt", ".text", ".md", ".markdown", ".mdown", ".mkd")
MARKDOWN_TYPES = ("text/markdown", "text/x-markdown")

_DATE_LINE = re.compile(r"\s*date (\d{4}-\d{2}-\d{2})\b")


def recognise(head: bytes, name: str) -> bool:
    """Whether this may be text: no control characters, or a byte order mark. Ask after every other format."""
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    return marked or characters.BINARY_BUT_ESCAPE.search(head) is None


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """The article in a text.

    Of plain text the words are kept as they stand, line ends and all, but for front matter and the numbers of a text
    that numbers all its lines; `published` is the
    date of a leading line such as " date 2024-10-23 …" where front matter has none, and the line stays. Markdown
    (by its name or media type, for its characters do not tell) gives its words without the markup, and its first
    heading of the first level as title where front matter has none.

    Gives a ReadError for what is empty, larger than LARGEST bytes, or not text in an encoding that
    `quotes.readers.encoding.decode` reads.
    """
    try:
        yield _article(resource, fields)
    except ReadError as error:
        yield error


def published(text: str) -> str | None:
    """The date of a leading line such as " date 2024-10-23 …", or None."""
    match = _DATE_LINE.match(text)
    if match is None:
        return None
    try:
        return date.fromisoformat(match[1]).isoformat()
    except ValueError:
        return None


def _article(resource: Resource, fields: Mapping[str, str]) -> Article:
    data = all_bytes(resource, LARGEST)
    try:
        text = decode(data)
    except ValueError as error:
        raise ReadError(resource.source, str(error)) from error
    about, body = front_matter.split(text)
    if article_fields.meant(list(about), fields) - {"text"}:
        text = body
    else:
        about = {}
    known = article_fields.found(about, fields).known
    took = None
    if _is_markdown(resource):
        try:
            title, text = markdown.read(text)
        except ValueError as error:
            raise ReadError(resource.source, str(error)) from error
        known["title"] = known["title"] or title
        took = extractor("markdown-it-py")
    elif (unnumbered := line_numbers.without_in_text(text)) != text:
        text, took = unnumbered, extractor(DISTRIBUTION)
    if not text.strip():
        raise ReadError(resource.source, "is empty")
    known["published"] = known["published"] or published(text)
    known["url"] = known["url"] or resource.url
    return Article(
        text=text,
        source=resource.source,
        **known,
        fetched_url=metadata.fetched_url(resource, known["url"]),
        fetched=resource.fetched,
        raw_sha256=sha256(data),
        extractor=took,
    )


def _is_markdown(resource: Resource) -> bool:
    media_type = (resource.content_type or "").partition(";")[0].strip().lower()
    suffix = PurePath(resource.name).suffix.lower()
    return media_type in MARKDOWN_TYPES or suffix in NAMES[2:]
