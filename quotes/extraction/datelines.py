"""Datelines: the place, day and agency that stand before the first sentence of a report."""

from __future__ import annotations

import re

from quotes.extraction.masking import CLAUSE, FRAGMENT
from quotes.extraction.syntax import Doc, text_of
from quotes.extraction.word_classes import FINITE
from quotes.text.countries import code_of

_LONGEST = 24  # tokens
_LONGEST_PLACE = 5  # tokens before a colon
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE = re.compile(
    rf"""
    (?: (?P<capitals> [A-Z][A-Z.'’]+ (?:[\ /-][A-Z][A-Z.'’]*)* ) | [A-Z][\w.'’-]+ (?:\ [A-Z][\w.'’-]+){{0,3}} )?
    (?: ,\ (?!{_MONTH}\ \d) (?P<region> [A-Z][\w.'’]* (?:[\ -][A-Z][\w.'’]*){{0,2}}? ) )?
    (?P<day> ,?\ \(? {_MONTH}\ \d{{1,2}} (?:,\ \d{{4}})? \)? )?
    (?P<agency> \ ?\( [A-Z][^()]{{1,40}} \) )?
    (?P<dash> \s?(?:--|[—–―|]) \s? | \s?-\s )?
    \s*(?=["“‘'$£€]?[A-Z\d])
    """,
    re.VERBOSE,
)


def after_dateline(text: str) -> int:
    """Where a paragraph begins after its dateline, or 0: LORNE CITY (AP) — The bridge is shut.

    A place in capitals needs no more than a dash, another one its country, a day or an agency.
    """
    match = _DATELINE.match(text)
    if match is None or text.startswith((CLAUSE, FRAGMENT)):
        return 0
    capitals, day, agency, dash = match["capitals"], match["day"], match["agency"], match["dash"]
    abroad = dash is not None and match["region"] is not None and code_of(match["region"]) is not None
    credited = agency is not None and (agency.strip(" ()").isupper() or dash is not None)
    return match.end() if dash and (capitals or day) or abroad or credited or day and "," in day[:1] else 0


def end_of_dateline(doc: Doc) -> int:
    """The first token of a passage after its dateline, or 0; a place may also stand before a colon: LORNE CITY: …"""
    beginning = doc[:_LONGEST]
    after = after_dateline(text_of(beginning))
    if after:
        offset = doc[0].idx + after
        return next((token.i for token in beginning if token.idx >= offset), 0)
    colon = next((token.i for token in doc[:_LONGEST_PLACE] if token.text == ":"), 0)
    place = doc[:colon]
    capitals = all(token.is_upper and token.ent_type_ != "PERSON" for token in place)
    named = capitals or all(token.ent_type_ == "LOC" for token in place)
    clause = colon and any(token.tag_ in FINITE for token in doc[colon:])
    return colon + 1 if named and clause and not doc[colon + 1].is_quote and doc[colon + 1].text != CLAUSE else 0
