"""From plain values to a `Prescription`, or to all that is wrong with them, and back.

A plan file, a link and the log all hold the same plain values, so they are checked alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from willows_app.language import _
from willows_app.routine.choice import AS_PRESCRIBED, Choice, Dial
from willows_app.routine.format import (
    LONGEST_DAILY,
    LONGEST_HOLD,
    MOST_EXERCISES,
    MOST_REPETITIONS,
    PAIN_BANDS,
)
from willows_app.routine.loading import pain_band
from willows_app.routine.model import Exercise, Routine, Span
from willows_app.routine.prescription import (
    DOSED,
    Prescription,
    handout_says,
    prescribed,
    with_dose,
)
from willows_app.routine.problems import Problem
from willows_app.routine.rules import LONGEST_EXERCISE, broken_rules, longest, too_long
from willows_app.routine.shape import Id, ListOf, Number, Record, Text
from willows_app.routine.writing import written_band

MOST_WORDS = 700
"""Bytes in UTF-8 of the note and the words for pain together, so that a link can hold them."""

LIMITS = {Dial.HOLD: Span(1, 10, LONGEST_HOLD), Dial.REPETITIONS: Span(1, 1, MOST_REPETITIONS)}
"""What a routine file may say, and so what may be prescribed."""

PRESCRIBED = Record(
    "Prescribed exercise",
    "An exercise of the handout; a number that is left out stays as the handout says.",
    required={"id": Id("The exercise's id in the handout.")},
    optional={
        "hold": Number("How long to hold, in seconds.", 1, LONGEST_HOLD, whole=True),
        "repetitions": Number("How many times, on each side.", 1, MOST_REPETITIONS, whole=True),
    },
)

PRESCRIPTION = Record(
    "Prescription",
    "What a clinic prescribes one patient of a handout.",
    required={
        "routine": Id("The id of the handout."),
        "exercises": ListOf("In the order in which they are done.", PRESCRIBED, 1, MOST_EXERCISES),
    },
    optional={
        "handout": Text("The version of the handout that it was made with.", 8),
        "daily_days": Number("Length of the daily phase, in days.", 1, LONGEST_DAILY, whole=True),
        "pain_bands": PAIN_BANDS,
        "note": Text("A note to the patient.", 300),
    },
)


class PrescriptionError(ValueError):
    """A plan that cannot be used, with every problem found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def read_prescription(plain: Any, handouts: Sequence[Routine]) -> Prescription:
    """The prescription in plain values; raises `PrescriptionError` with all that is wrong."""
    if problems := tuple(chain(PRESCRIPTION.check(plain), broken_rules(plain), _too_wordy(plain))):
        raise PrescriptionError(problems)
    handout = next((each for each in handouts if each.id == plain["routine"]), None)
    if handout is None:
        known = ", ".join(each.id for each in handouts)
        wrong = _("is {handout}, which is not on this device").format(handout=plain["routine"])
        raise PrescriptionError([Problem(("routine",), wrong, known)])
    found = _prescription(plain, handout)
    if problems := tuple(_does_not_fit(found, handout)):
        raise PrescriptionError(problems)
    return found


def as_kept(plain: Any, handout: Routine) -> Prescription | None:
    """A prescription that was accepted some time ago, as far as the handout still has it.

    None if nothing of it can be done any more.
    """
    if any(chain(PRESCRIPTION.check(plain), broken_rules(plain))):
        return None
    known = {each.id for each in handout.exercises}
    left = [each for each in plain["exercises"] if each["id"] in known]
    found = _prescription({**plain, "exercises": left}, handout)
    return None if not left or any(_does_not_fit(found, handout)) else found


def plain_prescription(prescription: Prescription) -> dict[str, Any]:
    """The plain values of which `read_prescription` makes the same."""
    plain: dict[str, Any] = {
        "routine": prescription.routine,
        "handout": prescription.handout,
        "exercises": [{"id": id, **prescription.dose(id).made()} for id in prescription.exercises],
        "daily_days": prescription.daily_days,
        "pain_bands": list(map(written_band, prescription.pain_bands)),
        "note": prescription.note,
    }
    return {key: value for key, value in plain.items() if value}


def too_long_dose(exercise: Exercise, dose: Choice) -> bool:
    """Whether nobody could finish the exercise with this dose."""
    return longest(with_dose(exercise, dose).dose) > LONGEST_EXERCISE


def _prescription(plain: Mapping[str, Any], handout: Routine) -> Prescription:
    doses = {each["id"]: _dose(each) for each in plain["exercises"]}
    return Prescription(
        routine=plain["routine"],
        exercises=tuple(doses),
        doses={id: dose for id, dose in doses.items() if dose != AS_PRESCRIBED},
        daily_days=int(plain.get("daily_days", handout.schedule.daily_days)),
        pain_bands=tuple(map(pain_band, plain.get("pain_bands", ()))),
        note=plain.get("note", ""),
        handout=plain.get("handout", ""),
    )


def _dose(written: Mapping[str, Any]) -> Choice:
    hold, repetitions = (written.get(dial) for dial in DOSED)
    return Choice(hold=hold and int(hold), repetitions=repetitions and int(repetitions))


def _too_wordy(plain: Any) -> Iterator[Problem]:
    """The words are looked at together: bands may be few with many words, or many with few."""
    if not isinstance(plain, dict):
        return
    bands = plain.get("pain_bands")
    said = [plain.get("note")]
    if isinstance(bands, list):
        said += [band.get("words") for band in bands if isinstance(band, dict)]
    size = sum(len(text.encode(errors="replace")) for text in said if isinstance(text, str))
    if size > MOST_WORDS:
        wrong = _("and the words for pain have {count} bytes together").format(count=size)
        allowed = _("{count} bytes, so that a link can hold them").format(count=MOST_WORDS)
        yield Problem(("note",), wrong, allowed)


def _does_not_fit(prescription: Prescription, handout: Routine) -> Iterator[Problem]:
    """What the handout does not have, or what nobody could finish."""
    known = {each.id: each for each in handout.exercises}
    for position, id in enumerate(prescription.exercises):
        if id not in known:
            wrong = _("is {exercise}, which {handout} lacks").format(
                exercise=id, handout=handout.id
            )
            yield Problem(("exercises", position, "id"), wrong, ", ".join(known))
        elif prescription.dose(id).hold and handout_says(known[id], Dial.HOLD) is None:
            wrong = _("is given, but nothing is held in this exercise")
            yield Problem(("exercises", position, "hold"), wrong, _("repetitions alone"))
    if known.keys() >= set(prescription.exercises):
        yield from too_long(prescribed(handout, prescription))
