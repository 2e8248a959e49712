"""What is built of shards is what `ingest` makes of the same articles in the same order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes import store
from quotes.batch import builder
from quotes.model import Article, Quotation
from quotes.store import corrections, decisions
from quotes.store.run_log import rejects
from tests import shards
from tests.builders import (
    ACHTERBERG,
    ALL,
    BRANDVOLD,
    CRANES,
    HARBOUR,
    HARBOUR_QUOTATIONS,
    OKAFOR,
    SILENT,
    fill,
    person,
    plain,
    quotation,
)
from tests.conftest import Run
from tests.site import id_of

pytestmark = pytest.mark.batch

Pair = tuple[Article, list[Quotation]]
ME = "an editor"

# A wire story in two papers, at two places and edited; the same name in many; joint speakers; no date.
WIRE = " ".join(f"The bridge at Ellery number {number} was closed in winter." for number in range(12))


def wire(ending: str, **known: str | None) -> Pair:
    article = Article(f"{WIRE} “It is {ending},” said Ines Okafor and Tomás Brandvold.", **known)  # type: ignore[arg-type]
    return article, [quotation(article, f"It is {ending},", by=[OKAFOR, BRANDVOLD], cue="said", mention="Ines Okafor")]


POOL: list[Pair] = [
    *ALL,
    wire("safe", source="a.txt", outlet="The First", published="2031-01-01", url="https://first.example/a"),
    wire("safe", source="b.txt", outlet="The Second", published="2031-01-01", url="https://second.example/a"),
    wire("not safe", source="a2.txt", published="2031-01-01", modified="2031-01-05", url="https://first.example/a"),
    wire("not safe", source="a3.txt", published="2031-01-01", fetched_at="2031-01-09", url="https://first.example/a"),
    wire("open", source="desk/wire.txt", outlet="The Desk"),
    wire("open", source="other/wire.txt", outlet="The Other"),
    wire("shut", source="desk/wire.txt"),
    (replace(HARBOUR, text=HARBOUR.text + "More.", published="2031-06-01"), HARBOUR_QUOTATIONS[:-1]),
    (replace(CRANES, text=CRANES.text + "More.", published="2030-06-01T23:30:00-05:00"), []),
    plain("Enough", person("Ines Okafor", role="mayor"), published="2030-06-02"),
    plain("Never", person("Okafor"), published="2031-06-02"),
    plain("Perhaps", person("Tomas Brandvold", "Brandvold")),
    plain("Perhaps", person("John Kelly"), url="https://a.example/1"),
    plain("Surely", person("John F. Kelly"), url="https://a.example/2"),
]


def in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """By date, undated ones last; then the changed, the later fetched, and the later read after the others."""
    from quotes.batch.shard_rows import moment

    def key(numbered: tuple[int, Pair]) -> tuple[object, ...]:
        number, (article, _) = numbered
        published, modified = moment(article.published), moment(article.modified)
        return (
            *(published is None, str(published), modified is not None, str(modified)),
            *(article.fetched_at is not None, article.fetched_at or "", number),
        )

    return [pair for _, pair in sorted(enumerate(pairs), key=key)]


def dump(path: Path) -> list[str]:
    """All that an archive says, but when."""
    with closing(store.open(path)) as connection:
        assert list(store.verify(connection)) == []
        lines = [json.loads(line) for line in store.dump(connection)]
    for _, row in lines:
        for when in ("added_at", "status_at", "retired_at"):
            row.pop(when, None)
    return sorted(json.dumps(line) for line in lines)


def built(run: Path, target: Path, decided: Path | None = None) -> list[str]:
    """What each article became."""
    return [str(event.outcome) for event in builder.build([run], target, decided)]


@settings(max_examples=25)
@given(st.lists(st.sampled_from(POOL), max_size=len(POOL)), st.integers(1, 4))
def test_equal_to_ingest(tmp_path_factory: pytest.TempPathFactory, pairs: list[Pair], tasks: int) -> None:
    folder = tmp_path_factory.mktemp("build")
    outcomes = built(shards.record(folder / "run", pairs, tasks), folder / "built.db")
    with closing(store.create(folder / "ingested.db")) as db:
        assert outcomes == [store.ingest(db, *pair) for pair in in_order(pairs)]
    assert dump(folder / "built.db") == dump(folder / "ingested.db")


def test_equal_to_ingest_with_decisions(tmp_path: Path) -> None:
    with fill(tmp_path / "decided.db", in_order(POOL)) as db:
        corrections.merge(db, "John Kelly", "John F. Kelly", who=ME)
        corrections.merge(db, "ruth-achterberg", "tomas-brandvold", who=ME)
        corrections.undo(db, who=ME)
        corrections.split(db, "ines-okafor", [id_of_article(tmp_path / "decided.db", "Enough.txt")], who=ME)
        corrections.attribute(db, id_of(tmp_path / "decided.db", "no plan B"), "ines-okafor", who=ME)
        corrections.withdraw(db, id_of(tmp_path / "decided.db", "Surely"), "misquoted", who=ME)
        corrections.describe(
            db, id_of_article(tmp_path / "decided.db", "Never.txt"), {"published": "1999-01-01"}, who=ME
        )
        lines = list(decisions.dump(db.conn))
    (tmp_path / "decisions.jsonl").write_text("\n".join(lines))
    built(shards.record(tmp_path / "run", POOL, 3), tmp_path / "built.db", tmp_path / "decisions.jsonl")
    with closing(store.create(tmp_path / "ingested.db")) as db:
        decisions.load(db, lines)
        for pair in in_order(POOL):
            store.ingest(db, *pair)
    assert dump(tmp_path / "built.db") == dump(tmp_path / "ingested.db")
    with closing(store.open(tmp_path / "built.db")) as connection:
        assert not store.search(connection, "surely").hits
        assert {each.slug for each in store.speakers(connection, "Kelly")} == {"john-kelly"}


def id_of_article(path: Path, source: str) -> str:
    with closing(store.open(path)) as connection:
        (id,) = connection.execute("select uid from articles where source = ?", [source]).fetchone()
        return str(id)


def test_the_schema_is_that_of_any_archive_and_search_finds(tmp_path: Path) -> None:
    built(shards.record(tmp_path / "run", POOL), tmp_path / "built.db")
    fill(tmp_path / "ingested.db", POOL).close()
    schemas = []
    for name in ("built.db", "ingested.db"):
        with closing(store.open(tmp_path / name)) as connection:
            schemas.append(connection.execute("select type, name, sql from sqlite_schema order by name").fetchall())
            hits = store.search(connection, "nobody", speaker="achterberg").hits
            assert [each.quotation.speaker for each in hits] == ["Tomás Brandvold & Ruth Achterberg"]
    assert schemas[0] == schemas[1]
    with closing(store.create(tmp_path / "built.db")) as db:
        store.ingest(db, *plain("Later words", ACHTERBERG))
        assert list(store.verify(db.conn)) == []
        assert len(store.search(db.conn, "later words").hits) == 1


def test_added_is_when_the_run_began(tmp_path: Path) -> None:
    built(shards.record(tmp_path / "run", ALL), tmp_path / "built.db")
    with closing(store.open(tmp_path / "built.db")) as connection:
        assert {*connection.execute("select added_at, extraction_version from articles")} == {
            (shards.BEGUN, shards.EXTRACTION)
        }


def test_several_runs_are_one_archive(tmp_path: Path) -> None:
    runs = [shards.record(tmp_path / "one", ALL[:2]), shards.record(tmp_path / "two", ALL[2:])]
    assert builder.total(runs) == len(ALL)
    assert len(list(builder.build(runs, tmp_path / "built.db"))) == len(ALL)
    built(shards.record(tmp_path / "all", ALL), tmp_path / "at once.db")
    assert dump(tmp_path / "built.db") == dump(tmp_path / "at once.db")


def test_rejects_are_kept_until_read(tmp_path: Path) -> None:
    refused = [
        {"source": each, "origin": "given", "reason": "is empty", "skipped": each == "b.txt"}
        for each in ("a.txt", "b.txt", SILENT.source)
    ]
    run = shards.record(tmp_path / "run", [(SILENT, [])], 2, "".join(json.dumps(each) + "\n" for each in refused))
    assert built(run, tmp_path / "built.db") == ["failed", "skipped", "failed", "added"]
    with closing(store.open(tmp_path / "built.db")) as connection:
        kept = [(each.source, each.reason, each.skipped) for each in rejects(connection)]
    assert kept == [("a.txt", "is empty", False), ("b.txt", "is empty", True)]


def test_quotations_that_do_not_stand_where_they_say_leave_no_trace(tmp_path: Path) -> None:
    article, (found,) = plain("Enough", OKAFOR)
    run = shards.record(tmp_path / "run", [(article, [replace(found, text="Too much")]), *ALL])
    assert sorted(built(run, tmp_path / "built.db")) == ["added"] * 4 + ["failed"]
    with closing(store.open(tmp_path / "built.db")) as connection:
        assert [each.source for each in rejects(connection)] == [article.source]
        assert store.coverage(connection).articles == len(ALL)


def test_what_stops_it_leaves_nothing(tmp_path: Path, run: Run) -> None:
    folder = shards.record(tmp_path / "run", ALL, 3)
    (tmp_path / "decisions.jsonl").write_text("{}")
    (tmp_path / "there.db").write_text("")
    wrong = run("batch", "build", folder, tmp_path / "new.db", "--judgements", tmp_path / "decisions.jsonl")
    there = run("batch", "build", folder, tmp_path / "there.db")
    nowhere = run("batch", "build", folder, tmp_path / "no/new.db")
    (folder / "logs/completions/00001").unlink()
    unfinished = run("batch", "build", folder, tmp_path / "new.db")
    (folder / "logs/completions/00001").touch()
    (folder / "articles/00001.parquet").unlink()
    missing = run("batch", "build", folder, tmp_path / "new.db")
    said = {
        "decisions.jsonl: line 1 is not a decision": wrong,
        "there.db: this file exists": there,
        "the folder": nowhere,
        "run: 2 of 3 tasks are done; run the same `quotes batch run` again for the rest": unfinished,
        "00001.parquet: is missing": missing,
    }
    for words, result in said.items():
        assert (result.exit_code, result.stderr.count("\n"), result.stdout) == (1, 1, ""), words
        assert words in result.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["decisions.jsonl", "run", "there.db"]


def test_from_the_command_line(tmp_path: Path, run: Run) -> None:
    result = run("batch", "build", shards.record(tmp_path / "run", ALL), tmp_path / "built.db")
    assert result.stdout == (
        f"{tmp_path / 'built.db'}: 4 articles (4 added); 13 quotations (8 direct, 3 partial, 2 paraphrase)\n"
    )
    assert sorted(each.name for each in tmp_path.iterdir()) == ["built.db", "run"]
