"""What a machine lacks is said before anything is built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from phone import build
from phone.build import MISSING, Machine, main, missing

EVERYTHING = {"flutter", "javac", "xcodebuild", "pod"}


def machine(
    home: Path,
    programs: set[str],
    system: str = "Linux",
    environment: Mapping[str, str] | None = None,
) -> Machine:
    return Machine(system, home, environment or {}, lambda name: name in programs)


@pytest.mark.parametrize(
    ("programs", "lacks"),
    [
        (EVERYTHING, []),
        (EVERYTHING - {"flutter"}, ["The Flutter SDK"]),
        (EVERYTHING - {"javac"}, ["A JDK, 17 or newer"]),
        (set(), ["The Flutter SDK", "A JDK, 17 or newer"]),
    ],
)
def test_what_the_android_app_needs_is_named(
    tmp_path: Path, programs: set[str], lacks: list[str]
) -> None:
    (tmp_path / "Android" / "Sdk").mkdir(parents=True)
    said = missing("apk", machine(tmp_path, programs))
    assert [each.split(":")[0] for each in said] == lacks


def test_the_android_sdk_and_the_jdk_may_be_anywhere(tmp_path: Path) -> None:
    (said,) = missing("apk", machine(tmp_path, EVERYTHING))
    assert said.startswith("The Android SDK: ")
    (tmp_path / "java" / "bin").mkdir(parents=True)
    named = {"ANDROID_HOME": str(tmp_path), "JAVA_HOME": str(tmp_path / "java")}
    assert missing("apk", machine(tmp_path, {"flutter"}, environment=named)) == []
    gone = {"ANDROID_HOME": str(tmp_path / "gone"), "JAVA_HOME": str(tmp_path / "gone")}
    assert len(missing("apk", machine(tmp_path, {"flutter"}, environment=gone))) == 2


@pytest.mark.parametrize(
    ("system", "programs", "lacks"),
    [
        ("Linux", EVERYTHING, ["A Mac"]),
        ("Darwin", EVERYTHING, []),
        ("Darwin", set(), ["The Flutter SDK", "Xcode", "CocoaPods"]),
    ],
)
def test_what_the_iphone_app_needs_is_named(
    tmp_path: Path, system: str, programs: set[str], lacks: list[str]
) -> None:
    said = missing("ipa", machine(tmp_path, programs, system))
    assert [each.split(":")[0] for each in said] == lacks


@pytest.mark.parametrize("target", ["apk", "aab", "ipa"])
def test_nothing_is_begun_where_something_is_missing(
    target: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "_missing_for", {target: lambda _: ["A thing: get it."]})
    monkeypatch.setattr(build, "_run", lambda *_: pytest.fail("It began."))
    assert main([target]) == MISSING
    assert capsys.readouterr().err == (
        f"This machine cannot build the {target} yet. It lacks:\n  - A thing: get it.\n"
    )


PATCHED = """<manifest xmlns:android="http://schemas.android.com/apk/res/android">
  <uses-permission android:name="android.permission.SCHEDULE_EXACT_ALARM"/>
  <application>
    <receiver
      android:name="com.dexterous.flutterlocalnotifications.ScheduledNotificationReceiver"/>
    <receiver
      android:name="com.dexterous.flutterlocalnotifications.ScheduledNotificationBootReceiver"/>
  </application>
</manifest>"""


@dataclass
class Tools:
    """A Flet that makes a project, which compiles only when the patch has completed it."""

    manifest: Path
    gradle: Path
    done: list[str] = field(default_factory=list)
    makes_project: bool = True
    finds_where: bool = True
    renders_anew: bool = False

    def run(self, program: str, *arguments: str) -> int:
        self.done.append(" ".join((program, *arguments[:2])))
        if program == "flet-notifications-patch":
            self.manifest.write_text(PATCHED)
            self.gradle.write_text(build.DESUGARING if self.finds_where else "")
            return 0
        if self.makes_project and (self.renders_anew or not self.manifest.exists()):
            self.manifest.write_text("<manifest><application/></manifest>")
            self.gradle.write_text("")
        return 0 if self.gradle.exists() and build.DESUGARING in self.gradle.read_text() else 1


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tools:
    tools = Tools(tmp_path / "AndroidManifest.xml", tmp_path / "build.gradle.kts")
    monkeypatch.setattr(build, "_missing_for", dict.fromkeys(("apk", "aab", "ipa"), lambda _: []))
    monkeypatch.setattr(build, "MANIFEST", tools.manifest)
    monkeypatch.setattr(build, "GRADLE", tools.gradle)
    monkeypatch.setattr(build, "_run", tools.run)
    return tools


@pytest.mark.parametrize("target", ["apk", "aab"])
def test_the_android_app_is_built_around_the_completed_project(tools: Tools, target: str) -> None:
    assert main([target]) == 0
    patch = f"flet-notifications-patch --project-root {build.PROJECT}"
    assert tools.done == [f"flet build {target}", patch, f"flet build {target}"]
    assert 'SCHEDULE_EXACT_ALARM" tools:node="remove"' in tools.manifest.read_text()


def test_the_iphone_app_is_built_at_once(tools: Tools) -> None:
    tools.manifest.write_text(PATCHED)
    tools.gradle.write_text(build.DESUGARING)
    assert main(["ipa"]) == 0
    assert tools.done == ["flet build ipa"]


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"makes_project": False}, "flet build apk made no Flutter project (it ended with 1)."),
        ({"finds_where": False}, "build.gradle.kts lacks isCoreLibraryDesugaringEnabled = true"),
        ({"renders_anew": True}, "flet build apk ended with 1."),
    ],
)
def test_a_step_that_fails_is_named(
    tools: Tools, capsys: pytest.CaptureFixture[str], fault: dict[str, bool], says: str
) -> None:
    for name, value in fault.items():
        setattr(tools, name, value)
    assert main(["apk"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("The apk was not built: ")
    assert says in said
