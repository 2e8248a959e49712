"""Finds what is on the page of an article but not part of it, by element, by class, and by the wording of lines.

Class names differ between sites but have common words ("wp-caption-text", "ArticleShare", "ad-slot"). A word must be a
whole part of the name: "ad" is in "ad-slot", not in "header".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from quotes.readers.html.blocks import BLOCKS, HEADINGS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DROPPED = frozenset(
    "script style template svg math canvas audio video picture img iframe object embed applet map "
    "menu select textarea input button datalist progress meter head title link meta "
    "amp-ad amp-analytics amp-carousel amp-consent amp-embed amp-iframe amp-img amp-lightbox amp-list amp-sidebar "
    "amp-social-share amp-sticky-ad amp-video".split()
)
_PICTURES = frozenset("img picture video iframe amp-img amp-video".split())
# Inline elements that only disturb the search for paragraphs.
_UNWRAPPED = frozenset("data font label time".split())
_STRUCK = frozenset("del s strike".split())

# Words of class names; a hyphen stands for any separator ("read-more": ReadMore, read_more).
_CLASSES = """
ad ads adbox adslot adunit advert adverts advertisement advertising adwrapper dfp mpu outbrain taboola
sponsor sponsored promo promos promoted promotion cta marketing
newsletter newsletters signup sign-up subscribe subscription regwall barrier
share sharing sharetools social sharedaddy
related recommended recommendation recommendations callout
also-read readmore read-more read-next more-on more-stories more-from see-also
up-next next-up trending most-read most-popular popular top-stories jp-relatedposts
comments comment commentlist discussion conversation disqus respond
cookie cookies consent gdpr cmp2 onetrust
caption captions figcaption piccap credit credits gallery slideshow carousel swiper slide slides attachment
byline bylines author authors author-bio bio contributor contributors
standfirst excerpt dek deck subtitle summary-box article-summary
meta metadata timestamp posted-on submitted
tags tag-list taglist topics breadcrumb breadcrumbs navbar navigation sidebar masthead toolbar footer foot
podcast player audio-player poll quiz donate donation membership infinite-scroll
screen-reader-text visually-hidden sr-only print-only printonly
contact contacts boilerplate cta-block embed-block links-block
""".split()
# Not part of the article, unless they contain it.
_ASIDE = frozenset("aside header footer nav noscript dialog".split())
# Never the article.
_COMMENTS = re.compile(r"(?:^|-)(?:comments?|commentlist|disqus|respond)(?:-|$)")
# Lists of other articles or readers' letters: many short texts are not an article.
_OTHERS = re.compile(
    r"(?:^|-)(?:related|recommend\w*|also-read|readmore|read-(?:more|next)|more-(?:on|stories|from)|see-also|up-next"
    r"|next-up|trending|most-(?:read|popular)|popular|top-stories|jp-relatedposts|infinite-scroll|promos?|promoted"
    r"|promotion|discussion|conversation)(?:-|$)"
)
# May be below a headline without being the story, visible or not.
_APART = ("hidden", "aside", "footer", "dialog", "role", "itemprop")
# Words of running text: the fewest of an article, and the most between a headline and its article.
_LEAST = 50
_STANDFIRST = 40
# The most words of a box with a label such as "Advertisement".
_LARGEST_LABELLED = 100
# The fewest paragraphs of an article that begins with other content, or has it next to it.
_FEWEST_OF_STORY = 3
# The fewest similar elements of slides; the fewest words of a popup.
_FEWEST_SLIDES = 3
_FEWEST_IN_POPUP = 3
# Nested boxes that are marked as not part of the article but contain it.
_DEEPEST = 20
# Elements with another mark than a name are never the article.
_NEVER = ("label", "links", "popup")
_POPUP = re.compile(r"(?:^|-)(?:tooltip|tooltips|tooltiptext|popup|popover|hovercard|hover-card|flyout|infobox)(?:-|$)")
# Elements that open a popup.
_OPENS_POPUP = re.compile(r"-(?:trigger|link|toggle|target|anchor|term|wrap|wrapper|container)(?:-|$)")
_CLOSES = re.compile(r"[,.;:!?)”’]")
_GOES_ON = re.compile(r"[,;:.)]|\s+[a-z(]")
# Paragraphs that are invisible or never part of the article.
_NO_PARAGRAPH = re.compile(
    r"(?:^|-)(?:comments?|commentlist|disqus|respond|screen-reader-text|visually-hidden|sr-only|print-?only|bylines?"
    r"|author|author-bio|bio|credits?|standfirst|dek|contacts?|boilerplate)(?:-|$)"
)
# Paragraphs next to each other in a row.
_MOST_SET_APART = 2
_FINISHED = re.compile(r"[.?!…][\"”’'»)\]]*$")
_SPOKEN = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
# Outside of quotations, running text does not address the reader.
_TO_READERS = re.compile(
    r"\b(?:you|your|yours|we|our|us|subscribe|sign up|click|newsletters?|read more|sponsored|advertisement)\b", re.I
)
_COUNTER = re.compile(r"\W*(?:(?:slide|photo|image|picture)\s+)?\d{1,3}\s*(?:/|of|\|)\s*(\d{1,3})(?!\d)", re.I)
# Of the page's words: names do not count for an element with more.
_MOST = 0.6
# The rest of the page is smaller than this part of the article.
_SMALL = 0.34
# The first text below a headline is the article if it has more than this part of the rest.
_FIRST = 0.5
# The fewest words of a paragraph of running text.
_FEWEST = 10
# Elements without running text: lists, tables, forms and headings.
_NO_PROSE = frozenset("html body ul ol dl dt tr table tbody figure form fieldset nav menu address".split()) | HEADINGS
# The ids of these elements are link targets and do not describe them.
_SET_OUT = frozenset("p li blockquote pre".split()) | HEADINGS
_CLASS = re.compile(rf"(?:^|-)(?:{'|'.join(_CLASSES)})(?=-|$)")
# Names that wrap whole articles as often as other content, or name a topic.
_NOT = re.compile(
    r"^(?:has|is|no|with|single|postid|category|tag|elementor|wp-elements|lang|template)-|-(?:open|enabled|active)$"
)
_NAMING = ("class", "id", "data-component", "data-module", "data-testid", "data-type", "name")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PARTS = re.compile(r"[^a-z0-9]+")
_MARK = re.compile('[“”"‘]')
_UNSEEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_PROPERTIES = frozenset("caption author publisher datePublished dateModified image".split())
_ROLES = frozenset("alert alertdialog banner complementary contentinfo dialog navigation search toolbar".split())

# The name of a source: a few words, the first with a capital, or a URL.
_SITE = r"(?:the )?(?-i:[“\"']?[A-Z0-9]|\w+\.\w)[^\s,]*(?: [^\s,]+){0,6}"
# Whole paragraphs. None begins with a quotation mark.
_NOTICES = (
    # To other articles.
    r"(?:(?:please )?(?:read|see|find out|learn|hear)(?: (?:more|also|next|now|this))+|also (?:read|see)|see also"
    r"|(?:must[ -])?read|(?:more|related|don[’']t miss|watch|listen|video|explainer|recommended|up next|next up)"
    r"(?: (?:live|story|stories|articles?|coverage|reading|videos?|links?|on this(?: story)?|news))?)"
    r"\s*[:|►▶»–—-]+\s.{0,200}",
    r"also read|read (?:more|also|next)|see also|more on this(?: story)?|recommended|trending(?: now)?|key events",
    r"related(?: (?:topics|stories|articles|content))?|most (?:read|popular)|up next|top stories|previous coverage",
    r"you (?:may|might) also (?:like|be interested in)\b.{0,60}|click here\b.{0,120}|https?://\S+",
    r"read (?:the )?(?:full|original|rest of this|rest of the) (?:article|story|post|entry)\b.{0,120}",
    rf"the (?:post|article|story) .{{3,300}} (?:(?:appeared|published) first|(?:first|originally) appeared) "
    rf"(?:on|in|at) {_SITE}",
    rf"continue reading\b[^,]{{0,80}}|continue reading .{{1,300}} (?:at|on) {_SITE}",
    # To readers.
    r"share|tweet|print|email|copy link|save|comments?|tags|topics|reply|report|permalink|like this",
    r"(?:click to )?(?:share|tweet|pin|email|print|post)\b[\s,|/():·•]*(?:(?:this|it|the|your|on|via|to|with|by|in|a"
    r"|and|or|now|article|story|post|page|link|button|below|facebook|twitter|x|linkedin|whatsapp|reddit|pinterest|pocket"
    r"|tumblr|messenger|telegram|bluesky|mastodon|threads|email|e-mail|friends?|copy|print|share|tweet|pin|opens|new"
    r"|window)\b[\s,|/():·•]*)+",
    r"filed under\b.{0,120}|posted in\b:? .{0,80}",
    r"view comments|load more(?: comments)?|\d{1,4} (?:comments?|shares|likes|views)",
    r"(?:sign up (?:to|for|here|now)|subscribe (?:to|for|now|here|today)|get (?:the|our) .{0,40}newsletter"
    r"|to receive (?:new|our)|already (?:a subscriber|registered)|enter your email"
    r"|register (?:now|for free|to (?:read|continue|comment))|by signing up|become a (?:member|subscriber|supporter)"
    r"|enjoyed this (?:story|article)"
    r"|support our (?:journalism|journalists|work|newsroom|reporting)|you (?:are|[’']re) receiving this"
    r"|view (?:this email )?in (?:your )?browser|unsubscribe)\b.{0,200}",
    r"(?:log|sign) in(?: (?:to|or|here)\b.{0,80})?",
    r"(?:follow|like|join|find) (?:us|.{1,60}) on (?:facebook|x|twitter|instagram|youtube|whatsapp|bluesky|threads"
    r"|linkedin|tiktok|telegram)\b.{0,250}|follow [^“\".]{2,60} (?:on|at) [^“\".]{0,30}@\w+[^“\"]{0,60}",
    r"(?:send|email) (?:us )?your (?:stor(?:y|ies)|letters|tips)\b.{0,200}",
    r"do you have (?:an opinion|a story|information)\b.{0,300}|listen to (?:our|the) .{0,80}podcast.{0,80}",
    r"(?:we use cookies|this (?:site|website) uses cookies|this article contains content provided by)\b.{0,500}",
    # From advertisers.
    r"advertisements?|ad|sponsored(?: content)?|a message from our sponsors?|advertisement\W+scroll to continue",
    r"(?:this )?(?:article|story|post|content) continues (?:below|after).{0,40}|scroll (?:down )?to continue.{0,40}",
    r"skip (?:ad|advertisement|to).{0,40}|this advertisement has not loaded.{0,80}",
    # On authors and dates.
    r"image caption,.{0,200}|(?:image (?:source|credit)|caption|photo(?:graph)?s?|photo(?:graph)?s? by|pictures?"
    r"|pictures? by|pictured|credits?|illustration(?: by)?|file photo)\s*[:/].{0,200}",
    r"(?:getty|afp|reuters|ap|epa|alamy|shutterstock) images?(?:/.{0,60})?",
    r"(?:©|\(c\)|copyright\s*(?:©|\(c\)|\d{4})).{0,200}|all rights reserved.{0,100}",
    r"(?:purchase )?licensing rights|reuse this content.{0,40}|our standards:.{0,120}",
    r"(?:first |last )?(?:published|updated|posted|modified)(?: (?:on|at))?\s*[:–-]?\s*"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b|\d).{0,60}(?<![.?!])",
    r"[\d.:]+\s?[ap]m|\d+\s*(?:hours?|minutes?|days?) ago|this live ?blog is closed",
    r"(?:additional )?(?:reporting|writing|editing|compiled|written|edited) by [^“\".]{2,160}",
    r"this (?:article|story|report|post|piece) (?:by .{2,60} )?(?:(?:was|has been) (?:first|originally) published"
    r"|(?:first|originally) appeared|appeared (?:first|originally))\b.{0,120}",
    r"a version of this (?:article|story) (?:appears|appeared)\b.{0,300}",
    r"(?:[^“\"]{2,150} )?contributed (?:reporting|to this (?:report|article|story))\b.{0,30}",
    r"with (?:files|(?:additional )?reporting) (?:from|by) .{2,120}|the views expressed (?:here|in this)\b.{0,200}",
)
# Whole paragraphs before the first of an article or after its last.
_NOTES = (
    r"(?:use|enter|apply|with|get .{1,60} with) (?:the |our |this )?"
    r"(?:(?:promo|promotion|coupon|discount|offer|voucher) )?code:? [“\"']?(?-i:[A-Z0-9]{4,}).{0,120}",
    r"(?:promo|promotion|coupon|discount|offer|voucher) code:? ?.{0,60}",
    r"(?:his|her|their|[^.“\"]{3,60}[’']s) (?:\w+[ -]){0,4}(?:books?|novels?|memoir|biography|album|podcast)\b"
    r".{0,200}\b(?:is|are|was|will be) (?:\w+ ){0,2}(?:out|published|available|on sale|forthcoming|due)\b.{0,150}",
    r"[^.“\"]{3,60} (?:is|was) (?:an?|the) (?:[^.“\"]{0,120})?(?:\bauthor of|(?:freelance|staff|senior|contributing) "
    r"(?:writer|journalist|reporter|editor)|(?:writer|journalist|reporter|columnist) (?:based|for|at|with))\b"
    r"[^“]{0,300}",
    r"(?:e-?mail|contact|reach|write to|send) [^“\"]{0,80}@[\w.-]+\.\w+.{0,80}",
)
_NOTE = re.compile(rf"[^\w“\"‘'«„]*(?:{'|'.join(_NOTES)})[\W_]*", re.I)
_CLOSING = re.compile(
    r"[\W_]*(?:ends|about us|notes? (?:to|for) editors?|(?:media|press) (?:contacts?|enquiries|inquiries)"
    r"|for (?:more|further|media) (?:information|details|enquiries|inquiries).{0,40}"
    r"|about (?:the )?(?:authors?|writers?|company|organi[sz]ation|charity|firm))[\W_]*",
    re.I,
)
_NOTICE = re.compile(rf"[^\w“\"‘'«„]*(?:{'|'.join(_NOTICES)})[\W_]*", re.I)
_LABEL = re.compile(
    r"[\W_]*(?:advertisement|ad|sponsored(?: content)?|a message from (?:our sponsors?|.{2,40})|promoted|paid content"
    r"|also read|read (?:more|also|next)|see also|related(?: (?:content|stories|articles))?|recommended"
    r"|more on this(?: story)?|trending(?: now)?|most (?:read|popular)|up next|story continues below|newsletter"
    r"|listen to our podcast|about the (?:authors?|writers?|contributors?|journalists?)"
    r"|more on the (?:subject|topic)|how we reported this(?: story)?|write to us|contact us|get in touch|have your say"
    r"|(?:press |media )?contacts?|downloads|about us)[\W_]*",
    re.I,
)


def is_boilerplate(line: str) -> bool:
    """Whether a paragraph is a notice to the reader, a link to another article, a credit or similar."""
    return len(line) <= 600 and _NOTICE.fullmatch(line) is not None


def is_note(line: str) -> bool:
    """Whether a paragraph at the beginning or end of an article is an offer, or a note on its author."""
    return len(line) <= 600 and _NOTE.fullmatch(line) is not None


def is_closing(line: str) -> bool:
    """Whether everything after this line is not part of the article, as in press releases."""
    return len(line) <= 80 and _CLOSING.fullmatch(line) is not None


def without_footer(text: str) -> str:
    """`text` without the notices that feeds append to an entry: "The post … appeared first on …"."""
    lines = text.splitlines(keepends=True)
    kept = len(lines)
    for at in reversed(range(len(lines))):
        if line := lines[at].strip():
            if not is_boilerplate(line):
                break
            kept = at
    return text if kept == len(lines) else "".join(lines[:kept]).rstrip()


def is_label(line: str) -> bool:
    """Whether a line labels the rest of its box as not part of the article."""
    return len(line) <= 80 and _LABEL.fullmatch(line) is not None


class _Size(NamedTuple):
    """The size of an element.

    Attributes:
        words: All words.
        linked: The words in links.
        prose: The words in paragraphs of running text.
        paragraphs: The number of these paragraphs.
        run: The words of these paragraphs in the one element that has most.
        pictures: The number of pictures.
        article: Whether it has a headline, or is marked as the body of the article.
    """

    words: int = 0
    linked: int = 0
    prose: int = 0
    paragraphs: int = 0
    run: int = 0
    pictures: int = 0
    article: bool = False


_NO_SIZE = _Size()


def prune(root: HtmlElement) -> None:
    """Remove everything from the tree that is not part of the article.

    Struck-out words are removed. A figure stays if it has a quotation and no picture. An element that is not part of
    the article by its name, class or id is compared with the rest of the page. It stays if the rest is small next to
    it, or if it has the first running text below the headline. A paragraph of running text between plain ones always
    stays.
    """
    for element in root.iter("html", "body", "main"):
        _unmark(element)
    sizes = _sizes(root)
    for paragraph in [each for each in root.iter("p", "div") if _is_among_paragraphs(each, sizes)]:
        _unmark(paragraph)
    for button in [each for each in root.iter("button") if _is_in_sentence(each, sizes)]:
        button.tag = "span"
    boxes = {_box(form, sizes) for form in root.iter("form")}
    _drop(each for each in list(root.iter()) if each is not root and (each in boxes or _is_doomed(each, sizes)))
    _drop(_outside(root, sizes))
    for element in root.iter():
        if (name := element.get("id")) and _CLASS.search(_parts(name)):
            del element.attrib["id"]
    for element in list(root.iter("figure")):
        element.drop_tag()
    for element in list(root.iter("form", *_UNWRAPPED)):
        element.tag = "div" if element.tag == "form" else "span"


def _drop(elements: Iterable[HtmlElement]) -> None:
    for element in elements:
        previous, parent = element.getprevious(), element.getparent()
        if parent is None:
            continue
        if element.tag not in BLOCKS and _CLOSES.match(element.tail or ""):
            # No space stays before a comma.
            if previous is not None:
                previous.tail = (previous.tail or "").rstrip()
            else:
                parent.text = (parent.text or "").rstrip()
        element.drop_tree()


def _is_doomed(element: HtmlElement, sizes: Mapping[HtmlElement, _Size]) -> bool:
    """Whether an element is removed whatever it contains."""
    tag = element.tag
    if not isinstance(tag, str) or tag in DROPPED or tag in _STRUCK:
        return True
    if tag == "sup":
        return next(element.iter("a"), None) is not None
    if tag == "figure":
        return sizes[element].pictures > 0 or not any(True for _ in element.iter("blockquote", "q"))
    if tag in ("table", "div"):
        return not sizes[element].article and _is_captioned(element, sizes[element])
    return False


def _outside(root: HtmlElement, sizes: Mapping[HtmlElement, _Size]) -> list[HtmlElement]:
    """The elements that are marked as not part of the article, except those that contain it."""
    held: set[HtmlElement] = set()
    suspects: dict[HtmlElement, str] = {}
    for _ in range(_DEEPEST):
        suspects, between, rest = _suspects(root, sizes, held)
        groups: dict[str, list[HtmlElement]] = {}
        for element, why in suspects.items():
            groups.setdefault(why, []).append(element)
        found = [
            element
            for why, group in groups.items()
            if _holds_article(why, [sizes[each] for each in group], rest, between.get(group[0]))
            for element in group
        ]
        if not found:
            break
        for element in found:
            _unmark(element)
        held.update(found)
    return [element for element in suspects if element not in held]


def _suspects(
    root: HtmlElement, sizes: Mapping[HtmlElement, _Size], held: Set[HtmlElement]
) -> tuple[dict[HtmlElement, str], dict[HtmlElement, int], _Size]:
    """The outermost elements that are marked as not part of the article, with their marks.

    Also the number of words between the headline and those with running text, and the running text outside them all.
    """
    suspects: dict[HtmlElement, str] = {}
    between: dict[HtmlElement, int] = {}
    words = paragraphs = 0
    since: int | None = None
    stack = [root]
    while stack:
        element = stack.pop()
        size = sizes[element]
        why = None if element is root or element in held else _why(element, sizes, sizes[root].words)
        if why is not None:
            suspects[element] = why
            if size.prose and (since is not None or size.article):
                between[element] = since or 0
            continue
        if element.tag == "h1":
            since = 0
        own = size.prose - sum(sizes[child].prose for child in element)
        words += own
        paragraphs += own > 0
        since = None if since is None else since + own
        stack.extend(reversed(element))
    return suspects, between, _Size(prose=words, paragraphs=paragraphs)


def _holds_article(why: str, group: Sequence[_Size], rest: _Size, between: int | None) -> bool:
    """Whether elements with the same mark contain the article.

    Args:
        why: The mark.
        group: The elements.
        rest: The running text outside all marked elements.
        between: The words of it from the headline to the first of the group.
    """
    if why in _NEVER or _has(_COMMENTS, why):
        return False
    if why == "slides":
        return rest.paragraphs < _FEWEST_OF_STORY or rest.prose < _LEAST
    prose = max(each.run for each in group) if _has(_OTHERS, why) else sum(each.prose for each in group)
    paragraphs = sum(each.paragraphs for each in group)
    if prose < _LEAST or paragraphs < 2:
        return False
    if rest.prose < _SMALL * prose:
        return True
    first = between is not None and between < _STANDFIRST and why.partition(" ")[0] not in _APART
    return first and paragraphs >= _FEWEST_OF_STORY and prose > _FIRST * rest.prose


def _unmark(element: HtmlElement) -> None:
    """Remove the mark of an element, so that other code does not see it."""
    for name in ("style", "hidden", "role", "aria-hidden", *_NAMING):
        element.attrib.pop(name, None)
    if element.tag in _ASIDE:
        element.tag = "div"


def _why(element: HtmlElement, sizes: Mapping[HtmlElement, _Size], whole: int) -> str | None:
    """What marks an element as not part of the article, or None.

    This is its names, which are the same for all elements with these names; "label", "links", "popup" or "slides"; or
    its tag, role, property or hidden state, with a number of its own. `whole` is the number of words of the page: names
    do not count for an element with most of them.
    """
    tag, size = element.tag, sizes[element]
    if tag in ("html", "body", "main"):
        return None
    alone = f"{tag} {id(element)}"
    style = element.get("style")
    if (
        element.get("hidden") is not None
        or style
        and _UNSEEN.search(style)
        or "hidden" in element.get("class", "").split()
    ):
        return f"hidden {alone}"
    if tag in _ASIDE and (tag in ("nav", "noscript") or not size.article):
        return None if tag == "footer" and any(True for _ in element.iterancestors("blockquote")) else alone
    if size.article:
        return None
    if element.get("itemprop") in _PROPERTIES:
        return f"itemprop {alone}"
    if tag not in BLOCKS:
        return "popup" if _is_popup(element, size) else _by_names(element) if "-" in tag else None
    if element.get("role", "").lower() in _ROLES or (element.get("aria-hidden") == "true" and tag != "p"):
        return f"role {alone}"
    if size.words <= _LARGEST_LABELLED and tag not in _SET_OUT and is_label(_first_line(element)):
        return "label"
    if size.linked > 0.95 * size.words and (tag in ("ul", "ol") or (tag == "p" and _is_headline(element))):
        return "links"
    names = _by_names(element)
    if names is None and len(element) >= _FEWEST_SLIDES and _are_slides(element, size):
        return "slides"
    wraps = size.words > _MOST * whole
    return None if names and wraps and not (_has(_COMMENTS, names) or _has(_OTHERS, names)) else names


def _is_among_paragraphs(element: HtmlElement, sizes: Mapping[HtmlElement, _Size]) -> bool:
    """Whether a single paragraph with marked names is running text between plain paragraphs.

    It has complete sentences, few links, no picture in it or next to it, and does not address the reader.
    """
    size = sizes[element]
    if size.paragraphs != 1 or size.article or size.pictures:
        return False
    names = _by_names(element)
    if names is None or _has(_NO_PARAGRAPH, names) or element.get("style") or element.get("hidden") is not None:
        return False
    alone = element.tag == "p" or (len(element) == 1 and element[0].tag == "p" and not (element.text or "").strip())
    if not alone or (size.linked * 4 > size.words if element.tag == "p" else size.linked):
        return False
    if not all(_is_beside_plain_paragraph(element, sizes, preceding=each) for each in (True, False)):
        return False
    text = " ".join(element.text_content().split())
    if not _FINISHED.search(text) or is_boilerplate(text) or is_note(text):
        return False
    return _TO_READERS.search(_SPOKEN.sub("", text)) is None


def _is_beside_plain_paragraph(element: HtmlElement, sizes: Mapping[HtmlElement, _Size], *, preceding: bool) -> bool:
    """Whether the next paragraph of running text, before or after this one, has no marked names."""
    for each in islice(element.itersiblings(preceding=preceding), _MOST_SET_APART + 1):
        if each.tag not in ("p", "div", "blockquote") or sizes[each].paragraphs != 1 or sizes[each].pictures:
            return False
        if _by_names(each) is None:
            return True
    return False


def _is_in_sentence(button: HtmlElement, sizes: Mapping[HtmlElement, _Size]) -> bool:
    """Whether a button is part of a sentence, which continues after it."""
    parent = button.getparent()
    if parent is None or parent.tag not in _SET_OUT or not sizes[parent].prose:
        return False
    text = " ".join(button.text_content().split())
    following = button.getnext()
    opened = not button.tail and following is not None and _is_named_popup(following)
    tail = (following.tail if opened and following is not None else button.tail) or ""
    return text[:1].isupper() and not is_boilerplate(text) and _GOES_ON.match(tail) is not None


def _is_popup(element: HtmlElement, size: _Size) -> bool:
    """Whether an inline element opens over the text: by its name or role, or because it cannot continue the sentence.

    It cannot if it begins directly after a letter, or repeats the two words before it, and has links.
    """
    if size.words < _FEWEST_IN_POPUP or element.tag not in ("span", "button", "label"):
        return False
    if _is_named_popup(element):
        return not any(map(_is_named_popup, element.iterdescendants("span", "div", "button", "label")))
    previous, parent = element.getprevious(), element.getparent()
    before = "" if parent is None else parent.text or ""
    if previous is not None:
        before = (previous.text_content() + (previous.tail or ""))[-200:]
    text = element.text_content()[:200]
    follows_on = before[-1:].isalnum() and text[:1].isupper()
    name = before.split()[-2:]
    repeats = len(name) == 2 and text.split()[:2] == name
    return follows_on and (size.linked > 0 or repeats) or (repeats and size.linked > 0)


def _is_named_popup(element: HtmlElement) -> bool:
    named = [_parts(name) for name in element.get("class", "").split()[:20]]
    opens = any(map(_OPENS_POPUP.search, named))
    return element.get("role") == "tooltip" or (not opens and any(map(_POPUP.search, named)))


def _are_slides(element: HtmlElement, size: _Size) -> bool:
    """Whether the child elements are slides: each has a number of the total, or all have the same heading."""
    tag = element[0].tag
    if (
        size.words < _LEAST
        or tag not in ("li", "div", "section", "article")
        or any(each.tag != tag for each in element)
    ):
        return False
    counted = [_COUNTER.match(" ".join(each.text_content()[:80].split())) for each in element]
    if len({match[1] for match in counted if match}) == 1 and all(counted):
        return True
    headings = [next(each.iter(*HEADINGS), None) for each in element]
    texts = {None if each is None else each.text_content().strip() for each in headings}
    return len(texts) == 1 and None not in texts and "" not in texts


def _first_line(element: HtmlElement) -> str:
    """The words of an element up to the end of its first paragraph; empty if they are many."""
    each: HtmlElement | None = element
    while each is not None and not (each.text or "").strip():
        each = next((child for child in each if isinstance(child.tag, str)), None)
    while each is not None and each is not element and each.tag not in BLOCKS:
        each = each.getparent()
    return "" if each is None or each is element else " ".join(each.text_content()[:200].split())


def _is_headline(paragraph: HtmlElement) -> bool:
    """Whether a paragraph looks like a headline: it has words in marks, or is all in capitals."""
    text = paragraph.text_content().strip()
    return not text.endswith((".", "!", "?")) and (text.isupper() or _MARK.search(text) is not None)


def _sizes(root: HtmlElement) -> dict[HtmlElement, _Size]:
    """The size of each element, computed from the leaves up."""
    from lxml.etree import iterwalk

    sizes: dict[HtmlElement, _Size] = {}
    # Words in an inline element.
    inline: dict[HtmlElement, int] = {}
    for _, element in iterwalk(root, events=("end",)):
        tag = element.tag
        if not isinstance(tag, str) or tag in ("script", "style"):
            sizes[element] = _NO_SIZE
            continue
        own = len(element.text.split()) if element.text else 0
        words = linked = own_linked = prose = paragraphs = run = pictures = placed = 0
        article = tag == "h1" or "articleBody" in element.get("itemprop", "")
        for child in element:
            if child.tail:
                own += len(child.tail.split())
            size = sizes[child]
            words, linked = words + size.words, linked + size.linked
            prose, paragraphs = prose + size.prose, paragraphs + size.paragraphs
            run, pictures, article = max(run, size.run), pictures + size.pictures, article or size.article
            if child.tag == "p":
                placed += size.prose
            if (inner := inline.pop(child, None)) is not None:
                own, words, own_linked = own + inner, words - inner, own_linked + size.linked
        words += own
        if tag == "a":
            linked = words
        if tag not in BLOCKS:
            inline[element] = own
        elif own >= _FEWEST and 2 * own_linked < own and tag not in _NO_PROSE:
            prose, paragraphs, placed = prose + own, paragraphs + 1, placed + own
        pictures += tag in _PICTURES
        sizes[element] = _Size(words, linked, prose, paragraphs, max(run, placed), pictures, article)
    return sizes


def _box(form: HtmlElement, sizes: Mapping[HtmlElement, _Size]) -> HtmlElement | None:
    """The box around a form, or the form alone; None if it contains the whole page."""
    box = next(form.iterancestors("div", "section", "aside"), form)
    return next((each for each in (box, form) if sizes[each].words <= 80 and not sizes[each].article), None)


def _by_names(element: HtmlElement) -> str | None:
    """The class names, ids and similar names that mark an element as not part of the article, or None."""
    attributes = ("class",) if element.tag in _SET_OUT else _NAMING
    names = [(attribute, name) for attribute in attributes for name in element.get(attribute, "").split()[:20]]
    found = [
        parts
        for attribute, name in names[:20]
        if _CLASS.search(parts := _parts(name))
        and not _NOT.search(parts)
        and not (attribute == "id" and _is_slug(parts, element))
    ]
    return " ".join(found) or None


def _has(pattern: re.Pattern[str], names: str) -> bool:
    return any(map(pattern.search, names.split()))


def _is_slug(name: str, element: HtmlElement) -> bool:
    """Whether an id is made of the words of the heading below it, as editing systems do for links."""
    heading = next(element.iter(*HEADINGS), None)
    if heading is None:
        return False
    heading_text = " ".join(heading.text_content().split())
    words = _parts(heading_text.replace("’", "").replace("'", ""))
    return len(name) > 3 and words.startswith(name) and not is_label(heading_text) and not is_boilerplate(heading_text)


def _parts(name: str) -> str:
    return _PARTS.sub("-", _CAMEL.sub("-", name[:100]).lower()).strip("-")


def _is_captioned(element: HtmlElement, size: _Size) -> bool:
    """Whether a box has a picture, and no more words than a caption."""
    if not size.pictures or size.words > 40:
        return False
    if element.tag == "table":
        return True
    set_out = any(True for _ in element.iter("p", "li", "blockquote"))
    return not set_out and not any(map(_is_in_text, element.iter(*_PICTURES)))


def _is_in_text(picture: HtmlElement) -> bool:
    parent = picture.getparent()
    return parent is not None and any((text or "").strip() for text in (parent.text, *(each.tail for each in parent)))
