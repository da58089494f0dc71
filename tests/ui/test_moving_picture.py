"""The picture of a session moves by what Python sends, and rests when it sends nothing."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import flet as ft
import msgpack
import pytest
from flet.controls.context import _context_page
from flet.messaging.protocol import Message
from flet.messaging.session import Session

from tests.ui.conftest import Run
from tests.ui.shown import PHONE, Nobody, encoded
from willows_app.pictures.drawn import drawn
from willows_app.routine.loading import read_routine
from willows_app.routine.model import Side
from willows_app.routine.picture import Picture
from willows_app.shipped import shipped_routines
from willows_app.ui.components.picture import moving_picture
from willows_app.ui.pictured import BEGINNING, FRAMES, MOVING, RESTING, Motion

ROUTINE = read_routine(shipped_routines()["upper_back.yaml"], "upper_back.yaml")
LATE = 0.5
"""Seconds that may come together where every change is a little late."""


def rhomboids() -> Picture:
    picture = ROUTINE.picture(ROUTINE.exercise("rhomboids"))
    assert picture is not None
    return picture


PICTURE = rhomboids()
START, END = PICTURE.pose("arm_forward"), PICTURE.pose("pulled")
AT_START, AT_END = (drawn(PICTURE, pose, Side.LEFT).svg for pose in (START, END))


def paths(svg: str) -> list[str]:
    return re.findall(' d="([^"]*)"', svg)


@ft.observable
@dataclass
class Clock:
    """Of a session, which runs, or not; or another screen is shown."""

    paused: bool = False
    left: bool = False


class Client(Nobody):
    """Notes each drawing that it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.drawings: list[str] = []

    def send_message(self, message: Message) -> None:
        super().send_message(message)
        self.drawings += _svg(getattr(message.body, "patch", None))


def _svg(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part] if part.startswith("<svg") else []
    if isinstance(part, ft.Image):
        return _svg(part.src)
    if isinstance(part, list | tuple):
        return [each for one in part for each in _svg(one)]
    return []


class OnScreen:
    """A picture before a client; `async with OnScreen(motion) as picture:`."""

    def __init__(self, motion: Motion, still: bool = False) -> None:
        self.clock = Clock()
        self._motion, self._still = motion, still

    async def __aenter__(self) -> Self:
        self.client = Client()
        self._session = self.client.session = Session(self.client)
        self._session.apply_page_patch(PHONE)
        _context_page.set(self._session.page)
        msgpack.packb(self._session.get_page_patch(), default=encoded)
        self._session.page.render(_screen, self.clock, self._motion, self._still)
        await asyncio.sleep(0.01)
        self.client.drawings.clear()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()
        await asyncio.sleep(0)
        assert not self.client.crash, self.client.crash

    async def sent(self, seconds: float) -> list[str]:
        """The drawings of the coming seconds."""
        self.client.drawings.clear()
        await asyncio.sleep(seconds)
        return self.client.drawings.copy()


@ft.component
def _screen(clock: Clock, motion: Motion, still: bool) -> ft.Control:
    if clock.left:
        return ft.Text("Another screen")
    return moving_picture(PICTURE, motion, 300, 150, still, clock.paused)


ONCE = Motion(START, END, Side.LEFT)
AGAIN = Motion(START, END, Side.LEFT, to_and_fro=True)


def test_it_moves_to_the_end_pose_and_then_nothing_more_is_sent(run: Run[Any]) -> None:
    async def session() -> None:
        async with OnScreen(ONCE) as picture:
            moving = await picture.sent(BEGINNING + MOVING + LATE)
            assert len(moving) == len(set(moving)) == FRAMES
            assert paths(moving[-1]) == paths(AT_END)
            assert AT_START not in moving
            assert await picture.sent(60) == []

    run(session())


def test_getting_ready_it_goes_to_and_fro_by_the_same_way(run: Run[Any]) -> None:
    async def session() -> None:
        async with OnScreen(AGAIN) as picture:
            there = await picture.sent(BEGINNING + MOVING + LATE)
            back = await picture.sent(RESTING + MOVING)
            assert [paths(each) for each in back] == [
                *(paths(each) for each in reversed(there[:-1])),
                paths(AT_START),
            ]
            assert await picture.sent(RESTING + MOVING + LATE)

    run(session())


@pytest.mark.parametrize("motion", [ONCE, AGAIN], ids=["once", "again"])
def test_with_less_motion_nothing_is_sent(run: Run[Any], motion: Motion) -> None:
    async def session() -> None:
        async with OnScreen(motion, still=True) as picture:
            assert await picture.sent(60) == []

    run(session())


def test_paused_in_the_middle_it_stays_there_and_goes_on_from_there(run: Run[Any]) -> None:
    async def session() -> None:
        async with OnScreen(ONCE) as picture:
            begun = await picture.sent(BEGINNING + MOVING / 2)
            picture.clock.paused = True
            assert await picture.sent(60) == []
            picture.clock.paused = False
            rest = await picture.sent(MOVING)
            assert len(begun) + len(rest) == len({*begun, *rest}) == FRAMES
            assert paths(rest[-1]) == paths(AT_END)

    run(session())


def test_a_picture_that_is_left_has_no_task(run: Run[Any]) -> None:
    async def session() -> None:
        before = asyncio.all_tasks()
        async with OnScreen(AGAIN) as picture:
            assert await picture.sent(BEGINNING + MOVING / 2)
            picture.clock.left = True
            assert await picture.sent(60) == []
        await asyncio.sleep(1)
        assert asyncio.all_tasks() == before

    run(session())
