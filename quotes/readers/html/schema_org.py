"""The schema.org metadata of an article: JSON-LD in a script, or microdata in the markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Set
from typing import TYPE_CHECKING, Any

from quotes.readers.html.blocks import words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Node = Mapping[str, Any]

# Characters of one script. Longer ones describe the whole site.
LARGEST = 2_000_000

# https://schema.org/Article and its subtypes, with blog posts.
ARTICLES = frozenset(
    "Article NewsArticle AnalysisNewsArticle AskPublicNewsArticle BackgroundNewsArticle OpinionNewsArticle "
    "ReportageNewsArticle ReviewNewsArticle AdvertiserContentArticle SatiricalArticle ScholarlyArticle TechArticle "
    "Report BlogPosting LiveBlogPosting SocialMediaPosting".split()
)

# https://schema.org/ClaimReview: a fact-check of a claim.
REVIEWS = frozenset("ClaimReview MediaReview CriticReview".split())
# https://schema.org/WebPage and those of its subtypes that may have an article.
PAGES = frozenset("WebPage MedicalWebPage ItemPage QAPage FAQPage AboutPage".split())

_WRAPPING = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|(?://\s*)?<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|(?://\s*)?\]\]>|;)\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[\]}])")
_TAKEN_FROM = {"meta": "content", "time": "datetime", "a": "href", "link": "href", "data": "value", "abbr": "title"}


def article(root: HtmlElement, addresses: set[str], title: str | None) -> Node | None:
    """The article among the JSON-LD objects of a page, with its author and publisher, or None.

    Of several it is the one with a URL of the page (`addresses`), else the one with the headline `title`, else the
    first. Articles inside lists and other objects are ignored.
    """
    return _chosen(list(_objects(root)), ARTICLES, addresses, title)


def around(root: HtmlElement, addresses: set[str]) -> list[Node]:
    """The review on the page, and the page itself, in its JSON-LD, for authors and dates.

    The reviewed object (`itemReviewed`) has its own author and dates, which are not those of the page. An object with a
    URL that is not in `addresses` is another page.
    """
    tops = list(_objects(root))
    own = {_bare(address) for address in addresses}
    here = [
        node for node in tops if not own or not (given := {_bare(each) for each in _addresses(node)}) or own & given
    ]
    return [node for kinds in (REVIEWS, PAGES) if (node := _chosen(here, kinds, addresses, None)) is not None]


def _chosen(tops: list[dict[str, Any]], kinds: Set[str], addresses: set[str], title: str | None) -> Node | None:
    known = {node["@id"]: node for node in tops if isinstance(node.get("@id"), str) and len(node) > 1}
    found = [node for node in tops if _types(node) & kinds]
    if not found:
        return None
    own = {_bare(address) for address in addresses}
    heads = words(title or "")
    node = next(
        (each for each in found if own & {_bare(address) for address in _addresses(each)}),
        next((each for each in found if heads and words(str(each.get("headline", ""))) == heads), found[0]),
    )
    return {**node, **{key: _resolved(node[key], known) for key in ("author", "creator", "publisher") if key in node}}


def body(root: HtmlElement) -> str:
    """The text of the article in the JSON-LD of a page (`articleBody`), unchanged; empty if there is none."""
    for node in _objects(root):
        text = node.get("articleBody")
        if isinstance(text, str) and _types(node) & ARTICLES:
            return text
    return ""


def is_organisation(value: object) -> bool:
    """Whether an object is marked as an organisation of any kind."""
    return isinstance(value, Mapping) and any(kind.endswith("Organization") for kind in _types(value))


def site(root: HtmlElement) -> str | None:
    """The name of the site in the JSON-LD, if there is one."""
    for node in _objects(root):
        name = node.get("name")
        if "WebSite" in _types(node) and isinstance(name, str):
            return name
    return None


def microdata(root: HtmlElement) -> dict[str, Any]:
    """The properties of the first article in the page's microdata, in the form of JSON-LD."""
    for scope in root.iter():
        kind = scope.get("itemtype", "") if isinstance(scope.tag, str) else ""
        if kind.rstrip("/").rpartition("/")[2] in ARTICLES and "schema.org" in kind:
            return _properties(scope)
    return {}


def _objects(root: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" in script.get("type", "").lower() and script.text and len(script.text) <= LARGEST:
            yield from _tops(_loaded(script.text), 0)


def _loaded(text: str) -> object:
    """The JSON of a script, also in a comment, with line breaks in strings, or with a comma too many."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", text))
    for each in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(each, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _tops(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for each in value[:200]:
            if depth < 4:
                yield from _tops(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        inner = [value.get("@graph")]
        if not _types(value) & ARTICLES:
            inner.append(value.get("mainEntity"))
        for each in inner:
            if depth < 4:
                yield from _tops(each, depth + 1)


def _types(node: Node) -> set[str]:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rstrip("/").rpartition("/")[2] for kind in kinds if isinstance(kind, str)}


def _resolved(value: object, known: Mapping[str, Node]) -> object:
    if isinstance(value, list):
        return [_resolved(each, known) for each in value[:50] if not isinstance(each, list)]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and not value.get("name"):
        return known.get(value["@id"], value)
    return value


def _addresses(node: Node) -> Iterator[str]:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = node.get(key)
        value = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(value, str):
            yield value


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*$", "", address).rstrip("/")


def _properties(scope: HtmlElement) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for element in scope.iterdescendants():
        name = element.get("itemprop") if isinstance(element.tag, str) else None
        if not name or _scope(element) is not scope:
            continue
        for each in name.split():
            value = _properties(element) or _value(element) if element.get("itemscope") is not None else _value(element)
            if each in ("author", "creator"):
                value = " ".join(element.text_content().split()) if element.tag in ("a", "link") else value
                found.setdefault(each, []).append(value)
            else:
                found.setdefault(each, value)
    return found


def _scope(element: HtmlElement) -> HtmlElement | None:
    return next((each for each in element.iterancestors() if each.get("itemscope") is not None), None)


def _value(element: HtmlElement) -> str:
    attribute = _TAKEN_FROM.get(str(element.tag))
    given = element.get("content") or (element.get(attribute) if attribute else None)
    return given if given is not None else " ".join(element.text_content().split())
