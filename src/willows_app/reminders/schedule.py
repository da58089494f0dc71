"""When to nudge: what the plan asks for, at the times that the patient chose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from willows_app.adherence.days import DAY_ENDS_AT, ONE_DAY, day_of
from willows_app.adherence.plan import FOREVER, Phase, Plan, Span, Standing
from willows_app.reminders.nudge import LATE, Nudge, NudgeKind
from willows_app.reminders.settings import QUIET_HOURS, ReminderSettings
from willows_app.reminders.words import ReminderWords

MOST_AHEAD = 30
"""Phones keep few; each start of the app tops them up (iOS keeps 64)."""

HORIZON = timedelta(weeks=12)
"""So far ahead anything is planned: who has not opened Willows for a quarter is left in peace."""

FOLLOW_UPS_AHEAD = timedelta(weeks=1)
"""So far ahead days are followed up: beyond, the place of a follow-up is a further day's."""

FLARE_AHEAD = timedelta(days=14)
"""So long a flare is reminded of. When it ends is not known: who opens Willows within that time
is reminded on, who does not is asked once a week how things are."""

NIGHT = QUIET_HOURS.begin
"""What comes late comes no later, also where the patient has set no quiet hours."""

MINUTES_FROM = datetime(2020, 1, 1)
"""The numbers of nudges count minutes from here."""

TRIAL_ID = 1
TRIAL_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class Now:
    """The present, and what has become of today."""

    at: datetime
    """Local time without a zone, as the nudges."""
    day_ends_at: time = DAY_ENDS_AT
    done: bool = False
    """Today's session is done."""
    recorded: bool = False
    """Something was recorded today."""
    fine_on: date | None = None
    """The day on which the patient last said that the back is fine."""

    @property
    def day(self) -> date:
        """The patient's day."""
        return day_of(self.at, self.day_ends_at)

    def moment(self, day: date, at: time) -> datetime:
        """When it is this time on a patient's day, which may be after midnight."""
        return datetime.combine(day + ONE_DAY if at < self.day_ends_at else day, at)


def coming_nudges(
    plan: Plan, settings: ReminderSettings, words: ReminderWords, now: Now
) -> tuple[Nudge, ...]:
    """The reminders that are to come, earliest first.

    They are reckoned as if nothing were done until then, so they have to be worked out again
    after everything that is recorded or changed.
    """
    if not settings.on:
        return ()
    flare_until = now.day + FLARE_AHEAD
    coming = (
        Nudge(
            _id(at), at, kind, words[kind].title, words[kind].text, _until(at, day, settings, now)
        )
        for day, asked in asked_days(plan, settings, now, now.day + HORIZON, flare_until)
        for at, kind in _moments(day, asked, settings, now)
        if at > now.at
    )
    return tuple(islice(coming, MOST_AHEAD))


def nudge_to_try(words: ReminderWords, now: datetime) -> Nudge:
    """The one that a patient sends to see whether they arrive."""
    wording = words[NudgeKind.TEST]
    return Nudge(TRIAL_ID, now + TRIAL_AFTER, NudgeKind.TEST, wording.title, wording.text)


def asks_today(plan: Plan, settings: ReminderSettings, now: Now) -> bool:
    """Whether today is a day to remind of: due, wanted and not done."""
    today = asked_days(plan, settings, now, now.day, now.day + FLARE_AHEAD)
    return settings.on and (now.day, NudgeKind.DUE) in today


def last_reminder(plan: Plan, settings: ReminderSettings, now: Now) -> datetime | None:
    """When today's session was to be reminded of last; None if it was not, or is not open any more.

    Whether a reminder arrived nobody knows, so the app says on opening what it was to say.
    """
    if now.recorded or not asks_today(plan, settings, now):
        return None
    moments = (now.moment(now.day, at) for at in settings.heard)
    return max((at for at in moments if at <= now.at), default=None)


def asked_days(
    plan: Plan, settings: ReminderSettings, now: Now, until: date, flare_until: date
) -> Iterator[tuple[date, NudgeKind]]:
    """The days from today to `until` on which there is something to remind of, and what.

    A flare counts up to `flare_until`.
    """
    plan = begun(plan, now.day)
    for day, standing in plan.days(now.day, until):
        kind = _asked(plan, settings, now, day, standing, flare_until)
        done = day == now.day and now.done and kind is NudgeKind.DUE
        if kind and not done:
            yield day, kind


def begun(plan: Plan, today: date) -> Plan:
    """The plan; where nothing has begun yet, as if the daily phase began today."""
    if plan.spans:
        return plan
    return replace(plan, spans=(Span(today, FOREVER, Standing(Phase.DAILY, today)),))


def _asked(
    plan: Plan,
    settings: ReminderSettings,
    now: Now,
    day: date,
    standing: Standing,
    flare_until: date,
) -> NudgeKind | None:
    """The daily phase is reminded of as long as it was meant to last, then once that it is over:
    it goes on only if the patient says so."""
    if standing.pause:
        return None
    chosen = day.weekday() in settings.weekdays
    if standing.phase is Phase.DAILY:
        over_by = plan.number(day) - plan.daily_days
        if over_by == 1:
            return NudgeKind.DAILY_ENDS
        return NudgeKind.DUE if chosen and over_by < 1 else None
    if standing.flare_since and day < flare_until:
        return NudgeKind.DUE if chosen else None
    weekday = settings.check_in_weekday
    asks = day.weekday() == weekday and day > standing.since and now.fine_on != day
    return NudgeKind.CHECK_IN if asks else None


def _moments(
    day: date, asked: NudgeKind, settings: ReminderSettings, now: Now
) -> list[tuple[datetime, NudgeKind]]:
    """When that is said on its day, earliest first; nothing comes in the quiet hours."""
    if asked is NudgeKind.CHECK_IN:
        at = settings.check_in_at
        return [] if settings.is_quiet(at) else [(now.moment(day, at), asked)]
    times = sorted(now.moment(day, at) for at in settings.heard)
    if asked is NudgeKind.DAILY_ENDS:
        return [(at, asked) for at in times[:1]]
    moments: list[tuple[datetime, NudgeKind]] = [(at, asked) for at in times]
    follow_up = _follow_up(day, settings, now)
    if follow_up and times and follow_up > times[-1]:
        moments.append((follow_up, NudgeKind.FOLLOW_UP))
    return moments


def _follow_up(day: date, settings: ReminderSettings, now: Now) -> datetime | None:
    at = settings.follow_up
    if day >= now.day + FOLLOW_UPS_AHEAD or (day == now.day and now.recorded):
        return None
    if at is None or settings.is_quiet(at):
        return None
    return now.moment(day, at)


def _until(at: datetime, day: date, settings: ReminderSettings, now: Now) -> datetime:
    over = now.moment(day + ONE_DAY, now.day_ends_at)
    if settings.quiet:
        return min(over, settings.quiet.next(at))
    return min(over, max(datetime.combine(day, NIGHT), at + LATE))


def _id(at: datetime) -> int:
    """No two are at the same time."""
    return (at - MINUTES_FROM) // timedelta(minutes=1) % 2**31
