"""The public URL of the site, which citations, feeds and sitemaps have, whatever host a request names."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from quotes.site.text_fragments import web_url

PLUGIN = "quotes"
SETTING = "public_url"
_known: WeakKeyDictionary[Any, str | None] = WeakKeyDictionary()


def checked(url: str) -> str:
    """`url` without a slash at its end.

    Raises:
        ValueError: It is not the URL of a web page.
    """
    if not web_url(url) or (parts := urlsplit(url)).query or parts.fragment or "@" in parts.netloc:
        raise ValueError(f"{url!r} is not a public URL; write it like https://quotes.example.org")
    return url.rstrip("/")


def configured(datasette: Any) -> str | None:
    """The setting `public_url` of the plugin `quotes`, without a slash at its end; None if it is not set."""
    if datasette not in _known:
        url = (datasette.plugin_config(PLUGIN) or {}).get(SETTING)
        _known[datasette] = checked(str(url)) if url else None
    return _known[datasette]


def is_local(url: str) -> bool:
    """Whether only this computer can open `url`."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # such as http://[
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
