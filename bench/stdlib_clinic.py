"""A clinic's figures by hand: what `willows review DIR` is measured against.

`python -m bench.stdlib_clinic FOLDER` reads the same tables of the same archives with `zipfile`,
`hashlib` and `csv`, works out the same figures of each patient, and writes them as CSV; with
`--rows` it does no more than read every row. It takes each archive for another patient's.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

from willows_app.clinic.archive import DAYS, ENTRIES, MANIFEST, SESSIONS

Row = dict[str, Any]


def tables_in(path: Path) -> dict[str, Iterator[list[str]]]:
    """The rows of each table of an archive, checked against its manifest; the header first."""
    tables: dict[str, Iterator[list[str]]] = {}
    with zipfile.ZipFile(path) as archive:
        listed = json.loads(archive.read(MANIFEST))["files"]
        for name in (DAYS, SESSIONS, ENTRIES):
            content = archive.read(name)
            if hashlib.sha256(content).hexdigest() != listed[name]["sha256"]:
                raise ValueError(f"{path}: {name} is not as it was made.")
            tables[name] = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return tables


def patient_of(path: Path, exercises: Counter[tuple[str, str]]) -> Row:
    """The figures of one patient; adds what became of each exercise to `exercises`."""
    tables = tables_in(path)
    row, weeks = _of_days(tables[DAYS])
    row |= _of_sessions(tables[SESSIONS], weeks)
    columns = next(tables[ENTRIES])
    exercise, outcome = columns.index("exercise"), columns.index("outcome")
    for entry in tables[ENTRIES]:
        exercises[entry[exercise], entry[outcome]] += 1
    return row


def _of_days(rows: Iterator[list[str]]) -> tuple[Row, dict[str, str]]:
    columns = next(rows)
    sums: Counter[str] = Counter()
    held = prescribed = 0.0
    by_week: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    weeks = {}
    run = best = 0
    row: Row = {}
    for cells in rows:
        day = dict(zip(columns, cells, strict=True))
        row["patient"], row["routine"] = day["patient"], day["routine"]
        weeks[day["day"]] = day["week"]
        due, done, expected = int(day["due"]), int(day["done"]), int(day["expected"])
        over = day["day_over"] == "1"
        if over or done >= due:
            sums["all"] += done
            if due:
                sums["days_due"] += 1
                sums["days_done"] += done >= due
                sums["days_logged"] += day["logged"] == "1"
                of_week = by_week[day["week"]]
                of_week[0] += due
                of_week[1] += done
        if over and due:
            sums["exercises_due"] += int(day["exercises_due"])
            sums["exercises_completed"] += int(day["exercises_completed"])
            prescribed += float(day["seconds_due"])
            held += float(day["seconds_held"])
        if expected and done >= expected:
            run += 1
            best = max(best, run)
        elif due and over:
            run = 0
    sessions = sum(min(due, done) for due, done in by_week.values())
    return {
        **row,
        "days_due": sums["days_due"],
        "days_done": sums["days_done"],
        "sessions_due": sum(due for due, _ in by_week.values()),
        "sessions_done": sessions,
        "sessions_more": sums["all"] - sessions,
        "days_logged": sums["days_logged"],
        "exercises_due": sums["exercises_due"],
        "exercises_completed": sums["exercises_completed"],
        "seconds_due": prescribed,
        "seconds_held": held,
        "streak": run,
        "best_streak": best,
    }, weeks


def _of_sessions(rows: Iterator[list[str]], weeks: dict[str, str]) -> Row:
    columns = next(rows)
    recorded = attempts = stops = cut_off = 0
    befores: dict[int, list[int]] = defaultdict(list)
    numbers = {week: number for number, week in enumerate(sorted(set(weeks.values())))}
    changes = []
    for cells in rows:
        session = dict(zip(columns, cells, strict=True))
        recorded += 1
        cut_off += not session["end"]
        stopped = int(session["stopped_for_pain"])
        stops += stopped
        attempts += int(session["completed"]) + int(session["partly_done"]) + stopped
        if session["pain_before"]:
            before = int(session["pain_before"])
            befores[numbers[weeks[session["day"]]]].append(before)
            if session["pain_after"]:
                changes.append(int(session["pain_after"]) - before)
    medians = [(week, median(answers)) for week, answers in sorted(befores.items())]
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(medians, 2)]
    return {
        "sessions_recorded": recorded,
        "sessions_cut_off": cut_off,
        "attempts": attempts,
        "stopped_for_pain": stops,
        "pain_change": median(changes) if changes else None,
        "pain_responses": len(changes),
        "pain_rises": sum(change >= 2 for change in changes),
        "pain_trend": median(slopes) if len(medians) > 2 else None,
        "pain_weeks": len(medians),
        "pain_answers": sum(map(len, befores.values())),
    }


def main(folder: Path, out: Path | None) -> None:
    """Writes the figures of all patients to `out`, or else reads all rows and no more."""
    paths = sorted(folder.iterdir())
    if out is None:
        print(sum(1 for path in paths for rows in tables_in(path).values() for _ in rows))
        return
    exercises: Counter[tuple[str, str]] = Counter()
    patients = [patient_of(path, exercises) for path in paths]
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, patients[0])
        writer.writeheader()
        writer.writerows(patients)
    print(exercises)


if __name__ == "__main__":
    main(Path(sys.argv[1]), None if sys.argv[2] == "--rows" else Path(sys.argv[2]))
