"""Which addresses may be reached: plain http and https, and machines on the public internet.

An address comes from a feed, a page or a stranger. It must not lead to the machine that asks, to the network around
it, or to the service from which a cloud gives its machines their secrets.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence

import httpx

# Names a host's addresses: (host, port) to IP addresses. Raises OSError.
Resolve = Callable[[str, int], Sequence[str]]

PORTS = {"http": 80, "https": 443}
LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
# WHATWG URL Standard, "ends in a number": resolvers read such a name as an address, whatever it looks like.
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")

# Not in every Python's own lists: protocol assignments, 6to4 and its relays, and Azure's service for its machines.
MORE_RESERVED = [
    ipaddress.ip_network(each) for each in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "2002::/16")
]
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# How a network without IPv4 reaches those that have nothing else: their address is in the last 32 bits (RFC 6052).
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def parse(address: str, base: httpx.URL | None = None) -> httpx.URL:
    """The address in its normal form, without fragment and without the dot that may end a host.

    base: what it is relative to.

    Raises ValueError, with a reason of one line, for what is no http or https address, has a name or password in it,
    writes its host as a bare number, or names a port below 1024 other than 80 and 443.
    """
    try:
        url = httpx.URL(address) if base is None else base.join(address)
        scheme, host, port = url.scheme, url.raw_host.decode("ascii"), url.port
    except (httpx.InvalidURL, ValueError) as error:
        raise ValueError("is not a valid address") from error
    if "%" in host:
        raise ValueError("names no valid host")
    if scheme not in PORTS:
        raise ValueError("is not an http or https address")
    if url.userinfo:
        raise ValueError("has a user name or password in it; leave them out")
    if port is not None and not (port in PORTS.values() or 1024 <= port < 65536):
        raise ValueError(f"names port {port}; of those below 1024 only 80 and 443 are used")
    return url.copy_with(host=host if ":" in host else _name(host), raw_path=url.raw_path, fragment=None)


def port(url: httpx.URL) -> int:
    """The port that `url` means."""
    return url.port or PORTS[url.scheme]


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of `host`, as the system knows them. Raises OSError where it knows none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"no such host: {host}") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def refusal(address: str) -> str | None:
    """What keeps an IP address from being reached ("a loopback address"); None where it is public.

    Those of NAT64 are judged by the IPv4 address in them. All others outside the global unicast range of IPv6 are
    refused, and so are the tunnels in it.
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
        raise ValueError("names no valid host")
    if NUMBER.fullmatch(labels[-1]):
        try:
            ipaddress.IPv4Address(host)
        except ValueError as error:
            raise ValueError("writes its host as a number; write its name or its four decimal numbers") from error
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
