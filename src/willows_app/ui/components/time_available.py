"""How much time there is, and what of the routine can be done in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from willows_app.language import _, counted, of_a_handout, pgettext
from willows_app.routine.fit import Fitted, LeftOut
from willows_app.routine.words import seconds_in_full
from willows_app.ui import theme
from willows_app.ui.components.parts import body, faint

ALL_THE_TIME = "all"
MINUTES = (5, 10, 15, 20)


def time_choice(seconds: float | None, on_choose: Callable[[float | None], None]) -> ft.Control:
    """So many minutes, or all the time."""

    def chosen(event: ft.Event[ft.SegmentedButton]) -> None:
        (value,) = event.control.selected
        on_choose(None if value == ALL_THE_TIME else float(value))

    return ft.SegmentedButton(
        segments=[
            *(
                _segment(str(60 * n), str(n), counted(n, "{count} minute", "{count} minutes"))
                for n in MINUTES
            ),
            _segment(ALL_THE_TIME, all_the_time(), _("All the time")),
        ],
        selected=[ALL_THE_TIME if seconds is None else f"{seconds:g}"],
        show_selected_icon=False,
        style=ft.ButtonStyle(
            padding=ft.Padding.symmetric(vertical=theme.SPACE_M),
            visual_density=ft.VisualDensity.STANDARD,
        ),
        on_change=chosen,
    )


def all_the_time() -> str:
    """ "All", short enough to stand beside the minutes."""
    return pgettext("time available", "All")


def _segment(value: str, text: str, name: str) -> ft.Segment:
    return ft.Segment(value=value, label=ft.Text(text, size=theme.BODY, semantics_label=name))


def what_it_means(fitted: Fitted) -> list[ft.Control]:
    """How many exercises in how many minutes, and which are left out and why."""
    return [body(summary_words(fitted)), *map(faint, left_out_words(fitted))]


def summary_words(fitted: Fitted) -> str:
    """ "8 of 10 exercises, about 20 minutes"."""
    done, left = len(fitted.plan.exercises), len(fitted.left_out)
    if not done:
        return _("No exercise can be done like this.")
    minutes = max(1, round(fitted.plan.seconds / 60))
    if left:
        exercises = counted(
            done + left,
            "{done} of {count} exercise",
            "{done} of {count} exercises",
            done=done,
        )
    else:
        exercises = counted(done, "{count} exercise", "{count} exercises")
    return counted(
        minutes,
        "{exercises}, about {count} minute",
        "{exercises}, about {count} minutes",
        exercises=exercises,
    )


def left_out_words(fitted: Fitted) -> list[str]:
    """A sentence for each reason; of those that wait and those that are done, the fewer."""
    later = [left for left in fitted.left_out if left.for_another_day]
    done = [exercise.title for exercise in fitted.plan.exercises]
    words = []
    if later and done and len(done) < len(later):
        words.append(
            counted(
                len(later),
                "This time: {exercises}. {count} more is for another day.",
                "This time: {exercises}. {count} more are for another day.",
                exercises=_listed(done),
            )
        )
    elif later:
        words.append(_("For another day: {exercises}.").format(exercises=_listed(_titles(later))))
    words += [_why(left) for left in fitted.left_out if not left.for_another_day]
    return words


def _why(left: LeftOut) -> str:
    if left.lacks:
        things = _(" or ").join(map(of_a_handout, left.lacks))
        return _("{exercise}: you do not have {things}.").format(
            exercise=left.exercise.title, things=things
        )
    minutes = -(-int(left.needs or 0) // 60) * 60
    return _("{exercise} takes at least {time}.").format(
        exercise=left.exercise.title, time=seconds_in_full(minutes)
    )


def _titles(left: Sequence[LeftOut]) -> list[str]:
    return [each.exercise.title for each in left]


def _listed(titles: Sequence[str]) -> str:
    # Titles have commas of their own.
    return "; ".join(titles)
