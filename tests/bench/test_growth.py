"""What growth is measured with is what it says."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from bench.all_time import at_once, day_by_day
from bench.years import first_day, write_years
from willows_app.adherence.log import Log
from willows_app.routine.loading import read_routine
from willows_app.routine.model import Routine
from willows_app.shipped import shipped_routines

LAST = date(2028, 3, 1)


@pytest.fixture(scope="module")
def upper_back() -> Routine:
    return read_routine(shipped_routines()["upper_back.yaml"], "upper_back.yaml")


@pytest.fixture(scope="module")
def file(upper_back: Routine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("years") / "log.sqlite3"
    write_years(file, upper_back, 2, LAST)
    return file


def test_the_years_end_on_the_day_that_was_asked_for(file: Path) -> None:
    with closing(Log(file)) as log:
        days = log.query("SELECT min(day), max(day), count(DISTINCT day) FROM sessions")[0]
    assert tuple(days) == (first_day(2, LAST).isoformat(), "2028-03-01", 730)


def test_the_same_years_are_the_same_log(file: Path, upper_back: Routine, tmp_path: Path) -> None:
    again = tmp_path / "again.sqlite3"
    write_years(again, upper_back, 2, LAST)
    dumps = []
    for each in (file, again):
        with closing(sqlite3.connect(each)) as db:
            dumps.append(list(db.iterdump()))
    assert dumps[0] == dumps[1]


def test_measured_from_day_to_day_the_years_come_to_the_same(
    file: Path, upper_back: Routine
) -> None:
    today = LAST + timedelta(days=1)
    with closing(Log(file)) as log:
        measured = at_once(log, upper_back, today)
        assert measured == day_by_day(log, upper_back, today)
    assert 0 < measured.streak.current <= measured.streak.best
    assert 90 < (measured.all.exercises.percent or 0) < 100
    assert measured.trend.per_period is not None
