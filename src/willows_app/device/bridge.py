"""What only the page can do: Python, in its worker, asks it by name and awaits the answer.

The names are those of `web/shell/bridge.js`, which is the other end and says how messages look.
Values are what JSON can say, and bytes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import copy_context
from functools import cache
from itertools import count
from typing import Any

from willows_app.language import _

PATIENCE = 5.0
"""Seconds in which the page should have answered, unless a person is asked first."""

STARTING = 60.0
"""Seconds in which a page that is busy with its start can be expected to listen."""

Message = dict[str, Any]


class BridgeError(Exception):
    """The page did not do it, or never said so; the message names the operation and says why."""


class Bridge:
    """Asks the page, and listens to it. `post` sends a message; `receive` is told of each."""

    def __init__(self, post: Callable[[Message], None]) -> None:
        self._post = post
        self._ids = count(1)
        self._asked: dict[int, asyncio.Future[Message]] = {}
        self._listeners: dict[str, Callable[[Any], object]] = {}

    async def ask(self, operation: str, value: Any = None, patience: float = PATIENCE) -> Any:
        """Have the page do this and return its answer, within `patience` seconds.

        Raises `BridgeError`.
        """
        id = next(self._ids)
        answered = self._asked[id] = asyncio.get_running_loop().create_future()
        try:
            self._post({"ask": operation, "id": id, "value": value})
            answer = await asyncio.wait_for(answered, patience)
        except TimeoutError:
            raise BridgeError(
                _("{operation}: the page gave no answer within {seconds} s.").format(
                    operation=operation, seconds=f"{patience:g}"
                )
            ) from None
        finally:
            del self._asked[id]
        if "error" in answer:
            raise BridgeError(f"{operation}: {answer['error']}")
        return answer.get("value")

    def tell(self, operation: str, value: Any = None) -> None:
        """Have the page do this, without an answer."""
        self._post({"ask": operation, "value": value})

    async def listen(self, event: str, listener: Callable[[Any], object]) -> None:
        """From now on tell `listener` of this event, and of those that came already.

        Raises `BridgeError`.
        """
        loop, here = asyncio.get_running_loop(), copy_context()
        # In the context of who listens, where Flet knows its page; in a message's it does not.
        self._listeners[event] = lambda value: loop.call_soon(listener, value, context=here)
        await self.ask("listen", event, STARTING)

    def receive(self, message: Message) -> None:
        """A message came from the page. An answer that nobody waits for any more is dropped."""
        if "event" in message:
            self._listeners[message["event"]](message.get("value"))
        elif answered := self._asked.get(message["answer"]):
            answered.set_result(message)


@cache
def bridge_to_page() -> Bridge:
    """The bridge to the page of this tab; only where Python runs in its worker."""
    import js
    from pyodide.ffi import JsException, create_proxy, to_js

    def post(message: Message) -> None:
        try:
            js.postMessage(to_js(message, dict_converter=js.Object.fromEntries))
        except JsException as error:
            raise BridgeError(f"{message['ask']}: {error}") from error

    bridge = Bridge(post)
    js.fromPage = create_proxy(lambda message: bridge.receive(message.to_py()))
    return bridge
