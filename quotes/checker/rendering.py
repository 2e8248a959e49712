"""A report as Markdown, and as a page to print: the draft with marked quotations, and the findings in the margin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from quotes.checker.alignment import Alignment
from quotes.checker.drafts import Checked, Report
from quotes.checker.findings import Finding, Printing
from quotes.checker.verdicts import Verdict
from quotes.model import Kind, Quotation, Span
from quotes.store.queries import Coverage, StoredQuotation
from quotes.text.characters import visible
from quotes.text.paragraphs import paragraphs
from quotes.text.wording import joint, words

Link = Callable[[StoredQuotation], str | None]

_PRINTINGS = 5  # of one finding
_QUESTION = "question"
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_STYLE = """
body { font: 16px/1.5 Georgia, serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #111; }
h1 { font-size: 1.4rem; } .row { display: grid; grid-template-columns: 3fr 2fr; gap: 2rem; }
.row > p { margin: 0 0 1rem; white-space: pre-wrap; } .notes { font: 13px/1.4 system-ui, sans-serif; }
.note { border-left: 3px solid #999; margin-bottom: .8rem; padding-left: .6rem; }
mark { background: #eee; print-color-adjust: exact; }
.verbatim { border-color: #2b7a3d; } mark.verbatim { background: #dff2e3; }
.altered, .misattributed { border-color: #b3261e; } mark.altered, mark.misattributed { background: #f9d8d5; }
.shortened, .variant { border-color: #b26a00; } mark.shortened, mark.variant { background: #fbe7c6; }
del { color: #b3261e; } ins { color: #1d5e2e; }
@media print { body { margin: 0; } .note { break-inside: avoid; } }
@media (max-width: 40rem) { .row { display: block; } }
"""


def summary(verdicts: Mapping[Verdict | None, int]) -> str:
    """The number of each verdict in one sentence: "15 quotations: 9 verbatim, 3 altered, 3 unknown"."""
    total = sum(number for verdict, number in verdicts.items() if verdict)
    said = [f"{number:,} {verdict}" for verdict in Verdict if (number := verdicts.get(verdict, 0))]
    asked = verdicts.get(None, 0)
    said += [f"{asked:,} question{'' if asked == 1 else 's'}"] if asked else []
    return f"{total:,} quotation{'' if total == 1 else 's'}{': ' if said else ''}{', '.join(said)}"


def covered(coverage: Coverage) -> str:
    """What an archive covers, in one sentence, so that absence means something."""
    dates = f", {coverage.first[:10]} to {(coverage.last or '')[:10]}" if coverage.first else ""
    outlets = len(coverage.outlets)
    undated = f", {coverage.undated:,} undated" if coverage.undated else ""
    nameless = coverage.articles - sum(number for _, number in coverage.outlets)
    unknown = f" and {nameless:,} without an outlet" if nameless else ""
    return (
        f"the archive has {coverage.articles:,} article{'' if coverage.articles == 1 else 's'} of "
        f"{outlets:,} outlet{'' if outlets == 1 else 's'}{unknown}{dates}{undated}"
    )


def place(quotation: StoredQuotation) -> str:
    """Where a quotation was printed: "The Courier, 2031-02-04"."""
    printed = quotation.article
    name = printed.outlet or printed.headline
    return f"{name}, {printed.published[:10] if printed.published else 'undated'}"


def article_link(quotation: StoredQuotation) -> str | None:
    """The URL of the article in which a quotation was printed, if it is a web page."""
    url = quotation.article.url or ""
    return url if re.fullmatch(r"https?://[^\s<>\"']+", url) else None


def markdown(report: Report, link: Link = article_link) -> str:
    """A report as Markdown. In a difference, ~~words~~ are missing in the draft, and **words** are added by it.

    Args:
        report: The report.
        link: The URL of a printed quotation.
    """
    lines = [
        f"# Check of {_plain(report.draft.source)}",
        "",
        f"{summary(report.verdicts)}; {covered(report.coverage)}.",
        "",
    ]
    for number, each in enumerate(report.checked, start=1):
        lines += _item(number, each, link)
    return "\n".join(lines).rstrip() + "\n"


def _item(number: int, each: Checked, link: Link) -> list[str]:
    finding = each.finding
    who = each.quotation.speaker or "unknown speaker"
    lines = [
        f"{number}. **{_verdict(each)}**, line {each.line}, paragraph {each.paragraph}, {_plain(who)}: "
        f"{_plain(_draft_words(each.quotation))}",
        f"   - {_plain(each.sentence)}",
    ]
    if finding and finding.differences:
        lines += [f"   - Difference: {_difference(one)}" for one in finding.printings[:2] if one.differences]
    for printing in _shown(finding):
        quotation = printing.quotation
        title = "Nearest" if finding and finding.verdict is Verdict.UNKNOWN else "Printed"
        name = quotation.speaker or "unknown speaker"
        linked = f", <{url}>" if (url := link(quotation)) else ""
        lines.append(
            f"   - {title}: {_plain(name)}{joint(quotation)}{_plain(words(quotation))} ({_plain(place(quotation))}, "
            f"`{quotation.id}`{linked})"
        )
    return [*lines, ""]


def _draft_words(quotation: Quotation) -> str:
    """The words of the draft; only exact ones are in quotation marks."""
    return quotation.text if quotation.kind == Kind.PARAPHRASE else f"“{quotation.text}”"


def _shown(finding: Finding | None) -> tuple[Printing, ...]:
    return (finding.printings or finding.nearest)[:_PRINTINGS] if finding else ()


def _difference(printing: Printing) -> str:
    parts = []
    for operation, mine, its in steps(printing.alignment):
        if operation == "equal":
            parts.append(_plain(mine))
        else:
            parts += [f"~~{_plain(its)}~~"] if its else []
            parts += [f"**{_plain(mine)}**"] if mine else []
    return " ".join(parts)


def steps(alignment: Alignment) -> list[tuple[str, str, str]]:
    """The operation, the words of the draft and those of the printing of each step of a difference."""
    return [
        (edit.operation, alignment.draft.slice(*edit.draft), alignment.printed.slice(*edit.printed))
        for edit in alignment.edits
    ]


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(visible(text).split()))


def page(reports: Sequence[Report]) -> str:
    """Reports as one HTML page, without scripts, to print or to keep."""
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>Check of {_safe(', '.join(each.draft.source for each in reports))}</title>",
        f"<style>{_STYLE}</style></head><body>",
    ]
    number = 1
    for report in reports:
        parts += [
            f"<h1>Check of {_safe(report.draft.source)}</h1>",
            f"<p>{_safe(summary(report.verdicts))}; {_safe(covered(report.coverage))}.</p>",
            fragment(report, first=number),
        ]
        number += len(report.checked)
    return "\n".join([*parts, "</body></html>", ""])


def fragment(report: Report, link: Link = article_link, *, first: int = 1) -> str:
    """The HTML of a report, to be put into a page: a list of links to its findings, then the draft beside them.

    Args:
        report: The report.
        link: The URL of a printed quotation.
        first: The number of the first finding. Each has the anchor "finding-N", and its quotation "quotation-N".
    """
    numbered = list(enumerate(report.checked, start=first))
    return "\n".join([*_index(numbered), *_rows(report.draft.text, numbered, link)])


def _index(numbered: Sequence[tuple[int, Checked]]) -> Iterable[str]:
    by_verdict = defaultdict(list)
    for number, each in numbered:
        by_verdict[_verdict(each)].append(f'<a href="#finding-{number}">{number}</a>')
    ordered = [name for name in (*Verdict, _QUESTION) if name in by_verdict]
    if ordered:
        yield '<ul class="index">'
        yield from (f"<li>{name}: {', '.join(by_verdict[name])}</li>" for name in ordered)
        yield "</ul>"


def _verdict(each: Checked) -> str:
    return str(each.finding.verdict) if each.finding else _QUESTION


def _rows(text: str, numbered: Sequence[tuple[int, Checked]], link: Link) -> Iterable[str]:
    for paragraph in paragraphs(text):
        its = [(number, each) for number, each in numbered if paragraph.start <= each.quotation.start < paragraph.end]
        notes = "".join(_note(number, each, link) for number, each in its)
        yield f'<div class="row"><p>{_marked(text, paragraph, its)}</p><div class="notes">{notes}</div></div>'


def _marked(text: str, paragraph: Span, its: Sequence[tuple[int, Checked]]) -> str:
    parts, at = [], paragraph.start
    for number, each in its:
        start, end = each.quotation.start, min(each.quotation.end, paragraph.end)
        if start >= at:  # otherwise it is in a quotation that is marked already
            parts += [_safe(text[at:start]), f'<mark class="{_verdict(each)}">{_safe(text[start:end])}</mark>']
            at = end
        parts.append(f'<sup><a id="quotation-{number}" href="#finding-{number}">{number}</a></sup>')
    return "".join([*parts, _safe(text[at : paragraph.end])])


def _note(number: int, each: Checked, link: Link) -> str:
    finding, verdict = each.finding, _verdict(each)
    parts = [
        f'<div class="note {verdict}" id="finding-{number}">'
        f'<b><a href="#quotation-{number}">{number}</a>. {verdict}</b> {_safe(each.sentence)}'
    ]
    if finding and finding.differences:
        parts += [f"<br>{difference(one.alignment)}" for one in finding.printings[:2] if one.differences]
    for printing in _shown(finding):
        quotation = printing.quotation
        where = _safe(place(quotation))
        url = link(quotation)
        where = f'<a href="{_safe(url)}">{where}</a>' if url else where
        name = quotation.speaker or "unknown speaker"
        nearest = "Nearest: " if finding and finding.verdict is Verdict.UNKNOWN else ""
        parts.append(
            f"<br>{nearest}{_safe(name)}{joint(quotation)}{_safe(' '.join(words(quotation).split()))} "
            f"({where}, {quotation.id})"
        )
    return "".join([*parts, "</div>"])


def difference(alignment: Alignment) -> str:
    """A word-by-word difference as HTML: words that are missing in the draft, and words that it adds."""
    parts = []
    for operation, mine, its in steps(alignment):
        if operation == "equal":
            parts.append(_safe(mine))
        else:
            parts += [f"<del>{_safe(its)}</del>"] if its else []
            parts += [f"<ins>{_safe(mine)}</ins>"] if mine else []
    return " ".join(parts)


def _safe(text: str) -> str:
    return escape(visible(text))
