"""`quotes mcp`: the archive for assistants, by the Model Context Protocol (https://modelcontextprotocol.io)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

import quotes
from quotes import store
from quotes.cli.identifiers import quotation_id, speaker_name
from quotes.cli.options import DATABASE, DatabaseOption
from quotes.export import Record, finding, stored_quotation
from quotes.readers.base import LARGEST
from quotes.readers.extras import need
from quotes.store import StoredQuotation
from quotes.store.listings import roles_then
from quotes.store.search.fulltext import checked as checked_query
from quotes.store.search.fulltext import parse
from quotes.store.search.notes import notes
from quotes.store.search.quotations import find
from quotes.text.wording import sentence

_INSTRUCTIONS = """
An archive of news articles: every quotation in them, who said it, and where it was printed. Quote from it with the
words, the speaker and the permalink that it gives, never from memory. Words whose `kind` is "paraphrase" are not exact:
report them as the field `sentence` does, without quotation marks. If `unverified` is true, the speaker may be another
one: say so. If nothing is found, say so; the archive has only
what was read into it.
"""
_MOST = 50  # quotations in one answer
_SITE = "http://127.0.0.1:8001"  # where `quotes serve` serves

SiteOption = Annotated[
    str,
    typer.Option("--public-url", metavar="URL", help="The URL of the site, for permalinks."),
]


def mcp(db: DatabaseOption = DATABASE, public: SiteOption = _SITE) -> None:
    """Let an assistant search the archive and check drafts, by the Model Context Protocol.

    Started by the assistant, which writes to standard input and reads standard output. It needs the extra mcp. Nothing
    is stored. docs/mcp.md says how to configure it.
    """
    server(db, public).run("stdio")


def server(db: Path, public: str = _SITE) -> Any:
    """The server of an archive.

    Args:
        db: The database file.
        public: The URL of the site, for permalinks.

    Returns:
        An `mcp.server.MCPServer`.

    Raises:
        ReadError: The extra is not installed.
        ArchiveError: The file is not an archive, or is damaged.
        ValueError: The URL is not one.
    """
    need("mcp.server", "mcp", "quotes mcp")
    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations

    from quotes.site.public_url import checked

    store.open(db).close()
    permalinks = checked(public)

    class Server(MCPServer[Any]):
        """Refuses arguments that a tool does not have, which the SDK leaves out without a word."""

        async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
            known = {tool.name: tool.input_schema["properties"] for tool in await self.list_tools()}
            unknown = arguments.keys() - known.get(name, arguments).keys()
            if unknown:
                raise ToolError(f"{name} has no argument {', '.join(sorted(unknown))}; it has {', '.join(known[name])}")
            return await super().call_tool(name, arguments, context)

    made = Server("quotes", title="Quotes", version=quotes.__version__, instructions=_INSTRUCTIONS, log_level="WARNING")
    annotations = ToolAnnotations(read_only_hint=True, open_world_hint=False)

    def add(tool: Callable[..., Record]) -> None:
        made.add_tool(_explained(tool), annotations=annotations)

    @add
    def search_quotations(
        query: str,
        speaker: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 10,
    ) -> dict[str, Any]:
        """Find quotations in the archive by their words, speaker, outlet and date, the best matches first.

        All words must be there. "a phrase" finds these words in this order, -word excludes one, word* finds its
        beginnings. An empty query with a speaker finds all that they said. Dates are 2024, 2024-10 or 2024-10-23.
        At most 50 quotations are given. `total` says how many there are, `notes` how the query was understood and what
        it leaves out.
        """
        with store.opened(db) as connection:
            asked = checked_query(
                parse(query), speaker=speaker and speaker_name(speaker), outlet=outlet, since=since, until=until
            )
            found = find(connection, asked, limit=max(1, min(limit, _MOST)))
            said = [each.text for each in notes(connection, query, asked, found=found.total > 0)]
            its = [hit.quotation for hit in found.hits]
            roles = roles_then(connection, its)
        return {"total": found.total, "notes": said, "quotations": [_record(each, roles, permalinks) for each in its]}

    @add
    def get_quotation(id: str) -> dict[str, Any]:
        """One quotation by its id or the URL of its page: with the paragraphs around it in the article, as `context`,
        and a `citation` with its permalink.
        """
        from quotes.site.citations import Cited, plain
        from quotes.site.passages import around
        from quotes.text.paragraphs import paragraphs

        with store.opened(db) as connection:
            found = _found(connection, quotation_id(id))
            roles = roles_then(connection, [found])
            text = store.version(connection, found.article.id, found.version)
        assert text is not None, "a quotation has the version of its article that it stands in"
        record = _record(found, roles, permalinks)
        own = {slug: role for (_, slug), role in roles.items()}
        shown = around(paragraphs(text.text), found.spans, beside=1)
        return record | {
            "context": "\n\n".join("[…]" if block is None else block.of(text.text) for block in shown),
            "citation": plain(Cited(found, own, text.fetched_at or text.added, record["permalink"])),
        }

    @add
    def check_draft(text: str) -> dict[str, Any]:
        """Compare every quotation in a draft with the archive: are these the printed words, and did this person say
        them? The draft is a text in English, with its quotations in quotation marks and their speakers named.

        Each finding has a `verdict`: verbatim, shortened, altered, misattributed, variant or unknown; the `sentence`
        that explains it; and the `printings`. Unknown means that the archive does not have the words.
        """
        from quotes.checker import rendering
        from quotes.checker.drafts import check

        if len(text) > LARGEST:
            raise ValueError(f"the draft has more than {LARGEST:,} characters")
        report = check(text, db)
        return {
            "summary": f"{rendering.summary(report.verdicts)}; {rendering.covered(report.coverage)}",
            "findings": [_linked(finding(report, each), permalinks) for each in report.checked],
        }

    return made


def _explained(tool: Callable[..., Record]) -> Callable[..., Record]:
    """`tool`, whose errors are told to the assistant."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def explained(*given: Any, **named: Any) -> Record:
        try:
            return tool(*given, **named)
        except (ValueError, OSError) as error:
            raise ToolError(str(error)) from error

    return explained


def _found(connection: Any, id: str) -> StoredQuotation:
    gone = store.retired(connection, id)
    found = store.quotation(connection, gone.target if gone and gone.target else id)
    if found is None:
        raise ValueError(f"{id} is no longer published: {gone.reason}" if gone else f"no quotation has the id {id}")
    return found


def _record(quotation: StoredQuotation, roles: dict[tuple[str, str], str], permalinks: str) -> Record:
    return stored_quotation(quotation, roles) | {
        "sentence": sentence(quotation),
        "permalink": f"{permalinks}/q/{quotation.id}",
    }


def _linked(record: Record, permalinks: str) -> Record:
    """A finding with the permalink of each printing."""
    for name in ("printings", "nearest"):
        record[name] = [each | {"permalink": f"{permalinks}/q/{each['id']}"} for each in record[name]]
    return record
