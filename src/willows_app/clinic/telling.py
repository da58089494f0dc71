"""A review told: as plain text to read, and as plain values for another program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from willows_app.adherence.facts import PainMoment, Session, Source
from willows_app.adherence.measures import Adherence, PeriodOfPain, Share
from willows_app.adherence.periods import Period
from willows_app.adherence.plan import Phase, Span
from willows_app.clinic.archive import Archive
from willows_app.clinic.review import ExerciseReview, Review
from willows_app.clinic.tables import answers
from willows_app.guide.performance import Outcome, SkipReason
from willows_app.routine.words import count_words

NOT_SAID = "not said"
BAR = 20
"""Letters of a full bar."""


# ---------------------------------------------------------------- as text


def as_text(archive: Archive, review: Review) -> str:
    """All of it, in sections with a line between them."""
    sections = (
        _heading(archive, review),
        ["Plan", *_phases(review.phases)],
        ["Sessions done of those that were due", *_weeks(review)],
        ["Pain, from 0 to 10, as the patient said it", *_pain(review)],
        ["Exercises, completed of due days", *_exercises(review.exercises)],
        ["All sessions", *_sessions(review)],
        ["Notes", *_notes(review.sessions)],
        ["How far this can be trusted", *_quality(review)],
    )
    return "\n\n".join("\n".join(section) for section in sections)


def _heading(archive: Archive, review: Review) -> list[str]:
    routine = review.routine
    return [
        f"{archive.patient}: {routine.title}, {routine.clinic}",
        f"{review.first} to {review.last}, made on {archive.made_at:%Y-%m-%d at %H:%M} "
        f"by Willows {_printable(archive.app)}",
    ]


def _phases(phases: Sequence[Span]) -> list[str]:
    if not phases:
        return ["  It has not begun."]
    return [f"  {span.first} to {span.last}  {_standing(span)}" for span in phases]


def _standing(span: Span) -> str:
    standing = span.standing
    words = "daily" if standing.phase is Phase.DAILY else "as needed"
    if standing.flare_since:
        words = f"stiff or sore since {standing.flare_since}, sessions due"
    if standing.pause:
        reason = f", {standing.pause.reason.value}" if standing.pause.reason else ""
        words = f"paused{reason} ({words})"
    return words


def _weeks(review: Review) -> Iterator[str]:
    yield from _table(
        ("from", "done", "due", "more", "", ""),
        [
            (
                str(week.first),
                f"{week.sessions.done:g}",
                f"{week.sessions.due:g}",
                str(week.extra),
                _percent(week.sessions),
                _bar(week.sessions),
            )
            for week in review.weeks
        ],
    )
    total = review.total
    yield (
        f"  In all {total.sessions.done:g} of {total.sessions.due:g}"
        f"{_in_brackets(total.sessions)}, and {total.extra} more."
    )
    yield f"  Days as planned: {_of(total.days)}."
    yield f"  Seconds held of those prescribed: {_of(total.dose)}."


def _pain(review: Review) -> Iterator[str]:
    if not review.pain:
        yield "  No answer."
        return
    yield from _table(
        ("week of", "before", "n", "after", "n"), [_week_of_pain(week) for week in review.pain]
    )
    trend, response = review.trend, review.response
    said = f"{count_words(trend.answers, 'answer')} in {count_words(trend.periods, 'week')}"
    if trend.per_period is None:
        yield f"  Before a session: {said}, too few for a trend."
    else:
        yield f"  Before a session: {trend.per_period:+.1f} points a week (Theil–Sen), from {said}."
    if response.median_change is not None:
        yield (
            f"  Over a session: {response.median_change:+g} points (median), from "
            f"{count_words(response.sessions, 'session')}; 2 points or more worse after "
            f"{response.rises} of them."
        )


def _week_of_pain(week: PeriodOfPain) -> tuple[str, ...]:
    return (
        str(Period.WEEK.first_day(week.number)),
        _number(week.before),
        str(week.answers),
        _number(week.after),
        str(week.answers_after),
    )


def _exercises(exercises: Sequence[ExerciseReview]) -> Iterator[str]:
    yield from _table(
        ("", "done", "due", "partly", "skipped", "stopped", "held", "why skipped"),
        [
            (
                each.title,
                f"{each.completed.done:g}",
                f"{each.completed.due:g}",
                str(each.record.partly_done),
                str(each.record.skipped),
                str(each.record.stopped_for_pain),
                _percent(each.dose),
                _reasons(each.skipped),
            )
            for each in exercises
        ],
    )
    yield "  partly, skipped, stopped for pain: times; held: of the seconds prescribed."


def _reasons(skipped: Mapping[SkipReason | None, int]) -> str:
    return ", ".join(f"{_reason(reason)} {count}" for reason, count in _by_count(skipped))


def _by_count(
    skipped: Mapping[SkipReason | None, int],
) -> list[tuple[SkipReason | None, int]]:
    return sorted(skipped.items(), key=lambda item: (-item[1], _reason(item[0])))


def _reason(reason: SkipReason | None) -> str:
    return reason.value if reason else NOT_SAID


def _sessions(review: Review) -> Iterator[str]:
    if not review.sessions:
        yield "  None."
        return
    yield from _table(
        ("day", "done", "planned", "pain before", "after", "how it ended", "recorded"),
        [_session(session, review.routine.id) for session in review.sessions],
    )


def _session(session: Session, routine: str) -> tuple[str, ...]:
    scores = {moment: pain.score for moment, pain in answers(session).items()}
    other = "" if session.routine == routine else f", routine {_printable(session.routine)}"
    return (
        str(session.day),
        str(len(session.done)),
        str(len(session.planned)),
        _number(scores.get(PainMoment.BEFORE)),
        _number(scores.get(PainMoment.AFTER)),
        session.end.value if session.end else "cut off",
        _recorded(session) + other,
    )


def _recorded(session: Session) -> str:
    return " and ".join(sorted({entry.source.value for entry in session.entries})) or "nothing"


def _notes(sessions: Iterable[Session]) -> list[str]:
    noted = [each for each in sessions if each.note.strip()]
    return [f"  {each.day}  {_printable(each.note)}" for each in noted] or ["  None."]


def _quality(review: Review) -> Iterator[str]:
    quality, total = review.quality, review.total
    yield "  The patient reported all of it; what was not logged counts as not done."
    yield f"  Due days on which something was logged: {_of(total.logged)}."
    yield f"  Sessions on those days alone: {_of(total.when_logged)}."
    yield f"  Exercises timed: {quality.timed}, ticked by hand: {quality.by_hand}."
    for count, thing in (
        (quality.cut_off, "session that was cut off: the app was closed in the middle"),
        (quality.unknown, "exercise that the routine does not have, counted in no share"),
        (quality.other_routines, "session of another routine, counted nowhere but in the list"),
    ):
        if count:
            yield f"  {count} × {thing}."


def _table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines with columns: numbers to the right."""
    columns = list(zip(names, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    to_the_right = [all(_is_number(cell) for cell in column[1:]) for column in columns]
    for line in (names, *rows):
        cells = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, to_the_right, strict=True)
        ]
        yield f"  {'  '.join(cells)}".rstrip()


def _is_number(cell: str) -> bool:
    return cell.rstrip("%").replace(".", "", 1).isdigit() or cell == "–"


def _number(number: float | None) -> str:
    return "–" if number is None else f"{number:g}"


def _percent(share: Share) -> str:
    return "–" if share.percent is None else f"{share.percent}%"


def _in_brackets(share: Share) -> str:
    return "" if share.percent is None else f" ({share.percent}%)"


def _of(share: Share) -> str:
    """ "12 of 20 (60%)"."""
    return f"{round(share.done)} of {round(share.due)}{_in_brackets(share)}"


def _bar(share: Share) -> str:
    return "█" * round(BAR * share.done / share.due) if share.due else ""


def _printable(text: str) -> str:
    """In one line and without what would command a terminal."""
    return "".join(each if each.isprintable() else "\ufffd" for each in " ".join(text.split()))


# ---------------------------------------------------------------- as plain values


def as_json(archive: Archive, review: Review) -> dict[str, Any]:
    """The same as plain values; days in ISO 8601, None where nothing is known."""
    return {
        "patient": archive.patient,
        "routine": review.routine.id,
        "title": review.routine.title,
        "first": str(review.first),
        "last": str(review.last),
        "made_at": archive.made_at.isoformat(),
        "app": archive.app,
        "phases": [_span_json(span) for span in review.phases],
        "total": _adherence_json(review.total),
        "weeks": [_adherence_json(week) for week in review.weeks],
        "pain": _pain_json(review),
        "exercises": [_exercise_json(each) for each in review.exercises],
        "sessions": [_session_json(session) for session in review.sessions],
        "quality": {
            "timed": review.quality.timed,
            "ticked_by_hand": review.quality.by_hand,
            "cut_off": review.quality.cut_off,
            "unknown_exercises": review.quality.unknown,
            "other_routines": review.quality.other_routines,
        },
    }


def _span_json(span: Span) -> dict[str, Any]:
    standing = span.standing
    pause = standing.pause
    return {
        "first": str(span.first),
        "last": str(span.last),
        "phase": standing.phase.value,
        "flare_since": str(standing.flare_since) if standing.flare_since else None,
        "paused": pause is not None,
        "reason": pause.reason.value if pause and pause.reason else None,
        "due": standing.due,
    }


def _adherence_json(of: Adherence) -> dict[str, Any]:
    return {
        "first": str(of.first),
        "last": str(of.last),
        "days": _share_json(of.days),
        "sessions": _share_json(of.sessions),
        "more_sessions": of.extra,
        "exercises": _share_json(of.exercises),
        "seconds": _share_json(of.dose),
        "days_logged": _share_json(of.logged),
        "sessions_on_days_logged": _share_json(of.when_logged),
    }


def _share_json(share: Share) -> dict[str, Any]:
    return {"done": share.done, "due": share.due, "percent": share.percent}


def _pain_json(review: Review) -> dict[str, Any]:
    return {
        "weeks": [
            {
                "first": str(Period.WEEK.first_day(week.number)),
                "before": week.before,
                "answers_before": week.answers,
                "after": week.after,
                "answers_after": week.answers_after,
            }
            for week in review.pain
        ],
        "before_per_week": review.trend.per_period,
        "weeks_with_answers": review.trend.periods,
        "answers_before": review.trend.answers,
        "median_change_over_a_session": review.response.median_change,
        "sessions_with_both_answers": review.response.sessions,
        "sessions_with_a_rise": review.response.rises,
    }


def _exercise_json(each: ExerciseReview) -> dict[str, Any]:
    return {
        "exercise": each.record.exercise,
        "title": each.title,
        "completed": _share_json(each.completed),
        "seconds": _share_json(each.dose),
        "times": {
            Outcome.COMPLETED.value: each.record.completed,
            Outcome.PARTLY_DONE.value: each.record.partly_done,
            Outcome.SKIPPED.value: each.record.skipped,
            Outcome.STOPPED_FOR_PAIN.value: each.record.stopped_for_pain,
        },
        "seconds_held": each.record.seconds_held,
        "skipped": {_reason(reason): count for reason, count in _by_count(each.skipped)},
    }


def _session_json(session: Session) -> dict[str, Any]:
    scores = {moment: pain.score for moment, pain in answers(session).items()}
    return {
        "session": session.id,
        "routine": session.routine,
        "day": str(session.day),
        "started_at": session.started_at.isoformat(),
        "ended_at": session.ended_at.isoformat() if session.ended_at else None,
        "end": session.end.value if session.end else None,
        "planned": len(session.planned),
        "done": len(session.done),
        "timed": sum(entry.source is Source.TIMED for entry in session.entries),
        "pain_before": scores.get(PainMoment.BEFORE),
        "pain_after": scores.get(PainMoment.AFTER),
        "note": session.note,
    }
