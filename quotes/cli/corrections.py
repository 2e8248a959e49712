"""`quotes review`, `attribute`, `withdraw`, `judgements`: the decisions of editors."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from quotes import store
from quotes.cli.identifiers import QuotationArgument, speaker_name
from quotes.cli.options import DATABASE, DatabaseOption, FormatOption
from quotes.cli.output import Format, day, line, note
from quotes.cli.people import NoteOption, WhoOption, decider, print_decisions
from quotes.model import SpeakerKind
from quotes.names.suggestions import Known, Suggestion
from quotes.store import StoredQuotation, corrections, decisions
from quotes.text.wording import sentence

ANSWERS = {"s": "same", "d": "different", "u": "unsure"}
CONTEXT = 80  # characters of the article on each side of the words
SHOWN = 2  # quotations of each speaker


def review(who: WhoOption = "", db: DatabaseOption = DATABASE) -> None:
    """Decide, one question at a time, which speakers are the same person.

    Each answer is stored immediately and not asked again. Stop with q and continue later.
    """
    with store.changing(db) as database:
        later: set[frozenset[str]] = set()
        asking = iter(corrections.suggestions(database.conn))
        while asked := next((each for each in asking if _pair(each) not in later), None):
            for speaker in (asked.left, asked.right):
                _show(database.conn, speaker)
            answer = ""
            while answer not in (*ANSWERS, "l", "q"):
                try:
                    answer = input(
                        f"{asked.reason} ({asked.score:.2f}). Same person? [s]ame [d]ifferent [u]nsure [l]ater [q]uit: "
                    )
                except EOFError:
                    print()
                    return
                answer = answer.strip().lower()[:1]
            if answer == "q":
                return
            if answer == "l":
                later.add(_pair(asked))
            else:
                corrections.judge(database, ANSWERS[answer], asked.left.node, asked.right.node, who=decider(who))
            if answer == "s":
                asking = iter(corrections.suggestions(database.conn))
            print()
        note("Note: nothing left to review" if not later else f"Note: {len(later)} postponed")


def attribute(
    identity: QuotationArgument,
    name: Annotated[
        str, typer.Argument(parser=speaker_name, metavar="SPEAKER", help="A speaker's name or id, or: unknown.")
    ],
    new: Annotated[
        SpeakerKind | None,
        typer.Option("--new", help="Add a new speaker with this name; an anonymous one is in this article only."),
    ] = None,
    why: NoteOption = None,
    who: WhoOption = "",
    db: DatabaseOption = DATABASE,
) -> None:
    """Correct the speaker of a quotation."""
    with store.changing(db) as database:
        speaker = corrections.attribute(database, identity, name, kind=new, who=decider(who), note=why)
    print(f"{identity}: {line(speaker.name) if speaker else 'unknown'}")


def withdraw(
    identity: QuotationArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="The reason, which its page shows.")],
    who: WhoOption = "",
    db: DatabaseOption = DATABASE,
) -> None:
    """Withdraw a quotation from publication. Its URL stays and shows the reason."""
    with store.changing(db) as database:
        corrections.withdraw(database, identity, reason, who=decider(who))
    print(f"{identity}: withdrawn")


def judgements(
    load: Annotated[
        Path | None, typer.Option("--load", metavar="FILE", help="Load the decisions in this file.", exists=True)
    ] = None,
    form: FormatOption = Format.jsonl,
    db: DatabaseOption = DATABASE,
) -> None:
    """Print all decisions as JSON lines, or load them into a database.

    Loading twice changes nothing. You can load decisions before or after you ingest the articles. Only JSON lines can
    be loaded.
    """
    if load is None:
        with store.opened(db) as connection:
            print_decisions(form, decisions.decisions(connection))
        return
    try:
        # Read first, because the database could be this same file.
        with load.open(encoding="utf-8") as file:
            lines = list(file)
        with closing(store.create(db)) as database:
            count = decisions.load(database, lines)
    except store.ArchiveError:
        raise
    except ValueError as error:
        raise ValueError(f"{load}: {error}") from error
    print(f"{line(str(db))}: {count:,} decision{'' if count == 1 else 's'} loaded")


def _pair(suggestion: Suggestion) -> frozenset[str]:
    return frozenset({suggestion.left.node, suggestion.right.node})


def _show(connection: sqlite3.Connection, speaker: Known) -> None:
    slug = corrections.slugs(connection)[speaker.node]
    portrait = store.speaker(connection, slug, limit=SHOWN)
    assert portrait is not None, "suggestions are of speakers"
    roles = "; ".join(dict.fromkeys(speaker.roles))
    print(f"{line(speaker.name)} [{slug}] {speaker.kind}{f', {line(roles)}' if roles else ''}: {speaker.quotations}")
    for each in portrait.quotations:
        print(f"    {day(each.article.published)}  {_in_context(connection, each)}")


def _in_context(connection: sqlite3.Connection, quotation: StoredQuotation) -> str:
    version = store.version(connection, quotation.article.id, quotation.version)
    if version is None or len(quotation.spans) > 1:
        return line(sentence(quotation))
    start, end = quotation.spans[0]
    return line(f"… {version.text[max(0, start - CONTEXT) : end + CONTEXT]} …")
