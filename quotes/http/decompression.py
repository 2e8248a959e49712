"""The bytes that a server meant, little by little, so that a small answer cannot become a large one unseen."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

# Bytes that are decompressed at a time.
STEP = 65536


def decoded(chunks: Iterable[bytes], encoding: str, largest: int) -> Iterator[bytes]:
    """What `chunks` hold. encoding: the Content-Encoding that came with them; gzip is what is asked for.

    Raises ValueError for another one and for more than `largest` compressed bytes (more than that decompressed are
    the reader's to refuse), zlib.error for damaged and incomplete data.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip"):
        raise ValueError(f"came compressed in a way that was not asked for ({encoding[:20]!a})")
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
            part = gzip.decompress(chunk, STEP)
            yield part
            pending = len(part) == STEP
            chunk = gzip.unused_data if gzip.eof else gzip.unconsumed_tail
    if not gzip.eof:
        raise zlib.error("incomplete")
