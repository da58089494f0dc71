"""Reminders in words: when they come, whether they arrive here, and what to do if not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date, datetime

from willows_app.device.notifier import Arrival, NotifierState, Permission, System
from willows_app.language import N_, _, in_use
from willows_app.reminders.nudge import Nudge, NudgeKind
from willows_app.reminders.schedule import MOST_AHEAD
from willows_app.reminders.settings import EVERY_DAY, ReminderSettings
from willows_app.ui.dates import day_words, time_words
from willows_app.ui.own_plan import OwnPlan

IN_QUIET_HOURS = N_("In your quiet hours: it does not come.")

PAUSED = N_("None is to come: your plan is paused.")
RESTING = N_(
    "None is to come: the daily phase has had its days. Say on Today how it goes on, and they "
    "begin again."
)
NOTHING_HEARD = N_("None is to come: all your times are in your quiet hours.")
NONE_TO_COME = N_("None is to come now.")

ADD_TO_HOME_SCREEN = N_(
    "On an iPhone or iPad they come only from the home screen: tap the share button, then "
    '"Add to Home Screen", and open Willows from there.'
)

INSTALL = N_(
    "Install Willows, as the menu of this browser offers: as an app of its own it may be woken now "
    "and then while it is closed."
)
WAKE_INSTALLED = ("Chrome", "Edge", "Opera", "Samsung Internet")
"""Browsers that wake an installed app now and then, but for those of iPhones and iPads."""

ARRIVE = {
    Arrival.ALWAYS: N_("Reminders come near the time you chose, also while Willows is closed."),
    Arrival.NOW_AND_THEN: N_(
        "While you look at Willows, reminders come on time. Behind something else, or closed, "
        "the system decides whether and when. Only your calendar is on time then."
    ),
    Arrival.WHILE_OPEN: N_(
        "Reminders come while Willows is open. Behind something else they come only as long as "
        "the system lets it go on there. While it is closed, only your calendar can remind you."
    ),
    Arrival.NEVER: N_("Willows cannot show reminders on this device. Your calendar can."),
}

BLOCKED = N_(
    "Reminders are blocked: this device does not let Willows show any. Your calendar can remind "
    "you all the same."
)
NOT_ALLOWED_YET = N_("Willows is not allowed to show reminders yet.")

BATTERY = {
    True: N_(
        "This phone saves power by holding Willows back: reminders may come late or not at all."
    ),
    False: N_("This phone does not hold Willows back to save power."),
}
BATTERY_NOT_KNOWN = N_(
    "Whether this phone holds Willows back to save power, Willows cannot find out: a test tells."
)
BADGE = N_("A mark on the icon of Willows says that today is due.")


def health_words(state: NotifierState) -> list[str]:
    """Whether reminders arrive on this device, in sentences that are true of it."""
    return list(map(_, _health(state)))


def _health(state: NotifierState) -> Iterator[str]:
    if state.permission is Permission.IMPOSSIBLE or state.arrival is Arrival.NEVER:
        yield ARRIVE[Arrival.NEVER]
        if _belongs_on_home_screen(state):
            yield ADD_TO_HOME_SCREEN
        return
    if state.permission is Permission.DENIED:
        yield BLOCKED
        return
    if state.permission is Permission.NOT_ASKED:
        yield NOT_ALLOWED_YET
    yield ARRIVE[state.arrival]
    if state.arrival is Arrival.WHILE_OPEN and _would_be_woken(state):
        yield INSTALL
    if state.badge and state.installed:
        yield BADGE
    if state.arrival is Arrival.ALWAYS and state.system is System.ANDROID:
        known = state.battery_restricted
        yield BATTERY_NOT_KNOWN if known is None else BATTERY[known]


def _belongs_on_home_screen(state: NotifierState) -> bool:
    return state.in_browser and state.system is System.IOS and not state.installed


def _would_be_woken(state: NotifierState) -> bool:
    wakes = state.browser in WAKE_INSTALLED and state.system is not System.IOS
    return state.in_browser and not state.installed and wakes


# ---------------------------------------------------------------- how to mend it

IN_BROWSER = {
    "Firefox": (
        N_("Tap the padlock beside the address of this page."),
        N_("Take away what blocks notifications."),
    ),
    "Safari": (
        N_("In Safari's menu, open Settings, then Websites, then Notifications."),
        N_("Allow them for this page."),
    ),
}
"""By browser; the others are alike."""

IN_OTHER_BROWSERS = (
    N_("Tap the sign beside the address of this page."),
    N_("Open the permissions, and allow notifications."),
)

INSTALLED = {
    System.ANDROID: (
        N_("Keep your finger on the icon of Willows, and tap the sign for information."),
        N_("Tap Notifications, and allow them."),
    ),
    System.IOS: (
        N_("Open the Settings of this device, then Apps, then Willows, then Notifications."),
        N_("Allow them."),
    ),
}
"""By system, for an app with an icon of its own; on computers the browser is asked."""

COME_BACK = N_("Then come back here.")


def mend_words(state: NotifierState) -> tuple[str, ...]:
    """The steps by which blocked reminders are allowed on this kind of device."""
    if state.installed and state.system in INSTALLED:
        steps = INSTALLED[state.system]
    else:
        steps = IN_BROWSER.get(state.browser, IN_OTHER_BROWSERS)
    return tuple(map(_, (*steps, COME_BACK)))


SILENT = {
    System.ANDROID: N_(
        "See that Do Not Disturb is off, and that the phone is not in battery saver."
    ),
    System.IOS: N_(
        "See that no Focus is on, and that Notifications of Willows are not summarised."
    ),
    System.WINDOWS: N_("See that Do Not Disturb is off in the notifications of Windows."),
    System.MACOS: N_(
        "See that no Focus is on, and that the browser may show notifications: System Settings, "
        "then Notifications."
    ),
}
"""What keeps a reminder back that Willows cannot see."""

LET_IT_RUN = N_(
    "In the phone's settings open Apps, then Willows, then Battery, and let it run in the "
    "background."
)
STAY_OPEN = N_("Leave Willows open and in front: closed, or out of sight, it may not remind you.")
SEND_ANOTHER = N_("Send another test.")
USE_CALENDAR = N_("If it still does not come, use your calendar.")


def not_arrived_words(state: NotifierState) -> tuple[str, ...]:
    """What to try when the test did not arrive."""
    steps = [SILENT[state.system]] if state.system in SILENT else []
    if state.arrival is Arrival.ALWAYS and state.system is System.ANDROID:
        steps.append(LET_IT_RUN)
    if state.arrival is not Arrival.ALWAYS:
        steps.append(STAY_OPEN)
    return tuple(map(_, (*steps, SEND_ANOTHER, USE_CALENDAR)))


def trial_words(at: datetime, today: date) -> str:
    """Asks whether the test arrived that was to come at this time, maybe days ago."""
    if at.date() >= today:
        return _("A test is to arrive at {time} or soon after. Did it arrive?").format(
            time=time_words(at)
        )
    return _("A test was to arrive on {day} at {time}. Did it arrive?").format(
        day=day_words(at.date()), time=time_words(at)
    )


# ---------------------------------------------------------------- when they come


def weekdays_words(weekdays: Set[int]) -> str:
    """On which days a due session is reminded of."""
    if weekdays == EVERY_DAY:
        return _("On every day that is due.")
    *others, last = (in_use().weekdays[day] for day in in_week(weekdays))
    listed = (
        _("{others} and {last}").format(others=", ".join(others), last=last) if others else last
    )
    return _("On {weekdays}, where the day is due.").format(weekdays=listed)


def in_week(weekdays: Iterable[int]) -> list[int]:
    """The days in the order of a week, which does not begin on the same one everywhere."""
    return sorted(weekdays, key=lambda day: (day - in_use().first_weekday) % 7)


def next_words(nudges: Sequence[Nudge], settings: ReminderSettings, own: OwnPlan) -> str:
    """When the next one comes, or why none does."""
    if nudges:
        return _("The next one: {day} at {time}.").format(
            day=day_words(nudges[0].at.date()), time=time_words(nudges[0].at)
        )
    if own.standing and own.standing.pause:
        return _(PAUSED)
    if own.plan.daily_is_over(own.today, own.day.met):
        return _(RESTING)
    return _(NONE_TO_COME if settings.heard else NOTHING_HEARD)


def reach_words(nudges: Sequence[Nudge], state: NotifierState) -> list[str]:
    """Until when they come by themselves, where a phone keeps them and there are more to follow."""
    if state.arrival is not Arrival.ALWAYS or not nudges:
        return []
    last = nudges[-1]
    if len(nudges) < MOST_AHEAD and last.kind is not NudgeKind.CHECK_IN:
        return []
    words = _("They reach until {day}. Open Willows before then, and they go on.")
    return [words.format(day=day_words(last.at.date()))]
