"""A draft that is in the archive itself does not confirm its own words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from quotes import store
from quotes.checker.drafts import Checked, report
from quotes.checker.findings import Checker
from quotes.checker.verdicts import Verdict
from quotes.model import Article, Kind, Quotation
from tests.builders import fill, person, plain, quotation

OKAFOR = person("Ines Okafor", "Okafor")
SAID = "We counted thirty broken lamps along the northern seawall"
SWORN = "she would never sell the northern crane to a museum"
DRAFT = Article(
    f"“{SAID},” said Ines Okafor. The harbour of Port Ellery has been dark since the storm in November, when the sea"
    " took the cable and the council had no money to lay another one. Nobody has been out on the wall at night since."
    f" Okafor said that {SWORN}.\n",
    "draft.txt",
)
Check = Callable[..., list[Checked]]


def found_in(article: Article, said: str = SAID) -> list[Quotation]:
    return [
        quotation(article, f"{said},", by=[OKAFOR], cue="said", mention="Ines Okafor"),
        quotation(article, SWORN, kind=Kind.PARAPHRASE, by=[OKAFOR], cue="said that", mention="Okafor"),
    ]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Checks `DRAFT` against these articles."""

    def check(*articles: tuple[Article, list[Quotation]]) -> list[Checked]:
        path = tmp_path / "quotes.db"
        fill(path, articles).close()
        with closing(store.open(path)) as connection:
            coverage = store.coverage(connection)
            return list(report(Checker(connection), DRAFT, found_in(DRAFT), coverage).checked)

    return check


@pytest.mark.parametrize("added", ["", "It rained.\n"])
def test_the_words_of_the_draft_alone_are_unknown(check: Check, added: str) -> None:
    stored = replace(DRAFT, text=DRAFT.text + added, source="desk/draft.txt")
    (one,) = check((stored, found_in(stored)))
    assert one.finding
    assert one.finding.verdict is Verdict.UNKNOWN
    (nearest,) = one.finding.nearest
    its = nearest.quotation.article.id
    assert one.sentence == f"not judged: only article {its} has these words, and it has the text of this draft"


def test_another_printing_confirms_them(check: Check) -> None:
    (one,) = check((DRAFT, found_in(DRAFT)), plain(SAID, OKAFOR))
    assert one.finding
    assert one.finding.verdict is Verdict.VERBATIM
    assert [each.quotation.article.source for each in one.finding.printings] == [f"{SAID[:20]}.txt"]


def test_another_printing_contradicts_them(check: Check) -> None:
    (one,) = check((DRAFT, found_in(DRAFT)), plain(SAID.replace("thirty", "three"), OKAFOR))
    assert one.finding
    assert one.finding.verdict is Verdict.ALTERED
    assert one.sentence == "the draft has a number: “thirty” for “three”"


def test_what_was_changed_in_a_copy_is_altered(check: Check) -> None:
    wire = replace(DRAFT, text=DRAFT.text.replace("thirty", "fourteen"), source="wire.txt", outlet="The Wire")
    (one,) = check((wire, found_in(wire, SAID.replace("thirty", "fourteen"))))
    assert one.finding
    assert one.finding.verdict is Verdict.ALTERED


def test_a_longer_article_with_the_words_of_the_draft_is_no_copy(check: Check) -> None:
    rest = "The council met on Monday and spoke of cranes, of gulls and of the price of cable in winter. " * 3
    other = replace(DRAFT, text=DRAFT.text + rest.replace("Monday", "Tuesday", 1), source="paper.txt")
    (one,) = check((other, found_in(other)))
    assert one.finding
    assert one.finding.verdict is Verdict.VERBATIM


def test_a_paraphrase_of_the_draft_does_not_answer_the_question_about_it(check: Check) -> None:
    sold = Article("Ines Okafor said that she would sell the northern crane to a museum.\n", "paper.txt")
    words = "she would sell the northern crane to a museum"
    reported = quotation(sold, words, kind=Kind.PARAPHRASE, by=[OKAFOR], cue="said that", mention="Ines Okafor")
    found = check((DRAFT, found_in(DRAFT)), (sold, [reported]))
    assert [each.question.printed.article.source for each in found if each.question] == ["paper.txt"]
