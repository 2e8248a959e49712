"""Work that does not belong into the process of the site, in a Python process of its own."""

from __future__ import annotations

import asyncio
import subprocess
import sys


async def run(module: str, *arguments: str, given: bytes | None = None) -> tuple[int, bytes]:
    """Run `python -m MODULE ARGUMENTS…`, and end it if this is cancelled.

    A thread waits for the process. The processes of asyncio are not used: one that is cancelled while it starts is
    waited for without end, if the event loop ends at the same time.

    Standard error is discarded: a traceback could have words of a draft.

    Args:
        module: The full name of the module.
        arguments: Its arguments.
        given: Its standard input. Without it, standard input stays open as long as this site runs.

    Returns:
        The exit status, negative for a signal, and the standard output.
    """
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        return await asyncio.to_thread(_finish, process, given)
    finally:
        process.kill()
        process.wait()


def _finish(process: subprocess.Popen[bytes], given: bytes | None) -> tuple[int, bytes]:
    """The exit status and the standard output of a process, when it has ended."""
    with process:
        assert process.stdout is not None
        output = process.stdout.read() if given is None else process.communicate(given)[0]
        return process.wait(), output
