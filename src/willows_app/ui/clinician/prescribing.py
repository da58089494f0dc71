"""A plan as a clinician makes it, and what the patient is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import flet as ft

from willows_app.clinic.handout_page import handout_page
from willows_app.clinic.prescription_file import write_plan_file
from willows_app.clinic.prescription_link import NoLink, link_of
from willows_app.clinic.prescription_words import beyond_words
from willows_app.clinic.qr import as_png, qr_code
from willows_app.device.sharing import Handed, NotHanded, Sharing
from willows_app.language import N_, _, counted
from willows_app.routine.choice import Dial
from willows_app.routine.format import LONGEST_DAILY
from willows_app.routine.model import Exercise, Routine, Span
from willows_app.routine.prescribing import LIMITS, PrescriptionError, too_long_dose
from willows_app.routine.prescription import DOSED, Prescription, handout_says, with_dose
from willows_app.routine.problems import Problem
from willows_app.routine.words import dose_words
from willows_app.ui import theme
from willows_app.ui.clinician.draft import FIRST_ENDS, Draft
from willows_app.ui.components.dials import LOOKS, put_back, range_in_words, turned, value_words
from willows_app.ui.components.page import back, back_to, go, page
from willows_app.ui.components.parts import (
    body,
    bulleted,
    card,
    faint,
    heading,
    icon_button,
    mark,
    notice,
    primary,
    quiet,
)
from willows_app.ui.components.stepper import stepper
from willows_app.ui.components.typed import typed_field


@dataclass(frozen=True)
class Made:
    """What the patient is given."""

    prescription: Prescription
    link: str
    picture: bytes
    """The code, as PNG."""


class Texts:
    """What is typed; nothing is drawn anew for it."""

    def __init__(self) -> None:
        self.note = ""
        self.site = ""
        self.words: dict[int, str] = {}
        """For each band of pain, by its place."""


@ft.observable
class Prescribing:
    """A plan under way. It is in memory alone, and gone when the screen is left."""

    def __init__(self, handout: Routine, sharing: Sharing) -> None:
        self.draft = Draft.of(handout)
        self.texts = Texts()
        self.sharing = sharing
        self.made: Made | None = None
        self.wrong: tuple[str, ...] = ()
        """What has to be put right first."""

    def change(self, draft: Draft) -> None:
        """Another choice was made."""
        self.draft = draft
        self.wrong = ()

    def make(self, site: str) -> None:
        """Make what the patient is given, or say why not."""
        try:
            plan = self.draft.finished(self.texts.note, self.texts.words)
            link = link_of(plan, site or self.texts.site)
        except PrescriptionError as error:
            self.wrong = tuple(map(_told, error.problems))
        except NoLink as error:
            self.wrong = (str(error),)
        else:
            self.wrong = ()
            self.made = Made(plan, link, as_png(qr_code(link)))

    def go_on(self) -> None:
        """Back to the choices, as they were."""
        self.made = None


def shown(work: Prescribing) -> ft.View:
    """The choices; or what came of them."""
    if work.made:
        return page(
            _("The plan is ready"),
            [_given(work, work.made)],
            leading=back(_("Change the plan"), work.go_on),
        )
    site = _site()
    return page(
        _("Prescribe"),
        [
            _exercises(work),
            _length(work),
            _pain(work),
            _note(work.texts),
            *([] if site else [_address(work.texts)]),
            *([_wrong(work.wrong)] if work.wrong else []),
        ],
        leading=back_to("/settings", _("Settings")),
        footer=[
            primary(_("Make the link and the code"), lambda: work.make(site), ft.Icons.QR_CODE_2)
        ],
    )


PARTS = {
    "exercises": N_("Exercises"),
    "daily_days": N_("Length of the daily phase"),
    "pain_bands": N_("Words for pain"),
    "note": N_("Note"),
}


def _told(problem: Problem) -> str:
    """ "Words for pain 2: is empty; allowed: …", by the names on the screen."""
    part, *within = problem.where
    name = _(PARTS.get(str(part), str(part)))
    if within and isinstance(within[0], int):
        name = f"{name} {within[0] + 1}"
    return _("{part}: {wrong}; allowed: {allowed}").format(
        part=name, wrong=problem.wrong, allowed=problem.allowed
    )


def _site() -> str:
    """The address of the page of the web app; an installed app has none."""
    page = ft.context.page
    return (page.url or "").partition("#")[0].partition("?")[0] if page.web else ""


# ---------------------------------------------------------------- exercises


def _exercises(work: Prescribing) -> ft.Control:
    handout, order = work.draft.handout, work.draft.order
    rows = [_exercise(work, handout.exercise(id), place) for place, id in enumerate(order)]
    return card([heading(_("Exercises and doses")), *rows])


@ft.component
def _exercise(work: Prescribing, exercise: Exercise, place: int) -> ft.Control:
    opened, open_it = ft.use_state(False)
    draft = work.draft
    chosen, dose = exercise.id not in draft.left_out, draft.dose(exercise)
    beyond = beyond_words(exercise, dose)

    def move(by: int) -> None:
        work.change(draft.move(exercise, by))

    return ft.Column(
        [
            ft.Divider(),
            _switch(exercise.title, chosen, lambda yes: work.change(draft.choose(exercise, yes))),
            ft.Row(
                [
                    ft.TextButton(
                        ft.Text(
                            _("Dose"),
                            semantics_label=_("Dose: {exercise}").format(exercise=exercise.title),
                        ),
                        icon=ft.Icons.TUNE,
                        on_click=lambda: open_it(not opened),
                        style=theme.plain(),
                        visible=chosen,
                    ),
                    ft.Container(expand=True),
                    icon_button(
                        ft.Icons.ARROW_UPWARD,
                        _("Earlier: {exercise}").format(exercise=exercise.title),
                        lambda: move(-1),
                        disabled=place == 0,
                    ),
                    icon_button(
                        ft.Icons.ARROW_DOWNWARD,
                        _("Later: {exercise}").format(exercise=exercise.title),
                        lambda: move(1),
                        disabled=place == len(draft.order) - 1,
                    ),
                ],
                spacing=0,
            ),
            *([body(dose_words(with_dose(exercise, dose).dose))] if chosen else []),
            *([mark(beyond)] if chosen and beyond else []),
            *(_doses(work, exercise) if chosen and opened else []),
        ],
        key=exercise.id,
        spacing=theme.UNIT,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _switch(title: str, on: bool, on_switch: Callable[[bool], None]) -> ft.Control:
    """Whose title may be as long as it is."""
    return ft.MergeSemantics(
        ft.Row(
            [
                ft.Text(title, size=theme.BODY, weight=ft.FontWeight.W_600, expand=True),
                ft.Switch(value=on, on_change=lambda event: on_switch(bool(event.control.value))),
            ]
        )
    )


def _doses(work: Prescribing, exercise: Exercise) -> list[ft.Control]:
    return [
        control
        for dial in DOSED
        if (says := handout_says(exercise, dial)) is not None
        for control in _dose(work, exercise, dial, says)
    ]


def _dose(work: Prescribing, exercise: Exercise, dial: Dial, says: Span) -> list[ft.Control]:
    dose, look = work.draft.dose(exercise), LOOKS[dial]
    chosen = dose.of(dial)
    value = says.default if chosen is None else chosen
    less, more = (turned(value, step, LIMITS[dial]) for step in (-look.step, look.step))

    def prescribe(number: float | None) -> None:
        whole = None if number is None else int(number)
        work.change(work.draft.prescribe(exercise, dose.with_dial(dial, whole)))

    def may(number: float) -> bool:
        return number != value and not too_long_dose(exercise, dose.with_dial(dial, int(number)))

    as_it_says = range_in_words(dial, says)
    return [
        faint(
            _("{setting}. The handout says {dose}.").format(setting=_(look.name), dose=as_it_says)
        ),
        stepper(
            f"{_(look.name)}, {exercise.title}",
            as_it_says if chosen is None else value_words(dial, chosen),
            partial(prescribe, less) if may(less) else None,
            partial(prescribe, more) if may(more) else None,
        ),
        *put_back(_("the handout's {dose}").format(dose=as_it_says), chosen is not None, prescribe),
    ]


# ---------------------------------------------------------------- the rest of the plan


def _length(work: Prescribing) -> ft.Control:
    days = work.draft.daily_days

    def last(days: int) -> None:
        work.change(replace(work.draft, daily_days=days))

    return card(
        [
            heading(_("Length of the daily phase")),
            stepper(
                _("Length of the daily phase"),
                counted(days, "{count} day", "{count} days"),
                partial(last, days - 1) if days > 1 else None,
                partial(last, days + 1) if days < LONGEST_DAILY else None,
                (_("a day less"), _("a day more")),
            ),
        ]
    )


def _pain(work: Prescribing) -> ft.Control:
    def end(ends: tuple[int, ...]) -> None:
        work.change(replace(work.draft, ends=ends))

    title = heading(_("Words after an answer about pain"))
    if not work.draft.ends:
        return card(
            [
                title,
                body(_("The patient sees your words for the number, unchanged. None are needed.")),
                quiet(_("Add words for pain"), partial(end, FIRST_ENDS), ft.Icons.ADD),
            ]
        )
    bands = [control for number in range(len(FIRST_ENDS) + 1) for control in _band(work, number)]
    return card(
        [title, *bands, quiet(_("Leave these words out"), partial(end, ()), ft.Icons.CLOSE)]
    )


def _band(work: Prescribing, number: int) -> list[ft.Control]:
    draft, words = work.draft, work.texts.words
    low, high = draft.bands[number]
    name = (
        _("Pain {low} to {high}").format(low=low, high=high)
        if low < high
        else _("Pain {score}").format(score=low)
    )

    def typed(text: str) -> None:
        words[number] = text

    field = _field(name, words.get(number, ""), 120, typed)
    if number == len(draft.ends):
        return [field]

    def to(end: int) -> Callable[[], None] | None:
        may = end in draft.may_end(number)
        return partial(work.change, draft.end_band(number, end)) if may else None

    return [
        field,
        stepper(
            _("Pain band {number} ends").format(number=number + 1),
            _("up to {score}").format(score=high),
            to(high - 1),
            to(high + 1),
            (_("lower"), _("higher")),
        ),
    ]


def _note(texts: Texts) -> ft.Control:
    def typed(text: str) -> None:
        texts.note = text

    return card(
        [
            heading(_("A note to the patient")),
            _field(_("Note"), texts.note, 300, typed),
            faint(_("Never a name: whoever has the link can read it.")),
        ]
    )


def _address(texts: Texts) -> ft.Control:
    def typed(text: str) -> None:
        texts.site = text.strip()

    return card(
        [
            heading(_("Where the link leads")),
            _field(_("Address of your clinic's Willows"), texts.site, 200, typed),
            faint(
                _("The one that patients open in a browser, such as https://the.clinic/willows/")
            ),
        ]
    )


def _field(label: str, value: str, longest: int, typed: Callable[[str], None]) -> ft.Control:
    return typed_field(
        label,
        value,
        typed,
        max_length=longest,
        multiline=True,
        min_lines=1,
        max_lines=4,
    )


# ---------------------------------------------------------------- what the patient is given


def _wrong(problems: tuple[str, ...]) -> ft.Control:
    return ft.Semantics(
        content=card(
            [notice(_("Not yet: put this right."), ft.Icons.WARNING_AMBER), bulleted(problems)]
        ),
        live_region=True,
    )


@ft.component
def _given(work: Prescribing, made: Made) -> ft.Control:
    said, say = ft.use_state("")
    name = f"plan-{made.prescription.routine}"

    async def copy() -> None:
        try:
            await ft.Clipboard().set(made.link)
            say(_("The link was copied."))
        except (RuntimeError, TimeoutError) as refusal:
            words = _("The link was not copied ({why}). Select it and copy it by hand.")
            say(words.format(why=refusal))

    async def hand_over(file: str, kind: str, content: bytes) -> None:
        try:
            handed = await work.sharing.hand_over(file, kind, content)
        except NotHanded as refusal:
            say(_("It was not saved: {why}").format(why=refusal))
        else:
            saved = _("{file} was saved.").format(file=file)
            say("" if handed is Handed.CANCELLED else saved)

    async def save_page() -> None:
        content = handout_page(work.draft.handout, made.prescription, made.link)
        await hand_over(f"{name}.html", "text/html", content)

    async def save_file() -> None:
        content = write_plan_file(made.prescription)
        await hand_over(f"{name}.yaml", "application/yaml", content)

    return card(
        [
            body(_("Let the patient scan this with the phone's camera, or send the link.")),
            _code(made),
            ft.Text(made.link, size=theme.SMALL, selectable=True, semantics_label=made.link),
            *([ft.Semantics(content=notice(said), live_region=True)] if said else []),
            quiet(_("Copy the link"), copy, ft.Icons.CONTENT_COPY),
            quiet(_("Save the page to print"), save_page, ft.Icons.PRINT_OUTLINED),
            quiet(_("Save the plan as a file"), save_file, ft.Icons.SAVE_ALT),
            quiet(
                _("See it as the patient does"),
                lambda: go(f"/plan/{made.link.partition('#/plan/')[2]}"),
                ft.Icons.VISIBILITY_OUTLINED,
            ),
        ]
    )


LARGEST = 420
"""Pixels across, on a wide screen."""


def _code(made: Made) -> ft.Control:
    """On white, as large as there is room, whatever the theme."""
    return ft.Row(
        [
            ft.Image(
                made.picture,
                width=LARGEST,
                expand=True,
                expand_loose=True,
                filter_quality=ft.FilterQuality.NONE,
                semantics_label=_("QR code of the plan"),
            )
        ],
        alignment=ft.MainAxisAlignment.CENTER,
    )
