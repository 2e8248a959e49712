"""`quotes attribute`: the speaker of a quotation."""

from __future__ import annotations

from typing import Annotated

import typer

from quotes import store
from quotes.cli.decision_records import NoteOption, WhoOption, decider
from quotes.cli.identifiers import QuotationArgument, speaker_name
from quotes.cli.options import DATABASE, DatabaseOption, TextFormatOption
from quotes.cli.output import TextFormat, line, note, print_result
from quotes.model import SpeakerKind
from quotes.store import corrections


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
    form: TextFormatOption = TextFormat.text,
    db: DatabaseOption = DATABASE,
) -> None:
    """Correct the speaker of a quotation."""
    with store.changing(db) as database:
        try:
            speaker = corrections.attribute(database, identity, name, kind=new, who=decider(who), note=why)
        except corrections.AlreadySo as error:
            note(f"Note: {error}; nothing was changed")
            return
    record = {"quotation": identity, "speaker": speaker.slug if speaker else None}
    print_result(form, record, f"{identity}: {line(speaker.name) if speaker else 'unknown'}")
