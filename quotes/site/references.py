"""A quotation for citation managers and machines: BibTeX, RIS, CSL-JSON, Web Annotation, schema.org."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

from quotes.model import Kind, Span
from quotes.site.citations import Cited, attributed, described, named
from quotes.site.formatting import parts_of
from quotes.site.text_fragments import web_url
from quotes.store import StoredQuotation
from quotes.store.listings import Sketch
from quotes.text.bylines import authors
from quotes.text.wording import is_reported, sentence

_SCHEMA_KINDS = {"person": "Person", "organisation": "Organization", "anonymous": "Person"}
_TEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip
_CONTEXT = 32  # characters before and after, by which a changed page is searched for the words
_LINES = re.compile(r"\s+")
EMBED_WIDTH, EMBED_HEIGHT = 600, 260  # of a frame, in pixels
CHECKSUM = "http://www.w3.org/2001/04/xmlenc#sha256"


def bibtex(cited: Cited) -> str:
    """An entry for biblatex: @online, the authors those of the byline, the words in a note."""
    printed = cited.quotation.article
    people = [
        ", ".join(_tex(name) for name in (author.family, author.suffix, author.given) if name)
        if author.given
        else f"{{{_tex(author.family)}}}"
        for author in cited.authors
    ]
    fields = {
        "author": " and ".join(people),
        "title": f"{{{_tex(cited.title)}}}",
        "organization": printed.outlet and f"{{{_tex(printed.outlet)}}}",
        "date": "-".join(parts_of(printed.published)),
        "pages": _page(cited),
        "url": _url_for_biblatex(cited.url or cited.permalink),
        "urldate": cited.read[:10],
        "note": _tex(_note(cited)),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@online{{{cited.quotation.id},\n{lines}\n}}\n"


def ris(cited: Cited) -> str:
    """A record; lines end as the format wants it. Dates and all other tags but TY and ER may be missing.

    It is a newspaper article if the outlet is known, or else a web page, as in `csl`.
    """
    printed = cited.quotation.article
    parts = parts_of(printed.published)
    lines = [
        ("TY", "NEWS" if printed.outlet else "ELEC"),
        *(("AU", author.inverted) for author in cited.authors),
        ("TI", cited.title),
        ("T2", printed.outlet),
        ("PY", parts[0] if parts else None),
        ("DA", "/".join([*parts, *[""] * (4 - len(parts))]) if parts else None),
        ("SP", _page(cited)),
        ("UR", cited.url or cited.permalink),
        ("Y2", cited.read[:10].replace("-", "/")),
        ("N1", _note(cited)),
        ("ID", cited.quotation.id),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_LINES.sub(' ', value)}\r\n" for tag, value in lines if value is not None)


def csl(cited: Cited) -> dict[str, Any]:
    """An item of CSL-JSON (schema 1.0.2), for Zotero and the like."""
    printed = cited.quotation.article
    parts = [int(part) for part in parts_of(printed.published)]
    item = {
        "id": cited.quotation.id,
        "type": "article-newspaper" if printed.outlet else "webpage",
        "title": cited.title,
        "author": [
            {name: part for name, part in author._asdict().items() if part}
            if author.given
            else {"literal": author.family}
            for author in cited.authors
        ],
        "container-title": printed.outlet,
        "issued": {"date-parts": [parts]} if parts else None,
        "page": _page(cited),
        "accessed": {"date-parts": [[int(part) for part in parts_of(cited.read)]]},
        "URL": cited.url or cited.permalink,
        "note": _note(cited),
    }
    return {name: value for name, value in item.items() if value}


def coins(cited: Cited) -> str:
    """The article as an OpenURL context object, for the title of a span of class Z3988 (COinS), which Zotero reads."""
    printed = cited.quotation.article
    fields = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rft.atitle", cited.title),
        ("rft.jtitle", printed.outlet),
        ("rft.date", "-".join(parts_of(printed.published))),
        ("rft.pages", _page(cited)),
        *(("rft.au", author.spoken) for author in cited.authors),
        ("rft_id", cited.url or cited.permalink),
        ("rft.description", _note(cited)),
    ]
    return urlencode([(name, value) for name, value in fields if value])


def iframe(permalink: str, title: str, width: int | str = "100%", height: int = EMBED_HEIGHT) -> str:
    """A frame that shows a quotation on another site, as wide as there is space unless `width` says so in pixels."""
    return (
        f'<iframe src="{escape(permalink)}/embed" title="{escape(title)}" width="{width}" height="{height}"'
        ' loading="lazy" frameborder="0"></iframe>'
    )


def annotation(cited: Cited, text: str, sha256: str, article: str) -> dict[str, Any]:
    """The quotation as a Web Annotation (W3C, 2017) of the article. What is reported is annotated with its cue.

    text, sha256: what the offsets point into, and its hash. article: the URL of that text on this site.
    """
    quotation = cited.quotation
    kind = Kind(quotation.kind)
    classified = f"{kind.label.lower()}: {kind.meaning}"
    bodies = [{"type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": classified}]
    if is_reported(quotation):
        bodies.append(
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "text/plain",
                "value": sentence(quotation, named(quotation)),
            }
        )
    if quotation.speakers:
        bodies.insert(
            0, {"type": "TextualBody", "purpose": "identifying", "format": "text/plain", "value": described(cited)}
        )
    targets = [
        {
            "type": "SpecificResource",
            "source": cited.url or article,
            "state": {"type": "TimeState", "sourceDate": _moment(cited.read), "cached": article, "sha256": sha256},
            "selector": _selectors(text, span),
        }
        for span in (sorted(quotation.statement_spans) if is_reported(quotation) else quotation.spans)
    ]
    return {
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"sha256": CHECKSUM}],
        "id": f"{cited.permalink}.annotation.json",
        "type": "Annotation",
        "motivation": "identifying",
        "canonical": cited.permalink,
        "body": bodies,
        "target": _one_or_all(targets),
    }


def linked_data(quotation: StoredQuotation, address: Callable[[str], str]) -> dict[str, Any]:
    """The quotation in the vocabulary of https://schema.org.

    Exact words are a Quotation; a paraphrase is a Claim, since nobody said it in these words. The text of what is
    reported is a sentence that names the speaker. address: makes a path of this site absolute.
    """
    printed = quotation.article
    article = {
        "@type": "NewsArticle",
        "headline": printed.title,
        "author": _one_or_all([{"@type": "Person", "name": author.spoken} for author in authors(printed.byline)]),
        "publisher": printed.outlet and {"@type": "Organization", "name": printed.outlet},
        "datePublished": printed.published,
        "url": web_url(printed.url) or address(f"/articles/{printed.id}"),
    }
    speakers = [
        {
            "@type": _SCHEMA_KINDS[speaker.kind],
            "name": speaker.name,
            "url": address(f"/speakers/{speaker.slug}"),
        }
        for speaker in quotation.speakers
    ]
    permalink = address(f"/q/{quotation.id}")
    exact = quotation.kind != "paraphrase"
    return {
        "@context": "https://schema.org",
        "@type": "Quotation" if exact else "Claim",
        "@id": permalink,
        "url": permalink,
        "identifier": quotation.id,
        "text": sentence(quotation) if is_reported(quotation) else quotation.text,
        **({"creator": _one_or_all(speakers)} if speakers else {}),
        "isBasedOn" if exact else "appearance": {key: value for key, value in article.items() if value},
    }


def linked_speaker(sketch: Sketch, permalink: str) -> dict[str, Any]:
    """A speaker in the vocabulary of https://schema.org, with the item of Wikidata that somebody gave."""
    found = sketch.speaker
    wikidata = sketch.wikidata or (sketch.entry.wikidata if sketch.entry else None)
    data = {
        "@context": "https://schema.org",
        "@type": _SCHEMA_KINDS[found.kind],
        "@id": permalink,
        "url": permalink,
        "name": found.name,
        "alternateName": [name.words for name in sketch.names if name.words != found.name],
        "sameAs": wikidata and f"https://www.wikidata.org/entity/{wikidata}",
    }
    return {name: value for name, value in data.items() if value}


def _one_or_all(values: list[dict[str, Any]]) -> Any:
    return values[0] if len(values) == 1 else values


def _selectors(text: str, span: Span) -> Sequence[dict[str, Any]]:
    return [
        {
            "type": "TextQuoteSelector",
            "exact": span.of(text),
            "prefix": text[max(0, span.start - _CONTEXT) : span.start],
            "suffix": text[span.end : span.end + _CONTEXT],
        },
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


def _page(cited: Cited) -> str | None:
    return None if cited.quotation.page is None else str(cited.quotation.page)


def _note(cited: Cited) -> str:
    """Who said what, and where it may be checked."""
    return f"{attributed(cited.quotation)} ({cited.permalink})"


def _tex(text: str) -> str:
    return _LINES.sub(" ", text.translate(_TEX))


def _url_for_biblatex(url: str) -> str:
    """A URL for biblatex: unchanged, except characters that would end the field."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _moment(iso: str) -> str:
    return iso.replace("+00:00", "Z")
