"""When a patient wants to be reminded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from willows_app.adherence.days import ONE_DAY

EVERY_DAY = frozenset(range(7))
"""Weekdays, Monday is 0."""

MOST_TIMES = 4
"""So many times of day can be chosen."""


@dataclass(frozen=True)
class QuietHours:
    """From `begin` to `end`, which may be the next morning, nothing comes."""

    begin: time
    end: time

    def __contains__(self, at: time) -> bool:
        """Whether this time is quiet; at `end` it is not any more."""
        if self.begin <= self.end:
            return self.begin <= at < self.end
        return at >= self.begin or at < self.end

    def next(self, at: datetime) -> datetime:
        """When they begin next; never, where they end as they begin."""
        if self.begin == self.end:
            return datetime.max
        today = datetime.combine(at.date(), self.begin)
        return today if today > at else today + ONE_DAY


FOLLOW_UP_AT = time(20)
QUIET_HOURS = QuietHours(time(22), time(7))


@dataclass(frozen=True)
class ReminderSettings:
    """Times are local, by the clock of the phone wherever it is."""

    on: bool = False
    times: tuple[time, ...] = (time(9),)
    """Earliest first, at least one."""
    weekdays: frozenset[int] = EVERY_DAY
    """On which days a due session is reminded of, Monday is 0; at least one."""
    quiet: QuietHours | None = None
    """What falls into them is left out: moved, it would come when nobody chose."""
    follow_up: time | None = FOLLOW_UP_AT
    """When to remind once more if nothing was recorded; None for never."""
    check_in_weekday: int = 6
    check_in_at: time = time(18)

    def is_quiet(self, at: time) -> bool:
        """Whether nothing may come at this time."""
        return self.quiet is not None and at in self.quiet

    @property
    def heard(self) -> tuple[time, ...]:
        """The times that are not in the quiet hours."""
        return tuple(at for at in self.times if not self.is_quiet(at))

    def with_time(self, at: time | None, instead_of: time | None = None) -> ReminderSettings:
        """With this time, in the place of another one if that is given; one time always stays."""
        times = ({*self.times} - {instead_of}) | {at}
        kept = sorted(each for each in times if each is not None)
        return replace(self, times=tuple(kept)) if kept else self

    def with_or_without(self, weekday: int) -> ReminderSettings:
        """With this weekday if it was not chosen, else without; one weekday always stays."""
        return replace(self, weekdays=self.weekdays ^ {weekday} or self.weekdays)

    def as_json(self) -> dict[str, Any]:
        """As the settings of the log keep it."""
        return {
            "on": self.on,
            "times": [_text(at) for at in self.times],
            "weekdays": sorted(self.weekdays),
            "quiet": [_text(self.quiet.begin), _text(self.quiet.end)] if self.quiet else None,
            "follow up": _text(self.follow_up) if self.follow_up else None,
            "check-in": [self.check_in_weekday, _text(self.check_in_at)],
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> ReminderSettings:
        """Back again; what is missing or spoilt is as it is for who has chosen nothing."""
        weekday, check_in_at = _pair(written.get("check-in"))
        quiet = [_time(at) for at in _pair(written.get("quiet"))]
        follow_up = written.get("follow up", _text(FOLLOW_UP_AT))
        return cls(
            on=written.get("on") is True,
            times=_times(written.get("times")) or cls.times,
            weekdays=_weekdays(written.get("weekdays")) or cls.weekdays,
            quiet=QuietHours(quiet[0], quiet[1]) if quiet[0] and quiet[1] else None,
            follow_up=None if follow_up is None else _time(follow_up) or cls.follow_up,
            check_in_weekday=weekday if _is_weekday(weekday) else cls.check_in_weekday,
            check_in_at=_time(check_in_at) or cls.check_in_at,
        )


def _text(at: time) -> str:
    return at.isoformat("minutes")


def _times(written: Any) -> tuple[time, ...]:
    times = {_time(at) for at in written} if isinstance(written, list) else set()
    return tuple(sorted(at for at in times if at))[:MOST_TIMES]


def _time(written: Any) -> time | None:
    try:
        return time.fromisoformat(written).replace(second=0, microsecond=0, tzinfo=None)
    except (TypeError, ValueError):
        return None


def _weekdays(written: Any) -> frozenset[int]:
    days = written if isinstance(written, list) else []
    return frozenset(day for day in days if _is_weekday(day))


def _is_weekday(written: Any) -> bool:
    return type(written) is int and written in EVERY_DAY


def _pair(written: Any) -> tuple[Any, Any]:
    if isinstance(written, list) and len(written) == 2:
        return written[0], written[1]
    return None, None
