"""Where else the same words are: reprints, and other wordings of one utterance."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes import store
from quotes.ids import normalise
from quotes.model import Article, Kind, Quotation
from quotes.store import corrections
from quotes.store.utterances import Elsewhere, elsewhere, is_wording, key
from tests.builders import fill, organisation, person, plain, quotation

ANN, BO = person("Ann Ferrier"), person("Bo Lindqvist")
LONG = "There will be no new bridge before the winter, and the old one stays closed"
KEY = -3654928019711695156
SAID = [
    (LONG, ANN, "2031-05-10"),
    (LONG.replace(",", " –").upper(), ANN, "2031-05-11"),
    (LONG, BO, "2033-01-01"),
    ("There will be no new bridge before the winter", ANN, "2031-05-24"),
    ("There will be no new bridge before the winter, she thinks", ANN, "2031-05-25"),
    ("There will be no new bridge before winter comes", BO, "2031-05-11"),
    ("There will be no new tunnel, whatever it may cost the town", ANN, "2031-05-10"),
    ("no bridge", ANN, "2031-05-10"),
    ("No bridge!", ANN, "2034-05-10"),
    ("no bridge?", BO, "2031-05-10"),
    ("—", BO, "2031-05-10"),
]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    articles = [
        plain(words, by, published=day, url=f"https://a.example/{number}")
        for number, (words, by, day) in enumerate(SAID)
    ]
    fill(path, articles).close()
    return path


def found(database: Path, number: int) -> Elsewhere:
    with closing(store.open(database)) as connection:
        (id,) = connection.execute("select uid from quotations where id = ?", [number + 1]).fetchone()
        quotation = store.quotation(connection, id)
        assert quotation is not None
        return elsewhere(connection, quotation)


@pytest.mark.parametrize(
    ("number", "same", "others"),
    [
        pytest.param(0, {1, 2}, {3}, id="marks and capitals aside, whoever says it; a part of it two weeks later"),
        pytest.param(1, {0, 2}, {3}, id="within thirteen days"),
        pytest.param(3, set(), {0, 1, 4}, id="a part finds the whole"),
        pytest.param(5, set(), set(), id="another speaker"),
        pytest.param(6, set(), set(), id="the same beginning is not enough"),
        pytest.param(7, {8}, set(), id="few words count of the same speaker only"),
        pytest.param(10, set(), set(), id="no words at all"),
    ],
)
def test_elsewhere(database: Path, number: int, same: set[int], others: set[int]) -> None:
    results = found(database, number)
    numbers = {(words, by.name): number for number, (words, by, _) in enumerate(SAID)}
    assert {numbers[each.text, each.speakers[0].name] for each in results.same} == same
    assert {numbers[each.text, each.speakers[0].name] for each in results.others} == others


def test_a_paraphrase_is_no_other_wording(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with fill(path, [plain(LONG, ANN, published="2031-05-10")]) as db:
        article, quotations = plain(f"{LONG} for good", ANN, published="2031-05-10", source="other.txt")
        reported = [type(each)(Kind.PARAPHRASE, each.spans, each.text, speakers=each.speakers) for each in quotations]
        store.ingest(db, article, reported)
    with closing(store.open(path)) as connection:
        (id,) = connection.execute("select uid from quotations where kind = 'direct'").fetchone()
        exact = store.quotation(connection, id)
        assert exact is not None
        assert elsewhere(connection, exact) == Elsewhere((), ())


def firsts(db: Database) -> set[str]:
    """The texts of first printings, by speaker."""
    assert list(store.verify(db.conn)) == []
    return {
        f"{name}: {published}"
        for name, published in db.execute(
            """
            select s.name, qs.published from quotation_speakers qs join speakers s on s.id = qs.speaker_id
            join quotations q on q.id = qs.quotation_id where qs.is_first and q.utterance is not null
            """
        )
    }


def test_the_first_printing_follows_dates_speakers_and_withdrawals(tmp_path: Path) -> None:
    with fill(tmp_path / "quotes.db", [plain(LONG, ANN, published="2031-05-12", source="a.txt")]) as db:
        assert firsts(db) == {"Ann Ferrier: 2031-05-12"}
        store.ingest(db, *plain(LONG, ANN, published="2031-05-10", source="b.txt", url="https://b.example/"))
        assert firsts(db) == {"Ann Ferrier: 2031-05-10"}
        store.ingest(db, *plain(LONG, BO, published="2031-05-09", source="c.txt", url="https://c.example/"))
        assert firsts(db) == {"Ann Ferrier: 2031-05-10", "Bo Lindqvist: 2031-05-09"}
        uids = [row[0] for row in db.execute("select uid from quotations order by id")]
        corrections.attribute(db, uids[2], "ann-ferrier", who="an editor")
        assert firsts(db) == {"Ann Ferrier: 2031-05-09"}
        corrections.withdraw(db, uids[2], who="an editor", reason="on request")
        assert firsts(db) == {"Ann Ferrier: 2031-05-10"}
        (article,) = db.execute("select uid from articles where source = 'b.txt'").fetchone()
        corrections.describe(db, article, {"published": "2031-06-01"}, who="an editor")
        assert firsts(db) == {"Ann Ferrier: 2031-05-12"}


@pytest.mark.parametrize(
    "sql",
    [
        "update quotations set utterance = utterance + 1 where id = 1",
        "update quotation_speakers set is_first = 1 - is_first where quotation_id = 1",
    ],
)
def test_verify_finds_a_wrong_utterance(tmp_path: Path, sql: str) -> None:
    with fill(tmp_path / "quotes.db", [plain(LONG, ANN)]) as db:
        db.execute(sql)
        assert list(store.verify(db.conn))


def test_keys_never_change() -> None:
    assert key("direct", LONG, LONG, ["person:ann ferrier"]) == KEY
    assert key("partial", LONG.upper(), f"said {LONG}", []) == KEY
    assert key("paraphrase", LONG, f"denied that {LONG}", ["person:ann ferrier"]) != KEY
    assert key("direct", "no new bridge, ever", "no new bridge, ever", []) is None


@pytest.mark.parametrize(
    ("first", "other", "one"),
    [
        ("Marsh said the old bridge stays shut now.", "The old bridge, Marsh said, stays shut now.", True),
        ("The old bridge stays shut now, Marsh said.", "The old bridge, Marsh said, stays shut now.", True),
        (
            "The old bridge stays shut now, according to Marsh.",
            "The old bridge, according to Marsh, stays shut now.",
            True,
        ),
        ("The old bridge stays shut now, Marsh said.", "The old bridge, Marsh warned, stays shut now.", False),
        ("The old bridge stays shut now, Marsh said.", "The old bridge, Lock said, stays shut now.", False),
    ],
)
def test_an_attribution_that_interrupts_makes_no_other_utterance(
    tmp_path: Path, first: str, other: str, one: bool
) -> None:
    path = tmp_path / "quotes.db"
    with closing(store.create(path)) as db:
        for source, text in (("first.txt", first), ("other.txt", other)):
            store.ingest(db, Article(text, source), reported(text))
        found = db.conn.execute("select utterance from quotations").fetchall()
        assert (len(set(found)), len(found)) == (1 if one else 2, 2)
        assert list(store.verify(db.conn)) == []
        (id,) = db.conn.execute("select uid from quotations limit 1").fetchone()
        quoted = store.quotation(db.conn, id)
        assert quoted
        assert len(elsewhere(db.conn, quoted).same) == one


def reported(text: str) -> list[Quotation]:
    """The paraphrase that is a sentence, as extraction finds it."""
    article = Article(text, "")
    name = "Lock" if "Lock" in text else "Marsh"
    cue = next(each for each in ("said", "warned", "according to") if each in text)
    start, end = text.lower().index("the old bridge"), text.index("stays shut now")
    words = [text[start : start + len("the old bridge")], "stays shut now"]
    parts = [text[start : end + len("stays shut now")]] if end - start < 20 else words
    whole = text[start : end + len("stays shut now")]
    statement = (whole,) if len(parts) > 1 or cue == "according to" else (cue, whole)
    return [
        quotation(
            article, *parts, kind=Kind.PARAPHRASE, by=[organisation(name)], cue=cue, mention=name, statement=statement
        )
    ]


sentence = st.lists(st.sampled_from("the bridge will not be closed before winter says council".split()), min_size=5)


@given(sentence, st.text(max_size=40))
def test_a_piece_is_a_wording_of_the_whole_and_the_other_way_round(words: list[str], more: str) -> None:
    piece = " ".join(words)
    whole = normalise(f"{piece} {more}")
    assert is_wording(piece, whole)
    assert is_wording(whole, piece)


@given(st.text(), st.text())
def test_both_ways_alike(one: str, other: str) -> None:
    a, b = normalise(one), normalise(other)
    if len(a) != len(b):
        assert is_wording(a, b) == is_wording(b, a)
