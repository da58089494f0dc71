"""A phone with the built site, whose page notes down what it plays and what it says to Python.

The site is as it was built but for one expression in the worker, which keeps hold of Python, so
that the beginning of a session can be asked of the session itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import Browser

from bench.lateness import Play
from bench.site import PHONE, Site
from tests.browser.listening import LISTEN, heard
from tests.browser.python import Python
from tests.browser.semantics import Screen

WATCH = """
  const noted = globalThis.noted = [];
  const note = (what, ...more) =>
    noted.push([what, (performance.timeOrigin + performance.now()) / 1000, ...more]);
  const size = (data) => data.byteLength ?? JSON.stringify(data).length;
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => note("to the screen", size(data)));
    }
    postMessage(data, ...rest) {
      note("to Python", size(data));
      super.postMessage(data, ...rest);
    }
  };
  addEventListener("pointerup", () => note("tap"), true);
"""

FIND = """
import gc
from willows_app.ui.model import Willows
willows = next(each for each in gc.get_objects() if isinstance(each, Willows))
"""

CLOCKS = """() => [
  python.runPython("import time; time.monotonic()"),
  (performance.timeOrigin + performance.now()) / 1000,
]"""

ORIGIN = "python.runPython('willows.session.player._read_at - willows.session.player.elapsed')"
LEFT_AT = "python.runPython('willows.session.player.elapsed')"
AWAY_FOR = "python.runPython('willows.session.player.absence.seconds')"


@dataclass(frozen=True)
class Message:
    """One message between Python and the screen."""

    at: float
    towards: Literal["to Python", "to the screen"]
    size: int


class Phone:
    """The app in a browser context of its own."""

    def __init__(self, browser: Browser, site: Site) -> None:
        context = browser.new_context(
            viewport=PHONE,
            device_scale_factor=2,
            has_touch=True,
            locale="en-GB",
            service_workers="block",  # one would serve the worker as it was built
        )
        context.add_init_script(WATCH)
        context.add_init_script(LISTEN)
        self.page = context.new_page()
        Python(self.page)  # keeps hold of it
        self.screen = Screen(self.page).open(site.url)
        self.python = self.page.workers[0]
        self.python.evaluate("(code) => { python.runPython(code); }", FIND)
        python, page = min(
            (self.python.evaluate(CLOCKS) for _ in range(20)),
            key=lambda clocks: float(clocks[1] - clocks[0]),
        )
        self._clock_began = float(page - python)
        """When Python's clock was at nought, in seconds since 1970."""

    def use_routine(self, file: bytes) -> None:
        """Add this routine and put it on Today."""
        screen = self.screen
        screen.tap("Exercises", role="tab")
        screen.scroll_to("Add a routine", role="button")
        with self.page.expect_file_chooser() as chooser:
            screen.tap("Add a routine")
        chooser.value.set_files(
            {"name": "hurried.yaml", "mimeType": "application/yaml", "buffer": file}
        )
        screen.scroll_to("Hurried", role="heading")
        screen.tap("Use this routine")

    def start(self) -> None:
        """Start the session."""
        self.screen.tap("Start session")
        self.screen.tap("I understand, start session")
        self.screen.see("Pause", role="button")

    def origin(self) -> float:
        """When the session under way began, had it never stood still, in seconds since 1970."""
        return self._clock_began + float(self.python.evaluate(ORIGIN))

    def left_at(self) -> float:
        """While the session asks about an absence: where it says that the patient left."""
        return float(self.python.evaluate(LEFT_AT))

    def away_for(self) -> float:
        """And how long it says that the patient was away."""
        return float(self.python.evaluate(AWAY_FOR))

    def plays(self) -> list[Play]:
        """What was played so far."""
        began: float = self.page.evaluate("performance.timeOrigin")
        return [
            Play((began + one.at) / 1000, one.file, (one.at - one.asked) / 1000)
            for one in heard(self.page)
        ]

    def tap(self, name: str) -> float:
        """Tap this button; when that was, in seconds since 1970."""
        self.screen.tap(name)
        return max(float(at) for _, at in self._noted("tap"))

    def messages(self, begin: float, end: float) -> list[Message]:
        """What went between Python and the screen, in seconds since 1970."""
        return [
            Message(at, what, size)
            for what, at, size in self._noted("to Python", "to the screen")
            if begin <= at < end
        ]

    def _noted(self, *kinds: str) -> list[Any]:
        return [each for each in self.page.evaluate("noted") if each[0] in kinds]
