"""HTML: the article on a page, and the words of a fragment."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator, Mapping

from quotes.model import Article
from quotes.readers import language
from quotes.readers.base import Read, ReadError, Resource, all_bytes, article_or_error, build_article, reported_for
from quotes.readers.extras import extractor, need
from quotes.readers.html import block_quotations, boilerplate, main_text, page_metadata, schema_org, tree
from quotes.readers.html.blocks import blocks, words

# Bytes. The page of a long live blog has a tenth of it.
LARGEST = 10_000_000

NAMES = (".html", ".htm", ".xhtml", ".shtml")
TYPES = ("text/html", "application/xhtml+xml")

# At least one sentence of some length, in characters: less is no article.
_SHORTEST = 20
# Times. A page that shows no more than the beginning of an article is so much shorter.
_LARGER = 2
_WORD = re.compile(r"\w")
_SENTENCE_END = re.compile(r"[.?!…][\"”’'»)\]]*(?:\s|$)")
_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|link|script|div|p|h1|article|table|br)\b", re.I)

# Trafilatura logs what it leaves out; without a handler that would be printed.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def recognise(head: bytes, name: str) -> bool:
    """Whether this is HTML: its first bytes hold a tag of it before any other text, or its name says so."""
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    start = re.sub(rb"^(?:<\?xml[^>]*>|<!--.*?-->|\s)+", b"", start, flags=re.S)
    if _TAG.match(start):
        return True
    return name.lower().endswith(NAMES) and start.startswith(b"<")


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """The article on a page: its paragraphs with a blank line between them, and what the page says of it.

    Where the page is put together by scripts and holds no article, or only the beginning of one, it is the one in its
    JSON-LD.

    The characters are read as `hypertext.decoded` says, the text as `blocks.blocks` does, and the rest as
    `page_metadata` does. `url` is the canonical address where the page has one, else that of the resource;
    `fetched_url` is the one that was asked for where it differs.

    Gives a ReadError for a page of more than LARGEST bytes, one that nests or holds too many elements, one without
    an article or with a whole book, one whose article has damaged characters, and where the libraries of the extra
    html are missing.
    """
    yield article_or_error(_article, resource)


def text_of(fragment: str) -> str:
    """The words of a fragment of HTML, a paragraph a line with a blank line after it.

    Left out are scripts, pictures with their captions, what stands beside an article by its element or class, and
    struck-out words; <br> is a line break. Nothing is judged by its wording. A fragment that cannot be parsed
    within the limits of `hypertext.tree` raises ValueError; an empty one is "".
    """
    if not fragment.strip():
        return ""
    root = tree.tree(f"<div>{fragment}</div>")
    boilerplate.prune(root)
    block_quotations.mark(root)
    return "\n\n".join(block.text for block in blocks(root))


def _has_sentence(text: str) -> bool:
    """Whether one of the lines of `text` has a sentence."""
    return any(map(_is_sentence, text.split("\n")))


def _is_sentence(line: str) -> bool:
    first = _WORD.search(line)
    ends = [match.start() for match in _SENTENCE_END.finditer(line)]
    return first is not None and bool(ends) and ends[-1] - first.end() >= _SHORTEST


def _begins(text: str, whole: str) -> bool:
    """Whether a text is the beginning of another that is much longer."""
    return len(whole) > _LARGER * len(text) and words(whole).startswith(words(text))


def _set_out(text: str) -> str:
    """A text that stands in JSON, which may be HTML, a paragraph a line with a blank line after it."""
    if "<" in text and (read := text_of(text)):
        return read
    return "\n\n".join(" ".join(line.split()) for line in html.unescape(text).splitlines() if line.strip())


def _article(resource: Resource) -> Article:
    trafilatura = need("trafilatura", "html", resource.source)
    data = all_bytes(resource, LARGEST)
    page, damaged = tree.decoded(data, resource.content_type)
    with reported_for(resource.source):
        root = tree.tree(page)
        about = page_metadata.of(root, resource.url)
        declared = schema_org.body(root)
        boilerplate.prune(root)
        block_quotations.mark(root)
        text = "\n\n".join(main_text.article(root, about.title, about.byline, trafilatura))
        if not _has_sentence(text) or (len(declared) > _LARGER * len(text) and _begins(text, _set_out(declared))):
            text = _set_out(declared)
    if not _has_sentence(text):
        # What tells an article is told by English words and stops.
        for written in (text, "\n".join(block.text for block in blocks(root)), _words(page)):
            language.require_english(written, resource.source)
        raise ReadError(resource.source, "has no article text; it may be an index, a form or a page made by scripts")
    if damaged and "\ufffd" in text:
        raise ReadError(resource.source, "is damaged or in an unknown encoding; save it again as UTF-8")
    return build_article(resource, text, raw=data, extractor=extractor("trafilatura"), **about._asdict())


def _words(page: str) -> str:
    """All that is written on a page, whatever it is."""
    written = tree.tree(page).xpath("//body//text()[not(ancestor::script or ancestor::style)]")
    return "\n".join(map(str, written)) if isinstance(written, list) else ""
