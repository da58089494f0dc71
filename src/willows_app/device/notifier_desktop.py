"""Reminders where nothing can bring one: on a computer without a browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from willows_app.device.notifier import Arrival, NotifierError, NotifierState, Permission, System
from willows_app.language import N_, _
from willows_app.reminders.nudge import Nudge

NONE_HERE = N_(
    "Willows cannot remind you on this computer. Your calendar can: add the reminders to it."
)


class DesktopNotifier:
    """Says so. Nothing is kept, for nothing would come of it."""

    def __init__(self, system: System) -> None:
        self._system = system

    async def state(self) -> NotifierState:
        """Nothing ever arrives."""
        return NotifierState(Permission.IMPOSSIBLE, Arrival.NEVER, self._system, in_browser=False)

    async def ask_permission(self) -> Permission:
        """There is nothing to be asked."""
        return Permission.IMPOSSIBLE

    async def keep(self, nudges: Sequence[Nudge], due_today: bool) -> None:
        """Do nothing: `state` says that none arrives."""

    async def test(self, nudge: Nudge) -> None:
        """Say so."""
        raise NotifierError(_(NONE_HERE))

    async def open_settings(self) -> None:
        """Say so."""
        raise NotifierError(_(NONE_HERE))

    def on_tap(self, listener: Callable[[], None]) -> None:
        """Never."""
