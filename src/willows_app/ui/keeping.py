"""Whether the browser has promised to keep the log, in plain words."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import flet as ft

from willows_app.device.bridge import BridgeError
from willows_app.language import N_, _

log = logging.getLogger(__name__)

Question = Callable[[], Awaitable[Mapping[str, Any]]]
"""Put to the page; answered as `storage.persisted` is. Raises `BridgeError`."""

IN_BROWSER = N_("In this browser.")
ON_HOME_SCREEN = N_(
    "Safari clears what a page has stored when it is not visited for a week. Only the app on the "
    'home screen keeps its data: tap the share button, then "Add to Home Screen", and do your '
    "exercises there."
)
PROMISED = N_("In this browser, which has promised to keep it. It is gone only if you clear it.")
NOT_PROMISED = N_(
    "In this browser, which may clear it when the device runs out of space. "
    "Save a backup now and then."
)
ON_DEVICE = N_("In this app, on this device. It goes with the app if you remove it.")


@ft.observable
class Keeping:
    """Asks the browser, once there is something to keep, and remembers its answer."""

    def __init__(
        self,
        look: Question,
        ask: Question,
    ) -> None:
        """`look` says what is promised; `ask` asks for the promise as well."""
        self.answer: Mapping[str, Any] | None = None
        """The last one; None as long as there is none."""
        self.asked = False
        """Whether it was asked since the app was opened."""
        self._look = look
        self._ask = ask

    @property
    def words(self) -> str:
        """What is promised; nothing as long as that is not known."""
        return "" if self.answer is None else keeping_words(self.answer)

    async def look(self) -> None:
        """Find out what is promised."""
        await self._hear(self._look)

    async def ask(self) -> None:
        """A session was saved: now the promise is worth a question, if there is none yet."""
        self.asked = True
        await self._hear(self._ask)

    async def _hear(self, question: Question) -> None:
        try:
            self.answer = await question()
        except BridgeError as refusal:
            self.answer = {}  # what nobody says is promised is not
            log.warning("%s", refusal)


def keeping_words(answer: Mapping[str, Any]) -> str:
    """Where the log is kept, from the page's `storage.persisted`."""
    if answer.get("ios") and not answer.get("standalone"):
        return f"{_(IN_BROWSER)} {_(ON_HOME_SCREEN)}"
    return _(PROMISED if answer.get("persisted") else NOT_PROMISED)
