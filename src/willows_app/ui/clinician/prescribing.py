"""A plan as a clinician makes it, and what the patient is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

import flet as ft

from willows_app.clinic.handout_page import handout_page
from willows_app.clinic.prescription_file import write_plan_file
from willows_app.clinic.prescription_link import NoLink, link_of
from willows_app.clinic.prescription_words import beyond_words
from willows_app.clinic.qr import as_png, qr_code
from willows_app.device.sharing import Handed, NotHanded, Sharing
from willows_app.routine.choice import Dial
from willows_app.routine.format import LONGEST_DAILY
from willows_app.routine.model import Exercise, Routine
from willows_app.routine.prescribing import LIMITS, PrescriptionError, too_long_dose
from willows_app.routine.prescription import DOSED, Prescription, handout_says, with_dose
from willows_app.routine.words import count_words, dose_words, span_words
from willows_app.ui import theme
from willows_app.ui.clinician.draft import FIRST_ENDS, Draft
from willows_app.ui.components.dials import LOOKS, put_back, turned, value_words
from willows_app.ui.components.page import go
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
    switch,
)
from willows_app.ui.components.stepper import stepper

Change = Callable[[Draft], None]


@dataclass(frozen=True)
class Made:
    """What the patient is given."""

    prescription: Prescription
    link: str
    picture: bytes
    """The code, as PNG."""


@ft.component
def prescribing(handout: Routine, sharing: Sharing) -> ft.Control:
    """Exercises and doses, the daily phase, words for pain and a note; then the link."""
    draft, set_draft = ft.use_state(Draft.of(handout))
    made, set_made = ft.use_state(cast("Made | None", None))
    wrong, set_wrong = ft.use_state(cast("tuple[str, ...]", ()))
    texts = ft.use_memo(_Texts, [])
    site = _site()

    def change(changed: Draft) -> None:
        set_draft(changed)
        _forget()

    def _forget() -> None:
        set_made(None)
        set_wrong(())

    def make() -> None:
        set_made(None)
        try:
            plan = draft.finished(texts.note, texts.words)
            link = link_of(plan, site or texts.site)
        except PrescriptionError as error:
            set_wrong(tuple(str(problem) for problem in error.problems))
        except NoLink as error:
            set_wrong((str(error),))
        else:
            set_wrong(())
            set_made(Made(plan, link, as_png(qr_code(link))))

    return ft.Column(
        [
            _exercises(draft, change),
            _length(draft, change),
            _pain(draft, change, texts, _forget),
            _note(texts, _forget),
            *([] if site else [_address(texts, _forget)]),
            primary("Make the link and the code", make, ft.Icons.QR_CODE_2),
            *([_wrong(wrong)] if wrong else []),
            *([_given(handout, made, sharing)] if made else []),
        ],
        spacing=theme.SPACE_M,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


class _Texts:
    """What is typed; nothing is drawn anew for it."""

    def __init__(self) -> None:
        self.note = ""
        self.site = ""
        self.words: dict[int, str] = {}


def _site() -> str:
    """The address of the page of the web app; an installed app has none."""
    page = ft.context.page
    return (page.url or "").partition("#")[0].partition("?")[0] if page.web else ""


# ---------------------------------------------------------------- exercises


def _exercises(draft: Draft, change: Change) -> ft.Control:
    rows = [
        _exercise(draft, draft.handout.exercise(id), place, change)
        for place, id in enumerate(draft.order)
    ]
    return card([heading("Exercises and doses"), *rows])


@ft.component
def _exercise(draft: Draft, exercise: Exercise, place: int, change: Change) -> ft.Control:
    opened, open_it = ft.use_state(False)
    chosen, dose = exercise.id not in draft.left_out, draft.dose(exercise)
    beyond = beyond_words(exercise, dose) if chosen else ""

    def move(by: int) -> None:
        change(draft.move(exercise, by))

    head = ft.Row(
        [
            ft.Container(
                switch(exercise.title, chosen, lambda yes: change(draft.choose(exercise, yes))),
                expand=True,
            ),
            icon_button(
                ft.Icons.ARROW_UPWARD,
                f"Earlier: {exercise.title}",
                lambda: move(-1),
                disabled=place == 0,
            ),
            icon_button(
                ft.Icons.ARROW_DOWNWARD,
                f"Later: {exercise.title}",
                lambda: move(1),
                disabled=place == len(draft.order) - 1,
            ),
        ],
        spacing=0,
    )
    return ft.Column(
        [
            head,
            *([faint(dose_words(with_dose(exercise, dose).dose))] if chosen else []),
            *([mark(beyond)] if beyond else []),
            *(
                [quiet(f"Dose: {exercise.title}", lambda: open_it(not opened), ft.Icons.TUNE)]
                if chosen
                else []
            ),
            *(_doses(draft, exercise, change) if chosen and opened else []),
            ft.Divider(),
        ],
        key=exercise.id,
        spacing=theme.SPACE_S,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _doses(draft: Draft, exercise: Exercise, change: Change) -> list[ft.Control]:
    return [
        control
        for dial in DOSED
        if handout_says(exercise, dial) is not None
        for control in _dose(draft, exercise, dial, change)
    ]


def _dose(draft: Draft, exercise: Exercise, dial: Dial, change: Change) -> list[ft.Control]:
    dose, says, look = draft.dose(exercise), handout_says(exercise, dial), LOOKS[dial]
    assert says is not None, "it was looked at before"
    chosen = dose.of(dial)
    value = says.default if chosen is None else chosen
    less, more = (turned(value, step, LIMITS[dial]) for step in (-look.step, look.step))

    def prescribe(number: float | None) -> None:
        whole = None if number is None else int(number)
        change(draft.prescribe(exercise, dose.with_dial(dial, whole)))

    def may(number: float) -> bool:
        return number != value and not too_long_dose(exercise, dose.with_dial(dial, int(number)))

    range_of = span_words(says) if dial is Dial.HOLD else f"{says.low:g} to {says.high:g} times"
    as_it_says = range_of if says.low < says.high else value_words(dial, says.default)
    return [
        faint(f"{look.name}. The handout says {as_it_says}."),
        stepper(
            f"{look.name}, {exercise.title}",
            as_it_says if chosen is None else value_words(dial, chosen),
            (lambda: prescribe(less)) if may(less) else None,
            (lambda: prescribe(more)) if may(more) else None,
        ),
        *put_back(f"the handout's {as_it_says}", chosen is not None, prescribe),
    ]


# ---------------------------------------------------------------- the rest of the plan


def _length(draft: Draft, change: Change) -> ft.Control:
    days = draft.daily_days

    def last(days: int) -> None:
        change(replace(draft, daily_days=days))

    return card(
        [
            heading("Length of the daily phase"),
            stepper(
                "Length of the daily phase",
                count_words(days, "day"),
                (lambda: last(days - 1)) if days > 1 else None,
                (lambda: last(days + 1)) if days < LONGEST_DAILY else None,
                ("a day less", "a day more"),
            ),
        ]
    )


def _pain(draft: Draft, change: Change, texts: _Texts, forget: Callable[[], None]) -> ft.Control:
    title = heading("Words after an answer about pain")
    if not draft.ends:
        add = partial(change, replace(draft, ends=FIRST_ENDS))
        return card(
            [
                title,
                body("The patient sees your words for the number, unchanged. None are needed."),
                quiet("Add words for pain", add, ft.Icons.ADD),
            ]
        )
    bands = [
        control
        for number, band in enumerate(draft.bands)
        for control in _band(draft, number, band, change, texts, forget)
    ]
    take_out = partial(change, replace(draft, ends=()))
    return card([title, *bands, quiet("Leave these words out", take_out, ft.Icons.CLOSE)])


def _band(
    draft: Draft,
    number: int,
    band: tuple[int, int],
    change: Change,
    texts: _Texts,
    forget: Callable[[], None],
) -> list[ft.Control]:
    low, high = band
    name = f"Pain {low} to {high}" if low < high else f"Pain {low}"

    def typed(text: str) -> None:
        texts.words[number] = text
        forget()

    field = _field(name, texts.words.get(number, ""), 120, typed)
    if number == len(draft.ends):
        return [field]
    ends = draft.may_end(number)
    return [
        field,
        stepper(
            f"{name} ends",
            f"up to {high}",
            partial(change, draft.end_band(number, high - 1)) if high - 1 in ends else None,
            partial(change, draft.end_band(number, high + 1)) if high + 1 in ends else None,
            ("lower", "higher"),
        ),
    ]


def _note(texts: _Texts, forget: Callable[[], None]) -> ft.Control:
    def typed(text: str) -> None:
        texts.note = text
        forget()

    return card(
        [
            heading("A note to the patient"),
            _field("Note", texts.note, 300, typed),
            faint("Never a name: whoever has the link can read it."),
        ]
    )


def _address(texts: _Texts, forget: Callable[[], None]) -> ft.Control:
    def typed(text: str) -> None:
        texts.site = text.strip()
        forget()

    return card(
        [
            heading("Where the link leads"),
            _field("Address of your clinic's Willows", texts.site, 200, typed),
            faint("The one that patients open in a browser, such as https://the.clinic/willows/"),
        ]
    )


def _field(label: str, value: str, longest: int, typed: Callable[[str], None]) -> ft.Control:
    return ft.TextField(
        label=label,
        value=value,
        max_length=longest,
        multiline=True,
        min_lines=1,
        max_lines=4,
        on_change=lambda event: typed(event.control.value or ""),
    )


# ---------------------------------------------------------------- what the patient is given


def _wrong(problems: tuple[str, ...]) -> ft.Control:
    return ft.Semantics(
        content=card(
            [notice("Not yet: put this right.", ft.Icons.WARNING_AMBER), bulleted(problems)]
        ),
        live_region=True,
    )


@ft.component
def _given(handout: Routine, made: Made, sharing: Sharing) -> ft.Control:
    said, say = ft.use_state("")

    async def copy() -> None:
        try:
            await ft.Clipboard().set(made.link)
            say("The link was copied.")
        except (RuntimeError, TimeoutError) as refusal:
            say(f"The link was not copied ({refusal}). Select it and copy it by hand.")

    async def hand_over(name: str, kind: str, content: bytes) -> None:
        try:
            handed = await sharing.hand_over(name, kind, content)
        except NotHanded as refusal:
            say(f"It was not saved: {refusal}")
        else:
            say("" if handed is Handed.CANCELLED else f"{name} was saved.")

    async def save_page() -> None:
        page = handout_page(handout, made.prescription, made.link)
        await hand_over(f"plan-{handout.id}.html", "text/html", page)

    async def save_file() -> None:
        content = write_plan_file(made.prescription)
        await hand_over(f"plan-{handout.id}.yaml", "application/yaml", content)

    return card(
        [
            ft.Semantics(content=heading("The plan is ready"), live_region=True),
            faint("Let the patient scan this with the phone's camera, or send the link."),
            _code(made),
            ft.Text(made.link, size=15, selectable=True),
            *([ft.Semantics(content=notice(said), live_region=True)] if said else []),
            quiet("Copy the link", copy, ft.Icons.CONTENT_COPY),
            quiet("Save the page to print", save_page, ft.Icons.PRINT_OUTLINED),
            quiet("Save the plan as a file", save_file, ft.Icons.SAVE_ALT),
            quiet(
                "See it as the patient does",
                lambda: go(f"/plan/{made.link.partition('#/plan/')[2]}"),
                ft.Icons.VISIBILITY_OUTLINED,
            ),
        ]
    )


LARGEST = 420
"""Pixels across, on a wide screen."""


def _code(made: Made) -> ft.Control:
    """On white, as large as the screen is wide, whatever the theme."""
    return ft.Row(
        [
            ft.Image(
                made.picture,
                width=min(LARGEST, (ft.context.page.width or LARGEST) - 4 * theme.SPACE_M),
                filter_quality=ft.FilterQuality.NONE,
                semantics_label="QR code of the plan",
            )
        ],
        alignment=ft.MainAxisAlignment.CENTER,
    )
