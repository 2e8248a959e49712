"""Signals that stop a run: Ctrl-C, SIGTERM from `kill` and service managers, SIGHUP when a terminal closes."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_ENDING = (signal.SIGTERM, signal.SIGHUP)


class Interrupted(KeyboardInterrupt):
    """Raised by SIGTERM and SIGHUP, as KeyboardInterrupt is by Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def exit_status(number: int) -> int:
    """The exit status of a process that this signal ended, as in shells."""
    return 128 + number


def number_of(error: KeyboardInterrupt) -> int:
    """The signal that raised `error`."""
    return error.number if isinstance(error, Interrupted) else signal.SIGINT


@contextmanager
def raising() -> Iterator[None]:
    """Makes SIGTERM and SIGHUP raise an exception inside, so that temporary files are removed."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise Interrupted(number)

    with _handled(_ENDING, interrupt):
        yield


@contextmanager
def interruptible() -> Iterator[Callable[[], int]]:
    """Delays the signals until the current article is done. A second signal stops the run immediately.

    Yields:
        A function that returns the number of the signal, 0 if there was none.
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
    """Installs `handler` for these signals. Yields the previous handlers.

    Signals that are ignored, as SIGHUP is under nohup, stay ignored, except Ctrl-C. Works only in the main thread.
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
