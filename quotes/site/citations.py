"""A quotation as people cite it. The words are never altered; the author of what is cited is the byline.

Citation managers and machines are served by `quotes.site.references`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from quotes.model import UNVERIFIED
from quotes.site.formatting import day, parts_of
from quotes.site.text_fragments import web_address
from quotes.store import StoredQuotation
from quotes.text.bylines import Author, authors
from quotes.text.bylines import named as spoken
from quotes.text.wording import UNIDENTIFIED, is_reported, joint, second_hand, sentence, who

_LABELS = {"paraphrase": "paraphrase, not exact words", "partial": "partial quotation"}
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~!&])")
_STRAIGHT = re.compile(r'"([^"\n]*)"')
_DOUBLED = re.compile(r"([?!…]),(?=”)")
_LIST = re.compile(r"(?m)^(\s*)([-+]|\d+[.)])(?=\s)")
_MONTHS = "January February March April May June July August September October November December".split()
_SHORT = {
    **{month: f"{month[:3]}." for month in _MONTHS if len(month) > 5 or month == "August"},
    "September": "Sept.",
}


@dataclass(frozen=True, slots=True)
class Cited:
    """A quotation and what its citation needs besides.

    roles: by slug, the role that the article gives. read: when the article was read, ISO 8601. permalink: the
    address of the quotation's page.
    """

    quotation: StoredQuotation
    roles: Mapping[str, str]
    read: str
    permalink: str

    @property
    def url(self) -> str | None:
        """The address of the article, where it may be linked to."""
        return web_address(self.quotation.article.url)

    @property
    def title(self) -> str:
        """The headline, or what the article is known by."""
        return self.quotation.article.headline

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
    """Exact words in marks, or a sentence that says who said what. A label says so if they are not a direct quotation.

    names: of the speakers, as the sentence shows them.
    """
    label = "only the words in quotation marks are exact" if quotation.parts else _LABELS.get(quotation.kind)
    shown = sentence(quotation, names or named(quotation)) if is_reported(quotation) else _quoted(quotation.text)
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
    where = ", ".join(filter(None, [printed.outlet, _associated(printed.published), cited.url]))
    comma = "," if where else ""
    title = f"“{_before_comma(printed.title)}{comma}”" if printed.title else f"{printed.headline}{comma}"
    title = _DOUBLED.sub(r"\1", title)
    writers = f"{spoken(printed.byline)}, " if spoken(printed.byline) else ""
    stop = "" if words.rstrip("”").endswith((".", "!", "?", "…", ",")) else "."
    source = f"{writers}{title} {where}".rstrip()
    return f"{words}{stop} In: {source} (read {_associated(cited.read)}). Quotes, {cited.permalink}"


def markdown(cited: Cited) -> str:
    """A block quotation in Markdown (CommonMark); what is reported is a paragraph."""
    name = _marked(_bare(cited.title))
    title = f"[{name}]({_target(cited.url)})" if cited.url else name
    where = ", ".join(filter(None, [title, *map(_marked, _outlet_and_day(cited))]))
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
    where = ", ".join([title, *map(escape, _outlet_and_day(cited))])
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
    """A note in Chicago style (17th edition, 14.191 and 14.260: one source quoted in another)."""
    verb = "paraphrased in" if _is_paraphrase(cited.quotation) else "quoted in"
    speaker = f"{named(cited.quotation)}, " if cited.quotation.speakers else ""
    written = _listed([author.spoken for author in cited.authors], "and")
    article = ", ".join(filter(None, [written, f"“{_before_comma(cited.title)},”"]))
    when = _american(cited.quotation.article.published) or f"accessed {_american(cited.read)}"
    rest = filter(None, [cited.quotation.article.outlet, when, cited.url or cited.permalink])
    note = f"{speaker}{verb} {article} {', '.join(rest)}."
    return note[0].upper() + note[1:]


def apa(cited: Cited) -> str:
    """A reference in APA style (7th edition, 10.1), and how the text refers to it (8.6)."""
    written = _listed([author.inverted for author in cited.authors], "&")
    year, *rest = parts_of(cited.quotation.article.published) or ("n.d.",)
    month = f"{year}, {_MONTHS[int(rest[0]) - 1]}" if rest else year
    when = f"({month} {int(rest[1])})" if len(rest) > 1 else f"({month})"
    title = cited.title if cited.title.endswith(("?", "!", "…")) else f"{_bare(cited.title)}."
    outlet = cited.quotation.article.outlet
    address = cited.url or cited.permalink
    if not rest:
        address = f"Retrieved {_american(cited.read)}, from {address}"
    outlet_ended = outlet and f"{outlet.rstrip('.')}."
    lead = [_ended(written), f"{when}.", title] if written else [title, f"{when}."]
    reference = " ".join(filter(None, [*lead, outlet_ended, address]))
    families = [author.family for author in cited.authors]
    short = f"{families[0]} et al." if len(families) > 2 else " & ".join(families) or f"“{cited.title}”"
    speaker = named(cited.quotation)
    verb = "paraphrased" if _is_paraphrase(cited.quotation) else "cited"
    text = f"({speaker + ', ' if speaker else ''}as {verb} in {short}, {year})"
    return f"{reference}\n\nIn the text: {text}"


def _outlet_and_day(cited: Cited) -> list[str]:
    return list(filter(None, [cited.quotation.article.outlet, day(cited.quotation.article.published)]))


def _marked(text: str) -> str:
    """Text in which nothing is Markdown."""
    escaped = _MARKDOWN.sub(r"\\\1", text)
    return _LIST.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", escaped)


def _target(url: str | None) -> str:
    """An address between the round brackets of a Markdown link."""
    return (url or "").replace("\\", "%5C").replace("(", "%28").replace(")", "%29").replace("<", "%3C")


def _listed(names: list[str], last: str) -> str:
    if len(names) < 3:
        return f" {last} ".join(names) if last == "and" else f", {last} ".join(names)
    return f"{', '.join(names[:-1])}, {last} {names[-1]}"


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


def _quoted(text: str) -> str:
    """Words in quotation marks; double marks inside them become single."""
    return f"“{_turned(text)}”"


def _turned(text: str) -> str:
    return _STRAIGHT.sub(r"‘\1’", text.replace("“", "‘").replace("”", "’"))


def _before_comma(title: str) -> str:
    """A title in quotation marks of its own that a comma follows inside them."""
    return _turned(_bare(title))


def _bare(title: str) -> str:
    """A title without the stop at its end, since other punctuation follows."""
    return title.rstrip(" .,;:") or title


def _ended(text: str) -> str:
    return text if text.endswith(".") or not text else f"{text}."
