"""Options and tables of the commands that make or list decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from quotes.cli.output import Format, day
from quotes.cli.records import print_records
from quotes.store import listings
from quotes.store.decisions import Decision

WhoOption = Annotated[
    str,
    typer.Option(
        "--who",
        envvar="QUOTES_WHO",
        metavar="YOU",
        help="The name to store with the decision, yours or that of the desk.",
    ),
]
NoteOption = Annotated[
    str | None, typer.Option("--note", metavar="WORDS", help="The reason, to store with the decision.")
]


def decider(who: str) -> str:
    """The name to store with a decision. Raises typer.BadParameter if there is none."""
    if not who.strip():
        raise typer.BadParameter("who decides? Give --who NAME, or set QUOTES_WHO once: export QUOTES_WHO='City desk'")
    return who.strip()


# What the command of a decision is called, as in `quotes decide`. The others are answers of `quotes review`.
_COMMANDS = {
    "attributed": "attribute",
    "withdrawn": "withdraw",
    "named": "rename",
    "titled": "role",
    "classified": "kind",
    "linked": "link",
    "added": "new name",
    "aliased": "alias",
    "described": "articles set",
}


def print_decisions(
    form: Format,
    decisions: list[Decision],
    slugs: Mapping[str, str],
    joined: Sequence[tuple[str, listings.Joined]] = (),
    parted: Sequence[tuple[str, listings.Joined]] = (),
) -> None:
    """Print decisions.

    Args:
        form: The form.
        decisions: The decisions.
        slugs: By the key of a name, its slug, which a table shows.
        joined: Names that a rule joined, each with the slug of the speaker. A table begins with them.
        parted: In the same way, speakers of the same name that a rule parted.
    """
    rules = [
        ("", "", "rule", kind, slug, each.slug, f"because {each.reason}", "")
        for kind, found in (("same", joined), ("different", parted))
        for slug, each in found
    ]
    print_records(
        form,
        "decision",
        map(asdict, decisions),
        ("Number", "When", "Who", "Decision", "Of", "With", "Note", "Undone"),
        [
            *rules,
            *(
                (
                    *(str(each.action_number), day(each.made_at), each.author, _COMMANDS.get(each.kind, each.kind)),
                    *(_subject(each, slugs), _object(each, slugs)),
                    *(each.note or "", day(each.undone_at) if each.undone_at else ""),
                )
                for each in decisions
            ),
        ],
    )


def _subject(decision: Decision, slugs: Mapping[str, str]) -> str:
    """What a decision is about: a quotation, an article or a speaker."""
    speaker = decision.speaker_key or ""
    return decision.quotation_uid or decision.article_uid or slugs.get(speaker, speaker)


def _object(decision: Decision, slugs: Mapping[str, str]) -> str:
    """What a decision gives to its subject: another speaker, a name or a value."""
    if decision.value is not None or decision.field:
        field = f"{decision.field}=" if decision.field else ""
        where = {"from": decision.start_date, "to": decision.end_date, "outlet": decision.outlet}
        conditions = [f"{name}={each}" for name, each in where.items() if each]
        return "; ".join([f"{field}{decision.value or ''}", *conditions])
    other = decision.other_key or (decision.quotation_uid and decision.speaker_key) or ""
    return slugs.get(other, other)
