"""`quotes search`: quotations by their words, speaker and date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from quotes import store
from quotes.cli.identifiers import speaker_name
from quotes.cli.options import DATABASE, DatabaseOption, FormatOption, LimitOption, day_or_period
from quotes.cli.output import Format, note
from quotes.cli.records import QUOTATION_HEADINGS, print_records, quotation_row
from quotes.export import stored_quotation
from quotes.model import Kind, Polarity
from quotes.store.listings import roles_then
from quotes.store.search.fulltext import checked, parse
from quotes.store.search.nearest_searches import Nearby, nearby
from quotes.store.search.notes import Note, notes
from quotes.store.search.quotations import Sort, find

_SUGGESTED = 3  # searches near one that found nothing
_HELP = {
    "speaker": "; `quotes speakers` lists all speakers",
    "dates": "; `quotes articles --missing published` lists such articles",
}

WordsArgument = Annotated[
    list[str],
    typer.Argument(metavar="WORDS", help='Words that must all be there; "a phrase", -without, begin*, one OR other.'),
]
SpeakerOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Only what this speaker said: a name, an ID or the URL of the page.")
]
OutletOption = Annotated[str | None, typer.Option(metavar="NAME", help="Only what this outlet printed.")]
PolarityOption = Annotated[
    Polarity | None, typer.Option(help="Only what was asserted, denied, declined, asked or conditional.")
]
KindOption = Annotated[Kind | None, typer.Option(help="Only quotations of this kind.")]
SortOption = Annotated[Sort, typer.Option(help="The order of the results.")]
FromOption = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="DATE", parser=day_or_period, help="Printed on or after: 2024, 2024-10 or 2024-10-23."
    ),
]
ToOption = Annotated[
    str | None,
    typer.Option(
        "--to", metavar="DATE", parser=day_or_period, help="Printed on or before: 2024, 2024-10 or 2024-10-23."
    ),
]


def search(
    words: WordsArgument = [],  # noqa: B006
    speaker: SpeakerOption = None,
    since: FromOption = None,
    until: ToOption = None,
    outlet: OutletOption = None,
    kind: KindOption = None,
    polarity: PolarityOption = None,
    sort: SortOption = "relevance",
    limit: LimitOption = 20,
    form: FormatOption = Format.table,
    db: DatabaseOption = DATABASE,
) -> None:
    """Find quotations by their words, speaker and date, the best matches first.

    A phrase stands in quotation marks, which must be quoted for the shell: `quotes search '"serious issue"'`.
    Marks in the text, accents and capitals make no difference. Words may also stand in the speaker's name.

    The words of the site's search work too: `one OR other`, `NEAR(one other, 5)`, parentheses, and fields such as
    `role:"foreign ministry"`, `country:russia`, `party:republican`, `office:senator` and `speaker_kind:anonymous`.
    For example: `quotes search 'country:russia sanctions from:2016-10 to:2016-10'`.
    """
    for word in words:
        if word.startswith("--"):
            raise typer.BadParameter(f"No such option: {word}")
    with store.opened(db) as connection:
        given = {"speaker": speaker and speaker_name(speaker), "since": since, "until": until, "outlet": outlet}
        given |= {"kind": kind, "polarity": polarity}
        query = checked(parse(" ".join(words)), **given)
        found = find(connection, query, sort=sort, limit=limit)
        quotations = [hit.quotation for hit in found.hits]
        roles = roles_then(connection, quotations)
        suggested = [] if quotations else nearby(connection, query)[:_SUGGESTED]
        said = notes(connection, " ".join(words), query, found=bool(quotations))
    print_records(
        form,
        "quotation",
        (stored_quotation(each, roles) for each in quotations),
        QUOTATION_HEADINGS,
        map(quotation_row, quotations),
    )
    print_notes(said)
    if not quotations:
        note(f"Note: nothing found{''.join(map(_suggestion, suggested))}")
    elif found.total > len(quotations):
        note(f"Note: {len(quotations)} of {found.total:,}{' or more' * found.more}; --limit shows more")


def print_notes(said: Iterable[Note]) -> None:
    """Print on standard error what is to be said of a search."""
    for each in said:
        note(f"Note: {each.text}{_HELP.get(each.about, '')}")


def _suggestion(near: Nearby) -> str:
    instead = f"“{near.instead}” instead of" if near.instead else "without"
    return f"; {instead} “{near.without}”: {near.count:,}"
