"""A dose in plain words, the way a patient would say it."""

from __future__ import annotations

from willows_app.routine.model import Dose, Exercise, MoveKind, Side, Sides, Span

BREATHS = {MoveKind.BREATHE_IN: "breathe in", MoveKind.BREATHE_OUT: "breathe out"}
ONCE_TWICE = {1: "once", 2: "twice"}


def seconds_words(seconds: float) -> str:
    """ "10 s", "2 min", "1 min 30 s"."""
    minutes, rest = divmod(round(seconds), 60)
    parts = [f"{minutes} min"] if minutes else []
    if rest or not minutes:
        parts.append(f"{rest} s")
    return " ".join(parts)


def span_words(span: Span) -> str:
    """ "10 s" or "10 s to 2 min", for a span of seconds."""
    if span.low == span.high:
        return seconds_words(span.low)
    return f"{seconds_words(span.low)} to {seconds_words(span.high)}"


def seconds_in_full(seconds: float) -> str:
    """ "10 seconds", "2 minutes", "1 minute 30 seconds"."""
    minutes, rest = divmod(round(seconds), 60)
    parts = [count_words(minutes, "minute")] if minutes else []
    if rest or not minutes:
        parts.append(count_words(rest, "second"))
    return " ".join(parts)


def span_in_full(span: Span) -> str:
    """ "2 to 10 seconds" or "10 seconds to 2 minutes", for a span of seconds."""
    low, high = seconds_in_full(span.low), seconds_in_full(span.high)
    number, _, unit = low.partition(" ")
    same_unit = unit == "seconds" and high.endswith(unit) and "minute" not in high
    return f"{number if same_unit else low} to {high}"


def count_words(count: int, thing: str) -> str:
    """ "1 exercise", "2 exercises"."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def side_words(exercise: Exercise, side: Side) -> str:
    """What a side is called in this exercise, "Left side" unless its words say otherwise."""
    return exercise.side_words.get(side, f"{side.value.capitalize()} side")


def dose_words(dose: Dose) -> str:
    """The whole dose in one line, for example "Hold 10 s, 3 times on each side, right first"."""
    words = ", ".join([_moves_words(dose), *_repetitions_words(dose)])
    return f"{words} at each place, until you reach {dose.travel.until}" if dose.travel else words


def _moves_words(dose: Dose) -> str:
    holds = [span_words(move.seconds) for move in dose.moves if move.kind is MoveKind.HOLD]
    if not holds:
        breaths = [f"{BREATHS[move.kind]} {span_words(move.seconds)}" for move in dose.moves]
        return ", ".join(breaths).capitalize()
    first, *others = holds
    if any(move.kind is MoveKind.BREATHE_OUT for move in dose.moves):
        more = f" and hold {', then '.join(others)} more" if others else ""
        return f"Hold {first}, go further on the out-breath{more}"
    if not others:
        return f"Hold {first}"
    lengths = f"{first} each" if set(holds) == {first} else ", ".join(holds)
    return f"{len(holds)} moves, {lengths}"


def _repetitions_words(dose: Dose) -> list[str]:
    low, high = int(dose.repetitions.low), int(dose.repetitions.high)
    if high == 1 and dose.sides is Sides.NONE:
        return []
    times = ONCE_TWICE.get(high, f"{high} times") if low == high else f"{low} to {high} times"
    if dose.sides is Sides.NONE or dose.first_side is None:
        return [times]
    words = [f"{times} on each side", f"{dose.first_side.value} first"]
    if dose.sides is Sides.ALTERNATING and high > 1:
        words.append("changing sides each time")
    return words
