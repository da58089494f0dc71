"""Two reviews side by side, in words: two ranges of one patient, or two patients.

It describes and does not judge. No test of significance is made, and n is always said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from statistics import median

from willows_app.adherence.measures import CLEAR_RISE, PainResponse, Share
from willows_app.clinic.report import Table, measured_by
from willows_app.clinic.review import PainAtStops, Review
from willows_app.routine.words import count_words

CAUTION = (
    "This describes what was recorded; it tests nothing. With few answers (n) a difference may be "
    "chance, and the change over one session is noise. Of pain, 1 point of 10 is about the least "
    "change that patients notice, and 2 points less they call much better (Salaffi 2004)."
)


def differences(one: Review, other: Review, names: tuple[str, str]) -> Table:
    """Figure by figure: "Sessions done of due", "60% (12 of 20)", "82% (23 of 28)", "+22"."""
    told = zip(_figures(one), _figures(other), strict=True)
    rows = tuple(
        (first.name, first.words, second.words, _difference(first, second))
        for first, second in told
    )
    return Table(("", *names, "difference"), rows)


def remarks(one: Review, other: Review, same_patient: bool) -> Iterator[str]:
    """What must be known of the two to compare them."""
    if one.routine != other.routine:
        yield "Their routines differ, so their shares are not of the same exercises and doses."
    yield from dict.fromkeys(chain(measured_by(one), measured_by(other)))
    if one.quality.by_hand or other.quality.by_hand:
        yield (
            "Exercises ticked by hand have no seconds: "
            f"{one.quality.by_hand} of the first, {other.quality.by_hand} of the second."
        )
    both = (min(one.last, other.last) - max(one.first, other.first)).days + 1
    if same_patient and both > 0:
        yield f"The two overlap: {count_words(both, 'day')} of them {_are(both)} the same."
    yield CAUTION


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


@dataclass(frozen=True)
class _Figure:
    name: str
    words: str
    number: float | None = None
    """What can be compared; None where nothing is known."""
    unit: str = ""


PERCENT = " percentage points"
_NOISE = 1e-6
"""Of sums of seconds, in percents."""


def _difference(one: _Figure, other: _Figure) -> str:
    if one.number is None or other.number is None:
        return ""
    difference = other.number - one.number
    if not one.unit:
        return f"{difference:+g}" if difference else "none"
    if abs(difference) < _NOISE:
        return "none"
    if not round(difference):
        return f"less than 1 percentage point {'more' if difference > 0 else 'less'}"
    return f"{difference:+.0f}{one.unit}"


def _figures(of: Review) -> Iterator[_Figure]:
    total, response = of.total, of.response
    records = [each.record for each in of.exercises]
    stops = sum(each.stopped_for_pain for each in records)
    attempts = sum(each.attempts for each in records)
    yield _share("Sessions done of due", total.sessions)
    yield _share("Days as planned", total.days)
    yield _share("Exercises completed of due", total.exercises)
    yield _share("Seconds held of those prescribed", total.dose)
    yield _median("Pain before a session (median)", (each.before for each in of.pains))
    yield _median("Pain after a session (median)", (each.after for each in of.pains))
    yield _change("Change of pain over a session (median)", response)
    yield _Figure(
        f"{CLEAR_RISE} points or more worse after a session",
        f"{response.rises} of {response.sessions}",
    )
    yield _Figure("Stopped for pain", f"{stops} of {count_words(attempts, 'attempt')}")
    yield _Figure("Highest pain at a stop", _highest(of.at_stops))
    yield _Figure("Skipped", count_words(sum(each.skipped for each in records), "time"))
    yield _share("Due days on which something was logged", total.logged)


def _highest(said: PainAtStops) -> str:
    return "no answer" if said.highest is None else f"{said.highest} (n = {said.answered})"


def _share(name: str, share: Share) -> _Figure:
    if share.percent is None:
        return _Figure(name, "nothing due")
    words = f"{share.percent}% ({round(share.done)} of {round(share.due)})"
    return _Figure(name, words, 100 * share.done / share.due, PERCENT)


def _median(name: str, answers: Iterable[int | None]) -> _Figure:
    given = [each for each in answers if each is not None]
    if not given:
        return _Figure(name, "no answer")
    middle = median(given)
    return _Figure(name, f"{middle:g} (n = {len(given)})", middle)


def _change(name: str, response: PainResponse) -> _Figure:
    change = response.median_change
    if change is None:
        return _Figure(name, "no answer")
    words = f"{change:+g}" if change else "0"
    return _Figure(name, f"{words} (n = {response.sessions})", change)
