"""Archives give what lies in them, whatever it is called, and nothing unfolds without end."""

from __future__ import annotations

import gzip
import io
import stat
import tracemalloc
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.readers import compressed
from quotes.readers.base import ReadError, Resource
from tests.resources import refusal, resource


def archive(members: Sequence[tuple[str | zipfile.ZipInfo, bytes]], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "w", packed) as file:
        for name, data in members:
            file.writestr(name, data)
    return out.getvalue()


def inside(given_: Resource) -> list[tuple[str, str, int, bytes] | str]:
    """What lies in a container: source, name, depth and bytes, or the message of the error."""
    found: list[tuple[str, str, int, bytes] | str] = []
    for each in compressed.read(given_, {}):
        if isinstance(each, Resource):
            found.append((each.source, each.name, each.depth, each.stream.read()))
        else:
            found.append(str(each))
    return found


def unfolded(given_: Resource) -> Iterator[Resource | ReadError]:
    """All that lies in a container and in the containers in it."""
    for each in compressed.read(given_, {}):
        if isinstance(each, Resource) and compressed.recognise(each.stream.read(4096), each.name):
            each.stream.seek(0)
            yield from unfolded(each)
        else:
            yield cast(Resource | ReadError, each)


def test_members_are_given_in_order_and_hidden_ones_passed_over() -> None:
    data = archive(
        [
            ("b/", b""),
            ("b/two.txt", b"Two"),
            ("a.txt", b"One"),
            ("__MACOSX/._a.txt", b"x"),
            (".DS_Store", b"x"),
            ("c/.d/e", b"x"),
        ]
    )
    assert inside(resource(data, "a.zip")) == [
        ("a.zip, b/two.txt", "two.txt", 1, b"Two"),
        ("a.zip, a.txt", "a.txt", 1, b"One"),
    ]


@pytest.mark.parametrize(
    ("member", "shown", "name"),
    [
        ("../../etc/passwd.txt", "../../etc/passwd.txt", "passwd.txt"),
        ("/etc/passwd.txt", "/etc/passwd.txt", "passwd.txt"),
        ("..\\..\\x.txt", "..\\..\\x.txt", "x.txt"),
        ("one\ntwo\u202egpj.txt", "one twogpj.txt", "one twogpj.txt"),
        ("\u202e", "a file without a name", ""),
    ],
)
def test_names_are_only_shown(member: str, shown: str, name: str) -> None:
    (found,) = inside(resource(archive([(member, b"Words")]), "a.zip"))
    assert found[:2] == (f"a.zip, {shown}", name)


def test_gzip_keeps_the_name_without_its_ending_and_joins_its_parts() -> None:
    data = gzip.compress(b"One ") + gzip.compress(b"two")
    assert inside(resource(data, "a.jsonl.gz")) == [("a.jsonl.gz", "a.jsonl", 1, b"One two")]


def test_the_last_of_the_same_name_counts() -> None:
    assert inside(resource(archive([("a", b"1"), ("b", b"2"), ("a", b"3")]), "a.zip")) == [
        "a.zip, a: has the name of a later file; the last one is read",
        ("a.zip, b", "b", 1, b"2"),
        ("a.zip, a", "a", 1, b"3"),
    ]


def test_links_are_not_followed() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert inside(resource(archive([(link, b"/etc/passwd"), ("a", b"1")]), "a.zip")) == [
        "a.zip, link.txt: is a link; links are not followed",
        ("a.zip, a", "a", 1, b"1"),
    ]


def test_encrypted_members_are_said_and_the_rest_read() -> None:
    data = bytearray(archive([("secret", b"1"), ("a", b"2")]))
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert inside(resource(bytes(data), "a.zip")) == [
        "a.zip, secret: is encrypted; unpack it first",
        ("a.zip, a", "a", 1, b"2"),
    ]


def test_a_damaged_member_is_said_and_the_rest_read() -> None:
    data = archive([("bad", b"Words, words"), ("a", b"2")], zipfile.ZIP_STORED).replace(
        b"Words, words", b"Words, sword"
    )
    one, two = inside(resource(data, "a.zip"))
    assert one == "a.zip, bad: is damaged: Bad CRC-32 for file 'bad'"
    assert two == ("a.zip, a", "a", 1, b"2")


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (archive([("a", b"Words" * 100)])[:-30], "a.zip", "a.zip: is damaged: "),
        (b"PK\x03\x04" + b"x" * 100, "a.zip", "a.zip: is damaged: "),
        (gzip.compress(b"Words" * 100)[:-20], "a.gz", "a.gz: is damaged: it ends too early"),
        (gzip.compress(b"Words" * 100)[:-8] + b"12345678", "a.gz", "a.gz: is damaged: crc"),
        (b"\x1f\x8bnonsense", "a.gz", "a.gz: is damaged: "),
    ],
)
def test_damaged_containers(data: bytes, name: str, reason: str) -> None:
    assert refusal(compressed.read, resource(data, name)).lower().startswith(reason)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_said_to_be_damaged(tail: bytes) -> None:
    for start in (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08\x00"):
        inside(resource(start + tail))


@pytest.mark.slow
def test_a_bomb_is_refused_before_it_is_unfolded() -> None:
    data = archive([("zeros", b"\0" * 150_000_000), ("a", b"1")])
    tracemalloc.start()
    assert inside(resource(data, "a.zip")) == ["a.zip: is refused: it expands to more than 100 times its size"]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000
    data = gzip.compress(b"\0" * 150_000_000)
    assert inside(resource(data, "a.gz")) == ["a.gz: is refused: it expands to more than 100 times its size"]


def test_bombs_in_one_another_share_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "FREE", 1_000_000)
    inner = archive([("zeros", b"\0" * 400_000)])
    found = list(unfolded(resource(archive([(f"{number}.zip", inner) for number in range(30)]), "a.zip")))
    assert sum(isinstance(each, Resource) for each in found) == 2
    assert [each.reason for each in found if isinstance(each, ReadError)] == [
        "is refused: it expands to more than 100 times its size"
    ] * 2


def test_overlapping_members_count_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the bombs that let many members share one stretch of packed bytes."""
    monkeypatch.setattr(compressed, "FREE", 1_000_000)
    data = archive([("a", b"\0" * 600_000)])
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end]
    entries = b"".join(entry.replace(b"a", bytes([97 + number])) for number in range(5))
    ending = bytearray(data[end:])
    ending[8:12] = (5).to_bytes(2, "little") * 2
    ending[12:16] = len(entries).to_bytes(4, "little")
    found = inside(resource(data[:start] + entries + bytes(ending), "a.zip"))
    assert sum(isinstance(each, tuple) for each in found) <= 1
    assert any("is refused" in str(each) or "is damaged" in str(each) for each in found)


def test_what_lies_three_deep_says_so() -> None:
    data = b"Words"
    for _ in range(3):
        data = archive([("in", data)])
    (found,) = unfolded(resource(data, "a.zip"))
    assert isinstance(found, Resource)
    assert (found.depth, found.source) == (3, "a.zip, in, in, in")


@pytest.mark.slow
def test_many_members_are_given_one_at_a_time() -> None:
    data = archive([(f"{number:05}.txt", b"Words") for number in range(5_000)], zipfile.ZIP_STORED)
    tracemalloc.start()
    count = sum(1 for _ in compressed.read(resource(data, "a.zip"), {}))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5_000
    assert peak < len(data) + 10_000_000


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (archive([("a.txt", b"Words")]), True),
        (archive([]), True),
        (gzip.compress(b"Words"), True),
        (archive([("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]), False),
        (archive([("mimetype", b"application/epub+zip")], zipfile.ZIP_STORED), False),
        (b"Words", False),
    ],
)
def test_recognised_by_content(head: bytes, expected: bool) -> None:
    assert compressed.recognise(head[:4096], "a.zip") is expected
