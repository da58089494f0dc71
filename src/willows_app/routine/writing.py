"""From a `Routine` back to a routine file."""

from __future__ import annotations

import json
import re
from typing import Any

from willows_app.routine.model import Dose, Exercise, Move, PainBand, Routine, Sides, Span
from willows_app.routine.picture_file import written_picture

_NO_CHARACTERS = re.compile(r"[\ufffe\uffff]")
"""What JSON lets through as it is and YAML does not; a routine has no control characters."""


def write_routine(routine: Routine) -> bytes:
    """A file of which `read_routine` makes the same routine: JSON, which is YAML as well."""
    return as_yaml(_routine(routine))


def as_yaml(plain: dict[str, Any], indent: int | None = None) -> bytes:
    """Plain values as a file: JSON, which is YAML as well."""
    text = json.dumps(plain, ensure_ascii=False, indent=indent)
    return (_NO_CHARACTERS.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n").encode()


def written_band(band: PainBand) -> dict[str, Any]:
    """A band of pain, written."""
    return {"from": band.low, "to": band.high, "words": band.words}


def _routine(routine: Routine) -> dict[str, Any]:
    schedule = routine.schedule
    return _given(
        id=routine.id,
        title=routine.title,
        clinic=routine.clinic,
        schedule={
            "words": schedule.words,
            "daily_sessions": schedule.daily_sessions,
            "daily_days": schedule.daily_days,
            "then": schedule.then,
            "flare": {
                "easy_days": schedule.flare.easy_days,
                "easy_pain": schedule.flare.easy_pain,
            },
        },
        cautions=routine.cautions,
        if_it_hurts=routine.if_it_hurts,
        pain_bands=list(map(written_band, routine.pain_bands)),
        exercises=[_exercise(exercise) for exercise in routine.exercises],
        pictures=[written_picture(picture) for picture in routine.pictures],
    )


def _exercise(exercise: Exercise) -> dict[str, Any]:
    return {"get_ready": exercise.get_ready} | _given(
        id=exercise.id,
        title=exercise.title,
        position=exercise.position,
        equipment=exercise.equipment,
        steps=exercise.steps,
        cautions=exercise.cautions,
        stronger=exercise.stronger,
        side_words={side.value: words for side, words in exercise.side_words.items()},
        dose=_dose(exercise.dose),
    )


def _dose(dose: Dose) -> dict[str, Any]:
    travel = dose.travel
    return _given(
        moves=[_move(move) for move in dose.moves],
        repetitions=_span(dose.repetitions),
        sides=dose.sides.value if dose.sides is not Sides.NONE else None,
        first_side=dose.first_side,
        change_sides=dose.change_sides,
        relax=dose.relax,
        travel=travel
        and {
            "until": travel.until,
            "reached": travel.reached,
            "cue": travel.cue,
            "places": travel.places,
            "move_along": travel.move_along,
        },
    )


def _move(move: Move) -> dict[str, Any]:
    return _given(
        id=move.id,
        title=move.title,
        cue=move.cue,
        ready=move.ready,
        side=move.side,
        **{move.kind.value: _span(move.seconds)},
    )


def _span(span: Span) -> Any:
    if span.low == span.default == span.high:
        return span.default
    return {"from": span.low, "to": span.high, "default": span.default}


def _given(**keys: Any) -> dict[str, Any]:
    """These keys without those that say nothing: they may be left out of a routine file."""
    return {key: value for key, value in keys.items() if value}
