"""The list of exercises, and one exercise with everything the handout says of it."""

from __future__ import annotations

import flet as ft

from willows_app.language import _, of_a_handout
from willows_app.routine.choice import as_chosen
from willows_app.routine.model import Exercise, Routine
from willows_app.routine.problems import RoutineError
from willows_app.routine.words import dose_words
from willows_app.ui import theme
from willows_app.ui.components.page import back_to, go, nothing_here, page
from willows_app.ui.components.parts import (
    body,
    bulleted,
    card,
    faint,
    heading,
    label,
    mark,
    numbered,
    primary,
    quiet,
    title,
)
from willows_app.ui.components.picture import picture_row
from willows_app.ui.context import use_willows
from willows_app.ui.model import Willows
from willows_app.ui.starting import start_session


@ft.component
def exercises() -> ft.View:
    """Every exercise of every routine, and the way to add a routine."""
    willows = use_willows()
    controls: list[ft.Control] = []
    for routine in willows.routines:
        controls += _routine(willows, routine)
    return page(_("Exercises"), [*controls, _add_routine(willows)], tab="/exercises")


def _routine(willows: Willows, routine: Routine) -> list[ft.Control]:
    in_use = routine.id == willows.routine.id

    def use() -> None:
        willows.use_routine(routine.id)
        go("/")

    return [
        heading(routine.title),
        faint(
            _("{clinic}. This is your routine.").format(clinic=routine.clinic)
            if in_use
            else f"{routine.clinic}."
        ),
        *([] if in_use else [quiet(_("Use this routine"), use)]),
        *(
            _tile(number, exercise, f"/exercises/{routine.id}/{exercise.id}")
            for number, exercise in enumerate(routine.exercises, start=1)
        ),
    ]


def _tile(number: int, exercise: Exercise, route: str) -> ft.Control:
    return ft.ListTile(
        leading=ft.CircleAvatar(
            ft.Text(str(number)),
            bgcolor=ft.Colors.SECONDARY_CONTAINER,
            color=ft.Colors.ON_SECONDARY_CONTAINER,
        ),
        title=ft.Text(exercise.title, size=theme.BODY, weight=ft.FontWeight.W_600),
        subtitle=faint(dose_words(exercise.dose)),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOWEST,
        shape=ft.RoundedRectangleBorder(
            radius=theme.RADIUS, side=ft.BorderSide(1, ft.Colors.OUTLINE_VARIANT)
        ),
        content_padding=ft.Padding.symmetric(horizontal=theme.SPACE_M),
        horizontal_spacing=theme.SPACE_S,
        min_height=theme.TARGET,
        on_click=lambda: go(route),
    )


def _add_routine(willows: Willows) -> ft.Control:
    def picked(event: ft.FilePickerResultEvent) -> None:
        for file in event.files or []:
            try:
                willows.add_routine(file.name, file.bytes or b"")
            except RoutineError as error:
                willows.not_added = error
                go("/routine-problems")

    picker = ft.use_memo(lambda: ft.FilePicker(on_result=picked), [])
    return ft.OutlinedButton(
        label(_("Add a routine")),
        icon=ft.Icons.ADD,
        style=theme.quiet(),
        action=ft.PickFiles(picker, with_data=True),
    )


@ft.component
def one_exercise() -> ft.View:
    """How to do one exercise, with its dose and cautions, and the way to start it."""
    willows = use_willows()
    params = ft.use_route_params()
    plan = willows.one_exercise(params.get("routine", ""), params.get("exercise", ""))
    if plan is None:
        return nothing_here()
    routine, (exercise,) = plan.routine, plan.exercises

    def tick() -> None:
        willows.tick_by_hand(plan)
        go("/log")

    number, count = routine.exercises.index(exercise) + 1, len(routine.exercises)
    return page(
        _("Exercise {number} of {count}").format(number=number, count=count),
        [
            title(exercise.title),
            _how_much(willows, routine, exercise),
            *_pictures(routine, exercise),
            card([heading(_("Position")), body(exercise.position), *_equipment(exercise)]),
            card([heading(_("How to do it")), numbered(exercise.steps)]),
            *_part(_("Take care"), exercise.cautions),
            *_part(_("To make it stronger"), exercise.stronger),
            quiet(_("I did it without the timer"), tick, ft.Icons.CHECK),
        ],
        leading=back_to("/exercises", _("Exercises")),
        footer=[
            primary(
                _("Start session"),
                lambda: start_session(willows, plan),
                ft.Icons.PLAY_ARROW,
            )
        ],
    )


def _how_much(willows: Willows, routine: Routine, exercise: Exercise) -> ft.Control:
    """What the handout says, what the patient made of it, and the way to change that."""
    prescribed = dose_words(exercise.dose)
    own = dose_words(as_chosen(exercise, willows.own.choice(routine, exercise)).dose)
    handed_out = willows.handout(routine.id).exercise(exercise.id)
    return card(
        [
            heading(_("How much")),
            body(prescribed),
            *(
                [mark(_("Your clinic's plan. Where the words below say otherwise, this counts."))]
                if handed_out.dose != exercise.dose
                else []
            ),
            *([body(_("Your own: {dose}").format(dose=own))] if own != prescribed else []),
            quiet(
                _("Adjust"),
                lambda: go(f"/exercises/{routine.id}/{exercise.id}/adjust"),
                ft.Icons.TUNE,
            ),
        ]
    )


def _pictures(routine: Routine, exercise: Exercise) -> list[ft.Control]:
    picture = routine.picture(exercise)
    return [card([picture_row(picture)])] if picture else []


def _equipment(exercise: Exercise) -> list[ft.Control]:
    if not exercise.equipment:
        return []
    things = ", ".join(map(of_a_handout, exercise.equipment))
    return [faint(_("You need: {things}").format(things=things))]


def _part(title: str, texts: tuple[str, ...]) -> list[ft.Control]:
    return [card([heading(title), bulleted(texts)])] if texts else []
