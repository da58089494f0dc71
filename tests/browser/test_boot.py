"""Python wakes up from its snapshot or starts from byte code, and the app is the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, Route

from tests.browser import thrift
from tests.browser.conftest import BUILT, Site
from tests.browser.python import Python
from tests.browser.semantics import Screen, until
from tests.browser.test_first_paint import do_one

SNAPSHOT, BYTE_CODE = "?boot=snapshot", "?boot=bytecode"
IMAGE = "**/python/snapshot.bin*"

IS_WARM = 'localStorage.getItem("willows.warm") === document.documentElement.dataset.version'

STAGES = ["worker-runs", "snapshot-loaded", "python-runs", "routine-read", "log-opened"]
MARKS = """() => performance.getEntriesByType("mark")
  .sort((one, other) => one.startTime - other.startTime).map(({ name }) => name)"""

OF_THIS_DEVICE = """
import json, locale, time
from datetime import datetime
from random import random
from uuid import uuid4
noon = datetime.now().replace(month=7, day=1, hour=12).astimezone()
json.dumps({
    "chance": [random(), str(uuid4())],
    "zone": [time.timezone, time.altzone, time.daylight, noon.strftime("%z"), time.strftime("%z")],
    "language": locale.getlocale(),
})
"""

SURROUNDINGS = """
import csv, os, sys
here = [sorted(os.environ.items()), sys.path, sys.executable, sys.argv, os.getcwd()]
str([here, csv.list_dialects()])
"""
"""What a builder could have left in a snapshot; and `csv` is a module that is rarely needed."""

CRASH = """
  begin.wake_up();
  pyodide.runPython("import willows_app.app; willows_app.app.shipped = None");
"""

SPOIL_STORED = """async (part) => {
  for (const name of await caches.keys()) {
    const store = await caches.open(name);
    for (const request of await store.keys())
      if (request.url.includes(part)) await store.put(request, new Response("spoilt"));
  }
}"""

alone = pytest.mark.usefixtures("python")  # no service worker stands in the way of a route


def marks(phone: Screen) -> list[str]:
    found: list[str] = phone.page.evaluate(MARKS)
    return found


def woke_up(phone: Screen) -> bool:
    """Whether the snapshot was taken; it may have been refused afterwards."""
    return "snapshot-loaded" in marks(phone)


def changed(before: str, after: str) -> Callable[[Route], None]:
    """Serves a script with one expression changed."""

    def serve(route: Route) -> None:
        response = route.fetch()
        assert response.text().count(before) == 1, before
        route.fulfill(response=response, body=response.text().replace(before, after))

    return serve


def said(phone: Screen) -> list[str]:
    """What is on the screen, once nothing comes any more."""
    before, now = [""], list[str]()
    while now != before:
        phone.page.wait_for_timeout(500)
        before, now = now, [line.split(" at ")[0].strip() for line in phone.dump().splitlines()]
    return now


@alone
def test_both_ways_lead_to_the_same_app(phone: Screen, site: Site, python: Python) -> None:
    seen = []
    for boot in (SNAPSHOT, BYTE_CODE):
        phone.open(site.url + boot)
        phone.see("Start session", role="button")
        assert woke_up(phone) is (boot == SNAPSHOT)
        surroundings = python.run(SURROUNDINGS)
        phone.tap("History", role="tab")
        phone.see("All sessions", role="button")
        seen.append((surroundings, said(phone)))
    assert seen[0] == seen[1]
    assert "unix" in seen[0][0]


@alone
def test_the_stages_of_a_start_are_marked_in_their_order(phone: Screen, site: Site) -> None:
    phone.open(site.url + SNAPSHOT)
    phone.page.locator("html[data-boot=running]").wait_for(state="attached")
    stages = [*STAGES, "first-screen-sent", "first-screen"]
    assert [mark for mark in marks(phone) if mark in stages] == stages


def spoilt(folder: Path) -> Iterator[Callable[[Route], None]]:
    """In how many ways the snapshot may not be the one that was built."""
    (image,) = BUILT.glob("immutable/*/python/snapshot.bin")
    content = image.read_bytes()
    short, of_another_build = folder / "short", folder / "of another build"
    short.write_bytes(content[:-1000])
    middle = len(content) // 2
    changed = bytes([content[middle] ^ 1])
    of_another_build.write_bytes(content[:middle] + changed + content[middle + 1 :])
    yield lambda route: route.abort()
    yield lambda route: route.fulfill(status=404)
    yield lambda route: route.fulfill(path=short)
    yield lambda route: route.fulfill(path=of_another_build)


@alone
def test_python_that_cannot_wake_up_starts_from_byte_code_with_the_same_log(
    phone: Screen, site: Site, tmp_path: Path
) -> None:
    phone.open(site.url + SNAPSHOT)
    do_one(phone)
    for way in spoilt(tmp_path):
        phone.page.route(IMAGE, way)
        phone.open(site.url + SNAPSHOT)
        phone.see(re.compile("1 of 10 exercises"))
        assert phone.page.locator("html[data-python=bytecode]").count() == 1
        phone.page.unroute(IMAGE)


@alone
def test_an_app_that_crashes_when_it_wakes_up_starts_anew_from_byte_code(
    phone: Screen, site: Site
) -> None:
    crashing = changed("begin.wake_up();", CRASH)
    phone.page.route("**/worker.js?boot=snapshot", crashing)
    phone.page.goto(site.url + SNAPSHOT)
    phone.page.wait_for_url(f"**/{BYTE_CODE}*")
    phone.read_aloud().pass_first_run().see("Start session", role="button")
    assert not woke_up(phone)


def test_two_devices_that_wake_up_share_no_chance_and_keep_their_own_time(
    browser: Browser, site: Site
) -> None:
    found = {}
    for zone, language in {"Europe/London": "en-GB", "Pacific/Auckland": "de-DE"}.items():
        with thrift.new_device(
            browser, timezone_id=zone, locale=language, service_workers="block"
        ) as context:
            page = context.new_page()
            python = Python(page)
            Screen(page).open(site.url + SNAPSHOT)
            found[zone] = json.loads(python.run(OF_THIS_DEVICE))
    london, auckland = found.values()
    assert not set(london["chance"]) & set(auckland["chance"])
    assert london["zone"] == [0, -3600, 1, "+0100", "+0000"]
    assert auckland["zone"] == [-43200, -46800, 1, "+1200", "+1300"]
    assert [london["language"], auckland["language"]] == [["en_GB", "UTF-8"], ["de_DE", "UTF-8"]]


@alone
def test_a_browser_is_warmed_up_once_and_not_while_somebody_touches_it(
    phone: Screen, site: Site
) -> None:
    def begun() -> int:
        return sum("boot=warmth" in request.url for request in asked)

    asked: list[Request] = []
    complaints: list[str] = []
    phone.page.on("request", lambda request: asked.append(request))
    phone.page.on("console", lambda message: complaints.append(message.text))
    short = changed("const ROUNDS = 15;", "const ROUNDS = 1;")
    phone.page.route("**/worker.js?boot=warmth", short)
    phone.open(site.url + SNAPSHOT)
    phone.see("Start session", role="button")
    for _ in range(3):
        phone.page.wait_for_timeout(3000)
        phone.page.keyboard.press("Shift")
    assert begun() == 0, "it waits for five seconds without a touch"

    phone.page.evaluate(until(IS_WARM))
    assert begun() == 1
    assert not [words for words in complaints if "warmed up" in words]
    assert phone.page.evaluate(MARKS).count("warm") == 1
    phone.tap("History", role="tab")
    phone.see("All sessions", role="button")

    phone.open(site.url + SNAPSHOT)
    phone.see("Start session", role="button")
    phone.page.wait_for_timeout(10_000)
    assert begun() == 1, "this version has warmed it up already"


@pytest.mark.usefixtures("first_visit")
def test_a_first_visit_starts_from_byte_code_and_the_next_wakes_up_offline(
    phone: Screen, site: Site
) -> None:
    phone.open(site.url)
    assert not woke_up(phone), "a first visit has less to load without a snapshot"
    phone.wait_offline_ready()
    site.stop()
    try:
        phone.open(site.url)
        phone.see("Start session", role="button")
        assert woke_up(phone)

        phone.page.evaluate(SPOIL_STORED, "python/snapshot.bin")
        phone.open(site.url)
        phone.see("Start session", role="button")
        assert not woke_up(phone), "a damaged snapshot is not used"

        phone.page.evaluate(SPOIL_STORED, "python/start.zip")
        phone.page.goto(site.url)
        phone.page.get_by_text("runs your exercises did not start.").first.wait_for()
        phone.page.get_by_role("heading", name="Rhomboids").wait_for()
    finally:
        site.start()
