"""Every word on every screen can be translated: in a made-up language no English one is left.

What people wrote themselves stays as it is: here it is in Cyrillic letters.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.pseudo import ENGLISH_WORD, pseudo, pseudo_language
from tests.ui.conftest import FakeStorage, Run
from tests.ui.shown import Said, Shown
from tests.ui.speaking import set_device_to
from willows_app.adherence.facts import Change, Pain, PainMoment, PauseReason, SessionEnd
from willows_app.device.dropping import Given, picked
from willows_app.device.notifier import Arrival, NotifierState, Permission, System
from willows_app.device.sharing import Handed
from willows_app.guide.performance import Outcome, Performed, SkipReason
from willows_app.language import ENGLISH, Language, use
from willows_app.reminders.nudge import Nudge
from willows_app.routine.choice import AS_PRESCRIBED
from willows_app.routine.model import Side
from willows_app.routine.session_plan import SessionPlan
from willows_app.shipped import shipped
from willows_app.ui.app import ROUTES
from willows_app.ui.for_clinic import Made
from willows_app.ui.keeping import Keeping
from willows_app.ui.model import Willows
from willows_app.ui.offline import Offline, Stored
from willows_app.ui.own_plan import OwnPlan
from willows_app.ui.reminding import Reminding
from willows_app.ui.safekeeping import Damage

NAMES = re.compile(
    r"Willows Clinic \(Alexander Clinic\)|Willows|English|Deutsch|P-7|\bn = "
    r"|[\w.-]+\.(?:csv|gz|html|ics|json|pdf|txt|willows|yaml|zip)"
)
"""The same in every language: names, what files are called, signs of statistics."""

SCREENS = [f"/{route.path or ''}" for route in ROUTES if ":" not in (route.path or "")]
LANGUAGES = {ENGLISH.name, *(language.name for language in shipped().languages.values())}
NOTE = "Спина"


def untranslated(said: list[Said]) -> set[Said]:
    """What has a word that no translator was given."""
    return {each for each in said if ENGLISH_WORD.search(NAMES.sub("", each.text))}


@pytest.fixture(scope="module")
def nobodys() -> Language:
    return pseudo_language()


class Device:
    """Tells what it can, and does what it is asked."""

    def __init__(self, state: NotifierState) -> None:
        self._state = state

    async def state(self) -> NotifierState:
        return self._state

    async def ask_permission(self) -> Permission:
        return self._state.permission

    async def keep(self, nudges: object, due_today: bool) -> None:
        """They are kept."""

    async def test(self, nudge: Nudge) -> None:
        """It will come."""

    async def open_settings(self) -> None:
        """They are open."""

    def on_tap(self, listener: Callable[[], None]) -> None:
        """Nobody taps."""


@pytest.fixture
def willows(willows: Willows, nobodys: Language) -> Iterator[Willows]:
    content = shipped()
    willows.help, willows.first_run_words = content.help_words, content.first_run_words
    set_device_to(nobodys, willows)
    yield willows
    use(ENGLISH)


Walk = Callable[[Shown], AsyncIterator[None]]


@pytest.fixture
def no_english(willows: Willows, run: Run[Any]) -> Callable[[Walk], None]:
    """Nothing in English is met on this walk, which yields wherever it looks around."""

    async def left(walk: Walk) -> set[Said]:
        met = set[Said]()
        async with Shown(willows) as shown:
            async for _ in walk(shown):
                met |= untranslated(shown.said())
        return met

    def check(walk: Walk) -> None:
        met = sorted(run(left(walk)))
        assert not met, "\n".join(
            ["English is left:", *(f"{each.place}: {each.text}" for each in met)]
        )

    return check


def grow(willows: Willows) -> None:
    """Ten weeks with all that can happen in them."""
    log, routine = willows.log, willows.routine
    for ago in range(70, 0, -1):
        at, day = willows.now() - timedelta(days=ago), willows.today - timedelta(days=ago)
        if ago == 60:
            until = day + timedelta(days=3)
            log.change_plan(
                routine.id, Change.PAUSE, day, at, until=until, reason=PauseReason.TRAVEL
            )
        if ago == 50:
            log.change_plan(routine.id, Change.LENGTH, day, at, days=20)
        if 57 <= ago <= 60 or ago % 9 == 0:
            continue
        id = f"{ago}"
        log.begin_session(id, routine.id, [each.id for each in routine.exercises], at, day)
        for number, exercise in enumerate(routine.exercises[: 4 if ago % 7 == 0 else None]):
            done = Performed.as_planned(exercise, AS_PRESCRIBED)
            if number == 1 and ago % 5 == 0:
                done = replace(done, outcome=Outcome.SKIPPED, reason=SkipReason.PAIN)
            log.add_entry(id, exercise.title, done, at)
        log.add_pain(id, Pain(PainMoment.BEFORE, 4, at))
        if ago % 11 == 0:
            exercise = routine.exercises[0].id
            log.add_pain(id, Pain(PainMoment.STOP, 6, at, exercise, Side.LEFT))
            log.end_session(id, SessionEnd.STOPPED_FOR_PAIN, at)
        else:
            log.add_pain(id, Pain(PainMoment.AFTER, 2, at))
            log.end_session(id, SessionEnd.FINISHED, at)
        if ago == 8:
            log.write_note(id, NOTE, at)


def test_on_a_phone_that_is_new_to_willows(
    willows: Willows, no_english: Callable[[Walk], None]
) -> None:
    async def walk(shown: Shown) -> AsyncIterator[None]:
        yield
        while shown.find(pseudo("Next")):
            await shown.tap(pseudo("Next"))
            yield
        willows.pass_first_run()
        for screen in SCREENS:
            await shown.go(screen)
            yield

    no_english(walk)


def test_on_every_screen_after_ten_weeks(
    willows: Willows, no_english: Callable[[Walk], None]
) -> None:
    grow(willows)
    days = [willows.today - timedelta(days=ago) for ago in (0, 1, 7, 8, 9, 10, 11, 35, 59)]
    exercises = [f"/exercises/{willows.routine.id}/{each.id}" for each in willows.routine.exercises]

    async def walk(shown: Shown) -> AsyncIterator[None]:
        yield
        for screen in (*SCREENS, *exercises, *(f"{each}/adjust" for each in exercises)):
            await shown.go(screen)
            yield
        for day in days:
            await shown.go(f"/history/{day}")
            yield
        await shown.go("/history")
        for _ in range(3):
            await shown.tap(pseudo("Earlier month"))
            yield

    no_english(walk)


async def all_around(shown: Shown, screens: Iterable[str]) -> AsyncIterator[None]:
    """Every one of these screens, and what becomes of it when each of its buttons is pressed."""
    for screen in screens:
        await shown.go("/")
        await shown.go(screen)
        for name in shown.to_press():
            await shown.go("/")
            await shown.go(screen)
            if name not in LANGUAGES and shown.find(name):
                await shown.tap(name)
                yield


def test_whatever_is_pressed(willows: Willows, no_english: Callable[[Walk], None]) -> None:
    grow(willows)
    day = f"/history/{willows.today - timedelta(days=8)}"
    exercise = willows.routine.exercises[0].id
    of_one = f"/exercises/{willows.routine.id}/{exercise}"
    no_english(lambda shown: all_around(shown, (*SCREENS, day, of_one, f"{of_one}/adjust")))


def test_in_every_state_of_the_plan(willows: Willows, no_english: Callable[[Walk], None]) -> None:
    grow(willows)

    async def walk(shown: Shown) -> AsyncIterator[None]:
        def own() -> OwnPlan:
            return willows.own_plan()

        changes: list[Callable[[], object]] = [
            lambda: own().begin_as_needed(),
            lambda: own().undo_as_needed(),
            lambda: own().stay_daily(),
            lambda: own().last_for(3),
            lambda: own().begin_as_needed(),
            lambda: own().flare(),
            lambda: own().flare_over(),
            lambda: own().pause(PauseReason.OTHER, own().today + timedelta(days=2), None),
            lambda: own().pause(PauseReason.ILLNESS, own().today, None),
            lambda: own().resume(),
            lambda: own().begin_daily(),
        ]
        for change in changes:
            change()
            for screen in ("/", "/plan", "/history"):
                await shown.go(screen)
                yield

    no_english(walk)


def test_in_a_session(willows: Willows, no_english: Callable[[Walk], None]) -> None:
    async def walk(shown: Shown) -> AsyncIterator[None]:
        willows.pass_first_run()
        willows.about_to_do = SessionPlan.whole(willows.routine)
        await shown.go("/session")
        yield
        willows.begin()
        session = willows.under_way
        assert session
        for exercise in willows.routine.exercises:
            for _ in range(8):
                await asyncio.sleep(7)
                yield
            session.pause()
            await shown.settle()
            yield
            session.start()
            if exercise == willows.routine.exercises[1]:
                session.skip()
                await shown.settle()
                yield
                session.say_why(SkipReason.PAIN)
            elif exercise == willows.routine.exercises[2]:
                session.hurts()
                await shown.settle()
                yield
                session.carry_on()
                session.start()
            elif exercise == willows.routine.exercises[3]:
                session.freeze()
                await asyncio.sleep(100)
                session.thaw()
                await shown.settle()
                yield
                session.go_on_from_here()
                session.start()
            else:
                session.skip()
        await shown.settle()
        yield

    no_english(walk)


@pytest.mark.parametrize("end", ["stop", "hurts"])
def test_when_a_session_is_stopped(
    willows: Willows, no_english: Callable[[Walk], None], end: str
) -> None:
    async def walk(shown: Shown) -> AsyncIterator[None]:
        willows.pass_first_run()
        willows.about_to_do = SessionPlan.whole(willows.routine)
        willows.begin()
        await shown.go("/session")
        session = willows.under_way
        assert session
        await asyncio.sleep(40)
        getattr(session, end)()
        await shown.settle()
        yield
        session.stop()
        await shown.settle()
        yield
        for screen in ("/", "/log", f"/history/{willows.today}"):
            await shown.go(screen)
            yield

    no_english(walk)


DEVICES = [
    *(
        (system, True, "Chrome", installed, None)
        for system in System
        for installed in (True, False)
    ),
    *((System.IOS, True, "Safari", installed, None) for installed in (True, False)),
    *((System.ANDROID, False, "", True, restricted) for restricted in (None, True)),
    *((system, False, "", True, None) for system in (System.IOS, System.LINUX)),
]
STATES = [
    NotifierState(permission, arrival, *device)
    for device in DEVICES
    for permission in Permission
    for arrival in (Arrival if permission is Permission.GRANTED else (Arrival.WHILE_OPEN,))
]


def test_about_reminders_on_every_device(
    willows: Willows, no_english: Callable[[Walk], None]
) -> None:
    reminder_words = shipped().reminder_words

    async def walk(shown: Shown) -> AsyncIterator[None]:
        willows.own.remind(replace(willows.own.reminders, on=True))
        willows.pass_first_run()
        await shown.go("/reminders")
        for state in STATES:
            willows.reminding = Reminding(willows, Device(state), reminder_words)
            willows.look_again()
            await shown.settle()
            yield
        await willows.reminding.send_one_to_try()
        await shown.settle()
        yield
        await asyncio.sleep(120)
        willows.look_again()
        await shown.settle()
        yield

    no_english(walk)


class Saves:
    """Whatever is handed to it is saved."""

    async def send(self, name: str, type: str, content: bytes) -> Handed:
        return Handed.SAVED

    hand_over = send


class Desk:
    """The page on which a clinician drops files."""

    async def begin(self, dropped: Callable[[Sequence[Given]], object]) -> bool:
        self.dropped = dropped
        return True

    def end(self) -> None:
        """No more files."""


def test_between_patient_and_clinic(willows: Willows, no_english: Callable[[Walk], None]) -> None:
    grow(willows)
    clinic, willows.sharing = willows.for_clinic, Saves()

    async def walk(shown: Shown) -> AsyncIterator[None]:
        await shown.go("/share")
        await clinic.make()
        await shown.settle()
        yield  # no code is no patient
        clinic.call("Ж-7")
        await clinic.make()
        await shown.settle()
        yield
        clinic.call("P-7")
        await clinic.make()
        await shown.settle()
        yield
        file = clinic.state.file if isinstance(clinic.state, Made) else None
        assert file, clinic.state
        await clinic.hand_over()
        await shown.settle()
        yield

        willows.dropping = desk = Desk()
        await shown.go("/review")
        contents = {file.name: file.content, "7.willows": b"", "8.willows": file.content[:200]}
        for name, content in contents.items():
            desk.dropped([picked(name, len(content), content, None)])
            await shown.settle()
            yield
        for name in shown.to_press():
            if shown.find(name) and name != pseudo("Settings"):
                await shown.tap(name)
                yield

    no_english(walk)


def offline_states() -> Iterator[dict[str, Any]]:
    reasons: list[dict[str, Any]] = [{"reason": each} for each in ("no network", "not there", "?")]
    reasons += [{"reason": "no room", "needed": 3e7, **free} for free in ({}, {"free": 1e7})]
    told = {"percent": 40, "why": None, "release": "1", "newer": None}
    for state in Stored:
        yield told | {"state": state.value}
        yield told | {"state": "ready", "newer": told | {"state": state.value}}
    for why in reasons:
        yield told | {"state": "failed", "why": why}
        yield told | {"state": "ready", "newer": told | {"state": "failed", "why": why}}


KEPT = [
    {"supported": supported, "persisted": persisted, "standalone": standalone, "ios": ios}
    for supported in (True, False)
    for persisted in (True, False)
    for standalone in (True, False)
    for ios in (True, False)
]


def test_about_the_device(
    willows: Willows, storage: FakeStorage, no_english: Callable[[Walk], None]
) -> None:
    grow(willows)

    async def nothing() -> dict[str, Any]:
        return {}

    async def walk(shown: Shown) -> AsyncIterator[None]:
        willows.offline = Offline(lambda: None)
        for told in offline_states():
            willows.offline.hear(told)
            for screen in ("/", "/settings"):
                await shown.go(screen)
                yield
        willows.keeping = Keeping(nothing, nothing)
        for answer in KEPT:
            willows.keeping.answer = answer
            willows.changed += 1
            await shown.settle()
            yield
        for damage in (Damage("a", None), Damage("a", willows.now()), Damage("", willows.now())):
            willows.damage = damage
            await shown.go("/")
            yield
        storage.fails = NOTE
        willows.own.have(600)
        for screen in SCREENS:
            await shown.go(screen)
            yield
        willows.trouble = pseudo("The log is not open yet.")
        await shown.settle()
        yield

    no_english(walk)


def test_of_a_session_that_was_cut_off(
    willows: Willows, no_english: Callable[[Walk], None]
) -> None:
    async def walk(shown: Shown) -> AsyncIterator[None]:
        willows.about_to_do = SessionPlan.whole(willows.routine)
        willows.begin()
        await asyncio.sleep(60)
        assert willows.under_way
        willows.under_way.pause()
        yield
        await willows.open()
        willows.session = None
        willows._find_cut_off()
        assert willows.cut_off
        for screen in SCREENS:
            await shown.go(screen)
            yield

    no_english(walk)
