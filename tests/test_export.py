"""Every command and page gives out the same records, which their JSON Schemas describe."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from quotes import store
from quotes.export import SCHEMAS, columns, extracted_quotations, flat, stored_quotation, write_parquet
from quotes.model import Article, Kind, Quotation, Span, Speaker
from quotes.site.download_formats import LIST_FORMATS, QUOTATION_FORMATS
from quotes.store import corrections, streams
from tests.builders import ALL, CRANES, CRANES_QUOTATIONS, fill, person, plain
from tests.conftest import Run
from tests.site import Get, id_of, serve

ROOT = Path(__file__).parent.parent
TABLES = ("quotations", "articles", "speakers")


def check(name: str, record: dict[str, Any]) -> dict[str, Any]:
    """The record, which its published schema describes."""
    schema = json.loads((ROOT / "docs" / "schema" / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(record)
    return record


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Invented articles, one of them corrected by an editor and one in a second version."""
    path = tmp_path / "quotes.db"
    with fill(path, ALL) as db:
        corrections.attribute(db, id_of(path, "painful"), "ruth-achterberg", who="an editor")
        shorter = Article(CRANES.text.replace("is dead", "lives"), CRANES.source, url=CRANES.url)
        store.ingest(db, shorter, [])
    return path


@pytest.fixture
def get(archive: Path) -> Get:
    return serve(archive)


def records(run: Run, *arguments: str | Path) -> list[dict[str, Any]]:
    result = run(*arguments, "--format", "jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_the_schemas_are_of_the_draft_that_they_name() -> None:
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("field", ["id", "kind", "speakers", "article"])
def test_the_schema_refuses_what_is_no_record(field: str) -> None:
    record = next(extracted_quotations(CRANES, CRANES_QUOTATIONS))
    validator = Draft202012Validator(SCHEMAS["quotation"])
    assert validator.is_valid(record)
    assert not validator.is_valid(record | {field: "?"})
    assert not validator.is_valid({name: value for name, value in record.items() if name != field})
    assert not validator.is_valid(record | {"speaker": "Ada Byrd"})


def test_extract_and_read(quay: Path, run: Run) -> None:
    found = records(run, "extract", "quay.txt")
    assert [check("quotation", each)["kind"] for each in found] == list(Kind)
    (article,) = (check("article", each) for each in records(run, "read", "quay.txt"))
    assert {each["article"]["id"] for each in found} == {article["id"]}


@pytest.mark.parametrize("table", TABLES)
def test_export(archive: Path, run: Run, table: str) -> None:
    found = [check(table.removesuffix("s"), each) for each in records(run, "export", table, "--db", archive)]
    with closing(store.open(archive)) as connection:
        held = store.coverage(connection)
    assert len({each["id"] for each in found}) == len(found) == getattr(held, table)


@pytest.mark.slow
def test_exported_quotations_are_those_of_search_and_the_site(archive: Path, run: Run, get: Get) -> None:
    exported = {each["id"]: each for each in records(run, "export", "quotations", "--db", archive)}
    steps = {each["step"] for each in exported.values()}
    assert {"newsroom", "cue", "continuation"} <= steps
    assert any(each["gone_since"] == 2 for each in exported.values())
    for kind in Kind:
        searched = records(run, "search", f"kind:{kind}", "--limit", "50", "--db", archive)
        assert searched == [exported[each["id"]] for each in searched]
        shown = get(f"/search.json?kind={kind}").json()["quotations"]
        assert {each["id"] for each in shown} == {each["id"] for each in searched}
        for each in shown:
            record = check("quotation", each)
            assert exported[each["id"]].items() <= record.items()
            whole = check("quotation", get(f"/q/{each['id']}.json").json())
            assert record.items() <= whole.items()
            assert get(whole["stored_text"]["url"].removeprefix("http://localhost")).status_code == 200


def test_the_site_gives_the_record_of_a_speaker(archive: Path, run: Run, get: Get) -> None:
    for each in records(run, "export", "speakers", "--db", archive):
        shown = get(f"/speakers/{each['id']}.json").json()
        assert each.items() <= check("speaker", shown["speaker"]).items()
        for quotation in shown["quotations"]:
            check("quotation", quotation)


def test_offsets_point_into_the_stored_text(archive: Path, run: Run) -> None:
    texts = {each["id"]: each["text"] for each in records(run, "export", "articles", "--db", archive)}
    for each in records(run, "export", "quotations", "--db", archive):
        if each["gone_since"] is None:
            text = texts[each["article"]["id"]]
            assert " ".join(text[start:end] for start, end in each["spans"]) == each["text"]


def test_the_archive_has_what_was_extracted(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    fill(path, ALL).__exit__(None, None, None)
    extracted = {each["id"]: each for article, found in ALL for each in extracted_quotations(article, found)}
    with closing(store.open(path)) as connection:
        stored = {each["id"]: each for each in (stored_quotation(*row) for row in streams.quotations(connection))}
    assert stored.keys() == extracted.keys()
    for key, record in stored.items():
        outside = record | {"version": None, "speakers": [each | {"id": None} for each in record["speakers"]]}
        assert outside == extracted[key]


@pytest.mark.parametrize("table", TABLES)
def test_csv_is_the_flat_record(archive: Path, run: Run, table: str) -> None:
    schema = SCHEMAS[table.removesuffix("s")]
    found = records(run, "export", table, "--db", archive)
    result = run("export", table, "--format", "csv", "--db", archive)
    rows = list(csv.reader(io.StringIO(result.stdout, newline="")))
    assert rows[0] == columns(schema)
    assert rows[1:] == [
        ["" if value is None else str(value) for value in flat(each, schema).values()] for each in found
    ]


def test_the_rule_of_csv() -> None:
    article = Article("“Rain,” said Ada Byrd and Bo Li.", "a.txt", title="Rain")
    quotation = Quotation(Kind.DIRECT, (Span(1, 5), Span(8, 12)), "Rain, said", speakers=(ADA, BO))
    record = next(extracted_quotations(article, [quotation]))
    row = flat(record, SCHEMAS["quotation"])
    assert list(row) == columns(SCHEMAS["quotation"])
    assert row["spans"] == "1-5; 8-12"
    assert (row["speakers_name"], row["speakers_role"]) == ("Ada Byrd; Bo Li", "harbour master; ")
    assert (row["article_title"], row["cue_text"], row["chain"]) == ("Rain", None, None)


ADA = Speaker("Ada Byrd", "person", ("Ada Byrd",), "harbour master")
BO = Speaker("Bo Li", "person", ("Bo Li",))


@pytest.mark.batch
@pytest.mark.parametrize("table", TABLES)
def test_parquet_has_the_structure_of_the_json(archive: Path, run: Run, table: str) -> None:
    from pyarrow import BufferReader
    from pyarrow.parquet import read_table

    result = run("export", table, "--format", "parquet", "--db", archive)
    assert result.exit_code == 0
    assert read_table(BufferReader(result.stdout_bytes)).to_pylist() == records(run, "export", table, "--db", archive)


@pytest.mark.batch
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_any_text_goes_through_parquet(texts: list[str]) -> None:
    from pyarrow import BufferReader
    from pyarrow.parquet import read_table

    found = [
        record | {"text": text, "cue": None}
        for text in texts
        for record in extracted_quotations(CRANES, CRANES_QUOTATIONS[:1])
    ]
    stream = io.BytesIO()
    write_parquet(found, SCHEMAS["quotation"], stream)
    assert read_table(BufferReader(stream.getvalue())).to_pylist() == found


def test_an_empty_archive_has_no_records(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "quotes.db"
    fill(path, []).__exit__(None, None, None)
    for table in TABLES:
        assert run("export", table, "--db", path).stdout == ""
        (header,) = run("export", table, "--format", "csv", "--db", path).stdout.splitlines()
        assert header.startswith("id,")


def test_an_export_is_of_one_moment(archive: Path) -> None:
    with closing(store.open(archive)) as connection, streams.snapshot(connection):
        found = streams.quotations(connection)
        first = next(found)
        with closing(store.create(archive)) as db:
            store.ingest(db, *plain("Brand new words", person("Cy Dray")))
        texts = [each.text for each, _ in (first, *found)]
    assert "Brand new words" not in texts
    with closing(store.open(archive)) as connection:
        assert len(list(streams.quotations(connection))) == len(texts) + 1


def test_wrong_usage_and_a_missing_archive(tmp_path: Path, run: Run) -> None:
    assert run("export", "cues").exit_code == 2
    assert run("export", "quotations", "--format", "xml").exit_code == 2
    result = run("export", "quotations", "--db", tmp_path / "none.db")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1


def many(number: int) -> Iterator[tuple[Article, list[Quotation]]]:
    ada = person("Ada Byrd")
    for at in range(number):
        yield plain(f"Words number {at} of a long day at the quay", ada, source=f"{at}.txt")


@pytest.mark.slow
def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    peaks = []
    for number in (1_000, 4_000):
        path = tmp_path / f"{number}.db"
        fill(path, many(number)).__exit__(None, None, None)
        with closing(store.open(path)) as connection:
            tracemalloc.start()
            assert sum(1 for each in streams.quotations(connection) if stored_quotation(*each)) == number
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


def test_the_documentation_names_every_download() -> None:
    text = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("site.md", "permalinks.md"))
    for extension in (*LIST_FORMATS, *(each.extension for each in QUOTATION_FORMATS if each.extension)):
        assert f".{extension}" in text, extension


@pytest.mark.slow
def test_links_to_the_downloads_are_on_the_pages(get: Get, archive: Path) -> None:
    page = get(f"/q/{id_of(archive, 'painful')}").text
    for each in QUOTATION_FORMATS:
        assert each.extension is None or f'.{each.extension}"' in page
        assert each.label in page
    for path in ("/speakers/ines-okafor", "/search?q=cranes"):
        page = get(path).text
        assert all(f".{extension}" in page and each.label in page for extension, each in LIST_FORMATS.items())
