"""An entry of the log in one line that tells the whole truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import flet as ft

from willows_app.adherence.facts import Entry, Pain, PainMoment, Source
from willows_app.guide.performance import Held, Outcome
from willows_app.routine.words import seconds_words
from willows_app.ui import theme

ICONS = {
    Outcome.COMPLETED: ft.Icons.CHECK_CIRCLE,
    Outcome.PARTLY_DONE: ft.Icons.TIMELAPSE,
    Outcome.SKIPPED: ft.Icons.SKIP_NEXT,
    Outcome.STOPPED_FOR_PAIN: ft.Icons.PAN_TOOL_OUTLINED,
}


def entry_line(entry: Entry) -> ft.Control:
    """The exercise, its outcome, and the seconds held on each side."""
    return ft.Row(
        [
            ft.Icon(ICONS[entry.outcome], color=ft.Colors.PRIMARY),
            ft.Column(
                [
                    ft.Text(entry.title, size=17, weight=ft.FontWeight.W_600),
                    ft.Text(entry_words(entry), size=15, color=ft.Colors.ON_SURFACE_VARIANT),
                ],
                spacing=0,
                expand=True,
            ),
        ],
        vertical_alignment=ft.CrossAxisAlignment.START,
        spacing=theme.SPACE_S,
    )


def entry_words(entry: Entry) -> str:
    """ "Completed, left 30 s, right 30 s", or "Completed, ticked by hand"."""
    words = [entry.outcome.value.capitalize(), *_held_words(entry.held)]
    if entry.places:
        words.append("1 place" if entry.places == 1 else f"{entry.places} places")
    if entry.reason:
        words.append(f"reason: {entry.reason.value}")
    if entry.source is Source.TICKED_BY_HAND:
        words.append(Source.TICKED_BY_HAND.value)
    return ", ".join(words)


def pain_words(pains: Sequence[Pain], titles: Mapping[str, str]) -> list[str]:
    """ "Pain before 4, after 2", and what hurt where at each stop; the latest answer counts."""
    latest = {pain.moment: pain for pain in pains}
    spoken = [
        f"{moment.value} {latest[moment].score}"
        for moment in (PainMoment.BEFORE, PainMoment.AFTER)
        if moment in latest and latest[moment].score is not None
    ]
    stops = [pain for pain in pains if pain.moment is PainMoment.STOP]
    return [
        *([f"Pain {', '.join(spoken)}"] if spoken else []),
        *(_stop_words(pain, titles) for pain in stops),
    ]


def _stop_words(pain: Pain, titles: Mapping[str, str]) -> str:
    words = ["Hurt: " + (titles.get(pain.exercise, pain.exercise) if pain.exercise else "not said")]
    if pain.side:
        words.append(f"{pain.side.value} side")
    if pain.score is not None:
        words.append(f"{pain.score} of 10")
    return ", ".join(words)


def _held_words(held: Held | None) -> list[str]:
    if held is None:
        return []
    sides = {"left": held.left, "right": held.right, "middle": held.middle}
    if not (held.left or held.right):
        return [f"held {seconds_words(held.middle)}"] if held.middle else []
    return [f"{side} {seconds_words(seconds)}" for side, seconds in sides.items() if seconds]
