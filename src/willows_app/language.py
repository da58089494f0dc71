"""The language in which all words are said: the English of code and data, or a catalogue's.

`_`, `ngettext` and `pgettext` are those of gettext, and `python -m languages` finds their words in
the code. Whoever says words asks for them when they are shown, never when a module is imported:
the language may change in between. `N_` marks words that are translated later, with `_`.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Language:
    """A language: its words, and how it writes dates and numbers (as the CLDR has it)."""

    code: str
    """A BCP 47 tag, "de"."""
    name: str
    """What it calls itself, "Deutsch"."""
    months: tuple[str, ...]
    """As they stand in a date."""
    months_alone: tuple[str, ...]
    months_short: tuple[str, ...]
    weekdays: tuple[str, ...]
    """Monday first."""
    weekdays_short: tuple[str, ...]
    patterns: Mapping[str, str]
    """How a date is written: `full`, `long`, `day_month`, `weekday_day_month`, `month` (alone).

    With `{weekday}`, `{day}`, `{month}` and `{year}` in their places.
    """
    first_weekday: int = 0
    """The first day of a week, Monday is 0."""
    decimal: str = "."
    right_to_left: bool = False
    catalogue: bytes = field(default=b"", repr=False)
    """The words as a compiled catalogue (.mo); none for English, which is the source."""


MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

ENGLISH = Language(
    code="en",
    name="English",
    months=MONTHS,
    months_alone=MONTHS,
    months_short=tuple(month[:3] for month in MONTHS),
    weekdays=WEEKDAYS,
    weekdays_short=tuple(day[:3] for day in WEEKDAYS),
    patterns={
        "full": "{weekday} {day} {month} {year}",
        "long": "{day} {month} {year}",
        "day_month": "{day} {month}",
        "weekday_day_month": "{weekday} {day} {month}",
        "month": "{month} {year}",
    },
)
"""British English, in which all words are written first."""

HANDOUT = "handout"
"""The context that the words of shipped handouts have in the catalogues."""

_in_use = ENGLISH
_catalogue = gettext.NullTranslations()


def use(language: Language) -> None:
    """Say everything in this language from now on."""
    global _in_use, _catalogue
    if language == _in_use:
        return
    _in_use = language
    _catalogue = (
        gettext.GNUTranslations(io.BytesIO(language.catalogue))
        if language.catalogue
        else gettext.NullTranslations()
    )


def first_of(wanted: Iterable[str], languages: Mapping[str, Language]) -> Language:
    """The first wanted language that there is, "de" where "de-AT" is wanted; else English.

    The lookup of RFC 4647 among BCP 47 tags, whose case does not matter.
    """
    known = {code.lower(): language for code, language in languages.items()}
    for tag in wanted:
        subtags = tag.lower().replace("_", "-").split("-")
        for count in range(len(subtags), 0, -1):
            if language := known.get("-".join(subtags[:count])):
                return language
    return ENGLISH


@contextmanager
def said_in(language: Language) -> Iterator[None]:
    """Say in this language what is said meanwhile, then go on in the one that was in use."""
    before = _in_use
    use(language)
    try:
        yield
    finally:
        use(before)


def in_use() -> Language:
    """The language in which everything is said now."""
    return _in_use


def _(words: str) -> str:
    """These words in the language in use."""
    return _catalogue.gettext(words) if words else words


def pgettext(context: str, words: str) -> str:
    """The same, of words that mean something else elsewhere."""
    return _catalogue.pgettext(context, words)


def of_a_handout(words: str) -> str:
    """Words that a handout has, in the language in use if a shipped one has them.

    A clinic's own exercise may be called like a button: it stays as the clinic has written it.
    """
    return _catalogue.pgettext(HANDOUT, words)


def ngettext(one: str, many: str, count: float) -> str:
    """The form that goes with this number."""
    return _catalogue.ngettext(one, many, count if isinstance(count, int) else 2)


def counted(count: int, one: str, many: str, **words: Any) -> str:
    """The form that goes with this number, with `{count}` and the other `words` filled in."""
    return ngettext(one, many, count).format(count=count, **words)


def N_(words: str) -> str:
    """The words as they are: the catalogues get to know them."""
    return words


def capitalized(words: str) -> str:
    """The same words at the beginning of a line; other capitals stay as the language has them."""
    return words[:1].upper() + words[1:]


def dated(pattern: str, day: date) -> str:
    """A date as the language in use writes it; `pattern` is a key of `Language.patterns`."""
    months = _in_use.months_alone if pattern == "month" else _in_use.months
    return _in_use.patterns[pattern].format(
        weekday=_in_use.weekdays[day.weekday()],
        day=day.day,
        month=months[day.month - 1],
        year=day.year,
    )


def decimal(number: float, places: int = 1) -> str:
    """A number with so many decimal places, "3.5" or "3,5"."""
    return f"{number:.{places}f}".replace(".", _in_use.decimal)
