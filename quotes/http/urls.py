"""Which URLs may be fetched: http and https, on public machines.

URLs come from feeds, pages or strangers. They must not lead to this machine, its network, or the metadata service of
a cloud.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence

import httpx

# (host, port) to IP addresses. Raises OSError.
Resolve = Callable[[str, int], Sequence[str]]

PORTS = {"http": 80, "https": 443}
LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
# WHATWG URL Standard, "ends in a number": resolvers take such a name for an IP address.
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")

# Missing in some versions of Python: protocol assignments, 6to4 and its relays, and Azure's metadata service.
MORE_RESERVED = [
    ipaddress.ip_network(each) for each in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "2002::/16")
]
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# Networks without IPv4 reach IPv4 hosts with these: the last 32 bits are the IPv4 address (RFC 6052).
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def parse(address: str, base: httpx.URL | None = None) -> httpx.URL:
    """Parse and normalise a URL, without its fragment and a dot at the end of its host.

    Args:
        address: The URL.
        base: The URL that it is relative to.

    Raises:
        ValueError: It is not http or https, contains a user name or password, has a number as its host, or a port below
            1024 other than 80 and 443. The message is a reason of one line.
    """
    try:
        url = httpx.URL(address) if base is None else base.join(address)
        scheme, host, port = url.scheme, url.raw_host.decode("ascii"), url.port
    except (httpx.InvalidURL, ValueError) as error:
        raise ValueError("is not a valid URL") from error
    if "%" in host:
        raise ValueError("has no valid host")
    if scheme not in PORTS:
        raise ValueError("is not an http or https URL")
    if url.userinfo:
        raise ValueError("has a user name or password in it; leave them out")
    if port is not None and not (port in PORTS.values() or 1024 <= port < 65536):
        raise ValueError(f"has the port {port}; of those below 1024 only 80 and 443 are allowed")
    return url.copy_with(host=host if ":" in host else _name(host), raw_path=url.raw_path, fragment=None)


def port(url: httpx.URL) -> int:
    """The port of `url`."""
    return url.port or PORTS[url.scheme]


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of `host`. Raises OSError if there are none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"no such host: {host}") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def refusal(address: str) -> str | None:
    """Why an IP address may not be reached ("a loopback address"); None if it is public.

    NAT64 addresses are judged by their IPv4 address. Other IPv6 addresses outside the global unicast range, and
    tunnels, are refused.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip in NAT64:
        ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    kind = _kind(ip)
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind} address" if kind else None


def _name(host: str) -> str:
    host = host.removesuffix(".")
    labels = host.split(".")
    if not host or len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise ValueError("has no valid host")
    if NUMBER.fullmatch(labels[-1]):
        try:
            ipaddress.IPv4Address(host)
        except ValueError as error:
            raise ValueError("has a number as its host; give its name or its IPv4 address") from error
    return host


def _kind(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str | None:
    if ip.is_unspecified:
        return "unspecified"
    if ip.is_loopback:
        return "loopback"
    if ip.is_link_local:
        return "link-local"
    if ip.is_multicast:
        return "multicast"
    if ip.is_private:
        return "private"
    if ip.version == 6 and ip not in GLOBAL_UNICAST or any(ip in network for network in MORE_RESERVED):
        return "reserved"
    if not ip.is_global or ip.is_reserved:
        return "reserved"
    return None
