"""What stands on the screens of the first run, and how Willows comes to this device's home screen.

All of it is in `data/first_run.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from willows_app.device.notifier import NotifierState
from willows_app.language import _
from willows_app.routine.model import Routine, Say
from willows_app.ui.help_words import in_place


class Step(StrEnum):
    """What a screen is about, in the usual order."""

    WHAT_IT_IS = "what it is"
    DAILY_PHASE = "daily phase"
    REMINDER = "reminder"
    HOME_SCREEN = "home screen"


def steps(in_browser_tab: bool, on_iphone: bool) -> tuple[Step, ...]:
    """Those that are worth a screen on this device, in their order.

    On an iPhone or iPad the app on the home screen knows nothing of what was set in the browser:
    so it comes before anything is set.
    """
    what, *settings, home_screen = Step
    if not in_browser_tab:
        return (what, *settings)
    return (what, home_screen, *settings) if on_iphone else (what, *settings, home_screen)


@dataclass(frozen=True)
class Point:
    """A sentence and what stands before it: a key of `screens.first_run.ICONS`."""

    icon: str
    text: str


@dataclass(frozen=True)
class Words:
    """What one screen says."""

    title: str
    text: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    again: str = ""
    """Where it is found later."""

    def reworded(self, say: Say) -> Words:
        """The same, with each text as `say` has it."""
        points = (Point(each.icon, say(each.text)) for each in self.points)
        return Words(say(self.title), tuple(map(say, self.text)), tuple(points), say(self.again))

    def of(self, routine: Routine) -> Words:
        """For the patient who has this routine, in the language in use."""
        return self.reworded(lambda text: in_place(_(text), routine))


@dataclass(frozen=True)
class Shown:
    """What a step of a way looks like: a button of a bar, an entry of a menu, or Willows' icon."""

    icon: str = ""
    """A key of `components.home_screen.SIGNS`."""
    bar: str = ""
    """Where a bar is that has it as a button: `above` or `below` the page."""
    at: str = ""
    """Where in the bar: `start`, `middle` or `end`."""
    entry: str = ""
    """The words beside it, where it stands in a menu."""
    app: bool = False


@dataclass(frozen=True)
class WayStep:
    """One thing to do in the browser."""

    text: str
    shows: Shown


@dataclass(frozen=True)
class Way:
    """How Willows comes to the home screen in some browsers."""

    steps: tuple[WayStep, ...]
    systems: tuple[str, ...] = ()
    """By their names in `device.notifier.System`; none for all of them."""
    browsers: tuple[str, ...] = ()
    """None for all of them."""
    title: str = ""
    """Instead of that of the screen."""
    text: str = ""
    """What is to be known besides."""

    def reworded(self, say: Say) -> Way:
        """The same, with each text as `say` has it."""
        steps = (
            WayStep(say(each.text), replace(each.shows, entry=say(each.shows.entry)))
            for each in self.steps
        )
        return replace(self, steps=tuple(steps), title=say(self.title), text=say(self.text))

    def fits(self, state: NotifierState) -> bool:
        """Whether it is the way on this device."""
        there = not self.systems or state.system in self.systems
        return there and (not self.browsers or state.browser in self.browsers)


@dataclass(frozen=True)
class FirstRunWords:
    """All of it."""

    screens: Mapping[Step, Words] = field(default_factory=dict)
    ways: tuple[Way, ...] = (Way(()),)

    def way(self, state: NotifierState | None) -> Way:
        """The way on this device, in the language in use; the last fits everywhere."""
        fitting = (each for each in self.ways if state and each.fits(state))
        return next(fitting, self.ways[-1]).reworded(_)


def read_first_run_words(source: bytes) -> FirstRunWords:
    """What is in the bytes of `data/first_run.yaml`."""
    import yaml  # late: where a build has read them already, this is never called

    written = yaml.safe_load(source)
    return FirstRunWords(
        {step: _words(**written[step.value]) for step in Step},
        tuple(_way(**each) for each in written["ways"]),
    )


def _words(
    title: str, again: str, text: Sequence[str] = (), points: Sequence[Mapping[str, str]] = ()
) -> Words:
    return Words(title, tuple(text), tuple(Point(**each) for each in points), again)


def _way(
    steps: Sequence[Mapping[str, Any]],
    systems: Sequence[str] = (),
    browsers: Sequence[str] = (),
    title: str = "",
    text: str = "",
) -> Way:
    return Way(
        tuple(_way_step(**each) for each in steps), tuple(systems), tuple(browsers), title, text
    )


def _way_step(text: str, shows: Mapping[str, Any]) -> WayStep:
    return WayStep(text, Shown(**shows))
