"""What a batch run is asked to do, kept beside its shards: it ends as it began, and each task knows its share."""

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

    files: the paths to read, with their sizes. refused: sources that are not read, with the reason. tasks: in how many
    parts. fields, outlet, time_limit: as of `quotes.ingest.Task`. extraction: what finds the quotations. begun: ISO
    8601, UTC.
    """

    files: list[tuple[str, int]]
    refused: list[tuple[str, str]]
    tasks: int
    fields: dict[str, str]
    outlet: str | None
    extraction: str
    begun: str
    time_limit: float = limits.SECONDS


class Part(NamedTuple):
    """A file, or of those who share one the `number`th of `of`, who reads every `of`th article."""

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
) -> Plan:
    """The plan for the files in `given`. Raises ValueError where there are none, or `output` lies among them."""
    if output.resolve().is_relative_to(given.resolve()):
        raise ValueError(f"{output}: lies in what is to be read; name a folder outside {given}")
    files, refused = [], []
    for each in readers.find([given]):
        if isinstance(each, ReadError):
            refused.append((each.source, each.reason))
        elif isinstance(each, Path):
            files.append((str(each), each.stat().st_size))
    if not files:
        raise ValueError(": ".join(refused[0]))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Plan(files, refused, tasks, dict(fields), outlet, ingest.extraction(), now, time_limit)


def settle(plan: Plan, output: Path) -> Plan:
    """The plan that `output` was begun with, which `plan` is where there was none.

    Raises ValueError where another one was begun there: its shards and those of `plan` would not be of one run.
    """
    file = output / FILE
    if not file.exists():
        if output.is_dir() and any(output.iterdir()):
            raise ValueError(f"{output}: holds something else; name a folder that is new or empty")
        output.mkdir(parents=True, exist_ok=True)
        part = output / f".{FILE}.part"
        part.write_text(json.dumps(plan._asdict(), indent=1), encoding="ascii")
        part.replace(file)
        return plan
    begun = read(output)
    for field, what in _DIFFERS.items():
        if getattr(begun, field) != getattr(plan, field):
            raise ValueError(f"{output}: was begun {what.format(begun)}; go on with that, or begin in another folder")
    return begun


_DIFFERS = {
    "tasks": "with --tasks {0.tasks}",
    "files": "when other files, or files of other sizes, were in the input",
    "refused": "when other files were in the input",
    "fields": "with another --map",
    "outlet": "with another --outlet",
    "time_limit": "with --time-limit {0.time_limit:g}",
    "extraction": "by another version of Quotes ({0.extraction})",
}


def read(output: Path) -> Plan:
    """The plan that `output` was begun with. Raises ValueError where there is none."""
    try:
        kept: dict[str, Any] = json.loads((output / FILE).read_text(encoding="ascii"))
        pairs = {name: [(first, second) for first, second in kept[name]] for name in ("files", "refused")}
        return Plan(**kept | pairs)
    except FileNotFoundError:
        raise ValueError(f"{output}: holds no shards; quotes batch run makes them") from None
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"{output / FILE}: is not as quotes batch run writes it") from error


def share(files: Sequence[str], task: int, tasks: int) -> list[Part]:
    """What one of `tasks` reads: every so manieth file, or its part of one where there are fewer files than tasks."""
    if tasks <= len(files):
        return [Part(each) for each in files[task::tasks]]
    first = task % len(files)
    return [Part(files[first], task // len(files), len(range(first, tasks, len(files))))]


def done(output: Path) -> set[int]:
    """The tasks that are done."""
    folder = output / _COMPLETIONS
    return {int(each.name) for each in folder.iterdir()} if folder.is_dir() else set()


def finish(output: Path, task: int) -> None:
    """Notes that a task is done."""
    folder = output / _COMPLETIONS
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{task:05}").touch()
