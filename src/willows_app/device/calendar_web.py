"""The calendar file, opened by the page of the web app; see `web/shell/notify.js`."""

from __future__ import annotations

from willows_app.device.bridge import Bridge, BridgeError
from willows_app.device.sharing import NotHanded


class WebCalendar:
    """Has the service worker serve the file with its type, and the page open its address."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    async def open_calendar(self, content: bytes) -> None:
        """A phone then offers its calendar, a computer a download."""
        try:
            await self._bridge.ask("calendar.open", content)
        except BridgeError as refusal:
            raise NotHanded(str(refusal)) from refusal
