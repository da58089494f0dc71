"""The patient's own plan: how it stands, what was done of it, and the changes to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cached_property

from willows_app.adherence.accepted import LastPlan, doses_in, earlier_titles_in, last_plan_in
from willows_app.adherence.days import ONE_DAY
from willows_app.adherence.doses import Doses
from willows_app.adherence.facts import Change, PauseReason
from willows_app.adherence.log import Log
from willows_app.adherence.measures import Day, Records, Streak, measured_days, streak
from willows_app.adherence.plan import Pause, Phase, Plan, Standing
from willows_app.adherence.records import logged_title_in, plan_in, records_in, sessions_by_day_in
from willows_app.language import in_use, of_a_handout
from willows_app.routine.model import Routine

ChangePlan = Callable[..., None]
"""Writes one change into the log: a `Change`, its first day, and what belongs to it."""

ONE_MORE_WEEK = 7
"""Days by which the daily phase is made longer at a time."""


class OwnPlan:
    """The plan of one routine as the log has it now; a change shows in the next one made."""

    def __init__(self, log: Log, routine: Routine, today: date, change: ChangePlan) -> None:
        self.routine = routine
        self.today = today
        self._log = log
        self._change = change

    @cached_property
    def plan(self) -> Plan:
        """What is expected on each day."""
        return plan_in(self._log, self.routine)

    @cached_property
    def last_plan(self) -> LastPlan | None:
        """Whose plan the routine is, where a clinic had its own."""
        return last_plan_in(self._log, self.routine)

    @property
    def standing(self) -> Standing | None:
        """How the plan stands today; None as long as nothing has begun."""
        return self.plan.on(self.today)

    @cached_property
    def doses(self) -> Doses:
        """What is prescribed on each day."""
        return doses_in(self._log, self.routine)

    @cached_property
    def streak(self) -> Streak:
        """Due days met one after the other."""
        return streak(self.plan, self.sessions, self.today)

    @cached_property
    def sessions(self) -> Mapping[date, int]:
        """How many sessions count on each day that has any."""
        return sessions_by_day_in(self._log, self.routine.id)

    @cached_property
    def week(self) -> list[Day]:
        """The days of this week, from the first that a week has in the language in use."""
        first = self.today - timedelta(days=(self.today.weekday() - in_use().first_weekday) % 7)
        return self.days(first, first + timedelta(days=6))

    @property
    def day(self) -> Day:
        """Today."""
        return next(each for each in self.week if each.day == self.today)

    def as_of(self, day: date) -> OwnPlan:
        """The same plan on another day, as long as nothing is done."""
        other = OwnPlan(self._log, self.routine, day, self._change)
        other.plan, other.doses, other.sessions = self.plan, self.doses, self.sessions
        return other

    @cached_property
    def begin(self) -> date:
        """The first day of the plan or of a session, and today at the latest."""
        return min([self.today, self.plan.first or self.today, *self.sessions])

    def title(self, exercise: str) -> str:
        """What an exercise is called, be it in the routine or not (any more)."""
        titles = {each.id: each.title for each in self.routine.exercises}
        if exercise in titles:
            return titles[exercise]
        earlier = earlier_titles_in(self._log, self.routine.id)
        return of_a_handout(logged_title_in(self._log, exercise)) or earlier.get(exercise, exercise)

    def records(self, first: date, last: date) -> Records:
        """What the log holds from `first` to `last`."""
        return records_in(self._log, self.routine.id, first, last)

    def days(self, first: date, last: date) -> list[Day]:
        """Every day from `first` to `last`, measured."""
        records = self.records(first, last)
        return measured_days(self.plan, records, self.doses, first, last, self.today)

    @property
    def pauses_to_come(self) -> list[Pause]:
        """Those that were announced and can still be called off, earliest first."""
        return self.plan.pauses_to_come(self.today)

    @property
    def offers_as_needed(self) -> bool:
        """Whether the daily phase has had its days, and the patient has not moved on yet."""
        return self.plan.daily_is_over(self.today, self.day.met) and not self.has_just_moved

    @property
    def has_just_moved(self) -> bool:
        """Whether the as-needed phase begins today or tomorrow: then it can still be undone."""
        next = self.plan.on(self.today + ONE_DAY)
        moved = next is not None and next.phase is Phase.AS_NEEDED and next.since >= self.today
        return moved and self.plan.spans[0].standing.phase is Phase.DAILY

    # ---------------------------------------------------------------- changes

    def begin_daily(self) -> None:
        """Once a day, from today on."""
        self._change(Change.DAILY, self.today)

    def begin_as_needed(self) -> None:
        """As needed, from today on; from tomorrow where today's session is done."""
        self._change(Change.AS_NEEDED, self._from_now_on)

    def undo_as_needed(self) -> None:
        """The move was a mistake: the daily phase goes on as if it had not been made."""
        before = [
            each.standing
            for each in self.plan.spans
            if each.standing.phase is Phase.DAILY and each.first <= self.today
        ]
        self._change(Change.DAILY, before[-1].since if before else self.today)

    def last_for(self, days: int) -> None:
        """So many days the daily phase is meant to last."""
        self._change(Change.LENGTH, self.today, days=days)

    def stay_daily(self) -> None:
        """Once a day for another week, counted from today."""
        self.last_for(max(self.plan.number(self.today), self.plan.daily_days) + ONE_MORE_WEEK)

    def flare(self) -> None:
        """The back is stiff or sore today."""
        self._change(Change.FLARE, self.today)

    def flare_over(self) -> None:
        """It is not any more."""
        self._change(Change.FLARE_OVER, self._from_now_on)

    def pause(self, reason: PauseReason, since: date, until: date | None) -> None:
        """Nothing is due from `since` to `until`, if that is known."""
        self._change(Change.PAUSE, since, reason=reason, until=until)

    def resume(self) -> None:
        """The pause is over, from today on."""
        self._change(Change.RESUME, self.today)

    def call_off(self, announced: Pause) -> None:
        """One of `pauses_to_come` is not to be."""
        self._change(Change.RESUME, announced.since)

    @property
    def _from_now_on(self) -> date:
        """A day whose session is done stays a day on which it was due."""
        return self.today + ONE_DAY if self.day.met else self.today
