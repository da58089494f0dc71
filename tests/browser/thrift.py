"""What spares the machine that runs the tests: much of a test's time went into these.

A page draws in software here, sixty times a second at twice the size, keeps the whole app for
offline use at the first visit, and has its WebAssembly compiled twice. Few tests are about any of
these.
"""

from __future__ import annotations

from playwright.sync_api import BrowserContext

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


def spare(context: BrowserContext) -> None:
    """Have every page of it draw less often and be stored only by `Screen.store_for_offline`."""
    context.add_init_script(FEW_FRAMES)
    context.add_init_script(STORED_WHEN_ASKED)
