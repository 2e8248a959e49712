"""`quotes search`, `show` and `speakers` find what was ingested, and say so when there is nothing."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from quotes import store
from quotes.ids import article_key
from tests.builders import CRANES, CRANES_QUOTATIONS, HARBOUR, HARBOUR_QUOTATIONS, UNDATED, UNDATED_QUOTATIONS, span
from tests.conftest import Run


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with two articles."""
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    with closing(store.create(path)) as database:
        store.ingest(database, HARBOUR, HARBOUR_QUOTATIONS)
        store.ingest(database, CRANES, CRANES_QUOTATIONS)
    return path


@pytest.fixture(autouse=True)
def filled(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder whose quotes.db is a copy of it."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(archive, "quotes.db")


def found(run: Run, *arguments: str) -> list[str]:
    """The words of the quotations that `quotes search ARGUMENTS` finds, sorted."""
    result = run("search", *arguments, "--format", "jsonl")
    assert result.exit_code == 0
    return sorted(json.loads(row)["text"] for row in result.stdout.splitlines())


def test_words(run: Run) -> None:
    assert found(run, "crews", "nobody") == ["Nobody asked the crews. Nobody,"]


def test_a_phrase(run: Run) -> None:
    assert found(run, '"plan B"') == ["no plan B"]
    assert found(run, '"B plan"') == []


def test_leaving_a_word_out(run: Run) -> None:
    assert len(found(run, "cranes")) == 3
    assert found(run, "cranes", "-money", "-May") == ["<b>Cranes & ropes</b> do not mend themselves,"]
    assert found(run, "cranes", "-harbour") == found(run, "cranes")


def test_speaker_and_dates(run: Run) -> None:
    okafor = found(run, "--speaker", "Ines Okafor")
    assert len(okafor) == 5
    february = found(run, "--speaker", "Ines Okafor", "--to", "2031-02")
    march = found(run, "--speaker", "Ines Okafor", "--from", "2031-03-01")
    assert sorted(february + march) == okafor
    assert len(february) == 2


def test_rows_are_records(run: Run) -> None:
    (row,) = map(json.loads, run("search", "painful", "--format", "jsonl").stdout.splitlines())
    assert len(row.pop("id")) == 16
    start = HARBOUR.text.index("painful")
    assert row == {
        "kind": "partial",
        "spans": [[start, start + 7]],
        "text": "painful",
        "polarity": "asserted",
        "statement": "painful",
        "statement_spans": [[start, start + 7]],
        "quoting": None,
        "cue": {"start": start - 21, "end": start - 15, "text": "called"},
        "mention": {"start": start - 28, "end": start - 22, "text": "Okafor"},
        "speakers": [{"id": "ines-okafor", "name": "Ines Okafor", "kind": "person", "role": "harbour master"}],
        "page": None,
        "confidence": 0.9,
        "part_of": None,
        "unverified": False,
        "step": "cue",
        "chain": [list(span(HARBOUR.text, "Ines Okafor"))],
        "article": {
            "id": article_key(HARBOUR),
            "source": "harbour.txt",
            "title": "Port Ellery harbour to close",
            "byline": "Jo Marsh",
            "outlet": "The Ellery Courier",
            "published": "2031-02-04",
            "url": HARBOUR.url,
        },
        "version": 1,
        "gone_since": None,
    }


def test_csv(run: Run) -> None:
    (row,) = csv.DictReader(io.StringIO(run("search", "crews", "--format", "csv").stdout))
    assert row["speakers_name"] == "Tomás Brandvold; Ruth Achterberg"


def test_nothing_found_is_no_error(run: Run) -> None:
    result = run("search", "zeppelin")
    assert (result.exit_code, result.stderr) == (0, "Note: nothing found\n")


def test_more_than_the_limit_is_said(run: Run) -> None:
    result = run("search", "--speaker", "Okafor", "--limit", "2")
    assert len(result.stdout.splitlines()) == 3
    assert result.stderr == "Note: 2 of 5; --limit shows more\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [["--from", "2031-05", "--to", "2030", "cranes"], ["from:yesterday", "cranes"], [], ["-cranes"], ["..."]],
    ids=" ".join,
)
def test_a_bad_query_is_one_line(run: Run, arguments: list[str]) -> None:
    result = run("search", *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "cranes", "--from", "yesterday"],
        ["search", "cranes", "--to", "2031-13"],
        ["articles", "--from", "yesterday"],
        ["speakers", "alias", "add", "Ines Okafor", "Okafor", "--to", "soon"],
    ],
    ids=" ".join,
)
def test_a_bad_date_of_an_option_is_wrong_usage(run: Run, arguments: list[str]) -> None:
    result = run(*arguments, "--who", "Jo Marsh") if "alias" in arguments else run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is not a date such as 2024-10-23, 2024-10 or 2024" in " ".join(result.stderr.split())


def test_a_mistyped_option_is_not_a_word(run: Run) -> None:
    result = run("search", "cranes", "--speker", "Okafor")
    assert result.exit_code == 2
    assert "--speker" in result.stderr


def test_show(run: Run) -> None:
    (row,) = csv.DictReader(io.StringIO(run("search", "painful", "--format", "csv").stdout))
    result = run("show", row["id"].upper())
    assert result.exit_code == 0
    words, blank, *fields = result.stdout.splitlines()
    assert (words, blank) == ("“painful”", "")
    assert dict(field.split(None, 1) for field in fields if not field.startswith(("Named", "Decided"))) == {
        "Speaker": "Ines Okafor",
        "Kind": "partial (exact words within the writer's own sentence)",
        "Published": "2031-02-04",
        "Title": "Port Ellery harbour to close",
        "Byline": "Jo Marsh",
        "Outlet": "The Ellery Courier",
        "URL": HARBOUR.url,
        "Source": "harbour.txt",
        "Cue": "called",
        "Confidence": "0.90",
        "Id": row["id"],
    }
    assert "Named by     Okafor → Ines Okafor" in fields


def test_why_prints_the_words_that_tell_in_their_context(run: Run) -> None:
    (row,) = csv.DictReader(io.StringIO(run("search", "painful", "--format", "csv").stdout))
    plain, why = run("show", row["id"]).stdout, run("show", row["id"], "--why").stdout
    assert why.startswith(plain)
    reason, *places = why[len(plain) :].strip().splitlines()
    assert reason == "Why: the source is named next to the words."
    assert any("[Ines Okafor]" in place for place in places)


def test_a_paraphrase_is_shown_without_marks_and_called_one(run: Run) -> None:
    (row,) = csv.DictReader(io.StringIO(run("search", "parliament", "--format", "csv").stdout))
    assert row["kind"] == "paraphrase"
    shown = run("show", row["id"]).stdout
    assert "“" not in shown
    assert "reported speech, not exact words" in shown
    assert "“" not in run("search", "parliament").stdout


def test_an_id_that_does_not_exist(run: Run) -> None:
    result = run("show", "nosuchid")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: no quotation has the id nosuchid; `quotes search` shows the ids\n"


def test_speakers_are_listed_most_quoted_first(run: Run) -> None:
    header, *rows = [row.split("\t") for row in run("speakers").stdout.splitlines()]
    assert header == ["speaker", "kind", "role", "quoted", "paraphrased", "id"]
    assert rows[0][:5] == ["Ines Okafor", "person", "harbour mistress", "4", "1"]
    assert len(rows) == 7


def test_one_speaker(run: Run) -> None:
    shown = run("speakers", "Ines Okafor").stdout
    assert "Also named   Okafor; Ms Okafor\n" in shown or "Also named   Ms Okafor; Okafor\n" in shown
    assert "Role         harbour mistress (2031-03-11); harbour master (2031-02-04)\n" in shown
    assert "“painful”" in shown
    assert shown.count("ines-okafor") == 1


def test_several_speakers_of_a_name(run: Run) -> None:
    result = run("speakers", "ministry")
    assert len(result.stdout.splitlines()) == 3


def test_nobody_of_that_name(run: Run) -> None:
    result = run("speakers", "Nobody Atall")
    assert (result.exit_code, result.stderr) == (0, "Note: no speaker found\n")


def test_a_database_that_is_not_there(run: Run) -> None:
    for command in (["search", "cranes"], ["show", "0" * 16], ["speakers"], ["serve"]):
        result = run(*command, "--db", "nowhere.db")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("Error: nowhere.db: ")
    assert not Path("nowhere.db").exists()


def test_verify_says_that_nothing_is_wrong(run: Run) -> None:
    result = run("verify")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "quotes.db: 2 articles, 11 quotations: nothing wrong\n"


def test_verify_lists_what_is_wrong(run: Run) -> None:
    with closing(sqlite3.connect("quotes.db")) as connection:
        connection.execute("update versions set text = 'Rewritten.'")
        connection.commit()
    result = run("verify")
    assert (result.exit_code, result.stderr) == (1, "")
    assert "its words do not match its spans" in result.stdout


@pytest.mark.slow
def test_an_edited_article_and_its_ids(run: Run) -> None:
    (row,) = map(json.loads, run("search", "painful", "--format", "jsonl").stdout.splitlines())
    with closing(store.create("quotes.db")) as database:
        store.ingest(database, replace(HARBOUR, text="All of it is withdrawn."), [])
    shown = run("show", row["id"]).stdout
    assert "no longer in the article since version 2" in shown
    assert "“painful”" in shown
    (cranes,) = map(json.loads, run("search", "ropes", "--format", "jsonl").stdout.splitlines())
    with closing(store.create("quotes.db")) as database:
        store.ingest(database, CRANES, [])
    result = run("show", cranes["id"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no longer published: a later extraction" in result.stderr


def ids(run: Run, *arguments: str) -> list[str]:
    return [json.loads(row)["id"] for row in run("search", *arguments, "--format", "jsonl").stdout.splitlines()]


def test_the_filters_of_the_site(run: Run) -> None:
    rows = [json.loads(row) for row in run("search", "--kind", "paraphrase", "--format", "jsonl").stdout.splitlines()]
    assert rows
    assert {row["kind"] for row in rows} == {"paraphrase"}
    outlet = next(row["article"]["outlet"] for row in rows)
    rows = [json.loads(row) for row in run("search", "--outlet", outlet, "--format", "jsonl").stdout.splitlines()]
    assert {row["article"]["outlet"] for row in rows} == {outlet}
    for order, backwards in (("oldest", False), ("newest", True)):
        found = run("search", "--from", "2000", "--sort", order, "--format", "jsonl").stdout.splitlines()
        dates = [json.loads(row)["article"]["published"] for row in found]
        assert len(set(dates)) > 1
        assert dates == sorted(dates, reverse=backwards)
    assert run("search", "cranes", "--sort", "best").exit_code == 2


def test_urls_of_the_site_are_ids(run: Run) -> None:
    (row,) = map(json.loads, run("search", "painful", "--format", "jsonl").stdout.splitlines())
    assert run("show", f"https://quotes.example/q/{row['id']}.bib").stdout == run("show", row["id"]).stdout != ""
    slug = row["speakers"][0]["id"]
    url = f"https://quotes.example/speakers/{slug}"
    assert run("speakers", url).stdout == run("speakers", slug).stdout != ""
    assert ids(run, "--speaker", url) == ids(run, "--speaker", slug) != []


def test_dates_are_days(run: Run) -> None:
    published = [row.split("\t")[1] for row in run("search", "--from", "2000").stdout.splitlines()[1:]]
    assert published
    assert all(len(each) <= 10 for each in published)


def test_fields_and_operators_are_typed(run: Run) -> None:
    found = run("search", "--format", "jsonl", 'role:"harbour master" (money OR zebra)')
    assert "cranes are not safe" in found.stdout
    assert run("search", "country:atlantis").stderr.startswith("Error: 'atlantis' is not a country")


def test_nothing_found_names_similar_searches(run: Run) -> None:
    result = run("search", "cranez", "nobody")
    assert result.stderr.startswith("Note: nothing found; ")
    assert "without “cranez”" in result.stderr


def test_articles_are_searched(run: Run) -> None:
    found = run("articles", "cranes", "-zebra")
    assert found.exit_code == 0
    assert "cranes" in found.stdout
    assert run("articles", "zebra").stderr == "Note: nothing found\n"
    assert run("articles", "cranes", "--missing", "title").exit_code == 2


def test_an_unknown_speaker_is_said(run: Run) -> None:
    result = run("search", "--speaker", "Nobody Known")
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "Note: no speaker is named 'Nobody Known'; `quotes speakers` lists all speakers",
        "Note: nothing found",
    ]


def test_what_was_understood_is_said(run: Run) -> None:
    assert run("search", "foo:cranes").stderr.splitlines() == [
        'Note: understood as "foo:cranes": “foo:” is not a field, so “foo:cranes” is searched as words',
        "Note: nothing found",
    ]
    with closing(store.create("quotes.db")) as database:
        store.ingest(database, UNDATED, UNDATED_QUOTATIONS)
    undated = "Note: 1 article without a date is left out; `quotes articles --missing published` lists such articles"
    for command in ("search", "articles"):
        assert undated in run(command, "crews", "--from", "2032").stderr.splitlines()
        assert run(command, "crews").stderr == ""
    assert "undated.txt" in run("articles", "--missing", "published").stdout


def test_articles_are_chosen_by_date_and_outlet(run: Run) -> None:
    (only,) = run("articles", "--outlet", "tides weekly", "--format", "jsonl").stdout.splitlines()
    assert json.loads(only)["title"] == "Cranes <first>, says harbour & union"
    assert run("articles", "--from", "2031-03").stdout.count("Tides Weekly") == 1
    assert run("articles", "--outlet", "Zebra").stderr.splitlines() == [
        "Note: no outlet is named 'Zebra'",
        "Note: nothing found",
    ]
