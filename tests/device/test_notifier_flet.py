"""The plugin as it is installed, in front of a phone that is played."""

from __future__ import annotations

import asyncio
import inspect
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import flet_notifications as fln
import pytest

from tests.guide.conftest import HandClock
from tests.ui.conftest import Run, clock, run
from willows_app.device.notifier import Arrival, NotifierError, NotifierState, Permission, System
from willows_app.device.notifier_flet import PATIENCE, FletNotifier
from willows_app.reminders.nudge import Nudge, NudgeKind

__all__ = ["clock", "run"]  # fixtures

SOON = datetime.now().replace(microsecond=0) + timedelta(days=1)


def nudge(id: int, at: datetime = SOON, kind: NudgeKind = NudgeKind.DUE) -> Nudge:
    return Nudge(id, at, kind, "Willows", "It is time.")


@dataclass
class Phone:
    """The native half of the plugin, with the faults that it really has."""

    system: System = System.ANDROID
    missing: bool = False
    granted: bool = False
    grants: bool = True
    exact_allowed: bool = True
    fault: str = ""
    pending: dict[int, dict[str, Any]] = field(default_factory=dict)
    shown: dict[int, dict[str, Any]] = field(default_factory=dict)
    made: list[fln.LocalNotifications] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    permissions_asked: list[tuple[bool, bool, bool]] = field(default_factory=list)

    async def invoke(
        self, plugin: fln.LocalNotifications, name: str, args: Any = None, timeout: Any = None
    ) -> Any:
        if plugin not in self.made:
            self.made.append(plugin)
            self.asks_permission(plugin)  # an iPhone does so when the plugin is made
        self.asked.append(name)
        if self.missing:
            await asyncio.sleep(10)
            raise RuntimeError(f"TimeoutException after 0:00:10.000000: {name}")
        if self.fault:
            return self.fault
        return getattr(self, name)(args, plugin)

    def asks_permission(self, plugin: fln.LocalNotifications) -> None:
        wants = (
            plugin.request_alert_permission,
            plugin.request_sound_permission,
            plugin.request_badge_permission,
        )
        if self.system is System.IOS and any(wants):
            self.permissions_asked.append(wants)

    def are_notifications_enabled(self, _: Any, plugin: Any) -> str:
        return str(self.granted).lower()

    def request_permissions(self, _: Any, plugin: fln.LocalNotifications) -> str:
        self.asks_permission(plugin)
        self.granted = self.grants
        return str(self.granted).lower()

    def create_notification_channel(self, args: Any, plugin: Any) -> str:
        if self.system is System.IOS:
            return "error:unsupported_platform:channels are Android-only"
        return "ok"

    def schedule(self, args: Any, plugin: Any) -> str:
        if datetime.fromisoformat(args["when"]["iso"]) <= datetime.now().astimezone():
            return "error:schedule_failed:Invalid argument (scheduledDate): must be in the future"
        exact = not args["schedule_mode"].startswith("inexact")
        if exact and not self.exact_allowed:
            self.pending.pop(args["id"], None)
            return "error:schedule_failed:PlatformException(exact_alarms_not_permitted)"
        self.pending[args["id"]] = args
        return "ok"

    def cancel(self, args: Any, plugin: Any) -> str:
        self.pending.pop(args["id"], None)
        self.shown.pop(args["id"], None)
        return "ok"

    def get_pending(self, _: Any, plugin: Any) -> str:
        return json.dumps([*self.pending.values()], default=str)

    def get_active(self, _: Any, plugin: Any) -> str:
        return json.dumps([*self.shown.values()], default=str)

    def open_app_settings(self, _: Any, plugin: Any) -> str:
        return "true"

    def brings(self, id: int) -> None:
        """It is time for this one."""
        self.shown[id] = self.pending.pop(id)


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> Phone:
    phone = Phone()

    async def invoke(plugin: Any, name: str, args: Any = None, timeout: Any = None) -> Any:
        return await phone.invoke(plugin, name, args, timeout)

    monkeypatch.setattr(fln.LocalNotifications, "_invoke_method", invoke)
    monkeypatch.setattr(fln.LocalNotifications, "update", lambda plugin: None)
    return phone


@pytest.fixture
def london(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def notifier(phone: Phone) -> FletNotifier:
    return FletNotifier(phone.system)


def test_what_is_called_is_there_with_these_parameters() -> None:
    """Read from the installed package: an upgrade that changes it is seen here."""
    calls: dict[str, tuple[tuple[Any, ...], set[str]]] = {
        "request_permissions": ((), set()),
        "are_notifications_enabled": ((), set()),
        "open_app_notification_settings": ((), set()),
        "get_pending_notifications": ((), set()),
        "get_active_notifications": ((), set()),
        "create_notification_channel": (("channel",), set()),
        "cancel": ((1,), set()),
        "schedule": (
            (1, SOON),
            {"title", "body", "payload", "schedule_mode", "channel_id", "options"},
        ),
    }
    for name, (args, names) in calls.items():
        method = getattr(fln.LocalNotifications, name)
        inspect.signature(method).bind(object(), *args, **dict.fromkeys(names))
        assert inspect.iscoroutinefunction(method), name
    made = {"request_alert_permission", "request_sound_permission", "request_badge_permission"}
    assert made | {"on_tap"} <= inspect.signature(fln.LocalNotifications).parameters.keys()
    assert fln.AndroidScheduleMode.INEXACT_ALLOW_WHILE_IDLE == "inexactAllowWhileIdle"
    assert issubclass(fln.NotificationError, Exception)
    assert {"id", "payload"} <= inspect.signature(fln.PendingNotification).parameters.keys()
    assert {"id", "payload"} <= inspect.signature(fln.ActiveNotification).parameters.keys()


@pytest.mark.parametrize("system", [System.ANDROID, System.IOS])
def test_nothing_is_made_before_it_is_needed_and_making_it_asks_nothing(
    phone: Phone, run: Run[Any], system: System
) -> None:
    phone.system = system

    async def look() -> NotifierState:
        reminders = notifier(phone)
        reminders.on_tap(lambda: None)
        assert phone.asked == []
        return await reminders.state()

    assert run(look()) == NotifierState(
        Permission.NOT_ASKED, Arrival.ALWAYS, system, in_browser=False, opens_settings=True
    )
    assert phone.permissions_asked == []


@pytest.mark.parametrize("system", [System.ANDROID, System.IOS])
@pytest.mark.parametrize(
    ("grants", "answer"), [(True, Permission.GRANTED), (False, Permission.DENIED)]
)
def test_the_patient_is_asked_once_and_the_answer_is_known_from_then_on(
    phone: Phone, run: Run[Any], system: System, grants: bool, answer: Permission
) -> None:
    phone.system, phone.grants = system, grants

    async def ask() -> tuple[Permission, Permission]:
        reminders = notifier(phone)
        return await reminders.ask_permission(), (await reminders.state()).permission

    assert run(ask()) == (answer, answer)
    assert {*phone.permissions_asked} == ({(True, True, True)} if system is System.IOS else set())


def test_each_reminder_comes_inexactly_in_private_and_leads_to_today(
    phone: Phone, run: Run[Any]
) -> None:
    phone.exact_allowed = False  # withdrawn: it must not matter
    run(notifier(phone).keep([nudge(1), nudge(2, SOON + timedelta(days=1))], due_today=True))
    assert [*phone.pending] == [1, 2]
    for made in phone.pending.values():
        assert (made["title"], made["body"]) == ("Willows", "It is time.")
        assert made["schedule_mode"] == "inexactAllowWhileIdle"
        assert made["match_components"] is None, "it stops by itself"
        assert made["payload"] == "today"
        assert made["channel_id"] == "reminders"
        assert made["options"]["android"] == {"visibility": "private", "category": "reminder"}
    assert phone.asked[0] == "create_notification_channel"


def test_what_is_kept_replaces_what_was_and_closes_what_is_shown(
    phone: Phone, run: Run[Any]
) -> None:
    async def day() -> None:
        reminders = notifier(phone)
        await reminders.keep([nudge(1), nudge(2), nudge(3)], due_today=True)
        phone.brings(1)
        phone.asked.clear()
        await reminders.keep([nudge(3), nudge(4)], due_today=False)

    run(day())
    assert [*phone.pending] == [3, 4]
    assert phone.shown == {}
    assert phone.asked.index("schedule") < phone.asked.index("cancel"), "never without any"
    assert len(phone.made) == 1


def test_a_test_outlives_what_is_kept_also_by_another_start_of_the_app(
    phone: Phone, run: Run[Any]
) -> None:
    run(notifier(phone).test(nudge(9, kind=NudgeKind.TEST)))
    run(notifier(phone).keep([nudge(1)], due_today=True))
    assert {*phone.pending} == {1, 9}
    run(notifier(phone).keep([], due_today=False))
    assert {*phone.pending} == {9}


def test_a_reminder_whose_time_has_just_passed_does_not_hinder_the_others(
    phone: Phone, run: Run[Any]
) -> None:
    past = nudge(1, datetime.now() - timedelta(seconds=1))
    run(notifier(phone).keep([past, nudge(2)], due_today=True))
    assert [*phone.pending] == [2]


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        (datetime(2030, 1, 15, 18), "2030-01-15T18:00:00+00:00"),
        (datetime(2030, 7, 15, 18), "2030-07-15T18:00:00+01:00"),
        (datetime(2030, 3, 31, 1, 30), "2030-03-31T02:30:00+01:00"),  # the clocks skip it
        (datetime(2030, 10, 27, 1, 30), "2030-10-27T01:30:00+01:00"),  # the first of two
    ],
)
@pytest.mark.usefixtures("london")
def test_local_time_becomes_a_moment_also_when_the_clocks_change(
    phone: Phone, run: Run[Any], at: datetime, moment: str
) -> None:
    run(notifier(phone).keep([nudge(1, at)], due_today=True))
    assert phone.pending[1]["when"]["iso"] == moment


def test_a_tap_is_told_to_the_listener(phone: Phone, run: Run[Any]) -> None:
    taps: list[str] = []

    async def tapped() -> None:
        reminders = notifier(phone)
        reminders.on_tap(lambda: taps.append("today"))
        await reminders.keep([], due_today=False)
        event = fln.NotificationEvent(name="tap", control=phone.made[0], id=1, payload="today")
        phone.made[0].on_tap(event)

    run(tapped())
    assert taps == ["today"]


def test_the_settings_of_the_phone_are_opened(phone: Phone, run: Run[Any]) -> None:
    run(notifier(phone).open_settings())
    assert phone.asked[-1] == "open_app_settings"


@pytest.mark.parametrize("call", ["state", "ask_permission", "keep", "test", "open_settings"])
def test_where_the_native_half_is_missing_each_call_says_what_to_do(
    phone: Phone, run: Run[Any], clock: HandClock, call: str
) -> None:
    phone.missing = True
    values = {"keep": ([nudge(1)], True), "test": (nudge(9),)}
    began = clock()
    with pytest.raises(NotifierError, match=r"add them to your calendar.*TimeoutException"):
        run(getattr(notifier(phone), call)(*values.get(call, ())))
    assert clock() - began < PATIENCE


def test_a_native_half_that_never_answers_is_given_up(
    phone: Phone, run: Run[Any], clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: Any, **__: Any) -> None:
        await asyncio.sleep(1e6)

    monkeypatch.setattr(fln.LocalNotifications, "_invoke_method", never)
    with pytest.raises(NotifierError, match="No answer"):
        run(notifier(phone).keep([nudge(1)], due_today=True))


@pytest.mark.parametrize(
    "fault",
    [
        "error:init_failed:notification backend unavailable",
        "error:schedule_failed:PlatformException(exact_alarms_not_permitted)",
        "error:permission_failed:denied",
    ],
)
def test_what_the_phone_refuses_is_told_with_its_reason(
    phone: Phone, run: Run[Any], fault: str
) -> None:
    phone.fault = fault
    with pytest.raises(NotifierError, match=fault.split(":")[1]):
        run(notifier(phone).keep([nudge(1)], due_today=True))
