"""A session of the log that can be put right: its entries, its note, and the whole of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

import flet as ft

from willows_app.adherence.facts import Entry, Session
from willows_app.adherence.words import OUTCOMES, SKIP_REASONS
from willows_app.guide.performance import Outcome, Performed, SkipReason
from willows_app.language import _, capitalized, of_a_handout, pgettext
from willows_app.ui import theme
from willows_app.ui.components.entries import entry_line
from willows_app.ui.components.parts import (
    body,
    card,
    choice_chip,
    faint,
    heading,
    icon_button,
    quiet,
)
from willows_app.ui.components.sessions import session_card
from willows_app.ui.components.typed import typed_field
from willows_app.ui.corrections import Correction
from willows_app.ui.model import Willows

LONGEST_NOTE = 500
"""Characters; a note is a sentence or two."""

Correct = Callable[[Correction], None]
"""Is told what was put right, so that it can be undone."""


def correctable_session(
    willows: Willows, session: Session, name: str, correct: Correct
) -> ft.Control:
    """What is logged of a session below its name, with the ways to correct it."""
    return _keyed(_session(willows, session, name, correct), session.id)


def _keyed(control: ft.Control, key: str) -> ft.Control:
    """What is open stays open with its own session or exercise when another one goes."""
    return ft.Container(control, key=key)


@ft.component
def _session(willows: Willows, session: Session, name: str, correct: Correct) -> ft.Control:
    correcting, set_correcting = ft.use_state(False)
    if not correcting:
        begin = quiet(
            _("Correct this session"), lambda: set_correcting(True), ft.Icons.EDIT_OUTLINED
        )
        return session_card(name, session, begin)
    return card(
        [
            heading(name),
            *(
                _keyed(_entry(willows, session, entry, correct), entry.exercise)
                for entry in session.entries
            ),
            *_not_recorded(willows, session, correct),
            _note(willows, session, correct),
            quiet(
                _("Take the whole session back"),
                lambda: correct(willows.corrections.take_back_session(session)),
                ft.Icons.DELETE_OUTLINE,
            ),
            faint(_("What the timer measured stays in the log, marked as corrected by hand.")),
            quiet(pgettext("close", "Done"), lambda: set_correcting(False), ft.Icons.CHECK),
        ]
    )


def undo_notice(correction: Correction | None, forget: Callable[[], None]) -> list[ft.Control]:
    """What was put right last, and the way back."""
    if correction is None:
        return []

    def undo() -> None:
        correction.undo()
        forget()

    return [
        card(
            [
                ft.Semantics(content=body(correction.words), live_region=True),
                quiet(_("Undo"), undo, ft.Icons.UNDO),
            ]
        )
    ]


@ft.component
def _entry(willows: Willows, session: Session, entry: Entry, correct: Correct) -> ft.Control:
    open_, set_open = ft.use_state(False)

    def change(outcome: Outcome) -> None:
        set_open(outcome is Outcome.SKIPPED)  # why can be said right away
        correct(willows.corrections.change(session, entry, outcome))

    def say_why(reason: SkipReason) -> None:
        set_open(False)
        correct(willows.corrections.change(session, entry, Outcome.SKIPPED, reason))

    def take_back() -> None:
        set_open(False)
        correct(willows.corrections.take_back_entry(entry))

    line = ft.Row(
        [
            ft.Container(entry_line(entry), expand=True),
            icon_button(
                ft.Icons.EXPAND_LESS if open_ else ft.Icons.EDIT_OUTLINED,
                _("Correct: {exercise}").format(exercise=of_a_handout(entry.title)),
                lambda: set_open(not open_),
            ),
        ],
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    if not open_:
        return line
    return ft.Column(
        [
            line,
            _chips(
                [
                    choice_chip(
                        capitalized(_(OUTCOMES[outcome])),
                        outcome is entry.outcome,
                        partial(change, outcome),
                    )
                    for outcome in Outcome
                ]
            ),
            *_why(entry, say_why),
            quiet(_("Take this entry back"), take_back, ft.Icons.DELETE_OUTLINE),
        ],
        spacing=theme.SPACE_S,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _why(entry: Entry, say_why: Callable[[SkipReason], None]) -> list[ft.Control]:
    if entry.outcome is not Outcome.SKIPPED:
        return []
    return [
        faint(_("Why, if you want to say")),
        _chips(
            [
                choice_chip(
                    capitalized(_(SKIP_REASONS[reason])),
                    reason is entry.reason,
                    partial(say_why, reason),
                )
                for reason in SkipReason
            ]
        ),
    ]


def _chips(chips: list[ft.Control]) -> ft.Control:
    return ft.Row(chips, wrap=True, spacing=theme.SPACE_S, run_spacing=theme.SPACE_S)


def _not_recorded(willows: Willows, session: Session, correct: Correct) -> list[ft.Control]:
    """Exercises that the session set out to do and the log knows nothing of."""
    recorded = {entry.exercise for entry in session.entries}
    missing = [id for id in session.planned if id not in recorded]
    plans = [plan for id in missing if (plan := willows.one_exercise(session.routine, id))]

    def did(plan_index: int) -> None:
        plan = plans[plan_index]
        (exercise,) = plan.exercises
        performed = Performed.as_planned(exercise, plan.choice(exercise))
        correct(willows.corrections.add(session, exercise.title, performed))

    return [
        quiet(
            _("I did it too: {exercise}").format(exercise=plan.exercises[0].title),
            partial(did, index),
            ft.Icons.ADD,
        )
        for index, plan in enumerate(plans)
    ]


@ft.component
def _note(willows: Willows, session: Session, correct: Correct) -> ft.Control:
    text, set_text = ft.use_state(cast("str | None", None))
    written = session.note if text is None else text

    def keep() -> None:
        correct(willows.corrections.note(session, written.strip()))
        set_text(None)

    return ft.Column(
        [
            typed_field(_("Note"), written, set_text, multiline=True, max_length=LONGEST_NOTE),
            *([quiet(_("Keep the note"), keep)] if written.strip() != session.note else []),
        ],
        spacing=theme.SPACE_S,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
