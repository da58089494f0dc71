"""The calendar file: events as iCalendar has them (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from willows_app.reminders.calendar import Event, InCalendar
from willows_app.reminders.settings import EVERY_DAY
from willows_app.reminders.words import ReminderWords

PRODUCT = "-//Willows Osteopathic Clinic//Willows//EN"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_LINE = 75
"""Octets, without the line break (RFC 5545, 3.1)."""

ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


def calendar_file(calendar: InCalendar, words: ReminderWords, before: Iterable[Event] = ()) -> str:
    """The text of the file that brings these events into a calendar, or up to date there.

    `before` is what was given last: what of it has no successor is called off.
    """
    names = {event.name for event in calendar.events}
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        *(line for event in calendar.events for line in _event(event, calendar, words)),
        *(
            line
            for event in before
            if event.name not in names
            for line in _called_off(event, calendar, words)
        ),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(event: Event, calendar: InCalendar, words: ReminderWords) -> Iterator[str]:
    """With an alarm at its time; the day stays free."""
    yield from _head(event, calendar, words)
    yield from _rule(event)
    yield f"DESCRIPTION:{_text(words[event.kind].text)}"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_text(words[event.kind].title)}"
    yield "TRIGGER:PT0M"
    yield "END:VALARM"
    yield "END:VEVENT"


def _called_off(event: Event, calendar: InCalendar, words: ReminderWords) -> Iterator[str]:
    yield from _head(event, calendar, words)
    yield "STATUS:CANCELLED"
    yield "END:VEVENT"


def _head(event: Event, calendar: InCalendar, words: ReminderWords) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.name.replace(' ', '-')}-{calendar.id}@willows"
    yield f"DTSTAMP:{_moment(calendar.given_at.astimezone(UTC))}Z"
    yield f"SEQUENCE:{calendar.sequence}"
    yield f"DTSTART:{_moment(event.start)}"
    yield f"SUMMARY:{_text(words[event.kind].title)}"
    yield "TRANSP:TRANSPARENT"


def _rule(event: Event) -> Iterator[str]:
    """Some weekdays are weekly with their days: not every calendar knows them of a daily rule."""
    if event.count == 1:
        return
    every_day = event.weekdays == EVERY_DAY
    days = ",".join(DAYS[day] for day in sorted(event.weekdays))
    rule = "FREQ=DAILY" if every_day else f"FREQ=WEEKLY;BYDAY={days}"
    yield f"RRULE:{rule}" + ("" if event.count is None else f";COUNT={event.count}")
    for day in event.without:
        yield f"EXDATE:{_moment(datetime.combine(day, event.at))}"


def _moment(at: datetime) -> str:
    """Without a zone it follows the phone."""
    return f"{at:%Y%m%dT%H%M%S}"


def _text(text: str) -> str:
    one_kind = "\n".join(text.splitlines())
    return "".join(c for c in one_kind.translate(ESCAPED) if c >= " " and not "\x7f" <= c <= "\x9f")


def _folded(line: str) -> str:
    """In pieces that are not too long; no letter is cut apart."""
    pieces, room = [""], LONGEST_LINE
    for letter in line:
        octets = len(letter.encode())
        if octets > room:
            pieces.append(" ")
            room = LONGEST_LINE - 1
        pieces[-1] += letter
        room -= octets
    return "\r\n".join(pieces)
