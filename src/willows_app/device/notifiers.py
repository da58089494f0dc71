"""Chooses what brings the reminders on this device."""

from __future__ import annotations

import sys

import flet as ft

from willows_app.device.bridge import bridge_to_page
from willows_app.device.notifier import Notifier, System

SYSTEMS = {
    ft.PagePlatform.ANDROID: System.ANDROID,
    ft.PagePlatform.IOS: System.IOS,
    ft.PagePlatform.WINDOWS: System.WINDOWS,
    ft.PagePlatform.MACOS: System.MACOS,
    ft.PagePlatform.LINUX: System.LINUX,
}


def notifier_of(page: ft.Page) -> Notifier:
    """What brings them; only what this device needs is imported, and only now."""
    if sys.platform == "emscripten":
        from willows_app.device.notifier_web import WebNotifier

        return WebNotifier(bridge_to_page())
    system = SYSTEMS.get(page.platform or ft.PagePlatform.LINUX, System.OTHER)
    # A page shown by `flet run --web` has the platform of its browser.
    if not page.web and system in (System.ANDROID, System.IOS):
        from willows_app.device.notifier_flet import FletNotifier

        return FletNotifier(system)
    from willows_app.device.notifier_desktop import DesktopNotifier

    return DesktopNotifier(system)
