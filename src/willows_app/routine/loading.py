"""From the bytes of a routine file to a `Routine`, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from willows_app.routine.model import (
    Dose,
    Exercise,
    Flare,
    Move,
    MoveKind,
    PainBand,
    Routine,
    Schedule,
    Side,
    Sides,
    Span,
    Travel,
)
from willows_app.routine.problems import Problem, RoutineError
from willows_app.routine.rules import broken_rules, too_long

if TYPE_CHECKING:
    from willows_app.routine.document import Document

Handout = bytes | Routine
"""A routine file, or what a build has read of it already."""

MOST_PROBLEMS = 100
"""As many as are listed of one file; more help nobody."""


def read_routine(source: bytes, name: str) -> Routine:
    """The routine in the bytes of the file `name`.

    Raises `RoutineError` with everything that is wrong, and never another
    exception, whatever the bytes. `name` is only for the messages.
    """
    # Late: most starts of the app read no file, and YAML alone takes long to import on a phone.
    from willows_app.routine.document import read_document

    document = read_document(source, name)
    _refuse_if_any(_faults(document), document, name)
    routine = _routine(document.value)
    _refuse_if_any(too_long(routine), document, name)
    return routine


def read_handout(source: Handout, name: str) -> Routine:
    """The routine of a handout; raises `RoutineError` as `read_routine` does."""
    return source if isinstance(source, Routine) else read_routine(source, name)


def read_routines(
    files: Mapping[str, Handout],
) -> tuple[tuple[Routine, ...], tuple[RoutineError, ...]]:
    """The good routines of several files, by name, and the errors of the others.

    Two files must not have the same routine id; the later one is an error.
    """
    routines: dict[str, Routine] = {}
    names: dict[str, str] = {}
    errors: list[RoutineError] = []
    for name, source in files.items():
        try:
            routine = read_handout(source, name)
            _refuse_if_taken(routine, names, name)
        except RoutineError as error:
            errors.append(error)
        else:
            routines[routine.id], names[routine.id] = routine, name
    return tuple(routines.values()), tuple(errors)


def _faults(document: Document) -> Iterator[Problem]:
    from willows_app.routine.format import ROUTINE
    from willows_app.routine.picture_file import broken_picture_rules

    value = document.value
    return chain(
        document.problems, ROUTINE.check(value), broken_rules(value), broken_picture_rules(value)
    )


def _refuse_if_any(problems: Iterable[Problem], document: Document, name: str) -> None:
    found = list(islice(problems, MOST_PROBLEMS + 1))
    if not found:
        return
    lined = [replace(p, line=p.line or document.line(p.where)) for p in found[:MOST_PROBLEMS]]
    lined.sort(key=lambda problem: problem.line or 0)
    if len(found) > MOST_PROBLEMS:
        lined.append(Problem((), "has more problems than these", "put these right first"))
    raise RoutineError(name, lined)


def _refuse_if_taken(routine: Routine, names: Mapping[str, str], name: str) -> None:
    if routine.id in names:
        wrong = f"is {routine.id}, as in {names[routine.id]}"
        raise RoutineError(name, [Problem(("id",), wrong, "an id of its own")])


def _routine(written: dict[str, Any]) -> Routine:
    from willows_app.routine.picture_file import read_picture

    return Routine(
        id=written["id"],
        title=written["title"],
        clinic=written["clinic"],
        schedule=_schedule(**written["schedule"]),
        cautions=tuple(written["cautions"]),
        if_it_hurts=tuple(written.get("if_it_hurts", ())),
        exercises=tuple(map(_exercise, written["exercises"])),
        pictures=tuple(map(read_picture, written.get("pictures", ()))),
        pain_bands=tuple(map(pain_band, written.get("pain_bands", ()))),
    )


def _schedule(flare: dict[str, int], **written: Any) -> Schedule:
    return Schedule(**written, flare=Flare(**flare))


def pain_band(written: dict[str, Any]) -> PainBand:
    """A band of pain as it is written."""
    return PainBand(int(written["from"]), int(written["to"]), written["words"])


def _exercise(written: dict[str, Any]) -> Exercise:
    return Exercise(
        id=written["id"],
        title=written["title"],
        position=written["position"],
        equipment=tuple(written.get("equipment", ())),
        steps=tuple(written["steps"]),
        cautions=tuple(written["cautions"]),
        stronger=tuple(written.get("stronger", ())),
        get_ready=written["get_ready"],
        side_words={Side(side): words for side, words in written.get("side_words", {}).items()},
        dose=_dose(written["dose"]),
    )


def _dose(written: dict[str, Any]) -> Dose:
    first_side, travel = written.get("first_side"), written.get("travel")
    return Dose(
        moves=tuple(map(_move, written["moves"])),
        repetitions=_span(written["repetitions"]),
        sides=Sides(written.get("sides", Sides.NONE)),
        first_side=None if first_side is None else Side(first_side),
        change_sides=written.get("change_sides", 0),
        relax=written.get("relax", 0),
        travel=None if travel is None else Travel(**travel),
    )


def _move(written: dict[str, Any]) -> Move:
    kind = next(kind for kind in MoveKind if kind in written)
    side = written.get("side")
    return Move(
        id=written["id"],
        title=written["title"],
        cue=written["cue"],
        kind=kind,
        seconds=_span(written[kind]),
        ready=written.get("ready", 0),
        side=None if side is None else Side(side),
    )


def _span(written: float | dict[str, float]) -> Span:
    if isinstance(written, dict):
        return Span(low=written["from"], default=written["default"], high=written["to"])
    return Span.exactly(written)
