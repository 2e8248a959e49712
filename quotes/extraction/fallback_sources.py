"""Who may be the source of words that have none next to them: named, introduced or spoken of before, or below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.extraction.coref.cast import Cast
from quotes.extraction.coref.linking import resolve
from quotes.extraction.coref.sources import is_introduced, speaks, wrote
from quotes.extraction.mentions import Mention
from quotes.extraction.parsing import Passage
from quotes.extraction.quotation_marks import Marked
from quotes.extraction.source_phrases import is_told
from quotes.extraction.speech_verbs import SAYING
from quotes.extraction.word_classes import FINITE, GESTURES, is_form
from quotes.model import Quotation

_LINES_ABOVE = 2
_LONGEST_LINE = 12  # words
_DASHES = ("—", "–", "―", "--")
_NAME_LINE = re.compile(r"^[\s—–―-]*(?:\([^)]*\)\s*)?([^.!?:;\n]{2,80})$")


def signed_below(
    passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]], last_passage: int, cast: Cast
) -> Mention | None:
    """The name that stands alone on the line after a block quotation, or first on one with a dash.

    For example: — Britain's Ada Byrd, who won in two sets, after the match.
    """
    n = last_passage + 1
    if n >= len(passages):
        return None
    passage = passages[n]
    if passage.places or passages[last_passage].number == passage.number:
        return None
    line = passage.folded.text.strip()
    if line.startswith(_DASHES) and passage.number == passages[last_passage].number + 1:
        named = (m for m in mentions[n] if m.label != "LOC" and (m.passage, m.head) in cast.meant)
        signed = next(named, None)
        return signed if signed is not None and cast.meant[signed.passage, signed.head].is_person else None
    if not _NAME_LINE.match(line) or len(line.split()) > _LONGEST_LINE:
        return None
    if any(token.tag_ in FINITE for token in passage.doc):
        return None
    first = next((m for m in mentions[n] if m.form == "name" or (m.passage, m.head) in cast.meant), None)
    if first is None or first.label in ("LOC", "MISC"):
        return None
    lead = "".join(t.text for t in passage.doc[: first.start])
    if any(c.islower() for c in lead) and not re.match(r"^[\s—–―-]", line):
        return None
    return first


def headed_by_names(passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]], cast: Cast) -> bool:
    """Whether the speakers of an article stand above their words: a name line is above the first that has one."""
    for n, passage in enumerate(passages):
        if passage.places and _stands_alone(passage):
            if named_above(passages, mentions, n, cast) is not None:
                return True
            if signed_below(passages, mentions, n, cast) is not None:
                return False
    return False


def named_above(
    passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]], n: int, cast: Cast
) -> Mention | None:
    """The person with whose name the line above a paragraph begins, or the line above another short one.

    For example: Ada Byrd, baker / Age 52, Orrin / “I never liked flour.”
    """
    for above in range(n - 1, max(-1, n - 1 - _LINES_ABOVE), -1):
        line = passages[above]
        words = line.folded.text.split()
        if line.places or len(words) > _LONGEST_LINE or any(token.tag_ in FINITE for token in line.doc):
            return None
        first = next((m for m in mentions[above] if m.start == 0 and m.label == "PERSON"), None)
        named = cast.meant.get((above, first.head)) if first is not None else None
        if named is not None and named.is_person:
            return first
    return None


def interviewed(mentions: Sequence[Sequence[Mention]], cast: Cast) -> Mention | None:
    """The only person whom the headline names, where it may be an interview: Five minutes with Ada Byrd."""
    people = [m for m in mentions[0] if m.label == "PERSON" and (0, m.head) in cast.meant]
    if len(people) != 1 or not cast.meant[0, people[0].head].is_person:
        return None
    start = people[0].start
    return people[0] if start == 0 or cast.passages[0].doc[start - 1].lower_ in ("with", ":") else None


def _stands_alone(passage: Passage) -> bool:
    """Whether a paragraph has nothing but quoted words."""
    inside = {i for start, end in passage.places.values() for i in range(start, end)}
    return all(token.i in inside or token.is_quote or token.is_punct for token in passage.doc)


def said_below(
    passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]], n: int, stretch: Marked
) -> Mention | None:
    """Who is said to have said it in the paragraph after a quotation that stands alone: Byrd said it on Saturday."""
    here = passages[n]
    alone = stretch.outer_start <= here.span.start + 1 and here.span.end <= stretch.outer_end + 1
    if not alone or n + 1 >= len(passages) or not len(passages[n + 1].doc) or passages[n + 1].places:
        return None
    verb = passages[n + 1].doc[0].sent.root
    it = any(child.dep_ == "dobj" and child.lower_ in ("it", "this", "that") for child in verb.rights)
    if not it or verb.lower_ not in SAYING:
        return None
    subject = next((child.i for child in verb.lefts if child.dep_ == "nsubj"), None)
    return next((m for m in mentions[n + 1] if m.head == subject and m.form == "name"), None)


def announced_before(
    text: str, passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]], n: int, stretch: Marked, cast: Cast
) -> Mention | None:
    """The subject of a paragraph before that ends in a colon, or its sender: From the desk of Ada Byrd.

    The quotation opens its own paragraph.
    """
    if n == 0 or stretch.outer_start > passages[n].span.start + 1:
        return None
    before = passages[n - 1]
    if before.folded.text.startswith("From ") and not any(t.tag_ in FINITE for t in before.doc):
        return next((m for m in mentions[n - 1] if m.label == "PERSON"), None)
    if not before.folded.text.rstrip().endswith(":"):
        return None
    doc = before.doc
    roles = doc.roles
    author = next((m for m in mentions[n - 1] if wrote(cast, m)), None)
    if author is not None:
        return author
    subjects = [m for m in mentions[n - 1] if doc[m.head].dep_ in ("nsubj", "nsubjpass")]
    pool = subjects or list(mentions[n - 1])
    if not pool:
        return None
    last_sentence = max(t.i for t in doc if t.is_sent_start or t.i == 0)
    return max(pool, key=lambda m: (m.head >= last_sentence, float(roles[m.head, 1]), -m.head))


def introduced_before(
    passages: Sequence[Passage],
    mentions: Sequence[Sequence[Mention]],
    n: int,
    stretch: Marked,
    last: Quotation | None,
    far: bool,
    cast: Cast,
) -> Mention | None:
    """Who was reported to speak, or brought in by name, since the last quotation and right before this one.

    far: whether that one stands more than a paragraph away. Else, with the same speaker, this one continues it.
    """
    after = last.end if last is not None else 0
    for before in (n, n - 1):
        if before < 0 or before < n and stretch.outer_start > passages[n].span.start + 1:
            continue
        found = [m for m in mentions[before] if after <= m.span.start and m.span.end <= stretch.outer_start]
        spoke = [m for m in found if m.form != "relative" and speaks(cast, m) and cast.token(m).lower_ != "you"]
        new = [m for m in found if is_introduced(cast, m)]
        pool = spoke or new
        if pool:
            chosen = pool[-1]
            same = last is not None and resolve(cast, chosen).speaker in last.speakers
            return None if same and not far else chosen
    return None


def shown_before(
    passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]], n: int, start: int, stretch: Marked, cast: Cast
) -> Mention | None:
    """Whom the sentence before the words shows with a gesture: Byrd shook her head. “Never.”

    If the words open a paragraph, nobody is quoted in the one before. start: their first token in passage `n`.
    """
    end = start
    if stretch.outer_start <= passages[n].span.start + 1:
        n, end = n - 1, len(passages[n - 1].doc) if n else 0
        if end and passages[n].places:
            return None
    while end > 0 and passages[n].doc[end - 1].is_quote:
        end -= 1
    if end == 0 or passages[n].doc[end - 1].text != ".":
        return None
    root = passages[n].doc[end - 1].sent.root
    verbs = (root, *(child for child in root.children if child.dep_ == "conj"))
    if not any((verb.tag_ in FINITE or verb.tag_ == "VB") and is_form(verb.lower_, GESTURES) for verb in verbs):
        return None
    subject = next((child.i for child in root.lefts if child.dep_ == "nsubj"), None)
    return next((m for m in mentions[n] if m.head == subject and (n, m.head) in cast.meant), None)


def subject_before(mentions: Sequence[Sequence[Mention]], n: int, cast: Cast) -> Mention | None:
    """The subject that was spoken of last, in a passage or in one of the two before it."""
    for before in range(n, max(-1, n - 3), -1):
        named = [m for m in mentions[before] if (m.passage, m.head) in cast.meant]
        subjects = [m for m in named if cast.token(m).dep_ in ("nsubj", "nsubjpass") and not is_told(cast.token(m))]
        if subjects:
            return subjects[-1]
    return None
