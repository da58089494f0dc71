"""A review as plain values, for another program."""

from __future__ import annotations

from typing import Any

from willows_app.adherence.facts import PainMoment, Session, Source
from willows_app.adherence.measures import Adherence, Share
from willows_app.adherence.periods import Period
from willows_app.adherence.plan import Span
from willows_app.clinic.archive import Archive
from willows_app.clinic.report import asked
from willows_app.clinic.review import ExerciseReview, PainAtStops, Review
from willows_app.clinic.tables import answers, stops
from willows_app.guide.performance import Outcome
from willows_app.routine.words import dose_words


def as_json(archive: Archive, review: Review) -> dict[str, Any]:
    """The review of an archive; days in ISO 8601, None where nothing is known."""
    return {
        "patient": archive.patient,
        "routine": review.routine.id,
        "title": review.routine.title,
        "first": str(review.first),
        "last": str(review.last),
        "made_at": archive.made_at.isoformat(),
        "app": archive.app,
        "plan": _plan_json(review),
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


def _plan_json(review: Review) -> dict[str, Any]:
    plan = review.last_plan
    return {
        "from_clinic": plan is not None and plan.by_clinic,
        "since": str(plan.since) if plan else None,
        "days_of_an_earlier_plan": review.earlier_plan,
        "doses": [
            {"exercise": each.id, "title": each.title, "dose": dose_words(each.dose)}
            for each in review.routine.exercises
        ],
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
    answered, declined = asked(review)
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
        "answered": answered,
        "declined": declined,
        "at_stops": _at_stops_json(review.at_stops),
    }


def _at_stops_json(of: PainAtStops) -> dict[str, Any]:
    return {"highest": of.highest, "answered": of.answered, "declined": of.declined}


def _exercise_json(each: ExerciseReview) -> dict[str, Any]:
    return {
        "exercise": each.record.exercise,
        "title": each.title,
        "prescribed": each.prescribed,
        "completed": _share_json(each.completed),
        "seconds": _share_json(each.dose),
        "times": {
            Outcome.COMPLETED.value: each.record.completed,
            Outcome.PARTLY_DONE.value: each.record.partly_done,
            Outcome.SKIPPED.value: each.record.skipped,
            Outcome.STOPPED_FOR_PAIN.value: each.record.stopped_for_pain,
        },
        "seconds_held": each.record.seconds_held,
        "skipped": {
            reason.value if reason else "not said": count
            for reason, count in sorted(each.skipped.items(), key=lambda item: -item[1])
        },
        "pain_at_stops": _at_stops_json(each.at_stops),
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
        "pain_at_stops": [pain.score for pain in stops(session)],
        "note": session.note,
    }
