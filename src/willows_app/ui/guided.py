"""A guided session as the screens see it: the player, kept at the clock, and its log."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

import flet as ft

from willows_app.adherence.bookmark import Bookmark, forget_bookmark, keep_bookmark
from willows_app.adherence.facts import Pain, PainMoment, Session, SessionEnd
from willows_app.adherence.log import Log, new_session_id
from willows_app.guide.performance import Performed, SkipReason
from willows_app.guide.player import Clock, Player, PlayerState
from willows_app.routine.model import Exercise, Routine, Side
from willows_app.routine.session_plan import SessionPlan
from willows_app.ui.cuer import Cuer
from willows_app.ui.saving import Saving, Write

Now = Callable[[], datetime]
"""Local time with its UTC offset."""

AWAY_AFTER = 5.0
"""Seconds without a look at the clock after which nobody can have followed the session."""

EXACT = 0.05
"""Seconds between looks at the clock: so exactly it is known when a phone was frozen."""

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
        day: date,
        bookmark_file: Path,
        bookmark: Bookmark | None = None,
        cuer: Cuer | None = None,
        titles: Mapping[str, str] | None = None,
    ) -> None:
        """A new session of `plan` that counts for `day`, or the one of the `bookmark`.

        `titles` are those of the exercises as they are logged, in any language; none for those
        of the plan.
        """
        self._titles = titles or {}
        self.plan = plan
        self.player = Player(
            plan.exercises, clock, plan.choices, bookmark.progress if bookmark else None
        )
        self.countdown = Countdown()
        self.cuer = cuer
        self.changed = 0
        self.just_skipped: Performed | None = None
        self.started_at = bookmark.started_at if bookmark else now()
        self.id = bookmark.session if bookmark else new_session_id(self.started_at)
        self.saving = saving
        self._log = log
        self._clock = clock
        self._now = now
        self._bookmark_file = bookmark_file
        self.end: SessionEnd | None = None
        self._seen = clock()
        self._walking: asyncio.Task[None] | None = None
        if bookmark is None:
            planned = [exercise.id for exercise in plan.exercises]
            saving.write(
                partial(log.begin_session, self.id, plan.routine.id, planned, self.started_at, day)
            )

    @property
    def routine(self) -> Routine:
        """The routine that the exercises are of."""
        return self.plan.routine

    def reword(self, routine: Routine) -> None:
        """Go on in the words of this routine, which is the same one in another language."""
        self.plan = self.plan.reworded(routine)
        self.player.reword(self.plan.exercises)
        if self.cuer and not self.over:
            self.cuer.follow(self.player)
        self.changed += 1

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
        self._look()
        self._after(self.player.pause())

    def back(self) -> None:
        """To the start of this step or to the one before."""
        self._look()
        self._after(self.player.back())

    def repeat(self) -> None:
        """This exercise once more."""
        self._look()
        self._after(self.player.repeat())

    def lengthen(self, seconds: float) -> None:
        """Make this step so much longer, or shorter."""
        self._look()
        self._after(self.player.lengthen(seconds))

    def skip_side(self) -> None:
        """Leave the rest of this side."""
        self._look()
        self._after(self.player.skip_side())

    def skip(self) -> None:
        """Leave this exercise for the next; why can be said afterwards, or not at all."""
        self._look()
        ended = self.player.skip()
        self._after(ended)
        self.just_skipped = ended[-1] if ended else None

    def say_why(self, reason: SkipReason) -> None:
        """Why the exercise was skipped."""
        if self.just_skipped is not None:
            self._record((replace(self.just_skipped, reason=reason),))
            self.just_skipped = None

    def reached(self) -> None:
        """The patient has reached the landmark."""
        self._look()
        self._after(self.player.reached())

    def add_place(self) -> None:
        """One more place along the back."""
        self._look()
        self._after(self.player.add_place())

    def stop(self) -> None:
        """End the session here; of an absence that was not asked about nothing is credited."""
        self._look()
        self._record(self.player.advance())
        hurt = self.player.state is PlayerState.HURT
        end = SessionEnd.STOPPED_FOR_PAIN if hurt else SessionEnd.STOPPED
        self._record(self.player.stop(), end)
        self._after(())

    def hurts(self) -> None:
        """End this exercise at once, for pain; what the patient does next is asked.

        After an absence it is the one where the patient was last seen.
        """
        self._look()
        self.player.go_back_to_where_it_was()
        self._after(self.player.hurts())

    def carry_on(self) -> None:
        """After pain: go on without the exercise that hurt."""
        self.player.carry_on()
        self._after((), SessionEnd.STOPPED_FOR_PAIN)

    def go_on_from_here(self) -> None:
        """After an absence: where the clock says, with nothing credited."""
        self._after(self.player.go_on_from_here())

    def go_back_to_where_it_was(self) -> None:
        """After an absence: where the patient was last seen."""
        self.player.go_back_to_where_it_was()
        self._after(())

    def count_as_done(self) -> None:
        """After an absence: the patient did it all."""
        self._after(self.player.count_as_done())

    def say_pain(
        self,
        moment: PainMoment,
        score: int | None,
        exercise: str | None = None,
        side: Side | None = None,
    ) -> None:
        """How much it hurts; no `score` if the patient would rather not say."""
        pain = Pain(moment, score, self._now(), exercise, side)
        self.saving.write(partial(self._log.add_pain, self.id, pain))

    def freeze(self) -> None:
        """The page stands still: nobody sees or hears the session until `thaw`."""
        if self.running and self._walking:
            self._look()
            self._walking.cancel()
            if self.cuer:
                self.cuer.stop()

    def thaw(self) -> None:
        """The page goes on."""
        if self.running:
            self._look()
            self._after(())

    def _look(self) -> None:
        """Look at the clock, and notice an absence before it is credited."""
        now = self._clock()
        if now - self._seen > AWAY_AFTER:
            self._record(self.player.was_away(self._seen))
        self._seen = now

    def _after(self, ended: tuple[Performed, ...], end: SessionEnd = SessionEnd.FINISHED) -> None:
        """Log what ended, then keep walking if there is anywhere to go."""
        self._record(ended, end)
        self._seen = self._clock()
        if self._walking:
            self._walking.cancel()
        self._walking = asyncio.create_task(self._walk())
        self._step_changed()

    def _record(self, ended: tuple[Performed, ...], end: SessionEnd = SessionEnd.FINISHED) -> None:
        at = self._now()
        facts: list[Write] = [
            partial(self._log.add_entry, self.id, self._title(performed), performed, at)
            for performed in ended
        ]
        if self.just_skipped and self.just_skipped.exercise in {each.exercise for each in ended}:
            self.just_skipped = None  # What was said of it is out of date.
        ends = self.over and self.end is None
        if ends:
            self.end = end
            facts.append(partial(self._log.end_session, self.id, end, at))
        if facts:
            self.saving.write(*facts)
        if ends:
            self.saving.keep(partial(forget_bookmark, self._bookmark_file))

    def _title(self, performed: Performed) -> str:
        id = performed.exercise
        return self._titles.get(id) or self.routine.exercise(id).title

    def _step_changed(self) -> None:
        """Show it, and keep where the session stands, so that it can be carried on."""
        self.changed += 1
        if self.cuer:
            self.cuer.follow(self.player)
        if not self.over:
            bookmark = Bookmark(
                self.id, self.plan, deepcopy(self.player.progress), self.started_at, self._now()
            )
            self.saving.keep(partial(keep_bookmark, self._bookmark_file, bookmark))

    async def _walk(self) -> None:
        """From second to second and step to step, until something else is asked for."""
        index = self.player.position.index
        while self.running:
            refill = self.player.position.index != index
            shown_until = self._clock() + self._show(refill)
            index = self.player.position.index
            while self.running and (left := shown_until - self._clock()) > 0:
                await asyncio.sleep(min(left, EXACT))
                self._look()
            self._record(self.player.advance())
            if self.player.position.index != index or not self.running:
                self.just_skipped = None
                self._step_changed()
        self._show(refill=True)

    def _show(self, refill: bool) -> float:
        """Set the countdown's face; the seconds until it is out of date.

        `refill` brings the ring to where the step is, before it moves along with it.
        """
        position = self.player.position
        seconds, within = _whole_seconds(position.left), _to_next_second(position.left)
        into = position.into
        if refill:
            within = min(within, REFILL)
        else:
            into += within
        self.countdown.face = Face(seconds, into / position.step.duration, within)
        return within


def _whole_seconds(left: float) -> int:
    """The number to show; what floating point adds to a whole second is not another one."""
    return math.ceil(round(left, 2))


def _to_next_second(left: float) -> float:
    """Seconds until the countdown shows another number."""
    return min(left, left - (_whole_seconds(left) - 1))
