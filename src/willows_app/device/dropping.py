"""Files that a person gives to the app: picked, or dropped on the page of the web app."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from willows_app.device.bridge import Bridge, BridgeError
from willows_app.language import _

log = logging.getLogger(__name__)

PATIENCE = 60.0
"""Seconds in which a slow disk has read a file."""


class NotReadable(Exception):
    """The file that was given cannot be read; the message says why."""


@dataclass(frozen=True)
class Given:
    """A file that a person gave."""

    name: str
    size: int
    """Bytes."""
    read: Callable[[], Awaitable[bytes]] = field(compare=False)
    """Its content; raises `NotReadable`."""


def picked(name: str, size: int, content: bytes | None, path: str | None) -> Given:
    """A file that was picked: read only when it is asked for, where there is a path to it."""

    async def read() -> bytes:
        if content is not None:
            return content
        try:
            return Path(path or "").read_bytes()
        except OSError as error:
            raise NotReadable(
                _("It could not be read. Is it still there? Open it again.")
            ) from error

    return Given(name, size, read)


class Dropping:
    """Has the page take the files that are dropped on it; see `web/shell/drop.js`."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    async def begin(self, dropped: Callable[[Sequence[Given]], object]) -> bool:
        """From now on `dropped` is called with them; tells whether a person can do it here."""
        try:
            await self._bridge.listen("files.dropped", lambda told: dropped(self._given(told)))
            return bool(await self._bridge.ask("files.take", True))
        except BridgeError as refusal:
            log.warning("%s", refusal)
            return False

    def end(self) -> None:
        """What is dropped from now on is let go, and so is what was not read."""
        self._bridge.tell("files.take", False)

    def _given(self, told: Sequence[dict[str, Any]]) -> list[Given]:
        return [
            Given(file["name"], file["size"], partial(self._read, file["number"])) for file in told
        ]

    async def _read(self, number: int) -> bytes:
        try:
            return bytes(await self._bridge.ask("files.read", number, PATIENCE))
        except BridgeError as refusal:
            raise NotReadable(
                _("It could not be read. Is it a folder, or was it moved? Drop the file itself.")
            ) from refusal
