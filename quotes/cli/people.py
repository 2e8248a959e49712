"""`quotes speakers …`: correct who is who."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from quotes import store
from quotes.cli.identifiers import SpeakerArgument, article_id, speaker_name
from quotes.cli.options import DATABASE, DatabaseOption, FormatOption, LimitOption
from quotes.cli.output import Format, day, note
from quotes.cli.records import print_records
from quotes.cli.speakers import speaker_record, speakers
from quotes.export import suggested_pair
from quotes.model import SpeakerKind
from quotes.store import StoredSpeaker, corrections, listings
from quotes.store.decisions import Decision

if TYPE_CHECKING:
    from sqlite_utils import Database

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


class Listing(TyperGroup):
    """A group that passes its arguments to `list` if the first one is not a command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = args and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named else ["list", *args])


app = typer.Typer(cls=Listing, rich_markup_mode=None)
alias = typer.Typer(help="Add other names of a speaker.")


@app.callback()
def main() -> None:
    """List the speakers, or correct who is who.

    `quotes speakers` and `quotes speakers NAME` list speakers. Decisions are stored with your name and the time. They
    also apply to articles that are ingested later, and can be undone.
    """


app.command("list")(speakers)


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
        typer.Option("--from", metavar="DATE", help="Only in articles of this date or later: 2024, 2024-10, …"),
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Only in articles of this date or earlier.")
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

    The table also has the names that a rule joined. Other formats have decisions only; in them, the record of the
    speaker has the joined names.
    """
    with store.opened(db) as connection:
        speaker = corrections.find(connection, name)
        joined = [(speaker.slug, each) for each in listings.joined(connection, speaker.slug)]
        print_decisions(form, corrections.history(connection, name), corrections.slugs(connection), joined)


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
        undone = corrections.undo(database, action, who=decider(who))
        print_decisions(form, undone, corrections.slugs(database.conn))


def decider(who: str) -> str:
    """The name to store with a decision. Raises typer.BadParameter if there is none."""
    if not who.strip():
        raise typer.BadParameter("who decides? Give --who NAME, or set QUOTES_WHO once: export QUOTES_WHO='City desk'")
    return who.strip()


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
) -> None:
    """Print decisions.

    Args:
        form: The form.
        decisions: The decisions.
        slugs: By the key of a name, its slug, which a table shows.
        joined: Names that a rule joined, each with the slug of the speaker. A table begins with them.
    """
    rules = [("", "", "rule", "same", slug, each.slug, f"because {each.reason}", "") for slug, each in joined]
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
