"""The metadata of an article on a page: title, byline, outlet, dates, language, URL.

Sources are tried in this order: JSON-LD, microdata, Open Graph with its article: properties, Dublin Core, other <meta>
names, then elements (<h1>, <title>, rel=author, <time>). For the outlet, the name of the site (og:site_name) comes
before the publisher in JSON-LD, which may be an agency. The byline and the dates of a fact-check are those of the
review, not of the claim. Running text is never used, and a field without a source is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from quotes.readers.base import without_password
from quotes.readers.html import schema_org
from quotes.readers.html.author_elements import byline, is_apart, is_elsewhere, names_in
from quotes.readers.html.blocks import HEADINGS, words
from quotes.readers.metadata import address, language, line, outlet
from quotes.text import dates

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLES = "og:title dcterms.title dc.title twitter:title".split()
_AUTHORS = (
    "article:author og:article:author dcterms.creator dc.creator author byl parsely-author sailthru.author "
    "article.author article:author_name article_author author_name citation_author"
).split()
_SITES = ["og:site_name"]
_PUBLISHERS = "dcterms.publisher dc.publisher publisher application-name".split()
# Agencies, which write for other outlets.
_AGENCIES = frozenset("ap associatedpress reuters thomsonreuters afp agencefrancepresse pa pamedia upi dpa".split())
# Parts of a domain that do not name a site.
_HOSTS = frozenset("www www2 m amp mobile edition news beta web com org net gov edu".split())
_PUBLISHED = (
    "article:published_time og:article:published_time og:published_time dcterms.issued dc.date.issued dcterms.date "
    "dc.date dcterms.created dc.date.created parsely-pub-date sailthru.date article.published pubdate publishdate "
    "publish-date publish_date publication_date publication-date article_date_original article_date_published "
    "article:published article:publish_date datepublished date_published pub_date displaydate date"
).split()
_MODIFIED = (
    "article:modified_time og:article:modified_time og:updated_time og:modified_time dcterms.modified dc.date.modified "
    "article.updated article_date_updated article_date_modified datemodified date_modified last-modified lastmod "
    "modified"
).split()
_NAMES = {"datePublished": _PUBLISHED, "dateModified": _MODIFIED}
_LANGUAGES = "og:locale content-language dcterms.language dc.language language".split()
_CLASSES = {
    "datePublished": re.compile(r"(?:^|[\s_-])(?:published|pubdate|pub-date|entry-date|dateline)(?:$|[\s_-])", re.I),
    "dateModified": re.compile(r"(?:^|[\s_-])(?:updated|modified)(?:$|[\s_-])", re.I),
}
# Elements other than <time> with a date, and the most pieces of it.
_MARKED = ("span", "p", "div", "meta")
_MOST_PIECES = 12
_NOT_PUBLISHED = re.compile(r"modified|start|end|upload|event|expires|duration", re.I)
_EVENT = re.compile(r"schema\.org/(?:\w*Event|Comment|UserComments)\b")
_CHANGED = re.compile(
    r"\b(?:updated?|modified|changed?|corrected|corrections?|amended|edited|revised|today is)\b", re.I
)
_CHANGE = re.compile(
    r"(?:^|[\s_-])(?:changed?|changes|correction|corrected|amended|updated?|modified)(?:$|[\s_-])", re.I
)
# Words before a date in a sentence: "The fair opens on".
_PREPOSITIONS = frozenset("on at in from until till to by since before after of for between and".split())
_FEWEST_OF_SENTENCE = 3
_BYLINE = re.compile(r"by\s", re.I)
_PUBLISHED_LABEL = re.compile(r"\b(?:published|posted|first published|printed|publication date)\b", re.I)
# Words: next to a date, in the name of a section, in a line that is not a link, between headline and date.
_LONGEST_LABEL = 12
_LONGEST_SECTION = 3
_LONGEST_NAME = 3
_FARTHEST = 150
_LARGEST_TEASER = 60
# Dates. With more on a page, none is the only one near the headline.
_MOST_TIMES = 50

_SEPARATOR = re.compile(r"\s+(?:[-–—·:•~]|::)\s+|\s*[|»]\s*")
_TOP_LEVEL = re.compile(r"(?<=\w)\.(?:com|org|net|info|co\.\w\w|com\.\w\w|[a-z]{2})$", re.I)
_SECTION = re.compile(
    r"(?:(?:local|world|uk|us|national|international) )?(?:news|politics|sports?|business|opinion|world|health|tech"
    r"|technology|science|culture|local|national|international|entertainment|lifestyle|money)",
    re.I,
)
_PART_OF_SITE = re.compile(
    r"(?:\s?\.\s?\w{2,4})+|\s?(?:news|politics|sports?|business|opinion|online|world|health|tech|uk|us|international|app"
    r"|magazine|live)",
    re.I,
)

Metas = Mapping[str, list[str]]


class Metadata(NamedTuple):
    """The fields of an `Article` with these names."""

    title: str | None
    byline: str | None
    outlet: str | None
    published: str | None
    modified: str | None
    language: str | None
    url: str | None


def of(root: HtmlElement, fetched: str | None = None) -> Metadata:
    """The metadata of a page.

    Args:
        root: The tree of the page.
        fetched: The URL of the page. Relative URLs are resolved against it. It replaces a canonical URL that is the
            front page of a site, or is not public. A canonical URL on another host is used, for syndicated articles.
    """
    metas = _metas(root)
    url = _url(root, metas, fetched)
    heading = _heading(root)
    own = {each for each in (url, fetched, *metas.get("og:url", ())) if each}
    hint = _first(line, metas.get("og:title", ())) or heading
    node = schema_org.article(root, own, hint) or {}
    item = schema_org.microdata(root)
    around = schema_org.around(root, own)
    nodes = [node, item, *around]
    url = url or _declared(_addressed(*nodes), fetched) or address(fetched)
    names = _site_names(root, metas, nodes)
    return Metadata(
        title=_title(root, metas, [node, item], names | _handles(metas, url)),
        byline=_byline(root, metas, nodes, names),
        outlet=_outlet(root, metas, nodes),
        published=_first(dates.iso, _dates(root, metas, [node, item], around, "datePublished")) or _only_time(root),
        modified=_first(dates.iso, _dates(root, metas, [node, item], around, "dateModified")),
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
    """The name in an object, the first of a list, or the string itself."""
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, Mapping):
        name = value.get("name")
        return name[0] if isinstance(name, list) and name else name
    return value


def _text(element: HtmlElement | None) -> str | None:
    return None if element is None else element.text_content()


def _heading(root: HtmlElement) -> str | None:
    """The heading of level 1, if there is exactly one."""
    headings = [heading for each in root.iter("h1") if (heading := line(_text(each)))]
    return headings[0] if len(headings) == 1 else None


def _outlet(root: HtmlElement, metas: Metas, nodes: Iterable[schema_org.Node]) -> str | None:
    """The name of the site, else the publisher. Between two spellings of a name, that of the publisher counts.

    Mottos after a bar are removed. An agency is used only if there is no other name, a handle never.
    """
    publishers = [_named(node.get("publisher")) for node in nodes]
    given = [*_all(metas, _SITES), *publishers, *_all(metas, _PUBLISHERS), schema_org.site(root)]
    found = [name.split(" | ")[0] for each in given if (name := outlet(each)) is not None and not name.startswith("@")]
    chosen = next((name for name in found if _key(name) not in _AGENCIES), next(iter(found), None))
    spelled = [name for name in map(outlet, publishers) if name is not None and not name.startswith("@")]
    return next((name for name in spelled if chosen and _key(name) == _key(chosen)), chosen)


def _site_names(root: HtmlElement, metas: Metas, nodes: Iterable[schema_org.Node]) -> set[str]:
    """The names of the site, as `words`."""
    given: list[object] = [*_all(metas, (*_SITES, *_PUBLISHERS)), schema_org.site(root)]
    given += [_named(node.get("publisher")) for node in nodes]
    return {_key(name) for each in given if (name := line(each)) is not None and len(name) < 60} - {""}


def _handles(metas: Metas, url: str | None) -> set[str]:
    """Other names of the site that may be next to headlines, as `words`: handles and parts of its domain."""
    parts = (urlsplit(url).hostname or "").split(".")[:-1] if url else []
    given = [*_all(metas, ["twitter:site"]), *(part for part in parts if part not in _HOSTS)]
    return {key for each in given if len(key := _key(each)) > 2}


def _key(name: str) -> str:
    key = words(_TOP_LEVEL.sub("", name))
    return key.removeprefix("the") if len(key) > 6 else key


def _title(root: HtmlElement, metas: Metas, nodes: Iterable[schema_org.Node], names: set[str]) -> str | None:
    """The headline, without the site and section that pages add for the window title.

    A heading of level 1 is ignored if it only names the site or a section.
    """
    window = line(_text(root.find(".//title")))
    headings = [
        heading_text
        for each in root.iter("h1")
        if (heading_text := line(_text(each))) and _key(heading_text) not in names
    ]
    heading = headings[0] if len(headings) == 1 else None
    if heading is not None and window is not None and _is_section(heading, window):
        heading = None
    given = [
        node.get(key) for node in nodes for key in ("headline", "name") if key == "headline" or "author" not in node
    ]
    title = _first(line, [*given, *_all(metas, _TITLES), heading, window])
    return None if title is None else _without_site(title, names, heading)


def _is_section(heading: str, window: str) -> bool:
    """Whether a heading names the section of an article, by the window title."""
    first, *others = map(words, _SEPARATOR.split(window))
    key = words(heading)
    if key != first and key in others:
        return True
    few = len(heading.split()) <= _LONGEST_SECTION < len(window.split())
    return few and set(heading.lower().split()).isdisjoint(window.lower().split())


def _without_site(title: str, names: set[str], heading: str | None) -> str:
    """`title` without the site before or after it, and the section before the site. Other text after it is removed if
    the rest is the heading.
    """
    of_site = False
    while parts := list(_SEPARATOR.finditer(title)):
        before, after = title[: parts[-1].start()], title[parts[-1].end() :]
        if before and (_is_site(after, names) or (of_site and _SECTION.fullmatch(after))):
            title, of_site = before, True
        elif after and _is_site(title[: parts[0].start()], names):
            title = title[parts[0].end() :]
        elif heading is not None and words(before) == words(heading) and len(after.split()) <= _LONGEST_SECTION:
            return before
        else:
            break
    return title


def _is_site(text: str, names: set[str]) -> bool:
    """Whether `text` names the site, alone or with one of its sections: "CNNPolitics", "BBC News"."""
    if _key(text) in names:
        return True
    short = text.removeprefix("The ").removeprefix("the ").lstrip("@")
    for name in names:
        end = 0
        for letter in name:
            while end < len(short) and not short[end].isalnum():
                end += 1
            if end == len(short) or short[end].lower() != letter:
                break
            end += 1
        else:
            rest = short[end:]
            if (rest[:1].isupper() and rest.isalpha()) or _PART_OF_SITE.fullmatch(rest):
                return True
    return False


def _byline(root: HtmlElement, metas: Metas, nodes: Iterable[schema_org.Node], names: set[str]) -> str | None:
    """The authors: people before organisations, and never the site itself."""
    given: list[object] = [node.get(key) for node in nodes for key in ("author", "creator")]
    given += [metas.get(name) for name in _AUTHORS]
    persons = (_others(byline(_kind(each, organisations=False)), names) for each in given)
    organisations = (_others(byline(_kind(each, organisations=True)), names) for each in given)
    return (
        next(filter(None, persons), None) or _others(names_in(root), names) or next(filter(None, organisations), None)
    )


def _kind(value: object, *, organisations: bool) -> list[object]:
    """The values in `value`, one or a list, that are marked as organisations, or the others."""
    values = value[:50] if isinstance(value, list) else [value]
    return [each for each in values if schema_org.is_organisation(each) is organisations]


def _others(found: str | None, names: set[str]) -> str | None:
    """The names in `found` that are not names of the site."""
    kept = [name for name in (found or "").split(", ") if name and not _is_site(name, names)]
    return ", ".join([name for name in kept if _key(name) not in _AGENCIES] or kept) or None


def _dates(
    root: HtmlElement, metas: Metas, nodes: Iterable[schema_org.Node], around: Iterable[schema_org.Node], key: str
) -> Iterator[object]:
    yield from _values(nodes, key)
    yield from _all(metas, _NAMES[key])
    yield from _values(around, key)
    headline = next(root.iter("h1"), None)
    for each in root.iter("time", *_MARKED):
        is_marked = key in each.get("itemprop", "") or _CLASSES[key].search(each.get("class", ""))
        if not is_marked or is_elsewhere(each) or _is_of_event(each):
            continue
        if each.tag == "time":
            yield each.get("datetime")
        elif not _is_teaser(each, headline) and not is_apart(each, headline):
            text = "".join(islice(each.itertext(), _MOST_PIECES)).strip()
            yield each.get("content")
            yield text if key == "dateModified" or not _CHANGED.match(text) else None


def _is_of_event(element: HtmlElement) -> bool:
    """Whether an element is inside an event or a comment."""
    return any(_EVENT.search(each.get("itemtype", "")) for each in element.iterancestors())


def _values(nodes: Iterable[schema_org.Node], key: str) -> Iterator[object]:
    for node in nodes:
        value = node.get(key)
        yield from value[:5] if isinstance(value, list) else [value]


def _only_time(root: HtmlElement) -> str | None:
    """The date of the only <time> near the headline that is the article's, if there is no other."""
    times = list(root.iter("time"))
    found = {each.get("datetime") for each in times if _is_its_own(each)} if len(times) <= _MOST_TIMES else set()
    return dates.iso(found.pop()) if len(found) == 1 else None


def _is_its_own(time: HtmlElement) -> bool:
    """Whether a <time> may be the date of publication.

    It is not one of a change, event, comment or teaser, nor today's date. It is not in a sentence, and is near the
    headline unless it is labelled.
    """
    if _CLASSES["dateModified"].search(time.get("class", "")) or _NOT_PUBLISHED.search(time.get("itemprop", "")):
        return False
    parent = time.getparent()
    if parent is None or is_elsewhere(time) or _is_of_event(time):
        return False
    around = " ".join(parent.text_content()[:400].split())
    date_text = " ".join(time.text_content().split())
    siblings = list(islice(time.itersiblings(preceding=True), 3))
    preceding = [each.text_content() + (each.tail or "") for each in siblings]
    before = "".join([parent.text or "" if len(siblings) < 3 else "", *reversed(preceding)]).strip()
    if _CHANGED.search(before[-40:]) or _CHANGED.match(date_text) or _is_in_sentence(before):
        return False
    if any(_CHANGE.search(each.get("class", "")) for each in (time, parent)):
        return False
    if len(around.split()) - len(date_text.split()) > _LONGEST_LABEL:
        return False
    headline = next(time.getroottree().getroot().iter("h1"), None)
    if headline is None or _PUBLISHED_LABEL.search(f"{before[-40:]} {date_text}"):
        return not _is_teaser(time, None)
    return not _is_teaser(time, headline) and not _is_far(time, headline)


def _is_in_sentence(before: str) -> bool:
    """Whether the words before a date are a sentence that continues with it: "The fair opens on"."""
    words = before.rsplit(". ", 1)[-1].split()
    return (
        len(words) >= _FEWEST_OF_SENTENCE
        and words[-1].lower() in _PREPOSITIONS
        and not _PUBLISHED_LABEL.search(" ".join(words))
        and _BYLINE.match(before) is None
    )


def _is_teaser(time: HtmlElement, headline: HtmlElement | None) -> bool:
    """Whether the box of a date has another headline, or a link to another article."""
    around = set() if headline is None else set(headline.iterancestors())
    for box in time.iterancestors():
        if box in around or box.tag in ("body", "html") or len(box.text_content().split()) > _LARGEST_TEASER:
            return False
        if any(True for _ in box.iter(*HEADINGS - {"h1"})):
            return True
        if any(len(link.text_content().split()) > _LONGEST_NAME for link in box.iter("a")):
            return True
    return False


def _is_far(time: HtmlElement, headline: HtmlElement) -> bool:
    """Whether a date is before the headline in another part of the page, or long after it."""
    passed = seen = 0
    for each in time.getroottree().getroot().iter("h1", "p", "time"):
        if each is headline:
            seen = 1
        elif each is time:
            return not seen and is_apart(time, headline) or passed > _FARTHEST
        elif seen and each.tag == "p":
            passed += len(each.text_content().split())
    return True


def _language(root: HtmlElement, metas: Metas, node: schema_org.Node, item: schema_org.Node) -> str | None:
    given = node.get("inLanguage")
    given = given.get("alternateName") if isinstance(given, Mapping) else given
    page = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    tag = _first(language, [given, item.get("inLanguage"), *page, *_all(metas, _LANGUAGES)])
    return None if tag is None else "-".join(_cased(part, at) for at, part in enumerate(tag.split("-")))


def _cased(part: str, at: int) -> str:
    """A part of a language tag in the case of RFC 5646, section 2.1.1."""
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
    """Whether the host is public: a name with a dot, or a global IP address."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".internal", ".test", ".invalid"))
