"""The app is killed at any moment of a session: no acknowledged entry is missing afterwards.

20 seeded moments in every run; `KILLS=200` asks for as many others.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from io import FileIO
from pathlib import Path

import pytest

from willows_app.adherence.facts import Pain, PainMoment, SessionEnd
from willows_app.adherence.log import Log
from willows_app.guide.performance import Held, Outcome, Performed, PlannedDose

EVENING = datetime(2026, 6, 1, 18, 4, tzinfo=timezone(timedelta(hours=1)))
PLANNED = PlannedDose(Held(left=30, right=30), repetitions=6, places=None)
EXERCISES = [f"exercise_{number}" for number in range(10)]
SESSIONS = 50
"""More than any kill lets come to their end."""

MOST_ACKNOWLEDGED = 40
LONGEST_AFTER = 0.004
"""Seconds from the last acknowledged entry to the kill: a write takes about as long."""


def do_sessions(file: Path, acknowledged: int) -> None:
    """One session after the other; each entry is acknowledged when the log has taken it."""
    log = Log(file)
    for number in range(SESSIONS):
        session, day = f"session {number}", date(2026, 6, 1) + timedelta(days=number)
        log.begin_session(session, "upper_back", EXERCISES, EVENING, day)
        log.add_pain(session, Pain(PainMoment.BEFORE, 4, EVENING))
        for exercise in EXERCISES:
            performed = Performed(exercise, Outcome.COMPLETED, Held(30, 30), 6, None, PLANNED)
            log.add_entry(session, exercise, performed, EVENING)
            os.write(acknowledged, f"{session}/{exercise}\n".encode())
        log.end_session(session, SessionEnd.FINISHED, EVENING)


def killed_in_a_session(file: Path, moment: random.Random) -> list[str]:
    """What was acknowledged before the app was killed."""
    reading, writing = os.pipe()
    app = os.fork()
    if app == 0:
        try:
            os.close(reading)
            do_sessions(file, writing)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        heard = b"".join(_until(pipe, moment.randrange(MOST_ACKNOWLEDGED)))
        select.select([], [], [], moment.uniform(0, LONGEST_AFTER))
        os.kill(app, signal.SIGKILL)
        os.waitpid(app, 0)
        heard += pipe.read()
    return heard.decode().splitlines()


def _until(pipe: FileIO, lines: int) -> Iterator[bytes]:
    """What comes in until so many entries are acknowledged."""
    while lines > 0:
        heard = pipe.read(4096)
        assert heard, "the app ended by itself"
        lines -= heard.count(b"\n")
        yield heard


@pytest.mark.parametrize("seed", range(int(os.environ.get("KILLS", "20"))))
def test_no_acknowledged_entry_is_missing_after_a_kill(tmp_path: Path, seed: int) -> None:
    file = tmp_path / "log.sqlite3"
    acknowledged = killed_in_a_session(file, random.Random(seed))
    log = Log(file)
    kept = [
        f"{session.id}/{entry.exercise}"
        for session in reversed(log.sessions(SESSIONS))
        for entry in session.entries
    ]
    assert set(acknowledged) <= set(kept)
    assert len(kept) <= len(acknowledged) + 1, "at most one was written and not yet acknowledged"
    log.close()
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
