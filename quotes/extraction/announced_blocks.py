"""Block quotations without marks: the paragraph after one that announces it, as in “Byrd wrote in a letter:”."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from quotes.extraction.quotation_marks import Marked
from quotes.text.paragraphs import each_paragraph

_ANNOUNCES = re.compile(
    r"\b(?:wrote|writes|tweeted|tweets|posted|posts|added|adds|said|says|replied|replies|responded|continued|explained"
    r"|declared|announced|reads?|stated|states)"
    r"(?: (?:this|the following|as follows|later|back"
    r"|(?:on|in|to|at|via|with|after|before|from|during)\b[^.:;\n]{1,60}))?:$"
)
_MARK = re.compile(r"[“”„\"«»‹›]|''|``|(?<!\w)[‘']")
_LONGEST_ANNOUNCEMENT = 160  # characters of a paragraph's end
_WORDS = re.compile(r"(?:[^\W\d_][\w’'.,;:%$€£-]*[ \n]+){4,}.*[.?!…]", re.DOTALL)
_ENUMERATED = re.compile(r"[-–—•*·▪►\d(]")


def with_blocks(text: str, marked: Sequence[Marked]) -> list[Marked]:
    """Marked stretches and the block quotations without marks together, in order.

    Only the first paragraph is one, since nothing tells where the others end. A list is none.
    """
    starts = [stretch.outer_start for stretch in marked]
    found = list(marked)
    for before, para in pairwise(each_paragraph(text)):
        announcement = text[max(before.start, before.end - _LONGEST_ANNOUNCEMENT) : before.end]
        if not _ANNOUNCES.search(announcement) or _MARK.search(announcement):
            continue
        words = para.of(text)
        if words[0].isupper() and not _ENUMERATED.match(words) and not _MARK.search(words) and _WORDS.fullmatch(words):
            at = bisect_left(starts, para.start)
            if at == len(starts) or starts[at] >= para.end:
                found.append(Marked(para.start, para.end, para.start, para.end))
    return sorted(found, key=attrgetter("outer_start"))
