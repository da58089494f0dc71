"""The figures of a clinic told in a terminal, and what each column of them means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from willows_app.adherence.measures import Share
from willows_app.clinic.report import Section, printable
from willows_app.clinic.report import Table as Told
from willows_app.clinic.tables import Table
from willows_app.practice.clinic import Figures, Row

PATIENTS = Table(
    "patients",
    "One line for each patient and routine.",
    {
        "patient": "The code that the clinic gave.",
        "routine": "The id of the routine; a patient who had several has a line for each.",
        "exports": "Files that these figures were read from.",
        "first_day": "The first day that a file covers.",
        "last_day": "The last.",
        "days_due": "Days on which a session was due, and that are over or met.",
        "days_done": "Of these: with as many sessions as were due.",
        "sessions_due": "Sessions due on these days.",
        "sessions_done": "Of these, in each week no more than were due.",
        "sessions_percent": "sessions_done of sessions_due; empty if none was due.",
        "sessions_more": "Sessions beyond those that were due, or when none was.",
        "days_logged": "Of days_due: on which anything was recorded.",
        "logged_sessions_due": "sessions_due on the days that were logged.",
        "logged_sessions_done": "sessions_done on the days that were logged.",
        "exercises_due": "Exercises due on due days that are over.",
        "exercises_completed": "Of these, completed.",
        "seconds_due": "Seconds to hold on due days that are over.",
        "seconds_held": "Of these, held and timed.",
        "streak": "Due days met one after the other, up to the last day.",
        "best_streak": "The longest of such streaks in these days.",
        "sessions_recorded": "Sessions, be anything done in them or not.",
        "sessions_cut_off": "Of these: the app was closed in the middle.",
        "attempts": "Exercises that were begun; a skip is none.",
        "stopped_for_pain": "Of these: stopped for pain.",
        "pain_change": "Median of pain after a session minus before it, in points of 10.",
        "pain_responses": "Sessions with both answers.",
        "pain_rises": "Of these: 2 points or more worse after it.",
        "pain_trend": "Points a week: Theil-Sen slope of the weekly medians before a session.",
        "pain_weeks": "Weeks with an answer before a session; from 3 on there is a trend.",
        "pain_answers": "Answers before a session.",
    },
)
"""The figures of each patient."""


def sections_of(figures: Figures) -> tuple[Section, ...]:
    """What is told of a clinic."""
    return (
        Section("Clinic", lines=tuple(_clinic(figures.clinic))),
        Section("Exercises, all patients together", table=_exercises(figures.exercises)),
    )


def _clinic(clinic: Row) -> Iterator[str]:
    yield (
        f"{_count(clinic['patients'], 'patient')} in {_count(clinic['exports'], 'file')}"
        f", {clinic['first_day']} to {clinic['last_day']}."
    )
    yield (
        f"Sessions done of those that were due: "
        f"{_of(clinic, 'sessions_done', 'sessions_due')}, and {clinic['sessions_more']} more."
    )
    if clinic["sessions_due"]:
        lower, middle, upper = (
            int(clinic[quarter]) for quarter in ("lower_quartile", "middle", "upper_quartile")
        )
        yield f"A quarter of the patients did up to {lower}%, half {middle}%, three {upper}%."
    for words, done, due in (
        ("Days as planned", "days_done", "days_due"),
        ("Due days on which something was logged", "days_logged", "days_due"),
        ("Exercises stopped for pain, of those begun", "stopped_for_pain", "attempts"),
        ("Sessions after which it hurt 2 points more", "pain_rises", "pain_responses"),
    ):
        yield f"{words}: {_of(clinic, done, due)}."
    yield (
        f"Pain before a session, as a trend of three weeks or more: less for "
        f"{clinic['pain_less']}, as before for {clinic['pain_same']}, more for "
        f"{clinic['pain_more']}."
    )
    yield "The patients reported all of it; what was not logged counts as not done."


def _of(row: Row, done: str, due: str) -> str:
    """ "12 of 20 (60%)"."""
    share = Share(row[done], row[due])
    percent = "" if share.percent is None else f" ({share.percent}%)"
    return f"{share.done} of {share.due}{percent}"


def _exercises(exercises: Sequence[Row]) -> Told:
    return Told(
        ("routine", "exercise", "patients", "begun", "completed", "partly", "stopped", "skipped"),
        tuple(
            (
                printable(each["routine"]),
                printable(each["title"]),
                *(
                    str(each[column])
                    for column in (
                        "patients",
                        "attempts",
                        "completed",
                        "partly_done",
                        "stopped_for_pain",
                        "skipped",
                    )
                ),
            )
            for each in exercises
        ),
    )


def _count(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
