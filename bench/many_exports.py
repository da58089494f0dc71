"""A clinic's worth of exports: a year of many patients, made in a minute and kept in build/.

A few patients' logs are written as the app writes them; the others have another code and are
otherwise like one of these. The same count is the same files each time.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random

from bench.packed import Packed, packed_in, zip_of
from bench.years import LAST, first_day, write_years
from willows_app.adherence.log import Log
from willows_app.clinic.archive import (
    DAYS,
    ENTRIES,
    MANIFEST,
    SESSIONS,
    archive_name,
    write_archive,
)
from willows_app.clinic.tables import TABLES as CSVS
from willows_app.routine.loading import read_routine
from willows_app.shipped import shipped_routines

PLACE = Path(__file__).parents[1] / "build" / "exports"
ROUTINE = "upper_back.yaml"
PATTERNS = 50
"""Logs that differ."""
LEAST_KEPT, MOST_KEPT = 0.05, 0.5
"""Share of the days of the year on which a patient did it."""
MADE_AT = datetime(2026, 11, 22, 18, 4, tzinfo=UTC)
TABLES = (DAYS, SESSIONS, ENTRIES)
CODE = "P-{:04}-{:04}"
SESSION = re.compile(rb"(-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{8})[0-9a-f]{4}")
"""The id of a session, up to what tells one patient's from another's."""


def many_exports(count: int) -> Path:
    """The folder that holds so many; it is made if there is none that was made so."""
    columns = json.dumps([list(table.columns) for table in CSVS])
    made_by = hashlib.sha256(columns.encode() + Path(__file__).read_bytes()).hexdigest()
    folder = PLACE / f"{count}-{made_by[:8]}"
    if not folder.exists():
        unfinished = folder.with_suffix(".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(partial(_write_pattern, unfinished, count), range(PATTERNS)))
        unfinished.rename(folder)
    return folder


def _write_pattern(folder: Path, count: int, number: int) -> None:
    """The exports of all patients who are like this one."""
    code = CODE.format(number, 0)
    files = packed_in(_export(number, code))
    for patient in range(number, count, PATTERNS):
        other = CODE.format(number, patient)
        content = _packed(files, code, other, patient)
        (folder / archive_name(other, MADE_AT.date())).write_bytes(content)


def _export(number: int, code: str) -> bytes:
    routine = read_routine(shipped_routines()[ROUTINE], ROUTINE)
    kept = Random(number).uniform(LEAST_KEPT, MOST_KEPT)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "log.sqlite3"
        write_years(path, routine, 1, kept=kept, seed=number)
        with closing(Log(path)) as log:
            return write_archive(log, routine, code, first_day(1), LAST, MADE_AT, "0.1.0")


def _packed(files: dict[str, Packed], code: str, other: str, patient: int) -> bytes:
    """The archive with another code and other sessions in its tables; the rest is as it was."""
    tables = {
        name: SESSION.sub(
            rb"\g<1>%04x" % patient, files[name].content().replace(code.encode(), other.encode())
        )
        for name in TABLES
    }
    manifest = json.loads(files[MANIFEST].content()) | {"patient": other}
    for name, content in tables.items():
        manifest["files"][name]["sha256"] = hashlib.sha256(content).hexdigest()
    changed = {MANIFEST: json.dumps(manifest, indent=1).encode(), **tables}
    return zip_of(files | {name: Packed.of(content) for name, content in changed.items()})
