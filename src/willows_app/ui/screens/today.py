"""Today: is it done, and the way into the session."""

from __future__ import annotations

import flet as ft

from willows_app.routine.fit import Fitted
from willows_app.ui.components.cut_off import cut_off_session
from willows_app.ui.components.page import go, page
from willows_app.ui.components.pain import pain_scale
from willows_app.ui.components.parts import (
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
from willows_app.ui.dates import day_words, time_words
from willows_app.ui.model import Willows
from willows_app.ui.starting import start_session


@ft.component
def today() -> ft.View:
    """What is due today, and the one button that begins it."""
    willows = use_willows()
    fitted = willows.fitted()
    return page(
        "Today",
        [
            faint(day_words(willows.today)),
            *_notices(willows),
            *([cut_off_session(willows, willows.cut_off)] if willows.cut_off else []),
            _routine_card(willows),
            *([] if willows.under_way else [_time_card(willows, fitted)]),
            _pain_before(willows),
            quiet("Cautions", lambda: go("/cautions"), ft.Icons.HEALTH_AND_SAFETY_OUTLINED),
        ],
        tab="/",
        actions=[
            icon_button(ft.Icons.SETTINGS_OUTLINED, "Settings", lambda: go("/settings")),
        ],
        footer=_action(willows, fitted),
    )


def _pain_before(willows: Willows) -> ft.Control:
    def pick(score: int | None) -> None:
        willows.pain_before = score

    return card([heading("How much does it hurt now?"), pain_scale(willows.pain_before, pick)])


def _routine_card(willows: Willows) -> ft.Control:
    routine = willows.routine
    return card(
        [
            heading(routine.title),
            faint(routine.clinic),
            faint(_capitalized(routine.schedule.words)),
            ft.Divider(),
            _status(willows),
        ]
    )


def _time_card(willows: Willows, fitted: Fitted) -> ft.Control:
    return card(
        [
            heading("How much time do you have?"),
            time_choice(willows.own.seconds, willows.own.have),
            *what_it_means(fitted),
        ]
    )


def _status(willows: Willows) -> ft.Control:
    entries = willows.done_today()
    done, due = len({entry.exercise for entry in entries}), len(willows.routine.exercises)
    if not entries:
        icon, text = ft.Icons.RADIO_BUTTON_UNCHECKED, "Not done yet today"
    elif done < due:
        icon, text = ft.Icons.TIMELAPSE, f"{done} of {due} exercises done today"
    else:
        icon, text = ft.Icons.CHECK_CIRCLE, f"Done today at {time_words(entries[-1].recorded_at)}"
    return ft.Row([ft.Icon(icon, color=ft.Colors.PRIMARY), ft.Text(text, size=18, expand=True)])


def _action(willows: Willows, fitted: Fitted) -> list[ft.Control]:
    """The way into the session; none if there is nothing to do in it."""
    session = willows.under_way
    if session is None and not fitted.plan.exercises:
        return []
    if session is None:
        return [
            primary(
                "Start session",
                lambda: start_session(willows, fitted.plan),
                ft.Icons.PLAY_ARROW,
            )
        ]

    def resume() -> None:
        session.start()
        go("/session")

    return [
        notice(f"A session is waiting at {session.player.exercise.title}."),
        primary("Resume", resume, ft.Icons.PLAY_ARROW),
        quiet("Stop", session.stop, ft.Icons.STOP),
    ]


def _notices(willows: Willows) -> list[ft.Control]:
    notices: list[ft.Control] = [unsaved_notice(willows.saving)]
    if willows.refused:
        count = len(willows.refused)
        files = "1 routine file cannot" if count == 1 else f"{count} routine files cannot"
        notices.append(notice(f"{files} be used.", ft.Icons.WARNING_AMBER))
        notices.append(quiet("See what is wrong", lambda: go("/routine-problems")))
    return notices


def _capitalized(words: str) -> str:
    return words[:1].upper() + words[1:] + "."
