"""Chooses the paragraphs of the article on a page.

Trafilatura finds the article. Its choice is compared with all paragraphs of the page: paragraphs that it missed are
added. Paragraphs outside the element of the headline, notices, lines with only links, and pull quotes are removed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from copy import deepcopy
from difflib import SequenceMatcher
from types import ModuleType
from typing import TYPE_CHECKING

from quotes.readers.html.blocks import HEADINGS, Block, blocks, words
from quotes.readers.html.boilerplate import is_boilerplate, is_closing, is_note

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Characters. A book has as many.
LONGEST = 1_000_000

# Letters. A shorter line must be a separate line of Trafilatura's result.
_TELLING = 25
# The part of the chosen words that an element must have to be the story below the headline.
_SHARE = 0.25
# The most words of a line before or after the article that is not a sentence.
_LONGEST_LINE = 14

# Words: the fewest and the most of a pull quote, and the most of a paragraph that is compared.
_FEWEST_REPEATED = 4
_LONGEST_PULLED = 120
_LONGEST_COMPARED = 2_000
# Items. A longer list at the top is the article itself.
_LONGEST_SUMMARY = 8

# The fewest paragraphs in one element, and the fewest similar boxes, that are not a coincidence.
_FEWEST_PLACED = 3
# The fewest words of a paragraph of running text.
_FEWEST_WORDS = 10
# A text that is so many times larger than Trafilatura's choice is the article.
_LARGER = 3

# The part of the words that may come after the end of an article.
_LARGEST_CLOSING = 0.4

_BOXES = frozenset("div section article li".split())
_LISTS = frozenset("ul ol li dl dt dd blockquote".split())
_ENDED = re.compile(r"[.?!:;…][\"”’'»“)\]]*$|\W$")

_Make = tuple[tuple[str, str], ...]
_Makes = dict["HtmlElement", dict[tuple[str, str | None], list["HtmlElement"]]]


def article(root: HtmlElement, title: str | None, byline: str | None, trafilatura: ModuleType) -> list[str]:
    """The paragraphs of the article in a pruned tree, in order; empty if there is no article.

    Args:
        root: The tree.
        title: The title in the page's metadata, by which the headline is found. A line that only repeats it is removed.
        byline: The byline in the page's metadata. A line that only repeats it is removed.
        trafilatura: The library.

    Raises:
        ValueError: There are more than LONGEST characters.
    """
    found = blocks(root)
    if sum(len(block.text) for block in found) > LONGEST:
        raise ValueError(f"has more than {LONGEST:,} characters of text; split it into one file an article")
    found = [block for block in found if _is_telling(block)]
    chosen = _chosen(found, root, trafilatura)
    _choose_run(found, chosen)
    heading = _headline(found, title)
    if heading is not None:
        _keep_to_story(found, chosen, heading)
    _fill(found, chosen, heading)
    if heading is not None:
        _without_posts(found, chosen, heading)
    kept = [block for block, keep in zip(found, chosen, strict=True) if keep]
    headline = None if heading is None else found[heading].element
    return [block.text for block in _trimmed(_once(kept), headline, title, byline)]


def _is_telling(block: Block) -> bool:
    return any(map(str.isalnum, block.text)) and not is_boilerplate(block.text)


def _chosen(found: Sequence[Block], root: HtmlElement, trafilatura: ModuleType) -> list[bool]:
    """The numbers of the paragraphs that Trafilatura returns."""
    text = trafilatura.extract(deepcopy(root), include_comments=False, fast=True) or ""
    lines = {words(line) for line in text.splitlines()}
    whole = words(text)
    keys = [words(block.text) for block in found]
    return [bool(key) and (key in lines or (len(key) >= _TELLING and key in whole)) for key in keys]


def _choose_run(found: Sequence[Block], chosen: list[bool]) -> None:
    """Choose the running text in one element instead, if the current choice is small next to it."""
    sizes = [len(block.text.split()) if _is_prose(block) else 0 for block in found]
    places = [_place(block.element) for block in found]
    counts = Counter(place for place, size in zip(places, sizes, strict=True) if size)
    runs: Counter[HtmlElement] = Counter()
    for place, size in zip(places, sizes, strict=True):
        if counts[place] >= _FEWEST_PLACED:
            runs[place] += size
    if not runs:
        return
    place, size = runs.most_common(1)[0]
    if size > _LARGER * sum(size for size, keep in zip(sizes, chosen, strict=True) if keep):
        around = {place, *place.iterancestors()}
        chosen[:] = [each is place or (keep and each in around) for each, keep in zip(places, chosen, strict=True)]


def _headline(found: Sequence[Block], title: str | None) -> int | None:
    """The number of the headline: the paragraph with the title, or the first heading of level 1."""
    key = words(title or "")
    for at, block in enumerate(found):
        first_line = words(block.text.split("\n")[0])
        if first_line and key and (first_line in key or key in first_line) and len(first_line) * 2 > len(key):
            return at
    return next((at for at, block in enumerate(found) if block.element.tag == "h1"), None)


def _keep_to_story(found: Sequence[Block], chosen: list[bool], heading: int) -> None:
    """Remove what is above the headline, or outside the nearest element around it with a story."""
    element = found[heading].element
    levels = {each: level for level, each in enumerate((element, *element.iterancestors()))}
    depth = len(levels)
    shared = [_level(block.element, levels) for block in found]
    sizes = [len(block.text.split()) if keep else 0 for block, keep in zip(found, chosen, strict=True)]
    whole = sum(sizes)
    blocks_at, words_at = Counter[int](), Counter[int]()
    for at in range(heading + 1, len(found)):
        if sizes[at]:
            blocks_at[shared[at]] += 1
            words_at[shared[at]] += sizes[at]
    count = held = 0
    for level in range(depth):
        count, held = count + blocks_at[level], held + words_at[level]
        if count >= 3 and held >= _SHARE * whole:
            for at in range(len(found)):
                chosen[at] = chosen[at] and at > heading and shared[at] <= level
            return


def _level(element: HtmlElement, levels: dict[HtmlElement, int]) -> int:
    """How many levels above the headline the nearest common ancestor of `element` is; cached for all ancestors."""
    passed = []
    while element not in levels:
        passed.append(element)
        element = element.getparent()
    levels.update(dict.fromkeys(passed, levels[element]))
    return levels[element]


def _fill(found: Sequence[Block], chosen: list[bool], heading: int | None) -> None:
    """Add paragraphs with the same markup and parent as chosen ones, and those between them, up to another headline."""
    last = len(found)
    makes = Counter(_make(block, 3) for block, keep in zip(found, chosen, strict=True) if keep)
    start = 0 if heading is None else heading + 1
    for at in range(start, len(found)):
        if found[at].element.tag == "h1" and any(chosen[start:at]):
            last = at
            break
    for at in range(start, last):
        chosen[at] = chosen[at] or (found[at].element.tag not in HEADINGS and makes[_make(found[at], 3)] > 1)
    kept = [at for at in range(start, last) if chosen[at]]
    if not kept:
        return
    places = {_place(found[at].element) for at in kept}
    for at in range(kept[0], kept[-1]):
        chosen[at] = chosen[at] or (found[at].element.tag not in HEADINGS and _place(found[at].element) in places)
    for at in reversed(range(kept[0], kept[-1])):
        chosen[at] = chosen[at] or (found[at].element.tag in HEADINGS and chosen[at + 1])


def _without_posts(found: Sequence[Block], chosen: list[bool], heading: int) -> None:
    """Remove short texts in similar boxes, outside the element of the story."""
    prose = [at for at in range(heading + 1, len(found)) if chosen[at] and _is_prose(found[at])]
    places = Counter(_place(found[at].element) for at in prose)
    story = next(
        (_place(found[at].element) for at in prose[:2] if places[_place(found[at].element)] >= _FEWEST_PLACED), None
    )
    if story is None:
        return
    around = {story, *story.iterancestors()}
    makes: _Makes = {}
    posts = {at for at in prose if _is_post(found[at].element, around, places, makes)}
    others = [at for at in prose if at not in posts]
    boxes = {_outermost(found[at].element, around) for at in posts}
    boxes -= {_outermost(found[at].element, around) for at in others}
    if sum(len(found[at].text) for at in posts) <= 2 * sum(len(found[at].text) for at in others):
        for at in range(prose[0], len(found)):
            chosen[at] = chosen[at] and _outermost(found[at].element, around) not in boxes


def _is_prose(block: Block) -> bool:
    return block.element.tag not in HEADINGS and len(block.text.split()) >= _FEWEST_WORDS


def _is_post(element: HtmlElement, around: Set[HtmlElement], places: Mapping[HtmlElement, int], makes: _Makes) -> bool:
    """Whether a paragraph is almost alone in one of several similar boxes, none of which is in `around`.

    `makes` caches the children of elements by their markup.
    """
    if places[_place(element)] >= _FEWEST_PLACED:
        return False
    each: HtmlElement | None = element
    while each is not None and each not in around:
        parent = each.getparent()
        if parent is not None and each.tag in _BOXES:
            if parent not in makes:
                makes[parent] = {}
                for child in parent:
                    makes[parent].setdefault((str(child.tag), child.get("class")), []).append(child)
            alike = makes[parent][(str(each.tag), each.get("class"))]
            if len(alike) >= _FEWEST_PLACED:
                return around.isdisjoint(alike) and next(each.iter(*HEADINGS), None) is None
        each = parent
    return False


def _outermost(element: HtmlElement, around: Set[HtmlElement]) -> HtmlElement:
    """The highest ancestor of `element`, or itself, that is not in `around`."""
    while (parent := element.getparent()) is not None and parent not in around and element not in around:
        element = parent
    return element


def _make(block: Block, levels: int) -> _Make:
    make: list[tuple[str, str]] = []
    element: HtmlElement | None = block.element
    while element is not None and len(make) < levels:
        make.append((str(element.tag), element.get("class", "")))
        element = element.getparent()
    return tuple(make)


def _place(element: HtmlElement) -> HtmlElement:
    """The parent of a paragraph, a quotation or a list."""
    parent = element.getparent()
    while parent is not None and parent.tag in _LISTS:
        parent = parent.getparent()
    return element if parent is None else parent


def _once(kept: Sequence[Block]) -> list[Block]:
    """`kept` without paragraphs in unusual markup that repeat another one, or only name who spoke."""
    if not kept:
        return []
    usual = Counter(_make(block, 2) for block in kept).most_common(1)[0][0]
    usual_place = Counter(_place(block.element) for block in kept).most_common(1)[0][0]
    repeated = _repeated(kept, [at for at, block in enumerate(kept) if _make(block, 2) != usual])
    gone = {_setting(kept[at].element) for at in repeated} - {usual_place}
    return [
        block
        for at, block in enumerate(kept)
        if at not in repeated and not (_is_line(block) and gone & {block.element, _setting(block.element)})
    ]


def _repeated(kept: Sequence[Block], asked: Sequence[int]) -> set[int]:
    """The paragraphs among `asked` that repeat another one."""
    tokens = [re.findall(r"\w+", re.sub("[’']", "", block.text.lower())) for block in kept]
    where: dict[tuple[str, ...], list[int]] = {}
    for at, each in enumerate(tokens):
        for gram in set(zip(each, each[1:], each[2:], strict=False)) if len(each) <= _LONGEST_COMPARED else ():
            where.setdefault(gram, []).append(at)
    repeated = set()
    for at in asked:
        part = tokens[at]
        if kept[at].element.tag in HEADINGS or not _FEWEST_REPEATED <= len(part) <= _LONGEST_PULLED:
            continue
        grams = Counter(other for gram in zip(part, part[1:], part[2:], strict=False) for other in where[gram][:20])
        if any(_repeats(part, tokens[other]) for other, _ in grams.most_common(4) if other != at):
            repeated.add(at)
    return repeated


def _repeats(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether nearly all words of `part` are in `whole`, in order, at least three together."""
    if len(part) >= len(whole):
        return False
    matcher = SequenceMatcher(None, part, whole, autojunk=False)
    return sum(match.size for match in matcher.get_matching_blocks() if match.size >= 3) >= 0.9 * len(part)


def _setting(element: HtmlElement) -> HtmlElement:
    """The element that sets a paragraph apart: its quotation, or else its parent."""
    around = [element, *element.iterancestors()]
    return next((each for each in around if each.tag == "blockquote"), around[min(1, len(around) - 1)])


def _is_line(block: Block) -> bool:
    return len(block.text.split()) <= _LONGEST_LINE and not _ENDED.search(block.text)


def _trimmed(
    kept: Sequence[Block], headline: HtmlElement | None, title: str | None, byline: str | None
) -> Sequence[Block]:
    """`kept` without lines, summaries and notes on authors before the first paragraph and after the last."""
    start, end = 0, _closed(kept)
    listed = all(block.element.tag == "li" for block in kept[:_LONGEST_SUMMARY])
    known_lines = {words(title or ""), words(byline or ""), words(f"by {byline}")}
    names = tuple(f"{name} " for name in (byline or "").split(", ") if name)
    parent = None if headline is None else headline.getparent()
    while start < end:
        tag, text = kept[start].element.tag, kept[start].text
        beside = tag in HEADINGS and kept[start].element.getparent() is parent
        line = (tag == "li" and not listed) or (tag not in HEADINGS and _is_line(kept[start]))
        if not (beside or line or words(text) in known_lines or (names and text.startswith(names)) or is_note(text)):
            break
        start += 1
    while start < end:
        tag, text = kept[end - 1].element.tag, kept[end - 1].text
        line = tag not in _LISTS and _is_line(kept[end - 1])
        if not (tag in HEADINGS or line or (names and text.startswith(names)) or is_note(text)):
            break
        end -= 1
    return kept[start:end]


def _closed(kept: Sequence[Block]) -> int:
    """Where the article ends: at a line such as "Notes to editors", or one about the organisation described below."""
    sizes = [len(block.text.split()) for block in kept]
    after = 0
    end = len(kept)
    for at in reversed(range(_FEWEST_PLACED, len(kept))):
        text = kept[at].text
        if is_closing(text) or (at + 1 < len(kept) and _describes(text, kept[at + 1].text)):
            end = at
        after += sizes[at]
        if after > _LARGEST_CLOSING * sum(sizes):
            break
    return end


def _describes(line: str, following: str) -> bool:
    """Whether a line is "About" and a name, and the paragraph after it is about that name."""
    about, _, name = line.strip(" :").partition(" ")
    return about.lower() == "about" and name[:1].isupper() and words(following).find(words(name)) in range(4)
