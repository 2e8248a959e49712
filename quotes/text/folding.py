"""Folds characters for search, at index time in SQL and at query time in Python from one table.

SQLite's tokenizer folds case and accents. It has no rule for ligatures, and it ends a word at a soft hyphen.
"""

from __future__ import annotations

_FOLDED = {
    **dict.fromkeys(("\u00ad", "\u200b", "\u2060", "\ufeff"), ""),
    "\u02bc": "'",
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_TABLE = str.maketrans(_FOLDED)


def folded(text: str) -> str:
    """`text` without soft hyphens and other invisible separators, and with separate letters for ligatures."""
    return text.translate(_TABLE)


def places(text: str) -> list[int]:
    """The position in `text` of each character of `folded(text)`, and the length of `text` at the end."""
    kept = [at for at, character in enumerate(text) for _ in _FOLDED.get(character, character)]
    return [*kept, len(text)]


def folded_sql(column: str) -> str:
    """`folded` of a column, as an SQL expression."""
    expression = column
    for character, letters in _FOLDED.items():
        quoted = letters.replace("'", "''")
        expression = f"replace({expression}, char({ord(character)}), '{quoted}')"
    return expression
