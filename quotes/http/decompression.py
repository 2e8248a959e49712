"""Decompresses responses in small steps, so that a small response cannot exhaust the memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

# Bytes that are decompressed at a time.
STEP = 65536


def decoded(chunks: Iterable[bytes], encoding: str, largest: int) -> Iterator[bytes]:
    """Decompress `chunks`.

    Args:
        chunks: The response body.
        encoding: Its Content-Encoding; requests accept only gzip.
        largest: The most compressed bytes. The caller limits the decompressed ones.

    Raises:
        ValueError: The encoding is another one, or there are more bytes.
        zlib.error: The data is damaged or incomplete.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip"):
        raise ValueError(f"has an unsupported compression ({encoding[:20]!a})")
    gzip = zlib.decompressobj(wbits=31)
    received = 0
    for chunk in chunks:
        received += len(chunk)
        if received > largest:
            raise ValueError(f"is larger than {largest:,} bytes")
        pending = True
        while chunk or pending:
            if gzip.eof and chunk:
                gzip = zlib.decompressobj(wbits=31)
            data = gzip.decompress(chunk, STEP)
            yield data
            pending = len(data) == STEP
            chunk = gzip.unused_data if gzip.eof else gzip.unconsumed_tail
    if not gzip.eof:
        raise zlib.error("incomplete")
