"""A limit to the processor time of an article holds where it is asked for, and leaves nothing behind."""

from __future__ import annotations

import math
import signal
import threading
import time

import pytest

from quotes.limits import TimeLimitReached, limited


def work(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


@pytest.mark.slow
def test_only_the_time_of_the_processor_counts() -> None:
    with limited(0.2):
        time.sleep(0.5)
    with pytest.raises(TimeLimitReached, match=r"took longer than 0\.2 s of processor"), limited(0.2):
        work(30)


@pytest.mark.slow
def test_what_goes_on_after_it_was_stopped_is_stopped_again() -> None:
    def stubborn() -> None:
        try:
            work(30)
        except TimeLimitReached:
            work(30)

    begun = time.process_time()
    with pytest.raises(TimeLimitReached), limited(0.2):
        stubborn()
    assert time.process_time() - begun < 10


@pytest.mark.slow
def test_nothing_is_left_behind() -> None:
    before = signal.signal(signal.SIGPROF, lambda *_: None)
    handler = signal.getsignal(signal.SIGPROF)
    try:
        with limited(0.2):
            work(0.05)
        assert signal.getsignal(signal.SIGPROF) is handler
        assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
        work(0.5)
    finally:
        signal.signal(signal.SIGPROF, before)


@pytest.mark.slow
def test_a_limit_inside_another_changes_nothing() -> None:
    def nested() -> None:
        with limited(0.1):
            work(0.15)
        work(30)

    with pytest.raises(TimeLimitReached, match=r"0\.3 s"), limited(0.3):
        nested()


def test_no_limit_is_none() -> None:
    with limited(math.inf):
        assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_in_other_threads_nothing_is_limited() -> None:
    timers = []

    def run() -> None:
        with limited(0.1):
            timers.append(signal.getitimer(signal.ITIMER_PROF))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert timers == [(0.0, 0.0)]
