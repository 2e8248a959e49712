"""What has been: versions of an article, corrections of a quotation, a speaker through the months."""

from __future__ import annotations

import html as markup
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes import store
from quotes.ids import article_key, quotation_ids
from quotes.names import keys_of
from quotes.site import timeline as drawing
from quotes.site.text_diff import changes
from quotes.site.timeline import timeline
from quotes.store import corrections
from quotes.store.search.quotations import Month
from quotes.text.paragraphs import paragraphs
from tests.builders import (
    ACHTERBERG,
    CRANES,
    CRANES_QUOTATIONS,
    HARBOUR,
    HARBOUR_QUOTATIONS,
    OKAFOR,
    fill,
    person,
    plain,
)
from tests.site import Get, id_of, linked_data, serve, text_of

EDITED = replace(CRANES, text=CRANES.text.replace("is dead", "is alive") + "A line came last.\n")
KEY = article_key(CRANES)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    with fill(path) as db:
        store.ingest(db, EDITED, CRANES_QUOTATIONS[:-1])
        for words, day in [("The pier will hold through the storm", "2031-02-10"), ("Yes", "2029-12-31")]:
            store.ingest(db, *plain(words, OKAFOR, published=day))
        said = "The pier will hold through the storm"
        store.ingest(db, *plain(f"{said}!", ACHTERBERG, published="2031-02-11", source="second.txt"))
        store.ingest(db, *plain(f"{said} and more", OKAFOR, published="2031-02-12", source="third.txt"))
        id = id_of(path, "It will reopen")
        corrections.attribute(db, id, "ines-okafor", who="an editor", note="the note was <hers>")
        corrections.attribute(db, id, "unknown", who="another editor")
        apart = (keys_of(name)[0] for name in ("Ines Okafor", "Ruth Achterberg"))
        corrections.decide_pair(db, "different", *apart, who="an editor")
        corrections.link(db, "ines-okafor", "Q42", who="an editor")
    return path


def test_article_lists_its_versions_and_what_left_it(get: Get, database: Path) -> None:
    page = get(f"/articles/{KEY}")
    shown = text_of(page)
    assert "No longer in the article Partial quotation “is dead” The Ministry of Tides, until version 1" in shown
    assert "Version 2 (what changed)" in shown
    assert f'href="/articles/{KEY}/versions/1"' in page.text
    assert "Versions" not in text_of(get(f"/articles/{article_key(HARBOUR)}"))


def test_first_version_is_shown_as_it_was(get: Get, database: Path) -> None:
    page = get(f"/articles/{KEY}/versions/1")
    for line in CRANES.text.splitlines():
        assert " ".join(line.split()) in text_of(page)
    assert "version 1 of 2" in text_of(page)
    assert f'<a href="/q/{id_of(database, "is dead")}" class="quoted">is dead</a>' in page.text


def test_later_version_shows_what_changed(get: Get) -> None:
    page = get(f"/articles/{KEY}/versions/2").text
    assert "the bill “is <del>dead</del><ins>alive</ins>”." in page
    assert "<ins>A line came last.</ins>" in page
    assert page.count("<del>") == 1 + page.count("<del>words that are gone</del>")


def test_versions_that_never_were(get: Get) -> None:
    assert get(f"/articles/{KEY}/versions/3").status_code == 404
    assert get(f"/articles/{KEY}/versions/0").status_code == 404
    assert get("/articles/0000000000000000/versions/1").status_code == 404


texts = st.lists(st.sampled_from(["One is here.", "Two are <here>.", "Three, and more, are here today.", "é—x", ""]))


@given(texts, texts)
def test_changes_hold_both_texts(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old), "\n".join(new)
    found = changes(before, after)
    for text, without in ((before, "new"), (after, "gone")):
        kept = ["".join(part.text for part in parts if part.change != without) for parts in found]
        assert [each for each in kept if each] == [span.of(text) for span in paragraphs(text)]
    if before == after:
        assert all(part.change == "same" for parts in found for part in parts)


@pytest.mark.slow
def test_of_very_many_paragraphs_only_the_first_and_last_are_compared() -> None:
    same = ["One is here."] * 50_000
    before, after = ["First.", *same, "Last."], ["First.", *same[1:], "New.", "Last."]
    found = changes("\n".join(before), "\n".join(after))
    changed = [part for parts in found for part in parts if part.change != "same"]
    assert [(part.change, part.text) for part in changed] == [("gone", "One is here."), ("new", "New.")]


def test_corrections_are_told(get: Get, database: Path) -> None:
    shown = text_of(get(f"/q/{id_of(database, 'It will reopen')}"))
    assert re.search(
        r"Corrections Said by Ines Okafor an editor, [^:]+: the note was <hers>; undone \d.* "
        r"Said by somebody not known another editor, \d",
        shown,
    )
    assert "Corrections" not in text_of(get(f"/q/{id_of(database, 'painful')}"))


def test_what_the_program_read_is_not_given_as_the_reason_of_an_editor(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with fill(path) as db:
        id = id_of(path, "painful")
        assert "Source Okafor → Ines Okafor" in text_of(serve(path)(f"/q/{id}"))
        corrections.attribute(db, id, "ruth-achterberg", who="an editor")
    shown = text_of(serve(path)(f"/q/{id}"))
    reason = "Reason an editor decided who the speaker is Cue called The program read Okafor → Ines Okafor Corrections"
    assert reason in shown


def test_a_paraphrase_that_left_its_article_is_still_called_one(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    edited = replace(HARBOUR, text=HARBOUR.text.replace("will close in March", "stays open"))
    with fill(path, [(HARBOUR, HARBOUR_QUOTATIONS)]) as db:
        store.ingest(db, edited, [])
    get = serve(path)
    label = "Paraphrase: reported speech, not exact words"
    sentence = "Port Ellery Port Authority, paraphrased: The harbour at Port Ellery will close in March"
    assert f"No longer in the article {label} {sentence}" in text_of(get(f"/articles/{article_key(HARBOUR)}"))


def test_what_the_newsroom_knows_better_of_an_article_is_told(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    key = article_key(HARBOUR)
    with fill(path, [(HARBOUR, HARBOUR_QUOTATIONS), plain("As it was read")]) as db:
        corrections.describe(db, key, {"published": "2031-02-05"}, who="an editor", note="by <mistake>")
        corrections.describe(db, key, {"published": "2031-02-06", "byline": ""}, who="another editor")
    get = serve(path)
    shown = text_of(get(f"/articles/{key}"))
    assert shown.startswith("Port Ellery harbour to close The Ellery Courier, 6 February 2031 · Original article")
    assert re.search(
        r"Corrections by the newsroom "
        r"Published: 5 February 2031 the article itself has 4 February 2031 · an editor, [^:]+: by <mistake>; "
        r"undone \d.* "
        r"Published: 6 February 2031 the article itself has 4 February 2031 · another editor, \d.* "
        r"Byline: none the article itself has Jo Marsh · another editor, \d",
        shown,
    )
    assert "Corrections" not in text_of(get(re.findall(r'href="(/articles/\w+)"', get("/articles").text)[-1]))


def test_the_same_words_and_other_wordings(get: Get, database: Path) -> None:
    id = id_of(database, "The pier will hold through the storm and more")
    shown = text_of(get(f"/q/{id}"))
    assert "Other wordings same speaker, within two weeks “The pier will hold through the storm”" in shown
    assert "The same words elsewhere" not in shown
    page = get(re.findall(r'href="(/q/\w+)"', get("/search?q=pier&speaker=achterberg").text)[0])
    place = "Untitled: “‘The pier will hold through the storm,’ said Ines Okafor.”"
    assert f"The same words elsewhere 1 {place} 10 February 2031 · Ines Okafor" in text_of(page)


def test_copies_of_a_story(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    copied = replace(HARBOUR, url="https://tides.example/copy", outlet="Tides Weekly", text=HARBOUR.text + "By wire.\n")
    twin = replace(HARBOUR, url=None, source="https://evening.example/harbour", outlet="The Evening Quay")
    with fill(path, [(HARBOUR, HARBOUR_QUOTATIONS), (copied, HARBOUR_QUOTATIONS), (twin, HARBOUR_QUOTATIONS)]) as db:
        key, copy = article_key(HARBOUR), article_key(copied)
        id = quotation_ids(key, HARBOUR_QUOTATIONS)[1]
        printed = {each.outlet for each in store.printings(db.conn, key)}
        assert printed == {"Tides Weekly", "The Evening Quay"}
    get = serve(path)
    for address in (f"/q/{id}", f"/articles/{key}"):
        page = get(address)
        shown = text_of(page)
        assert "Also printed in copies of the same story" in shown
        assert "Tides Weekly, 4 February 2031" in shown
        assert "The Evening Quay, 4 February 2031" in shown
        assert f'href="/articles/{copy}"' in page.text
    assert "The same words elsewhere" not in text_of(get(f"/q/{id}"))
    assert "Also printed in" in text_of(get(f"/articles/{copy}"))


def test_speaker_in_company(get: Get) -> None:
    page = get("/speakers/ines-okafor")
    shown = text_of(page)
    company = shown[shown.index("Quoted with") : shown.index("Download")]
    assert company.count(" 1 article") == 6
    assert "Port Ellery Port Authority 1 article" in company
    assert "Ines Okafor" not in company
    assert "Not the same as Ruth Achterberg" in shown
    assert '<a href="https://www.wikidata.org/wiki/Q42"' in page.text
    assert "7 quotations, 1 paraphrase, December 2029 to March 2031" in shown


def test_machines_read_who_a_speaker_is(get: Get) -> None:
    page = get("/speakers/ines-okafor")
    data = linked_data(page)
    assert (data["@type"], data["name"]) == ("Person", "Ines Okafor")
    assert data["sameAs"] == "https://www.wikidata.org/entity/Q42"
    assert set(data["alternateName"]) == {"Okafor", "Ms Okafor"}
    assert '<meta property="og:title" content="Ines Okafor">' in page.text
    assert '<meta property="og:description" content="7 quotations, 1 paraphrase">' in page.text


def test_timeline_links_each_month_to_its_quotations(get: Get) -> None:
    page = get("/speakers/ines-okafor").text
    months = re.findall(r'<a href="(/speakers/ines-okafor\?date=\d+-[^"]+)" aria-label="([^"]+)"', page)
    assert [label for _, label in months] == [
        "March 2031: 2 quotations, 1 paraphrase",
        "February 2031: 4 quotations",
        "December 2029: 1 quotation",
    ]
    for path, label in months:
        narrowed = text_of(get(path))
        for kind, heading in (("quotation", "In their own words"), ("paraphrase", "Paraphrases")):
            total = sum(map(int, re.findall(rf"(\d+) {kind}", label)))
            assert f"{heading} {total}" in narrowed


@pytest.mark.parametrize(("kind", "heading"), [("exact", "In their own words"), ("paraphrase", "Paraphrases")])
def test_the_timeline_of_one_kind_has_that_kind(get: Get, kind: str, heading: str) -> None:
    chart = get(f"/speakers/ines-okafor?kind={kind}").text.partition('<svg class="timeline"')[2].partition("</svg>")[0]
    links = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', chart)
    assert links
    for path, label in links:
        total = sum(map(int, re.findall(r"(\d+) (?:quotation|paraphrase)", label)))
        assert f"{heading} {total}" in text_of(get(markup.unescape(path)))


@pytest.mark.parametrize(
    ("months", "years", "left_out"),
    [
        ([], None, (0, 0)),
        ([Month(None, 3, 1)], None, (0, 0)),
        ([Month("someday", 3, 1), Month("2030-13", 1, 0)], None, (0, 0)),
        ([Month(None, 3, 1), Month("2030-05", 1, 0)], ["2030"], (4, 0)),
        ([Month("2028-05", 1, 0), Month("2030-05", 0, 9)], ["2030", "2029", "2028"], (0, 0)),
        (
            [Month(None, 1, 0), Month("1980-05", 2, 3), Month("2030-05", 0, 9)],
            [*map(str, range(2030, 1990, -1))],
            (1, 5),
        ),
    ],
)
def test_timeline(months: list[Month], years: list[str] | None, left_out: tuple[int, int]) -> None:
    picture = timeline(months)
    assert (years is None) == (picture is None)
    if picture:
        assert [row.year for row in picture.years] == years
        assert (picture.undated, picture.earlier) == left_out
        for bar in picture.bars:
            assert drawing.LEFT <= bar.x < picture.width
            assert 0 < bar.quoted + bar.paraphrased <= drawing.HEIGHT


def test_a_year_without_anything_says_so(tmp_path: Path) -> None:
    ines = person("Ines Okafor")
    years = ("2010", "2013", "1950")
    fill(
        tmp_path / "quotes.db",
        [plain(f"The tide of {year} was high", ines, published=f"{year}-01-02") for year in years],
    )
    for path in ("/speakers/ines-okafor", "/search?q=tide"):
        page = serve(tmp_path / "quotes.db")(path).text
        chart = page.partition('<svg class="timeline"')[2].partition("</svg>")[0]
        for year in ("2012", "2011"):
            (said,) = re.findall(rf'<g role="img" aria-label="{year}: nothing">(.*?)</g>', chart)
            assert re.findall("<text [^>]*>([^<]*)</text>", said) == [year, "0"]
        assert "; 1 earlier" in text_of(page), "before the years that the chart shows"
        assert "undated" not in text_of(page)


def test_two_pictures_side_by_side_have_the_same_years() -> None:
    one, other = [Month("2030-05", 1, 0)], [Month("2028-05", 1, 3)]
    for pair in ((one, other), (other, one)):
        picture = timeline(pair[0], beside=pair[1], same_years=True)
        assert picture
        assert [row.year for row in picture.years] == ["2030", "2029", "2028"]
        assert picture.scale[0][0] == 4
        alone = timeline(pair[0], beside=pair[1])
        assert alone
        assert len(alone.years) == 1


def test_index_of_speakers(get: Get) -> None:
    shown = text_of(get("/speakers?letter=r"))
    assert "Ruth Achterberg" in shown
    assert "Ines Okafor" not in shown
    assert "Ministry of Tides" not in text_of(get("/speakers?kind=person"))
    assert text_of(get("/speakers?kind=organisation")).count("organisation") == 2
    assert "Tomás Brandvold" in text_of(get("/speakers?q=brandv"))
    assert "No speaker has this name" in text_of(get("/speakers?q=nemo"))


def test_many_speakers_by_letter_have_pages_that_keep_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from quotes.site import page_content

    monkeypatch.setattr(page_content, "INDEX", 2)
    path = tmp_path / "quotes.db"
    fill(path, [plain(f"Here {n}", person(f"Ann Number{'abcde'[n]}")) for n in range(5)]).conn.close()
    page = serve(path)("/speakers?letter=a").text
    assert 'href="/speakers?letter=a&amp;page=2"' in page
