"""The Android project that Flet makes, completed by the installed plugin's own patch."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flet_notifications import patcher

from phone.build import DESUGARING
from phone.manifest import ManifestError, check, without_exact_alarms

RENDERED = """<manifest xmlns:android="http://schemas.android.com/apk/res/android"
    xmlns:tools="http://schemas.android.com/tools">
    <uses-permission android:name="android.permission.POST_NOTIFICATIONS"/>
    <uses-permission android:name="android.permission.INTERNET" tools:node="remove"/>
    <application android:label="Willows" android:allowBackup="false">
        <activity android:name=".MainActivity" android:exported="true">
            <intent-filter>
                <action android:name="android.intent.action.MAIN"/>
            </intent-filter>
        </activity>
    </application>
</manifest>
"""

GRADLE = """android {
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
    }
    defaultConfig {
        minSdk = 24
    }
}
dependencies {}
"""


@pytest.fixture
def patched(tmp_path: Path) -> str:
    path = tmp_path / "AndroidManifest.xml"
    path.write_text(RENDERED)
    patcher.patch_manifest(path)
    return path.read_text()


def test_nobody_asks_for_exact_alarms_and_all_else_stays(patched: str) -> None:
    with pytest.raises(ManifestError, match="SCHEDULE_EXACT_ALARM"):
        check(patched)
    stripped = without_exact_alarms(patched)
    check(stripped)
    asked = re.findall(r'uses-permission android:name="android.permission.(\w+)"( \S+"|)', stripped)
    assert dict(asked) == {
        "POST_NOTIFICATIONS": "",
        "INTERNET": ' tools:node="remove"',
        "VIBRATE": "",
        "RECEIVE_BOOT_COMPLETED": "",
        "SCHEDULE_EXACT_ALARM": ' tools:node="remove"',
        "USE_EXACT_ALARM": ' tools:node="remove"',
    }
    assert 'android:allowBackup="false"' in stripped
    assert "BOOT_COMPLETED" in stripped
    assert ".MainActivity" in stripped


def test_it_stays_so_when_the_patch_and_we_come_again(patched: str, tmp_path: Path) -> None:
    once = without_exact_alarms(patched)
    path = tmp_path / "AndroidManifest.xml"
    path.write_text(once)
    patcher.patch_manifest(path)
    again = without_exact_alarms(path.read_text())
    assert sorted(re.findall(r"<[\w-]+[^>]*>", again)) == sorted(re.findall(r"<[\w-]+[^>]*>", once))


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        (RENDERED, "no receiver .*ScheduledNotificationReceiver, .*BootReceiver"),
        ("<manifest>", "is no XML"),
    ],
)
def test_a_manifest_that_reminders_cannot_live_with_is_told(manifest: str, says: str) -> None:
    with pytest.raises(ManifestError, match=says):
        check(manifest)


def test_the_patch_says_to_gradle_what_the_build_looks_for(tmp_path: Path) -> None:
    path = tmp_path / "build.gradle.kts"
    path.write_text(GRADLE)
    patcher.patch_gradle(path)
    assert DESUGARING in path.read_text()
