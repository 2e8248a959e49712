"""The data types that all packages use: articles, quotations, speakers.

Offsets are Unicode code points into ``Article.text``, the end exclusive. The text of an article never changes after it
is read, so its spans stay valid.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from itertools import pairwise
from typing import Any, Literal, NamedTuple, Self

# Why an article was not stored: the input (the file, the server) has a fault, it is not in English, it reached a limit
# of time or memory, or Quotes itself failed.
RejectKind = Literal["input", "language", "limit", "internal"]
SpeakerKind = Literal["person", "organisation", "anonymous"]

UNVERIFIED = 0.8  # an attribution with a lower confidence is shown as unverified


class Explained(StrEnum):
    """A string that is stored and printed, with one sentence that explains it."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    # As that of the string, so that fingerprints of quotations do not depend on which of the two they hold.
    __repr__ = str.__repr__


class Kind(Explained):
    """The kind of a quotation. `meaning` explains it to readers."""

    DIRECT = "direct", "exact words that stand on their own"
    PARTIAL = "partial", "exact words within the writer's own sentence"
    PARAPHRASE = "paraphrase", "reported speech, not exact words"

    @property
    def label(self) -> str:
        """Its name as a heading: "Partial quotation"."""
        return "Paraphrase" if self is Kind.PARAPHRASE else f"{self.capitalize()} quotation"


class Step(Explained):
    """What decided who the speaker is. `meaning` explains it to readers; in order of certainty."""

    NEWSROOM = "newsroom", "an editor decided who the speaker is"
    TURN = "turn", "the label before the words, as in a transcript, names the speaker"
    CUE = "cue", "the source is named next to the words"
    NAME_LINE = "name line", "the name stands alone on the line after the words"
    ANNOUNCED = "announced", "the sentence before announces the words"
    CONTINUATION = "continuation", "the words stand alone and continue what the last speaker said"
    LAST_SUBJECT = "last subject", "nobody is named next to the words, so the last subject before them is taken"

    @classmethod
    def explain(cls, step: str | None) -> str | None:
        """The meaning of a stored step; the step itself if this version does not know it."""
        return next((each.meaning for each in cls if each == step), step)


class Polarity(Explained):
    """What the speaker did with the words. It belongs to the cue: "said she had not" is asserted."""

    ASSERTED = "asserted", "the speaker said so"
    DENIED = "denied", "the speaker denied, disputed or rejected it"
    DECLINED = "declined", "the speaker refused to say so, or did not say so"
    ASKED = "asked", "it is a question that was asked"
    CONDITIONAL = "conditional", "the speaker has not said so, but would, could or might"


class Span(NamedTuple):
    """A part of an article: code points, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of this span in `text`."""
        return text[self.start : self.end]


class Original(NamedTuple):
    """The bytes of the file or page that an article was read from, and the ending for a file with them (".pdf")."""

    data: bytes
    ending: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it was read, with its metadata.

    Attributes:
        text: The text with its line ends; every offset points into it.
        source: The path or URL that it was read from, for people.
        published, modified: ISO 8601 date, or date and time with its offset from UTC if that is known.
        url: The canonical URL.
        language: As the article declares it, a BCP 47 tag ("en-GB").
        fetched_url: The requested URL, if it is not `url`.
        fetched_at: When it was fetched, ISO 8601, UTC; None for a file.
        raw_sha256: The SHA-256 of the bytes that were read, hexadecimal.
        extractor: The program that extracted the text from them ("trafilatura 2.3.0"), None if they are the text.
        page_starts: The offset at which each page begins, the first one 0; empty if it has no pages.
        original: The file or page itself, if it is to be kept.

    An unknown value is None, never a guess.
    """

    text: str
    source: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    url: str | None = None
    fetched_url: str | None = None
    fetched_at: str | None = None
    raw_sha256: str | None = None
    extractor: str | None = None
    page_starts: tuple[int, ...] = ()
    original: Original | None = field(default=None, repr=False, compare=False)

    @property
    def pages(self) -> list[str]:
        """The text of each page; all of it if there are no pages."""
        return [self.text[start:end] for start, end in pairwise((*(self.page_starts or (0,)), len(self.text)))]


def page_of(page_starts: Sequence[int], offset: int) -> int | None:
    """The number of the page with the character at `offset`, from 1; None if there are no pages.

    Args:
        page_starts: As in `Article`.
        offset: Of the character.
    """
    return bisect_right(page_starts, offset) or None


# The fields of an article that say how it was read, and those that say what it is, which can be mapped and set.
PROVENANCE = ("source", "fetched_url", "fetched_at", "raw_sha256", "extractor")
METADATA = tuple(
    each.name for each in fields(Article) if each.name not in ("text", *PROVENANCE, "page_starts", "original")
)
# Those that stand with each quotation of an article and in lists of articles.
PRINTED = ("source", "title", "byline", "outlet", "published", "url")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker in one article.

    Attributes:
        name: The fullest name in the article, without titles; an unnamed source as worded ("a senior US official").
        names: All forms of the name in the article, the fullest first (pronouns and descriptions are not names).
        role: The title or apposition with the name ("US defence secretary"), or None.
    """

    name: str
    kind: SpeakerKind
    names: tuple[str, ...] = ()
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a quotation has its speaker.

    Attributes:
        step: The attribution step.
        chain: The mentions from the words next to the quotation to the name, nearest first (from "he" to "Healey" to
            "John Healey").
    """

    step: Step
    chain: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words, and who said them.

    Attributes:
        spans: The offsets of the words, without marks. Direct and partial quotations have exactly one span; a
            paraphrase that its attribution interrupts has several.
        text: The words: ``" ".join(span.of(article.text) for span in spans)``.
        cue: The words that mark speech ("said", "according to"), or None.
        mention: The words that name the source next to the quotation ("he", "Mr Healey"), or None.
        speakers: Who said it; empty if unknown, two or more if they spoke together.
        confidence: The estimated probability that the speaker is right, 0 to 1.
        polarity: What the speaker did with the words.
        statement_spans: The cue with the words, to be read after the speaker's name ("denied that …"), in reading
            order: a cue that follows the words comes first. The words alone if no verb announces them; empty if
                unknown.
        statement: The words of these spans, joined by one space.
        quoting: Who is quoted at second hand ("the bank" in "Moss said the bank had told her: …"), or None.
    """

    kind: Kind
    spans: tuple[Span, ...]
    text: str
    cue: Span | None = None
    mention: Span | None = None
    speakers: tuple[Speaker, ...] = ()
    confidence: float = 0.0
    evidence: Evidence | None = None
    polarity: Polarity = Polarity.ASSERTED
    statement_spans: tuple[Span, ...] = ()
    statement: str = ""
    quoting: Span | None = None

    def __post_init__(self) -> None:
        if not self.statement_spans:
            object.__setattr__(self, "statement_spans", self.spans)
            object.__setattr__(self, "statement", self.text)

    @property
    def start(self) -> int:
        """Offset of the first word."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Offset after the last word."""
        return self.spans[-1].end

    @property
    def speaker(self) -> str | None:
        """The speaker's name, joint speakers joined by " & ", or None."""
        return " & ".join(speaker.name for speaker in self.speakers) or None

    def to_dict(self) -> dict[str, Any]:
        """The quotation as dicts, lists, strings and numbers, for msgpack, JSON or Parquet.

        The fields are those of a record (`quotes.export`) that a quotation alone has.
        """
        return {
            "kind": str(self.kind),
            "text": self.text,
            "spans": [list(each) for each in self.spans],
            "cue": self.cue and self.cue._asdict(),
            "mention": self.mention and self.mention._asdict(),
            "speakers": [
                {"name": each.name, "kind": each.kind, "names": list(each.names), "role": each.role}
                for each in self.speakers
            ],
            "confidence": self.confidence,
            "step": str(self.evidence.step) if self.evidence else None,
            "chain": [list(each) for each in self.evidence.chain] if self.evidence else [],
            "polarity": str(self.polarity),
            "statement": self.statement,
            "statement_spans": [list(each) for each in self.statement_spans],
            "quoting": self.quoting and self.quoting._asdict(),
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Quotation:
        """The quotation of a `record` from `to_dict`."""
        step = record["step"]
        return cls(
            kind=Kind(record["kind"]),
            spans=_spans(record["spans"]),
            text=record["text"],
            cue=_mark(record["cue"]),
            mention=_mark(record["mention"]),
            speakers=tuple(
                Speaker(each["name"], each["kind"], tuple(each["names"]), each["role"]) for each in record["speakers"]
            ),
            confidence=record["confidence"],
            evidence=Evidence(Step(step), _spans(record["chain"])) if step is not None else None,
            polarity=Polarity(record["polarity"]),
            statement_spans=_spans(record["statement_spans"]),
            statement=record["statement"],
            quoting=_mark(record["quoting"]),
        )


def _spans(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def _mark(record: Mapping[str, int] | None) -> Span | None:
    return None if record is None else Span(record["start"], record["end"])
