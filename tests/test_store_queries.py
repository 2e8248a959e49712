"""Reading back quotations, articles, speakers and what there is of them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from quotes import store
from quotes.ids import article_key
from quotes.model import Span
from tests.builders import CRANES, HARBOUR, SILENT, fill, person, plain


def test_a_quotation_by_its_id(connection: sqlite3.Connection) -> None:
    (hit,) = store.search(connection, "painful").hits
    found = store.quotation(connection, hit.quotation.id)
    assert found == hit.quotation
    assert found is not None
    assert (found.text, found.kind, found.speaker) == ("painful", "partial", "Ines Okafor")
    assert found.cue == store.Mark(188, 194, "called")
    assert found.mention == store.Mark(181, 187, "Okafor")
    assert [span.of(HARBOUR.text) for span in found.chain] == ["Ines Okafor"]
    assert (found.article.id, found.article.title) == (article_key(HARBOUR), HARBOUR.title)


@pytest.mark.parametrize("length", [0, 4, 15])
def test_a_part_of_an_id_is_no_id(connection: sqlite3.Connection, length: int) -> None:
    (hit,) = store.search(connection, "painful").hits
    assert store.quotation(connection, hit.quotation.id[:length]) is None


def test_a_paraphrase_in_several_parts(connection: sqlite3.Connection) -> None:
    (hit,) = store.search(connection, "parliament").hits
    assert len(hit.quotation.spans) == 3
    assert " ".join(span.of(CRANES.text) for span in hit.quotation.spans) == hit.quotation.text
    assert all(isinstance(span, Span) for span in hit.quotation.spans)


def test_joint_speakers_keep_their_order(connection: sqlite3.Connection) -> None:
    (hit,) = store.search(connection, "crews tomás").hits
    assert hit.quotation.speaker == "Tomás Brandvold & Ruth Achterberg"
    assert [who.slug for who in hit.quotation.speakers] == ["tomas-brandvold", "ruth-achterberg"]


def test_an_unknown_speaker_is_nobody(connection: sqlite3.Connection) -> None:
    (hit,) = store.search(connection, "reopen").hits
    assert (hit.quotation.speakers, hit.quotation.speaker) == ((), None)
    assert (hit.quotation.cue, hit.quotation.mention) == (None, None)


def test_an_article_with_its_quotations_in_order(connection: sqlite3.Connection) -> None:
    found = store.article(connection, article_key(HARBOUR))
    assert found is not None
    assert found.text == HARBOUR.text
    starts = [quotation.spans[0].start for quotation in found.quotations]
    assert len(starts) == 6
    assert starts == sorted(starts)


def test_an_article_without_quotations(connection: sqlite3.Connection) -> None:
    found = store.article(connection, article_key(SILENT))
    assert found is not None
    assert found.quotations == ()


def test_what_is_not_there_is_none(connection: sqlite3.Connection) -> None:
    assert store.quotation(connection, "0" * 16) is None
    assert store.article(connection, "0" * 16) is None
    assert store.speaker(connection, "nobody") is None
    assert store.speakers(connection, "nobody") == []


def test_a_speaker(connection: sqlite3.Connection) -> None:
    portrait = store.speaker(connection, "ines-okafor")
    assert portrait is not None
    assert portrait.names == ("Ines Okafor", "Ms Okafor", "Okafor")
    assert [(role.role, role.article) for role in portrait.roles] == [
        ("harbour mistress", article_key(CRANES)),
        ("harbour master", article_key(HARBOUR)),
    ]
    assert (portrait.speaker.quoted, portrait.speaker.paraphrased) == (4, 1)
    dates = [quotation.article.published for quotation in portrait.quotations]
    assert dates == ["2031-03-11T08:30:00Z"] * 3 + ["2031-02-04"] * 2


def test_a_speaker_page_by_page(connection: sqlite3.Connection) -> None:
    whole = store.speaker(connection, "ines-okafor")
    first, second = (store.speaker(connection, "ines-okafor", limit=3, offset=offset) for offset in (0, 3))
    assert whole is not None
    assert first is not None
    assert second is not None
    assert first.quotations + second.quotations == whole.quotations
    assert first.speaker == second.speaker == whole.speaker


def test_speakers_the_most_quoted_first(connection: sqlite3.Connection) -> None:
    found = store.speakers(connection)
    assert len(found) == 8
    assert found[0].slug == "ines-okafor"
    counts = [speaker.quoted + speaker.paraphrased for speaker in found]
    assert counts == sorted(counts, reverse=True)
    assert store.speakers(connection, limit=2) + store.speakers(connection, limit=9, offset=2) == found


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("ines-okafor", ["ines-okafor"]),
        ("Okafor", ["ines-okafor"]),
        ("OKAF", ["ines-okafor"]),
        ("okafor ines", ["ines-okafor"]),
        ("ms okafor", ["ines-okafor"]),
        ("viet le moreau", ["thi-viet-le-moreau"]),
        ("the port auth", ["port-ellery-port-authority"]),
        ("Ministry of Tides", ["ministry-of-tides"]),
        ("kafor", []),
        ('"OR * ( NOT', []),
        ("—", []),
    ],
)
def test_speakers_by_any_of_their_names(connection: sqlite3.Connection, name: str, slugs: list[str]) -> None:
    assert [speaker.slug for speaker in store.speakers(connection, name)] == slugs


def test_coverage(connection: sqlite3.Connection) -> None:
    assert store.coverage(connection) == store.Coverage(
        articles=4,
        quotations=13,
        speakers=8,
        outlets=(("The Ellery Courier", 1), ("Tides Weekly", 1)),
        first="2031-02-04",
        last="2031-03-11T08:30:00Z",
        undated=2,
    )


def test_coverage_of_nothing(tmp_path: Path) -> None:
    with store.create(tmp_path / "quotes.db") as db:
        assert store.coverage(db.conn) == store.Coverage(0, 0, 0, (), None, None, 0)


def test_names_that_are_sql_or_markup_are_names(tmp_path: Path) -> None:
    name = "Robert'); drop table speakers; -- <b>"
    with fill(tmp_path / "quotes.db", [plain("Fine words", person(name))]) as db:
        (found,) = store.speakers(db.conn, name)
        assert found.name == name
