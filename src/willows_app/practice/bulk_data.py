"""FHIR R4 of many patients as Bulk Data: one NDJSON file for each type of resource.

It is what the Bundles in the archives hold, with references such as `Patient/…` in place of
those that hold within a Bundle alone. Of a patient's exports each day is told by the latest
that covers it, the plan by the latest of its routine, and a week by the one that covers most of
it: so nothing is there twice, and nothing that was taken back.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from willows_app.adherence.days import days_between, monday_of
from willows_app.adherence.fact_values import depth
from willows_app.clinic.archive import (
    BUNDLE,
    SESSIONS,
    ArchiveError,
    ArchiveIsDamaged,
    Label,
    parts_of,
)
from willows_app.clinic.fhir import Resource, patient_of, session_id, week_id
from willows_app.clinic.tables import unguarded
from willows_app.practice.exports import Export, Refused, by_patient, content_of

TYPES = ("Patient", "CarePlan", "ServiceRequest", "Procedure", "Observation")
"""What a Bundle of Willows holds, each after those that it may refer to."""

_PLAN = ("CarePlan", "ServiceRequest")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WITHIN = "urn:uuid:"
_BEGINS = re.compile(r'\{"resourceType":"Bundle",[^\[\]{}]*"entry":\[')
_DEEPEST = 12
_SUNDAY = timedelta(days=6)
_NOT_OURS = (KeyError, IndexError, TypeError, ValueError, AttributeError, csv.Error)
"""What a Bundle or a table raises that Willows did not write."""


def write_bulk_data(exports: Iterable[Export], folder: Path) -> Iterator[Refused | None]:
    """Writes the files into a new folder; says of each export whether it is left out.

    Of the files that are not left out, all is written.
    """
    folder.mkdir()
    with ExitStack() as stack:
        files = {
            kind: stack.enter_context((folder / f"{kind}.ndjson").open("wb")) for kind in TYPES
        }

        def write(resources: Iterable[Resource]) -> None:
            for resource in resources:
                line = json.dumps(resource, ensure_ascii=False, separators=(",", ":"))
                files[resource["resourceType"]].write(line.encode() + b"\n")

        owners: dict[str, str] = {}
        ids = stack.enter_context(closing(sqlite3.connect(":memory:")))
        ids.execute("CREATE TABLE ids (id BLOB PRIMARY KEY) WITHOUT ROWID")
        for patient in by_patient(exports):
            told = _Told(owners, ids)
            for export in patient:
                try:
                    write(told.by(export))
                except ArchiveError as error:
                    yield Refused(export.path, str(error))
                else:
                    yield None
            write(told.weeks.values())
    for file in folder.iterdir():
        if not file.stat().st_size:
            file.unlink()


class _Told:
    """What was told of a patient by exports, of which each is older than the one before."""

    def __init__(self, owners: dict[str, str], taken: sqlite3.Connection) -> None:
        self.weeks: dict[tuple[str, date], Resource] = {}
        """What is said of each week, by routine and Monday: to be told when all exports are."""
        self._owners = owners
        """The code that each session was told under."""
        self._taken = taken
        """The ids of all patients: millions, of which no set would be as small."""
        self._ids: set[str] = set()
        self._days: set[date] = set()
        self._reviewed: dict[str, list[tuple[date, date]]] = {}
        """The first and the last day of each review of a routine."""

    def by(self, export: Export) -> list[Resource]:
        """What this export adds; raises `ArchiveError`, and then adds nothing."""
        label = export.label
        content = content_of(export.path)
        try:
            days = _days_of_sessions(content)
            added, weeks = self._added(_resources(content, label.patient), days, label)
        except _NOT_OURS as error:
            raise ArchiveIsDamaged(f"{BUNDLE} is not as Willows writes it") from error
        for session in days:
            if (owner := self._owners.get(session, label.patient)) != label.patient:
                raise ArchiveError(f"It is of the same log as what {owner} shared.")
        self._take({each["id"] for each in (*added, *weeks.values())} - self._ids)
        self._owners.update(dict.fromkeys(days, label.patient))
        self.weeks |= weeks
        self._days.update(days_between(label.first, label.last))
        self._reviewed.setdefault(label.routine, []).append((label.first, label.last))
        return added

    def _take(self, ids: Collection[str]) -> None:
        try:
            with self._taken as taken:
                written = ((bytes.fromhex(id.replace("-", "")),) for id in ids)
                taken.executemany("INSERT INTO ids VALUES (?)", written)
        except sqlite3.IntegrityError as error:
            raise ArchiveError("It names something that another patient's file names.") from error
        self._ids.update(ids)

    def _added(
        self, resources: Iterable[Resource], days: Mapping[str, date], label: Label
    ) -> tuple[list[Resource], dict[tuple[str, date], Resource]]:
        """What is to be told, and what is said of weeks of which nobody says more."""
        left_out: set[str] = set()
        added, weeks = [], {}
        for resource in resources:
            if resource["resourceType"] == "Observation" and not resource.get("partOf"):
                week = label.routine, _monday(resource, label)
                if self._says_more(resource, week):
                    weeks[week] = resource
            elif self._adds(resource, days, label.routine, left_out):
                added.append(resource)
            else:
                left_out.add(f"{resource['resourceType']}/{resource['id']}")
        return added, weeks

    def _says_more(self, resource: Resource, week: tuple[str, date]) -> bool:
        """Whether it covers more days of a week than any later export does."""
        (start, end), (routine, _) = _period(resource), week
        if any(first <= start and end <= last for first, last in self._reviewed.get(routine, ())):
            return False  # even if that one says nothing of it: then nothing was due
        if week not in self.weeks:
            return True
        known_start, known_end = _period(self.weeks[week])
        return known_end - known_start < end - start

    def _adds(
        self, resource: Resource, days: Mapping[str, date], routine: str, left_out: Collection[str]
    ) -> bool:
        """Whether a resource is to be told, be it by what it is of or by what it is part of."""
        if resource["id"] in self._ids:
            return False
        if whole := resource.get("partOf"):
            return whole[0]["reference"] not in left_out
        match resource["resourceType"]:
            case "Procedure":
                return days[resource["id"]] not in self._days
            case kind if kind in _PLAN:
                return routine not in self._reviewed
            case _:
                return True


def _days_of_sessions(content: bytes) -> dict[str, date]:
    """The day of each session in an archive, by the id of its Procedure."""
    table = _read(content, SESSIONS).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(table, newline=""), strict=True)
    return {session_id(unguarded(row["session"])): date.fromisoformat(row["day"]) for row in rows}


def _monday(resource: Resource, label: Label) -> date:
    """Of the week that it is said of."""
    start, end = _period(resource)
    monday = monday_of(start)
    if resource["id"] != week_id(label.patient, label.routine, monday):
        raise ValueError("It is said of another week.")
    if not start <= end <= monday + _SUNDAY:
        raise ValueError("It is said of more than a week.")
    return monday


def _period(resource: Resource) -> tuple[date, date]:
    period = resource["effectivePeriod"]
    return date.fromisoformat(period["start"]), date.fromisoformat(period["end"])


def _resources(content: bytes, code: str) -> Iterator[Resource]:
    """What the Bundle of an archive holds of a patient, with references by type."""
    patient = patient_of(code)
    subject = {"reference": f"{_WITHIN}{patient['id']}"}
    kinds: dict[str, str] = {}
    for resource in _entries(_read(content, BUNDLE)):
        kind, id = resource["resourceType"], resource["id"]
        if kind not in TYPES or not _ID.fullmatch(id) or id in kinds:
            raise ValueError("It is no resource of a Bundle of Willows.")
        if resource != patient if kind == "Patient" else resource["subject"] != subject:
            raise ArchiveIsDamaged(f"{BUNDLE} is of somebody else than {code}, or says who that is")
        kinds[id] = kind
        _refer_by_type(resource, kinds)
        yield resource


def _entries(bundle: bytes) -> Iterator[Resource]:
    """The resources in a Bundle; of many years they would not all be held at once."""
    if depth(bundle) > _DEEPEST:
        raise ValueError("It is nested deeper than a Bundle of Willows.")
    text = bundle.decode()
    begins = _BEGINS.match(text)
    if not begins:
        raise ValueError("It is no Bundle.")
    place, decoder = begins.end(), json.JSONDecoder()
    while True:
        entry, place = decoder.raw_decode(text, place)
        yield entry["resource"]
        if text[place : place + 1] != ",":
            break
        place += 1
    if text[place:] != "]}\n":
        raise ValueError("It goes on behind its end.")


def _refer_by_type(value: Any, kinds: Mapping[str, str]) -> None:
    """`urn:uuid:…` becomes `Patient/…`: a server knows no other names."""
    if isinstance(value, list):
        for inner in value:
            _refer_by_type(inner, kinds)
    elif isinstance(value, dict):
        reference = value.get("reference")
        if isinstance(reference, str):
            id = reference.removeprefix(_WITHIN)
            value["reference"] = f"{kinds[id]}/{id}"
        for inner in value.values():
            _refer_by_type(inner, kinds)


def _read(content: bytes, name: str) -> bytes:
    return b"".join(part for _, part in parts_of(content, [name]))
