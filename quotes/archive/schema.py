"""The tables of ``quotes.db``, as migrations that are only ever added to."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("quotes")

TOKENIZE = "unicode61 remove_diacritics 2"


@migrations()
def articles_quotations_speakers(db: Database) -> None:
    """Articles, who speaks in them, and what they say, with full-text search over all of it."""
    db.executescript(
        """
        create table articles (
            id text primary key,
            number integer not null unique,  -- counts articles as they are added; keys the full-text index
            title text,
            byline text,
            outlet text,
            published text,
            url text,
            source text not null,
            text text not null,
            sha256 text not null,  -- of the text
            fingerprint text not null,  -- of text, metadata and quotations, as ingested
            added text not null
        ) strict;
        create index articles_published on articles(published);
        create index articles_outlet on articles(outlet);

        create table speakers (
            id integer primary key,
            slug text not null unique check (slug <> '' and slug not glob '*[^a-z0-9-]*'),
            name text not null,
            kind text not null check (kind in ('person', 'organisation', 'anonymous')),
            role text  -- the latest that an article gives
        ) strict;

        create table names (
            id integer primary key,
            speaker integer not null references speakers(id),
            article text not null references articles(id) on delete cascade,
            name text not null,
            role text,
            published text,
            key text,  -- identity.key of the speaker, on the fullest name of an article only
            unique (article, speaker, name)
        ) strict;
        create index names_key on names(key) where key is not null;
        create index names_role on names(speaker, published) where role is not null;
        create index names_speaker on names(speaker);

        create table quotations (
            pk integer primary key,
            id text not null unique,
            article text not null references articles(id) on delete cascade,
            kind text not null check (kind in ('direct', 'partial', 'paraphrase')),
            text text not null,
            start integer not null check (start >= 0),
            "end" integer not null check ("end" > start),
            spans text not null,  -- JSON [[start, end], ...]
            speaker integer references speakers(id),  -- the first named; all of them in quotation_speakers
            said_by text,  -- the speakers' names, for search
            cue text,
            cue_start integer,
            cue_end integer,
            mention text,
            mention_start integer,
            mention_end integer,
            confidence real not null check (confidence between 0 and 1),
            step text,
            chain text not null,  -- JSON [[start, end], ...]
            published text  -- as the article's
        ) strict;
        create index quotations_article on quotations(article);
        create index quotations_speaker on quotations(speaker);
        create index quotations_published on quotations(published);

        create table quotation_speakers (
            quotation integer not null references quotations(pk) on delete cascade,
            speaker integer not null references speakers(id),
            position integer not null,
            primary key (quotation, speaker)
        ) strict;
        create index quotation_speakers_speaker on quotation_speakers(speaker);
        """
    )
    _index(db, "articles", "number", ("title", "text"))
    _index(db, "quotations", "pk", ("text", "said_by"))
    _index(db, "names", "id", ("name",))


def _index(db: Database, table: str, key: str, columns: tuple[str, ...]) -> None:
    """A full-text index over `columns`, kept right by triggers.

    key: an integer column of its own, which outlives VACUUM as a bare rowid need not.
    """
    names = ", ".join(columns)
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
    add = f"insert into {table}_fts(rowid, {names}) values (new.{key}, {new});"
    drop = f"insert into {table}_fts({table}_fts, rowid, {names}) values ('delete', old.{key}, {old});"
    db.executescript(
        f"""
        create virtual table {table}_fts using fts5(
            {names}, tokenize="{TOKENIZE}", content="{table}", content_rowid="{key}"
        );
        create trigger {table}_fts_insert after insert on {table} begin {add} end;
        create trigger {table}_fts_delete after delete on {table} begin {drop} end;
        create trigger {table}_fts_update after update of {key}, {names} on {table} begin {drop} {add} end;
        """
    )
