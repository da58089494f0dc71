"""A dose in plain words, the way a patient would say it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from willows_app.language import N_, _, counted, in_use, of_a_handout
from willows_app.routine.model import Dose, Exercise, MoveKind, Routine, Side, Sides, Span

SIDES = {Side.LEFT: N_("Left side"), Side.RIGHT: N_("Right side")}
FIRST = {Side.LEFT: N_("left first"), Side.RIGHT: N_("right first")}
BREATHS = {
    MoveKind.BREATHE_IN: N_("breathe in {time}"),
    MoveKind.BREATHE_OUT: N_("breathe out {time}"),
}


def in_language(routine: Routine) -> Routine:
    """A handout in the language in use, as far as it has the sentences of shipped ones."""
    return routine.reworded(of_a_handout) if in_use().catalogue else routine


def seconds_words(seconds: float) -> str:
    """ "10 s", "2 min", "1 min 30 s"."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes and rest:
        return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
    if minutes:
        return _("{minutes} min").format(minutes=minutes)
    return _("{seconds} s").format(seconds=rest)


def span_words(span: Span) -> str:
    """ "10 s" or "10 s to 2 min", for a span of seconds."""
    if span.low == span.high:
        return seconds_words(span.low)
    return _from_to(seconds_words(span.low), seconds_words(span.high))


def seconds_in_full(seconds: float) -> str:
    """ "10 seconds", "2 minutes", "1 minute 30 seconds"."""
    minutes, rest = divmod(round(seconds), 60)
    minutes_words = counted(minutes, "{count} minute", "{count} minutes")
    seconds_words = counted(rest, "{count} second", "{count} seconds")
    if minutes and rest:
        return _("{minutes} {seconds}").format(minutes=minutes_words, seconds=seconds_words)
    return minutes_words if minutes else seconds_words


def span_in_full(span: Span) -> str:
    """ "2 to 10 seconds" or "10 seconds to 2 minutes", for a span of seconds."""
    low, high = round(span.low), round(span.high)
    if low != 1 and high < 60:
        return counted(high, "{low} to {count} second", "{low} to {count} seconds", low=low)
    return _from_to(seconds_in_full(low), seconds_in_full(high))


def times_words(count: int) -> str:
    """ "once", "twice", "3 times"."""
    if count in (1, 2):
        return _("once") if count == 1 else _("twice")
    return counted(count, "{count} time", "{count} times")


def side_words(exercise: Exercise, side: Side) -> str:
    """What a side is called in this exercise, "Left side" unless its words say otherwise."""
    return exercise.side_words.get(side) or _(SIDES[side])


def dose_words(dose: Dose) -> str:
    """The whole dose in one line, for example "Hold 10 s, 3 times on each side, right first"."""
    words = _one_after_another([_moves_words(dose), *_repetitions_words(dose)])
    if dose.travel is None:
        return words
    return _("{dose} at each place, until you reach {landmark}").format(
        dose=words, landmark=dose.travel.until
    )


def _moves_words(dose: Dose) -> str:
    holds = [span_words(move.seconds) for move in dose.moves if move.kind is MoveKind.HOLD]
    if not holds:
        breaths = (
            _(BREATHS[each.kind]).format(time=span_words(each.seconds)) for each in dose.moves
        )
        words = _one_after_another(breaths)
        return words[:1].upper() + words[1:]
    first, *others = holds
    if any(move.kind is MoveKind.BREATHE_OUT for move in dose.moves):
        if not others:
            return _("Hold {time}, go further on the out-breath").format(time=first)
        return _("Hold {time}, go further on the out-breath and hold {more} more").format(
            time=first, more=reduce(_then, others)
        )
    if not others:
        return _("Hold {time}").format(time=first)
    if set(holds) == {first}:
        return counted(
            len(holds), "{count} move, {time} each", "{count} moves, {time} each", time=first
        )
    times = _one_after_another(holds)
    return counted(len(holds), "{count} move, {times}", "{count} moves, {times}", times=times)


def _repetitions_words(dose: Dose) -> list[str]:
    low, high = int(dose.repetitions.low), int(dose.repetitions.high)
    if high == 1 and dose.sides is Sides.NONE:
        return []
    times = times_words(high)
    if low < high:
        times = counted(high, "{low} to {count} time", "{low} to {count} times", low=low)
    if dose.sides is Sides.NONE or dose.first_side is None:
        return [times]
    words = [_("{times} on each side").format(times=times), _(FIRST[dose.first_side])]
    if dose.sides is Sides.ALTERNATING and high > 1:
        words.append(_("changing sides each time"))
    return words


def _one_after_another(parts: Iterable[str]) -> str:
    return reduce(_and, parts)


def _and(earlier: str, later: str) -> str:
    return _("{earlier}, {later}").format(earlier=earlier, later=later)


def _then(earlier: str, later: str) -> str:
    return _("{earlier}, then {later}").format(earlier=earlier, later=later)


def _from_to(low: str, high: str) -> str:
    return _("{low} to {high}").format(low=low, high=high)
