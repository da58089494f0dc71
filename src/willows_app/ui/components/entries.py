"""An entry of the log in one line that tells the whole truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import flet as ft

from willows_app.adherence.facts import Entry, Pain, PainMoment, Source
from willows_app.adherence.words import OUTCOMES, SKIP_REASONS, SOURCES
from willows_app.guide.performance import Held, Outcome
from willows_app.language import _, capitalized, counted, of_a_handout
from willows_app.routine.model import Side
from willows_app.routine.words import seconds_words
from willows_app.ui import theme
from willows_app.ui.components.parts import faint, sign

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
            sign(ICONS[entry.outcome]),
            ft.Column(
                [
                    ft.Text(of_a_handout(entry.title), size=theme.BODY, weight=ft.FontWeight.W_600),
                    faint(entry_words(entry)),
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
    words = [capitalized(_(OUTCOMES[entry.outcome])), *_held_words(entry.held)]
    if entry.places:
        words.append(counted(entry.places, "{count} place", "{count} places"))
    if entry.reason:
        words.append(_("reason: {reason}").format(reason=_(SKIP_REASONS[entry.reason])))
    if entry.source is Source.TICKED_BY_HAND:
        words.append(_(SOURCES[entry.source]))
    return ", ".join(words)


def pain_words(pains: Sequence[Pain], titles: Mapping[str, str]) -> list[str]:
    """ "Pain before 4, after 2", and what hurt where at each stop; the latest answer counts."""
    scores = {pain.moment: pain.score for pain in pains}
    stops = [pain for pain in pains if pain.moment is PainMoment.STOP]
    return [
        *_around_words(scores.get(PainMoment.BEFORE), scores.get(PainMoment.AFTER)),
        *(_stop_words(pain, titles) for pain in stops),
    ]


def _around_words(before: int | None, after: int | None) -> list[str]:
    if before is not None and after is not None:
        return [_("Pain before {before}, after {after}").format(before=before, after=after)]
    if before is not None:
        return [_("Pain before {score}").format(score=before)]
    return [] if after is None else [_("Pain after {score}").format(score=after)]


def _stop_words(pain: Pain, titles: Mapping[str, str]) -> str:
    what = titles.get(pain.exercise, pain.exercise) if pain.exercise else _("not said")
    words = [_("Hurt: {what}").format(what=what)]
    if pain.side:
        words.append(_("left side") if pain.side is Side.LEFT else _("right side"))
    if pain.score is not None:
        words.append(_("{score} of {worst}").format(score=pain.score, worst=10))
    return ", ".join(words)


def _held_words(held: Held | None) -> list[str]:
    if held is None:
        return []
    if not (held.left or held.right):
        return [_("held {time}").format(time=seconds_words(held.middle))] if held.middle else []
    sides = {
        _("left {time}"): held.left,
        _("right {time}"): held.right,
        _("middle {time}"): held.middle,
    }
    return [words.format(time=seconds_words(time)) for words, time in sides.items() if time]
