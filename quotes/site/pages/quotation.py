"""The permanent address of a quotation: its page, and its citations in every form."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from quotes import store
from quotes.model import Span, Step
from quotes.site import citations, downloads, references, text_fragments
from quotes.site.citations import Cited
from quotes.site.formatting import heard
from quotes.site.page_content import SITE, Answer, Document, Moved, Page, Visit, gone, missing
from quotes.site.passages import around, cut
from quotes.site.result_rows import also_printed, entries, headline, is_unverified, roles_then
from quotes.store.decision_history import Correction, corrections
from quotes.store.queries import StoredQuotation, Version
from quotes.store.utterances import elsewhere
from quotes.text.paragraphs import paragraphs

_LONG = 220  # characters of a quotation that is set smaller on its own page
_ELSEWHERE = 10


def quotation(connection: sqlite3.Connection, visit: Visit) -> Page | Moved:
    """The page of a quotation."""
    found = _found(connection, visit)
    if not isinstance(found, StoredQuotation):
        return found
    cited, text = _cited(connection, visit, found)
    blocks = paragraphs(text.text)
    spans = [
        *((span, "words") for span in found.spans),
        *((Span(mark.start, mark.end), name) for name in ("cue", "mention") if (mark := getattr(found, name))),
    ]
    shown = around(blocks, [span for span, _ in spans], beside=1)
    passage = iter(cut(text.text, filter(None, shown), spans))
    others = elsewhere(connection, found)
    printed = also_printed(connection, found.article.id)
    copies = {place.article.id for place in printed}
    same = [each for each in others.same if each.article.id not in copies]
    return Page(
        "quotation.html",
        f"{headline(found, 60)} – {SITE}",
        {
            "quotation": found,
            "roles": cited.roles,
            "long": len(found.text) > _LONG,
            "passage": [None if block is None else next(passage) for block in shown],
            "trail": _trail(found, text.text),
            "unverified": is_unverified(found),
            "decided": Step.explain(found.step),
            "source_link": _source_link(found, text.text, blocks),
            "citations": _citations(cited),
            "linked_data": references.linked_data(found, visit.absolute),
            "permalink": cited.permalink,
            "headline": headline(found, 200),
            "printed_too": printed,
            "same": entries(connection, same[:_ELSEWHERE]),
            "same_total": len(same),
            "others": entries(connection, others.others[:_ELSEWHERE]),
            "corrections": _corrections(connection, visit, found.id),
        },
    )


def exported(connection: sqlite3.Connection, visit: Visit) -> Answer:
    """The quotation as a file for citation managers and programs."""
    kind = visit.named["format"]
    found = _found(connection, visit, f".{kind}")
    if not isinstance(found, StoredQuotation):
        return found
    cited, text = _cited(connection, visit, found)
    name = f"{found.id}.{kind}"
    article = visit.absolute(f"/articles/{found.article.id}/versions/{found.version}")
    if kind == "bib":
        return Document(references.bibtex(cited), "application/x-bibtex; charset=utf-8", name)
    if kind == "ris":
        return Document(references.ris(cited), "application/x-research-info-systems; charset=utf-8", name)
    if kind == "txt":
        return Document(f"{citations.plain(cited)}\n", "text/plain; charset=utf-8")
    if kind == "csl.json":
        return Document(_json([references.csl(cited)]), "application/vnd.citationstyles.csl+json", name)
    if kind == "annotation.json":
        data = references.annotation(cited, text.text, text.sha256, article)
        return Document(_json(data), 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"')
    record = downloads.record(found, visit) | {
        "spans": found.spans,
        "cue": found.cue and found.cue._asdict(),
        "mention": found.mention and found.mention._asdict(),
        "step": found.step,
        "version": {"number": text.number, "sha256": text.sha256, "added": text.added, "address": article},
        "roles": cited.roles,
        "citation": citations.plain(cited),
        "csl": references.csl(cited),
        "corrections": [each._asdict() for each in _corrections(connection, visit, found.id)],
    }
    return Document(_json(record), "application/json")


def _corrections(connection: sqlite3.Connection, visit: Visit, id: str) -> list[Correction]:
    return corrections(connection, id) if "judgements" in visit.tables else []


def _found(connection: sqlite3.Connection, visit: Visit, ending: str = "") -> StoredQuotation | Page | Moved:
    asked = visit.named["id"]
    id = heard(asked)
    found = store.quotation(connection, id)
    if found is None:
        what = store.retired(connection, id)
        if what is None:
            return missing(f"No quotation here has the id {asked}.")
        return gone(what, lambda target: f"/q/{target}{ending}", "This quotation is no longer published")
    return found if id == asked else Moved(f"/q/{id}{ending}")


def _cited(connection: sqlite3.Connection, visit: Visit, found: StoredQuotation) -> tuple[Cited, Version]:
    text = store.version(connection, found.article.id, found.version)
    assert text is not None, "a quotation has the version of its article that it stands in"
    roles = roles_then(connection, [found]).get(found.article.id, {})
    return Cited(found, roles, text.fetched or text.added, visit.absolute(f"/q/{found.id}")), text


def _citations(cited: Cited) -> list[tuple[str, str, str | None]]:
    """What may be copied: its name, the text, and the ending of its address, if it has one."""
    return [
        ("Plain text, AP style", citations.plain(cited), "txt"),
        ("Markdown", citations.markdown(cited), None),
        ("HTML", citations.html(cited), None),
        ("Chicago", citations.chicago(cited), None),
        ("APA", citations.apa(cited), None),
        ("BibTeX", references.bibtex(cited), "bib"),
        ("RIS", references.ris(cited).replace("\r\n", "\n"), "ris"),
        ("CSL-JSON", _json([references.csl(cited)]), "csl.json"),
    ]


def _source_link(found: StoredQuotation, text: str, blocks: list[Span]) -> str | None:
    """The words in the original article; only the article, where they are no longer in it."""
    if found.gone_since is not None:
        return text_fragments.web_address(found.article.url)
    return text_fragments.link_to_words(found.article.url, text, found.spans, blocks)


def _trail(found: StoredQuotation, text: str) -> list[str]:
    """The mentions from the one beside the quotation to the name, each once."""
    mentions = [found.mention.text] if found.mention else []
    return list(dict.fromkeys(mentions + [span.of(text) for span in found.chain]))


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
