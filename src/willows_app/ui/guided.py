"""A guided session as the screens see it: the player, kept at the clock, and its log."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import flet as ft

from willows_app.adherence.facts import Session, SessionEnd
from willows_app.adherence.log import Log, new_id
from willows_app.guide.performance import Performed
from willows_app.guide.player import Clock, Player, PlayerState
from willows_app.routine.model import Exercise
from willows_app.routine.session_plan import SessionPlan
from willows_app.ui.saving import Saving, Write

Now = Callable[[], datetime]
"""Local time with its UTC offset."""

REFILL = 0.2
"""Seconds in which the ring fills up again for a new step."""


@dataclass(frozen=True)
class Face:
    """What the countdown shows: a number, and a ring on its way to `fraction`."""

    seconds: int
    fraction: float
    """How much of the step is over when the ring arrives."""
    within: float
    """Seconds that the ring takes to get there; the client moves it by itself."""


@ft.observable
@dataclass
class Countdown:
    """The face of the session's clock: what changes once a second, and nothing else does.

    Each second says anew where the ring goes, so one that came late heals itself.
    """

    face: Face = Face(0, 0.0, 0.0)


@ft.observable
class GuidedSession:
    """Walks the player along, and has each exercise logged the moment it ends.

    `changed` counts steps and commands: whoever watches it draws anew.
    """

    def __init__(
        self,
        plan: SessionPlan,
        *,
        log: Log,
        saving: Saving,
        clock: Clock,
        now: Now,
    ) -> None:
        self.routine = plan.routine
        self.player = Player(plan.exercises, clock, plan.choices)
        self.countdown = Countdown()
        self.changed = 0
        self.id = new_id()
        self.saving = saving
        self._log = log
        self._now = now
        self._end_told = False
        self._walking: asyncio.Task[None] | None = None
        planned = [exercise.id for exercise in plan.exercises]
        saving.write(partial(log.begin_session, self.id, plan.routine.id, planned, now()))

    @property
    def count(self) -> int:
        """How many exercises the session has."""
        return len(self.player.exercises)

    def number_of(self, exercise: Exercise) -> int:
        """The place of an exercise in the session, from 1."""
        return self.player.exercises.index(exercise) + 1

    @property
    def logged(self) -> Session | None:
        """What the log says of this session; None as long as it could not be written."""
        return self._log.session(self.id)

    @property
    def over(self) -> bool:
        """Whether the session has ended."""
        return self.player.state is PlayerState.OVER

    @property
    def running(self) -> bool:
        """Whether the clock runs."""
        return self.player.state is PlayerState.RUNNING

    def start(self) -> None:
        """Begin, or go on after a pause."""
        self.player.start()
        self._after(())

    def pause(self) -> None:
        """Stand still."""
        self._after(self.player.pause())

    def back(self) -> None:
        """To the start of this step or to the one before."""
        self._after(self.player.back())

    def skip(self) -> None:
        """Leave this exercise for the next."""
        self._after(self.player.skip())

    def reached(self) -> None:
        """The patient has reached the landmark."""
        self._after(self.player.reached())

    def stop(self) -> None:
        """End the session here."""
        self._end(self.player.stop, SessionEnd.STOPPED)

    def hurts(self) -> None:
        """End the session at once, for pain."""
        self._end(self.player.hurts, SessionEnd.STOPPED_FOR_PAIN)

    def _end(self, command: Callable[[], tuple[Performed, ...]], end: SessionEnd) -> None:
        """End it by this command, unless the clock says that it had come to its own end."""
        self._record(self.player.advance())
        self._record(command(), end)
        self._after(())

    def _after(self, ended: tuple[Performed, ...]) -> None:
        """Log what ended, then keep walking if there is anywhere to go."""
        self._record(ended)
        if self._walking:
            self._walking.cancel()
        self._walking = asyncio.create_task(self._walk())
        self.changed += 1

    def _record(self, ended: tuple[Performed, ...], end: SessionEnd = SessionEnd.FINISHED) -> None:
        at = self._now()
        facts: list[Write] = [
            partial(self._log.add_entry, self.id, self._title(performed), performed, at)
            for performed in ended
        ]
        if self.over and not self._end_told:
            self._end_told = True
            facts.append(partial(self._log.end_session, self.id, end, at))
        if facts:
            self.saving.write(*facts)

    def _title(self, performed: Performed) -> str:
        return self.routine.exercise(performed.exercise).title

    async def _walk(self) -> None:
        """From second to second and step to step, until something else is asked for."""
        index = self.player.position.index
        while self.running:
            await asyncio.sleep(self._show(refill=self.player.position.index != index))
            index = self.player.position.index
            self._record(self.player.advance())
            if self.player.position.index != index or self.over:
                self.changed += 1
        self._show(refill=True)

    def _show(self, refill: bool) -> float:
        """Set the countdown's face; the seconds until it is out of date.

        `refill` brings the ring to where the step is, before it moves along with it.
        """
        position = self.player.position
        seconds, within = math.ceil(position.left), _to_next_second(position.left)
        into = position.into
        if refill:
            within = min(within, REFILL)
        else:
            into += within
        self.countdown.face = Face(seconds, into / position.step.duration, within)
        return within


def _to_next_second(left: float) -> float:
    """Seconds until the countdown shows another number."""
    return left - (math.ceil(left) - 1) if left > 0 else 0.0
