"""Drives the app the way a screen reader meets it: by role, name and place on the screen.

Flutter paints on a canvas. What a test can hold on to is the accessibility tree, which Flutter
keeps as ordinary elements under `flt-semantics-host` once it has been asked for.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self, TypeVar

from playwright.sync_api import Page

# The first load starts Python and Flutter: seconds on a fast machine, many on a loaded one.
BOOT = 90.0
WORKING = "Working..."  # what Flet shows while Python starts
SKIP_ALL = "Skip all"  # of the first run
PATIENCE = 60.0  # only a failing test waits for so long
POLL = 0.05
A_HAND = 0.3  # seconds; nobody closes an app sooner after a tap
AT_THE_END = 1.0  # nothing has moved for so long: there is nothing more to scroll

T = TypeVar("T")

UNTIL = """() => new Promise((holds) => {
  const look = setInterval(() => {
    if (!(CONDITION)) return;
    clearInterval(look);
    holds();
  }, 50);
})"""

# A page that is not seen draws none.
NEXT_FRAME = """() => new Promise((resolve) => {
  requestAnimationFrame(resolve);
  setTimeout(resolve, 500);
})"""

# One pass over the tree: what each node is, is called and where it is. Names come from aria-label
# or, for plain text, from the node's own text; a parent's name does not repeat its children's.
READ_TREE = """() => {
  const host = document.querySelector('flt-semantics-host');
  if (!host) return [];
  const implied = {INPUT: 'textbox', TEXTAREA: 'textbox', A: 'link', IMG: 'img'};
  const ownText = (element) => [...element.childNodes]
    .filter((n) => n.nodeType === Node.TEXT_NODE || n.nodeName === 'SPAN')
    .map((n) => n.textContent).join('');
  // Flutter keeps what is scrolled out of a list in the tree: only the list's box hides it.
  const shown = (element, box) => {
    let {left, top, right, bottom} = box;
    const clip = (by) => {
      left = Math.max(left, by.left); right = Math.min(right, by.right);
      top = Math.max(top, by.top); bottom = Math.min(bottom, by.bottom);
    };
    clip({left: 0, top: 0, right: innerWidth, bottom: innerHeight});
    for (let e = element.parentElement; e && e !== host; e = e.parentElement)
      if (getComputedStyle(e).overflow !== 'visible') clip(e.getBoundingClientRect());
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    return left <= x && x < right && top <= y && y < bottom;
  };
  const nodes = [];
  for (const element of host.querySelectorAll('flt-semantics, input, textarea, a, h1, h2, h3')) {
    const input = element.matches('input, textarea');
    const name = element.getAttribute('aria-label')
      ?? (input ? '' : ownText(element));
    const heading = /^H[1-6]$/.test(element.tagName) ? 'heading' : null;
    const type = element.getAttribute('type');
    const role = element.getAttribute('role') ?? heading
      ?? (type === 'range' ? 'slider' : type === 'checkbox' ? 'checkbox' : null)
      ?? implied[element.tagName] ?? 'text';
    if (!name && role === 'text') continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    nodes.push({
      // What keeps words on one line is not heard.
      role, name: name.trim().replaceAll('\u00a0', ' ').replaceAll('\u2060', ''),
      value: input ? element.value : element.getAttribute('aria-valuetext') ?? '',
      x: box.x, y: box.y, width: box.width, height: box.height, shown: shown(element, box),
      enabled: element.getAttribute('aria-disabled') !== 'true',
      checked: element.getAttribute('aria-checked') === 'true',
      selected: element.getAttribute('aria-selected') === 'true'
        || element.getAttribute('aria-current') === 'true',
    });
  }
  return nodes;
}"""


def until(condition: str) -> str:
    """A script that ends when this expression holds.

    `wait_for_function` evaluates it as a string each time, which our policy forbids.
    """
    return UNTIL.replace("CONDITION", condition)


class NotSeen(AssertionError):
    """What was waited for did not come; the message lists what was there instead."""


@dataclass(frozen=True)
class Node:
    """One thing on the screen, in CSS pixels."""

    role: str
    name: str
    value: str
    x: float
    y: float
    width: float
    height: float
    shown: bool  # its middle can be seen and tapped
    enabled: bool
    checked: bool
    selected: bool

    @property
    def centre(self) -> tuple[float, float]:
        """Where a finger would go."""
        return self.x + self.width / 2, self.y + self.height / 2

    def __str__(self) -> str:
        states = {"out of view": not self.shown, "disabled": not self.enabled}
        states |= {"checked": self.checked, "selected": self.selected}
        value = f" = {self.value!r}" if self.value else ""
        place = f"at {self.x:.0f},{self.y:.0f} size {self.width:.0f}x{self.height:.0f}"
        return ", ".join([f"{self.role} {self.name!r}{value} {place}", *filter(states.get, states)])

    def is_called(self, name: str | re.Pattern[str]) -> bool:
        """Tell whether this is its name, one line of its name, or, for a pattern, within it."""
        if isinstance(name, re.Pattern):
            return bool(name.search(self.name) or name.search(self.value))
        wanted = _plain(name)
        return any(wanted == _plain(text) for text in (self.name, *self.name.splitlines()))


class Screen:
    """The app in one page of a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    # ------------------------------------------------------------ coming and going

    def open(self, url: str) -> Self:
        """Load the app and wait until its first screen can be read; Today, past the first run."""
        self.page.goto(url, wait_until="commit")
        self.read_aloud()
        return self if "#/" in url else self.pass_first_run()

    def reload(self) -> Self:
        """Load the page again, as a patient who closed and reopened it."""
        self.page.wait_for_timeout(A_HAND * 1000)
        self.page.reload(wait_until="commit")
        return self.read_aloud()

    def pass_first_run(self) -> Self:
        """Skip the screens that a device which is new to the app shows first, where they are."""
        if self.find(SKIP_ALL, role="button"):
            self.tap(SKIP_ALL)
            self.see_no(SKIP_ALL)
        return self

    def go_offline(self) -> None:
        """Cut the network, for the page, its workers and its service worker."""
        self.page.context.set_offline(True)

    def go_online(self) -> None:
        """Mend the network."""
        self.page.context.set_offline(False)

    def store_for_offline(self) -> None:
        """Let the app be kept on the device; until then a test's first visit is spared that."""
        self.page.evaluate("globalThis.storeForOffline?.()")

    def wait_offline_ready(self) -> None:
        """Have the app kept on the device, until it says that all it needs is there."""
        self.store_for_offline()
        ready = "document.documentElement.dataset.offline === 'ready'"
        self._wait(lambda: self.page.evaluate(ready) or None, "the app to be offline-ready", BOOT)

    # ------------------------------------------------------------ looking

    def nodes(self) -> list[Node]:
        """Everything in the accessibility tree now, in reading order."""
        return [Node(**fields) for fields in self.page.evaluate(READ_TREE)]

    def names(self) -> list[str]:
        """The names of what can be seen now."""
        return [node.name for node in self.nodes() if node.name and node.shown]

    def find(self, name: str | re.Pattern[str], role: str | None = None) -> Node | None:
        """The first node of this name (and role) if there is one now, what can be seen first."""
        found = [
            node
            for node in self.nodes()
            if (role is None or node.role == role) and node.is_called(name)
        ]
        return min(found, key=lambda node: not node.shown, default=None)

    def see(
        self,
        name: str | re.Pattern[str],
        role: str | None = None,
        timeout: float = PATIENCE,
    ) -> Node:
        """Wait for a node of this name (and role)."""
        return self._wait(lambda: self.find(name, role), f"to see {_said(name, role)}", timeout)

    def see_no(self, name: str | re.Pattern[str], timeout: float = PATIENCE) -> None:
        """Wait until nothing has this name."""
        self._wait(lambda: self.find(name) is None or None, f"{_said(name)} to go", timeout)

    def box(self, name: str | re.Pattern[str], role: str | None = None) -> dict[str, float]:
        """Where it is and how large."""
        node = self.see(name, role)
        return {"x": node.x, "y": node.y, "width": node.width, "height": node.height}

    # ------------------------------------------------------------ doing

    def tap(
        self,
        name: str | re.Pattern[str],
        role: str | None = "button",
        timeout: float = PATIENCE,
    ) -> None:
        """Tap the middle of it, once it is there, enabled, in view and no longer moving.

        What a long list has not built yet is not in the tree: `scroll_to` it first.
        """
        if not self.see(name, role, timeout).shown:
            self.scroll_to(name, role)
        before: list[Node] = []

        def settled() -> Node | None:
            self.page.evaluate(NEXT_FRAME)
            node = self.find(name, role)
            ready = node is not None and node.enabled and before[-1:] == [node]
            if node is not None:
                before.append(node)
            return node if ready else None

        node = self._wait(settled, f"{_said(name, role)} to stand still, enabled", timeout)
        self.page.mouse.click(*node.centre)

    def type(self, name: str | re.Pattern[str], text: str) -> None:
        """Put this text into the text field of this name, in place of what is there."""

        def typed() -> Node | None:  # again where the field did not listen yet
            self.tap(name, role="textbox")
            self.page.keyboard.press("ControlOrMeta+A")
            self.page.keyboard.type(text)
            self.page.evaluate(NEXT_FRAME)
            node = self.find(name, role="textbox")
            return node if node is not None and node.value == text else None

        self._wait(typed, f"{_said(name)} to say {text!r}", PATIENCE)

    def scroll_to(self, name: str | re.Pattern[str], role: str | None = None) -> Node:
        """Bring it into view: to where it is, else down to the end of the screen, then up."""
        window = self.page.viewport_size
        assert window is not None, "the page has a fixed size"
        middle = window["height"] / 2
        for direction in (middle, -middle):
            for _ in range(60):
                node = self.find(name, role)
                if node is not None and node.shown:
                    return node
                if not self._wheel(node.centre[1] - middle if node else direction):
                    break
        raise NotSeen(f"scrolled to find {_said(name, role)}; there is:\n{self.dump()}")

    # ------------------------------------------------------------ when a test fails

    def dump(self) -> str:
        """The tree, one node a line."""
        return "\n".join(map(str, self.nodes()))

    # ------------------------------------------------------------

    def read_aloud(self) -> Self:
        """Ask Flutter for the accessibility tree, as a screen reader's user would, and await it."""
        asked = """() => {
          if (document.querySelector('flt-semantics-host flt-semantics')) return true;
          document.querySelector('flt-semantics-placeholder')?.click();
          return null;
        }"""
        self._wait(lambda: self.page.evaluate(asked), "Flutter's accessibility tree", BOOT)
        self._wait(lambda: set(self.names()) - {WORKING} or None, "the first screen", BOOT)
        return self

    def _wheel(self, distance: float) -> bool:
        """Turn the wheel, and tell whether anything has moved."""
        window = self.page.viewport_size
        assert window is not None, "the page has a fixed size"
        before = self.nodes()
        self.page.mouse.move(window["width"] / 2, window["height"] / 2)
        self.page.mouse.wheel(0, distance)
        end = time.monotonic() + AT_THE_END
        while time.monotonic() < end:
            self.page.wait_for_timeout(POLL * 1000)
            if self.nodes() != before:
                return True
        return False

    def _wait(self, ready: Callable[[], T | None], what: str, timeout: float) -> T:
        end = time.monotonic() + timeout
        while (result := ready()) is None:
            if time.monotonic() > end:
                raise NotSeen(f"waited {timeout:g} s for {what}; there is:\n{self.dump()}")
            self.page.wait_for_timeout(POLL * 1000)  # keeps Playwright's events flowing
        return result


def _plain(text: str) -> str:
    return " ".join(text.split())


def _said(name: str | re.Pattern[str], role: str | None = None) -> str:
    wanted = f"/{name.pattern}/" if isinstance(name, re.Pattern) else f'"{name}"'
    return f"{role} {wanted}" if role else wanted
