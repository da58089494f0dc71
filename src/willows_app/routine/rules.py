"""What only shows when the values of a routine are compared with each other.

These rules run beside the check of the shape, on files that may have other
problems too. So each looks only at values that are as they should be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from willows_app.language import _, decimal
from willows_app.routine.model import Dose, Routine, Sides
from willows_app.routine.problems import Problem, Where

LONGEST_EXERCISE = 2 * 60 * 60
"""Seconds, with every range at its longest."""


def broken_rules(value: Any, where: Where = ()) -> Iterator[Problem]:
    """Every rule that the document, or a part of it, breaks."""
    if isinstance(value, dict):
        yield from _upside_down(value, where)
        yield from _sides_that_disagree(value, where)
        yield from _broken_bands(value.get("pain_bands"), (*where, "pain_bands"))
        for key, inner in value.items():
            yield from broken_rules(inner, (*where, key))
    elif isinstance(value, list):
        yield from _repeated_ids(value, where)
        for position, item in enumerate(value):
            yield from broken_rules(item, (*where, position))
    elif isinstance(value, str) and any(map(_is_control, value)):
        yield Problem(where, _("holds a control character"), _("text that can be read"))


def too_long(routine: Routine) -> Iterator[Problem]:
    """The exercises that nobody could finish, and that a phone could hang on."""
    for position, exercise in enumerate(routine.exercises):
        seconds = longest(exercise.dose)
        if seconds > LONGEST_EXERCISE:
            wrong = _("lasts up to {hours} hours").format(hours=decimal(seconds / 3600))
            allowed = _("{hours} hours over all repetitions, sides and places").format(
                hours=LONGEST_EXERCISE // 3600
            )
            yield Problem(("exercises", position, "dose"), wrong, allowed)


def _upside_down(value: dict[str, Any], where: Where) -> Iterator[Problem]:
    ends = [value[key] for key in ("from", "default", "to") if _is_number(value.get(key))]
    if len(ends) < 3:
        return
    low, default, high = ends
    if low > high:
        yield Problem(where, f"runs from {low} to {high}", "from no greater than to")
    elif not low <= default <= high:
        wrong = f"is {default}, outside the range"
        yield Problem((*where, "default"), wrong, f"from {low} to {high}")


def _repeated_ids(items: list[Any], where: Where) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for position, item in enumerate(items):
        name = item.get("id") if isinstance(item, dict) else None
        if not isinstance(name, str):
            continue
        if name in first:
            earlier = Problem((*where, first[name]), "", "").path
            wrong = _("is {id}, as in {place}").format(id=name, place=earlier)
            yield Problem((*where, position, "id"), wrong, _("an id of its own"))
        first.setdefault(name, position)


def _sides_that_disagree(value: dict[str, Any], where: Where) -> Iterator[Problem]:
    dose = value.get("dose")
    if not isinstance(dose, dict):
        return
    sides = dose.get("sides", Sides.NONE)
    if sides == Sides.NONE:
        yield from _unused_sides(dose, (*where, "dose"))
    elif sides in tuple(Sides):
        yield from _unclear_sides(dose, (*where, "dose"))


def _unused_sides(dose: dict[str, Any], where: Where) -> Iterator[Problem]:
    allowed = "sides: each or sides: alternating beside it, or nothing"
    for key in ("first_side", "change_sides"):
        if key in dose:
            yield Problem((*where, key), "is given, but the dose has no sides", allowed)


def _unclear_sides(dose: dict[str, Any], where: Where) -> Iterator[Problem]:
    if "first_side" not in dose:
        yield Problem((*where, "first_side"), "is missing", "left or right, as there are sides")
    if "travel" in dose:
        yield Problem((*where, "travel"), "is given, but the dose has sides", "one of the two")
    moves = dose.get("moves")
    for position, move in enumerate(moves if isinstance(moves, list) else ()):
        if isinstance(move, dict) and "side" in move:
            inner = (*where, "moves", position, "side")
            yield Problem(inner, "is given, but the dose has sides", "a side in one of the two")


def _broken_bands(bands: Any, where: Where) -> Iterator[Problem]:
    """Where the bands of pain do not follow one another from 0 to 10."""
    if not isinstance(bands, list) or not bands or not all(map(_is_band, bands)):
        return  # then the check of the shape has its say
    follows = 0
    for position, band in enumerate(bands):
        if band["from"] != follows:
            wrong = _("is {value}").format(value=band["from"])
            yield Problem((*where, position, "from"), wrong, str(follows))
        if band["to"] < band["from"]:
            wrong = _("is {value}").format(value=band["to"])
            allowed = _("{least} or more").format(least=band["from"])
            yield Problem((*where, position, "to"), wrong, allowed)
        follows = max(band["to"], band["from"]) + 1
    if follows <= 10:
        wrong = _("end at {score}").format(score=follows - 1)
        yield Problem(where, wrong, _("bands to 10, so that every answer has its words"))


def _is_band(value: Any) -> bool:
    return isinstance(value, dict) and all(value.get(key) in range(11) for key in ("from", "to"))


def longest(dose: Dose) -> float:
    """Seconds of an exercise with every range at its longest."""
    repetition = sum(move.ready + move.seconds.high for move in dose.moves) + dose.relax
    side = repetition * dose.repetitions.high + dose.change_sides
    place = side * len(dose.order_of_sides)
    return place if dose.travel is None else (place + dose.travel.move_along) * dose.travel.places


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs")
