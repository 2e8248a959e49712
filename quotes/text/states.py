"""The states and territories of the United States, with their abbreviations."""

from __future__ import annotations

import re

# Each followed by its abbreviations in newspapers and by post, without full stops and spaces.
_BY_SHORT = {
    short: state
    for state, shorts in {
        "Alabama": "Ala AL", "Alaska": "AK", "Arizona": "Ariz AZ", "Arkansas": "Ark AR", "California": "Calif Cal CA",
        "Colorado": "Colo CO", "Connecticut": "Conn CT", "Delaware": "Del DE", "District of Columbia": "DC",
        "Florida": "Fla FL", "Georgia": "Ga GA", "Guam": "GU", "Hawaii": "HI", "Idaho": "ID", "Illinois": "Ill IL",
        "Indiana": "Ind IN", "Iowa": "Ia IA", "Kansas": "Kan Kans KS", "Kentucky": "Ky KY", "Louisiana": "La LA",
        "Maine": "Me ME", "Maryland": "Md MD", "Massachusetts": "Mass MA", "Michigan": "Mich MI",
        "Minnesota": "Minn MN", "Mississippi": "Miss MS", "Missouri": "Mo MO", "Montana": "Mont MT",
        "Nebraska": "Neb Nebr NE", "Nevada": "Nev NV", "New Hampshire": "NH", "New Jersey": "NJ", "New Mexico": "NM",
        "New York": "NY", "North Carolina": "NC", "North Dakota": "ND", "Ohio": "OH", "Oklahoma": "Okla OK",
        "Oregon": "Ore OR", "Pennsylvania": "Pa Penn PA", "Puerto Rico": "PR", "Rhode Island": "RI",
        "South Carolina": "SC", "South Dakota": "SD", "Tennessee": "Tenn TN", "Texas": "Tex TX", "Utah": "UT",
        "Vermont": "Vt VT", "Virginia": "Va VA", "Virgin Islands": "VI", "Washington": "Wash WA",
        "West Virginia": "WVa WV", "Wisconsin": "Wis Wisc WI", "Wyoming": "Wyo WY",
    }.items()
    for short in shorts.split()
}  # fmt: skip
_NAMES = frozenset(_BY_SHORT.values())
_NAME = re.compile(rf"\b(?:{'|'.join(sorted(_NAMES, key=len, reverse=True))})\b")


def in_full(place: str) -> str:
    """ "Texas" for "Tex." and for "Texas." at the end of a sentence; another place is returned unchanged."""
    bare = place.removesuffix(".")
    return bare if bare in _NAMES else _BY_SHORT.get(re.sub("[. ]", "", place), place)


def named_in(text: str) -> set[str]:
    """The states that `text` names in full."""
    return set(_NAME.findall(text))
