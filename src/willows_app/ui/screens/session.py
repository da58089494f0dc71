"""The guided session: what to do now, on which side, for how long, and how to stop."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from willows_app.guide.player import Player
from willows_app.guide.timeline import Step, StepKind
from willows_app.routine.model import Exercise
from willows_app.routine.words import seconds_words, side_words
from willows_app.ui import theme
from willows_app.ui.components.page import go, nothing_here, page
from willows_app.ui.components.ring import countdown_ring
from willows_app.ui.components.saved import unsaved_notice
from willows_app.ui.context import use_willows
from willows_app.ui.guided import GuidedSession

KIND_WORDS = {
    StepKind.READY: "Get ready",
    StepKind.CHANGE_SIDES: "Change sides",
    StepKind.MOVE_ALONG: "Move along",
    StepKind.RELAX: "Relax",
}


@ft.component
def session() -> ft.View:
    """The session under way."""
    willows = use_willows()
    if willows.session is None:
        return nothing_here()
    return _guided(willows.session)


@ft.component
def _guided(guided: GuidedSession) -> ft.View:
    ft.on_unmounted(guided.pause)

    def leave_when_over() -> None:
        if guided.over:
            go("/finished")

    ft.use_effect(leave_when_over, [guided.over])
    player = guided.player
    exercise, step = player.exercise, player.position.step
    return page(
        f"{guided.number_of(exercise)} of {guided.count}",
        [
            _what(exercise, step),
            ft.Row(
                [countdown_ring(guided.countdown, theme.ring_size(ft.context.page.height))],
                alignment=ft.MainAxisAlignment.CENTER,
            ),
            _progress(exercise, step),
            _next(player),
            unsaved_notice(guided.saving),
        ],
        actions=[
            ft.TextButton(
                "Cautions",
                icon=ft.Icons.HEALTH_AND_SAFETY_OUTLINED,
                on_click=lambda: go("/cautions"),
                height=theme.TARGET,
            ),
        ],
        footer=[*_landmark(guided), *_buttons(guided)],
    )


def move_words(exercise: Exercise, step: Step) -> str:
    """What a step asks for, in two or three words."""
    for move in exercise.dose.moves:
        if move.id == step.move:
            return move.title
    return KIND_WORDS[step.kind]


def _what(exercise: Exercise, step: Step) -> ft.Control:
    return ft.Semantics(
        content=ft.Column(
            [
                _centred(exercise.title, 20, ft.FontWeight.W_500),
                *(
                    [_centred(side_words(exercise, step.side), 30, ft.FontWeight.W_700)]
                    if step.side and exercise.dose.first_side
                    else []
                ),
                _centred(move_words(exercise, step), 26, ft.FontWeight.W_600),
                _centred(_cue(exercise, step), 17, ft.FontWeight.W_400),
            ],
            spacing=theme.UNIT,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        live_region=True,
    )


def _cue(exercise: Exercise, step: Step) -> str:
    """What to say: the move's own cue, how to move along, or how to lie."""
    for move in exercise.dose.moves:
        if move.id == step.move:
            return move.cue
    if step.kind is StepKind.MOVE_ALONG and exercise.dose.travel:
        return exercise.dose.travel.cue
    return exercise.position if step.rep is None else ""


def _progress(exercise: Exercise, step: Step) -> ft.Control:
    parts = []
    if step.place:
        parts.append(f"Place {step.place}")
    if step.rep and exercise.dose.repetitions.high > 1:
        parts.append(f"Repetition {step.rep} of {exercise.dose.repetitions.default:g}")
    return _centred(", ".join(parts), 16, ft.FontWeight.W_500)


def _next(player: Player) -> ft.Control:
    step = player.following
    if step is None:
        return _centred("Next: finished", 16, ft.FontWeight.W_400)
    exercise = player.exercise_of(step)
    words = exercise.title if exercise is not player.exercise else move_words(exercise, step)
    if step.kind is StepKind.CHANGE_SIDES and step.side:
        words += f", {_uncapitalized(side_words(exercise, step.side))}"
    return _centred(f"Next: {words}, {seconds_words(step.duration)}", 16, ft.FontWeight.W_400)


def _uncapitalized(words: str) -> str:
    return words[:1].lower() + words[1:]


def _landmark(guided: GuidedSession) -> list[ft.Control]:
    travel = guided.player.exercise.dose.travel
    if travel is None or not guided.player.awaits_landmark:
        return []
    return [
        ft.FilledTonalButton(
            travel.reached, on_click=guided.reached, height=theme.TARGET, style=theme.quiet()
        )
    ]


def _buttons(guided: GuidedSession) -> list[ft.Control]:
    running = guided.running
    return [
        ft.Row(
            [
                ft.FilledButton(
                    "Pause" if running else "Resume",
                    icon=ft.Icons.PAUSE if running else ft.Icons.PLAY_ARROW,
                    on_click=guided.pause if running else guided.start,
                    style=theme.filled(),
                    height=theme.TARGET,
                    expand=True,
                ),
                ft.FilledButton(
                    "It hurts",
                    icon=ft.Icons.PAN_TOOL_OUTLINED,
                    on_click=guided.hurts,
                    style=theme.alarm(),
                    height=theme.TARGET,
                    expand=True,
                ),
            ],
            spacing=theme.SPACE_S,
        ),
        ft.Row(
            [
                _small("Back", guided.back),
                _small("Skip", guided.skip),
                _small("Stop", guided.stop),
            ],
            spacing=theme.SPACE_S,
        ),
    ]


def _small(text: str, on_click: Callable[[], None]) -> ft.Control:
    return ft.OutlinedButton(
        text, on_click=on_click, style=theme.quiet(), height=theme.TARGET, expand=True
    )


def _centred(text: str, size: int, weight: ft.FontWeight) -> ft.Control:
    return ft.Text(text, size=size, weight=weight, text_align=ft.TextAlign.CENTER)
