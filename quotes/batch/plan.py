"""The plan of a batch run, stored with its shards, so that a run continues as it started and each task knows its
share.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from quotes import ingest, limits, readers
from quotes.readers import ReadError

FILE = "run.json"
ARTICLES, REJECTS = "articles/{:05}.parquet", "rejects/{:05}.jsonl"  # of a task
LOGS = "logs"  # datatrove's
_COMPLETIONS = f"{LOGS}/completions"


class Plan(NamedTuple):
    """The same plan gives the same shards, whenever and wherever its tasks run.

    Attributes:
        files: The paths to read, with their sizes.
        refused: Sources that are not read, with the reason.
        tasks: The number of tasks.
        fields, outlet, time_limit: As in `quotes.ingest.Task`.
        extraction: The version of the extractor.
        begun: ISO 8601, UTC.
        authority: Whether the people of the packaged authority file are known.
    """

    files: list[tuple[str, int]]
    refused: list[tuple[str, str]]
    tasks: int
    fields: dict[str, str]
    outlet: str | None
    extraction: str
    begun: str
    time_limit: float = limits.SECONDS
    authority: bool = True

    @property
    def genders(self) -> Mapping[str, str] | None:
        """As for `quotes.extract`."""
        return None if self.authority else {}


class Part(NamedTuple):
    """A file, or a part of it: the `number`th of `of` tasks reads every `of`th article."""

    path: str
    number: int = 0
    of: int = 1


def make(
    given: Path,
    output: Path,
    tasks: int,
    fields: Mapping[str, str],
    outlet: str | None,
    time_limit: float = limits.SECONDS,
    *,
    authority: bool = True,
) -> Plan:
    """The plan for the files in `given`. Raises ValueError if there are none, or if `output` is among them."""
    if output.resolve().is_relative_to(given.resolve()):
        raise ValueError(f"{output}: is inside the input; name a folder outside {given}")
    files, refused = [], []
    for each in readers.find([given]):
        if isinstance(each, ReadError):
            refused.append((each.source, each.reason))
        elif isinstance(each, Path):
            files.append((str(each), each.stat().st_size))
    if not files:
        raise ValueError(": ".join(refused[0]))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    its = Plan(files, refused, tasks, dict(fields), outlet, "", now, time_limit, authority)
    return its._replace(extraction=ingest.extraction(genders=its.genders))


def begin(plan: Plan, output: Path) -> Plan:
    """Start the run in `output` with `plan`, or continue the one that was started there.

    Returns:
        The plan of the run.

    Raises:
        ValueError: A run with another plan was started there.
    """
    file = output / FILE
    if not file.exists():
        if output.is_dir() and any(output.iterdir()):
            raise ValueError(f"{output}: is not empty; name a new or empty folder")
        output.mkdir(parents=True, exist_ok=True)
        part = output / f".{FILE}.part"
        part.write_text(json.dumps(plan._asdict(), indent=1), encoding="ascii")
        part.replace(file)
        return plan
    begun = read(output)
    for field, what in _DIFFERS.items():
        if getattr(begun, field) != getattr(plan, field):
            raise ValueError(f"{output}: was started {what.format(begun)}; continue with that, or use another folder")
    return begun


_DIFFERS = {
    "tasks": "with --tasks {0.tasks}",
    "files": "when other files, or files of other sizes, were in the input",
    "refused": "when other files were in the input",
    "fields": "with another --map",
    "outlet": "with another --outlet",
    "time_limit": "with --time-limit {0.time_limit:g}",
    "authority": "with or without --no-authority",
    "extraction": "by another version of Quotes ({0.extraction})",
}


def read(output: Path) -> Plan:
    """The plan of the run in `output`. Raises ValueError if there is none."""
    try:
        kept: dict[str, Any] = json.loads((output / FILE).read_text(encoding="ascii"))
        pairs = {name: [(first, second) for first, second in kept[name]] for name in ("files", "refused")}
        return Plan(**kept | pairs)
    except FileNotFoundError:
        raise ValueError(f"{output}: has no shards; `quotes batch run` makes them") from None
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"{output / FILE}: is not in the form that `quotes batch run` writes") from error


def share(files: Sequence[str], task: int, tasks: int) -> list[Part]:
    """What one of `tasks` reads: every n-th file, or a part of one if there are fewer files than tasks."""
    if tasks <= len(files):
        return [Part(each) for each in files[task::tasks]]
    first = task % len(files)
    return [Part(files[first], task // len(files), len(range(first, tasks, len(files))))]


def done(output: Path) -> set[int]:
    """The tasks that are done."""
    folder = output / _COMPLETIONS
    return {int(each.name) for each in folder.iterdir()} if folder.is_dir() else set()


def finish(output: Path, task: int) -> None:
    """Mark a task as done."""
    folder = output / _COMPLETIONS
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{task:05}").touch()
