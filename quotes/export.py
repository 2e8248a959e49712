"""The records of a quotation, an article and a speaker: the one shape in which every command and page gives them out.

`SCHEMAS` describes each record as a JSON Schema. The columns of CSV and Parquet and the files in docs/schema follow
from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, get_args

from quotes.checker.verdicts import Change, Relation, Verdict
from quotes.ids import article_key, quotation_ids
from quotes.model import (
    METADATA,
    PRINTED,
    PROVENANCE,
    UNVERIFIED,
    Article,
    Explained,
    Kind,
    Polarity,
    Quotation,
    RejectKind,
    Span,
    SpeakerKind,
    Step,
    page_of,
)
from quotes.text.containment import holders_of

if TYPE_CHECKING:
    from quotes.checker.alignment import Alignment
    from quotes.checker.disagreements import Disagreement
    from quotes.checker.drafts import Checked, Report
    from quotes.checker.findings import Printing
    from quotes.names.suggestions import Suggestion
    from quotes.store.listings import Sketch
    from quotes.store.queries import StoredArticle, StoredQuotation, Version

Record = dict[str, Any]
Schema = Mapping[str, Any]

# The fields of a quotation that stand in a finding.
_PRINTED_QUOTATION = ("id", "kind", "text", "spans", "polarity", "statement", "quoting", "article", "version")
_OFFICE = ("role", "party", "area", "start", "end")
_BATCH = 1000  # records
_BATCH_TEXT = 10_000_000  # characters of text


def extracted_quotations(article: Article, quotations: Sequence[Quotation]) -> Iterator[Record]:
    """The record of each quotation of an article that is not in an archive."""
    key = article_key(article)
    printed = {"id": key} | {field: getattr(article, field) for field in PRINTED}
    identities = quotation_ids(key, quotations)
    held_by = [None if position is None else identities[position] for position in holders_of(quotations)]
    for identity, quotation, part_of in zip(identities, quotations, held_by, strict=True):
        record = quotation.to_dict()
        yield {
            "id": identity,
            "kind": record["kind"],
            "polarity": record["polarity"],
            "statement": record["statement"],
            "text": record["text"],
            "spans": record["spans"],
            "page": page_of(article.page_starts, quotation.start),
            "cue": _mark(quotation.cue, article.text),
            "mention": _mark(quotation.mention, article.text),
            "speakers": [
                {"id": None, "name": each.name, "kind": each.kind, "role": each.role} for each in quotation.speakers
            ],
            "confidence": round(quotation.confidence, 3),
            "unverified": quotation.confidence < UNVERIFIED,
            "step": record["step"],
            "chain": record["chain"],
            "statement_spans": record["statement_spans"],
            "quoting": _mark(quotation.quoting, article.text),
            "article": printed,
            "part_of": part_of,
            "version": None,
            "gone_since": None,
        }


def stored_quotation(quotation: StoredQuotation, roles: Mapping[tuple[str, str], str]) -> Record:
    """The record of a quotation in an archive.

    Args:
        quotation: As the archive holds it.
        roles: By article id and slug, the role that an article gives to a speaker
            (`quotes.store.listings.roles_then`).
    """
    printed = quotation.article
    return {
        "id": quotation.id,
        "kind": str(quotation.kind),
        "polarity": str(quotation.polarity),
        "statement": quotation.statement,
        "text": quotation.text,
        "spans": [list(span) for span in quotation.spans],
        "page": quotation.page,
        "cue": quotation.cue and quotation.cue._asdict(),
        "mention": quotation.mention and quotation.mention._asdict(),
        "speakers": [
            {"id": each.slug, "name": each.name, "kind": each.kind, "role": roles.get((printed.id, each.slug))}
            for each in quotation.speakers
        ],
        "confidence": round(quotation.confidence, 3),
        "unverified": quotation.confidence < UNVERIFIED,
        "step": quotation.step,
        "chain": [list(span) for span in quotation.chain],
        "statement_spans": [list(span) for span in quotation.statement_spans],
        "quoting": quotation.quoting and quotation.quoting._asdict(),
        "article": {field: getattr(printed, field) for field in ("id", *PRINTED)},
        "part_of": quotation.part_of,
        "version": quotation.version,
        "gone_since": quotation.gone_since,
    }


def read_article(article: Article) -> Record:
    """The record of an article that is not in an archive."""
    return _article(article_key(article), article, article) | {"version": None, "added": None}


def stored_article(article: StoredArticle, version: Version) -> Record:
    """The record of an article in an archive.

    Args:
        article: As the archive holds it.
        version: The version of its text that it has now.
    """
    return _article(article.id, article, version) | {"version": version.number, "added": version.added}


def stored_speaker(sketch: Sketch) -> Record:
    """The record of a speaker in an archive."""
    speaker, entry = sketch.speaker, sketch.entry
    return {
        "id": speaker.slug,
        "name": speaker.name,
        "kind": speaker.kind,
        "role": speaker.role,
        "names": [{"name": each.words, "first": each.first, "last": each.last} for each in sketch.names],
        "roles": [{"role": each.words, "first": each.first, "last": each.last} for each in sketch.roles],
        "joined": [{"id": each.slug, "name": each.name, "reason": each.reason} for each in sketch.joined],
        "wikidata": sketch.wikidata or (entry.wikidata if entry else None),
        "gender": entry.gender if entry else None,
        "country": entry.country if entry else None,
        "party": entry.party if entry else None,
        "offices": [{field: getattr(each, field) for field in _OFFICE} for each in (entry.offices if entry else ())],
        "quoted": speaker.quoted,
        "paraphrased": speaker.paraphrased,
    }


def suggested_pair(suggestion: Suggestion, slugs: Mapping[str, str]) -> Record:
    """The record of two speakers who may be the same.

    Args:
        suggestion: The speakers.
        slugs: By node, the slug of a speaker (`quotes.store.corrections.slugs`).
    """
    speaker, other = (
        {"id": slugs[each.node], "name": each.name, "kind": each.kind} for each in (suggestion.right, suggestion.left)
    )
    return {
        "speaker": speaker,
        "other": other,
        "quotations": suggestion.touches,
        "score": round(suggestion.score, 3),
        "reason": suggestion.reason,
    }


def finding(report: Report, checked: Checked) -> Record:
    """The record of what an archive says about one quotation of a draft."""
    quotation, found, asked = checked.quotation, checked.finding, checked.question
    unknown = found is not None and found.verdict is Verdict.UNKNOWN
    return {
        "draft": report.draft.source,
        "line": checked.line,
        "paragraph": checked.paragraph,
        "kind": str(quotation.kind),
        "text": quotation.text,
        "spans": [list(span) for span in quotation.spans],
        "speakers": [{"name": each.name, "kind": each.kind} for each in quotation.speakers],
        "verdict": found and str(found.verdict),
        "sentence": checked.sentence,
        "changes": [str(each) for each in found.changes] if found else [],
        "relation": found and found.relation and str(found.relation),
        "limits": found and found.limits,
        "differences": [
            {
                "change": str(each.change),
                "draft": each.draft,
                "printed": each.printed,
                "marked": each.marked,
                "sentence": each.sentence,
            }
            for each in (found.differences if found else ())
        ],
        "printings": [_printing(each) for each in found.printings] if found else [],
        "nearest": [_printing(each) for each in found.nearest] if found else [],
        "question": asked and {"sentence": asked.sentence, "printed": _printed(asked.printed)},
        "archive": {
            "articles": report.coverage.articles,
            "outlets": len(report.coverage.outlets),
            "first": report.coverage.first,
            "last": report.coverage.last,
        }
        if unknown
        else None,
    }


def disagreement(found: Disagreement) -> Record:
    """The record of two printings of an archive that disagree."""
    return {
        "changes": [str(each) for each in found.changes],
        "sentence": found.sentence,
        "words": _difference(found.alignment),
        "first": _printed(found.first),
        "second": _printed(found.second),
    }


def _printing(printing: Printing) -> Record:
    return _printed(printing.quotation) | {
        "matches": [list(span) for span in printing.spans],
        "relation": str(printing.relation),
        "limits": printing.limits,
        "score": round(printing.alignment.score, 3),
        "words": _difference(printing.alignment),
    }


def _difference(alignment: Alignment) -> list[Record]:
    return [
        {
            "operation": edit.operation,
            "draft": alignment.draft.slice(*edit.draft),
            "printed": alignment.printed.slice(*edit.printed),
        }
        for edit in alignment.edits
    ]


def _printed(quotation: StoredQuotation) -> Record:
    record = stored_quotation(quotation, {})
    speakers = [{"id": each.slug, "name": each.name, "kind": each.kind} for each in quotation.speakers]
    return {field: record[field] for field in _PRINTED_QUOTATION} | {"speakers": speakers}


def _article(key: str, known: Article | StoredArticle, read: Article | Version) -> Record:
    return (
        {"id": key, "source": known.source}
        | {field: getattr(known, field) for field in METADATA}
        | {"text": known.text, "sha256": hashlib.sha256(known.text.encode("utf-8", "surrogatepass")).hexdigest()}
        | {field: getattr(read, field) for field in PROVENANCE[1:]}
    )


def _mark(span: Span | None, text: str) -> Record | None:
    return span and {"start": span.start, "end": span.end, "text": span.of(text)}


def flat(record: Mapping[str, Any], schema: Schema) -> dict[str, str | int | float | None]:
    """A record as one row of CSV.

    An object becomes a column for each of its fields, named ``object_field``. A list becomes one cell, its values
    joined by "; ", and so does each field of a list of objects. A span is written ``start-end``, and a truth value
    ``true`` or ``false``.
    """
    row: dict[str, str | int | float | None] = {}
    for name, described in _always(schema).items():
        value = record[name]
        if fields := _fields(described):
            row |= {f"{name}_{field}": None if value is None else value[field] for field in fields}
        elif described.get("type") != "array":
            row[name] = str(value).lower() if isinstance(value, bool) else value
        elif fields := _fields(described["items"]):
            row |= {f"{name}_{field}": _joined(each[field] for each in value) for field in fields}
        else:
            row[name] = _joined(each if isinstance(each, str) else "-".join(map(str, each)) for each in value)
    return row


def columns(schema: Schema) -> list[str]:
    """The columns of the rows that `flat` makes."""
    names: list[str] = []
    for name, described in _always(schema).items():
        fields = _fields(described) or _fields(described.get("items", {}))
        names += [f"{name}_{field}" for field in fields] or [name]
    return names


def write_parquet(records: Iterable[Record], schema: Schema, stream: IO[bytes]) -> None:
    """Write records as Parquet, which needs PyArrow. The columns have the structure of the record.

    Only a batch of records is in memory at a time.
    """
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    arrow = arrow_schema(schema)
    with ParquetWriter(stream, arrow) as writer:
        for batch in _batches(records):
            writer.write_table(Table.from_pylist(batch, schema=arrow))


def arrow_schema(schema: Schema) -> Any:
    """The columns of a Parquet file of records."""
    import pyarrow as pa

    return pa.schema({name: arrow_type(described) for name, described in _always(schema).items()})


def arrow_type(described: Schema) -> Any:
    """The PyArrow type of a value that a JSON Schema describes."""
    import pyarrow as pa

    if fields := _fields(described):
        return pa.struct({name: arrow_type(each) for name, each in fields.items()})
    kinds = described.get("type", "string")
    if kinds == "array":
        return pa.list_(arrow_type(described["items"]))
    kind = kinds if isinstance(kinds, str) else kinds[0]
    return {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}[kind]


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    size = 0
    for record in records:
        batch.append(record)
        size += len(record.get("text") or "")
        if len(batch) >= _BATCH or size >= _BATCH_TEXT:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _always(schema: Schema) -> Mapping[str, Schema]:
    """The fields that every record has, in order."""
    return {name: schema["properties"][name] for name in schema["required"]}


def _fields(described: Schema) -> Mapping[str, Schema]:
    """The fields of an object that may be null; none for any other value."""
    found: Mapping[str, Schema] = described.get("properties", {})
    return found


def _joined(values: Iterable[object]) -> str | None:
    return "; ".join("" if value is None else str(value) for value in values) or None


def _described(description: str, kind: str | Sequence[str], **more: Any) -> Record:
    return {"description": description, "type": kind if isinstance(kind, str) else list(kind), **more}


def _text(description: str, **more: Any) -> Record:
    return _described(description, "string", **more)


def _text_or_null(description: str, **more: Any) -> Record:
    return _described(description, ("string", "null"), **more)


def _number_or_null(description: str) -> Record:
    return _described(description, ("integer", "null"), minimum=1)


def _list(description: str, items: Record) -> Record:
    return {"description": description, "type": "array", "items": items}


def _object(description: str, fields: Record, *, null: bool = False, optional: Record | None = None) -> Record:
    return {
        "description": description,
        "type": ["object", "null"] if null else "object",
        "properties": fields | (optional or {}),
        "required": list(fields),
        "additionalProperties": False,
    }


def _one_of(description: str, values: Iterable[Explained], *, null: bool = False) -> Record:
    choices: list[Record] = [{"const": str(each), "description": each.meaning} for each in values]
    return {"description": description, "oneOf": [*choices, {"type": "null"}] if null else choices}


def _document(title: str, described: Record) -> Record:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **described}


_ID = {"pattern": "^[0-9a-hjkmnp-tv-z]{16}$"}
_SLUG = {"pattern": "^[a-z0-9-]+$"}
_OFFSET = {"type": "integer", "minimum": 0}
_SPAN = {
    "description": "Start and end: Unicode code points into the text of the article, the end exclusive.",
    "type": "array",
    "items": _OFFSET,
    "minItems": 2,
    "maxItems": 2,
}
_NAME = _text("The fullest name, without titles; an unnamed source as the article words it.")
_SPEAKER_KIND = {
    "description": "person, organisation, or anonymous for an unnamed source.",
    "enum": list(get_args(SpeakerKind)),
}
_PARTNER = {"id": _text("The slug of the speaker.", **_SLUG), "name": _NAME, "kind": _SPEAKER_KIND}
_PERIOD = {
    "first": _text_or_null("The date of the first dated article that has it."),
    "last": _text_or_null("The date of the last dated article that has it."),
}
_ARTICLE: Record = {
    "id": _text("The permanent id: the same article always has the same one.", **_ID),
    "source": _text("Where it was read from, a path or a URL; an entry of a file is “file, entry”."),
    "title": _text_or_null("The headline."),
    "byline": _text_or_null("Who wrote it."),
    "outlet": _text_or_null("The name of the publication."),
    "published": _text_or_null("When it was published, as ISO 8601: a date, or a date and time."),
    "modified": _text_or_null("When it was last changed, as ISO 8601."),
    "language": _text_or_null("Its language as it declares it, a BCP 47 tag."),
    "url": _text_or_null("Its canonical URL."),
    "text": _text("The text, into which all offsets point."),
    "sha256": _text("The SHA-256 of the text in UTF-8, hexadecimal.", pattern="^[0-9a-f]{64}$"),
    "fetched_url": _text_or_null("The requested URL, if it is not `url`."),
    "fetched_at": _text_or_null("When it was fetched, ISO 8601, UTC; null for a file."),
    "raw_sha256": _text_or_null("The SHA-256 of the bytes that were read, hexadecimal."),
    "extractor": _text_or_null("The program that took the text out of these bytes, with its version."),
    "version": _number_or_null("The number of the text in the archive, from 1; null outside an archive."),
    "added": _text_or_null("When this version came into the archive, ISO 8601, UTC; null outside an archive."),
}


def _words(description: str) -> Record:
    return _object(description, {"start": _OFFSET, "end": _OFFSET, "text": {"type": "string"}}, null=True)


SCHEMAS: dict[str, Record] = {
    "quotation": _document(
        "Quotation",
        _object(
            "A quotation, who said it, and the article that it stands in.",
            {
                "id": _text("The permanent id: the same article always gives the same ids.", **_ID),
                "kind": _one_of("What sort of quotation it is.", Kind),
                "polarity": _one_of("What the speaker did with the words.", Polarity),
                "statement": _text(
                    "The cue with the words, to be read after the speaker's name (“denied that …”): the words of "
                    "`statement_spans`, joined by one space; the words alone where no verb announces them."
                ),
                "text": _text(
                    "The words: those of the spans, joined by one space. Show the statement in their place where they "
                    "are a paraphrase or not asserted: the words alone may say the opposite."
                ),
                "spans": _list(
                    "Where the words stand, without quotation marks; several where a paraphrase is interrupted.", _SPAN
                )
                | {"minItems": 1},
                "page": _number_or_null("The page of the PDF file on which it begins; null for other formats."),
                "cue": _words("The words that announce speech (“said”, “according to”), or null."),
                "mention": _words("The words that name the source next to the quotation (“he”, “Mr Healey”), or null."),
                "speakers": _list(
                    "Who said it, in the order named; empty where the article does not tell.",
                    _object(
                        "A speaker.",
                        {
                            "id": _text_or_null("The slug of the speaker in the archive; null outside one.", **_SLUG),
                            "name": _NAME,
                            "kind": _SPEAKER_KIND,
                            "role": _text_or_null("The title or description that this article gives with the name."),
                        },
                    ),
                ),
                "confidence": _described("How sure the attribution is, from 0 to 1.", "number", minimum=0, maximum=1),
                "unverified": _described(f"Whether the confidence is below {UNVERIFIED}.", "boolean"),
                "step": _one_of("What decided who the speaker is; null where nothing did.", Step, null=True),
                "chain": _list("The mentions that lead from the words beside it to the name, nearest first.", _SPAN),
                "statement_spans": _list("Where the statement stands, in the order in which it is read.", _SPAN),
                "quoting": _words("The words that name who is quoted at second hand, or null."),
                "article": _object("The article.", {field: _ARTICLE[field] for field in ("id", *PRINTED)}),
                "part_of": _text_or_null(
                    "The id of the paraphrase whose sentence has these exact words, by the same speakers; or null.",
                    **_ID,
                ),
                "version": _number_or_null(
                    "The number of the article's text that the offsets point into; null outside an archive."
                ),
                "gone_since": _number_or_null(
                    "The first version of the article without these words; null while they are in it."
                ),
            },
            optional={
                "permalink": _text("Site only: the permanent URL of the quotation."),
                "stored_text": _object(
                    "Site only, page of one quotation: the text that the offsets point into.",
                    {
                        "url": _text("Where the site shows it."),
                        "sha256": _ARTICLE["sha256"],
                        "added": _text("When it came into the archive, ISO 8601, UTC."),
                    },
                ),
                "citation": _text("Site only, page of one quotation: a citation in AP style."),
                "csl": _described("Site only, page of one quotation: the citation as CSL-JSON.", "object"),
                "corrections": _list(
                    "Site only, page of one quotation: what editors decided about it.", {"type": "object"}
                ),
            },
        ),
    ),
    "article": _document(
        "Article",
        _object(
            "An article with its text and how it was read.",
            _ARTICLE,
            optional={"permalink": _text("Site only: the permanent URL of the article.")},
        ),
    ),
    "speaker": _document(
        "Speaker",
        _object(
            "A speaker of the archive.",
            {
                "id": _text("The permanent id, the slug of the speaker's page.", **_SLUG),
                "name": _NAME,
                "kind": _SPEAKER_KIND,
                "role": _text_or_null("The role that most articles give."),
                "names": _list(
                    "Forms of the name, the most used first.",
                    _object("A form of the name.", {"name": _text("The form."), **_PERIOD}),
                ),
                "roles": _list(
                    "Roles that articles give, the latest first.",
                    _object("A role.", {"role": _text("The role, as the article words it."), **_PERIOD}),
                ),
                "joined": _list(
                    "Names that a rule joined to this speaker, without a decision; those of one article last.",
                    _object(
                        "A joined name.",
                        {
                            "id": _text("The permanent id of the name, by which it can be split off.", **_SLUG),
                            "name": _text("The name."),
                            "reason": _text("Why it was joined, to be read after “because”."),
                        },
                    ),
                ),
                "wikidata": _text_or_null(
                    "The item of Wikidata that somebody linked, else that of the authority file.",
                    pattern="^Q[1-9][0-9]*$",
                ),
                "gender": _text_or_null("M or F, from an authority file."),
                "country": _text_or_null("The country, as an authority file writes it."),
                "party": _text_or_null("The party of the latest office, from an authority file."),
                "offices": _list(
                    "The public offices that an authority file gives.",
                    _object(
                        "An office.",
                        {
                            "role": _text("The office."),
                            "party": _text_or_null("The party for which it was held."),
                            "area": _text_or_null("The country, state or constituency."),
                            "start": _text_or_null("The first day or year."),
                            "end": _text_or_null("The last day or year; null if the file gives none."),
                        },
                    ),
                ),
                "quoted": _described("How many quotations have their exact words.", "integer", minimum=0),
                "paraphrased": _described("How many paraphrases report what they said.", "integer", minimum=0),
            },
            optional={"permalink": _text("Site only: the permanent URL of the speaker.")},
        ),
    ),
    "reject": _document(
        "Reject",
        _object(
            "An article that could not be read or was skipped.",
            {
                "source": _text("Which article: a path or a URL, and the line or entry."),
                "origin": _text("The path or URL that was given to the command."),
                "reason": _text("Why it was not read."),
                "at": _text("When, ISO 8601, UTC."),
                "kind": {"description": "What the cause is.", "enum": list(get_args(RejectKind))},
            },
        ),
    ),
    "decision": _document(
        "Decision",
        _object(
            "A decision of an editor, as `quotes judgements` prints and loads it: a row of the table of decisions.",
            {
                "action_number": _described(
                    "The number for `quotes undo`. One action can have several decisions.", "integer"
                ),
                "kind": _text("What was decided: same, different, named, attributed, withdrawn, described, …"),
                "quotation_uid": _text_or_null("The id of the quotation that it is about."),
                "article_uid": _text_or_null("The id of the article that it is about."),
                "speaker_key": _text_or_null("The key of the speaker."),
                "other_key": _text_or_null("The key of the other speaker of a pair."),
                "field": _text_or_null("The field of the article that it sets."),
                "value": _text_or_null("The name, the role, the alias or another value that it gives."),
                "outlet": _text_or_null("The outlet in whose articles an alias holds; null for all."),
                "start_date": _text_or_null("The first date of the articles in which an alias holds."),
                "end_date": _text_or_null("The last date of these articles."),
                "author": _text("Who decided."),
                "made_at": _text("When, ISO 8601, UTC."),
                "note": _text_or_null("The reason that was given."),
                "undone_at": _text_or_null("When it was undone, ISO 8601, UTC; null while it holds."),
                "undone_by_action": _number_or_null("The action that replaced it; null for `quotes undo`."),
            },
        ),
    ),
    "suggestion": _document(
        "Suggestion",
        _object(
            "Two speakers who may be the same.",
            {
                "speaker": _object("The speaker with fewer quotations.", _PARTNER),
                "other": _object("The speaker with more quotations.", _PARTNER),
                "quotations": _described("How many quotations `speaker` has.", "integer", minimum=0),
                "score": _described("How alike they are, from 0 to 1.", "number", minimum=0, maximum=1),
                "reason": _text("Why they may be the same."),
            },
        ),
    ),
    "format": _document(
        "Format",
        _object(
            "An input format.",
            {
                "name": _text("The name of the format."),
                "endings": _list("The usual endings of file names.", {"type": "string"}),
                "gives": _text("The metadata that an article can have."),
                "needs": _text_or_null("The command that installs what is missing; null if nothing is."),
            },
        ),
    ),
}


def _checks() -> dict[str, Record]:
    """The schemas of what `quotes check` prints."""
    quotation = SCHEMAS["quotation"]["properties"]
    speaker = {"name": _NAME, "kind": _SPEAKER_KIND}
    slug = _text("The slug of the speaker.", **_SLUG)
    printed = {field: quotation[field] for field in _PRINTED_QUOTATION} | {
        "speakers": _list("Who said it, as the archive has them.", _object("A speaker.", {"id": slug, **speaker}))
    }
    relation = _one_of("How the draft's speaker relates to that of the printing.", Relation)
    limits = _text_or_null("Words next to those in common, in the same sentence, that limit or negate them.")
    steps = _list(
        "The difference, word by word.",
        _object(
            "A step of it.",
            {
                "operation": {
                    "description": "delete: words of the printing that the draft lacks. insert: the reverse.",
                    "enum": ["equal", "delete", "insert", "replace"],
                },
                "draft": _text("Words of the draft, or of the first printing."),
                "printed": _text("Words of the printing, or of the second one."),
            },
        ),
    )
    printing = _object(
        "A printed quotation beside the words of the draft.",
        printed
        | {
            "matches": _list("Where the words in common stand in the article.", _SPAN),
            "relation": relation,
            "limits": limits,
            "score": _described("The share of the draft's words, weighted by rarity.", "number", minimum=0, maximum=1),
            "words": steps,
        },
    )
    found = _document(
        "Finding",
        _object(
            "What an archive says about a quotation of a draft.",
            {
                "draft": _text("Where the draft was read from."),
                "line": _described("The line of the draft's text in which it begins.", "integer", minimum=1),
                "paragraph": _described("The paragraph in which it begins.", "integer", minimum=1),
                "kind": quotation["kind"],
                "text": _text("The words of the draft."),
                "spans": _list("Where they stand in the draft's text.", _SPAN),
                "speakers": _list("Who said it, as the draft names them.", _object("A speaker.", speaker)),
                "verdict": _one_of("The verdict; null for a question.", Verdict, null=True),
                "sentence": _text("The finding in words, the most consequential first."),
                "changes": _list("The kinds of change, the most consequential first.", _one_of("A change.", Change)),
                "relation": _one_of(
                    "How the draft's speaker relates to that of the printing; null if unknown.", Relation, null=True
                ),
                "limits": limits,
                "differences": _list(
                    "What the draft changed.",
                    _object(
                        "A change.",
                        {
                            "change": _one_of("What sort of change it is.", Change),
                            "draft": _text("Words of the draft; empty if words are left out."),
                            "printed": _text("Words of the printing; empty if words are added."),
                            "marked": _described("Whether the draft marks it with an ellipsis or brackets.", "boolean"),
                            "sentence": _text("The change in words."),
                        },
                    ),
                ),
                "printings": _list("The printings that the verdict is about, the nearest first.", printing),
                "nearest": _list("Of an unknown quotation: at most three printings that are nearest.", printing),
                "question": _object(
                    "Of a paraphrase: the printed statement that may say the opposite.",
                    {"sentence": _text("The question."), "printed": _object("The statement.", printed)},
                    null=True,
                ),
                "archive": _object(
                    "Of an unknown quotation: what the archive covers.",
                    {
                        "articles": _described("How many articles it has.", "integer", minimum=0),
                        "outlets": _described("Of how many outlets.", "integer", minimum=0),
                        "first": _text_or_null("The date of the oldest article."),
                        "last": _text_or_null("The date of the newest article."),
                    },
                    null=True,
                ),
            },
        ),
    )
    disagreement = _document(
        "Disagreement",
        _object(
            "Two printings of one utterance that disagree.",
            {
                "changes": _list(
                    "The kinds of difference, the most consequential first; empty if only the speakers differ.",
                    _one_of("A change.", Change),
                ),
                "sentence": _text("The disagreement in words."),
                "words": steps,
                "first": _object("The shorter printing.", printed),
                "second": _object("The longer printing.", printed),
            },
        ),
    )
    return {"finding": found, "disagreement": disagreement}


SCHEMAS |= _checks()
SCHEMAS["page"] = _document(
    "Page",
    _object(
        "A page of a list in the API of the site.",
        {
            "items": _list(
                "The records.",
                {"anyOf": [{"$ref": f"{name}.json"} for name in ("quotation", "article", "speaker")]},
            ),
            "total": _described("How many records all pages have.", "integer", minimum=0),
            "more": _described(
                "Whether more records match than one search can have; then narrow the search.", "boolean"
            ),
            "notes": _list("How a search was understood, and what it leaves out; one line each.", {"type": "string"}),
            "next": _text_or_null("The URL of the next page; null on the last one."),
        },
    ),
)
