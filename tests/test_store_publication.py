"""A copy to publish: compact, checked, immutable, and put in place at once."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes import store
from quotes.ids import article_key, quotation_ids
from quotes.model import Article, Kind, Original, Quotation, Span
from quotes.store import corrections, run_log
from quotes.store.publication import publish
from quotes.store.redaction import MASK
from quotes.store.schema import PRIVATE
from quotes.store.search.articles import search_articles
from tests.builders import (
    ALL,
    HARBOUR,
    HARBOUR_QUOTATIONS,
    OKAFOR,
    fill,
    plain,
    quotation,
    span,
    without_paths,
)
from tests.conftest import Run
from tests.site import id_of, serve, text_of

pytestmark = pytest.mark.slow


@pytest.fixture
def database(tmp_path: Path) -> Path:
    fill(tmp_path / "quotes.db").conn.close()
    return tmp_path / "quotes.db"


def test_the_copy_says_the_same_and_has_no_log(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public.db"
    publish(database, copy)
    with closing(store.open(database)) as old, closing(store.open(copy)) as new:
        assert without_paths(store.dump(old)) == without_paths(store.dump(new))
    with closing(sqlite3.connect(f"{copy.as_uri()}?immutable=1", uri=True)) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("delete",)
        assert connection.execute("pragma freelist_count").fetchone() == (0,)
        assert connection.execute("select count(*) from sqlite_stat1").fetchone()[0] > 0
        assert connection.execute("select count(*) from quotations_fts('nobody')").fetchone() == (2,)
    assert copy.stat().st_mode & 0o777 == 0o444
    assert sorted(path.name for path in tmp_path.iterdir()) == ["public.db", "quotes.db"]


def test_what_is_being_written_is_in_it_as_far_as_it_is_finished(database: Path, tmp_path: Path) -> None:
    with store.create(database) as db:
        store.ingest(db, *plain("One more"))
        db.execute("begin immediate")
        db.execute("delete from quotation_speakers")
        publish(database, tmp_path / "public.db")
        db.conn.rollback()
    with closing(store.open(tmp_path / "public.db")) as connection:
        assert store.coverage(connection).articles == len(ALL) + 1
        assert list(store.verify(connection)) == []


@pytest.mark.parametrize("what", ["archive", "text", "database"])
def test_only_an_older_copy_is_replaced(database: Path, tmp_path: Path, what: str) -> None:
    target = tmp_path / "other.db"
    if what == "archive":
        fill(target, [plain("Of another desk")]).conn.close()
    elif what == "text":
        target.write_text("notes")
    else:
        with closing(sqlite3.connect(target)) as connection:
            connection.execute("create table notes (text)")
    before = target.read_bytes()
    with pytest.raises(store.ArchiveError, match=r"other\.db: this file exists, and is not a published copy"):
        publish(database, target)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.db", "quotes.db"]
    target.write_bytes(b"")
    publish(database, target)
    publish(database, target)


def test_a_newer_copy_takes_the_place_of_an_older_one_that_is_being_read(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public.db"
    publish(database, copy)
    with closing(store.open(copy)) as reading:
        with store.create(database) as db:
            store.ingest(db, *plain("One more"))
        publish(database, copy)
        assert store.coverage(reading).articles == len(ALL)
    with closing(store.open(copy)) as reading:
        assert store.coverage(reading).articles == len(ALL) + 1


def test_what_is_for_the_newsroom_alone_is_left_out(database: Path, tmp_path: Path) -> None:
    said = "Nobody was ever told of the third withdrawal"
    article = Article(f"“{said}.” And again: “{said}.”\n" + HARBOUR.text, "twice.txt")
    twice = [
        Quotation(Kind.DIRECT, (place,), said, None, None, (), 0.9)
        for place in (span(article.text, said), span(article.text, said, "again"))
    ]
    with store.create(database) as db:
        store.ingest(db, article, twice)
        first, second = quotation_ids(article_key(article), twice)
        run_log.reject(db, "secret.txt", "/home/desk/secret.txt", "cannot be read", "input")
        run_log.remember(db, "https://courier.example/secret-feed", '"etag"', None)
        corrections.withdraw(db, first, "misquoted", who="an editor")
        corrections.merge(db, "ines-okafor", "ruth-achterberg", who="an editor")
    copy = tmp_path / "public.db"
    publish(database, copy)
    with closing(store.open(database)) as old:
        assert said in old.execute("select text from withdrawn_texts").fetchone()[0]
        assert old.execute("select count(*) from minhash_bands").fetchone()[0]
    with closing(store.open(copy)) as new:
        assert new.execute("select text, spans from quotations where status = 'withdrawn'").fetchall() == [(None, None)]
        for table in PRIVATE:
            assert new.execute(f"select count(*) from {table}").fetchone() == (0,)
        assert list(store.verify(new)) == []
        assert store.quotation(new, second)
    for secret in (b"/home/desk", b"secret-feed"):
        assert secret not in copy.read_bytes()
    get = serve(copy)
    gone = get(f"/q/{first}")
    assert gone.status_code == 410
    assert "misquoted" in text_of(gone)
    assert get("/speakers/ruth-achterberg").headers["location"] == "/speakers/ines-okafor"


def test_what_is_wrong_is_not_published(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public.db"
    publish(database, copy)
    before = copy.read_bytes()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("update versions set text = text || '!' where id = 1")
        connection.commit()
    with pytest.raises(store.ArchiveError, match="has a problem"):
        publish(database, copy)
    assert copy.read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if "part" in path.name]


@pytest.mark.parametrize("target", ["quotes.db", "nowhere/public.db", "."])
def test_places_that_will_not_do(database: Path, tmp_path: Path, target: str) -> None:
    before = database.read_bytes()
    with pytest.raises(store.ArchiveError):
        publish(database, tmp_path / target)
    assert database.read_bytes() == before


def test_on_the_command_line(database: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("publish-copy", "public.db", "--db", database)
    assert result.exit_code == 0
    assert result.stdout.startswith("public.db: 4 articles, 13 quotations, 0.")
    result = run("publish-copy", database, "--db", database)
    assert result.exit_code == 1
    assert "this is the database itself" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["ingest", "a.txt"],
        ["rebuild"],
        ["undo"],
        ["speakers", "rename", "ines-okafor", "Dame Ines"],
        ["judgements", "--load", "decisions.jsonl"],
        ["authority", "load", "people.csv"],
    ],
)
def test_nobody_changes_the_copy_whatever_its_mode(
    database: Path, run: Run, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(database.parent)
    monkeypatch.setenv("QUOTES_WHO", "An editor")
    for name, content in (
        ("a.txt", "“Yes,” said Ada Byrd."),
        ("decisions.jsonl", ""),
        ("people.csv", "name\nAda Byrd\n"),
    ):
        Path(name).write_text(content)
    copy = Path("public.db")
    assert run("withdraw", id_of(database, "painful"), "--reason", "misquoted").exit_code == 0
    publish(database, copy)
    copy.chmod(0o644)  # as a file that was copied to a server may have it
    before = copy.read_bytes()
    result = run(*arguments, "--db", "public.db")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: public.db: this is a published copy, which nobody may change")
    assert result.stderr.count("\n") == 1
    assert copy.read_bytes() == before
    assert not Path("public.db-wal").exists()
    get = serve(copy, allow={"plugins": {"quotes": {"editor": "Night desk"}}})
    assert get("/desk").status_code == 404
    assert get("/check").status_code == 403
    assert get("/").status_code == 200
    assert run("verify", "--db", "public.db").exit_code == 0
    publish(copy, Path("again.db"))


LEAK = Article(
    (
        "Pier inquiry: mayor speaks of the seven missing barges\n"
        "“We never counted the seven missing barges,” said Okafor. “Nobody\nasked,” she added. "
        "Okafor called it “painful”, and said the cranes were safe. "
        "Friends say it was painful.\n"
        "We NEVER counted the seven missing barges – that line went round the town.\n"
    ),
    "inquiry.txt",
    title="“We never counted the seven missing barges”: mayor speaks",
    url="https://www.ellery-courier.example/news/inquiry",
    raw_sha256="0" * 64,
    original=Original(b"<p>We never counted the seven missing barges</p>", ".html"),
)
COUNTED = "We never counted the seven missing barges,"
LEAKED = [
    quotation(LEAK, COUNTED, by=[OKAFOR], cue="said", mention="Okafor"),
    quotation(LEAK, "Nobody\nasked,", by=[OKAFOR], cue="added", mention="she", chain=("Okafor",)),
    quotation(LEAK, "painful", kind=Kind.PARTIAL, by=[OKAFOR], cue="called", mention="Okafor", near="added"),
]
REPEATED = "Mayor: “we never counted\nthe seven missing barges”. It was painful."


def withdrawn(folder: Path, *words: str) -> Path:
    """A published copy of an archive that has `LEAK` in two versions, without these quotations."""
    with fill(folder / "own.db").conn as connection:
        db = Database(connection)
        earlier = replace(LEAK, text=REPEATED, title="We never counted the seven missing barges")
        store.ingest(db, earlier, [quotation(earlier, "painful", kind=Kind.PARTIAL, by=[OKAFOR])])
        store.ingest(db, LEAK, LEAKED)
        ids = dict(zip((each.text for each in LEAKED), quotation_ids(article_key(LEAK), LEAKED), strict=True))
        for each in words:
            corrections.withdraw(db, ids[each], "misquoted", who="an editor")
    publish(folder / "own.db", folder / "public.db", keep_originals=True)
    return folder / "public.db"


def test_withdrawn_words_are_redacted_in_all_texts_of_their_article(tmp_path: Path) -> None:
    copy = withdrawn(tmp_path, COUNTED)
    with closing(store.open(copy)) as connection:
        assert list(store.verify(connection)) == []
        article = store.article(connection, article_key(LEAK))
        assert article
        assert article.text == LEAK.text.replace(COUNTED, MASK * len(COUNTED)).replace(
            "We NEVER counted the seven missing barges", MASK * 41
        )
        assert article.title == f"“{MASK * 41}”: mayor speaks"
        assert article.is_redacted
        first, latest = store.versions(connection, article.id)
        assert first.text == f"Mayor: “{MASK * 16}\n{MASK * 24}”. It was painful."
        assert first.metadata["title"] == MASK * 41
        assert latest.metadata["title"] == article.title
        assert [span.of(LEAK.text) for span in latest.redacted_spans] == [
            COUNTED,
            "We NEVER counted the seven missing barges",
        ]
        assert latest.sha256 == hashlib.sha256(article.text.encode()).hexdigest()
        assert latest.raw_sha256 is None
        assert [each.text for each in article.quotations] == ["Nobody\nasked,", "painful"]
    for leaked in ("never counted", "seven missing barges,", "NEVER"):
        assert leaked.encode() not in copy.read_bytes()


def test_no_index_page_download_or_statement_has_them(tmp_path: Path) -> None:
    copy = withdrawn(tmp_path, COUNTED)
    article = article_key(LEAK)
    with closing(store.open(copy)) as connection:
        for index in ("articles_fts", "quotations_fts"):
            assert connection.execute(f"select count(*) from {index}('counted')").fetchone() == (0,)
        assert connection.execute("select count(*) from articles_fts('inquiry')").fetchone() == (1,)
        assert not search_articles(connection, '"never counted"').hits
        assert connection.execute("select count(*) from originals").fetchone() == (0,)
        nobody = next(each.id for each in store.article(connection, article).quotations if "Nobody" in each.text)  # type: ignore[union-attr]
    get = serve(copy)
    for path in (
        f"/articles/{article}",
        f"/api/v1/articles/{article}",
        f"/articles/{article}/versions/1",
        f"/articles/{article}/versions/2",
        f"/q/{nobody}",
        f"/q/{nobody}.json",
        f"/q/{nobody}.annotation.json",
        "/public.json?sql=select+group_concat(text)+from+versions",
        "/public/versions.csv",
        "/public/versions.json?_facet=text",
        "/public/articles.json?_search=counted&_shape=array",
        "/articles?q=barges",
    ):
        answer = get(path)
        assert answer.status_code in (200, 302), path
        assert "counted" not in answer.text, path
    assert "█ stands for each character of its words" in text_of(get(f"/articles/{article}"))
    assert get(f"/articles/{article}/versions/2/original").status_code == 404
    (directive,) = set(re.findall(r'#:~:text=([^"]*)"', get(f"/q/{nobody}").text))
    assert directive == "said%20Okafor.%20%E2%80%9C-,Nobody,asked%2C,-%E2%80%9D%20she%20added.%20Okafor"


def test_words_of_a_published_quotation_are_not_redacted(tmp_path: Path) -> None:
    around = Article("Ines Okafor said the “seven missing barges” were lost, then left.", "around.txt")
    whole = quotation(around, "the “seven missing barges” were lost", kind=Kind.PARAPHRASE, by=[OKAFOR], cue="said")
    exact = quotation(around, "seven missing barges", kind=Kind.PARTIAL, by=[OKAFOR], cue="said")
    for kept, left_out in ((whole, exact), (exact, whole)):
        folder = tmp_path / kept.kind
        folder.mkdir()
        with closing(fill(folder / "own.db", [(around, [whole, exact])]).conn) as connection:
            ids = quotation_ids(article_key(around), [whole, exact])
            corrections.withdraw(Database(connection), ids[[whole, exact].index(left_out)], "misquoted", who="me")
        publish(folder / "own.db", folder / "public.db")
        with closing(store.open(folder / "public.db")) as connection:
            (text,) = connection.execute("select text from versions").fetchone()
            assert text[kept.start : kept.end] == kept.text
            assert (MASK in text) == (left_out is whole)
            assert "were lost" in text or left_out is whole
            assert list(store.verify(connection)) == []


def test_one_or_two_words_are_redacted_where_they_were_quoted_and_in_other_versions(tmp_path: Path) -> None:
    with closing(store.open(withdrawn(tmp_path, "painful"))) as connection:
        first, latest = store.versions(connection, article_key(LEAK))
        assert latest.text == LEAK.text.replace("“painful”", f"“{MASK * 7}”")
        assert first.text == REPEATED.replace("painful", MASK * 7)


def test_a_line_end_within_them_stays(tmp_path: Path) -> None:
    with closing(store.open(withdrawn(tmp_path, "Nobody\nasked,"))) as connection:
        article = store.article(connection, article_key(LEAK))
        assert article
        assert f"“{MASK * 6}\n{MASK * 6}”" in article.text


def test_a_title_that_somebody_set_is_redacted(tmp_path: Path) -> None:
    with closing(fill(tmp_path / "own.db", [(LEAK, LEAKED)]).conn) as connection:
        db, key = Database(connection), article_key(LEAK)
        corrections.describe(db, key, {"title": "“Never counted the seven”"}, who="me")
        corrections.describe(db, key, {"title": f"She said: {COUNTED}"}, who="me")
        corrections.withdraw(db, quotation_ids(key, LEAKED)[0], "misquoted", who="me")
    publish(tmp_path / "own.db", tmp_path / "public.db")
    with closing(store.open(tmp_path / "public.db")) as connection:
        assert list(store.verify(connection)) == []
        assert store.article(connection, key).title == f"She said: {MASK * 41},"  # type: ignore[union-attr]


def test_a_copy_of_a_copy_stays_redacted(tmp_path: Path) -> None:
    copy = withdrawn(tmp_path, COUNTED)
    publish(copy, tmp_path / "again.db")
    with closing(store.open(copy)) as one, closing(store.open(tmp_path / "again.db")) as other:
        assert list(store.dump(one)) == list(store.dump(other))
        assert list(store.verify(other)) == []


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("text", LEAK.text, "the text of version 2 is not redacted where it should be"),
        ("redacted_spans", "[[0, 5]]", "the text of version 2 is not redacted where it should be"),
        ("redacted_spans", "[[0, 5000]]", "the text of version 2 is not redacted where it should be"),
        ("redacted_spans", "[]", "its redacted_spans is damaged"),
        ("redacted_spans", '{"', "its redacted_spans is damaged"),
        ("redacted_spans", "[[5, 3]]", "its redacted_spans is damaged"),
    ],
)
def test_a_mask_that_does_not_hold_is_found(tmp_path: Path, column: str, value: str, problem: str) -> None:
    copy = withdrawn(tmp_path, COUNTED)
    copy.chmod(0o644)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute(f"update versions set {column} = ? where is_current and redacted_spans is not null", [value])
        (id, text) = connection.execute(
            "select id, text from versions where redacted_spans = ?", [value]
        ).fetchone() or (connection.execute("select id, text from versions where text = ?", [value]).fetchone())
        connection.execute(
            "update versions set sha256 = ? where id = ?", [hashlib.sha256(text.encode()).hexdigest(), id]
        )
        connection.commit()
    with closing(store.open(copy)) as connection:
        assert any(each.endswith(problem) for each in store.verify(connection))


def test_only_a_copy_may_be_redacted(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        text = MASK + HARBOUR.text[1:]
        connection.execute(
            "update versions set text = ?, sha256 = ?, redacted_spans = '[[0,1]]' where text = ?",
            [text, hashlib.sha256(text.encode()).hexdigest(), HARBOUR.text],
        )
        connection.commit()
    with closing(store.open(database)) as connection:
        assert any("is not redacted where it should be" in each for each in store.verify(connection))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, len(HARBOUR_QUOTATIONS) - 1), unique=True, min_size=1))
def test_any_withdrawals_leave_a_sound_copy(numbers: list[int]) -> None:
    with TemporaryDirectory() as folder:
        own, copy = Path(folder, "own.db"), Path(folder, "public.db")
        with closing(fill(own).conn) as connection:
            ids = quotation_ids(article_key(HARBOUR), HARBOUR_QUOTATIONS)
            for number in numbers:
                corrections.withdraw(Database(connection), ids[number], "misquoted", who="me")
        publish(own, copy)
        with closing(store.open(copy)) as connection:
            assert list(store.verify(connection)) == []
            article = store.article(connection, article_key(HARBOUR))
            assert article
            assert len(article.text) == len(HARBOUR.text)
            assert {each.text for each in article.quotations} == {
                each.text for number, each in enumerate(HARBOUR_QUOTATIONS) if number not in numbers
            }
            kept = [each for number, each in enumerate(HARBOUR_QUOTATIONS) if number not in numbers]
            shown = {at for each in kept for place in places(each) for at in range(*place)}
            hidden = {at for number in numbers for place in HARBOUR_QUOTATIONS[number].spans for at in range(*place)}
            assert {at for at, character in enumerate(article.text) if character == MASK} == hidden - shown


def places(found: Quotation) -> list[Span]:
    """Everything of the text that a quotation shows."""
    chain = found.evidence.chain if found.evidence else ()
    beside = filter(None, (found.cue, found.mention, found.quoting))
    return [*found.spans, *found.statement_spans, *chain, *beside]
