"""The first run: four short screens, each of which can be skipped and found again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time

import flet as ft

from willows_app.device.notifier import NotifierState, Permission
from willows_app.language import _, pgettext
from willows_app.ui import theme
from willows_app.ui.components.backup import announced
from willows_app.ui.components.clock import clock_time
from willows_app.ui.components.home_screen import in_browser_tab, way_card, way_here
from willows_app.ui.components.page import back, back_to, go, page
from willows_app.ui.components.parts import (
    body,
    card,
    faint,
    in_a_row,
    notice,
    primary,
    quiet,
    sign,
    switch,
    title,
)
from willows_app.ui.components.phase_length import phase_length
from willows_app.ui.components.saved import unsaved_notice
from willows_app.ui.context import use_willows
from willows_app.ui.first_run_words import Point, Step, Words, steps
from willows_app.ui.model import Willows
from willows_app.ui.reminder_words import health_words
from willows_app.ui.reminding import Reminding

ICONS = {
    "guide": ft.Icons.SELF_IMPROVEMENT_OUTLINED,
    "no advice": ft.Icons.MEDICAL_INFORMATION_OUTLINED,
    "stop": ft.Icons.BACK_HAND_OUTLINED,
    "clinic": ft.Icons.SUPPORT_AGENT_OUTLINED,
    "private": ft.Icons.LOCK_OUTLINE,
}
"""What stands before a sentence, by the names in `data/first_run.yaml`."""


@ft.component
def first_run() -> ft.View:
    """In place of Today, as long as nobody has been here."""
    willows = use_willows()
    return _walk(willows, willows.pass_first_run, back_to_first=None)


@ft.component
def first_run_again() -> ft.View:
    """The same, found again under "Help and privacy"."""
    to_help = back_to("/help", _("Help and privacy"))
    return _walk(use_willows(), lambda: go("/help"), back_to_first=to_help)


def _walk(willows: Willows, leave: Callable[[], None], back_to_first: ft.Control | None) -> ft.View:
    """From screen to screen; `back_to_first` leads away from the first one."""
    number, set_number = ft.use_state(0)
    walk = _steps()
    step = walk[number]
    is_last = step is walk[-1]
    words = _words(willows, step)

    def go_on() -> None:
        if is_last:
            leave()
        else:
            set_number(number + 1)

    skips = [quiet(pgettext("first run", "Skip"), go_on)]
    if not is_last:
        skips.append(quiet(_("Skip all"), leave))
    return page(
        _("{number} of {count}").format(number=number + 1, count=len(walk)),
        [
            unsaved_notice(willows.saving),
            announced(title(words.title)),
            *map(body, words.text),
            *_of_step(willows, step, words),
            faint(words.again),
        ],
        leading=back(_("Back"), lambda: set_number(number - 1)) if number else back_to_first,
        footer=[primary(_("Done") if is_last else _("Next"), go_on), in_a_row(skips)],
    )


def _words(willows: Willows, step: Step) -> Words:
    words = willows.first_run_words.screens[step].of(willows.routine)
    if step is not Step.HOME_SCREEN:
        return words
    return replace(words, title=way_here(willows).title or words.title)


def _steps() -> tuple[Step, ...]:
    here = ft.context.page
    return steps(in_browser_tab(here), on_iphone=here.platform is ft.PagePlatform.IOS)


def _of_step(willows: Willows, step: Step, words: Words) -> list[ft.Control]:
    match step:
        case Step.WHAT_IT_IS:
            return [card(list(map(_point, words.points)))]
        case Step.DAILY_PHASE:
            own = willows.own_plan()
            return [phase_length(own, willows.handout(own.routine.id).schedule.daily_days)]
        case Step.REMINDER:
            return [_reminder(willows, willows.reminding)] if willows.reminding else []
        case Step.HOME_SCREEN:
            return [way_card(way_here(willows))]


def _point(point: Point) -> ft.Control:
    return ft.Row(
        [
            sign(ICONS[point.icon]),
            ft.Text(point.text, size=theme.BODY, expand=True),
        ],
        vertical_alignment=ft.CrossAxisAlignment.START,
        spacing=theme.SPACE_S,
    )


def _reminder(willows: Willows, reminding: Reminding) -> ft.Control:
    """One time; that there can be more, and on which days, stands under Reminders."""
    own, settings = willows.own, willows.own.reminders

    def switched(on: bool) -> None:
        ft.context.page.run_task(reminding.switch, on)

    def put(at: time) -> None:
        own.remind(settings.with_time(at, instead_of=settings.times[0]))

    chosen = [clock_time(_("Reminder"), settings.times[0], put)] if settings.on else []
    return card(
        [
            switch(_("Remind me"), settings.on, switched),
            *chosen,
            *([announced(notice(reminding.trouble))] if reminding.trouble else []),
            *map(faint, _arrival_words(reminding.state, settings.on)),
        ]
    )


def _arrival_words(state: NotifierState | None, on: bool) -> list[str]:
    """What this device can do; whether it was allowed to matters once it is wanted."""
    if state is None:
        return []
    not_asked = state.permission is Permission.NOT_ASKED
    allowed = replace(state, permission=Permission.GRANTED)
    return health_words(allowed if not_asked and not on else state)
