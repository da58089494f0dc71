"""A review as a FHIR R4 Bundle, for a record system that takes such.

No profile is claimed. The patient is a pseudonym. Ids follow from the log's own, so that
exports of the same log name the same things alike.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from willows_app.adherence.days import monday_of
from willows_app.adherence.facts import Entry, Pain, PainMoment, Session, SessionEnd, Source
from willows_app.adherence.measures import Adherence
from willows_app.adherence.plan import Phase, Standing
from willows_app.clinic.review import Review
from willows_app.clinic.tables import answers, stops
from willows_app.guide.performance import Outcome
from willows_app.routine.model import Exercise
from willows_app.routine.words import dose_words

Resource = dict[str, Any]

OWN = "https://willows.clinic/fhir"
"""Begins the names of our own codes; nothing need be there."""
PATIENT_CODE = f"{OWN}/patient-code"
EXERCISE = f"{OWN}/CodeSystem/exercise"
OUTCOME = f"{OWN}/CodeSystem/outcome"
REASON = f"{OWN}/CodeSystem/reason"
PAIN_MOMENT = f"{OWN}/CodeSystem/pain-moment"
MEASURE = f"{OWN}/CodeSystem/measure"

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"

THERAPY = {"system": SNOMED, "code": "91251008", "display": "Physical therapy procedure"}
STRETCHING = {"system": SNOMED, "code": "229070002", "display": "Stretching exercises"}
PAIN = {
    "system": LOINC,
    "code": "72514-3",
    "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
}
DURATION = {"system": LOINC, "code": "55411-3", "display": "Exercise duration"}

STATUS = {
    Outcome.COMPLETED: "completed",
    Outcome.PARTLY_DONE: "stopped",
    Outcome.SKIPPED: "not-done",
    Outcome.STOPPED_FOR_PAIN: "stopped",
}
SESSION_STATUS = {
    SessionEnd.FINISHED: "completed",
    SessionEnd.STOPPED: "stopped",
    SessionEnd.STOPPED_FOR_PAIN: "stopped",
    None: "unknown",  # the app was closed in the middle
}

_IDS = uuid.UUID("6d1a7f5e-0c3b-5d0e-9a51-3f4b8a2c7e10")
_UTC_AT_MOST = timedelta(hours=14)


def bundle_json(review: Review, patient: str, made_at: datetime) -> bytes:
    """`bundle.fhir.json`; `patient` is the code that the clinic gave."""
    bundle = bundle_of(review, patient, made_at)
    return (json.dumps(bundle, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def bundle_of(review: Review, patient: str, made_at: datetime) -> Resource:
    """The Bundle as plain values."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _moment(made_at),
        "entry": [
            {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
            for resource in _Writing(review, patient).resources()
        ],
    }


def session_id(session: str) -> str:
    """The id of the Procedure that a session of the log becomes."""
    return _id("session", session)


def patient_of(code: str) -> Resource:
    """The Patient, who is known by the code that the clinic gave and by nothing else."""
    identifier = {"system": PATIENT_CODE, "value": code}
    return {"resourceType": "Patient", "id": _id("patient", code), "identifier": [identifier]}


def week_id(code: str, routine: str, monday: date) -> str:
    """The id of what is said of a patient's week, be it over or not."""
    return _id("adherence", code, routine, monday.isoformat())


class _Writing:
    """Writes the resources of one patient's review."""

    def __init__(self, review: Review, patient: str) -> None:
        self._review = review
        self._routine = review.routine
        self._code = patient
        self._patient = patient_of(patient)
        self._plan = _id("plan", patient, review.routine.id)

    def resources(self) -> Iterator[Resource]:
        """All of them, each after those that it refers to."""
        yield self._patient
        yield from self._prescribed()
        for session in self._review.sessions:
            yield from self._session(session)
        for week in self._review.weeks:
            if week.sessions.due:
                yield self._adherence(week)

    def _resource(self, kind: str, id: str, **content: Any) -> Resource:
        """One about the patient; what is None is left out."""
        given = {key: value for key, value in content.items() if value is not None}
        subject = _reference(self._patient["id"])
        return {"resourceType": kind, "id": id, "subject": subject, **given}

    # ------------------------------------------------------------ what is prescribed

    def _prescribed(self) -> Iterator[Resource]:
        standing, first = self._review.plan.on(self._review.last), self._review.plan.first
        requests = [self._request(each, standing) for each in self._routine.exercises]
        yield from requests
        yield self._resource(
            "CarePlan",
            self._plan,
            status="on-hold" if standing and standing.pause else "active",
            intent="plan",
            title=_text(self._routine.title),
            description=_text(self._routine.schedule.words),
            period={"start": first.isoformat()} if first else None,
            activity=[{"reference": _reference(request["id"])} for request in requests],
        )

    def _request(self, exercise: Exercise, standing: Standing | None) -> Resource:
        plan = self._review.plan
        as_needed = standing is not None and standing.phase is Phase.AS_NEEDED
        daily_days = {"value": plan.daily_days, "unit": "d", "system": UCUM, "code": "d"}
        often = {"frequency": plan.daily_sessions, "period": 1, "periodUnit": "d"}
        bounds = {} if as_needed else {"boundsDuration": daily_days}
        return self._resource(
            "ServiceRequest",
            _id("request", self._code, self._routine.id, exercise.id),
            status="on-hold" if standing and standing.pause else "active",
            intent="plan",
            code=_exercise(self._routine.id, exercise.id, exercise.title),
            occurrenceTiming={"repeat": bounds | often},
            asNeededBoolean=True if as_needed else None,
            patientInstruction=_text(dose_words(exercise.dose)),
        )

    # ------------------------------------------------------------ what was done

    def _session(self, session: Session) -> Iterator[Resource]:
        id = session_id(session.id)
        of_plan = session.routine == self._routine.id
        nothing = bool(session.entries) and {entry.outcome for entry in session.entries} == {
            Outcome.SKIPPED
        }
        yield self._resource(
            "Procedure",
            id,
            basedOn=[_reference(self._plan)] if of_plan else None,
            status="not-done" if nothing else SESSION_STATUS[session.end],
            category={"coding": [THERAPY]},
            code={"coding": [STRETCHING]},
            performedPeriod=_period(session),
            note=_notes(session.note),
        )
        for entry in session.entries:
            yield self._entry(session, entry, id)
        for moment, pain in answers(session).items():
            yield self._pain(pain, id, _id("pain", session.id, moment))
        entries = {entry.exercise: _id("entry", session.id, entry.id) for entry in session.entries}
        for number, pain in enumerate(stops(session), start=1):
            of = entries.get(pain.exercise or "", id)
            yield self._pain(pain, of, _id("pain", session.id, pain.moment, str(number)))
        if minutes := _minutes(session):
            yield self._duration(session, id, minutes)

    def _entry(self, session: Session, entry: Entry, part_of: str) -> Resource:
        return self._resource(
            "Procedure",
            _id("entry", session.id, entry.id),
            partOf=[_reference(part_of)],
            status=STATUS[entry.outcome],
            statusReason=_status_reason(entry),
            category={"coding": [THERAPY]},
            code=_exercise(session.routine, entry.exercise, entry.title),
            performedDateTime=session.day.isoformat()
            if entry.source is Source.TICKED_BY_HAND
            else _moment(entry.recorded_at),
            outcome=_own(OUTCOME, entry.outcome.value),
            note=_notes(_how_much(entry)),
        )

    def _pain(self, pain: Pain, part_of: str, id: str) -> Resource:
        score = None if pain.score is None else _quantity(pain.score, "{score}")
        return self._resource(
            "Observation",
            id,
            partOf=[_reference(part_of)],
            status="final",
            category=[{"coding": [{"system": CATEGORY, "code": "survey"}]}],
            code={
                "coding": [PAIN, {"system": PAIN_MOMENT, "code": pain.moment.value}],
                "text": PAIN_WORDS[pain.moment],
            },
            effectiveDateTime=_moment(pain.recorded_at),
            valueQuantity=score,
            dataAbsentReason=None if score else _coded(ABSENT, "asked-declined"),
            bodySite={"text": f"{pain.side.value} side"} if pain.side else None,
        )

    def _duration(self, session: Session, part_of: str, minutes: float) -> Resource:
        words = "From the start to the end of the session, pauses included"
        return self._resource(
            "Observation",
            _id("duration", session.id),
            partOf=[_reference(part_of)],
            status="final",
            code={"coding": [DURATION], "text": words},
            effectivePeriod=_period(session),
            valueQuantity=_quantity(minutes, "min"),
        )

    def _adherence(self, week: Adherence) -> Resource:
        done, due = week.sessions.done, week.sessions.due
        is_over = week.last < self._review.last
        return self._resource(
            "Observation",
            week_id(self._code, self._routine.id, monday_of(week.first)),
            basedOn=[_reference(self._plan)],
            status="final" if is_over else "preliminary",
            code=_own(MEASURE, "weekly-sessions", "Sessions done of those that were due"),
            effectivePeriod={"start": week.first.isoformat(), "end": week.last.isoformat()},
            valueQuantity=_quantity(round(100 * done / due, 1), "%"),
            note=_notes("Self-reported. What was not logged counts as not done: a lower bound."),
            component=[
                {
                    "code": _own(MEASURE, f"sessions-{which}"),
                    "valueQuantity": _quantity(int(count), "{sessions}"),
                }
                for which, count in (("done", done), ("due", due))
            ],
        )


PAIN_WORDS: Mapping[PainMoment, str] = {
    PainMoment.BEFORE: "Pain before the session",
    PainMoment.AFTER: "Pain after the session",
    PainMoment.STOP: "Pain when an exercise was stopped",
}


def _id(*of: str) -> str:
    return str(uuid.uuid5(_IDS, json.dumps(of)))


def _reference(id: str) -> dict[str, str]:
    return {"reference": f"urn:uuid:{id}"}


def _own(system: str, word: str, words: str = "") -> Resource:
    return _coded(system, word.replace(" ", "-"), words or word)


def _coded(system: str, code: str, words: str | None = None) -> Resource:
    concept: Resource = {"coding": [{"system": system, "code": code}]}
    return concept | ({"text": words} if words else {})


def _exercise(routine: str, exercise: str, title: str) -> Resource:
    code = " ".join((_text(f"{routine}/{exercise}") or "").split())
    words = _text(title) or code
    return {"coding": [{"system": EXERCISE, "code": code, "display": words}], "text": words}


def _status_reason(entry: Entry) -> Resource | None:
    if entry.outcome is Outcome.STOPPED_FOR_PAIN:
        return _own(REASON, "pain")
    if entry.outcome is Outcome.SKIPPED and entry.reason:
        return _own(REASON, entry.reason.value)
    return None


def _how_much(entry: Entry) -> str:
    planned = entry.planned
    if entry.held is None:
        return f"Ticked by hand, not timed. Planned: {planned.held.total:g} s."
    return f"Timed: held {entry.held.total:g} s of {planned.held.total:g} s planned."


def _quantity(value: float, unit: str) -> Resource:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit}


def _minutes(session: Session) -> float | None:
    """How long it took; None where nobody timed it, or the clock was put back in it."""
    if session.ended_at is None or session.by_hand:
        return None
    minutes = (session.ended_at - session.started_at).total_seconds() / 60
    return round(minutes, 1) if minutes > 0 else None


def _period(session: Session) -> Resource:
    """When it was done; of one that was added by hand no more than the day is known."""
    if session.by_hand:
        return {"start": session.day.isoformat(), "end": session.day.isoformat()}
    start, end = session.started_at, session.ended_at
    known = {"end": _moment(end)} if end and end >= start else {}
    return {"start": _moment(start)} | known


def _moment(at: datetime) -> str:
    """As `dateTime` and `instant` allow it: no offset is beyond 14 hours."""
    offset = at.utcoffset() or timedelta()
    return (at if abs(offset) <= _UTC_AT_MOST else at.astimezone(UTC)).isoformat()


def _notes(text: str) -> list[Resource] | None:
    written = _text(text)
    return [{"text": written}] if written else None


def _text(text: str) -> str | None:
    """The text without what a FHIR `string` must not have; None if nothing is left of it."""
    printable = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "\ufffd", text)
    return re.sub(r"[^\S \t\r\n]|\ufeff", " ", printable).strip() or None
