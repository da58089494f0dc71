"""A clinic's worth: `willows review DIR` over a year of 5,000 patients, and the standard library.

- The reference works out the same figures of the same tables with `zipfile`, `hashlib` and `csv`
  (`bench.stdlib_clinic`), and it is looked that they are the same.
- For comparison, the time in which `csv.reader` does no more than read every row.

Each runs as a process of its own, from its start to its end; its memory is the most it ever held.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, Goal, alone, compared, taking_turns
from bench.many_exports import many_exports

EXPORTS = 5000
FEW = 3
"""Rounds at most: each takes a minute."""
HALF = Goal(0.5)
WHAT = f"review of {EXPORTS} exports"
WILLOWS = ("-c", "from willows_app.cli import main; main()", "review")
BY_HAND = ("-m", "bench.stdlib_clinic")


@dataclass(frozen=True)
class Run:
    """What a process took: seconds by the clock and on processors, and megabytes at most."""

    seconds: float
    processors: float
    memory: float


def measure(runs: int) -> Iterator[Figure]:
    """All figures of a clinic's worth."""
    folder = many_exports(EXPORTS)
    size = sum(each.stat().st_size for each in folder.iterdir()) / 1e6
    yield alone(f"{WHAT}: files", "MB", size)
    with tempfile.TemporaryDirectory() as place:
        rounds = taking_turns(
            min(runs, FEW),
            lambda n: _run(*WILLOWS, folder, "--out", Path(place) / f"ours-{n}.csv"),
            lambda n: _run(*BY_HAND, folder, Path(place) / f"theirs-{n}.csv"),
            lambda _: _run(*BY_HAND, folder, "--rows"),
        )
        _check_same(*(_read(Path(place) / f"{whose}-0.csv") for whose in ("ours", "theirs")))
    willows, by_hand, rows = ([each.seconds for each in of] for of in rounds)
    yield compared(f"{WHAT}: time", "s", willows, "stdlib csv", by_hand, HALF)
    yield compared(f"{WHAT}: time", "s", willows, "stdlib csv, rows read and no more", rows)
    willows, by_hand, _ = ([each.processors for each in of] for of in rounds)
    yield compared(f"{WHAT}: processor time", "s", willows, "stdlib csv", by_hand)
    willows, by_hand, _ = ([each.memory for each in of] for of in rounds)
    yield compared(f"{WHAT}: peak memory", "MB", willows, "stdlib csv", by_hand)
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    yield compared(f"{WHAT}: load", "tasks", [load], "processors", [processors])


def _read(table: Path) -> dict[str, dict[str, str]]:
    with table.open(encoding="utf-8-sig", newline="") as file:
        return {row["patient"]: row for row in csv.DictReader(file)}


def _check_same(ours: dict[str, dict[str, str]], theirs: dict[str, dict[str, str]]) -> None:
    """Raises `ValueError` unless all that the reference knows is what Willows says."""
    for patient, row in theirs.items():
        for column, said in row.items():
            if not _same(ours[patient][column], said):
                raise ValueError(f"{patient}: {column} is {ours[patient][column]}, not {said}.")


def _same(one: str, other: str) -> bool:
    with suppress(ValueError):
        return abs(float(one) - float(other)) <= 1e-9 * abs(float(other))
    return one == other


def _run(*arguments: str | Path) -> Run:
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, arguments))} ended with {process.returncode}.")
    return Run(
        seconds=time.perf_counter() - began,
        processors=usage.ru_utime + usage.ru_stime,
        memory=usage.ru_maxrss / 1e3,  # Linux counts in kilobytes
    )
