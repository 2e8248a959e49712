"""`quotes show`: one quotation, with its speaker and its article."""

from __future__ import annotations

import sqlite3
from typing import Annotated

import typer

from quotes import store
from quotes.cli.identifiers import QuotationArgument
from quotes.cli.options import DATABASE, DatabaseOption, TextFormatOption
from quotes.cli.output import TextFormat, day, line, note, print_fields, print_jsonl, sort_of, speaker_of
from quotes.export import stored_quotation
from quotes.model import Polarity, Span, Step
from quotes.store.listings import roles_then
from quotes.text.wording import is_reported, sentence, words

WhyOption = Annotated[bool, typer.Option("--why", help="Say how the speaker was found, with the words that show it.")]
_AROUND = 50


def show(
    identity: QuotationArgument,
    why: WhyOption = False,
    form: TextFormatOption = TextFormat.text,
    db: DatabaseOption = DATABASE,
) -> None:
    """Print one quotation: the words, who said them, where they were printed, how the speaker was found."""
    with store.opened(db) as connection:
        found = _found(connection, identity)
        if form is TextFormat.jsonl:
            print_jsonl([stored_quotation(found, roles_then(connection, [found]))])
            return
        version = store.version(connection, found.article.id, found.version)
        elsewhere = store.printings(connection, found.article.id)
    chain = [span.of(version.text) for span in found.chain] if version else []
    gone = f"no longer in the article since version {found.gone_since}" if found.gone_since else None
    mention = [found.mention.text] if found.mention else []
    print(
        line(
            sentence(found, speaker_of(found, found.quoting and found.quoting.text))
            if is_reported(found)
            else words(found)
        ),
        end="\n\n",
    )
    print_fields(
        {
            "Speaker": speaker_of(found, found.quoting and found.quoting.text),
            "Kind": f"{sort_of(found)} ({_meaning(found)})",
            "Note": gone,
            "Part of": found.part_of,
            "Parts": ", ".join(part.id for part in found.parts) or None,
            "Published": day(found.article.published),
            "Title": found.article.title,
            "Byline": found.article.byline,
            "Outlet": found.article.outlet,
            "URL": found.article.url,
            "Source": found.article.source,
            "Page": str(found.page) if found.page else None,
            "Also printed": "; ".join(map(_place, elsewhere)) or None,
            "Cue": found.cue and found.cue.text,
            "Named by": " → ".join(dict.fromkeys(mention + chain)) or None,
            "Confidence": f"{found.confidence:.2f}",
            "Decided by": found.step,
            "Id": found.id,
        }
    )
    if why:
        print(f"\nWhy: {Step.explain(found.step) or 'the article does not tell'}.")
        for span in dict.fromkeys(found.chain if version else ()):
            print(f"  {span.start:>7}  {_in_context(version.text if version else '', span)}")


def _meaning(found: store.StoredQuotation) -> str:
    meanings = [found.kind.meaning, *([found.polarity.meaning] if found.polarity != Polarity.ASSERTED else [])]
    return "; ".join(meanings)


def _place(printed: store.Printed) -> str:
    """ "The Courier, 2031-02-04, article pxdsryh4gkebezf2"."""
    name = printed.outlet or printed.headline
    return f"{name}, {day(printed.published)}, article {printed.id}"


def _in_context(text: str, span: Span) -> str:
    """The words of a span between what stands around them, on one line."""
    before, after = text[max(0, span.start - _AROUND) : span.start], text[span.end : span.end + _AROUND]
    return line(f"…{before}[{span.of(text)}]{after}…")


def _found(connection: sqlite3.Connection, identity: str) -> store.StoredQuotation:
    """The quotation with this id, or the one that answers for it."""
    gone = store.retired(connection, identity)
    if gone and gone.target:
        note(f"Note: {identity} is now {gone.target}: {gone.reason}")
    found = store.quotation(connection, gone.target if gone and gone.target else identity)
    if found is None:
        raise ValueError(
            f"{identity} is no longer published: {gone.reason}"
            if gone
            else f"no quotation has the id {identity}; `quotes search` shows the ids"
        )
    return found
