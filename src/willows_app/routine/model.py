"""What is prescribed: routines, exercises and doses, as values.

The grammar of a dose is ``repeat( sides( moves ) )``, optionally carried along
the back (`Travel`). Every exercise of a handout is a sentence in it.

What of it is text, `reworded` says: the same in other words, such as those of another language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from willows_app.routine.picture import Picture


Say = Callable[[str], str]
"""What becomes of a text: the same in another language, or whatever collects them all."""


class Side(StrEnum):
    """A side of the body."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        """The mirror side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Sides(StrEnum):
    """How the sides of a dose follow each other."""

    NONE = "none"
    """The dose has no sides (a move may still lean to one)."""
    EACH = "each"
    """All repetitions on the first side, then all on the other."""
    ALTERNATING = "alternating"
    """Turn about: every repetition is done on the first side, then on the other."""


class MoveKind(StrEnum):
    """What a patient does during a move."""

    HOLD = "hold"
    BREATHE_IN = "breathe_in"
    BREATHE_OUT = "breathe_out"


@dataclass(frozen=True)
class Span:
    """A number with the range that the handout allows, both ends included."""

    low: float
    default: float
    high: float

    @classmethod
    def exactly(cls, number: float) -> Span:
        """The span of a handout that leaves no choice."""
        return cls(number, number, number)

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high


@dataclass(frozen=True)
class Move:
    """One thing to do: get there, then hold it or breathe, for `seconds`."""

    id: str
    title: str
    cue: str
    kind: MoveKind
    seconds: Span
    ready: float = 0.0
    """Seconds to come here from the move before; none at the start of a side."""
    side: Side | None = None
    """The side that the move itself leans to, where the dose has no sides."""

    def reworded(self, say: Say) -> Move:
        """The same, with each text as `say` has it."""
        return replace(self, title=say(self.title), cue=say(self.cue))


@dataclass(frozen=True)
class Travel:
    """The dose is repeated at place after place, until a landmark the patient reports."""

    until: str
    """The landmark, as it reads after "until you reach …"."""
    reached: str
    """What the patient taps there, for example "I have reached my lower back"."""
    cue: str
    """How to move along to the next place."""
    places: int
    """How many places to expect as long as nobody has counted them."""
    move_along: float
    """Seconds to move from one place to the next."""

    def reworded(self, say: Say) -> Travel:
        """The same, with each text as `say` has it."""
        return replace(self, until=say(self.until), reached=say(self.reached), cue=say(self.cue))


@dataclass(frozen=True)
class Dose:
    """How much of an exercise: ``repeat( sides( moves ) )``; seconds throughout."""

    moves: tuple[Move, ...]
    repetitions: Span
    sides: Sides = Sides.NONE
    first_side: Side | None = None
    change_sides: float = 0.0
    """Seconds to change (or turn over) from one side to the other."""
    relax: float = 0.0
    """Seconds to let go between two repetitions on the same side."""
    travel: Travel | None = None

    def move(self, id: str | None) -> Move | None:
        """The move of this id, if there is one."""
        return next((move for move in self.moves if move.id == id), None)

    @property
    def order_of_sides(self) -> tuple[Side | None, ...]:
        """The sides in the order in which they are done; `(None,)` without sides."""
        if self.first_side is None:
            return (None,)
        return (self.first_side, self.first_side.other)

    def reworded(self, say: Say) -> Dose:
        """The same, with each text as `say` has it."""
        return replace(
            self,
            moves=tuple(move.reworded(say) for move in self.moves),
            travel=self.travel and self.travel.reworded(say),
        )


@dataclass(frozen=True)
class Exercise:
    """One exercise of a handout, in words that stand on their own."""

    id: str
    title: str
    position: str
    """Position of the body, for example "Lying on your back, knees bent"."""
    equipment: tuple[str, ...]
    """What is needed. The settings know it by these words: so they are translated when shown."""
    steps: tuple[str, ...]
    cautions: tuple[str, ...]
    stronger: tuple[str, ...]
    """How to make it stronger, mildest first."""
    get_ready: float
    """Seconds to get into position before the first move."""
    side_words: Mapping[Side, str]
    """What to say for a side where "left" or "right" alone could be misread."""
    dose: Dose

    def reworded(self, say: Say) -> Exercise:
        """The same, with each text as `say` has it, but for the equipment."""
        return replace(
            self,
            title=say(self.title),
            position=say(self.position),
            steps=tuple(map(say, self.steps)),
            cautions=tuple(map(say, self.cautions)),
            stronger=tuple(map(say, self.stronger)),
            side_words={side: say(words) for side, words in self.side_words.items()},
            dose=self.dose.reworded(say),
        )


@dataclass(frozen=True)
class Flare:
    """When a flare of the as-needed phase has passed by itself."""

    easy_days: int
    """So many easy days one after the other end it."""
    easy_pain: int
    """The highest pain score, of 10, of an easy day."""


@dataclass(frozen=True)
class Schedule:
    """When the routine is due: once a day at first, then as needed."""

    words: str
    """The handout's own phrase."""
    daily_sessions: int
    """Sessions a day in the daily phase, and on the days of a flare."""
    daily_days: int
    """Days after which the as-needed phase is offered; clinic or patient may set others."""
    then: str
    """What follows the daily phase; "as needed" is the only one there is."""
    flare: Flare

    def reworded(self, say: Say) -> Schedule:
        """The same, with its text as `say` has it."""
        return replace(self, words=say(self.words))


@dataclass(frozen=True)
class PainBand:
    """The clinic's fixed words for answers about pain from `low` to `high` points of 10."""

    low: int
    high: int
    words: str

    def reworded(self, say: Say) -> PainBand:
        """The same, with its text as `say` has it."""
        return replace(self, words=say(self.words))


@dataclass(frozen=True)
class Routine:
    """A clinic's handout as data."""

    id: str
    title: str
    clinic: str
    schedule: Schedule
    cautions: tuple[str, ...]
    """What to know before the first session, whatever the exercise."""
    if_it_hurts: tuple[str, ...]
    """The clinic's words for when an exercise hurts."""
    exercises: tuple[Exercise, ...]
    pain_bands: tuple[PainBand, ...] = ()
    """From 0 to 10 without a gap; none where the clinic has no words for it."""

    pictures: tuple[Picture, ...] = ()
    """What the exercises look like; an exercise may have none."""

    def reworded(self, say: Say) -> Routine:
        """The same, with each text as `say` has it; what the clinic is called stays."""
        return replace(
            self,
            title=say(self.title),
            schedule=self.schedule.reworded(say),
            cautions=tuple(map(say, self.cautions)),
            if_it_hurts=tuple(map(say, self.if_it_hurts)),
            exercises=tuple(each.reworded(say) for each in self.exercises),
            pain_bands=tuple(each.reworded(say) for each in self.pain_bands),
            pictures=tuple(each.reworded(say) for each in self.pictures),
        )

    def pain_words(self, score: int | None) -> str:
        """What the clinic says to this answer; nothing without an answer or without words."""
        if score is None:
            return ""
        return next((each.words for each in self.pain_bands if each.low <= score <= each.high), "")

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise with this id; `KeyError` names the ids there are."""
        for exercise in self.exercises:
            if exercise.id == exercise_id:
                return exercise
        known = ", ".join(exercise.id for exercise in self.exercises)
        raise KeyError(f"{self.id} has no exercise {exercise_id!r}; it has: {known}")

    def picture(self, exercise: Exercise) -> Picture | None:
        """What one of its exercises looks like, if the handout shows it."""
        return next((each for each in self.pictures if each.exercise == exercise.id), None)
