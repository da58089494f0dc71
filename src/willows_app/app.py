"""Wires the rooms together for the platform the app finds itself on."""

from __future__ import annotations

import sys
import time
from datetime import datetime

import flet as ft

from willows_app.device.storage import Storage
from willows_app.shipped import shipped_routines
from willows_app.ui import theme
from willows_app.ui.app import screens
from willows_app.ui.model import Willows


def run() -> None:
    """Start the app."""
    ft.run(main, no_cdn=True)


async def main(page: ft.Page) -> None:
    """Open the log, then show Today."""
    page.title = "Willows"
    page.theme, page.dark_theme = theme.themes()
    willows = Willows(shipped_routines(), storage(), clock=time.monotonic, now=local_now)
    await willows.open()
    page.render_views(screens, willows)


def local_now() -> datetime:
    """Local time with its UTC offset."""
    return datetime.now().astimezone()


def storage() -> Storage:
    """Where this platform keeps the log."""
    if sys.platform == "emscripten":
        from willows_app.device.browser import BrowserStorage

        return BrowserStorage()
    from willows_app.device.folder import FolderStorage

    return FolderStorage.of_this_app()
