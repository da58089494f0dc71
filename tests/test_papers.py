"""The papers beside the code are true to it: each named test is there, each figure follows."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
HAZARD_LOG = (DOCS / "hazard-log.md").read_text("utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

SEVERITIES = ("Minor", "Significant", "Considerable", "Major", "Catastrophic")
RATING = r"^- \*\*{}\*\*: (\w+), ([\w ]+): risk (\d)$"


def rows(text: str) -> list[list[str]]:
    """The cells of every line of every table, without heads and rules."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    rules = {at for at, row in enumerate(cells) if set("".join(row)) <= set("-: ")}
    return [row for at, row in enumerate(cells) if not {at, at + 1} & rules]


@dataclass(frozen=True)
class Hazard:
    id: str
    title: str
    text: str

    @property
    def controls(self) -> list[list[str]]:
        return rows(self.text)

    def rating(self, when: str) -> tuple[str, str, int]:
        (found,) = re.findall(RATING.format(when), self.text, re.MULTILINE)
        severity, likelihood, risk = found
        return severity, likelihood, int(risk)


def hazards() -> Iterator[Hazard]:
    _, *parts = re.split(r"^### (H\d\d) (.+)$", HAZARD_LOG, flags=re.MULTILINE)
    for id, title, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        yield Hazard(id, title, text)


HAZARDS = list(hazards())
MATRIX = {
    likelihood: dict(zip(SEVERITIES, map(int, risks), strict=True))
    for likelihood, *risks in rows(HAZARD_LOG)
    if len(risks) == len(SEVERITIES)
}


def names_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, functions)}


def test_hazards_are_numbered_without_a_gap_and_stand_in_the_summary() -> None:
    assert [each.id for each in HAZARDS] == [f"H{n:02}" for n in range(1, len(HAZARDS) + 1)]
    summary = [row for row in rows(HAZARD_LOG) if re.fullmatch(r"H\d\d", row[0])]
    told = [
        [each.id, each.title, str(each.rating("Before")[2]), str(each.rating("After")[2])]
        for each in HAZARDS
    ]
    assert summary == told


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard.id)
class TestEachHazard:
    def test_has_controls_each_of_which_a_test_shows_or_says_that_none_does(
        self, hazard: Hazard
    ) -> None:
        assert hazard.controls
        for control, shown_by in hazard.controls:
            named = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", shown_by)
            if named is None:
                assert shown_by == "Label only" or shown_by.startswith("By design: "), control
            else:
                assert named[2] in names_in(named[1]), shown_by

    def test_has_at_least_one_control_that_a_test_shows(self, hazard: Hazard) -> None:
        assert any("::test_" in shown_by for _, shown_by in hazard.controls)

    def test_has_the_risk_that_severity_and_likelihood_make(self, hazard: Hazard) -> None:
        for when in ("Before", "After"):
            severity, likelihood, risk = hazard.rating(when)
            assert MATRIX[likelihood][severity] == risk
        assert hazard.rating("After")[2] <= hazard.rating("Before")[2]

    def test_says_what_is_still_open(self, hazard: Hazard) -> None:
        assert re.search(r"^- \*\*Still open\*\*: \S", hazard.text, re.MULTILINE)


def test_the_android_app_has_no_network_and_no_cloud_backup() -> None:
    android = PYPROJECT["tool"]["flet"]["android"]
    assert android["permission"]["android.permission.INTERNET"] is False
    assert android["manifest_application"]["allowBackup"] == "false"
