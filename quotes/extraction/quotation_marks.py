"""Find quotation marks in the characters of an article.

No tokenizer is used, so offsets are exact. Each paragraph is read alone, and a stray mark affects only its paragraph.
The characters next to a mark decide first whether it opens or closes, the earlier marks second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quotes.model import Span
from quotes.text.paragraphs import each_paragraph


class Marked(NamedTuple):
    """A marked stretch of an article, in code points.

    start, end: the words, marks left out; in a quotation over several paragraphs the marks that open
        the later paragraphs are inside.
    outer_start, outer_end: the same with its marks; equal to start or end where that mark is missing.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int


class _Mark(NamedTuple):
    start: int
    end: int
    family: str
    opens: bool
    closes: bool


_MARKS = re.compile(r"<[A-Za-z/][^<>]{0,2000}>|``|''|(?<=[.,?!…])’’(?!\w)|[“”„‟\"«»‹›‘’‚‛'＂″「」『』`]")
# Single marks set twice for a double one, where a text begins a quotation so; not before an elision ("‘’Twas").
_DOUBLED = re.compile(r"‘(?<![^\s(\[]‘)(?:‘(?=\w)|’(?=\w)(?!(?i:tis|twas|twere|twill|til|till|cause|em|\d\d)(?!\w)))")
_MARKS_DOUBLED = re.compile(f"{_DOUBLED.pattern}|’[’‘](?!\\w)|{_MARKS.pattern}")
_ELISION = re.compile(
    r"['’‘](?:\d\d(?!\d)s?|n['’](?!\w)|n(?=\s)|(?:em|tis|twas|twere|twill|til|till|cause|cos|coz|bout|round|cept|neath|ere|im|er|ave|ello)\b)",
    re.IGNORECASE,
)
_FEET_INCHES = re.compile(r"\d\s?['’′]\s?\d{1,2}\s?(?:\d/\d)?$")
_CLOSED_LATER = re.compile(r"[^“”„\"\n]*”")
_SAID = re.compile(r"\s+(?:said|says|told|tells|asked|asks|added|adds|replied|replies|wrote|writes)\b")
_LABEL = re.compile(r"[A-Z][A-Z.’' -]{0,40}(?:, [A-Z][A-Z.,’' -]{0,60})?:\s|\([A-Z]{4,}")
_SPOKEN_END = frozenset(".,?!…—–-;:*)]")
_BEFORE_OPENING = frozenset("([{—–-−/―…=:|>“‘\"'«„‚*_")
_AFTER_CLOSING = frozenset(")]}—–-−/―…,.;:?!|<”’\"'»*_")
_MOST_MARKS = 50_000  # of one paragraph; a text of 1 MB has less in all its paragraphs together
_DOUBLE, _SINGLE, _ANGLE = "double", "single", "angle"


def find_marked(text: str) -> list[Marked]:
    """Return the outermost marked stretches of `text`, in order and without overlaps.

    Marks may be curly, straight, low-high, LaTeX, corner or angle marks, double or single, also mixed. A quotation of
    several paragraphs that each begin with a mark is one stretch. If a mark is missing, the stretch ends with its
    paragraph. Apostrophes, elisions ('em, '84), feet and inches, and attributes of markup tags are not marks. Stretches
    without a letter or digit are left out. Time is linear in the length of the text.
    """
    angles_point_in = _angles_point_in(text)
    found: list[Marked] = []
    carried: _Mark | None = None
    paras = _by_paragraph(text)
    following = next(paras, None)
    while following is not None:
        (para, mine), following = following, next(paras, None)
        if any(mark.family == _ANGLE for mark in mine):
            mine = [_aim(mark, text, angles_point_in) for mark in mine]
        stretches, still_open = _read_paragraph(text, para, mine, carried)
        reopened = following is not None and _is_reopened(text, para, *following)
        singles = _read_singles(text, para, [mark for mark in mine if mark.family == _SINGLE], still_open, reopened)
        found.extend(_outermost(stretches, singles))
        carried = None
        if still_open is None:
            continue
        if following is not None and _goes_on(text, still_open, *following):
            carried = still_open
        else:
            found.append(_stretch(still_open, None, para.end))
    found = _merge_singles_over_paragraphs(text, found)
    return sorted(_trimmed(text, m) for m in found if any(c.isalnum() for c in text[m.start : m.end]))


def _lex(text: str) -> Iterator[_Mark]:
    """Every character that may be a mark, with whether it can open and close where it stands."""
    size = len(text)
    for match in (_MARKS_DOUBLED if _DOUBLED.search(text) else _MARKS).finditer(text):
        sign, start, end = match.group(), match.start(), match.end()
        if sign[0] == "<":
            continue
        before = text[start - 1] if start else "\n"
        after = text[end] if end < size else "\n"
        free_before = before.isspace() or before in _BEFORE_OPENING
        free_after = after.isspace() or after in _AFTER_CLOSING
        if sign in "'’‘‛‚`":
            mark = _single(text, sign, start, end, before, after, free_before, free_after)
            if mark is not None:
                yield mark
            continue
        if sign in "「」『』":
            yield _Mark(start, end, _DOUBLE, sign in "「『", sign in "」』")
            continue
        if sign in "«»‹›":
            yield _Mark(start, end, _ANGLE, sign in "«‹", sign in "»›")
            continue
        if _is_inches(text, sign, start, end):
            continue
        if sign in ("„", "‟", "``", "‘‘") or sign == "‘’" and after.isalnum():
            opens, closes = True, False
        elif sign in ("’’", "’‘"):
            opens, closes = False, True
        elif sign == "“":
            opens, closes = not after.isspace() or free_before, not before.isspace() and not free_before
            if free_before:
                closes = False
        elif sign == "”":
            opens, closes = free_before and not free_after and before not in "—–-…", True
            if opens and not before.isspace():
                opens = False
            if before in "([{:" and after.isalnum():
                opens, closes = True, False  # the wrong one of a pair
        else:
            opens, closes = not after.isspace(), not before.isspace()
            if opens and closes:
                if before.isalnum() and not after.isalnum():
                    opens = False
                elif after.isalnum() and before in "([{":
                    closes = False
                elif before in ".,?!" and free_after:
                    opens = False
            elif not opens and not closes:
                opens = closes = True
        yield _Mark(start, end, _DOUBLE, opens, closes)


def _is_inches(text: str, sign: str, start: int, end: int) -> bool:
    """Whether a mark after feet and inches (5'11") is part of them; a curly one is if another mark closes later."""
    if sign == "″":
        return start > 0 and (text[start - 1].isdigit() or text[start - 1] in "′'’" or text[start - 1] in "½¼¾")
    if sign not in ('"', "”") or not _FEET_INCHES.search(text, max(0, start - 8), start):
        return False
    return sign == '"' or _CLOSED_LATER.match(text, end) is not None


def _single(
    text: str, sign: str, start: int, end: int, before: str, after: str, free_before: bool, free_after: bool
) -> _Mark | None:
    if _ELISION.match(text, start) and not before.isalnum() and not _SPOKEN_END.intersection(before):
        return None
    if before.isdigit() and (after.isdigit() or after.isspace()) and sign == "'" and not free_before:
        return None
    if sign == "`" and not (free_before and after.isalpha()):
        return None
    opens = sign != "’" and free_before and not after.isspace() and (after.isalnum() or after in '[(…“"$£€«')
    closes = sign in "’'‘" and not before.isspace() and free_after and not (free_before and before not in _SPOKEN_END)
    if not opens and not closes:
        return None
    return _Mark(start, end, _SINGLE, opens, closes)


def _angles_point_in(text: str) -> bool:
    """Whether angle marks stand as »…«, the first of them pointing to the right."""
    first = re.search("[«»‹›]", text)
    return first is not None and first.group() in "»›" and bool(re.search(r"(?:^|[^\w.,;!?…])[»›]\w", text))


def _aim(mark: _Mark, text: str, point_in: bool) -> _Mark:
    if mark.family != _ANGLE:
        return mark
    turned = mark._replace(opens=mark.closes, closes=mark.opens) if point_in else mark
    return turned._replace(family=_DOUBLE)


def _by_paragraph(text: str) -> Iterator[tuple[Span, list[_Mark]]]:
    """Each paragraph with its marks, the first `_MOST_MARKS` of them."""
    marks = _lex(text)
    mark = next(marks, None)
    for para in each_paragraph(text):
        mine: list[_Mark] = []
        while mark is not None and mark.start < para.end:
            if para.start <= mark.start and len(mine) < _MOST_MARKS:
                mine.append(mark)
            mark = next(marks, None)
        yield para, mine


def _read_paragraph(
    text: str, para: Span, marks: Sequence[_Mark], carried: _Mark | None
) -> tuple[list[Marked], _Mark | None]:
    """Pair the double marks of a paragraph; return the stretches and the mark left open at its end."""
    doubles = [mark for mark in marks if mark.family == _DOUBLE]
    found: list[Marked] = []
    opened = carried
    depth = 0
    for k, mark in enumerate(doubles):
        if opened is None:
            if mark.opens and (not mark.closes or not _reads_as_closing(text, mark, para)):
                opened, depth = mark, 0
            elif k == 0 and mark.closes and _opening_is_missing(text, para, mark):
                found.append(Marked(para.start, mark.start, para.start, mark.end))
            continue
        if mark.start == para.start and carried is not None and opened is carried:
            continue  # the mark that re-opens a quotation in its next paragraph
        if mark.closes and not (mark.opens and depth == 0 and _reads_as_opening(text, mark)):
            if depth:
                depth -= 1
                continue
            found.append(_stretch(opened, mark, mark.start))
            opened = None
        elif mark.opens:
            if _opens_nested(text, opened, mark, doubles[k + 1 : k + 3]):
                depth += 1
            else:
                end = _sentence_end_before(text, opened.end, mark.start)
                found.append(_stretch(opened, None, end))
                opened = mark
    return found, opened


def _reads_as_closing(text: str, mark: _Mark, para: Span) -> bool:
    """An ambiguous mark with nothing open closes when it follows a word and no word follows it."""
    if mark.start == para.start:
        return False
    return text[mark.start - 1 : mark.start].isalnum() and not text[mark.end : mark.end + 1].isalnum()


def _reads_as_opening(text: str, mark: _Mark) -> bool:
    """An ambiguous mark inside an open quotation opens when only a dash or bracket precedes it."""
    return text[mark.start - 1 : mark.start] in "([{"


def _opening_is_missing(text: str, para: Span, mark: _Mark) -> bool:
    """A closing mark with nothing open: the words from the paragraph's start are quoted if they end like speech."""
    return mark.start > para.start + 1 and text[mark.start - 1] in ",.?!…—"


def _opens_nested(text: str, opened: _Mark, mark: _Mark, following: Sequence[_Mark]) -> bool:
    """A mark that opens inside an open quotation: nested if two closing marks follow, or one of another style."""
    closing = [m.closes and not m.opens for m in following]
    other_style = text[opened.start] == '"' and text[mark.start] == "“"
    return all(closing) and len(closing) == 2 or other_style and closing[:1] == [True]


def _stretch(opening: _Mark, closing: _Mark | None, end: int) -> Marked:
    start = min(opening.end, end)
    return Marked(start, end, opening.start, closing.end if closing else end)


def _trimmed(text: str, stretch: Marked) -> Marked:
    """The stretch without white space just inside its marks."""
    start, end = stretch.start, stretch.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return stretch._replace(start=start, end=end)


def _sentence_end_before(text: str, start: int, end: int) -> int:
    """Where the last sentence of text[start:end] ends, or where its words do."""
    window = max(start, end - 2000)
    for i in range(end - 1, window, -1):
        if text[i] in ".?!" and text[i + 1 : i + 2].isspace():
            return i + 1
    stripped = text[window:end].rstrip()
    return window + len(stripped)


def _goes_on(text: str, opening: _Mark, para: Span, marks: Sequence[_Mark]) -> bool:
    """Whether a quotation left open goes on in the next paragraph."""
    doubles = [mark for mark in marks if mark.family in (_DOUBLE, _ANGLE)]
    if not doubles:
        return False
    first = doubles[0]
    if first.start == para.start:
        same = text[first.start] == text[opening.start] or first.family == _ANGLE and text[opening.start] == "«"
        return same and not _LABEL.match(text, first.end)
    return first.closes and not first.opens and text[first.start - 1] in ",.?!…—" and len(doubles) % 2 == 1


def _is_reopened(text: str, para: Span, following: Span, marks: Sequence[_Mark]) -> bool:
    """Whether a paragraph ends a sentence, and the one that follows begins with a single mark that opens."""
    if text[para.end - 1] not in ".?!…" or text[following.start] not in "‘'":
        return False
    return bool(marks) and marks[0].start == following.start and marks[0].family == _SINGLE and marks[0].opens


def _read_singles(
    text: str, para: Span, marks: Sequence[_Mark], still_open: _Mark | None, reopened: bool
) -> list[Marked]:
    """Pair the single marks of a paragraph that can be quotation marks, not apostrophes.

    reopened: whether the next paragraph begins with a single mark. Then one that opens this paragraph, or stands after
    a colon, may be left open, and what looks like its end is a possessive unless it ends speech.
    """
    found: list[Marked] = []
    opening: _Mark | None = None
    possessive: _Mark | None = None
    curly = text[para.start] == "‘"
    for mark in marks:
        if opening is not None and mark.closes and _pairs(text, opening, mark):
            if not _may_be_possessive(text, mark):
                found.append(_stretch(opening, mark, mark.start))
                opening = possessive = None
            elif possessive is None:
                possessive = mark
        elif mark.opens:
            if opening is not None and possessive is not None:
                found.append(_stretch(opening, possessive, possessive.start))
                opening = possessive = None
            if opening is None or not _begins_speech(text, para, opening):
                opening = mark
    left_open = opening is not None and still_open is None and _begins_speech(text, para, opening)
    if opening is not None and left_open and reopened and text[opening.start] in "‘'":
        found.append(_stretch(opening, None, para.end))
    elif opening is not None and possessive is not None:
        found.append(_stretch(opening, possessive, possessive.start))
    elif opening is not None and opening.start == para.start and left_open and curly:
        found.append(_stretch(opening, None, para.end))
    return found


def _begins_speech(text: str, para: Span, mark: _Mark) -> bool:
    """Whether a mark opens its paragraph, or stands after a colon."""
    return mark.start == para.start or text[para.start : mark.start].rstrip().endswith(":")


def _pairs(text: str, opening: _Mark, closing: _Mark) -> bool:
    """‘ closes what ‚ opened, and nothing else."""
    return text[closing.start] != "‘" or text[opening.start] == "‚"


def _may_be_possessive(text: str, mark: _Mark) -> bool:
    """A mark after a plural s with a word to follow: the ministers' plan, but not 'It falls' said Byrd."""
    return (
        text[mark.start - 1] in "sSzxZX" and text[mark.end : mark.end + 1].isspace() and not _SAID.match(text, mark.end)
    )


def _outermost(doubles: Sequence[Marked], singles: Sequence[Marked]) -> list[Marked]:
    """Both kinds of stretch, without those inside another; crossing stretches give way to the double marks."""
    if not singles:
        return list(doubles)
    kept: list[Marked] = []
    rows = sorted(
        [(m.outer_start, -m.outer_end, 0, m) for m in doubles] + [(m.outer_start, -m.outer_end, 1, m) for m in singles]
    )
    for _, _, single, stretch in rows:
        last = kept[-1] if kept else None
        if last is None or stretch.outer_start >= last.outer_end:
            kept.append(stretch)
        elif stretch.outer_end > last.outer_end and not single:
            kept[-1] = stretch
    return kept


def _merge_singles_over_paragraphs(text: str, found: list[Marked]) -> list[Marked]:
    """Join a single-marked paragraph that never closed to the next one, opened with the same mark again."""
    joined: list[Marked] = []
    for stretch in sorted(found):
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.end == last.outer_end
            and text[last.outer_start : last.start] in ("‘", "'")
            and text[last.outer_start : last.start] == text[stretch.outer_start : stretch.start]
            and text[last.end : stretch.outer_start].isspace()
        ):
            joined[-1] = Marked(last.start, stretch.end, last.outer_start, stretch.outer_end)
        elif last is None or stretch.outer_start >= last.outer_end:
            joined.append(stretch)
    return joined
