"""`quotes decide`: many decisions from a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quotes import store
from quotes.cli import tables
from quotes.cli.decision_records import WhoOption, decider
from quotes.cli.identifiers import article_id, quotation_id, speaker_name
from quotes.cli.options import DATABASE, DatabaseOption, TextFormatOption
from quotes.cli.output import TextFormat, complain, counted, line, note, print_result
from quotes.store import corrections
from quotes.store.database import transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

Row = Mapping[str, str]
COLUMNS = ("decision", "of", "value", "new", "note", "outlet", "from", "to")


def decide(
    table: Annotated[
        Path,
        typer.Option(
            "--from",
            metavar="FILE",
            help="CSV or JSON lines with the columns decision, of, value and others.",
            exists=True,
            dir_okay=False,
        ),
    ],
    who: WhoOption = "",
    form: TextFormatOption = TextFormat.text,
    db: DatabaseOption = DATABASE,
) -> None:
    """Make many decisions at once, from a table.

    A row has the name of the decision, such as attribute or merge, then what it is about, and the new value.
    docs/corrections.md lists the decisions and the columns. If a row is wrong or contradicts another one, each fault is
    printed and nothing is changed.
    """
    author = decider(who)
    rows = tables.read(table)
    with store.changing(db) as database:
        try:
            with transaction(database):
                faults = held = 0
                made: dict[int, str] = {}  # the place of each decision by its number
                for row in rows:
                    try:
                        with transaction(database):  # a faulty row must not affect the next ones
                            _decide(database, row.cells, author)
                            action, replaced = corrections.last_action(database.conn)
                            if contradicted := made.keys() & replaced:
                                raise ValueError(f"contradicts {made[max(contradicted)]}; keep one of these rows")
                            made[action] = row.place
                    except corrections.AlreadySo as error:
                        note(f"Note: {row.place}: already so: {error}")
                        held += 1
                    except ValueError as error:
                        complain(f"{row.place}: {error}")
                        faults += 1
                if faults:
                    raise _Faulty
        except _Faulty:
            complain(f"{table}: {counted(faults, 'row')} of {len(rows):,} cannot be used; nothing was changed")
            raise typer.Exit(1) from None
    so = f", {held:,} already so" if held else ""
    record = {"database": str(db), "decisions": len(rows) - held, "already_so": held}
    print_result(form, record, f"{line(str(db))}: {counted(len(rows) - held, 'decision')} made{so}")


class _Faulty(Exception):
    """Rolls back the decisions of a table with faulty rows."""


def _decide(db: Database, row: Row, who: str) -> None:
    if unknown := row.keys() - set(COLUMNS):
        raise ValueError(f"has a column {sorted(unknown)[0]!r}; the columns are {', '.join(COLUMNS)}")
    if (name := row.get("decision", "").lower()) not in DECISIONS:
        raise ValueError(f"{name!r} is not a decision; these are {', '.join(DECISIONS)}")
    DECISIONS[name](db, row, {"who": who, "note": row.get("note")})


def _attribute(db: Database, row: Row, made: dict[str, Any]) -> None:
    new = corrections.speaker_kind(row["new"]) if row.get("new") else None
    corrections.attribute(db, quotation_id(_cell(row, "of")), speaker_name(_cell(row, "value")), kind=new, **made)


def _withdraw(db: Database, row: Row, made: dict[str, Any]) -> None:
    corrections.withdraw(db, quotation_id(_cell(row, "of")), made["note"] or "", who=made["who"])


def _split(db: Database, row: Row, made: dict[str, Any]) -> None:
    articles = [article_id(each) for each in row.get("value", "").split()]
    corrections.split(db, speaker_name(_cell(row, "of")), articles, **made)


def _alias(db: Database, row: Row, made: dict[str, Any]) -> None:
    where = {"outlet": row.get("outlet"), "start": row.get("from"), "end": row.get("to")}
    corrections.add_alias(db, speaker_name(_cell(row, "of")), _cell(row, "value"), **made | where)


def _of_speaker(change: Callable[..., object], read: Callable[[str], object] = str) -> Callable[..., None]:
    """The decision of a row that gives a speaker and a value."""

    def decided(db: Database, row: Row, made: dict[str, Any]) -> None:
        change(db, speaker_name(_cell(row, "of")), read(_cell(row, "value")), **made)

    return decided


def _cell(row: Row, column: str) -> str:
    if column not in row:
        raise ValueError(f"{row['decision']} needs the column {column}")
    return row[column]


DECISIONS: Mapping[str, Callable[[Database, Row, dict[str, Any]], None]] = {
    "attribute": _attribute,
    "withdraw": _withdraw,
    "merge": _of_speaker(corrections.merge, speaker_name),
    "split": _split,
    "rename": _of_speaker(corrections.rename),
    "role": _of_speaker(corrections.entitle),
    "kind": _of_speaker(corrections.classify, corrections.speaker_kind),
    "alias": _alias,
    "link": _of_speaker(corrections.link),
}
