"""Cues: what is said, sounded and felt during a session, and when.

They follow from the timeline alone, compiled once like the timeline itself. A
cue depends on the steps before it and on the one that it prepares, never on how
many are still to come: so another place along the back changes none that was due.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from willows_app.guide.cue_words import CueWords, clip_of
from willows_app.guide.timeline import Step, StepKind, Timeline
from willows_app.routine.model import Exercise, Move, Side
from willows_app.routine.words import side_words

HALFWAY_FROM = 30.0
"""Seconds of a hold from which halfway is said."""

COUNTDOWN_FROM = 6.0
"""A hold longer than this, in seconds, has its last ones counted."""

GAP = 0.15
"""Seconds of silence after each sentence."""

SETTLE = 0.5
"""Seconds of quiet before an exercise is named; the device loads its first recording meanwhile."""

LEAD = 0.4
"""Seconds between what is said of a move and its beginning."""

SECONDS_A_WORD, SECONDS_A_SENTENCE = 0.4, 0.3
"""How long words take for which there is no recording; rather too long than too short."""


class Tone(StrEnum):
    """The sound of a cue where its words cannot be heard: a file in `assets/sounds`."""

    NEXT = "next"
    """Another exercise begins."""
    BEGIN = "begin"
    """A hold or a breath begins."""
    LET_GO = "let-go"
    """Relax, change sides or move along."""
    READY = "ready"
    """What comes next is about to begin."""
    HALFWAY = "halfway"
    TICK = "tick"
    DONE = "done"


class Vibration(StrEnum):
    """How a cue feels in the hand."""

    LIGHT = "light"
    STRONG = "strong"


@dataclass(frozen=True)
class Cue:
    """Something to notice, `at` seconds into the timeline."""

    at: float
    clips: tuple[str, ...]
    """The recordings of its words, in order; none for a cue that is only a tone."""
    text: str
    """The same words, to read."""
    tone: Tone
    vibration: Vibration = Vibration.LIGHT


def cues_of(
    timeline: Timeline,
    exercises: Iterable[Exercise],
    words: CueWords,
    lengths: Mapping[str, float],
) -> tuple[Cue, ...]:
    """The cues of `timeline`, in order; what is said in one is over before the next.

    `lengths` are the seconds of the recordings, by name. What does not fit into
    a short step is left out: the side, "hold" and "change sides" are the last to go.
    """
    script = _Script(timeline, exercises, words, lengths)
    cues = [
        cue
        for step, after in zip_longest(timeline.steps, timeline.steps[1:])
        for cue in script.step(step, after)
    ]
    return (*cues, script.well_done(timeline.duration))


@dataclass(frozen=True)
class _Say:
    """A sentence that may be said; where not all fit, those of the lowest rank stay."""

    words: str
    rank: int
    or_else: str = ""
    """What to say where it is too long."""
    tells: Hashable = None
    """What the patient knows once it is said."""


class _Script:
    """Goes through the steps in order, and remembers what the patient has been told."""

    def __init__(
        self,
        timeline: Timeline,
        exercises: Iterable[Exercise],
        words: CueWords,
        lengths: Mapping[str, float],
    ) -> None:
        self._exercises = {exercise.id: exercise for exercise in exercises}
        self._words = words
        self._lengths = lengths
        self._repetitions = {
            id: max((step.rep for step in timeline.of(id) if step.rep), default=1)
            for id in timeline.exercises
        }
        self._first = timeline.steps[0]
        self._exercise = ""
        self._told: set[Hashable] = set()
        """What has been told of this exercise, and the sentences themselves."""
        self._side: Hashable = None
        """The side that was told last."""

    def step(self, step: Step, after: Step | None) -> Iterator[Cue]:
        """The cues within one step."""
        if step.exercise != self._exercise:
            self._exercise, self._told, self._side = step.exercise, set(), None
        if step.kind is StepKind.HOLD:
            yield from self._hold(step)
        elif step.move:
            begins = [*self._turn(step), _Say(self._move(step).cue, 0, self._move(step).title)]
            yield self._opening(step, begins, step.duration, Tone.BEGIN)
        else:
            comes = after if after and after.exercise == step.exercise else None
            yield from self._preparation(step, comes)

    def well_done(self, at: float) -> Cue:
        """The last cue of all."""
        return self._cue(at, [self._words.well_done], Tone.DONE, Vibration.STRONG)

    def _hold(self, step: Step) -> Iterator[Cue]:
        halfway = step.duration >= HALFWAY_FROM
        countdown = self._words.countdown if step.duration > COUNTDOWN_FROM else ()
        room = step.duration / 2 if halfway else step.duration - len(countdown)
        begins = self._announcement(step)
        if _begins(step) in self._told:
            cue = self._move(step).cue
            begins = [_Say(self._words.hold, 0), *self._count(step)]
            begins += [] if cue in self._told else [_Say(cue, 1)]
        yield self._opening(step, begins, room, Tone.BEGIN)
        if halfway:
            yield self._cue((step.start + step.end) / 2, [self._words.halfway], Tone.HALFWAY)
        for left, words in zip(range(len(countdown), 0, -1), countdown, strict=True):
            yield self._cue(step.end - left, self._fitting([_Say(words, 0)], 1.0), Tone.TICK)

    def _preparation(self, step: Step, comes: Step | None) -> Iterator[Cue]:
        """What this step is, at its start; what comes then, just before it comes."""
        begins, room = self._beginning(step), step.duration
        if begins:
            named = _is_first_of_exercise(step)
            quiet = SETTLE if named and room > 2 * SETTLE else 0.0
            said = self._fitting(begins, room - quiet)
            tone = Tone.NEXT if named else Tone.LET_GO
            yield self._cue(step.start + quiet, said, tone, Vibration.STRONG)
            room -= quiet + self._seconds(map(clip_of, said)) + LEAD
        said = self._fitting(self._announcement(comes), room) if comes else []
        if said and begins:
            yield self._cue(step.end - LEAD - self._seconds(map(clip_of, said)), said, Tone.READY)
        elif not begins:
            yield self._cue(step.start, said, Tone.READY)

    def _beginning(self, step: Step) -> list[_Say]:
        """What to say of a step that is not a move; on the mere way to the next move, nothing."""
        exercise = self._exercises[step.exercise]
        if step.kind is StepKind.CHANGE_SIDES:
            return [_Say(self._words.change_sides, 1), *self._turned(step)]
        if step.kind is StepKind.RELAX:
            return [_Say(self._words.relax, 0)]
        if step.kind is StepKind.MOVE_ALONG and exercise.dose.travel:
            return [_Say(exercise.dose.travel.cue, 1), *self._turned(step)]
        if not _is_first_of_exercise(step):
            return []
        return [
            *([] if step is self._first else [_Say(self._words.next, 3)]),
            _Say(exercise.title, 1),
            _Say(exercise.position, 2),
            *self._turned(step),
        ]

    def _announcement(self, step: Step) -> list[_Say]:
        """What to say of a move before it begins; of a breath nothing, it says how itself."""
        if step.kind is not StepKind.HOLD:
            return []
        move = self._move(step)
        known, tells = move.cue in self._told, _begins(step)
        how = _Say(move.title, 1, "", tells) if known else _Say(move.cue, 1, move.title, tells)
        return [*self._turn(step), how]

    def _turn(self, step: Step) -> list[_Say]:
        """The side if it is another one, and which repetition begins."""
        return [*self._turned(step), *self._count(step)]

    def _turned(self, step: Step) -> list[_Say]:
        exercise = self._exercises[step.exercise]
        if exercise.dose.first_side is None or step.side is None or step.side is self._side:
            return []
        return [_Say(side_words(exercise, step.side), 0, tells=step.side)]

    def _count(self, step: Step) -> list[_Say]:
        """ "2 of 5", "The last one"; of the first, nothing."""
        dose, count = self._exercises[step.exercise].dose, self._repetitions[step.exercise]
        tells = ("repetition", step.place, step.rep, step.side)
        number = step.rep or 1
        if number == 1 or step.move != dose.moves[0].id or tells in self._told:
            return []
        words = self._words.repetition.format(number=number, count=count)
        # Along the back nobody knows yet which repetition is the last of all.
        if number == count and dose.travel is None:
            words = self._words.last if dose.first_side is None else self._words.last_on_side
        return [_Say(words, 2, tells=tells)]

    def _move(self, step: Step) -> Move:
        moves = self._exercises[step.exercise].dose.moves
        return next(move for move in moves if move.id == step.move)

    def _fitting(self, says: Sequence[_Say], room: float) -> list[str]:
        """The sentences that there is time for, in the order given; the patient is told them."""
        chosen: dict[int, str] = {}
        for index in sorted(range(len(says)), key=lambda index: says[index].rank):
            for words in filter(None, (says[index].words, says[index].or_else)):
                seconds = self._seconds([clip_of(words)])
                if seconds <= room:
                    chosen[index] = words
                    room -= seconds
                    self._tell(words, says[index].tells)
                    break
        return [chosen[index] for index in sorted(chosen)]

    def _tell(self, words: str, tells: Hashable) -> None:
        self._told |= {words, tells}
        if isinstance(tells, Side):
            self._side = tells

    def _seconds(self, clips: Iterable[str]) -> float:
        """How long it takes to say these, with the silence after each."""
        return sum(spoken_seconds(clip, self._lengths) + GAP for clip in clips)

    def _opening(self, step: Step, says: Sequence[_Say], room: float, tone: Tone) -> Cue:
        return self._cue(step.start, self._fitting(says, room), tone, Vibration.STRONG)

    def _cue(
        self, at: float, said: Sequence[str], tone: Tone, vibration: Vibration = Vibration.LIGHT
    ) -> Cue:
        return Cue(at, tuple(map(clip_of, said)), " ".join(map(_sentence, said)), tone, vibration)


def spoken_seconds(clip: str, lengths: Mapping[str, float]) -> float:
    """How long a recording takes; an estimate where there is none."""
    return lengths.get(clip, SECONDS_A_SENTENCE + SECONDS_A_WORD * len(clip.split("-")))


def _begins(step: Step) -> Hashable:
    """That it has been said which move begins with this step."""
    return ("move", step.start)


def _is_first_of_exercise(step: Step) -> bool:
    return step.kind is StepKind.READY and step.rep is None


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
