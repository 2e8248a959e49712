"""A quotation as people cite it. No word is ever altered; the author of what is cited is the byline.

Citation managers and machines are served by `quotes.site.references`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from quotes.model import UNVERIFIED
from quotes.site.formatting import day, parts_of
from quotes.site.text_fragments import web_url
from quotes.store import StoredQuotation
from quotes.store.queries import UNTITLED
from quotes.text.bylines import Author, authors
from quotes.text.wording import UNIDENTIFIED, is_reported, joint, second_hand, sentence, who

GONE = "no longer in the article"
_LABELS = {"paraphrase": "paraphrase, not exact words", "partial": "partial quotation"}
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~!&])")
_ENDS = ("?", "!", "…")
_PAIRED = re.compile(r"""(?<!\w)[‘"](?P<inner>[^‘"\n]+?)[’"](?!\w)""")
_DOUBLE = r"“\g<inner>”"
_STRAIGHT = re.compile(r'"([^"\n]*)"')
_OPENING = re.compile(r'(?<!\w)"(?=\w)')  # without a closing one, as in words that are cut off
_BETWEEN_INITIALS = re.compile(r"(?<=\b\w\.) (?=\w\.)")
_DOUBLED = re.compile(r"([?!…]),(?=’?”)")
_CLOSING = re.compile(r'[ .,;:]*([’”"]?)[ .,;:]*$')
_MARKS = {"’": "‘", "”": "“", '"': '"'}
_LIST = re.compile(r"(?m)^(\s*)([-+]|\d+[.)])(?=\s)")
_MONTHS = "January February March April May June July August September October November December".split()
_SHORT = {
    **{month: f"{month[:3]}." for month in _MONTHS if len(month) > 5 or month == "August"},
    "September": "Sept.",
}
_SHORT_MLA = {month: f"{month[:3]}." for month in _MONTHS if len(month) > 4} | {"September": "Sept."}


@dataclass(frozen=True, slots=True)
class Cited:
    """A quotation and what else its citation needs.

    Attributes:
        roles: By slug, the role that the article gives.
        read: When the article was read, ISO 8601.
        permalink: The URL of the quotation's page.
    """

    quotation: StoredQuotation
    roles: Mapping[str, str]
    read: str
    permalink: str

    @property
    def url(self) -> str | None:
        """The URL of the article, if it may be linked to."""
        return web_url(self.quotation.article.url)

    @property
    def title(self) -> str:
        """The headline, or what the article is known by."""
        return self.quotation.article.headline

    @property
    def page(self) -> str | None:
        """The page of the PDF file, "p. 3"."""
        return None if self.quotation.page is None else f"p. {self.quotation.page}"

    @property
    def authors(self) -> list[Author]:
        """Those whom the byline names."""
        return authors(self.quotation.article.byline)


def is_unverified(quotation: StoredQuotation) -> bool:
    """Whether the attribution is too unsure to be shown without saying so."""
    return quotation.confidence < UNVERIFIED


def named(quotation: StoredQuotation) -> str:
    """The names of the speakers, whether that is unverified, and whom they quote."""
    return f"{who(quotation)}{_remarks(quotation)}"


def described(cited: Cited) -> str:
    """The same with the roles that they had on that day."""
    names = " and ".join(
        f"{speaker.name} ({cited.roles[speaker.slug]})" if speaker.slug in cited.roles else speaker.name
        for speaker in cited.quotation.speakers
    )
    return f"{names}{_remarks(cited.quotation)}"


def _is_paraphrase(quotation: StoredQuotation) -> bool:
    return quotation.kind == "paraphrase" and not quotation.parts


def _remarks(quotation: StoredQuotation) -> str:
    if not quotation.speakers:
        return ""
    doubt = " [unverified]" if is_unverified(quotation) else ""
    return f"{doubt}{second_hand(quotation.quoting.text if quotation.quoting else None)}"


def said(quotation: StoredQuotation, names: str | None = None) -> str:
    """Exact words in marks, or a sentence that says who said what.

    A label says so if they are not a direct quotation, or not in the latest version of the article.

    names: of the speakers, as the sentence shows them.
    """
    kind = "only the words in quotation marks are exact" if quotation.parts else _LABELS.get(quotation.kind)
    label = "; ".join(filter(None, [kind, GONE if quotation.gone_since is not None else None]))
    shown = sentence(quotation, names or named(quotation)) if is_reported(quotation) else quoted(quotation.text)
    return f"[{label}] {shown}" if label else shown


def attributed(quotation: StoredQuotation, names: str | None = None) -> str:
    """The same, after the names of the speakers."""
    if is_reported(quotation):
        return said(quotation, names)
    return f"{names or named(quotation) or UNIDENTIFIED}: {said(quotation)}"


def plain(cited: Cited) -> str:
    """One paragraph: who, the words, where and when they were printed, when that was read.

    As the AP Stylebook sets them: roles between commas, months shortened in whole dates, commas inside marks.
    """
    printed = cited.quotation.article
    words = attributed(cited.quotation, _introduced(cited))
    where = ", ".join(filter(None, [printed.outlet, _associated(printed.published), cited.page, cited.url]))
    comma = "," if where else ""
    title = f"“{_punctuated(_turned(printed.title), comma)}”" if printed.title else f"{printed.headline}{comma}"
    title = _DOUBLED.sub(r"\1", title)
    writers = _listed([author.spoken for author in cited.authors], " and ")
    writers = f"{writers}, " if writers else ""
    source = f"{writers}{title} {where}".rstrip()
    return f"{_stopped(words)} In: {source} (read {_associated(cited.read)}). Quotes, {cited.permalink}"


def markdown(cited: Cited) -> str:
    """A block quotation in Markdown (CommonMark); what is reported is a paragraph."""
    name = _marked(_bare(cited.title))
    title = f"[{name}]({_target(cited.url)})" if cited.url else name
    where = ", ".join(filter(None, [title, *map(_marked, _outlet_day_and_page(cited))]))
    source = " ".join(f"{_ended(where)} [Quotes]({_target(cited.permalink)})".split())
    if is_reported(cited.quotation):
        return f"{_marked(said(cited.quotation, described(cited)))}\n\n— {source}"
    words = _marked(said(cited.quotation))
    source = f"{' '.join(_marked(_ended(described(cited) or UNIDENTIFIED)).split())} {source}"
    return "\n".join(f"> {line}".rstrip() for line in [*words.splitlines(), "", f"— {source}"])


def html(cited: Cited) -> str:
    """A <blockquote> with its source; what is reported is a plain paragraph."""
    title = f"<cite>{escape(_bare(cited.title))}</cite>"
    if cited.url:
        title = f'<a href="{escape(cited.url)}">{title}</a>'
    where = ", ".join([title, *map(escape, _outlet_day_and_page(cited))])
    link = f'<a href="{escape(cited.permalink)}">Quotes</a>'
    if is_reported(cited.quotation):
        words = escape(said(cited.quotation, described(cited))).replace("\n", "<br>\n")
        return f"<p>{words}</p>\n<p>{_ended(where)} {link}</p>"
    source = f"{escape(_ended(described(cited) or UNIDENTIFIED))} {_ended(where)} "
    words = escape(said(cited.quotation)).replace("\n", "<br>\n")
    return (
        f'<blockquote cite="{escape(cited.permalink)}">\n<p>{words}</p>\n<footer>{source}{link}</footer>\n</blockquote>'
    )


def chicago(cited: Cited) -> str:
    """A note in Chicago style (17th edition, 14.191 and 14.260: one source quoted in another).

    As it wants notes, of four authors or more only the first is named, and newspapers are named without "The".
    """
    verb = _verb(cited, "quoted")
    speaker = f"{named(cited.quotation)}, " if cited.quotation.speakers else ""
    names = [author.spoken for author in cited.authors]
    written = f"{names[0]} et al." if len(names) > 3 else _listed(names, " and ", serial=", and ")
    article = ", ".join(filter(None, [written, _in_marks(cited)]))
    when = _american(cited.quotation.article.published)
    read = None if when else f"accessed {_american(cited.read)}"
    outlet = (cited.quotation.article.outlet or "").removeprefix("The ")
    rest = filter(None, [outlet, when, cited.page, read, cited.url or cited.permalink])
    note = f"{speaker}{verb} {article} {', '.join(rest)}."
    return note[0].upper() + note[1:]


def apa(cited: Cited) -> str:
    """A reference in APA style (7th edition, 10.1), and how the text refers to it (8.6)."""
    written = _listed([author.abbreviated for author in cited.authors], ", & ")
    year, *rest = parts_of(cited.quotation.article.published) or ("n.d.",)
    month = f"{year}, {_MONTHS[int(rest[0]) - 1]}" if rest else year
    when = f"({month} {int(rest[1])})" if len(rest) > 1 else f"({month})"
    title = cited.title if cited.title.endswith(_ENDS) else _punctuated(cited.title, ".")
    outlet = cited.quotation.article.outlet
    address = cited.url or cited.permalink
    if not rest:
        address = f"Retrieved {_american(cited.read)}, from {address}"
    outlet_ended = outlet and f"{outlet.rstrip('.')}."
    lead = [_ended(written), f"{when}.", title] if written else [title, f"{when}."]
    reference = " ".join(filter(None, [*lead, outlet_ended, address]))
    families = _families(cited, " & ", most=2)
    short = f"{families}," if families else _in_marks(cited)
    verb = _verb(cited, "cited")
    pinpoint = ", ".join(filter(None, [year, cited.page]))
    return f"{reference}\n\nIn the text: ({_speaking(cited)}as {verb} {short} {pinpoint})"


def mla(cited: Cited) -> str:
    """An entry of works cited in MLA style (9th edition), and how the text refers to it.

    Of three authors or more only the first is named. URLs are without "https://".
    """
    authors = cited.authors
    first = [author.inverted for author in authors[:1]]
    others = ["et al."] if len(authors) > 2 else [f"and {author.spoken}" for author in authors[1:]]
    title = _turned(cited.title)
    if not title.rstrip("’").endswith((*_ENDS, ".")):
        title = _punctuated(title, ".")
    address = (cited.url or cited.permalink).partition("://")[2]
    printed, published = cited.quotation.article, cited.quotation.article.published
    where = ", ".join(filter(None, [printed.outlet, _day_first(published, _SHORT_MLA), cited.page, address]))
    read = f"Accessed {_day_first(cited.read, _SHORT_MLA)}." if not published else None
    written = _ended(", ".join([*first, *others]))
    entry = " ".join(filter(None, [written, f"“{title}”" if printed.title else title, f"{where}.", read]))
    short = _families(cited, " and ", most=2) or (quoted(_bare(cited.title)) if printed.title else UNTITLED.lower())
    verb = _verb(cited, "qtd.")
    pinpoint = f"{short} {cited.quotation.page}" if cited.page else short
    return f"{entry}\n\nIn the text: ({_speaking(cited)}{verb} {pinpoint})"


def harvard(cited: Cited) -> str:
    """A reference in Harvard style, as Cite Them Right has it (12th edition), and how the text refers to it.

    Of four authors or more only the first is named. Where there is no author, the newspaper takes the place.
    """
    printed = cited.quotation.article
    names = [_BETWEEN_INITIALS.sub("", author.abbreviated) for author in cited.authors]
    written = f"{names[0]} et al." if len(names) > 3 else _listed(names, " and ")
    year, *rest = parts_of(printed.published) or ("no date",)
    when = day(printed.published).removesuffix(year).strip() if rest else ""
    title = f"‘{_PAIRED.sub(_DOUBLE, _bare(cited.title))}’" if printed.title else UNTITLED
    lead = f"{written or printed.outlet} ({year}) {title}" if written or printed.outlet else f"{title} ({year})"
    where = ", ".join(filter(None, [lead, printed.outlet if written else None, when, cited.page]))
    reference = f"{where}. Available at: {cited.url or cited.permalink} (Accessed: {day(cited.read)})."
    short = _families(cited, " and ", most=3) or printed.outlet or (title if printed.title else UNTITLED.lower())
    verb = _verb(cited, "quoted")
    pinpoint = ", ".join(filter(None, [short, year, cited.page]))
    return f"{reference}\n\nIn the text: ({_speaking(cited)}{verb} {pinpoint})"


def _verb(cited: Cited, quoted: str) -> str:
    """What the article does with the words, before what names it: `quoted in`, `paraphrased in an earlier version of`.

    quoted: the verb of the style for exact words.
    """
    verb = "paraphrased" if _is_paraphrase(cited.quotation) else quoted
    return f"{verb} in{'' if cited.quotation.gone_since is None else ' an earlier version of'}"


def _in_marks(cited: Cited) -> str:
    """The title in quotation marks with its comma; words that are no title have no marks."""
    title = cited.quotation.article.title
    return f"“{_punctuated(_turned(title), ',')}”" if title else f"{UNTITLED.lower()},"


def _families(cited: Cited, last: str, *, most: int) -> str:
    """The family names of the authors; only the first, if there are more than `most`."""
    families = [author.family for author in cited.authors]
    return f"{families[0]} et al." if len(families) > most else _listed(families, last)


def _speaking(cited: Cited) -> str:
    """The speaker in a reference in the text, before where that was printed."""
    return f"{named(cited.quotation)}, " if cited.quotation.speakers else ""


def _outlet_day_and_page(cited: Cited) -> list[str]:
    return list(filter(None, [cited.quotation.article.outlet, day(cited.quotation.article.published), cited.page]))


def _marked(text: str) -> str:
    """Text in which nothing is Markdown."""
    escaped = _MARKDOWN.sub(r"\\\1", text)
    return _LIST.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", escaped)


def _target(url: str | None) -> str:
    """A URL between the round brackets of a Markdown link."""
    return (url or "").replace("\\", "%5C").replace("(", "%28").replace(")", "%29").replace("<", "%3C")


def _listed(names: list[str], last: str, *, serial: str | None = None) -> str:
    """Names with commas between them, but `last` before the last one, or `serial` if there are more than two."""
    if len(names) > 2:
        last = serial or last
    return last.join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _american(iso: str | None) -> str:
    """`2031-02-04` as `February 4, 2031`."""
    parts = parts_of(iso)
    if not parts:
        return iso or ""
    year, *rest = parts
    month = _MONTHS[int(rest[0]) - 1] if rest else ""
    return f"{month} {int(rest[1])}, {year}" if len(rest) > 1 else f"{month} {year}".strip()


def _introduced(cited: Cited) -> str:
    """The speakers with the roles that they had on that day, between commas, also before the verb of a sentence."""
    names = [
        ", ".join(filter(None, [speaker.name, cited.roles.get(speaker.slug)])) for speaker in cited.quotation.speakers
    ]
    *others, last = names or [""]
    last += _remarks(cited.quotation)
    if ", " in last and joint(cited.quotation) == " ":
        last = f"{last},"
    return f"{', '.join(others)}{',' * any(', ' in each for each in others)} and {last}" if others else last


def _associated(iso: str | None) -> str:
    """`2031-02-04` as `Feb. 4, 2031`, as the AP Stylebook has it; a month alone is written out."""
    american = _american(iso)
    month, _, rest = american.partition(" ")
    return f"{_SHORT[month]} {rest}" if "," in rest and month in _SHORT else american


def _day_first(iso: str | None, months: Mapping[str, str]) -> str:
    """`2031-02-04` as `4 Feb. 2031`, with the names that `months` have."""
    return " ".join(months.get(word, word) for word in day(iso).split(" "))


def _stopped(words: str) -> str:
    """Words as the end of a sentence. As the AP Stylebook has it, the stop is within the quotation marks.

    It replaces a comma or the like that the article has before its closing marks.
    """
    bare = words.rstrip("”’")
    if bare.endswith((".", "!", "?", "…", "–", "—")):
        return words
    if words.endswith("’”") and bare.count("‘") <= bare.count("’"):  # an apostrophe: “the workers’”
        bare = words.removesuffix("”")
    elif not words.endswith("”"):
        bare = words
    before = bare.rstrip(" ,;:")
    return f"{bare if before.endswith('“') else before}.{words[len(bare) :]}"


def quoted(text: str) -> str:
    """Words in quotation marks; double marks inside them become single."""
    return f"“{_turned(text)}”"


def _turned(text: str) -> str:
    return _OPENING.sub("‘", _STRAIGHT.sub(r"‘\1’", text.replace("“", "‘").replace("”", "’")))


def _punctuated(title: str, mark: str) -> str:
    """A title with a comma or a stop at its end, as in America within quotation marks that end there, too."""
    bare = _bare(title)
    words, last = bare[:-1], bare[-1:]
    opened = words.count(_MARKS.get(last, ""))
    closes = last in _MARKS and (opened % 2 if last == '"' else opened > len(re.findall(rf"{last}(?!\w)", words)))
    return f"{words}{mark}{last}" if closes else f"{bare}{mark}"


def _bare(title: str) -> str:
    """A title without the stop at its end, since other punctuation follows."""
    return _CLOSING.sub(r"\1", title, count=1) or title


def _ended(text: str) -> str:
    return text if text.endswith(".") or not text else f"{text}."
