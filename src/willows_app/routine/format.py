"""The format of a routine file: the one place that says what may be written in it.

The check on loading and the JSON Schema for editors both come from here. After
a change, make the schema anew:

    PYTHONPATH=src python -m willows_app.routine.format > data/routine.schema.json
"""

from __future__ import annotations

import json
import sys

from willows_app.routine.model import MoveKind, Side, Sides
from willows_app.routine.picture_file import PICTURE
from willows_app.routine.shape import (
    Choice,
    Id,
    ListOf,
    Number,
    Range,
    Record,
    Schema,
    Shape,
    Text,
)

LONGEST_HOLD = 600
"""Seconds."""
MOST_REPETITIONS = 50
LONGEST_DAILY = 366
"""Days of the daily phase."""
MOST_EXERCISES = 40

_SIDES = tuple(side.value for side in Side)


def _seconds(about: str, high: int) -> Number:
    return Number(f"{about} In seconds.", 0, high)


def _sentences(about: str, fewest: int = 1) -> ListOf:
    return ListOf(about, Text("One or two short sentences.", 300), fewest, 20)


_MOVE_KINDS: dict[str, Shape] = {
    MoveKind.HOLD: Range(Number("How long to hold, in seconds.", 1, LONGEST_HOLD)),
    MoveKind.BREATHE_IN: Range(Number("How long to breathe in, in seconds.", 1, 30)),
    MoveKind.BREATHE_OUT: Range(Number("How long to breathe out, in seconds.", 1, 30)),
}

MOVE = Record(
    "Move",
    "One thing to do: hold, breathe in or breathe out.",
    required={
        "id": Id("A name for the app, different from the other moves of the dose."),
        "title": Text("What is shown in very large type during the session.", 28),
        "cue": Text("What is said aloud: one short sentence.", 160),
    },
    one_of={str(kind): shape for kind, shape in _MOVE_KINDS.items()},
    optional={
        "ready": _seconds("How long it takes to come here from the move before.", 60),
        "side": Choice("The side that this move leans to, in a dose without sides.", _SIDES),
    },
    without_any="says neither to hold nor to breathe",
)

TRAVEL = Record(
    "Travel",
    "The dose is repeated at place after place along the back.",
    required={
        "until": Text('The landmark, as it reads after "until you reach".', 60),
        "reached": Text("What the patient taps there.", 60),
        "cue": Text("How to move along to the next place.", 160),
        "places": Number("How many places to expect at first.", 1, 40, whole=True),
        "move_along": _seconds("How long it takes to move to the next place.", 120),
    },
)

DOSE = Record(
    "Dose",
    "How much of the exercise: repeat (sides (moves)).",
    required={
        "moves": ListOf("What one repetition is made of, in order.", MOVE, 1, 20),
        "repetitions": Range(
            Number("How many times, on each side.", 1, MOST_REPETITIONS, whole=True)
        ),
    },
    optional={
        "sides": Choice(
            "none; each: all repetitions on one side, then all on the other; "
            "alternating: turn about.",
            tuple(sides.value for sides in Sides),
        ),
        "first_side": Choice("The side that is done first.", _SIDES),
        "change_sides": _seconds("How long it takes to change sides.", 120),
        "relax": _seconds("How long to let go between repetitions on one side.", 300),
        "travel": TRAVEL,
    },
)

EXERCISE = Record(
    "Exercise",
    "One exercise, in words that stand on their own.",
    required={
        "id": Id("A name for the app, different from the other exercises."),
        "title": Text("The name of the exercise.", 60),
        "position": Text("The position of the body at the start.", 120),
        "steps": _sentences("How to do it, step by step, in plain words."),
        "cautions": _sentences("What to take care of, so that nobody is hurt."),
        "get_ready": _seconds("How long it takes to get into position.", 300),
        "dose": DOSE,
    },
    optional={
        "equipment": ListOf("What is needed.", Text("One thing.", 60), 0, 10),
        "stronger": _sentences("How to make it stronger, mildest first.", fewest=0),
        "side_words": Record(
            "Words for the sides",
            'What to say for a side where "left" or "right" alone could be misread.',
            required={side: Text(f"For the {side} side.", 60) for side in _SIDES},
        ),
    },
)

FLARE = Record(
    "Flare",
    "When a flare of the as-needed phase has passed by itself.",
    required={
        "easy_days": Number("So many easy days one after the other end it.", 1, 60, whole=True),
        "easy_pain": Number("The highest pain score of an easy day.", 0, 9, whole=True),
    },
)

SCHEDULE = Record(
    "Schedule",
    "When the routine is due.",
    required={
        "words": Text("The phrase of the handout.", 120),
        "daily_sessions": Number("Sessions a day at first.", 1, 12, whole=True),
        "daily_days": Number(
            "After how many days to offer what follows.", 1, LONGEST_DAILY, whole=True
        ),
        "then": Choice("What follows.", ("as needed",)),
        "flare": FLARE,
    },
)

PAIN_BAND = Record(
    "Band of pain",
    "The clinic's words for some answers about pain; the app shows them unchanged.",
    required={
        "from": Number("The least pain that they are for.", 0, 10, whole=True),
        "to": Number("The most pain that they are for.", 0, 10, whole=True),
        "words": Text("What the patient is told.", 120),
    },
)

PAIN_BANDS = ListOf("One after the other from 0 to 10, without a gap.", PAIN_BAND, 1, 11)

ROUTINE = Record(
    "Routine",
    "The handout of a clinic as data.",
    required={
        "id": Id("A name for the app, different from the other routines."),
        "title": Text("The name of the routine.", 60),
        "clinic": Text("The clinic that gives it.", 120),
        "schedule": SCHEDULE,
        "cautions": _sentences("What to know before the first session, whatever the exercise."),
        "exercises": ListOf("In the order in which they are done.", EXERCISE, 1, MOST_EXERCISES),
    },
    optional={
        "if_it_hurts": _sentences("What to do when an exercise hurts."),
        "pictures": ListOf("What the exercises look like.", PICTURE, 0, 40),
        "pain_bands": PAIN_BANDS,
    },
)


def json_schema() -> Schema:
    """The format as JSON Schema, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | ROUTINE.schema()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(json_schema(), indent=2) + "\n")
