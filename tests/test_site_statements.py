"""Whatever a speaker did not assert is never shown without the words that say so, in any place."""

from __future__ import annotations

import html
import json
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from quotes import store
from quotes.ids import article_key
from quotes.model import Article, Kind, Polarity, Quotation
from quotes.store.utterances import key
from tests.builders import fill, organisation, person, quotation
from tests.conftest import Run
from tests.site import Get, id_of, serve, text_of

pytestmark = pytest.mark.slow

BYRD = person("Ada Byrd", role="bookkeeper")
WORDS = {
    Polarity.ASSERTED: ("said", "the tide tables were wrong"),
    Polarity.DENIED: ("denied", "she had burned the ledgers"),
    Polarity.DECLINED: ("declined to say whether", "the vault had been opened"),
    Polarity.ASKED: ("asked whether", "the pier had been sold"),
    Polarity.CONDITIONAL: ("would argue that", "the lamps were never lit"),
}
FRAGMENTS = {
    Polarity.DENIED: ("denied that the accounts were a", "total fabrication"),
    Polarity.DECLINED: ("refused to call the audit", "an utter disgrace"),
    Polarity.ASKED: ("wondered whether the crew were", "fit for duty"),
    Polarity.CONDITIONAL: ("would call the plan", "a grave mistake"),
}
QUESTION = "Who holds the second key?"
LEDGERS = Article(
    text="\n".join(
        [
            *(f"Ada Byrd {cue} {words}." for cue, words in WORDS.values()),
            *(f"Ada Byrd {cue} “{words}”." for cue, words in FRAGMENTS.values()),
            f"Ada Byrd asked the clerk “{QUESTION}”",
        ]
    ),
    source="ledgers.txt",
    title="An inquest at the bank",
    outlet="The Ellery Courier",
    published="2031-05-06",
    url="https://courier.example/ledgers",
)
REPORTED: list[Quotation] = [
    *(
        quotation(
            LEDGERS, words, kind=Kind.PARAPHRASE, by=[BYRD], cue=cue, polarity=polarity, statement=(f"{cue} {words}",)
        )
        for polarity, (cue, words) in WORDS.items()
    ),
    *(
        quotation(
            LEDGERS, words, kind=Kind.PARTIAL, by=[BYRD], cue=cue, polarity=polarity, statement=(f"{cue} “{words}”",)
        )
        for polarity, (cue, words) in FRAGMENTS.items()
    ),
    quotation(
        LEDGERS,
        QUESTION,
        by=[BYRD],
        cue="asked the clerk",
        polarity=Polarity.ASKED,
        statement=(f"asked the clerk “{QUESTION}”",),
    ),
]
SHOWN = [pytest.param(each, id=f"{each.kind}-{each.polarity}") for each in REPORTED]
LATER = replace(LEDGERS, text="Nothing of this was repeated.")


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("statements") / "quotes.db"
    reprint = replace(LEDGERS, text=f"{LEDGERS.text}\nThat was all.", source="reprint.txt", url=None, title="Again")
    fill(path, [(LEDGERS, REPORTED), (reprint, REPORTED)]).close()
    return path


@pytest.fixture(scope="module")
def ask(ledgers: Path) -> Get:
    return serve(ledgers)


def id_in(path: Path, found: Quotation) -> str:
    with closing(store.open(path)) as connection:
        (row,) = connection.execute(
            "select q.uid from quotations q join articles a on a.id = q.article_id where q.text = ? and a.uid = ?",
            [found.text, article_key(LEDGERS)],
        ).fetchall()
    return str(row[0])


def never_bare(shown: str, found: Quotation) -> int:
    """How often the words are shown, JSON aside; each time, the cue must stand right before them."""
    markup = re.sub(r"<script.*?</script>", "", shown, flags=re.DOTALL)
    shown = " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).replace("\\", "").split())
    before = found.statement.removesuffix("”").removesuffix(found.text)
    places = [match.start() for match in re.finditer(re.escape(found.text), shown)]
    for place in places:
        assert shown[:place].endswith(before), shown[max(0, place - 120) : place + 60]
    return len(places)


@pytest.mark.slow
@pytest.mark.parametrize("found", SHOWN)
@pytest.mark.parametrize(
    "path",
    [
        "/search?q={words}",
        "/search?speaker=ada-byrd&kind={kind}",
        "/search?polarity={polarity}",
        "/search.atom?polarity={polarity}",
        "/speakers/ada-byrd",
        "/speakers/ada-byrd.atom",
        "/q/{id}",
        "/q/{id}.txt",
        "/q/{id}.bib",
        "/q/{id}.ris",
        "/q/{id}.csl.json",
        "/articles/{article}",
    ],
)
def test_words_never_stand_without_their_cue(ask: Get, ledgers: Path, path: str, found: Quotation) -> None:
    values = {"words": found.text.rstrip("?").split()[-1], "kind": found.kind, "polarity": found.polarity}
    response = ask(path.format(id=id_in(ledgers, found), article=article_key(LEDGERS), **values))
    assert response.status_code == 200
    assert never_bare(response.text, found)


@pytest.mark.parametrize("found", SHOWN)
def test_pages_name_the_speaker_before_the_statement(ask: Get, ledgers: Path, found: Quotation) -> None:
    id = id_in(ledgers, found)
    sentence = f"Ada Byrd {found.statement}"
    for path in (f"/q/{id}", "/search?speaker=ada-byrd", f"/search?polarity={found.polarity}", "/speakers/ada-byrd"):
        assert sentence in text_of(ask(path)), path
    page = ask(f"/q/{id}").text
    head = html.unescape(page.partition("</head>")[0])
    assert f"<title>Ada Byrd {found.statement[:20]}" in head
    for name in ('name="description"', 'property="og:title"'):
        assert f'<meta {name} content="{sentence}">' in head
    for shown in re.findall(r"<blockquote.*?</blockquote>", page, re.DOTALL):
        assert found.text not in html.unescape(shown)
    polarity = "" if found.polarity == Polarity.ASSERTED else f"{found.polarity.capitalize()}: {found.polarity.meaning}"
    assert polarity in text_of(page)


@pytest.mark.parametrize("found", SHOWN)
def test_citations_name_the_speaker_before_the_statement(ask: Get, ledgers: Path, found: Quotation) -> None:
    id = id_in(ledgers, found)
    copied = re.findall(r'<pre class="citation".*?>(.*?)</pre>', ask(f"/q/{id}").text, re.DOTALL)
    for each in copied:
        never_bare(html.unescape(each), found)
    plain = ask(f"/q/{id}.txt").text
    assert f"Ada Byrd, bookkeeper, {found.statement.rstrip('”')}" in plain  # the stop is within the marks
    markdown, as_html = (html.unescape(each) for each in copied[1:3])
    assert f"Ada Byrd (bookkeeper) {found.statement}" in markdown.replace("\\", "")
    assert not markdown.startswith(">")
    assert f"Ada Byrd (bookkeeper) {found.statement}" in html.unescape(as_html)
    assert "<blockquote" not in as_html
    for ending in ("bib", "ris", "csl.json"):
        assert f"Ada Byrd {found.statement}" in ask(f"/q/{id}.{ending}").text.replace("\\", ""), ending


@pytest.mark.parametrize("found", SHOWN)
def test_data_have_the_statement_and_polarity_before_the_words(ask: Get, ledgers: Path, found: Quotation) -> None:
    id = id_in(ledgers, found)
    records = [ask(f"/q/{id}.json").json()]
    for path in (f"/search.json?polarity={found.polarity}", "/speakers/ada-byrd.json"):
        records += [each for each in ask(path).json()["quotations"] if each["id"] == id]
    assert len(records) == 3
    for record in records:
        assert (record["polarity"], record["statement"]) == (found.polarity, found.statement)
        fields = list(record)
        assert fields.index("polarity") < fields.index("statement") < fields.index("text")
    header = ask("/search.csv?speaker=ada-byrd").text.splitlines()[0].lstrip("\ufeff").split(",")
    assert header.index("polarity") < header.index("statement") < header.index("text")


@pytest.mark.parametrize("found", SHOWN)
def test_machines_read_the_statement(ask: Get, ledgers: Path, found: Quotation) -> None:
    id = id_in(ledgers, found)
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', ask(f"/q/{id}").text, re.DOTALL)
    assert json.loads(script)["text"] == f"Ada Byrd {found.statement}"
    annotation = ask(f"/q/{id}.annotation.json").json()
    assert annotation["target"]["selector"][0]["exact"] == found.statement
    assert f"Ada Byrd {found.statement}" in [body["value"] for body in annotation["body"]]


@pytest.mark.parametrize("polarity", Polarity)
def test_polarity_is_a_filter_and_a_facet(ask: Get, polarity: Polarity) -> None:
    expected = [each for each in REPORTED if each.polarity == polarity]
    everything = ask("/search?q=speaker:byrd")
    facet = everything.text.partition("<h3>Polarity</h3>")[2].partition("</ul>")[0]
    # Both articles have each; what has an utterance is counted once.
    listed = sum(2 if key(each.kind, each.text, each.statement, []) is None else 1 for each in expected)
    assert f"{polarity.capitalize()} {listed}" in text_of(f"<ul>{facet}</ul>", "ul")
    assert ask(f"/search.json?polarity={polarity.upper()}").json()["total"] == 2 * len(expected)
    assert ask(f"/search.json?q=byrd+polarity:{polarity}").json()["total"] == 2 * len(expected)
    assert "Remove" not in text_of(ask(f"/search?polarity={polarity}&speaker=ada-byrd"))
    assert f"{polarity.capitalize()} remove" in text_of(ask(f"/search?polarity={polarity}&speaker=ada-byrd"))


def test_a_polarity_that_is_none_is_explained(ask: Get) -> None:
    shown = text_of(ask("/search?polarity=maybe"))
    assert "'maybe' is not a polarity; use asserted, denied, declined, asked or conditional" in shown


@pytest.mark.parametrize("found", SHOWN)
def test_the_command_line_shows_the_statement(ledgers: Path, run: Run, found: Quotation) -> None:
    searched = run("search", "--polarity", found.polarity, "--db", ledgers).stdout
    assert never_bare(searched, found)
    rows = [line.split("\t") for line in searched.splitlines()[1:]]
    assert len(rows) == 2 * sum(each.polarity == found.polarity for each in REPORTED)
    asserted = found.polarity == Polarity.ASSERTED
    kind = str(found.kind) if asserted else f"{found.kind}, {found.polarity}"
    assert [id_in(ledgers, found), kind] in [[row[0], row[3]] for row in rows]
    shown = run("show", id_in(ledgers, found), "--db", ledgers).stdout
    assert shown.startswith(f"Ada Byrd {found.statement}\n")
    assert never_bare(shown, found) == 1
    assert asserted or found.polarity.meaning in shown


def test_the_tables_have_the_statement(ask: Get) -> None:
    for path in ("/quotes/by_speaker?name=Byrd", "/quotes/paraphrases?name=Byrd", "/quotes/unsure"):
        page = ask(path).text
        for found in REPORTED:
            if found.kind == Kind.PARAPHRASE or "paraphrases" not in path:
                assert never_bare(page, found), path
    table = ask("/quotes/quotations").text
    for polarity in Polarity:
        assert f'href="http://localhost/quotes/quotations?polarity={polarity}"' in table


@pytest.mark.slow
def test_words_that_left_their_article_keep_their_cue(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with fill(path, [(LEDGERS, REPORTED)]) as db:
        store.ingest(db, LATER, [])
    get = serve(path)
    for page in (f"/articles/{article_key(LEDGERS)}", f"/articles/{article_key(LEDGERS)}/versions/2"):
        for found in REPORTED:
            assert never_bare(text_of(get(page)), found) or "versions" in page


def test_a_long_statement_keeps_its_cue_wherever_a_search_finds_something(tmp_path: Path) -> None:
    words = f"{'the keel was sound and ' * 60}the rudder was lost"
    article = Article(text=f"Ada Byrd denied that {words}.", source="keel.txt")
    found = quotation(
        article,
        words,
        kind=Kind.PARAPHRASE,
        by=[BYRD],
        polarity=Polarity.DENIED,
        statement=(f"denied that {words}",),
    )
    fill(tmp_path / "quotes.db", [(article, [found])]).close()
    page = serve(tmp_path / "quotes.db")("/search?q=rudder")
    assert "Ada Byrd denied that the keel was sound" in text_of(page)
    assert "[…]" in text_of(page)
    assert "the <mark>rudder</mark> was lost" in page.text


@pytest.mark.parametrize(
    ("statement", "mention", "sentence"),
    [
        (("denied that it rains",), None, "The Guild denied that it rains"),
        (("’s claiming that it rains",), None, "The Guild’s claiming that it rains"),
        (("None of the guild said it rains",), "the guild", "The Guild: None of the guild said it rains"),
        (("it rains",), None, "The Guild, paraphrased: it rains"),
    ],
)
def test_a_statement_reads_as_a_sentence(
    tmp_path: Path, statement: tuple[str], mention: str | None, sentence: str
) -> None:
    article = Article(text=f"The Guild {statement[0]}.", source="guild.txt")
    by = [organisation("The Guild")]
    found = quotation(article, "it rains", kind=Kind.PARAPHRASE, by=by, mention=mention, statement=statement)
    path = tmp_path / "quotes.db"
    fill(path, [(article, [found])]).close()
    get = serve(path)
    assert sentence in text_of(get("/search?q=rains"))
    assert sentence in get(f"/q/{id_of(path, 'it rains')}.txt").text
