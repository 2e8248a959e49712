"""ZIP and gzip files: one resource for each file inside, with limits on the decompressed size."""

from __future__ import annotations

import gzip
import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from quotes.readers import metadata
from quotes.readers.base import Read, ReadError, Resource

# FREE bytes may always be decompressed; more, up to RATIO times the compressed size. Text compresses to a third or a
# tenth, tables and markup to a fiftieth. DEFLATE expands one byte to at most 1,032.
FREE = 100_000_000
RATIO = 100
# Bytes of one member in memory; the rest is in a temporary file until the next member is requested.
IN_MEMORY = 4_000_000

ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
EMPTY_ZIP = b"PK\x05\x06"
# Documents that are ZIP files: Office Open XML; OpenDocument and EPUB, which are named in their first member.
DOCUMENT = (b"[Content_Types].xml", b"_rels/.rels", b"word/")
DOCUMENT_TYPE = b"mimetypeapplication/"

_CHUNK = 1 << 16
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


class Bomb(ValueError):
    """A container expands to more bytes than the limits allow."""


class Budget:
    """The number of bytes that the outermost container, with all containers inside it, may still expand to."""

    def __init__(self, compressed: int) -> None:
        self.left = max(FREE, RATIO * compressed)

    def spend(self, size: int) -> None:
        """Raises Bomb if `size` more bytes are over the limit."""
        self.left -= size
        if self.left < 0:
            raise Bomb(f"is refused: it expands to more than {RATIO} times its size")


class Unpacked(SpooledTemporaryFile[bytes]):
    """The bytes of a member, with the budget that containers among them share."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(max_size=IN_MEMORY)
        self.budget = budget


def recognise(head: bytes, name: str) -> bool:
    """Whether this is gzip, or a ZIP file that is not a document. WARC and DOCX must be checked first."""
    if head.startswith(ZIP):
        return DOCUMENT_TYPE not in head[:80] and not any(each in head[30:80] for each in DOCUMENT)
    return head.startswith((GZIP, EMPTY_ZIP))


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """A resource for each file inside, in order. It can be read until the next one is requested.

    Nothing is written to a path named by a member, so names such as "../x" are harmless. Folders, hidden files and the
    files that macOS adds are skipped. These are a ReadError: a member that is encrypted, damaged, a link, compressed
    with an unknown method, or followed by another one of the same name (the last one counts). Reading stops with a
    ReadError when more than FREE bytes, and more than RATIO times the size of the outermost container, were
    decompressed.
    """
    try:
        size = resource.stream.seek(0, io.SEEK_END)
        head = resource.stream.seek(0) or resource.stream.read(2)
        resource.stream.seek(0)
        budget = getattr(resource.stream, "budget", None) or Budget(size)
        yield from (_gzip if head == GZIP else _zip)(resource, budget)
    except Bomb as error:
        yield ReadError(resource.source, str(error))
    except _DAMAGE as error:
        yield ReadError(resource.source, _damage(error))


def unpack(source: IO[bytes], budget: Budget) -> Unpacked:
    """All bytes of `source`, at their start. Raises Bomb, and what `source` raises."""
    unpacked = Unpacked(budget)
    try:
        while data := source.read(_CHUNK):
            budget.spend(len(data))
            unpacked.write(data)
    except BaseException:
        unpacked.close()
        raise
    unpacked.seek(0)
    return unpacked


def _zip(resource: Resource, budget: Budget) -> Iterator[Read]:
    with zipfile.ZipFile(resource.stream) as archive:
        for member in archive.filelist:
            if member.is_dir() or _is_beside(member.filename):
                continue
            source = f"{resource.source}, {metadata.line(member.filename) or 'a file without a name'}"
            reason = _refused(archive, member)
            if reason:
                yield ReadError(source, reason)
                continue
            try:
                with archive.open(member) as opened:
                    unpacked = unpack(opened, budget)
            except Bomb:
                raise
            except (*_DAMAGE, NotImplementedError, RuntimeError) as error:
                yield ReadError(source, _damage(error))
                continue
            with unpacked:
                yield _inside(resource, source, member.filename, unpacked)


def _gzip(resource: Resource, budget: Budget) -> Iterator[Read]:
    name = PurePosixPath(resource.name).name
    name = name[:-3] if name.lower().endswith(".gz") else name
    with (
        gzip.GzipFile(fileobj=resource.stream, mode="rb") as opened,
        unpack(cast(IO[bytes], opened), budget) as unpacked,
    ):
        yield _inside(resource, resource.source, name, unpacked)


def _inside(resource: Resource, source: str, name: str, unpacked: Unpacked) -> Resource:
    return Resource(
        source=source,
        stream=cast(BinaryIO, unpacked),
        name=metadata.line(PurePosixPath(name.replace("\\", "/")).name) or "",
        url=resource.url if source == resource.source else None,
        asked=resource.asked,
        fetched_at=resource.fetched_at,
        depth=resource.depth + 1,
    )


def _refused(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str | None:
    if archive.NameToInfo.get(member.filename) is not member:
        return "has the name of a later file; the last one is read"
    if member.flag_bits & 0x1:
        return "is encrypted; unpack it first"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a link; links are not followed"
    return None


def _is_beside(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "__MACOSX" in parts or any(part[:1] == "." and part != ".." for part in parts)


def _damage(error: BaseException) -> str:
    if isinstance(error, EOFError):
        return "is damaged: it ends too early"
    if isinstance(error, NotImplementedError):
        return "is compressed with an unsupported method; unpack it first"
    return f"is damaged: {' '.join(str(error).split())[:200]}"
