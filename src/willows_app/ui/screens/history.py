"""History: the streak, a calendar of days, and how it went over weeks, months and years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import flet as ft

from willows_app.adherence.days import ONE_DAY
from willows_app.adherence.periods import Period
from willows_app.language import _, dated
from willows_app.ui import theme
from willows_app.ui.components.month import marks_explained, month_calendar
from willows_app.ui.components.page import go, page
from willows_app.ui.components.parts import (
    body,
    bulleted,
    card,
    choice_chip,
    faint,
    heading,
    icon_button,
    quiet,
)
from willows_app.ui.context import use_willows
from willows_app.ui.history import History, Range, history_of
from willows_app.ui.history_words import (
    done_list,
    done_words,
    exercise_words,
    pain_list,
    pain_words,
    plan_words,
    range_words,
    totals_words,
)
from willows_app.ui.own_plan import OwnPlan
from willows_app.ui.plan_words import streak_words


@ft.component
def history() -> ft.View:
    """What was done, day by day and over the weeks."""
    own = use_willows().own_plan()
    window = ft.context.page
    width, resized = ft.use_state(window.width)  # the days of a week fit into it

    def follow() -> None:
        window.on_resize = lambda event: resized(event.width)
        resized(window.width)

    def leave() -> None:
        window.on_resize = None

    ft.use_effect(follow, [], cleanup=leave)
    return page(
        _("History"),
        [
            _totals(own),
            _calendar(own),
            *([_over_time(own)] if own.standing or own.sessions else []),
            quiet(_("All sessions"), lambda: go("/log"), ft.Icons.LIST),
            quiet(_("Share with my clinic"), lambda: go("/history/share"), ft.Icons.IOS_SHARE),
        ],
        tab="/history",
        margin=theme.margin_beside_days(width),
    )


def _totals(own: OwnPlan) -> ft.Control:
    if not own.sessions:
        return card(
            [
                heading(_("Nothing here yet")),
                body(
                    _(
                        "After your first session you will see here what you did on each day. "
                        "Nothing counts as missed before you begin."
                    )
                ),
            ]
        )
    return card(
        [heading(streak_words(own.streak) or _("Your sessions")), body(totals_words(own.sessions))]
    )


# ---------------------------------------------------------------- days


@ft.component
def _calendar(own: OwnPlan) -> ft.Control:
    """A month, with the way to those before and after."""
    this, first = Period.MONTH.number(own.today), Period.MONTH.number(own.begin)
    shown, show = ft.use_state(this)
    number = max(first, min(shown, this))
    start, end = Period.MONTH.first_day(number), Period.MONTH.first_day(number + 1) - ONE_DAY
    return ft.Container(
        ft.Column(
            [
                ft.Row(
                    [
                        icon_button(
                            ft.Icons.CHEVRON_LEFT,
                            _("Earlier month"),
                            lambda: show(number - 1),
                            disabled=number == first,
                        ),
                        ft.Container(_month_heading(start), expand=True),
                        icon_button(
                            ft.Icons.CHEVRON_RIGHT,
                            _("Later month"),
                            lambda: show(number + 1),
                            disabled=number == this,
                        ),
                    ],
                    spacing=0,
                ),
                month_calendar(
                    own.days(start, end),
                    own.begin,
                    own.today,
                    lambda day: go(f"/history/{day.isoformat()}"),
                ),
                ft.Container(
                    marks_explained(), padding=ft.Padding.symmetric(horizontal=theme.SPACE_S)
                ),
            ],
            spacing=theme.SPACE_S,
        ),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOWEST,
        border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT),
        border_radius=theme.RADIUS,
        padding=ft.Padding.symmetric(horizontal=1, vertical=theme.SPACE_S),
    )


def _month_heading(start: date) -> ft.Control:
    return ft.Semantics(
        content=ft.Text(
            dated("month", start),
            size=theme.HEADING,
            weight=ft.FontWeight.W_600,
            text_align=ft.TextAlign.CENTER,
        ),
        heading_level=2,
        live_region=True,
    )


# ---------------------------------------------------------------- over time


@ft.component
def _over_time(own: OwnPlan) -> ft.Control:
    """How it went over the range that is chosen."""
    chosen, choose = ft.use_state(Range.TWELVE_WEEKS)
    first = chosen.first_day(own.begin, own.today)
    shown = ft.use_memo(
        lambda: history_of(own.plan, own.records(first, own.today), own.doses, first, own.today),
        [own, first],
    )
    # Only here, for what draws the charts takes its time to import.
    from willows_app.ui.components.charts import bars, pain_lines

    return ft.Column(
        [
            _range_choice(chosen, choose),
            card(
                [
                    heading(_("Sessions")),
                    body(done_words(shown)),
                    bars(shown),
                    _as_list(_("Sessions"), done_list(shown)),
                ]
            ),
            card(
                [
                    heading(_("Pain")),
                    *map(body, pain_words(shown)),
                    *([pain_lines(shown)] if shown.pain else []),
                    *([_as_list(_("Pain"), pain_list(shown))] if shown.pain else []),
                ]
            ),
            _exercises(own, shown),
        ],
        spacing=theme.SPACE_M,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _range_choice(chosen: Range, choose: Callable[[Range], None]) -> ft.Control:
    return ft.Row(
        [choice_chip(range_words(each), each is chosen, partial(choose, each)) for each in Range],
        wrap=True,
        spacing=theme.SPACE_S,
        run_spacing=theme.SPACE_S,
    )


@ft.component
def _as_list(what: str, lines: Sequence[str]) -> ft.Control:
    """The numbers of a chart as text, for who asks for them."""
    shown, show = ft.use_state(False)
    return ft.Column(
        [
            quiet(
                _("Hide the list") if shown else _("Show as a list"),
                lambda: show(not shown),
                about=what,
            ),
            *([bulleted(lines)] if shown else []),
        ],
        spacing=theme.SPACE_S,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _exercises(own: OwnPlan, history: History) -> ft.Control:
    return card(
        [
            heading(_("Each exercise")),
            *map(body, plan_words(own.last_plan, history.first)),
            *(
                ft.Column(
                    [
                        ft.Text(
                            own.title(each.exercise), size=theme.BODY, weight=ft.FontWeight.W_600
                        ),
                        faint(exercise_words(each)),
                    ],
                    spacing=0,
                )
                for each in history.exercises
            ),
        ]
    )
