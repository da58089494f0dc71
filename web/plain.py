"""The exercises as plain text in the page, for a browser in which the app does not start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from willows_app.language import _, of_a_handout
from willows_app.routine.model import Exercise, Routine
from willows_app.routine.words import dose_words


def exercises_in_html(routines: Iterable[Routine]) -> str:
    """Every exercise of these routines with its dose, steps and cautions."""
    return "".join(map(_routine, routines))


def _routine(routine: Routine) -> str:
    return (
        f"<h2>{escape(routine.title)}</h2><p>{escape(routine.clinic)}</p>"
        + f"<p>{escape(routine.schedule.words.capitalize())}.</p>"
        + _list("ul", routine.cautions)
        + _list("ul", routine.if_it_hurts)
        + "".join(map(_exercise, routine.exercises))
    )


def _exercise(exercise: Exercise) -> str:
    things = "; ".join(map(of_a_handout, exercise.equipment))
    words = _("You need: {things}.").format(things=things)
    needed = f"<p>{escape(words)}</p>" * bool(exercise.equipment)
    return (
        f"<h3>{escape(exercise.title)}</h3><p><strong>{escape(dose_words(exercise.dose))}</strong>"
        + f"</p><p>{escape(exercise.position)}.</p>{needed}"
        + _list("ol", exercise.steps)
        + f"<p>{escape(_('Take care:'))}</p>"
        + _list("ul", exercise.cautions)
    )


def _list(tag: str, texts: Sequence[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</{tag}>"
