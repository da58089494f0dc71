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
from importlib import import_module
from pkgutil import walk_packages
from types import CodeType, FunctionType
from typing import Any

import flet as ft
import flet_js  # rehearse.mjs put an empty one in place of that of worker.js
from rehearsal import SCREENS, Client, before_nobody, come, go, look_around, pass_first_run

from willows_app import adherence, guide, reminders, routine, ui
from willows_app.language import ENGLISH, in_use
from willows_app.ui.model import SETTLED, Willows

FOR_CLINICIANS = "willows_app.ui.clinician"
"""What no patient needs: it comes with rare.zip, as what it shows does."""


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


async def rehearsed() -> str:
    """The modules that it took, one a line."""
    client, others = Client(settling=0.05), asyncio.all_tasks()
    with before_nobody():
        await come(client)
        await pass_first_run(client)
        await look_around(client)
        if client.patches <= len(SCREENS):
            raise RuntimeError(f"The app showed {client.patches} things on {len(SCREENS)} screens.")
        go()
        learn_the_rest()
        await leave(others)
    files = [name for name, module in sys.modules.items() if getattr(module, "__file__", None)]
    leave_no_trace()
    return "\n".join(sorted(files))
