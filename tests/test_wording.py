"""What is found in the words of a quotation is found in its statement too, at the same words."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quotes.model import Span
from quotes.text.wording import located, second_hand


@st.composite
def parts(draw: st.DrawFn) -> tuple[str, list[Span], list[Span]]:
    """A text, spans in order, and other spans that cover them, in any order."""
    text = draw(st.text("ab\N{GRINNING FACE} ", min_size=12, max_size=60))
    edges = draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=8, unique=True).map(sorted))
    outer = [Span(*edge) for edge in pairwise(edges)][::2]
    inner = []
    for each in outer:
        start = draw(st.integers(each.start, each.end - 1))
        inner.append(Span(start, draw(st.integers(start + 1, each.end))))
    return text, inner, draw(st.permutations(outer))


def joined(text: str, spans: list[Span]) -> str:
    return " ".join(span.of(text) for span in spans)


@given(parts(), st.data())
def test_places_keep_their_words(case: tuple[str, list[Span], list[Span]], data: st.DataObject) -> None:
    text, inside, target = case
    offset = 0
    for part in inside:
        length = part.end - part.start
        start = data.draw(st.integers(offset, offset + length - 1))
        place = Span(start, data.draw(st.integers(start + 1, offset + length)))
        found = located([place], inside, target)
        assert [span.of(joined(text, target)) for span in found] == [place.of(joined(text, inside))]
        offset += length + 1


@given(parts())
def test_everything_is_found(case: tuple[str, list[Span], list[Span]]) -> None:
    text, inside, target = case
    whole = joined(text, inside)
    found = [span.of(joined(text, target)) for span in located([Span(0, len(whole))], inside, target)]
    assert sorted(found) == sorted(span.of(text) for span in inside)


def test_what_the_target_lacks_is_left_out() -> None:
    assert located([Span(0, 5)], [Span(10, 15)], [Span(12, 20)]) == (Span(0, 3),)
    assert located([Span(0, 5)], [Span(10, 15)], [Span(20, 30)]) == ()


def test_second_hand() -> None:
    assert second_hand(None) == ""
    assert second_hand("the bank") == ", quoting the bank"
    assert second_hand("He") == ", quoting him"
