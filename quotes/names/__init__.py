"""Identifies speakers across articles: pure functions on names, without spaCy and SQLite.

Two mentions are one speaker exactly if their keys are equal. A key depends only on the fullest name in one article, so
the order of articles does not matter, and an error in one article does not affect the others. Shorter names
("Austin") are valid only inside their article.

`quotes.names.keys` has the rules. Pairs that they do not join are joined with evidence from the archive
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
_MARK = "@"  # does not occur in folded names
_HYPHENS = re.compile("[-‐‑]")


def key(speaker: Speaker, article: str) -> str:
    """The key that identifies `speaker`.

    Args:
        speaker: The speaker.
        article: The key of the article that names them. It is part of the result if the name cannot identify anybody in
            other articles (a family name alone, an unnamed official, "police").
    """
    shared = _shared_key(speaker)
    return f"{speaker.kind}:{shared}" if shared else f"{speaker.kind}:{wording(speaker.name)}{_MARK}{article}"


def keys(speakers: Iterable[Speaker], article: str) -> dict[Speaker, str]:
    """The `key` of each speaker of one article, in which one wording is one speaker.

    If "New Poll", which other articles may name too, and "a new poll" are both quoted, the second gets the key of the
    first. Speakers who share their key in this way come before those who receive it.
    """
    own = {speaker: key(speaker, article) for speaker in speakers}
    shared = {mention(each, article): each for each in own.values() if not is_local(each)}
    known = {speaker: shared.get(each, each) for speaker, each in own.items()}
    return dict(sorted(known.items(), key=lambda item: own[item[0]] != item[1]))


def keys_of(name: str) -> list[str]:
    """The keys of a speaker called `name` in any article; empty for "Austin" or "an official"."""
    shared = {"person": person_key(name), "organisation": organisation_key(name)}
    return [f"{kind}:{words}" for kind, words in shared.items() if words]


def mention(key: str, article: str) -> str:
    """The key of a name in one article, ``key@article``; a local key is returned unchanged."""
    return key if _MARK in key else f"{key}{_MARK}{article}"


def is_local(key: str) -> bool:
    """Whether `key` is valid for one article only."""
    return _MARK in key


def home(node: str) -> tuple[str, str | None]:
    """The key in all articles, and the article, if `node` is a mention."""
    shared, _, article = node.partition(_MARK)
    return shared, article or None


def slug(speaker: Speaker, article: str, *, local: bool = False) -> str:
    """A short name for URLs, ``[a-z0-9-]+``; not unique.

    It has the words of the name. If the speaker is known in one article only, or with `local`, it also has the
    beginning of the key of `article`.
    """
    words = re.findall("[a-z0-9]+", " ".join(fold_each(_HYPHENS.sub(" ", speaker.name))))
    if words and words[0] in ARTICLES:
        del words[0]
    tail = [] if words and _shared_key(speaker) and not local else [article[:_TAIL_LENGTH]]
    name = "-".join(words) or "speaker"
    if len(name) > _SLUG_LENGTH:
        name = name[:_SLUG_LENGTH].rpartition("-")[0] or name[:_SLUG_LENGTH]
    return "-".join([name, *tail])


def usual_role(given: Iterable[tuple[str, int, str]]) -> str | None:
    """The role that most articles give to a speaker, of equal ones the latest, in its most used wording.

    Args:
        given: Roles as printed, each with the number of articles and the date of the last one ("" if unknown).
    """
    alike: dict[str, list[tuple[int, str, int, str]]] = {}
    for role, articles, last in given:
        alike.setdefault(wording(role), []).append((articles, last, len(role), role))
    forms = max(
        alike.values(),
        key=lambda forms: (sum(form[0] for form in forms), max(form[1] for form in forms), max(forms)),
        default=[],
    )
    return max(forms)[3] if forms else None


def _shared_key(speaker: Speaker) -> str | None:
    if speaker.kind == "person":
        return person_key(speaker.name)
    if speaker.kind == "organisation":
        return organisation_key(speaker.name)
    return None
