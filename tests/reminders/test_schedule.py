"""When reminders come: on days that are due, at chosen times, and never when nobody wants them."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adherence.plans import (
    SCHEDULE,
    as_needed,
    changes,
    daily,
    flare,
    flare_over,
    length,
    pause,
    plan,
)
from tests.adherence.plans import day as day_of_number
from tests.reminders.reminded import (
    SHORT,
    WORDS,
    any_settings,
    by_kind,
    moments,
    now,
    number,
    quiet,
    settings,
    told,
)
from willows_app.adherence.days import day_of
from willows_app.adherence.facts import PlanChange
from willows_app.adherence.plan import Phase, Plan, plan_of
from willows_app.reminders.nudge import Nudge, NudgeKind
from willows_app.reminders.schedule import (
    MOST_AHEAD,
    Now,
    begun,
    coming_nudges,
    last_reminder,
    nudge_to_try,
)
from willows_app.reminders.settings import ReminderSettings

MINUTE = timedelta(minutes=1)

DAILY = plan(daily(1))
AS_NEEDED = plan(daily(1), as_needed(8))

# ---------------------------------------------------------------- the daily phase


def test_in_the_daily_phase_each_due_day_is_nudged_and_then_its_end_is_said_once() -> None:
    assert by_kind(DAILY, settings(), now(1)) == ["due 1-14", "over 15"]
    assert by_kind(DAILY, settings(), now(13)) == ["due 13-14", "over 15"]
    assert by_kind(DAILY, settings(), now(15)) == ["over 15"]


def test_after_the_days_that_it_was_meant_to_last_nothing_comes_until_the_patient_has_chosen() -> (
    None
):
    assert DAILY.due(day_of_number(20))
    assert by_kind(DAILY, settings(), now(16)) == []


def test_before_the_first_session_it_is_as_if_the_daily_phase_began_today() -> None:
    assert by_kind(plan(), settings(), now(5)) == ["due 5-18", "over 19"]


def test_a_day_that_is_done_is_not_nudged_any_more_and_the_next_one_is() -> None:
    assert by_kind(DAILY, settings(), now(3, done=True, recorded=True)) == ["due 4-14", "over 15"]


def test_that_the_daily_phase_is_over_is_said_on_a_day_that_is_done_too() -> None:
    assert by_kind(DAILY, settings(), now(15, done=True, recorded=True)) == ["over 15"]


def test_what_has_passed_does_not_come() -> None:
    assert told(DAILY, settings("09:00", "18:00"), now(1, "09:00"))[:2] == [
        "1 18:00 due",
        "2 09:00 due",
    ]


@pytest.mark.parametrize(
    ("of_today", "first"),
    [
        ({}, ["1 20:00 again", "2 09:00 due", "2 20:00 again"]),
        ({"recorded": True}, ["2 09:00 due", "2 20:00 again", "3 09:00 due"]),
        ({"recorded": True, "done": True}, ["2 09:00 due", "2 20:00 again", "3 09:00 due"]),
    ],
)
def test_in_the_evening_one_more_follows_if_nothing_was_recorded(
    of_today: dict[str, bool], first: list[str]
) -> None:
    in_the_evening = settings("09:00", follow_up=time(20))
    assert told(DAILY, in_the_evening, now(1, "12:00", **of_today))[:3] == first


def test_partly_done_leaves_the_times_of_the_day_as_they_are() -> None:
    twice = settings("09:00", "18:00", follow_up=time(20))
    assert told(DAILY, twice, now(1, "12:00", recorded=True))[:2] == ["1 18:00 due", "2 09:00 due"]


def test_nothing_follows_a_reminder_that_comes_later_itself() -> None:
    assert told(DAILY, settings("21:00", follow_up=time(20)), now(14)) == [
        "14 21:00 due",
        "15 21:00 over",
    ]


def test_only_the_chosen_weekdays_are_nudged() -> None:
    monday_and_friday = settings(weekdays=frozenset({0, 4}))
    assert by_kind(DAILY, monday_and_friday, now(1)) == ["due 1 5 8 12", "over 15"]


def test_no_more_than_thirty_are_ahead() -> None:
    often = settings("08:00", "12:00", "16:00", follow_up=time(20))
    coming = told(DAILY, often, now(1, "07:00"))
    assert (len(coming), coming[-1]) == (MOST_AHEAD, "8 12:00 due")


def test_follow_ups_are_planned_for_a_week_so_that_due_days_reach_further() -> None:
    longer = plan(daily(1), length(1, 42))
    coming = told(longer, settings(follow_up=time(20)), now(1))
    assert [each for each in coming if "again" in each] == [
        f"{number} 20:00 again" for number in range(1, 8)
    ]
    assert (len(coming), coming[-1]) == (MOST_AHEAD, "23 09:00 due")


# ---------------------------------------------------------------- as needed


def test_as_needed_nothing_is_nudged_but_a_question_once_a_week() -> None:
    assert by_kind(AS_NEEDED, settings(), now(9)) == [
        "question 14 21 28 35 42 49 56 63 70 77 84 91"
    ]


def test_the_question_of_today_does_not_come_once_it_is_answered() -> None:
    answered = now(14, fine_on=day_of_number(14))
    assert by_kind(AS_NEEDED, settings(), answered)[0].startswith("question 21 28")
    assert by_kind(AS_NEEDED, settings(), replace(answered, fine_on=day_of_number(13)))[
        0
    ].startswith("question 14 21")


def test_a_session_of_ones_own_accord_is_no_answer_to_it() -> None:
    assert told(AS_NEEDED, settings(), now(14, done=True, recorded=True))[0] == "14 18:00 question"


def test_the_day_on_which_sessions_become_as_needed_asks_nothing() -> None:
    on_a_sunday = plan(daily(1), as_needed(7))
    assert told(on_a_sunday, settings(), now(7))[0] == "14 18:00 question"


def test_a_flare_is_nudged_daily_for_two_weeks_from_today_on_and_then_weekly() -> None:
    stiff = plan(daily(1), as_needed(8), flare(10))
    assert by_kind(stiff, settings(), now(10))[:2] == [
        "due 10-23",
        "question 28 35 42 49 56 63 70 77 84 91",
    ]
    assert by_kind(stiff, settings(), now(20))[0] == "due 20-33"


def test_a_flare_that_is_over_is_not_nudged() -> None:
    fine = plan(daily(1), as_needed(8), flare(10), flare_over(12))
    assert told(fine, settings(), now(12))[0] == "14 18:00 question"


def test_days_of_a_flare_are_nudged_on_the_chosen_weekdays() -> None:
    stiff = plan(daily(1), as_needed(8), flare(10))
    assert by_kind(stiff, settings(weekdays=frozenset({0})), now(10))[0] == "due 15 22"


# ---------------------------------------------------------------- pauses


@pytest.mark.parametrize(
    ("of", "coming"),
    [
        (plan(daily(1), pause(3)), ["due 1-2"]),
        (plan(daily(1), pause(3, 6)), ["due 1 2 7 8 9 10 11 12 13 14 15 16 17 18", "over 19"]),
        (plan(daily(1), pause(1)), []),
        (plan(daily(1), pause(14, 20)), ["due 1 2 3 4 5 6 7 8 9 10 11 12 13 21", "over 22"]),
        (plan(daily(1), as_needed(1), pause(3, 80)), ["question 84"]),
    ],
)
def test_paused_days_are_left_in_peace(of: Plan, coming: list[str]) -> None:
    assert by_kind(of, settings(), now(1)) == coming


# ---------------------------------------------------------------- times of day


def test_what_falls_into_the_quiet_hours_is_left_out() -> None:
    at_night = settings("06:00", "09:00", quiet=quiet("20:00", "07:00"), follow_up=time(20))
    assert told(plan(daily(1), pause(2)), at_night, now(1, "04:00")) == ["1 09:00 due"]


def test_the_end_of_the_daily_phase_is_said_at_the_first_time_that_is_not_quiet() -> None:
    late = settings("06:00", "09:00", quiet=quiet("22:00", "07:00"))
    assert told(DAILY, late, now(14, "12:00")) == ["15 09:00 over"]


def test_a_time_after_midnight_is_of_the_day_before_until_that_day_ends() -> None:
    """Who goes to bed at two has done Monday's session then, or has not."""
    night_owl = settings("01:00", weekdays=frozenset({0}))
    assert told(DAILY, night_owl, now(1, "12:00")) == [
        "2 01:00 due",
        "9 01:00 due",
        "16 01:00 over",
    ]
    in_the_night = now(2, "00:30")
    assert in_the_night.day == day_of_number(1)
    assert told(DAILY, night_owl, in_the_night)[0] == "2 01:00 due"
    assert told(DAILY, night_owl, replace(in_the_night, done=True))[0] == "9 01:00 due"


def test_where_the_day_ends_at_midnight_one_oclock_is_the_new_day() -> None:
    assert told(DAILY, settings("01:00"), now(1, "12:00", day_ends_at=time(0)))[0] == "2 01:00 due"
    done = now(1, "12:00", day_ends_at=time(0), done=True)
    assert told(DAILY, settings("01:00"), done)[0] == "2 01:00 due"


@pytest.mark.parametrize(
    ("hours", "until"),
    [(quiet("20:00", "07:00"), "20:00"), (quiet("05:00", "06:00"), "03:00")],
)
def test_it_may_come_late_until_the_day_is_over_or_quiet(hours: object, until: str) -> None:
    first, *_ = coming_nudges(DAILY, settings(quiet=hours), WORDS, now(1))
    assert first.until is not None and f"{first.until:%H:%M}" == until


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("09:00", "1 22:00"),
        ("21:30", "1 22:30"),
        ("23:15", "2 00:15"),
        ("01:00", "2 02:00"),
        ("02:30", "2 03:00"),
    ],
)
def test_without_quiet_hours_it_does_not_come_late_in_the_night(at: str, until: str) -> None:
    first, *_ = coming_nudges(DAILY, settings(at), WORDS, now(1))
    assert first.until is not None
    assert f"{number(first.until.date())} {first.until:%H:%M}" == until


# ---------------------------------------------------------------- on and off


def test_switched_off_nothing_comes() -> None:
    assert coming_nudges(DAILY, ReminderSettings(), WORDS, now(1)) == ()


def test_the_one_to_try_comes_in_a_minute_with_a_number_that_no_other_has() -> None:
    to_try = nudge_to_try(WORDS, now(1).at)
    assert (to_try.kind, f"{to_try.at:%H:%M}") == (NudgeKind.TEST, "08:01")
    assert to_try.id not in {nudge.id for nudge in coming_nudges(DAILY, settings(), WORDS, now(1))}


@pytest.mark.parametrize(
    ("at", "of_today", "since"),
    [
        ("08:59", {}, None),
        ("09:00", {}, "1 09:00"),
        ("17:59", {}, "1 09:00"),
        ("18:00", {}, "1 18:00"),
        ("18:00", {"recorded": True}, None),
        ("18:00", {"recorded": True, "done": True}, None),
    ],
)
def test_on_opening_it_is_said_since_when_today_is_due(
    at: str, of_today: dict[str, bool], since: str | None
) -> None:
    last = last_reminder(DAILY, settings("09:00", "18:00"), now(1, at, **of_today))
    assert (last and f"{number(last.date())} {last:%H:%M}") == since


def test_on_opening_nothing_is_said_of_a_day_that_is_not_due_or_with_reminders_off() -> None:
    assert last_reminder(AS_NEEDED, settings(), now(8, "12:00")) is None
    assert last_reminder(DAILY, replace(settings(), on=False), now(1, "12:00")) is None


# ---------------------------------------------------------------- whatever is told and chosen


@given(changes(), any_settings(), moments())
def test_what_is_said_on_opening_was_a_reminder_of_today(
    told: list[PlanChange], settings: ReminderSettings, now: Now
) -> None:
    of = plan_of(SCHEDULE, told, {})
    said = last_reminder(of, settings, now)
    if said is None:
        return
    just_before = replace(now, at=said - MINUTE)
    if just_before.day != now.day:
        return  # the day began with it
    coming = coming_nudges(of, settings, WORDS, just_before)
    assert said <= now.at
    assert (coming[0].at, coming[0].kind) == (said, NudgeKind.DUE)


@given(changes(), any_settings(), moments())
def test_rules_that_always_hold(
    told: list[PlanChange], settings: ReminderSettings, now: Now
) -> None:
    of = plan_of(SCHEDULE, told, {})
    coming = coming_nudges(of, settings, WORDS, now)

    assert coming == coming_nudges(of, settings, WORDS, now), "the same however often"
    assert len(coming) <= MOST_AHEAD
    moments = [nudge.at for nudge in coming]
    assert all(before < after for before, after in zip([now.at, *moments], moments, strict=False))
    assert len({nudge.id for nudge in coming}) == len(coming)
    assert all(0 <= nudge.id < 2**31 for nudge in coming)
    for nudge in coming:
        assert_in_place(nudge, begun(of, now.day), settings, now)


def assert_in_place(nudge: Nudge, of: Plan, settings: ReminderSettings, now: Now) -> None:
    day = day_of(nudge.at, now.day_ends_at)
    standing = of.on(day)
    assert standing is not None and standing.pause is None, "never in a pause"
    assert not settings.is_quiet(nudge.at.time()), "never in the quiet hours"
    assert nudge.until is not None and nudge.at < nudge.until
    assert day_of(nudge.until - MINUTE, now.day_ends_at) == day
    assert (nudge.title, nudge.text) == (WORDS[nudge.kind].title, WORDS[nudge.kind].text)
    match nudge.kind:
        case NudgeKind.DUE | NudgeKind.FOLLOW_UP:
            assert of.due(day), "never on a day that is not due"
            assert day.weekday() in settings.weekdays
            assert not (day == now.day and now.done), "never after it is done"
            if nudge.kind is NudgeKind.FOLLOW_UP:
                assert not (day == now.day and now.recorded)
        case NudgeKind.DAILY_ENDS:
            assert of.number(day) == of.daily_days + 1
        case NudgeKind.CHECK_IN:
            assert standing.phase is Phase.AS_NEEDED
            assert day.weekday() == settings.check_in_weekday
            assert day != now.fine_on


@given(changes(), any_settings(), moments(), st.integers(1, 3000))
def test_it_does_not_matter_when_it_is_worked_out(
    told: list[PlanChange], settings: ReminderSettings, now: Now, minutes: int
) -> None:
    """Later on the same day the same ones come, but for those that have come since."""
    of = plan_of(SCHEDULE, told, {})
    later = replace(now, at=now.at + minutes * MINUTE)
    if later.day != now.day:
        return
    before = coming_nudges(of, settings, WORDS, now)
    after = coming_nudges(of, settings, WORDS, later)
    still_to_come = [nudge for nudge in before if nudge.at > later.at]
    assert list(after[: len(still_to_come)]) == still_to_come


# ---------------------------------------------------------------- words


def test_no_word_of_a_reminder_speaks_of_health() -> None:
    """They show on a lock screen."""
    said = " ".join(f"{each.title} {each.text}" for each in WORDS.values()).lower()
    for word in ("back", "pain", "sore", "stiff", "exercise", "session", "clinic", "osteopath"):
        assert word not in said
    assert set(WORDS) == set(NudgeKind)
    assert set(SHORT) == set(NudgeKind) - {NudgeKind.TEST}
