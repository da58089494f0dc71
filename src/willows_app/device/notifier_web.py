"""Reminders by the page of the web app and its service worker.

See `web/shell/notify.js` and `web/shell/reminders.js`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from willows_app.device.bridge import PATIENCE, Bridge, BridgeError
from willows_app.device.notifier import Arrival, NotifierError, NotifierState, Permission, System
from willows_app.language import _, in_use
from willows_app.reminders.nudge import LATE, Nudge

log = logging.getLogger(__name__)

T = TypeVar("T")

A_PERSON_ANSWERS = 600.0
"""Seconds in which a patient who is asked by the browser should have answered."""

PERMISSIONS = {
    "granted": Permission.GRANTED,
    "denied": Permission.DENIED,
    "default": Permission.NOT_ASKED,
}
"""By the browsers' names; anything else is impossible."""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""Part of what a browser calls itself, and its name: most claim to be those below them as well."""

SYSTEMS = (
    ("Android", System.ANDROID),
    ("Windows", System.WINDOWS),
    ("Mac OS X", System.MACOS),
    ("Linux", System.LINUX),
)


class WebNotifier:
    """Has the page keep the time, and its service worker show what is to be shown."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._listening: asyncio.Future[None] | None = None

    async def state(self) -> NotifierState:
        """What the browser says."""
        reminders, page = await asyncio.gather(
            self._ask("notify.state"), self._ask("storage.persisted")
        )
        permission = PERMISSIONS.get(reminders["permission"], Permission.IMPOSSIBLE)
        arrival = Arrival.NOW_AND_THEN if reminders["background"] else Arrival.WHILE_OPEN
        agent = reminders["agent"]
        return NotifierState(
            permission,
            Arrival.NEVER if permission is Permission.IMPOSSIBLE else arrival,
            # An iPad calls itself a Mac; the page knows better.
            System.IOS if page["ios"] else _first(SYSTEMS, agent, System.OTHER),
            in_browser=True,
            browser=_first(BROWSERS, agent, ""),
            installed=page["standalone"],
            badge=reminders["badge"],
        )

    async def ask_permission(self) -> Permission:
        """Have the browser ask, which it does only soon after a tap."""
        answer = await self._ask("notify.ask", patience=A_PERSON_ANSWERS)
        return PERMISSIONS.get(answer, Permission.IMPOSSIBLE)

    async def keep(self, nudges: Sequence[Nudge], due_today: bool) -> None:
        """From now on these and no others; what is shown already and is none of them goes away."""
        await self._ask("notify.keep", {"nudges": [*map(_as_json, nudges)], "due": due_today})

    async def test(self, nudge: Nudge) -> None:
        """Let this one come as well."""
        await self._ask("notify.test", _as_json(nudge))

    async def open_settings(self) -> None:
        """No page can."""
        raise NotifierError(
            _("Willows cannot open the settings of this browser. Please open them in its menu.")
        )

    def on_tap(self, listener: Callable[[], None]) -> None:
        """Call this when the patient taps a notification while a page is open."""
        self._listening = asyncio.ensure_future(self._listen(listener))

    async def _listen(self, listener: Callable[[], None]) -> None:
        try:
            await self._bridge.listen("notify.tapped", lambda _value: listener())
        except BridgeError as refusal:
            log.warning("A tap on a reminder opens the app, but not Today: %s", refusal)

    async def _ask(self, operation: str, value: Any = None, patience: float = PATIENCE) -> Any:
        try:
            return await self._bridge.ask(operation, value, patience)
        except BridgeError as refusal:
            raise NotifierError(str(refusal)) from refusal


def _as_json(nudge: Nudge) -> Mapping[str, Any]:
    return {
        "id": nudge.id,
        "kind": nudge.kind.value,
        "at": nudge.at.isoformat(),
        "until": (nudge.until or nudge.at + LATE).isoformat(),
        "title": nudge.title,
        "text": nudge.text,
        "lang": in_use().code,
    }


def _first(table: Sequence[tuple[str, T]], agent: str, otherwise: T) -> T:
    return next((name for part, name in table if part in agent), otherwise)
