"""A log as tests keep it: what a patient did at which moment, told in a line."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from tests.adherence.plans import SCHEDULE
from willows_app.adherence.days import DAY_ENDS_AT, day_of
from willows_app.adherence.doses import Doses
from willows_app.adherence.facts import Change, Pain, PainMoment, Session, SessionEnd, Source
from willows_app.adherence.log import Log, new_id
from willows_app.adherence.measures import Day, Records, Streak, measured_days, streak
from willows_app.adherence.plan import Plan
from willows_app.adherence.records import plan_in, records_in, sessions_by_day_in
from willows_app.guide.performance import Held, Outcome, Performed, PlannedDose
from willows_app.routine.model import Routine

COMPLETED, PARTLY = Outcome.COMPLETED, Outcome.PARTLY_DONE
SKIPPED, STOPPED = Outcome.SKIPPED, Outcome.STOPPED_FOR_PAIN

DOSES = {"cobra": 60.0, "cat": 30.0}
UPPER_BACK = Routine("upper_back", "Upper back", "A clinic", SCHEDULE, (), (), ())

EVER = date(2020, 1, 1), date(2040, 12, 31)


class Diary:
    """The log of a patient whose routine is the upper back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.log = Log(path)

    def __enter__(self) -> Diary:
        return self

    def __exit__(self, *_: object) -> None:
        self.log.close()

    # ------------------------------------------------------------ what happened

    def session(
        self,
        at: str,
        *done: str,
        ends_at: time = DAY_ENDS_AT,
        on: str | None = None,
        routine: str = UPPER_BACK.id,
        before: int | None = None,
        after: int | None = None,
    ) -> str:
        """A session at this moment that did these exercises; `on` another day, if added by hand."""
        id, moment = new_id(), datetime.fromisoformat(at)
        counts_for = date.fromisoformat(on) if on else day_of(moment, ends_at)
        self.log.begin_session(id, routine, list(DOSES), moment, counts_for)
        for exercise in done:
            self.entry(id, exercise, at, source=Source.TICKED_BY_HAND if on else Source.TIMED)
        for when, score in ((PainMoment.BEFORE, before), (PainMoment.AFTER, after)):
            if score is not None:
                self.pain(id, score, at, when)
        self.log.end_session(id, SessionEnd.FINISHED, moment)
        return id

    def entry(
        self,
        session: str,
        exercise: str,
        at: str,
        outcome: Outcome = COMPLETED,
        held: float | None = None,
        source: Source = Source.TIMED,
    ) -> None:
        """An exercise of a session; by default held for as long as planned."""
        dose = DOSES[exercise]
        self.log.add_entry(
            session,
            exercise.title(),
            Performed(
                exercise,
                outcome,
                Held(left=dose if held is None else held),
                1,
                None,
                PlannedDose(Held(left=dose), 1, None),
            ),
            datetime.fromisoformat(at),
            source,
        )

    def entry_id(self, session: str, exercise: str) -> str:
        """The entry that counts."""
        logged = self.log.session(session)
        assert logged is not None
        (id,) = [each.id for each in logged.entries if each.exercise == exercise]
        return id

    def pain(
        self, session: str, score: int | None, at: str, moment: PainMoment = PainMoment.BEFORE
    ) -> None:
        self.log.add_pain(session, Pain(moment, score, datetime.fromisoformat(at)))

    def plan_changes(
        self, change: Change, day: str, until: str | None = None, at: str = "2026-06-01T12:00Z"
    ) -> None:
        self.log.change_plan(
            UPPER_BACK.id,
            change,
            date.fromisoformat(day),
            datetime.fromisoformat(at),
            until=date.fromisoformat(until) if until else None,
        )

    # ------------------------------------------------------------ what it comes to

    @property
    def plan(self) -> Plan:
        return plan_in(self.log, UPPER_BACK)

    @property
    def records(self) -> Records:
        """All there is."""
        return records_in(self.log, UPPER_BACK.id, *EVER)

    @property
    def done(self) -> dict[str, Outcome]:
        """The outcome of each exercise that counts, of all sessions."""
        return {each.exercise: each.outcome for each in self.records.attempts}

    def streak(self, today: str) -> Streak:
        sessions = sessions_by_day_in(self.log, UPPER_BACK.id)
        return streak(self.plan, sessions, date.fromisoformat(today))

    def days(self, first: str, last: str, today: str) -> list[Day]:
        range_ = date.fromisoformat(first), date.fromisoformat(last)
        found = records_in(self.log, UPPER_BACK.id, *range_)
        doses = Doses.always(DOSES)
        return measured_days(self.plan, found, doses, *range_, date.fromisoformat(today))

    @property
    def told(self) -> tuple[Plan, Records, object, tuple[Session, ...]]:
        """All that can be read from it."""
        return (
            self.plan,
            self.records,
            sessions_by_day_in(self.log, UPPER_BACK.id),
            self.log.sessions(10_000),
        )


# ---------------------------------------------------------------- rows, in whatever order

TABLES = (
    "planned_doses",
    "sessions",
    "session_ends",
    "entries",
    "pains",
    "notes",
    "taken_back",
    "plan_changes",
    "settings",
)

Rows = list[tuple[str, tuple[object, ...]]]
"""Every row of a log with its table."""


def rows_of(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as db:
        return [(table, row) for table in TABLES for row in db.execute(f"SELECT * FROM {table}")]


def diary_of(path: Path, rows: Iterable[tuple[str, tuple[object, ...]]]) -> Diary:
    """A log into which these rows came one after the other; one that is there stays."""
    Log(path).close()
    with closing(sqlite3.connect(path)) as db, db:
        for table, row in rows:
            db.execute(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    return Diary(path)


def shuffled(rows: Rows, chance: Random) -> Rows:
    return chance.sample(rows, len(rows))


def together(path: Path, *logs: Diary) -> Diary:
    """These logs brought together, in this order."""
    return diary_of(path, [row for log in logs for row in rows_of(log.path)])


def days(first: str, count: int) -> Sequence[str]:
    """So many days from the first one on."""
    begin = date.fromisoformat(first).toordinal()
    return [date.fromordinal(begin + number).isoformat() for number in range(count)]


# ---------------------------------------------------------------- at random

Act = Callable[[Diary, str], object]
"""Something that a patient does at a moment."""


def know_every_dose(diary: Diary, now: str) -> None:
    """Two phones number the doses that they plan; here they have them numbered the same."""
    session = diary.session(now, *DOSES)
    diary.log.take_back(session, datetime.fromisoformat(now))


def live(diary: Diary, acts: Sequence[Act], begin: str = "2026-06-04T18:00Z") -> None:
    """Do all this, two minutes apart."""
    for number, act in enumerate(acts):
        moment = datetime.fromisoformat(begin) + number * timedelta(minutes=2)
        act(diary, moment.isoformat())


def _session(number: int, wrong: timedelta, zone: timezone) -> Act:
    def act(diary: Diary, now: str) -> None:
        """By a clock that may be wrong, in any zone, for any day."""
        moment = (datetime.fromisoformat(now) + wrong).astimezone(zone)
        day = date(2026, 6, number)
        diary.log.begin_session(new_id(), UPPER_BACK.id, list(DOSES), moment, day)

    return act


def _of_session(which: int, act: Callable[[Diary, str, str], object]) -> Act:
    """To one of the sessions so far, if there is one."""

    def to_it(diary: Diary, now: str) -> None:
        known = sorted(row["id"] for row in diary.log.query("SELECT id FROM sessions"))
        if known:
            act(diary, known[which % len(known)], now)

    return to_it


def _entry(which: int, exercise: str, outcome: Outcome, source: Source) -> Act:
    def act(diary: Diary, session: str, now: str) -> None:
        diary.entry(session, exercise, now, outcome, source=source)

    return _of_session(which, act)


def _pain(which: int, moment: PainMoment, score: int | None) -> Act:
    return _of_session(which, lambda diary, session, now: diary.pain(session, score, now, moment))


def _note(which: int, text: str) -> Act:
    return _of_session(
        which,
        lambda diary, session, now: diary.log.write_note(
            session, text, datetime.fromisoformat(now)
        ),
    )


def _taken_back(which: int, exercise: str | None, back: bool) -> Act:
    """The whole session, or one of its entries."""

    def act(diary: Diary, session: str, now: str) -> None:
        entries = diary.log.query(
            "SELECT id FROM entries WHERE session = ? AND exercise = ? ORDER BY id LIMIT 1",
            session,
            exercise or "",
        )
        take = diary.log.put_back if back else diary.log.take_back
        take(entries[0]["id"] if entries else session, datetime.fromisoformat(now))

    return _of_session(which, act)


def _plan(change: Change, number: int) -> Act:
    return lambda diary, now: diary.plan_changes(change, f"2026-06-{number:02}", at=now)


_which = st.integers(0, 9)
_in_june = st.integers(1, 10)
_hours = st.sampled_from([-7, 0, 1, 12])

many_acts: st.SearchStrategy[list[Act]] = st.lists(
    st.one_of(
        st.builds(
            _session,
            _in_june,
            st.integers(-2, 2).map(lambda off: timedelta(days=off)),
            _hours.map(lambda hours: timezone(timedelta(hours=hours))),
        ),
        st.builds(
            _entry,
            _which,
            st.sampled_from(list(DOSES)),
            st.sampled_from(list(Outcome)),
            st.sampled_from(list(Source)),
        ),
        st.builds(_pain, _which, st.sampled_from(list(PainMoment)), st.none() | st.integers(0, 10)),
        st.builds(_note, _which, st.text("ab", max_size=2)),
        st.builds(_taken_back, _which, st.none() | st.sampled_from(list(DOSES)), st.booleans()),
        st.builds(
            _plan, st.sampled_from([each for each in Change if each is not Change.LENGTH]), _in_june
        ),
    ),
    max_size=12,
)
