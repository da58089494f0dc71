"""What spares the machine that runs the tests: much of a test's time went into these.

A page draws in software here, sixty times a second, slides from screen to screen, keeps the whole
app for offline use at the first visit, which starts Python from byte code, and has its WebAssembly
compiled twice. Few tests are about any of these.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext

# WebAssembly is compiled once, quickly; the second, better code comes when a test is over.
CHROMIUM_ARGS = ("--js-flags=--liftoff-only",)

# Animations take as long as ever, in fewer pictures. The first after a rest is never late.
FEW_FRAMES = """
{
  const APART = 50;
  const draw = requestAnimationFrame.bind(window);
  let last = -APART;
  const waiting = [];
  const drawAll = () => {
    last = performance.now();
    waiting.splice(0).forEach((callback) => draw(callback));
  };
  window.requestAnimationFrame = (callback) => {
    const count = waiting.push(callback);
    if (count === 1) setTimeout(drawAll, last + APART - performance.now());
    return count;
  };
}
"""

# What is stored already is kept up to date as ever.
STORED_WHEN_ASKED = """
if (navigator.serviceWorker && !navigator.serviceWorker.controller) {
  const register = navigator.serviceWorker.register.bind(navigator.serviceWorker);
  const asked = new Promise((resolve) => (window.storeForOffline = resolve));
  navigator.serviceWorker.register = (...rest) => asked.then(() => register(...rest));
}
"""

# As on every visit but the first. What the address says goes before.
WAKES_UP = """
{
  const get = URLSearchParams.prototype.get;
  URLSearchParams.prototype.get = function (name) {
    const asked = get.call(this, name);
    return name === "boot" && !globalThis.startsAsEver ? asked ?? "snapshot" : asked;
  };
}
"""
STARTS_AS_EVER = "globalThis.startsAsEver = true;"


def new_device(browser: Browser, **options: Any) -> BrowserContext:
    """A device that has never seen the app, whose user wants little to move on the screen.

    Its pages draw less often, wake Python up from the snapshot on a first visit too, and are stored
    only by `Screen.store_for_offline`. The `options` are Playwright's.
    """
    device: dict[str, Any] = {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "reduced_motion": "reduce",
    }
    context = browser.new_context(**(device | options))
    context.add_init_script(FEW_FRAMES)
    context.add_init_script(STORED_WHEN_ASKED)
    context.add_init_script(WAKES_UP)
    return context
