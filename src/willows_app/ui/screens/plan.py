"""The plan: how it stands, and every way to change it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import cast

import flet as ft

from willows_app.adherence.accepted import Accepted
from willows_app.adherence.days import ONE_DAY
from willows_app.adherence.facts import PauseReason, PlanChange
from willows_app.adherence.plan import Phase
from willows_app.adherence.words import PAUSE_REASONS
from willows_app.language import _, capitalized, counted, pgettext
from willows_app.ui import theme
from willows_app.ui.components.moved import undo_move
from willows_app.ui.components.open_plan import open_plan
from willows_app.ui.components.page import back_to, go, page
from willows_app.ui.components.parts import (
    body,
    bulleted,
    card,
    choice_chip,
    faint,
    heading,
    notice,
    quiet,
    title,
)
from willows_app.ui.components.phase_length import phase_length
from willows_app.ui.components.saved import unsaved_notice
from willows_app.ui.components.stepper import stepper
from willows_app.ui.context import use_willows
from willows_app.ui.dates import day_words
from willows_app.ui.model import Willows
from willows_app.ui.own_plan import OwnPlan
from willows_app.ui.plan_words import announced_words, change_words, plan_words

LATE = timedelta(days=28)
"""How long afterwards a pause can still be told."""


@ft.component
def plan() -> ft.View:
    """What is expected when, and the changes that the patient may make."""
    willows = use_willows()
    own = willows.own_plan()
    return page(
        _("Plan"),
        [
            unsaved_notice(willows.saving),
            title(plan_words(own.plan, own.today)),
            _phase(own),
            phase_length(own, willows.handout(own.routine.id).schedule.daily_days),
            quiet(_("Reminders"), lambda: go("/reminders"), ft.Icons.NOTIFICATIONS_OUTLINED),
            _pausing(own) if own.standing and not own.standing.pause else _paused(own),
            *_to_come(own),
            *_given(willows, own),
            open_plan(),
            *_changes(willows.log.plan_changes(own.routine.id)),
        ],
        leading=back_to("/", _("Today")),
    )


def _phase(own: OwnPlan) -> ft.Control:
    words = own.routine.schedule.words
    return card(
        [
            heading(_("Daily, then as needed")),
            body(_("The handout says: {words}.").format(words=words)),
            body(
                _(
                    "In the daily phase a session is due every day. After it, sessions are due "
                    "only while your back is stiff or sore. A day without is then neither missed "
                    "nor does it break a streak."
                )
            ),
            _move(own),
        ]
    )


def _move(own: OwnPlan) -> ft.Control:
    if own.has_just_moved:
        return undo_move(own)
    if own.standing is not None and own.standing.phase is Phase.AS_NEEDED:
        return quiet(_("Back to once a day"), own.begin_daily)
    return quiet(_("Move to as needed"), own.begin_as_needed)


def _paused(own: OwnPlan) -> ft.Control:
    if own.standing is None:
        return ft.Container(visible=False)  # nothing has begun that could be paused
    return card(
        [
            heading(pgettext("of the plan", "Pause")),
            body(_("Paused days are not due. Your streak goes on afterwards.")),
            quiet(_("End the pause today"), own.resume, ft.Icons.PLAY_ARROW),
        ]
    )


def _to_come(own: OwnPlan) -> list[ft.Control]:
    """Each pause that was announced, and the way to call it off."""
    return [
        card(
            [
                heading(_("A pause is to come")),
                body(announced_words(announced)),
                quiet(_("Call off this pause"), partial(own.call_off, announced), ft.Icons.CLOSE),
            ]
        )
        for announced in own.pauses_to_come
    ]


@ft.component
def _pausing(own: OwnPlan) -> ft.Control:
    """Why, from when, and until when if that is known."""
    reason, set_reason = ft.use_state(PauseReason.ILLNESS)
    since, set_since = ft.use_state(own.today)
    until, set_until = ft.use_state(cast("date | None", None))
    last = max(until or since, since)

    def pause() -> None:
        own.pause(reason, since, until and last)

    return card(
        [
            heading(pgettext("of the plan", "Pause")),
            body(_("For a time in which you cannot do your exercises. Paused days are not due.")),
            ft.Row(
                [
                    choice_chip(
                        capitalized(_(PAUSE_REASONS[each])),
                        each is reason,
                        partial(set_reason, each),
                    )
                    for each in PauseReason
                ],
                wrap=True,
                spacing=theme.SPACE_S,
                run_spacing=theme.SPACE_S,
            ),
            faint(_("First day")),
            stepper(
                _("First day"),
                day_words(since),
                (lambda: set_since(since - ONE_DAY)) if since > own.today - LATE else None,
                lambda: set_since(since + ONE_DAY),
                (_("a day earlier"), _("a day later")),
            ),
            faint(_("Last day")),
            stepper(
                _("Last day"),
                day_words(last) if until else _("Not known yet"),
                (lambda: set_until(last - ONE_DAY if last > since else None)) if until else None,
                lambda: set_until(last + ONE_DAY if until else since),
                (_("a day earlier"), _("a day later")),
            ),
            quiet(pgettext("pause the plan", "Pause"), pause, ft.Icons.PAUSE),
        ]
    )


def _given(willows: Willows, own: OwnPlan) -> list[ft.Control]:
    """What the patient accepted of the clinic, and the way back."""
    handout = willows.handout(own.routine.id)
    accepted = willows.prescriptions.accepted(handout)
    if accepted is None:
        return []
    there = accepted.prescription
    since = counted(
        len(handout.exercises),
        "Since {day}: {chosen} of the handout's {count} exercise.",
        "Since {day}: {chosen} of the handout's {count} exercises.",
        day=day_words(accepted.since),
        chosen=len(own.routine.exercises),
    )
    lost = _("The plan that you accepted does not fit the handout any more. Ask your clinic.")
    return [
        card(
            [
                heading(_("From your clinic")),
                body(since if there else lost),
                *([notice(words)] if (words := handout_words(accepted)) else []),
                *([body(there.note)] if there and there.note else []),
                *_days_before(own, willows.prescriptions.days_before(handout)),
                quiet(
                    _("Back to the handout"),
                    partial(willows.put_back, handout.id),
                    ft.Icons.UNDO,
                ),
            ]
        )
    ]


def handout_words(accepted: Accepted) -> str:
    """How the handout is another one since the plan was accepted; empty if it is not."""
    if not accepted.handout_changed and not accepted.lost:
        return ""
    if not accepted.lost:
        return _(
            "The handout has changed since you accepted this plan. Ask your clinic how to go on."
        )
    return counted(
        len(accepted.lost),
        "The handout has changed since you accepted this plan. It has lost {count} exercise that "
        "your clinic chose: {names}. Ask your clinic how to go on.",
        "The handout has changed since you accepted this plan. It has lost {count} exercises that "
        "your clinic chose: {names}. Ask your clinic how to go on.",
        names=", ".join(id.replace("_", " ") for id in accepted.lost),
    )


def _days_before(own: OwnPlan, days: int) -> list[ft.Control]:
    if days == own.plan.daily_days:
        return []
    return [
        faint(
            counted(
                days,
                "Back to the handout, the daily phase is to last {count} day again, "
                "as before this plan.",
                "Back to the handout, the daily phase is to last {count} days again, "
                "as before this plan.",
            )
        )
    ]


def _changes(changes: tuple[PlanChange, ...]) -> list[ft.Control]:
    if not changes:
        return []
    latest_first = [change_words(change) for change in reversed(changes)]
    return [card([heading(_("What was changed")), bulleted(latest_first)])]
