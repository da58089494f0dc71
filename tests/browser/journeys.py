"""The ways to every screen. Each yields the name of a screen when it is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.hand_clock import HandClock
from tests.browser.python import Python
from tests.browser.screenshots import TWELVE_WEEKS, add_faulty_routine, open_exercise
from tests.browser.semantics import Node, Screen
from tests.browser.test_review import choose, shared
from tests.routine.prescriptions import PLAN
from willows_app.clinic.prescription_link import link_of
from willows_app.language import HANDOUT, _, pgettext

TOWEL = "Upper back extension, towel"
CONTEXTS = ("close", "in a session", HANDOUT)
GO = "(route) => { location.hash = `#${route}`; }"


class Spoken(Screen):
    """The app in the language in use, in which a thing is found by its English name."""

    def find(self, name: str | re.Pattern[str], role: str | None = None) -> Node | None:
        """See `Screen.find`; a pattern is taken as it is."""
        return super().find(name if isinstance(name, re.Pattern) else said(name), role)


def said(words: str) -> str:
    """What the language in use says for these words of a screen."""
    known = (_(words), *(pgettext(context, words) for context in CONTEXTS))
    return next((each for each in known if each != words), words)


@dataclass(frozen=True)
class Device:
    """A phone that shows Today, with its clock and its Python within reach."""

    phone: Spoken
    clock: HandClock
    python: Python


@dataclass(frozen=True)
class Place:
    """A screen that has an address, and what is seen there and nowhere before."""

    name: str
    route: str
    seen: str


PLACES = (
    Place("exercises", "/exercises", "Add a routine"),
    Place("exercise", "/exercises/upper_back/upper_back_extension_towel", "Adjust"),
    Place("adjust", "/exercises/upper_back/upper_back_extension_towel/adjust", "Time to get ready"),
    Place("cautions", "/cautions", "For every exercise"),
    Place("plan", "/plan", "Length of the daily phase"),
    Place(
        "plan-offered",
        link_of(PLAN, "https://willows.example/").partition("#")[2],
        "What would change",
    ),
    Place("history", "/history", "Each exercise"),
    Place("day", "/history/2026-11-22", "Add a session by hand"),
    Place("log", "/log", "All sessions"),
    Place("share", "/share", "Which days"),
    Place("settings", "/settings", "What I have"),
    Place("reminders", "/reminders", "Remind me"),
    Place("backup", "/backup", "Restore a backup"),
    Place("help", "/help", "What Willows is"),
    Place("licences", "/licences", "Licences"),
    Place("home-screen", "/home-screen", "Install it on this computer"),
    Place("first-run", "/first-run", "Skip all"),
    Place("today", "/", "Start session"),
)


def by_address(device: Device) -> Iterator[str]:
    """Every screen that has an address, where there have been twelve weeks of sessions."""
    device.python.run(TWELVE_WEEKS)
    for place in PLACES:
        device.phone.page.evaluate(GO, place.route)
        device.phone.see(place.seen)
        yield place.name


def for_a_clinician(device: Device) -> Iterator[str]:
    """Files of two patients are opened; then a plan is made."""
    phone = device.phone
    phone.page.evaluate(GO, "/review")
    phone.see("For clinicians")
    yield "review"
    with TemporaryDirectory() as folder:
        one = shared(Path(folder), "A-11", date(2026, 8, 31), kept=0.6)
        other = shared(Path(folder), "B-22", date(2026, 10, 26), kept=0.9)
    choose(phone, {"a.zip": one})
    phone.see("A-11", role="heading")
    yield "review-one"
    choose(phone, {"b.zip": other})
    phone.see("Side by side", role="heading")
    yield "review-two"
    phone.page.evaluate(GO, "/prescribe")
    phone.see("A plan for a patient")
    yield "prescribe"
    phone.tap(_("Begin with {handout}").format(handout=said("Upper Back")))
    phone.see("Exercises and doses")
    yield "prescribe-draft"
    phone.tap("Make the link and the code")
    phone.see("QR code of the plan", role="img")
    yield "prescribe-made"


def with_pain(device: Device) -> Iterator[str]:
    """A session is begun, and stopped for pain; then a routine is added that is faulty."""
    phone, clock = device.phone, device.clock
    begin(device, TOWEL)
    phone.see("Get ready")
    yield "session-get-ready"
    clock.passes(37.3)
    phone.see("Relax onto the towel")
    yield "session-hold"
    phone.tap("It hurts")
    phone.see("You have stopped", role="heading")
    yield "it-hurts"
    phone.tap("Stop for today")
    phone.see("Stopped for pain", role="heading")
    yield "finished-for-pain"
    phone.tap("Done")
    add_faulty_routine(phone)
    yield "routine-refused"


def interrupted(device: Device) -> Iterator[str]:
    """A session of sides turn about is paused and left, slept through, and cut off."""
    phone, clock = device.phone, device.clock
    begin(device, "Rotation")
    clock.passes(18.3)
    phone.see("Turn to the right")
    yield "session-sides"
    phone.tap("Pause")
    phone.see("Resume", role="button")
    yield "session-paused"
    phone.page.evaluate(GO, "/")
    phone.see("Resume", role="button")
    yield "today-waiting"
    phone.tap("Resume")
    clock.jumps(120)
    phone.see("Count it as done")
    yield "welcome-back"
    phone.tap("Go back to where I left")
    phone.see("Pause", role="button")
    clock.passes(10)
    phone.reload()
    phone.see("Leave it")
    yield "today-cut-off"


def done_well(device: Device) -> Iterator[str]:
    """The whole routine, to its end."""
    phone, clock = device.phone, device.clock
    clock.stop()
    phone.tap("Start session")
    phone.tap("I understand, start session")
    for _exercise in range(2):
        clock.passes(70)
        phone.tap("I have reached my lower back")
    clock.passes(30 * 60)
    phone.see("Well done", role="heading")
    yield "finished"


def begin(device: Device, exercise: str) -> None:
    """The session of one exercise, whose clock is moved by hand."""
    device.clock.stop()
    open_exercise(device.phone, exercise)
    device.phone.tap("Start session")
    device.phone.tap("I understand, start session")


JOURNEYS = (by_address, for_a_clinician, with_pain, interrupted, done_well)
