"""Reminders on this device: what it can do, what it was allowed to, and what is to come.

The calendar has a port of its own: `calendar_file.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from willows_app.reminders.nudge import Nudge


class NotifierError(Exception):
    """The device did not do it; the message says why and what to do."""


class Permission(StrEnum):
    """Whether the app may show notifications."""

    GRANTED = "granted"
    DENIED = "denied"
    """Only the device's own settings can change it now."""
    NOT_ASKED = "not asked"
    IMPOSSIBLE = "impossible"
    """There are none here, or not as the app is opened now."""


class Arrival(StrEnum):
    """When a reminder can arrive on this device."""

    ALWAYS = "always"
    """Also while the app is closed, near the chosen time."""
    NOW_AND_THEN = "now and then"
    """While the app is closed at a time of the browser's choosing, if at all."""
    WHILE_OPEN = "while open"
    """Only while the app is open; out of sight, for as long as the system lets it go on there."""
    NEVER = "never"


class System(StrEnum):
    """What the device runs, as far as it matters for its settings."""

    ANDROID = "Android"
    IOS = "iOS"
    WINDOWS = "Windows"
    MACOS = "macOS"
    LINUX = "Linux"
    OTHER = "other"


@dataclass(frozen=True)
class NotifierState:
    """What is true of reminders on this device now."""

    permission: Permission
    arrival: Arrival
    """If permission were granted."""
    system: System
    in_browser: bool
    browser: str = ""
    """Its name, where the app is in one: for the way to its settings."""
    installed: bool = True
    """The app is on the home screen, or is a phone app."""
    battery_restricted: bool | None = None
    """The system may hold reminders back to save power; None where that cannot be known."""
    badge: bool = False
    """A mark on the app's icon can be set."""
    opens_settings: bool = False
    """`open_settings` leads to them."""


class Notifier(Protocol):
    """Shows reminders. Every method but `on_tap` raises `NotifierError`."""

    async def state(self) -> NotifierState:
        """What is true now."""
        ...

    async def ask_permission(self) -> Permission:
        """Have the system ask the patient; only after a tap."""
        ...

    async def keep(self, nudges: Sequence[Nudge], due_today: bool) -> None:
        """From now on these are to come and no others; the badge says whether today is due."""
        ...

    async def test(self, nudge: Nudge) -> None:
        """Let this one come as well, the way that all do; it outlives the next `keep`."""
        ...

    async def open_settings(self) -> None:
        """Show the system's settings of the app's notifications, where that can be."""
        ...

    def on_tap(self, listener: Callable[[], None]) -> None:
        """Call this when the patient taps a notification."""
        ...
