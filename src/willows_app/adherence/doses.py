"""What was prescribed on each day: a clinic may have changed it on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property


@dataclass(frozen=True)
class Dose:
    """What one day asks for."""

    seconds: Mapping[str, float]
    """To hold, by exercise."""

    @cached_property
    def total(self) -> float:
        """Seconds to hold in all."""
        return sum(self.seconds.values())

    def of(self, exercise: str) -> Dose:
        """As if this exercise were all of it; nothing if it is not in it."""
        return Dose({id: seconds for id, seconds in self.seconds.items() if id == exercise})


@dataclass(frozen=True)
class Doses:
    """What is prescribed now, and what was before."""

    now: Dose
    before: tuple[tuple[date, Dose], ...] = ()
    """Each with the day from which on it was another; earliest first."""

    @classmethod
    def always(cls, seconds: Mapping[str, float]) -> Doses:
        """The same on every day."""
        return cls(Dose(seconds))

    def on(self, day: date) -> Dose:
        """What this day asks for, if a session is due."""
        return next((dose for until, dose in self.before if day < until), self.now)

    def of(self, exercise: str) -> Doses:
        """As if this exercise were all of it."""
        before = tuple((until, dose.of(exercise)) for until, dose in self.before)
        return Doses(self.now.of(exercise), before)

    def between(self, first: date, last: date) -> tuple[str, ...]:
        """The exercises of these days: those of now first, then those that were taken out."""
        since = [first, *(until for until, _ in self.before if first < until <= last)]
        ids = [id for day in reversed(since) for id in self.on(day).seconds]
        return tuple(dict.fromkeys([*self.now.seconds, *ids]))
