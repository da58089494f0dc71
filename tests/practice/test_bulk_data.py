"""Bulk Data of many exports is valid FHIR R4, line by line, and says nothing twice."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adherence.diary import Act, Diary, days, live, many_acts
from tests.clinic.test_archive import unpacked, with_manifest
from tests.clinic.test_fhir import STATUSES, TARGETS, VALIDATOR, leaves
from tests.practice.shared import FIRST, LAST, share
from willows_app.adherence.facts import Change
from willows_app.clinic.archive import BUNDLE, SESSIONS
from willows_app.clinic.fhir import Resource, patient_of
from willows_app.practice.bulk_data import TYPES, write_bulk_data
from willows_app.practice.exports import Refused, exports_of, files_in, labels_of

MODELS = {
    kind: getattr(import_module(f"fhir.resources.R4B.{kind.lower()}"), kind) for kind in TYPES
}


def written(folder: Path) -> tuple[dict[str, list[Resource]], list[Refused]]:
    """The resources of each file, and what was left out."""
    with TemporaryDirectory() as place:
        out = Path(place) / "out"
        told = list(write_bulk_data(exports_of(labels_of(files_in(folder))).readable, out))
        lines = {file.stem: file.read_bytes().split(b"\n") for file in out.iterdir()}
    assert all(each.pop() == b"" for each in lines.values())
    found = {kind: [json.loads(line) for line in each] for kind, each in lines.items()}
    return found, [each for each in told if each]


def check(found: dict[str, list[Resource]]) -> None:
    """Every line with both validators, and what they miss."""
    kinds = Counter(
        f"{kind}/{resource['id']}" for kind, resources in found.items() for resource in resources
    )
    assert set(kinds.values()) <= {1}
    assert len({name.split("/")[1] for name in kinds}) == len(kinds)
    for kind, resources in found.items():
        assert resources
        for resource in resources:
            assert resource["resourceType"] == kind
            assert re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", resource["id"])
            MODELS[kind].model_validate(resource)
            VALIDATOR.validate(
                {
                    "resourceType": "Bundle",
                    "type": "collection",
                    "entry": [{"resource": resource}],
                }
            )
            if kind != "Patient":
                assert resource["status"] in STATUSES[kind]
            for under, value in leaves(resource):
                assert value not in ([], {}, "", None)
                if isinstance(value, dict) and isinstance(value.get("reference"), str):
                    assert value["reference"] in kinds
                    assert value["reference"].split("/")[0] in TARGETS[under]


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    diary = Diary(tmp_path / "log.sqlite3")
    for day in days("2026-06-01", 14):
        diary.session(f"{day}T18:00:00+01:00", "cobra", before=4, after=2)
    return diary


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


@settings(max_examples=10, deadline=None)
@given(st.lists(many_acts, min_size=2, max_size=3), st.integers(1, 14))
def test_the_lines_of_any_patients_are_valid(lives: list[list[Act]], earlier: int) -> None:
    with TemporaryDirectory() as place:
        for number, acts in enumerate(lives):
            with Diary(Path(place) / f"{number}.sqlite3") as diary:
                live(diary, acts)
                share(Path(place), diary, f"P-000{number}", last=FIRST + timedelta(earlier))
                share(Path(place), diary, f"P-000{number}")
        found, refused = written(Path(place))
    check(found)
    assert not refused
    assert len(found["Patient"]) == len(lives)


# ---------------------------------------------------------------- several files of one patient


def session_days(found: dict[str, list[Resource]]) -> list[str]:
    whole = [each for each in found["Procedure"] if "partOf" not in each]
    return sorted(each["performedPeriod"]["start"][:10] for each in whole)


@pytest.mark.parametrize(
    "ranges", [[(1, 9), (9, 21)], [(1, 9), (1, 21)], [(1, 21), (8, 14)], [(1, 21), (1, 21)]]
)
def test_every_session_is_there_once_however_files_overlap(
    diary: Diary, folder: Path, ranges: list[tuple[int, int]]
) -> None:
    for number, (first, last) in enumerate(ranges):
        made = share(folder, diary, first=FIRST.replace(day=first), last=LAST.replace(day=last))
        made.rename(folder / f"{number}.zip")
    found, refused = written(folder)
    check(found)
    assert not refused
    assert session_days(found) == list(days("2026-06-01", 14))
    assert len(found["CarePlan"]) == 1
    assert len(found["ServiceRequest"]) == 10


def test_what_a_later_file_took_back_is_not_there(diary: Diary, folder: Path) -> None:
    share(folder, diary, last=LAST.replace(day=14))
    session = diary.log.sessions_between(FIRST, FIRST)[0]
    diary.log.take_back(session.id, session.started_at)
    share(folder, diary)
    found, _ = written(folder)
    check(found)
    assert session_days(found) == list(days("2026-06-02", 13))


def test_the_plan_is_that_of_the_latest_file(diary: Diary, folder: Path) -> None:
    share(folder, diary, last=LAST.replace(day=14))
    diary.plan_changes(Change.PAUSE, "2026-06-20")
    share(folder, diary, first=LAST.replace(day=14))
    found, _ = written(folder)
    assert [each["status"] for each in found["CarePlan"]] == ["on-hold"]
    assert session_days(found) == list(days("2026-06-01", 14))


def test_a_week_that_a_later_file_tells_whole_is_told_once(diary: Diary, folder: Path) -> None:
    share(folder, diary, last=LAST.replace(day=10))
    share(folder, diary)
    found, _ = written(folder)
    weeks = [
        each["effectivePeriod"]["start"]
        for each in found["Observation"]
        if each["code"]["coding"][0]["code"] == "weekly-sessions"
    ]
    assert weeks == ["2026-06-01", "2026-06-08", "2026-06-15"]


def weeks_of(found: dict[str, list[Resource]]) -> list[tuple[str, str]]:
    """The first and the last day of each week that is told of."""
    periods = [
        each["effectivePeriod"]
        for each in found["Observation"]
        if each["code"]["coding"][0]["code"] == "weekly-sessions"
    ]
    return sorted((period["start"][5:], period["end"][5:]) for period in periods)


@pytest.mark.parametrize(
    ("older", "newer", "told"),
    [
        ((3, 19), (11, 21), [("06-03", "06-07"), ("06-08", "06-14"), ("06-15", "06-21")]),
        ((1, 12), (10, 14), [("06-01", "06-07"), ("06-10", "06-14")]),
        ((1, 12), (11, 14), [("06-01", "06-07"), ("06-08", "06-12")]),
        ((1, 10), (11, 14), [("06-01", "06-07"), ("06-11", "06-14")]),
        ((9, 12), (11, 14), [("06-11", "06-14")]),
        ((8, 9), (1, 14), [("06-01", "06-07"), ("06-08", "06-14")]),
    ],
)
def test_a_week_is_told_once_by_the_file_that_covers_most_of_it_or_else_by_the_latest(
    diary: Diary,
    folder: Path,
    older: tuple[int, int],
    newer: tuple[int, int],
    told: list[tuple[str, str]],
) -> None:
    for first, last in (older, newer):
        share(folder, diary, first=FIRST.replace(day=first), last=LAST.replace(day=last))
    found, refused = written(folder)
    check(found)
    assert not refused
    assert weeks_of(found) == told


def test_a_week_of_which_a_later_file_knows_that_nothing_was_due_is_not_told(
    diary: Diary, folder: Path
) -> None:
    share(folder, diary, first=FIRST.replace(day=15))
    diary.plan_changes(Change.PAUSE, "2026-06-15")
    share(folder, diary, last=LAST.replace(day=22))
    found, _ = written(folder)
    assert weeks_of(found) == [("06-01", "06-07"), ("06-08", "06-14")]


def test_one_log_under_two_codes_is_told_under_the_first(diary: Diary, folder: Path) -> None:
    share(folder, diary, "P-0001")
    second = share(folder, diary, "P-0002")
    found, refused = written(folder)
    check(found)
    assert refused == [Refused(second, "It is of the same log as what P-0001 shared.")]


# ---------------------------------------------------------------- what does not belong


def spoilt(change: Callable[[Any], object]) -> Callable[[dict[str, bytes]], None]:
    def spoil(files: dict[str, bytes]) -> None:
        bundle = json.loads(files[BUNDLE])
        change(bundle)
        written = json.dumps(bundle, ensure_ascii=False, separators=(",", ":"))
        files[BUNDLE] = f"{written}\n".encode()

    return spoil


def resource(bundle: Any) -> Any:
    return bundle["entry"][-1]["resource"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda files: files.update({BUNDLE: b""}),
        lambda files: files.update({BUNDLE: b"[" * 9999}),
        lambda files: files.update({BUNDLE: files[BUNDLE][:-9]}),
        lambda files: files.update({BUNDLE: files[BUNDLE] + b"x"}),
        lambda files: files.update({BUNDLE: b"\xff" + files[BUNDLE]}),
        lambda files: files.update({SESSIONS: b"session,day\r\n"}),
        lambda files: files.update({SESSIONS: b"\xff"}),
        lambda files: files.update({SESSIONS: b'session,day\r\n"'}),
        spoilt(lambda it: resource(it).update(resourceType="../../evil")),
        spoilt(lambda it: resource(it).update(resourceType="Device")),
        spoilt(lambda it: resource(it).update(resourceType=["Patient"])),
        spoilt(lambda it: resource(it).update(id="../evil")),
        spoilt(lambda it: resource(it).update(id=7)),
        spoilt(lambda it: resource(it).update(id=it["entry"][0]["resource"]["id"])),
        spoilt(lambda it: resource(it).update(effectivePeriod="2026")),
        spoilt(lambda it: resource(it)["effectivePeriod"].update(end="2026-06-30")),
        spoilt(lambda it: resource(it)["effectivePeriod"].update(start="2026-06-03")),
        spoilt(lambda it: it["entry"].pop(0)),
        spoilt(lambda it: it["entry"].insert(0, "evil")),
    ],
)
def test_a_bundle_that_willows_did_not_write_is_left_out_and_the_others_are_written(
    diary: Diary, folder: Path, tmp_path: Path, spoil: Callable[[dict[str, bytes]], object]
) -> None:
    bad = share(folder, diary, "P-0001")
    files = unpacked(bad.read_bytes())
    spoil(files)
    bad.write_bytes(with_manifest(files))
    with Diary(tmp_path / "other.sqlite3") as other:
        other.session("2026-06-01T18:00:00+01:00", "cobra")
        share(folder, other, "P-0002")
    found, refused = written(folder)
    check(found)
    assert [each["identifier"][0]["value"] for each in found["Patient"]] == ["P-0002"]
    assert [each.path for each in refused] == [bad]
    assert "is not as Willows writes it" in refused[0].why


def named(bundle: Any) -> Any:
    return bundle["entry"][0]["resource"]


@pytest.mark.parametrize(
    "change",
    [
        lambda it: named(it).update(name=[{"text": "Jane Doe"}]),
        lambda it: named(it)["identifier"][0].update(value="Jane Doe"),
        lambda it: named(it)["identifier"].append({"value": "943 476 5919"}),
        lambda it: named(it).update(id="0" * 8 + "-0000-0000-0000-" + "0" * 12),
        lambda it: resource(it).update(subject={"reference": "Patient/9"}),
        lambda it: resource(it)["subject"].update(display="Jane Doe"),
    ],
)
def test_a_bundle_that_says_more_of_the_patient_than_the_code_is_left_out(
    diary: Diary, folder: Path, change: Callable[[Any], object]
) -> None:
    bad = share(folder, diary)
    files = unpacked(bad.read_bytes())
    spoilt(change)(files)
    bad.write_bytes(with_manifest(files))
    found, refused = written(folder)
    assert not found
    assert [each.path for each in refused] == [bad]
    assert "is of somebody else than P-7F3K-92QD, or says who that is" in refused[0].why


def test_a_bundle_cannot_speak_as_another_patient(
    diary: Diary, folder: Path, tmp_path: Path
) -> None:
    bad = share(folder, diary, "P-0001")
    files = unpacked(bad.read_bytes())
    files[BUNDLE] = files[BUNDLE].replace(
        patient_of("P-0001")["id"].encode(), patient_of("P-0002")["id"].encode()
    )
    bad.write_bytes(with_manifest(files))
    with Diary(tmp_path / "other.sqlite3") as other:
        other.session("2026-06-01T18:00:00+01:00", "cobra")
        share(folder, other, "P-0002")
    found, refused = written(folder)
    check(found)
    assert [each.path for each in refused] == [bad]
    assert session_days(found) == ["2026-06-01"]


def test_no_two_patients_name_the_same(diary: Diary, folder: Path, tmp_path: Path) -> None:
    share(folder, diary, "P-0001")
    taken = written(folder)[0]["Observation"][0]["id"]
    with Diary(tmp_path / "other.sqlite3") as other:
        other.session("2026-06-01T18:00:00+01:00", "cobra", before=3)
        bad = share(folder, other, "P-0002")
    files = unpacked(bad.read_bytes())
    (own,) = (
        entry["resource"]["id"]
        for entry in json.loads(files[BUNDLE])["entry"]
        if "valueQuantity" in entry["resource"] and "survey" in json.dumps(entry)
    )
    files[BUNDLE] = files[BUNDLE].replace(own.encode(), taken.encode())
    bad.write_bytes(with_manifest(files))
    found, refused = written(folder)
    check(found)
    assert refused == [Refused(bad, "It names something that another patient's file names.")]
    assert [each["id"] for each in found["Patient"]] == [patient_of("P-0001")["id"]]


@pytest.mark.parametrize("name", [BUNDLE, SESSIONS])
def test_a_bundle_or_a_table_that_was_changed_is_left_out(
    diary: Diary, folder: Path, name: str
) -> None:
    bad = share(folder, diary)
    files = unpacked(bad.read_bytes())
    changed = with_manifest(
        {**files, name: files[name] + b"\n"}, files=json.loads(files["manifest.json"])["files"]
    )
    bad.write_bytes(changed)
    found, refused = written(folder)
    assert not found
    assert f"{name} is not as it was made" in refused[0].why
