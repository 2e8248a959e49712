"""Each citation style follows the forms that its manual shows for newspaper articles."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from quotes.model import Kind
from quotes.site import citations, references
from quotes.site.citations import Cited
from quotes.store.queries import Named, Printed
from quotes.text.bylines import Author, authors
from tests.builders import stored

URL = "https://www.courier.example/1"
LINK = "https://quotes.example/q/1"
OKAFOR = Named("ines-okafor", "Ines Okafor", "person", None)


def cited(
    byline: str | None,
    title: str = "Harbour to close",
    outlet: str | None = "The Courier",
    published: str | None = "2031-09-04",
) -> Cited:
    article = Printed("a" * 16, title, byline, outlet, published, URL, "h.txt")
    return Cited(stored("We are done,", article, OKAFOR), {}, "2031-10-01T10:00:00+00:00", LINK)


@pytest.mark.parametrize(
    ("byline", "found"),
    [
        ("Jo Marsh Jr.", [Author("Marsh", "Jo", "Jr.")]),
        ("Jo Marsh, Jr., and Bo Li III", [Author("Marsh", "Jo", "Jr."), Author("Li", "Bo", "III")]),
        ("Marsh, Jo, Jr.; Li, Bo", [Author("Marsh", "Jo", "Jr."), Author("Li", "Bo")]),
        ("Jo Marsh, MD, and Bo Li, Ph.D.", [Author("Marsh", "Jo"), Author("Li", "Bo")]),
        ("Jo Marsh M.D.", [Author("Marsh", "Jo")]),
        ("By JO MARSH and BO O’NEIL JR.", [Author("Marsh", "Jo"), Author("O’Neil", "Bo", "Jr.")]),
        ("JD MCKEE and ANNE-MARIE LI", [Author("McKee", "JD"), Author("Li", "Anne-Marie")]),
        ("MARY McDONALD", [Author("McDonald", "Mary")]),
        ("Jo B. Marsh and J.R. Li", [Author("Marsh", "Jo B."), Author("Li", "J.R.")]),
        ("BBC NEWS", [Author("BBC NEWS")]),
        ("NBC Newsroom and REUTERS", [Author("NBC Newsroom"), Author("REUTERS")]),
        ("Jan van den Berg Jr.", [Author("Jan van den Berg Jr.")]),
        ("Jack Ma", [Author("Ma", "Jack")]),
        ("JO MARSH AND BO LI, Staff Writers", [Author("Marsh", "Jo"), Author("Li", "Bo")]),
        ("By JO MARSH Staff Writer", [Author("Marsh", "Jo")]),
        ("Jo Marsh, Health Editor, and Bo Li, Rome Bureau Chief", [Author("Marsh", "Jo"), Author("Li", "Bo")]),
        ("Jo Marsh (jo@courier.example) • Published May 3", [Author("Marsh", "Jo")]),
        ("Jo Marsh with reporting by Bo Li", [Author("Marsh", "Jo")]),
        ("Political Editor", [Author("Political Editor")]),
        ("Daily Mail Reporter", [Author("Daily Mail Reporter")]),
        ("Agence France-Presse in Paris", [Author("Agence France-Presse")]),
        ("MD", []),
        ("Jr.", [Author("Jr.")]),
    ],
)
def test_authors(byline: str, found: list[Author]) -> None:
    assert authors(byline) == found


@pytest.mark.parametrize(
    ("byline", "written"),
    [
        ("Jo Marsh", "Jo Marsh, "),
        ("By JO MARSH, MD, and Bo Li Jr.", "Jo Marsh and Bo Li Jr., "),
        ("Jo Marsh, Bo Li and Ada Byrd", "Jo Marsh, Bo Li and Ada Byrd, "),
        (None, ""),
    ],
)
def test_ap(byline: str | None, written: str) -> None:
    assert f" In: {written}“Harbour to close,” The Courier, Sept. 4, 2031, {URL} (read Oct. 1, 2031)." in (
        citations.plain(cited(byline))
    )


@pytest.mark.parametrize(
    ("byline", "written"),
    [
        ("Jo Marsh", "Jo Marsh, "),
        ("Jo Marsh Jr. and Bo Li, MD", "Jo Marsh Jr. and Bo Li, "),
        ("Jo Marsh, Bo Li and Ada Byrd", "Jo Marsh, Bo Li, and Ada Byrd, "),
        ("Jo Marsh, Bo Li, Ada Byrd and Al Wu", "Jo Marsh et al., "),
        (None, ""),
    ],
)
def test_chicago(byline: str | None, written: str) -> None:
    assert citations.chicago(cited(byline)) == (
        f"Ines Okafor, quoted in {written}“Harbour to close,” Courier, September 4, 2031, {URL}."
    )


@pytest.mark.parametrize(
    ("byline", "written", "short"),
    [
        ("Jo B. Marsh", "Marsh, J. B. ", "Marsh"),
        ("Jo Marsh Jr. and BO LI", "Marsh, J., Jr., & Li, B. ", "Marsh & Li"),
        ("Jo Marsh, Bo Li, and Ada Byrd", "Marsh, J., Li, B., & Byrd, A. ", "Marsh et al."),
        ("Reuters", "Reuters. ", "Reuters"),
    ],
)
def test_apa(byline: str, written: str, short: str) -> None:
    assert citations.apa(cited(byline)) == (
        f"{written}(2031, September 4). Harbour to close. The Courier. {URL}\n\n"
        f"In the text: (Ines Okafor, as cited in {short}, 2031)"
    )


def test_apa_without_author() -> None:
    assert citations.apa(cited(None, "Can harbours learn?")) == (
        f"Can harbours learn? (2031, September 4). The Courier. {URL}\n\n"
        "In the text: (Ines Okafor, as cited in “Can harbours learn?,” 2031)"
    )


@pytest.mark.parametrize(
    ("byline", "written", "short"),
    [
        ("Jo B. Marsh", "Marsh, Jo B. ", "Marsh"),
        ("Jo Marsh Jr.", "Marsh, Jo, Jr. ", "Marsh"),
        ("Jo Marsh and Bo Li", "Marsh, Jo, and Bo Li. ", "Marsh and Li"),
        ("Jo Marsh, Bo Li and Ada Byrd", "Marsh, Jo, et al. ", "Marsh et al."),
        (None, "", "“Harbour to close”"),
    ],
)
def test_mla(byline: str | None, written: str, short: str) -> None:
    assert citations.mla(cited(byline)) == (
        f"{written}“Harbour to close.” The Courier, 4 Sept. 2031, www.courier.example/1.\n\n"
        f"In the text: (Ines Okafor, qtd. in {short})"
    )


def test_mla_titles_and_dates() -> None:
    assert "“Can harbours learn?” The Courier, 4 May 2031, " in (
        citations.mla(cited("Jo Marsh", "Can harbours learn?", published="2031-05-04"))
    )
    assert "“‘We are done.’” The" in citations.mla(cited("Jo Marsh", "“We are done.”"))
    assert citations.mla(cited("Jo Marsh", published=None)).startswith(
        "Marsh, Jo. “Harbour to close.” The Courier, www.courier.example/1. Accessed 1 Oct. 2031.\n"
    )


@pytest.mark.parametrize(
    ("byline", "written", "short"),
    [
        ("Jo B. Marsh", "Marsh, J.B.", "Marsh"),
        ("Dr. Jo Marsh, MD", "Marsh, J.", "Marsh"),
        ("Ursula K. Le Guin", "Ursula K. Le Guin", "Ursula K. Le Guin"),
        ("Jo Marsh and Bo Li", "Marsh, J. and Li, B.", "Marsh and Li"),
        ("Jo Marsh, Bo Li and Ada Byrd", "Marsh, J., Li, B. and Byrd, A.", "Marsh, Li and Byrd"),
        ("Jo Marsh, Bo Li, Ada Byrd and Al Wu", "Marsh, J. et al.", "Marsh et al."),
    ],
)
def test_harvard(byline: str, written: str, short: str) -> None:
    assert citations.harvard(cited(byline)) == (
        f"{written} (2031) ‘Harbour to close’, The Courier, 4 September. Available at: {URL}"
        " (Accessed: 1 October 2031).\n\n"
        f"In the text: (Ines Okafor, quoted in {short}, 2031)"
    )


def test_harvard_without_author_or_date() -> None:
    assert citations.harvard(cited(None)).startswith(
        f"The Courier (2031) ‘Harbour to close’, 4 September. Available at: {URL} "
    )
    assert citations.harvard(cited("Jo Marsh", published=None)).startswith(
        f"Marsh, J. (no date) ‘Harbour to close’, The Courier. Available at: {URL} "
    )
    assert citations.harvard(cited(None, outlet=None)).startswith("‘Harbour to close’ (2031), 4 September. Available")


@pytest.mark.parametrize("inner", ["“We’re done”", '"We’re done"', "‘We’re done’"])
def test_marks_inside_marks_are_turned(inner: str) -> None:
    title = f"{inner}, says mayor"
    for write in (citations.plain, citations.chicago, citations.mla):
        assert "“‘We’re done’, says mayor" in write(cited("Jo Marsh", title))
    assert "‘“We’re done”, says mayor’, " in citations.harvard(cited("Jo Marsh", title))


def test_paraphrases_are_never_quoted() -> None:
    one = cited("Jo Marsh")
    reported = replace(one.quotation, kind=Kind.PARAPHRASE, text="they were done", statement="said they were done")
    for write in (citations.mla, citations.harvard, citations.apa, citations.chicago):
        text = write(replace(one, quotation=reported))
        assert "paraphrased in Marsh" in text or "paraphrased in Jo Marsh" in text
        assert not re.search(r"qtd|quoted|as cited", text)


def test_suffixes_for_reference_managers() -> None:
    one = cited("Jo Marsh Jr.")
    assert "author = {Marsh, Jr., Jo}" in references.bibtex(one)
    assert "AU  - Marsh, Jo, Jr.\r\n" in references.ris(one)
    assert references.csl(one)["author"] == [{"family": "Marsh", "given": "Jo", "suffix": "Jr."}]
    assert "rft.au=Jo+Marsh+Jr." in references.coins(one)


def test_chicago_has_the_date_of_access_next_to_the_url() -> None:
    known = cited("Jo Marsh", published=None)
    note = citations.chicago(replace(known, quotation=replace(known.quotation, page=2)))
    assert note.endswith(f"Courier, p. 2, accessed October 1, 2031, {URL}.")
