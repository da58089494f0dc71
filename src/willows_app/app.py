"""Wires the rooms together for the platform the app finds itself on."""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime

import flet as ft

from willows_app.device.sound import Sound, clip_file
from willows_app.device.sound_flet import FletAudio, FletVibrator
from willows_app.device.storage import Storage
from willows_app.guide.cue_words import read_cue_words
from willows_app.shipped import shipped_clips, shipped_cue_words, shipped_routines
from willows_app.ui import theme
from willows_app.ui.app import screens
from willows_app.ui.cuer import Cuer
from willows_app.ui.model import Willows


def run() -> None:
    """Start the app."""
    ft.run(main, no_cdn=True)


async def main(page: ft.Page) -> None:
    """Open the log, then show Today."""
    willows = Willows(
        shipped_routines(), storage(), clock=time.monotonic, now=local_now, cuer=cuer(page)
    )
    await willows.open()
    # All at once and last: the first message to the screen is the first screen.
    page.title = "Willows"
    page.theme, page.dark_theme = theme.themes()
    page.on_app_lifecycle_state_change = lambda event: _in_front(willows, event.state)
    page.render_views(screens, willows)


def _in_front(willows: Willows, state: ft.AppLifecycleState) -> None:
    if state is ft.AppLifecycleState.RESUME:
        willows.look_again()


def cuer(page: ft.Page) -> Cuer:
    """What gives the cues of a session on this platform."""
    lengths = {clip: about["seconds"] for clip, about in json.loads(shipped_clips()).items()}
    audio = FletAudio({clip_file(clip): seconds for clip, seconds in lengths.items()})
    sound = Sound(audio, FletVibrator(page), recordings=lengths)
    return Cuer(sound, time.monotonic, read_cue_words(shipped_cue_words()), lengths)


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
