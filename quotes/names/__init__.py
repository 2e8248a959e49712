"""Who is who, across articles: pure decisions on names, which know neither spaCy nor SQLite.

Two mentions are one speaker exactly when their keys are equal. A key follows from the fullest name that one
article gives and from nothing else, so the order in which articles come changes nothing, and an article that
gets somebody wrong spoils no other. The shorter names of an article ("Austin") hold inside it only.

The rules are in `quotes.names.keys`. What they leave apart is joined where the archive gives the evidence
(`quotes.names.joins`, `quotes.names.authority`), or by a person (`quotes.names.resolver`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from quotes.model import Speaker
from quotes.names.keys import fold_each, organisation_key, person_key, wording
from quotes.names.name_words import ARTICLES

_SLUG_LENGTH = 60
_TAIL_LENGTH = 8
_MARK = "@"  # no folded name has one
_HYPHENS = re.compile("[-‐‑]")


def key(speaker: Speaker, article: str) -> str:
    """What tells `speaker` from all others. article: the key of the article that names them.

    Where the name is too little to know somebody by in another article (a family name alone, an unnamed
    official, "police"), the key holds for this article only.
    """
    shared = _shared_key(speaker)
    return f"{speaker.kind}:{shared}" if shared else f"{speaker.kind}:{wording(speaker.name)}{_MARK}{article}"


def keys(speakers: Iterable[Speaker], article: str) -> dict[Speaker, str]:
    """The `key` of each of the speakers of one article, where one wording is one speaker.

    Where "New Poll", whom other articles may name too, and "a new poll" are both quoted, the second is the first. Those
    who give a key come before those who are given it.
    """
    own = {speaker: key(speaker, article) for speaker in speakers}
    shared = {mention(each, article): each for each in own.values() if not is_local(each)}
    known = {speaker: shared.get(each, each) for speaker, each in own.items()}
    return dict(sorted(known.items(), key=lambda item: own[item[0]] != item[1]))


def keys_of(name: str) -> list[str]:
    """The keys of whoever is called `name` in any article; none for "Austin" or "an official"."""
    shared = {"person": person_key(name), "organisation": organisation_key(name)}
    return [f"{kind}:{words}" for kind, words in shared.items() if words]


def mention(key: str, article: str) -> str:
    """One article's naming of the speaker with this key: ``key@article``; a key that is local is that already."""
    return key if _MARK in key else f"{key}{_MARK}{article}"


def is_local(key: str) -> bool:
    """Whether `key` holds for one article only."""
    return _MARK in key


def home(node: str) -> tuple[str, str | None]:
    """The key that all articles share, and the article, if `node` is about one."""
    shared, _, article = node.partition(_MARK)
    return shared, article or None


def slug(speaker: Speaker, article: str, *, local: bool = False) -> str:
    """A short name for addresses, ``[a-z0-9-]+``; not unique.

    The words of the name, and the beginning of the key of `article` where the speaker is known in it only
    (always so with `local`).
    """
    words = re.findall("[a-z0-9]+", " ".join(fold_each(_HYPHENS.sub(" ", speaker.name))))
    if words and words[0] in ARTICLES:
        del words[0]
    tail = [] if words and _shared_key(speaker) and not local else [article[:_TAIL_LENGTH]]
    name = "-".join(words) or "speaker"
    if len(name) > _SLUG_LENGTH:
        name = name[:_SLUG_LENGTH].rpartition("-")[0] or name[:_SLUG_LENGTH]
    return "-".join([name, *tail])


def _shared_key(speaker: Speaker) -> str | None:
    if speaker.kind == "person":
        return person_key(speaker.name)
    if speaker.kind == "organisation":
        return organisation_key(speaker.name)
    return None
