"""The papers beside the code are true to it: each named test is there, each figure follows."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from willows_app.routine.loading import read_routine
from willows_app.shipped import shipped_routines

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
HAZARD_LOG = (DOCS / "hazard-log.md").read_text("utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

STORE = DOCS / "store" / "en-GB"
PAPERS = [*sorted(DOCS.rglob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]

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


def test_papers_are_not_shipped_to_phones() -> None:
    left_out = PYPROJECT["tool"]["flet"]["app"]["exclude"]
    assert {each.name for each in ROOT.glob("*.md")} | {"docs"} <= set(left_out)


def test_the_android_app_has_no_network_and_no_cloud_backup() -> None:
    android = PYPROJECT["tool"]["flet"]["android"]
    assert android["permission"]["android.permission.INTERNET"] is False
    assert android["manifest_application"]["allowBackup"] == "false"


@pytest.mark.parametrize(
    ("file", "characters"),
    [
        ("name.txt", 30),
        ("subtitle.txt", 30),
        ("promotional_text.txt", 170),
        ("short_description.txt", 80),
        ("description.txt", 4000),
    ],
)
def test_a_text_for_the_stores_is_no_longer_than_they_take(file: str, characters: int) -> None:
    text = (STORE / file).read_text("utf-8").strip()
    assert 0 < len(text) <= characters
    assert file == "description.txt" or "\n" not in text


def test_keywords_fit_and_none_is_wasted() -> None:
    text = (STORE / "keywords.txt").read_text("utf-8").strip()
    words = text.split(",")
    assert len(text.encode()) <= 100
    assert len(words) == len(set(words))
    named = "".join((STORE / file).read_text("utf-8") for file in ("name.txt", "subtitle.txt"))
    assert [word for word in words if word != word.strip() or word in named.lower()] == []


def test_the_store_is_told_first_that_it_is_no_medical_device() -> None:
    first, _, _ = (STORE / "description.txt").read_text("utf-8").partition("\n\n")
    assert "not a medical device" in first
    assert "does not diagnose, treat, cure or prevent any condition" in first
    assert "does not take the place of advice" in first


def test_the_intended_purpose_quotes_the_cautions_of_the_app() -> None:
    routine = read_routine(shipped_routines()["upper_back.yaml"], "upper_back.yaml")
    text = (DOCS / "intended-purpose.md").read_text("utf-8")
    quoted = text.partition("## Cautions that the app shows")[2]
    assert tuple(re.findall(r"^- (.+)$", quoted, re.MULTILINE)) == routine.cautions


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_paper_leads_to_a_file(paper: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", paper.read_text("utf-8")):
        assert link.startswith("https://") or (paper.parent / link).exists(), link


def test_every_decision_has_its_context_its_cost_and_its_figures() -> None:
    records = sorted((DOCS / "decisions").glob("0*.md"))
    listed = (DOCS / "decisions" / "README.md").read_text("utf-8")
    assert re.findall(r"\((0[^)]+)\)", listed) == [each.name for each in records]
    for record in records:
        heads = re.findall(r"^## (.+)$", record.read_text("utf-8"), re.MULTILINE)
        assert heads == ["Context", "Decision", "What it costs", "Figures"], record.name


def test_the_changelog_tells_of_what_is_to_come_or_of_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)[0] in (
        "Unreleased",
        PYPROJECT["project"]["version"],
    )
