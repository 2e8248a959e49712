"""What the components put on a Doc is plain data, which spaCy writes, reads, joins, cuts and sends to processes."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import quotes
from quotes.model import Quotation
from tests.test_batch_shard_rows import quotations
from tests.test_component import TEXT

OTHER = (
    "Up went the quay. “It rains every day here 😀,” Ada Byrd and Tom Pell told us. Mr Pell said that he would leave."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return quotes.load()


@pytest.fixture
def doc(nlp: Language) -> Doc:
    return nlp(OTHER)


def written(doc: Doc) -> list[tuple[Any, ...]]:
    """Everything that the components found."""
    spans = [(span.start, span.end, span.label_) for span in doc.spans["quotations"]]
    tokens = [(t.text, t.tag_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_, t.is_sent_start) for t in doc]
    return [*doc._.quotations, *spans, *tokens]


def kinds(data: Any) -> set[type]:
    if isinstance(data, dict):
        return {dict}.union(*map(kinds, data), *map(kinds, data.values()))
    if isinstance(data, list):
        return {list}.union(*map(kinds, data))
    return {type(data)}


def test_what_is_kept_is_plain(doc: Doc) -> None:
    assert len(doc._.quotations) == 2
    (records,) = doc.user_data.values()
    assert kinds(records) <= {dict, list, str, int, float, type(None)}
    assert [record["text"] for record in records] == [each.text for each in doc._.quotations]


@given(quotations)
def test_a_record_is_all_of_a_quotation(quotation: Quotation) -> None:
    assert Quotation.from_dict(json.loads(json.dumps(quotation.to_dict()))) == quotation


def test_to_bytes(doc: Doc) -> None:
    assert written(Doc(doc.vocab).from_bytes(doc.to_bytes())) == written(doc)


def test_doc_bin(nlp: Language, doc: Doc) -> None:
    docs = [doc, nlp(TEXT), nlp("")]
    data = DocBin(store_user_data=True, docs=docs).to_bytes()
    assert list(map(written, DocBin().from_bytes(data).get_docs(spacy.blank("en").vocab))) == list(map(written, docs))


@pytest.mark.slow
def test_a_doc_is_read_where_no_pipeline_is(doc: Doc, tmp_path: Path) -> None:
    doc.to_disk(tmp_path / "doc")
    code = (
        "import sys, spacy, quotes.extraction.component; from spacy.tokens import Doc; "
        "print(Doc(spacy.blank('en').vocab).from_disk(sys.argv[1])._.quotations)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "doc"], capture_output=True, encoding="utf-8", check=True
    )
    assert result.stdout.strip() == repr(doc._.quotations)


def test_pickle_and_copy(doc: Doc) -> None:
    assert written(pickle.loads(pickle.dumps(doc))) == written(doc)
    again = doc.copy()
    assert again._.quotations == doc._.quotations
    again.user_data.clear()
    assert doc._.quotations


@pytest.mark.slow
def test_several_processes(nlp: Language) -> None:
    texts = [(TEXT, 0), (OTHER, 1), ("", 2)] * 3
    found = list(nlp.pipe(texts, as_tuples=True, n_process=2, batch_size=2))
    assert [context for _, context in found] == [0, 1, 2] * 3
    assert [written(doc) for doc, _ in found] == [written(nlp(text)) for text, _ in texts]


def test_joined_docs_have_the_quotations_of_all(nlp: Language, doc: Doc) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        joined = Doc.from_docs([nlp(TEXT), nlp(""), doc])
    assert joined is not None
    assert [each.text for each in joined._.quotations] == [q.text for d in (nlp(TEXT), doc) for q in d._.quotations]
    offset = len(joined.text) - len(OTHER)
    for each, before in zip(joined._.quotations[-2:], doc._.quotations, strict=True):
        assert " ".join(span.of(joined.text) for span in each.spans) == each.text
        for span, original in (
            (each.cue, before.cue),
            (each.mention, before.mention),
            *zip(each.evidence.chain, before.evidence.chain, strict=True),
        ):
            assert span.of(joined.text) == original.of(OTHER)
            assert span.start == original.start + offset
    assert [span.text for span in joined.spans["quotations"]] == [each.text for each in joined._.quotations]
    # Finding them afresh leaves none of what was there.
    assert nlp(joined)._.quotations == quotes.extract(joined.text)


def test_a_part_of_a_doc_has_the_quotations_in_it(doc: Doc) -> None:
    sentences = [sentence.as_doc(copy_user_data=True) for sentence in doc.sents]
    assert [[q.text for q in part._.quotations] for part in sentences] == [
        [],
        ["It rains every day here 😀,"],
        ["he would leave"],
    ]
    (moved,) = sentences[2]._.quotations
    assert moved.spans[0].of(sentences[2].text) == "he would leave"
    assert moved.mention is not None
    assert moved.mention.of(sentences[2].text) == "Mr Pell"
    assert moved.speaker == "Tom Pell"
    # The full name that tells who Mr Pell is stands in the sentence before.
    assert [span.of(sentences[2].text) for span in moved.evidence.chain] == ["Mr Pell"]


def test_displacy_draws_it(doc: Doc) -> None:
    assert "Mr Pell" in displacy.render(doc, style="span", options={"spans_key": "quotations"}, jupyter=False)
    assert "PERSON" in displacy.render(doc, style="ent", jupyter=False)
    assert "ccomp" in displacy.render(doc, style="dep", jupyter=False)


@pytest.mark.slow
def test_the_pipeline_is_saved_and_loaded(nlp: Language, doc: Doc, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    code = "import sys, spacy; print(spacy.load(sys.argv[1])(sys.argv[2])._.quotations)"
    result = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "saved", OTHER], capture_output=True, encoding="utf-8", check=True
    )
    assert result.stdout.strip() == repr(doc._.quotations)
    again = quotes.load(str(tmp_path / "saved"))
    assert again.pipe_names == nlp.pipe_names
    assert written(again(OTHER)) == written(doc)
    assert quotes.extract(OTHER, pipeline=str(tmp_path / "saved")) == doc._.quotations


@pytest.mark.slow
def test_the_pipeline_is_made_from_its_config_and_bytes(nlp: Language, doc: Doc) -> None:
    again = type(nlp).from_config(nlp.config)
    assert again.pipe_names == nlp.pipe_names
    assert written(again.from_bytes(nlp.to_bytes())(OTHER)) == written(doc)


@pytest.mark.slow
def test_a_saved_pipeline_without_a_part_says_so(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    with pytest.raises(ValueError, match="lacks an entity recogniser"):
        spacy.load(tmp_path / "saved", exclude=["ner"])(TEXT)
    with pytest.raises(ValueError, match="needs the component quotations"):
        spacy.load(tmp_path / "saved", exclude=["quotations"])(TEXT)
