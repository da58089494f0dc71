"""Settings: what holds for every exercise."""

from __future__ import annotations

from datetime import time

import flet as ft

from willows_app.adherence.days import LATEST_DAY_END
from willows_app.device.sound import Level
from willows_app.language import N_, _, of_a_handout, pgettext
from willows_app.routine.choice import Dial, dials
from willows_app.routine.model import Exercise, Routine, Span
from willows_app.ui import theme
from willows_app.ui.components.dials import dial_card, put_back
from willows_app.ui.components.home_screen import in_browser_tab
from willows_app.ui.components.offline import works_offline
from willows_app.ui.components.page import back_to, go, page
from willows_app.ui.components.parts import (
    body,
    card,
    choice_chip,
    faint,
    heading,
    icon_button,
    in_a_row,
    quiet,
    switch,
)
from willows_app.ui.components.saved import unsaved_notice
from willows_app.ui.components.stepper import stepper
from willows_app.ui.context import use_willows
from willows_app.ui.keeping import IN_BROWSER, ON_DEVICE
from willows_app.ui.model import Willows
from willows_app.ui.own_settings import things


@ft.component
def settings() -> ft.View:
    """The breath, the cues, what the patient has, and the order; kept at once."""
    willows = use_willows()
    routine = willows.routine
    return page(
        _("Settings"),
        [
            unsaved_notice(willows.saving),
            *_breath(willows, routine),
            _cues(willows),
            *_equipment(willows, routine),
            quiet(_("Dose of each exercise"), lambda: go("/exercises"), ft.Icons.TUNE),
            _order(willows, routine),
            _day(willows),
            _language(willows),
            quiet(_("Your plan"), lambda: go("/plan"), ft.Icons.EVENT_NOTE_OUTLINED),
            quiet(_("Reminders"), lambda: go("/reminders"), ft.Icons.NOTIFICATIONS_OUTLINED),
            *_home_screen(),
            _keeping(willows),
            quiet(_("Backup and restore"), lambda: go("/backup"), ft.Icons.SAVE_ALT),
            quiet(_("Share with my clinic"), lambda: go("/share"), ft.Icons.IOS_SHARE),
            quiet(_("Help and privacy"), lambda: go("/help"), ft.Icons.HELP_OUTLINE),
            *works_offline(willows),
            quiet(
                _("I am a clinician"), lambda: go("/review"), ft.Icons.MEDICAL_INFORMATION_OUTLINED
            ),
            quiet(_("For clinicians: prescribe"), lambda: go("/prescribe"), ft.Icons.QR_CODE_2),
        ],
        leading=back_to("/", _("Today")),
    )


def _home_screen() -> list[ft.Control]:
    """The way there, where Willows is not on it yet."""
    if not in_browser_tab(ft.context.page):
        return []
    return [quiet(_("Home screen"), lambda: go("/home-screen"), ft.Icons.ADD_TO_HOME_SCREEN)]


def _breath(willows: Willows, routine: Routine) -> list[ft.Control]:
    breath = willows.own.breath

    def card_of(dial: Dial, span: Span) -> ft.Control:
        chosen = breath.of(dial)
        return dial_card(
            dial,
            span,
            chosen if chosen is not None and chosen in span else None,
            lambda number: willows.own.breathe(breath.with_dial(dial, number)),
        )

    spans = {dial: _first_span(routine, dial) for dial in (Dial.BREATHE_IN, Dial.BREATHE_OUT)}
    return [card_of(dial, span) for dial, span in spans.items() if span]


def _first_span(routine: Routine, dial: Dial) -> Span | None:
    """Between what a breath may last, by the first exercise that asks for one."""
    return next((dials(each)[dial] for each in routine.exercises if dial in dials(each)), None)


LEVELS = {
    Level.VOICE: N_("Voice"),
    Level.TONE: N_("Tones"),
    Level.VIBRATION: N_("Vibration"),
    Level.FLASH: N_("Flash of the screen"),
}


def _cues(willows: Willows) -> ft.Control:
    return card(
        [
            heading(_("In the session")),
            *(_level(willows, level) for level in LEVELS),
            faint(_("Each takes the place of the one above it where that cannot be had.")),
            switch(_("No animation: words only"), willows.own.still, willows.own.keep_still),
            *(
                [faint(_("This device is set to reduce motion, so nothing moves in any case."))]
                if willows.reduced_motion
                else []
            ),
            *(
                []
                if willows.cuer is None or willows.cuer.vibrates
                else [faint(_("This device cannot vibrate for a web page."))]
            ),
        ]
    )


def _level(willows: Willows, level: Level) -> ft.Control:
    def give(yes: bool) -> None:
        willows.own.give_cues_by(level, yes)
        if willows.cuer:
            willows.cuer.use(willows.own.sound)

    return switch(_(LEVELS[level]), willows.own.sound.wants(level), give)


def _equipment(willows: Willows, routine: Routine) -> list[ft.Control]:
    needed = things(routine)
    if not needed:
        return []
    return [
        card(
            [
                heading(_("What I have")),
                *(_thing(willows, thing) for thing in needed),
                faint(_("Exercises are left out that need something you do not have.")),
            ]
        )
    ]


def _thing(willows: Willows, thing: str) -> ft.Control:
    name = of_a_handout(thing)
    return switch(
        name[:1].upper() + name[1:],
        thing not in willows.own.lacking,
        lambda yes: willows.own.has(thing, yes),
    )


def _order(willows: Willows, routine: Routine) -> ft.Control:
    ordered = willows.own.ordered(routine)
    return card(
        [
            heading(_("Order of exercises")),
            *(
                _movable(willows, routine, exercise, number, len(ordered))
                for number, exercise in enumerate(ordered, start=1)
            ),
            *put_back(
                _("the handout's order"),
                bool(willows.own.order(routine)),
                lambda _none: willows.own.put_back_order(routine),
            ),
        ]
    )


def _keeping(willows: Willows) -> ft.Control:
    words = willows.keeping.words if willows.keeping else _(ON_DEVICE)
    return card([heading(_("Where your log is kept")), body(words or _(IN_BROWSER))])


def _day(willows: Willows) -> ft.Control:
    hour = willows.own.day_ends_at.hour

    def end_at(hour: int) -> None:
        willows.own.end_day_at(time(hour))

    return card(
        [
            heading(_("My day ends at")),
            stepper(
                _("My day ends at"),
                f"{willows.own.day_ends_at:%H:%M}",
                (lambda: end_at(hour - 1)) if hour > 0 else None,
                (lambda: end_at(hour + 1)) if hour < LATEST_DAY_END.hour else None,
                (_("an hour earlier"), _("an hour later")),
            ),
            faint(
                _(
                    "A session before then still counts for the day before. "
                    "What is logged already stays on its day."
                )
            ),
        ]
    )


def _language(willows: Willows) -> ft.Control:
    """Each language by its own name: who cannot read the one in use finds it all the same."""
    chosen = willows.own.language if willows.own.language in willows.languages else ""
    names = {code: language.name for code, language in willows.languages.items()}
    of_device = {"": pgettext("language", "As on this device")}

    def chip(code: str, name: str) -> ft.Control:
        return choice_chip(name, chosen == code, lambda: willows.own.speak(code))

    return card(
        [
            heading(_("Language")),
            in_a_row([chip(*each) for each in (of_device | names).items()]),
            faint(_("Your own notes stay as you wrote them.")),
        ]
    )


def _movable(
    willows: Willows, routine: Routine, exercise: Exercise, number: int, count: int
) -> ft.Control:
    def move(by: int) -> None:
        willows.own.move(routine, exercise, by)

    return ft.Row(
        [
            ft.Text(f"{number}. {exercise.title}", size=theme.BODY, expand=True),
            icon_button(
                ft.Icons.ARROW_UPWARD,
                _("Earlier: {exercise}").format(exercise=exercise.title),
                lambda: move(-1),
                disabled=number == 1,
            ),
            icon_button(
                ft.Icons.ARROW_DOWNWARD,
                _("Later: {exercise}").format(exercise=exercise.title),
                lambda: move(1),
                disabled=number == count,
            ),
        ],
        key=exercise.id,
        spacing=0,
    )
