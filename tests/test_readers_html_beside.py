"""What stands around or over an article is left out, and block quotations and line breaks become plain text."""

from __future__ import annotations

import pytest

from quotes.readers.html import article_page
from quotes.readers.html.boilerplate import is_boilerplate, is_note, without_footer
from tests.test_readers_html_weighed import HEADING, OTHERS, STORY, page, paragraphs
from tests.test_readers_html_weighed import p as set_out


def within(*extra: str) -> str:
    return page(f"<article>{HEADING}{set_out(STORY)}{''.join(extra)}</article>")


def slides(item: str, around: str = "ul") -> str:
    items = "".join(item.format(n=n, of=len(OTHERS), text=text) for n, text in enumerate(OTHERS, 1))
    return f"<div class=in-pictures><h3>In pictures</h3><{around}>{items}</{around}></div>"


@pytest.mark.parametrize(
    "item",
    [
        "<li><h2><span>{n}/{of}</span> A slide</h2><p>{text}</p></li>",
        "<li><b>{n} of {of}</b><p>{text}</p><p>NWA</p></li>",
        "<li class=slide><div>Previous</div><div>Next</div><h4>“Winter on the quay” slideshow</h4><p>{text}</p></li>",
        "<li><h4>Winter on the quay</h4><p>{text} “It is cold,” she said.</p></li>",
    ],
)
def test_slides_are_none_of_the_article(item: str) -> None:
    assert paragraphs(within(slides(item))) == list(STORY)
    assert paragraphs(within(slides(item.replace("li", "div"), "div"))) == list(STORY)


def test_slides_that_are_the_article_stay() -> None:
    item = "<li><h2>{n}/{of}</h2><p>{text}</p></li>"
    assert set(OTHERS) <= set(paragraphs(page(f"<article>{HEADING}<p>{STORY[0]}</p>{slides(item)}</article>")))


@pytest.mark.parametrize(
    "popup",
    [
        "<a href=/t>Maud Terrin</a><span><a href=/t>Maud Terrin</a><a href=/1>Terrin sells the “Petrel”</a></span>",
        "Maud Terrin<span class=x><a href=/1>Terrin sells the “Petrel”</a> <a href=/2>More on Terrin</a></span>",
        "<span>Maud Terrin<span class=x>Maud Terrin, 51, owns <a href=/2>the ferry</a> to Hollin.</span></span>",
        "<a href=/t>Maud Terrin</a> <span>Maud Terrin owns the ferry. <a href=/1>More “Petrel” stories</a></span>",
        "<a href=/t>Maud Terrin</a><span role=tooltip> owns the “Petrel” and the ferry</span>",
        "<a href=/t>Maud Terrin</a><span class=tooltip-text> owns the “Petrel” and the ferry</span>",
        "<a href=/t>Maud Terrin</a><span hidden> owns the “Petrel” and the ferry</span>",
        "<a href=/t>Maud Terrin</a><span style='display:none'> owns the “Petrel” and the ferry</span>",
    ],
)
def test_a_popup_goes_out_of_its_sentence(popup: str) -> None:
    told = within(f"<p>The owner, {popup}, said it was “too cold to think of” on Monday.</p>")
    assert paragraphs(told)[-1] == "The owner, Maud Terrin, said it was “too cold to think of” on Monday."


@pytest.mark.parametrize(
    "inline",
    [
        "<span class=drop>M</span>aud Terrin said so.",
        "Maud <span>Terrin said</span> so.",
        "<b>Maud</b> <span><a href=/t>Terrin</a> said so.</span>",
        "<span>Maud Terrin said</span><span> so.</span>",
    ],
)
def test_words_in_a_sentence_stay(inline: str) -> None:
    assert paragraphs(within(f"<p>{inline}</p>"))[-1] == "Maud Terrin said so."


@pytest.mark.parametrize(
    "inline",
    [
        "<span class=person-popup-trigger>Maud Anna Terrin{}</span>",
        "<span class=tooltip>Maud Anna Terrin{}</span>",
        "<span class=popup-link>Maud Anna Terrin</span>{}",
        "<button>Maud Anna Terrin</button>{}",
    ],
)
def test_the_name_that_a_popup_opens_from_stays(inline: str) -> None:
    popup = "<span class=tooltip-text><b>Maud Anna Terrin</b> owns the “Petrel” and the ferry</span>"
    sentence = "“We have no ice and no fear,” said {}, who owns the ferry to Hollin."
    read = paragraphs(within(f"<p>{sentence.format(inline.format(popup))}</p>", f"<p>{OTHERS[0]}</p>"))
    assert sentence.format("Maud Anna Terrin") in read


@pytest.mark.parametrize("box", ["<p class='{0}'>{1}</p>", "<div class='{0}'><p>{1}</p></div>"])
@pytest.mark.parametrize("name", "share related promo newsletter social sponsored advert ad-text caption".split())
def test_a_paragraph_between_paragraphs_stays_whatever_its_class(box: str, name: str) -> None:
    said = "“We cannot let people walk on such planks,” said Maud Terrin, who owns the ferry to Hollin."
    first, *rest = STORY
    read = paragraphs(page(f"<article>{HEADING}<p>{first}</p>{box.format(name, said)}{set_out(tuple(rest))}</article>"))
    assert read == [first, said, *rest]


@pytest.mark.parametrize(
    "box",
    [
        "<p class=related><a href=/1>The ferry to Hollin is sold to an owner from the south.</a></p>",
        "<p class=newsletter>Our letter brings all of the news of Hollin to readers every Friday morning.</p>",
        "<p class=promo>The letter from Hollin comes every week; it can be in your inbox every Friday.</p>",
        "<div class=ad><h4>Ferry</h4><p>The ferry to Hollin has never been so cheap, and never so warm.</p></div>",
        "<p class=sr-only>The ferry to Hollin has never been so cheap, and never so warm as it is now.</p>",
        "<p><img src=a.jpg></p><p class=caption>The ferry to Hollin waits for the ice to break up on Tuesday.</p>",
    ],
)
def test_what_its_class_sets_apart_between_paragraphs_goes(box: str) -> None:
    first, *rest = STORY
    assert paragraphs(page(f"<article>{HEADING}<p>{first}</p>{box}{set_out(tuple(rest))}</article>")) == list(STORY)


@pytest.mark.parametrize("button", ["<button>Share</button>", "<button>Play the story</button>"])
def test_buttons_go(button: str) -> None:
    assert paragraphs(within(f"<p>{OTHERS[0]} {button}</p>", f"<p>{OTHERS[1]}</p>"))[-2:] == list(OTHERS[:2])


@pytest.mark.parametrize(
    "notice",
    [
        "Share this article on Facebook",
        "Click to share on Chatter (Opens in new window) Click to email a link to a friend",
        "The post “Ice is a liar,” says Bram Oke appeared first on The Hollin Echo.",
        "Continue reading “Ice is a liar,” says Bram Oke at The Hollin Echo.",
        "This article first appeared in The Hollin Echo.",
        "Follow Jo Lind on Chatter @jolind",
    ],
)
def test_notices_go(notice: str) -> None:
    assert is_boilerplate(notice) or "Chatter (Opens" in notice
    assert "Chatter (Opens" in notice or paragraphs(within(f"<p>{notice}</p>")) == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell on Friday.",
        "Email me at once, she said.",
        "The post office in the town first appeared on maps in 1850, she said.",
        "The article appeared first in Latin.",
        "Continue reading aloud, she told the pupil at Hollin School, and the room fell silent.",
        "Follow the money, she said.",
    ],
)
def test_sentences_that_begin_as_notices_do_stay(line: str) -> None:
    assert not is_boilerplate(line)


@pytest.mark.parametrize(
    "note",
    [
        "Use promo code ICE20 at checkout for a fifth off your first crossing.",
        "Her latest book, “The Drowned Quay”, is published by Marsh and Sons.",
        "Jo Lind’s new novel, Cold Iron, is out now in paperback.",
        "Jo Lind is a freelance writer based in Hollin.",
        "Bram Oke is the author of three books on ice.",
        "Contact the writer at jo.lind@echo.example",
    ],
)
def test_notes_after_the_last_paragraph_go(note: str) -> None:
    assert is_note(note)
    assert paragraphs(within(f"<p>{note}</p>")) == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "Use code words on the radio, the officer said.",
        "Terrin’s father is out of hospital, and the island knows it.",
        "“My book is out now,” said Terrin.",
        "Terrin is the last of five sisters.",
    ],
)
def test_last_paragraphs_that_are_no_notes_stay(line: str) -> None:
    assert not is_note(line)
    assert paragraphs(within(f"<p>{line}</p>"))[-1] == line


@pytest.mark.parametrize(
    "closing",
    [
        "<h2>About us</h2><p>{}</p>",
        "<h3>About Terrin Ferries</h3><p>Terrin Ferries runs one ferry. {}</p>",
        "<p>- ENDS -</p><p>{}</p>",
        "<p><strong>Notes to editors</strong></p><ol><li>{}</li></ol>",
        "<p>Media contact</p><p>Jo Lind, jo@ferries.example</p>",
    ],
)
def test_what_a_press_release_closes_with_goes(closing: str) -> None:
    assert paragraphs(within(closing.format(OTHERS[0]))) == list(STORY)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>She wrote:</p><blockquote><p>No ice, no ferry, no fear.</p></blockquote>", "“No ice, no ferry, no fear.”"),
        ("She wrote: <blockquote>No ice, no ferry, no fear.</blockquote>", "“No ice, no ferry, no fear.”"),
        (
            "<p>She wrote:</p><blockquote><p>No ice, no fear.</p><p>No ferry, too.</p></blockquote>",
            "“No ice, no fear.\n\n“No ferry, too.”",
        ),
        (
            "<blockquote><p>No ice, no fear.</p><p>— Maud Terrin, owner</p></blockquote>",
            "“No ice, no fear.”\n\n— Maud Terrin, owner",
        ),
        (
            "<blockquote>No ice, no fear. — Maud Terrin, owner</blockquote>",
            "“No ice, no fear.”\n\n— Maud Terrin, owner",
        ),
        (
            "<blockquote><p>No ice, no fear.</p><footer><cite>Maud Terrin</cite></footer></blockquote>",
            "“No ice, no fear.”\n\nMaud Terrin",
        ),
        (
            "<blockquote><p>No ice, no fear. <cite>Maud Terrin</cite></p></blockquote>",
            "“No ice, no fear.”\n\nMaud Terrin",
        ),
        (
            "<figure><blockquote>No ice, no fear.</blockquote><figcaption>Maud Terrin</figcaption></figure>",
            "“No ice, no fear.”\n\nMaud Terrin",
        ),
        ("<blockquote>No ice, no fear.</blockquote><p>— Maud Terrin</p>", "“No ice, no fear.”\n\n— Maud Terrin"),
        # With its own marks, or not known to be anybody's words: as it stands.
        ("<p>She wrote:</p><blockquote>“No ice, no fear.”</blockquote>", "“No ice, no fear.”"),
        ("<p>She wrote:</p><blockquote>No “ice”, no fear, no.</blockquote>", "“No ‘ice’, no fear, no.”"),
        ("<p>She wrote:</p><blockquote>“Ice” is no word of mine.</blockquote>", "“‘Ice’ is no word of mine.”"),
        ('<p>She wrote:</p><blockquote>No "ice", no fear.</blockquote>', "“No ‘ice’, no fear.”"),
        ("<p>She wrote:</p><blockquote>I said <q>no ice</q> twice.</blockquote>", "“I said ‘no ice’ twice.”"),
        ("<p>She wrote:</p><blockquote>“No ice,” he said, “no fear.”</blockquote>", "“No ice,” he said, “no fear.”"),
        ('<p>She wrote:</p><blockquote>The ice is 6" thick.</blockquote>', 'The ice is 6" thick.'),
        (
            "<blockquote class=twitter-tweet><p>He said “no way” and left.</p>— Maud (@terrin) May 1</blockquote>",
            "“He said ‘no way’ and left.” — Maud (@terrin) May 1",
        ),
        ("<p>It was cold.</p><blockquote>No ice, no ferry, no fear.</blockquote>", "No ice, no ferry, no fear."),
        # Posts: who wrote one stands in its own paragraph, apart from the article.
        (
            "<blockquote class=twitter-tweet><p>No ice, no fear. <a>pic.chat.example/x</a></p>&mdash; Maud Terrin "
            "(@terrin) <a href=x>December 18, 2031</a></blockquote>",
            "“No ice, no fear. pic.chat.example/x” — Maud Terrin (@terrin) December 18, 2031",
        ),
        (
            "<blockquote class=embed><p>No ice,<br>no fear.</p>— Maud (@terrin@ice.example) 18 December</blockquote>",
            "“No ice, no fear.” — Maud (@terrin@ice.example) 18 December",
        ),
    ],
)
def test_block_quotations(html: str, text: str) -> None:
    assert article_page.text_of(html).endswith(text)
    assert ("“" in text) == ("“" in article_page.text_of(html))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("“No ice<br>and no fear<br/>at all,” said<br>Maud Terrin.", "“No ice and no fear at all,” said Maud Terrin."),
        (
            "“No ice and<br>no fear,” said Maud<br>Terrin, who owns it.",
            "“No ice and no fear,” said Maud Terrin, who owns it.",
        ),
        ("It was cold,<br>Terrin said.", "It was cold, Terrin said."),
        ("“No<br>Ice,” she said.", "“No Ice,” she said."),
        ("Ask?<br>Answer, at length.", "Ask?\nAnswer, at length."),
        ("It was cold.<br>it was dark.", "It was cold.\nit was dark."),
        ("MAUD TERRIN<br>It was cold.", "MAUD TERRIN\nIt was cold."),
        ("Two eggs<br>1 lemon<br>Some salt", "Two eggs\n1 lemon\nSome salt"),
        ("One.<br><br>Two.", "One.\n\nTwo."),
        ("<pre>no ice\nno fear</pre>", "no ice\nno fear"),
    ],
)
def test_line_breaks(html: str, text: str) -> None:
    assert article_page.text_of(html) == text


def test_footers_of_feeds() -> None:
    footer = "The post Ferry waits appeared first on The Hollin Echo."
    assert without_footer(f"One.\n\nTwo.\n\n{footer}\nShare this\n") == "One.\n\nTwo."
    assert without_footer("One.\n\nTwo.\n") == "One.\n\nTwo.\n"
    assert without_footer(footer) == ""
