"""A session before nobody: the build takes its snapshot after one, browsers are warmed up by many.

A browser keeps the machine code of a module once enough of it has been used often. Who comes, looks
and goes never gets there, and waits as long every time. So starts are rehearsed in a worker of
their own, while nobody touches anything (`warmup.js`).
"""

from __future__ import annotations

import asyncio
import copy
import gc
import itertools
import json
import logging
import pickle
import re
import sqlite3
import textwrap
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import flet as ft
import msgpack  # type: ignore[import-untyped]
from flet.messaging.protocol import MessageAction, decode_ext_from_msgpack

from willows_app import app
from willows_app.device import notifiers
from willows_app.device.bridge import Bridge, BridgeError
from willows_app.device.folder import FolderStorage
from willows_app.ui.app import ROUTES

EDGES = dict.fromkeys(("top", "right", "bottom", "left"), 0.0)
PAGE = {
    "route": "/",
    "pwa": False,
    "web": True,
    "debug": False,
    "wasm": True,
    "test": False,
    "multi_view": False,
    "pyodide": True,
    "platform_brightness": "light",
    "width": 390.0,
    "height": 844.0,
    "platform": "linux",
    "window": {},
    "media": {
        "padding": EDGES,
        "view_padding": EDGES,
        "view_insets": EDGES,
        "device_pixel_ratio": 2.0,
        "orientation": "portrait",
        "always_use_24_hour_format": False,
    },
}
"""What Flet's client says of itself."""
SCREENS = [f"/{route.path}" for route in ROUTES if route.path and ":" not in route.path]


class Packet(bytes):
    """A message to the app, as it comes from JavaScript."""

    def to_py(self) -> bytes:
        return self


class Client:
    """Flet's client in a browser that shows nothing; it gives each change `settling` seconds."""

    def __init__(self, settling: float) -> None:
        self._settling = settling
        self.patches = 0
        """How often the app changed what is shown."""

    def send(self, action: MessageAction, body: object) -> None:
        """Tell the app."""
        import flet_js

        flet_js.send(Packet(b"\0" + msgpack.packb([action.value, body])))

    def receive(self, message: bytes) -> None:
        """A message of the app; what it asks for is answered with nothing."""
        action, body = msgpack.unpackb(
            message[1:], ext_hook=decode_ext_from_msgpack, strict_map_key=False
        )
        if action == MessageAction.SESSION_CRASHED.value:
            raise RuntimeError(body["message"])
        if action == MessageAction.PATCH_CONTROL.value:
            self.patches += 1
        if action == MessageAction.INVOKE_METHOD.value:
            asked = {key: body[key] for key in ("control_id", "call_id")}
            self.send(MessageAction.INVOKE_METHOD, {**asked, "result": None, "error": None})

    def tap(self, words: str) -> None:
        """Tap the button that has these words."""
        buttons = (each for each in gc.get_objects() if isinstance(each, ft.OutlinedButton))
        button = next(each for each in buttons if getattr(each.content, "value", "") == words)
        self.send(MessageAction.CONTROL_EVENT, {"target": button._i, "name": "click", "data": None})

    async def until_quiet(self) -> None:
        """Wait until the app shows nothing more."""
        before = -1
        while before < self.patches:
            before = self.patches
            await asyncio.sleep(self._settling)


class NoPage(Bridge):
    """To a page that is not there. It says so at once: a timer would outlive the rehearsal."""

    def __init__(self) -> None:
        super().__init__(lambda _message: None)

    async def ask(self, operation: str, value: Any = None, patience: float = 0.0) -> Any:
        raise BridgeError(f"{operation}: there is no page.")


@contextmanager
def before_nobody() -> Iterator[None]:
    """Meanwhile the app finds neither page nor device, and its log is none of the patient's."""
    with (
        _instead(
            app,
            storage=lambda: FolderStorage(Path("/rehearsal")),
            bridge_to_page=NoPage,
            system_languages=tuple,
        ),
        _instead(notifiers, bridge_to_page=NoPage),
    ):
        yield


@contextmanager
def _instead(module: ModuleType, **stand_ins: object) -> Iterator[None]:
    own = {name: vars(module)[name] for name in stand_ins}
    vars(module).update(stand_ins)
    yield
    vars(module).update(own)


async def come(client: Client) -> None:
    """Open the app."""
    import flet_js  # rehearse.mjs puts an empty one in place of that of worker.js

    flet_js.documentUrl = "about:blank"
    app.run()
    await flet_js.start_connection(client.receive)
    register = {"session_id": None, "page_name": "", "page": PAGE}
    client.send(MessageAction.REGISTER_CLIENT, register)
    await client.until_quiet()


async def pass_first_run(client: Client) -> None:
    """What only a device sees that is new to the app."""
    client.tap("Skip all")
    await client.until_quiet()


async def look_around(client: Client) -> None:
    """See every screen, and Today once more."""
    for screen in (*SCREENS, "/"):
        event = {"target": 1, "name": "route_change", "data": {"route": screen}}
        client.send(MessageAction.CONTROL_EVENT, event)
        await client.until_quiet()


def go() -> None:
    """Close the app."""
    import flet_js

    flet_js.start_connection.__self__.session.close()


async def warm_up(rounds: int) -> None:
    """Come, look around and go, again and again; only in a worker that is there for this alone."""
    logging.disable()  # that there is no page
    client, others = Client(settling=0.0), asyncio.all_tasks()
    with before_nobody():
        for _ in range(rounds):
            await come(client)
            await look_around(client)
            go()
            for task in asyncio.all_tasks() - others:
                task.cancel()
            await asyncio.sleep(0)
            work()


def work() -> None:
    """Some of everything that Python does, for the screens alone never make up a megabyte."""
    numbers = {str(each): [each, each / 7, None, True] for each in range(200)}
    for _ in range(20):
        told = json.loads(json.dumps(numbers, indent=1, sort_keys=True))
        told = pickle.loads(pickle.dumps(copy.deepcopy(told)))
        msgpack.unpackb(msgpack.packb(told))
    pattern = re.compile(r"(?P<name>\w+)\s*=\s*('[^']*'|\d+)")
    for _ in range(100):
        pattern.sub("", "side = 'left' hold=12 " * 5).upper().title().center(40).split(",")
    with closing(sqlite3.connect(":memory:")) as table:
        table.execute("create table days (day integer primary key, words text, pain real)")
        rows = [(str(each), each / 3) for each in range(500)]
        table.executemany("insert into days (words, pain) values (?, ?)", rows)
        for _ in range(10):
            table.execute("select words, sum(pain) from days group by 1 order by 2").fetchall()
    for each in range(500):
        day = datetime.fromisoformat((datetime.min + timedelta(days=each)).isoformat())
        f"{day.date().isocalendar()!r:>40} {each / 3:8.3f} {int(str(each**9)) % 97:x}"
        sorted(range(50), key=lambda number: -number)
        {*range(each)} & {*range(20, 40)}
        with suppress(KeyError):
            numbers[f"{each}!"]
    for _ in range(20):
        compile("def f(a, b=1):\n    return {**a, 'b': [c for c in a if b]}\n" * 20, "f", "exec")
        [*itertools.product(range(5), repeat=3)]
        textwrap.wrap("Lie on the towel. " * 30)
        Counter("Lie on the towel.").most_common()
    gc.collect()
