"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quotes import limits
from quotes.cli.output import Format, TextFormat


def day_or_period(given: str) -> str:
    """A day, a month or a year as it is given to an option."""
    from quotes.store.search.fulltext import is_date

    if given.strip() and not is_date(given.strip()):
        raise typer.BadParameter(f"{given!r} is not a date such as 2024-10-23, 2024-10 or 2024")
    return given


DatabaseOption = Annotated[
    Path, typer.Option("--db", envvar="QUOTES_DB", metavar="FILE", help="The database file.", dir_okay=False)
]
FormatOption = Annotated[Format, typer.Option("--format", help="table for people; jsonl or csv for programs.")]
TextFormatOption = Annotated[TextFormat, typer.Option("--format", help="text for people; jsonl for programs.")]
PipelineOption = Annotated[
    str | None,
    typer.Option(
        "--pipeline", metavar="NAME", help="Parse with this installed spaCy pipeline instead of the one in the package."
    ),
]
TimeLimitOption = Annotated[
    float,
    typer.Option(
        "--time-limit",
        min=0.1,
        metavar="SECONDS",
        help="Limit of processor time to read an article, and again to find its quotations.",
    ),
]
AuthorityOption = Annotated[
    bool,
    typer.Option("--no-authority", help="Do not use the authority file of the package (people in public office)."),
]
KeepOriginalsOption = Annotated[
    bool,
    typer.Option("--keep-originals", help="Also keep the file or page of each article, as `quotes articles original`."),
]
LimitOption = Annotated[int, typer.Option(min=1, help="Print at most this many rows.")]

DATABASE = Path("quotes.db")
TIME_LIMIT = limits.SECONDS
