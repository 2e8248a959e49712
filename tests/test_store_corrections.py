"""What people decide holds: over re-ingestion, in any order, with a history, and until it is undone."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes import store
from quotes.ids import article_key, quotation_ids
from quotes.model import Article, Quotation, Speaker
from quotes.store import corrections, decisions
from tests.builders import anonymous, organisation, person, quotation

pytestmark = pytest.mark.slow

Printed = tuple[Article, list[Quotation]]
ME = "an editor"


def printed(number: int, *speakers: Speaker) -> Printed:
    """Article `number`, in which each of `speakers` says something of their own."""
    words = [f"This is {number} {place}," for place in range(len(speakers))]
    text = "".join(f"“{said}” said {who.name}.\n" for said, who in zip(words, speakers, strict=True))
    article = Article(text, f"{number}.txt", url=f"https://news.example/{number}", published=f"2030-01-0{number + 1}")
    return article, [quotation(article, said, by=[who]) for said, who in zip(words, speakers, strict=True)]


KELLY, MIDDLE = person("John Kelly", "Kelly", role="coach"), person("John F. Kelly", "Kelly", role="general")
ALONE = person("Kelly")
ARTICLES = [printed(0, KELLY), printed(1, MIDDLE, KELLY), printed(2, ALONE), printed(3, KELLY, person("Ann Marsh"))]


def fill(db: Database, articles: list[Printed] = ARTICLES) -> None:
    for article, found in articles:
        store.ingest(db, article, found)


def said(db: Database) -> dict[str, list[str]]:
    """Slugs, and what they said."""
    return {
        speaker.slug: sorted(each.text for each in portrait.quotations)
        for speaker in store.speakers(db.conn)
        if (portrait := store.speaker(db.conn, speaker.slug))
    }


def state(db: Database) -> list[str]:
    return list(store.dump(db.conn))


def id_of(article: Article, found: list[Quotation], which: int = 0) -> str:
    return quotation_ids(article_key(article), found)[which]


def test_merged_speakers_are_one_and_both_addresses_work(db: Database) -> None:
    fill(db)
    kept = corrections.merge(db, "john-kelly", "john-f-kelly", who=ME, note="the same man")
    assert (kept.slug, kept.quoted) == ("john-kelly", 4)
    assert store.speaker(db.conn, "john-f-kelly") is None
    gone = store.former_speaker(db.conn, "john-f-kelly")
    assert gone is not None
    assert gone.target == "john-kelly"
    assert store.search(db.conn, speaker="John F. Kelly").total == 4
    portrait = store.speaker(db.conn, "john-kelly")
    assert portrait is not None
    assert {role.role for role in portrait.roles} == {"coach", "general"}
    (one,) = [each for each in portrait.quotations if each.text == "This is 1 0,"]
    assert one.speaker == "John Kelly"
    fill(db, [printed(4, MIDDLE)])
    assert store.speakers(db.conn, "john-kelly")[0].quoted == 5


def test_undone_it_is_as_if_it_had_not_been_but_in_the_history(db: Database) -> None:
    fill(db)
    before = said(db)
    corrections.merge(db, "john-kelly", "john-f-kelly", who=ME)
    corrections.merge(db, "ann-marsh", "john-kelly", who=ME)
    assert len(said(db)["ann-marsh"]) == 5
    corrections.undo(db, who=ME)
    assert len(said(db)["john-kelly"]) == 4
    corrections.undo(db, who=ME)
    assert said(db) == before
    assert [bool(each.undone_at) for each in corrections.history(db.conn, "john-kelly")] == [True, True]
    with pytest.raises(ValueError, match="no decision to undo"):
        corrections.undo(db, who=ME)


def test_a_family_name_alone_may_be_joined_in_one_article(db: Database) -> None:
    fill(db)
    (alone,) = (slug for slug in said(db) if slug.startswith("kelly-"))
    corrections.merge(db, "john-kelly", alone, who=ME)
    assert "This is 2 0," in said(db)["john-kelly"]
    fill(db, [printed(5, ALONE)])
    assert len([slug for slug in said(db) if slug.startswith("kelly-")]) == 1


def test_one_name_two_people(db: Database) -> None:
    fill(db)
    before = said(db)
    other = corrections.split(db, "John Kelly", [article_key(ARTICLES[3][0])], who=ME)
    assert other is not None
    assert other.slug.startswith("john-kelly-")
    assert said(db)[other.slug] == ["This is 3 0,"]
    assert said(db)["john-kelly"] == ["This is 0 0,", "This is 1 1,"]
    fill(db, [(replace(ARTICLES[3][0], title="Edited"), ARTICLES[3][1])])
    assert said(db)[other.slug] == ["This is 3 0,"]
    with pytest.raises(ValueError, match="were decided to be different"):
        corrections.merge(db, "john-kelly", other.slug, who=ME)
    corrections.undo(db, who=ME)
    assert said(db) == before
    gone = store.former_speaker(db.conn, other.slug)
    assert gone is not None
    assert gone.target == "john-kelly"


def test_two_articles_split_off_are_one_other_person(db: Database) -> None:
    fill(db)
    away = [article_key(ARTICLES[number][0]) for number in (1, 3)]
    other = corrections.split(db, "john-kelly", away, who=ME)
    assert other is not None
    assert said(db)[other.slug] == ["This is 1 1,", "This is 3 0,"]
    with pytest.raises(ValueError, match="nothing to split"):
        corrections.split(db, "john-kelly", [article_key(ARTICLES[0][0])], who=ME)


def test_a_joined_name_is_split_off_again(db: Database) -> None:
    fill(db)
    before = said(db)
    corrections.merge(db, "john-f-kelly", "john-kelly", who=ME)
    corrections.merge(db, "john-kelly", "ann-marsh", who=ME)
    assert set(said(db)) & {"john-kelly", "ann-marsh"} == set()
    corrections.split(db, "john-f-kelly", who=ME)
    assert said(db)["john-f-kelly"] == before["john-f-kelly"]
    assert len(said(db)["john-kelly"]) == 4
    with pytest.raises(ValueError, match="has no merged names"):
        corrections.split(db, "john-f-kelly", who=ME)
    corrections.undo(db, who=ME)
    assert len(said(db)["john-f-kelly"]) == 5


def test_rename_link_and_alias(db: Database) -> None:
    fill(db)
    assert corrections.rename(db, "Ann Marsh", "Dame Ann  Marsh", who=ME).name == "Dame Ann Marsh"
    assert store.search(db.conn, "dame").total == 1
    corrections.link(db, "ann-marsh", "Q42", who=ME)
    corrections.link(db, "ann-marsh", "Q43", who=ME)
    assert db.execute("select wikidata from speakers where slug = 'ann-marsh'").fetchone() == ("Q43",)
    corrections.add_alias(db, "ann-marsh", "Anna Marsh-Lee", who=ME)
    fill(db, [printed(4, person("Anna Marsh-Lee"))])
    assert said(db)["ann-marsh"] == ["This is 3 1,", "This is 4 0,"]
    assert [each.kind for each in corrections.history(db.conn, "ann-marsh") if not each.undone_at] == [
        *("named", "linked", "added", "same")
    ]
    for wrong in ("Q0", "42", "Q", "Q4x"):
        with pytest.raises(ValueError, match="not an item of Wikidata"):
            corrections.link(db, "ann-marsh", wrong, who=ME)
    with pytest.raises(ValueError, match="is the name of another speaker"):
        corrections.add_alias(db, "ann-marsh", "John Kelly", who=ME)


def test_a_quotation_given_to_somebody_else(db: Database) -> None:
    fill(db)
    id = id_of(*ARTICLES[0])
    corrections.attribute(db, id, "Ann Marsh", who=ME)
    fill(db, [(replace(ARTICLES[0][0], text="Corrected. " + ARTICLES[0][0].text), [_moved(ARTICLES[0][1][0], 11)])])
    found = store.quotation(db.conn, id)
    assert found is not None
    assert (found.speaker, found.step, found.confidence, found.version) == ("Ann Marsh", "newsroom", 1.0, 2)
    corrections.attribute(db, id, "unknown", who=ME)
    assert _speaker_of(db, id) is None
    corrections.attribute(db, id, "Zed Newman", kind="person", who=ME)
    assert _speaker_of(db, id) == "Zed Newman"
    assert said(db)["zed-newman"] == ["This is 0 0,"]
    for speaker in (None, "Ann Marsh", "John Kelly"):
        corrections.undo(db, who=ME)
        assert _speaker_of(db, id) == speaker
    assert "zed-newman" not in said(db)


def test_a_decision_that_a_later_one_replaced_in_part_is_not_undone(db: Database) -> None:
    fill(db)
    id = id_of(*ARTICLES[0])
    corrections.attribute(db, id, "Ann Marsh", who=ME)
    corrections.attribute(db, id, "Zed Newman", kind="person", who=ME)
    corrections.attribute(db, id, "John F. Kelly", who=ME)
    with pytest.raises(ValueError, match="decision 3 replaced this one; undo that first"):
        corrections.undo(db, 2, who=ME)
    assert _speaker_of(db, id) == "John F. Kelly"


def test_the_first_of_two_merged_gives_name_and_item_as_well(db: Database) -> None:
    fill(db)
    corrections.rename(db, "john-f-kelly", "General Kelly", who=ME)
    corrections.link(db, "john-f-kelly", "Q2", who=ME)
    assert corrections.merge(db, "john-kelly", "john-f-kelly", who=ME).name == "John Kelly"
    item = "select wikidata from speakers where slug = 'john-kelly'"
    assert db.execute(item).fetchone() == ("Q2",), "nothing was said of the first"
    corrections.undo(db, who=ME)
    corrections.link(db, "john-kelly", "Q1", who=ME)
    corrections.link(db, "john-f-kelly", "Q3", who=ME)
    corrections.merge(db, "john-kelly", "john-f-kelly", who=ME)
    assert db.execute(item).fetchone() == ("Q1",)
    corrections.split(db, "john-f-kelly", who=ME)
    assert store.speakers(db.conn, "john-f-kelly")[0].name == "General Kelly"


def test_a_split_that_is_undone_leaves_the_address(db: Database) -> None:
    fill(db)
    corrections.merge(db, "john-kelly", "john-f-kelly", who=ME)
    corrections.merge(db, "ann-marsh", "john-kelly", who=ME)
    before = said(db)
    corrections.split(db, "john-f-kelly", who=ME)
    corrections.undo(db, who=ME)
    assert said(db) == before


def test_who_was_added_for_a_quotation_comes_and_goes_with_it(db: Database) -> None:
    fill(db)
    article, found = ARTICLES[0]
    id = id_of(article, found)
    corrections.attribute(db, id, "Zed Newman", kind="person", who=ME)
    corrections.withdraw(db, id, "misquoted", who=ME)
    assert "zed-newman" not in said(db)
    corrections.undo(db, who=ME)
    assert said(db)["zed-newman"] == ["This is 0 0,"]
    store.ingest(db, article, [])
    assert "zed-newman" not in said(db)
    assert list(store.verify(db.conn)) == []


def test_what_is_not_published_is_not_corrected(db: Database) -> None:
    fill(db)
    article, found = ARTICLES[0]
    id = id_of(article, found)
    corrections.withdraw(db, id, "misquoted", who=ME)
    with pytest.raises(ValueError, match="is already withdrawn"):
        corrections.attribute(db, id, "Zed Newman", kind="person", who=ME)
    with pytest.raises(ValueError, match=r"is already withdrawn.*The reason is “misquoted”") as refused:
        corrections.withdraw(db, id, "again", who=ME)
    assert not isinstance(refused.value, corrections.AlreadySo)
    with pytest.raises(corrections.AlreadySo, match="is already withdrawn"):
        corrections.withdraw(db, id, "misquoted", who=ME)
    corrections.undo(db, who=ME)
    store.ingest(db, article, [])
    with pytest.raises(ValueError, match="no longer finds a quotation in these words"):
        corrections.attribute(db, id, "Zed Newman", kind="person", who=ME)


def test_withdrawn_then_found_in_a_longer_one_it_leads_there_when_that_is_undone(db: Database) -> None:
    article, (whole,) = ARTICLES[0]
    part = quotation(article, "This is 0", by=[person("Zed Newman")])
    store.ingest(db, article, [part])
    (id,) = quotation_ids(article_key(article), [part])
    corrections.withdraw(db, id, "misquoted", who=ME)
    store.ingest(db, article, [whole])
    assert store.retired(db.conn, id) == store.Gone(None, "misquoted")
    corrections.undo(db, who=ME)
    gone = store.retired(db.conn, id)
    assert gone is not None
    assert gone.target == id_of(article, [whole])
    assert "zed-newman" not in said(db)
    store.ingest(db, article, [part])
    assert store.quotation(db.conn, id) is not None


def test_a_withdrawal_loaded_for_what_leads_elsewhere_is_undone_to_that(db: Database) -> None:
    article, (whole,) = ARTICLES[0]
    part = quotation(article, "This is 0", by=[KELLY])
    store.ingest(db, article, [part])
    store.ingest(db, article, [whole])
    (id,) = quotation_ids(article_key(article), [part])
    before = store.retired(db.conn, id)
    decision = decisions.Decision(
        action_number=1, kind="withdrawn", quotation_uid=id, author=ME, made_at="2031-01-01", note="misquoted"
    )
    decisions.load(db, [json.dumps(asdict(decision))])
    assert store.retired(db.conn, id) == store.Gone(None, "misquoted")
    corrections.undo(db, who=ME)
    assert store.retired(db.conn, id) == before


def test_a_withdrawn_quotation_stays_away(db: Database) -> None:
    fill(db)
    id = id_of(*ARTICLES[2])
    corrections.withdraw(db, id, "misquoted", who=ME)
    assert store.quotation(db.conn, id) is None
    assert store.retired(db.conn, id) == store.Gone(None, "misquoted")
    assert store.search(db.conn, '"This is 2 0"', kind="direct").total == 0
    fill(db, [(replace(ARTICLES[2][0], title="Edited"), ARTICLES[2][1])])
    assert store.quotation(db.conn, id) is None
    fill(db, [(replace(ARTICLES[2][0], text="All gone."), [])])
    assert list(store.verify(db.conn)) == []
    corrections.undo(db, who=ME)
    found = store.quotation(db.conn, id)
    assert found is not None
    assert (found.gone_since, found.speaker) == (2, "Kelly")
    assert store.retired(db.conn, id) is None


def _moved(one: Quotation, by: int) -> Quotation:
    spans = tuple(span._replace(start=span.start + by, end=span.end + by) for span in one.spans)
    return replace(one, spans=spans, statement_spans=(), cue=None, mention=None)


def _speaker_of(db: Database, id: str) -> str | None:
    found = store.quotation(db.conn, id)
    assert found is not None
    return found.speaker


def test_suggestions_are_never_asked_twice(db: Database) -> None:
    fill(db)
    fill(db, [printed(4, organisation("World Tide Union"), organisation("WTU"), anonymous("the general"))])
    first, *_ = found = corrections.suggestions(db.conn)
    assert {(each.left.name, each.right.name) for each in found} == {
        *(("John Kelly", "John F. Kelly"), ("John Kelly", "Kelly"), ("John F. Kelly", "Kelly")),
        *(("World Tide Union", "WTU"), ("John F. Kelly", "the general")),
    }
    assert [each.touches for each in found] == sorted((each.touches for each in found), reverse=True)
    corrections.decide_pair(db, "unsure", first.left.node, first.right.node, who=ME)
    corrections.decide_pair(db, "different", found[1].right.node, found[1].left.node, who=ME)
    corrections.decide_pair(db, "same", found[2].left.node, found[2].right.node, who=ME)
    assert len(corrections.suggestions(db.conn)) <= 2
    while left := corrections.suggestions(db.conn):
        corrections.decide_pair(db, "unsure", left[0].left.node, left[0].right.node, who=ME)


def test_names_that_do_not_decide(db: Database) -> None:
    fill(db)
    with pytest.raises(ValueError, match=r"several speakers are named 'kelly'.*john-kelly"):
        corrections.find(db.conn, "kelly")
    with pytest.raises(ValueError, match="no speaker is named"):
        corrections.merge(db, "john-kelly", "Nobody Atall", who=ME)
    with pytest.raises(ValueError, match="already one speaker"):
        corrections.merge(db, "john-kelly", "Kelly, John", who=ME)
    with pytest.raises(ValueError, match="no quotation has the id"):
        corrections.withdraw(db, "0" * 16, "why", who=ME)
    assert list(decisions.dump(db.conn)) == []


def decide(db: Database) -> None:
    """Some of everything."""
    corrections.merge(db, "john-kelly", "john-f-kelly", who=ME, note="née “Kelly”")
    corrections.split(db, "john-kelly", [article_key(ARTICLES[0][0])], who=ME)
    corrections.rename(db, "ann-marsh", "Dame Ann Marsh", who=ME)
    corrections.attribute(db, id_of(*ARTICLES[1]), "Zed Newman", kind="person", who=ME)
    corrections.attribute(db, id_of(*ARTICLES[2]), "ann-marsh", who=ME)
    corrections.withdraw(db, id_of(*ARTICLES[3]), "wrong", who=ME)
    corrections.link(db, "ann-marsh", "Q42", who=ME)
    corrections.undo(db, who=ME)


@pytest.mark.slow
@pytest.mark.parametrize("before", [True, False], ids=["loaded before ingesting", "loaded after"])
def test_dump_and_load(db: Database, before: bool) -> None:
    fill(db)
    decide(db)
    lines = list(decisions.dump(db.conn))
    assert decisions.load(db, lines) == 0
    with store.create(":memory:") as other:
        if before:
            decisions.load(other, lines)
        fill(other)
        if not before:
            decisions.load(other, lines)
        assert list(decisions.dump(other.conn)) == lines
        assert said(other) == said(db)
        assert [line for line in state(other) if "added" not in line] == [
            line for line in state(db) if "added" not in line
        ]
        assert list(store.verify(other.conn)) == []


def test_a_changed_mind_is_loaded_with_what_it_ended(db: Database) -> None:
    fill(db)
    id = id_of(*ARTICLES[0])
    with store.create(":memory:") as other:
        fill(other)
        for speaker in ("Ann Marsh", "John F. Kelly"):
            corrections.attribute(db, id, speaker, who=ME)
            decisions.load(other, decisions.dump(db.conn))
        assert list(decisions.dump(other.conn)) == list(decisions.dump(db.conn))
        corrections.undo(other, who=ME)
        assert _speaker_of(other, id) == "Ann Marsh"


@pytest.mark.slow
def test_of_two_decisions_on_one_quotation_the_later_one_holds_everywhere(db: Database) -> None:
    fill(db)
    id = id_of(*ARTICLES[0])
    with store.create(":memory:") as other:
        fill(other)
        corrections.attribute(db, id, "Ann Marsh", who="one")
        corrections.rename(db, "John Kelly", "Kelly the Elder", who="one")
        while (
            corrections.attribute(other, id, "John F. Kelly", who="two") and _last(other).made_at <= _last(db).made_at
        ):
            corrections.undo(other, who="two")
        corrections.rename(other, "John Kelly", "Kelly the Younger", who="two")
        ours, theirs = list(decisions.dump(db.conn)), list(decisions.dump(other.conn))
        decisions.load(other, ours)
        decisions.load(db, theirs)
        for each in (db, other):
            assert _speaker_of(each, id) == "John F. Kelly"
            assert store.search(each.conn, '"This is 0 0"').total == 1
            assert store.speakers(each.conn, "john-kelly")[0].name == "Kelly the Younger"
            assert list(store.verify(each.conn)) == []
        assert decisions.load(db, decisions.dump(other.conn)) == 0


def _last(db: Database) -> decisions.Decision:
    return decisions.decisions(db.conn)[-1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "withdrawn", "quotation_uid": "0" * 16},
        {"kind": "withdrawn", "quotation_uid": "0" * 16, "note": "misquoted", "value": "x"},
        {"kind": "withdrawn", "quotation_uid": "no id", "note": "misquoted"},
        {"kind": "linked", "speaker_key": "person:john kelly", "value": "42"},
        {"kind": "added", "speaker_key": "john kelly", "value": "John Kelly"},
        {"kind": "named", "speaker_key": "person:john kelly", "value": " "},
        {"kind": "named", "speaker_key": "person:john kelly"},
        {"kind": "named", "speaker_key": "person:john kelly", "value": 7},
        {"kind": "same", "speaker_key": "person:john kelly", "other_key": "kelly"},
        {"kind": "attributed", "quotation_uid": "0" * 16, "speaker_key": "robot:x"},
        {"kind": "aliased", "speaker_key": "person:john kelly", "value": "Kelly", "start_date": "soon"},
        {"kind": "described", "article_uid": "0" * 16, "field": "title", "value": ""},
        {"kind": "described", "article_uid": "0" * 16, "field": "text", "value": "x"},
        {"kind": "forgotten", "speaker_key": "person:john kelly"},
        {"speaker_key": "person:john kelly"},
        {"judgement": "same", "left": "person:john kelly", "right": "person:kelly john"},
        {"judgement": "aliased", "left": "person:john kelly", "right": 5},
    ],
)
def test_a_line_that_does_not_say_what_it_has_to_is_refused(db: Database, wrong: dict[str, object]) -> None:
    line = {"action_number": 1, "author": ME, "made_at": "2031-01-01"} | wrong
    with pytest.raises(ValueError, match="line 1 is not a decision"):
        decisions.load(db, [json.dumps(line)])


@pytest.mark.parametrize("line", ["no json", "[]", "5", '{"kind": "same"}', '{"left": 1}'])
def test_what_is_no_dump_changes_nothing(db: Database, line: str) -> None:
    fill(db)
    decide(db)
    before = state(db)
    with pytest.raises(ValueError, match="line 2 is not a decision"):
        decisions.load(db, [next(decisions.dump(db.conn)), line])
    assert state(db) == before


@pytest.mark.slow
def test_joins_do_not_depend_on_when_a_split_was_loaded() -> None:
    articles = [printed(0, person("Ann Marsh")), printed(1, person("Ann B. Marsh"))]
    with store.create(":memory:") as db, store.create(":memory:") as other:
        fill(db, articles)
        corrections.split(db, "ann-marsh", [article_key(articles[1][0])], who=ME)
        decisions.load(other, decisions.dump(db.conn))
        fill(other, articles)
        joins = "select speaker_key, other_key from joins"
        assert other.conn.execute(joins).fetchall() == db.conn.execute(joins).fetchall() != []
        assert list(store.verify(other.conn)) == []


CAST = [
    *(person(name) for name in ("Ann Marsh", "Ann B. Marsh", "Anne Marsh", "Marsh", "Ben Okonkwo")),
    anonymous("a man"),
]


@pytest.mark.slow
@settings(max_examples=15)
@given(
    st.lists(st.lists(st.sampled_from(CAST), min_size=1, max_size=3), min_size=2, max_size=5),
    st.lists(st.tuples(st.sampled_from(["merge", "split", "undo"]), st.integers(0, 9), st.integers(0, 9)), max_size=6),
    st.randoms(use_true_random=False),
)
def test_any_decisions_in_any_order_of_articles(
    cast: list[list[Speaker]], actions: list[tuple[str, int, int]], random: Random
) -> None:
    articles = [printed(number, *speakers) for number, speakers in enumerate(cast)]
    with store.create(":memory:") as db, store.create(":memory:") as other:
        fill(db, articles)
        for action, one, two in actions:
            slugs = sorted(said(db))
            a, b = slugs[one % len(slugs)], slugs[two % len(slugs)]
            try:
                if action == "merge":
                    corrections.merge(db, a, b, who=ME)
                elif action == "split":
                    corrections.split(db, a, [article_key(articles[two % len(articles)][0])] if two % 2 else [], who=ME)
                else:
                    corrections.undo(db, who=ME)
            except ValueError:
                continue
            assert list(store.verify(db.conn)) == []
        decisions.load(other, decisions.dump(db.conn))
        random.shuffle(articles)
        fill(other, articles)
        assert sorted(said(other).values()) == sorted(said(db).values())
        assert list(store.verify(other.conn)) == []


def test_no_two_decisions_are_of_one_moment(db: Database) -> None:
    fill(db)
    for _ in range(20):
        corrections.rename(db, "ann-marsh", "Ann", who=ME)
        corrections.undo(db, who=ME)
    moments = [each.made_at for each in decisions.decisions(db.conn)]
    assert len(set(moments)) == len(moments) == 20
    assert decisions.load(db, decisions.dump(db.conn)) == 0


def test_an_attribution_says_who_is_meant_wherever_it_is_loaded(db: Database, tmp_path: Path) -> None:
    fill(db)
    (quoted,) = quotation_ids(article_key(ARTICLES[2][0]), ARTICLES[2][1])
    corrections.attribute(db, quoted, "ann-marsh", who=ME)
    with store.create(tmp_path / "other.db") as other:
        decisions.load(other, decisions.dump(db.conn))
        fill(other, ARTICLES[2:3])
        found = store.quotation(other.conn, quoted)
        assert found is not None
        assert found.speaker == "Ann Marsh"
        assert list(store.verify(other.conn)) == []
