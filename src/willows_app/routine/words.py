"""A dose in plain words, the way a patient would say it."""

from __future__ import annotations

from willows_app.routine.model import Dose, Exercise, MoveKind, Side, Sides, Span


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


def side_words(exercise: Exercise, side: Side) -> str:
    """What a side is called in this exercise, "Left side" unless its words say otherwise."""
    return exercise.side_words.get(side, f"{side.value.capitalize()} side")


def dose_words(dose: Dose) -> str:
    """The whole dose in one line, for example "Hold 10 s, 3 times on each side, right first"."""
    return ", ".join([_moves_words(dose), *_repetitions_words(dose), *_travel_words(dose)])


def _moves_words(dose: Dose) -> str:
    holds = [move for move in dose.moves if move.kind is MoveKind.HOLD]
    breath = any(move.kind is MoveKind.BREATHE_OUT for move in dose.moves)
    lengths = {move.seconds for move in holds}
    if len(holds) == 1 or breath:
        words = "Hold " + ", then ".join(span_words(move.seconds) for move in holds)
    elif len(lengths) == 1:
        words = f"{len(holds)} moves, {span_words(holds[0].seconds)} each"
    else:
        words = f"{len(holds)} moves, " + ", ".join(span_words(move.seconds) for move in holds)
    return f"{words}, going further on the out-breath" if breath else words


def _repetitions_words(dose: Dose) -> list[str]:
    low, high = int(dose.repetitions.low), int(dose.repetitions.high)
    if high == 1 and dose.sides is Sides.NONE:
        return []
    times = "once" if high == 1 else f"{low} times" if low == high else f"{low} to {high} times"
    if dose.sides is Sides.NONE or dose.first_side is None:
        return [times]
    turn_about = " in turn" if dose.sides is Sides.ALTERNATING else ""
    return [f"{times} on each side{turn_about}", f"{dose.first_side.value} first"]


def _travel_words(dose: Dose) -> list[str]:
    return [f"at each place until you reach {dose.travel.until}"] if dose.travel else []
