"""The words of Markdown (CommonMark 0.31, with the tables of GitHub), so that no markup lies inside a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from quotes.readers import markup, nested_marks

if TYPE_CHECKING:
    from markdown_it.token import Token

# Quotations in lists in quotations. The parser drops what lies deeper.
DEEPEST = 60

# Words; fewer are no passage.
_FEWEST = 4
_SIGNATURE = re.compile(r"(?:^|\n|(?<=[.!?…])\s)(?:[—–―]|--?(?=\s))\s*(?=[^\W\d_a-z])[^.!?\n]{2,100}$")
_ANNOUNCED = re.compile(
    r":\s*$|\b(?:wrote|writes|written|tweeted|tweets|posted|posts|reads?|said|says|states?|stated|statement"
    r"|as follows)\b[^.!?]{0,80}[.,]?\s*$"
)

_BREAK = re.compile(r"<br\s*/?>", re.I)


def read(source: str) -> tuple[str | None, str]:
    """The first heading of the first level, or None, and the text: blocks of words, an empty line between two.

    Left out are the marks of headings, lists, quotations, emphasis, code and links, the addresses of links, images,
    rules and comments; escapes and character references are the characters they stand for. Lines that the writer
    broke by width are one, and HTML is read as HTML. A block quotation that stands in no marks of its own is given
    them, as `nested_marks.quoted` does, where the words before it announce it or the last of it is who said it.

    Raises ValueError where blocks are nested deeper than DEEPEST.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    tokens = parser.parse(source)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        raise ValueError(f"is nested deeper than {DEEPEST} levels")
    title = None
    blocks: list[str] = []
    quoted: list[str] = []
    for token, block in _blocks(tokens):
        if token.type == "blockquote_close":
            blocks += _marked(quoted, blocks[-1] if blocks else "")
            quoted = []
        elif (block := block.strip()) and token.meta.get("quoted"):
            quoted.append(block)
        elif block:
            blocks.append(block)
            title = title or (" ".join(block.split()) if token.tag == "h1" else None)
    return title, "\n\n".join(blocks) + "\n" if blocks else ""


def _marked(quoted: list[str], before: str) -> list[str]:
    """The paragraphs of a block quotation, each opened with a mark and the last one closed, then who said it."""
    if not quoted:
        return quoted
    signed = _SIGNATURE.search(quoted[-1])
    signature = signed[0].strip() if signed else None
    last = quoted[-1][: signed.start()].strip() if signed else quoted[-1]
    said = [*quoted[:-1], *([last] if last else [])]
    words = sum(len(each.split()) for each in said)
    if words < _FEWEST or signature is None and not _ANNOUNCED.search(before[-300:]):
        return quoted
    marked = nested_marks.quoted(said)
    if marked is None:
        return quoted
    return marked if signature is None else [*marked, signature]


def _blocks(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    """The words of each block, with the token that opened it."""
    row: list[str] | None = None
    opened = None
    depth = 0
    for token in tokens:
        if token.type in ("blockquote_open", "blockquote_close"):
            depth += token.nesting
            if depth == 0:
                yield token, ""
        if depth:
            token.meta["quoted"] = True
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield token, " | ".join(row)
            row = None
        elif token.type == "inline" and row is not None:
            row.append(_words(token))
        elif token.type == "inline":
            yield opened or token, _words(token)
        elif token.type in ("code_block", "fence"):
            yield token, token.content
        elif token.type == "html_block" and not _is_comment(token.content.strip()):
            yield token, markup.text_of(token.content)
        opened = token if token.nesting == 1 else None


def _words(inline: Token) -> str:
    return "".join(_word(token) for token in inline.children or [])


def _word(token: Token) -> str:
    match token.type:
        case "text" | "text_special" | "code_inline":
            return token.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "html_inline" if _BREAK.fullmatch(token.content):
            return "\n"
    return ""


def _is_comment(block: str) -> bool:
    return block.startswith("<!--") and block.find("-->") == len(block) - len("-->")
