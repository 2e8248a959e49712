"""Exact words in the sentence of a paraphrase are one result with it. Both are kept, and both links answer."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from quotes import store
from quotes.export import extracted_quotations
from quotes.ids import article_key
from quotes.model import Article, Kind, Polarity, Quotation, Span
from quotes.store import corrections
from quotes.store.queries import quotations
from quotes.text.containment import Words, holders
from tests.builders import fill, person, quotation
from tests.conftest import Run
from tests.site import Get, id_of_text, serve, text_of

BYRD = person("Ada Byrd", role="bookkeeper")
LI = person("Bo Li")
LEDGERS = Article(
    text=(
        "Ada Byrd called the audit “an utter disgrace” to the “whole town”.\n"
        "“I kept copies,” said Ada Byrd.\n"
        "Ada Byrd said that the town had heard “a pack of lies” from Bo Li.\n"
        "Ada Byrd said that the vault was empty.\n"
    ),
    source="ledgers.txt",
    title="An inquest at the bank",
    published="2031-05-06",
)
DISGRACE = quotation(
    LEDGERS,
    "the audit “an utter disgrace” to the “whole town”",
    kind=Kind.PARAPHRASE,
    by=[BYRD],
    cue="called",
    statement=("called the audit “an utter disgrace” to the “whole town”",),
)
LIES = quotation(
    LEDGERS,
    "the town had heard “a pack of lies” from Bo Li",
    kind=Kind.PARAPHRASE,
    by=[BYRD],
    cue="said that",
    statement=("said that the town had heard “a pack of lies” from Bo Li",),
)
FOUND = [
    DISGRACE,
    quotation(LEDGERS, "an utter disgrace", kind=Kind.PARTIAL, by=[BYRD]),
    quotation(LEDGERS, "whole town", kind=Kind.PARTIAL, by=[BYRD]),
    quotation(LEDGERS, "I kept copies,", by=[BYRD]),
    LIES,
    quotation(LEDGERS, "a pack of lies", kind=Kind.PARTIAL, by=[LI]),
    quotation(LEDGERS, "the vault was empty", kind=Kind.PARAPHRASE, by=[BYRD], cue="said that"),
]
SENTENCE = "Ada Byrd called the audit “an utter disgrace” to the “whole town”"


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parts") / "quotes.db"
    fill(path, [(LEDGERS, FOUND)]).close()
    return path


@pytest.fixture(scope="module")
def ask(ledgers: Path) -> Get:
    return serve(ledgers)


def part_of(path: Path) -> dict[str, str | None]:
    with closing(store.open(path)) as connection:
        assert list(store.verify(connection)) == []
        found = quotations(connection, "where true")
    texts = {each.id: each.text for each in found}
    return {each.text: texts[each.part_of] if each.part_of else None for each in found}


def test_a_part_has_the_shortest_paraphrase_around_it_by_the_same_speakers() -> None:
    def words(*spans: tuple[int, int], exact: bool = False, by: str = "Byrd") -> Words:
        return Words([Span(*each) for each in spans], exact, by)

    found = [
        words((0, 100)),
        words((10, 50)),
        words((20, 30), exact=True),
        words((60, 70), exact=True),
        words((90, 110), exact=True),
        words((20, 30), exact=True, by="Li"),
        words((200, 210), (220, 240)),
        words((222, 230), exact=True),
        words((205, 225), exact=True),
    ]
    assert holders(found) == [None, None, 1, 0, None, None, None, 6, None]
    assert holders([]) == []


def test_the_archive_knows_the_parts(ledgers: Path) -> None:
    held = part_of(ledgers)
    assert held["an utter disgrace"] == held["whole town"] == DISGRACE.text
    assert held["a pack of lies"] is None, "said by another speaker"
    assert held["I kept copies,"] is None


@pytest.mark.parametrize("words", ["disgrace", "audit", "ada+byrd+audit", "disgrace+kind:partial"])
def test_a_search_finds_one_result(ask: Get, words: str) -> None:
    page = ask(f"/search?q={words}")
    shown = text_of(page)
    assert "1 result" in shown
    assert f"Partly exact: only the words in quotation marks {SENTENCE}" in shown
    assert "not exact words" not in shown
    assert re.search(r'“<span class="exact-words">.*an utter.*</span>”', page.text)
    (record,) = ask(f"/search.json?q={words}").json()["quotations"]
    assert record["statement"] == DISGRACE.statement


def test_it_is_counted_once_everywhere(ask: Get) -> None:
    data = ask("/search.json?speaker=ada-byrd").json()
    assert (data["total"], len(data["quotations"])) == (4, 4)
    assert "4 results" in text_of(ask("/search?speaker=ada-byrd"))
    shown = text_of(ask("/search?speaker=ada-byrd"))
    for facet in ("Paraphrases 2", "Direct quotations 1", "Partial quotations 1"):
        assert facet in shown
    for kind, number in (("direct", 1), ("partial", 1), ("paraphrase", 2)):
        assert ask(f"/search.json?speaker=ada-byrd&kind={kind}").json()["total"] == number
    speaker = ask("/speakers/ada-byrd.json").json()
    assert (speaker["speaker"]["quoted"], speaker["speaker"]["paraphrased"], len(speaker["quotations"])) == (2, 2, 4)
    for path in ("/speakers/ada-byrd", "/speakers", "/"):
        assert "2 quotations, 2 paraphrases" in text_of(ask(path)), path
    for path in ("/articles", f"/articles/{article_key(LEDGERS)}"):
        assert "3 quotations, 2 paraphrases" in text_of(ask(path)), path
    assert "5 quotations and paraphrases by 2 speakers" in text_of(ask("/"))
    own = text_of(ask("/speakers/ada-byrd")).partition("In their own words")[2].partition("Paraphrases")[0]
    assert SENTENCE in own
    assert text_of(ask("/speakers/ada-byrd")).count("an utter disgrace") == 1
    assert text_of(ask("/")).count("an utter disgrace") == 1
    assert ask("/search.atom?q=disgrace").text.count("<entry>") == 1


def test_both_links_answer_and_lead_to_each_other(ask: Get, ledgers: Path) -> None:
    whole, part = id_of_text(ledgers, DISGRACE.text), id_of_text(ledgers, "an utter disgrace")
    page = ask(f"/q/{whole}")
    assert text_of(page).startswith(f"Partly exact: only the words in quotation marks {SENTENCE}")
    assert f'href="/q/{part}"' in page.text
    page = ask(f"/q/{part}")
    assert f'href="/q/{whole}"' in page.text
    assert f"In the sentence: {SENTENCE}" in text_of(page)
    assert ask(f"/q/{part}.json").json()["part_of"] == whole
    assert ask(f"/q/{whole}.json").json()["part_of"] is None


def test_citations_say_which_words_are_exact(ask: Get, ledgers: Path) -> None:
    plain = ask(f"/q/{id_of_text(ledgers, DISGRACE.text)}.txt").text
    assert plain.startswith("[only the words in quotation marks are exact] Ada Byrd, bookkeeper, called the audit “an")
    assert "not exact words" not in ask(f"/q/{id_of_text(ledgers, DISGRACE.text)}").text


def test_a_sentence_that_is_denied_says_so_on_the_command_line(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "quotes.db"
    fill(path, [(LEDGERS, [replace(each, polarity=Polarity.DENIED) for each in FOUND[:2]])]).close()
    (row,) = run("search", "disgrace", "--db", path).stdout.splitlines()[1:]
    assert row.split("\t")[3] == "partly exact, denied"


def test_the_command_line_and_the_record_know_it(ledgers: Path, run: Run) -> None:
    (row,) = run("search", "disgrace", "--db", ledgers).stdout.splitlines()[1:]
    assert row.split("\t")[3:] == ["partly exact", DISGRACE.statement]
    whole, part = id_of_text(ledgers, DISGRACE.text), id_of_text(ledgers, "an utter disgrace")
    assert f"Part of      {whole}" in run("show", part, "--db", ledgers).stdout
    assert f"Parts        {part}, " in run("show", whole, "--db", ledgers).stdout
    records = {each["text"]: each for each in extracted_quotations(LEDGERS, FOUND)}
    assert records["an utter disgrace"]["part_of"] == whole
    assert records["a pack of lies"]["part_of"] is None
    assert run("export", "quotations", "--db", ledgers).stdout.count("\n") == len(FOUND)


@pytest.mark.slow
def test_parts_follow_what_editors_decide(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with fill(path, [(LEDGERS, FOUND)]) as db:
        part = id_of_text(path, "an utter disgrace")
        corrections.attribute(db, part, "bo-li", who="an editor")
        assert part_of(path)["an utter disgrace"] is None
        corrections.undo(db, who="an editor")
        assert part_of(path)["an utter disgrace"] == DISGRACE.text
        corrections.attribute(db, id_of_text(path, "a pack of lies"), "ada-byrd", who="an editor")
        assert part_of(path)["a pack of lies"] == LIES.text
        corrections.withdraw(db, id_of_text(path, DISGRACE.text), "wrong", who="an editor")
        assert part_of(path)["an utter disgrace"] is None
        assert "“an utter disgrace”" in text_of(serve(path)("/search?q=disgrace"))
        corrections.undo(db, who="an editor")
        assert part_of(path)["an utter disgrace"] == DISGRACE.text
        corrections.withdraw(db, part, "wrong", who="an editor")
        assert part_of(path)["whole town"] == DISGRACE.text


def test_parts_follow_a_merge_in_every_article(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    reprint = replace(LEDGERS, source="reprint.txt", text=f"From our archive.\n{LEDGERS.text}")

    def moved(found: Quotation) -> Quotation:
        return quotation(reprint, found.text, kind=found.kind, by=found.speakers)

    def holders_of_lies() -> list[str | None]:
        with closing(store.open(path)) as connection:
            return [
                row[0]
                for row in connection.execute(
                    "select holder.text from quotations q left join quotations holder on holder.id = q.part_of_id "
                    "where q.text = 'a pack of lies'"
                )
            ]

    with fill(path, [(LEDGERS, FOUND), (reprint, [moved(each) for each in FOUND])]) as db:
        assert holders_of_lies() == [None, None]
        corrections.merge(db, "ada-byrd", "bo-li", who="an editor")
        assert holders_of_lies() == [LIES.text] * 2
        corrections.undo(db, who="an editor")
        assert holders_of_lies() == [None, None]


def test_parts_follow_the_text(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    later = replace(LEDGERS, text=LEDGERS.text.replace("called the audit", "Later she called the audit"))

    def moved(found: Quotation) -> Quotation:
        return quotation(later, found.text, kind=found.kind, by=found.speakers)

    with fill(path, [(LEDGERS, FOUND)]) as db:
        store.ingest(db, later, [moved(each) for each in FOUND[1:4]])
        assert part_of(path)["an utter disgrace"] is None
        store.ingest(db, later, [moved(each) for each in FOUND[:4]])
        assert part_of(path)["an utter disgrace"] == DISGRACE.text


def test_a_sentence_that_changed_around_exact_words_stays_partly_exact(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    later = replace(LEDGERS, text=LEDGERS.text.replace("the audit", "the whole inquest"))
    changed = quotation(
        later,
        DISGRACE.text.replace("the audit", "the whole inquest"),
        kind=Kind.PARAPHRASE,
        by=[BYRD],
        cue="called",
        statement=(DISGRACE.statement.replace("the audit", "the whole inquest"),),
    )
    others = [quotation(later, each.text, kind=each.kind, by=each.speakers) for each in FOUND[1:]]
    with fill(path, [(LEDGERS, FOUND)]) as db:
        store.ingest(db, later, [changed, *others])
    get = serve(path)
    former = id_of_text(path, DISGRACE.text)
    page = get(f"/q/{former}")
    assert text_of(page).startswith(f"Partly exact: only the words in quotation marks {SENTENCE}")
    assert "not exact words" not in text_of(page)
    assert re.search(r'“<span class="exact-words">an utter disgrace</span>”', page.text)
    assert get(f"/q/{former}.txt").text.startswith(
        "[only the words in quotation marks are exact; no longer in the article]"
    )
    assert text_of(get("/search?q=disgrace")).count("Partly exact: only") == 2
    assert get("/search.json?q=disgrace&kind=partial").json()["total"] == 2
    assert get("/search.json?q=disgrace&kind=paraphrase").json()["total"] == 0
    with closing(store.open(path)) as connection:
        assert list(store.verify(connection)) == []


def test_verified_words_in_an_unverified_sentence_are_found_among_the_verified(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    fill(path, [(LEDGERS, [replace(DISGRACE, confidence=0.7), *FOUND[1:]])]).close()
    get = serve(path)
    (whole,) = get("/search.json?q=disgrace").json()["quotations"]
    (part,) = get("/search.json?q=disgrace&unverified=no").json()["quotations"]
    assert [whole["text"], part["text"]] == [DISGRACE.text, "an utter disgrace"]
    assert "“an utter disgrace”" in text_of(get("/"))
    assert SENTENCE not in text_of(get("/"))


@pytest.mark.slow
def test_every_command_counts_them_once(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/ledgers.txt").write_text("Ada Byrd said that the audit was “an utter disgrace” to the town.\n")
    counted = "1 quotation (1 partial)"
    assert run("ingest", "in").stdout == f"quotes.db: 1 article (1 added); {counted}\n"
    assert run("batch", "run", "in", "out").stdout.startswith(f"out: 1 of 1 task; 1 article; {counted}; ")
    assert run("batch", "build", "out", "built.db").stdout == f"built.db: 1 article (1 added); {counted}\n"
    for database in ("quotes.db", "built.db"):
        assert run("verify", "--db", database).stdout == f"{database}: 1 article, 1 quotation: nothing wrong\n"
    assert run("export", "quotations").stdout.count("\n") == 2
