"""What keeps a person who has no finger from the controls of a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.browser.readable import CONTROLS
from tests.browser.semantics import Screen

AND_BACK = 2
"""So many times Shift and Tab are pressed."""

WATCH = """(selector) => {
  const host = document.querySelector("flt-semantics-host");
  const works = (element) =>
    element.getAttribute("aria-disabled") !== "true" && element.getBoundingClientRect().width > 0;
  const controls = [...host.querySelectorAll(selector)].filter(works);
  const name = (element) => element.getAttribute("aria-label") ?? element.innerText.trim();
  const stops = [];
  let back = false;
  const turn = ({ shiftKey }) => (back = shiftKey);
  const note = ({ target }) => {
    const { outlineStyle, outlineWidth, opacity } = getComputedStyle(target);
    // Flutter itself draws the frame of a text field that has the focus.
    const field = target.matches("input, textarea");
    const ring = outlineStyle === "solid" && parseFloat(outlineWidth) >= 2 && opacity > 0;
    stops.push({ place: controls.indexOf(target), name: name(target), seen: field || ring, back });
  };
  const heard = { keydown: turn, focusin: note };
  Object.entries(heard).forEach(([event, hear]) => addEventListener(event, hear, true));
  globalThis.endOfWalk = () => {
    Object.entries(heard).forEach(([event, hear]) => removeEventListener(event, hear, true));
    return stops;
  };
  return controls.map(name);
}"""

SELECTOR = ", ".join(("a", "input", "textarea", *(f"[role={role}]" for role in CONTROLS)))


@dataclass(frozen=True)
class Stop:
    """Where the Tab key came to."""

    place: int
    """Among the controls, in the order in which they are read; -1 if it is none."""
    name: str
    seen: bool
    """The focus shows."""
    back: bool
    """It came there by Shift and Tab."""


def out_of_reach(phone: Screen) -> list[str]:
    """What is wrong on the way round this screen with the Tab key, and a little way back."""
    press = phone.page.keyboard.press
    names: list[str] = phone.page.evaluate(WATCH, SELECTOR)
    for _ in range(len(names) + 1):  # from the last one it may go out of the page first
        press("Tab")
    for _ in range(AND_BACK):
        press("Shift+Tab")
    return [*_troubles(names, [Stop(**each) for each in phone.page.evaluate("endOfWalk()")])]


def _troubles(names: Sequence[str], stops: Sequence[Stop]) -> Iterator[str]:
    there = {stop.place for stop in stops if not stop.back}
    yield from (f"Tab never comes to {names[each]!r}" for each in {*range(len(names))} - there)
    if names and not any(stop.back for stop in stops):
        yield "nothing is gone back to"
    for stop in stops:
        if stop.place < 0:
            yield f"Tab stops at {stop.name[:80]!r}, no control"
        if not stop.seen:
            yield f"no ring around {stop.name!r}"
    for one, other in pairwise(stops):
        step = -1 if other.back else 1
        came_back = one.place == other.place and one.back != other.back  # from beyond the page
        if other.place != (one.place + step) % len(names) and not came_back:
            yield f"Tab goes from {one.name!r} to {other.name!r}"
