"""A log of many years, made in a second or two: what measurements and tests of growth read.

The patient did all exercises of a routine on every day: two weeks daily, then as needed with a
flare each month and a journey each year. Now and then an exercise was skipped, cut short or
corrected. The same years are the same log each time.
"""

from __future__ import annotations

import json
import random
import sqlite3
import uuid
from collections import defaultdict
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from willows_app.adherence.days import days_between
from willows_app.adherence.facts import Change, PainMoment, PauseReason, SessionEnd, Source
from willows_app.adherence.log import Log, id_by_time
from willows_app.guide.performance import Outcome, PlannedDose
from willows_app.guide.timeline import compile_exercise
from willows_app.routine.model import Exercise, Routine

LAST = date(2026, 11, 22)
"""The last day of such a log, unless another was asked for."""

DAYS_OF_A_YEAR = 365.25
OUTCOMES = (Outcome.COMPLETED,) * 46 + (Outcome.PARTLY_DONE,) * 2 + (Outcome.SKIPPED,) * 2
CORRECTED = 0.01
"""How many of the entries were corrected later."""

BEGINS = time(18, 4, 27, 481_516, tzinfo=UTC)
EXERCISE_TAKES = timedelta(seconds=157.342)
DAILY_DAYS = 14
FLARE_EVERY = 30
PAUSE_EVERY, PAUSE_LASTS = 365, 10


def first_day(years: int, last: date = LAST) -> date:
    """The first day of a log of so many years."""
    return last - timedelta(days=round(years * DAYS_OF_A_YEAR) - 1)


def write_years(
    path: Path, routine: Routine, years: int, last: date = LAST, kept: float = 1, seed: int = 0
) -> None:
    """Make such a log at `path`, where there is none yet.

    `kept` is the share of the days on which the patient did it; another `seed`, another patient.
    """
    Log(path).close()  # the tables
    rows, chance = _Rows(routine, seed), random.Random(seed)
    for number, day in enumerate(days_between(first_day(years, last), last)):
        rows.change_plan(number, day)
        if chance.random() < kept:
            rows.add_session(day)
    with closing(sqlite3.connect(path)) as db, db:
        for table, of_table in rows.of.items():
            columns = ", ".join(of_table[0])
            values = ", ".join(f":{column}" for column in of_table[0])
            db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({values})", of_table)


class _Rows:
    """The rows of each table, as they come."""

    def __init__(self, routine: Routine, seed: int) -> None:
        self.of: dict[str, list[dict[str, object]]] = defaultdict(list)
        self._routine = routine
        self._chance = random.Random(seed)
        self._planned = {each.id: self._plan(each) for each in routine.exercises}

    def change_plan(self, number: int, day: date) -> None:
        """What of the plan changes on this day, counted from 0."""
        if number == 0:
            self._change(Change.DAILY, day)
        elif number == DAILY_DAYS:
            self._change(Change.AS_NEEDED, day)
        elif number % FLARE_EVERY == 0:
            self._change(Change.FLARE, day)
        if number % PAUSE_EVERY == PAUSE_EVERY - 1:
            until = day + timedelta(days=PAUSE_LASTS - 1)
            self._change(Change.PAUSE, day, until=until.isoformat(), reason=PauseReason.TRAVEL)

    def add_session(self, day: date) -> None:
        """A session that did every exercise, one after the other."""
        at = datetime.combine(day, BEGINS)
        session = id_by_time(at, self._chance.getrandbits(128))
        self.of["sessions"].append(
            {
                "id": session,
                "routine": self._routine.id,
                "planned": json.dumps([each.id for each in self._routine.exercises]),
                "started_at": at.isoformat(),
                "day": day.isoformat(),
            }
        )
        before = self._chance.randint(1, 6)
        self._add_pain(session, PainMoment.BEFORE, before, at)
        for exercise in self._routine.exercises:
            at += EXERCISE_TAKES
            self._add_entry(session, exercise, at)
        self._add_pain(session, PainMoment.AFTER, before - self._chance.randint(-1, 1), at)
        self.of["session_ends"].append(
            {"session": session, "reason": SessionEnd.FINISHED, "ended_at": at.isoformat()}
        )

    def _plan(self, exercise: Exercise) -> tuple[int, PlannedDose]:
        planned = PlannedDose.of(exercise, compile_exercise(exercise).steps)
        id = len(self.of["planned_doses"]) + 1
        self.of["planned_doses"].append(
            {
                "id": id,
                "title": exercise.title,
                "dose": json.dumps(asdict(planned)),
                "seconds": planned.held.total,
            }
        )
        return id, planned

    def _add_entry(self, session: str, exercise: Exercise, at: datetime) -> None:
        id, planned = self._planned[exercise.id]
        outcome = self._chance.choice(OUTCOMES)
        share = {Outcome.SKIPPED: 0.0, Outcome.PARTLY_DONE: 0.5}.get(outcome, 1.0)
        entry: dict[str, object] = {
            "id": self._id(),
            "session": session,
            "exercise": exercise.id,
            "planned": id,
            "outcome": outcome,
            "held_left": planned.held.left * share,
            "held_right": planned.held.right * share,
            "held_middle": planned.held.middle * share,
            "repetitions": int(planned.repetitions * share),
            "places": planned.places,
            "reason": None,
            "source": Source.TIMED,
            "recorded_at": at.isoformat(),
            "supersedes": None,
        }
        self.of["entries"].append(entry)
        if self._chance.random() < CORRECTED:
            corrected = entry | {"id": self._id(), "supersedes": entry["id"]}
            self.of["entries"].append(corrected)

    def _add_pain(self, session: str, moment: PainMoment, score: int, at: datetime) -> None:
        self.of["pains"].append(
            {
                "id": self._id(),
                "session": session,
                "moment": moment,
                "score": score,
                "recorded_at": at.isoformat(),
            }
        )

    def _change(
        self, change: Change, day: date, until: str | None = None, reason: str | None = None
    ) -> None:
        self.of["plan_changes"].append(
            {
                "id": self._id(),
                "routine": self._routine.id,
                "change": change,
                "day": day.isoformat(),
                "sequence": len(self.of["plan_changes"]) + 1,
                "recorded_at": datetime.combine(day, BEGINS).isoformat(),
                "until": until,
                "reason": reason,
            }
        )

    def _id(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
