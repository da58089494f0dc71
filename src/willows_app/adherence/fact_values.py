"""What the columns of facts may say.

What comes from a file was perhaps not written by the app: a value that the app itself
would never write is refused before it gets into a log.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import accumulate
from typing import Any

from willows_app.adherence.rows import planned_dose_of
from willows_app.language import _

MOST = 1_000_000
"""Repetitions, places, seconds or days that no patient comes to."""

LONGEST = 200
"""Letters of an id or of a title."""

FIRST, LAST = "1970-01-01", "2199-12-31"
"""The days that a clock may show."""

DEEPEST = 64
"""Levels of nesting in a text that is read as JSON. Thousands would end a browser's Python."""


class BadFact(ValueError):
    """A value that the app would not have written; the message names it."""


@dataclass(frozen=True)
class Column:
    """A column: the types of its values, and which of these values it allows."""

    name: str
    types: frozenset[type]
    allows: Callable[[Any], bool]

    def check(self, values: Collection[Any]) -> None:
        """Raises `BadFact` for a value that is not allowed.

        Each is looked at once, however often it is there: most columns say the same all over.
        """
        if not self.types.issuperset(map(type, values)):
            strange = next(value for value in values if type(value) not in self.types)
            raise self._bad(strange)
        for value in set(values):
            if value is not None and not self.allows(value):
                raise self._bad(value)

    def _bad(self, value: Any) -> BadFact:
        return BadFact(_("{column} is {value}").format(column=self.name, value=shown(value)))


def optional(column: Column) -> Column:
    """The same column where it may also say nothing."""
    return Column(column.name, column.types | {type(None)}, column.allows)


def words(name: str) -> Column:
    """An id or a title."""
    return Column(name, TEXT, _are_words)


def free_text(name: str) -> Column:
    """What a patient writes, however much."""
    return Column(name, TEXT, _is_unicode)


def one_of(name: str, kind: type[StrEnum]) -> Column:
    """One of the words of `kind`."""
    return Column(name, TEXT, set(kind).__contains__)


def whole(name: str, low: int, high: int = MOST) -> Column:
    """A whole number from `low` to `high`."""
    return Column(name, frozenset({int}), lambda number: low <= number <= high)


def seconds(name: str) -> Column:
    """A time that may have passed in a session."""
    return Column(name, frozenset({int, float}), _is_amount)


def moment(name: str) -> Column:
    """Local time with its offset in hours and minutes, as `isoformat` writes it."""
    return Column(name, TEXT, _is_moment)


def day(name: str) -> Column:
    """A day of the calendar."""
    return Column(name, TEXT, _is_day)


def list_of_words(name: str) -> Column:
    """A list of ids, in JSON."""
    return Column(name, TEXT, _is_list_of_words)


def setting(name: str) -> Column:
    """A text in JSON, which is often JSON in its turn."""
    return Column(name, TEXT, _is_setting)


def title_and_dose(name: str) -> Column:
    """The title of an exercise and its planned dose in JSON."""
    return Column(name, frozenset({tuple}), lambda both: _are_words(both[0]) and _is_dose(both[1]))


TEXT = frozenset({str})


def _are_words(text: Any) -> bool:
    return isinstance(text, str) and 1 <= len(text) <= LONGEST and _is_unicode(text)


def _is_unicode(text: str) -> bool:
    """Half of a pair of surrogates is none, and no database takes it."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def _is_amount(number: float) -> bool:
    return 0 <= number <= MOST  # which NaN is not


def _is_moment(text: str) -> bool:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return False
    return at.isoformat() == text and text[-6] in "+-" and FIRST <= text[:10] <= LAST


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text and FIRST <= text <= LAST
    except ValueError:
        return False


def _is_list_of_words(text: str) -> bool:
    written = _read(text)
    return isinstance(written, list) and all(map(_are_words, written))


def _is_setting(text: str) -> bool:
    value = _read(text)
    return isinstance(value, str) and _is_unicode(value) and depth(value) <= DEEPEST


def _is_dose(text: Any) -> bool:
    if not isinstance(text, str) or not isinstance(_read(text), dict):
        return False
    try:
        planned = planned_dose_of(text)
    except (KeyError, TypeError):
        return False
    numbers = [*asdict(planned.held).values(), planned.repetitions, planned.places or 0]
    return (
        {type(number) for number in numbers} <= {int, float}
        and all(map(_is_amount, numbers))
        and {type(planned.repetitions), type(planned.places)} <= {int, type(None)}
        and json.dumps(asdict(planned)) == text
    )


def _read(text: str) -> Any:
    """The value of a text in JSON; None if it is none, or nothing that the app writes."""
    try:
        return json.loads(text) if depth(text) <= DEEPEST else None
    except ValueError:
        return None


def depth(text: str | bytes) -> int:
    """How deep brackets are nested in a JSON text; those within its strings do not count.

    Where two quotes meet, what they enclose is empty, or they end one string and begin
    the next: for all the rest it is the same without them.
    """
    content = text.encode(errors="replace") if isinstance(text, str) else text
    unescaped = content.replace(rb"\\", b"").replace(rb"\"", b"")
    marks = unescaped.translate(None, _NO_MARKS).replace(b'""', b"")
    brackets = re.sub(rb'"[^"]*"?', b"", marks)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0)


_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NO_MARKS = bytes(set(range(256)) - {*_STEPS, ord('"')})


def shown(value: Any) -> str:
    """The value for a message, or its beginning."""
    return repr(value)[:60]
