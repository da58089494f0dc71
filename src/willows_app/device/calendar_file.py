"""The calendar file of the reminders, given to the device's own calendar."""

from __future__ import annotations

from typing import Protocol

CALENDAR_NAME = "reminder.ics"
CALENDAR_TYPE = "text/calendar"


class CalendarOpener(Protocol):
    """Opens a calendar file where the device offers to add it; only where there is a browser."""

    async def open_calendar(self, content: bytes) -> None:
        """Show it to the patient, who adds it or does not: nobody tells.

        Raises `NotHanded`.
        """
        ...
