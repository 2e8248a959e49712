"""What is compared: the annotations of a person, and the quotations that were found. Both come as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from quotes.model import Kind, Polarity, Span, SpeakerKind

_SPEAKER_KINDS = {kind: kind for kind in get_args(SpeakerKind)} | {"org": "organisation", "anon": "anonymous"}
_GOLD = "an object with the annotations of each article under its file name"
_LINE = "one object a line, as quotes extract --format jsonl prints them"
_LISTS = ("quotes", "paraphrases", "not_quotes", "optional")
_STATEMENTS = "statements"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A span of an article that a person marked.

    Attributes:
        span: The words, without quotation marks.
        mentions: The words that name the source of the span.
        speaker: The fullest name in the article, joint speakers joined by " & ", or None if unknown.
    """

    span: Span
    mentions: tuple[Span, ...] = ()
    speaker: str | None = None
    speaker_kind: SpeakerKind = "person"
    text: str = ""


@dataclass(frozen=True, slots=True)
class AnnotatedStatement:
    """Words of an article, and what a person says was done with them.

    Attributes:
        span: The words, without quotation marks.
        quoting: The words that name who is quoted at second hand; None if nobody is, or if this is unknown
            (`quoting_known`).
    """

    span: Span
    polarity: Polarity
    quoting: Span | None = None
    quoting_known: bool = True


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """What a person marked in an article.

    Attributes:
        quotes: Direct and partial quotations.
        paraphrases: Reported speech.
        not_quotes: Words in quotation marks that nobody is quoted as saying.
        optional: What may be found or left out.
        statements: What was done with some of the words, of any kind.
        whole: Whether the other lists are annotated, not only `statements`.
    """

    quotes: tuple[Annotation, ...] = ()
    paraphrases: tuple[Annotation, ...] = ()
    not_quotes: tuple[Annotation, ...] = ()
    optional: tuple[Annotation, ...] = ()
    statements: tuple[AnnotatedStatement, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Prediction:
    """A quotation as it was found, fields as in `quotes.Quotation`; confidence, polarity: None where not given."""

    kind: Kind
    spans: tuple[Span, ...]
    mention: Span | None = None
    speaker: str | None = None
    confidence: float | None = None
    text: str = ""
    polarity: Polarity | None = None
    quoting: Span | None = None


def read_gold(text: str, name: str) -> dict[str, AnnotatedArticle]:
    """Annotated articles by file name, from the JSON text of a gold file (docs/evaluation.md has the format).

    Args:
        text: The JSON text.
        name: The name of the file, for errors.

    Raises:
        ValueError: The file is not valid. The message says where, and what is expected.
    """
    articles = _json(text, name, _GOLD)
    if not isinstance(articles, dict) or not articles:
        raise ValueError(f"{name}: expected {_GOLD}")
    return {article: _article(value, f"{name}, {article}") for article, value in articles.items()}


def read_predictions(text: str, name: str) -> dict[str, list[Prediction]]:
    """The quotations found in each article, by the last part of its file name.

    Args:
        text: The output of `quotes extract --format jsonl`.
        name: The name of the file, for errors.

    Raises:
        ValueError: A line is not valid. The message says which one, and what is expected.
    """
    found: dict[str, list[Prediction]] = {}
    sources: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        row = _object(_json(line, where, _LINE), where)
        source = _field(row, "article", where, _is_article, 'an object with "source", a file name')["source"]
        article = source.replace("\\", "/").rsplit("/", 1)[-1]
        if sources.setdefault(article, source) != source:
            raise ValueError(f"{where}: {source} and {sources[article]} have the same file name; score them apart")
        found.setdefault(article, []).append(_prediction(row, where))
    return found


def _article(value: Any, where: str) -> AnnotatedArticle:
    lists = _object(value, where)
    if "quotes" not in lists and _STATEMENTS not in lists:
        raise ValueError(f'{where}: "quotes" is missing; expected the lists {", ".join(_LISTS)}, the first at least')
    rows = {
        each: tuple(
            _annotation(row, f"{where}, {each}, row {number}")
            for number, row in enumerate(_field(lists, each, where, _is_list, "a list of rows"), 1)
        )
        for each in _LISTS
        if each in lists
    }
    statements = _field(lists, _STATEMENTS, where, _is_list_or_none, "a list of rows") or ()
    return AnnotatedArticle(
        **rows,
        statements=tuple(
            _statement(row, f"{where}, {_STATEMENTS}, row {number}") for number, row in enumerate(statements, 1)
        ),
        whole="quotes" in lists,
    )


def _statement(value: Any, where: str) -> AnnotatedStatement:
    row = _object(value, where)
    quoting = _field(row, "quoting", where, _is_span_or_none, "[start, end] or null")
    return AnnotatedStatement(
        span=_place(row, where),
        polarity=Polarity(_field(row, "polarity", where, _is_polarity, f"one of {', '.join(Polarity)}")),
        quoting=Span(*quoting) if quoting else None,
        quoting_known="quoting" in row,
    )


def _place(row: dict[str, Any], where: str) -> Span:
    if not _is_span([row.get("start"), row.get("end")]):
        raise ValueError(
            f'{where}: "start" and "end" must be whole numbers, 0 or more and the end greater,'
            f" not {_shown(row.get('start'))} and {_shown(row.get('end'))}"
        )
    return Span(row["start"], row["end"])


def _annotation(value: Any, where: str) -> Annotation:
    row = _object(value, where)
    kind = _field(row, "speaker_kind", where, _is_speaker_kind, f"one of {', '.join(_SPEAKER_KINDS)} or null")
    return Annotation(
        span=_place(row, where),
        mentions=_spans(_field(row, "mentions", where, _are_spans_or_none, "[[start, end], …]") or ()),
        speaker=_field(row, "speaker", where, _is_text_or_none, "a name or null") or None,
        speaker_kind=_SPEAKER_KINDS[kind] if kind else "person",
        text=_field(row, "text", where, _is_text_or_none, "the words") or "",
    )


def _prediction(row: dict[str, Any], where: str) -> Prediction:
    mention = _field(row, "mention", where, _is_mention, 'null or {"start", "end", "text"}')
    speakers = _field(row, "speakers", where, _are_speakers, 'a list of {"name"}')
    quoting = _field(row, "quoting", where, _is_mention, 'null or {"start", "end", "text"}')
    polarity = _field(row, "polarity", where, _is_polarity_or_none, f"one of {', '.join(Polarity)}")
    return Prediction(
        kind=Kind(_field(row, "kind", where, _is_kind, f"one of {', '.join(Kind)}")),
        spans=_spans(_field(row, "spans", where, _are_spans, "[[start, end], …], at least one")),
        mention=Span(mention["start"], mention["end"]) if mention else None,
        speaker=" & ".join(each["name"] for each in speakers or ()) or None,
        confidence=_field(row, "confidence", where, _is_share_or_none, "a number from 0 to 1"),
        text=_field(row, "text", where, _is_text_or_none, "the words") or "",
        polarity=Polarity(polarity) if polarity else None,
        quoting=Span(quoting["start"], quoting["end"]) if quoting else None,
    )


def _json(text: str, where: str, expected: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = where if error.lineno == 1 else f"{where}, line {error.lineno}"
        raise ValueError(
            f"{place}, column {error.colno}: is not JSON ({error.msg.lower()}); expected {expected}"
        ) from error
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{where}: is not JSON that can be read (a number too long, or nested too deeply)") from error


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{where}: expected an object, not {_shown(value)}")
    return value


def _field(row: dict[str, Any], field: str, where: str, fits: Callable[[Any], bool], expected: str) -> Any:
    """The value of a field, None where it is missing, once it is known to fit."""
    value = row.get(field)
    if not fits(value):
        found = f"not {_shown(value)}" if field in row else "but is missing"
        raise ValueError(f'{where}: "{field}" must be {expected}, {found}')
    return value


def _shown(value: Any) -> str:
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= 40 else f"{shown[:40]}…"


def _spans(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def _is_span(value: Any) -> bool:
    return _is_list(value) and len(value) == 2 and all(type(each) is int for each in value) and 0 <= value[0] < value[1]


def _are_spans(value: Any) -> bool:
    return _is_list(value) and bool(value) and all(map(_is_span, value))


def _are_spans_or_none(value: Any) -> bool:
    return value is None or value == [] or _are_spans(value)


def _is_span_or_none(value: Any) -> bool:
    return value is None or _is_span(value)


def _is_polarity(value: Any) -> bool:
    return isinstance(value, str) and value in list(Polarity)


def _is_polarity_or_none(value: Any) -> bool:
    return value is None or _is_polarity(value)


def _is_mention(value: Any) -> bool:
    return value is None or isinstance(value, dict) and _is_span([value.get("start"), value.get("end")])


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_list_or_none(value: Any) -> bool:
    return value is None or isinstance(value, list)


def _is_article(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("source"), str) and bool(value["source"].strip())


def _are_speakers(value: Any) -> bool:
    return value is None or (
        _is_list(value) and all(isinstance(each, dict) and isinstance(each.get("name"), str) for each in value)
    )


def _is_text_or_none(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _is_share_or_none(value: Any) -> bool:
    return value is None or type(value) in (int, float) and 0 <= value <= 1


def _is_kind(value: Any) -> bool:
    return value in list(Kind)


def _is_speaker_kind(value: Any) -> bool:
    return value is None or isinstance(value, str) and value in _SPEAKER_KINDS
