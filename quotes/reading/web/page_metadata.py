"""What a page says of its article: title, byline, outlet, dates, language, address.

For each the first source that has it is taken: JSON-LD, microdata, Open Graph and its article: words, Dublin Core,
the other <meta> names in use, then the elements themselves (<h1>, <title>, rel=author, <time>). Nothing is taken
from running text, and what no source says is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from quotes.reading import dates
from quotes.reading.metadata import address, language, line, outlet
from quotes.reading.resource import without_password
from quotes.reading.web import schema_org
from quotes.reading.web.blocks import words
from quotes.reading.web.bylines import byline, names_in

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLES = "og:title dcterms.title dc.title twitter:title".split()
_AUTHORS = (
    "article:author og:article:author dcterms.creator dc.creator author byl parsely-author sailthru.author "
    "article.author article:author_name citation_author"
).split()
_OUTLETS = "og:site_name dcterms.publisher dc.publisher publisher application-name".split()
_PUBLISHED = (
    "article:published_time og:article:published_time og:published_time dcterms.issued dc.date.issued dcterms.date "
    "dc.date dcterms.created dc.date.created parsely-pub-date sailthru.date article.published pubdate publishdate "
    "publish-date publish_date publication_date publication-date date"
).split()
_MODIFIED = (
    "article:modified_time og:article:modified_time og:updated_time og:modified_time dcterms.modified dc.date.modified "
    "article.updated last-modified lastmod modified"
).split()
_NAMES = {"datePublished": _PUBLISHED, "dateModified": _MODIFIED}
_LANGUAGES = "og:locale content-language dcterms.language dc.language language".split()
_CLASSES = {
    "datePublished": re.compile(r"(?:^|[\s_-])(?:published|pubdate|pub-date|entry-date)(?:$|[\s_-])", re.I),
    "dateModified": re.compile(r"(?:^|[\s_-])(?:updated|modified)(?:$|[\s_-])", re.I),
}

Metas = Mapping[str, list[str]]


class Metadata(NamedTuple):
    """The fields of an `Article` of these names."""

    title: str | None
    byline: str | None
    outlet: str | None
    published: str | None
    modified: str | None
    language: str | None
    url: str | None


def of(root: HtmlElement, fetched: str | None = None) -> Metadata:
    """What the page with the tree `root` says of its article.

    `fetched` is its address; relative ones are seen from there, and a canonical address that is only the front page
    of a site, or one that nobody else could open, is left aside for it. One on another host is right for a
    syndicated article, and is taken.
    """
    metas = _metas(root)
    url = _url(root, metas, fetched)
    heading = _heading(root)
    own = {each for each in (url, fetched, *metas.get("og:url", ())) if each}
    hint = _first(line, metas.get("og:title", ())) or heading
    node = schema_org.article(root, own, hint) or {}
    item = schema_org.microdata(root)
    url = url or _declared(_addressed(node, item), fetched) or address(fetched)
    where = _first(outlet, [_named(node.get("publisher")), _named(item.get("publisher")), *_all(metas, _OUTLETS)])
    where = where or outlet(schema_org.site(root))
    titles = [node.get("headline"), item.get("headline"), item.get("name"), *_all(metas, _TITLES), heading]
    title = _first(line, [*titles, _text(root.find(".//title"))])
    return Metadata(
        title=_without(title, where),
        byline=_byline(root, metas, node, item, where),
        outlet=where,
        published=_first(dates.iso, _dates(root, metas, (node, item), "datePublished")) or _only_time(root),
        modified=_first(dates.iso, _dates(root, metas, (node, item), "dateModified")),
        language=_language(root, metas, node, item),
        url=url,
    )


def _metas(root: HtmlElement) -> dict[str, list[str]]:
    """The content of each <meta>, by its name in lower case."""
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = element.get("content", "").strip()
        for attribute in ("property", "name", "http-equiv"):
            for name in element.get(attribute, "").lower().split():
                if content and len(found.setdefault(name, [])) < 20:
                    found[name].append(content)
    return found


def _all(metas: Metas, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from metas.get(name, ())


def _first(clean: Any, values: Iterable[object]) -> Any:
    return next((found for value in values if (found := clean(value)) is not None), None)


def _named(value: object) -> object:
    """The name in an object, the first of a list, or the text itself."""
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, Mapping):
        name = value.get("name")
        return name[0] if isinstance(name, list) and name else name
    return value


def _text(element: HtmlElement | None) -> str | None:
    return None if element is None else element.text_content()


def _heading(root: HtmlElement) -> str | None:
    """The heading of the first level, where the page has one and no other."""
    headings = [said for each in root.iter("h1") if (said := line(_text(each)))]
    return headings[0] if len(headings) == 1 else None


def _without(title: str | None, name: str | None) -> str | None:
    """`title` without the outlet after it, as pages have it for their window."""
    if title is None or name is None:
        return title
    short = re.sub(rf"\s+[|–—·:•-]\s+{re.escape(name)}$", "", title, flags=re.I)
    return short or title


def _byline(
    root: HtmlElement, metas: Metas, node: schema_org.Node, item: schema_org.Node, where: str | None
) -> str | None:
    """Who wrote it; a source that only repeats the outlet is passed over."""
    given: list[object] = [node.get("author"), node.get("creator"), item.get("author"), item.get("creator")]
    given += [metas.get(name) for name in _AUTHORS]
    found = (byline(each) for each in given)
    named = next((each for each in found if each and words(each) != words(where or "")), None) or names_in(root)
    return named if words(named or "") != words(where or "") else None


def _dates(root: HtmlElement, metas: Metas, nodes: Iterable[schema_org.Node], key: str) -> Iterator[object]:
    yield from (node.get(key) for node in nodes)
    yield from _all(metas, _NAMES[key])
    for each in root.iter("time"):
        if _CLASSES[key].search(each.get("class", "")) or key in each.get("itemprop", ""):
            yield each.get("datetime")


def _only_time(root: HtmlElement) -> str | None:
    """The one <time> of the page, where it has no other: several are those of comments and other articles."""
    modified = _CLASSES["dateModified"]
    times = {each.get("datetime") for each in root.iter("time") if not modified.search(each.get("class", ""))}
    return dates.iso(times.pop()) if len(times) == 1 else None


def _language(root: HtmlElement, metas: Metas, node: schema_org.Node, item: schema_org.Node) -> str | None:
    given = node.get("inLanguage")
    given = given.get("alternateName") if isinstance(given, Mapping) else given
    page = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    tag = _first(language, [given, item.get("inLanguage"), *page, *_all(metas, _LANGUAGES)])
    return None if tag is None else "-".join(_cased(part, at) for at, part in enumerate(tag.split("-")))


def _cased(part: str, at: int) -> str:
    """A part of a language tag in the letters that RFC 5646, section 2.1.1, writes it in."""
    if at and len(part) == 2:
        return part.upper()
    return part.title() if at and len(part) == 4 else part.lower()


def _url(root: HtmlElement, metas: Metas, fetched: str | None) -> str | None:
    links = [each.get("href") for each in root.iter("link") if "canonical" in each.get("rel", "").lower().split()]
    base = next((each.get("href") for each in root.iter("base") if each.get("href")), None)
    return _declared([*links, *metas.get("og:url", ())], urljoin(fetched or "", base) if base else fetched, fetched)


def _addressed(*nodes: schema_org.Node) -> Iterator[object]:
    for node in nodes:
        for key in ("url", "mainEntityOfPage"):
            value = node.get(key)
            yield value.get("@id") if isinstance(value, Mapping) else value


def _declared(values: Iterable[object], base: str | None, fetched: str | None = None) -> str | None:
    for value in values:
        if not isinstance(value, str) or not value.strip():
            continue
        try:
            joined = urljoin(base or "", value.strip())
            if without_password(joined) != joined:
                continue
            found = address(joined)
            if found is not None and _is_open(found) and not (_is_front(found) and fetched and not _is_front(fetched)):
                return urlunsplit(urlsplit(found)._replace(fragment=""))
        except ValueError:
            continue
    return None


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _is_open(url: str) -> bool:
    """Whether the host is one that others could reach: a name with a dot, or an address that is global."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".internal", ".test", ".invalid"))
