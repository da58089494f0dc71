"""The reference of a session: a timer as it is usually written, in a page of its own.

Each second it counts a tick, plays a sound and asks to be woken in another second.
"""

from __future__ import annotations

from playwright.sync_api import Browser

TIMER = """
  () => {
    const now = () => (performance.timeOrigin + performance.now()) / 1000;
    const sound = new Audio("data:audio/wav;base64," +
      "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQIAAAAAAA==");
    globalThis.began = now();
    globalThis.ticks = [];
    const tick = () => {
      ticks.push(now());
      sound.play().catch(() => {});
      setTimeout(tick, 1000);
    };
    setTimeout(tick, 1000);
  }
"""


class TickingTimer:
    """The page, and what its timer has counted once it was started."""

    def __init__(self, browser: Browser) -> None:
        self.page = browser.new_context().new_page()

    def start(self) -> None:
        """Begin to count."""
        self.page.evaluate(TIMER)

    @property
    def began(self) -> float:
        """In seconds since 1970."""
        return float(self.page.evaluate("began"))

    @property
    def ticks(self) -> list[float]:
        """When each tick played its sound, in seconds since 1970."""
        return [float(moment) for moment in self.page.evaluate("ticks")]

    def behind(self) -> float:
        """Seconds by which what it shows is behind the clock."""
        now, began, ticks = self.page.evaluate(
            "[(performance.timeOrigin + performance.now()) / 1000, began, ticks.length]"
        )
        return float(now - began - ticks)
