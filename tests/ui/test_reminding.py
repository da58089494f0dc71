"""The device is told what is to come whenever that has changed, and only then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest

from tests.guide.conftest import HandClock
from tests.reminders.reminded import WORDS
from tests.ui.conftest import EVENING, Tap
from tests.ui.speaking import set_device_to
from willows_app.adherence.facts import PauseReason
from willows_app.adherence.merging import facts_in
from willows_app.device.notifier import Arrival, NotifierError, NotifierState, Permission, System
from willows_app.device.sharing import Handed, NotHanded
from willows_app.language import ENGLISH, use
from willows_app.reminders.nudge import Nudge, NudgeKind
from willows_app.reminders.settings import QuietHours
from willows_app.routine.session_plan import SessionPlan
from willows_app.shipped import shipped
from willows_app.ui.model import Willows
from willows_app.ui.own_settings import FINE, REMINDERS, TRIAL, OwnSettings, Trial
from willows_app.ui.reminder_words import NOTHING_HEARD, PAUSED, RESTING, next_words, trial_words
from willows_app.ui.reminding import Reminding

NO_ANSWER = "This phone did not set the reminders."
A_DAY = 86_400.0


@dataclass
class FakeNotifier:
    """A phone that keeps what it is told, unless it is broken."""

    permission: Permission = Permission.NOT_ASKED
    answers: Permission = Permission.GRANTED
    """What the patient answers when asked."""
    in_browser: bool = False
    broken: bool = False
    takes: float = 0.0
    kept: list[tuple[Sequence[Nudge], bool]] = field(default_factory=list)
    tests: list[Nudge] = field(default_factory=list)
    asked: int = 0
    opened: int = 0

    async def state(self) -> NotifierState:
        self._try()
        return NotifierState(self.permission, Arrival.ALWAYS, System.ANDROID, self.in_browser)

    async def ask_permission(self) -> Permission:
        self._try()
        self.asked += 1
        self.permission = self.answers
        return self.permission

    async def keep(self, nudges: Sequence[Nudge], due_today: bool) -> None:
        await asyncio.sleep(self.takes)
        self._try()
        self.kept.append((tuple(nudges), due_today))

    async def test(self, nudge: Nudge) -> None:
        self._try()
        self.tests.append(nudge)

    async def open_settings(self) -> None:
        self._try()
        self.opened += 1

    def on_tap(self, listener: Callable[[], None]) -> None:
        raise AssertionError("the app listens where it knows its page")

    def _try(self) -> None:
        if self.broken:
            raise NotifierError(NO_ANSWER)


@dataclass
class FakeSharing:
    """Takes files, or not."""

    answer: Handed | NotHanded = Handed.SAVED
    taken: list[tuple[str, str, bytes]] = field(default_factory=list)

    async def hand_over(self, name: str, type: str, content: bytes) -> Handed:
        if isinstance(self.answer, NotHanded):
            raise self.answer
        self.taken.append((name, type, content))
        return self.answer


@dataclass
class FakeOpener:
    """Opens calendar files, or not."""

    refuses: str = ""
    opened: list[bytes] = field(default_factory=list)

    async def open_calendar(self, content: bytes) -> None:
        if self.refuses:
            raise NotHanded(self.refuses)
        self.opened.append(content)


@pytest.fixture
def notifier() -> FakeNotifier:
    return FakeNotifier()


@pytest.fixture
def opener() -> FakeOpener:
    return FakeOpener()


@pytest.fixture
def sharing(willows: Willows) -> FakeSharing:
    willows.sharing = sharing = FakeSharing()
    return sharing


@pytest.fixture
def reminding(
    willows: Willows, notifier: FakeNotifier, opener: FakeOpener, tap: Tap[Any]
) -> Reminding:
    """On a device that is asked for nothing yet."""
    willows.reminding = Reminding(willows, notifier, WORDS, opener)
    tap(willows.look_again)
    return willows.reminding


@pytest.fixture
def switched_on(reminding: Reminding, run: Any) -> Reminding:
    run(reminding.switch(True))
    run(asyncio.sleep(0.1))
    return reminding


def days(notifier: FakeNotifier) -> list[date]:
    """The days on which the device is to remind, as it was told last."""
    return sorted({nudge.at.date() for nudge in notifier.kept[-1][0]})


def do_all(willows: Willows) -> None:
    willows.tick_by_hand(SessionPlan.whole(willows.routine))


TODAY = EVENING.date()
TOMORROW = TODAY + timedelta(days=1)

# ---------------------------------------------------------------- keeping them


def test_a_device_that_was_never_asked_for_reminders_is_left_alone(
    reminding: Reminding, willows: Willows, notifier: FakeNotifier, tap: Tap[Any]
) -> None:
    tap(lambda: do_all(willows))
    tap(willows.look_again)
    assert (notifier.kept, notifier.asked) == ([], 0)
    assert reminding.state is not None


def test_switched_on_the_days_are_kept_and_the_system_asks_the_patient(
    switched_on: Reminding, notifier: FakeNotifier
) -> None:
    assert notifier.asked == 1
    assert switched_on.state is not None and switched_on.state.permission is Permission.GRANTED
    assert switched_on.can_arrive
    nudges, due = notifier.kept[-1]
    assert due and (nudges[0].at.date(), nudges[0].kind) == (TODAY, NudgeKind.FOLLOW_UP)
    assert days(notifier)[1] == TOMORROW


@pytest.mark.usefixtures("switched_on")
def test_in_another_language_they_are_kept_anew_in_its_words(
    willows: Willows, notifier: FakeNotifier, tap: Tap[Any]
) -> None:
    before, _ = notifier.kept[-1]
    tap(lambda: set_device_to(shipped().languages["de"], willows))
    use(ENGLISH)
    after, _ = notifier.kept[-1]
    assert {nudge.text for nudge in before} & {nudge.text for nudge in after} == set()
    assert [(nudge.id, nudge.at) for nudge in before] == [(nudge.id, nudge.at) for nudge in after]


def test_done_today_the_rest_of_the_day_is_taken_back(
    switched_on: Reminding, willows: Willows, notifier: FakeNotifier, tap: Tap[Any]
) -> None:
    tap(lambda: do_all(willows))
    assert notifier.kept[-1][1] is False
    assert days(notifier)[0] == TOMORROW


def test_a_session_that_was_only_begun_is_followed_up_and_one_with_an_entry_is_not(
    switched_on: Reminding, willows: Willows, notifier: FakeNotifier, tap: Tap[Any]
) -> None:
    exercise = willows.routine.exercises[0]
    assert days(notifier)[0] == TODAY
    tap(lambda: willows.tick_by_hand(SessionPlan(willows.routine, (exercise,))))
    assert switched_on.now.recorded
    assert days(notifier)[0] == TOMORROW


def test_on_opening_it_says_what_the_reminder_was_to_say_until_something_is_recorded(
    reminding: Reminding, willows: Willows, tap: Tap[Any], run: Any
) -> None:
    assert reminding.due_since is None, "reminders are off"
    run(reminding.switch(True))
    (at,) = willows.own.reminders.times
    assert reminding.due_since == datetime.combine(TODAY, at)
    tap(lambda: do_all(willows))
    assert reminding.due_since is None


def test_what_has_not_changed_is_not_told_again(
    switched_on: Reminding, willows: Willows, notifier: FakeNotifier, tap: Tap[Any]
) -> None:
    told = len(notifier.kept)
    tap(lambda: willows.own.have(300))
    tap(lambda: willows.own.keep_still(True))
    assert len(notifier.kept) == told


def test_in_front_again_all_is_told_anew_for_the_zone_may_be_another(
    switched_on: Reminding, willows: Willows, notifier: FakeNotifier, tap: Tap[Any]
) -> None:
    told = len(notifier.kept)
    notifier.permission = Permission.DENIED
    tap(willows.look_again)
    assert len(notifier.kept) == told + 1
    assert switched_on.state is not None and switched_on.state.permission is Permission.DENIED
    assert not switched_on.can_arrive


def test_other_times_a_pause_and_another_end_of_the_day_are_told(
    switched_on: Reminding, willows: Willows, notifier: FakeNotifier, tap: Tap[Any]
) -> None:
    at_noon = replace(willows.own.reminders, times=(time(12),))
    tap(lambda: willows.own.remind(at_noon))
    assert {f"{nudge.at:%H:%M}" for nudge in notifier.kept[-1][0]} == {"12:00", "20:00"}
    tap(lambda: do_all(willows))
    tap(lambda: willows.own_plan().pause(PauseReason.TRAVEL, TOMORROW, None))
    assert notifier.kept[-1] == ((), False)


def test_today_counts_as_due_only_where_a_reminder_of_it_is_wanted(
    switched_on: Reminding,
    willows: Willows,
    notifier: FakeNotifier,
    clock: HandClock,
    tap: Tap[Any],
) -> None:
    settings = willows.own.reminders
    tap(lambda: willows.own.remind(settings.with_or_without(TODAY.weekday())))
    assert notifier.kept[-1][1] is False, "not on this weekday"
    tap(lambda: willows.own.remind(settings))
    assert notifier.kept[-1][1] is True
    tap(lambda: do_all(willows))
    clock.passes(15 * A_DAY)
    tap(willows.look_again)
    assert willows.own_plan().plan.due(willows.today)
    assert notifier.kept[-1][1] is False, "the daily phase has had its days"
    tap(willows.own_plan().stay_daily)
    assert notifier.kept[-1][1] is True


def test_switched_off_nothing_is_to_come_and_no_badge_stays(
    switched_on: Reminding, willows: Willows, notifier: FakeNotifier, tap: Tap[Any], run: Any
) -> None:
    run(switched_on.switch(False))
    tap(willows.look_again)
    assert notifier.kept[-1] == ((), False)
    assert notifier.asked == 1


def test_of_changes_in_a_row_the_last_one_holds(
    switched_on: Reminding, willows: Willows, notifier: FakeNotifier, tap: Tap[Any], run: Any
) -> None:
    notifier.takes = 1.0
    settings = willows.own.reminders
    for hour in (10, 11, 12):
        tap(lambda hour=hour: willows.own.remind(replace(settings, times=(time(hour),))))
    run(asyncio.sleep(0))
    tap(lambda: willows.own.remind(replace(settings, times=(time(13),), follow_up=None)))
    run(switched_on.follow())
    assert {nudge.at.hour for nudge in notifier.kept[-1][0]} == {13}


# ---------------------------------------------------------------- when the device fails


def test_what_the_device_refuses_is_told_blocks_nothing_and_is_tried_again(
    switched_on: Reminding, willows: Willows, notifier: FakeNotifier, tap: Tap[Any]
) -> None:
    notifier.broken = True
    tap(lambda: do_all(willows))
    assert switched_on.trouble == NO_ANSWER
    assert willows.own_plan().day.met
    notifier.broken = False
    tap(lambda: willows.own.have(300))
    assert switched_on.trouble == ""
    assert days(notifier)[0] == TOMORROW


def test_a_device_that_does_not_even_say_how_it_stands_is_told(
    reminding: Reminding, willows: Willows, notifier: FakeNotifier, run: Any, tap: Tap[Any]
) -> None:
    notifier.broken = True
    run(reminding.switch(True))
    run(reminding.open_settings())
    run(reminding.send_one_to_try())
    assert (reminding.trouble, willows.own.trial) == (NO_ANSWER, None)
    assert willows.own.reminders.on


# ---------------------------------------------------------------- permission


@pytest.mark.parametrize("permission", [Permission.DENIED, Permission.IMPOSSIBLE])
def test_who_has_refused_once_is_not_asked_again(
    reminding: Reminding,
    willows: Willows,
    notifier: FakeNotifier,
    tap: Tap[Any],
    run: Any,
    permission: Permission,
) -> None:
    notifier.permission = permission
    tap(willows.look_again)
    for on in (True, False, True):
        run(reminding.switch(on))
    assert notifier.asked == 0


@pytest.mark.parametrize(
    ("in_browser", "permission", "asked"),
    [(False, Permission.DENIED, 1), (True, Permission.NOT_ASKED, 2)],
)
def test_a_refusal_on_a_phone_is_known_after_the_app_was_closed_and_a_browser_knows_itself(
    reminding: Reminding,
    willows: Willows,
    notifier: FakeNotifier,
    tap: Tap[Any],
    run: Any,
    in_browser: bool,
    permission: Permission,
    asked: int,
) -> None:
    notifier.in_browser = in_browser
    notifier.answers = Permission.DENIED
    run(reminding.switch(True))
    notifier.permission = Permission.NOT_ASKED  # all that a phone tells after a new start
    willows.reminding = opened_again = Reminding(willows, notifier, WORDS)
    tap(willows.look_again)
    assert opened_again.state is not None and opened_again.state.permission is permission
    run(opened_again.switch(True))
    assert notifier.asked == asked
    notifier.permission = Permission.GRANTED
    tap(willows.look_again)
    assert opened_again.can_arrive, "allowed in the settings"


def test_a_refusal_is_of_this_device_and_no_backup_takes_it_to_another(
    reminding: Reminding, willows: Willows, notifier: FakeNotifier, run: Any
) -> None:
    notifier.answers = Permission.DENIED
    run(reminding.switch(True))
    assert willows.has_refused_reminders
    taken_along = [row for rows in facts_in(willows.log).values() for row in rows]
    assert taken_along, "the reminders that are wanted"
    assert "refused" not in repr(taken_along)


def test_a_question_that_was_waved_away_can_be_asked_for(
    reminding: Reminding, notifier: FakeNotifier, run: Any
) -> None:
    notifier.answers = Permission.NOT_ASKED
    run(reminding.switch(True))
    assert not reminding.can_arrive
    notifier.answers = Permission.GRANTED
    run(reminding.ask())
    assert reminding.can_arrive


# ---------------------------------------------------------------- do they arrive?


def test_it_says_when_the_next_one_comes_or_why_none_does(
    switched_on: Reminding, willows: Willows, clock: HandClock, tap: Tap[Any]
) -> None:
    def told() -> str:
        return next_words(switched_on.coming().nudges, willows.own.reminders, willows.own_plan())

    assert told() == "The next one: Monday 1 June 2026 at 20:00."
    tap(lambda: do_all(willows))
    assert told() == "The next one: Tuesday 2 June 2026 at 09:00."
    settings = willows.own.reminders
    tap(lambda: willows.own.remind(replace(settings, quiet=QuietHours(time(1), time(23)))))
    assert told() == NOTHING_HEARD
    tap(lambda: willows.own.remind(settings))
    tap(lambda: willows.own_plan().pause(PauseReason.TRAVEL, TODAY, None))
    assert told() == PAUSED
    tap(willows.own_plan().resume)
    clock.passes(15 * A_DAY)
    assert told() == RESTING
    tap(willows.own_plan().stay_daily)
    assert told() == "The next one: Tuesday 16 June 2026 at 20:00."


def test_one_to_try_comes_in_a_minute_and_the_answer_is_remembered(
    switched_on: Reminding, willows: Willows, notifier: FakeNotifier, run: Any, tap: Tap[Any]
) -> None:
    run(switched_on.send_one_to_try())
    (nudge,) = notifier.tests
    assert timedelta(seconds=59) < nudge.at - switched_on.now.at <= timedelta(minutes=1)
    sent = Trial(nudge.at, arrived=None)
    assert willows.own.trial == sent
    tap(lambda: switched_on.say_whether_it_arrived(sent, False))
    assert willows.own.trial == Trial(nudge.at, arrived=False)


def test_whether_it_arrived_is_asked_after_the_app_was_closed_too(
    switched_on: Reminding, willows: Willows, notifier: FakeNotifier, run: Any
) -> None:
    run(switched_on.send_one_to_try())
    opened_again = OwnSettings(willows.log.setting, lambda key, value: None)
    assert opened_again.trial == Trial(notifier.tests[0].at, arrived=None)
    at = EVENING.replace(tzinfo=None)
    assert trial_words(at, TODAY) == ("A test is to arrive at 18:04 or soon after. Did it arrive?")
    assert trial_words(at, TOMORROW) == (
        "A test was to arrive on Monday 1 June 2026 at 18:04. Did it arrive?"
    )


@pytest.mark.parametrize(
    ("written", "arrived"), [("true", True), ("false", False), ("null", None), ("3", None)]
)
def test_a_trial_of_which_only_the_day_is_known_is_read_too(
    written: str, arrived: bool | None
) -> None:
    kept = f'{{"on": "2026-06-01", "arrived": {written}}}'
    own = OwnSettings(lambda key: kept, lambda key, value: None)
    assert own.trial == Trial(datetime(2026, 6, 1), arrived)


# ---------------------------------------------------------------- the calendar


def events(content: bytes) -> list[Any]:
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def test_the_calendar_file_is_opened_or_saved_and_remembered(
    switched_on: Reminding, willows: Willows, opener: FakeOpener, sharing: FakeSharing, run: Any
) -> None:
    assert not switched_on.calendar_is_old(switched_on.for_calendar())
    run(switched_on.open_calendar())
    run(switched_on.save_calendar())
    ((name, type, saved),) = sharing.taken
    assert (name, type) == ("reminder.ics", "text/calendar")
    opened = events(opener.opened[0])
    assert [event["UID"] for event in opened] == [event["UID"] for event in events(saved)]
    assert [event["SEQUENCE"] for event in (opened[0], events(saved)[0])] == [0, 1]
    given = willows.own.in_calendar
    assert given is not None and given.given_at.date() == TODAY


def test_once_times_or_plan_change_the_calendar_is_old_until_it_is_given_again(
    switched_on: Reminding, willows: Willows, sharing: FakeSharing, run: Any, tap: Tap[Any]
) -> None:
    def is_old() -> bool:
        return switched_on.calendar_is_old(switched_on.for_calendar())

    run(switched_on.save_calendar())
    tap(lambda: do_all(willows))
    assert not is_old()
    tap(lambda: willows.own.remind(replace(willows.own.reminders, times=(time(7),))))
    assert is_old()
    run(switched_on.save_calendar())
    assert not is_old()
    tap(willows.own_plan().begin_as_needed)
    assert is_old()
    run(switched_on.save_calendar())
    called_off = [event for event in events(sharing.taken[-1][2]) if "STATUS" in event]
    assert len(called_off) == 2
    run(switched_on.switch(False))
    assert is_old()


def test_a_file_that_was_not_taken_is_not_remembered(
    switched_on: Reminding, willows: Willows, opener: FakeOpener, sharing: FakeSharing, run: Any
) -> None:
    opener.refuses = "Willows is not stored on this device yet."
    run(switched_on.open_calendar())
    assert switched_on.not_given == opener.refuses
    sharing.answer = Handed.CANCELLED
    run(switched_on.save_calendar())
    assert (switched_on.not_given, willows.own.in_calendar) == ("", None)
    sharing.answer = NotHanded("There is no room.")
    run(switched_on.save_calendar())
    assert (switched_on.not_given, willows.own.in_calendar) == ("There is no room.", None)


def test_without_a_browser_the_file_can_only_be_saved(
    willows: Willows, notifier: FakeNotifier, run: Any
) -> None:
    reminding = Reminding(willows, notifier, WORDS)
    run(reminding.open_calendar())
    assert (reminding.opens_calendar, willows.own.in_calendar) == (False, None)


# ---------------------------------------------------------------- the question of the week


def test_fine_answers_the_question_of_the_week_and_stiff_begins_a_flare(
    switched_on: Reminding,
    willows: Willows,
    notifier: FakeNotifier,
    clock: HandClock,
    tap: Tap[Any],
) -> None:
    tap(lambda: do_all(willows))
    tap(willows.own_plan().begin_as_needed)
    assert not willows.asks_how_the_back_is
    clock.passes(13 * A_DAY)  # Sunday of the week after
    assert willows.today.weekday() == 6 and willows.asks_how_the_back_is
    tap(lambda: willows.own.say_fine(willows.today))
    assert not willows.asks_how_the_back_is
    clock.passes(6 * A_DAY)
    assert not willows.asks_how_the_back_is
    clock.passes(A_DAY)
    assert willows.asks_how_the_back_is
    tap(willows.own_plan().flare)
    assert not willows.asks_how_the_back_is
    assert willows.own_plan().plan.due(willows.today)
    assert notifier.kept[-1][0][0].kind is not NudgeKind.CHECK_IN
    assert willows.log.query("SELECT count(*) FROM pains")[0][0] == 0


# ---------------------------------------------------------------- what is kept of it


@pytest.mark.parametrize("spoilt", ["", "null", "3", "[]", '{"times": 3}', "{", '"2026"'])
def test_settings_that_are_spoilt_are_as_if_nothing_was_set(spoilt: str) -> None:
    own = OwnSettings(lambda key: spoilt, lambda key, value: None)
    assert (own.reminders.on, own.reminders.times) == (False, (time(9),))
    assert (own.in_calendar, own.trial, own.fine_on) == (None, None, None)


def test_what_is_set_is_kept_under_one_key_each(
    switched_on: Reminding, willows: Willows, tap: Tap[Any]
) -> None:
    tap(lambda: willows.own.say_fine(TODAY))
    tap(lambda: willows.own.tell_trial(Trial(datetime(2026, 6, 1, 18, 5), arrived=True)))
    assert willows.log.setting(FINE) == f'"{TODAY}"'
    assert willows.log.setting(TRIAL) == '{"on": "2026-06-01T18:05:00", "arrived": true}'
    assert willows.log.setting(REMINDERS).startswith('{"on": true, "times": ["09:00"]')
