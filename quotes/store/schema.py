"""The tables of an archive, schema version 1.

Most tables have an integer ``id``. `withdrawn_texts`, `quotation_speakers`, `minhash_bands`, `name_traits` and the
tables that count uses have another column, or several, as primary key. What is public also has a permanent ``uid`` or
``slug``. A column that ends in ``_id`` is a declared foreign key, one that ends in ``_at`` a time in UTC. A row that
may refer to something that is not stored yet has the ``uid`` instead: decisions can be loaded before their articles.

Until the first release this version changes in place, without migrations.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from quotes.model import METADATA, PROVENANCE
from quotes.text.folding import folded_sql

if TYPE_CHECKING:
    from sqlite_utils import Database

TOKENIZE = "unicode61 remove_diacritics 2"
# Tables with a full-text index, which has the same name with the suffix "_fts".
INDEXED = ("articles", "quotations", "speaker_names")
# Tables that only the owner of the file may read: no page lists them, and they are empty in published copies.
ORIGINALS = "originals"  # the one of the private tables that may be published
PRIVATE = ("withdrawn_texts", ORIGINALS, "rejects", "fetches", "minhash_bands")

# The words and offsets of a quotation, which are in `withdrawn_texts` while it is retired or withdrawn.
TEXT_COLUMNS = {
    "version_id": int,
    "gone_version_id": int,
    "kind": str,
    "text": str,
    "start_char": int,
    "end_char": int,
    "spans": str,
    "page": int,
    "named_keys": str,
    "cue": str,
    "cue_start_char": int,
    "cue_end_char": int,
    "mention": str,
    "mention_start_char": int,
    "mention_end_char": int,
    "confidence": float,
    "attribution_step": str,
    "attribution_chain": str,
    "polarity": str,
    "statement": str,
    "statement_spans": str,
    "quoting": str,
    "quoting_start_char": int,
    "quoting_end_char": int,
    "utterance": int,
}


# Of a quotation q: whether it holds exact words; null for the part of a paraphrase, which is counted instead.
HOLDS_PARTS = "exists (select 1 from quotations part where part.part_of_id = q.id)"
MARKS = (("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»"), ("„", "“"))
_MARKED = " or ".join(f"instr(q.text, '{first}' || part.text || '{last}')" for first, last in MARKS)
# Exact words `part` stand in a paraphrase q that a later version of the article no longer has, while it may have them.
IS_FORMER_PART = f"""(
    part.article_id = q.article_id and q.status = 'gone' and part.version_id <> q.version_id
    and part.kind <> 'paraphrase' and part.speaker_id is q.speaker_id and part.said_by is q.said_by
    and ({_MARKED})
)"""
IS_EXACT = f"case when q.part_of_id is null then q.kind <> 'paraphrase' or {HOLDS_PARTS} end"
# Of a row s of quotation_speakers: the first printing of its utterance under this speaker.
FIRST_PRINTING = """(
    select f.quotation_id from quotation_speakers f join quotations q on q.id = f.quotation_id
    where f.speaker_id = s.speaker_id and f.utterance = s.utterance and f.is_exact = s.is_exact
    order by f.published is null, f.published, q.uid limit 1
)"""

# Of a name n in an article: what it says of the speaker. That of an organisation or an unnamed source tells it itself.
DESCRIPTION = "case when n.speaker_key like 'person:%' then n.role else n.name || coalesce(', ' || n.role, '') end"
# Of a quotation q: how its article describes its speakers; null if an editor set the speaker.
SAID_AS = f"""
    case when not exists (
        select 1 from decisions d where d.quotation_uid = q.uid and d.kind = 'attributed' and d.undone_at is null
    ) then (
        select group_concat(description, ' & ') from (
            select max({DESCRIPTION}) as description from json_each(q.named_keys) named cross join speaker_names n
                on n.article_id = q.article_id and n.speaker_key = named.value
            group by named.key having description is not null order by named.key
        )
    ) end
"""


def create_tables(db: Database) -> None:
    """Create all tables, indexes, triggers and full-text indexes in an empty database."""
    _articles(db)
    _speakers(db)
    _authority_files(db)
    _quotations(db)
    _decisions(db)
    _run_log(db)
    _full_text_indexes(db)


def merge_indexes(db: Database) -> None:
    """Merge the parts of each full-text index into one. A search reads every part."""
    for table in INDEXED:
        db.table(f"{table}_fts").optimize()


def _articles(db: Database) -> None:
    db.table("articles").create(
        {"id": int, "uid": str, **dict.fromkeys(METADATA, str), "source": str, "story_id": int}
        | dict.fromkeys(("extraction_version", "added_at", "fingerprint"), str),
        pk="id",
        not_null=("uid", "source", "story_id", "added_at", "fingerprint"),
        foreign_keys=[("story_id", "articles", "id")],
        strict=True,
    )
    db.table("articles").create_index(["uid"], unique=True)
    db.table("articles").create_index(["published", "id"])
    db.table("articles").create_index(["outlet"])
    db.table("articles").create_index(["story_id"])
    db.table("articles").create_index(["source"])
    db.table(ORIGINALS).create(
        {"id": int, "sha256": str, "ending": str, "byte_size": int, "data": bytes},
        pk="id",
        not_null=("sha256", "ending", "byte_size", "data"),
        strict=True,
    )
    db.table(ORIGINALS).create_index(["sha256"], unique=True)
    db.table("versions").create(
        {"id": int, "article_id": int, "number": int, "is_current": int, "sha256": str, "added_at": str}
        | dict.fromkeys(("metadata", *PROVENANCE, "text", "page_starts", "redacted_spans"), str)
        | {"original_id": int},
        pk="id",
        not_null=("article_id", "number", "is_current", "sha256", "added_at", "metadata", "source", "text"),
        foreign_keys=[("article_id", "articles", "id"), ("original_id", ORIGINALS, "id")],
        strict=True,
    )
    db.table("versions").create_index(["article_id", "number"], unique=True)
    db.table("versions").create_index(["sha256"])
    # sqlite-utils has no partial indexes and no collations.
    db.executescript(
        """
        create unique index idx_versions_current on versions(article_id) where is_current;
        create index idx_articles_outlet_nocase on articles(outlet collate nocase, id);
        """
    )
    db.create_view(
        "article_texts",
        """
        select articles.id, articles.uid, articles.title, versions.number as version, versions.text
        from articles join versions on versions.article_id = articles.id and versions.is_current
        """,
    )
    db.table("article_sources").create(
        {"id": int, "article_id": int, "source": str, "outlet": str, "published": str},
        pk="id",
        not_null=("article_id", "source"),
        foreign_keys=[("article_id", "articles", "id")],
        strict=True,
    )
    db.table("article_sources").create_index(["article_id", "source"], unique=True)
    # Without rowid, which sqlite-utils does not support: it halves this table, with twelve rows for each article.
    db.executescript(
        """
        create table minhash_bands (
            band_hash integer not null,
            article_id integer not null references articles(id),
            primary key (band_hash, article_id)
        ) strict, without rowid;
        """
    )


def _speakers(db: Database) -> None:
    from sqlite_utils.db import ForeignKey

    db.table("speakers").create(
        {"id": int, "slug": str, "name": str, "kind": str, "role": str, "wikidata": str}
        | {"quotation_count": int, "paraphrase_count": int},
        pk="id",
        not_null=("slug", "name", "kind", "quotation_count", "paraphrase_count"),
        defaults={"quotation_count": 0, "paraphrase_count": 0},
        strict=True,
    )
    db.table("speakers").create_index(["slug"], unique=True)
    db.table("speaker_keys").create(
        {"id": int, "speaker_key": str, "slug": str, "name": str, "kind": str, "speaker_id": int, "name_block": str},
        pk="id",
        not_null=("speaker_key", "slug", "name", "kind"),
        foreign_keys=[ForeignKey("speaker_keys", "speaker_id", "speakers", "id", on_delete="SET NULL")],
        strict=True,
    )
    db.table("speaker_keys").create_index(["speaker_key"], unique=True)
    db.table("speaker_keys").create_index(["slug"], unique=True)
    db.table("speaker_keys").create_index(["speaker_id"])
    db.table("speaker_names").create(
        {"id": int, "speaker_id": int, "article_id": int}
        | dict.fromkeys(("name", "role", "published", "speaker_key"), str),
        pk="id",
        not_null=("speaker_id", "article_id", "name", "speaker_key"),
        foreign_keys=[("speaker_id", "speakers", "id"), ("article_id", "articles", "id")],
        strict=True,
    )
    db.table("speaker_names").create_index(["article_id", "speaker_key", "name"], unique=True)
    db.table("speaker_names").create_index(["speaker_key", "speaker_id"])
    db.table("speaker_names").create_index(["speaker_id", "published", "article_id", "name"])
    # sqlite-utils has no indexes on expressions and no partial indexes.
    db.executescript(
        """
        create index idx_speakers_most_quoted on speakers(quotation_count + paraphrase_count desc, name, slug);
        create index idx_speakers_most_quoted_of_kind
            on speakers(kind, quotation_count + paraphrase_count desc, name, slug);
        """
    )
    db.table("joins").create(
        {"id": int} | dict.fromkeys(("speaker_key", "other_key", "reason", "name_block"), str),
        pk="id",
        not_null=("speaker_key", "other_key", "reason", "name_block"),
        strict=True,
    )
    db.table("joins").create_index(["speaker_key", "other_key", "name_block"], unique=True)
    db.table("joins").create_index(["other_key"])
    add_role = """
        insert into role_uses values (new.speaker_id, new.role, 1, new.published, new.published)
            on conflict do update set article_count = article_count + 1,
                first_published = coalesce(
                    min(first_published, new.published), first_published, new.published
                ),
                last_published = coalesce(max(last_published, new.published), last_published, new.published);
    """
    # What articles say of people of one name, and how many articles say it; the people follow from the second table.
    db.executescript(
        """
        create table name_traits (
            speaker_key text not null,
            traits text not null,
            article_uid text not null,
            primary key (speaker_key, traits, article_uid)
        ) strict, without rowid;
        create index idx_name_traits_article_uid on name_traits(article_uid);
        create table trait_uses (
            speaker_key text not null,
            traits text not null,
            article_count integer not null,
            lead_key text,
            reason text,
            primary key (speaker_key, traits)
        ) strict, without rowid;
        create index idx_trait_uses_lead_key on trait_uses(speaker_key) where lead_key is not null;
        create trigger name_traits_insert after insert on name_traits begin
            insert into trait_uses(speaker_key, traits, article_count) values (new.speaker_key, new.traits, 1)
                on conflict do update set article_count = article_count + 1;
        end;
        create trigger name_traits_delete after delete on name_traits begin
            update trait_uses set article_count = article_count - 1
                where speaker_key = old.speaker_key and traits = old.traits;
            delete from trait_uses where speaker_key = old.speaker_key and traits = old.traits and article_count = 0;
        end;
        """
    )
    their_date = """
        select published from speaker_names
        where speaker_id = old.speaker_id and role = old.role and published is not null order by published
    """
    remove_role = f"""
        update role_uses set article_count = article_count - 1
            where speaker_id = old.speaker_id and role = old.role;
        delete from role_uses where speaker_id = old.speaker_id and role = old.role and article_count = 0;
        update role_uses set first_published = ({their_date} limit 1), last_published = ({their_date} desc limit 1)
            where speaker_id = old.speaker_id and role = old.role
            and old.published in (first_published, last_published);
    """
    # A block has few keys of all articles and very many local ones; the indexes separate them.
    db.executescript(
        f"""
        create index idx_joins_name_block on joins(name_block, instr(other_key, '@') > 0);
        create index idx_joins_speaker_key on joins(speaker_key, instr(other_key, '@') > 0, other_key);
        create index idx_speaker_keys_name_block on speaker_keys(name_block, instr(speaker_key, '@') > 0)
            where name_block is not null;

        create table name_uses (
            speaker_key text not null,
            name text not null,
            role text not null,
            article_count integer not null,
            primary key (speaker_key, name, role)
        ) strict, without rowid;
        create trigger speaker_names_insert after insert on speaker_names
            when new.speaker_key not like 'anonymous:%'
        begin
            insert into name_uses values (new.speaker_key, new.name, coalesce(new.role, ''), 1)
                on conflict do update set article_count = article_count + 1;
        end;
        create trigger speaker_names_delete after delete on speaker_names
            when old.speaker_key not like 'anonymous:%'
        begin
            update name_uses set article_count = article_count - 1
                where speaker_key = old.speaker_key and name = old.name and role = coalesce(old.role, '');
            delete from name_uses where speaker_key = old.speaker_key and name = old.name
                and role = coalesce(old.role, '') and article_count = 0;
        end;

        create table role_uses (
            speaker_id integer not null references speakers(id),
            role text not null,
            article_count integer not null,
            first_published text,
            last_published text,
            primary key (speaker_id, role)
        ) strict, without rowid;
        create trigger speaker_names_role_insert after insert on speaker_names when new.role is not null
            begin {add_role} end;
        create trigger speaker_names_role_delete after delete on speaker_names when old.role is not null
            begin {remove_role} end;
        create trigger speaker_names_role_update after update of speaker_id, role, published on speaker_names
            when old.role is not null and new.role is not null
            and (old.speaker_id, old.role, old.published) is not (new.speaker_id, new.role, new.published)
            begin {remove_role} {add_role} end;
        """
    )


def _authority_files(db: Database) -> None:
    from sqlite_utils.db import ForeignKey

    db.table("authority_people").create(
        {"id": int, **dict.fromkeys(("uid", "name", "gender", "country", "wikidata", "source"), str)},
        pk="id",
        not_null=("uid", "name", "source"),
        strict=True,
    )
    db.table("authority_people").create_index(["uid"], unique=True)
    dates = ("start_date", "end_date", "complete_from", "complete_to")
    for table, columns, required in (
        ("authority_names", ("name", "speaker_key", "family_name"), ("name",)),
        ("authority_offices", ("role", "party", "area", *dates), ("role",)),
    ):
        db.table(table).create(
            {"id": int, "authority_person_id": int, **dict.fromkeys(columns, str)},
            pk="id",
            not_null=("authority_person_id", *required),
            foreign_keys=[ForeignKey(table, "authority_person_id", "authority_people", "id", on_delete="CASCADE")],
            strict=True,
        )
        db.table(table).create_index(["authority_person_id"])
    db.table("authority_names").create_index(["speaker_key"])
    db.table("authority_names").create_index(["family_name"])


def _quotations(db: Database) -> None:
    versions = [("version_id", "versions", "id"), ("gone_version_id", "versions", "id")]
    db.table("quotations").create(
        {"id": int, "uid": str, "article_id": int, "status": str, "status_reason": str, "status_at": str}
        | {"target_id": int, "part_of_id": int, **TEXT_COLUMNS, "speaker_id": int}
        | dict.fromkeys(("said_by", "said_as", "published"), str),
        pk="id",
        not_null=("uid", "article_id", "status"),
        defaults={"status": "published"},
        foreign_keys=[
            ("article_id", "articles", "id"),
            ("target_id", "quotations", "id"),
            ("part_of_id", "quotations", "id"),
            ("speaker_id", "speakers", "id"),
            *versions,
        ],
        strict=True,
    )
    db.table("quotations").create_index(["uid"], unique=True)
    db.table("quotations").create_index(["article_id"])
    db.table("quotations").create_index(["speaker_id"])
    db.table("quotations").create_index(["published"])
    db.table("withdrawn_texts").create(
        {"quotation_id": int, **TEXT_COLUMNS} | {"retired_reason": str, "retired_at": str, "retired_target_id": int},
        pk="quotation_id",
        not_null=("version_id", "kind", "text", "start_char", "end_char", "spans", "named_keys", "confidence"),
        foreign_keys=[("quotation_id", "quotations", "id"), ("retired_target_id", "quotations", "id"), *versions],
        strict=True,
    )
    db.table("quotation_speakers").create(
        {"quotation_id": int, "speaker_id": int, "position": int, "is_exact": int, "published": str}
        | {"utterance": int, "is_first": int},
        pk=("quotation_id", "speaker_id"),
        not_null=("position",),
        foreign_keys=[("quotation_id", "quotations", "id"), ("speaker_id", "speakers", "id")],
        strict=True,
    )
    db.table("quotation_speakers").create_index(["speaker_id", "is_exact", "published", "quotation_id", "is_first"])
    # Of very many printings of an utterance, only these may be the first one when one is added or changed. The unary
    # plus below keeps SQLite from reading all quotations of the speaker.
    candidates = """
        select quotation_id from quotation_speakers where speaker_id = new.speaker_id
            and utterance = new.utterance and is_exact = new.is_exact and is_first = 1
        union all select new.quotation_id
    """
    # sqlite-utils has only the triggers of full-text indexes, and no partial indexes.
    db.executescript(
        f"""
        create index idx_quotations_unpublished on quotations(article_id, status)
            where status in ('retired', 'withdrawn');
        create index idx_quotations_part_of on quotations(part_of_id) where part_of_id is not null;
        create index idx_quotations_not_asserted on quotations(polarity) where polarity <> 'asserted';
        create index idx_quotations_utterance on quotations(utterance, article_id) where utterance is not null;
        create index idx_quotation_speakers_utterance
            on quotation_speakers(speaker_id, utterance, is_exact, published is null, published)
            where utterance is not null;
        create index idx_quotation_speakers_first on quotation_speakers(speaker_id, utterance, is_exact)
            where utterance is not null and is_first = 1;

        create trigger quotation_speakers_insert after insert on quotation_speakers begin
            update quotation_speakers set (is_exact, published, utterance) = (
                select {IS_EXACT}, q.published, q.utterance from quotations q where q.id = new.quotation_id
            ) where quotation_id = new.quotation_id and speaker_id = new.speaker_id;
        end;
        create trigger quotation_speakers_update
            after update of is_exact, published, utterance, speaker_id on quotation_speakers
        begin
            update quotation_speakers set is_first = 1 where old.is_first
                and quotation_id = {FIRST_PRINTING.replace("s.", "old.")} and speaker_id = old.speaker_id;
            update quotation_speakers set is_first = case
                    when new.utterance is null or new.is_exact is null then new.is_exact is not null
                    else quotation_id = (
                        select f.quotation_id from quotation_speakers f join quotations q on q.id = f.quotation_id
                        where f.quotation_id in ({candidates}) and +f.speaker_id = new.speaker_id
                        order by f.published is null, f.published, q.uid limit 1
                    )
                end
                where quotation_id in ({candidates}) and speaker_id = new.speaker_id;
            update speakers set
                quotation_count = quotation_count
                    + (id = new.speaker_id and new.is_exact is 1) - (id = old.speaker_id and old.is_exact is 1),
                paraphrase_count = paraphrase_count
                    + (id = new.speaker_id and new.is_exact is 0) - (id = old.speaker_id and old.is_exact is 0)
                where id in (old.speaker_id, new.speaker_id)
                and (new.speaker_id, new.is_exact) is not (old.speaker_id, old.is_exact);
        end;
        create trigger quotation_speakers_delete after delete on quotation_speakers begin
            update speakers set quotation_count = quotation_count - (old.is_exact = 1),
                paraphrase_count = paraphrase_count - (old.is_exact = 0)
                where id = old.speaker_id and old.is_exact is not null;
            update quotation_speakers set is_first = 1 where old.is_first
                and quotation_id = {FIRST_PRINTING.replace("s.", "old.")} and speaker_id = old.speaker_id;
        end;
        create trigger quotations_update after update of kind, published, part_of_id, utterance on quotations begin
            update quotation_speakers set (is_exact, published, utterance) = (
                select {IS_EXACT}, q.published, q.utterance from quotations q where q.id = quotation_id
            ) where quotation_id in (new.id, old.part_of_id, new.part_of_id);
        end;
        """
    )


def _decisions(db: Database) -> None:
    subjects = ("quotation_uid", "article_uid", "speaker_key")
    db.table("decisions").create(
        {"id": int, "action_number": int}
        | dict.fromkeys(("kind", *subjects, "other_key", "field", "value", "outlet", "start_date", "end_date"), str)
        | dict.fromkeys(("author", "made_at", "note", "undone_at"), str)
        | {"undone_by_action": int},
        pk="id",
        not_null=("action_number", "kind", "author", "made_at"),
        strict=True,
    )
    for column in (*subjects, "other_key"):
        db.table("decisions").create_index([column])
    # sqlite-utils has no partial indexes. Each article is compared with all aliases.
    db.executescript(
        """
        create index idx_decisions_aliased on decisions(made_at) where kind = 'aliased' and undone_at is null;
        """
    )


def _run_log(db: Database) -> None:
    db.table("rejects").create(
        {"id": int, **dict.fromkeys(("source", "origin", "reason", "kind", "rejected_at"), str)},
        pk="id",
        not_null=("source", "origin", "reason", "kind", "rejected_at"),
        strict=True,
    )
    db.table("rejects").create_index(["source"], unique=True)
    db.table("fetches").create(
        {"id": int, **dict.fromkeys(("url", "etag", "last_modified", "fetched_at"), str)},
        pk="id",
        not_null=("url", "fetched_at"),
        strict=True,
    )
    db.table("fetches").create_index(["url"], unique=True)


def _full_text_indexes(db: Database) -> None:
    db.table("speaker_names").enable_fts(["name"], tokenize=TOKENIZE)
    # sqlite-utils indexes the columns of tables. These are folded, and those of an article are in two tables.
    article, now = ("title", "byline", "outlet", "text"), "articles.id = versions.article_id and versions.is_current"
    db.create_view(
        "quotation_words", f"select id, {', '.join(_folded('quotations', _QUOTATION_WORDS))} from quotations"
    )
    db.create_view(
        "article_words",
        f"""
        select articles.id, {", ".join([*_folded("articles", article[:3]), *_folded("versions", ["text"])])}
        from articles join versions on {now}
        """,
    )
    of_new, of_old = (", ".join(_folded(moment, _QUOTATION_WORDS, named=False)) for moment in ("new", "old"))
    words, article_words = ", ".join(_QUOTATION_WORDS), ", ".join(article)
    delete = f"insert into quotations_fts(quotations_fts, rowid, {words}) values ('delete', old.id, {of_old})"
    insert = f"insert into quotations_fts(rowid, {words}) values (new.id, {of_new})"
    about_new, about_old, about = (
        ", ".join(_folded(moment, article[:3], named=False)) for moment in ("new", "old", "articles")
    )
    remove_article = f"insert into articles_fts(articles_fts, rowid, {article_words})"
    add_article = f"insert into articles_fts(rowid, {article_words})"
    db.executescript(
        f"""
        create virtual table quotations_fts using fts5(
            {words}, tokenize="{TOKENIZE}", content="quotation_words", content_rowid="id"
        );
        create trigger quotations_fts_insert after insert on quotations begin {insert}; end;
        create trigger quotations_fts_delete after delete on quotations begin {delete}; end;
        create trigger quotations_fts_update after update of id, {words} on quotations
            when {" or ".join(f"old.{column} is not new.{column}" for column in ("id", *_QUOTATION_WORDS))}
        begin
            {delete};
            {insert};
        end;
        create virtual table quotations_fts_words using fts5vocab(quotations_fts, instance);
        create virtual table articles_fts using fts5(
            {article_words}, tokenize="{TOKENIZE}", content="article_words", content_rowid="id"
        );
        -- The speaker of a name changes often, the name itself never.
        create trigger speaker_names_fts_insert after insert on speaker_names begin
            insert into speaker_names_fts(rowid, name) values (new.id, new.name);
        end;
        create trigger speaker_names_fts_delete after delete on speaker_names begin
            insert into speaker_names_fts(speaker_names_fts, rowid, name) values ('delete', old.id, old.name);
        end;
        create trigger speaker_names_fts_update after update of name on speaker_names begin
            insert into speaker_names_fts(speaker_names_fts, rowid, name) values ('delete', old.id, old.name);
            insert into speaker_names_fts(rowid, name) values (new.id, new.name);
        end;
        create trigger articles_fts_insert after insert on versions when new.is_current begin
            {add_article} select id, {about}, {folded_sql("new.text")} from articles where id = new.article_id;
        end;
        create trigger articles_fts_replace after update of is_current on versions
            when old.is_current and not new.is_current
        begin
            {remove_article}
                select 'delete', id, {about}, {folded_sql("old.text")} from articles where id = old.article_id;
        end;
        create trigger articles_fts_metadata after update of title, byline, outlet on articles
            when old.title is not new.title or old.byline is not new.byline or old.outlet is not new.outlet
        begin
            {remove_article} select 'delete', old.id, {about_old}, {folded_sql("text")}
                from versions where article_id = old.id and is_current;
            {add_article} select new.id, {about_new}, {folded_sql("text")}
                from versions where article_id = new.id and is_current;
        end;
        """
    )


_QUOTATION_WORDS = ("text", "said_by", "said_as")


def _folded(table: str, columns: Iterable[str], *, named: bool = True) -> list[str]:
    """The folded columns of a table, as SQL expressions, with or without names."""
    return [folded_sql(f"{table}.{column}") + f" as {column}" * named for column in columns]
