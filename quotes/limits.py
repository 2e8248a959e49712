"""A limit to the processor time that one article may take, whatever it makes a library do."""

from __future__ import annotations

import math
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 60.0  # of a processor, for one article
_AGAIN = 1.0  # seconds after which the limit is raised once more, where what it was raised in went on
_GRACE = 5.0  # seconds more, after which a process that may be ended is


class TimeLimitReached(BaseException):
    """One article took longer than it may.

    No `Exception`, so that no library that goes on after any error goes on after this one.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"took longer than {seconds:g} s of processor; --time-limit raises the limit")


_running = False  # whether a limit holds
_expendable = False  # whether this process may be ended


def may_end() -> None:
    """Lets this process be ended by SIGVTALRM where a limit does not stop what runs in it."""
    global _expendable
    _expendable = True
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises TimeLimitReached once what runs inside has used so many seconds of processor.

    The timer of the system counts the time of this process, and its signal is handled between two steps of Python code
    and inside regular expressions. A call into other code (lxml, NumPy) is stopped as it returns; one that does not
    return is stopped only where the process may be ended (`may_end`), five seconds later. Inside another limit, in
    threads other than the first, and where `seconds` is infinite, nothing is limited.
    """
    global _running
    if _running or math.isinf(seconds) or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        if _running:
            raise TimeLimitReached(seconds)

    before = signal.signal(signal.SIGPROF, stop)
    _running = True
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
        if _expendable:
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds + _GRACE)
        yield
    finally:
        # The signal may come as the block ends, and raise between any two of these steps.
        try:
            _running = False
        finally:
            _running = False
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            # Never the default action, which ends the process: a signal may be on its way.
            signal.signal(signal.SIGPROF, before if callable(before) else signal.SIG_IGN)
