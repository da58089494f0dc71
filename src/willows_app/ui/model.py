"""What the screens show and may ask for: routines, log and the session under way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import flet as ft

from willows_app.adherence.bookmark import Bookmark, read_bookmark
from willows_app.adherence.days import day_of
from willows_app.adherence.errors import LogError, LogNotWritten
from willows_app.adherence.facts import Change, Entry, PainMoment, SessionEnd, Source
from willows_app.adherence.log import Log, new_session_id
from willows_app.device.dropping import Dropping
from willows_app.device.licences import ReadLicences, licences_in
from willows_app.device.sharing import Sharing
from willows_app.device.sharing_flet import FletSharing
from willows_app.device.storage import Storage, StorageError
from willows_app.guide.performance import Performed
from willows_app.guide.player import Clock
from willows_app.language import ENGLISH, Language, _, first_of, in_use, use
from willows_app.reminders.check_in import check_in_is_due
from willows_app.routine.choice import AS_PRESCRIBED
from willows_app.routine.fit import Fitted, fit
from willows_app.routine.loading import Handout, read_routine, read_routines
from willows_app.routine.model import Exercise, Routine
from willows_app.routine.prescription import Prescription
from willows_app.routine.problems import RoutineError
from willows_app.routine.session_plan import SessionPlan
from willows_app.routine.words import in_language
from willows_app.ui.backups import Backups
from willows_app.ui.corrections import Corrections
from willows_app.ui.cuer import Cuer
from willows_app.ui.first_run_words import FirstRunWords
from willows_app.ui.for_clinic import ForClinic
from willows_app.ui.guided import GuidedSession, Now
from willows_app.ui.help_words import HelpWords
from willows_app.ui.keeping import Keeping
from willows_app.ui.offline import Offline
from willows_app.ui.own_plan import OwnPlan
from willows_app.ui.own_settings import OwnSettings
from willows_app.ui.prescriptions import Prescriptions
from willows_app.ui.reminding import Reminding
from willows_app.ui.safekeeping import Damage, Safekeeping
from willows_app.ui.saving import Saving, Write

log = logging.getLogger(__name__)

DATABASE = "log.sqlite3"
BOOKMARK = "session.json"
REFUSED = "reminders-refused"
ADDED_ROUTINES = "routines"
ROUTINE_FILE = "routine file"
CAUTIONS_SEEN = "cautions seen"
ROUTINE_IN_USE = "routine"
SETTLED = 2.0
"""Seconds from opening the log until it is checked: the first screen goes before."""

TOO_LONG_AGO = timedelta(hours=12)
"""A session that was cut off longer ago than this is not carried on."""


@ft.observable
class Willows:
    """The app, without its looks. `trouble` says why there is no log, if there is none."""

    def __init__(
        self,
        shipped: Mapping[str, Handout],
        storage: Storage,
        clock: Clock,
        now: Now,
        cuer: Cuer | None = None,
        sharing: Sharing | None = None,
    ) -> None:
        self._written: tuple[Routine, ...] = ()
        """The routines in the words of their files."""
        self.handouts: tuple[Routine, ...] = ()
        """The routines as they were given out, in the language in use."""
        self.routines: tuple[Routine, ...] = ()
        """The same as this patient does them; see `Prescriptions`."""
        self.refused: tuple[RoutineError, ...] = ()
        self.trouble = ""
        self.session: GuidedSession | None = None
        self.about_to_do: SessionPlan | None = None
        self.cut_off: Bookmark | None = None
        self.pain_before: int | None = None
        self.plan_waiting = ""
        """What stood in the link of a plan that was opened in a session."""
        self.not_added: RoutineError | None = None
        self.saving = Saving(storage, then=self._saved)
        self.safekeeping = Safekeeping(storage, storage.folder / DATABASE, now)
        self.damage: Damage | None = None
        """What the patient has not taken note of about a log that was found damaged."""
        self._opening = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._session_in_copy: str | None = None
        self.leave: Callable[[], None] | None = None
        """Leaves behind, outside the app, how Today is now; called after every change."""
        self.reminding: Reminding | None = None
        """Keeps the device's reminders; it follows every change."""
        self.help: HelpWords = {}
        """What stands under "Help and privacy"."""
        self.licences: ReadLicences = licences_in(storage.folder)
        """Where there are any."""
        self.first_run_words = FirstRunWords()
        """What the first screens say."""
        self._past_first_run = False
        self.languages: Mapping[str, Language] = {ENGLISH.code: ENGLISH}
        """Those that can be said, by their codes."""
        self.device_languages: Sequence[str] = ()
        """BCP 47 tags of those that this device is set to, the preferred one first."""
        self.changed = 0
        self.now = now
        self._shipped = shipped
        self._storage = storage
        self._clock = clock
        self.cuer = cuer
        self.reduced_motion = False
        """The person has asked the system of this device for less motion."""
        self.offline: Offline | None = None
        """How far the web app is stored on this device; None where it is installed."""
        self.dropping: Dropping | None = None
        """Takes files that are dropped on the page; None where there is no page."""
        self.keeping: Keeping | None = None
        """Whether the browser keeps the log; None where there is no browser."""
        self._log: Log | None = None
        self._own_plan: tuple[object, OwnPlan] | None = None
        self.sharing = sharing or FletSharing()
        self.backups = Backups(
            lambda: self.log,
            self.saving,
            self.sharing,
            now,
            keep=self._set,
            restored=self._restored,
        )
        self.for_clinic = ForClinic(self, keep=self._set)
        self._read_routines({})

    @property
    def ready(self) -> bool:
        """Whether there is a log to write to."""
        return self._log is not None and not self.trouble

    @property
    def log(self) -> Log:
        """The log of this device; only while `ready`."""
        if self._log is None:
            raise LogError(self.trouble or _("The log is not open yet."))
        return self._log

    async def open(self) -> None:
        """Open storage and log, or say in `trouble` why that cannot be."""
        try:
            async with self._opening:
                damage = await self._open_log()
        except (StorageError, LogError) as error:
            self.trouble = str(error)
            return
        self.trouble = ""
        self.damage = self.safekeeping.damage
        if damage:
            self.saving.write_again()
        self._soon(self._look_after_log(SETTLED))
        self._adopt_files()
        self._take_up()
        if self.under_way is None:
            self._find_cut_off()
        self.look_again()

    def _restored(self) -> None:
        """A backup came into the log: the last good copy is to have it as well."""
        self._take_up()
        self._soon(self._look_after_log(SETTLED))

    def _take_up(self) -> None:
        """Follow the routines and settings that are in the log now."""
        self._read_added()
        if self.cuer:
            self.cuer.use(self.own.sound)
        self._tell()

    async def _open_log(self) -> Damage | None:
        """The same log again if it became lost: a session under way has it in hand."""
        if self._log is not None:
            return await self.safekeeping.recover(self._log)
        await self._storage.open()
        self._log, damage = await self.safekeeping.open()
        self._log.when_lost = self._lost
        return damage

    def _lost(self) -> None:
        """The log was found to be damaged: nothing is done until that is seen to."""
        if not self.trouble:
            self.trouble = _("The log is damaged. Willows is looking for the last good copy of it.")
            self._soon(self.open())

    async def _look_after_log(self, delay: float = 0.0) -> None:
        """Check the log, and copy it if it is well.

        The copy is a second line: that it cannot be had keeps nobody from the exercises.
        """
        await asyncio.sleep(delay)
        await self.safekeeping.check(self.log)
        if not self.ready:
            return  # It was found to be damaged.
        written = self.saving.written
        try:
            await self.safekeeping.keep_copy(self.log)
        except StorageError as error:
            log.warning("No copy of the log: %s", error)
        else:
            self.saving.copied(written)

    def _soon(self, task: Coroutine[Any, Any, None]) -> None:
        running = asyncio.create_task(task)
        self._tasks.add(running)
        running.add_done_callback(self._tasks.discard)

    async def save_set_aside(self, name: str) -> None:
        """Hand the damaged file of this name to the patient.

        Raises `StorageError` if it is gone, and `NotHanded`.
        """
        content = await self._storage.shelf.get(name)
        await self.sharing.hand_over(name, "application/vnd.sqlite3", content)

    def dismiss_damage(self) -> None:
        """The patient has taken note."""
        self.damage = None
        self._write(self.safekeeping.take_note)
        self.pass_first_run()

    @property
    def routine(self) -> Routine:
        """The routine in use: the chosen one, else the first that was shipped."""
        chosen = self._log.setting(ROUTINE_IN_USE) if self._log else ""
        return next((one for one in self.routines if one.id == chosen), self.routines[0])

    @property
    def routine_as_written(self) -> Routine:
        """The routine in use in the words of its handout, as files carry it; only while `ready`."""
        return self.prescriptions.as_accepted(self.handout_as_written(self.routine.id))

    def handout_as_written(self, routine_id: str) -> Routine:
        """The routine of this id as it was given out, in its own words; there must be one."""
        return next(each for each in self._written if each.id == routine_id)

    def _titles_as_written(self, routine_id: str) -> dict[str, str]:
        """What is logged of exercises is the same in every language."""
        return {each.id: each.title for each in self.handout_as_written(routine_id).exercises}

    @property
    def under_way(self) -> GuidedSession | None:
        """The session that has begun and not ended."""
        return self.session if self.session and not self.session.over else None

    @property
    def own(self) -> OwnSettings:
        """What the patient has set; only while `ready`."""
        return OwnSettings(self.log.setting, self._set)

    @property
    def has_refused_reminders(self) -> bool:
        """Whether the patient, asked by the system of this device, ever said no to notifications.

        It stands in a file beside the log: it belongs to the device, and no backup takes it along.
        """
        return self._refusal.exists()

    def refuse_reminders(self) -> None:
        """The patient was asked, and said no."""
        self._write(self._note_refusal)

    def _note_refusal(self) -> None:
        try:
            self._refusal.touch()
        except OSError as error:
            raise LogNotWritten(
                _("{file} cannot be written ({why}).").format(
                    file=self._refusal.name, why=error.strerror
                )
            ) from error

    @property
    def _refusal(self) -> Path:
        return self._storage.folder / REFUSED

    @property
    def prescriptions(self) -> Prescriptions:
        """What the patient accepted of a clinic's plans; only while `ready`."""

        def write(*facts: Write) -> None:
            self._write(*facts, self._read_added)

        return Prescriptions(self.log, self.own, self.now, self.today, write)

    def handout(self, routine_id: str) -> Routine:
        """The routine of this id as it was given out; there must be one."""
        return next(each for each in self.handouts if each.id == routine_id)

    def accept(self, prescription: Prescription) -> None:
        """The patient does this from now on; a session that was cut off is left as it was."""
        self.let_go()
        self.prescriptions.accept(prescription, self.handout_as_written(prescription.routine))
        self.use_routine(prescription.routine)
        self.plan_waiting = ""

    def put_back(self, routine_id: str) -> None:
        """The patient does as the handout says again."""
        self.prescriptions.put_back(self.handout_as_written(routine_id))

    def own_plan(self) -> OwnPlan:
        """The plan of the routine in use, as it stands now; only while `ready`."""
        routine, today = self.routine, self.today
        read_from = (self.log, self.log.state, routine, today, in_use().first_weekday)

        def change(change: Change, day: date, **details: Any) -> None:
            write = partial(self.log.change_plan, routine.id, change, day, self.now(), **details)
            self._write(write)

        # Years of it are not read again as long as nothing is written.
        if self._own_plan is None or self._own_plan[0] != read_from:
            self._own_plan = read_from, OwnPlan(self.log, routine, today, change)
        return self._own_plan[1]

    def fitted(self) -> Fitted:
        """What of the routine in use is done in the time there is, as the patient set it."""
        fitted = self._fitted(self.routine, self.own.seconds, self.own.equipment(self.routine))
        return replace(fitted, plan=fitted.plan.ordered(self.own.order(self.routine)))

    def _fitted(
        self, routine: Routine, seconds: float | None, equipment: frozenset[str] | None
    ) -> Fitted:
        return fit(
            routine,
            seconds,
            equipment,
            place_counts=self.log.last_places(
                routine.id, [each.id for each in routine.exercises if each.dose.travel]
            ),
            chosen=self.own.choices(routine),
            last_done=self.log.last_done(routine.id, [each.id for each in routine.exercises]),
        )

    def one_exercise(self, routine_id: str, exercise_id: str) -> SessionPlan | None:
        """The plan to do just this exercise; None if there is none of that id."""
        return next(
            (
                self._just(routine, exercise)
                for routine in self.routines
                for exercise in routine.exercises
                if (routine.id, exercise.id) == (routine_id, exercise_id)
            ),
            None,
        )

    def _just(self, routine: Routine, exercise: Exercise) -> SessionPlan:
        """With all the time, and whatever it needs: the patient picked this one."""
        choice = self._fitted(routine, None, None).plan.choice(exercise)
        choices = {} if choice == AS_PRESCRIBED else {exercise.id: choice}
        return SessionPlan(routine, (exercise,), choices)

    def cautions_seen(self, routine: Routine) -> bool:
        """Whether the patient has read the cautions of this routine."""
        return self.log.setting(f"{CAUTIONS_SEEN}: {routine.id}") == "yes"

    def see_cautions(self, routine: Routine) -> None:
        """The patient has read them."""
        self._set(f"{CAUTIONS_SEEN}: {routine.id}", "yes")

    def use_routine(self, routine_id: str) -> None:
        """From now on Today shows this routine."""
        self._set(ROUTINE_IN_USE, routine_id)

    def add_routine(self, name: str, content: bytes) -> Routine:
        """Keep a routine file that the patient picked; raises `RoutineError` for a bad one."""
        routine = read_routine(content, name)
        key = f"{ROUTINE_FILE}: {routine.id}"
        # By the name that it will have, for a file may be called as a shipped one is.
        _, refused = read_routines({**self._shipped, **self._added(), _file_of(key): content})
        for error in refused:
            if error.name == _file_of(key):
                raise RoutineError(name, error.problems)
        self._write(
            partial(self.log.set, key, content.decode("utf-8"), self.now()), self._read_added
        )
        return routine

    def _adopt_files(self) -> None:
        """Routines lay in files beside the log once: take in those that it does not have."""
        for file in sorted((self._storage.folder / ADDED_ROUTINES).glob("*.yaml")):
            if f"{ADDED_ROUTINES}/{file.name}" not in self._added():
                with suppress(RoutineError, OSError):  # one that was spoilt stays where it is
                    self.add_routine(file.name, file.read_bytes())

    def begin(self) -> None:
        """Start the guided session that the patient is about to do."""
        plan, self.about_to_do = self.about_to_do, None
        if plan is None:
            return  # The button was tapped twice.
        if self.under_way:
            self.under_way.stop()
        self.let_go()
        self.session = GuidedSession(
            plan,
            log=self.log,
            saving=self.saving,
            clock=self._clock,
            now=self.now,
            day=self.today,
            bookmark_file=self._bookmark_file,
            cuer=self.cuer,
            titles=self._titles_as_written(plan.routine.id),
        )
        self.session.say_pain(PainMoment.BEFORE, self.pain_before)
        self.pain_before = None
        self.session.start()

    def carry_on(self) -> None:
        """Go on with the session that was cut off."""
        if self.cut_off is not None:
            self.session = self._picked_up(self.cut_off, self.now)
            self.cut_off = None
            self.session.start()

    def let_go(self) -> None:
        """Leave the session that was cut off as it was then: what was done of it is logged."""
        bookmark, self.cut_off = self.cut_off, None
        if bookmark is not None:
            self._picked_up(bookmark, lambda: bookmark.kept_at).stop()
            self.changed += 1

    def _picked_up(self, bookmark: Bookmark, now: Now) -> GuidedSession:
        return GuidedSession(
            bookmark.plan,
            log=self.log,
            saving=self.saving,
            clock=self._clock,
            now=now,
            day=self.today,
            bookmark_file=self._bookmark_file,
            bookmark=bookmark,
            cuer=self.cuer,
            titles=self._titles_as_written(bookmark.plan.routine.id),
        )

    def _find_cut_off(self) -> None:
        """A session that was cut off can be carried on, unless it is too long ago."""
        routines = {routine.id: routine for routine in self.routines}
        self.cut_off = read_bookmark(self._bookmark_file, routines)
        logged = self.log.session(self.cut_off.session) if self.cut_off else None
        if logged is None or logged.end is not None:
            self.cut_off = None  # The bookmark of another log, or it outlived its session.
        if self.cut_off and self.now() - self.cut_off.kept_at > TOO_LONG_AGO:
            self.let_go()

    @property
    def _bookmark_file(self) -> Path:
        return self._storage.folder / BOOKMARK

    @property
    def corrections(self) -> Corrections:
        """How the log is put right; only while `ready`."""
        return Corrections(self.log, self.now, self._write)

    def tick_by_hand(self, plan: SessionPlan, day: date | None = None) -> None:
        """The patient did these exercises as planned, without the timer, today or on `day`."""
        log, now = self.log, self.now()
        session = new_session_id(now)
        planned = [exercise.id for exercise in plan.exercises]
        titles = self._titles_as_written(plan.routine.id)
        self._write(
            partial(log.begin_session, session, plan.routine.id, planned, now, day or self.today),
            *(
                partial(
                    log.add_entry,
                    session,
                    titles[exercise.id],
                    Performed.as_planned(exercise, plan.choice(exercise)),
                    now,
                    Source.TICKED_BY_HAND,
                )
                for exercise in plan.exercises
            ),
            partial(log.end_session, session, SessionEnd.FINISHED, now),
        )

    @property
    def today(self) -> date:
        """The patient's day; it may end after midnight."""
        return day_of(self.now(), self.own.day_ends_at)

    @property
    def still(self) -> bool:
        """Whether nothing is to move."""
        return self.own.still or self.reduced_motion

    def follow_language(self) -> None:
        """Say everything in the language that the patient chose, else in this device's.

        English, where this version has none of them, or the device does not say which.
        """
        chosen = self.own.language if self.ready else ""
        language = first_of((chosen, *self.device_languages), self.languages)
        if language != in_use():
            self._say_in(language)

    def _say_in(self, language: Language) -> None:
        use(language)
        if self.ready:
            self._read_added()
            self._reword_plans()
        self.changed += 1
        self._leave()

    def _reword_plans(self) -> None:
        """What is under way, or about to be, goes on in the words of the routines as they are."""
        for routine in self.routines:
            if self.about_to_do and self.about_to_do.routine.id == routine.id:
                self.about_to_do = self.about_to_do.reworded(routine)
            if self.cut_off and self.cut_off.plan.routine.id == routine.id:
                self.cut_off = replace(self.cut_off, plan=self.cut_off.plan.reworded(routine))
            if self.session and self.session.routine.id == routine.id:
                self.session.reword(routine)

    def reduce_motion(self, reduced: bool) -> None:
        """The system of this device says whether it is to show less motion."""
        self.reduced_motion = reduced

    def freeze(self, frozen: bool) -> None:
        """The page stands still, or goes on."""
        if self.under_way:
            (self.under_way.freeze if frozen else self.under_way.thaw)()

    def look_again(self) -> None:
        """The app is in front again, perhaps on another day."""
        self.changed += 1
        self.settle()

    def settle(self) -> None:
        """Find out how the device is, and leave behind how Today is."""
        if self.reminding and self.ready:
            self._soon(self.reminding.look_again())
        self._leave()

    def _saved(self) -> None:
        """Facts have become durable: those of a session that is over are copied as well."""
        self._leave()
        if self.keeping and not self.keeping.asked and self.ready and self.log.count_sessions():
            self._soon(self.keeping.ask())
        over = self.session and self.session.over and self.session.id
        if over and over != self._session_in_copy:
            self._session_in_copy = over
            self._soon(self._look_after_log())

    def _leave(self) -> None:
        if not self.ready:
            return
        if self.leave:
            self.leave()
        if self.reminding:
            self._soon(self.reminding.follow())

    @property
    def is_new(self) -> bool:
        """Whether the first run is to be shown: nothing is logged, and it was not seen before."""
        seen = self._past_first_run or self.own.has_seen_first_run
        return not (seen or self.damage or self.log.count_sessions())

    def pass_first_run(self) -> None:
        """Whoever has gone through it, or skipped it, goes on even if that cannot be saved."""
        self._past_first_run = True
        self.own.see_first_run()

    @property
    def asks_how_the_back_is(self) -> bool:
        """Whether this week's question of the as-needed phase is open."""
        own, weekday = self.own_plan(), self.own.reminders.check_in_weekday
        return check_in_is_due(own.plan, weekday, own.today, self.own.fine_on)

    def done_today(self) -> tuple[Entry, ...]:
        """What was done today of the routine in use, wholly or in part; earliest first."""
        exercises = {each.id for each in self.routine.exercises}
        done = [
            entry
            for session in self.log.sessions_on(self.today)
            if session.routine == self.routine.id
            for entry in session.done
            if entry.exercise in exercises
        ]
        return tuple(sorted(done, key=lambda entry: entry.recorded_at))

    def _read_routines(self, added: Mapping[str, bytes]) -> None:
        self._written, self.refused = read_routines({**self._shipped, **added})
        self.handouts = tuple(map(in_language, self._written))
        given = self.prescriptions if self._log else None
        self.routines = tuple(map(given.as_accepted, self.handouts)) if given else self.handouts

    def _read_added(self) -> None:
        self._read_routines(self._added())

    def _added(self) -> dict[str, bytes]:
        """The files that the patient added, beside the shipped ones."""
        added = self.log.settings(f"{ROUTINE_FILE}: ")
        return {_file_of(key): text.encode("utf-8") for key, text in added.items()}

    def _set(self, key: str, value: str) -> None:
        self._write(partial(self.log.set, key, value, self.now()))

    def _write(self, *facts: Write) -> None:
        """Save these facts; the screens are drawn anew when they are written, be it later."""
        self.saving.write(*facts, self._tell)

    def _tell(self) -> None:
        self.follow_language()
        self.changed += 1


def _file_of(key: str) -> str:
    """What an added file is called beside the shipped ones."""
    return f"{ADDED_ROUTINES}/{key.removeprefix(f'{ROUTINE_FILE}: ')}.yaml"
