"""The session while its clock runs or is paused."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from willows_app.adherence.words import SKIP_REASONS
from willows_app.guide.performance import SkipReason
from willows_app.guide.player import Player
from willows_app.guide.timeline import Step, StepKind
from willows_app.language import N_, _, capitalized, pgettext
from willows_app.routine.model import Exercise, Sides
from willows_app.routine.words import seconds_in_full, seconds_words, side_words
from willows_app.ui import theme
from willows_app.ui.components.page import go, page
from willows_app.ui.components.parts import choice_chip, icon_button, label, unbroken
from willows_app.ui.components.picture import moving_picture
from willows_app.ui.components.ring import countdown_ring
from willows_app.ui.components.saved import unsaved_notice
from willows_app.ui.components.side_by_side import Short, side_by_side
from willows_app.ui.components.sound import flashing, mute_button
from willows_app.ui.guided import GuidedSession
from willows_app.ui.pictured import motion_of

A_LITTLE = 10
"""Seconds by which one tap makes a step longer or shorter."""

KIND_WORDS = {
    StepKind.READY: N_("Get ready"),
    StepKind.CHANGE_SIDES: N_("Change sides"),
    StepKind.MOVE_ALONG: N_("Move along"),
    StepKind.RELAX: N_("Relax"),
}


def exercising(guided: GuidedSession, still: bool) -> ft.View:
    """Exercise, side and move in large type, the countdown, what comes next, and the buttons.

    How long the words are that say how to do it changes from step to step. So they stand below the
    countdown, which stays in its place, and in sight where the text is twice as large.
    """
    player = guided.player
    exercise = player.exercise
    return page(
        _("{number} of {count}").format(number=guided.number_of(exercise), count=guided.count),
        [
            unsaved_notice(guided.saving),
            _what(player),
            _seen_cues(guided, _countdown(guided, still)),
            ft.Column(
                [*_how(player), *_progress(player), *_drawn_out(player), _next(player)],
                spacing=theme.SPACE_S,
                horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
            ),
            *_picture(guided, still),
            _why_skipped(guided),
            _more(guided, exercise),
        ],
        actions=[
            *([mute_button(guided.cuer)] if guided.cuer else []),
            icon_button(
                ft.Icons.HEALTH_AND_SAFETY_OUTLINED,
                pgettext("in a session", "Cautions"),
                lambda: go("/cautions"),
            ),
        ],
        footer=[*_landmark(guided), *_buttons(guided)],
    )


def move_words(exercise: Exercise, step: Step) -> str:
    """What a step asks for, in two or three words."""
    move = exercise.dose.move(step.move)
    return move.title if move else _(KIND_WORDS[step.kind])


def _what(player: Player) -> ft.Control:
    """Also announced to who does not see it, with the seconds that the ring shows."""
    exercise, step = player.exercise, player.position.step
    side = side_words(exercise, step.side) if step.side and exercise.dose.first_side else ""
    move = move_words(exercise, step)
    announced = (exercise.title, side, move, seconds_in_full(step.duration), _cue(player))
    return ft.Semantics(
        content=ft.Column(
            [
                _headline(exercise.title, theme.BAR, ft.FontWeight.W_500),
                *([_headline(side, theme.TITLE, ft.FontWeight.W_700)] if side else []),
                _headline(move, theme.TITLE, ft.FontWeight.W_600),
            ],
            spacing=theme.UNIT,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        label="\n".join(filter(None, announced)),
        exclude_semantics=True,
        live_region=True,
    )


def _how(player: Player) -> list[ft.Control]:
    """Only to be seen: it is announced with the move."""
    cue = _cue(player)
    shown = _centred(cue)
    return [ft.Semantics(content=shown, exclude_semantics=True)] if cue else []


def _cue(player: Player) -> str:
    """What to do: the cue of the move, also on the way into it, or how to lie or move along."""
    exercise, step = player.exercise, player.position.step
    if step.kind is StepKind.MOVE_ALONG and exercise.dose.travel:
        return exercise.dose.travel.cue
    if step.kind is StepKind.READY and step.rep is None:
        return exercise.position
    if step.kind is StepKind.RELAX:
        return ""
    return next(
        move.cue
        for each in player.timeline.steps[player.timeline.steps.index(step) :]
        for move in exercise.dose.moves
        if move.id == each.move
    )


def _seen_cues(guided: GuidedSession, content: ft.Control) -> ft.Control:
    return flashing(guided.cuer, content) if guided.cuer else content


def _countdown(guided: GuidedSession, still: bool) -> ft.Control:
    page = ft.context.page
    pictured = guided.routine.picture(guided.player.exercise) is not None
    return ft.Row(
        [
            _text_button(
                _("−{seconds} s").format(seconds=A_LITTLE),
                lambda: guided.lengthen(-A_LITTLE),
                expand=True,
            ),
            countdown_ring(
                guided.countdown,
                theme.ring_size(page.width, page.height, pictured),
                _breath(guided.player.position.step),
                still,
            ),
            _text_button(
                _("+{seconds} s").format(seconds=A_LITTLE),
                lambda: guided.lengthen(A_LITTLE),
                expand=True,
                disabled=not guided.player.room_to_lengthen,
            ),
        ],
        alignment=ft.MainAxisAlignment.CENTER,
        spacing=0,
    )


def _breath(step: Step) -> Step | None:
    return step if step.kind in (StepKind.BREATHE_IN, StepKind.BREATHE_OUT) else None


def _progress(player: Player) -> list[ft.Control]:
    step, parts = player.position.step, []
    repetitions = max(each.rep or 0 for each in player.timeline.of(step.exercise))
    if step.place:
        parts.append(_("Place {number}").format(number=step.place))
    if step.rep and repetitions > 1:
        parts.append(_("Repetition {number} of {count}").format(number=step.rep, count=repetitions))
    return [_centred(", ".join(parts), ft.FontWeight.W_500)] if parts else []


def _drawn_out(player: Player) -> list[ft.Control]:
    """That a hold is longer than prescribed, once the patient has made it so."""
    step = player.position.step
    move = player.exercise.dose.move(step.move)
    if step.kind is not StepKind.HOLD or move is None or step.duration <= move.seconds.high:
        return []
    words = _("Prescribed: {time}").format(time=seconds_words(move.seconds.high))
    return [ft.Semantics(content=_centred(words, ft.FontWeight.W_500), live_region=True)]


def _next(player: Player) -> ft.Control:
    step = _worth_naming(player)
    if step is None:
        return _centred(_("Next: finished"))
    exercise = player.exercise_of(step)
    what = exercise.title if exercise is not player.exercise else move_words(exercise, step)
    if step.kind is StepKind.CHANGE_SIDES and step.side:
        what += f", {_uncapitalized(side_words(exercise, step.side))}"
    words = _("Next: {what}, {time}").format(what=what, time=seconds_words(step.duration))
    return _centred(words)


def _picture(guided: GuidedSession, still: bool) -> list[ft.Control]:
    """Where there is room: it is the first to go."""
    page, player = ft.context.page, guided.player
    picture, height = guided.routine.picture(player.exercise), theme.picture_height(page.height)
    if picture is None or not height:
        return []
    index = player.position.index
    motion = motion_of(picture, player.timeline.steps, index)
    width = (page.width or 0) - 2 * theme.SPACE_M
    shown = moving_picture(picture, motion, width, height, still, not guided.running)
    return [ft.Container(shown, key=f"{picture.exercise} {index}")]  # each step begins it anew


def _worth_naming(player: Player) -> Step | None:
    """The next step, or the move that a short moment to get ready leads into."""
    following = player.timeline.steps[player.position.index + 1 :]
    return next(
        (step for step in following if step.kind is not StepKind.READY or not step.rep), None
    )


def _uncapitalized(words: str) -> str:
    return words[:1].lower() + words[1:]


def _more(guided: GuidedSession, exercise: Exercise) -> ft.Control:
    """What is not needed in every session."""
    buttons = [_text_button(_("Repeat exercise"), guided.repeat)]
    if exercise.dose.sides is not Sides.NONE:
        buttons.append(_text_button(_("Skip this side"), guided.skip_side))
    if guided.player.moves_along and not guided.player.awaits_landmark:
        buttons.append(_text_button(_("One more place"), guided.add_place))
    return ft.Row(buttons, alignment=ft.MainAxisAlignment.CENTER, wrap=True, spacing=0)


def _why_skipped(guided: GuidedSession) -> ft.Control:
    """Asked once the exercise is skipped already, and gone with the next step."""
    skipped = guided.just_skipped
    if skipped is None:
        return ft.Container(visible=False)
    title = guided.routine.exercise(skipped.exercise).title
    return ft.Column(
        [
            ft.Text(_("Skipped: {exercise}. Why?").format(exercise=title), size=theme.BODY),
            ft.Row(
                [
                    choice_chip(capitalized(_(SKIP_REASONS[reason])), False, _say(guided, reason))
                    for reason in SkipReason
                ],
                wrap=True,
                spacing=theme.SPACE_S,
                run_spacing=theme.SPACE_S,
            ),
        ],
        spacing=theme.SPACE_S,
    )


def _say(guided: GuidedSession, reason: SkipReason) -> Callable[[], None]:
    return lambda: guided.say_why(reason)


def _landmark(guided: GuidedSession) -> list[ft.Control]:
    travel = guided.player.exercise.dose.travel
    if travel is None or not guided.player.moves_along:
        return []
    return [
        ft.FilledTonalButton(label(travel.reached), on_click=guided.reached, style=theme.quiet())
    ]


def _buttons(guided: GuidedSession) -> list[ft.Control]:
    running = guided.running
    return [
        ft.Row(
            [
                ft.FilledButton(
                    label(_("Pause") if running else _("Resume")),
                    icon=ft.Icons.PAUSE if running else ft.Icons.PLAY_ARROW,
                    on_click=guided.pause if running else guided.start,
                    style=theme.filled(),
                    autofocus=True,  # so that a keyboard's space bar pauses
                    expand=True,
                ),
                ft.FilledButton(
                    label(_("It hurts")),
                    icon=ft.Icons.PAN_TOOL_OUTLINED,
                    on_click=guided.hurts,
                    style=theme.alarm(),
                    expand=True,
                ),
            ],
            spacing=theme.SPACE_S,
        ),
        side_by_side(
            [
                Short(pgettext("to the step before", "Back"), ft.Icons.SKIP_PREVIOUS, guided.back),
                Short(_("Skip"), ft.Icons.SKIP_NEXT, guided.skip),
                Short(_("Stop"), ft.Icons.STOP, guided.stop),
            ]
        ),
    ]


def _text_button(
    text: str, on_click: Callable[[], None], *, expand: bool | None = None, disabled: bool = False
) -> ft.Control:
    return ft.TextButton(
        label(text), on_click=on_click, style=theme.plain(), expand=expand, disabled=disabled
    )


def _headline(text: str, size: int, weight: ft.FontWeight) -> ft.Control:
    return ft.Text(text, style=theme.headline(size, weight), text_align=ft.TextAlign.CENTER)


def _centred(text: str, weight: ft.FontWeight = ft.FontWeight.W_400) -> ft.Control:
    return ft.Text(unbroken(text), size=theme.BODY, weight=weight, text_align=ft.TextAlign.CENTER)
