"""A field keeps what is typed, however late the app hears of each letter."""

from __future__ import annotations

import asyncio
from typing import Any

import flet as ft
import msgpack
import pytest
from flet.controls.context import _context_page
from flet.messaging.protocol import Message, MessageAction
from flet.messaging.session import Session

from tests.ui.shown import PHONE, Nobody, encoded
from willows_app.ui.components.typed import typed_field


class Client(Nobody):
    """Notes down what the app writes into the field."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[Any] = []

    def send_message(self, message: Message) -> None:
        super().send_message(message)
        if message.action is MessageAction.PATCH_CONTROL:
            sent = message.body.patch[1:]
            self.written += [value for *_, name, value in sent if name == "value"]


@ft.component
def screen(client: Client, next_letters: dict[str, str]) -> ft.Control:
    text, set_text = ft.use_state("")

    def take(typed: str) -> None:
        set_text(typed)
        if typed in next_letters:
            type_into(client, next_letters[typed])

    return ft.Column(
        [
            typed_field("Code", text, take),
            ft.TextButton("Clear", on_click=lambda: set_text("")),
            ft.Text(f"Known: {text}"),
        ]
    )


def the(client: Client, kind: type[ft.Control]) -> Any:
    assert client.session is not None
    # Flet lists nowhere else what it drew, and a client knows each control by its place there.
    index = client.session._Session__index.values()  # type: ignore[attr-defined]
    return next(each for each in index if isinstance(each, kind))


def type_into(client: Client, text: str) -> None:
    """The client says what stands in the field; it says apart that it has changed."""
    assert client.session is not None
    client.session.apply_patch(the(client, ft.TextField)._i, {"value": text})


async def say(client: Client, kind: type[ft.Control], event: str) -> None:
    assert client.session is not None
    await client.session.dispatch_event(the(client, kind)._i, event, None)
    await asyncio.sleep(0.05)
    assert not client.crash, client.crash


@pytest.mark.parametrize(
    ("next_letters", "stands"),
    [({}, "P-7"), ({"P-7": "P-7F"}, "P-7F")],
    ids=["slowly", "the next letter before the screen is drawn anew"],
)
def test_no_letter_is_taken_back(next_letters: dict[str, str], stands: str) -> None:
    async def type_and_clear() -> None:
        client = Client()
        client.session = session = Session(client)
        session.apply_page_patch(PHONE)
        _context_page.set(session.page)
        msgpack.packb(session.get_page_patch(), default=encoded)
        session.page.render(screen, client, next_letters)
        await asyncio.sleep(0.05)
        client.written.clear()

        type_into(client, "P-7")
        await say(client, ft.TextField, "change")
        assert the(client, ft.Text).value == "Known: P-7"
        assert "P-7" not in client.written
        assert the(client, ft.TextField).value == stands

        await say(client, ft.TextButton, "click")
        assert the(client, ft.TextField).value == "", "what the app clears is cleared"
        session.close()
        await asyncio.sleep(0)

    asyncio.run(type_and_clear())
