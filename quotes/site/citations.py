"""A quotation as it is cited: in plain text for people, as schema.org data for machines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quotes.archive import StoredQuotation
from quotes.site.links import web_address
from quotes.site.words import day

UNIDENTIFIED = "Speaker not identified"
_SCHEMA_KINDS = {"person": "Person", "organisation": "Organization", "anonymous": "Person"}


def plain(quotation: StoredQuotation, roles: Mapping[str, str], read: str, permalink: str) -> str:
    """One paragraph: who, the words (never altered), where and when they were printed, when that was read.

    roles: by slug, the role that the article gives. read: ISO 8601. A paraphrase says that it is one.
    """
    who = " and ".join(
        f"{speaker.name} ({roles[speaker.slug]})" if speaker.slug in roles else speaker.name
        for speaker in quotation.speakers
    )
    words = f"“{quotation.text}”"
    if quotation.kind == "paraphrase":
        words = f"[paraphrase, not exact words] {quotation.text}"
    elif quotation.kind == "partial":
        words = f"[partial quotation] {words}"
    printed = quotation.article
    title = f"“{printed.title}”" if printed.title else printed.source
    address = web_address(printed.url)
    where = filter(None, [printed.byline, title, printed.outlet, day(printed.published), address])
    stop = "" if words.rstrip("”").endswith((".", "!", "?", "…")) else "."
    return f"{who or UNIDENTIFIED}: {words}{stop} In: {', '.join(where)} (read {day(read)}). Quotes, {permalink}"


def linked_data(quotation: StoredQuotation, address: Callable[[str], str]) -> dict[str, Any]:
    """The quotation in the vocabulary of https://schema.org.

    Exact words are a Quotation; a paraphrase is a Claim, since nobody said it in these words. address: makes
    a path of this site absolute.
    """
    printed = quotation.article
    article = {
        "@type": "NewsArticle",
        "headline": printed.title,
        "author": printed.byline and {"@type": "Person", "name": printed.byline},
        "publisher": printed.outlet and {"@type": "Organization", "name": printed.outlet},
        "datePublished": printed.published,
        "url": web_address(printed.url),
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
        "text": quotation.text,
        **({"creator": speakers[0] if len(speakers) == 1 else speakers} if speakers else {}),
        "isBasedOn" if exact else "appearance": {key: value for key, value in article.items() if value},
    }
