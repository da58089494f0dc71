"""One exercise as the patient wants it, within what the handout allows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import flet as ft

from willows_app.language import _, counted, pgettext
from willows_app.routine.choice import Choice, Dial, dials
from willows_app.routine.model import Exercise, Side, Sides
from willows_app.routine.words import side_words
from willows_app.ui import theme
from willows_app.ui.components.dials import dial_card, put_back
from willows_app.ui.components.page import back_to, nothing_here, page
from willows_app.ui.components.parts import card, choice_chip, faint, heading, title
from willows_app.ui.components.saved import unsaved_notice
from willows_app.ui.context import use_willows

DIALS = (Dial.HOLD, Dial.REPETITIONS, Dial.GET_READY, Dial.CHANGE_SIDES)
"""In this order; the breath is set once for all exercises, in the settings."""


@ft.component
def adjust() -> ft.View:
    """Hold, repetitions, first side and pauses of one exercise; every change is kept at once."""
    willows = use_willows()
    params = ft.use_route_params()
    plan = willows.one_exercise(params.get("routine", ""), params.get("exercise", ""))
    if plan is None:
        return nothing_here()
    routine, (exercise,) = plan.routine, plan.exercises
    choice = willows.own.choice(routine, exercise)

    def choose(changed: Choice) -> None:
        willows.own.choose(routine, exercise, changed)

    return page(
        _("Adjust"),
        [
            unsaved_notice(willows.saving),
            title(exercise.title),
            *_numbers(exercise, choice, choose),
            *_first_side(exercise, choice, choose),
            *_places(plan.choice(exercise).places),
        ],
        leading=back_to(f"/exercises/{routine.id}/{exercise.id}", exercise.title),
    )


def _numbers(
    exercise: Exercise, choice: Choice, choose: Callable[[Choice], None]
) -> list[ft.Control]:
    def turn(dial: Dial, number: float | None) -> None:
        choose(choice.with_dial(dial, number))

    spans = dials(exercise)
    return [
        dial_card(dial, spans[dial], choice.of(dial), partial(turn, dial))
        for dial in DIALS
        if dial in spans
    ]


def _first_side(
    exercise: Exercise, choice: Choice, choose: Callable[[Choice], None]
) -> list[ft.Control]:
    prescribed = exercise.dose.first_side
    if exercise.dose.sides is Sides.NONE or prescribed is None or names_a_side(exercise.position):
        return []

    def begin_with(side: Side | None) -> None:
        choose(replace(choice, first_side=None if side is prescribed else side))

    first = choice.first_side or prescribed
    words = side_words(exercise, prescribed)
    return [
        card(
            [
                heading(_("First side")),
                ft.Row(
                    [
                        choice_chip(
                            side_words(exercise, side),
                            side is first,
                            partial(begin_with, side),
                        )
                        for side in (Side.LEFT, Side.RIGHT)
                    ],
                    wrap=True,
                    spacing=theme.SPACE_S,
                    run_spacing=theme.SPACE_S,
                ),
                faint(_("The handout begins with: {side}.").format(side=words)),
                *put_back(words, first is not prescribed, begin_with),
            ]
        )
    ]


def names_a_side(position: str) -> bool:
    """Whether the start position is of one side: to begin with the other would contradict it."""
    names = pgettext("all words that name a side, with spaces between them", "left right").split()
    return not set(names).isdisjoint(re.findall(r"\w+", position.lower()))


def _places(places: int | None) -> list[ft.Control]:
    if places is None:
        return []
    words = counted(
        places,
        "Last time you did {count} place, so this many are expected. "
        "During the session you can stop earlier or add one.",
        "Last time you did {count} places, so this many are expected. "
        "During the session you can stop earlier or add one.",
    )
    return [faint(words)]
