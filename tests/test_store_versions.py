"""An edited article: the old text is kept, every id answers, every stored word stands where it says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes import store
from quotes.ids import article_key, quotation_ids
from quotes.model import Article, Kind, Quotation
from tests.builders import fill, person, quotation

pytestmark = pytest.mark.slow

ANN = person("Ann Marsh", "Marsh", role="mayor")
BEN = person("Ben Okonkwo")
URL = "https://news.example/bridge"
KEY = article_key(Article("", "", url=URL))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An empty archive, which may be damaged at the end."""
    database = store.create(tmp_path / "quotes.db")
    yield database
    database.close()


def printed(*said: str) -> tuple[Article, list[Quotation]]:
    """One article at one address, whose text has nothing but these quotations, Ann's and Ben's in turn."""
    article = Article("\n".join(f"“{words},” said somebody." for words in said), "bridge.txt", url=URL)
    found, place = [], 0
    for number, words in enumerate(said):
        start = article.text.index(words, place)
        place = start + len(words)
        one = quotation(article, words, by=[(ANN, BEN)[number % 2]])
        found.append(
            Quotation(Kind.DIRECT, (one.spans[0]._replace(start=start, end=place),), words, speakers=one.speakers)
        )
    return article, found


def ids_of(article: Article, found: list[Quotation]) -> list[str]:
    return quotation_ids(article_key(article), found)


def test_what_left_is_marked_and_what_came_is_added(db: Database) -> None:
    first, second = printed("It is safe", "Nobody asked us"), printed("It is safe", "We were asked late")
    assert store.ingest(db, *first) == "added"
    assert store.ingest(db, *second) == "updated"
    safe, nobody = (store.quotation(db.conn, id) for id in ids_of(*first))
    assert safe is not None
    assert (safe.version, safe.gone_since) == (2, None)
    assert nobody is not None
    assert (nobody.version, nobody.gone_since, nobody.speaker) == (1, 2, "Ben Okonkwo")
    old = store.version(db.conn, KEY, nobody.version)
    assert old is not None
    assert old.text == first[0].text
    assert nobody.spans[0].of(old.text) == "Nobody asked us"
    article = store.article(db.conn, KEY)
    assert article is not None
    assert (article.version, [each.text for each in article.quotations]) == (2, ["It is safe", "We were asked late"])
    assert list(store.verify(db.conn)) == []


def test_what_comes_back_is_there_again(db: Database) -> None:
    first = printed("It is safe", "Nobody asked us")
    for state in (first, printed("It is safe"), printed("Other words"), first):
        store.ingest(db, *state)
    found = [store.quotation(db.conn, id) for id in ids_of(*first)]
    assert [each and (each.version, each.gone_since) for each in found] == [(4, None), (4, None)]
    assert [version.number for version in store.versions(db.conn, KEY)] == [1, 2, 3, 4]
    assert list(store.verify(db.conn)) == []


def test_new_metadata_or_speakers_make_no_new_version(db: Database) -> None:
    article, found = printed("It is safe")
    store.ingest(db, article, found)
    store.ingest(db, Article(article.text, "elsewhere", title="Bridge", url=URL), found)
    store.ingest(db, article, [Quotation(Kind.DIRECT, found[0].spans, found[0].text, speakers=(BEN,))])
    assert len(store.versions(db.conn, KEY)) == 1
    assert store.speaker(db.conn, "ann-marsh") is None


def test_who_left_with_their_words_is_still_their_speaker(db: Database) -> None:
    store.ingest(db, *printed("It is safe", "Nobody asked us"))
    store.ingest(db, *printed("It is safe"))
    portrait = store.speaker(db.conn, "ben-okonkwo")
    assert portrait is not None
    assert [each.gone_since for each in portrait.quotations] == [2]
    assert store.speakers(db.conn, "okonk") == [portrait.speaker]


def test_words_found_no_more_in_the_same_text_lead_to_those_around_them(db: Database) -> None:
    article, (whole, other) = printed("It is safe, and it will be, for years", "Never")
    start, _ = whole.spans[0]
    part = quotation(article, "It is safe", by=[ANN])
    store.ingest(db, article, [part, other])
    part_id, other_id = ids_of(article, [part, other])
    store.ingest(db, article, [whole])
    (whole_id,) = ids_of(article, [whole])
    assert start == part.start
    assert store.quotation(db.conn, part_id) is None
    assert store.retired(db.conn, part_id) == store.Gone(
        whole_id, "the words are now part of another quotation of this article"
    )
    gone = store.retired(db.conn, other_id)
    assert gone is not None
    assert gone.target is None
    assert "no longer finds a quotation" in gone.reason
    assert list(store.verify(db.conn)) == []
    store.ingest(db, article, [part, other])
    assert store.retired(db.conn, part_id) is None
    assert store.quotation(db.conn, part_id)
    gone = store.retired(db.conn, whole_id)
    assert gone is not None
    assert gone.target is None, "less than half of the words are left"


def test_one_of_two_equal_quotations_leads_to_the_other(db: Database) -> None:
    twice = printed("No", "No")
    store.ingest(db, *twice)
    store.ingest(db, *printed("No"))
    one, two = ids_of(*twice)
    gone = store.retired(db.conn, two)
    assert gone is not None
    assert gone.target == one


def test_an_id_that_never_was(db: Database) -> None:
    assert store.retired(db.conn, "0" * 16) is None
    assert store.former_speaker(db.conn, "nobody") is None


def test_a_speaker_who_is_quoted_no_more_has_an_address_for_ever(db: Database) -> None:
    article, found = printed("It is safe")
    store.ingest(db, article, found)
    store.ingest(db, article, [])
    assert store.speaker(db.conn, "ann-marsh") is None
    gone = store.former_speaker(db.conn, "ann-marsh")
    assert gone is not None
    assert gone.target is None
    store.ingest(db, Article("“Yes,” said Ann Marsh.", "b.txt"), [])
    store.ingest(db, article, found)
    assert store.former_speaker(db.conn, "ann-marsh") is None
    assert store.speaker(db.conn, "ann-marsh")


WORDS = ["It is safe", "Nobody asked us", "No", "No way out", "We pay twice", "The bridge, the bridge, stands"]
states = st.lists(st.lists(st.sampled_from(WORDS), max_size=5), min_size=1, max_size=6)


@pytest.mark.slow
@settings(max_examples=40)
@given(states, st.randoms(use_true_random=False))
def test_whatever_is_edited_no_id_is_lost_and_every_word_stands(edits: list[list[str]], random: Random) -> None:
    promised: set[str] = set()
    with store.create(":memory:") as db:
        for said in edits:
            article, found = printed(*said)
            kept = found if random.random() < 0.6 else found[::2]
            store.ingest(db, article, kept)
            promised |= set(ids_of(article, kept))
            assert list(store.verify(db.conn)) == []
            for id in promised:
                assert store.quotation(db.conn, id) or store.retired(db.conn, id)


WRONG = {
    "a word changed": "update quotations set text = 'It is unsafe' where text = 'It is safe'",
    "moved": "update quotations set start_char = start_char + 1, "
    "spans = json_array(json_array(start_char + 1, end_char))",
    "another id": "update quotations set uid = '0000000000000000' where text = 'It is safe'",
    "old text changed": "update versions set text = text || '!' where not is_current",
    "text changed": "update versions set text = replace(text, 'safe', 'sane') where is_current",
    "no current text": "update versions set is_current = 0",
    "another current text": "update versions set is_current = 0; update versions set is_current = 1 where number = 1",
    "old text lost": "delete from versions where number = 1",
    "speakers of a quotation lost": "delete from quotation_speakers",
    "nobody's speaker": "insert into speakers(slug, name, kind) values ('x', 'X', 'person')",
    "an index that is not followed": "insert into quotations_fts(quotations_fts) values ('delete-all')",
    "a redirect to nowhere": "update quotations set target_id = 12345 where text = 'It is safe'",
    "gone without a reason": "update quotations set status_reason = null where status = 'gone'",
    "published, but not its words": "update quotations set text = null, kind = null where text = 'It is safe'",
    "a status that there is not": "update quotations set status = 'lost'",
    "withdrawn by nobody": "update quotations set status = 'withdrawn' where text = 'It is safe'",
    "words in both tables": "insert into withdrawn_texts(quotation_id, version_id, kind, text, start_char, end_char, "
    "spans, named_keys, confidence) select id, version_id, kind, text, start_char, end_char, spans, named_keys, 1.0 "
    "from quotations",
    "attributed twice": "insert into decisions(action_number, kind, quotation_uid, speaker_key, author, made_at) "
    "select 1, 'attributed', quotations.uid, value, 'me', '2031-01-01' "
    'from quotations, json_each(\'["person:a b", "person:c d"]\')',
    "a mark that is too early": "update quotations set gone_version_id = version_id where gone_version_id is not null",
}


@pytest.mark.slow
@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_verify_finds_it(db: Database, change: str) -> None:
    store.ingest(db, *printed("It is safe", "Nobody asked us"))
    store.ingest(db, *printed("It is safe"))
    assert list(store.verify(db.conn)) == []
    db.conn.execute("pragma foreign_keys = off")
    db.executescript(change)
    assert list(store.verify(db.conn))


def test_verify_finds_a_row_that_leads_nowhere(tmp_path: Path) -> None:
    fill(tmp_path / "quotes.db").close()
    connection = sqlite3.connect(tmp_path / "quotes.db")
    with connection:
        connection.execute("delete from articles where id = 1")
    assert any("does not exist" in problem for problem in store.verify(connection))
    connection.close()
