"""Whatever is ingested, edited and decided, in any order: all in order, nothing lost, and rebuilt the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes import store
from quotes.ids import article_key, quotation_ids
from quotes.model import Article, Kind, Original, Quotation, Span, Speaker
from quotes.store import corrections, decisions
from tests.builders import anonymous, organisation, person

CAST = {
    each.name: each
    for each in (
        person("Ann Marsh", role="mayor"),
        person("Ann B. Marsh", role="coach"),
        person("Marsh"),
        person("Ben Okonkwo"),
        anonymous("a man"),
        organisation("Tide Union"),
        # Whom rules join, as long as nobody decides otherwise.
        person("Cora Quill", role="president"),
        person("Cora D. Quill"),
        person("Quill", role="the president"),
        organisation("Port Ellery Trust", "PET"),
        organisation("PET"),
        # Two people of one name, where articles give the state.
        person("Dora Finch", role="Senator (Democrat, Ohio)"),
        # Each beside one whose wording in an article is the same, and who cannot be told in another.
        person("the Ann Marsh"),
        organisation("New Poll"),
        organisation("a new poll"),
        organisation("the New poll"),
    )
}
# As articles print them: with a title, which is not a part of the name.
CAST |= {"Dora Finch of Utah": person("Dora Finch", role="Senator (Republican, Utah)")}
CAST |= {"goalkeeper Dora Finch": person("Dora Finch", role="goalkeeper")}
CAST |= {"Mr. Dora Finch": person("Dora Finch"), "Ms. Dora Finch": person("Dora Finch")}
CAST |= {"Mrs. Marsh": CAST["Marsh"], "Mr. Marsh": CAST["Marsh"], "President Quill": CAST["Quill"]}
WORDS = ["It is safe", "It is safe and sound", "Nobody asked us", "No", "No way out"]
DATES = [None, "2031-01-01", "2031-01-02"]
ME = "an editor"

states = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([*CAST])), max_size=4)
deeds = st.sampled_from(
    [
        "merge",
        "split",
        "split off",
        "rename",
        "entitle",
        "classify",
        "link",
        "alias",
        "attribute",
        "add",
        "unname",
        "withdraw",
        "undo",
    ]
)
steps = st.one_of(
    st.tuples(st.integers(0, 2), states, st.sampled_from(DATES)),
    st.tuples(deeds, st.integers(0, 99), st.integers(0, 9)),
)


def printed(number: int, state: list[tuple[str, str]], date: str | None) -> Article:
    text = "\n".join(f"“{words}” {name}" for words, name in state)
    outlet = "The Quay" if number else None
    pages = (0, len(text) // 2) if number == 2 else ()
    kept = Original(f"{date} {text}".encode(), ".txt") if date else None
    url = f"https://news.example/{number}"
    return Article(text, f"{number}.txt", url=url, outlet=outlet, published=date, page_starts=pages, original=kept)


def extract(article: Article) -> list[Quotation]:
    found, place = [], 0
    for line in article.text.splitlines():
        words, _, name = line[1:].partition("” ")
        span = Span(place + 1, place + 1 + len(words))
        by: tuple[Speaker, ...] = (CAST[name],)
        mention = Span(span.end + 2, span.end + 2 + len(name))
        found.append(Quotation(Kind.DIRECT, (span,), words, mention=mention, speakers=by))
        place += len(line) + 1
    return found


def unable(article: Article) -> list[Quotation]:
    raise KeyError(article.source)


def spoken(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Who says what in the articles as they are."""
    return connection.execute(
        """
        select uid, kind, text, start_char, said_by, confidence from quotations
        where status = 'published' order by uid
        """
    ).fetchall()


def decide(db: Database, deed: str, one: int, two: int) -> None:
    """Does `deed` with some speaker, quotation or article. Raises ValueError where that cannot be done."""

    def column(sql: str) -> list[str]:
        return [row[0] for row in db.execute(sql)] or ["none"]

    slugs = column("select slug from speaker_keys order by slug")
    ids = column("select uid from quotations order by uid")
    articles = column("select uid from articles order by id")
    speaker, other, id = slugs[one % len(slugs)], slugs[two % len(slugs)], ids[one % len(ids)]
    match deed:
        case "merge":
            corrections.merge(db, speaker, other, who=ME)
        case "split":
            corrections.split(db, speaker, who=ME)
        case "split off":
            corrections.split(db, speaker, [articles[two % len(articles)]], who=ME)
        case "rename":
            corrections.rename(db, speaker, f"New Name {two}", who=ME)
        case "entitle":
            corrections.entitle(db, speaker, f"clerk {two}", who=ME)
        case "classify":
            corrections.classify(db, speaker, "organisation" if two % 2 else "anonymous", who=ME)
        case "link":
            corrections.link(db, speaker, f"Q{two + 1}", who=ME)
        case "alias":
            # Whose names articles print: of one or of all, with or without conditions.
            names = (
                "Marsh",
                "Quill",
                "Ann Marsh",
                "a man",
                "a new poll",
                "PET",
                "Mrs. Marsh",
                "President Quill",
                "Dora Finch",
            )
            name = names[one % len(names)]
            outlet, start, end = [(None, None, None), ("The Quay", None, None), (None, "2031-01-02", "2031")][two % 3]
            corrections.add_alias(db, other, name, outlet=outlet, start=start, end=end, who=ME)
        case "attribute":
            corrections.attribute(db, id, other, who=ME)
        case "add":
            corrections.attribute(db, id, "Una Newcomb", kind="person", who=ME)
        case "unname":
            corrections.attribute(db, id, "a clerk", kind="anonymous", who=ME)
        case "withdraw":
            corrections.withdraw(db, id, f"reason {two}", who=ME)
        case "undo":
            corrections.undo(db, two if one % 3 == 0 else None, who=ME)


def statements(db: Database) -> list[str]:
    """All that the archive says, but decisions and slugs, of which nothing is ever lost."""
    return [line for line in store.dump(db.conn) if not line.startswith(('["decisions"', '["speaker_keys"'))]


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(steps, min_size=2, max_size=12))
def test_any_history(history: list[tuple[int, list[tuple[str, str]], str | None] | tuple[str, int, int]]) -> None:
    promised: set[str] = set()
    slugs: set[str] = set()
    with TemporaryDirectory() as folder, store.create(":memory:") as db:
        for number, step in enumerate(history):
            before = statements(db)
            if isinstance(step[0], str):
                try:
                    decide(db, step[0], step[1], int(step[2]))
                except ValueError:
                    assert statements(db) == before, "what is refused changes nothing"
                else:
                    if step[0] != "undo" and number % 3 == 0:
                        corrections.undo(db, who=ME)
                        assert statements(db) == before, "undone, it is as if it had not been"
            else:
                article = printed(step[0], step[1], step[2])
                found = extract(article)
                store.ingest(db, article, found, added=f"2031-02-{number + 1:02}")
                promised |= set(quotation_ids(article_key(article), found))
            assert list(store.verify(db.conn)) == []
            for id in promised:
                assert store.quotation(db.conn, id) or store.retired(db.conn, id)
            slugs |= {row[0] for row in db.execute("select slug from speakers")}
            for slug in slugs:
                assert store.speaker(db.conn, slug) or store.former_speaker(db.conn, slug)
        again = Path(folder) / "again.db"
        store.rebuild(db.conn, again, extract)
        with closing(store.open(again)) as connection:
            assert list(store.dump(connection)) == list(store.dump(db.conn))
        assert decisions.load(db, decisions.dump(db.conn)) == 0
        kept = Path(folder) / "kept.db"
        store.rebuild(db.conn, kept, unable, report=lambda refused: None)
        with closing(store.open(kept)) as connection:
            assert list(store.verify(connection)) == []
            assert spoken(connection) == spoken(db.conn), "what cannot be found anew stays"
            for id in promised:
                assert store.quotation(connection, id) or store.retired(connection, id)
