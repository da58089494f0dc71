"""The review of one patient, over the days that were chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import flet as ft

from willows_app.adherence.days import ONE_DAY
from willows_app.adherence.measures import by_period, pain_by_period
from willows_app.adherence.periods import Period
from willows_app.clinic.report import (
    Bars,
    Listing,
    Pains,
    Section,
    Table,
    report_of,
)
from willows_app.clinic.review import Review
from willows_app.language import _, counted
from willows_app.ui import theme
from willows_app.ui.clinician.phase_line import phase_line
from willows_app.ui.clinician.reviews import Opened, Pane, Range, Reviews, days_of
from willows_app.ui.clinician.saving_report import save_report
from willows_app.ui.clinician.session_list import session_list
from willows_app.ui.clinician.tables import paged, shown_in
from willows_app.ui.components.backup import announced
from willows_app.ui.components.charts import bars, pain_lines
from willows_app.ui.components.parts import (
    body,
    card,
    choice_chip,
    faint,
    heading,
    icon_button,
    in_a_row,
    quiet,
    title,
)
from willows_app.ui.components.typed import typed_field
from willows_app.ui.history import History

MOST = 27
"""Weeks, or longer periods, that can be told apart in a chart on a phone."""

TWO_CARDS = 880
"""Pixels from which two cards stand side by side."""

FRAME = 2 * (theme.SPACE_M + 1)
"""What a card keeps free beside its content."""


@ft.component
def pane(reviews: Reviews, place: int, shown: Pane, opened: Opened, width: float) -> ft.Control:
    """Who, which days, and how it went, in so many pixels.

    It is drawn anew by itself, also when it is about to go: so it does not look `shown` up.
    """
    return _column(
        [
            card(
                [
                    _who(reviews, shown, opened),
                    *_which_file(reviews, place, shown),
                    _which_days(reviews, place, shown, opened),
                ]
            ),
            _result(shown.review, opened, width)
            if shown.review
            else announced(faint(_("Working it out"))),
        ]
    )


def _column(controls: list[ft.Control]) -> ft.Control:
    return ft.Column(
        controls,
        spacing=theme.SPACE_M,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


# ---------------------------------------------------------------- who, and which days


def days_shown(shown: Pane) -> str:
    """ "2026-06-01 to 2026-11-23"."""
    first, last = shown.days
    return _("{first} to {last}").format(first=first, last=last)


def _who(reviews: Reviews, shown: Pane, opened: Opened) -> ft.Control:
    archive = opened.archive
    first, last = shown.days
    days = counted(
        (last - first).days + 1,
        "{days}, {count} day",
        "{days}, {count} days",
        days=days_shown(shown),
    )
    return ft.Row(
        [
            ft.Column(
                [
                    title(archive.patient),
                    body(f"{archive.routine.title}, {archive.routine.clinic}"),
                    body(days),
                    faint(
                        _("Shared on {day} at {time}").format(
                            day=f"{archive.made_at:%Y-%m-%d}", time=f"{archive.made_at:%H:%M}"
                        )
                    ),
                ],
                spacing=theme.UNIT,
                expand=True,
            ),
            icon_button(
                ft.Icons.CLOSE,
                _("Close {file}").format(file=archive.patient),
                partial(reviews.close, shown.file),
            ),
        ],
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def _which_file(reviews: Reviews, place: int, shown: Pane) -> list[ft.Control]:
    """Chips of the files, where there is a choice."""
    if len(reviews.opened) < 2:
        return []
    return [
        in_a_row(
            [
                choice_chip(
                    f"{opened.archive.patient} ({opened.archive.last})",
                    number == shown.file,
                    partial(reviews.show, place, number),
                )
                for number, opened in reviews.opened.items()
            ]
        )
    ]


@ft.component
def _which_days(reviews: Reviews, place: int, shown: Pane, opened: Opened) -> ft.Control:
    own, set_own = ft.use_state(False)

    def choose(range: Range) -> None:
        set_own(False)
        ft.context.page.run_task(reviews.narrow, place, range)

    return _column(
        [
            in_a_row(
                [
                    *(
                        choice_chip(
                            _(range.value),
                            range is shown.range and not own,
                            partial(choose, range),
                        )
                        for range in days_of(opened)
                    ),
                    choice_chip(
                        _(Range.OWN.value), own or shown.range is Range.OWN, lambda: set_own(True)
                    ),
                ]
            ),
            *([_own_days(reviews, place, shown, opened)] if own else []),
        ]
    )


@ft.component
def _own_days(reviews: Reviews, place: int, shown: Pane, opened: Opened) -> ft.Control:
    texts, set_texts = ft.use_state(tuple(map(str, shown.days)))
    wrong, set_wrong = ft.use_state("")
    earliest, latest = opened.archive.first, opened.archive.last

    async def show() -> None:
        try:
            first, last = map(date.fromisoformat, map(str.strip, texts))
        except ValueError:
            set_wrong(_("Write each date as year-month-day, such as {day}.").format(day=latest))
            return
        if not earliest <= first <= last <= latest:
            set_wrong(
                _("The days {first} to {last} were shared, the first one first.").format(
                    first=earliest, last=latest
                )
            )
            return
        set_wrong("")
        await reviews.choose_days(place, first, last)

    def field(number: int, label: str) -> ft.Control:
        def typed(text: str) -> None:
            other = texts[1 - number]
            set_texts((text, other) if number == 0 else (other, text))

        return typed_field(label, texts[number], typed, on_submit=show, width=168)

    return _column(
        [
            ft.Row(
                [
                    field(0, _("First day")),
                    field(1, _("Last day")),
                    quiet(_("Show these days"), show),
                ],
                wrap=True,
                spacing=theme.SPACE_S,
                run_spacing=theme.SPACE_S,
            ),
            *([announced(body(wrong))] if wrong else []),
        ]
    )


# ---------------------------------------------------------------- how it went


@ft.component
def _result(review: Review, opened: Opened, width: float) -> ft.Control:
    archive = opened.archive
    report = ft.use_memo(
        lambda: report_of(review, archive.patient, archive.made_at, archive.app), [review]
    )
    chart = ft.use_memo(lambda: chart_of(review), [review])
    beside = width >= TWO_CARDS
    half = (width - theme.SPACE_M) / 2 if beside else width
    by_sight = sorted(report.summary, key=lambda section: section.chart is None)
    brief = [_brief(each, review, chart, half) for each in by_sight if not each.table]
    wide = [_brief(each, review, chart, width) for each in report.summary if each.table]
    columns = [brief[0::2], brief[1::2]] if beside else [brief]
    return _column(
        [
            ft.Row(
                [ft.Container(_column(each), expand=True) for each in columns],
                spacing=theme.SPACE_M,
                vertical_alignment=ft.CrossAxisAlignment.START,
            ),
            *wide,
            save_report(report, review.first, review.last),
            *(_detail(each, review, width) for each in report.details),
        ]
    )


def _brief(section: Section, review: Review, chart: History, width: float) -> ft.Control:
    return card(
        [
            heading(section.title),
            *map(body, section.lines),
            *_drawn(section, review, chart),
            *([shown_in(section.table, width - FRAME)] if section.table else []),
        ]
    )


def _drawn(section: Section, review: Review, chart: History) -> list[ft.Control]:
    match section.chart:
        case Bars():
            first, last = (chart.period.first_day(each) for each in _ends(chart))
            highest = max(int(week.sessions.due) + week.extra for week in chart.adherence)
            scale = f"{highest or 1}"
            return [phase_line(review.phases, first, last - ONE_DAY, scale), bars(chart)]
        case Pains():
            return [pain_lines(chart)]
        case _:
            return []


def _ends(chart: History) -> tuple[int, int]:
    return chart.numbers.start, chart.numbers.stop


def chart_of(review: Review) -> History:
    """What charts are drawn from: by week, or by a longer period where weeks are too many."""
    counts = {each: each.number(review.last) - each.number(review.first) + 1 for each in Period}
    period = next((each for each, count in counts.items() if count <= MOST), Period.YEAR)
    return History(
        first=review.first,
        last=review.last,
        period=period,
        adherence=tuple(by_period(review.days, period)),
        pain=tuple(pain_by_period(review.pains, period)),
        trend=review.trend,
        response=review.response,
        exercises=tuple(each.record for each in review.exercises),
    )


# ---------------------------------------------------------------- all of it


@ft.component
def _detail(section: Section, review: Review, width: float) -> ft.Control:
    """Long tables are there for who asks."""
    shown, show = ft.use_state(False)
    table = section.table
    if table is None:
        return card([heading(section.title), *map(body, section.lines)])
    return card(
        [
            ft.Row(
                [
                    ft.Container(heading(section.title), expand=True),
                    quiet(
                        _("Hide") if shown else _("Show {count}").format(count=len(table.rows)),
                        lambda: show(not shown),
                        about=section.title,
                    ),
                ]
            ),
            *([_listed(section, table, review, width - FRAME)] if shown else []),
        ]
    )


def _listed(section: Section, table: Table, review: Review, width: float) -> ft.Control:
    if section.listing is Listing.SESSIONS:
        return session_list(review.sessions, table, width)
    if section.listing is Listing.DOSES:
        return paged(table, width)
    return paged(replace(table, rows=table.rows[::-1]), width)
