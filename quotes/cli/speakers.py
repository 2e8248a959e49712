"""`quotes speakers …`: who is quoted, how often, and who is who."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quotes import store
from quotes.cli.decision_records import NoteOption, WhoOption, decider, print_decisions
from quotes.cli.identifiers import SpeakerArgument, article_id, speaker_name
from quotes.cli.listing import Listing
from quotes.cli.options import DATABASE, DatabaseOption, FormatOption, LimitOption, day_or_period
from quotes.cli.output import Format, day, note, print_fields, print_table
from quotes.cli.records import QUOTATION_HEADINGS, print_records, quotation_row
from quotes.export import Record, stored_speaker, suggested_pair
from quotes.model import SpeakerKind
from quotes.store import StoredSpeaker, corrections, listings

if TYPE_CHECKING:
    from sqlite_utils import Database

NameArgument = Annotated[
    str, typer.Argument(parser=speaker_name, metavar="NAME", help="A name or a part of a name.", show_default=False)
]

app = typer.Typer(cls=Listing, rich_markup_mode=None)
alias = typer.Typer(help="Add other names of a speaker.")


@app.callback()
def main() -> None:
    """List the speakers, or correct who is who.

    `quotes speakers` and `quotes speakers NAME` list speakers. Decisions are stored with your name and the time. They
    also apply to articles that are ingested later, and can be undone.
    """


@app.command("list")
def speakers(
    name: NameArgument = "",
    limit: LimitOption = 100,
    form: FormatOption = Format.table,
    db: DatabaseOption = DATABASE,
) -> None:
    """List the speakers, most quoted first. With NAME, list those whose name matches.

    If only one speaker matches, the table has their names, roles and quotations.
    """
    with store.opened(db) as connection:
        former = store.former_speaker(connection, name)
        if former and former.target:
            note(f"Note: {name!r} is now {former.target!r}")
            found = [corrections.find(connection, name)]
        else:
            found = store.speakers(connection, name, limit=limit + 1)
        if name and len(found) == 1 and form is Format.table:
            _print_portrait(connection, found[0], limit)
        else:
            _print_list(connection, found, limit, form)


def speaker_record(connection: sqlite3.Connection, slug: str) -> Record:
    """The record of the speaker with this slug."""
    sketch = listings.sketch(connection, slug)
    assert sketch is not None
    return stored_speaker(sketch)


def _print_list(connection: sqlite3.Connection, found: list[StoredSpeaker], limit: int, form: Format) -> None:
    shown = found[:limit]
    print_records(
        form,
        "speaker",
        (speaker_record(connection, each.slug) for each in shown),
        ("Speaker", "Kind", "Role", "Quoted", "Paraphrased", "Id"),
        ((each.name, each.kind, each.role or "", str(each.quoted), str(each.paraphrased), each.slug) for each in shown),
    )
    if not found:
        note("Note: no speaker found")
    elif len(found) > limit:
        note(f"Note: these are the first {limit:,}; --limit shows more")


def _print_portrait(connection: sqlite3.Connection, speaker: StoredSpeaker, limit: int) -> None:
    portrait = store.speaker(connection, speaker.slug, limit=limit)
    assert portrait is not None
    joined = listings.joined(connection, speaker.slug)
    others = [name for name in portrait.names if name != speaker.name]
    roles = dict.fromkeys(f"{each.role} ({day(each.published)})" for each in portrait.roles)
    print_fields(
        {
            "Speaker": speaker.name,
            "Kind": speaker.kind,
            "Also named": "; ".join(others) or None,
            "Role": "; ".join(roles) or None,
            "Joined": "; ".join(f"{each.name} ({each.slug}), because {each.reason}" for each in joined) or None,
            "Quoted": str(speaker.quoted),
            "Paraphrased": str(speaker.paraphrased),
            "Id": speaker.slug,
        }
    )
    print()
    print_table(QUOTATION_HEADINGS, map(quotation_row, portrait.quotations))


@app.command()
def suggest(limit: LimitOption = 20, form: FormatOption = Format.table, db: DatabaseOption = DATABASE) -> None:
    """List speakers who may be the same, most quotations first.

    Only different spellings of one name are merged automatically. `quotes review` asks about one speaker at a time.
    """
    with store.opened(db) as connection:
        found = corrections.suggestions(connection)
        slugs = corrections.slugs(connection)
    print_records(
        form,
        "suggestion",
        (suggested_pair(each, slugs) for each in found[:limit]),
        ("Quotations", "Score", "Speaker", "May be", "Because", "Id", "Other id"),
        (
            (
                *(str(each.touches), f"{each.score:.2f}", each.right.name, each.left.name, each.reason),
                *(slugs[each.right.node], slugs[each.left.node]),
            )
            for each in found[:limit]
        ),
    )
    if len(found) > limit:
        note(f"Note: these are the first {limit:,} of {len(found):,}; --limit shows more")


@app.command()
def merge(
    kept: Annotated[
        str, typer.Argument(parser=speaker_name, metavar="A", help="The speaker whose name and id are kept.")
    ],
    other: Annotated[str, typer.Argument(parser=speaker_name, metavar="B", help="The speaker to merge into A.")],
    why: NoteOption = None,
    who: WhoOption = "",
    form: FormatOption = Format.table,
    db: DatabaseOption = DATABASE,
) -> None:
    """Merge two speakers into one."""
    _said(db, form, lambda database: corrections.merge(database, kept, other, who=decider(who), note=why))


@app.command()
def split(
    name: SpeakerArgument,
    articles: Annotated[
        list[str],
        typer.Option(
            "--article", parser=article_id, metavar="ID", help="An article in which the name means somebody else."
        ),
    ] = [],  # noqa: B006
    why: NoteOption = None,
    who: WhoOption = "",
    form: FormatOption = Format.table,
    db: DatabaseOption = DATABASE,
) -> None:
    """Split a speaker: separate a merged name, or the same name in some articles."""
    _said(db, form, lambda database: corrections.split(database, name, articles, who=decider(who), note=why))


@app.command()
def rename(
    name: SpeakerArgument,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The name to show.")],
    why: NoteOption = None,
    who: WhoOption = "",
    form: FormatOption = Format.table,
    db: DatabaseOption = DATABASE,
) -> None:
    """Show a speaker under another name. The URL stays the same."""
    _said(db, form, lambda database: corrections.rename(database, name, new, who=decider(who), note=why))


@app.command()
def role(
    name: SpeakerArgument,
    shown: Annotated[str, typer.Argument(metavar="ROLE", help="The role to show.")],
    why: NoteOption = None,
    who: WhoOption = "",
    form: FormatOption = Format.table,
    db: DatabaseOption = DATABASE,
) -> None:
    """Show a speaker with this role, not with the one in the articles."""
    _said(db, form, lambda database: corrections.entitle(database, name, shown, who=decider(who), note=why))


@app.command()
def kind(
    name: SpeakerArgument,
    kind: Annotated[SpeakerKind, typer.Argument(metavar="KIND", help="person, organisation or anonymous.")],
    why: NoteOption = None,
    who: WhoOption = "",
    form: FormatOption = Format.table,
    db: DatabaseOption = DATABASE,
) -> None:
    """Correct whether a speaker is a person, an organisation, or anonymous."""
    _said(db, form, lambda database: corrections.classify(database, name, kind, who=decider(who), note=why))


@alias.command()
def add(
    name: SpeakerArgument,
    other: Annotated[str, typer.Argument(metavar="ALIAS", help="Another name of this speaker, as articles print it.")],
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="The name is this speaker only in articles of this outlet.")
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DATE",
            parser=day_or_period,
            help="Only in articles of this date or later: 2024, 2024-10, …",
        ),
    ] = None,
    end: Annotated[
        str | None,
        typer.Option("--to", metavar="DATE", parser=day_or_period, help="Only in articles of this date or earlier."),
    ] = None,
    why: NoteOption = None,
    who: WhoOption = "",
    form: FormatOption = Format.table,
    db: DatabaseOption = DATABASE,
) -> None:
    """Add a name to a speaker, in all articles or in some, also in those that are ingested later.

    A name that is not full, such as "Obama" or "Mr. Obama", is this speaker if the article has no fuller name for it.
    With a title, it is only the name with this title.
    """
    where = {"outlet": outlet, "start": start, "end": end}
    _said(db, form, lambda database: corrections.add_alias(database, name, other, **where, who=decider(who), note=why))


app.add_typer(alias, name="alias")


@app.command()
def link(
    name: SpeakerArgument,
    item: Annotated[str, typer.Argument(metavar="Q123", help="The item in Wikidata.")],
    why: NoteOption = None,
    who: WhoOption = "",
    form: FormatOption = Format.table,
    db: DatabaseOption = DATABASE,
) -> None:
    """Link a speaker to an item in Wikidata."""
    _said(db, form, lambda database: corrections.link(database, name, item, who=decider(who), note=why))


@app.command()
def history(name: SpeakerArgument, form: FormatOption = Format.table, db: DatabaseOption = DATABASE) -> None:
    """List every decision about a speaker, including those that were undone.

    The table also has the names that a rule joined or parted. Other formats have decisions only; in them, the record of
    the speaker has the joined names.
    """
    with store.opened(db) as connection:
        speaker = corrections.find(connection, name)
        joined = [(speaker.slug, each) for each in listings.joined(connection, speaker.slug)]
        parted = [(speaker.slug, each) for each in listings.namesakes(connection, speaker.slug)]
        print_decisions(form, corrections.history(connection, name), corrections.slugs(connection), joined, parted)


def _said(db: Any, form: Format, change: Callable[[Database], StoredSpeaker | None]) -> None:
    with store.changing(db) as database:
        try:
            speaker = change(database)
        except corrections.AlreadySo as error:
            note(f"Note: {error}; nothing was changed")
            return
        if speaker is None:
            note("Note: no quotation has a speaker of that name")
            return
        counted = f"{speaker.quoted} quoted, {speaker.paraphrased} paraphrased"
        print_records(
            form,
            "speaker",
            (speaker_record(database.conn, each) for each in [speaker.slug]),
            ("Speaker", "Kind", "Has", "Id"),
            [(speaker.name, speaker.kind, counted, speaker.slug)],
        )
