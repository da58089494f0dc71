"""Shapes of plain values: said once, used to check a file and to make its JSON Schema.

A shape looks at one value at a time. What only shows when values are compared,
such as a range that is upside down, stands in `rules`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Protocol

from willows_app.language import _
from willows_app.routine.problems import Problem, Where, quoted

Schema = dict[str, Any]


class Shape(Protocol):
    """What a value may look like."""

    @property
    def allowed(self) -> str:
        """What is allowed, as it reads after "allowed: "."""

    def check(self, value: Any, where: Where = ()) -> Iterator[Problem]:
        """Everything in the value that this shape does not allow."""

    def schema(self) -> Schema:
        """The same shape as JSON Schema, draft 2020-12."""


@dataclass(frozen=True)
class Text:
    """Words, at least one character and at most `longest`."""

    about: str
    longest: int

    @property
    def allowed(self) -> str:
        return _("text of 1 to {longest} characters").format(longest=self.longest)

    def check(self, value: Any, where: Where = ()) -> Iterator[Problem]:
        if not isinstance(value, str):
            allowed = _("{text} (if need be in quotes)").format(text=self.allowed)
            yield Problem(where, _is(value), allowed)
        elif not value:
            yield Problem(where, _("is empty"), self.allowed)
        elif len(value) > self.longest:
            wrong = _("has {count} characters").format(count=len(value))
            yield Problem(where, wrong, self.allowed)

    def schema(self) -> Schema:
        about = {"description": self.about}
        return {"type": "string", "minLength": 1, "maxLength": self.longest} | about


@dataclass(frozen=True)
class Id:
    """A short name for the app itself: small letters, digits and underscores."""

    about: str

    pattern = "^[a-z][a-z0-9_]{0,39}$"

    @property
    def allowed(self) -> str:
        return _("up to 40 small letters, digits and underscores, a letter first")

    def check(self, value: Any, where: Where = ()) -> Iterator[Problem]:
        if not (isinstance(value, str) and re.fullmatch(self.pattern, value, re.ASCII)):
            yield Problem(where, _is(value), self.allowed)

    def schema(self) -> Schema:
        return {"type": "string", "pattern": self.pattern, "description": self.about}


@dataclass(frozen=True)
class Number:
    """A number from `low` to `high`, both included; `whole` allows no fractions."""

    about: str
    low: int
    high: int
    whole: bool = False

    @property
    def allowed(self) -> str:
        words = (
            _("a whole number from {low} to {high}")
            if self.whole
            else _("a number from {low} to {high}")
        )
        return words.format(low=self.low, high=self.high)

    def check(self, value: Any, where: Where = ()) -> Iterator[Problem]:
        # True and False are numbers to Python, but not to the author of a file.
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not self.low <= value <= self.high or (self.whole and value % 1):
            yield Problem(where, _is(value), self.allowed)

    def schema(self) -> Schema:
        kind = "integer" if self.whole else "number"
        limits = {"minimum": self.low, "maximum": self.high}
        return {"type": kind, **limits, "description": self.about}


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    about: str
    words: tuple[str, ...]

    @property
    def allowed(self) -> str:
        return " or ".join(self.words)

    def check(self, value: Any, where: Where = ()) -> Iterator[Problem]:
        if value not in self.words:
            yield Problem(where, _is(value), self.allowed)

    def schema(self) -> Schema:
        return {"enum": list(self.words), "description": self.about}


@dataclass(frozen=True)
class ListOf:
    """A list of `fewest` to `most` items of one shape."""

    about: str
    item: Shape
    fewest: int
    most: int

    @property
    def allowed(self) -> str:
        return _("a list of {fewest} to {most}, each on a line that starts with a dash").format(
            fewest=self.fewest, most=self.most
        )

    def check(self, value: Any, where: Where = ()) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(where, _is(value), self.allowed)
            return
        if not self.fewest <= len(value) <= self.most:
            wrong = _("is a list of {count}").format(count=len(value))
            yield Problem(where, wrong, self.allowed)
        for position, item in enumerate(value):
            yield from self.item.check(item, (*where, position))

    def schema(self) -> Schema:
        limits = {"minItems": self.fewest, "maxItems": self.most}
        return {"type": "array", "items": self.item.schema(), **limits, "description": self.about}


@dataclass(frozen=True)
class Record:
    """A mapping with known keys: `required`, `optional`, and exactly one of `one_of`."""

    title: str
    about: str
    required: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)
    one_of: Mapping[str, Shape] = field(default_factory=dict)
    without_any: str = ""
    """What is wrong with a record that has none of `one_of`."""

    @property
    def keys(self) -> dict[str, Shape]:
        """Every key that may be given, with the shape of its value."""
        return {**self.required, **self.one_of, **self.optional}

    @property
    def allowed(self) -> str:
        return _("a mapping with the keys {keys}").format(keys=", ".join(self.keys))

    def check(self, value: Any, where: Where = ()) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(where, _is(value), self.allowed)
            return
        keys = self.keys
        for key, shape in self.required.items():
            if key not in value:
                yield Problem((*where, key), _("is missing"), shape.allowed)
        if self.one_of:
            yield from self._check_one_of(value, where)
        for key, inner in value.items():
            if key in keys:
                yield from keys[key].check(inner, (*where, key))
            else:
                yield _unknown_key(key, where, list(keys))

    def _check_one_of(self, value: dict[str, Any], where: Where) -> Iterator[Problem]:
        given = [key for key in self.one_of if key in value]
        if len(given) != 1:
            wrong = f"has {' and '.join(given)}" if given else self.without_any
            yield Problem(where, wrong, f"exactly one of {', '.join(self.one_of)}")

    def schema(self) -> Schema:
        schema: Schema = {
            "type": "object",
            "title": self.title,
            "description": self.about,
            "properties": {key: shape.schema() for key, shape in self.keys.items()},
            "required": list(self.required),
            "additionalProperties": False,
        }
        if self.one_of:
            schema["oneOf"] = [{"required": [key]} for key in self.one_of]
        return schema


@dataclass(frozen=True)
class Range:
    """Exactly a number, or a mapping that says `from`, `to` and `default`."""

    number: Number

    @property
    def ends(self) -> Record:
        """The long way to write it."""
        number, about = self.number, self.number.about
        parts = {"from": "The least", "to": "The most", "default": "What the app starts with"}
        keys = {
            key: Number(f"{words} that is allowed.", number.low, number.high, number.whole)
            for key, words in parts.items()
        }
        return Record("A range", about, keys)

    @property
    def allowed(self) -> str:
        return f"{self.number.allowed}, or a range {{from: …, to: …, default: …}}"

    def check(self, value: Any, where: Where = ()) -> Iterator[Problem]:
        if isinstance(value, dict):
            yield from self.ends.check(value, where)
        elif any(self.number.check(value)):
            yield Problem(where, _is(value), self.allowed)

    def schema(self) -> Schema:
        about = {"description": self.number.about}
        return {"oneOf": [self.number.schema(), self.ends.schema()]} | about


def _unknown_key(key: str, where: Where, keys: Sequence[str]) -> Problem:
    near = get_close_matches(key[:40], keys, n=1)
    wrong = (
        _("is not a key that is known here (did you mean {key}?)").format(key=near[0])
        if near
        else _("is not a key that is known here")
    )
    return Problem((*where, key), wrong, ", ".join(keys))


def _is(value: Any) -> str:
    return _("is {value}").format(value=_spoken(value))


def _spoken(value: Any) -> str:
    if value is None:
        return _("left empty")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _("the text {text}").format(text=quoted(value))
    if isinstance(value, list):
        return _("a list")
    if isinstance(value, dict):
        return _("a mapping")
    return str(value)
