"""Keeps the device's reminders as they are to be, and finds out whether they arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import flet as ft

from willows_app.adherence.log import new_id
from willows_app.device.calendar_file import CALENDAR_NAME, CALENDAR_TYPE, CalendarOpener
from willows_app.device.notifier import Arrival, Notifier, NotifierError, NotifierState, Permission
from willows_app.device.sharing import Handed, NotHanded
from willows_app.reminders.calendar import Event, InCalendar, calendar_events, says_the_same
from willows_app.reminders.ics import calendar_file
from willows_app.reminders.nudge import Nudge
from willows_app.reminders.schedule import (
    Now,
    asks_today,
    coming_nudges,
    last_reminder,
    nudge_to_try,
)
from willows_app.reminders.words import ReminderWords, in_language
from willows_app.ui.own_settings import Trial

if TYPE_CHECKING:
    from willows_app.ui.model import Willows

Give = Callable[[bytes], Awaitable[Handed]]
"""Hands the calendar file to the patient. Raises `NotHanded`."""


@dataclass(frozen=True)
class Coming:
    """What the device is to do from now on."""

    nudges: tuple[Nudge, ...] = ()
    due_today: bool = False


@ft.observable
class Reminding:
    """Reminders of one app on one device. Whatever fails is told in words, and blocks nothing."""

    def __init__(
        self,
        willows: Willows,
        notifier: Notifier,
        words: ReminderWords,
        opener: CalendarOpener | None = None,
    ) -> None:
        """`opener` opens the calendar file, where there is a browser that can."""
        self.state: NotifierState | None = None
        """What is true of reminders on this device; None until it has answered."""
        self.trouble = ""
        """Why the device did not do what was last asked of it."""
        self.not_given = ""
        """Why the calendar file could not be handed to the patient."""
        self.opens_calendar = opener is not None
        self._willows = willows
        self._notifier = notifier
        self._words = words
        self._opener = opener
        self._kept: Coming | None = None
        self._one_by_one = asyncio.Lock()

    # ------------------------------------------------------------ keeping them

    async def look_again(self) -> None:
        """The app was opened, or is in front again: permissions may be others, and the zone."""
        self._kept = None
        await self._look()
        await self.follow()

    async def follow(self) -> None:
        """Something was recorded or changed: have the device keep what is to come now.

        A device that was never asked for reminders is left alone.
        """
        async with self._one_by_one:
            coming = self.coming()
            if coming == self._kept or not self._willows.own.has_chosen_reminders:
                return
            if await self._done(self._notifier.keep(coming.nudges, coming.due_today)):
                self._kept = coming

    def coming(self) -> Coming:
        """What is to come, as things stand."""
        willows, now = self._willows, self.now
        plan, settings = willows.own_plan().plan, willows.own.reminders
        nudges = coming_nudges(plan, settings, in_language(self._words), now)
        return Coming(nudges, asks_today(plan, settings, now))

    @property
    def now(self) -> Now:
        """The present, as reminders reckon with it."""
        willows = self._willows
        own = willows.own_plan()
        sessions = willows.log.sessions_on(own.today)
        return Now(
            willows.now().replace(tzinfo=None),
            willows.own.day_ends_at,
            done=own.day.met,
            recorded=any(each.entries for each in sessions if each.routine == own.routine.id),
            fine_on=willows.own.fine_on,
        )

    @property
    def due_since(self) -> datetime | None:
        """Since when today's session is due by the patient's reminders; None if it is not."""
        willows = self._willows
        if not willows.own.reminders.on:
            return None  # and nothing is read for it
        return last_reminder(willows.own_plan().plan, willows.own.reminders, self.now)

    # ------------------------------------------------------------ permission

    async def switch(self, on: bool) -> None:
        """Remind, or do not. The first time the system asks the patient, at this tap."""
        own = self._willows.own
        own.remind(replace(own.reminders, on=on))
        if on and (self.state is None or self.state.permission is Permission.NOT_ASKED):
            await self.ask()

    async def ask(self) -> None:
        """Have the system ask whether Willows may show notifications; only after a tap."""
        await self._done(self._ask())
        await self.look_again()

    async def open_settings(self) -> None:
        """Show the system's settings of the app's notifications."""
        await self._done(self._notifier.open_settings())

    @property
    def can_arrive(self) -> bool:
        """Whether any reminder may show here at all."""
        state = self.state
        if state is None or state.permission is not Permission.GRANTED:
            return False
        return state.arrival is not Arrival.NEVER

    # ------------------------------------------------------------ do they arrive?

    async def send_one_to_try(self) -> None:
        """In a minute."""
        nudge = nudge_to_try(in_language(self._words), self.now.at)
        if await self._done(self._notifier.test(nudge)):
            self._willows.own.tell_trial(Trial(nudge.at, arrived=None))

    def say_whether_it_arrived(self, trial: Trial, arrived: bool) -> None:
        """The patient has waited for it."""
        self._willows.own.tell_trial(replace(trial, arrived=arrived))

    # ------------------------------------------------------------ the calendar

    def for_calendar(self) -> tuple[Event, ...]:
        """What should stand in the calendar; nothing where reminders are off."""
        settings = self._willows.own.reminders
        plan = self._willows.own_plan().plan
        return calendar_events(plan, settings, self.now) if settings.on else ()

    def calendar_is_old(self, events: tuple[Event, ...]) -> bool:
        """Whether the calendar was given something else than these."""
        given = self._willows.own.in_calendar
        return given is not None and not says_the_same(given.events, events, self.now)

    async def open_calendar(self) -> None:
        """Open the file where the device offers to add it. Nobody tells whether it was added."""
        opener = self._opener
        if opener is None:
            return

        async def open(content: bytes) -> Handed:
            await opener.open_calendar(content)
            return Handed.SHARED

        await self._give(open)

    async def save_calendar(self) -> None:
        """Hand the file to the patient."""
        await self._give(self._save)

    async def _save(self, content: bytes) -> Handed:
        return await self._willows.sharing.hand_over(CALENDAR_NAME, CALENDAR_TYPE, content)

    async def _give(self, give: Give) -> None:
        own, now = self._willows.own, self._willows.now()
        last = own.in_calendar
        id, sequence = (last.id, last.sequence + 1) if last else (new_id(), 0)
        calendar = InCalendar(id, sequence, now, self.for_calendar())
        text = calendar_file(calendar, in_language(self._words), last.events if last else ())
        self.not_given = ""
        try:
            if await give(text.encode()) is not Handed.CANCELLED:
                own.give_calendar(calendar)
        except NotHanded as refusal:
            self.not_given = str(refusal)

    # ------------------------------------------------------------

    async def _look(self) -> None:
        try:
            self.state = self._with_refusal(await self._notifier.state())
        except NotifierError as refusal:
            self.trouble = str(refusal)

    async def _ask(self) -> None:
        if await self._notifier.ask_permission() is Permission.DENIED:
            self._willows.refuse_reminders()

    def _with_refusal(self, state: NotifierState) -> NotifierState:
        """A phone does not tell a refusal from never having been asked; a browser does."""
        tells = state.in_browser or state.permission is not Permission.NOT_ASKED
        if tells or not self._willows.has_refused_reminders:
            return state
        return replace(state, permission=Permission.DENIED)

    async def _done(self, what: Awaitable[object]) -> bool:
        try:
            await what
        except NotifierError as refusal:
            self.trouble = str(refusal)
            return False
        self.trouble = ""
        return True
