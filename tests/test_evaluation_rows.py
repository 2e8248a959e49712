"""Annotations and predictions are read from JSON; what is malformed is refused in a line that says where."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.evaluation import (
    AnnotatedArticle,
    AnnotatedStatement,
    Annotation,
    Prediction,
    read_gold,
    read_predictions,
)
from quotes.export import extracted_quotations
from quotes.model import Article, Kind, Polarity, Span
from tests.builders import CRANES, CRANES_QUOTATIONS

ROW: dict[str, Any] = {"start": 1, "end": 5, "mentions": [[7, 9]], "speaker": "Ada Byrd", "speaker_kind": "person"}
LINE: dict[str, Any] = {
    "article": {"source": "folder/a.txt"},
    "kind": "direct",
    "spans": [[1, 5]],
    "speakers": [{"name": "Ada Byrd"}],
    "mention": {"start": 7, "end": 9, "text": "Ms"},
    "confidence": 0.9,
}
OBJECT = "an object with the annotations of each article under its file name"


def gold_of(**lists: Any) -> dict[str, AnnotatedArticle]:
    return read_gold(json.dumps({"a.txt": lists}), "gold.json")


def predicted(**fields: Any) -> dict[str, list[Prediction]]:
    return read_predictions(json.dumps(LINE | fields), "found.jsonl")


def test_gold_has_its_four_lists() -> None:
    text = json.dumps(
        {
            "a.txt": {
                "family": 3,
                "quotes": [ROW | {"text": "Rain", "cue": "said"}],
                "paraphrases": [{"start": 10, "end": 12, "speaker": None, "speaker_kind": None}],
                "not_quotes": [{"start": 20, "end": 21}],
                "optional": [],
            },
            "b.txt": {"quotes": []},
        }
    )
    assert read_gold(text, "gold.json") == {
        "a.txt": AnnotatedArticle(
            quotes=(Annotation(Span(1, 5), (Span(7, 9),), "Ada Byrd", "person", "Rain"),),
            paraphrases=(Annotation(Span(10, 12)),),
            not_quotes=(Annotation(Span(20, 21)),),
        ),
        "b.txt": AnnotatedArticle(),
    }


@pytest.mark.parametrize(
    ("written", "kind"),
    [("org", "organisation"), ("anon", "anonymous"), ("organisation", "organisation"), ("person", "person")],
)
def test_kinds_of_speaker_may_be_short(written: str, kind: str) -> None:
    (row,) = gold_of(quotes=[ROW | {"speaker_kind": written}])["a.txt"].quotes
    assert row.speaker_kind == kind


def test_what_extract_prints_can_be_read() -> None:
    lines = [json.dumps(record) for record in extracted_quotations(CRANES, CRANES_QUOTATIONS)]
    (found,) = read_predictions("\n".join(lines) + "\n", "found.jsonl").values()
    assert found == [
        Prediction(
            each.kind,
            each.spans,
            each.mention,
            each.speaker,
            each.confidence,
            each.text,
            each.polarity,
            each.quoting,
        )
        for each in CRANES_QUOTATIONS
    ]


def test_statements_alone_make_an_annotated_article() -> None:
    row = {"start": 1, "end": 5, "polarity": "denied"}
    article = gold_of(statements=[row, row | {"quoting": None}, row | {"quoting": [7, 9]}])["a.txt"]
    assert article == AnnotatedArticle(
        statements=(
            AnnotatedStatement(Span(1, 5), Polarity.DENIED, None, quoting_known=False),
            AnnotatedStatement(Span(1, 5), Polarity.DENIED),
            AnnotatedStatement(Span(1, 5), Polarity.DENIED, Span(7, 9)),
        ),
        whole=False,
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"polarity": "refused"},
            '"polarity" must be one of asserted, denied, declined, asked, conditional, not "refused"',
        ),
        ({"quoting": [9, 7]}, '"quoting" must be [start, end] or null, not [9, 7]'),
        ({"end": 1}, '"start" and "end" must be whole numbers, 0 or more and the end greater, not 1 and 1'),
    ],
)
def test_a_malformed_statement_of_gold_is_named(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011
        gold_of(statements=[{"start": 1, "end": 5, "polarity": "asked"} | fields])
    assert str(error.value) == f"gold.json, a.txt, statements, row 1: {message}"


def test_a_prediction_may_say_what_was_done_with_the_words() -> None:
    ((found,),) = predicted(polarity="asked", quoting={"start": 7, "end": 9, "text": "Ms"}).values()
    assert (found.polarity, found.quoting) == (Polarity.ASKED, Span(7, 9))


def test_articles_are_known_by_the_last_part_of_their_names() -> None:
    names = ("x/a.txt", "b.txt", "x/a.txt", "x\\c.txt")
    lines = "\r\n".join(json.dumps(LINE | {"article": {"source": name}}) for name in names)
    assert {name: len(found) for name, found in read_predictions(lines, "p").items()} == {
        "a.txt": 2,
        "b.txt": 1,
        "c.txt": 1,
    }


def test_articles_with_one_name_cannot_be_told_apart() -> None:
    lines = f"{json.dumps(LINE)}\n\n{json.dumps(LINE | {'article': {'source': 'other/a.txt'}})}"
    with pytest.raises(ValueError, match=r"^p, line 3: other/a.txt and folder/a.txt have the same file name"):
        read_predictions(lines, "p")


def test_confidence_mention_and_speaker_may_be_missing() -> None:
    text = json.dumps({"article": {"source": "a.txt"}, "kind": "partial", "spans": [[0, 1]]})
    assert read_predictions(text, "p") == {"a.txt": [Prediction(Kind.PARTIAL, (Span(0, 1),))]}


def test_line_separators_of_unicode_inside_a_text_do_not_end_the_line() -> None:
    line = json.dumps(LINE | {"text": "One\u2028two\x85three"}, ensure_ascii=False)
    assert read_predictions(line, "p")["a.txt"][0].text == "One\u2028two\x85three"


def test_nothing_found_is_no_error() -> None:
    assert read_predictions("\n  \n", "p") == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a.txt":\n  oh}', f"gold.json, line 2, column 3: is not JSON (expecting value); expected {OBJECT}"),
        ("", f"gold.json, column 1: is not JSON (expecting value); expected {OBJECT}"),
        ("[" * 100_000, "gold.json: is not JSON that can be read (a number too long, or nested too deeply)"),
        ("[]", f"gold.json: expected {OBJECT}"),
        ("{}", f"gold.json: expected {OBJECT}"),
        ('{"a.txt": []}', "gold.json, a.txt: expected an object, not []"),
        (
            '{"a.txt": {"quote": []}}',
            'gold.json, a.txt: "quotes" is missing; expected the lists quotes, paraphrases, not_quotes, optional,'
            " the first at least",
        ),
        ('{"a.txt": {"quotes": {}}}', 'gold.json, a.txt: "quotes" must be a list of rows, not {}'),
    ],
)
def test_malformed_gold_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011
        read_gold(text, "gold.json")
    assert str(error.value) == message


ENDS = '"start" and "end" must be whole numbers, 0 or more and the end greater, not '


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"end": 1}, ENDS + "1 and 1"),
        ({"start": -1}, ENDS + "-1 and 5"),
        ({"start": None}, ENDS + "null and 5"),
        ({"start": True}, ENDS + "true and 5"),
        ({"end": 5.0}, ENDS + "1 and 5.0"),
        ({"mentions": [7, 9]}, '"mentions" must be [[start, end], …], not [7, 9]'),
        ({"mentions": [[9, 7]]}, '"mentions" must be [[start, end], …], not [[9, 7]]'),
        ({"speaker": ["Ada Byrd"]}, '"speaker" must be a name or null, not ["Ada Byrd"]'),
        ({"speaker": {"x" * 90: 1}}, f'"speaker" must be a name or null, not {{"{"x" * 38}…'),
        (
            {"speaker_kind": "human"},
            '"speaker_kind" must be one of person, organisation, anonymous, org, anon or null, not "human"',
        ),
    ],
)
def test_a_malformed_row_of_gold_is_named(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011
        gold_of(quotes=[], optional=[ROW, ROW | fields])
    assert str(error.value) == f"gold.json, a.txt, optional, row 2: {message}"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"article": "a.txt"}, '"article" must be an object with "source", a file name, not "a.txt"'),
        ({"article": {"source": ""}}, '"article" must be an object with "source", a file name, not {"source": ""}'),
        ({"speakers": "Ada Byrd"}, '"speakers" must be a list of {"name"}, not "Ada Byrd"'),
        ({"speakers": [{"id": "ada"}]}, '"speakers" must be a list of {"name"}, not [{"id": "ada"}]'),
        ({"kind": "quote"}, '"kind" must be one of direct, partial, paraphrase, not "quote"'),
        ({"spans": []}, '"spans" must be [[start, end], …], at least one, not []'),
        ({"spans": [[1, 5, 6]]}, '"spans" must be [[start, end], …], at least one, not [[1, 5, 6]]'),
        ({"mention": [7, 9]}, '"mention" must be null or {"start", "end", "text"}, not [7, 9]'),
        ({"mention": {"start": 9}}, '"mention" must be null or {"start", "end", "text"}, not {"start": 9}'),
        ({"confidence": 90}, '"confidence" must be a number from 0 to 1, not 90'),
        ({"confidence": float("nan")}, '"confidence" must be a number from 0 to 1, not NaN'),
        ({"text": 3}, '"text" must be the words, not 3'),
    ],
)
def test_a_malformed_prediction_is_named(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011
        predicted(**fields)
    assert str(error.value) == f"found.jsonl, line 1: {message}"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{}", 'found.jsonl, line 2: "article" must be an object with "source", a file name, but is missing'),
        ("7", "found.jsonl, line 2: expected an object, not 7"),
        (
            "id,article",
            "found.jsonl, line 2, column 1: is not JSON (expecting value);"
            " expected one object a line, as quotes extract --format jsonl prints them",
        ),
        ("9" * 5000, "found.jsonl, line 2: is not JSON that can be read (a number too long, or nested too deeply)"),
    ],
)
def test_the_line_that_is_no_prediction_is_named(line: str, message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011
        read_predictions(f"{json.dumps(LINE)}\n{line}\n", "found.jsonl")
    assert str(error.value) == message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*ROW, *LINE, "quotes", "optional", "text", "x"]) | st.text(max_size=3), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@contextmanager
def suppress_named(name: str) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        if not str(error).startswith(name):
            raise


@pytest.mark.slow
@given(JSON | st.dictionaries(st.just("a.txt"), JSON))
def test_whatever_json_is_given_is_read_or_refused_by_name(value: Any) -> None:
    for read in (read_gold, read_predictions):
        with suppress_named("some.json"):
            read(json.dumps(value), "some.json")


def test_the_example_in_the_documentation_is_right() -> None:
    page = (Path(__file__).parents[1] / "docs" / "evaluation.md").read_text(encoding="utf-8")
    text, example = re.findall(r"```(?:json)?\n((?:“|\{).*?)```", page, re.DOTALL)
    article = read_gold(example, "docs/evaluation.md")["quay.txt"]
    for row in (*article.quotes, *article.not_quotes):
        assert row.span.of(text) == row.text
    (quotation,) = article.quotes
    assert [mention.of(text) for mention in quotation.mentions] == [quotation.speaker]


def test_an_empty_speaker_is_none() -> None:
    assert predicted(speakers=[{"name": ""}])["a.txt"][0].speaker is None
    assert gold_of(quotes=[ROW | {"speaker": ""}])["a.txt"].quotes[0].speaker is None


def test_article_names_as_extract_gives_them_match_gold() -> None:
    article = Article("“Rain.”", "reports/2031/a.txt")
    assert list(predicted(article={"source": article.source})) == list(gold_of(quotes=[]))
