"""Any dose that the grammar can say, for property tests."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from willows_app.routine.choice import Choice, Dial, dials
from willows_app.routine.model import (
    Dose,
    Exercise,
    Move,
    MoveKind,
    Side,
    Sides,
    Span,
    Travel,
)

seconds = st.floats(min_value=0.5, max_value=120, allow_nan=False).map(lambda x: round(x, 2))
pauses = st.one_of(st.just(0.0), st.floats(min_value=0.5, max_value=20).map(lambda x: round(x, 2)))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    low, default, high = sorted(draw(st.tuples(seconds, seconds, seconds)))
    return Span(low, default, high)


@st.composite
def counts(draw: st.DrawFn) -> Span:
    return Span(*sorted(draw(st.tuples(*[st.integers(1, 5)] * 3))))


@st.composite
def moves(draw: st.DrawFn, sided: bool) -> tuple[Move, ...]:
    count = draw(st.integers(1, 4))
    kinds = draw(st.lists(st.sampled_from(MoveKind), min_size=1, max_size=count + 1))
    return tuple(
        Move(
            id=f"move_{number}",
            title="Move",
            cue="Move.",
            kind=kind,
            seconds=draw(spans()),
            ready=draw(pauses),
            side=None if sided else draw(st.sampled_from([None, *Side])),
        )
        for number, kind in enumerate(kinds)
    )


@st.composite
def doses(draw: st.DrawFn) -> Dose:
    sides = draw(st.sampled_from(Sides))
    sided = sides is not Sides.NONE
    travel = Travel("here", "I am here", "Move on.", draw(st.integers(1, 6)), draw(pauses))
    return Dose(
        moves=draw(moves(sided)),
        repetitions=draw(counts()),
        sides=sides,
        first_side=draw(st.sampled_from(Side)) if sided else None,
        change_sides=draw(pauses) if sided else 0.0,
        relax=draw(pauses),
        travel=travel if draw(st.booleans()) else None,
    )


@st.composite
def exercises(draw: st.DrawFn, id: str = "exercise") -> Exercise:
    return Exercise(
        id=id,
        title="Exercise",
        position="Standing",
        equipment=(),
        steps=("Stand.",),
        cautions=(),
        stronger=(),
        get_ready=draw(pauses),
        side_words={},
        dose=draw(doses()),
    )


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Exercise, ...]:
    count = draw(st.integers(1, 4))
    return tuple(draw(exercises(id=f"exercise_{number}")) for number in range(count))


@st.composite
def choices(draw: st.DrawFn, exercise: Exercise) -> Choice:
    """Any choice that the exercise allows."""
    choice = Choice()
    for dial, span in dials(exercise).items():
        number: st.SearchStrategy[float] = st.floats(span.low, span.high)
        if dial in (Dial.REPETITIONS, Dial.PLACES):
            number = st.integers(int(span.low), min(int(span.high), 8))
        choice = choice.with_dial(dial, draw(st.one_of(st.none(), number)))
    sides = [None] if exercise.dose.sides is Sides.NONE else [None, *Side]
    return replace(choice, first_side=draw(st.sampled_from(sides)))


@st.composite
def chosen_exercises(draw: st.DrawFn) -> tuple[Exercise, Choice]:
    exercise = draw(exercises())
    return exercise, draw(choices(exercise))
