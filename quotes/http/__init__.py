"""From an address to a `Resource`: politely, within limits, and never from a machine that is not public.

`fetcher` does it; `addresses` says which may be reached, `connecting` sees that no other is, `politeness` keeps
robots.txt and the pace, `compression` undoes that of the server, `faults` has the words for what goes wrong.
"""

from quotes.http.client import USER_AGENT, Fetched, Fetcher, Limits

__all__ = ["USER_AGENT", "Fetched", "Fetcher", "Limits"]
