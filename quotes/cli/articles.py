"""`quotes articles …`: the articles and their metadata."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Annotated

import typer

from quotes import store
from quotes.cli import tables
from quotes.cli.decision_records import NoteOption, WhoOption, decider
from quotes.cli.identifiers import article_id
from quotes.cli.listing import Listing
from quotes.cli.options import DATABASE, DatabaseOption, FormatOption, LimitOption, TextFormatOption
from quotes.cli.output import Format, TextFormat, complain, counted, day, line, note, print_result
from quotes.cli.records import print_records
from quotes.cli.search import FromOption, OutletOption, ToOption, WordsArgument, print_notes
from quotes.export import Record, stored_article
from quotes.ids import is_id
from quotes.model import METADATA
from quotes.readers import article_fields
from quotes.store import corrections, originals, overrides
from quotes.store.search.articles import asked_of_articles, search_articles
from quotes.store.search.notes import notes


def _field(name: str) -> str:
    if name not in METADATA:
        raise typer.BadParameter(f"{name!r} is not a field of an article; these are {', '.join(METADATA)}")
    return name


MissingOption = Annotated[
    list[str],
    typer.Option(
        parser=_field,
        metavar="FIELD",
        help=f"Only articles without this field: {', '.join(METADATA[:-1])} or {METADATA[-1]}.",
    ),
]

app = typer.Typer(cls=Listing, rich_markup_mode=None)


@app.callback()
def main() -> None:
    """List the articles, correct their metadata, or write the file of one."""


@app.command("list", context_settings={"ignore_unknown_options": True})
def articles(
    words: WordsArgument = [],  # noqa: B006
    since: FromOption = None,
    until: ToOption = None,
    outlet: OutletOption = None,
    missing: MissingOption = [],  # noqa: B006
    limit: LimitOption = 100,
    form: FormatOption = Format.table,
    db: DatabaseOption = DATABASE,
) -> None:
    """List the articles, newest first, or search them. Articles without a date are last.

    --from, --to and --outlet choose among them. With words, the articles that have all of them in their text, title,
    byline or outlet, the best matches first. The words are those of `quotes search`: "a phrase", -without, begin*, one
    OR other, NEAR(one other).
    """
    if missing and (words or since or until or outlet):
        raise typer.BadParameter("cannot be combined with a search", param_hint="--missing")
    with store.opened(db) as connection:
        if words or since or until or outlet:
            found = search_articles(connection, " ".join(words), since=since, until=until, outlet=outlet, limit=limit)
            shown = [(hit.article, hit.passage or hit.article.source) for hit in found.hits]
            total = found.total
            query = asked_of_articles(" ".join(words), since=since, until=until, outlet=outlet)
            said = notes(connection, " ".join(words), query, found=total > 0)
        else:
            said = []
            listed = overrides.lacking(connection, missing, limit=limit + 1)
            shown = [(each, each.source) for each in listed[:limit]]
            total = len(listed)
        print_records(
            form,
            "article",
            (_record(connection, each.id) for each, _ in shown),
            ("Published", "Outlet", "Title", "Passage" if words else "Source", "Id"),
            ((day(each.published), each.outlet or "", each.title or "", about, each.id) for each, about in shown),
        )
    print_notes(said)
    if not shown:
        note("Note: nothing found")
    elif total > limit:
        note(f"Note: these are the first {limit:,}; --limit shows more")


ArticleArgument = typer.Argument(parser=article_id, metavar="ID", help="An article's id, URL or file.")


@app.command("set")
def describe(
    article: Annotated[str | None, ArticleArgument] = None,
    settings: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD=VALUE",
            help="For example published=2024-10-23. An empty value means that the article has none.",
        ),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Set many articles: CSV or JSON lines with the column id, path or url, and columns for the fields.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    why: NoteOption = None,
    who: WhoOption = "",
    form: TextFormatOption = TextFormat.text,
    db: DatabaseOption = DATABASE,
) -> None:
    """Set the title, date and other metadata of an article, or of all articles in a table.

    Later runs do not change the value. It is stored with your name, and `quotes undo` removes it, for a table all
    values at once. Empty cells of a table change nothing.
    """
    if (table is None) != (article is not None and bool(settings)) or table and (article or settings):
        raise typer.BadParameter("give ID and FIELD=VALUE, or --from FILE", param_hint="ID")
    if table is not None:
        _describe_all(table, db, who, why, form)
        return
    assert article is not None
    fields = {}
    for setting in settings or ():
        field, equals, value = setting.partition("=")
        if not equals:
            raise typer.BadParameter(f"{setting!r} is not FIELD=VALUE", param_hint="FIELD=VALUE")
        fields[field.strip()] = value
    with store.changing(db) as database:
        article = _known(database.conn, article)
        corrections.describe(database, article, fields, who=decider(who), note=why)
    print_result(form, {"article": article, "fields": [*fields]}, f"{line(article)}: {', '.join(fields)} set")


@app.command("original")
def original(
    article: Annotated[str, ArticleArgument],
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="The file to write, which must not exist yet. Without it, ID.pdf or like."),
    ] = None,
    number: Annotated[
        int | None, typer.Option("--version", min=1, metavar="N", help="Of this version, not of the current one.")
    ] = None,
    form: TextFormatOption = TextFormat.text,
    db: DatabaseOption = DATABASE,
) -> None:
    """Write the file or page that an article was read from, exactly as it was.

    It was stored by `quotes ingest --keep-originals`.
    """
    with store.opened(db) as connection:
        article = _known(connection, article)
        found = store.article(connection, article)
        if found is None:
            raise ValueError(f"no article has the id {article}; `quotes articles` lists the ids")
        number = number or found.version
        kept = originals.original(connection, article, number)
    if kept is None:
        raise ValueError(
            f"{article}: the original of version {number} is not in this database; "
            "`quotes ingest --keep-originals` stores it"
        )
    file = file or Path(f"{article}{kept.ending}")
    with file.open("xb") as stream:
        try:
            stream.write(kept.data)
            stream.flush()
        except OSError:
            file.unlink()
            raise
    record = {"file": str(file), "article": article, "version": number, "bytes": len(kept.data)}
    print_result(form, record, f"{line(str(file))}: {len(kept.data):,} bytes")


def _known(connection: sqlite3.Connection, given: str) -> str:
    """The id `given`, or that of the article that was read from the path `given`."""
    return given if is_id(given) else overrides.article_at(connection, given)


def _describe_all(table: Path, db: Path, who: str, why: str | None, form: TextFormat) -> None:
    """Set what the rows of a table say. A row that cannot be used is reported, and the others are done."""
    named = tables.read(table)
    with store.changing(db) as database:
        settings: dict[str, dict[str, str]] = {}
        said: dict[tuple[str, str], tuple[str, str]] = {}  # the value of each field, and where it was given
        faults = 0
        for row in named:
            try:
                article, fields = _described(database.conn, row.cells)
                for field, value in fields.items():
                    other, place = said.setdefault((article, field), (value, row.place))
                    if other != value:
                        raise ValueError(f"sets another {field} than {place}")
            except ValueError as error:
                complain(f"{row.place}: {error}")
                faults += 1
                continue
            held = overrides.given(database.conn, article)
            settings.setdefault(article, {}).update({f: value for f, value in fields.items() if held.get(f) != value})
        settings = {article: fields for article, fields in settings.items() if fields}
        if settings:
            corrections.describe_all(database, settings, who=decider(who), note=why)
    unused = f", {counted(faults, 'row')} not used" if faults else ""
    print_result(
        form, {"articles": len(settings), "faults": faults}, f"{counted(len(settings), 'article')} set{unused}"
    )
    if faults:
        raise typer.Exit(1)


def _described(connection: sqlite3.Connection, row: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The article of a row of a table and its values. The first of id, path and url names the article."""
    key = next((each for each in ("id", "path", "url") if row.get(each)), None)
    if key is None:
        raise ValueError("has no id, path or URL of an article")
    named = row[key]
    article = overrides.article_at(connection, named) if key == "path" else article_id(named)
    if store.article(connection, article) is None:
        raise ValueError(
            f"no article has the {'URL' if key == 'url' else key} {named}; `quotes articles` lists the ids"
        )
    told = {name: value for name, value in row.items() if name not in (key, "source")}  # the source is no outlet here
    fields = {field: value for field, value in article_fields.found(told, {}).known.items() if value is not None}
    for name, value in told.items():
        if wrong := article_fields.meant([name], {}) - {"text"} - fields.keys():
            raise ValueError(f"{value!r} is not a valid value for {', '.join(wrong)}")
    if not fields:
        raise ValueError(f"sets nothing; it needs one of {', '.join(METADATA)}")
    return article, fields


def _record(connection: sqlite3.Connection, id: str) -> Record:
    article = store.article(connection, id)
    assert article is not None
    version = store.version(connection, id, article.version)
    assert version is not None
    return stored_article(article, version)
