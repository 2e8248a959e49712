"""The words of Markdown (CommonMark 0.31, with the tables of GitHub), so that no markup lies inside a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from quotes.reading import markup

if TYPE_CHECKING:
    from markdown_it.token import Token

# Quotations in lists in quotations. The parser drops what lies deeper.
DEEPEST = 60

_BREAK = re.compile(r"<br\s*/?>", re.I)


def read(source: str) -> tuple[str | None, str]:
    """The first heading of the first level, or None, and the text: blocks of words, an empty line between two.

    Left out are the marks of headings, lists, quotations, emphasis, code and links, the addresses of links, images,
    rules and comments; escapes and character references are the characters they stand for. Lines that the writer
    broke by width are one, and HTML is read as HTML.

    Raises ValueError where blocks are nested deeper than DEEPEST.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    tokens = parser.parse(source)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        raise ValueError(f"is nested deeper than {DEEPEST} levels")
    title = None
    blocks = []
    for token, block in _blocks(tokens):
        if block := block.strip():
            blocks.append(block)
            title = title or (" ".join(block.split()) if token.tag == "h1" else None)
    return title, "\n\n".join(blocks) + "\n" if blocks else ""


def _blocks(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    """The words of each block, with the token that opened it."""
    row: list[str] | None = None
    opened = None
    for token in tokens:
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
