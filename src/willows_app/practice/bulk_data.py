"""FHIR R4 of many patients as Bulk Data: one NDJSON file for each type of resource.

It is what the Bundles in the archives hold, with references such as `Patient/…` in place of
those that hold within a Bundle alone. Of a patient's exports each day is told by the latest
that covers it, and the plan by the latest of its routine: so nothing is there twice, and nothing
that was taken back.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from willows_app.adherence.days import days_between
from willows_app.adherence.fact_values import depth
from willows_app.clinic.archive import BUNDLE, SESSIONS, ArchiveError, ArchiveIsDamaged, parts_of
from willows_app.clinic.fhir import Resource, session_id
from willows_app.clinic.tables import unguarded
from willows_app.practice.exports import Export, Refused, by_patient, content_of

TYPES = ("Patient", "CarePlan", "ServiceRequest", "Procedure", "Observation")
"""What a Bundle of Willows holds, each after those that it may refer to."""

_PLAN = ("CarePlan", "ServiceRequest")
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
_WITHIN = "urn:uuid:"
_BEGINS = re.compile(r'\{"resourceType":"Bundle",[^\[\]{}]*"entry":\[')
_DEEPEST = 12
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
        owners: dict[str, str] = {}
        for patient in by_patient(exports):
            told = _Told(owners)
            for export in patient:
                try:
                    resources = told.by(export)
                except ArchiveError as error:
                    yield Refused(export.path, str(error))
                    continue
                for resource in resources:
                    line = json.dumps(resource, ensure_ascii=False, separators=(",", ":"))
                    files[resource["resourceType"]].write(line.encode() + b"\n")
                yield None
    for file in folder.iterdir():
        if not file.stat().st_size:
            file.unlink()


class _Told:
    """What was told of a patient by exports, of which each is older than the one before."""

    def __init__(self, owners: dict[str, str]) -> None:
        self._owners = owners
        """The code that each session was told under."""
        self._ids: set[str] = set()
        self._days: set[date] = set()
        self._plans: dict[str, set[date]] = {}
        """The days on which each routine was reviewed."""

    def by(self, export: Export) -> list[Resource]:
        """What this export adds; raises `ArchiveError`, and then adds nothing."""
        label = export.label
        content = content_of(export.path)
        try:
            days = _days_of_sessions(content)
            added = self._added(_resources(content), days, self._plans.get(label.routine))
        except _NOT_OURS as error:
            raise ArchiveIsDamaged(f"{BUNDLE} is not as Willows writes it") from error
        for session in days:
            if (owner := self._owners.get(session, label.patient)) != label.patient:
                raise ArchiveError(f"It is of the same log as what {owner} shared.")
        self._owners.update(dict.fromkeys(days, label.patient))
        covered = set(days_between(label.first, label.last))
        self._ids.update(each["id"] for each in added)
        self._days |= covered
        self._plans.setdefault(label.routine, set()).update(covered)
        return added

    def _added(
        self,
        resources: Iterable[Resource],
        days: Mapping[str, date],
        reviewed: set[date] | None,
    ) -> list[Resource]:
        left_out: set[str] = set()
        added = []
        for resource in resources:
            if self._adds(resource, days, reviewed, left_out):
                added.append(resource)
            else:
                left_out.add(f"{resource['resourceType']}/{resource['id']}")
        return added

    def _adds(
        self,
        resource: Resource,
        days: Mapping[str, date],
        reviewed: set[date] | None,
        left_out: Collection[str],
    ) -> bool:
        """Whether a resource is to be told, be it by what it is of or by what it is part of."""
        if resource["id"] in self._ids:
            return False
        if whole := resource.get("partOf"):
            return whole[0]["reference"] not in left_out
        match resource["resourceType"]:
            case "Procedure":
                return days[resource["id"]] not in self._days
            case "Observation":
                period = resource["effectivePeriod"]
                week = map(date.fromisoformat, (period["start"], period["end"]))
                return reviewed is None or not reviewed.issuperset(days_between(*week))
            case kind if kind in _PLAN:
                return reviewed is None
            case _:
                return True


def _days_of_sessions(content: bytes) -> dict[str, date]:
    """The day of each session in an archive, by the id of its Procedure."""
    table = _read(content, SESSIONS).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(table, newline=""), strict=True)
    return {session_id(unguarded(row["session"])): date.fromisoformat(row["day"]) for row in rows}


def _resources(content: bytes) -> Iterator[Resource]:
    """What the Bundle of an archive holds, one after the other, with references by type."""
    kinds: dict[str, str] = {}
    for resource in _entries(_read(content, BUNDLE)):
        kind, id = resource["resourceType"], resource["id"]
        if kind not in TYPES or not _ID.fullmatch(id) or id in kinds:
            raise ValueError("It is no resource of a Bundle of Willows.")
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
