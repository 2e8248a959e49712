"""A word that a hyphen parts at the end of a line is read as one word; the text and its offsets stay as they are."""

from __future__ import annotations

import quotes
from quotes.extraction.masking import fold

TEXT = """\
Mayor Ada Byrd told the council on Tuesday that the ferry com-
pany would keep all of its boats in the harbour until the long
inspection of the quay is done.

The harbour master of the town for eleven years now, Tom Oka-
for, said the quay was safe as it stood in winter. He also cri-
ticised the council for its haste, and deputy Lena Ode has de-
nied that she had been asked for money by the harbour company.
"""


def test_speech_and_names_are_found_across_the_line_end() -> None:
    found = quotes.extract(TEXT)
    assert [(each.speakers[0].name, each.polarity) for each in found] == [
        ("Ada Byrd", "asserted"),
        ("Tom Okafor", "asserted"),
        ("Lena Ode", "denied"),
    ]
    for each in found:
        assert each.text == TEXT[each.start : each.end]


def test_only_a_hyphen_between_letters_is_left_out() -> None:
    assert fold("the com-\npany", []).text == "the company"
    assert fold("the Smith-\nJones plan", []).text == "the Smith-\nJones plan"
    assert fold("it sank -\nnobody knew", []).text == "it sank -\nnobody knew"
    folded = fold("the com-\npany sank", [])
    assert folded.to_original(folded.text.index("pany")) == len("the com-\n")
