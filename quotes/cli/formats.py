"""`quotes formats`: the input formats."""

from __future__ import annotations

from quotes import readers
from quotes.cli.options import FormatOption
from quotes.cli.output import Format
from quotes.cli.records import print_records
from quotes.installation import install_command


def formats(form: FormatOption = Format.table) -> None:
    """List the input formats, and the metadata that each can have."""
    found = [(each, install_command(each.extra) if each.extra and each.missing else None) for each in readers.FORMATS]
    print_records(
        form,
        "format",
        (
            {"name": each.name, "endings": list(each.endings), "gives": each.gives, "needs": needs}
            for each, needs in found
        ),
        ("Format", "Names", "Gives", "Needs"),
        ((each.name, " ".join(each.endings), each.gives, needs or "") for each, needs in found),
    )
