"""The Bundle is valid FHIR R4 whatever the log holds, and says what the log says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema
import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings
from jsonschema import Draft6Validator

from tests.adherence.diary import (
    COMPLETED,
    PARTLY,
    SKIPPED,
    STOPPED,
    Act,
    Diary,
    live,
    many_acts,
)
from tests.adherence.some_facts import facts
from tests.clinic.lived import CODE, EVER, ROUTINE, log_of
from willows_app.adherence.fact_tables import Facts
from willows_app.adherence.facts import Change, PainMoment
from willows_app.clinic.fhir import Resource, bundle_json, bundle_of
from willows_app.clinic.review import review_of

EVENING = "2026-06-01T18:04:00+01:00"
MADE_AT = datetime(2026, 6, 7, 9, 30, tzinfo=UTC)
WEEK = date(2026, 6, 1), date(2026, 6, 7)

# Only what is used, from fhir.schema.json of R4; a Bundle of other resources does not pass.
SCHEMA = json.loads(Path(__file__).with_name("fhir.r4.schema.json").read_bytes())
VALIDATOR = Draft6Validator(SCHEMA)

# What neither validator looks at, from the value sets that R4 binds with strength "required".
STATUSES = {
    "CarePlan": {"active", "on-hold"},
    "ServiceRequest": {"active", "on-hold"},
    "Procedure": {"completed", "stopped", "not-done", "unknown"},
    "Observation": {"final", "preliminary"},
}
TARGETS = {
    "subject": {"Patient"},
    "basedOn": {"CarePlan"},
    "partOf": {"Procedure"},
    "activity": {"ServiceRequest"},
}


def bundle(diary: Diary) -> Resource:
    return bundle_of(review_of(diary.log, ROUTINE, *WEEK), CODE, MADE_AT)


def resources(bundle: Resource, kind: str) -> list[Resource]:
    found = [entry["resource"] for entry in bundle["entry"]]
    return [each for each in found if each["resourceType"] == kind]


def codes(concept: Resource) -> list[str]:
    return [coding["code"] for coding in concept["coding"]]


def coded(bundle: Resource, kind: str, code: str) -> list[Resource]:
    return [each for each in resources(bundle, kind) if code in codes(each["code"])]


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(tmp_path / "log.sqlite3")


# ---------------------------------------------------------------- valid, whatever the log


def leaves(value: Any, under: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with the key of the resource that it stands under."""
    yield under, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, under or key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, under)


def check(bundle: Resource) -> None:
    """Both validators, and what they miss."""
    VALIDATOR.validate(bundle)
    Bundle.model_validate(bundle)
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(urls) == len(set(urls))
    kinds: dict[str, str] = {}
    for entry in bundle["entry"]:
        resource = entry["resource"]
        assert entry["fullUrl"] == f"urn:uuid:{resource['id']}"
        kinds[entry["fullUrl"]] = resource["resourceType"]
        if (kind := resource["resourceType"]) != "Patient":
            assert resource["status"] in STATUSES[kind]
            assert resource["subject"]["reference"] == urls[0]
        if kind == "Observation":
            assert ("valueQuantity" in resource) != ("dataAbsentReason" in resource)
        period = resource.get("performedPeriod", {})
        if "end" in period and "T" in period["end"]:
            assert datetime.fromisoformat(period["start"]) <= datetime.fromisoformat(period["end"])
    for entry in bundle["entry"]:
        for under, value in leaves(entry["resource"]):
            assert value not in ([], {}, "", None), under
            if isinstance(value, dict) and "reference" in value:
                if not isinstance(value["reference"], str):
                    continue  # an activity, of which it is the key of the reference
                assert kinds[value["reference"]] in TARGETS[under]
    assert kinds[urls[0]] == "Patient"


@settings(max_examples=40)
@given(many_acts)
def test_the_bundle_of_any_patient_is_valid(acts: list[Act]) -> None:
    with TemporaryDirectory() as folder, Diary(Path(folder) / "log.sqlite3") as diary:
        live(diary, acts)
        check(bundle(diary))


@settings(max_examples=40)
@given(facts())
def test_every_session_and_entry_and_answer_is_in_it_once(known: Facts) -> None:
    with log_of(known) as log:
        sessions = log.sessions_between(*EVER)
        review = review_of(log, ROUTINE, *WEEK)
    written = bundle_of(replace(review, sessions=sessions), CODE, MADE_AT)
    check(written)
    procedures = resources(written, "Procedure")
    assert len(procedures) == len(sessions) + sum(len(each.entries) for each in sessions)
    said = {
        (each.id, pain.moment, index if pain.moment is PainMoment.STOP else 0)
        for each in sessions
        for index, pain in enumerate(each.pains)
    }
    assert len(coded(written, "Observation", "72514-3")) == len(said)


@pytest.mark.parametrize(
    "note", ["=1", "\0", "\u00a0", " \n ", "a\u2028b\ufeffc", "🌿\x1f", "x" * 5000]
)
def test_whatever_a_patient_writes_the_bundle_stays_valid(diary: Diary, note: str) -> None:
    diary.log.write_note(diary.session(EVENING, "cobra"), note, MADE_AT)
    check(bundle(diary))


@pytest.mark.parametrize("offset", ["+14:00", "+23:59", "-23:59", "-00:30"])
def test_an_odd_offset_from_utc_is_put_into_one_that_fhir_knows(diary: Diary, offset: str) -> None:
    diary.session(f"2026-06-03T12:00:00{offset}", "cobra", before=3)
    check(bundle(diary))


def test_a_wrong_bundle_does_not_pass(diary: Diary) -> None:
    diary.session(EVENING, "cobra")
    for spoil in (
        lambda it: it["entry"].pop(0),
        lambda it: it["entry"][-1].pop("fullUrl"),
        lambda it: resources(it, "Procedure")[0].update(status="finished"),
        lambda it: resources(it, "Procedure")[0].update(partOf=[]),
        lambda it: resources(it, "Procedure")[0].update(
            basedOn=[{"reference": f"urn:uuid:{resources(it, 'Patient')[0]['id']}"}]
        ),
        lambda it: resources(it, "Procedure")[0].update(colour="green"),
    ):
        written = bundle(diary)
        spoil(written)
        with pytest.raises((AssertionError, KeyError, ValueError, jsonschema.ValidationError)):
            check(written)


# ---------------------------------------------------------------- what it says


def test_the_patient_is_a_code_and_nothing_else(diary: Diary) -> None:
    (patient,) = resources(bundle(diary), "Patient")
    assert set(patient) == {"resourceType", "id", "identifier"}
    assert [each["value"] for each in patient["identifier"]] == [CODE]


def test_the_plan_asks_for_each_exercise_of_the_routine(diary: Diary) -> None:
    diary.session(EVENING, "cobra")
    written = bundle(diary)
    (plan,) = resources(written, "CarePlan")
    requests = resources(written, "ServiceRequest")
    assert (plan["status"], plan["period"]) == ("active", {"start": "2026-06-01"})
    assert [each["code"]["text"] for each in requests] == [each.title for each in ROUTINE.exercises]
    assert [each["reference"]["reference"] for each in plan["activity"]] == [
        f"urn:uuid:{each['id']}" for each in requests
    ]
    assert requests[0]["occurrenceTiming"]["repeat"] == {
        "boundsDuration": {
            "value": 14,
            "unit": "d",
            "system": "http://unitsofmeasure.org",
            "code": "d",
        },
        "frequency": 1,
        "period": 1,
        "periodUnit": "d",
    }
    assert "asNeededBoolean" not in requests[0]


def test_as_needed_and_paused_are_said_of_the_plan(diary: Diary) -> None:
    diary.session(EVENING, "cobra")
    diary.plan_changes(Change.AS_NEEDED, "2026-06-03")
    diary.plan_changes(Change.PAUSE, "2026-06-05")
    written = bundle(diary)
    (plan,) = resources(written, "CarePlan")
    assert plan["status"] == "on-hold"
    assert {each["asNeededBoolean"] for each in resources(written, "ServiceRequest")} == {True}


@pytest.mark.parametrize(
    ("outcome", "status", "word"),
    [
        (COMPLETED, "completed", "completed"),
        (PARTLY, "stopped", "partly-done"),
        (SKIPPED, "not-done", "skipped"),
        (STOPPED, "stopped", "stopped-for-pain"),
    ],
)
def test_an_exercise_is_a_procedure_with_its_outcome(
    diary: Diary, outcome: Any, status: str, word: str
) -> None:
    session = diary.session(EVENING, "cat")
    diary.entry(session, "cobra", EVENING, outcome, held=12.5)
    written = bundle(diary)
    (whole,) = coded(written, "Procedure", "229070002")
    (part,) = coded(written, "Procedure", "upper_back/cobra")
    assert part["partOf"] == [{"reference": f"urn:uuid:{whole['id']}"}]
    assert (part["status"], codes(part["outcome"])) == (status, [word])
    assert ("statusReason" in part) == (outcome is STOPPED)
    assert part["note"] == [{"text": "Timed: held 12.5 s of 60 s planned."}]


def test_pain_is_an_observation_and_what_was_declined_has_no_value(diary: Diary) -> None:
    session = diary.session(EVENING, "cobra", before=4)
    diary.pain(session, None, EVENING, PainMoment.AFTER)
    before, after = coded(bundle(diary), "Observation", "72514-3")
    assert before["valueQuantity"]["value"] == 4
    assert before["valueQuantity"]["code"] == "{score}"
    assert codes(after["dataAbsentReason"]) == ["asked-declined"]
    assert codes(before["code"])[1:] + codes(after["code"])[1:] == ["before", "after"]


def test_a_session_that_was_added_by_hand_says_the_day_and_no_more(diary: Diary) -> None:
    diary.session("2026-06-03T20:00:00+01:00", "cobra", on="2026-06-02")
    written = bundle(diary)
    (whole,) = coded(written, "Procedure", "229070002")
    assert whole["performedPeriod"] == {"start": "2026-06-02", "end": "2026-06-02"}
    (part,) = coded(written, "Procedure", "upper_back/cobra")
    assert part["performedDateTime"] == "2026-06-02"
    assert part["note"][0]["text"].startswith("Ticked by hand")
    assert coded(written, "Observation", "55411-3") == []


def test_adherence_is_told_by_week_with_what_was_due(diary: Diary) -> None:
    diary.session(EVENING, "cobra")
    diary.session("2026-06-02T18:00:00+01:00", "cobra")
    (week,) = coded(bundle(diary), "Observation", "weekly-sessions")
    assert week["valueQuantity"]["value"] == 33.3
    assert week["effectivePeriod"] == {"start": "2026-06-01", "end": "2026-06-07"}
    assert [each["valueQuantity"]["value"] for each in week["component"]] == [2, 6]


def test_a_week_that_is_not_over_is_preliminary_and_keeps_its_id(diary: Diary) -> None:
    diary.session(EVENING, "cobra")
    told = {}
    for last in (date(2026, 6, 4), date(2026, 6, 7), date(2026, 6, 8)):
        made = bundle_of(review_of(diary.log, ROUTINE, WEEK[0], last), CODE, MADE_AT)
        (first, *_) = coded(made, "Observation", "weekly-sessions")
        told[last.day] = (first["id"], first["status"])
    assert len({id for id, _ in told.values()}) == 1
    assert [status for _, status in told.values()] == ["preliminary", "preliminary", "final"]


def test_a_week_in_which_nothing_was_due_has_no_share(diary: Diary) -> None:
    diary.plan_changes(Change.AS_NEEDED, "2026-06-01")
    assert coded(bundle(diary), "Observation", "weekly-sessions") == []


def test_the_same_log_makes_the_same_bundle(diary: Diary) -> None:
    diary.session(EVENING, "cobra", before=4)
    review = review_of(diary.log, ROUTINE, *WEEK)
    written = bundle_json(review, CODE, MADE_AT)
    assert written == bundle_json(review, CODE, MADE_AT)
    assert json.loads(written) == bundle_of(review, CODE, MADE_AT)
    longer = bundle_of(review_of(diary.log, ROUTINE, WEEK[0], date(2026, 6, 9)), CODE, MADE_AT)
    ids = {entry["fullUrl"] for entry in longer["entry"]}
    assert ids.issuperset(entry["fullUrl"] for entry in bundle(diary)["entry"])


def test_no_word_of_the_bundle_names_a_person(diary: Diary) -> None:
    diary.session(EVENING, "cobra")
    assert not re.search(r'"(name|telecom|birthDate|address)":', json.dumps(bundle(diary)))
