"""`quotes review`: who is the same, one question at a time."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from quotes import store
from quotes.cli.decision_records import WhoOption, decider
from quotes.cli.options import DATABASE, DatabaseOption
from quotes.cli.output import complain, day, line, note
from quotes.names.suggestions import Known, Suggestion
from quotes.store import StoredQuotation, corrections
from quotes.text.wording import sentence

if TYPE_CHECKING:
    from sqlite_utils import Database

ANSWERS = {"s": "same", "d": "different", "u": "unsure"}
CONTEXT = 80  # characters of the article on each side of the words
SHOWN = 3  # quotations of each speaker, of different articles
LOOKED_AT = 50  # quotations, for those


def review(who: WhoOption = "", db: DatabaseOption = DATABASE) -> None:
    """Decide, one question at a time, which speakers are the same.

    A question is about one speaker and all who may be the same, most quotations first. Each answer is stored
    immediately and not asked again. Stop with q and continue later; b undoes the last answer and asks again.
    """
    author = decider(who)
    with store.changing(db) as database:
        later: set[str] = set()
        answered: list[tuple[str, int | None]] = []  # the speaker of each question, and the action that it led to
        while True:
            asked = next((each for each in _questions(database.conn) if each[0].left.node not in later), [])
            node = asked[0].left.node if asked else ""
            if asked:
                _show_question(database.conn, asked)
            else:
                note("Note: nothing left to review" if not later else f"Note: {len(later)} postponed")
                if not answered:
                    return
            match answer := _answer(len(asked)):
                case "q":
                    return
                case "b":
                    if answered:
                        last, action = answered.pop()
                        later.discard(last)
                        if action is not None:
                            corrections.undo(database, action, who=author)
                    else:
                        note("Note: there is no answer to go back to")
                case "l":
                    later.add(node)
                    answered.append((node, None))
                case _:
                    try:
                        answered.append((node, _decide(database, asked, answer, author)))
                    except ValueError as error:
                        complain(error)
                        later.add(node)
            print()


def _questions(connection: sqlite3.Connection) -> list[list[Suggestion]]:
    """The suggestions by their better known speaker, those that would move most quotations first."""
    clusters: dict[str, list[Suggestion]] = {}
    for each in corrections.suggestions(connection):
        clusters.setdefault(each.left.node, []).append(each)
    return sorted(clusters.values(), key=lambda cluster: -sum(each.touches for each in cluster))


def _show_question(connection: sqlite3.Connection, asked: list[Suggestion]) -> None:
    slugs = corrections.slugs(connection)
    _show(connection, asked[0].left, slugs, "")
    for number, each in enumerate(asked, 1):
        _show(connection, each.right, slugs, f"{number}. ", f"; {each.reason} ({each.score:.2f})")


def _answer(count: int) -> str:
    """One of the letters, or the numbers of those who are the same, separated by spaces. At the end of input, q.

    count: how many may be the same; with 0 there is no question.
    """
    numbers = "numbers of the same (the others are different), " if count > 1 else ""
    question = f"Same? {numbers}[s]ame [d]ifferent [u]nsure [l]ater " if count else ""
    letters = "sdulbq" if count else "bq"
    while True:
        try:
            given = input(f"{question}[b]ack [q]uit: ").strip().lower()
        except EOFError:
            print()
            return "q"
        chosen = given.replace(",", " ").split()
        if chosen and all(each.isascii() and each.isdigit() and 0 < int(each) <= count for each in chosen):
            return " ".join(chosen)
        if given[:1] and given[:1] in letters:
            return given[:1]


def _decide(db: Database, asked: list[Suggestion], answer: str, who: str) -> int:
    """Store an answer. Returns the number of the action."""
    left = asked[0].left.node
    if answer in ANSWERS:
        answers = [(ANSWERS[answer], each.right.node) for each in asked]
    else:
        same = {int(each) for each in answer.split()}
        answers = [("same" if number in same else "different", each.right.node) for number, each in enumerate(asked, 1)]
    return corrections.decide_pairs(db, left, answers, who=who)


def _show(connection: sqlite3.Connection, speaker: Known, slugs: dict[str, str], number: str, why: str = "") -> None:
    portrait = store.speaker(connection, slugs[speaker.node], limit=LOOKED_AT)
    assert portrait is not None, "suggestions are of speakers"
    roles = "; ".join(dict.fromkeys(speaker.roles))
    print(
        f"{number}{line(speaker.name)} [{slugs[speaker.node]}] {speaker.kind}{f', {line(roles)}' if roles else ''}:"
        f" {speaker.quotations}{why}"
    )
    by_article = {each.article.id: each for each in reversed(portrait.quotations)}
    for each in sorted(by_article.values(), key=lambda each: each.article.published or "", reverse=True)[:SHOWN]:
        print(f"    {day(each.article.published)}  {_in_context(connection, each)}")


def _in_context(connection: sqlite3.Connection, quotation: StoredQuotation) -> str:
    version = store.version(connection, quotation.article.id, quotation.version)
    if version is None or len(quotation.spans) > 1:
        return line(sentence(quotation))
    start, end = quotation.spans[0]
    return line(f"… {version.text[max(0, start - CONTEXT) : end + CONTEXT]} …")
