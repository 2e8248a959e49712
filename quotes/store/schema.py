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


@migrations()
def versions_keys_judgements(db: Database) -> None:
    """Every version of an article, ids that are retired, and what people decide about who is who."""
    db.executescript(
        """
        alter table articles add column version integer not null default 1;  -- of the text
        create table versions (
            id integer primary key,  -- in the order in which they came
            article text not null references articles(id) on delete cascade,
            number integer not null check (number > 0),
            text text,  -- null for the version that the article has now
            sha256 text not null,
            added text not null,
            unique (article, number)
        ) strict;
        insert into versions(article, number, sha256, added) select id, 1, sha256, added from articles order by number;

        alter table quotations add column version integer not null default 1;  -- whose text the offsets are into
        alter table quotations add column gone_since integer;  -- the first version without it, null while it is there
        alter table quotations add column keys text not null default '[]';  -- JSON, who the article says it was
        update quotations set keys = (
            select json_group_array(key) from (
                select names.key from quotation_speakers qs
                join names on names.speaker = qs.speaker and names.article = quotations.article
                where qs.quotation = quotations.pk and names.key is not null order by qs.position
            )
        );

        create table retired (
            id text primary key,  -- of a quotation that is no longer published
            article text not null references articles(id) on delete cascade,
            target text,  -- the id that took its place
            reason text not null,
            retired text not null,  -- when
            kept text not null  -- JSON, the row of quotations that it was
        ) strict;
        create index retired_article on retired(article);

        create table keys (
            key text primary key,  -- identity.key, or identity.mention of one judged by itself
            slug text not null unique check (slug <> '' and slug not glob '*[^a-z0-9-]*'),
            name text not null,  -- as it was first seen
            kind text not null check (kind in ('person', 'organisation', 'anonymous')),
            speaker integer references speakers(id) on delete set null  -- null where nothing is quoted any more
        ) strict;
        create index keys_speaker on keys(speaker);
        insert into keys(key, slug, name, kind, speaker)
            select names.key, s.slug, s.name, s.kind, s.id from names join speakers s on s.id = names.speaker
            where names.key is not null group by names.key;
        alter table speakers add column wikidata text check (wikidata glob 'Q[1-9]*');

        create table named (
            id integer primary key,
            speaker integer not null references speakers(id),
            article text not null references articles(id) on delete cascade,
            name text not null,
            role text,  -- on the fullest name only
            published text,
            key text not null,
            unique (article, key, name)
        ) strict;
        insert into named select id, speaker, article, name, role, published, coalesce(key, (
            select fullest.key from names fullest where fullest.article = names.article
            and fullest.speaker = names.speaker and fullest.key is not null
        )) from names;
        drop table names;
        alter table named rename to names;
        create index names_key on names(key);
        create index names_role on names(speaker, published) where role is not null;
        create index names_speaker on names(speaker);

        create table judgements (
            id integer primary key,
            action integer not null,  -- what one command decided has one number
            judgement text not null check (judgement in (
                'same', 'different', 'unsure', 'named', 'linked', 'added', 'attributed', 'withdrawn'
            )),
            left text not null,
            right text not null,
            who text not null,
            at text not null,
            note text,
            undone text,  -- when, null while it holds
            undone_by integer  -- the action that ended it
        ) strict;
        create index judgements_left on judgements(left) where undone is null;
        create index judgements_right on judgements(right) where undone is null;
        """
    )
    _triggers(db, "names", "id", ("name",))


@migrations()
def metadata_copies_rejects(db: Database) -> None:
    """What was read of each version and by what, copies of one story, what could not be read, what was fetched."""
    db.executescript(
        """
        alter table articles add column modified text;
        alter table articles add column language text;
        alter table articles add column extraction text;  -- what found its quotations
        alter table articles add column story text;  -- the id that all copies of one story share
        update articles set story = id;
        create index articles_story on articles(story);
        create index articles_source on articles(source);

        alter table versions add column source text not null default '';
        alter table versions add column metadata text not null default '{}';  -- JSON, as read
        alter table versions add column fetched_url text;
        alter table versions add column fetched text;
        alter table versions add column raw_sha256 text;
        alter table versions add column extractor text;
        update versions set source = a.source, metadata = json_object(
            'title', a.title, 'byline', a.byline, 'outlet', a.outlet, 'published', a.published, 'url', a.url
        ) from articles a where a.id = versions.article;
        create index versions_sha256 on versions(sha256);

        create table places (
            article text not null references articles(id) on delete cascade,
            source text not null,  -- where the same text was found too
            outlet text,
            published text,
            primary key (article, source)
        ) strict, without rowid;

        create table bands (
            hash integer not null,  -- of a part of an article's MinHash
            number integer not null,  -- the article's
            primary key (hash, number)
        ) strict, without rowid;

        create table rejects (
            source text primary key,
            origin text not null,  -- the path or address that was given, and would be read again
            reason text not null,
            at text not null,
            skipped integer not null check (skipped in (0, 1))  -- 1 where nothing is wrong with it
        ) strict;

        create table fetches (
            url text primary key,
            etag text,
            last_modified text,
            at text not null
        ) strict;

        create table decisions (
            id integer primary key,
            action integer not null,
            judgement text not null check (judgement in (
                'same', 'different', 'unsure', 'named', 'linked', 'added', 'attributed', 'withdrawn', 'described'
            )),
            left text not null,
            right text not null,
            who text not null,
            at text not null,
            note text,
            undone text,
            undone_by integer
        ) strict;
        insert into decisions select * from judgements;
        drop table judgements;
        alter table decisions rename to judgements;
        create index judgements_left on judgements(left) where undone is null;
        create index judgements_right on judgements(right) where undone is null;
        """
    )


@migrations()
def site(db: Database) -> None:
    """What pages ask of a large archive: how much and when each speaker said, and the words that are indexed."""
    db.executescript(
        """
        alter table speakers add column quoted integer not null default 0;  -- exact words of theirs
        alter table speakers add column paraphrased integer not null default 0;
        alter table quotation_speakers add column exact integer;  -- 0 for a paraphrase
        alter table quotation_speakers add column published text;  -- as the quotation's
        update quotation_speakers set (exact, published) = (
            select kind <> 'paraphrase', published from quotations where pk = quotation
        );
        update speakers set
            quoted = (select count(*) from quotation_speakers where speaker = speakers.id and exact = 1),
            paraphrased = (select count(*) from quotation_speakers where speaker = speakers.id and exact = 0);
        drop index quotation_speakers_speaker;
        create index quotation_speakers_speaker on quotation_speakers(speaker, exact, published, quotation);
        drop index names_speaker;
        create index names_speaker on names(speaker, published, article, name);
        drop index names_role;
        create index names_role on names(speaker, role, published) where role is not null;
        drop index articles_published;
        create index articles_published on articles(published, number);
        create index articles_of_outlet on articles(outlet collate nocase, id);
        create index speakers_most on speakers(quoted + paraphrased desc, name, slug);
        create index speakers_most_of_kind on speakers(kind, quoted + paraphrased desc, name, slug);

        create trigger quotation_speakers_insert after insert on quotation_speakers begin
            update quotation_speakers set (exact, published) = (
                select kind <> 'paraphrase', published from quotations where pk = new.quotation
            ) where quotation = new.quotation and speaker = new.speaker;
        end;
        create trigger quotation_speakers_count after update of exact, speaker on quotation_speakers begin
            update speakers set quoted = quoted - (old.exact = 1), paraphrased = paraphrased - (old.exact = 0)
                where id = old.speaker and old.exact is not null;
            update speakers set quoted = quoted + (new.exact = 1), paraphrased = paraphrased + (new.exact = 0)
                where id = new.speaker and new.exact is not null;
        end;
        create trigger quotation_speakers_delete after delete on quotation_speakers begin
            update speakers set quoted = quoted - (old.exact = 1), paraphrased = paraphrased - (old.exact = 0)
                where id = old.speaker and old.exact is not null;
        end;
        create trigger quotations_update after update of kind, published on quotations begin
            update quotation_speakers set exact = new.kind <> 'paraphrase', published = new.published
                where quotation = new.pk;
        end;
        create virtual table quotations_fts_words using fts5vocab(quotations_fts, row);
        """
    )


@migrations()
def kinds_of_rejects(db: Database) -> None:
    """Whose fault it is that an article could not be read."""
    db.executescript(
        """
        alter table rejects add column kind text not null default 'input'
            check (kind in ('input', 'language', 'limit', 'internal'));
        update rejects set kind = 'language' where skipped;
        """
    )


def _index(db: Database, table: str, key: str, columns: tuple[str, ...]) -> None:
    """A full-text index over `columns`, kept right by triggers.

    key: an integer column of its own, which outlives VACUUM as a bare rowid need not.
    """
    db.executescript(
        f"""
        create virtual table {table}_fts using fts5(
            {", ".join(columns)}, tokenize="{TOKENIZE}", content="{table}", content_rowid="{key}"
        );
        """
    )
    _triggers(db, table, key, columns)


def _triggers(db: Database, table: str, key: str, columns: tuple[str, ...]) -> None:
    names = ", ".join(columns)
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
    add = f"insert into {table}_fts(rowid, {names}) values (new.{key}, {new});"
    drop = f"insert into {table}_fts({table}_fts, rowid, {names}) values ('delete', old.{key}, {old});"
    db.executescript(
        f"""
        create trigger {table}_fts_insert after insert on {table} begin {add} end;
        create trigger {table}_fts_delete after delete on {table} begin {drop} end;
        create trigger {table}_fts_update after update of {key}, {names} on {table} begin {drop} {add} end;
        """
    )
