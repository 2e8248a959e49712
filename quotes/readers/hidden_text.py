"""Hidden runs and rows of a Word document (ECMA-376, 17.3.2.41, 17.4.22)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from quotes.readers.news_markup import children, name

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFF = frozenset(("0", "false", "off"))
_STYLES = "word/styles.xml"
_DEEPEST = 50  # styles based on one another


class _Styles(NamedTuple):
    """Whether the text of each style is hidden, by id; the default paragraph style; whether all text is hidden."""

    hidden: Mapping[str, bool]
    usual: str | None
    all: bool


def remove(parts: Mapping[str, _Element]) -> bool:
    """Remove hidden text from the parts of a document.

    A run is hidden if its own properties say so. Without such a property, it is hidden if exactly one of its style and
    the style of its paragraph hides it, as for every toggle property (17.7.3).

    Returns:
        Whether there was any hidden text.
    """
    styles = _styles(parts.get(_STYLES))
    hidden = [
        element
        for part, root in parts.items()
        if part != _STYLES
        for element in root.iter()
        if name(element) == "tr" and _is_hidden_row(element) or name(element) == "r" and _is_hidden(element, styles)
    ]
    for element in hidden:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return bool(hidden)


def _styles(root: _Element | None) -> _Styles:
    declared: dict[str, tuple[str | None, bool | None]] = {}
    usual, everything = None, False
    for style in [] if root is None else root:
        if name(style) == "docDefaults":
            found = (_vanishes(properties) for each in style for properties in children(each, "rPr"))
            everything = any(found)
        identity = _attribute(style, "styleId")
        if name(style) != "style" or identity is None:
            continue
        based = next((_attribute(each, "val") for each in children(style, "basedOn")), None)
        vanishes = next(map(_vanishes, children(style, "rPr")), None)
        declared[identity] = based, vanishes
        if _attribute(style, "type") == "paragraph" and _attribute(style, "default") in ("1", "true"):
            usual = identity
    return _Styles({identity: _inherited(identity, declared) for identity in declared}, usual, everything)


def _inherited(identity: str, declared: Mapping[str, tuple[str | None, bool | None]]) -> bool:
    for _ in range(_DEEPEST):
        based, vanishes = declared.get(identity, (None, None))
        if vanishes is not None or based is None:
            return bool(vanishes)
        identity = based
    return False


def _is_hidden(run: _Element, styles: _Styles) -> bool:
    for properties in children(run, "rPr"):
        vanishes = _vanishes(properties)
        if vanishes is not None:
            return vanishes
    paragraph = next((each for each in run.iterancestors() if name(each) == "p"), None)
    style = _style(run, "rPr", "rStyle")
    around = styles.usual if paragraph is None else _style(paragraph, "pPr", "pStyle") or styles.usual
    of_run, of_paragraph = (styles.hidden.get(each or "", False) for each in (style, around))
    return styles.all or of_run != of_paragraph


def _is_hidden_row(row: _Element) -> bool:
    marks = (mark for properties in children(row, "trPr") for mark in children(properties, "hidden"))
    return any(_attribute(mark, "val") not in _OFF for mark in marks)


def _style(element: _Element, properties: str, wanted: str) -> str | None:
    found = (style for each in children(element, properties) for style in children(each, wanted))
    return next((_attribute(style, "val") for style in found), None)


def _vanishes(properties: _Element) -> bool | None:
    return next((_attribute(each, "val") not in _OFF for each in children(properties, "vanish")), None)


def _attribute(element: _Element, wanted: str) -> str | None:
    return next((str(value) for key, value in _attributes(element) if key == wanted), None)


def _attributes(element: _Element) -> Iterator[tuple[str, str]]:
    return ((str(key).rpartition("}")[2], str(value)) for key, value in element.attrib.items())
