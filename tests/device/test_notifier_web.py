"""What a browser says of reminders is told truly, and what it is given to keep is whole."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import flet as ft
import pytest

from tests.device.fake_page import FakePage
from tests.guide.conftest import HandClock
from tests.ui.conftest import Run, clock, run
from willows_app.device.bridge import PATIENCE, Bridge
from willows_app.device.calendar_web import WebCalendar
from willows_app.device.notifier import Arrival, NotifierError, NotifierState, Permission, System
from willows_app.device.notifier_desktop import DesktopNotifier
from willows_app.device.notifier_flet import FletNotifier
from willows_app.device.notifier_web import WebNotifier
from willows_app.device.notifiers import notifier_of
from willows_app.device.sharing import NotHanded
from willows_app.reminders.nudge import Nudge, NudgeKind

__all__ = ["clock", "run"]  # fixtures

PIXEL = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Mobile Safari/537.36"
)
GALAXY = PIXEL.replace("Chrome", "SamsungBrowser/28.0 Chrome")
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
)
MAC = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.6 Safari/605.1.15"
)
WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"

AT = datetime(2026, 11, 23, 18)


def page_of(
    permission: str = "granted",
    background: bool = False,
    badge: bool = True,
    agent: str = PIXEL,
    standalone: bool = True,
    ios: bool = False,
) -> FakePage:
    told = {"permission": permission, "background": background, "badge": badge, "agent": agent}
    page = {"supported": True, "persisted": True, "standalone": standalone, "ios": ios}
    return FakePage(
        {
            "listen": lambda event: None,
            "notify.state": lambda _: told,
            "notify.ask": lambda _: permission,
            "notify.keep": lambda _: None,
            "notify.test": lambda _: None,
            "calendar.open": lambda _: None,
            "storage.persisted": lambda _: page,
        }
    )


def state(run: Run[Any], **said: Any) -> NotifierState:
    async def look() -> NotifierState:
        return await WebNotifier(page_of(**said).bridge).state()

    found: NotifierState = run(look())
    return found


@pytest.mark.parametrize(
    ("said", "permission"),
    [
        ("granted", Permission.GRANTED),
        ("denied", Permission.DENIED),
        ("default", Permission.NOT_ASKED),
        ("impossible", Permission.IMPOSSIBLE),
    ],
)
def test_each_permission_of_a_browser_has_its_name(
    run: Run[Any], said: str, permission: Permission
) -> None:
    async def ask() -> Permission:
        return await WebNotifier(page_of(permission=said).bridge).ask_permission()

    assert state(run, permission=said).permission is permission
    assert run(ask()) is permission


def test_an_installed_app_on_android_is_woken_now_and_then(run: Run[Any]) -> None:
    assert state(run, background=True) == NotifierState(
        Permission.GRANTED,
        Arrival.NOW_AND_THEN,
        System.ANDROID,
        in_browser=True,
        browser="Chrome",
        installed=True,
        badge=True,
    )


def test_an_iphone_has_none_until_the_app_is_on_its_home_screen(run: Run[Any]) -> None:
    def iphone(permission: str, standalone: bool) -> NotifierState:
        said = {"agent": IPHONE, "ios": True, "badge": standalone}
        return state(run, permission=permission, standalone=standalone, **said)

    in_safari = iphone("impossible", standalone=False)
    assert (in_safari.permission, in_safari.arrival) == (Permission.IMPOSSIBLE, Arrival.NEVER)
    assert (in_safari.system, in_safari.installed) == (System.IOS, False)
    installed = iphone("default", standalone=True)
    assert (installed.permission, installed.arrival) == (Permission.NOT_ASKED, Arrival.WHILE_OPEN)
    assert (installed.system, installed.browser) == (System.IOS, "Safari")


@pytest.mark.parametrize(
    ("agent", "ios", "system", "browser"),
    [
        (PIXEL, False, System.ANDROID, "Chrome"),
        (PIXEL + " EdgA/141.0.0.0", False, System.ANDROID, "Edge"),
        (PIXEL + " OPR/92.0.0.0", False, System.ANDROID, "Opera"),
        (GALAXY, False, System.ANDROID, "Samsung Internet"),
        (IPHONE.replace("Version", "CriOS"), True, System.IOS, "Chrome"),
        (IPHONE.replace("Version", "FxiOS"), True, System.IOS, "Firefox"),
        (MAC, False, System.MACOS, "Safari"),
        (MAC, True, System.IOS, "Safari"),  # an iPad
        (WINDOWS, False, System.WINDOWS, "Chrome"),
        (WINDOWS + " Edg/141.0.0.0", False, System.WINDOWS, "Edge"),
        (FIREFOX, False, System.LINUX, "Firefox"),
        ("NetFront/1.0 (PlayStation)", False, System.OTHER, ""),
    ],
)
def test_system_and_browser_are_known_by_what_they_call_themselves(
    run: Run[Any], agent: str, ios: bool, system: System, browser: str
) -> None:
    known = state(run, agent=agent, ios=ios)
    assert (known.system, known.browser) == (system, browser)


def test_what_is_to_come_is_left_whole_with_until_when_it_may_come(run: Run[Any]) -> None:
    due = Nudge(7, AT, NudgeKind.DUE, "Willows", "It is time.", AT.replace(hour=22))
    test = Nudge(1, AT, NudgeKind.TEST, "Willows", "A test.")

    async def leave() -> list[tuple[str, Any]]:
        page = page_of()
        notifier = WebNotifier(page.bridge)
        await notifier.keep([due], due_today=True)
        await notifier.test(test)
        return page.asked

    said = {"id": 7, "kind": "due", "at": "2026-11-23T18:00:00", "until": "2026-11-23T22:00:00"}
    said |= {"title": "Willows", "text": "It is time.", "lang": "en"}
    tested = {"id": 1, "kind": "test", "at": "2026-11-23T18:00:00", "until": "2026-11-23T19:00:00"}
    tested |= {"title": "Willows", "text": "A test.", "lang": "en"}
    assert run(leave()) == [
        ("notify.keep", {"nudges": [said], "due": True}),
        ("notify.test", tested),
    ]


def test_a_tap_reaches_the_listener(run: Run[Any]) -> None:
    async def tap() -> list[str]:
        page, taps = page_of(), list[str]()
        WebNotifier(page.bridge).on_tap(lambda: taps.append("today"))
        await asyncio.sleep(0.1)
        page.bridge.receive({"event": "notify.tapped"})
        await asyncio.sleep(0.1)
        return taps

    assert run(tap()) == ["today"]


def test_a_page_that_tells_of_no_taps_is_only_noted(
    run: Run[Any], caplog: pytest.LogCaptureFixture
) -> None:
    async def listen() -> None:
        WebNotifier(FakePage().bridge).on_tap(lambda: None)
        await asyncio.sleep(0.1)

    run(listen())
    assert "not Today: listen: The page has no operation" in caplog.text


@pytest.mark.parametrize("call", ["state", "keep", "test"])
def test_an_answer_that_never_comes_is_told_and_holds_nothing_up_for_long(
    run: Run[Any], clock: HandClock, call: str
) -> None:
    nudge = Nudge(7, AT, NudgeKind.DUE, "Willows", "It is time.")
    values = {"keep": ([nudge], True), "test": (nudge,)}

    async def ask() -> None:
        await getattr(WebNotifier(Bridge(lambda _: None)), call)(*values.get(call, ()))

    began = clock()
    with pytest.raises(NotifierError, match=r"no answer within 5 s"):
        run(ask())
    assert clock() - began < PATIENCE + 0.1


def test_no_page_opens_the_settings_of_its_browser(run: Run[Any]) -> None:
    with pytest.raises(NotifierError, match="in its menu"):
        run(WebNotifier(page_of().bridge).open_settings())


def test_the_calendar_file_is_opened_by_the_page_or_it_is_said_that_it_cannot_be(
    run: Run[Any],
) -> None:
    async def open_in(page: FakePage) -> list[tuple[str, Any]]:
        await WebCalendar(page.bridge).open_calendar(b"BEGIN:VCALENDAR\r\n")
        return page.asked

    assert run(open_in(page_of())) == [("calendar.open", b"BEGIN:VCALENDAR\r\n")]
    with pytest.raises(NotHanded, match=r"calendar\.open"):
        run(open_in(FakePage()))


def test_a_computer_without_a_browser_says_that_nothing_comes(run: Run[Any]) -> None:
    desktop = DesktopNotifier(System.MACOS)
    nudge = Nudge(7, AT, NudgeKind.DUE, "Willows", "It is time.")
    said = run(desktop.state())
    assert (said.permission, said.arrival) == (Permission.IMPOSSIBLE, Arrival.NEVER)
    assert run(desktop.ask_permission()) is Permission.IMPOSSIBLE
    run(desktop.keep([nudge], due_today=True))
    desktop.on_tap(lambda: None)
    for refused in (desktop.test(nudge), desktop.open_settings()):
        with pytest.raises(NotifierError, match="Your calendar can"):
            run(refused)


@pytest.mark.parametrize(
    ("platform", "web", "kind"),
    [
        (ft.PagePlatform.ANDROID, False, FletNotifier),
        (ft.PagePlatform.IOS, False, FletNotifier),
        (ft.PagePlatform.LINUX, False, DesktopNotifier),
        (ft.PagePlatform.WINDOWS, False, DesktopNotifier),
        (None, False, DesktopNotifier),
        (ft.PagePlatform.ANDROID, True, DesktopNotifier),  # a phone that looks at `make dev`
    ],
)
def test_each_device_has_its_own(
    platform: ft.PagePlatform | None, web: bool, kind: type[object]
) -> None:
    page: Any = SimpleNamespace(platform=platform, web=web)
    assert type(notifier_of(page)) is kind


def test_in_the_browser_the_page_is_asked_whatever_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr("willows_app.device.notifiers.bridge_to_page", lambda: FakePage().bridge)
    page: Any = SimpleNamespace(platform=ft.PagePlatform.IOS, web=True)
    assert type(notifier_of(page)) is WebNotifier
