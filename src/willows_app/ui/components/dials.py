"""A number to set, with what the handout says of it and the way back."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import flet as ft

from willows_app.language import N_, _, counted
from willows_app.routine.choice import Dial
from willows_app.routine.model import Span
from willows_app.routine.words import seconds_in_full, seconds_words, span_in_full, span_words
from willows_app.ui.components.parts import card, faint, heading, quiet
from willows_app.ui.components.stepper import stepper


@dataclass(frozen=True)
class Look:
    """How a dial is called and how far one tap turns it."""

    name: str
    step: float
    from_the_handout: bool = False


LOOKS = {
    Dial.HOLD: Look(N_("Hold"), 5, from_the_handout=True),
    Dial.REPETITIONS: Look(N_("Repetitions"), 1, from_the_handout=True),
    Dial.GET_READY: Look(N_("Time to get ready"), 5),
    Dial.CHANGE_SIDES: Look(N_("Time to change sides"), 1),
    Dial.BREATHE_IN: Look(N_("Breathe in"), 1),
    Dial.BREATHE_OUT: Look(N_("Breathe out"), 1),
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
            heading(_(look.name)),
            stepper(
                _(look.name),
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
    return [
        quiet(
            _("Put back to {prescribed}").format(prescribed=prescribed),
            lambda: on_set(None),
            ft.Icons.UNDO,
        )
    ]


def turned(value: float, step: float, span: Span) -> float:
    """The next multiple of the step, within the range."""
    if step > 0:
        return min((math.floor(value / step) + 1) * step, span.high)
    return max((math.ceil(value / -step) - 1) * -step, span.low)


def value_words(dial: Dial, value: float) -> str:
    """ "20 s", or "4 times"."""
    if dial is Dial.REPETITIONS:
        return counted(int(value), "{count} time", "{count} times")
    return seconds_words(value)


def range_in_words(dial: Dial, span: Span) -> str:
    """ "10 s to 2 min", "4 to 6 times", or a number where there is no range."""
    if span.low == span.high:
        return value_words(dial, span.low)
    if dial is Dial.REPETITIONS:
        return _("{low} to {high} times").format(low=int(span.low), high=int(span.high))
    return span_words(span)


def range_words(dial: Dial, span: Span) -> str:
    """ "The handout says 10 seconds to 2 minutes." """
    if dial is Dial.REPETITIONS:
        return _("The handout says {low} to {high} times.").format(
            low=int(span.low), high=int(span.high)
        )
    if LOOKS[dial].from_the_handout:
        return _("The handout says {time}.").format(time=span_in_full(span))
    return _("Usually {usual}. It can be {time}.").format(
        usual=seconds_in_full(span.default), time=span_in_full(span)
    )
