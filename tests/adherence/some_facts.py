"""Facts as hypothesis makes them up: of one phone, or of two that share a part of them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from willows_app.adherence.fact_tables import TABLES, Facts, Row
from willows_app.adherence.facts import Change, PainMoment, PauseReason, SessionEnd, Source
from willows_app.guide.performance import Outcome, SkipReason
from willows_app.routine.model import Side

EXERCISES = ("cobra", "rhomboids", "cat_stretch")
DOSES = tuple(
    (title, json.dumps({"held": {"left": left, "right": 0.0, "middle": 0.0}} | rest))
    for title in ("Cobra", "Die Kobra „neu“")
    for left in (30.0, 12.5)
    for rest in ({"repetitions": 6, "places": None}, {"repetitions": 2, "places": 9})
)
KEYS = ("routine", "breath", "own settings: upper_back")

zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30), timezones=zones).map(
    datetime.isoformat
)
days = st.dates(datetime(2000, 1, 1).date(), datetime(2099, 12, 31).date()).map(str)
ids = st.uuids().map(str)
seconds = st.floats(0, 3600)
sequences = st.integers(1, 4)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def words(kind: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([each.value for each in kind])


def rows(*columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.tuples(ids, *columns), max_size=4, unique_by=lambda row: row[0])


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """The facts of a log."""
    plans = st.lists(st.sampled_from(EXERCISES), min_size=1, unique=True).map(json.dumps)
    sessions = draw(rows(st.sampled_from(("upper_back", "neck")), plans, moments, days))
    no_sessions: dict[str, list[Row]] = {
        table: [] for table in ("session_ends", "entries", "pains", "notes")
    }
    some = {**no_sessions, **(_of_sessions(draw, sessions) if sessions else {})}
    targets = [row[0] for row in (*sessions, *some["entries"])]
    return {
        "sessions": sessions,
        **some,
        "taken_back": draw(
            rows(
                st.sampled_from(targets) if targets else ids, st.integers(0, 1), sequences, moments
            )
        ),
        "plan_changes": draw(
            rows(
                st.sampled_from(("upper_back", "neck")),
                words(Change),
                days,
                sequences,
                moments,
                maybe(st.integers(1, 100)),
                maybe(days),
                maybe(words(PauseReason)),
            )
        ),
        "settings": draw(
            rows(st.sampled_from(KEYS), st.text().map(json.dumps), sequences, moments)
        ),
    }


def _of_sessions(draw: st.DrawFn, sessions: list[Row]) -> dict[str, list[Row]]:
    of_one = st.sampled_from([row[0] for row in sessions])
    in_one = st.sampled_from(
        [(row[0], exercise) for row in sessions for exercise in json.loads(row[2])]
    )
    timed = st.tuples(seconds, seconds, seconds) | st.just((None, None, None))
    entries = draw(
        rows(
            in_one,
            st.sampled_from(DOSES),
            words(Outcome),
            timed,
            st.integers(0, 80),
            maybe(st.integers(0, 40)),
            maybe(words(SkipReason)),
            words(Source),
            moments,
        )
    )
    earlier = [row[0] for row in entries]
    return {
        "session_ends": draw(
            st.lists(
                st.tuples(of_one, words(SessionEnd), moments),
                max_size=4,
                unique_by=lambda row: row[0],
            )
        ),
        "entries": [
            (id, *where, dose, outcome, *held, *rest, draw(maybe(st.sampled_from(earlier))))
            for id, where, dose, outcome, held, *rest in entries
        ],
        "pains": draw(
            rows(
                of_one,
                words(PainMoment),
                maybe(st.integers(0, 10)),
                maybe(st.sampled_from(EXERCISES)),
                maybe(words(Side)),
                moments,
            )
        ),
        "notes": draw(rows(of_one, st.text(), sequences, moments)),
    }


@st.composite
def two_phones(draw: st.DrawFn) -> tuple[Facts, Facts]:
    """What two phones know, each of which restored a backup of the other at some time."""
    both = draw(facts())
    phones = [_part(draw, both) for _ in range(2)]
    ends = [  # A session that was cut off may be let go on each phone.
        [
            (id, draw(words(SessionEnd)), draw(moments)) if draw(st.booleans()) else (id, *end)
            for id, *end in phone["session_ends"]
        ]
        for phone in phones
    ]
    return ({**phones[0], "session_ends": ends[0]}, {**phones[1], "session_ends": ends[1]})


def _part(draw: st.DrawFn, whole: Facts) -> Facts:
    """Some of these facts, with the sessions that they are of."""
    known = {row[0] for row in whole["sessions"] if draw(st.booleans())}
    return {
        table: [
            row
            for row in whole[table]
            if (table != "sessions" or row[0] in known)
            and (table not in OF_SESSION or row[OF_SESSION[table]] in known)
            and (table == "sessions" or draw(st.booleans()))
        ]
        for table in TABLES
    }


OF_SESSION = {"session_ends": 0, "entries": 1, "pains": 1, "notes": 1}
