"""Fetches URLs: politely, within limits, and only from public machines.

`client` sends requests, `urls` decides which URLs may be fetched, `transport` connects only to checked IP addresses,
`robots` keeps to robots.txt and the request rate, `decompression` decodes responses, `failures` has the error messages.
"""

from quotes.http.client import USER_AGENT, Fetched, Fetcher, Limits

__all__ = ["USER_AGENT", "Fetched", "Fetcher", "Limits"]
