"""The text of Markdown (CommonMark 0.31 with GitHub's tables), without markup inside quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from quotes.readers import markup, nested_marks

if TYPE_CHECKING:
    from markdown_it.token import Token

# Nested lists and block quotations. The parser drops deeper ones.
DEEPEST = 60

# The fewest words of a block quotation.
_FEWEST = 4
_SIGNATURE = re.compile(r"(?:^|\n|(?<=[.!?…])\s)(?:[—–―]|--?(?=\s))\s*(?=[^\W\d_a-z])[^.!?\n]{2,100}$")
_ANNOUNCED = re.compile(
    r":\s*$|\b(?:wrote|writes|written|tweeted|tweets|posted|posts|reads?|said|says|states?|stated|statement"
    r"|as follows)\b[^.!?]{0,80}[.,]?\s*$"
)

_BREAK = re.compile(r"<br\s*/?>", re.I)


def read(source: str) -> tuple[str | None, str]:
    """The first heading of level 1, or None, and the text: paragraphs with an empty line between two.

    The markup of headings, lists, block quotations, emphasis, code and links is removed. So are link targets, images,
    rules and comments. Escapes and character references become characters. Lines of one paragraph are joined. HTML is
    read as HTML. A block quotation without quotation marks gets them (`nested_marks.quoted`) if the words before it
    announce it, or its last line names who said it.

    Raises:
        ValueError: Blocks are nested deeper than DEEPEST.
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
    """The paragraphs of a block quotation with quotation marks, then its signature."""
    if not quoted:
        return quoted
    signed = _SIGNATURE.search(quoted[-1])
    signature = signed[0].strip() if signed else None
    last = quoted[-1][: signed.start()].strip() if signed else quoted[-1]
    passage = [*quoted[:-1], *([last] if last else [])]
    words = sum(len(each.split()) for each in passage)
    if words < _FEWEST or signature is None and not _ANNOUNCED.search(before[-300:]):
        return quoted
    marked = nested_marks.quoted(passage)
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
