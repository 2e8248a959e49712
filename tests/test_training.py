"""What training makes of the corpora: version 1 trees, folded paragraphs, articles kept back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from quotes.extraction.quotation_marks import find_marked
from quotes.extraction.ranker import scores
from training.gold import Gold
from training.invented import FOLDER, passages
from training.marked_words import marked_passages
from training.polnear import held_out
from training.projection import folded_doc
from training.ranker_weights import joined
from training.tokenization import keep_hyphenated_words
from training.treebanks import read_treebank

CONLLU = """\
# newdoc id = invented
# newpar
# sent_id = 1
1\tAdah\t_\tPROPN\tNNP\t_\t4\tnsubj:pass\t_\tEntity=(1-person-new-nnnnn-cf1-1,2-sgl
2\tBirch\t_\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)
3\twas\t_\tAUX\tVBD\t_\t4\taux:pass\t_\t_
4\tasked\t_\tVERB\tVBN\t_\t0\troot\t_\t_
5\tand\t_\tCCONJ\tCC\t_\t7\tcc\t_\t_
6\tnever\t_\tADV\tRB\t_\t7\tadvmod\t_\t_
7\tsaw\t_\tVERB\tVBD\t_\t4\tconj\t_\t_
8-9\tdidn’t\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
8\tdid\t_\tAUX\tVBD\t_\t7\tobj\t_\t_
9\tn’t\t_\tPART\tRB\t_\t8\tadvmod\t_\t_
10\t.\t_\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    keep_hyphenated_words(pipeline)
    return pipeline


def heads(doc: Doc) -> dict[str, tuple[str, str]]:
    return {token.text: (token.dep_, token.head.text) for token in doc if token.has_head()}


@pytest.fixture
def paragraph(tmp_path: Path) -> Gold:
    path = tmp_path / "invented.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    [gold] = read_treebank(path)
    return gold


def test_treebank_text_is_put_together_as_it_was_printed(paragraph: Gold) -> None:
    assert paragraph.text.startswith("Adah Birch was asked and never saw didn’t.")


def test_version_2_is_rewritten_as_version_1(paragraph: Gold) -> None:
    named = dict(zip(paragraph.words, paragraph.deps, strict=True))
    assert (named["Adah"], named["Birch"], named["was"]) == ("compound", "nsubjpass", "auxpass")
    assert (named["did"], named["never"], named["asked"]) == ("dobj", "neg", "ROOT")
    governor = {word: paragraph.words[head or 0] for word, head in zip(paragraph.words, paragraph.heads, strict=True)}
    assert governor["Adah"] == "Birch"
    assert governor["Birch"] == "asked"
    assert governor["and"] == "asked"


def test_names_are_read_from_entities(paragraph: Gold) -> None:
    assert paragraph.entity_spans() == [(0, 2, "PERSON")]


SAID = Gold(
    words=["“", "We", "won", ".", "We", "did", ",", "”", "Adah", "Birch", "said", "."],
    spaces=[False, True, False, True, True, False, False, True, True, True, False, False],
    tags=["``", "PRP", "VBD", ".", "PRP", "VBD", ",", "''", "NNP", "NNP", "VBD", "."],
    heads=[2, 2, 2, 2, 5, 10, 10, 10, 9, 10, 10, 10],
    deps="punct nsubj ROOT punct nsubj ccomp punct punct compound nsubj ROOT punct".split(),
    entities=["O"] * 8 + ["B-PERSON", "I-PERSON", "O", "O"],
    starts=[True] + [False] * 3 + [True] + [False] * 7,
    roles=["CONTENT"] * 8 + ["SOURCE", "SOURCE", "CUE", "O"],
)


def test_a_folded_quotation_takes_its_governor_and_its_role(nlp: Language) -> None:
    doc = folded_doc(SAID, nlp)
    assert doc.text == "QUOTATION, Adah Birch said."
    assert heads(doc) == {
        "QUOTATION": ("ccomp", "said"),
        ",": ("punct", "said"),
        "Adah": ("compound", "Birch"),
        "Birch": ("nsubj", "said"),
        "said": ("ROOT", "said"),
        ".": ("punct", "said"),
    }
    assert [(span.text, span.label_) for span in doc.spans["roles"]] == [
        ("QUOTATION,", "CONTENT"),
        ("Adah Birch", "SOURCE"),
        ("said", "CUE"),
    ]
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Adah Birch", "PERSON")]
    assert [sentence.text for sentence in doc.sents] == [doc.text]


def test_words_governed_from_inside_hang_on_the_placeholder(nlp: Language) -> None:
    gold = Gold(
        words=["“", "We", "won", "it", "all", ",", "”", "alas", "."],
        spaces=[False, True, True, True, False, False, True, False, False],
        tags=["``", "PRP", "VBD", "PRP", "DT", ",", "''", "UH", "."],
        heads=[2, 2, 2, 2, 3, 2, 2, 2, 2],
        deps="punct nsubj ROOT dobj det punct punct discourse punct".split(),
        entities=["O"] * 9,
        starts=[True] + [False] * 8,
    )
    doc = folded_doc(gold, nlp)
    assert heads(doc)["alas"] == ("discourse", "QUOTATION")
    assert heads(doc)["QUOTATION"] == ("ROOT", "QUOTATION")
    assert "roles" not in doc.spans


def test_what_is_unknown_stays_unknown(nlp: Language) -> None:
    gold = Gold(["Adah", "left"], [True, False], ["", "VBD"], [None, None], ["", ""], ["", "O"], [True, False])
    doc = folded_doc(gold, nlp)
    assert [token.tag_ for token in doc] == ["", "VBD"]
    assert not any(token.has_head() for token in doc)
    assert [token.ent_iob_ for token in doc] == ["", "O"]


def test_one_article_in_five_is_held_out_and_always_the_same() -> None:
    kept = [held_out(f"outlet_{i}.txt") for i in range(2000)]
    assert 0.17 < sum(kept) / len(kept) < 0.23
    assert kept == [held_out(f"outlet_{i}.txt") for i in range(2000)]


def test_joined_networks_say_what_they_say_on_average() -> None:
    rng = np.random.default_rng(3)
    shapes = {"W0": (4, 6), "b0": (4,), "W1": (3, 4), "b1": (3,), "W2": (1, 3), "b2": (1,)}
    mean, scale = np.zeros(6, "f"), np.ones(6, "f")
    networks = [
        {"mean": mean, "scale": scale} | {key: rng.normal(size=shape).astype("f") for key, shape in shapes.items()}
        for _ in range(3)
    ]
    rows = rng.normal(size=(5, 6)).astype("f")
    average = np.mean([scores(rows, network) for network in networks], axis=0)
    np.testing.assert_allclose(scores(rows, joined(networks)), average, rtol=1e-4)


MARKED = """\
=== quay #straight
@ Ada Byrd; Eli Moss
{Byrd} runs the quay. “It is closed,”> {she=Byrd} said. “Go home.

“It opens in May.”<

A clerk called it “final”^. The film “Low Tide”~ is hers, and {the club=Marl FC/org} wrote: “Sorry.”<
"""


def test_passages_say_whose_words_stand_between_marks(tmp_path: Path) -> None:
    (tmp_path / "invented.txt").write_text(MARKED, encoding="utf-8")
    (passage,) = passages(tmp_path / "invented.txt")
    said = [(passage.text[q.start : q.end], q.source and passage.text[slice(*q.source[:2])]) for q in passage.quoted]
    assert said == [
        ("It is closed,", "she"),
        ('Go home.\n\n"It opens in May.', "she"),
        ("final", "she"),
        ("Low Tide", None),
        ("Sorry.", "the club"),
    ]
    assert [q.speaker for q in passage.quoted] == ["Ada Byrd", "Ada Byrd", "Ada Byrd", None, "Marl FC"]
    assert [q.kind for q in passage.quoted if q.said] == ["person", "person", "person", "org"]


def test_words_without_a_sign_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "invented.txt").write_text("=== quay\n@ Ada Byrd\n“It is closed,” {Byrd} said.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="quay: no sign after 'It is closed,'"):
        list(passages(tmp_path / "invented.txt"))


def test_the_names_of_speakers_stand_in_their_passages() -> None:
    said = [(p, q) for path in sorted(FOLDER.glob("*.txt")) for p in passages(path) for q in p.quoted]
    assert len(said) > 1000
    assert [
        (p.name, q.speaker) for p, q in said if q.kind == "person" and q.speaker and q.speaker.split()[0] not in p.text
    ] == []


def test_passages_of_marked_words() -> None:
    (text, rows), other = marked_passages("She sang {-“Low Tide.”} {“I was cold,”} she said.\n---\nA {?‘sign’}.")
    assert text == "She sang “Low Tide.” “I was cold,” she said."
    assert [(text[row.start : row.end], row.quoted) for row in rows] == [("Low Tide.", False), ("I was cold,", True)]
    assert other[1][0].quoted is None


def test_every_passage_is_annotated_as_its_marks_are_found() -> None:
    for text, rows in marked_passages():
        assert [(m.start, m.end) for m in find_marked(text)] == [(row.start, row.end) for row in rows], text
