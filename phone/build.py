"""Builds the phone apps: `python -m phone.build apk`, `aab` or `ipa`.

Flet cannot say in pyproject.toml all that reminders need on Android: so it makes the Flutter
project, that is completed, and Flet builds it.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from phone.manifest import ManifestError, check, without_exact_alarms
from web.build import CACHE
from web.errors import BuildError
from web.licences import packed_licences
from web.packages import browser_packages
from willows_app.device.licences import LICENCES

REPOSITORY = Path(__file__).parents[1]
PROJECT = REPOSITORY / "build" / "flutter"
MANIFEST = PROJECT / "android" / "app" / "src" / "main" / "AndroidManifest.xml"
GRADLE = PROJECT / "android" / "app" / "build.gradle.kts"
DESUGARING = "isCoreLibraryDesugaringEnabled = true"
"""Without it the library of the reminders does not compile."""

SDK_FOLDERS = ("Android/Sdk", "Android/sdk", "Library/Android/sdk")
"""Where Android Studio and Flet put the SDK, below the home folder."""

MISSING = 2
"""The exit code where this machine lacks something."""


@dataclass(frozen=True)
class Machine:
    """What a build asks of the computer that it runs on."""

    system: str
    """As `platform.system` says."""
    home: Path
    environment: Mapping[str, str]
    finds: Callable[[str], object]
    """Whether this program is on the PATH."""


def missing(target: str, machine: Machine) -> list[str]:
    """What has to be installed before `target` can be built here, in plain words."""
    return [*_missing_for[target](machine)]


def _missing_for_android(machine: Machine) -> list[str]:
    lacks = _missing_flutter(machine)
    java = machine.environment.get("JAVA_HOME")
    if not (java and (Path(java) / "bin").is_dir()) and not machine.finds("javac"):
        lacks.append(
            "A JDK, 17 or newer: install one (Debian: openjdk-17-jdk), or let JAVA_HOME name it."
        )
    named = [machine.environment.get(name) for name in ("ANDROID_HOME", "ANDROID_SDK_ROOT")]
    folders = [Path(name) for name in named if name]
    folders += [machine.home / name for name in SDK_FOLDERS]
    if not any(folder.is_dir() for folder in folders):
        lacks.append(
            "The Android SDK: install Android Studio or its command-line tools "
            "(https://developer.android.com/studio), and let ANDROID_HOME name its folder."
        )
    return lacks


def _missing_for_ios(machine: Machine) -> list[str]:
    if machine.system != "Darwin":
        return ["A Mac: apps for the iPhone can be built on nothing else."]
    lacks = _missing_flutter(machine)
    if not machine.finds("xcodebuild"):
        lacks.append("Xcode: install it from the App Store, and open it once.")
    if not machine.finds("pod"):
        lacks.append("CocoaPods: brew install cocoapods (https://cocoapods.org).")
    return lacks


def _missing_flutter(machine: Machine) -> list[str]:
    if machine.finds("flutter"):
        return []
    return ["The Flutter SDK: see https://docs.flutter.dev, and put its bin folder on the PATH."]


_missing_for: Mapping[str, Callable[[Machine], list[str]]] = {
    "apk": _missing_for_android,
    "aab": _missing_for_android,
    "ipa": _missing_for_ios,
}


class BuildFailed(Exception):
    """A step did not succeed; the message says which."""


def build_for_android(target: str) -> None:
    """Builds the Android app as `target`: an apk into build/apk/, a store's aab into build/aab/."""
    # The first build makes the project. It may fail later on: what is missing comes then.
    code = _run("flet", "build", target)
    if not MANIFEST.exists():
        raise BuildFailed(f"flet build {target} made no Flutter project (it ended with {code}).")
    _must("flet-notifications-patch", "--project-root", str(PROJECT))
    MANIFEST.write_text(without_exact_alarms(MANIFEST.read_text("utf-8")), "utf-8")
    _check_project()
    _must("flet", "build", target)
    _check_project()  # a project made anew would have lost it all


@contextmanager
def licences_in(data: Path) -> Iterator[None]:
    """Meanwhile the licences of all parts lie where the app reads them."""
    file = data / LICENCES
    file.write_bytes(packed_licences(browser_packages(CACHE)))
    try:
        yield
    finally:
        file.unlink()


def build_ipa() -> None:
    """Builds the iOS app into build/ipa/; without a certificate, one that only a Mac can sign."""
    _must("flet", "build", "ipa")


def _check_project() -> None:
    check(MANIFEST.read_text("utf-8"))
    if DESUGARING not in GRADLE.read_text("utf-8"):
        raise BuildFailed(
            f"{GRADLE} lacks {DESUGARING}: flet-notifications-patch did not find where."
        )


def _must(*command: str) -> None:
    if code := _run(*command):
        raise BuildFailed(f"{' '.join(command)} ended with {code}.")


def _run(program: str, *arguments: str) -> int:
    """Runs a program of this Python's environment; returns its exit code."""
    path = Path(sys.executable).with_name(program)
    return subprocess.run([path, *arguments], cwd=REPOSITORY).returncode


def main(arguments: Sequence[str] | None = None) -> int:
    """Builds what the command line says; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m phone.build", description=__doc__)
    parser.add_argument(
        "target", choices=sorted(_missing_for), help="Android's or the iPhone's app"
    )
    target = parser.parse_args(arguments).target
    machine = Machine(platform.system(), Path.home(), os.environ, shutil.which)
    if lacks := missing(target, machine):
        print(f"This machine cannot build the {target} yet. It lacks:", file=sys.stderr)
        print("\n".join(f"  - {each}" for each in lacks), file=sys.stderr)
        return MISSING
    try:
        with licences_in(REPOSITORY / "data"):
            build_ipa() if target == "ipa" else build_for_android(target)
    except (BuildError, BuildFailed, ManifestError) as problem:
        print(f"The {target} was not built: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
