"""`quotes withdraw`: a quotation that is no longer published."""

from __future__ import annotations

from typing import Annotated

import typer

from quotes import store
from quotes.cli.decision_records import WhoOption, decider
from quotes.cli.identifiers import QuotationArgument
from quotes.cli.options import DATABASE, DatabaseOption, TextFormatOption
from quotes.cli.output import TextFormat, note, print_result
from quotes.store import corrections


def withdraw(
    identity: QuotationArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="The reason, which its page shows.")],
    who: WhoOption = "",
    form: TextFormatOption = TextFormat.text,
    db: DatabaseOption = DATABASE,
) -> None:
    """Withdraw a quotation from publication. Its URL stays and shows the reason."""
    with store.changing(db) as database:
        try:
            corrections.withdraw(database, identity, reason, who=decider(who))
        except corrections.AlreadySo as error:
            note(f"Note: {error}")
            return
    print_result(form, {"quotation": identity, "reason": reason}, f"{identity}: withdrawn")
