"""A plan while a clinician makes it: values, and what each tap makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from willows_app.routine.choice import AS_PRESCRIBED, Choice
from willows_app.routine.model import Exercise, PainBand, Routine
from willows_app.routine.prescribing import plain_prescription, read_prescription
from willows_app.routine.prescription import Prescription, handout_version

FIRST_ENDS = (3, 5)
"""Where the bands of pain end at first, but for the last one."""


@dataclass(frozen=True)
class Draft:
    """What is chosen so far. The note and the words for pain are only looked at in the end."""

    handout: Routine
    order: tuple[str, ...]
    """The ids of all exercises, be they chosen or not."""
    left_out: frozenset[str] = frozenset()
    doses: Mapping[str, Choice] = field(default_factory=dict)
    daily_days: int = 0
    ends: tuple[int, ...] = ()
    """Where each band of pain ends, but for the last one; none without bands."""

    @classmethod
    def of(cls, handout: Routine) -> Draft:
        """The handout as it is."""
        order = tuple(each.id for each in handout.exercises)
        return cls(handout, order, daily_days=handout.schedule.daily_days)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The exercises of the plan, in order."""
        return tuple(id for id in self.order if id not in self.left_out)

    @property
    def bands(self) -> tuple[tuple[int, int], ...]:
        """From where to where each band of pain goes."""
        if not self.ends:
            return ()
        return tuple(zip((0, *(end + 1 for end in self.ends)), (*self.ends, 10), strict=True))

    def choose(self, exercise: Exercise, yes: bool) -> Draft:
        """With this exercise, or without it."""
        one = {exercise.id}
        return replace(self, left_out=self.left_out - one if yes else self.left_out | one)

    def move(self, exercise: Exercise, by: int) -> Draft:
        """Do an exercise so many places later, or earlier."""
        order = list(self.order)
        place = order.index(exercise.id)
        order.insert(max(0, place + by), order.pop(place))
        return replace(self, order=tuple(order))

    def dose(self, exercise: Exercise) -> Choice:
        """What is prescribed of this exercise's dose."""
        return self.doses.get(exercise.id, AS_PRESCRIBED)

    def prescribe(self, exercise: Exercise, dose: Choice) -> Draft:
        """Another dose."""
        return replace(self, doses={**self.doses, exercise.id: dose})

    def end_band(self, number: int, end: int) -> Draft:
        """A band of pain ends elsewhere; every other one keeps a number at least."""
        return replace(self, ends=(*self.ends[:number], end, *self.ends[number + 1 :]))

    def may_end(self, number: int) -> range:
        """Where a band may end."""
        before = self.ends[number - 1] if number else -1
        after = self.ends[number + 1] if number + 1 < len(self.ends) else 10
        return range(before + 1, after)

    def finished(self, note: str, words: Mapping[int, str]) -> Prescription:
        """The plan; `words` are those of each band, by its place.

        Raises `PrescriptionError` with all that is still wrong.
        """
        plan = Prescription(
            routine=self.handout.id,
            exercises=self.chosen,
            daily_days=self.daily_days,
            doses=self.doses,
            pain_bands=tuple(
                PainBand(low, high, _one_line(words.get(number, "")))
                for number, (low, high) in enumerate(self.bands)
            ),
            note=_one_line(note),
            handout=handout_version(self.handout),
        )
        return read_prescription({"exercises": [], **plain_prescription(plan)}, [self.handout])


def _one_line(text: str) -> str:
    return " ".join(text.split())
