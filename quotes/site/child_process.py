"""Work that does not belong into the process of the site, in a Python process of its own."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress


async def run(module: str, *arguments: str, given: bytes | None = None) -> tuple[int, bytes]:
    """Run `python -m MODULE ARGUMENTS…`, and end it if this is cancelled.

    Standard error is discarded: a traceback could have words of a draft.

    Args:
        module: The full name of the module.
        arguments: Its arguments.
        given: Its standard input. Without it, standard input stays open as long as this site runs.

    Returns:
        The exit status, negative for a signal, and the standard output.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        output = await process.stdout.read() if given is None else (await process.communicate(given))[0]
        return await process.wait(), output
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.stdin.close()
        await process.wait()
