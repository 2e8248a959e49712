"""`quotes alert`: what is new in saved searches, for cron and mail programs."""

from __future__ import annotations

import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quotes import store
from quotes.cli import alert_state
from quotes.cli.options import DATABASE, DatabaseOption
from quotes.cli.output import counted, json_line, note, safe
from quotes.cli.search import print_notes
from quotes.cli.serve import PublicOption
from quotes.export import stored_quotation
from quotes.store import StoredQuotation
from quotes.store.listings import roles_then
from quotes.store.queries import with_ids
from quotes.store.search.fulltext import checked, parse
from quotes.store.search.notes import notes
from quotes.store.search.quotations import every

if TYPE_CHECKING:
    from quotes.site.digest import Digest


class DigestFormat(StrEnum):
    """How a digest is printed."""

    text = "text"
    html = "html"
    email = "email"
    jsonl = "jsonl"


def alert(
    searches: Annotated[
        list[str],
        typer.Argument(metavar="SEARCH", help='A search as on the site: words, "a phrase", speaker:NAME, outlet:NAME.'),
    ],
    state: Annotated[
        Path, typer.Option("--state", metavar="FILE", dir_okay=False, help="Where to keep what was already sent.")
    ],
    form: Annotated[
        DigestFormat,
        typer.Option("--format", help="text or html; email for both in one message; jsonl for programs."),
    ] = DigestFormat.text,
    send: Annotated[
        str | None,
        typer.Option(
            "--send",
            metavar="COMMAND",
            help="Give the digest to this command, such as sendmail, instead of printing it. No shell runs it.",
        ),
    ] = None,
    public: PublicOption = None,
    db: DatabaseOption = DATABASE,
) -> None:
    """Print the quotations that are new in saved searches since the last run, each once.

    Nothing is printed if nothing is new. The first run with a search only remembers what is there. If a run is killed
    or a command of --send fails, the next run sends the same digest again, with the same message id.
    """
    from quotes.site import public_url

    site = public and public_url.checked(public)
    queries = {each.strip(): checked(parse(each)) for each in searches}
    with alert_state.locked(state), store.opened(db) as connection:
        for each, query in queries.items():
            print_notes(notes(connection, each, query, found=True))
        found = {each: every(connection, query) for each, query in queries.items()}
        known = _started(alert_state.load(state), found)
        if known.pending is None:
            known = known.planned(_new(known, found))
        alert_state.save(state, known)
        if known.pending is not None:
            _deliver(_digest(connection, known.pending, site), connection, form, send)
            alert_state.save(state, known.sent())


def _started(known: alert_state.State, found: Mapping[str, Sequence[str]]) -> alert_state.State:
    """The state with the searches that are new."""
    first = {each: ids for each, ids in found.items() if each not in known.seen}
    for each, ids in first.items():
        note(f"Note: {each}: {counted(len(ids), 'quotation')} in the archive; new ones are sent from now on")
    return known.started(first)


def _new(known: alert_state.State, found: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """By search, the ids that were not sent."""
    new = {each: [id for id in ids if id not in known.seen[each]] for each, ids in found.items()}
    return {each: ids for each, ids in new.items() if ids}


def _digest(connection: sqlite3.Connection, pending: alert_state.Pending, site: str | None) -> Digest:
    """What is sent. A quotation that several searches found is in the first; what was withdrawn since is left out."""
    from quotes.site.digest import Digest

    shown: dict[str, list[StoredQuotation]] = {}
    sent: set[str] = set()
    for each, ids in pending.found.items():
        quotations = with_ids(connection, [id for id in ids if id not in sent])
        if quotations:
            shown[each] = quotations
        sent |= set(ids)
    return Digest(pending.id, shown, site)


def _deliver(digest: Digest, connection: sqlite3.Connection, form: DigestFormat, send: str | None) -> None:
    """Print the digest, or give it to a command. Raises ValueError if the command fails."""
    from quotes.site import digest as digests

    if not digest.found:
        return
    if form is DigestFormat.jsonl:
        found = [each for quotations in digest.found.values() for each in quotations]
        roles = roles_then(connection, found)
        message = "".join(f"{json_line(stored_quotation(each, roles))}\n" for each in found)
    else:
        write = {DigestFormat.text: digests.text, DigestFormat.html: digests.html, DigestFormat.email: digests.email}
        message = safe(write[form](digest))
    if send is None:
        sys.stdout.write(message)
        sys.stdout.flush()
        return
    try:
        command = shlex.split(send)
    except ValueError as error:
        raise ValueError(f"--send: {send!r} is not a command: {str(error).lower()}") from error
    status = subprocess.run(command, input=message, encoding="utf-8", check=False).returncode
    if status != 0:
        raise ValueError(f"{send!r} ended with status {status}; the next run sends the digest again")
