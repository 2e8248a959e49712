"""Only public machines are reached, whatever an address looks like and wherever it leads later."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.http import Fetcher, Limits
from quotes.http.urls import parse, refusal
from quotes.readers.base import ReadError
from tests.web import STORY, Page, refused, site

PUBLIC = "93.184.215.14"
ANOTHER = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
]
PRIVATE_V6 = [
    "::",
    "::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "64:ff9b:1::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "4000::1",
]


class Names:
    """Looks hosts up: each name has a list of answers, given one after another, the last for ever."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self.answers = {name.replace("_", "."): list(each) for name, each in answers.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        answers = self.answers.get(host)
        if answers is None:
            return [host]
        return answers.pop(0) if len(answers) > 1 else answers[0]


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Makes every connection end at this machine, and keeps the addresses they were meant for."""
    meant = []
    connect = httpcore.SyncBackend.connect_tcp

    def connect_here(self: httpcore.SyncBackend, host: str, port: int, *arguments: Any) -> httpcore.NetworkStream:
        meant.append(host)
        return connect(self, "127.0.0.1", port, *arguments)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect_here)
    return meant


def strict(names: Names) -> Fetcher:
    return Fetcher(limits=Limits(interval=0.0), resolve=names)


def embedded(address: str) -> Iterable[str]:
    number = int(ipaddress.IPv4Address(address))
    yield f"::ffff:{address}"
    yield str(ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) + number))
    yield str(ipaddress.IPv6Address(int(ipaddress.IPv6Address("2002::")) + (number << 80)))


@pytest.mark.parametrize("address", [*PRIVATE, *PRIVATE_V6])
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_and_so_are_ipv6_addresses_that_stand_for_them(address: str) -> None:
    assert all(refusal(each) for each in embedded(address))


@pytest.mark.parametrize("address", [PUBLIC, ANOTHER, "1.1.1.1", "172.32.0.1", "64:ff9b::101:101", "2a00:1450::1"])
def test_public_addresses_are_not(address: str) -> None:
    assert refusal(address) is None


@given(st.ip_addresses())
def test_nothing_private_by_python_s_own_lists_is_reached(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not ip.is_global:
        assert refusal(str(ip))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("file:///etc/passwd", "is not an http or https URL"),
        ("ftp://paper.example/a", "is not an http or https URL"),
        ("data:text/html,x", "is not an http or https URL"),
        ("gopher://paper.example/", "is not an http or https URL"),
        ("//paper.example/", "is not an http or https URL"),
        ("paper.example", "is not an http or https URL"),
        ("", "is not an http or https URL"),
        ("http://2130706433/", "has a number as its host"),
        ("http://0x7f000001/", "has a number as its host"),
        ("http://0x7f.0.0.1/", "has a number as its host"),
        ("http://127.1/", "has a number as its host"),
        ("http://017700000001/", "has a number as its host"),
        ("http://127.0.0.0x1/", "has a number as its host"),
        ("http://paper.0x/", "has a number as its host"),
        ("http://0177.0.0.1/", "is not a valid URL"),
        ("http://256.0.0.1/", "is not a valid URL"),
        ("http://１２７.0.0.1/", "is not a valid URL"),
        ("http://ⓛocalhost/", "is not a valid URL"),
        ("http://paper.example:99999999999/", "has the port"),
        ("http://paper.example:0/", "has the port 0"),
        ("http://paper.example:25/", "has the port 25"),
        ("http://paper.example:x/", "is not a valid URL"),
        ("http://ada:secret@paper.example/", "has a user name or password in it"),
        ("http://paper.example\\@127.0.0.1/", "has a user name or password in it"),
        ("http://paper.example@127.0.0.1/", "has a user name or password in it"),
        ("http://paper.example%00.evil.example/", "has no valid host"),
        ("http://%31%32%37.0.0.1/", "has no valid host"),
        ("http://paper..example/", "has no valid host"),
        ("http://.../", "has no valid host"),
        ("http://[fe80::1%25eth0]/", "has no valid host"),
        ("http:///a", "has no valid host"),
        ("http://paper.example\\.evil/", "has no valid host"),
        ("http://" + "a" * 64 + ".example/", "has no valid host"),
        ("http://" + "a." * 130 + "example/", "has no valid host"),
    ],
)
def test_addresses_that_are_odd_are_refused_unasked(address: str, said: str) -> None:
    names = Names()
    with strict(names) as fetcher:
        assert refused(fetcher, address).startswith(said)
    assert names.asked == []


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("HTTP://Paper.EXAMPLE", "http://paper.example/"),
        ("https://paper.example.:443/a#b", "https://paper.example/a"),
        ("http://bücher.example/ä?ö", "http://xn--bcher-kva.example/%C3%A4?%C3%B6"),
        ("http://paper.example:8080/a/../b", "http://paper.example:8080/b"),
        ("http://[2606:2800:0::1]:8080/", "http://[2606:2800:0::1]:8080/"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://93.184.215.14/", "http://93.184.215.14/"),
    ],
)
def test_an_address_has_one_normal_form(address: str, normal: str) -> None:
    assert str(parse(address)) == normal


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        url = parse(f"http://{text}")
    except ValueError:
        return
    assert parse(str(url)) == url


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://localhost/", "http://localhost./", "http://[::1]/"])
def test_this_machine_is_refused(address: str) -> None:
    with Fetcher() as fetcher:
        said = refused(fetcher, address)
    assert said.startswith("resolves to a loopback address")
    assert "--allow-private" in said


def test_a_password_is_not_repeated() -> None:
    with Fetcher() as fetcher, pytest.raises(ReadError) as error:
        fetcher.fetch("http://ada:secret@paper.example/a")
    assert str(error.value).startswith("http://paper.example/a: ")


def test_one_private_address_among_public_ones_is_enough(connected: list[str]) -> None:
    with strict(Names(paper_example=[[PUBLIC, "10.0.0.1"]])) as fetcher:
        assert refused(fetcher, "http://paper.example/") == (
            "resolves to a private address (10.0.0.1); --allow-private allows that"
        )
    assert connected == []


def test_the_address_that_was_checked_is_the_one_connected_to(connected: list[str]) -> None:
    names = Names(paper_example=[[PUBLIC], ["127.0.0.1"]])
    with site({"/robots.txt": Page(), "/a": STORY}) as web, strict(names) as fetcher:
        address = f"http://paper.example:{web.port}/a"
        found = fetcher.fetch(address)
        assert found
        assert found.resource.url == address
    # One connection, for robots.txt and the page; the second answer was never asked for.
    assert names.asked == ["paper.example"]
    assert connected == [PUBLIC]
    assert web.asked[-1][1]["Host"] == f"paper.example:{web.port}"


def test_a_name_that_leads_elsewhere_later_is_checked_again(connected: list[str]) -> None:
    names = Names(paper_example=[[PUBLIC], ["127.0.0.1"]])
    closing = Page(b"x", headers={"Connection": "close"})
    with site({"/robots.txt": closing, "/a": closing}) as web, strict(names) as fetcher:
        said = refused(fetcher, f"http://paper.example:{web.port}/a")
    assert said.startswith("resolves to a loopback address (127.0.0.1)")
    assert connected == [PUBLIC]
    assert web.paths == []


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("http://127.0.0.1:{}/secret", "resolves to a loopback address"),
        ("http://inside.example:{}/secret", "resolves to a private address (192.168.0.7)"),
        ("//[::ffff:7f00:1]:{}/secret", "address (::ffff:7f00:1)"),
        ("//[64:ff9b::7f00:1]:{}/secret", "resolves to a loopback address"),
        ("http://2130706433:{}/secret", "which has a number as its host"),
    ],
)
def test_a_redirect_to_a_private_address_is_refused(connected: list[str], location: str, said: str) -> None:
    names = Names(paper_example=[[PUBLIC]], inside_example=[["192.168.0.7"]])
    with site({}) as web, strict(names) as fetcher:
        web.pages["/a"] = Page(status=302, headers={"Location": location.format(web.port)})
        assert said in refused(fetcher, f"http://paper.example:{web.port}/a")
    assert set(connected) == {PUBLIC}
    assert web.paths == ["/a"]


def test_a_robots_txt_does_not_lead_inside_either(connected: list[str]) -> None:
    inside = Page(status=302, headers={"Location": "http://127.0.0.1/robots.txt"})
    with site({"/robots.txt": inside, "/a": STORY}) as web, strict(Names(paper_example=[[PUBLIC]])) as fetcher:
        assert refused(fetcher, f"http://paper.example:{web.port}/a").startswith("resolves to a loopback address")
    assert connected == [PUBLIC]


def test_the_next_address_of_a_host_is_tried_where_one_does_not_answer() -> None:
    names = Names(paper_example=[["::1", "127.0.0.1"]])
    limits = Limits(interval=0.0)
    with site({"/a": STORY}) as web, Fetcher(allow_private=True, limits=limits, resolve=names) as fetcher:
        assert fetcher.fetch(f"http://paper.example:{web.port}/a")
