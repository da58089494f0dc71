"""The workflows on GitHub: sound, pinned, and allowed no more than they need."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import flet.version
import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"uses: (?:\./\S+|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$")
MAY_WRITE = {
    "publish": {"contents": "write"},
    "site": {"pages": "write", "id-token": "write"},
}


def read(path: Path) -> dict[str, Any]:
    """A workflow's values. PyYAML takes the key `on` for a truth, which is no matter here."""
    return dict(yaml.safe_load(path.read_text("utf-8")))


def named(name: str) -> dict[str, Any]:
    return read(ROOT / ".github" / "workflows" / name)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
class TestEachWorkflow:
    def test_pins_every_action_by_its_commit_and_says_which_version_that_is(
        self, path: Path
    ) -> None:
        used = [line for line in path.read_text("utf-8").splitlines() if "uses: " in line]
        assert used
        assert [line for line in used if not PINNED.search(line)] == []

    def test_may_only_read_but_where_it_publishes(self, path: Path) -> None:
        workflow = read(path)
        assert workflow["permissions"] in ({}, {"contents": "read"})
        for name, job in workflow["jobs"].items():
            allowed = job.get("permissions", workflow["permissions"])
            assert allowed == MAY_WRITE.get(name, {"contents": "read"}), name

    def test_ends_by_itself_and_does_not_run_beside_itself(self, path: Path) -> None:
        workflow = read(path)
        assert workflow["concurrency"]["group"]
        for name, job in workflow["jobs"].items():
            assert "uses" in job or job["timeout-minutes"] <= 90, name

    def test_leaves_no_token_behind_for_what_it_runs(self, path: Path) -> None:
        for job in read(path)["jobs"].values():
            for step in job.get("steps", []):
                if step.get("uses", "").startswith("actions/checkout@"):
                    assert step["with"]["persist-credentials"] is False


def test_actionlint_finds_nothing() -> None:
    actionlint = Path(sys.executable).with_name("actionlint")
    done = subprocess.run(
        [actionlint, "-no-color", "-shellcheck=", "-pyflakes=", *WORKFLOWS],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_runs_there_is_what_anyone_runs() -> None:
    steps = named("test.yml")["jobs"]["test"]["steps"]
    assert "bash .ci/run" in [step.get("run") for step in steps]


def test_the_phone_apps_are_built_with_the_flutter_that_flet_asks_for() -> None:
    assert named("phones.yml")["env"]["FLUTTER"] == flet.version.flutter_version


def test_nothing_is_published_before_all_was_tested_and_built() -> None:
    jobs = named("release.yml")["jobs"]
    assert jobs["publish"]["needs"] == ["test", "phones", "python"]
    assert set(jobs["site"]["needs"]) == {"test", "publish"}
