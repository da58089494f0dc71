"""A page at the other end of the bridge."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from willows_app.device.bridge import Bridge, Message


class FakePage:
    """Answers as bridge.js does, a moment later; what is not in `operations` it refuses."""

    def __init__(self, operations: dict[str, Callable[[Any], Any]] | None = None) -> None:
        self.bridge = Bridge(self.post)
        self.operations = operations or {}
        self.asked: list[tuple[str, Any]] = []

    def post(self, message: Message) -> None:
        self.asked.append((message["ask"], message["value"]))
        if "id" not in message:
            return
        operation = self.operations.get(message["ask"])
        answer: Message = {"answer": message["id"]}
        if operation is None:
            answer["error"] = "The page has no operation of this name."
        else:
            answer["value"] = operation(message["value"])
        asyncio.get_running_loop().call_later(0.01, self.bridge.receive, answer)
