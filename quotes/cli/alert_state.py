"""What `quotes alert` has sent: a JSON file that is replaced in one step."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Pending:
    """A digest that may not have been sent.

    Attributes:
        id: Stays the same however often the digest is sent.
        found: By search, the ids of its quotations.
    """

    id: str
    found: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class State:
    """What was sent, and what may not have been.

    Attributes:
        seen: By search, the ids of the quotations that were sent or were there before the first run.
        pending: The digest that is being sent, if there is one.
    """

    seen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    pending: Pending | None = None

    def started(self, there: Mapping[str, Iterable[str]]) -> State:
        """The state with new searches, and the ids of what they find already."""
        return State({**self.seen, **{search: frozenset(ids) for search, ids in there.items()}}, self.pending)

    def planned(self, new: Mapping[str, Sequence[str]]) -> State:
        """The state in which a digest of these ids is to be sent, if there are any."""
        return State(self.seen, Pending(uuid4().hex, new)) if new else self

    def sent(self) -> State:
        """The state after the pending digest was sent."""
        found = self.pending.found if self.pending else {}
        return State({**self.seen, **{search: self.seen[search] | set(ids) for search, ids in found.items()}})


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """No other process can use the state at `path` meanwhile.

    Raises:
        ValueError: Another process uses it.
        OSError: Its folder cannot be written.
    """
    try:
        file = path.with_name(f"{path.name}.lock").open("w")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ValueError(f"{path}: another quotes alert is using this file; try again later") from error
        yield


def load(path: Path) -> State:
    """The state at `path`; an empty one if there is no file.

    Raises:
        ValueError: The file is not a state.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != _VERSION:
            raise ValueError
        seen = {str(search): frozenset(map(str, ids)) for search, ids in data["seen"].items()}
        pending = data["pending"] and Pending(**data["pending"])
        if pending and not seen.keys() >= pending.found.keys():
            raise ValueError
        return State(seen, pending)
    except FileNotFoundError:
        return State()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{path}: this is not a state file of quotes alert; name another file") from error


def save(path: Path, state: State) -> None:
    """Replace the file at `path`. If the process is killed, it has the old state or the new one."""
    pending = state.pending and {"id": state.pending.id, "found": dict(state.pending.found)}
    seen: dict[str, Any] = {search: sorted(ids) for search, ids in state.seen.items()}
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8") as file:
        json.dump({"version": _VERSION, "seen": seen, "pending": pending}, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
