"""It hurts: the clock stands, the stop is logged, and the patient decides what comes next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

import flet as ft

from willows_app.adherence.facts import PainMoment
from willows_app.language import _
from willows_app.routine.model import Exercise, Side
from willows_app.ui import theme
from willows_app.ui.components.page import page
from willows_app.ui.components.pain import pain_scale
from willows_app.ui.components.parts import (
    bulleted,
    card,
    choice_chip,
    heading,
    primary,
    quiet,
    title,
)
from willows_app.ui.guided import GuidedSession


@ft.component
def hurt(guided: GuidedSession) -> ft.View:
    """What hurts and how much, none of which must be said; then on without it, or stop."""
    exercise, set_exercise = ft.use_state(guided.player.exercise)
    side, set_side = ft.use_state(guided.player.position.step.side)
    score, set_score = ft.use_state(cast("int | None", None))

    def say() -> None:
        guided.say_pain(PainMoment.STOP, score, exercise.id, side)

    def carry_on() -> None:
        say()
        guided.carry_on()

    def stop() -> None:
        say()
        guided.stop()

    return page(
        _("It hurts"),
        [
            ft.Semantics(content=title(_("You have stopped")), live_region=True),
            bulleted(guided.routine.if_it_hurts),
            card([heading(_("What hurts?")), _exercises(guided, exercise, set_exercise)]),
            card([heading(_("Which side?")), _sides(side, set_side)]),
            card([heading(_("How much?")), pain_scale(guided.routine, score, set_score)]),
        ],
        footer=[
            primary(_("Stop for today"), stop),
            *(
                [quiet(_("Carry on without this exercise"), carry_on)]
                if guided.player.exercise != guided.player.exercises[-1]
                else []
            ),
        ],
    )


def _exercises(
    guided: GuidedSession, chosen: Exercise, choose: Callable[[Any], None]
) -> ft.Control:
    """This exercise, or the one before: pain may come late."""
    exercises = guided.player.exercises
    index = exercises.index(guided.player.exercise)
    return _chips(
        [
            choice_chip(each.title, each == chosen, partial(choose, each))
            for each in reversed(exercises[max(0, index - 1) : index + 1])
        ]
    )


def _sides(chosen: Side | None, choose: Callable[[Any], None]) -> ft.Control:
    sides = {_("Left"): Side.LEFT, _("Right"): Side.RIGHT, _("Both or the middle"): None}
    return _chips(
        [choice_chip(words, side == chosen, partial(choose, side)) for words, side in sides.items()]
    )


def _chips(chips: list[ft.Control]) -> ft.Control:
    return ft.Row(chips, wrap=True, spacing=theme.SPACE_S, run_spacing=theme.SPACE_S)
