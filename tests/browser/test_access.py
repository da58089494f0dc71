"""Whoever does not see the screen, or has no finger to tap it, does the routine all the same."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page

from tests.browser import thrift
from tests.browser.conftest import Site
from tests.browser.hand_clock import HandClock
from tests.browser.keyboard import out_of_reach
from tests.browser.layout import troubles
from tests.browser.python import Python
from tests.browser.readable import TARGET, faults
from tests.browser.screenshots import TWELVE_WEEKS, WHEN, with_clock_and_date
from tests.browser.semantics import POLL, SKIP_ALL, Node, Screen
from tests.browser.test_first_paint import WORKER, hold, lose
from tests.browser.test_languages import SAY, say_of_handout
from tests.browser.test_review import shared
from tests.clinic.test_archive import written
from tests.clinic.test_report import eventful, report_in
from tests.routine.prescriptions import HANDOUT, PLAN
from willows_app.clinic.archive import read_archive
from willows_app.clinic.handout_page import handout_page
from willows_app.clinic.prescription_link import link_of
from willows_app.clinic.report_html import as_html
from willows_app.ui.app import ROUTES

EXERCISE = "exercises/upper_back/rhomboids"
TRAVELLING = "exercises/upper_back/upper_back_extension_towel"
"""Of all, its session has the most buttons."""
NAMED = [route.path for route in ROUTES if route.path and ":" not in route.path]
SCREENS = [EXERCISE, f"{EXERCISE}/adjust", *NAMED, "history/share", ""]
SCREENS.remove("session")  # it is gone through by keyboard
"""All that an address leads to."""

FULLEST = [f"{EXERCISE}/adjust", "plan", "history", "settings", "reminders", ""]
"""Of these, those whose controls are laid out anew where text is large: also gone round then."""

HIGH = 14000
"""Pixels of a screen on which nothing scrolls: what is scrolled out has no size of its own."""

DAY = 44
"""The least width of a day of the calendar: seven stand side by side on the narrowest phone."""

TEXT_SIZE = "(size) => (document.documentElement.style.fontSize = size)"
LONGEST = 20.0
"""Seconds."""

A_WHILE = 3.0
"""Seconds after which a screen stands as it is."""

GO = "(route) => (location.hash = `/${route}`)"

IN_FOCUS = """() => {
  const focused = document.activeElement;
  const hidden = (element) => element && (
    getComputedStyle(element).filter !== "none" || hidden(element.parentElement));
  const { outlineStyle, outlineWidth } = getComputedStyle(focused);
  const seen = outlineStyle === "solid" && parseFloat(outlineWidth) >= 2 && !hidden(focused);
  return [focused.getAttribute("aria-label") ?? focused.innerText.trim(), seen];
}"""

HEAR = """() => {
  globalThis.heard = [];
  const host = document.querySelector("flt-announcement-host");
  const hear = () => heard.push(host.textContent);
  new MutationObserver(hear).observe(host, { subtree: true, childList: true, characterData: true });
}"""


LOOKED_AT = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAINTED_BY_FLUTTER = {"color-contrast": {"enabled": False}}
"""What stands in Flutter's tree cannot be seen: tests/ui/test_contrast.py has its colours."""


def violations(page: Page, rules: dict[str, object] | None = None) -> list[str]:
    """What axe-core finds, each with where and why."""
    options = {"runOnly": {"type": "tag", "values": LOOKED_AT}, "rules": rules or {}}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{each['id']}: {[(node['html'][:160], node['failureSummary']) for node in each['nodes']]}"
        for each in found
    ]


def go(phone: Screen, route: str) -> None:
    """To the screen of this address, until it stands still."""
    before = seen = phone.nodes()
    phone.page.evaluate(GO, route)
    end = time.monotonic() + LONGEST
    while (now := phone.nodes()) != seen or now == before or not _has_heading(now):
        assert time.monotonic() < end, f"{route} comes, and comes to rest"
        seen = now
        phone.page.wait_for_timeout(2 * POLL * 1000)


def _has_heading(nodes: list[Node]) -> bool:
    return any(node.role == "heading" for node in nodes)


def lasting(phone: Screen, find: Callable[[], list[str]]) -> list[str]:
    """What is found still when the screen had time to come to rest once more."""
    end = time.monotonic() + A_WHILE
    while (found := find()) and time.monotonic() < end:
        phone.page.wait_for_timeout(2 * POLL * 1000)
    return found


@dataclass
class Walk:
    """Goes from screen to screen and looks what is wrong there."""

    phone: Screen
    width: int
    by_keyboard: bool = False
    """Goes round each with the Tab key as well."""
    found: dict[str, list[str]] = field(default_factory=dict)

    def over(self, routes: Sequence[str]) -> None:
        """To each of these addresses."""
        self.phone.page.set_viewport_size({"width": self.width, "height": HIGH})
        for route in routes:
            go(self.phone, route)
            self.look(route)

    def look(self, screen: str) -> None:
        """At what is on the screen now; so it is called in what is found."""
        wrong = lasting(self.phone, partial(self._wrong_on, screen))
        if not wrong and self.by_keyboard:
            wrong = lasting(self.phone, partial(out_of_reach, self.phone))
        if wrong:
            self.found[screen] = wrong

    def end(self) -> None:
        assert not self.found, "\n".join(f"{name}: {each}" for name, each in self.found.items())

    def _wrong_on(self, screen: str) -> list[str]:
        return [
            *faults(self.phone.nodes(), DAY if screen == "history" else TARGET),
            *troubles(self.phone, self.width),
            *violations(self.phone.page, PAINTED_BY_FLUTTER),
        ]


def test_every_screen_is_read_and_hit_in_two_languages_and_with_text_of_twice_the_size(
    phone: Screen, site: Site
) -> None:
    phone.page.goto(site.url, wait_until="commit")
    phone.see(SKIP_ALL, role="button")  # the tree is there without anybody asking for it
    assert not phone.page.evaluate(IN_FOCUS)[1], "nobody who taps sees a ring"
    phone.pass_first_run()
    walk = Walk(phone, 390, by_keyboard=True)
    walk.over(SCREENS)
    walk.end()
    phone.page.evaluate(TEXT_SIZE, "200%")
    walk = Walk(phone, 320, by_keyboard=True)
    walk.over(FULLEST)
    walk.end()
    phone.page.evaluate(TEXT_SIZE, "")
    go(phone, "settings")
    phone.tap("Deutsch")
    phone.see("Einstellungen", role="heading")
    phone.page.evaluate(TEXT_SIZE, "200%")
    phone.page.emulate_media(color_scheme="dark")
    walk = Walk(phone, 320)
    walk.over(SCREENS)
    walk.end()


@pytest.fixture
def german_evening(browser: Browser) -> Iterator[Screen]:
    """A phone set to German and dark, with text of twice the size."""
    with thrift.new_device(
        browser, locale="de-DE", color_scheme="dark", service_workers="block"
    ) as context:
        yield Screen(context.new_page())


def test_a_session_a_full_log_and_what_others_sent_are_read_hit_and_worked_by_keyboard(
    german_evening: Screen, site: Site, tmp_path: Path
) -> None:
    phone, page = german_evening, german_evening.page
    clock, python = HandClock(page), Python(page)
    page.route("**/worker.js*", with_clock_and_date)  # the latest route is the one that is taken
    page.goto(site.url, wait_until="commit")
    phone.tap(SAY("Skip all"))
    phone.see(SAY("Start session"), role="button")
    python.run(TWELVE_WEEKS)
    page.evaluate(TEXT_SIZE, "200%")
    walk = Walk(phone, 320, by_keyboard=True)
    plan = link_of(PLAN, site.url).partition("#/")[2]
    walk.over(["history", "log", "", plan])
    put_a_day_right(walk)
    review_a_file(walk, shared(tmp_path, "A-11", date(2026, 8, 31), kept=0.6))
    prescribe(walk)
    be_reminded(walk)
    go_through_a_session(walk, clock)
    walk.end()


def put_a_day_right(walk: Walk) -> None:
    """Open what corrects a session, and one of its exercises."""
    route = f"history/{WHEN:%Y-%m-%d}"
    walk.over([route])
    walk.phone.tap(SAY("Correct this session"))
    walk.phone.see(SAY("Take the whole session back"), role="button")
    walk.look("a session that is corrected")
    first = SAY("Correct: {exercise}").format(exercise=say_of_handout(HANDOUT.exercises[0].title))
    walk.phone.tap(first)
    walk.phone.see(SAY("Take this entry back"), role="button")
    walk.look("an exercise that is corrected")


def review_a_file(walk: Walk, archive: bytes) -> None:
    go(walk.phone, "review")
    with walk.phone.page.expect_file_chooser() as chooser:
        walk.phone.tap(SAY("Open files"))
    file = FilePayload(name="a.zip", mimeType="application/zip", buffer=archive)
    chooser.value.set_files([file])
    walk.phone.see("A-11", role="heading")
    walk.look("a file to review")


def prescribe(walk: Walk) -> None:
    go(walk.phone, "prescribe")
    walk.phone.tap(SAY("Begin with {handout}").format(handout=say_of_handout("Upper Back")))
    walk.phone.see(SAY("Exercises and doses"))
    walk.look("a plan that is made")
    walk.phone.tap(SAY("Make the link and the code"))
    walk.phone.see(SAY("QR code of the plan"), role="img")
    walk.look("the link of a plan")


def be_reminded(walk: Walk) -> None:
    go(walk.phone, "reminders")
    walk.phone.tap(SAY("Remind me"), role="switch")
    walk.phone.see(SAY("Add a time"), role="button")
    walk.look("reminders that are on")


def go_through_a_session(walk: Walk, clock: HandClock) -> None:
    phone = walk.phone
    go(phone, TRAVELLING)
    clock.stop()
    phone.tap(SAY("Start session"))
    phone.see(SAY("I understand, start session"), role="button")
    walk.look("cautions before a session")
    phone.tap(SAY("I understand, start session"))
    phone.see(SAY("Get ready"))
    walk.look("get ready")
    phone.tap(SAY("Pause"))
    phone.see(SAY("Resume"), role="button")
    walk.look("paused")
    phone.tap(SAY("Resume"))
    clock.passes(37.3)
    phone.see(SAY("Place {number}").format(number=1))
    walk.look("hold")
    clock.jumps(120)
    phone.see(SAY("Welcome back"), role="heading")
    walk.look("welcome back")
    phone.tap(SAY("Go back to where I left"))
    phone.tap(SAY("It hurts"))
    phone.see(SAY("You have stopped"), role="heading")
    walk.look("it hurts")
    phone.tap(SAY("Stop for today"))
    phone.see(SAY("Stopped for pain"), role="heading")
    walk.look("finished")


def test_a_session_is_done_by_keyboard_alone_and_each_step_is_announced(
    phone: Screen, clock: HandClock, site: Site
) -> None:
    page = phone.page
    phone.open(f"{site.url}#/{EXERCISE}")
    phone.see("Rhomboids", role="heading")
    clock.stop()
    press(phone, "Start session")
    scroll_by_keyboard(phone, "For every exercise")
    press(phone, "I understand, start session")
    phone.see("Get ready")
    page.evaluate(HEAR)
    page.keyboard.press("Space")
    phone.see("Resume", role="button")
    page.keyboard.press("Space")
    phone.see("Pause", role="button")
    clock.passes(13)
    phone.see("Pull across and hold")
    heard = " ".join(page.evaluate("heard"))
    assert re.search(r"Stretch your right side\s+Pull across and hold\s+10 seconds", heard), heard
    assert not violations(page, PAINTED_BY_FLUTTER)

    press(phone, "It hurts")
    phone.see("You have stopped", role="heading")
    press(phone, "Pain 4 of 10", "Space")
    while not phone.see("Pain 4 of 10", role="button").selected:
        page.wait_for_timeout(POLL * 1000)
    press(phone, "Stop for today")
    phone.see("Stopped for pain", role="heading")
    phone.see("Saved on this device")
    press(phone, "Done")
    phone.see("Start session", role="button")
    assert look_at_what_the_page_paints(page, site) == {}


def press(phone: Screen, name: str, key: str = "Enter") -> None:
    """Go on to the control of this name, as one who sees where the focus is, and press a key."""
    phone.see(name, role="button")
    passed: list[str] = []
    while len(passed) < 60:
        phone.page.keyboard.press("Tab")
        phone.page.wait_for_timeout(POLL * 1000)
        focused, seen = phone.page.evaluate(IN_FOCUS)
        if focused == name:
            assert seen, f"a ring is around {name}"
            phone.page.keyboard.press(key)
            return
        passed.append(focused)
    raise AssertionError(f"The Tab key never came to {name}, but to {passed}")


def scroll_by_keyboard(phone: Screen, first: str) -> None:
    """Down a screen on which nothing but the text scrolls, until its first words are gone."""
    phone.see(first, role="heading")
    phone.page.keyboard.press("PageDown")
    while (heading := phone.find(first, role="heading")) and heading.shown:
        phone.page.wait_for_timeout(POLL * 1000)


def look_at_what_the_page_paints(page: Page, site: Site) -> dict[str, list[str]]:
    """Before the app is up, and if it never is; in both themes."""
    found = {}
    page.route(WORKER, hold)
    page.goto(site.url, wait_until="load")
    page.get_by_role("button", name="Start session").wait_for()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found[f"Today, {scheme}"] = violations(page)
    page.evaluate("localStorage.clear()")
    page.goto(site.url, wait_until="load")
    page.get_by_text("Opening your exercises").wait_for()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found[f"loading, {scheme}"] = violations(page)
    page.unroute(WORKER, hold)
    page.route(WORKER, lose)
    page.goto(site.url, wait_until="load")
    page.get_by_role("heading", name="Rhomboids").wait_for()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found[f"plain text, {scheme}"] = violations(page)
    return {what: each for what, each in found.items() if each}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_handed_out_can_be_read_by_all(
    browser: Browser, tmp_path: Path, scheme: str
) -> None:
    with eventful(tmp_path / "log.sqlite3") as diary:
        report = report_in(read_archive(written(diary)))
    papers = {
        "report.html": as_html(report),
        "handout.html": handout_page(HANDOUT, PLAN, link_of(PLAN, "https://willows.example/")),
    }
    context = browser.new_context(color_scheme=scheme, offline=True)
    page, found = context.new_page(), {}
    for name, content in papers.items():
        (tmp_path / name).write_bytes(content)
        page.goto((tmp_path / name).as_uri())
        found[name] = violations(page)
    context.close()
    assert not {name: each for name, each in found.items() if each}
