"""What a patient has set: time, equipment, order, breath, the dose of an exercise, reminders."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from willows_app.adherence.days import DAY_ENDS_AT, LATEST_DAY_END
from willows_app.device.sound import Level, SoundSettings
from willows_app.reminders.calendar import InCalendar
from willows_app.reminders.settings import ReminderSettings
from willows_app.routine.choice import AS_PRESCRIBED, Choice, allowed
from willows_app.routine.model import Exercise, Routine
from willows_app.routine.session_plan import in_order

TIME = "time available"
LACKING = "equipment lacking"
BREATH = "breath"
ORDER = "order of exercises"
CHOICES = "own settings"
SILENCED = "levels switched off"
STILL = "no animation"
LANGUAGE = "language"
DAY_ENDS = "my day ends at"
REMINDERS = "reminders"
IN_CALENDAR = "calendar file"
TRIAL = "reminder to try"
FINE = "back is fine"
FIRST_RUN = "first run seen"


@dataclass(frozen=True)
class Trial:
    """What became of the last reminder that was sent to see whether they arrive."""

    at: datetime
    """When it was to arrive, in local time without a zone."""
    arrived: bool | None
    """As the patient said; None as long as nothing was said."""


class OwnSettings:
    """Reads and writes the settings of the log: one key for each concern, its value in JSON."""

    def __init__(self, read: Callable[[str], str], write: Callable[[str, str], None]) -> None:
        self._read_text = read
        self._write_text = write

    @property
    def seconds(self) -> float | None:
        """How much time the patient has; None is all the time."""
        seconds = self._read(TIME)
        is_time = isinstance(seconds, int | float) and 1 < seconds < math.inf
        return seconds if is_time else None

    def have(self, seconds: float | None) -> None:
        """The patient has so much time, from now on."""
        self._write(TIME, seconds)

    @property
    def lacking(self) -> frozenset[str]:
        """What the patient does not have, whatever the routine."""
        return frozenset(map(str, self._read_list(LACKING)))

    def equipment(self, routine: Routine) -> frozenset[str]:
        """What the patient has of all that a routine needs."""
        return frozenset(things(routine)) - self.lacking

    def has(self, thing: str, yes: bool) -> None:
        """Whether the patient has this thing."""
        self._write(LACKING, sorted(self.lacking - {thing} if yes else self.lacking | {thing}))

    def order(self, routine: Routine) -> tuple[str, ...]:
        """The ids of the exercises in the patient's own order; none for the handout's."""
        return tuple(map(str, self._read_list(f"{ORDER}: {routine.id}")))

    def ordered(self, routine: Routine) -> tuple[Exercise, ...]:
        """The exercises in the order in which they are done."""
        return in_order(routine.exercises, self.order(routine))

    def move(self, routine: Routine, exercise: Exercise, by: int) -> None:
        """Do an exercise so many places later, or earlier."""
        ids = [each.id for each in self.ordered(routine)]
        place = ids.index(exercise.id)
        ids.insert(max(0, place + by), ids.pop(place))
        unchanged = ids == [each.id for each in routine.exercises]
        self._write(f"{ORDER}: {routine.id}", [] if unchanged else ids)

    def put_back_order(self, routine: Routine) -> None:
        """Do the exercises in the order of the handout again."""
        self._write(f"{ORDER}: {routine.id}", [])

    @property
    def sound(self) -> SoundSettings:
        """At which levels cues are given."""
        silenced = set(map(str, self._read_list(SILENCED)))
        return SoundSettings(**{level.value: level.value not in silenced for level in Level})

    def give_cues_by(self, level: Level, yes: bool) -> None:
        """Whether cues may be given at this level."""
        sound = replace(self.sound, **{level.value: yes})
        self._write(SILENCED, [each.value for each in Level if not sound.wants(each)])

    @property
    def still(self) -> bool:
        """Whether nothing should move by itself: words only."""
        return self._read(STILL) is True

    def keep_still(self, yes: bool) -> None:
        """Let nothing move by itself, or let it."""
        self._write(STILL, yes)

    @property
    def language(self) -> str:
        """The code of the language that the patient chose; empty for that of the device."""
        code = self._read(LANGUAGE)
        return code if isinstance(code, str) else ""

    def speak(self, code: str) -> None:
        """Say everything in this language from now on; empty for that of the device."""
        self._write(LANGUAGE, code)

    @property
    def day_ends_at(self) -> time:
        """Until when the patient's day is still the day before."""
        try:
            ends_at = time.fromisoformat(str(self._read(DAY_ENDS))).replace(tzinfo=None)
        except ValueError:
            return DAY_ENDS_AT
        return ends_at if ends_at <= LATEST_DAY_END else DAY_ENDS_AT

    def end_day_at(self, ends_at: time) -> None:
        """The patient's day ends then; what is logged already stays on its day."""
        self._write(DAY_ENDS, ends_at.isoformat("minutes"))

    @property
    def reminders(self) -> ReminderSettings:
        """When the patient wants to be reminded."""
        return ReminderSettings.from_json(self._read_dict(REMINDERS))

    @property
    def has_chosen_reminders(self) -> bool:
        """Whether they were ever switched on, be they off now."""
        return bool(self._read_dict(REMINDERS))

    def remind(self, settings: ReminderSettings) -> None:
        """Remind like this from now on."""
        self._write(REMINDERS, settings.as_json())

    @property
    def has_seen_first_run(self) -> bool:
        """Whether the first screens were gone through, or skipped."""
        return self._read(FIRST_RUN) is True

    def see_first_run(self) -> None:
        """They were."""
        self._write(FIRST_RUN, True)

    @property
    def in_calendar(self) -> InCalendar | None:
        """What the patient was given for the calendar last."""
        return InCalendar.from_json(self._read_dict(IN_CALENDAR))

    def give_calendar(self, calendar: InCalendar) -> None:
        """The patient was given this."""
        self._write(IN_CALENDAR, calendar.as_json())

    @property
    def trial(self) -> Trial | None:
        """The last reminder to try, and whether it arrived."""
        written = self._read_dict(TRIAL)
        at, arrived = _moment(written.get("on")), written.get("arrived")
        return Trial(at, arrived if isinstance(arrived, bool) else None) if at else None

    def tell_trial(self, trial: Trial) -> None:
        """It was sent, or the patient has said what became of it."""
        self._write(TRIAL, {"on": trial.at.isoformat(), "arrived": trial.arrived})

    @property
    def fine_on(self) -> date | None:
        """The day on which the patient last said that the back is fine."""
        return _day(self._read(FINE))

    def say_fine(self, day: date) -> None:
        """Asked, the patient says that it is fine: no score, and none is made of it."""
        self._write(FINE, day.isoformat())

    @property
    def breath(self) -> Choice:
        """The pace of the patient's breath, in every exercise that asks for it."""
        return Choice.from_json(self._read_dict(BREATH))

    def breathe(self, breath: Choice) -> None:
        """Breathe at this pace."""
        self._write(BREATH, breath.made())

    def choice(self, routine: Routine, exercise: Exercise) -> Choice:
        """What is set for one exercise and still allowed, without the breath."""
        written = self._read_dict(f"{CHOICES}: {routine.id}").get(exercise.id)
        return allowed(exercise, Choice.from_json(written if isinstance(written, dict) else {}))

    def choose(self, routine: Routine, exercise: Exercise, choice: Choice) -> None:
        """Set it; `AS_PRESCRIBED` puts it back."""
        key = f"{CHOICES}: {routine.id}"
        others = {id: made for id, made in self._read_dict(key).items() if id != exercise.id}
        own = {} if choice == AS_PRESCRIBED else {exercise.id: choice.made()}
        self._write(key, others | own)

    def choices(self, routine: Routine) -> dict[str, Choice]:
        """What is set for every exercise, with the breath, by exercise id."""
        return {
            each.id: self.choice(routine, each).over(allowed(each, self.breath))
            for each in routine.exercises
        }

    def _read(self, key: str) -> Any:
        """The value, or None: never set, or not written by this app."""
        try:
            return json.loads(self._read_text(key))
        except ValueError:
            return None

    def _read_list(self, key: str) -> list[Any]:
        value = self._read(key)
        return value if isinstance(value, list) else []

    def _read_dict(self, key: str) -> dict[str, Any]:
        value = self._read(key)
        return value if isinstance(value, dict) else {}

    def _write(self, key: str, value: Any) -> None:
        self._write_text(key, json.dumps(value))


def _day(written: Any) -> date | None:
    try:
        return date.fromisoformat(written)
    except (TypeError, ValueError):
        return None


def _moment(written: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(written).replace(tzinfo=None)
    except (TypeError, ValueError):
        return None


def things(routine: Routine) -> tuple[str, ...]:
    """Everything that the exercises of a routine need, each thing once."""
    return tuple(dict.fromkeys(thing for each in routine.exercises for thing in each.equipment))
