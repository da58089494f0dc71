"""The app's screens without a browser: Flet's session, before a client that draws nothing."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterator
from itertools import chain
from types import TracebackType
from typing import Any, NamedTuple, Self

import flet as ft
import msgpack
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page
from flet.messaging.connection import Connection
from flet.messaging.protocol import (
    Message,
    MessageAction,
    configure_encode_object_for_msgpack,
)
from flet.messaging.session import Session
from flet.pubsub.pubsub_hub import PubSubHub

from willows_app.ui.app import show
from willows_app.ui.model import Willows

PHONE = {
    "route": "/",
    "web": True,
    "platform_brightness": "light",
    "width": 390.0,
    "height": 844.0,
    "platform": "android",
}
"""What the client says of itself."""

UNSEEN = frozenset(
    ("key", "route", "method", "obscuring_character", "src", "font_family", "url", "name")
)
"""Fields whose text nobody reads; nor those that begin with an underscore."""

encoded = configure_encode_object_for_msgpack(BaseControl)


class Said(NamedTuple):
    """Text on the screen, or for who cannot see it, and where it stands."""

    text: str
    place: str
    """ "Text.value"."""


class Nobody(Connection):
    """Takes what Flet sends, and answers what it asks with nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.pubsubhub = PubSubHub()
        self.loop = asyncio.get_running_loop()
        self.page_url = "http://localhost/"
        self.session: Session | None = None
        self.crash = ""
        self.announced: list[Said] = []

    def send_message(self, message: Message) -> None:
        msgpack.packb([message.action, message.body], default=encoded)  # Flet compares with it
        body = message.body
        if message.action is MessageAction.SESSION_CRASHED:
            self.crash = body.message
        if message.action is MessageAction.INVOKE_METHOD and self.session:
            if body.name == "announce_message":
                self.announced.append(Said(body.args["message"], "announced"))
            self.session.handle_invoke_method_results(body.control_id, body.call_id, None, None)


class Shown:
    """The app on a phone; `async with Shown(willows) as shown:`."""

    def __init__(self, willows: Willows) -> None:
        self._willows = willows

    async def __aenter__(self) -> Self:
        self._client = Nobody()
        self._client.session = self._session = Session(self._client)
        self.page = self._session.page
        self._session.apply_page_patch(PHONE)
        _context_page.set(self.page)
        msgpack.packb(self._session.get_page_patch(), default=encoded)
        show(self.page, self._willows)
        await self.settle()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()
        await asyncio.sleep(0)

    async def settle(self) -> None:
        """Let what was begun come to its end; raises what went wrong meanwhile."""
        await asyncio.sleep(0.5)
        assert not self._client.crash, self._client.crash

    async def go(self, route: str) -> None:
        """Show another screen."""
        await self._session.dispatch_event(self.page._i, "route_change", {"route": route})
        await self.settle()

    async def tap(self, words: str) -> None:
        """Press the thing of this name, the last one that there is."""
        found = self.find(words)
        assert found, f"nothing to press is called {words!r} among {self.said()}"
        event = "click" if getattr(found, "on_click", None) else "change"
        data = None if event == "click" else not getattr(found, "value", False)
        await self._session.dispatch_event(found._i, event, data)
        await self.settle()

    def field(self, label: str) -> ft.TextField:
        """The field for text of this name."""
        (found,) = [
            each for each in self._parts() if isinstance(each, ft.TextField) and each.label == label
        ]
        return found

    async def type(self, label: str, text: str) -> None:
        """Have this stand in the field of this name."""
        field = self.field(label)
        self._session.apply_patch(field._i, {"value": text})
        await self._session.dispatch_event(field._i, "change", text)
        await self.settle()

    def to_press(self) -> list[str]:
        """What can be pressed, by its names."""
        names = (_names(each) for each in self._parts() if _acts(each))
        return sorted({str(name) for each in names for name in each if isinstance(name, str)})

    def find(self, words: str) -> BaseControl | None:
        """What is to be pressed and has this name."""
        acts = (each for each in self._parts() if _acts(each) and words in _names(each))
        return next(reversed([*acts]), None)

    def said(self) -> list[Said]:
        """All that can be read or heard now."""
        return [*chain.from_iterable(map(_said, self._parts())), *self._client.announced]

    def _parts(self) -> Iterator[BaseControl]:
        return _within([self.page.views, self.page._dialogs, self.page._overlay])


def _acts(control: BaseControl) -> bool:
    return bool(getattr(control, "on_click", None) or isinstance(control, ft.Switch))


def _names(control: BaseControl) -> set[object]:
    """What a button says, or is called."""
    parts = (getattr(control, name, None) for name in ("content", "title", "tooltip", "label"))
    return {
        getattr(part, "semantics_label", None) or getattr(part, "value", part)
        for part in parts
        if part
    }


def _said(control: BaseControl) -> Iterator[Said]:
    unseen = UNSEEN | {"value"} if isinstance(control, ft.Segment) else UNSEEN
    for field in dataclasses.fields(control):
        value = getattr(control, field.name, None)
        if type(value) is str and field.name not in unseen and not field.name.startswith("_"):
            yield Said(value, f"{type(control).__name__}.{field.name}")


def _within(whole: Any) -> Iterator[BaseControl]:
    """Every control of the screens that there are."""
    seen: set[int] = set()
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, list | tuple):
            waiting.extend(part)
        elif isinstance(part, dict):
            waiting.extend(part.values())
        elif dataclasses.is_dataclass(part) and not isinstance(part, type):
            if isinstance(part, BaseControl):
                yield part
            skipped = ("_parent", "_parent_component", "_state", "_contexts", "args", "kwargs")
            waiting.extend(
                getattr(part, field.name, None)
                for field in dataclasses.fields(part)
                if field.name not in skipped
            )
