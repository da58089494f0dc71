"""Any plan over the shipped exercises, for Hypothesis; and one to look at."""

from __future__ import annotations

from hypothesis import strategies as st

from willows_app.routine.choice import AS_PRESCRIBED, Choice
from willows_app.routine.format import LONGEST_DAILY, LONGEST_HOLD, MOST_REPETITIONS
from willows_app.routine.loading import read_routine
from willows_app.routine.model import PainBand
from willows_app.routine.prescribing import MOST_WORDS, too_long_dose
from willows_app.routine.prescription import Prescription, handout_version
from willows_app.shipped import shipped_routines

HANDOUT = read_routine(shipped_routines()["upper_back.yaml"], "upper_back.yaml")
IDS = [each.id for each in HANDOUT.exercises]

BANDS = (
    PainBand(0, 3, "Carry on as planned."),
    PainBand(4, 5, "Carry on, and go into each stretch less far."),
    PainBand(6, 10, "Stop for today, and ring the clinic."),
)

PLAN = Prescription(
    routine="upper_back",
    exercises=("cat_stretch", "cobra", "side_bend"),
    daily_days=21,
    doses={"cobra": Choice(hold=20, repetitions=3), "cat_stretch": Choice(repetitions=5)},
    pain_bands=BANDS,
    note="Until we meet again on Tuesday.",
    handout=handout_version(HANDOUT),
)
"""Of the cobra both numbers are beyond the handout; five cat stretches are within it."""


def _words(most: int) -> st.SearchStrategy[str]:
    """On one line, as files keep them, of any letters there are."""
    letters = st.characters(exclude_categories=("Cc", "Cs"))
    one_line = st.text(letters, max_size=most).map(lambda text: " ".join(text.split()))
    return one_line.filter(bool)


@st.composite
def _bands(draw: st.DrawFn) -> tuple[PainBand, ...]:
    ends = [*sorted(draw(st.sets(st.integers(0, 9)))), 10]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return tuple(
        PainBand(low, high, draw(_words(120))) for low, high in zip(starts, ends, strict=True)
    )


_DOSES = st.builds(
    Choice,
    hold=st.none() | st.integers(1, LONGEST_HOLD),
    repetitions=st.none() | st.integers(1, MOST_REPETITIONS),
)


@st.composite
def prescriptions(draw: st.DrawFn) -> Prescription:
    """Every one that may be written."""
    ids = draw(st.permutations(IDS))[: draw(st.integers(1, len(IDS)))]
    doses = {id: draw(_DOSES) for id in ids}
    bands, note = draw(st.just(()) | _bands()), draw(st.just("") | _words(300))
    room = MOST_WORDS - len(note.encode())
    if sum(len(band.words.encode()) for band in bands) > room:
        bands = ()
    return Prescription(
        routine="upper_back",
        exercises=tuple(ids),
        daily_days=draw(st.integers(1, LONGEST_DAILY)),
        doses={
            id: dose
            for id, dose in doses.items()
            if dose != AS_PRESCRIBED and not too_long_dose(HANDOUT.exercise(id), dose)
        },
        pain_bands=bands,
        note=note if len(note.encode()) <= MOST_WORDS else "",
        handout=draw(st.sampled_from(["", handout_version(HANDOUT)])),
    )
