"""A name as printed is a speaker: in an outlet, between dates, in articles that are there and in those to come."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlite_utils import Database

from quotes import store
from quotes.ids import article_key, quotation_ids
from quotes.model import Article, Quotation, Speaker
from quotes.names.keys import is_common
from quotes.store import corrections, decisions, listings
from quotes.store.identity.aliases import Alias
from quotes.store.publication import publish
from tests.builders import anonymous, organisation, person, quotation

pytestmark = pytest.mark.slow

Printed = tuple[Article, list[Quotation]]
ME = "an editor"
POST, QUAY = "The Ellery Post", "The Quay"
ANN, BEN = person("Ann Marsh", "Marsh"), person("Ben Marsh", "Marsh")


def printed(
    number: int,
    who: Speaker,
    outlet: str | None = POST,
    published: str | None = "2031-02-03",
    *,
    mention: str | None = None,
) -> Printed:
    article = Article(
        f"“These are words {number},” said {mention or who.name}.",
        f"{number}.txt",
        outlet=outlet,
        published=published,
        url=f"https://news.example/{number}",
    )
    return article, [quotation(article, f"These are words {number},", by=[who], mention=mention)]


def fill(db: Database, *articles: Printed) -> None:
    for article, found in articles:
        store.ingest(db, article, found)


def said(db: Database, slug: str = "ann-marsh") -> list[int]:
    """The numbers of the articles that quote a speaker."""
    portrait = store.speaker(db.conn, slug)
    return sorted(int(each.text.rstrip(",").split()[-1]) for each in portrait.quotations) if portrait else []


def dump(db: Database) -> list[str]:
    return [line for line in store.dump(db.conn) if not line.startswith(('["decisions"', '["speaker_keys"'))]


def test_a_family_name_in_an_outlet_is_a_speaker_there(db: Database) -> None:
    mister = person("Marsh", "Mr. Marsh")
    fill(db, printed(0, ANN), printed(1, person("Marsh")), printed(2, mister), printed(3, person("Marsh"), QUAY))
    assert said(db) == [0]
    corrections.add_alias(db, "Ann Marsh", "Marsh", outlet="the Ellery post", who=ME)
    assert said(db) == [0, 1, 2]
    fill(db, printed(4, person("Marsh")), printed(5, person("Marsh"), QUAY), printed(6, BEN))
    assert said(db) == [0, 1, 2, 4]
    corrections.undo(db, who=ME)
    assert said(db) == [0]


def test_the_last_date_is_not_before_the_first(db: Database) -> None:
    fill(db, printed(0, ANN), printed(1, person("Marsh")))
    for start, end in [("2031", "2030"), ("2031-02-04", "2031-02-03"), ("2031-03", "2031-02")]:
        with pytest.raises(ValueError, match=f"the last date, {end}, is before the first, {start}"):
            corrections.add_alias(db, "Ann Marsh", "Marsh", start=start, end=end, who=ME)
    for start, end in [("2031", "2031-02"), ("2031-02", "2031"), ("2031-02-03", "2031-02-03")]:
        corrections.add_alias(db, "Ann Marsh", "Marsh", start=start, end=end, who=ME)
        assert said(db) == [0, 1]
        corrections.undo(db, who=ME)


def test_a_title_is_a_part_of_the_name(db: Database) -> None:
    fill(db, printed(0, ANN), printed(1, person("Marsh", "Mrs. Marsh")), printed(2, person("Marsh", "Mr. Marsh")))
    corrections.add_alias(db, "Ann Marsh", "Mrs Marsh", who=ME)
    assert said(db) == [0, 1]
    corrections.add_alias(db, "Ann Marsh", "Marsh", who=ME)
    assert said(db) == [0, 1, 2]


@pytest.mark.parametrize(
    ("alias", "numbers"),
    [
        ("Mrs. Marsh", [0, 1]),
        ("mrs Marsh", [0, 1]),
        ("President Marsh", [0, 3, 4]),
        ("the President Marsh", [0, 3, 4]),
        ("former President Marsh", [0, 5]),
        ("Vice President Marsh", [0, 6]),
        ("Marsh", [0, 1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_a_title_is_compared_with_the_words_of_the_article(db: Database, alias: str, numbers: list[int]) -> None:
    marsh = person("Marsh")
    titles = ["Mrs.", "Mr.", "President", "Ellery President", "former President", "Vice President"]
    fill(db, printed(0, ANN), *(printed(n, marsh, mention=f"{title} Marsh") for n, title in enumerate(titles, 1)))
    fill(db, printed(7, marsh), printed(8, BEN, mention="Mrs. Marsh"))
    corrections.add_alias(db, "Ann Marsh", alias, who=ME)
    assert said(db) == numbers
    assert list(store.verify(db.conn)) == []
    corrections.undo(db, who=ME)
    assert said(db) == [0]


def test_a_title_on_the_way_from_a_pronoun_to_the_name(db: Database) -> None:
    article = Article("Mrs. Marsh came. “It is late,” she said.", "1.txt", outlet=POST)
    words = quotation(article, "It is late,", by=[person("Marsh")], mention="she", chain=("she", "Mrs. Marsh"))
    fill(db, printed(0, ANN), (article, [words]))
    corrections.add_alias(db, "Ann Marsh", "Mrs. Marsh", outlet=POST, who=ME)
    assert len(said_words(db)) == 2


def said_words(db: Database, slug: str = "ann-marsh") -> list[str]:
    portrait = store.speaker(db.conn, slug)
    return [each.text for each in portrait.quotations] if portrait else []


def test_a_couple_in_one_article_is_not_one_person(db: Database) -> None:
    article = Article("“It is late,” Mrs. Marsh said. “Not yet,” Mr. Marsh said.", "1.txt", outlet=POST)
    found = [
        quotation(article, "It is late,", by=[person("Marsh")], mention="Mrs. Marsh"),
        quotation(article, "Not yet,", by=[person("Marsh")], mention="Mr. Marsh"),
    ]
    fill(db, printed(0, ANN), (article, found))
    corrections.add_alias(db, "Ann Marsh", "Mrs. Marsh", who=ME)
    assert said(db) == [0]


def test_a_withdrawal_moves_no_other_quotation(db: Database, tmp_path: Path) -> None:
    article = Article("“It is late 1,” Mrs. Marsh said. “Not yet 2,” Marsh said.", "1.txt", outlet=POST)
    found = [
        quotation(article, "It is late 1,", by=[person("Marsh")], mention="Mrs. Marsh"),
        quotation(article, "Not yet 2,", by=[person("Marsh")], mention="Marsh", near="Not yet"),
    ]
    fill(db, printed(0, ANN), (article, found))
    corrections.add_alias(db, "Ann Marsh", "Mrs. Marsh", who=ME)
    assert said(db) == [0, 1, 2]
    corrections.withdraw(db, quotation_ids(article_key(article), found)[0], "misquoted", who=ME)
    assert said(db) == [0, 2]
    assert list(store.verify(db.conn)) == []
    publish(tmp_path / "quotes.db", tmp_path / "public.db")
    with closing(store.open(tmp_path / "public.db")) as public:
        assert list(store.verify(public)) == []
    corrections.undo(db, who=ME)
    assert said(db) == [0, 1, 2]


@pytest.mark.parametrize("alias", ["He", "I", "she", "It", "president", "President", "Mr.", "police", "Minister"])
def test_a_word_that_names_nobody_is_refused(db: Database, alias: str) -> None:
    fill(db, printed(0, ANN))
    with pytest.raises(ValueError, match=f"'{alias}' cannot be an alias: a pronoun, a title or a common noun"):
        corrections.add_alias(db, "Ann Marsh", alias, outlet=POST, who=ME)
    assert decisions.decisions(db.conn) == []


@pytest.mark.parametrize("name", ["US", "U.S.", "WHO", "Marsh", "PET", "the harbour mistress"])
def test_a_name_is_not_refused(name: str) -> None:
    assert not is_common(name)


def test_only_between_dates(db: Database) -> None:
    dates = [None, "2030-12-31", "2031-01-01", "2031-06-30T22:00:00+00:00", "2031-07-01"]
    fill(db, printed(9, ANN), *(printed(n, person("Marsh"), published=date) for n, date in enumerate(dates)))
    corrections.add_alias(db, "Ann Marsh", "Marsh", start="2031", end="2031-06", who=ME)
    assert said(db) == [2, 3, 9]
    corrections.describe(db, article_key(printed(0, ANN)[0]), {"published": "2031-03-01"}, who=ME)
    assert said(db) == [0, 2, 3, 9]
    corrections.describe(db, article_key(printed(2, ANN)[0]), {"published": "2032-03-01"}, who=ME)
    assert said(db) == [0, 3, 9]


def test_a_full_name_in_one_outlet_is_somebody_else(db: Database) -> None:
    fill(db, printed(0, ANN), printed(1, ANN, QUAY), printed(2, BEN))
    corrections.add_alias(db, "Ben Marsh", "Ann Marsh", outlet=QUAY, who=ME)
    assert (said(db), said(db, "ben-marsh")) == ([0], [1, 2])
    fill(db, printed(3, ANN, QUAY), printed(4, ANN))
    assert (said(db), said(db, "ben-marsh")) == ([0, 4], [1, 2, 3])


@pytest.mark.parametrize("who", [anonymous("the harbour mistress"), organisation("Marsh Office"), person("Marsh")])
def test_whatever_kind_the_name_was_taken_for(db: Database, who: Speaker) -> None:
    fill(db, printed(0, ANN), printed(1, who))
    corrections.add_alias(db, "Ann Marsh", who.name, outlet=POST, who=ME)
    assert said(db) == [0, 1]


def test_the_fuller_name_of_an_article_counts(db: Database) -> None:
    fill(db, printed(0, ANN), printed(1, BEN))
    corrections.add_alias(db, "Ann Marsh", "Marsh", who=ME)
    assert (said(db), said(db, "ben-marsh")) == ([0], [1])


def test_the_alias_with_more_conditions_applies_and_then_the_later_one(db: Database) -> None:
    fill(db, printed(0, ANN), printed(1, BEN), printed(2, person("Marsh")), printed(3, person("Marsh"), QUAY))
    corrections.add_alias(db, "Ben Marsh", "Marsh", outlet=QUAY, who=ME)
    corrections.add_alias(db, "Ann Marsh", "Marsh", who=ME)
    assert (said(db), said(db, "ben-marsh")) == ([0, 2], [1, 3])
    corrections.add_alias(db, "Ben Marsh", "Marsh", who=ME)
    assert (said(db), said(db, "ben-marsh")) == ([0], [1, 2, 3])
    corrections.undo(db, who=ME)
    assert (said(db), said(db, "ben-marsh")) == ([0, 2], [1, 3])


def test_above_the_joins_of_rules_and_below_decisions_about_one_article(db: Database) -> None:
    president = person("Marsh", role="the president")
    fill(db, printed(0, person("Ann Marsh", role="president")), printed(1, BEN), printed(2, president))
    assert said(db) == [0, 2]
    corrections.add_alias(db, "Ben Marsh", "Marsh", who=ME)
    assert (said(db), said(db, "ben-marsh")) == ([0], [1, 2])
    fill(db, printed(3, president), printed(4, person("Ann Q. Marsh", role="president")))
    assert said(db, "ben-marsh") == [1, 2, 3]
    (slug,) = (
        each.slug for each in listings.joined(db.conn, "ben-marsh") if article_key(printed(2, ANN)[0])[:8] in each.slug
    )
    corrections.split(db, slug, who=ME)
    assert said(db, "ben-marsh") == [1, 3]
    words = quotation_ids(article_key(printed(3, ANN)[0]), printed(3, ANN)[1])[0]
    corrections.attribute(db, words, "Ann Marsh", who=ME)
    assert (said(db), said(db, "ben-marsh")) == ([0, 3, 4], [1])


def test_it_follows_the_speaker(db: Database) -> None:
    fill(db, printed(0, ANN), printed(1, BEN), printed(2, person("Marsh")))
    corrections.add_alias(db, "Ben Marsh", "Marsh", who=ME)
    corrections.merge(db, "Ann Marsh", "Ben Marsh", who=ME)
    assert said(db) == [0, 1, 2]
    assert [each.kind for each in corrections.history(db.conn, "ann-marsh")] == ["added", "aliased", "same"]


def test_an_edited_article_without_the_name_is_no_longer_joined(db: Database) -> None:
    fill(db, printed(0, ANN), printed(1, person("Marsh")))
    corrections.add_alias(db, "Ann Marsh", "Marsh", who=ME)
    article, found = printed(1, person("Cora Quill"))
    fill(db, (article, found))
    assert said(db) == [0]
    assert db.execute("select count(*) from joins").fetchone() == (0,)


@pytest.mark.slow
def test_kept_in_any_order_of_articles_in_other_databases_and_after_a_rebuild(db: Database, tmp_path: Path) -> None:
    articles = [
        *(printed(0, ANN), printed(1, BEN), printed(2, person("Marsh")), printed(3, person("Marsh"), QUAY)),
        *(printed(4, ANN, QUAY), printed(5, person("Marsh", role="mayor"), None, None)),
        *(printed(6, person("Marsh"), QUAY, mention="Mrs. Marsh"), printed(7, person("Marsh"), mention="Mr. Marsh")),
    ]
    found = {article.text: quotations for article, quotations in articles}
    fill(db, *articles)
    corrections.add_alias(db, "Ann Marsh", "Marsh", end="2040", who=ME)
    corrections.add_alias(db, "Ben Marsh", "Marsh", outlet=QUAY, who=ME, note="house style")
    corrections.add_alias(db, "Ben Marsh", "Ann Marsh", outlet=QUAY, start="2031-02", who=ME)
    corrections.add_alias(db, "Ann Marsh", "Mrs. Marsh", outlet=QUAY, who=ME)
    corrections.add_alias(db, "Ben Marsh", "Mr. Marsh", end="2040", who=ME)
    assert (said(db), said(db, "ben-marsh")) == ([0, 2, 6], [1, 3, 4, 7])
    expected = dump(db)
    for seed in range(4):
        shuffled = Random(seed).sample(articles, len(articles))
        number = Random(seed).randrange(len(articles) + 1)
        with closing(store.create(tmp_path / f"{seed}.db")) as other:
            fill(other, *shuffled[:number])
            assert decisions.load(other, decisions.dump(db.conn)) == 10
            fill(other, *shuffled[number:])
            assert list(store.verify(other.conn)) == []
            assert said(other, "ben-marsh") == [1, 3, 4, 7]
            assert decisions.load(other, decisions.dump(db.conn)) == 0
    store.rebuild(db.conn, tmp_path / "rebuilt.db", lambda article: found[article.text])
    with closing(store.create(tmp_path / "rebuilt.db")) as rebuilt:
        assert dump(rebuilt) == expected
    publish(tmp_path / "quotes.db", tmp_path / "public.db")
    with closing(store.open(tmp_path / "public.db")) as public:
        assert list(store.verify(public)) == []


def test_one_alias_is_of_one_speaker(db: Database) -> None:
    fill(db, printed(0, ANN), printed(1, BEN), printed(2, person("Marsh")))
    corrections.add_alias(db, "Ann Marsh", "Marsh", outlet=POST, who=ME)
    with pytest.raises(ValueError, match="Ann Marsh already has this alias"):
        corrections.add_alias(db, "Ann Marsh", "Marsh", outlet=POST, who=ME)
    corrections.add_alias(db, "Ben Marsh", "Marsh", outlet=POST, who=ME)
    assert said(db, "ben-marsh") == [1, 2]
    active = [each for each in decisions.decisions(db.conn) if each.kind == "aliased" and not each.undone_at]
    assert [each.speaker_key for each in active] == ["person:ben marsh"]
    corrections.undo(db, who=ME)
    assert said(db) == [0, 2]


@pytest.mark.parametrize(
    ("alias", "message"),
    [
        (Alias("  "), "is not an alias"),
        (Alias("Marsh", start="last week"), "is not an alias"),
        (Alias("Marsh", end="2031-02-30"), "is not an alias"),
    ],
)
def test_what_is_no_alias(db: Database, alias: Alias, message: str) -> None:
    fill(db, printed(0, ANN), printed(1, person("Marsh")))
    with pytest.raises(ValueError, match=message):
        corrections.add_alias(
            db, "Ann Marsh", *alias[:1], outlet=alias.outlet, start=alias.start, end=alias.end, who=ME
        )
    slug = next(each.slug for each in store.speakers(db.conn) if each.name == "Marsh")
    with pytest.raises(ValueError, match="known in one article only"):
        corrections.add_alias(db, slug, "Mrs. Marsh", who=ME)
    assert decisions.decisions(db.conn) == []


def test_the_exchange_format(db: Database) -> None:
    fill(db, printed(0, ANN))
    corrections.add_alias(db, "Ann Marsh", "Mrs. Marsh", outlet="Post; and Mail", start="2031", end="2032-01", who=ME)
    (_, line) = (json.loads(each) for each in decisions.dump(db.conn))
    given = {"value": "Mrs. Marsh", "outlet": "Post; and Mail", "start_date": "2031", "end_date": "2032-01"}
    assert given.items() <= line.items()
    assert decisions.decisions(db.conn)[-1].alias == Alias("Mrs. Marsh", "Post; and Mail", "2031", "2032-01")
