"""Sharing by the page of the web app: its share sheet or a download; see `web/shell/bridge.js`."""

from __future__ import annotations

from willows_app.device.bridge import Bridge, BridgeError
from willows_app.device.sharing import Handed, NotHanded

PATIENCE = 3600.0
"""Seconds that a patient may look at the share sheet."""


class WebSharing:
    """Has the page do it."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    async def hand_over(self, name: str, type: str, content: bytes) -> Handed:
        """Share or download it. A browser does not tell whether a download was kept."""
        file = {"name": name, "type": type, "bytes": content}
        try:
            return Handed(await self._bridge.ask("file.save", file, PATIENCE))
        except BridgeError as refusal:
            raise NotHanded(str(refusal)) from refusal

    send = hand_over
    """The page chooses the share sheet by itself."""
