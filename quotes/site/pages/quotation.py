"""The permanent URL of a quotation: its page, and its citations in every form."""

from __future__ import annotations

import json
import sqlite3
from urllib.parse import quote

from quotes import store
from quotes.installation import install_command
from quotes.model import Span, Step
from quotes.site import card, references, text_fragments
from quotes.site.citations import Cited, is_unverified
from quotes.site.download_formats import QUOTATION_FORMATS, Subject, quotation_document
from quotes.site.formatting import heard
from quotes.site.page_content import SITE, Answer, Document, Moved, Page, Visit, gone, missing
from quotes.site.passages import around, below_headline, cut
from quotes.site.public_url import is_local
from quotes.site.result_rows import EXCERPT, also_printed, entries, entry, headline, headlines, roles_then
from quotes.store.corrections import Correction, corrections
from quotes.store.queries import StoredQuotation
from quotes.store.utterances import elsewhere
from quotes.text import wording
from quotes.text.paragraphs import paragraphs

_LONG = 220  # characters of a quotation that is set smaller on its own page
_ELSEWHERE = 10


def quotation(connection: sqlite3.Connection, visit: Visit) -> Page | Moved:
    """The page of a quotation."""
    found = asked_for(connection, visit)
    if not isinstance(found, StoredQuotation):
        return found
    subject = _subject(connection, visit, found)
    cited, text = subject.cited, subject.text
    blocks = paragraphs(text.text)
    spans = [
        *((span, "words") for span in found.spans),
        *((part.span, "exact") for part in found.parts),
        *((Span(mark.start, mark.end), name) for name in ("cue", "mention") if (mark := getattr(found, name))),
    ]
    marked = [span for span, _ in spans]
    shown = around(below_headline(text.text, blocks, found.article.title, marked), marked, beside=1)
    passage = iter(cut(text.text, filter(None, shown), spans))
    holder = store.quotation(connection, found.part_of) if found.part_of else None
    others = elsewhere(connection, found)
    printed = also_printed(connection, found.article.id)
    copies = {place.article.id for place in printed}
    same = [each for each in others.same if each.article.id not in copies]
    return Page(
        "quotation.html",
        f"{headline(found, 60)} – {SITE}",
        {
            "quotation": found,
            "shown": entry(found, cited.roles),
            "names": wording.who(found) or wording.UNIDENTIFIED,
            "roles": cited.roles,
            "holder": entry(holder, {}, width=EXCERPT) if holder else None,
            "holder_names": (wording.who(holder) or wording.UNIDENTIFIED) if holder else None,
            "long": len(found.text) > _LONG,
            "passage": [None if block is None else next(passage) for block in shown],
            "trail": _trail(found, text.text),
            "unverified": is_unverified(found),
            "decided": Step.explain(found.step),
            "source_link": _source_link(found, text.text, blocks),
            "has_original": text.has_original and "versions" in visit.tables,
            "citations": [
                (each.label, each.write(subject).replace("\r\n", "\n").strip("\n"), each.extension)
                for each in QUOTATION_FORMATS
                if each.copied
            ],
            "formats": [each for each in QUOTATION_FORMATS if each.extension],
            "linked_data": references.linked_data(found, visit.absolute),
            "permalink": cited.permalink,
            "oembed": f"{visit.absolute('/oembed')}?url={quote(cited.permalink, safe='')}",
            "coins": references.coins(cited),
            "card": f"{cited.permalink}/card.png" if card.is_installed() and card.is_drawable(found) else None,
            "card_size": (card.WIDTH, card.HEIGHT),
            "is_local": is_local(cited.permalink),
            "headline": headline(found, 200),
            "article_name": headlines(connection, [found.article])[found.article.id],
            "printed_too": printed,
            "same": entries(connection, same[:_ELSEWHERE]),
            "same_total": len(same),
            "printings": others.summary,
            "others": entries(connection, others.others[:_ELSEWHERE]),
            "corrections": subject.corrections,
        },
    )


def embed(connection: sqlite3.Connection, visit: Visit) -> Page | Moved:
    """The quotation to be shown in a frame on another site."""
    found = asked_for(connection, visit, "/embed")
    if not isinstance(found, StoredQuotation):
        return found
    context = {
        "quotation": found,
        "shown": entry(found, {}),
        "names": wording.who(found) or wording.UNIDENTIFIED,
        "permalink": visit.absolute(f"/q/{found.id}"),
    }
    return Page("embed.html", f"{headline(found, 60)} – {SITE}", context, framed=True)


def picture(connection: sqlite3.Connection, visit: Visit) -> Answer:
    """The quotation as a picture, for posts and messages that link to it."""
    found = asked_for(connection, visit, "/card.png")
    if not isinstance(found, StoredQuotation):
        return found
    if not card.is_installed():
        return _not_implemented(
            f"Pictures need the extra {card.EXTRA}. Install it with: {install_command(card.EXTRA)}."
        )
    if not card.is_drawable(found):
        return missing("This quotation has characters that the font of the pictures lacks.")
    return Document(card.png(found), "image/png")


def oembed(connection: sqlite3.Connection, visit: Visit) -> Document | Page:
    """What other sites show of a quotation whose URL they are given (oEmbed 1.0)."""
    if visit.asked.get("format", "json") != "json":
        return _not_implemented("Only format=json is offered.")
    start = visit.absolute("/q/")
    id = heard(visit.asked.get("url", "").removeprefix(start).partition("#")[0].partition("?")[0])
    here = visit.asked.get("url", "").startswith(start)
    replaced = store.retired(connection, id) if here else None
    found = store.quotation(connection, (replaced and replaced.target) or id) if here else None
    if found is None:
        return missing("There is no quotation at this URL.")
    most = {side: visit.asked.get(f"max{side}", "") for side in ("width", "height")}
    width, height = (
        min(size, int(given)) if (given := most[side]).isascii() and given.isdigit() and len(given) < 7 else size
        for side, size in (("width", references.EMBED_WIDTH), ("height", references.EMBED_HEIGHT))
    )
    answer = {
        "version": "1.0",
        "type": "rich",
        "provider_name": SITE,
        "provider_url": visit.absolute("/"),
        "title": headline(found, 200),
        "html": references.iframe(start + found.id, headline(found, 100), width, height),
        "width": width,
        "height": height,
    }
    return Document(json.dumps(answer, ensure_ascii=False), "application/json")


def _not_implemented(reason: str) -> Page:
    headline = "Not implemented"
    return Page("missing.html", f"{headline} – {SITE}", {"headline": headline, "reason": reason}, status=501)


def exported(connection: sqlite3.Connection, visit: Visit) -> Answer:
    """The quotation as a file for citation managers and programs."""
    extension = visit.named["format"]
    found = asked_for(connection, visit, f".{extension}")
    if not isinstance(found, StoredQuotation):
        return found
    return quotation_document(extension, _subject(connection, visit, found))


def _corrections(connection: sqlite3.Connection, visit: Visit, id: str) -> list[Correction]:
    return corrections(connection, id) if "decisions" in visit.tables else []


def asked_for(connection: sqlite3.Connection, visit: Visit, ending: str = "") -> StoredQuotation | Page | Moved:
    """The quotation that the URL names, or the page to show instead. ending: what follows the id in the URL."""
    asked = visit.named["id"]
    id = heard(asked)
    found = store.quotation(connection, id)
    if found is None:
        what = store.retired(connection, id)
        if what is None:
            return missing(f"No quotation here has the id {asked}.")
        return gone(what, lambda target: f"/q/{target}{ending}", "This quotation is no longer published")
    return found if id == asked else Moved(f"/q/{id}{ending}")


def _subject(connection: sqlite3.Connection, visit: Visit, found: StoredQuotation) -> Subject:
    text = store.version(connection, found.article.id, found.version)
    assert text is not None, "a quotation has the version of its article that it stands in"
    roles = roles_then(connection, [found]).get(found.article.id, {})
    cited = Cited(found, roles, text.fetched_at or text.added, visit.absolute(f"/q/{found.id}"))
    decided = _corrections(connection, visit, found.id)
    return Subject(
        cited, visit, text, visit.absolute(f"/articles/{found.article.id}/versions/{found.version}"), decided
    )


def _source_link(found: StoredQuotation, text: str, blocks: list[Span]) -> str | None:
    """The words in the original article; only the article, where they are no longer in it."""
    if found.gone_since is not None:
        return text_fragments.web_url(found.article.url)
    return text_fragments.link_to_words(found.article.url, text, found.spans, blocks)


def _trail(found: StoredQuotation, text: str) -> list[str]:
    """The mentions from the one next to the quotation to the name, each once."""
    mentions = [found.mention.text] if found.mention else []
    return list(dict.fromkeys(mentions + [span.of(text) for span in found.chain]))
