"""`quotes undo`: a decision that no longer applies."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from quotes import store
from quotes.cli.decision_records import WhoOption, decider, print_decisions
from quotes.cli.options import DATABASE, DatabaseOption, FormatOption
from quotes.cli.output import Format
from quotes.store import corrections, decisions


def undo(
    action: Annotated[
        int | None, typer.Argument(metavar="NUMBER", help="The number of a decision. Default: the last one.")
    ] = None,
    who: WhoOption = "",
    form: FormatOption = Format.table,
    db: DatabaseOption = DATABASE,
) -> None:
    """Undo a decision. It stays in the history."""
    with store.changing(db) as database:
        active = corrections.undo(database, action, who=decider(who))
        every = decisions.decisions(database.conn)
        undone = [each for each in every if replace(each, undone_at=None, undone_by_action=None) in active]
        print_decisions(form, undone, corrections.slugs(database.conn))
