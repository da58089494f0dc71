"""A number to set, with what the handout says of it and the way back."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import flet as ft

from willows_app.routine.choice import Dial
from willows_app.routine.model import Span
from willows_app.routine.words import (
    count_words,
    seconds_in_full,
    seconds_words,
    span_in_full,
    span_words,
)
from willows_app.ui.components.parts import card, faint, heading, quiet
from willows_app.ui.components.stepper import stepper


@dataclass(frozen=True)
class Look:
    """How a dial is called and how far one tap turns it."""

    name: str
    step: float
    from_the_handout: bool = False


LOOKS = {
    Dial.HOLD: Look("Hold", 5, from_the_handout=True),
    Dial.REPETITIONS: Look("Repetitions", 1, from_the_handout=True),
    Dial.GET_READY: Look("Time to get ready", 5),
    Dial.CHANGE_SIDES: Look("Time to change sides", 1),
    Dial.BREATHE_IN: Look("Breathe in", 1),
    Dial.BREATHE_OUT: Look("Breathe out", 1),
}
"""The dials that are set by hand; places along the back are counted."""


def dial_card(
    dial: Dial, span: Span, chosen: float | None, on_set: Callable[[float | None], None]
) -> ft.Control:
    """What is set, less and more of it, its range, and the way back to what is prescribed."""
    look = LOOKS[dial]
    value = span.default if chosen is None else chosen
    less, more = turned(value, -look.step, span), turned(value, look.step, span)
    return card(
        [
            heading(look.name),
            stepper(
                look.name,
                value_words(dial, value),
                (lambda: on_set(less)) if value > span.low else None,
                (lambda: on_set(more)) if value < span.high else None,
            ),
            faint(range_words(dial, span)),
            *put_back(value_words(dial, span.default), value != span.default, on_set),
        ]
    )


def put_back(prescribed: str, changed: bool, on_set: Callable[[None], None]) -> list[ft.Control]:
    """The way back to what is prescribed, if it was changed."""
    if not changed:
        return []
    return [quiet(f"Put back to {prescribed}", lambda: on_set(None), ft.Icons.UNDO)]


def turned(value: float, step: float, span: Span) -> float:
    """The next multiple of the step, within the range."""
    if step > 0:
        return min((math.floor(value / step) + 1) * step, span.high)
    return max((math.ceil(value / -step) - 1) * -step, span.low)


def value_words(dial: Dial, value: float) -> str:
    """ "20 s", or "4 times"."""
    return count_words(int(value), "time") if dial is Dial.REPETITIONS else seconds_words(value)


def range_in_words(dial: Dial, span: Span) -> str:
    """ "10 s to 2 min", "4 to 6 times", or a number where there is no range."""
    if span.low == span.high:
        return value_words(dial, span.low)
    if dial is Dial.REPETITIONS:
        return f"{span.low:g} to {span.high:g} times"
    return span_words(span)


def range_words(dial: Dial, span: Span) -> str:
    """ "The handout says 10 seconds to 2 minutes." """
    if dial is Dial.REPETITIONS:
        return f"The handout says {span.low:g} to {span.high:g} times."
    if LOOKS[dial].from_the_handout:
        return f"The handout says {span_in_full(span)}."
    return f"Usually {seconds_in_full(span.default)}. It can be {span_in_full(span)}."
