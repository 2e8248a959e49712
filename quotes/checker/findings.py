"""What the archive says about the quotations of a draft: the decisions, on what `candidates` found."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from quotes.checker import draft_speakers
from quotes.checker.alignment import Alignment, Run, align, with_ends
from quotes.checker.candidates import Rarity, candidates
from quotes.checker.differences import Difference, changes, differences
from quotes.checker.draft_speakers import DraftSpeaker
from quotes.checker.negation import limits
from quotes.checker.tokens import Words, in_first_person, words
from quotes.checker.verdicts import SERIOUS, Change, Relation, Verdict
from quotes.checker.word_forms import FUNCTION
from quotes.model import UNVERIFIED, Kind, Quotation, Span
from quotes.store.queries import Printed, StoredQuotation, quotations, rows
from quotes.text.wording import in_article

SHORTEST = 5  # words; of fewer, only the same words of the same speaker count
TELLING = 2  # words other than "the", "is" and the like; of fewer too
DISTINCTIVE = 3  # words of that sort, which a quotation of fewer than eight words needs to be called another's
LIKELY_SPEAKER = 0.6  # confidence of both attributions, below which nobody is called misattributed
NEAREST = 3
UTTERANCE = 8  # words; shorter ones are said again
_SHOWN = 20  # printings
_DAYS = 14  # between two printings of one utterance
_VARIANT = 0.75, 0.85  # of the words, weighted by rarity and by number
_ATTRIBUTION = 200  # characters between two parts of a sentence, at most
_STOP = re.compile(r"(\w+)[.!?]\s")
_BRACKETS = re.compile(r"\[[^\[\]]*\w[^\[\]]*\](?!\w)")
_INNER = re.compile(r"[‘“\"'][^\w]*$")
_INNER_END = re.compile(r"[.,!?…][’”\"'](?!\w)")
_REPEATED = re.compile(
    r"\b(\w+)\s+(?:said|says|asked|asks|replied|wrote|writes|(?:told|tells|asked)\s+(?:\w+\s+)?\w+)[,:]?\s*[‘“\"']\s*$"
)
_ABBREVIATION = 4  # letters
_PART = 4  # words of the shorter part of two that are joined
_PARTS = 5  # printings that are tried as parts
_JOINED = 0.85  # of the words, which two parts must have
_GAINED = 3  # words more that two parts must have than one printing
# The least share of the draft's words, weighted by rarity and by number, that make a printing the source.
_ENOUGH = {
    Relation.SAME: (0.5, 0.6),
    Relation.JOINT: (0.5, 0.6),
    Relation.UNSURE: (0.7, 0.6),
    Relation.SECOND_HAND: (0.7, 0.6),
    Relation.PARAPHRASE: (0.75, 0.7),
    Relation.OTHER: (0.75, 0.7),
}
_PREFERRED = {Relation.SAME: 0.1, Relation.JOINT: 0.1, Relation.UNSURE: 0.03, Relation.PARAPHRASE: -0.03}
_GOOD = (Relation.SAME, Relation.JOINT, Relation.UNSURE)
_INEXACT = {Change.PUNCTUATION, Change.OMISSION, Change.STITCHED}


@dataclass(frozen=True, slots=True)
class Printing:
    """A printed quotation, compared with the words of a draft.

    relation: of the draft's speaker to the printing's. differences: the most consequential first, none if the draft has
        the same words. limits: words that the printing has next to those, and that limit them, or None. alignment: with
        the words of the draft and of the printing.
    """

    quotation: StoredQuotation
    relation: Relation
    alignment: Alignment
    differences: tuple[Difference, ...]
    limits: str | None

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the words in common stand: code points into the text of the article's version."""
        return tuple(in_article(self.alignment.printed_spans, self.quotation.spans))


@dataclass(frozen=True, slots=True)
class Finding:
    """What the archive says about one quotation.

    draft: the quotation. printings: those that the verdict is about, the nearest first; of words joined from two
        places, both. differences: of the draft from the nearest printing, the most consequential first. relation: of
        the speakers; None if no printing is near. nearest: for an unknown quotation, up to three that are the nearest.
        reason: why an unknown quotation was not judged, or None.
    """

    draft: Quotation
    verdict: Verdict
    relation: Relation | None = None
    printings: tuple[Printing, ...] = ()
    differences: tuple[Difference, ...] = ()
    limits: str | None = None
    nearest: tuple[Printing, ...] = ()
    reason: str | None = None

    @property
    def changes(self) -> tuple[Change, ...]:
        """The kinds of difference, the most consequential first."""
        return changes(self.differences)

    @property
    def sentence(self) -> str:
        """The finding in words, the most consequential first."""
        return "; ".join(_sentences(self))


class Checker:
    """Compares quotations with an archive. It keeps how rare words are, so one is used for a whole draft."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.rarity = Rarity(connection)

    def check(self, draft: Quotation, is_own: Callable[[StoredQuotation], bool] = lambda _: False) -> Finding:
        """What the archive says about one direct or partial quotation.

        Args:
            draft: The quotation.
            is_own: Whether a printing is in an article that is the draft itself. It does not confirm the words.
        """
        said = words(draft.text)
        if not said.tokens:
            return Finding(draft, Verdict.UNKNOWN, reason="it has no words")
        speakers = draft_speakers.resolved(self.connection, draft.speakers)
        found = self._printings(draft, said, speakers)
        own = [each for each in found if is_own(each.quotation)]
        finding = self._finding(draft, said, [each for each in found if each not in own])
        if finding.verdict is not Verdict.UNKNOWN or not own:
            return finding
        alone = self._finding(draft, said, own)
        if alone.verdict is Verdict.UNKNOWN:
            return finding
        if alone.differences:
            return alone
        its = own[0].quotation.article.id
        return _unknown(draft, found, f"only article {its} has these words, and it has the text of this draft")

    def _finding(self, draft: Quotation, said: Words, found: Sequence[Printing]) -> Finding:
        near = [each for each in found if _is_near(said, each)]
        exact = [each for each in near if not each.differences]
        if exact:
            return self._exact(draft, exact, near)
        if not _is_judged(said):
            return _unknown(draft, found, f"it has fewer than {SHORTEST} words, or only very common ones")
        if not near and any(not each.differences for each in found):
            return _unknown(draft, found, "its words are common, and the archive has them only of others")
        joined = self._joined(draft, found, said, max((each.alignment.shared for each in near), default=0.0))
        if joined:
            return joined
        return self._inexact(draft, near) if near else _unknown(draft, found, None)

    def _printings(self, draft: Quotation, said: Words, speakers: Sequence[DraftSpeaker]) -> list[Printing]:
        """Candidates beside the draft, the nearest first.

        If the nearest one has not the beginning or the end of the draft, that part may be from another place.
        """

        def beside(part: Words) -> list[Printing]:
            tried = candidates(self.connection, part, self.rarity)
            return [found for each in tried if (found := self._beside(draft, said, speakers, each))]

        found = beside(said)
        rest = _rest(said, max(found, key=_nearness)) if found else None
        if rest:
            known = {each.quotation.id for each in found}
            found += [each for each in beside(rest) if each.quotation.id not in known]
        return sorted(found, key=_nearness, reverse=True)

    def _beside(
        self, draft: Quotation, said: Words, speakers: Sequence[DraftSpeaker], quotation: StoredQuotation
    ) -> Printing | None:
        printed = words(quotation.text)
        if quotation.kind == Kind.PARAPHRASE:
            printed = max(printed, in_first_person(printed), key=lambda each: _in_common(said, each))
        alignment = align(said, printed, self.rarity)
        if alignment is None:
            return None
        seam, last = None, alignment.runs[-1]
        if last.printed + last.length == len(alignment.printed) and alignment.score > 0.3:
            following = self._continued(quotation)
            longer = following and align(said, words(following.text), self.rarity)
            if following and longer:
                seam = len(quotation.text)
                quotation, alignment = following, longer
        alignment = with_ends(alignment)
        relation = _relation(draft, speakers, quotation)
        if relation is not Relation.PARAPHRASE and not draft.quoting and _is_repeated(said, alignment):
            relation = Relation.SECOND_HAND
        return Printing(
            quotation,
            relation,
            alignment,
            differences(alignment, seam),
            limits(alignment.printed, alignment.edits[0].printed[0], alignment.edits[-1].printed[1]),
        )

    def _continued(self, quotation: StoredQuotation) -> StoredQuotation | None:
        """A printed quotation with the rest of its sentence, if the writer names the speaker in the middle of it."""
        if quotation.kind == Kind.PARAPHRASE or quotation.text.rstrip("”’\"' ")[-1:] in (".", "!", "?"):
            return None
        end = quotation.spans[-1].end
        following = quotations(
            self.connection,
            """
            where a.uid = :article and v.number = :version and q.start_char >= :end and q.start_char <= :limit
            and q.kind <> 'paraphrase' order by q.start_char limit 1
            """,
            {
                "article": quotation.article.id,
                "version": quotation.version,
                "end": end,
                "limit": end + _ATTRIBUTION,
            },
        )
        if not following or not following[0].text[:1].islower():
            return None
        if quotation.speakers and following[0].speakers and quotation.speakers != following[0].speakers:
            return None
        between = rows(
            self.connection,
            """
            select substr(v.text, :start + 1, :length) from versions v join articles a on a.id = v.article_id
            where a.uid = :article and v.number = :version
            """,
            {
                "start": end,
                "length": following[0].spans[0].start - end,
                "article": quotation.article.id,
                "version": quotation.version,
            },
        )
        if not between or "\n" in between[0][0] or any(map(_is_end, _STOP.finditer(between[0][0]))):
            return None
        return replace(
            quotation, text=f"{quotation.text} {following[0].text}", spans=quotation.spans + following[0].spans
        )

    def _exact(self, draft: Quotation, exact: Sequence[Printing], near: Sequence[Printing]) -> Finding:
        good = [each for each in exact if each.relation in _GOOD]
        if not good:
            first = exact[0]
            return Finding(draft, Verdict.MISATTRIBUTED, first.relation, tuple(exact[:_SHOWN]))
        limited = next((each for each in good if each.limits), None)
        if limited:
            ordered = [limited, *(each for each in good if each is not limited)]
            return Finding(draft, Verdict.SHORTENED, limited.relation, tuple(ordered[:_SHOWN]), limits=limited.limits)
        others = [each for each in near if each not in good and _disagrees(good[0], each)]
        if others:
            return Finding(
                draft, Verdict.VARIANT, good[0].relation, tuple([*good, *others][:_SHOWN]), others[0].differences
            )
        return Finding(draft, Verdict.VERBATIM, good[0].relation, tuple(good[:_SHOWN]))

    def _inexact(self, draft: Quotation, near: Sequence[Printing]) -> Finding:
        first = near[0]
        kinds = set(changes(first.differences))
        same_words = _INEXACT | ({Change.INFLECTION} if first.relation is Relation.PARAPHRASE else set())
        if kinds <= same_words and first.relation not in _GOOD:
            verdict = Verdict.MISATTRIBUTED
        elif kinds <= _INEXACT - {Change.PUNCTUATION}:
            verdict = Verdict.SHORTENED
        else:
            verdict = Verdict.ALTERED
        same = [each for each in near if each.differences == first.differences and each.relation == first.relation]
        return Finding(draft, verdict, first.relation, tuple(same[:_SHOWN]), first.differences, first.limits)

    def _joined(self, draft: Quotation, found: Sequence[Printing], said: Words, alone: float) -> Finding | None:
        """The finding for words that are joined from two printings, or from two places of one, if they are.

        Args:
            draft: The quotation.
            found: The printings that may be the source, the nearest first.
            said: The words of the draft.
            alone: The share of them that one printing has.
        """
        own = said.own(0, len(said))
        least = alone * own + _GAINED
        if least > own:
            return None
        tried = [each for each in found if _longest(each).length >= _PART][:_PARTS]
        weights = [self.rarity(key) for key in said.keys]
        best: tuple[tuple[float, bool], Printing, Printing] | None = None
        for one, other in product(tried, repeat=2):
            start, end = _longest(one), _longest(other)
            for cut in {start.draft + start.length, end.draft}:
                if not _PART <= cut <= len(said) - _PART:
                    continue
                head = align(_part(said, 0, cut), one.alignment.printed, self.rarity)
                tail = align(_part(said, cut, len(said)), other.alignment.printed, self.rarity)
                if head is None or tail is None or min(head.shared, tail.shared) < _JOINED:
                    continue
                if one is other and head.runs[0].printed <= tail.runs[0].printed:
                    continue
                if head.shared * said.own(0, cut) + tail.shared * said.own(cut, len(said)) < least:
                    continue
                share = (head.score * sum(weights[:cut]) + tail.score * sum(weights[cut:])) / sum(weights)
                # Of equal ones, two places in one article.
                worth = round(share, 2), one.quotation.article.id == other.quotation.article.id
                if share >= _JOINED and (best is None or worth > best[0]):
                    best = worth, _with(one, head), _with(other, tail)
        if best is None or not any(each.relation in _GOOD for each in best[1:]):
            return None
        _, one, other = best
        stitched = Difference(Change.STITCHED, other.alignment.draft.text, one.alignment.draft.text)
        differences = (stitched, *one.differences, *other.differences)
        differences = tuple(sorted(differences, key=lambda each: each.change.rank))
        verdict = Verdict.SHORTENED if set(changes(differences)) <= _INEXACT else Verdict.ALTERED
        relation = one.relation if other.relation in _GOOD else other.relation
        return Finding(draft, verdict, relation, (one, other), differences)


def _in_common(one: Words, other: Words) -> int:
    return (Counter(one.keys) & Counter(other.keys)).total()


def _is_end(stop: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence, and not an abbreviation such as "Mr." or "Sen."."""
    return stop[1].islower() or len(stop[1]) > _ABBREVIATION


def _longest(printing: Printing) -> Run:
    return max(printing.alignment.runs, key=lambda run: run.length)


def _rest(said: Words, nearest: Printing) -> Words | None:
    """The beginning or the end of a draft that is not in the longest run of a printing, or None if it is short."""
    run = _longest(nearest)
    start, end = (
        (0, run.draft) if run.draft > len(said) - run.draft - run.length else (run.draft + run.length, len(said))
    )
    return _part(said, start, end) if run.length >= _PART and end - start >= _PART else None


def _part(said: Words, start: int, end: int) -> Words:
    """Some words of a draft, with the square brackets that stand right next to them."""
    first, last = said.tokens[start].start, said.tokens[end - 1].end
    return words(said.text[first - said.text[:first].endswith("[") : last + said.text.startswith("]", last)])


def _with(printing: Printing, alignment: Alignment) -> Printing:
    alignment = with_ends(alignment)
    return replace(printing, alignment=alignment, differences=differences(alignment), limits=None)


def _unknown(draft: Quotation, found: Sequence[Printing], reason: str | None) -> Finding:
    return Finding(draft, Verdict.UNKNOWN, nearest=tuple(found[:NEAREST]), reason=reason)


def _relation(draft: Quotation, speakers: Sequence[DraftSpeaker], printed: StoredQuotation) -> Relation:
    if printed.kind == Kind.PARAPHRASE:
        return Relation.PARAPHRASE
    if printed.quoting and not draft.quoting:
        return Relation.SECOND_HAND
    found = draft_speakers.relation(speakers, printed.speakers)
    if found is Relation.OTHER and min(draft.confidence, printed.confidence) < LIKELY_SPEAKER:
        return Relation.UNSURE
    return found


def _is_repeated(said: Words, alignment: Alignment) -> bool:
    """Whether the printing has the draft's words in inner quotation marks, as words of somebody else.

    Words of its own speaker are not: "I said, ‘Close the pier.’"
    """
    text = alignment.printed.text
    first, last = alignment.printed_spans[0].start, alignment.printed_spans[-1].end
    before = _REPEATED.search(text[:first])
    if before is None or before[1].lower() in ("i", "we", "you") or _INNER_END.search(text[first : last - 1]):
        return False
    return not _INNER.search(said.text[: alignment.draft_spans[0].start])


def _nearness(each: Printing) -> tuple[float, bool, int, str]:
    score = (each.alignment.score + each.alignment.shared) / 2 + _PREFERRED.get(each.relation, 0.0)
    score -= 0.01 * len(each.alignment.runs)
    return (
        round(score, 4),
        not each.differences,
        -sum(change.rank == 0 for change in changes(each.differences)),
        each.quotation.article.published or "",
    )


def _is_judged(said: Words) -> bool:
    own = [token.key for token in said.tokens if not token.editorial]
    length = len(own) + len(_BRACKETS.findall(said.text))  # each stands for a word of the printing
    return length >= SHORTEST and sum(key not in FUNCTION for key in own) >= TELLING


def _is_distinctive(said: Words) -> bool:
    """Whether two speakers who have these words hardly both chose them."""
    own = [token.key for token in said.tokens if not token.editorial]
    return len(own) >= UTTERANCE or sum(key not in FUNCTION for key in own) >= DISTINCTIVE


def _is_near(said: Words, each: Printing) -> bool:
    """Whether a printing may be the source of the draft's words."""
    if not _is_judged(said):
        return not each.differences and each.relation in _GOOD
    if each.relation not in _GOOD and not _is_distinctive(said):
        return False
    score, shared = _ENOUGH[each.relation]
    alignment = each.alignment
    return alignment.score >= score and alignment.shared >= shared and len(alignment.runs) <= 1 + len(said) / 3


def _disagrees(one: Printing, other: Printing) -> bool:
    """Whether another printing gives the same utterance with other words, or to another speaker."""
    if _is_corrected(one, other):
        return True
    if len(one.alignment.draft) < UTTERANCE or other.quotation.kind == Kind.PARAPHRASE:
        return False
    if one.quotation.article.id == other.quotation.article.id or not is_near_in_time(
        one.quotation.article, other.quotation.article
    ):
        return False
    if not other.differences:
        return other.relation is Relation.OTHER
    serious = SERIOUS.intersection(changes(other.differences))
    return (
        bool(serious)
        and other.relation in (Relation.SAME, Relation.JOINT)
        and other.alignment.score >= _VARIANT[0]
        and other.alignment.shared >= _VARIANT[1]
    )


def _is_corrected(one: Printing, other: Printing) -> bool:
    """Whether the article no longer has the words of one printing, but those of another in place of them."""
    return (
        one.quotation.gone_since is not None
        and other.quotation.gone_since is None
        and one.quotation.article.id == other.quotation.article.id
        and other.relation in (Relation.SAME, Relation.JOINT)
        and bool(other.differences)
    )


def is_near_in_time(one: Printed, other: Printed) -> bool:
    """Whether two articles may have been published within two weeks of each other."""
    try:
        days = [date.fromisoformat((each.published or "")[:10]) for each in (one, other)]
    except ValueError:
        return True  # a date is unknown, or only a month or a year
    return abs((days[0] - days[1]).days) <= _DAYS


def _sentences(finding: Finding) -> list[str]:
    said = []
    first = finding.printings[0] if finding.printings else None
    if finding.limits:
        said.append(f"cut off next to words that limit it: “{finding.limits}”")
    if finding.verdict is Verdict.MISATTRIBUTED or finding.relation not in (None, *_GOOD):
        said.append(_speaker_sentence(finding))
    if finding.verdict is Verdict.VARIANT and first:
        other = next((each for each in finding.printings if _is_other(each)), finding.printings[-1])
        text = " ".join(other.quotation.text.split())
        who = other.quotation.speaker or "an unknown speaker"
        if first.quotation.gone_since and first.quotation.article.id == other.quotation.article.id:
            said.append(f"the article was changed and now has “{text}”")
        else:
            said.append(f"another printing has “{text}”, by {who}")
        return said
    shown = {each.printed for each in finding.differences if each.change is not Change.OMISSION}
    said += dict.fromkeys(
        each.sentence for each in finding.differences if each.change is not Change.OMISSION or each.printed not in shown
    )
    if first and finding.relation is Relation.JOINT:
        said.append(f"printed as said by {first.quotation.speaker}")
    if finding.verdict is Verdict.UNKNOWN:
        said.append(f"not judged: {finding.reason}" if finding.reason else Verdict.UNKNOWN.meaning)
    elif first and finding.relation is Relation.UNSURE:
        named = first.quotation.speaker
        unverified = " (unverified)" if named and first.quotation.confidence < UNVERIFIED else ""
        said.append(f"the printing names {named}{unverified}" if named else "the printing names no speaker")
    if first and all(each.quotation.gone_since for each in finding.printings):
        said.append(f"no longer in the article since version {first.quotation.gone_since}")
    return said or [finding.verdict.meaning]


def _is_other(each: Printing) -> bool:
    return bool(each.differences) or each.relation is Relation.OTHER


def _speaker_sentence(finding: Finding) -> str:
    printed = finding.printings[0].quotation
    who = printed.speaker or "an unknown speaker"
    if finding.relation is Relation.PARAPHRASE:
        return f"printed as reported speech of {who}, without quotation marks"
    if finding.relation is Relation.SECOND_HAND and printed.quoting:
        return f"printed at second hand: {who} quotes {' '.join(printed.quoting.text.split())}"
    if finding.relation is Relation.SECOND_HAND:
        return f"printed at second hand: {who} repeats somebody else's words"
    return f"printed as words of {who}"
