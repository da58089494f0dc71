"""A plan from a clinic, as a link or a file brings it: nothing changes before it is accepted."""

from __future__ import annotations

import flet as ft

from willows_app.language import N_, _
from willows_app.routine.model import Routine
from willows_app.routine.prescription import Prescription, handout_version, prescribed
from willows_app.routine.words import dose_words
from willows_app.ui import theme
from willows_app.ui.components.open_plan import NOT_HERE_YET
from willows_app.ui.components.page import back_to, go, page
from willows_app.ui.components.parts import (
    body,
    bulleted,
    card,
    faint,
    heading,
    mark,
    notice,
    primary,
    quiet,
    title,
)
from willows_app.ui.context import use_willows
from willows_app.ui.model import Willows

TITLE = N_("A plan from your clinic")


@ft.component
def offered() -> ft.View:
    """What would change, and the choice; in a session, that it waits."""
    willows = use_willows()
    data = ft.use_route_params().get("data", "")
    tries, set_tries = ft.use_state(0)
    in_session = willows.under_way is not None

    def keep() -> None:
        willows.plan_waiting = data if in_session else ""

    ft.use_effect(keep, [data, in_session])
    if in_session:
        return _waits()
    try:
        from willows_app.clinic.prescription_link import LinkError, PlanDoesNotFit, read_link
        from willows_app.clinic.prescription_words import problem_words
    except ImportError:
        return _refused(_(NOT_HERE_YET), quiet(_("Try again"), lambda: set_tries(tries + 1)))
    try:
        prescription = read_link(data, willows.handouts)
    except PlanDoesNotFit as error:
        return _refused(str(error), bulleted(problem_words(error.problems)))
    except LinkError as error:
        return _refused(str(error))
    return _offer(willows, prescription)


def _waits() -> ft.View:
    return page(
        _(TITLE),
        [notice(_("Your session comes first. The plan waits for you on Today until it is over."))],
        footer=[primary(_("Back to the session"), lambda: go("/session"))],
    )


def _refused(why: str, *more: ft.Control) -> ft.View:
    return page(
        _(TITLE),
        [
            ft.Semantics(content=notice(why, ft.Icons.WARNING_AMBER), live_region=True),
            body(_("Nothing has changed.")),
            *more,
        ],
        leading=back_to("/", _("Today")),
        footer=[primary(_("Close"), lambda: go("/"))],
    )


def _offer(willows: Willows, prescription: Prescription) -> ft.View:
    from willows_app.clinic.prescription_words import change_words

    handout = willows.handout(prescription.routine)
    given = willows.prescriptions
    changes = change_words(
        handout, prescription, given.as_accepted(handout), given.daily_days(handout)
    )
    accepted = given.accepted(handout)
    known = accepted is not None and accepted.prescription == prescription

    def accept() -> None:
        willows.accept(prescription)
        go("/plan")

    return page(
        _(TITLE),
        [
            title(handout.title),
            body(
                _("You have this plan already.")
                if known
                else _(
                    "Nothing has changed yet. Accept this plan if you have it from your clinic: "
                    "anyone could make such a link."
                )
            ),
            *_other_handout(prescription, handout),
            card(
                [
                    heading(_("What would change")),
                    bulleted(changes or [_("Nothing: you do all of it already")]),
                ]
            ),
            *_note(prescription),
            _whole(prescription, handout),
            *_bands(prescription),
            *_what_becomes_of(willows, handout, known),
        ],
        footer=[primary(_("Close"), lambda: go("/"))]
        if known
        else [primary(_("Accept"), accept, ft.Icons.CHECK), quiet(_("Not now"), lambda: go("/"))],
    )


def _other_handout(prescription: Prescription, handout: Routine) -> list[ft.Control]:
    if prescription.handout in ("", handout_version(handout)):
        return []
    return [
        notice(
            _(
                "This plan was made with another version of the handout. What you see here is "
                "what you would do. If you are not sure, ask your clinic first."
            )
        )
    ]


def _note(prescription: Prescription) -> list[ft.Control]:
    if not prescription.note:
        return []
    return [card([heading(_("A note from your clinic")), body(prescription.note)])]


def _whole(prescription: Prescription, handout: Routine) -> ft.Control:
    then = prescribed(handout, prescription)
    lines: list[ft.Control] = []
    for number, exercise in enumerate(then.exercises, start=1):
        lines.append(
            ft.Column(
                [
                    ft.Text(
                        f"{number}. {exercise.title}", size=theme.BODY, weight=ft.FontWeight.W_600
                    ),
                    body(dose_words(exercise.dose)),
                    *_beyond(handout, prescription, exercise.id),
                ],
                spacing=0,
            )
        )
    return card([heading(_("The whole plan")), *lines])


def _beyond(handout: Routine, prescription: Prescription, exercise: str) -> list[ft.Control]:
    from willows_app.clinic.prescription_words import beyond_words

    words = beyond_words(handout.exercise(exercise), prescription.dose(exercise))
    return [mark(words)] if words else []


def _bands(prescription: Prescription) -> list[ft.Control]:
    if not prescription.pain_bands:
        return []
    from willows_app.clinic.prescription_words import band_words

    return [
        card(
            [
                heading(_("After an answer about pain")),
                body(_("Your clinic says to these numbers:")),
                bulleted(list(map(band_words, prescription.pain_bands))),
            ]
        )
    ]


def _what_becomes_of(willows: Willows, handout: Routine, known: bool) -> list[ft.Control]:
    """What is to be known beside the plan."""
    if known:
        return []
    words = [
        _(
            "What you logged stays, and keeps counting. History measures each day by what was "
            "prescribed on it."
        )
    ]
    if willows.own.order(handout):
        words.append(_("The order that you set yourself is put back."))
    if willows.cut_off:
        words.append(_("The session that was cut off ends where it stood."))
    return list(map(faint, words))
