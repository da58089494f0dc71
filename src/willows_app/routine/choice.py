"""What a patient chooses of a dose, and between what it may lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from willows_app.routine.model import Dose, Exercise, Move, MoveKind, Side, Sides, Span


class DoseError(ValueError):
    """A choice lies outside what the handout allows."""


class Dial(StrEnum):
    """A number that a patient can set, named as in `Choice`; seconds unless it is counted."""

    HOLD = "hold"
    REPETITIONS = "repetitions"
    PLACES = "places"
    GET_READY = "get_ready"
    CHANGE_SIDES = "change_sides"
    BREATHE_IN = "breathe_in"
    BREATHE_OUT = "breathe_out"


@dataclass(frozen=True)
class Choice:
    """What is chosen of one exercise; None leaves what is prescribed."""

    hold: float | None = None
    """Seconds of every hold that the handout leaves open, as far as its own range goes."""
    repetitions: int | None = None
    places: int | None = None
    get_ready: float | None = None
    change_sides: float | None = None
    breathe_in: float | None = None
    breathe_out: float | None = None
    first_side: Side | None = None

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Choice:
        """The choice that `asdict` made plain; what it does not know or cannot be is left out."""
        numbers = {dial.value: written.get(dial) for dial in Dial}
        known = {dial: value for dial, value in numbers.items() if _is_number(value)}
        side = written.get("first_side")
        return cls(**known, first_side=Side(side) if side in tuple(Side) else None)

    def of(self, dial: Dial) -> float | None:
        """What is chosen of this number."""
        chosen: float | None = getattr(self, dial)
        return chosen

    def with_dial(self, dial: Dial, number: float | None) -> Choice:
        """This choice with another number."""
        change: dict[str, Any] = {dial.value: number}
        return replace(self, **change)

    def over(self, other: Choice) -> Choice:
        """This choice, and the `other` one for all that it leaves open."""
        return replace(other, **self.made())

    def made(self) -> dict[str, Any]:
        """All that is chosen, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


AS_PRESCRIBED = Choice()
"""Every default of the handout."""

MOST_PLACES = 40
"""More places than any back has at an inch each."""

DRAWN_OUT = 2
"""So many times as long as prescribed a hold may last that the handout gives no range."""

# The handout says nothing of these, so the app sets bounds of its own; what a routine file
# prescribes is always within them.
LIMITS = {
    Dial.GET_READY: (5, 120),  # to hear what comes; longer, and a session seems to stand still
    Dial.CHANGE_SIDES: (3, 60),  # to swap the hands; to get up and turn over slowly
    Dial.BREATHE_IN: (2, 10),  # a breath at rest; the slowest that is taught to beginners
    Dial.BREATHE_OUT: (2, 15),
}


def dials(exercise: Exercise) -> dict[Dial, Span]:
    """What may be set on an exercise, each with its range; what is left out is fixed."""
    dose = exercise.dose
    spans = {
        Dial.HOLD: _moves_span(dose, MoveKind.HOLD),
        Dial.REPETITIONS: dose.repetitions,
        Dial.PLACES: dose.travel and Span(1, dose.travel.places, MOST_PLACES),
        Dial.GET_READY: _around(exercise.get_ready, Dial.GET_READY),
        Dial.CHANGE_SIDES: _around(dose.change_sides, Dial.CHANGE_SIDES) if _sided(dose) else None,
        Dial.BREATHE_IN: _moves_span(dose, MoveKind.BREATHE_IN),
        Dial.BREATHE_OUT: _moves_span(dose, MoveKind.BREATHE_OUT),
    }
    return {dial: span for dial, span in spans.items() if span and span.low < span.high}


def longest(move: Move) -> float:
    """Seconds to which a move may be drawn out while it is done.

    As far as the handout's range goes; where it says "about 10 seconds", twice that.
    """
    if move.kind is MoveKind.HOLD and move.seconds.low == move.seconds.high:
        return DRAWN_OUT * move.seconds.high
    span = _open_span(move)
    return span.high if span else move.seconds.high


def as_chosen(exercise: Exercise, choice: Choice) -> Exercise:
    """The exercise with its dose as the patient chose it; raises `DoseError` outside the ranges."""
    if choice == AS_PRESCRIBED:
        return exercise
    for name in choice.made():
        _check(exercise, name, choice)
    dose = exercise.dose
    return replace(
        exercise,
        get_ready=_or(choice.get_ready, exercise.get_ready),
        dose=replace(
            dose,
            moves=tuple(_move_as_chosen(move, choice) for move in dose.moves),
            repetitions=Span.exactly(choice.repetitions)
            if choice.repetitions
            else dose.repetitions,
            first_side=choice.first_side or dose.first_side,
            change_sides=_or(choice.change_sides, dose.change_sides),
            travel=dose.travel and replace(dose.travel, places=choice.places or dose.travel.places),
        ),
    )


def allowed(exercise: Exercise, choice: Choice) -> Choice:
    """What of a choice still lies within the ranges: a newer handout may have other ones."""
    return Choice(
        **{
            name: value
            for name, value in choice.made().items()
            if not _fault(exercise, name, value)
        }
    )


def _check(exercise: Exercise, name: str, choice: Choice) -> None:
    if fault := _fault(exercise, name, getattr(choice, name)):
        raise DoseError(f"{exercise.title}: {fault}.")


def _fault(exercise: Exercise, name: str, value: Any) -> str:
    """What is wrong with this value, if anything is."""
    words = name.replace("_", " ")
    if name == "first_side":
        return "" if _sided(exercise.dose) else "the dose has no sides"
    span = dials(exercise).get(Dial(name))
    if span is None:
        return f"the handout leaves no choice of {words}"
    if value not in span:
        return f"{words} of {value:g} is outside the {span.low:g} to {span.high:g} that are allowed"
    if Dial(name) in (Dial.REPETITIONS, Dial.PLACES) and value != int(value):
        return f"{words} of {value:g} is not a whole number"
    return ""


def _move_as_chosen(move: Move, choice: Choice) -> Move:
    span, chosen = _open_span(move), choice.of(Dial(move.kind))
    if span is None or chosen is None:
        return move
    return replace(move, seconds=Span.exactly(min(max(chosen, span.low), span.high)))


def _moves_span(dose: Dose, kind: MoveKind) -> Span | None:
    """From the shortest to the longest that any move of this kind may take."""
    return _hull(span for move in dose.moves if move.kind is kind and (span := _open_span(move)))


def _open_span(move: Move) -> Span | None:
    """Between what a move may last: the handout's range; how long a breath is it seldom says."""
    if move.seconds.low < move.seconds.high:
        return move.seconds
    if move.kind is MoveKind.HOLD:
        return None
    return _around(move.seconds.default, Dial(move.kind))


def _hull(spans: Iterable[Span]) -> Span | None:
    found = tuple(spans)
    if not found:
        return None
    low, high = min(span.low for span in found), max(span.high for span in found)
    return Span(low, found[0].default, high)


def _around(prescribed: float, dial: Dial) -> Span:
    low, high = LIMITS[dial]
    return Span(min(low, prescribed), prescribed, max(high, prescribed))


def _sided(dose: Dose) -> bool:
    return dose.sides is not Sides.NONE


def _or(chosen: float | None, prescribed: float) -> float:
    return prescribed if chosen is None else chosen


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
