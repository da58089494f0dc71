"""Which day something counts for, wherever the patient is and whatever the clock does."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from willows_app.adherence.days import day_of, days_between, monday_of

at = datetime.fromisoformat
on = date.fromisoformat


@pytest.mark.parametrize(
    ("moment", "counts_for"),
    [
        ("2026-06-01T18:04+01:00", "2026-06-01"),
        ("2026-06-01T23:59:59.999999+01:00", "2026-06-01"),
        ("2026-06-02T00:00+01:00", "2026-06-01"),
        ("2026-06-02T02:59:59.999999+01:00", "2026-06-01"),
        ("2026-06-02T03:00+01:00", "2026-06-02"),
        ("2027-01-01T01:30+00:00", "2026-12-31"),
        ("2028-03-01T01:30+00:00", "2028-02-29"),
        ("2027-03-01T01:30+00:00", "2027-02-28"),
        ("2028-02-29T18:00+00:00", "2028-02-29"),
    ],
)
def test_until_three_in_the_morning_it_is_still_the_day_before(
    moment: str, counts_for: str
) -> None:
    assert day_of(at(moment)) == on(counts_for)


@pytest.mark.parametrize(
    ("ends_at", "moment", "counts_for"),
    [
        (time(0), "2026-06-02T00:00+01:00", "2026-06-02"),
        (time(0), "2026-06-01T23:59+01:00", "2026-06-01"),
        (time(1), "2026-06-02T00:59+01:00", "2026-06-01"),
        (time(1), "2026-06-02T01:00+01:00", "2026-06-02"),
        (time(4, 30), "2026-06-02T04:29+01:00", "2026-06-01"),
        (time(4, 30), "2026-06-02T04:30+01:00", "2026-06-02"),
        (time(6), "2026-06-02T05:59+01:00", "2026-06-01"),
        (time(6), "2026-06-02T06:00+01:00", "2026-06-02"),
    ],
)
def test_my_day_ends_at_is_a_setting(ends_at: time, moment: str, counts_for: str) -> None:
    assert day_of(at(moment), ends_at) == on(counts_for)


@pytest.mark.parametrize(
    ("what", "utc", "reads", "counts_for"),
    [
        ("before it, in winter time", "2026-03-29T00:59Z", "00:59", "2026-03-28"),
        ("right after it: there is no half past one", "2026-03-29T01:00Z", "02:00", "2026-03-28"),
        ("the end of the day, an hour early", "2026-03-29T01:59Z", "02:59", "2026-03-28"),
        ("and after that", "2026-03-29T02:00Z", "03:00", "2026-03-29"),
        ("half past one in summer time", "2026-10-25T00:30Z", "01:30", "2026-10-24"),
        ("half past one again, in winter time", "2026-10-25T01:30Z", "01:30", "2026-10-24"),
        ("the end of the day, an hour late", "2026-10-25T02:59Z", "02:59", "2026-10-24"),
        ("and after that again", "2026-10-25T03:00Z", "03:00", "2026-10-25"),
    ],
)
def test_when_clocks_change_the_clock_on_the_wall_decides(
    what: str, utc: str, reads: str, counts_for: str
) -> None:
    local = at(utc).astimezone(ZoneInfo("Europe/London"))
    assert f"{local:%H:%M}" == reads
    assert day_of(local) == on(counts_for)


def test_every_day_between_two_is_given_once() -> None:
    around_a_leap_day = list(days_between(on("2028-02-28"), on("2028-03-01")))
    assert around_a_leap_day == [on("2028-02-28"), on("2028-02-29"), on("2028-03-01")]
    assert list(days_between(on("2026-06-01"), on("2026-06-01"))) == [on("2026-06-01")]
    assert list(days_between(on("2026-06-02"), on("2026-06-01"))) == []


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        ("2026-06-01", "2026-06-01"),
        ("2026-06-07", "2026-06-01"),
        ("2027-01-01", "2026-12-28"),
        ("2028-03-01", "2028-02-28"),
    ],
)
def test_a_week_begins_on_monday(day: str, monday: str) -> None:
    assert monday_of(on(day)) == on(monday)


@given(st.datetimes(datetime(1970, 1, 2), timezones=st.timezones()), st.times(max_value=time(6)))
def test_a_moment_counts_for_its_own_date_or_the_one_before(moment: datetime, ends: time) -> None:
    assert (moment.date() - day_of(moment, ends)).days == (moment.time() < ends)
    assert day_of(moment, time(0)) == moment.date()
