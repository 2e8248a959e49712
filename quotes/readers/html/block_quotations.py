"""Adds quotation marks to quotations that a page shows only by markup.

<q> is always a quotation. <blockquote> is one if it has a signature, if the words before it announce it, or if it is an
embedded post. A pull quote without a name, and a passage that is only indented, are not changed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotes.readers.html.blocks import blocks
from quotes.readers.nested_marks import quoted

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# The fewest words of a passage; the most of a signature.
_FEWEST = 4
_LONGEST_SIGNATURE = 25

_DASH = re.compile(r"\s*(?:[—–―]|--?(?=\s))\s*(?=\w)")
# The end of a post as social networks embed it: a name, a handle in brackets, a date.
_POSTED = re.compile(r"[—–-]\s*[^@]{1,80}\(@\w{1,50}(?:@[\w.-]+)?\)")
_SIGNED_AT_THE_END = re.compile(r"(?<=[.!?…])\s*(?=[—–―]\s*[^\W\d_a-z][^.!?]{2,100}$)")
_ANNOUNCES = re.compile(
    r":$|\b(?:wrote|writes|tweeted|tweets|posted|posts|reads?|states?|stated|statement|as follows)\b[^.!?]{0,80}[.,]?$"
)


def mark(root: HtmlElement) -> None:
    """Add quotation marks to the quotation elements in a pruned tree."""
    _mark_inline(root)
    for element in [each for each in root.iter("blockquote") if _is_outermost(each)]:
        _mark_block(element)


def _mark_inline(root: HtmlElement) -> None:
    found = list(root.iter("q"))
    inner = [any(True for _ in element.iterancestors("q")) for element in found]
    for element, within in zip(found, inner, strict=True):
        opening, closing = "‘’" if within else "“”"
        element.text = opening + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + closing
        else:
            element.text += closing
        element.tag = "span"


def _is_outermost(element: HtmlElement) -> bool:
    return not any(True for _ in element.iterancestors("blockquote"))


def _mark_block(element: HtmlElement) -> None:
    """Rewrite a block quotation with marks, and its signature below it, or after it for a post."""
    passage, signature = _parted(element)
    if sum(len(each.split()) for each in passage) < _FEWEST:
        return
    posted = signature is not None and _POSTED.search(signature) is not None
    if signature is None and not _follows_announcement(element) and not _is_signed_below(element):
        return
    marked = quoted(passage)
    if marked is None:
        return
    if posted:
        marked[-1] += f" {signature}"
    elif signature is not None:
        marked.append(signature)
    _set(element, marked)


def _parted(element: HtmlElement) -> tuple[list[str], str | None]:
    """The paragraphs of a block quotation, and its signature."""
    found = blocks(element)
    if not found:
        return [], None
    texts = [block.text for block in found]
    last = found[-1].element
    cited = next((each for each in reversed(list(element.iter("cite", "footer")))), None)
    name = "" if cited is None else " ".join(cited.text_content().split())
    short = len(texts[-1].split()) <= _LONGEST_SIGNATURE
    signed = last.tag in ("footer", "figcaption", "address") or (name and texts[-1].lstrip("—–―- ").startswith(name))
    if len(texts) > 1 and short and (signed or _DASH.match(texts[-1])):
        return texts[:-1], texts[-1]
    if name and len(texts[-1]) > len(name) and texts[-1].endswith(name):
        last_words = texts[-1][: -len(name)].rstrip()
        dash = re.search(r"[—–―-]{1,2}$", last_words)
        return [
            *texts[:-1],
            last_words[: dash.start()].rstrip() if dash else last_words,
        ], f"{dash[0]} {name}" if dash else name
    parts = _SIGNED_AT_THE_END.split(texts[-1], maxsplit=1)
    return ([*texts[:-1], parts[0]], parts[1]) if len(parts) > 1 else (texts, None)


def _follows_announcement(element: HtmlElement) -> bool:
    """Whether the text before a block quotation ends in a colon, or in a sentence that announces it."""
    each: HtmlElement | None = element
    while each is not None and each.tag != "body":
        previous = each.getprevious()
        before = previous.text_content() + (previous.tail or "") if previous is not None else ""
        parent = each.getparent()
        before = before if previous is not None else (parent.text or "") if parent is not None else ""
        if before.strip():
            return (
                previous is None
                or previous.tag != "blockquote"
                and _ANNOUNCES.search(before[-300:].strip()) is not None
            )
        each = previous if previous is not None and not len(previous) else parent
    return False


def _is_signed_below(element: HtmlElement) -> bool:
    """Whether a block quotation is followed by the caption of its figure, or a line with a leading dash."""
    following = element.getnext()
    if following is None or (element.tail or "").strip():
        return False
    text = following.text_content().strip()
    short = 0 < len(text.split()) <= _LONGEST_SIGNATURE
    return short and (following.tag in ("figcaption", "cite") or re.match(r"[—–―]\s*[^\W\d_a-z]", text) is not None)


def _set(element: HtmlElement, paragraphs: list[str]) -> None:
    from lxml.etree import SubElement

    for each in list(element):
        element.remove(each)
    element.text = None
    for text in paragraphs:
        first, *others = text.split("\n")
        paragraph = SubElement(element, "p")
        paragraph.text = first
        for line in others:
            SubElement(paragraph, "br").tail = line
