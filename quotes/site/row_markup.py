"""Parts of pages that lists repeat on every row. As macros of a template they would take most of a page's time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from quotes.model import Kind, Polarity, SpeakerKind
from quotes.site.formatting import day, quantities
from quotes.site.passages import Piece
from quotes.site.result_rows import Entry
from quotes.site.timeline import Bar
from quotes.store.queries import Named, Printed, StoredQuotation, StoredSpeaker
from quotes.text.bylines import named
from quotes.text.wording import second_hand

_KINDS: dict[str, Markup] = {
    "organisation": Markup('<span class="tag">organisation</span>'),
    "anonymous": Markup('<span class="tag">unnamed source</span>'),
}
_ID = re.compile(r"\b([0-9a-hjkmnp-tv-z]{16})\b(?=[ ,)])")


def printed(article: Printed) -> Markup:
    """Where and when an article was printed."""
    outlet = f"<bdi>{escape(article.outlet)}</bdi>, " if article.outlet else ""
    if not article.published:
        return Markup(f"{outlet}undated")
    return Markup(f'{outlet}<time datetime="{escape(article.published)}">{escape(day(article.published))}</time>')


def described(article: Printed, quoted: int, paraphrased: int) -> Markup:
    """Where and when an article was printed, by whom, and how many quotations and paraphrases it has."""
    by = f", by <bdi>{escape(named(article.byline))}</bdi>" if article.byline else ""
    return Markup(f"{printed(article)}{by} · {quantities(quoted, paraphrased)}")


def name(speaker: Named, address: Callable[[str], str], on: str = "") -> Markup:
    """The name of a speaker, linked unless the page is theirs. on: the slug of the speaker whose page this is."""
    if speaker.slug == on:
        return Markup(f'<bdi class="name">{escape(speaker.name)}</bdi>')
    path = escape(address(f"/speakers/{speaker.slug}"))
    return Markup(f'<a class="name" href="{path}"><bdi>{escape(speaker.name)}</bdi></a>')


def said(entry: Entry, address: Callable[[str], str], on: str = "") -> Markup:
    """The words, linked. Only asserted exact words are set as a quotation, with marks; what is reported is a sentence
    about its speaker.

    on: the slug of the speaker whose page this is.
    """
    quotation = entry.quotation
    path = escape(address(f"/q/{quotation.id}"))
    words = marked(entry.pieces)
    if not entry.reported:
        quote = f'<blockquote class="words-exact" dir="auto">“{words}”</blockquote>'
        return Markup(f'<a class="words" href="{path}">{quote}</a>')
    names = _named(quotation, [name(each, address, on) for each in quotation.speakers])
    linked = f'<a class="words" href="{path}">{words}</a>'
    return Markup(f'<p class="words-reported" dir="auto">{names}{escape(entry.joint)}{linked}</p>')


def who_said(quotation: StoredQuotation, roles: Mapping[str, str], address: Callable[[str], str]) -> Markup:
    """The speakers, each with their role, and whom they quote. roles: by slug."""
    shown = [
        f'{name(each, address)}, <bdi class="role">{escape(role)}</bdi>'
        if (role := roles.get(each.slug))
        else name(each, address)
        for each in quotation.speakers
    ]
    return Markup(_named(quotation, shown))


def _named(quotation: StoredQuotation, shown: Sequence[str]) -> str:
    """The speakers, as they are shown, and whom they quote."""
    if not shown:
        return '<span class="name">Speaker not identified</span>'
    *others, last = shown
    return f"{', '.join(others)}{' and ' if others else ''}{last}{quoting(quotation)}"


def quoting(quotation: StoredQuotation) -> Markup:
    """Whom the speakers of a quotation quote, at second hand."""
    return Markup(f"<bdi>{escape(second_hand(quotation.quoting.text))}</bdi>" if quotation.quoting else "")


def sort_of(quotation: StoredQuotation) -> Markup:
    """What sort of quotation it is, and what the speaker did with the words, unless they are exact and asserted."""
    kind, polarity = quotation.kind, quotation.polarity
    asserted = polarity == Polarity.ASSERTED
    if quotation.parts:
        sort = "<strong>Partly exact</strong>: only the words in quotation marks"
    elif kind == Kind.PARAPHRASE:
        sort = f"<strong>{kind.label}</strong>: {kind.meaning}"
    else:
        sort = kind.label if kind == Kind.PARTIAL or not asserted else ""
    doing = "" if asserted else f" · <strong>{polarity.capitalize()}</strong>: {polarity.meaning}"
    return Markup(f"{sort}{doing}")


def kind_of_speaker(kind: SpeakerKind) -> Markup:
    """What a speaker is, unless it is a person."""
    return _KINDS.get(kind, Markup())


def listed_speaker(speaker: StoredSpeaker, address: Callable[[str], str]) -> Markup:
    """A speaker in the index: linked, with the kind, the number of quotations and paraphrases, and the role."""
    role = f'<bdi class="role">{escape(speaker.role)}</bdi>' if speaker.role else ""
    return Markup(
        f'<a href="{escape(address(f"/speakers/{speaker.slug}"))}"><bdi>{escape(speaker.name)}</bdi></a> '
        f"{kind_of_speaker(speaker.kind)}\n"
        f'<span class="figure">{quantities(speaker.quoted, speaker.paraphrased)}</span>\n{role}'
    )


def linked(text: str, address: Callable[[str], str]) -> Markup:
    """A reason for a rule's decision, in which each id of an article is a link to it."""
    parts = _ID.split(text)
    return Markup("").join(
        Markup('<a href="{}">{}</a>').format(address(f"/articles/{part}"), part) if number % 2 else part
        for number, part in enumerate(parts)
    )


def bars(shown: Iterable[Bar], at: Callable[[str], str], address: Callable[[str], str]) -> Markup:
    """The months of a timeline. at: makes the path for a month."""
    return Markup("".join(_bar(each, escape(address(at(each.month)))) for each in shown))


def _bar(bar: Bar, path: str) -> str:
    ground = bar.y + 50
    exact = reported = ""
    if bar.quoted:
        exact = f'<rect class="exact" x="{bar.x + 5}" y="{ground - bar.quoted}" width="18" height="{bar.quoted}"/>'
    top = ground - bar.quoted - bar.paraphrased
    if bar.paraphrased:
        reported = f'<rect class="told-of" x="{bar.x + 5.5}" y="{top}" width="17" height="{bar.paraphrased}"/>'
    return (
        f'<a href="{path}" aria-label="{bar.said}"><title>{bar.said}</title>'
        f'<rect class="cell" x="{bar.x}" y="{bar.y + 2}" width="28" height="48"/>{exact}{reported}'
        f'<text class="number" x="{bar.x + 14}" y="{bar.y + 47 - bar.quoted - bar.paraphrased}" text-anchor="middle"'
        f' aria-hidden="true">{bar.quotations + bar.paraphrases:,}</text></a>\n'
    )


def marked(pieces: Iterable[Piece[str]]) -> Markup:
    """Words in pieces: what a search found is marked, exact words within a paraphrase are in quotation marks."""
    return Markup("".join(map(_marked, pieces)))


def _marked(piece: Piece[str]) -> str:
    text = f"<mark>{escape(piece.text)}</mark>" if "found" in piece.marks else str(escape(piece.text))
    return f'<span class="exact-words">{text}</span>' if "exact" in piece.marks else text
