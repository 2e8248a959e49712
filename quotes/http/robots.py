"""robots.txt (RFC 9309), and the rate of requests to a host."""

from __future__ import annotations

import math
import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from protego import Protego

from quotes.readers.encoding import BYTE_ORDER_MARKS

# The product token for robots.txt.
TOKEN = "quotes"
# Bytes; RFC 9309 requires at least 500 KiB.
ROBOTS_LARGEST = 500 * 1024
AGENT_LINE = re.compile(r"\s*user[- ]?agent(?:\s*:|\s)\s*([^#]*)", re.IGNORECASE)


class Robots:
    """The rules of one robots.txt for this program."""

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
    """When each host may be requested again.

    Args:
        interval: Seconds from one request to the next.
        patience: The longest wait. A host that asks for a longer one is not requested until then.
    """

    def __init__(self, interval: float, patience: float) -> None:
        self._interval = interval
        self._patience = patience
        self._next: dict[str, float] = {}

    def wait(self, host: str, delay: float = 0.0) -> None:
        """Wait until `host` may be requested, and count that as a request.

        Args:
            host: The host.
            delay: Seconds that it asks for between requests.

        Raises:
            ValueError: The wait would be too long.
        """
        now = time.monotonic()
        pause = self._next.get(host, -math.inf) - now
        if pause > self._patience:
            until = datetime.now(UTC) + timedelta(seconds=pause)
            raise ValueError(f"may not be fetched before {until:%Y-%m-%d %H:%M} UTC, as the site asks; try again then")
        if pause > 0:
            time.sleep(pause)
            now += pause
        self._next[host] = now + max(self._interval, min(delay, self._patience))

    def hold(self, host: str, seconds: float) -> None:
        """Do not request `host` for so many seconds."""
        self._next[host] = max(self._next.get(host, -math.inf), time.monotonic() + seconds)


def seconds_of(retry_after: str) -> float | None:
    """The seconds to wait in a Retry-After header (RFC 9110, 10.2.3); None if it is not valid."""
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
    """`robots` with one name for all other user agents.

    The parser copies each rule to each agent of its group; with thousands of agents that takes minutes.
    """
    return "\n".join(
        "User-agent: somebody-else" if (match := AGENT_LINE.match(line)) and not _us(match[1]) else line
        for line in robots.splitlines()
    )


def _us(agent: str) -> bool:
    return agent.strip().lower().rstrip("*") in ("", TOKEN)
