"""What the page gives in plain text where the app does not start: above all the exercises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from willows_app.language import Language, _, of_a_handout, said_in
from willows_app.routine.model import Exercise, Routine
from willows_app.routine.words import dose_words


def without_script(languages: Iterable[Language]) -> str:
    """What is needed, in every language: the page cannot choose one without a script."""
    return "".join(map(_script_is_needed, languages))


def _script_is_needed(language: Language) -> str:
    with said_in(language):
        words = _("Willows needs JavaScript. Please allow it for this page.")
    direction = "rtl" if language.right_to_left else "ltr"
    return f'<p lang="{language.code}" dir="{direction}">{escape(words)}</p>'


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
