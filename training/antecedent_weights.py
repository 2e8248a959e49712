"""Train the networks that weigh whom a pronoun or description means.

    python -m training.antecedent_weights CORPORA SPEAKERS

It learns from who the sources of PolNeAR's held-out articles are (SPEAKERS, by file name the sources with `start`,
`end`, `speaker` and `speaker_kind`), from GAP for pronouns, and from GUM for descriptions. What the features say
of a mention depends on whom earlier ones were taken for, so the articles are read again by each network that was
trained, the first time by a rule, and the next one learns from what it met.

One article in ten of PolNeAR's training part (`reserved`) is not learnt from, and nobody reads it: the figures of it
that are printed are those of texts never seen.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from quotes.evaluation.figures import same_speaker
from quotes.evaluation.rows import Annotation
from quotes.extraction import one_thread
from quotes.extraction.coref.antecedents import COLUMN, FEATURES, Anaphor, Place
from quotes.extraction.coref.cast import WEIGHTS, Cast, Weigh, speaker_of
from quotes.extraction.coref.entities import Entity
from quotes.extraction.coref.linking import link, resolve
from quotes.extraction.job_titles import is_somebody
from quotes.extraction.mentions import Mention, all_mentions
from quotes.extraction.parsing import Passage
from quotes.extraction.ranker import Network, shares
from quotes.extraction.word_classes import BODIES
from quotes.model import Span, SpeakerKind
from training.chains import Chained, chains_of_gum
from training.polnear import reserved
from training.ranker_weights import fit, joined, listwise, parsed, save_arrays

_WIDTH = 16
_TOGETHER = 6  # networks whose average is taken
_TIMES = 10  # that each mention of PolNeAR counts, for one of another corpus
_KINDS: dict[str, SpeakerKind] = {"person": "person", "org": "organisation", "anon": "anonymous"}
_DISTANCE, _NOUN_SAID, _NONE = (COLUMN[name] for name in ("rank", "noun_said", "none"))
_DESCRIPTION = COLUMN["description"]

Networks = dict[str, Network]
"""Of pronouns and of descriptions, by these names."""

Judge = Callable[[Cast, Mention, Sequence[Entity]], np.ndarray | None]
"""From a mention and its candidates to which of them, and none, are right; None where nobody says."""


@dataclass
class Document:
    """A parsed text and what is known of its mentions. judged: those that somebody has judged."""

    name: str
    text: str
    passages: Sequence[Passage]
    mentions: Sequence[Sequence[Mention]]
    judged: Sequence[tuple[Mention, Annotation | None]]
    judge: Judge


@dataclass(frozen=True)
class Case:
    """A mention's rows, and which of them are right."""

    mention: Mention
    rows: np.ndarray
    right: np.ndarray


def by_rule(anaphor: Anaphor, candidates: Sequence[Entity], found: np.ndarray) -> np.ndarray:
    """What the first reading goes by: the nearest candidate, for a description one of which its noun was said."""
    odds = -found[:, _DISTANCE]
    if found[0, _DESCRIPTION]:
        odds = 8 * found[:, _NOUN_SAID] + 4 * found[:, _NONE] - found[:, _DISTANCE]
    else:
        odds[-1] = -8
    return np.asarray(np.exp(odds) / np.exp(odds).sum())


def by(networks: Networks) -> Weigh:
    """What the networks say."""
    return lambda anaphor, candidates, found: shares(found, networks["description" if anaphor.noun else "pronoun"])


def cases(document: Document, weigh: Weigh) -> Iterator[Case]:
    """The judged mentions of a text as they are met by a reader who goes by `weigh`."""
    met: dict[Place, tuple[list[Entity], np.ndarray]] = {}

    def note(anaphor: Anaphor, candidates: Sequence[Entity], found: np.ndarray) -> np.ndarray:
        met[anaphor.place] = list(candidates), found
        return weigh(anaphor, candidates, found)

    cast = link(document.text, document.passages, document.mentions, weigh=note)
    for mention, _ in document.judged:
        resolve(cast, mention)
        if (place := (mention.passage, mention.head)) in met:
            candidates, found = met[place]
            right = document.judge(cast, mention, candidates)
            if right is not None and right.any():
                yield Case(mention, found, right)


def read_sources(corpora: Path, speakers: Path, keep: Callable[[str], bool]) -> Iterator[Document]:
    """The articles of PolNeAR whose sources have been named, of those whose file name is to be kept."""
    gold = json.loads(speakers.read_text(encoding="utf-8"))
    for name, sources in sorted(gold.items()):
        if not keep(name):
            continue
        with (corpora / "polnear" / "train" / name).open(encoding="utf-8", newline="") as file:
            text = file.read()
        passages, mentions = _parsed(text)
        judged = []
        told: dict[Place, Annotation] = {}
        for row in sources:
            mention = _leading(passages, mentions, row["start"], row["end"])
            if mention is not None and row["speaker"]:
                kind = _KINDS[row["speaker_kind"]]
                span = Span(row["start"], row["end"])
                note = Annotation(span, (span,), row["speaker"], kind)
                judged.append((mention, note))
                told[mention.passage, mention.head] = note
        yield Document(name, text, passages, mentions, judged, _judge_by_name(text, told))


def _judge_by_name(text: str, told: dict[Place, Annotation]) -> Judge:
    def judge(cast: Cast, mention: Mention, candidates: Sequence[Entity]) -> np.ndarray | None:
        note = told[mention.passage, mention.head]
        right = np.zeros(len(candidates) + 1, dtype="f")
        for i, entity in enumerate(candidates):
            kind = "anonymous" if entity.unnamed else "person" if entity.is_person else "organisation"
            if kind == note.speaker_kind or entity.unnamed and note.speaker_kind != "person":
                name = entity.name if entity.unnamed else speaker_of(entity).name
                right[i] = same_speaker(note, name)
        own = note.speaker_kind != "person" and same_speaker(note, mention.span.of(text))
        right[-1] = mention.form == "description" and (own or note.speaker_kind != "person" and not right.any())
        return right

    return judge


def read_gap(corpora: Path) -> Iterator[Document]:
    """The snippets of GAP: a pronoun and two names, of which one or none is meant."""
    for path in sorted((corpora / "gap").glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                passages, mentions = _parsed(row["Text"])
                start = int(row["Pronoun-offset"])
                found = [m for ms in mentions for m in ms if m.span.start == start]
                names = [
                    (int(row[f"{one}-offset"]), len(row[one]), row[f"{one}-coref"].upper() == "TRUE") for one in "AB"
                ]
                if found:
                    judged: list[tuple[Mention, Annotation | None]] = [(found[0], None)]
                    yield Document(row["ID"], row["Text"], passages, mentions, judged, _judge_by_names(names))


def _judge_by_names(names: Sequence[tuple[int, int, bool]]) -> Judge:
    def judge(cast: Cast, mention: Mention, candidates: Sequence[Entity]) -> np.ndarray | None:
        right = np.zeros(len(candidates) + 1, dtype="f")
        wrong = np.zeros(len(candidates) + 1, dtype=bool)
        for i, entity in enumerate(candidates):
            at = [cast.passages[n].original(head, head + 1).start for n, head in entity.seen]
            for start, length, meant in names:
                if any(start <= offset < start + length for offset in at):
                    right[i], wrong[i] = right[i] or meant, wrong[i] or not meant
        if not any(meant for *_, meant in names):
            right[:] = ~wrong
        return right

    return judge


def read_chains(texts: Iterable[Chained]) -> Iterator[Document]:
    """Texts with chains of coreference, each given with its name and its mentions: start, end, chain."""
    for name, text, chains in texts:
        passages, mentions = _parsed(text)
        of_place: dict[Place, str] = {}
        for mention in (m for ms in mentions for m in ms):
            best = max(
                (
                    (min(end, mention.span.end) - max(start, mention.span.start), -(end - start), chain)
                    for start, end, chain in chains
                    if start < mention.span.end and mention.span.start < end
                ),
                default=None,
            )
            size = mention.span.end - mention.span.start
            if best is not None and 2 * best[0] >= max(size, -best[1]):
                of_place[mention.passage, mention.head] = best[2]
        judged: list[tuple[Mention, Annotation | None]] = [
            (m, None)
            for ms in mentions
            for m in ms
            if (m.passage, m.head) in of_place and _is_told(passages[m.passage].doc[m.head].lower_, m.form)
        ]
        yield Document(name, text, passages, mentions, judged, _judge_by_chain(of_place))


def _is_told(word: str, form: str) -> bool:
    """Whether a mention is of a kind that may be a source of news."""
    return form in ("pronoun", "possessive") or form == "description" and (is_somebody(word) or word in BODIES)


def _judge_by_chain(of_place: dict[Place, str]) -> Judge:
    def judge(cast: Cast, mention: Mention, candidates: Sequence[Entity]) -> np.ndarray | None:
        place = (mention.passage, mention.head)
        chain = of_place[place]
        right = np.zeros(len(candidates) + 1, dtype="f")
        for i, entity in enumerate(candidates):
            chains = Counter(of_place[other] for other in entity.seen if other != place and other in of_place)
            right[i] = bool(chains) and chains.most_common(1)[0][0] == chain
        is_first = not any(other < place and of_place[other] == chain for other in of_place)
        right[-1] = mention.form == "description" and not right.any() and is_first
        return right

    return judge


def _parsed(text: str) -> tuple[list[Passage], list[list[Mention]]]:
    _, passages = parsed(text)
    return passages, all_mentions(passages)


def _leading(
    passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]], start: int, end: int
) -> Mention | None:
    """The mention inside a source whose head leads out of it before all others."""
    inside = [m for ms in mentions for m in ms if start < m.span.end and m.span.start < end]
    heads = {(m.passage, m.head) for m in inside}
    leading = (
        m for m in inside if not any((m.passage, a.i) in heads for a in passages[m.passage].doc[m.head].ancestors)
    )
    return next(leading, None)


def train(own: Sequence[Document], gap: Sequence[Document], gum: Sequence[Document], seed: int = 5) -> Networks:
    """Fit a network for pronouns on PolNeAR's documents and GAP's, and one for descriptions on PolNeAR's and GUM's."""
    weigh: Weigh = by_rule
    networks: Networks = {}
    for last in (False, True):
        for name, others in (("pronoun", gap), ("description", gum)):
            first = [case for document in own for case in cases(document, weigh) if _is_for(name, case)]
            second = [case for document in others for case in cases(document, weigh) if _is_for(name, case)]
            told = [(case.rows, case.right) for case in first * _TIMES + second]
            networks[name] = joined(
                [fit(told, listwise, 10, seed + i, (_WIDTH,)) for i in range(_TOGETHER if last else 1)]
            )
        weigh = by(dict(networks))
    return networks


def _is_for(name: str, case: Case) -> bool:
    return bool(case.rows[0, _DESCRIPTION]) == (name == "description")


def right_names(documents: Sequence[Document], weigh: Weigh) -> dict[str, tuple[int, int]]:
    """By form of the mention, how many sources are given their name, and of how many."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for document in documents:
        cast = link(document.text, document.passages, document.mentions, weigh=weigh)
        for mention, note in document.judged:
            assert note is not None
            speaker = resolve(cast, mention).speaker
            is_right = same_speaker(note, speaker.name if speaker else None)
            for kind in ("all", mention.form, f"{mention.form} of {note.speaker_kind}"):
                right[kind] += is_right
                total[kind] += 1
    return {kind: (right[kind], total[kind]) for kind in sorted(total)}


def save(networks: Networks) -> None:
    """Write the networks into the package, with the names of their features."""
    layers = {f"{name}.{key}": value for name, network in networks.items() for key, value in network.items()}
    save_arrays(WEIGHTS, {"features": np.array(FEATURES), **layers})


def main(
    corpora: Annotated[Path, typer.Argument(help="Folder with polnear, gap and gum.", exists=True)],
    speakers: Annotated[Path, typer.Argument(help="Who the sources of PolNeAR's articles are.", exists=True)],
) -> None:
    """Train the networks; write the weights into the package; print the figures."""
    with one_thread():
        own = list(read_sources(corpora, speakers, lambda name: not reserved(name)))
        gum = read_chains(chains_of_gum(corpora / "gum" / "train.conllu"))
        networks = train(own, list(read_gap(corpora)), list(gum))
        save(networks)
        kept = list(read_sources(corpora, speakers, reserved))
        for kind, (right, total) in right_names(kept, by(networks)).items():
            typer.echo(f"{kind:32} {right / total:.3f} of {total}")


if __name__ == "__main__":
    typer.run(main)
