"""Reminders on the web: kept by the page, shown by the service worker, with real permissions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.browser.conftest import Site, Traffic
from tests.browser.python import Python
from tests.browser.semantics import Screen
from tests.browser.test_main_job import start_session

SET_UP = """
import asyncio
from datetime import datetime, timedelta
from types import SimpleNamespace
from willows_app.device.bridge import bridge_to_page
from willows_app.device.calendar_web import WebCalendar
from willows_app.device.notifiers import notifier_of
from willows_app.reminders.nudge import Nudge, NudgeKind

notifier = notifier_of(SimpleNamespace())
await notifier.state()  # from here on all is loaded

def nudge(id, seconds, until=3600, kind=NudgeKind.DUE):
    now = datetime.now()
    at, end = (now + timedelta(seconds=number) for number in (seconds, until))
    return Nudge(id, at, kind, "Willows", f"Number {id}", end)
"""

SPY = """() => {
  self.badges = [];
  self.showings = [];
  self.opened = [];
  navigator.setAppBadge = async () => badges.push("set");
  navigator.clearAppBadge = async () => badges.push("cleared");
  const show = registration.showNotification.bind(registration);
  registration.showNotification = (title, options) => {
    showings.push(options.data.id);
    return show(title, options);
  };
  self.clients.openWindow = async (url) => opened.push(String(url));
}"""

UNTIL_MIDNIGHT = "() => new Date().setHours(24, 0, 0, 0) - Date.now()"
CLOCK_AHEAD = """(ms) => {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...moment) {
      super(...(moment.length ? moment : [Real.now() + ms]));
    }
    static now() {
      return Real.now() + ms;
    }
  };
}"""

SHOWN = """async () =>
  (await registration.getNotifications()).map(({ title, body, tag }) => [title, body, tag])"""
TAP = """async () => {
  const [notification] = await registration.getNotifications();
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""
WOKEN_FOR = "registration.periodicSync.getTags()"
KEEP_HERE_TOO = """async ([id, at]) => {
  globalThis.taps = 0;
  navigator.serviceWorker.addEventListener("message", ({ data }) => (taps += Boolean(data.tapped)));
  const until = new Date(Date.now() + 3_600_000);
  const nudge = { id, at, until, kind: "due", title: "Willows", text: "Twice?" };
  await (await import("./notify.js")).keep({ nudges: [nudge], due: true });
}"""


@dataclass
class Phone:
    """The app with its Python and its service worker within reach."""

    screen: Screen
    python: Python
    context: BrowserContext

    def run(self, code: str) -> str:
        return self.python.run(code)

    def in_worker(self, script: str) -> Any:
        (worker,) = self.context.service_workers
        return worker.evaluate(script)

    def shown(self) -> Any:
        return self.in_worker(SHOWN)

    def until(self, look: Callable[[], object], wanted: object) -> None:
        end = time.monotonic() + 30
        while (found := look()) != wanted:
            assert time.monotonic() < end, f"{found!r}, not {wanted!r}"
            time.sleep(0.05)


@dataclass
class Permission:
    """What the browser allows this site, as its settings would say it."""

    page: Page
    url: str
    session: CDPSession

    def set(self, setting: str, of: str = "notifications") -> None:
        mine = self.page.context.new_cdp_session(self.page).send("Target.getTargetInfo")
        (context,) = {
            target["browserContextId"]
            for target in self.session.send("Target.getTargets")["targetInfos"]
            if target["targetId"] == mine["targetInfo"]["targetId"]
        }
        what = {"permission": {"name": of}, "setting": setting, "origin": self.url}
        self.session.send("Browser.setPermission", {**what, "browserContextId": context})


class Alarm:
    """The browser's own way to wake the service worker of a site that nobody has open."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.page = context.new_page()
        self.session = context.new_cdp_session(self.page)
        self.what = {"origin": site.url, "tag": "reminders", "registrationId": ""}
        self.status = ""
        self.session.on("ServiceWorker.workerRegistrationUpdated", self._registered)
        self.session.on("ServiceWorker.workerVersionUpdated", self._changed)
        self.session.send("ServiceWorker.enable")

    def _registered(self, news: Any) -> None:
        self.what["registrationId"] = news["registrations"][0]["registrationId"]

    def _changed(self, news: Any) -> None:
        for version in news["versions"]:
            self.status = version["runningStatus"]

    def let_sleep(self) -> None:
        """From now on only what is stored is known."""
        self.session.send("ServiceWorker.stopAllWorkers")
        self._wait_until("stopped")

    def wake(self) -> None:
        self.session.send("ServiceWorker.dispatchPeriodicSyncEvent", self.what)
        self._wait_until("running")

    def _wait_until(self, status: str) -> None:
        end = time.monotonic() + 30
        while self.status != status:
            assert time.monotonic() < end, f"the service worker is {self.status}, not {status}"
            self.page.wait_for_timeout(50)


@pytest.fixture
def permission(browser: Browser, context: BrowserContext, site: Site) -> Iterator[Permission]:
    session = browser.new_browser_cdp_session()
    yield Permission(context.new_page(), site.url, session)
    session.detach()  # with it goes what it set


@pytest.fixture
def phone(permission: Permission, traffic: Traffic, site: Site) -> Phone:
    page = permission.page
    screen, python = Screen(page), Python(page)
    screen.open(site.url)
    screen.wait_offline_ready()
    python.run(SET_UP)
    phone = Phone(screen, python, page.context)
    phone.in_worker(SPY)
    return phone


def test_a_reminder_is_shown_on_time_and_once_its_tap_opens_today_where_the_log_is(
    phone: Phone, permission: Permission, context: BrowserContext, site: Site
) -> None:
    permission.set("granted")
    other = Screen(context.new_page()).open(site.url).page
    at = phone.run("at = (datetime.now() + timedelta(seconds=15)).isoformat(); at")
    other.evaluate(KEEP_HERE_TOO, [7, at])
    phone.run("""
first = Nudge(7, datetime.fromisoformat(at), NudgeKind.DUE, "Willows", "It is time.", None)
await notifier.keep([first, nudge(8, 86400)], due_today=True)
""")
    assert phone.shown() == []
    assert phone.in_worker("badges.at(-1)") == "cleared", "its time has not come"
    phone.until(phone.shown, [["Willows", "It is time.", "7"]])
    assert phone.in_worker("badges.at(-1)") == "set"

    phone.screen.tap("Settings")
    phone.screen.see("Reminders", role="button")
    phone.in_worker(TAP)
    phone.screen.see("Start session", role="button")
    assert other.evaluate("taps") == 0, "the other tab has no log"
    assert phone.shown() == []
    assert phone.in_worker("showings") == [7], "two tabs kept its time"

    phone.run("await notifier.keep([nudge(8, 86400)], due_today=False)")
    assert phone.in_worker("badges.at(-1)") == "cleared"


def test_the_mark_on_the_icon_goes_at_midnight(phone: Phone, permission: Permission) -> None:
    permission.set("granted")
    ahead = permission.page.evaluate(UNTIL_MIDNIGHT) - 5000
    permission.page.evaluate(CLOCK_AHEAD, ahead)
    phone.in_worker(f"({CLOCK_AHEAD})({ahead})")
    phone.run("await notifier.keep([], due_today=True)")
    assert phone.in_worker("badges.at(-1)") == "set"
    phone.until(lambda: phone.in_worker("badges.at(-1)"), "cleared")


def test_done_takes_back_what_is_shown_and_a_test_comes_all_the_same(
    phone: Phone, permission: Permission
) -> None:
    permission.set("granted")
    phone.run("""
later = nudge(3, 20)  # late enough for a slow machine to be done with the others
await notifier.keep([nudge(1, 4), nudge(2, 4.1), later], due_today=True)
""")
    phone.until(phone.shown, [["Willows", "Number 2", "2"]])
    phone.run("""
after_it = nudge(9, (later.at - datetime.now()).total_seconds() + 1, kind=NudgeKind.TEST)
await notifier.test(after_it)
await notifier.keep([], due_today=False)
""")
    assert phone.shown() == []
    phone.until(phone.shown, [["Willows", "Number 9", "9"]])
    phone.run("await notifier.keep([], due_today=False)")
    assert phone.shown() == [["Willows", "Number 9", "9"]]
    assert 3 not in phone.in_worker("showings")


def test_the_browser_wakes_the_closed_app_which_shows_what_is_due_and_not_too_late(
    phone: Phone, permission: Permission, context: BrowserContext, site: Site
) -> None:
    assert phone.run("(await notifier.state()).arrival") == "while open"
    permission.set("granted", of="periodic-background-sync")
    permission.set("granted")
    assert phone.run("(await notifier.state()).arrival") == "now and then"
    phone.run("await notifier.keep([], due_today=True)")
    assert phone.in_worker(WOKEN_FOR) == []
    phone.run("""
came_while_closed = [nudge(1, -30, until=-10), nudge(2, -20), nudge(3, -10)]
await notifier.keep([*came_while_closed, nudge(4, 86400)], due_today=True)
""")
    assert phone.in_worker(WOKEN_FOR) == ["reminders"]

    alarm = Alarm(context, site)
    permission.page.close()
    alarm.let_sleep()
    alarm.wake()
    phone.until(phone.shown, [["Willows", "Number 3", "3"]])
    phone.in_worker(SPY)
    alarm.wake()
    phone.in_worker(TAP)
    phone.until(lambda: phone.in_worker("opened"), [site.url])
    assert phone.in_worker("showings") == [], "each comes once, and the latest says it all"
    assert [each["id"] for each in phone.in_worker("readReminders()")["nudges"]] == [4]


def test_what_is_not_allowed_is_said_and_not_shown_and_nothing_holds_a_session_up(
    phone: Phone, permission: Permission
) -> None:
    for setting, said in (("denied", "denied"), ("prompt", "not asked"), ("granted", "granted")):
        permission.set(setting)
        assert phone.run("(await notifier.state()).permission") == said
    permission.set("denied")
    assert phone.run("(await notifier.ask_permission())") == "denied"
    phone.run("await notifier.keep([nudge(1, 0.3)], due_today=True)")
    phone.until(lambda: phone.in_worker("badges.at(-1)"), "set")
    assert phone.in_worker("showings") == []

    calendar = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    with permission.page.expect_download() as download:
        phone.run(f"await WebCalendar(bridge_to_page()).open_calendar({calendar!r})")
    assert download.value.suggested_filename == "reminder.ics"
    assert download.value.path().read_bytes() == calendar
    served = "fetch('reminder.ics').then(({ headers }) => headers.get('Content-Type'))"
    assert permission.page.evaluate(served) == "text/calendar; charset=utf-8"

    permission.page.evaluate("void (ServiceWorker.prototype.postMessage = () => {})")
    phone.run("asked = asyncio.ensure_future(notifier.keep([], due_today=False))")
    start_session(phone.screen)
    said = phone.run("await asked")
    assert said.endswith("NotifierError: notify.keep: the page gave no answer within 5 s.")
    assert phone.screen.find("Pause", role="button")
