"""Sound and vibration by the page of the web app: see `web/shell/sound.js`."""

from __future__ import annotations

import time
from collections.abc import Sequence

from willows_app.device.bridge import Bridge, BridgeError
from willows_app.device.sound import Blocked, NotHeard

PATIENCE = 2.0
"""Seconds after the moment to play at which a page that has not answered is given up."""


class WebAudio:
    """Has the page keep the moment; so it is kept however busy the page is by then."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    def prepare(self, files: Sequence[str]) -> None:
        """Have these decoded."""
        self._bridge.tell("sound.prepare", [*files])

    async def play(self, files: Sequence[str], delay: float) -> None:
        """Play these one after the other, in `delay` seconds."""
        what = {"files": [*files], "at": time.time() + delay}
        try:
            heard = await self._bridge.ask("sound.play", what, max(0.0, delay) + PATIENCE)
        except BridgeError as refusal:
            raise NotHeard(str(refusal)) from refusal
        if not heard:
            raise Blocked("The browser lets nothing be heard until the page is tapped.")

    async def stop(self) -> None:
        """Be silent, and play nothing that is still to come."""
        self._bridge.tell("sound.stop")


class WebVibrator:
    """The motor of a phone whose browser lets a page use it."""

    def __init__(self, bridge: Bridge, phone: bool) -> None:
        """`phone`: whether it may have a motor at all."""
        self.available = phone
        self._bridge = bridge

    async def vibrate(self, strong: bool) -> None:
        """Once."""
        if not self.available:
            raise NotHeard("This device does not vibrate.")
        try:
            self.available = await self._bridge.ask("vibrate", "strong" if strong else "light")
        except BridgeError as refusal:
            raise NotHeard(str(refusal)) from refusal
        if not self.available:
            raise NotHeard("This browser does not vibrate.")
