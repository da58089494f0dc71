"""The tables of facts that a backup holds: their columns, and what must be true between them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from willows_app.adherence.fact_values import (
    BadFact,
    Column,
    day,
    free_text,
    list_of_words,
    moment,
    one_of,
    optional,
    seconds,
    setting,
    shown,
    title_and_dose,
    whole,
    words,
)
from willows_app.adherence.facts import Change, PainMoment, PauseReason, SessionEnd, Source
from willows_app.guide.performance import Outcome, SkipReason
from willows_app.language import _
from willows_app.routine.model import Side

Row = tuple[Any, ...]
Facts = Mapping[str, Sequence[Row]]
"""The rows of every table of `TABLES`. The `planned` of an entry is its title and its dose."""

TABLES: dict[str, tuple[Column, ...]] = {
    "sessions": (
        words("id"),
        words("routine"),
        list_of_words("planned"),
        moment("started_at"),
        day("day"),
    ),
    "session_ends": (words("session"), one_of("reason", SessionEnd), moment("ended_at")),
    "entries": (
        words("id"),
        words("session"),
        words("exercise"),
        title_and_dose("planned"),
        one_of("outcome", Outcome),
        optional(seconds("held_left")),
        optional(seconds("held_right")),
        optional(seconds("held_middle")),
        whole("repetitions", 0),
        optional(whole("places", 0)),
        optional(one_of("reason", SkipReason)),
        one_of("source", Source),
        moment("recorded_at"),
        optional(words("supersedes")),
    ),
    "pains": (
        words("id"),
        words("session"),
        one_of("moment", PainMoment),
        optional(whole("score", 0, 10)),
        optional(words("exercise")),
        optional(one_of("side", Side)),
        moment("recorded_at"),
    ),
    "notes": (
        words("id"),
        words("session"),
        free_text("text"),
        whole("sequence", 1),
        moment("recorded_at"),
    ),
    "taken_back": (
        words("id"),
        words("target"),
        whole("taken_back", 0, 1),
        whole("sequence", 1),
        moment("recorded_at"),
    ),
    "plan_changes": (
        words("id"),
        words("routine"),
        one_of("change", Change),
        day("day"),
        whole("sequence", 1),
        moment("recorded_at"),
        optional(whole("days", 1)),
        optional(day("until")),
        optional(one_of("reason", PauseReason)),
    ),
    "settings": (
        words("id"),
        words("key"),
        setting("value"),
        whole("sequence", 1),
        moment("set_at"),
    ),
}
"""Each table with all its columns. The first column tells one row from another."""


def values(facts: Facts, table: str, column: str) -> list[Any]:
    """What a column says, row by row."""
    place = _place(table, column)
    return [row[place] for row in facts[table]]


def with_planned(facts: Facts, by: Mapping[Any, Any]) -> Facts:
    """The facts with what `by` has for it in place of the `planned` of each entry."""
    place = _place("entries", "planned")
    entries = [(*row[:place], by[row[place]], *row[place + 1 :]) for row in facts["entries"]]
    return {**facts, "entries": entries}


def _place(table: str, column: str) -> int:
    return [each.name for each in TABLES[table]].index(column)


def check(facts: Facts) -> Iterator[None]:
    """Raises `BadFact` if these facts are not those of a whole log; a step for each column."""
    for table, columns in TABLES.items():
        for column in columns:
            try:
                column.check(values(facts, table, column.name))
            except BadFact as fault:
                raise BadFact(_("{table}: {fault}").format(table=table, fault=fault)) from None
            yield
        if len({row[0] for row in facts[table]}) < len(facts[table]):
            raise BadFact(_("{table}: the same one is there twice").format(table=table))
    _check_references(facts)
    _check_entries(facts)
    yield


def _check_references(facts: Facts) -> None:
    """What a correction speaks of may be unknown: then it changes nothing."""
    sessions = set(values(facts, "sessions", "id"))
    for table in ("session_ends", "entries", "pains", "notes"):
        if unknown := set(values(facts, table, "session")) - sessions:
            raise BadFact(
                _("{table}: there is no session {id}").format(table=table, id=shown(min(unknown)))
            )


def _check_entries(facts: Facts) -> None:
    exercises = {text: json.loads(text) for text in set(values(facts, "sessions", "planned"))}
    planned = {
        (session, exercise)
        for session, text in zip(*_columns(facts, "sessions", "id", "planned"), strict=True)
        for exercise in exercises[text]
    }
    done = set(zip(*_columns(facts, "entries", "session", "exercise"), strict=True))
    if strange := done - planned:
        raise BadFact(
            _("entries: {exercise} was not part of its session").format(
                exercise=shown(min(strange)[1])
            )
        )
    held = zip(*_columns(facts, "entries", "held_left", "held_right", "held_middle"), strict=True)
    if any(None in seconds and seconds != (None, None, None) for seconds in set(held)):
        raise BadFact(_("entries: seconds were held on one side and never timed on the other"))


def _columns(facts: Facts, table: str, *columns: str) -> Iterator[list[Any]]:
    return (values(facts, table, column) for column in columns)
