"""A path becomes an article, a folder its text files, anything else one line that says why not."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quotes import readers
from quotes.model import Article
from quotes.readers import ReadError


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_text_and_source_are_kept_as_they_are(tmp_path: Path) -> None:
    text = "  One “two”\r\n\r\nthree\rfour\n"
    path = write(tmp_path / "a.txt", text)
    article = readers.read(path)
    assert article.text == text
    assert article.source == str(path)
    assert (article.byline, article.outlet, article.published, article.url) == (None,) * 4


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (" date 2024-10-23 Ada Byrd at the harbour (Photo)\n\nWords.", "2024-10-23"),
        ("date 2024-10-23\nWords.", "2024-10-23"),
        (" date 2024-13-45 Ada Byrd\n\nWords.", None),
        (" date 2024-10-234\n\nWords.", None),
        ("Words.\n date 2024-10-23 Ada Byrd", None),
        ("On 2024-10-23 they met.", None),
        ("candidate 2024-10-23", None),
    ],
)
def test_only_a_leading_date_line_gives_the_date(tmp_path: Path, text: str, published: str | None) -> None:
    article = readers.read(write(tmp_path / "a.txt", text))
    assert article.published == published
    assert article.text == text


def test_encoding_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("It’s “over”.".encode("utf-16"))
    assert readers.read(path).text == "It’s “over”."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "has no text"),
        (b"\x00\x01\x02", "binary"),
        (b"\x81\x8d", "unknown encoding"),
        (b"x" * (readers.LARGEST + 1), "larger than 1,000,000 bytes"),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=reason) as caught:
        readers.read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    with pytest.raises(ReadError, match="too many levels of symbolic links"):
        readers.read(loop)


def test_an_endless_file_ends(tmp_path: Path) -> None:
    endless = tmp_path / "endless.txt"
    endless.symlink_to("/dev/zero")
    with pytest.raises(ReadError, match="larger"):
        readers.read(endless)


def test_a_folder_gives_its_files_in_known_formats_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "z/c.html", "z.md", "program.py", "picture.jpg", ".hidden.txt", ".git/d.txt"):
        write(tmp_path / name, "Words.")
    found = list(readers.find([tmp_path]))
    assert found == [tmp_path / "a.TXT", tmp_path / "b.txt", tmp_path / "z/c.html", tmp_path / "z.md"]


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside, inside = write(tmp_path / "outside.txt", "Words."), write(tmp_path / "in/a.txt", "Words.")
    (tmp_path / "in/b.txt").symlink_to(outside)
    (tmp_path / "in/c.txt").symlink_to(inside)
    (tmp_path / "in/d.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "in/out").symlink_to(tmp_path)
    (tmp_path / "in/round").symlink_to(tmp_path / "in")
    one, two, three, four, five = readers.find([tmp_path / "in"])
    assert (one, three) == (inside, tmp_path / "in/c.txt")
    assert four == tmp_path / "in/d.txt"
    assert "is a link to a file outside the folder" in str(two)
    assert str(five).startswith(f"{tmp_path / 'in/out'}: is a link to a file outside")


def test_addresses_and_standard_input_are_no_paths(tmp_path: Path) -> None:
    given = ["-", "https://news.example/a", "HTTP://news.example/"]
    assert list(readers.find(given)) == given
    for address in ("file:///etc/passwd", "ftp://news.example/a"):
        (error,) = readers.find([address])
        assert str(error) == f"{address}: only http:// and https:// URLs are fetched; give a path for a file"


def test_paths_are_found_in_the_order_given(tmp_path: Path) -> None:
    one, two = write(tmp_path / "1.md", "Words."), write(tmp_path / "0.txt", "Words.")
    assert list(readers.find([one, two])) == [one, two]


def test_what_is_missing_is_said_and_the_rest_found(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    there = write(tmp_path / "a.txt", "Words.")
    missing, bare, found = readers.find([tmp_path / "nowhere", empty, there])
    assert isinstance(missing, ReadError)
    assert str(missing) == f"{tmp_path / 'nowhere'}: no such file or folder"
    assert isinstance(bare, ReadError)
    assert str(bare) == f"{empty}: has no file in a known format; `quotes formats` lists the formats"
    assert found == there


def test_a_name_that_is_not_unicode_is_shown_readably(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(b"Words.")
    source = readers.read(path).source
    assert source == f"{tmp_path}/caf\ufffd.txt"
    source.encode()


def test_a_pipe_in_a_folder_is_refused_and_one_that_is_named_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    write(tmp_path / "z.txt", "Words.")
    refused, found = readers.find([tmp_path])
    assert str(refused) == f"{pipe}: is a pipe or a device, not a file"
    assert found == tmp_path / "z.txt"
    with ThreadPoolExecutor() as pool:
        pool.submit(pipe.write_text, "“We are open,” said Ada Byrd.")
        (unit,) = readers.units([pipe], {})
    (article,) = readers.read_unit(unit, {})
    assert isinstance(article, Article)
    assert (article.source, article.text) == (str(pipe), "“We are open,” said Ada Byrd.")


def test_links_that_lead_nowhere_or_in_circles(tmp_path: Path) -> None:
    for name, target in {"gone.txt": "nothing", "loop.txt": "loop.txt", "self": "."}.items():
        (tmp_path / name).symlink_to(target)
    assert list(readers.find([tmp_path])) == [tmp_path / "gone.txt", tmp_path / "loop.txt"]
    refused = [str(unit.what) for unit in readers.units(readers.find([tmp_path]), {})]
    assert refused[0] == f"{tmp_path / 'gone.txt'}: no such file or directory"
    assert refused[1].startswith(f"{tmp_path / 'loop.txt'}: ")


@pytest.mark.slow
def test_folders_deep_in_one_another(tmp_path: Path) -> None:
    depth = sys.getrecursionlimit() + 100
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(depth):
            Path("d").mkdir()
            os.chdir("d")
        Path("a.txt").write_text("Words.")
        (found,) = readers.find([tmp_path])
        assert isinstance(found, Path)
        assert found.name == "a.txt"
        Path("a.txt").unlink()
        for _ in range(depth):  # What clears folders away after tests calls itself for each.
            os.chdir("..")
            Path("d").rmdir()
    finally:
        os.chdir(before)


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.jsonl", "a.html", "a.xml", "a.zip"])
def test_an_empty_file_is_empty_whatever_its_name(tmp_path: Path, name: str) -> None:
    (unit,) = readers.units([write(tmp_path / name, "")], {})
    assert str(unit.what) == f"{tmp_path / name}: is empty"
