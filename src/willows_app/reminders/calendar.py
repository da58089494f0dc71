"""The reminders that the phone's own calendar can give: it fires while Willows is closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from willows_app.adherence.days import ONE_DAY, days_between
from willows_app.adherence.plan import Plan
from willows_app.reminders.nudge import NudgeKind
from willows_app.reminders.schedule import FLARE_AHEAD, HORIZON, Now, asked_days
from willows_app.reminders.settings import EVERY_DAY, ReminderSettings

SO_FAR = timedelta(days=400)
"""Longer than the longest daily phase."""

A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Event:
    """An alarm at one time of day, on the given weekdays from its first day on."""

    name: str
    """The same for what takes its place in a later file."""
    kind: NudgeKind
    at: time
    first: date
    """By the calendar: what comes after midnight is on the next day already."""
    last: date | None
    """None for week after week without an end."""
    weekdays: frozenset[int]
    """Monday is 0; `first` is one of them."""
    without: tuple[date, ...] = ()
    """Days left out, in order: those of a pause."""

    @property
    def start(self) -> datetime:
        """The first alarm, in local time."""
        return datetime.combine(self.first, self.at)

    @property
    def count(self) -> int | None:
        """How many days there are, with those left out; None without an end."""
        return len(list(self._days(self.last))) if self.last else None

    def alarms(self, until: date) -> Iterator[datetime]:
        """The alarms up to and with that day."""
        for day in self._days(min(until, self.last or until)):
            if day not in self.without:
                yield datetime.combine(day, self.at)

    def _days(self, until: date) -> Iterator[date]:
        return (day for day in days_between(self.first, until) if day.weekday() in self.weekdays)

    def as_json(self) -> dict[str, Any]:
        """As the settings of the log keep it."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "at": self.at.isoformat("minutes"),
            "first": self.first.isoformat(),
            "last": self.last and self.last.isoformat(),
            "weekdays": sorted(self.weekdays),
            "without": [day.isoformat() for day in self.without],
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Event:
        """Back again. Raises `KeyError`, `TypeError` or `ValueError` for what is spoilt."""
        return cls(
            name=str(written["name"]),
            kind=NudgeKind(written["kind"]),
            at=time.fromisoformat(written["at"]),
            first=date.fromisoformat(written["first"]),
            last=date.fromisoformat(written["last"]) if written["last"] else None,
            weekdays=frozenset(map(int, written["weekdays"])),
            without=tuple(map(date.fromisoformat, written["without"])),
        )


@dataclass(frozen=True)
class InCalendar:
    """What the patient was given for the calendar last."""

    id: str
    """Tells this patient's events from another's in the same calendar."""
    sequence: int
    """Counts the files: a later one updates what is there."""
    given_at: datetime
    """Local time with its UTC offset."""
    events: tuple[Event, ...]

    def as_json(self) -> dict[str, Any]:
        """As the settings of the log keep it."""
        return {
            "id": self.id,
            "sequence": self.sequence,
            "given at": self.given_at.isoformat(),
            "events": [event.as_json() for event in self.events],
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> InCalendar | None:
        """Back again; None for what is spoilt or says nothing."""
        try:
            return cls(
                id=str(written["id"]),
                sequence=int(written["sequence"]),
                given_at=datetime.fromisoformat(written["given at"]),
                events=tuple(map(Event.from_json, written["events"])),
            )
        except (KeyError, TypeError, ValueError):
            return None


def calendar_events(plan: Plan, settings: ReminderSettings, now: Now) -> tuple[Event, ...]:
    """What is to stand in the calendar from now on.

    Every due day of the daily phase at each time, and its end said once; the weekly question of
    the as-needed phase, without an end. A flare is there for its first two weeks. Days of a pause
    are left out. There is no follow-up: a calendar does not know what was done.
    """
    standing = plan.on(now.day)
    flare_until = ((standing and standing.flare_since) or now.day) + FLARE_AHEAD
    asked: dict[NudgeKind, list[date]] = {kind: [] for kind in NudgeKind}
    for day, kind in asked_days(plan, settings, now, now.day + SO_FAR, flare_until):
        asked[kind].append(day)
    chosen, question = settings.weekdays, {settings.check_in_weekday}
    earliest = sorted(settings.heard, key=lambda at: now.moment(now.day, at))[:1]
    asks = [] if settings.is_quiet(settings.check_in_at) else [settings.check_in_at]
    return (
        *_events(NudgeKind.DUE, asked, settings.heard, chosen, now),
        *_events(NudgeKind.DAILY_ENDS, asked, earliest, EVERY_DAY, now),
        *_events(NudgeKind.CHECK_IN, asked, asks, question, now),
    )


def _events(
    kind: NudgeKind,
    asked: Mapping[NudgeKind, list[date]],
    times: Iterable[time],
    weekdays: Set[int],
    now: Now,
) -> Iterator[Event]:
    """One for each time that is still to come on any of the days."""
    for number, at in enumerate(times, start=1):
        moments = [now.moment(day, at) for day in asked[kind]]
        days = [moment.date() for moment in moments if moment > now.at]
        if not days:
            continue
        days_later = 1 if at < now.day_ends_at else 0
        endless = kind is NudgeKind.CHECK_IN and days[-1] > now.day + SO_FAR - A_WEEK
        every = Event(
            name=f"{kind.value} {number}",
            kind=kind,
            at=at,
            first=days[0],
            last=days[-1],
            weekdays=frozenset((day + days_later) % 7 for day in weekdays),
        )
        left_out = {alarm.date() for alarm in every.alarms(days[-1])} - set(days)
        yield replace(every, last=None if endless else days[-1], without=tuple(sorted(left_out)))


def says_the_same(before: Iterable[Event], after: Iterable[Event], now: Now) -> bool:
    """Whether both give the same alarms from tomorrow on, as far as is looked ahead."""
    return _alarms(before, now) == _alarms(after, now)


def _alarms(events: Iterable[Event], now: Now) -> set[tuple[datetime, NudgeKind]]:
    tomorrow = now.moment(now.day + ONE_DAY, now.day_ends_at)
    return {
        (alarm, event.kind)
        for event in events
        for alarm in event.alarms(now.day + HORIZON)
        if alarm >= tomorrow
    }
