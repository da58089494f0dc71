"""The app on the device: stored whole or not at all, changed only when the patient says so."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.semantics import Screen
from tests.browser.test_main_job import open_log, start_session
from tests.browser.versions import Host
from web.immutable import former_name

CHANGED = {"worker.js": b"// Another version.\n", "icon.svg": b"<svg/>"}
BROKEN = b'self.postMessage({ failed: "It is broken." });'
BLANK = b"<!DOCTYPE html><title>Nothing</title>"

LOOK = """navigator.serviceWorker.getRegistration()
  .then((found) => found.update())
  .then(() => offline.state().newer?.state)"""
STORED = """(async () => {
  const ours = (await caches.keys()).filter((name) => name.startsWith("willows / "));
  const [store] = ours.filter((name) => !name.endsWith(" record"));
  return (await (await caches.open(store)).keys()).map(({ url }) => new URL(url).pathname.slice(1));
})()"""
WRITE_DOWN_PROGRESS = """(() => {
  globalThis.percents = [];
  const before = tellPython;
  globalThis.tellPython = (event, value) => { percents.push(value.percent); before(event, value); };
})()"""

TOO_SMALL_TO_WARM_UP = 'Object.defineProperty(navigator, "deviceMemory", { value: 1 })'


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Host]:
    host = Host(tmp_path / "site")
    host.put("1")
    with host.served():
        yield host


def changed(site: Host) -> dict[str, bytes]:
    """Another version: two files differ."""
    built = {name: (site.folder / name).read_bytes() for name in CHANGED}
    return {name: content + built[name] for name, content in CHANGED.items()}


def until(phone: Screen, script: str, wanted: object) -> Any:
    """Waits until `script` has the value `wanted`, whatever page that is in by then."""
    end = time.monotonic() + 60
    while (found := _value(phone, script)) != wanted:
        assert time.monotonic() < end, f"{script} is {found!r}, not {wanted!r}"
        phone.page.wait_for_timeout(100)
    return found


def _value(phone: Screen, script: str) -> object:
    try:
        return phone.page.evaluate(script)
    except Exception as error:
        if "context was destroyed" in str(error) or "not defined" in str(error):
            return None  # the page is just being loaded anew
        raise


def version(phone: Screen, wanted: str) -> None:
    until(phone, "document.documentElement.dataset.version", f"of {wanted}")
    phone.read_aloud()


def newer(phone: Screen, wanted: str) -> None:
    until(phone, "offline.state().newer?.state", wanted)


def look_until_ready(phone: Screen) -> None:
    """Looks for a new version more than once: a look joins one that the browser is at already,
    which may have begun before the version was there."""
    until(phone, LOOK, "ready")


def test_a_new_version_waits_for_the_session_to_end_keeps_the_log_and_leads_back(
    phone: Screen, site: Host
) -> None:
    phone.open(site.url)
    phone.wait_offline_ready()
    start_session(phone)
    site.put("2", changed(site))
    site.asked.clear()
    look_until_ready(phone)
    fetched = {name for name in site.asked if not name.startswith(("voice/", "sounds/"))}
    assert fetched == {"sw.js", "index.html", *CHANGED}, "the rest is there already"
    assert phone.find("A new version of Willows is ready.") is None
    assert phone.find("Pause", role="button")

    phone.tap("Stop")
    phone.tap("Done")
    phone.see("A new version of Willows is ready.")
    phone.tap("Restart now")
    version(phone, "2")
    open_log(phone)
    phone.see(re.compile(r"Stopped\. 0 of 10 exercises done\."))

    site.put("1")
    look_until_ready(phone)
    phone.tap("Today", role="tab")
    phone.tap("Restart now")
    version(phone, "1")
    open_log(phone)
    phone.see(re.compile(r"Stopped\. 0 of 10 exercises done\."))


def test_a_version_that_does_not_start_makes_way_for_the_one_that_did(
    phone: Screen, site: Host
) -> None:
    phone.open(site.url)
    phone.wait_offline_ready()
    site.put("2", {"worker.js": BROKEN})
    look_until_ready(phone)
    phone.tap("Restart now")
    newer(phone, "refused")
    version(phone, "1")
    phone.tap("Settings")
    phone.see("Version 2 did not start on this device, so version 1 goes on.")

    site.put("3", {"index.html": BLANK})
    look_until_ready(phone)
    phone.page.evaluate("void offline.takeOver()")
    until(phone, "document.title", "Nothing")
    for _ in range(2):
        phone.page.goto(site.url)
        assert phone.page.title() == "Nothing"
    phone.page.goto(site.url)
    version(phone, "1")


def test_a_first_visit_stores_all_or_says_why_not_and_goes_on_where_it_stopped(
    phone: Screen, site: Host, context: BrowserContext
) -> None:
    phone.page.add_init_script(TOO_SMALL_TO_WARM_UP)  # it would ask for scripts as well
    quota = context.new_cdp_session(phone.page)
    origin = site.url.rstrip("/")
    quota.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 20_000_000})
    phone.open(site.url)
    phone.store_for_offline()
    until(phone, "offline.state().why?.reason", "no room")
    phone.tap("Settings")
    phone.see(re.compile(r"It needs \d\d MB of storage, and this browser has less left"))

    quota.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    site.spoil("worker.js")
    phone.page.evaluate("void dispatchEvent(new Event('online'))")
    until(phone, "offline.state().why?.reason", "spoilt")
    assert phone.page.evaluate("navigator.serviceWorker.controller") is None
    before = phone.page.evaluate(STORED)

    site.mend("worker.js")
    site.asked.clear()
    phone.page.evaluate(WRITE_DOWN_PROGRESS)
    phone.page.evaluate("void dispatchEvent(new Event('online'))")
    phone.wait_offline_ready()
    assert "worker.js" in site.asked
    assert not {former_name(address) for address in before} & set(site.asked)
    percents = phone.page.evaluate("percents")
    assert percents == sorted(percents) and percents[-1] == 100
    names = {former_name(address) for address in phone.page.evaluate(STORED)}
    assert "main.dart.wasm" in names and "main.dart.js" not in names
    phone.see("Works offline: yes, version 1.")
