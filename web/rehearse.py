"""Runs inside Pyodide while the site is built: the app's first session, before nobody.

All that the app imports, and all that it works out once, is in memory when the snapshot is taken;
and the list of modules says what a start needs. Of the session itself nothing is left.
"""

import asyncio
import gc
import os
import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import CodeType, FunctionType, ModuleType
from typing import Any

import flet as ft
import flet_js  # rehearse.mjs put an empty one in place of that of worker.js
import msgpack  # type: ignore[import-untyped]
from flet.messaging.protocol import MessageAction, decode_ext_from_msgpack

from willows_app import adherence, app, guide, reminders, routine, ui
from willows_app.device import notifiers
from willows_app.device.bridge import Bridge, BridgeError
from willows_app.device.folder import FolderStorage
from willows_app.language import ENGLISH, in_use
from willows_app.ui.app import ROUTES
from willows_app.ui.model import SETTLED, Willows

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


FOR_CLINICIANS = "willows_app.ui.clinician"
"""What no patient needs: it comes with rare.zip, as what it shows does."""


class Packet(bytes):
    """A message to the app, as it comes from JavaScript."""

    def to_py(self) -> bytes:
        return self


class Client:
    """Flet's client in a browser that shows nothing."""

    def __init__(self) -> None:
        self.patches = 0
        """How often the app changed what is shown."""

    def send(self, action: MessageAction, body: object) -> None:
        """Tell the app."""
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
            await asyncio.sleep(0.05)


class NoPage(Bridge):
    """To a page that is not there. It says so at once: a timer would outlive the rehearsal."""

    def __init__(self) -> None:
        super().__init__(lambda _message: None)

    async def ask(self, operation: str, value: Any = None, patience: float = 0.0) -> Any:
        raise BridgeError(f"{operation}: there is no page.")


async def rehearse(client: Client) -> None:
    """Come, pass the first run, look at every screen, and go."""
    flet_js.documentUrl = "http://localhost/"
    app.run()
    await flet_js.start_connection(client.receive)
    register = {"session_id": None, "page_name": "", "page": PAGE}
    client.send(MessageAction.REGISTER_CLIENT, register)
    await client.until_quiet()
    client.tap("Skip all")
    await client.until_quiet()
    screens = [f"/{route.path}" for route in ROUTES if route.path and ":" not in route.path]
    for screen in (*screens, "/"):
        event = {"target": 1, "name": "route_change", "data": {"route": screen}}
        client.send(MessageAction.CONTROL_EVENT, event)
        await client.until_quiet()
    if client.patches <= len(screens):
        raise RuntimeError(f"The app showed {client.patches} things on {len(screens)} screens.")
    flet_js.start_connection.__self__.session.close()


def learn_the_rest() -> None:
    """What the app can need at any moment, and no rehearsal shows: an added routine, a dialog."""
    for room in (adherence, guide, reminders, routine, ui):
        for module in walk_packages(room.__path__, f"{room.__name__}."):
            if not module.name.startswith(FOR_CLINICIANS):
                import_module(module.name)
    for name in ("begin", "willows_app.device.browser", "_strptime"):  # the last by `strptime`
        import_module(name)
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and str(each.__module__).startswith("willows_app."):
            take_controls(each.__code__)


def take_controls(code: CodeType) -> None:
    """Flet imports a control when it is first named."""
    for name in code.co_names:
        getattr(ft, name, None)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            take_controls(constant)


async def leave(others: set[asyncio.Task[Any]]) -> None:
    """End what the session has begun."""
    await asyncio.sleep(0.05)
    tasks = asyncio.all_tasks() - others
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    del tasks
    await asyncio.sleep(SETTLED + 0.5)  # JavaScript has hold of every timer until it has run


def leave_no_trace() -> None:
    """What no device must find: paths and files of the builder, and chance that all would share."""
    vars(flet_js).clear()
    del sys.modules["flet_js"], os.environ["PYTHONHASHSEED"]
    sys.path.remove("")  # Pyodide puts it there again
    while gc.collect():
        pass  # what ends with a coroutine goes only the next time
    # SQLite knows a file by its number, which on a device is that of another file.
    for connection in [each for each in gc.get_objects() if type(each) is sqlite3.Connection]:
        connection.close()
    left = [each for each in gc.get_objects() if isinstance(each, (ft.Page, Willows))]
    if left:
        raise RuntimeError(f"Of the rehearsed session is left: {[*map(type, left)]}")
    if in_use() != ENGLISH:
        raise RuntimeError(f"The rehearsed session spoke {in_use().name}; a device's is English.")
    chance = [each for each in gc.get_objects() if type(each) is random.Random]
    if chance != [random._inst]:
        raise RuntimeError(f"Of these, begin.py knows nothing: {chance}")


@contextmanager
def instead(module: ModuleType, **stand_ins: object) -> Iterator[None]:
    """Meanwhile these names of a module are something else."""
    own = {name: vars(module)[name] for name in stand_ins}
    vars(module).update(stand_ins)
    yield
    vars(module).update(own)


async def rehearsed() -> str:
    """The modules that it took, one a line."""
    others = asyncio.all_tasks()
    with (
        instead(
            app,
            storage=lambda: FolderStorage(Path("/rehearsal")),
            bridge_to_page=NoPage,
            system_languages=tuple,
        ),
        instead(notifiers, bridge_to_page=NoPage),
    ):
        await rehearse(Client())
        learn_the_rest()
        await leave(others)
    files = [name for name, module in sys.modules.items() if getattr(module, "__file__", None)]
    leave_no_trace()
    return "\n".join(sorted(files))
