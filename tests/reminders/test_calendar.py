"""What stands in the phone's calendar, and the file that brings it there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta, timezone
from itertools import takewhile

import hypothesis
import icalendar
import ics
import pytest
import vobject
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from tests.adherence.plans import (
    SCHEDULE,
    as_needed,
    changes,
    daily,
    day,
    flare,
    length,
    pause,
    plan,
)
from tests.reminders.reminded import (
    WORDS,
    any_settings,
    moments,
    now,
    quiet,
    settings,
    titles,
)
from willows_app.adherence.facts import PlanChange
from willows_app.adherence.plan import Plan, plan_of
from willows_app.reminders.calendar import Event, InCalendar, calendar_events, says_the_same
from willows_app.reminders.ics import calendar_file
from willows_app.reminders.nudge import NudgeKind
from willows_app.reminders.schedule import Now, coming_nudges
from willows_app.reminders.settings import EVERY_DAY, ReminderSettings
from willows_app.reminders.words import ReminderWords, Wording

DAILY = plan(daily(1))
AS_NEEDED = plan(daily(1), as_needed(8))
GIVEN_AT = datetime(2026, 6, 1, 8, 30, tzinfo=timezone(timedelta(hours=1)))
FAR = timedelta(days=60)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def in_calendar(*events: Event, sequence: int = 1) -> InCalendar:
    return InCalendar("0a1b2c", sequence, GIVEN_AT, events)


def file(of: Plan, chosen: ReminderSettings, at: Now, words: ReminderWords = WORDS) -> str:
    return calendar_file(in_calendar(*calendar_events(of, chosen, at)), words)


def lines(text: str) -> list[str]:
    """As a reader has them, unfolded."""
    return text.replace("\r\n ", "").split("\r\n")


def rules(text: str) -> list[str]:
    """What each event says of its days."""
    kept = ("DTSTART", "RRULE", "EXDATE", "STATUS")
    return [line for line in lines(text) if line.startswith(kept)]


# ---------------------------------------------------------------- what stands in it


def test_the_daily_phase_is_what_remains_of_it_and_its_end() -> None:
    assert rules(file(DAILY, settings("09:00"), now(1))) == [
        "DTSTART:20260601T090000",
        "RRULE:FREQ=DAILY;COUNT=14",
        "DTSTART:20260615T090000",
    ]
    assert rules(file(DAILY, settings("09:00"), now(3, "09:00")))[:2] == [
        "DTSTART:20260604T090000",
        "RRULE:FREQ=DAILY;COUNT=11",
    ]


def test_a_day_that_is_done_is_not_in_it() -> None:
    assert rules(file(DAILY, settings(), now(3, done=True)))[0] == "DTSTART:20260604T090000"


def test_the_end_of_the_daily_phase_is_in_it_on_a_day_that_is_done_too() -> None:
    assert rules(file(DAILY, settings(), now(15, done=True))) == ["DTSTART:20260615T090000"]


def test_each_time_is_an_event_of_its_own() -> None:
    assert rules(file(DAILY, settings("09:00", "18:30"), now(1, "12:00"))) == [
        "DTSTART:20260602T090000",
        "RRULE:FREQ=DAILY;COUNT=13",
        "DTSTART:20260601T183000",
        "RRULE:FREQ=DAILY;COUNT=14",
        "DTSTART:20260615T090000",
    ]


def test_chosen_weekdays_are_weekly_with_their_days_and_as_many_as_remain() -> None:
    some = settings(weekdays=frozenset({4, 0}))
    assert rules(file(DAILY, some, now(2)))[:2] == [
        "DTSTART:20260605T090000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,FR;COUNT=3",
    ]


def test_as_needed_it_is_the_question_week_after_week() -> None:
    assert rules(file(AS_NEEDED, settings(), now(9))) == [
        "DTSTART:20260614T180000",
        "RRULE:FREQ=WEEKLY;BYDAY=SU",
    ]


def test_days_of_a_pause_are_left_out_of_it() -> None:
    paused = plan(daily(1), pause(3, 4))
    assert rules(file(paused, settings(), now(1)))[:4] == [
        "DTSTART:20260601T090000",
        "RRULE:FREQ=DAILY;COUNT=16",
        "EXDATE:20260603T090000",
        "EXDATE:20260604T090000",
    ]
    assert rules(file(paused, settings(), now(3)))[0] == "DTSTART:20260605T090000"


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (plan(daily(1), pause(1)), []),
        (plan(daily(1), pause(4)), ["DTSTART:20260601T090000", "RRULE:FREQ=DAILY;COUNT=3"]),
        (
            plan(as_needed(1), pause(16)),
            ["DTSTART:20260607T180000", "RRULE:FREQ=WEEKLY;BYDAY=SU;COUNT=2"],
        ),
    ],
)
def test_a_pause_without_an_end_ends_it(of: Plan, expected: list[str]) -> None:
    assert rules(file(of, settings(), now(1))) == expected


def test_the_last_day_alone_needs_no_rule() -> None:
    assert rules(file(DAILY, settings(), now(14))) == [
        "DTSTART:20260614T090000",
        "DTSTART:20260615T090000",
    ]


def test_a_time_after_midnight_is_on_the_next_day_of_the_calendar() -> None:
    night_owl = settings("01:00", weekdays=frozenset({6}))
    assert rules(file(DAILY, night_owl, now(1)))[:2] == [
        "DTSTART:20260608T010000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2",
    ]


def test_two_weeks_of_a_flare_are_in_it_and_it_does_not_grow_old_by_the_day() -> None:
    stiff = plan(daily(1), as_needed(8), flare(10))
    given_on_day_10 = calendar_events(stiff, settings(), now(10))
    assert rules(file(stiff, settings(), now(10)))[:2] == [
        "DTSTART:20260610T090000",
        "RRULE:FREQ=DAILY;COUNT=14",
    ]
    for later in (11, 17, 30):
        assert says_the_same(
            given_on_day_10, calendar_events(stiff, settings(), now(later)), now(later)
        )


def test_nothing_of_it_falls_into_quiet_hours() -> None:
    at_night = settings("06:00", quiet=quiet("17:00", "07:00"))
    assert calendar_events(DAILY, at_night, now(1)) == ()
    assert calendar_events(AS_NEEDED, at_night, now(9)) == ()


# ---------------------------------------------------------------- is it up to date?


@pytest.mark.parametrize(
    ("of", "chosen", "at", "same"),
    [
        pytest.param(DAILY, settings(), now(1, "21:00"), True, id="the day has passed"),
        pytest.param(DAILY, settings(), now(5, done=True), True, id="days were done"),
        pytest.param(DAILY, settings(), now(30), True, id="all of it has passed"),
        pytest.param(DAILY, settings(follow_up=time(21)), now(1), True, id="no follow-up in it"),
        pytest.param(DAILY, settings("09:30"), now(2), False, id="another time"),
        pytest.param(DAILY, settings("09:00", "18:00"), now(2), False, id="one more time"),
        pytest.param(DAILY, settings(weekdays=EVERY_DAY - {3}), now(2), False, id="fewer days"),
        pytest.param(plan(daily(1), length(3, 21)), settings(), now(3), False, id="a longer phase"),
        pytest.param(plan(daily(1), pause(5, 6)), settings(), now(3), False, id="a pause"),
        pytest.param(plan(daily(1), as_needed(4)), settings(), now(4), False, id="as needed"),
    ],
)
def test_the_calendar_is_old_once_it_gives_other_alarms(
    of: Plan, chosen: ReminderSettings, at: Now, same: bool
) -> None:
    before = calendar_events(DAILY, settings(), now(1))
    assert says_the_same(before, calendar_events(of, chosen, at), at) is same


def test_the_weekly_question_does_not_grow_old() -> None:
    before = calendar_events(AS_NEEDED, settings(), now(9))
    for later in (9, 40, 300):
        at = now(later, fine_on=day(later))
        assert says_the_same(before, calendar_events(AS_NEEDED, settings(), at), at)


@given(changes(), any_settings(), moments())
def test_what_was_given_comes_back_and_says_the_same(
    told: list[PlanChange], chosen: ReminderSettings, at: Now
) -> None:
    events = calendar_events(plan_of(SCHEDULE, told, {}), chosen, at)
    given = in_calendar(*events)
    assert InCalendar.from_json(json.loads(json.dumps(given.as_json()))) == given
    assert says_the_same(events, events, at)


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"id": "a"},
        {"id": "a", "sequence": "x", "given at": "", "events": []},
        {"id": "a", "sequence": 1, "given at": "2026-06-01", "events": [{}]},
        {"id": "a", "sequence": 1, "given at": "2026-06-01", "events": 3},
        {"id": "a", "sequence": 1, "given at": 3, "events": []},
    ],
)
def test_what_is_spoilt_is_as_if_nothing_was_given(written: dict[str, object]) -> None:
    assert InCalendar.from_json(written) is None


# ---------------------------------------------------------------- the file


def test_a_later_file_updates_what_is_there_and_calls_off_what_has_no_successor() -> None:
    before = calendar_events(DAILY, settings("09:00", "18:00"), now(1))
    after = calendar_events(AS_NEEDED, settings("09:00", "18:00"), now(9))
    text = calendar_file(in_calendar(*after, sequence=2), WORDS, before)
    assert [line for line in lines(text) if line.startswith(("UID", "SEQUENCE", "STATUS"))] == [
        *("UID:check-in-1-0a1b2c@willows", "SEQUENCE:2"),
        *("UID:due-1-0a1b2c@willows", "SEQUENCE:2", "STATUS:CANCELLED"),
        *("UID:due-2-0a1b2c@willows", "SEQUENCE:2", "STATUS:CANCELLED"),
        *("UID:daily-ends-1-0a1b2c@willows", "SEQUENCE:2", "STATUS:CANCELLED"),
    ]
    assert "VALARM" not in text.partition("due-1")[2]


def test_another_time_keeps_the_name_of_the_event_that_it_takes_the_place_of() -> None:
    def names(chosen: ReminderSettings) -> list[str]:
        return [event.name for event in calendar_events(DAILY, chosen, now(1))]

    assert names(settings("09:00")) == names(settings("17:00")) == ["due 1", "daily ends 1"]


def test_the_whole_file_reads_like_this() -> None:
    last_day = file(DAILY, settings(), now(14, "10:00"))
    assert lines(last_day) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Willows Osteopathic Clinic//Willows//EN",
        "BEGIN:VEVENT",
        "UID:daily-ends-1-0a1b2c@willows",
        "DTSTAMP:20260601T073000Z",
        "SEQUENCE:1",
        "DTSTART:20260615T090000",
        "SUMMARY:Willows: once a day is over",
        "TRANSP:TRANSPARENT",
        "DESCRIPTION:Open Willows to choose how it goes on.",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Willows: once a day is over",
        "TRIGGER:PT0M",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("one, two; three", r"one\, two\; three"),
        (r"back\slash", r"back\\slash"),
        ("two\nlines\r\nor three", r"two\nlines\nor three"),
        ('"quoted": so', '"quoted": so'),
        ("bell \x07 and tab \t", "bell  and tab "),
    ],
)
def test_titles_are_escaped(title: str, written: str) -> None:
    words = {**WORDS, NudgeKind.DUE: Wording(title, "text")}
    assert f"SUMMARY:{written}" in lines(file(DAILY, settings(), now(1), words))


@given(
    changes(), any_settings(), moments(), st.fixed_dictionaries({k: titles() for k in NudgeKind})
)
def test_the_file_keeps_to_what_parsers_do_not_check(
    told: list[PlanChange], chosen: ReminderSettings, at: Now, words: ReminderWords
) -> None:
    text = file(plan_of(SCHEDULE, told, {}), chosen, at, words)
    physical = text.split("\r\n")
    assert physical.pop() == "", "the last line ends too"
    for line in physical:
        assert "\n" not in line and "\r" not in line, "lines end in CRLF and nothing else"
        assert len(line.encode()) <= 75, "folded, and no letter is cut apart"
        assert line.splitlines() == [line], "nothing else looks like the end of a line"
    for line in lines(text):
        assert "UNTIL" not in line or not line.startswith("RRULE"), "never COUNT with UNTIL"
        if line.startswith(("DTSTART", "EXDATE")):
            assert not line.endswith("Z") and "TZID" not in line, "it follows the phone"
    assert lines(text).count("BEGIN:VEVENT") == lines(text).count("BEGIN:VALARM")


# ---------------------------------------------------------------- three parsers


def by_rule(start: datetime, rule: str | None, without: Iterable[datetime]) -> set[datetime]:
    """The alarms of an event, by dateutil, as far as the tests look."""
    if rule is None:
        return {start}
    days = rrulestr(rule, dtstart=start).between(start, start + FAR, inc=True)
    return set(days) - set(without)


def of_vobject(text: str) -> dict[str, set[datetime]]:
    parsed = vobject.readOne(text)
    found = {}
    for event in parsed.contents.get("vevent", []):
        event.validate(raiseException=True)
        start = event.dtstart.value
        days = event.getrruleset(addRDate=True) or [start]
        far = start + FAR
        found[event.summary.value] = set(takewhile(far.__ge__, days))
    return found


def of_icalendar(text: str) -> dict[str, set[datetime]]:
    found = {}
    for event in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        assert not event.errors
        start = event["DTSTART"].dt
        rule = event["RRULE"].to_ical().decode() if "RRULE" in event else None
        exceptions = event.get("EXDATE", [])
        exceptions = exceptions if isinstance(exceptions, list) else [exceptions]
        without = [each.dt for exdate in exceptions for each in exdate.dts]
        found[str(event["SUMMARY"])] = by_rule(start, rule, without)
    return found


def of_ics(text: str) -> dict[str, set[datetime]]:
    found = {}
    for event in ics.Calendar(text).events:
        start = event.begin.naive
        extra = {line.name: line.value for line in event.extra if line.name == "RRULE"}
        without = [
            datetime.strptime(line.value, "%Y%m%dT%H%M%S")
            for line in event.extra
            if line.name == "EXDATE"
        ]
        found[event.name] = by_rule(start, extra.get("RRULE"), without)
    return found


PARSERS = {"vobject": of_vobject, "icalendar": of_icalendar, "ics": of_ics}
NOT_READ_BY = dict.fromkeys(PARSERS, ("", "")) | {"ics": ("\\n", "/n")}
"""ics takes an escaped backslash before an n for the end of a line."""


@pytest.mark.parametrize("parser", PARSERS)
@hypothesis.settings(max_examples=25)  # they are slow
@given(
    told=changes(),
    chosen=any_settings(),
    at=moments(),
    words=st.fixed_dictionaries({kind: titles() for kind in NudgeKind}),
)
def test_every_parser_finds_the_days_and_titles_that_were_meant(
    parser: str, told: list[PlanChange], chosen: ReminderSettings, at: Now, words: ReminderWords
) -> None:
    of = plan_of(SCHEDULE, told, {})
    # Told apart by their titles, as a patient tells them.
    events = [
        replace(event, kind=kind)
        for event, kind in zip(calendar_events(of, chosen, at), NudgeKind, strict=False)
    ]
    told_apart = {
        kind: Wording(f"{position} {wording.title.replace(*NOT_READ_BY[parser])}", wording.text)
        for position, (kind, wording) in enumerate(words.items())
    }
    found = PARSERS[parser](calendar_file(in_calendar(*events), told_apart))
    meant = {
        plain(told_apart[event.kind].title): set(event.alarms(event.first + FAR))
        for event in events
    }
    assert {plain(title): days for title, days in found.items()} == meant


def plain(title: str) -> str:
    """Without what a calendar cannot show."""
    shown = (each for each in " ".join(title.splitlines()) if not CONTROL.match(each))
    return " ".join("".join(shown).split())


@given(changes(), any_settings(), moments())
def test_the_calendar_gives_the_days_that_are_nudged(
    told: list[PlanChange], chosen: ReminderSettings, at: Now
) -> None:
    """As far as both look ahead, without what follows up in the evening."""
    of = plan_of(SCHEDULE, told, {})
    chosen = replace(chosen, follow_up=None)
    nudges = coming_nudges(of, chosen, WORDS, at)
    last = nudges[-1].at if nudges else at.at
    alarms = {
        (alarm, event.kind)
        for event in calendar_events(of, chosen, at)
        for alarm in event.alarms(last.date())
        if alarm <= last
    }
    standing = of.on(at.day)
    if standing is None or standing.flare_since is None:  # whose end is not known
        assert alarms == {(nudge.at, nudge.kind) for nudge in nudges}
