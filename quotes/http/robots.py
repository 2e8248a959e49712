"""What a site asks of those who read it by machine: robots.txt (RFC 9309), and time between two requests."""

from __future__ import annotations

import math
import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from protego import Protego

from quotes.readers.encoding import BYTE_ORDER_MARKS

# The product token by which robots.txt may name us.
TOKEN = "quotes"
# Bytes; RFC 9309 has at least 500 KiB read, and no more is.
ROBOTS_LARGEST = 500 * 1024
AGENT_LINE = re.compile(r"\s*user[- ]?agent(?:\s*:|\s)\s*([^#]*)", re.IGNORECASE)


class Robots:
    """The rules of one robots.txt for us."""

    def __init__(self, data: bytes = b"") -> None:
        for mark, encoding in BYTE_ORDER_MARKS.items():
            if encoding == "utf-8":
                data = data.removeprefix(mark)
        self._rules = Protego.parse(_ours(data[:ROBOTS_LARGEST].decode("utf-8", "replace")))

    def allow(self, url: str) -> bool:
        """Whether `url` may be fetched."""
        return self._rules.can_fetch(url, TOKEN)

    @property
    def delay(self) -> float:
        """The seconds between two requests that the site asks for (Crawl-delay)."""
        return self._rules.crawl_delay(TOKEN) or 0.0


class Pace:
    """When each host may be asked again.

    interval: seconds from one request to the next. patience: the longest wait that is honoured by waiting; where a
    host asks for a longer one it is not asked at all until then.
    """

    def __init__(self, interval: float, patience: float) -> None:
        self._interval = interval
        self._patience = patience
        self._next: dict[str, float] = {}

    def wait(self, host: str, delay: float = 0.0) -> None:
        """Waits until `host` may be asked, and counts that as asked. delay: seconds that it wants between requests.

        Raises ValueError, with a reason of one line, where that would be too long.
        """
        now = time.monotonic()
        pause = self._next.get(host, -math.inf) - now
        if pause > self._patience:
            until = datetime.now(UTC) + timedelta(seconds=pause)
            raise ValueError(f"asks not to be fetched before {until:%Y-%m-%d %H:%M} UTC; try again then")
        if pause > 0:
            time.sleep(pause)
            now += pause
        self._next[host] = now + max(self._interval, min(delay, self._patience))

    def hold(self, host: str, seconds: float) -> None:
        """Keeps `host` from being asked for so long."""
        self._next[host] = max(self._next.get(host, -math.inf), time.monotonic() + seconds)


def seconds_of(retry_after: str) -> float | None:
    """How long a Retry-After header asks to wait from now (RFC 9110, 10.2.3); None where it says nothing."""
    if re.fullmatch("[0-9]{1,9}", retry_after.strip()):
        return float(retry_after.strip())
    try:
        until = parsedate_to_datetime(retry_after[:64])
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _ours(robots: str) -> str:
    """`robots` with every agent that is not meant to be us called by one name.

    The parser copies each rule to each agent of its group, which thousands of them can make last for minutes.
    """
    return "\n".join(
        "User-agent: somebody-else" if (match := AGENT_LINE.match(line)) and not _us(match[1]) else line
        for line in robots.splitlines()
    )


def _us(agent: str) -> bool:
    return agent.strip().lower().rstrip("*") in ("", TOKEN)
