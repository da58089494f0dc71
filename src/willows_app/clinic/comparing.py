"""Two reviews side by side, in words: two ranges of one patient, or two patients.

It describes and does not judge. No test of significance is made, and n is always said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from statistics import median

from willows_app.adherence.measures import CLEAR_RISE, PainResponse, Share
from willows_app.clinic.report import Table, figure, measured_by
from willows_app.clinic.review import PainAtStops, Review
from willows_app.language import N_, _, counted, pgettext

CAUTION = N_(
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
    return Table(("", *names, pgettext("column", "difference")), rows)


def remarks(one: Review, other: Review, same_patient: bool) -> Iterator[str]:
    """What must be known of the two to compare them."""
    if one.routine != other.routine:
        yield _("Their routines differ, so their shares are not of the same exercises and doses.")
    yield from dict.fromkeys(chain(measured_by(one), measured_by(other)))
    if one.quality.by_hand or other.quality.by_hand:
        yield _(
            "Exercises ticked by hand have no seconds: {one} of the first, {other} of the second."
        ).format(one=one.quality.by_hand, other=other.quality.by_hand)
    both = (min(one.last, other.last) - max(one.first, other.first)).days + 1
    if same_patient and both > 0:
        yield counted(
            both,
            "The two overlap: {count} day of them is the same.",
            "The two overlap: {count} days of them are the same.",
        )
    yield _(CAUTION)


@dataclass(frozen=True)
class _Figure:
    name: str
    words: str
    number: float | None = None
    """What can be compared; None where nothing is known."""
    percent: bool = False
    """Whether it is one of a hundred."""


_NOISE = 1e-6
"""Of sums of seconds, in percents."""


def _difference(one: _Figure, other: _Figure) -> str:
    if one.number is None or other.number is None:
        return ""
    difference = other.number - one.number
    if not one.percent:
        return figure(difference, "+g") if difference else _("none")
    if abs(difference) < _NOISE:
        return _("none")
    if round(difference):
        return _("{difference} percentage points").format(difference=f"{difference:+.0f}")
    if difference > 0:
        return _("less than 1 percentage point more")
    return _("less than 1 percentage point less")


def _figures(of: Review) -> Iterator[_Figure]:
    total, response = of.total, of.response
    records = [each.record for each in of.exercises]
    yield _share(_("Sessions done of due"), total.sessions)
    yield _share(_("Days as planned"), total.days)
    yield _share(_("Exercises completed of due"), total.exercises)
    yield _share(_("Seconds held of those prescribed"), total.dose)
    yield _median(_("Pain before a session (median)"), (each.before for each in of.pains))
    yield _median(_("Pain after a session (median)"), (each.after for each in of.pains))
    yield _change(_("Change of pain over a session (median)"), response)
    yield _Figure(
        _("{points} points or more worse after a session").format(points=CLEAR_RISE),
        _("{count} of {of}").format(count=response.rises, of=response.sessions),
    )
    yield _Figure(
        _("Stopped for pain"),
        counted(
            sum(each.attempts for each in records),
            "{stops} of {count} attempt",
            "{stops} of {count} attempts",
            stops=sum(each.stopped_for_pain for each in records),
        ),
    )
    yield _Figure(_("Highest pain at a stop"), _highest(of.at_stops))
    skipped = sum(each.skipped for each in records)
    yield _Figure(_("Skipped"), counted(skipped, "{count} time", "{count} times"))
    yield _share(_("Due days on which something was logged"), total.logged)


def _highest(said: PainAtStops) -> str:
    return _("no answer") if said.highest is None else f"{said.highest} (n = {said.answered})"


def _share(name: str, share: Share) -> _Figure:
    if share.percent is None:
        return _Figure(name, _("nothing due"))
    words = _("{percent}% ({done} of {due})").format(
        percent=share.percent, done=round(share.done), due=round(share.due)
    )
    return _Figure(name, words, 100 * share.done / share.due, percent=True)


def _median(name: str, answers: Iterable[int | None]) -> _Figure:
    given = [each for each in answers if each is not None]
    if not given:
        return _Figure(name, _("no answer"))
    middle = median(given)
    return _Figure(name, f"{figure(middle)} (n = {len(given)})", middle)


def _change(name: str, response: PainResponse) -> _Figure:
    change = response.median_change
    if change is None:
        return _Figure(name, _("no answer"))
    words = figure(change, "+g") if change else "0"
    return _Figure(name, f"{words} (n = {response.sessions})", change)
