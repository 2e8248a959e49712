"""Ways of attributing words that PolNeAR has few of: verbs, descriptions, and whole lines.

American political news says "said" most of the time and names its sources. Interviews, letters, sports and
British papers do otherwise. The lines are patterns filled with invented names; their trees are unknown.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from training import names
from training.gold import Gold

VERBS = (
    "added admitted advised agreed alleged announced answered argued asserted boasted claimed commented complained "
    "conceded concluded confessed confirmed contended continued countered cried declared demanded emphasised "
    "exclaimed explained fumed grumbled hinted insisted joked lamented maintained mused muttered noted objected "
    "observed pleaded pledged pointed predicted promised protested quipped reasoned recalled reckoned reflected "
    "remarked repeated replied reported responded retorted revealed shouted snapped stressed suggested testified "
    "texted thundered told tweeted urged vowed warned whispered wrote"
).split()
_PEOPLE = (
    "actor analyst archaeologist architect artist author baker barrister bishop brigadier captain carpenter chairman "
    "chairwoman champion coach columnist commander composer conductor cook coroner councillor curator deputy "
    "detective director doctor driver economist editor engineer envoy farmer father fisherman footballer forecaster "
    "founder gardener general goalkeeper governor grandmother guide harbourmaster head historian inspector "
    "journalist judge keeper lawmaker lawyer lecturer librarian magistrate manager mayor mechanic midfielder "
    "minister mother musician neighbour novelist nurse officer official organiser owner painter pensioner "
    "philosopher photographer pilot plumber poet president priest principal professor prosecutor publisher "
    "referee researcher sailor scientist sculptor secretary senator sergeant shopkeeper singer skipper soldier "
    "solicitor spokesman spokeswoman striker student surgeon surveyor swimmer teacher teenager trader translator "
    "veteran vet vicar villager violinist volunteer walker widow winemaker witness worker writer"
).split()
_ADJECTIVES = (
    "acting British elderly elected exhausted former French German Irish Kenyan Korean local new Nigerian Norwegian "
    "older outgoing Polish retired second senior Spanish suspended visiting younger"
).split()
_LINES = """
[CONTENT QUOTATION.] [CUE —] [SOURCE {full}]
[CONTENT QUOTATION.] [CUE —] [SOURCE {full}], {person} at {org}
[CUE —] [SOURCE {full}], {place}
[CUE –] [SOURCE {full}], {person} and {person}
[CUE -] [SOURCE {full}], the {person}
[SOURCE {FULL}][CUE :] [CONTENT QUOTATION.]
[SOURCE {SHORT}][CUE :] [CONTENT QUOTATION]
[SOURCE {full}][CUE :] [CONTENT QUOTATION.]
[SOURCE {full}], {person}[CUE :] [CONTENT QUOTATION.]
[CUE {Verb}] [SOURCE {short}][CUE :] [CONTENT QUOTATION.]
[CUE {Verb}] the [SOURCE {person}][CUE :] [CONTENT QUOTATION.]
[CONTENT QUOTATION,] [SOURCE {they}] [CUE {verb}].
[CONTENT QUOTATION,] [CUE {verb}] [SOURCE {they}].
[CONTENT QUOTATION,] [SOURCE {they}], who {past} with {full} in {place}, [CUE {verb}].
[CONTENT QUOTATION,] [SOURCE {full}], a {adjective} {person} who {past} last year, [CUE {verb}].
[CONTENT QUOTATION,] [CUE {verb}] [SOURCE {full}], {person} of {org}, which {past} in May.
[CONTENT QUOTATION,] [SOURCE {they}] [CUE told] {short}.
[CONTENT QUOTATION,] [SOURCE {they}] [CUE told] {full}, the {person}. [CONTENT QUOTATION.]
[CONTENT QUOTATION,] [SOURCE {they}] [CUE {verb}] of {short}.
[CONTENT QUOTATION,] [SOURCE {they}] [CUE {verb}] as {short} left the room.
[CONTENT QUOTATION?] [SOURCE {they}] [CUE asked] {short}.
[CONTENT QUOTATION!] [CUE {verb}] [SOURCE the {person}].
[SOURCE {full}], the {adjective} {person}, [CUE {verb}][CUE :] [CONTENT QUOTATION.]
[SOURCE {they}] [CUE accused] {short} of [CONTENT QUOTE] on Monday.
[SOURCE {org}] [CUE called] the {person}’s report [CONTENT QUOTE] and {past}.
[SOURCE {org}] [CUE described] {short} as [CONTENT QUOTE].
[SOURCE {org}] [CUE said] in a statement [CONTENT it was sorry for {short}’s family].
[SOURCE A {person} for {org}] [CUE said][CUE :] [CONTENT QUOTATION.]
[CONTENT QUOTATION,] [SOURCE a {adjective} {person}] [CUE told] {org}.
[CONTENT QUOTATION,] [CUE according to] [SOURCE {full} of {org}].
[CUE According to] [SOURCE the {person}], [CONTENT {short} had been warned twice].
[SOURCE {they}] [CUE {verb}] [CONTENT that {full} would stay in {place}].
[SOURCE {they}] [CUE said] [CONTENT {short} had {past}]. [CONTENT QUOTATION,] [SOURCE {they}] [CUE {verb}].
[SOURCE {full}] and [SOURCE {full}] [CUE said] in a letter [CONTENT that {org} must pay].
{full}, a {person} from {place}, {past} after {short} {past}.
The {person} of {org}, {full}, {past} in {place} on Tuesday.
{short}, the {person}, {past}. [CONTENT QUOTATION,] [SOURCE {they}] [CUE {verb}].
Asked by {full} about the {person}, [SOURCE {short}] [CUE {verb}][CUE :] [CONTENT QUOTATION.]
Beside {full}, the {person}, [SOURCE {they}] [CUE {verb}][CUE :] [CONTENT QUOTATION.]
[SOURCE {they}] [CUE {verb}], [CONTENT QUOTATION,] then {past}.
[CONTENT QUOTATION] is how [SOURCE {full}] [CUE described] {place}.
[CONTENT QUOTATION] was the answer that [SOURCE the {person}] [CUE gave] {short}.
The {person} played QUOTE in {place} with {full}.
{full} wrote QUOTE for {org} and {past} to {place}.
"""
_PAST = (
    "worked|travelled|had argued|spent a year|shared a flat|sat through the hearing|lost the vote|moved|resigned|won|"
    "stood|walked away|had waited|met|was fined|was born|retired|left"
).split("|")
_PART = re.compile(r"\[(SOURCE|CUE|CONTENT) ([^\[\]]*)\]|([^\[\]]+)")
_TOKEN = re.compile(r"\{(\w+)\}|’s|[\w-]+|[^\w\s]")


def description(rng: random.Random) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a paper calls a person it has named before, and its tags: "the retired nurse", "the 34-year-old"."""
    age, who = f"{rng.randint(17, 91)}-year-old", rng.choice(_PEOPLE)
    return rng.choice(
        [
            (("the", who), ("DT", "NN")),
            (("the", who), ("DT", "NN")),
            (("the", rng.choice(_ADJECTIVES), who), ("DT", "JJ", "NN")),
            (("the", age), ("DT", "NN")),
            (("the", age, who), ("DT", "JJ", "NN")),
        ]
    )


def lines(rng: random.Random, copies: int) -> Iterator[Gold]:
    """Every line `copies` times, each filled anew."""
    for pattern in _LINES.strip().splitlines():
        for _ in range(copies):
            yield _filled(pattern, rng)


def _filled(pattern: str, rng: random.Random) -> Gold:
    words: list[str] = []
    spaces: list[bool] = []
    entities: list[str] = []
    roles: list[str] = []
    for part in _PART.finditer(pattern):
        role, text = (part[1], part[2]) if part[1] else ("O", part[3])
        offset = part.start(2) if part[1] else part.start(3)
        for token in _TOKEN.finditer(text):
            drawn, kind = _slot(token[1], rng) if token[1] else ((token[0],), "")
            after = pattern[offset + token.end() : offset + token.end() + 3].lstrip("]")
            if words and words[-1] in {"a", "A"} and drawn[0][0].lower() in "aeiou":
                words[-1] += "n"
            for k, word in enumerate(drawn):
                words.append(word)
                spaces.append(k < len(drawn) - 1 or after.startswith(" "))
                entities.append(f"{'I' if k else 'B'}-{kind}" if kind else "O")
                roles.append(role)
    words[0] = words[0][0].upper() + words[0][1:]
    size = len(words)
    return Gold(words, spaces, [""] * size, [None] * size, [""] * size, entities, [i == 0 for i in range(size)], roles)


def _slot(name: str, rng: random.Random) -> tuple[tuple[str, ...], str]:
    person = names.person(rng)
    filled: dict[str, Callable[[], tuple[tuple[str, ...], str]]] = {
        "full": lambda: (person.full, "PERSON"),
        "short": lambda: (person.short, "PERSON"),
        "FULL": lambda: (tuple(word.upper() for word in person.full), "PERSON"),
        "SHORT": lambda: (tuple(word.upper() for word in person.short), "PERSON"),
        "org": lambda: (names.body(rng), "ORG"),
        "place": lambda: (names.place(rng), "LOC"),
        "verb": lambda: ((rng.choice([*VERBS, "said", "said"]),), ""),
        "Verb": lambda: ((rng.choice(VERBS).capitalize(),), ""),
        "person": lambda: ((rng.choice(_PEOPLE),), ""),
        "adjective": lambda: ((rng.choice(_ADJECTIVES),), ""),
        "past": lambda: (tuple(rng.choice(_PAST).split()), ""),
        "they": lambda: _anyone(rng, person),
    }
    return filled[name]()


def _anyone(rng: random.Random, person: names.Name) -> tuple[tuple[str, ...], str]:
    drawn = rng.random()
    if drawn < 0.25:
        return (rng.choice(["he", "she", "she", "they", "I"]),), ""
    if drawn < 0.5:
        return description(rng)[0], ""
    return (person.full if drawn < 0.7 else person.short), "PERSON"
