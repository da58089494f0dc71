"""What a patient chose comes back as it was; what is spoilt comes back as if not chosen."""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reminders.reminded import any_settings, quiet, settings
from willows_app.reminders.settings import EVERY_DAY, QuietHours, ReminderSettings


@given(any_settings())
def test_what_was_chosen_comes_back(settings: ReminderSettings) -> None:
    written = json.loads(json.dumps(settings.as_json()))
    assert ReminderSettings.from_json(written) == settings


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 9) | st.text(max_size=5) | st.just("09:00"),
    lambda inner: st.lists(inner, max_size=3),
)
KEYS = sorted(ReminderSettings().as_json())


@given(st.dictionaries(st.sampled_from(KEYS), anything))
def test_whatever_is_written_there_is_always_something_that_can_be_kept(
    written: dict[str, Any],
) -> None:
    settings = ReminderSettings.from_json(written)
    assert 1 <= len(settings.times) <= 4 and list(settings.times) == sorted(set(settings.times))
    assert settings.weekdays and settings.weekdays <= EVERY_DAY
    assert settings.check_in_weekday in EVERY_DAY


@pytest.mark.parametrize(
    ("written", "times"),
    [
        ({}, ["09:00"]),
        ({"times": []}, ["09:00"]),
        ({"times": "09:00"}, ["09:00"]),
        ({"times": ["25:00", None, "18:30"]}, ["18:30"]),
        ({"times": ["18:00", "07:15", "18:00:59", "00:00"]}, ["00:00", "07:15", "18:00"]),
        ({"times": [f"{hour:02}:00" for hour in range(9)]}, ["00:00", "01:00", "02:00", "03:00"]),
    ],
)
def test_times_that_are_spoilt_are_left_out(written: dict[str, Any], times: list[str]) -> None:
    kept = ReminderSettings.from_json(written).times
    assert [f"{at:%H:%M}" for at in kept] == times


def test_the_follow_up_is_on_unless_it_was_switched_off() -> None:
    assert ReminderSettings.from_json({}).follow_up == time(20)
    assert ReminderSettings.from_json({"follow up": "spoilt"}).follow_up == time(20)
    assert ReminderSettings.from_json({"follow up": None}).follow_up is None


@pytest.mark.parametrize(
    ("hours", "heard", "not_heard"),
    [
        (quiet("22:00", "07:00"), ["07:00", "12:00", "21:59"], ["22:00", "00:00", "06:59"]),
        (quiet("12:00", "14:00"), ["11:59", "14:00", "23:00"], ["12:00", "13:59"]),
        (quiet("00:00", "06:00"), ["06:00", "23:59"], ["00:00", "05:59"]),
        (quiet("09:00", "09:00"), ["08:59", "09:00", "09:01"], []),
    ],
)
def test_quiet_hours_begin_at_their_first_minute_and_end_at_their_last(
    hours: QuietHours, heard: list[str], not_heard: list[str]
) -> None:
    for at in heard:
        assert time.fromisoformat(at) not in hours
    for at in not_heard:
        assert time.fromisoformat(at) in hours


def test_quiet_hours_come_next_today_or_tomorrow_or_never() -> None:
    noon = datetime(2026, 6, 1, 12)
    assert quiet("22:00", "07:00").next(noon) == datetime(2026, 6, 1, 22)
    assert quiet("11:00", "13:00").next(noon) == datetime(2026, 6, 2, 11)
    assert quiet("12:00", "13:00").next(noon) == datetime(2026, 6, 2, 12)
    assert quiet("09:00", "09:00").next(noon) == datetime.max


def test_the_times_that_are_heard_are_those_outside_the_quiet_hours() -> None:
    settings = ReminderSettings(times=(time(6), time(9)), quiet=quiet("22:00", "07:00"))
    assert settings.heard == (time(9),)


@pytest.mark.parametrize(
    ("at", "instead_of", "times"),
    [
        ("12:00", None, ["09:00", "12:00", "18:00"]),
        ("07:30", "09:00", ["07:30", "18:00"]),
        ("09:00", "09:00", ["09:00", "18:00"]),
        ("18:00", "09:00", ["18:00"]),
        (None, "09:00", ["18:00"]),
    ],
)
def test_a_time_is_added_changed_or_removed(
    at: str | None, instead_of: str | None, times: list[str]
) -> None:
    before = settings("09:00", "18:00")
    after = before.with_time(
        time.fromisoformat(at) if at else None,
        time.fromisoformat(instead_of) if instead_of else None,
    )
    assert [f"{each:%H:%M}" for each in after.times] == times


def test_one_time_and_one_weekday_always_stay() -> None:
    last = settings("09:00", weekdays=frozenset({2}))
    assert last.with_time(None, instead_of=time(9)) == last
    assert last.with_or_without(2) == last
    assert last.with_or_without(4).weekdays == {2, 4}
    assert last.with_or_without(4).with_or_without(4) == last
