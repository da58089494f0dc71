"""Reminders of a phone app: the system brings them, also while the app is closed.

They are one-shots, so that one whose day is done can be taken back. The system keeps them in the
zone that they were made in, and forgets them when it is made to stop the app: so all are made
anew whenever the app knows what is to come.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar

import flet_notifications as fln  # type: ignore[import-untyped]

from willows_app.device.notifier import Arrival, NotifierError, NotifierState, Permission, System
from willows_app.language import _
from willows_app.reminders.nudge import Nudge

T = TypeVar("T")

PATIENCE = 15.0
"""Seconds; where the plugin's other half is missing, it says so itself after 10."""

A_PERSON_ANSWERS = 310.0
"""Seconds; the plugin waits 300 for a patient who is asked."""

CHANNEL = "reminders"
"""The id of the channel by which they come on Android."""

ON_LOCK_SCREEN = fln.NotificationOptions(
    android=fln.AndroidOptions(visibility=fln.Visibility.PRIVATE, category="reminder")
)

TODAY = "today"
TEST = "test"
"""What a reminder carries: where a tap leads, or that no `keep` takes it back."""


class FletNotifier:
    """Makes the plugin when it is first needed; a patient is asked only by `ask_permission`."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._made: fln.LocalNotifications | None = None
        self._refused = False
        self._tapped: Callable[[], None] = lambda: None

    async def state(self) -> NotifierState:
        """A phone does not tell a refusal from never having been asked: until this run of the app
        has heard the refusal, it is taken for the latter."""
        enabled = await self._do(lambda plugin: plugin.are_notifications_enabled())
        refused = Permission.DENIED if self._refused else Permission.NOT_ASKED
        return NotifierState(
            Permission.GRANTED if enabled else refused,
            Arrival.ALWAYS,
            self._system,
            in_browser=False,
            opens_settings=True,
        )

    async def ask_permission(self) -> Permission:
        """Have the system ask; after two refusals it does not, and answers for the patient."""

        async def ask(plugin: fln.LocalNotifications) -> bool:
            # An iPhone asks for what these say.
            plugin.request_alert_permission = True
            plugin.request_sound_permission = True
            plugin.request_badge_permission = True
            plugin.update()
            granted: bool = await plugin.request_permissions()
            return granted

        self._refused = not await self._do(ask, A_PERSON_ANSWERS)
        return Permission.DENIED if self._refused else Permission.GRANTED

    async def keep(self, nudges: Sequence[Nudge], due_today: bool) -> None:
        """From now on these and no others; what is shown already and is none of them goes away."""
        for nudge in nudges:
            await self._schedule(nudge, TODAY)
        wanted = {nudge.id for nudge in nudges}
        pending = await self._do(lambda plugin: plugin.get_pending_notifications())
        shown = await self._do(lambda plugin: plugin.get_active_notifications())
        for each in (*pending, *shown):
            if each.id not in wanted and each.payload != TEST:
                await self._cancel(each.id)

    async def test(self, nudge: Nudge) -> None:
        """Let this one come as well."""
        await self._schedule(nudge, TEST)

    async def open_settings(self) -> None:
        """Show the system's settings of the app's notifications."""
        await self._do(lambda plugin: plugin.open_app_notification_settings())

    def on_tap(self, listener: Callable[[], None]) -> None:
        """Call this at a tap; one that started the app is told once the plugin is made."""
        self._tapped = listener

    async def _cancel(self, id: int) -> None:
        await self._do(lambda plugin: plugin.cancel(id))

    async def _schedule(self, nudge: Nudge, payload: str) -> None:
        # By way of the timestamp: a time that the clocks skip comes after the jump, not before.
        at = datetime.fromtimestamp(nudge.at.timestamp()).astimezone()
        if at <= datetime.now().astimezone():
            return  # the system refuses it, and with it the rest
        await self._do(
            lambda plugin: plugin.schedule(
                nudge.id,
                at,
                title=nudge.title,
                body=nudge.text,
                payload=payload,
                # An exact alarm is deleted, reminder and all, when its permission is withdrawn.
                schedule_mode=fln.AndroidScheduleMode.INEXACT_ALLOW_WHILE_IDLE,
                channel_id=CHANNEL,
                options=ON_LOCK_SCREEN,
            )
        )

    async def _do(
        self, what: Callable[[fln.LocalNotifications], Awaitable[T]], patience: float = PATIENCE
    ) -> T:
        try:
            return await asyncio.wait_for(self._ask(what), patience)
        except (fln.NotificationError, RuntimeError, TimeoutError) as refusal:
            why = str(refusal) or _("No answer.")
            raise NotifierError(
                _(
                    "This phone did not set the reminders. Please close Willows and open it again; "
                    "if that does not help, add them to your calendar. ({why})"
                ).format(why=why)
            ) from refusal

    async def _ask(self, what: Callable[[fln.LocalNotifications], Awaitable[T]]) -> T:
        if self._made is None:
            self._made = fln.LocalNotifications(
                request_alert_permission=False,  # an iPhone would ask for them at once
                request_sound_permission=False,
                request_badge_permission=False,
                on_tap=lambda _event: self._tapped(),
            )
            if self._system is System.ANDROID:
                called = _("Reminders")  # in Android's settings
                channel = fln.NotificationChannel(id=CHANNEL, name=called)
                await self._made.create_notification_channel(channel)
        return await what(self._made)
