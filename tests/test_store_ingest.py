"""Ingesting: whole or not at all, the same again changes nothing, what stays keeps its id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes import store
from quotes.ids import article_key, quotation_ids
from quotes.model import Article, Kind, Quotation, Span
from tests.builders import (
    ALL,
    CRANES,
    CRANES_QUOTATIONS,
    HARBOUR,
    HARBOUR_QUOTATIONS,
    fill,
    person,
    plain,
    quotation,
)


@pytest.fixture(scope="module")
def shared() -> Iterator[Database]:
    with store.create(":memory:") as database:
        yield database


def dump(db: Database) -> str:
    return "\n".join(db.iterdump())


def ids_of(db: Database, article: Article) -> dict[str, str]:
    rows = db.execute(
        "select text, uid from quotations where article_id = (select id from articles where uid = ?)",
        [article_key(article)],
    )
    return dict(rows.fetchall())


def test_outcomes(db: Database) -> None:
    assert store.ingest(db, HARBOUR, HARBOUR_QUOTATIONS) == "added"
    assert store.ingest(db, HARBOUR, HARBOUR_QUOTATIONS) == "unchanged"
    assert store.ingest(db, HARBOUR, HARBOUR_QUOTATIONS[1:]) == "updated"
    assert store.ingest(db, replace(HARBOUR, title="Harbour shut"), HARBOUR_QUOTATIONS[1:]) == "updated"


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    db = fill(path)
    before = dump(db)
    db.close()
    stored = path.read_bytes()
    db = fill(path)
    assert dump(db) == before
    db.close()
    assert path.read_bytes() == stored


def test_the_same_from_another_place_changes_nothing(db: Database) -> None:
    store.ingest(db, HARBOUR, HARBOUR_QUOTATIONS)
    before = dump(db)
    assert store.ingest(db, replace(HARBOUR, source="./copy/of/harbour.txt"), HARBOUR_QUOTATIONS) == "unchanged"
    assert dump(db) == before


def test_what_is_stored_is_what_was_given(db: Database) -> None:
    for article, quotations in ALL:
        store.ingest(db, article, quotations)
        stored = store.article(db.conn, article_key(article))
        assert stored is not None
        for field in ("text", "source", "title", "byline", "outlet", "published", "url"):
            assert getattr(stored, field) == getattr(article, field)
        given = dict(zip(quotation_ids(article_key(article), quotations), quotations, strict=True))
        assert given.keys() == {found.id for found in stored.quotations}
        for found in stored.quotations:
            one = given[found.id]
            assert (found.kind, found.text, found.spans) == (one.kind, one.text, one.spans)
            assert (found.confidence, found.step, found.chain) == (
                one.confidence,
                one.evidence and one.evidence.step,
                one.evidence and one.evidence.chain,
            )
            assert (found.cue and found.cue[:2], found.mention and found.mention[:2]) == (one.cue, one.mention)
            assert [who.kind for who in found.speakers] == [who.kind for who in one.speakers]


def test_every_stored_word_stands_where_it_says(db: Database) -> None:
    for article, quotations in ALL:
        store.ingest(db, article, quotations)
    rows = db.query(
        """
        select q.*, v.text as article_text, substr(v.text, start_char + 1, end_char - start_char) as cut
        from quotations q join versions v on v.id = q.version_id
        """
    )
    for row in rows:
        text = row["article_text"]
        if row["kind"] != "paraphrase":
            assert text[row["start_char"] : row["end_char"]] == row["text"] == row["cut"]
        for part in ("cue", "mention"):
            if row[part] is not None:
                assert text[row[f"{part}_start_char"] : row[f"{part}_end_char"]] == row[part]


def test_an_edited_article_keeps_the_ids_of_what_stayed(db: Database) -> None:
    store.ingest(db, CRANES, CRANES_QUOTATIONS)
    before = ids_of(db, CRANES)
    rows = dict(db.execute("select uid, id from quotations").fetchall())
    edited = replace(CRANES, text="Correction below.\n" + CRANES.text.replace("is dead", "is alive"))
    moved = [
        replace(
            each,
            spans=tuple(Span(start + 18, end + 18) for start, end in each.spans),
            cue=None,
            mention=None,
            evidence=None,
            statement_spans=(),
        )
        for each in CRANES_QUOTATIONS[:-1]
    ]
    new = quotation(edited, "is alive", kind=Kind.PARTIAL, by=CRANES_QUOTATIONS[-1].speakers)
    assert store.ingest(db, edited, [*moved, new]) == "updated"
    after = ids_of(db, edited)
    assert {text: after[text] for text in before} == before
    assert "is alive" in after
    assert db.execute(
        "select quotations.text, number from quotations join versions on versions.id = gone_version_id"
    ).fetchall() == [("is dead", 2)]
    kept = dict(db.execute("select uid, id from quotations").fetchall())
    assert all(kept[id] == rows[id] for id in kept.keys() & rows.keys())
    stored = store.article(db.conn, article_key(CRANES))
    assert stored is not None
    assert stored.text == edited.text


def test_who_is_no_longer_quoted_is_forgotten(db: Database) -> None:
    store.ingest(db, CRANES, CRANES_QUOTATIONS)
    assert store.speaker(db.conn, "thi-viet-le-moreau")
    store.ingest(db, CRANES, [each for each in CRANES_QUOTATIONS if "ropes" not in each.text])
    assert store.speaker(db.conn, "thi-viet-le-moreau") is None
    assert store.speakers(db.conn, "Moreau") == []
    store.ingest(db, CRANES, CRANES_QUOTATIONS)
    assert store.speaker(db.conn, "thi-viet-le-moreau")


def test_editing_one_article_leaves_the_speakers_of_others(db: Database) -> None:
    for article, quotations in ALL:
        store.ingest(db, article, quotations)
    store.ingest(db, HARBOUR, [])
    portrait = store.speaker(db.conn, "ines-okafor")
    assert portrait is not None
    assert {found.article.outlet for found in portrait.quotations} == {"Tides Weekly"}
    assert [role.role for role in portrait.roles] == ["harbour mistress"]


def test_a_failure_half_way_leaves_nothing(db: Database) -> None:
    store.ingest(db, CRANES, CRANES_QUOTATIONS)
    before = dump(db)
    impossible = replace(HARBOUR_QUOTATIONS[-1], confidence=1.5)
    with pytest.raises(ValueError, match=r"^harbour\.txt: the confidence 1\.5 is not between 0 and 1$"):
        store.ingest(db, HARBOUR, [*HARBOUR_QUOTATIONS[:-1], impossible])
    assert dump(db) == before
    assert not db.conn.in_transaction
    with pytest.raises(ValueError, match="confidence -1"):
        store.ingest(db, CRANES, [replace(CRANES_QUOTATIONS[0], confidence=-1.0)])
    assert dump(db) == before
    assert store.ingest(db, HARBOUR, HARBOUR_QUOTATIONS) == "added"


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(Quotation(Kind.DIRECT, (Span(0, 3),), "the"), id="other words"),
        pytest.param(Quotation(Kind.DIRECT, (Span(0, 10**6),), HARBOUR.text), id="beyond the end"),
        pytest.param(Quotation(Kind.DIRECT, (Span(3, 3),), ""), id="empty"),
        pytest.param(Quotation(Kind.PARAPHRASE, (), ""), id="nowhere"),
        pytest.param(Quotation(Kind.DIRECT, (Span(0, 3), Span(4, 11)), "The harbour"), id="direct in two parts"),
        pytest.param(Quotation(Kind.DIRECT, (Span(-4, -1),), HARBOUR.text[-4:-1]), id="before the beginning"),
    ],
)
def test_words_that_do_not_stand_there_are_refused(db: Database, wrong: Quotation) -> None:
    before = dump(db)
    with pytest.raises(ValueError, match=r"^harbour\.txt: the "):
        store.ingest(db, HARBOUR, [*HARBOUR_QUOTATIONS, wrong])
    assert dump(db) == before


def test_the_same_words_twice_are_two_quotations(db: Database) -> None:
    article = Article("“No,” said Ann Marsh. “No,” she said.", "no.txt")
    ann = person("Ann Marsh")
    twice = [
        Quotation(Kind.DIRECT, (Span(1, 4),), "No,", speakers=(ann,)),
        Quotation(Kind.DIRECT, (Span(23, 26),), "No,", speakers=(ann,)),
    ]
    assert store.ingest(db, article, twice) == "added"
    assert store.ingest(db, article, twice) == "unchanged"
    assert len(store.search(db.conn, "no").hits) == 2


@pytest.mark.slow
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_back_as_it_was(shared: Database, words: str) -> None:
    article, quotations = plain(words, person("Ann Marsh"))
    store.ingest(shared, article, quotations)
    stored = store.article(shared.conn, article_key(article))
    assert stored is not None
    assert (stored.text, [quotation.text for quotation in stored.quotations]) == (article.text, [words])
