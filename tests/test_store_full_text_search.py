"""Searching: words, phrases, speakers and dates; whatever is typed gives an answer or one clear line."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotes import store
from quotes.store.search import quotations
from quotes.store.search.fulltext import MOST_TERMS
from tests.builders import anonymous, fill, person, plain


def texts(connection: sqlite3.Connection, words: str = "", **filters: str) -> set[str]:
    found = store.search(connection, words, **filters)  # type: ignore[arg-type]
    assert found.total == len(found.hits)
    return {hit.quotation.text for hit in found.hits}


CAFE = "The café on the quay stays open,"
NOBODY = {"Nobody asked the crews. Nobody,", "Nobody asked the crews,"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("nobody", NOBODY, id="a word"),
        pytest.param("crews nobody", NOBODY, id="all of the words"),
        pytest.param("NOBODY,!?", NOBODY, id="letter case and punctuation"),
        pytest.param("nob*", NOBODY, id="the beginning of a word"),
        pytest.param("nob", set(), id="a word is a whole word"),
        pytest.param('"asked the crews"', NOBODY, id="a phrase"),
        pytest.param("“asked the crews”", NOBODY, id="a phrase in curly marks"),
        pytest.param("«asked the cr»*", NOBODY, id="the beginning of a phrase"),
        pytest.param('"the crews asked"', set(), id="a phrase has an order"),
        pytest.param("crews the asked", NOBODY, id="words have none"),
        pytest.param("nobody -brandvold", {"Nobody asked the crews,"}, id="without a word"),
        pytest.param('nobody -"crews nobody"', {"Nobody asked the crews,"}, id="without a phrase"),
        pytest.param(
            "-nobody kind:direct to:2031-02",
            {
                "We have no money left, and the cranes are not safe,",
                "It will reopen,",
            },
            id="only without",
        ),
        pytest.param("cafe", {CAFE}, id="accents left out"),
        pytest.param("CAFÉ", {CAFE}, id="accents put in"),
        pytest.param("won't", {"I won’t close it — ever!"}, id="straight apostrophe"),
        pytest.param("won’t", {"I won’t close it — ever!"}, id="curly apostrophe"),
        pytest.param("viet le-moreau", {"<b>Cranes & ropes</b> do not mend themselves,"}, id="the speaker"),
        pytest.param("authority march", {"The harbour at Port Ellery will close in March"}, id="both"),
        pytest.param("crews AND nobody", NOBODY, id="AND"),
        pytest.param("nobody OR cafe", {*NOBODY, CAFE}, id="OR"),
        pytest.param("crews NOT brandvold", {"Nobody asked the crews,"}, id="NOT"),
        pytest.param("NEAR(crews nobody)", NOBODY, id="NEAR"),
        pytest.param("NEAR(nobody crews, 2)", NOBODY, id="NEAR and a distance"),
        pytest.param("NEAR(nobody crews, 1)", {"Nobody asked the crews. Nobody,"}, id="NEAR is too far"),
        pytest.param(
            "NEAR(nobody crews,1)", {"Nobody asked the crews. Nobody,"}, id="NEAR and a distance without a space"
        ),
        pytest.param("nobody NEAR/2 crews", NOBODY, id="NEAR between words"),
        pytest.param("(nobody OR quay) (open OR brandvold)", {"Nobody asked the crews. Nobody,", CAFE}, id="brackets"),
        pytest.param("nobody OR quay open", {CAFE}, id="OR concerns what stands next to it"),
        pytest.param("nobody -(crews brandvold)", {"Nobody asked the crews,"}, id="without a group"),
        pytest.param("(nobody -brandvold) OR cafe", {"Nobody asked the crews,", CAFE}, id="without in a group"),
        pytest.param("speaker:okafor OR speaker:ministry painful OR dead", {"painful", "is dead"}, id="OR of speakers"),
        pytest.param("or near and not", set(), id="operators in small letters are words"),
        pytest.param("nobody) OR", NOBODY, id="a bracket and an operator without a pair"),
        pytest.param("said_by:okafor", set(), id="a column is a word"),
        pytest.param('"speaker:" nobody', set(), id="a field in marks is a word"),
        pytest.param("kind:Partial from:2031", {"painful", "no plan B", "is dead"}, id="kind in capitals"),
        pytest.param("^nobody", NOBODY, id="no operators"),
        pytest.param('"nobody', NOBODY, id="a mark without its pair"),
        pytest.param("speaker:okafor painful", {"painful"}, id="speaker"),
        pytest.param('speaker:"Ines Okafor" -cranes -close -café', {"painful"}, id="speaker in marks"),
        pytest.param(
            "from:2031-03 cranes",
            {
                "<b>Cranes & ropes</b> do not mend themselves,",
                "Work on the cranes could start in May if parliament agrees",
            },
            id="from",
        ),
        pytest.param("to:2031-03-10 cranes", {"We have no money left, and the cranes are not safe,"}, id="to"),
        pytest.param("kind:partial from:2031", {"painful", "no plan B", "is dead"}, id="kind"),
        pytest.param('outlet:"tides weekly" dead', {"is dead"}, id="outlet"),
        pytest.param("— & nobody", NOBODY, id="punctuation is passed over"),
    ],
)
def test_found(connection: sqlite3.Connection, words: str, expected: set[str]) -> None:
    assert texts(connection, words) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (
            {"speaker": "ines-okafor", "kind": "paraphrase"},
            {"Work on the cranes could start in May if parliament agrees"},
        ),
        ({"speaker": "Okafor, Ines", "kind": "partial"}, {"painful"}),
        ({"speaker": "tomas"}, {"Nobody asked the crews. Nobody,"}),
        ({"speaker": "Ruth Achterberg"}, {"Nobody asked the crews. Nobody,"}),
        ({"speaker": "the ministry of tides"}, {"is dead"}),
        ({"speaker": "Nobody"}, set()),
        ({"outlet": "Tides Weekly", "kind": "partial"}, {"is dead"}),
        ({"outlet": "Tides"}, set()),
        ({"since": "2031-02-04", "until": "2031-02-04", "kind": "partial"}, {"painful", "no plan B"}),
        ({"since": "2031-03-11", "until": "2031-03-11", "kind": "partial"}, {"is dead"}),
        ({"since": "2032"}, set()),
        ({"until": "2030"}, set()),
    ],
)
def test_filters(connection: sqlite3.Connection, filters: dict[str, str], expected: set[str]) -> None:
    assert texts(connection, **filters) == expected


def test_filters_win_over_typed_fields_unless_blank(connection: sqlite3.Connection) -> None:
    assert texts(connection, "speaker:okafor dead", speaker="Ministry of Tides") == {"is dead"}
    assert texts(connection, "speaker:okafor painful", speaker=" ", since="") == {"painful"}


@pytest.mark.parametrize("words", ["", "  ", '""', "“”", "*", "-", "—", "&", "()", '"-" * "', 'speaker:""'])
def test_nothing_to_search_for(connection: sqlite3.Connection, words: str) -> None:
    with pytest.raises(ValueError, match="nothing to search for"):
        store.search(connection, words)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("-nobody", "the query only excludes words; add a word"),
        ("from:yesterday", "'yesterday' is not a date; write it like 2024-10-23"),
        ("to:2024-13", "'2024-13' is not a date"),
        ("kind:rumour", "'rumour' is not a kind of quotation; use direct, partial or paraphrase"),
        ("speaker:— word", "'—' is not a name"),
        ("Speaker: okafor", "there is no value after 'Speaker:'; write it like speaker:okafor"),
        ("crews from:", "write it like from:2024-10"),
        ("from:2031-02-29", "is not a date"),
        ("from:0000", "is not a date"),
        ("word " * (MOST_TERMS + 1), "too many words"),
    ],
)
def test_refused_in_one_line(connection: sqlite3.Connection, words: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as raised:
        store.search(connection, words)
    assert "\n" not in str(raised.value)


pieces = st.sampled_from(
    [
        "nobody",
        '"',
        "“",
        "*",
        "-",
        "(",
        ")",
        "AND",
        "NOT",
        "speaker:",
        "from:",
        "2031",
        "kind:direct",
        "said_by:",
        "\0",
        "^",
        "+",
        "{",
        ":",
        " ",
    ]
)


@pytest.mark.slow
@given(st.lists(pieces | st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=4)).map("".join))
@example("a*b* -c")
def test_whatever_is_typed_is_answered(connection: sqlite3.Connection, words: str) -> None:
    try:
        found = store.search(connection, words)
    except ValueError as error:
        assert str(error)  # noqa: PT017
    else:
        assert found.total >= len(found.hits)


def test_matches_stand_where_the_words_stand(connection: sqlite3.Connection) -> None:
    (hit,) = store.search(connection, "cranes -ropes safe").hits
    assert [span.of(hit.quotation.text) for span in hit.matches] == ["cranes", "safe"]
    (hit,) = store.search(connection, '"the quay stays"').hits
    assert [span.of(hit.quotation.text) for span in hit.matches] == ["the quay stays"]
    (hit,) = store.search(connection, speaker="ines-okafor", kind="partial").hits
    assert hit.matches == ()


def test_pages_of_results_follow_each_other(connection: sqlite3.Connection) -> None:
    everything = store.search(connection, since="2031", limit=100).hits
    pages = [store.search(connection, since="2031", limit=4, offset=offset) for offset in (0, 4, 8, 12)]
    assert [hit for page in pages for hit in page.hits] == list(everything)
    assert {page.total for page in pages} == {len(everything)} == {11}


def test_without_words_the_newest_come_first(connection: sqlite3.Connection) -> None:
    dates = [hit.quotation.article.published for hit in store.search(connection, speaker="official", limit=9).hits]
    assert dates == ["2031-02-04", None, None]


def test_with_words_the_closest_come_first(tmp_path: Path) -> None:
    said = ["tide " + "and much else besides " * 20, "tide tide", "the tide, you know, and then some more"]
    db = fill(tmp_path / "quotes.db", [plain(words, person("Ann Marsh")) for words in said])
    with db:
        assert [hit.quotation.text for hit in store.search(db.conn, "tide").hits] == [said[1], said[2], said[0]]


def test_no_more_than_the_reach_is_counted(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotations, "REACH", 5)
    found = store.search(connection, since="2031", limit=100)
    assert (len(found.hits), found.total, found.more) == (5, 5, True)


def test_a_name_written_otherwise_is_found_only_where_it_is_known(tmp_path: Path) -> None:
    db = fill(
        tmp_path / "quotes.db",
        [
            plain("One is enough", person("Park Sun-won")),
            plain("Two are too many", person("Park Sun-woo")),
            plain("Three is a crowd", anonymous("Park Sunwon")),
        ],
    )
    with db:
        assert texts(db.conn, speaker="Sunwon Park") == {"One is enough", "Three is a crowd"}
        assert texts(db.conn, speaker="park") == {"One is enough", "Two are too many", "Three is a crowd"}
        assert texts(db.conn, speaker="park-sun-won") == {"One is enough"}


def test_any_row_factory_does(connection: sqlite3.Connection) -> None:
    def as_dict(cursor: sqlite3.Cursor, row: tuple[object, ...]) -> dict[str, object]:
        return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}

    expected = store.search(connection, "nobody")
    for factory in (sqlite3.Row, as_dict):
        connection.row_factory = factory
        try:
            assert store.search(connection, "nobody") == expected
            assert store.coverage(connection).articles == 4
        finally:
            connection.row_factory = None
