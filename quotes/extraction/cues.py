"""Verbs that announce speech, and verbs of thought, perception and will, which announce none."""

from __future__ import annotations

from collections.abc import Iterator

_VOWELS = frozenset("aeiou")


def _forms(verb: str) -> Iterator[str]:
    """The regular forms of a verb."""
    stem = verb[:-1] if verb.endswith("e") else verb
    yield from (verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing")
    if verb[-1] == "y" and verb[-2] not in _VOWELS:
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied")
    if verb[-1] not in "aeiouwxy" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS:
        yield from (f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")


def _all_forms(verbs: str, irregular: str) -> frozenset[str]:
    return frozenset(form for verb in verbs.split() for form in _forms(verb)).union(irregular.split())


SPEECH = _all_forms(
    "say tell add announce argue assert claim state note report explain warn insist maintain testify reply respond "
    "answer confirm admit acknowledge concede allege contend declare reveal disclose stress emphasize emphasise "
    "reiterate repeat remark observe point write tweet post comment suggest estimate predict forecast promise pledge "
    "vow swear agree complain conclude caution recall recount inform assure remind notify advise recommend hint imply "
    "indicate signal deny dispute rule boast brag joke quip whisper shout scream cry lament protest counter retort "
    "continue opine posit speculate theorize theorise clarify confess mention chant convey relay attest certify affirm "
    "guarantee threaten ask question demand propose request urge accuse mock scoff blog text email find determine show "
    "describe underline underscore highlight hold reckon advertise proclaim profess venture elaborate detail deliver "
    "teach preach rebut refute reaffirm reassure read charge plead tout bemoan brief crow gush admonish moan "
    "marvel muse rail interject grumble exclaim yell mutter murmur bellow grouse gripe fume insinuate surmise concur "
    "stipulate specify decree instruct implore enthuse intone chide hypothesize hypothesise restate reassert counsel",
    "said told wrote written held found showed shown swore sworn foretold taught read put puts pled reasoned "
    "calculated persisted echoed sighed",
)  # fmt: skip
"""Forms of verbs that announce what somebody says, writes or finds."""

THOUGHT = _all_forms(
    "think believe know feel hope expect assume suspect understand realize realise wonder doubt fear worry want wish "
    "prefer plan intend seek consider imagine guess suppose remember forget learn discover see notice hear decide love "
    "hate like dislike enjoy mean ensure seem appear look recognize recognise perceive sense dream regret resent trust "
    "foresee envision envisage anticipate figure presume gather care mind matter prove make let help cause require "
    "need try attempt prevent happen turn watch feature involve pretend experience",
    "thought knew known felt understood forgot forgotten saw seen heard meant made sought made dreamt made foresaw",
)  # fmt: skip
"""Forms of verbs of thought, perception, will and effect."""

TELLING = _all_forms("tell inform assure remind notify warn advise brief reassure ask promise", "told")
"""Forms of verbs with an object to whom something is said."""

SHOWING = _all_forms("show reveal indicate suggest capture depict find determine", "found shown")
"""Forms of verbs of speech that things without words have too."""
