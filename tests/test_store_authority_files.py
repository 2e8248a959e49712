"""Authority files in an archive: which names they join, in whatever order, and what pages and records say."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlite_utils import Database

from quotes import store
from quotes.export import stored_speaker
from quotes.ids import article_key
from quotes.model import Article, Quotation, Speaker
from quotes.names import authority
from quotes.names.authority import Entry, Office
from quotes.store import corrections, listings
from quotes.store.identity import authority_files, evidence
from quotes.store.publication import publish
from tests.builders import person, quotation, without_paths
from tests.conftest import Run

ME = "an editor"
Printed = tuple[Article, list[Quotation]]
ALL = ("2000-01-01", "2040-01-01")
ADA = Entry(
    *("Q42", "Adelaide Byrd", ("Ada Byrd", "Ada Marie Moor"), "F", "Q42", "Quayland"),
    (
        Office("Mayor of Port Ellery", None, "Port Ellery", "2020", "2029"),
        Office("President of Quayland", "Tide Party", "Quayland", "2030-01-01", "2034-01-01", ALL),
    ),
)
BEN = Entry("Q43", "Ben Byrd", offices=(Office("President of Quayland", start="2034-01-01", complete=ALL),))


def printed(number: int, who: Speaker, published: str | None = "2031-02-03") -> Printed:
    article = Article(f"“Words {number},” said {who.name}.", f"{number}.txt", published=published)
    return article, [quotation(article, f"Words {number},", by=[who])]


SHORT, LONG, MARRIED = person("Ada Byrd"), person("Adelaide Byrd", role="mayor"), person("Ada Marie Moor")
ALONE = person("Byrd", role="the president")
ARTICLES = [
    *(printed(0, SHORT), printed(1, LONG), printed(2, MARRIED), printed(3, ALONE), printed(4, ALONE, "2035-01-01")),
    *(printed(5, ALONE, None), printed(6, person("Ben Byrd", role="president of the club"))),
    *(printed(7, person("Byrd", role="Senator")), printed(8, person("Ben Byrd", role="President"))),
]


def fill(db: Database, articles: list[Printed]) -> None:
    for article, found in articles:
        store.ingest(db, article, found)


def people(db: Database) -> set[frozenset[str]]:
    found = db.execute("select json_group_array(text) from quotations group by speaker_id")
    return {frozenset(json.loads(words)) for (words,) in found}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_in_any_order_and_whenever_the_file_is_loaded(seed: int) -> None:
    found = []
    for shuffle in (False, True):
        steps: list[Printed | None] = [None, *ARTICLES]
        if shuffle:
            Random(seed).shuffle(steps)
        with store.create(":memory:") as db:
            for step in steps:
                if step is None:
                    evidence.load(db, [ADA, BEN], "a file")
                else:
                    store.ingest(db, *step)
            assert list(store.verify(db.conn)) == []
            joins = db.execute("select speaker_key, other_key, reason from joins").fetchall()
            found.append((people(db), sorted(joins)))
    assert found[0] == found[1]
    assert {
        frozenset(f"Words {number}," for number in each) for each in ((0, 1, 2, 3), (4, 6, 8), (5,), (7,))
    } == found[0][0]


def test_the_name_and_slug_come_from_the_articles(db: Database) -> None:
    evidence.load(db, [ADA], "a file")
    fill(db, [printed(3, ALONE)])
    (alone,) = store.speakers(db.conn)
    assert alone.slug.startswith("byrd-")
    fill(db, [printed(1, LONG)])
    (ada,) = store.speakers(db.conn)
    assert (ada.slug, ada.name, ada.quoted) == ("adelaide-byrd", "Adelaide Byrd", 2)


def test_the_record_of_a_speaker_has_what_the_file_says(db: Database) -> None:
    evidence.load(db, [ADA], "a file")
    fill(db, [printed(0, SHORT), printed(1, person("Cora Quill"))])
    sketch = listings.sketch(db.conn, "ada-byrd")
    assert sketch is not None
    record = stored_speaker(sketch)
    assert [record[field] for field in ("wikidata", "gender", "country", "party")] == [
        "Q42",
        "F",
        "Quayland",
        "Tide Party",
    ]
    assert record["offices"][1]["role"] == "President of Quayland"
    corrections.link(db, "ada-byrd", "Q77", who=ME)
    sketch = listings.sketch(db.conn, "ada-byrd")
    assert sketch is not None
    assert (sketch.wikidata, sketch.entry) == ("Q77", None)


def test_one_of_the_same_name_with_another_profession_is_not_the_entry(db: Database) -> None:
    evidence.load(db, [ADA], "a file")
    fill(db, [printed(0, person("Ada Byrd", role="coach")), printed(1, LONG)])
    assert {each.slug for each in store.speakers(db.conn)} == {"ada-byrd", "adelaide-byrd"}
    sketch = listings.sketch(db.conn, "ada-byrd")
    assert sketch is not None
    assert sketch.entry is None


def test_split_and_undone(db: Database) -> None:
    evidence.load(db, [ADA], "a file")
    fill(db, [printed(0, SHORT), printed(2, MARRIED), printed(3, ALONE)])
    assert len(store.speakers(db.conn)) == 1
    corrections.split(db, "ada-byrd", [article_key(printed(3, ALONE)[0])], who=ME)
    corrections.split(db, "ada-marie-moor", who=ME)
    assert len(store.speakers(db.conn)) == 3
    evidence.load(db, [ADA], "a file")
    fill(db, [printed(9, MARRIED)])
    assert len(store.speakers(db.conn)) == 3
    corrections.undo(db, who=ME)
    assert len(store.speakers(db.conn)) == 2


def test_a_date_that_people_set_counts(db: Database) -> None:
    evidence.load(db, [ADA, BEN], "a file")
    fill(db, [printed(0, SHORT), printed(5, ALONE, None), printed(6, person("Ben Byrd"))])
    assert len(store.speakers(db.conn)) == 3
    corrections.describe(db, article_key(ARTICLES[5][0]), {"published": "2031-05-05"}, who=ME)
    assert len(store.speakers(db.conn)) == 2
    assert [each.slug for each in listings.joined(db.conn, "ada-byrd")] != []
    corrections.undo(db, who=ME)
    assert len(store.speakers(db.conn)) == 3


@pytest.mark.slow
def test_rebuilt_and_published(db: Database, tmp_path: Path) -> None:
    found = {article.text: said for article, said in ARTICLES}
    evidence.load(db, [ADA, BEN], "a file")
    fill(db, ARTICLES)
    store.rebuild(db.conn, tmp_path / "again.db", lambda article: found[article.text])
    publish(tmp_path / "quotes.db", tmp_path / "copy.db")
    for name in ("again.db", "copy.db"):
        with closing(store.open(tmp_path / name)) as connection:
            assert without_paths(store.dump(connection)) == without_paths(store.dump(db.conn))
    store.rebuild(db.conn, tmp_path / "without.db", lambda article: found[article.text], authority=False)
    with closing(store.open(tmp_path / "without.db")) as connection:
        assert list(store.verify(connection)) == []
        assert connection.execute("select count(*) from authority_people").fetchone() == (0,)


@pytest.mark.slow
def test_a_file_has_precedence_over_the_packaged_one(db: Database) -> None:
    evidence.load_packaged(db)
    (number,) = db.conn.execute("select count(*) from authority_people").fetchone()
    assert number == len(authority.packaged())
    assert authority_files.genders(db.conn) == authority.packaged_genders()
    evidence.load(db, [Entry("Q6279", "Ada Byrd", wikidata="Q6279")], "a file")
    evidence.load_packaged(db)
    found = db.conn.execute("select name, source from authority_people where uid = 'Q6279'").fetchall()
    assert found == [("Ada Byrd", "a file")]


@pytest.mark.slow
def test_loaded_from_the_command_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(store.create("quotes.db")) as db:
        fill(db, [printed(0, SHORT), printed(1, LONG)])
    Path("people.csv").write_text("name,aliases,country\nAdelaide Byrd,Ada Byrd,Quayland\n")
    assert "1 person of people.csv loaded" in run("authority", "load", "people.csv").stdout
    reason = "because an authority file gives both names to one person"
    assert reason in run("speakers", "ada-byrd").stdout + run("speakers", "adelaide-byrd").stdout
    Path("bad.json").write_text("{")
    result = run("authority", "load", "bad.json")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "bad.json: cannot be read as an authority file" in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("options", "number"), [([], 1007), (["--no-authority"], 0)])
def test_loaded_by_default(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], number: int
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("“We have no money left,” Ines Okafor said on Tuesday.\n")
    assert run("ingest", "a.txt", *options).exit_code == 0
    with closing(store.open("quotes.db")) as connection:
        assert connection.execute("select count(*) from authority_people").fetchone() == (number,)
