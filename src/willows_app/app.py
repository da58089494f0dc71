"""Wires the rooms together for the platform the app finds itself on."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime

import flet as ft

from willows_app.device.bridge import STARTING, BridgeError, bridge_to_page
from willows_app.device.calendar_web import WebCalendar
from willows_app.device.dropping import Dropping
from willows_app.device.languages import system_languages
from willows_app.device.licences import licences_in, licences_of_site
from willows_app.device.motion import system_reduces_motion
from willows_app.device.notifier import Notifier
from willows_app.device.notifiers import notifier_of
from willows_app.device.sharing_flet import FletSharing
from willows_app.device.sharing_web import WebSharing
from willows_app.device.sound import Audio, Sound, Vibrator, clip_file
from willows_app.device.sound_web import WebAudio, WebVibrator
from willows_app.device.stages import reached
from willows_app.device.storage import Storage
from willows_app.shipped import Shipped, data_folder, shipped
from willows_app.ui.app import show
from willows_app.ui.components.page import go
from willows_app.ui.cuer import Cuer
from willows_app.ui.glance import left_behind
from willows_app.ui.keeping import Keeping
from willows_app.ui.localised import tag_of
from willows_app.ui.model import Willows
from willows_app.ui.offline import Offline
from willows_app.ui.plain_values import pass_over_plain_values
from willows_app.ui.reminding import Reminding
from willows_app.ui.starting import start_session

log = logging.getLogger(__name__)

IN_BROWSER = sys.platform == "emscripten"
"""Whether Python runs in a worker of the web app's page."""

A_PERSON_ANSWERS = 600.0
"""Seconds in which a person who is asked by the browser should have answered."""


def run() -> None:
    """Start the app."""
    pass_over_plain_values()
    ft.run(main, no_cdn=True)


async def main(page: ft.Page) -> None:
    """Open the log, then show Today."""
    content = shipped()
    willows = Willows(
        content.routines,
        storage(),
        clock=time.monotonic,
        now=local_now,
        cuer=cuer(page, content),
        sharing=WebSharing(bridge_to_page()) if IN_BROWSER else FletSharing(),
    )
    willows.help = content.help_words
    willows.first_run_words = content.first_run_words
    willows.licences = licences_of_site if IN_BROWSER else licences_in(data_folder())
    willows.languages = content.languages
    willows.device_languages = system_languages()
    willows.follow_language()
    reached("routine-read")
    await willows.open()
    reached("log-opened")
    notifier = notifier_of(page)
    willows.reminding = Reminding(
        willows,
        notifier,
        content.reminder_words,
        WebCalendar(bridge_to_page()) if IN_BROWSER else None,
    )
    if IN_BROWSER:
        _meet_page(willows)
    page.on_locale_change = lambda event: _hear_languages(willows, event.locales)
    page.on_app_lifecycle_state_change = lambda event: _in_front(willows, event.state)
    show(page, willows)
    reached("first-screen-sent")
    page.run_task(_follow_page if IN_BROWSER else _follow_system, willows, notifier)


def _in_front(willows: Willows, state: ft.AppLifecycleState) -> None:
    if state is ft.AppLifecycleState.RESUME:
        willows.look_again()


def _hear_languages(willows: Willows, locales: Sequence[ft.Locale]) -> None:
    """The person has set the device to other languages."""
    willows.device_languages = [*map(tag_of, locales)]
    willows.follow_language()


def _meet_page(willows: Willows) -> None:
    """What only the page of the web app can do; before a screen, which would be drawn again."""
    bridge = bridge_to_page()
    willows.leave = lambda: bridge.tell("today.keep", left_behind(willows))
    willows.dropping = Dropping(bridge)
    willows.offline = Offline(lambda: bridge.tell("version.switch"))
    willows.keeping = Keeping(
        lambda: bridge.ask("storage.persisted"),
        lambda: bridge.ask("storage.persist", patience=A_PERSON_ANSWERS),
    )


async def _follow_page(willows: Willows, notifier: Notifier) -> None:
    """Listen to what the page of the web app tells of its device and of itself."""
    page, bridge = ft.context.page, bridge_to_page()
    try:
        await bridge.listen("session.wanted", lambda _: page.run_task(_start_session, willows))
        await bridge.listen("motion.changed", willows.reduce_motion)
        await bridge.listen("page.frozen", willows.freeze)
        await bridge.ask("screen.drawn", patience=STARTING)
    except BridgeError as refusal:
        log.warning("%s", refusal)  # a page out of sight draws nothing
    await _settle_in_page(willows, notifier)


async def _settle_in_page(willows: Willows, notifier: Notifier) -> None:
    """What the first screen does not need: it would take the processor from who draws it."""
    _follow_taps(willows, notifier)
    willows.settle()
    try:
        if willows.offline:
            await bridge_to_page().listen("offline.state", willows.offline.hear)
    except BridgeError as refusal:
        log.warning("%s", refusal)
    if willows.keeping:
        await willows.keeping.look()


async def _start_session(willows: Willows) -> None:
    """The patient tapped "Start session" on what the page painted before the app was up."""
    if willows.ready and willows.under_way is None:
        start_session(willows, willows.fitted().plan)


async def _follow_system(willows: Willows, notifier: Notifier) -> None:
    """Listen to what the system of an installed app tells."""
    _follow_taps(willows, notifier)
    willows.settle()
    willows.reduce_motion(await system_reduces_motion())


def _follow_taps(willows: Willows, notifier: Notifier) -> None:
    """A tap on a notification leads to what it is about."""
    notifier.on_tap(lambda: go("/session" if willows.under_way else "/"))


def cuer(page: ft.Page, content: Shipped) -> Cuer:
    """What gives the cues of a session on this platform."""
    lengths = content.clip_seconds
    sound = Sound(*sound_of(page, lengths), recordings=lengths)
    return Cuer(sound, time.monotonic, content.cue_words, lengths)


def sound_of(page: ft.Page, lengths: Mapping[str, float]) -> tuple[Audio, Vibrator]:
    """What this platform plays and vibrates with; `lengths` are the seconds of the recordings."""
    if IN_BROWSER:
        bridge = bridge_to_page()
        phone = page.platform is ft.PagePlatform.ANDROID  # an iPhone lets no page vibrate
        return WebAudio(bridge), WebVibrator(bridge, phone)
    from willows_app.device.sound_flet import FletAudio, FletVibrator

    seconds = {clip_file(clip): length for clip, length in lengths.items()}
    return FletAudio(seconds), FletVibrator(page)


def local_now() -> datetime:
    """Local time with its UTC offset."""
    return datetime.now().astimezone()


def storage() -> Storage:
    """Where this platform keeps the log."""
    if IN_BROWSER:
        from willows_app.device.browser import BrowserStorage

        return BrowserStorage()
    from willows_app.device.folder import FolderStorage

    return FolderStorage.of_this_app()
