"""`quotes speakers`: who is quoted, and how often."""

from __future__ import annotations

import sqlite3
from typing import Annotated

import typer

from quotes import store
from quotes.cli.identifiers import speaker_name
from quotes.cli.options import DATABASE, DatabaseOption, FormatOption, LimitOption
from quotes.cli.output import Format, day, note, print_fields, print_table
from quotes.cli.records import QUOTATION_HEADINGS, print_records, quotation_row
from quotes.export import Record, stored_speaker
from quotes.store import StoredSpeaker, listings

NameArgument = Annotated[
    str, typer.Argument(parser=speaker_name, metavar="NAME", help="A name or a part of a name.", show_default=False)
]


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
