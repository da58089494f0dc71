"""How far a session has come: what survives when the app is closed in the middle."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import Any

from willows_app.guide.performance import Held, Turn
from willows_app.routine.model import Side


@dataclass
class Tally:
    """What has been done of one exercise so far."""

    held: Held = field(default_factory=Held)
    done: set[tuple[Turn, str]] = field(default_factory=set)
    """The moves that were done to their end, with the repetition they belong to."""
    places: int | None = None

    def at(self, place: int | None) -> None:
        """Something was done at this place."""
        if place is not None:
            self.places = max(self.places or 0, place)


@dataclass
class Progress:
    """Everything of a player that is not the clock; by exercise id where it says so."""

    elapsed: float = 0.0
    """Seconds of the timeline that lie behind."""
    tallies: dict[str, Tally] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    """Places of exercises along the back, as far as they are known by now."""
    open: set[str] = field(default_factory=set)
    """Exercises that go on until the patient reports the landmark."""
    skipped_at: dict[str, float] = field(default_factory=dict)
    """Where in the timeline an exercise was left."""
    lengthened: dict[tuple[str, int], float] = field(default_factory=dict)
    """Seconds that a step was made longer (or shorter), by its exercise and number in it."""
    hurt: bool = False
    """Whether the exercise has ended for pain, and nobody has said how to go on."""

    def as_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        return {
            "elapsed": self.elapsed,
            "tallies": {
                id: {
                    "held": asdict(tally.held),
                    "done": sorted(([*turn, move] for turn, move in tally.done), key=str),
                    "places": tally.places,
                }
                for id, tally in self.tallies.items()
            },
            "places": self.places,
            "open": sorted(self.open),
            "skipped_at": self.skipped_at,
            "lengthened": [[*step, seconds] for step, seconds in self.lengthened.items()],
            "hurt": self.hurt,
        }

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> Progress:
        """What `as_json` wrote; `KeyError`, `TypeError` or `ValueError` for anything else."""
        return cls(
            elapsed=_seconds(written["elapsed"]),
            tallies={id: _tally(tally) for id, tally in written["tallies"].items()},
            places={id: _count(places) for id, places in written["places"].items()},
            open=set(written["open"]),
            skipped_at={id: _seconds(at) for id, at in written["skipped_at"].items()},
            lengthened={
                (id, _count(number)): _seconds(change)
                for id, number, change in written["lengthened"]
            },
            hurt=bool(written["hurt"]),
        )


def _tally(written: dict[str, Any]) -> Tally:
    return Tally(
        held=Held(**{side: _seconds(seconds) for side, seconds in written["held"].items()}),
        done={
            ((place, rep, Side(side) if side else None), move)
            for place, rep, side, move in written["done"]
        },
        places=None if written["places"] is None else _count(written["places"]),
    )


def _seconds(written: Any) -> float:
    seconds = float(written)
    if not math.isfinite(seconds):
        raise ValueError(f"{written} is no time.")
    return seconds


def _count(written: Any) -> int:
    if not isinstance(written, int):
        raise TypeError(f"{written} is no count.")
    return written
