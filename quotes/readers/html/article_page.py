"""HTML: the article on a page, and the text of a fragment."""

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

# An article has at least one sentence of so many characters.
_SHORTEST = 20
# A page is only the beginning of an article that is so many times longer.
_LARGER = 2
_WORD = re.compile(r"\w")
_SENTENCE_END = re.compile(r"[.?!…][\"”’'»)\]]*(?:\s|$)")
_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|link|script|div|p|h1|article|table|br)\b", re.I)

# Without a handler, the log messages of Trafilatura would be printed.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def recognise(head: bytes, name: str) -> bool:
    """Whether this is HTML: an HTML tag comes before any other text, or the file name is that of a page."""
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    start = re.sub(rb"^(?:<\?xml[^>]*>|<!--.*?-->|\s)+", b"", start, flags=re.S)
    if _TAG.match(start):
        return True
    return name.lower().endswith(NAMES) and start.startswith(b"<")


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """The article on a page: its paragraphs, with an empty line between two, and the metadata of the page.

    If the page itself has no article, or only its beginning, the text is the one in the page's JSON-LD.

    `tree.decoded` decodes the page, `blocks.blocks` makes paragraphs and `page_metadata` finds the metadata. `url` is
    the canonical URL of the page, else that of the resource.

    Gives a ReadError for a page that is over a limit, has no article, or has damaged characters in it, and if the
    libraries of the extra html are not installed.
    """
    yield article_or_error(_article, resource)


def text_of(fragment: str) -> str:
    """The text of an HTML fragment, with an empty line between two paragraphs.

    Scripts, pictures with their captions, struck-out words, and elements that are not part of an article by name or
    class are left out; <br> is a line break. The wording is not considered. An empty fragment is "".

    Raises:
        ValueError: The fragment is over a limit of `tree.tree`.
    """
    if not fragment.strip():
        return ""
    root = tree.tree(f"<div>{fragment}</div>")
    boilerplate.prune(root)
    block_quotations.mark(root)
    return "\n\n".join(block.text for block in blocks(root))


def _has_sentence(text: str) -> bool:
    """Whether a line of `text` has a sentence."""
    return any(map(_is_sentence, text.split("\n")))


def _is_sentence(line: str) -> bool:
    first = _WORD.search(line)
    ends = [match.start() for match in _SENTENCE_END.finditer(line)]
    return first is not None and bool(ends) and ends[-1] - first.end() >= _SHORTEST


def _begins(text: str, whole: str) -> bool:
    """Whether a text is the beginning of a much longer one."""
    return len(whole) > _LARGER * len(text) and words(whole).startswith(words(text))


def _set_out(text: str) -> str:
    """A text from JSON, which may be HTML, as paragraphs with an empty line between two."""
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
        # Articles are recognised by English words and punctuation, so the language comes first.
        for written in (text, "\n".join(block.text for block in blocks(root)), _words(page)):
            language.require_english(written, resource.source)
        raise ReadError(resource.source, "has no article text; it may be an index, a form or a page made by scripts")
    if damaged and "\ufffd" in text:
        raise ReadError(resource.source, "is damaged or in an unknown encoding; save it again as UTF-8")
    return build_article(resource, text, raw=data, extractor=extractor("trafilatura"), **about._asdict())


def _words(page: str) -> str:
    """All text on a page."""
    written = tree.tree(page).xpath("//body//text()[not(ancestor::script or ancestor::style)]")
    return "\n".join(map(str, written)) if isinstance(written, list) else ""
