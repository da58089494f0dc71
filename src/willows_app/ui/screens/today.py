"""Today: is it done, and the way into the session."""

from __future__ import annotations

import flet as ft

from willows_app.adherence.plan import Phase
from willows_app.language import _, counted
from willows_app.routine.fit import Fitted
from willows_app.ui import theme
from willows_app.ui.components.backup import backup_reminder
from willows_app.ui.components.check_in import how_is_your_back
from willows_app.ui.components.cut_off import cut_off_session
from willows_app.ui.components.damage import damage_notice
from willows_app.ui.components.day_marks import day_mark, week_strip
from willows_app.ui.components.moved import undo_move
from willows_app.ui.components.offline import new_version
from willows_app.ui.components.page import go, page
from willows_app.ui.components.pain import pain_scale
from willows_app.ui.components.parts import (
    body,
    card,
    faint,
    heading,
    icon_button,
    notice,
    primary,
    quiet,
)
from willows_app.ui.components.saved import unsaved_notice
from willows_app.ui.components.time_available import time_choice, what_it_means
from willows_app.ui.context import use_willows
from willows_app.ui.dates import day_words
from willows_app.ui.model import Willows
from willows_app.ui.own_plan import OwnPlan
from willows_app.ui.plan_words import plan_words, streak_words
from willows_app.ui.starting import start_session
from willows_app.ui.today_words import reminder_words, status_of, status_words


@ft.component
def today() -> ft.View:
    """What is due today, and the one button that begins it."""
    willows = use_willows()
    fitted, own = willows.fitted(), willows.own_plan()
    return page(
        _("Today"),
        [
            faint(day_words(willows.today)),
            *_notices(willows),
            backup_reminder(willows, willows.backups),
            *([cut_off_session(willows, willows.cut_off)] if willows.cut_off else []),
            _plan_card(willows, own),
            *([] if willows.under_way else [_time_card(willows, fitted)]),
            _pain_before(willows),
            quiet(_("Your plan"), lambda: go("/plan"), ft.Icons.EVENT_NOTE_OUTLINED),
            quiet(_("Cautions"), lambda: go("/cautions"), ft.Icons.HEALTH_AND_SAFETY_OUTLINED),
        ],
        tab="/",
        actions=[
            icon_button(ft.Icons.SETTINGS_OUTLINED, _("Settings"), lambda: go("/settings")),
        ],
        footer=_action(willows, fitted),
    )


def _pain_before(willows: Willows) -> ft.Control:
    def pick(score: int | None) -> None:
        willows.pain_before = score

    scale = pain_scale(willows.routine, willows.pain_before, pick)
    return card([heading(_("How much does it hurt now?")), scale])


def _plan_card(willows: Willows, own: OwnPlan) -> ft.Control:
    streak = streak_words(own.streak)
    return card(
        [
            heading(plan_words(own.plan, own.today)),
            _status(willows, own),
            *_what_changes(willows, own),
            *([ft.Divider(), week_strip(own.week)] if own.standing else []),
            *([body(streak)] if streak else []),
        ]
    )


def _what_changes(willows: Willows, own: OwnPlan) -> list[ft.Control]:
    """What the plan asks of the patient today, or offers."""
    standing = own.standing
    if standing is None:
        return []
    if standing.pause:
        return [quiet(_("End the pause today"), own.resume, ft.Icons.PLAY_ARROW)]
    moved = [undo_move(own)] if own.has_just_moved else []
    if own.offers_as_needed:
        return [
            body(
                counted(
                    own.plan.daily_days,
                    "The daily phase has had its {count} day. The handout says: {words}. "
                    "Ask your clinic if you are not sure.",
                    "The daily phase has had its {count} days. The handout says: {words}. "
                    "Ask your clinic if you are not sure.",
                    words=own.routine.schedule.words,
                )
            ),
            quiet(_("Move to as needed"), own.begin_as_needed),
            quiet(_("Another week daily"), own.stay_daily),
        ]
    if standing.phase is Phase.DAILY:
        return moved
    if standing.flare_since:
        return [quiet(_("My back is fine again"), own.flare_over)]
    if willows.asks_how_the_back_is:
        return [*moved, *how_is_your_back(willows, own)]
    return [*moved, quiet(_("My back is stiff or sore today"), own.flare)]


def _time_card(willows: Willows, fitted: Fitted) -> ft.Control:
    return card(
        [
            heading(_("Next: {routine}").format(routine=willows.routine.title)),
            faint(willows.routine.clinic),
            body(_("How much time do you have?")),
            time_choice(willows.own.seconds, willows.own.have),
            *what_it_means(fitted),
        ]
    )


def _status(willows: Willows, own: OwnPlan) -> ft.Control:
    status = status_of(own)
    words = status_words(status, willows.done_today(), len(own.routine.exercises))
    return ft.Row([day_mark(status), ft.Text(words, size=theme.HEADING, expand=True)])


def _action(willows: Willows, fitted: Fitted) -> list[ft.Control]:
    """The way into the session; none if there is nothing to do in it."""
    session = willows.under_way
    if session is None and not fitted.plan.exercises:
        return []
    if session is None:
        return [
            primary(
                _("Start session"),
                lambda: start_session(willows, fitted.plan),
                ft.Icons.PLAY_ARROW,
            )
        ]

    def resume() -> None:
        session.start()
        go("/session")

    return [
        notice(
            _("A session is waiting at {exercise}.").format(exercise=session.player.exercise.title)
        ),
        primary(_("Resume"), resume, ft.Icons.PLAY_ARROW),
        quiet(_("Stop"), session.stop, ft.Icons.STOP),
    ]


def _notices(willows: Willows) -> list[ft.Control]:
    notices: list[ft.Control] = [unsaved_notice(willows.saving), *new_version(willows)]
    if damage := willows.damage:
        notices.append(damage_notice(willows, damage))
    if willows.reminding and not willows.under_way and (since := willows.reminding.due_since):
        notices.append(notice(reminder_words(since), ft.Icons.NOTIFICATIONS_OUTLINED))
    if waiting := willows.plan_waiting:
        notices.append(notice(_("A plan from your clinic waits to be looked at.")))
        notices.append(quiet(_("See the plan"), lambda: go(f"/plan/{waiting}")))
    if willows.refused:
        words = counted(
            len(willows.refused),
            "{count} routine file cannot be used.",
            "{count} routine files cannot be used.",
        )
        notices.append(notice(words, ft.Icons.WARNING_AMBER))
        notices.append(quiet(_("See what is wrong"), lambda: go("/routine-problems")))
    return notices
