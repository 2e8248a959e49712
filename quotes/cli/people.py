"""`quotes speakers …`: putting right who is who."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from quotes import store
from quotes.cli.options import DATABASE, DatabaseOption, LimitOption
from quotes.cli.output import note, print_table
from quotes.cli.speakers import speakers
from quotes.store import StoredSpeaker, corrections
from quotes.store.decisions import Decision

if TYPE_CHECKING:
    from sqlite_utils import Database

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="A speaker's name or id.")]
WhoOption = Annotated[
    str, typer.Option("--who", envvar="QUOTES_WHO", metavar="YOU", help="Who decides; the login name if not given.")
]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="WORDS", help="Why, for those who come later.")]


class Listing(TyperGroup):
    """A group whose first word is a command of its own, or else a name for `list`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = args and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named else ["list", *args])


app = typer.Typer(cls=Listing, rich_markup_mode="markdown")
alias = typer.Typer(help="Give a speaker another name.")


@app.callback()
def main() -> None:
    """List the speakers, or put right who is who.

    `quotes speakers` and `quotes speakers NAME` list. What you decide is kept with your name and the time, outlives
    everything that is ingested later, and can be undone.
    """


app.command("list")(speakers)


@app.command()
def suggest(limit: LimitOption = 20, db: DatabaseOption = DATABASE) -> None:
    """List speakers who may be one, those first with whom most quotations would change hands.

    Nothing is joined by itself but what is one name written in two ways. `quotes review` asks one after another.
    """
    with store.opened(db) as connection:
        found = corrections.suggestions(connection)
        slugs = corrections.slugs(connection)
    print_table(
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
        note(f"Note: the first {limit:,} of {len(found):,}; --limit shows more")


@app.command()
def merge(
    kept: Annotated[str, typer.Argument(metavar="A", help="The speaker whose name and address stay.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The speaker who is the same.")],
    why: NoteOption = None,
    who: WhoOption = "",
    db: DatabaseOption = DATABASE,
) -> None:
    """Make two speakers one."""
    _said(db, lambda database: corrections.merge(database, kept, other, who=decider(who), note=why))


@app.command()
def split(
    name: NameArgument,
    articles: Annotated[
        list[str], typer.Option("--article", metavar="ID", help="An article in which somebody else is meant.")
    ] = [],  # noqa: B006
    why: NoteOption = None,
    who: WhoOption = "",
    db: DatabaseOption = DATABASE,
) -> None:
    """Make two speakers of one: a name that was joined to another, or the same name in some articles."""
    _said(db, lambda database: corrections.split(database, name, articles, who=decider(who), note=why))


@app.command()
def rename(
    name: NameArgument,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The name to show.")],
    why: NoteOption = None,
    who: WhoOption = "",
    db: DatabaseOption = DATABASE,
) -> None:
    """Show a speaker under another name; the address stays."""
    _said(db, lambda database: corrections.rename(database, name, new, who=decider(who), note=why))


@alias.command()
def add(
    name: NameArgument,
    other: Annotated[str, typer.Argument(metavar="ALIAS", help="Another full name of theirs.")],
    why: NoteOption = None,
    who: WhoOption = "",
    db: DatabaseOption = DATABASE,
) -> None:
    """Make a full name that no article has used yet one of this speaker's."""
    _said(db, lambda database: corrections.add_alias(database, name, other, who=decider(who), note=why))


app.add_typer(alias, name="alias")


@app.command()
def link(
    name: NameArgument,
    item: Annotated[str, typer.Argument(metavar="Q123", help="The item in Wikidata.")],
    why: NoteOption = None,
    who: WhoOption = "",
    db: DatabaseOption = DATABASE,
) -> None:
    """Say which item of Wikidata a speaker is."""
    _said(db, lambda database: corrections.link(database, name, item, who=decider(who), note=why))


@app.command()
def history(name: NameArgument, db: DatabaseOption = DATABASE) -> None:
    """List every decision about a speaker, the ones that were undone too."""
    with store.opened(db) as connection:
        _print_decisions(corrections.history(connection, name))


@app.command()
def undo(
    action: Annotated[
        int | None, typer.Argument(metavar="ACTION", help="The number of a decision; the last one if not given.")
    ] = None,
    who: WhoOption = "",
    db: DatabaseOption = DATABASE,
) -> None:
    """Take a decision back. It stays in the history."""
    store.open(db).close()
    with closing(store.create(db)) as database:
        _print_decisions(corrections.undo(database, action, who=decider(who)))


def decider(who: str) -> str:
    """Who decides: as given, else the login name."""
    return who.strip() or getpass.getuser()


def _said(db: Any, change: Callable[[Database], StoredSpeaker | None]) -> None:
    store.open(db).close()
    with closing(store.create(db)) as database:
        speaker = change(database)
    if speaker is None:
        note("Note: nobody is quoted under that name")
        return
    counted = f"{speaker.quoted} quoted, {speaker.paraphrased} paraphrased"
    print_table(("Speaker", "Kind", "Has", "Id"), [(speaker.name, speaker.kind, counted, speaker.slug)])


def _print_decisions(decisions: list[Decision]) -> None:
    print_table(
        ("Action", "When", "Who", "Judgement", "Of", "With", "Note", "Undone"),
        (
            (
                *(str(each.action), each.at[:19], each.who, each.judgement, each.left, each.right),
                *(each.note or "", each.undone or ""),
            )
            for each in decisions
        ),
    )
