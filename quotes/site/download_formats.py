"""Every format in which quotations can be downloaded, one row each. Routes, links and pages follow from the tables."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from quotes.site import citations, downloads, references
from quotes.site.citations import Cited
from quotes.site.downloads import Listing
from quotes.site.page_content import EXPORT, BadRequest, Document, Visit
from quotes.site.result_rows import headline
from quotes.store.corrections import Correction
from quotes.store.queries import Version
from quotes.store.search.notes import Note

_FEED = 50  # quotations in a feed


class ListFormat(NamedTuple):
    """A format of a list of quotations.

    Attributes:
        label: Its name on pages.
        media_type: As HTTP has it.
        write: Makes the file.
        most: How many quotations it holds.
        feed: Whether it is a feed: always the newest quotations, read by programs and not saved as a file.
        context: Whether it has the paragraphs that the words stand in.
        notes: Whether it says what is to be said of the list.
    """

    label: str
    media_type: str
    write: Callable[[Listing], str]
    most: int = EXPORT
    feed: bool = False
    context: bool = False
    notes: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """A quotation to cite or download.

    Attributes:
        cited: The quotation with what a citation needs.
        visit: The request.
        text: The version of the article that it stands in.
        text_url: Where the site shows that version.
        corrections: What editors decided about it, as far as the visitor may see that.
    """

    cited: Cited
    visit: Visit
    text: Version
    text_url: str
    corrections: Sequence[Correction]


class QuotationFormat(NamedTuple):
    """A format of one quotation.

    Attributes:
        label: Its name on the page.
        extension: Of its URL, without the first dot; None where it can only be copied from the page.
        media_type: As HTTP has it.
        write: Makes the text.
        saved: Whether browsers save it as a file.
        copied: Whether the page offers it as a citation to copy.
    """

    label: str
    extension: str | None
    media_type: str
    write: Callable[[Subject], str]
    saved: bool = False
    copied: bool = True


def _whole(subject: Subject) -> Any:
    """The record of a quotation with all that the site knows of it."""
    cited, text = subject.cited, subject.text
    roles = {(cited.quotation.article.id, slug): role for slug, role in cited.roles.items()}
    return downloads.record(cited.quotation, roles, subject.visit) | {
        "stored_text": {"url": subject.text_url, "sha256": text.sha256, "added": text.added},
        "citation": citations.plain(cited),
        "csl": references.csl(cited),
        "corrections": [each._asdict() for each in subject.corrections],
    }


def _annotation(subject: Subject) -> Any:
    text = subject.text
    return references.annotation(subject.cited, text.text, text.sha256, subject.text_url)


def _plain(subject: Subject) -> str:
    return f"{citations.plain(subject.cited)}\n"


def _cited(cite: Callable[[Cited], str]) -> Callable[[Subject], str]:
    return lambda subject: cite(subject.cited)


def _embedded(subject: Subject) -> str:
    return references.iframe(subject.cited.permalink, headline(subject.cited.quotation, 100))


def _json(make: Callable[[Subject], Any]) -> Callable[[Subject], str]:
    return lambda subject: json.dumps(make(subject), ensure_ascii=False, indent=1)


LIST_FORMATS: Mapping[str, ListFormat] = {
    "atom": ListFormat("Feed", "application/atom+xml; charset=utf-8", downloads.as_atom, most=_FEED, feed=True),
    "csv": ListFormat("CSV", "text/csv; charset=utf-8", downloads.as_csv, context=True),
    "json": ListFormat("JSON", "application/json", downloads.as_json, notes=True),
}
QUOTATION_FORMATS = (
    QuotationFormat("Plain text, AP style", "txt", "text/plain; charset=utf-8", _plain),
    QuotationFormat("Markdown", None, "text/markdown", _cited(citations.markdown)),
    QuotationFormat("HTML", None, "text/html", _cited(citations.html)),
    QuotationFormat("Embed", None, "text/html", _embedded),
    QuotationFormat("Chicago", None, "text/plain", _cited(citations.chicago)),
    QuotationFormat("APA", None, "text/plain", _cited(citations.apa)),
    QuotationFormat("MLA", None, "text/plain", _cited(citations.mla)),
    QuotationFormat("Harvard", None, "text/plain", _cited(citations.harvard)),
    QuotationFormat("BibTeX", "bib", "application/x-bibtex; charset=utf-8", _cited(references.bibtex), saved=True),
    QuotationFormat(
        "RIS", "ris", "application/x-research-info-systems; charset=utf-8", _cited(references.ris), saved=True
    ),
    QuotationFormat(
        "CSL-JSON",
        "csl.json",
        "application/vnd.citationstyles.csl+json",
        _json(lambda subject: [references.csl(subject.cited)]),
        saved=True,
    ),
    QuotationFormat("JSON", "json", "application/json", _json(_whole), copied=False),
    QuotationFormat(
        "Web Annotation",
        "annotation.json",
        'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
        _json(_annotation),
        copied=False,
    ),
)
_FILES = {each.extension: each for each in QUOTATION_FORMATS if each.extension}

LIST_EXTENSIONS = "|".join(map(re.escape, LIST_FORMATS))
QUOTATION_EXTENSIONS = "|".join(map(re.escape, _FILES))


def check_outlet(extension: str, said: Sequence[Note]) -> None:
    """Raises BadRequest if no outlet has the name asked for, and a file with this extension cannot say so.

    said: What is to be said of the list.
    """
    unknown = [each.text for each in said if each.about == "outlet"]
    if unknown and not LIST_FORMATS[extension].notes:
        raise BadRequest(unknown[0])


def list_document(extension: str, listing: Listing) -> Document:
    """A list of quotations as a file with this extension."""
    made = LIST_FORMATS[extension]
    name = None if made.feed else f"{listing.name}.{extension}"
    return Document(made.write(listing), made.media_type, name)


def quotation_document(extension: str, subject: Subject) -> Document:
    """A quotation as a file with this extension."""
    made = _FILES[extension]
    name = f"{subject.cited.quotation.id}.{extension}" if made.saved else None
    return Document(made.write(subject), made.media_type, name)
