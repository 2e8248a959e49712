"""Words with hyphens stay whole, as in the news corpora: Sun-won, anti-war, 34-year-old."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spacy.lang.char_classes import ALPHA, HYPHENS
from spacy.language import Language
from spacy.util import compile_infix_regex, registry

_AT_HYPHENS = f"(?<=[{ALPHA}0-9])(?:{HYPHENS})(?=[{ALPHA}])"
_AT_DASHES = f"(?<=[{ALPHA}0-9])(?:–|—|--|---|——)(?=[{ALPHA}])"


def keep_hyphenated_words(nlp: Language) -> None:
    """Take from the English tokenizer the rule that splits at hyphens; dashes still divide.

    Raises RuntimeError where spaCy's rules hold no such rule any more.
    """
    rules = list(nlp.Defaults.infixes or [])
    if _AT_HYPHENS not in rules:
        raise RuntimeError("this version of spaCy splits words at hyphens by a rule that training does not know")
    rules[rules.index(_AT_HYPHENS)] = _AT_DASHES
    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(rules).finditer


@registry.callbacks("quotes.hyphenated_words.v1")  # type: ignore[untyped-decorator]
def hyphenated_words() -> Callable[[Language], None]:
    """For `[initialize.before_init]` in a training configuration."""
    return keep_hyphenated_words
