"""Documentation, site, descriptions of tables, docstrings and error messages are in plain words.

All but the last two also have short sentences. docs/commands.md has the help of all commands.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "training/README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
TEMPLATES = sorted((ROOT / "quotes/site/templates").rglob("*.html"))
MODULES = sorted((ROOT / "quotes").rglob("*.py"))
LONGEST = 25  # words in a sentence

# Each is a regular expression for whole words, with what to write instead: in the documentation and in the code.
AVOIDED = {
    r"whatever (they|he|she|was|are)": "name the case",
    r"(so|how) manieth": "every n-th",
    r"known again": "recognised",
    r"puts? right|putting right": "correct",
    r"in hand": "current",
    r"nothing is (known|here)": "is unknown, or does not exist",
    r"for ever|evermore": "permanently",
    r"anew|afresh": "again",
    r"roads?|floors?|rooms?|houses?": "the technical term",
    r"at most so many|as many again": "at most N",
    r"but for|save for": "except",
    r"in the place of": "instead of",
    r"by itself|of itself": "automatically, or alone",
    r"whence|hence|thus|thereby|thereof|whereof|lest|upon|hereby|wherein|therein|likewise|seldom|ere": "plain words",
    r"beside (the|its|their) (quotation|article|name|words)s?": "next to, or with",
    r"goes on from|go on from|goes on where": "continues",
    r"tells apart|told apart|told from": "is recognised, is distinguished",
    r"held against|kept apart from": "compared with, separate from",
    r"brings? along": "has",
    r"(?<!there )is no (address|date|feed|item|link|name|paraphrase|part|quotation|text|time|Word|XML)": "is not a",
    r"more right|likelier|nearer the": "more probable",
    r"looked? for in them|looked at again": "searched, checked",
    r"a(n)? [a-z]+ of (one|its|his|her|their) own kind": "plain words",
    r"(is|are|was|were|has|have) none (that|of|can|which)": "is not one",
    r"known of (it|an article)": "metadata",
    r"as often as (they|not)": "plain words",
    r"lay (there|inside|beside|in)": "is in",
    r"of the world|whom nothing|goes by the name|says? nothing of": "plain words",
    r"passed over|left aside|let go of": "skipped, ignored, removed",
    r"unfolds?( to)?": "expands to",
    r"(is|are|was|were|be) asked for( again)?": "is requested",
    r"little by little|bit by bit": "is streamed",
    r"too little to know": "cannot identify",
    r"in the making": "incomplete",
    r"tak(es?|ing) the place of|took the place of": "replaces",
    r"takes? (it|that|them) back|taken back": "undoes",
    r"nobody here is|somebody new of that name": "there is no speaker",
    r"as far as that can be": "if possible",
    r"so that nobody|whoever else": "plain words",
}
# In the documentation alone, where sentences have no context.
AVOIDED_IN_DOCS = {
    r"(?<!IP )(?<!IPv4 )(?<!loopback )address(es)?": "URL, or IP address",
    r"whatever (it|is)": "name the case",
    r"of which|of whom|of what": "whose, or another sentence",
    r"only so many": "at most N",
    r"(is|are|was|were) to be": "must be",
    r"is told|are told": "is recognised, is distinguished",
    r"are no (date|link|quotation|part)s?": "is not a",
    r"made up of|of one kind": "consists of",
    r"there (is|are) none": "does not exist",
    r"what (is|was) given": "the input",
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_sentences_are_short(page: Path) -> None:
    long = [each for each in sentences(page.read_text(encoding="utf-8")) if len(words(each)) > LONGEST]
    assert not long, "\n".join(f"{len(words(each))} words: {each}" for each in long)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_words_are_plain(page: Path) -> None:
    check(prose(page.read_text(encoding="utf-8")), AVOIDED | AVOIDED_IN_DOCS)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_templates_are_plain_and_short(template: Path) -> None:
    text = template_text(template.read_text(encoding="utf-8"))
    check(text, AVOIDED | AVOIDED_IN_DOCS)
    long = [each for each in sentences(text) if len(words(each)) > LONGEST]
    assert not long, "\n".join(long)


def test_descriptions_of_tables_are_plain_and_short() -> None:
    descriptions = list(texts(yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))))
    assert len(descriptions) > 100
    check("\n\n".join(descriptions), AVOIDED | AVOIDED_IN_DOCS)
    parts = (part for each in descriptions for sentence in sentences(each) for part in sentence.split(";"))
    long = [each for each in parts if len(words(each)) > LONGEST]
    assert not long, "\n".join(long)


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_words_of_docstrings_and_errors_are_plain(module: Path) -> None:
    check("\n".join(map(prose, strings(ast.parse(module.read_text(encoding="utf-8"))))), AVOIDED)


def check(text: str, avoided: dict[str, str]) -> None:
    found = [
        f"{match[0]!r} (write: {instead}): {text[max(0, match.start() - 40) : match.end() + 20]!r}"
        for phrase, instead in avoided.items()
        for match in re.finditer(rf"(?i)(?<![\w-])(?:{phrase})(?![\w-])", text)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two `a b. C` (three)!\nFour", ["One.", "Two CODE (three)!", "Four"]),
        ("# Head\n\n- one\n  more\n- two: [a b](c.d)\n", ["Head", "one more", "two: a b"]),
        ("| a. B | c |\n|---|---:|\n| d | |\n", ["a.", "B", "c", "d"]),
        ("a\n\n```sh\nquotes x. Y\n```\n\nb", ["a", "b"]),
        ("It is 3.5 MB (e.g. one). “No.” He left.", ["It is 3.5 MB (e.g. one).", "“No.”", "He left."]),
    ],
)
def test_sentences_of_markdown(text: str, expected: list[str]) -> None:
    assert list(sentences(text)) == expected


def prose(markdown: str) -> str:
    """A page without its code, URLs and HTML. Inline code, or a list of it, is one word. Each table cell is a
    paragraph.
    """
    text = re.sub(r"(?ms)^( *)(```|~~~).*?^\1\2$", "", markdown)
    text = re.sub(r"``.+?``|`[^`]+`", "CODE", text)
    text = re.sub(r"CODE(?:,\s+CODE)*(?:,?\s+(?:and|or)\s+CODE)+|CODE(?:,\s+CODE)+", "CODE", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<[^>]+>|https?://\S+", " ", text)
    text = re.sub(r"(?m)^\s*\|.*\|\s*$", lambda row: row[0].replace("|", "\n\n"), text)
    text = re.sub(r"(?m)^[ \t:|-]+$", "", text)
    return re.sub(r"\*+|(?m:^#+ )", "", text)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<h1>One</h1>{% if a > b %}<p>Two <b>bold</b> {{ x }}.</p>{% endif %}{# no #}", ["One", "Two bold CODE."]),
        ("<style>a { b }</style><option>Three</option><script>x.</script>", ["Three"]),
        ("<td>a. B</td><td>{{ 'Literal' if c else d }}</td>", ["a.", "B", "CODE"]),
    ],
)
def test_sentences_of_templates(template: str, expected: list[str]) -> None:
    assert list(sentences(template_text(template))) == expected


def template_text(template: str) -> str:
    """The text of a template, without its code. Each value is one word, and each block element is a paragraph."""
    text = re.sub(r"\{%-? *el(?:se|if)\b.*?%\}", "\n\n", template)
    text = re.sub(r"(?s)\{%.*?%\}|\{#.*?#\}|<(script|style)\b.*?</\1>", "", text)
    text = re.sub(r"(?s)\{\{.*?\}\}", "CODE", text)
    text = re.sub(r"</?(?:a|b|bdi|br|code|del|em|ins|mark|span|strong)\b[^>]*>", "", text)
    return re.sub(r"(?s)<.*?>", "\n\n", text)


def texts(metadata: object) -> Iterator[str]:
    """All text in metadata of Datasette, without its SQL."""
    if isinstance(metadata, dict):
        for key, value in metadata.items():
            if key != "sql":
                yield from texts(value)
    elif isinstance(metadata, list):
        for value in metadata:
            yield from texts(value)
    elif isinstance(metadata, str):
        yield metadata


def strings(module: ast.Module) -> Iterator[str]:
    """The docstrings of a module, and the text of the errors that it raises or makes."""
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("Error", "Exit", "NotForUs", "Bomb")):
            parts = (each for argument in node.args for each in ast.walk(argument) if isinstance(each, ast.Constant))
            yield " ".join(each.value for each in parts if isinstance(each.value, str))


def sentences(markdown: str) -> Iterator[str]:
    """The sentences of a page. Headings, list items and table cells end one too."""
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )", prose(markdown)):
        text = " ".join(re.sub(r"^\s*(?:[-*]|\d+\.) ", "", block).split())
        yield from filter(None, re.split(r"(?<=[.!?])(?<!e\.g\.)\s+|(?<=[.!?][”\")])\s+(?=[A-Z“])", text))


def words(sentence: str) -> list[str]:
    """The words of a sentence."""
    return re.findall(r"[^\W_]+(?:[-'’.,/·_][^\W_]+)*", sentence)
