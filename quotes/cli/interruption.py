"""Being told to stop: Ctrl-C, SIGTERM as from `kill` and service managers, SIGHUP as a terminal closes."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_ENDING = (signal.SIGTERM, signal.SIGHUP)


class Interrupted(KeyboardInterrupt):
    """Raised by SIGTERM and SIGHUP where Ctrl-C raises KeyboardInterrupt."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def exit_status(number: int) -> int:
    """The exit status of what a signal ended, as shells have it."""
    return 128 + number


def number_of(error: KeyboardInterrupt) -> int:
    """The signal that raised `error`."""
    return error.number if isinstance(error, Interrupted) else signal.SIGINT


@contextmanager
def raising() -> Iterator[None]:
    """Makes SIGTERM and SIGHUP raise inside, as Ctrl-C does, so that what is half done is cleared away."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise Interrupted(number)

    with _handled(_ENDING, interrupt):
        yield


@contextmanager
def interruptible() -> Iterator[Callable[[], int]]:
    """Lets these signals be noticed between two articles; a second one breaks off at once, as ever.

    Gives what tells the number of the signal, 0 as long as there was none.
    """
    noticed = 0

    def notice(number: int, frame: FrameType | None) -> None:
        nonlocal noticed
        noticed = number
        for each, action in before.items():
            signal.signal(each, action)

    with _handled((signal.SIGINT, *_ENDING), notice) as before:
        yield lambda: noticed


@contextmanager
def _handled(
    signals: tuple[signal.Signals, ...], handler: Callable[[int, FrameType | None], None]
) -> Iterator[dict[signal.Signals, Any]]:
    """Has `handler` called for these signals inside. Gives what was done before.

    One that is ignored, as SIGHUP is under nohup, stays ignored, but Ctrl-C. Only the first thread can do this.
    """
    before: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        before = {
            each: action
            for each in signals
            if (action := signal.getsignal(each)) is not signal.SIG_IGN or each == signal.SIGINT
        }
    for each in before:
        signal.signal(each, handler)
    try:
        yield before
    finally:
        for each, action in before.items():
            signal.signal(each, action)
